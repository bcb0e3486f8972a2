//! JSON output of `issue`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::timestamp::{Timestamp, epoch};
use crate::{
    courier::{IssuedToken, RequestPreview},
    document::SchemaName,
    reason::Reason,
    token::ScopeSet,
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Issue<'a> {
    schema: SchemaName<Issue<'static>>,
    /// The token. It is a secret.
    token: &'a str,
    /// The user that the token is for.
    user_id: &'a str,
    /// The scopes of the token, without the one that names the user.
    scopes: &'a [String],
    /// When the token was issued, from its claim `iat`.
    issued_at: Option<Timestamp>,
    /// `issued_at` in seconds since 1970.
    issued_epoch: Option<i64>,
    /// When the token expires, from its claim `exp`.
    expires_at: Option<Timestamp>,
    /// `expires_at` in seconds since 1970.
    expires_epoch: Option<i64>,
    /// The URL of Courier's API that issued the token.
    endpoint: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct IssueError<'a> {
    schema: SchemaName<IssueError<'static>>,
    /// The user who got no token.
    user_id: &'a str,
    /// Why, for programs.
    reason: Reason,
    /// Why, for people.
    message: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct PlannedRequest<'a> {
    schema: SchemaName<PlannedRequest<'static>>,
    /// The HTTP method.
    method: &'a str,
    /// The URL.
    url: &'a str,
    /// The HTTP headers by name. `authorization` has the name of a variable instead of the API key.
    headers: BTreeMap<&'static str, String>,
    /// The JSON body.
    #[schemars(with = "Option<serde_json::Value>")]
    body: Option<Box<RawValue>>,
}

impl<'a> Issue<'a> {
    pub(crate) fn of(issued: &'a IssuedToken, scopes: &'a ScopeSet) -> Self {
        Self {
            schema: SchemaName::new(),
            token: issued.jwt.expose(),
            user_id: scopes.user().as_str(),
            scopes: scopes.permissions(),
            issued_at: Timestamp::of_seconds(issued.iat),
            issued_epoch: epoch(issued.iat),
            expires_at: Timestamp::of_seconds(issued.exp),
            expires_epoch: epoch(issued.exp),
            endpoint: issued.endpoint.as_str(),
        }
    }
}

impl<'a> IssueError<'a> {
    pub(crate) fn of(user_id: &'a str, reason: Reason, message: &'a str) -> Self {
        Self {
            schema: SchemaName::new(),
            user_id,
            reason,
            message,
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
            schema: SchemaName::new(),
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
