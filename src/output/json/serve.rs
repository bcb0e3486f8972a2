//! JSON output of `serve`.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::serve::LoggedRequest;

/// `courier-auth/serve/v1`, the line that `serve` prints when it is ready.
#[derive(Serialize)]
pub(crate) struct ServeReady<'a> {
    schema: &'static str,
    url: &'a str,
    pid: u32,
}

/// `courier-auth/serve-request/v1`, a line of the request log.
#[derive(Serialize)]
pub(crate) struct ServeRequest<'a> {
    schema: &'static str,
    time: String,
    method: &'a str,
    path: &'a str,
    user: Option<&'a str>,
    status: u16,
    outcome: &'a str,
    milliseconds: u64,
}

impl<'a> ServeReady<'a> {
    pub(crate) fn at(url: &'a str) -> Self {
        Self {
            schema: "courier-auth/serve/v1",
            url,
            pid: std::process::id(),
        }
    }
}

impl<'a> ServeRequest<'a> {
    pub(crate) fn of(request: &'a LoggedRequest, now: DateTime<Utc>) -> Self {
        Self {
            schema: "courier-auth/serve-request/v1",
            time: now.to_rfc3339_opts(SecondsFormat::Millis, true),
            method: &request.method,
            path: &request.path,
            user: request.user.as_deref(),
            status: request.status,
            outcome: &request.outcome,
            milliseconds: u64::try_from(request.duration.as_millis()).unwrap_or(u64::MAX),
        }
    }
}
