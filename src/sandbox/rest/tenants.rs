//! The members of tenants. A message to a tenant is delivered to them
//! (<https://www.courier.com/docs/api-reference/user-tenants/add-a-user-to-a-single-tenant>).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use crate::sandbox::{extract::Backend, shared::Shared};

pub(super) async fn join(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path((user, tenant)): Path<(String, String)>,
) -> StatusCode {
    shared.state().ensure_user(&user).tenants.insert(tenant);
    StatusCode::NO_CONTENT
}

pub(super) async fn leave(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path((user, tenant)): Path<(String, String)>,
) -> StatusCode {
    if let Some(user) = shared.state().user_mut(&user) {
        user.tenants.remove(&tenant);
    }
    StatusCode::NO_CONTENT
}
