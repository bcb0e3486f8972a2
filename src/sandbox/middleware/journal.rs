//! Recording of requests in the journal.

use std::{mem, sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use super::faults::is_dropped;
use crate::{
    redact::redact,
    sandbox::{
        faults::FAULT_REASON,
        headers::authorization,
        journal::{Entry, Outcome},
        page,
        query::query_parameter,
        responses::{REASON_HEADER, RULE_HEADER},
        shared::Shared,
        time::format_iso,
    },
    token::fingerprint,
};

/// Records the request and its outcome.
pub(in crate::sandbox) async fn record(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    if page::is_page_request(&request) {
        return next.run(request).await;
    }
    let entry = Entry {
        time: format_iso(shared.now()),
        method: request.method().to_string(),
        path: redact_path(request.uri().path()),
        token: credential(&request).map(|secret| fingerprint(&secret)),
        ..Entry::default()
    };
    let number = shared.journal().add(entry, shared.log());
    let mut in_flight = InFlight {
        shared: &shared,
        number,
        started: Instant::now(),
        outcome: Outcome {
            reason: Some("the client disconnected".to_owned()),
            ..Outcome::default()
        },
    };
    let response = next.run(request).await;
    let header = |name| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let is_dropped = is_dropped(&response);
    in_flight.outcome = Outcome {
        status: (!is_dropped).then(|| response.status().as_u16()),
        rule: header(RULE_HEADER),
        reason: header(REASON_HEADER).or(is_dropped.then(|| FAULT_REASON.to_owned())),
        ..Outcome::default()
    };
    drop(in_flight);
    response
}

/// A request without a response. Dropping this records the outcome, also if the client
/// disconnects, which drops the future of the request.
struct InFlight<'s> {
    shared: &'s Shared,
    number: u64,
    started: Instant,
    outcome: Outcome,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        let outcome = Outcome {
            duration: self.started.elapsed(),
            ..mem::take(&mut self.outcome)
        };
        self.shared.journal().finish(self.number, outcome);
    }
}

/// Replaces secrets in a path with fingerprints: push tokens, and user tokens in the place of an
/// ID.
pub(crate) fn redact_path(path: &str) -> String {
    let user_path = path.strip_prefix("/users/");
    match user_path.and_then(|rest| rest.split_once("/tokens/")) {
        // A token may contain slashes: SDKs do not escape path segments.
        Some((user, token)) if !token.is_empty() => {
            format!("/users/{}/tokens/{}", redact(user), fingerprint(token))
        }
        _ => redact(path).into_owned(),
    }
}

/// Returns the token or API key of the request.
fn credential(request: &Request) -> Option<String> {
    let header = authorization(request.headers());
    let bearer = header.map(|value| match value.split_once(' ') {
        Some((_, secret)) => secret.to_owned(),
        None => value,
    });
    bearer.or_else(|| query_parameter(request.uri().query()?, "auth"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn push_token_in_a_path_is_redacted() {
        for path in [
            "/users/a/tokens/PUSH",
            "/users/a/tokens/PUSH/",
            "/users/a/tokens/x/PUSH",
        ] {
            let redacted = redact_path(path);
            assert!(
                redacted.starts_with("/users/a/tokens/fp:") && !redacted.contains("PUSH"),
                "{redacted}"
            );
        }
        let swapped = redact_path("/users/eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln/tokens/PUSH");
        assert!(
            !swapped.contains("eyJ") && !swapped.contains("PUSH"),
            "{swapped}"
        );
        for path in [
            "/users/a/tokens",
            "/users/a/tokens/",
            "/messages/tokens/x",
            "/",
        ] {
            assert_eq!(redact_path(path), path);
        }
    }
}
