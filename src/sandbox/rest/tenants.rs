//! Who is a member of which tenant: whom a message to a tenant reaches
//! (<https://www.courier.com/docs/api-reference/user-tenants/add-a-user-to-a-single-tenant>).

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};

use crate::sandbox::{answer::Backend, server::Shared};

pub(super) async fn join(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path((user, tenant)): Path<(String, String)>,
) -> StatusCode {
    shared.state().add_user(&user, [tenant]);
    StatusCode::NO_CONTENT
}

pub(super) async fn leave(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path((user, tenant)): Path<(String, String)>,
) -> StatusCode {
    shared.state().leave(&user, &tenant);
    StatusCode::NO_CONTENT
}
