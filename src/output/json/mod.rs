//! The JSON of every command: frozen shapes, apart from the domain types, each with its version
//! in `schema`. Within a version fields are only added.

mod doctor;
mod hmac;
mod inbox;
mod inspect;
mod profile;
mod reference;
mod serve;

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::value::RawValue;

pub(crate) use doctor::Doctor;
pub(crate) use hmac::{Hmac, HmacCheck, SignedLine};
pub(crate) use inbox::{MarkPlan, MarkRead, Message, Messages};
pub(crate) use inspect::{Inspect, field};
pub(crate) use profile::{ProfileChange, ProfileList, ProfileShow};
pub(crate) use reference::{Actions, Can, ExitCodes, Explain, Scopes};
pub(crate) use serve::{ServeReady, ServeRequest};

use crate::{
    courier::{Health, Issued, Outgoing},
    time::from_unix_seconds,
    token::ScopeSet,
};

/// `courier-auth/error/v1`, on standard error.
#[derive(Serialize)]
pub(crate) struct Failure {
    schema: &'static str,
    exit_code: u8,
    message: String,
    help: Option<String>,
}

/// `courier-auth/issue/v1`
#[derive(Serialize)]
pub(crate) struct Issue<'a> {
    schema: &'static str,
    token: &'a str,
    user: &'a str,
    scopes: &'a [String],
    iat: Option<i64>,
    exp: Option<i64>,
    issued_at: Option<Moment>,
    expires_at: Option<Moment>,
    endpoint: &'a str,
}

/// `courier-auth/issue/v1` of a user who got no token
#[derive(Serialize)]
pub(crate) struct NotIssued<'a> {
    schema: &'static str,
    user: &'a str,
    error: &'a str,
}

/// `courier-auth/request/v1`
#[derive(Serialize)]
pub(crate) struct Planned<'a> {
    schema: &'static str,
    method: &'a str,
    url: &'a str,
    headers: BTreeMap<&'static str, String>,
    body: Option<Box<RawValue>>,
}

/// A moment, twice.
#[derive(Serialize)]
pub(crate) struct Moment {
    epoch: i64,
    rfc3339: String,
}

/// `courier-auth/sandbox/v1`, the ready line
#[derive(Serialize)]
pub(crate) struct Ready<'a> {
    pub(crate) schema: &'static str,
    pub(crate) url: &'a str,
    pub(crate) api_key: &'a str,
    pub(crate) client_key: &'a str,
    pub(crate) inbox_url: &'a str,
    pub(crate) socket_url: &'a str,
    pub(crate) pid: u32,
}

/// `courier-auth/sandbox-status/v1`
#[derive(Default, Serialize)]
pub(crate) struct SandboxStatus<'a> {
    schema: &'static str,
    running: bool,
    url: Option<&'a str>,
    version: Option<&'a str>,
    pid: Option<u32>,
    users: Option<u64>,
    messages: Option<u64>,
    sockets: Option<u64>,
}

/// `courier-auth/sandbox-stop/v1`
#[derive(Serialize)]
pub(crate) struct SandboxStop {
    pub(crate) schema: &'static str,
    /// Whether there was one to be stopped.
    pub(crate) stopped: bool,
}

impl<'a> SandboxStatus<'a> {
    pub(crate) fn none() -> Self {
        Self {
            schema: "courier-auth/sandbox-status/v1",
            ..Self::default()
        }
    }

    pub(crate) fn of(health: &'a Health) -> Self {
        Self {
            running: true,
            url: Some(&health.url),
            version: Some(&health.version),
            pid: Some(health.pid),
            users: Some(health.users),
            messages: Some(health.messages),
            sockets: Some(health.sockets),
            ..Self::none()
        }
    }
}

/// `courier-auth/demo/v1`
#[derive(Serialize)]
pub(crate) struct Demo {
    pub(crate) schema: &'static str,
    pub(crate) steps: Vec<DemoStep>,
}

#[derive(Serialize)]
pub(crate) struct DemoStep {
    pub(crate) title: &'static str,
    pub(crate) command: String,
    pub(crate) exit_code: u8,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// `courier-auth/completions/v1`
#[derive(Serialize)]
pub(crate) struct Completions {
    pub(crate) schema: &'static str,
    pub(crate) shell: String,
    pub(crate) script: String,
}

/// `courier-auth/man/v1`: a page, in the language of manual pages.
#[derive(Serialize)]
pub(crate) struct Man {
    pub(crate) schema: &'static str,
    pub(crate) page: String,
}

/// `courier-auth/man-pages/v1`: the pages that were written.
#[derive(Serialize)]
pub(crate) struct ManPages {
    pub(crate) schema: &'static str,
    pub(crate) folder: String,
    pub(crate) pages: usize,
}

impl Failure {
    pub(crate) fn new(exit_code: u8, message: String, help: Option<String>) -> Self {
        Self {
            schema: "courier-auth/error/v1",
            exit_code,
            message,
            help,
        }
    }
}

impl<'a> Issue<'a> {
    pub(crate) fn of(issued: &'a Issued, scopes: &'a ScopeSet) -> Self {
        Self {
            schema: "courier-auth/issue/v1",
            token: issued.jwt.expose(),
            user: scopes.user().as_str(),
            scopes: scopes.permissions(),
            iat: from_unix_seconds(issued.iat).map(|date| date.timestamp()),
            exp: from_unix_seconds(issued.exp).map(|date| date.timestamp()),
            issued_at: Moment::of_seconds(issued.iat),
            expires_at: Moment::of_seconds(issued.exp),
            endpoint: issued.endpoint.as_str(),
        }
    }
}

impl<'a> NotIssued<'a> {
    pub(crate) fn of(user: &'a str, error: &'a str) -> Self {
        Self {
            schema: "courier-auth/issue/v1",
            user,
            error,
        }
    }
}

impl<'a> Planned<'a> {
    /// With the variable in the secret's place.
    pub(crate) fn of(request: &'a Outgoing, variable: &str) -> Self {
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

impl Moment {
    pub(crate) fn of(time: DateTime<Utc>) -> Self {
        Self {
            epoch: time.timestamp(),
            rfc3339: time.to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }

    /// Rounded down to whole seconds; `None` where RFC 3339 has no date for it.
    pub(crate) fn of_seconds(seconds: f64) -> Option<Self> {
        from_unix_seconds(seconds).map(Self::of)
    }
}
