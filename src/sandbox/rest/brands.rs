//! Brands (<https://www.courier.com/docs/api-reference/brands/list-brands>).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::sandbox::{
    auth::Principal,
    extract::{Backend, RawBody},
    responses::{ApiError, json_response, parse_json},
    shared::Shared,
    state::Brand,
};

#[derive(Deserialize)]
struct BrandRequest {
    name: String,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    settings: Option<Map<String, Value>>,
    #[serde(default)]
    snippets: Option<Value>,
}

#[derive(Serialize)]
struct BrandList<'s> {
    paging: Value,
    results: Vec<&'s Brand>,
}

pub(super) async fn list(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
) -> Result<Response, ApiError> {
    // The scope of a single brand is not sufficient.
    principal.require_one_of(&["read:brands"])?;
    let state = shared.state();
    json_response(&BrandList {
        paging: json!({ "cursor": null, "more": false }),
        results: state.brands().values().collect(),
    })
}

pub(super) async fn create(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    let now = shared.now().timestamp_millis();
    let request: BrandRequest = parse_json(&body)?;
    let id = request.id.clone();
    let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
    let brand = request.into_brand(id, now, now)?;
    let mut state = shared.state();
    if state.brands().contains_key(&brand.id) {
        let message = format!("brand \"{}\" already exists", brand.id);
        return Err(ApiError::conflict(message));
    }
    let response = Json(&brand).into_response();
    state.put_brand(brand)?;
    Ok(response)
}

pub(super) async fn get(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    principal.require_one_of(&["read:brands", &format!("read:brands:{id}")])?;
    let state = shared.state();
    let brand = state.brands().get(&id).ok_or_else(ApiError::not_found)?;
    Ok(Json(brand).into_response())
}

pub(super) async fn put(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    principal.require_one_of(&["write:brands", &format!("write:brands:{id}")])?;
    let request: BrandRequest = parse_json(&body)?;
    let now = shared.now().timestamp_millis();
    let mut state = shared.state();
    let brand = state.brands().get(&id).ok_or_else(ApiError::not_found)?;
    let brand = request.into_brand(id, brand.created, now)?;
    let response = Json(&brand).into_response();
    state.put_brand(brand)?;
    Ok(response)
}

pub(super) async fn delete(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    principal.require_one_of(&["write:brands", &format!("write:brands:{id}")])?;
    if shared.state().remove_brand(&id) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found())
    }
}

impl BrandRequest {
    fn into_brand(self, id: String, created: i64, updated: i64) -> Result<Brand, ApiError> {
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
        match brand.read_settings() {
            Ok(_) => Ok(brand),
            Err(reason) => Err(ApiError::bad_request(reason)),
        }
    }
}
