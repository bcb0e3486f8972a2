//! The JSON of every command: frozen shapes, apart from the domain types, each with its version
//! in `schema`. Within a version fields are only added.

mod inspect;
mod profile;
mod reference;

use std::{collections::BTreeMap, io};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::value::RawValue;

pub(crate) use inspect::{Inspect, field};
pub(crate) use profile::{ProfileChange, ProfileList, ProfileShow};
pub(crate) use reference::{Actions, Can, Explain, Scopes};

use crate::{
    courier::{Event, InboxMessage, Issued, Outgoing},
    error::Error,
    inspect::duration::date,
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

/// `courier-auth/hmac/v1`
#[derive(Serialize)]
pub(crate) struct Hmac<'a> {
    schema: &'static str,
    signatures: Vec<Signature<'a>>,
}

#[derive(Serialize)]
struct Signature<'a> {
    user: &'a str,
    signature: &'a str,
}

/// `courier-auth/signature/v1`, a line of many
#[derive(Serialize)]
pub(crate) struct SignedLine<'a> {
    schema: &'static str,
    user: &'a str,
    signature: &'a str,
}

/// `courier-auth/hmac-check/v1`
#[derive(Serialize)]
pub(crate) struct HmacCheck<'a> {
    schema: &'static str,
    user: &'a str,
    matches: bool,
    reason: Option<&'a str>,
}

/// `courier-auth/messages/v1`, but for its messages, which come one by one.
#[derive(Serialize)]
pub(crate) struct Messages<'a> {
    schema: &'static str,
    user: &'a str,
    total: u64,
    unread: u64,
}

/// A message; alone on its line it is `courier-auth/message/v1`.
#[derive(Serialize)]
pub(crate) struct Message<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<&'static str>,
    id: &'a str,
    title: Option<&'a str>,
    preview: Option<&'a str>,
    created: Option<&'a str>,
    read: Option<&'a str>,
    opened: Option<&'a str>,
    archived: Option<&'a str>,
    tags: &'a [String],
}

/// `courier-auth/mark-read/v1`
#[derive(Serialize)]
pub(crate) struct MarkRead<'a> {
    schema: &'static str,
    state: &'static str,
    marked: Vec<&'a str>,
    /// Those of which it is known.
    already: Vec<&'a str>,
    failed: Vec<Unmarked<'a>>,
    /// Marked, and in no list that says the same.
    unverified: Vec<&'a str>,
    interrupted: bool,
}

#[derive(Serialize)]
struct Unmarked<'a> {
    id: &'a str,
    reason: &'a str,
}

/// `courier-auth/mark-read-plan/v1`
#[derive(Serialize)]
pub(crate) struct MarkPlan<'a> {
    schema: &'static str,
    state: &'static str,
    would_mark: &'a [&'a str],
    already: &'a [&'a str],
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

impl Failure {
    pub(crate) fn of(error: &Error) -> Self {
        Self::new(error.exit().code(), error.to_string(), error.help())
    }

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
            iat: date(issued.iat).map(|date| date.timestamp()),
            exp: date(issued.exp).map(|date| date.timestamp()),
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
        date(seconds).map(Self::of)
    }
}

impl<'a> Hmac<'a> {
    pub(crate) fn of(users: &'a [String], signatures: &'a [String]) -> Self {
        let both = users.iter().zip(signatures);
        Self {
            schema: "courier-auth/hmac/v1",
            signatures: both
                .map(|(user, signature)| Signature { user, signature })
                .collect(),
        }
    }
}

impl<'a> SignedLine<'a> {
    pub(crate) fn of(user: &'a str, signature: &'a str) -> Self {
        Self {
            schema: "courier-auth/signature/v1",
            user,
            signature,
        }
    }
}

impl<'a> HmacCheck<'a> {
    /// Whether it matches is whether nothing speaks against it.
    pub(crate) fn of(user: &'a str, reason: Option<&'a str>) -> Self {
        Self {
            schema: "courier-auth/hmac-check/v1",
            user,
            matches: reason.is_none(),
            reason,
        }
    }
}

impl<'a> Messages<'a> {
    /// Writes the document up to its first message: `]}` ends it.
    pub(crate) fn start(
        out: &mut dyn io::Write,
        user: &'a str,
        total: u64,
        unread: u64,
    ) -> io::Result<()> {
        let schema = "courier-auth/messages/v1";
        let document = serde_json::to_string(&Self {
            schema,
            user,
            total,
            unread,
        })?;
        let open = document.trim_end_matches('}');
        write!(out, "{open},\"messages\":[")
    }
}

impl<'a> Message<'a> {
    pub(crate) fn line(message: &'a InboxMessage) -> Self {
        Self {
            schema: Some("courier-auth/message/v1"),
            ..Self::of(message)
        }
    }

    pub(crate) fn of(message: &'a InboxMessage) -> Self {
        Self {
            schema: None,
            id: &message.message_id,
            title: message.title.as_deref(),
            preview: message.preview.as_deref(),
            created: message.created.as_deref(),
            read: message.read.as_deref(),
            opened: message.opened.as_deref(),
            archived: message.archived.as_deref(),
            tags: message.tags.as_deref().unwrap_or_default(),
        }
    }
}

impl<'a> MarkRead<'a> {
    pub(crate) fn of(
        event: Event,
        marked: Vec<&'a str>,
        already: Vec<&'a str>,
        failed: impl Iterator<Item = (&'a str, &'a str)>,
        unverified: Vec<&'a str>,
        interrupted: bool,
    ) -> Self {
        Self {
            schema: "courier-auth/mark-read/v1",
            state: event.name(),
            marked,
            already,
            failed: failed.map(|(id, reason)| Unmarked { id, reason }).collect(),
            unverified,
            interrupted,
        }
    }
}

impl<'a> MarkPlan<'a> {
    pub(crate) fn of(event: Event, would_mark: &'a [&'a str], already: &'a [&'a str]) -> Self {
        Self {
            schema: "courier-auth/mark-read-plan/v1",
            state: event.name(),
            would_mark,
            already,
        }
    }
}
