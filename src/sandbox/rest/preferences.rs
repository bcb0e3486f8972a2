//! What users chose
//! (<https://www.courier.com/docs/api-reference/user-preferences/get-users-preferences>).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::party::Party;
use crate::sandbox::{
    answer::{Whole, failure, invalid},
    auth::Refusal,
    server::Shared,
    state::{Channel, Preference, Section, State as Known, Status, Topic},
};

const READ: &str = "read:preferences";
const WRITE: &str = "write:preferences";

/// For which tenant.
#[derive(Deserialize)]
pub(super) struct Tenancy {
    tenant_id: Option<String>,
}

#[derive(Deserialize)]
struct Body {
    topic: Chosen,
}

#[derive(Deserialize)]
struct Chosen {
    status: Status,
    #[serde(default)]
    has_custom_routing: Option<bool>,
    #[serde(default)]
    custom_routing: Option<Vec<Channel>>,
}

pub(super) async fn list(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
    Query(Tenancy { tenant_id }): Query<Tenancy>,
) -> Result<Response, Refusal> {
    party.require_for(&user, READ)?;
    let state = shared.state();
    let topics = state.topics();
    let items: Vec<Value> = topics
        .map(|(section, topic)| shown(&state, &user, tenant_id.as_deref(), section, topic))
        .collect();
    Ok(
        Json(json!({ "items": items, "paging": { "cursor": null, "more": false } }))
            .into_response(),
    )
}

pub(super) async fn get(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path((user, topic)): Path<(String, String)>,
    Query(Tenancy { tenant_id }): Query<Tenancy>,
) -> Result<Response, Refusal> {
    party.require_for(&user, READ)?;
    let state = shared.state();
    Ok(match state.topic(&topic) {
        Some((section, topic)) => {
            let topic = shown(&state, &user, tenant_id.as_deref(), section, topic);
            Json(json!({ "topic": topic })).into_response()
        }
        None => no_topic(&topic),
    })
}

/// `PUT` and `PATCH`: beside the status, what is not told is as it was.
pub(super) async fn put(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path((user, topic_id)): Path<(String, String)>,
    Query(Tenancy { tenant_id }): Query<Tenancy>,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    party.require_for(&user, WRITE)?;
    let chosen = match serde_json::from_slice(&body) {
        Ok(Body { topic }) => topic,
        Err(error) => return Ok(invalid(&error.to_string())),
    };
    let mut state = shared.state();
    let tenant = tenant_id.as_deref();
    let Some((_, topic)) = state.topic(&topic_id) else {
        return Ok(no_topic(&topic_id));
    };
    let before = state.preference(&user, tenant, topic);
    let preference = Preference {
        status: chosen.status,
        has_custom_routing: chosen
            .has_custom_routing
            .unwrap_or(before.has_custom_routing),
        routing: chosen.custom_routing.unwrap_or(before.routing),
        digest_schedule: before.digest_schedule,
    };
    if let Err(reason) = topic.check(&preference) {
        return Ok(invalid(&reason));
    }
    state.choose(&user, tenant, &topic_id, preference);
    Ok(Json(json!({ "message": "success" })).into_response())
}

pub(super) async fn delete(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path((user, topic)): Path<(String, String)>,
    Query(Tenancy { tenant_id }): Query<Tenancy>,
) -> Result<Response, Refusal> {
    party.require_for(&user, WRITE)?;
    let mut state = shared.state();
    if state.topic(&topic).is_none() {
        return Ok(no_topic(&topic));
    }
    state.forget_choice(&user, tenant_id.as_deref(), &topic);
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn shown(
    state: &Known,
    user: &str,
    tenant: Option<&str>,
    section: &Section,
    topic: &Topic,
) -> Value {
    let Preference {
        status,
        has_custom_routing,
        routing,
        digest_schedule: _,
    } = state.preference(user, tenant, topic);
    json!({
        "topic_id": topic.template_id,
        "topic_name": topic.template_name,
        "section_id": section.section_id,
        "section_name": section.name,
        "status": status,
        "default_status": topic.default_status,
        "has_custom_routing": has_custom_routing,
        "custom_routing": routing,
    })
}

fn no_topic(id: &str) -> Response {
    let message = format!("there is no topic \"{id}\": seed it in \"sections\"");
    failure(StatusCode::NOT_FOUND, &message)
}
