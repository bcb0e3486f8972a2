//! JSON output of `serve`.

use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    document::SchemaName,
    serve::{LoggedRequest, RequestOutcome},
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct ServeReady<'a> {
    schema: SchemaName<ServeReady<'static>>,
    /// The URL of the token endpoint.
    url: &'a str,
    /// The process ID.
    pid: u32,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ServeRequest<'a> {
    schema: SchemaName<ServeRequest<'static>>,
    /// When the response was sent (RFC 3339, with milliseconds).
    #[schemars(extend("format" = "date-time"))]
    responded_at: String,
    /// The HTTP method.
    method: &'a str,
    /// The path, without the query.
    path: &'a str,
    /// The user that the request names.
    user_id: Option<&'a str>,
    /// The HTTP status of the response.
    status: u16,
    /// The source of the token. `shared`: another request waited for the same user's token. `null` if
    /// there is none.
    #[schemars(extend("enum" = ["issued", "cached", "shared", null]))]
    token_source: Option<&'a str>,
    /// Why there is no token.
    message: Option<&'a str>,
    /// The duration of the request.
    duration_seconds: f64,
}

impl<'a> ServeReady<'a> {
    pub(crate) fn at(url: &'a str) -> Self {
        Self {
            schema: SchemaName::new(),
            url,
            pid: std::process::id(),
        }
    }
}

impl<'a> ServeRequest<'a> {
    pub(crate) fn of(request: &'a LoggedRequest, now: DateTime<Utc>) -> Self {
        Self {
            schema: SchemaName::new(),
            responded_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
            method: &request.method,
            path: &request.path,
            user_id: request.user.as_deref(),
            status: request.status,
            token_source: match request.outcome {
                RequestOutcome::Token(source) => Some(source),
                RequestOutcome::NoToken(_) => None,
            },
            message: match &request.outcome {
                RequestOutcome::Token(_) => None,
                RequestOutcome::NoToken(reason) => Some(reason),
            },
            duration_seconds: request.duration.as_secs_f64(),
        }
    }
}
