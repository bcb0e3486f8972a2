//! The members of tenants. A message to a tenant is delivered to them
//! (<https://www.courier.com/docs/api-reference/user-tenants/add-a-user-to-a-single-tenant>).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use crate::sandbox::{extract::Backend, responses::ApiError, shared::Shared, size::Size as _};

pub(super) async fn join(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path((user, tenant)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let mut state = shared.state();
    state.extend_user(&user, tenant.size(), |user| user.tenants.insert(tenant, ()))?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn leave(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path((user, tenant)): Path<(String, String)>,
) -> StatusCode {
    let mut state = shared.state();
    state.reduce_user(&user, |user| user.tenants.remove(&tenant));
    StatusCode::NO_CONTENT
}
