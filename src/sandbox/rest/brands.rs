//! Brands (<https://www.courier.com/docs/api-reference/brands/list-brands>).

use std::{collections::btree_map::Entry, sync::Arc};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::party::Party;
use crate::sandbox::{
    answer::{Backend, Whole, failure, invalid, not_found},
    auth::Refusal,
    server::Shared,
    state::Brand,
};

/// What is told of a brand.
#[derive(Deserialize)]
struct Body {
    name: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    settings: Option<Map<String, Value>>,
    #[serde(default)]
    snippets: Option<Value>,
}

pub(super) async fn list(
    party: Party,
    State(shared): State<Arc<Shared>>,
) -> Result<Response, Refusal> {
    // The scope of one brand does not list them.
    party.require(&["read:brands"])?;
    let state = shared.state();
    let brands: Vec<&Brand> = state.brands().values().collect();
    let paging = json!({ "cursor": null, "more": false });
    Ok(Json(json!({ "paging": paging, "results": brands })).into_response())
}

pub(super) async fn create(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Whole(body): Whole,
) -> Response {
    let now = shared.now().timestamp_millis();
    let body: Body = match serde_json::from_slice(&body) {
        Ok(body) => body,
        Err(error) => return invalid(&error.to_string()),
    };
    let id = body.id.clone();
    let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
    let brand = match body.brand(id, now, now) {
        Ok(brand) => brand,
        Err(reason) => return invalid(&reason),
    };
    match shared.state().brands_mut().entry(brand.id.clone()) {
        Entry::Occupied(_) => {
            let message = format!("there is a brand \"{}\" already", brand.id);
            failure(StatusCode::CONFLICT, &message)
        }
        Entry::Vacant(place) => Json(place.insert(brand)).into_response(),
    }
}

pub(super) async fn get(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    party.require(&["read:brands", &format!("read:brands:{id}")])?;
    Ok(match shared.state().brands().get(&id) {
        Some(brand) => Json(brand).into_response(),
        None => not_found(),
    })
}

pub(super) async fn put(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    party.require(&["write:brands", &format!("write:brands:{id}")])?;
    let body: Body = match serde_json::from_slice(&body) {
        Ok(body) => body,
        Err(error) => return Ok(invalid(&error.to_string())),
    };
    let now = shared.now().timestamp_millis();
    let mut state = shared.state();
    let Some(known) = state.brands_mut().get_mut(&id) else {
        return Ok(not_found());
    };
    Ok(match body.brand(id, known.created, now) {
        Ok(brand) => {
            *known = brand;
            Json(&*known).into_response()
        }
        Err(reason) => invalid(&reason),
    })
}

pub(super) async fn delete(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    party.require(&["write:brands", &format!("write:brands:{id}")])?;
    Ok(match shared.state().brands_mut().remove(&id) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => not_found(),
    })
}

impl Body {
    fn brand(self, id: String, created: i64, updated: i64) -> Result<Brand, String> {
        let brand = Brand {
            id,
            name: self.name,
            created,
            updated,
            published: Some(updated),
            version: Some(updated.to_string()),
            settings: self.settings.unwrap_or_default(),
            snippets: self.snippets,
        };
        brand.read_settings().map(|_| brand)
    }
}
