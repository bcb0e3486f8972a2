//! Journal entries: a request, and its outcome.

use std::time::Duration;

use super::body::RecordedBody;
use crate::{
    request_summary::RequestSummary,
    sandbox::size::{Size, total},
};
use axum::http::HeaderMap;

/// A request and its outcome.
#[derive(Default)]
pub(in crate::sandbox) struct Entry {
    pub(in crate::sandbox) summary: RequestSummary,
    pub(in crate::sandbox) content: Content,
}

/// The parts of a request and its response that the list of requests leaves out. They contain secrets.
#[derive(Default)]
pub(in crate::sandbox) struct Content {
    pub(in crate::sandbox) query: Option<String>,
    pub(in crate::sandbox) credential: Credential,
    /// The headers that a copy of the request needs, beside its credential.
    pub(in crate::sandbox) headers: Vec<(&'static str, String)>,
    pub(in crate::sandbox) request: RecordedBody,
    pub(in crate::sandbox) response: RecordedBody,
}

/// The kind of a request's credential.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::sandbox) enum Credential {
    #[default]
    None,
    ApiKey,
    UserToken,
    /// The signature of a user ID, which is a secret.
    Signature,
}

/// The outcome of a request.
#[derive(Default)]
pub(in crate::sandbox) struct Outcome {
    pub(in crate::sandbox) status: Option<u16>,
    pub(in crate::sandbox) operation: Option<String>,
    pub(in crate::sandbox) rule: Option<String>,
    pub(in crate::sandbox) reason: Option<String>,
    pub(in crate::sandbox) duration: Duration,
    pub(in crate::sandbox) request: RecordedBody,
    pub(in crate::sandbox) response: RecordedBody,
}

/// The headers that are recorded.
const RECORDED_HEADERS: [&str; 4] = [
    "content-type",
    "idempotency-key",
    "x-courier-client-key",
    "x-courier-user-id",
];

/// Returns the headers that a copy of the request needs.
pub(in crate::sandbox) fn recorded_headers(headers: &HeaderMap) -> Vec<(&'static str, String)> {
    let recorded = RECORDED_HEADERS.into_iter();
    recorded
        .filter_map(|name| Some((name, headers.get(name)?.to_str().ok()?.to_owned())))
        .collect()
}

impl Entry {
    /// Sets the outcome.
    pub(super) fn finish(&mut self, outcome: Outcome) {
        let Outcome {
            status,
            operation,
            rule,
            reason,
            duration,
            request,
            response,
        } = outcome;
        let summary = &mut self.summary;
        summary.status = status;
        summary.operation = operation;
        summary.rule = rule;
        summary.reason = reason;
        summary.milliseconds = Some(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
        if summary.user.is_none() {
            summary.user = request.user();
        }
        self.content.request = request;
        self.content.response = response;
    }
}

impl Size for Entry {
    fn size(&self) -> usize {
        let summary = &self.summary;
        let texts = [
            Some(&summary.time),
            Some(&summary.method),
            Some(&summary.path),
            summary.user.as_ref(),
            summary.operation.as_ref(),
            summary.token.as_ref(),
            summary.rule.as_ref(),
            summary.reason.as_ref(),
            self.content.query.as_ref(),
        ];
        let headers = self.content.headers.iter();
        total([
            size_of::<Self>(),
            total(texts.map(|text| text.map_or(0, |text| text.as_str().size()))),
            total(headers.map(|(name, value)| total([size_of_val(*name), value.size()]))),
            self.content.request.size(),
            self.content.response.size(),
        ])
    }
}
