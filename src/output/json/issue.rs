//! JSON output of `issue`.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Timestamp;
use crate::{
    courier::{IssuedToken, RequestPreview},
    time::from_unix_seconds,
    token::ScopeSet,
};

/// `courier-auth/issue/v1`
#[derive(Serialize)]
pub(crate) struct Issue<'a> {
    schema: &'static str,
    token: &'a str,
    user: &'a str,
    scopes: &'a [String],
    iat: Option<i64>,
    exp: Option<i64>,
    issued_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    endpoint: &'a str,
}

/// `courier-auth/issue/v1` for a user without a token, in bulk runs.
#[derive(Serialize)]
pub(crate) struct IssueFailure<'a> {
    schema: &'static str,
    user: &'a str,
    error: &'a str,
}

/// `courier-auth/request/v1`, the request that `issue` would send.
#[derive(Serialize)]
pub(crate) struct PlannedRequest<'a> {
    schema: &'static str,
    method: &'a str,
    url: &'a str,
    headers: BTreeMap<&'static str, String>,
    body: Option<Box<RawValue>>,
}

impl<'a> Issue<'a> {
    pub(crate) fn of(issued: &'a IssuedToken, scopes: &'a ScopeSet) -> Self {
        Self {
            schema: "courier-auth/issue/v1",
            token: issued.jwt.expose(),
            user: scopes.user().as_str(),
            scopes: scopes.permissions(),
            iat: from_unix_seconds(issued.iat).map(|date| date.timestamp()),
            exp: from_unix_seconds(issued.exp).map(|date| date.timestamp()),
            issued_at: Timestamp::of_seconds(issued.iat),
            expires_at: Timestamp::of_seconds(issued.exp),
            endpoint: issued.endpoint.as_str(),
        }
    }
}

impl<'a> IssueFailure<'a> {
    pub(crate) fn of(user: &'a str, error: &'a str) -> Self {
        Self {
            schema: "courier-auth/issue/v1",
            user,
            error,
        }
    }
}

impl<'a> PlannedRequest<'a> {
    /// Describes the request with the name of a variable instead of the API key.
    pub(crate) fn of(request: &'a RequestPreview, variable: &str) -> Self {
        let mut headers: BTreeMap<&'static str, String> = request.headers.iter().cloned().collect();
        headers.insert("authorization", format!("Bearer ${variable}"));
        if request.body.is_some() {
            headers.insert("content-type", "application/json".to_owned());
        }
        Self {
            schema: "courier-auth/request/v1",
            method: &request.method,
            url: request.url.as_str(),
            headers,
            body: request
                .body
                .clone()
                .and_then(|body| RawValue::from_string(body).ok()),
        }
    }
}
