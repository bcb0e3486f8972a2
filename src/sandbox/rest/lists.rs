//! Subscriptions of users to lists
//! (<https://www.courier.com/docs/api-reference/lists/subscribe-user-profile-to-list>). Apps subscribe
//! their user with the client key (<https://github.com/trycourier/courier-web>,
//! `client/list-client.ts`), or, with courier-js 2.0 and 2.1, with a token alone.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};

use super::client::authorize_user;
use crate::sandbox::{
    auth::{Principal, Refusal},
    responses::ApiError,
    shared::Shared,
    size::Size as _,
};

/// The list and the user in the path of a request.
type Subscription = Path<(String, String)>;

/// `PUT /lists/{list}/subscriptions/{user}`. No source documents a scope, so a token of the user is
/// sufficient.
pub(super) async fn subscribe(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((list, user)): Subscription,
) -> Result<StatusCode, ApiError> {
    principal.require_user(&user)?;
    add(&shared, list, &user)
}

/// `DELETE /lists/{list}/subscriptions/{user}`
pub(super) async fn unsubscribe(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((list, user)): Subscription,
) -> Result<StatusCode, Refusal> {
    principal.require_user(&user)?;
    Ok(remove(&shared, &list, &user))
}

/// `PUT /client/lists/{list}/subscribe/{user}`
pub(super) async fn subscribe_with_client_key(
    State(shared): State<Arc<Shared>>,
    Path((list, user)): Subscription,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    authorize_user(&headers, &user, &shared)?;
    add(&shared, list, &user)
}

/// `DELETE /client/lists/{list}/unsubscribe/{user}`
pub(super) async fn unsubscribe_with_client_key(
    State(shared): State<Arc<Shared>>,
    Path((list, user)): Subscription,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    authorize_user(&headers, &user, &shared)?;
    Ok(remove(&shared, &list, &user))
}

fn add(shared: &Shared, list: String, user: &str) -> Result<StatusCode, ApiError> {
    let mut state = shared.state();
    state.extend_user(user, list.size(), |user| user.lists.insert(list, ()))?;
    Ok(StatusCode::NO_CONTENT)
}

fn remove(shared: &Shared, list: &str, user: &str) -> StatusCode {
    shared
        .state()
        .reduce_user(user, |user| user.lists.remove(list));
    StatusCode::NO_CONTENT
}
