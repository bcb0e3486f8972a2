//! The preferences of users
//! (<https://www.courier.com/docs/api-reference/user-preferences/get-users-preferences>).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::{
    auth::Principal,
    extract::RawBody,
    responses::{ApiError, parse_json},
    shared::Shared,
    state::{Channel, Preference, Section, State as StoredState, Status, Topic},
};

const READ: &str = "read:preferences";
const WRITE: &str = "write:preferences";

#[derive(Deserialize)]
pub(super) struct TenantQuery {
    tenant_id: Option<String>,
}

#[derive(Deserialize)]
struct UpdateRequest {
    topic: TopicUpdate,
}

#[derive(Deserialize)]
struct TopicUpdate {
    status: Status,
    #[serde(default)]
    has_custom_routing: Option<bool>,
    #[serde(default)]
    custom_routing: Option<Vec<Channel>>,
}

pub(super) async fn list(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
    Query(TenantQuery { tenant_id }): Query<TenantQuery>,
) -> Result<Json<Value>, ApiError> {
    principal.require_for_user(&user, READ)?;
    let state = shared.state();
    let topics = state.topics();
    let items: Vec<Value> = topics
        .map(|(section, topic)| {
            let preference = state.preference(&user, tenant_id.as_deref(), topic);
            topic_json(section, topic, &preference)
        })
        .collect();
    Ok(Json(
        json!({ "items": items, "paging": { "cursor": null, "more": false } }),
    ))
}

pub(super) async fn get(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((user, topic_id)): Path<(String, String)>,
    Query(TenantQuery { tenant_id }): Query<TenantQuery>,
) -> Result<Json<Value>, ApiError> {
    principal.require_for_user(&user, READ)?;
    let state = shared.state();
    let (section, topic) = find_topic(&state, &topic_id)?;
    let preference = state.preference(&user, tenant_id.as_deref(), topic);
    Ok(Json(
        json!({ "topic": topic_json(section, topic, &preference) }),
    ))
}

/// `PUT` and `PATCH`. Except for the status, values that are left out stay as they are.
pub(super) async fn put(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((user, topic_id)): Path<(String, String)>,
    Query(TenantQuery { tenant_id }): Query<TenantQuery>,
    RawBody(body): RawBody,
) -> Result<Json<Value>, ApiError> {
    principal.require_for_user(&user, WRITE)?;
    let UpdateRequest { topic: update } = parse_json(&body)?;
    let mut state = shared.state();
    let tenant = tenant_id.as_deref();
    let (_, topic) = find_topic(&state, &topic_id)?;
    let current = state.preference(&user, tenant, topic);
    let preference = Preference {
        status: update.status,
        has_custom_routing: update
            .has_custom_routing
            .unwrap_or(current.has_custom_routing),
        routing: update.custom_routing.unwrap_or(current.routing),
        digest_schedule: current.digest_schedule,
    };
    topic.check(&preference).map_err(ApiError::bad_request)?;
    state.set_preference(&user, tenant, &topic_id, preference)?;
    Ok(Json(json!({ "message": "success" })))
}

pub(super) async fn delete(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((user, topic_id)): Path<(String, String)>,
    Query(TenantQuery { tenant_id }): Query<TenantQuery>,
) -> Result<StatusCode, ApiError> {
    principal.require_for_user(&user, WRITE)?;
    let mut state = shared.state();
    find_topic(&state, &topic_id)?;
    let tenant = tenant_id.as_deref();
    state.reduce_user(&user, |user| user.preferences.remove(tenant, &topic_id));
    Ok(StatusCode::NO_CONTENT)
}

fn find_topic<'s>(state: &'s StoredState, id: &str) -> Result<(&'s Section, &'s Topic), ApiError> {
    state.topic(id).ok_or_else(|| {
        let message = format!("unknown topic \"{id}\": add it to \"sections\" in the seed");
        ApiError::Status(StatusCode::NOT_FOUND, message)
    })
}

fn topic_json(section: &Section, topic: &Topic, preference: &Preference) -> Value {
    json!({
        "topic_id": topic.template_id,
        "topic_name": topic.template_name,
        "section_id": section.section_id,
        "section_name": section.name,
        "status": preference.status,
        "default_status": topic.default_status,
        "has_custom_routing": preference.has_custom_routing,
        "custom_routing": preference.routing,
    })
}
