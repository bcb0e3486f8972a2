//! `/_sandbox/users`.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use serde_json::json;

use crate::sandbox::{
    limits::MAX_STATE_RESPONSE,
    responses::{ApiError, Each, json_response_up_to},
    seed::UserView,
    shared::Shared,
    state::{State as StoredState, User},
};

/// The users, and the numbers of their messages. With `user_id`, that user.
///
/// A query can name every user. In a path, browsers resolve the users `.` and `..`.
pub(super) async fn users(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<UserQuery>,
) -> Result<Response, ApiError> {
    let state = shared.state();
    if let Some(id) = &query.user_id {
        return user_response(&state, id, &query);
    }
    let mut users: Vec<&str> = state.user_ids().collect();
    users.sort_unstable();
    let summary = |user: &&str| {
        let (mut messages, mut unread, mut archived) = (0_u64, 0_u64, 0_u64);
        for message in state.messages(user) {
            let is_archived = message.archived.is_some();
            archived += u64::from(is_archived);
            messages += u64::from(!is_archived);
            unread += u64::from(!is_archived && message.read.is_none());
        }
        json!({ "user": user, "messages": messages, "unread": unread, "archived": archived })
    };
    let users = Each(|| users.iter().map(summary));
    json_response_up_to(MAX_STATE_RESPONSE, &BTreeMap::from([("users", users)]))
}

#[derive(Deserialize)]
pub(super) struct UserQuery {
    /// The user, unless the path names one.
    #[serde(default)]
    user_id: Option<String>,
    /// The maximum number of messages.
    #[serde(default = "unlimited")]
    limit: usize,
    /// True for archived messages only, false for the others only.
    #[serde(default)]
    archived: Option<bool>,
}

fn unlimited() -> usize {
    usize::MAX
}

pub(super) async fn user(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Query(query): Query<UserQuery>,
) -> Result<Response, ApiError> {
    user_response(&shared.state(), &id, &query)
}

/// Describes a user. One who does not exist has nothing.
fn user_response(state: &StoredState, id: &str, query: &UserQuery) -> Result<Response, ApiError> {
    let nobody = User::default();
    let view = UserView {
        user: state.user(id).unwrap_or(&nobody),
        archived: query.archived,
        limit: query.limit,
    };
    json_response_up_to(MAX_STATE_RESPONSE, &view)
}
