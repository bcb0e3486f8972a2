//! The JSON of `serve`.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::serve::Line;

/// `courier-auth/serve/v1`
#[derive(Serialize)]
pub(crate) struct Serving<'a> {
    schema: &'static str,
    url: &'a str,
    pid: u32,
}

/// `courier-auth/serve-request/v1`
#[derive(Serialize)]
pub(crate) struct Served<'a> {
    schema: &'static str,
    time: String,
    method: &'a str,
    path: &'a str,
    user: Option<&'a str>,
    status: u16,
    outcome: &'a str,
    milliseconds: u64,
}

impl<'a> Serving<'a> {
    pub(crate) fn at(url: &'a str) -> Self {
        Self {
            schema: "courier-auth/serve/v1",
            url,
            pid: std::process::id(),
        }
    }
}

impl<'a> Served<'a> {
    pub(crate) fn of(line: &'a Line, now: DateTime<Utc>) -> Self {
        Self {
            schema: "courier-auth/serve-request/v1",
            time: now.to_rfc3339_opts(SecondsFormat::Millis, true),
            method: &line.method,
            path: &line.path,
            user: line.user.as_deref(),
            status: line.status,
            outcome: &line.outcome,
            milliseconds: u64::try_from(line.took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}
