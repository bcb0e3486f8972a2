//! Recording of requests in the journal.

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Uri, header::CONTENT_LENGTH},
    middleware::Next,
    response::Response,
};
use futures_util::TryStreamExt as _;
use percent_encoding::percent_decode_str;

use super::faults::is_dropped;
use crate::{
    redact::redact,
    request_summary::RequestSummary,
    sandbox::{
        faults::FAULT_REASON,
        graphql::{Api, OperationName},
        headers::{authorization, header_text},
        journal::{
            Content, Credential, Entry, Outcome, RecordedBody, recorded_headers, redact_path,
        },
        page,
        query::query_parameter,
        responses::{REASON_HEADER, RULE_HEADER},
        shared::Shared,
        time::format_iso,
    },
    token::{DecodedToken, Value, fingerprint, scope},
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
    let (uri, headers) = (request.uri(), request.headers());
    let secret = credential(uri, headers);
    let summary = RequestSummary {
        time: format_iso(shared.now()),
        method: request.method().to_string(),
        path: redact_path(uri.path()),
        user: named_user(uri, headers)
            .or_else(|| user_of_token(secret.as_deref()?))
            // A token may be in the place of an ID.
            .map(|user| redact(&user).into_owned()),
        token: secret.as_deref().map(fingerprint),
        ..RequestSummary::default()
    };
    let content = Content {
        query: uri.query().map(str::to_owned),
        credential: kind_of(secret.as_deref(), uri.path(), headers),
        headers: recorded_headers(headers),
        ..Content::default()
    };
    let entry = Entry { summary, content };
    let number = shared.journal().add(entry, shared.log());
    let mut in_flight = InFlight {
        shared: &shared,
        number,
        started: Instant::now(),
        request: Arc::default(),
        outcome: Outcome {
            reason: Some("the client disconnected".to_owned()),
            ..Outcome::default()
        },
    };
    let request = record_body(request, &in_flight.request);
    let response = next.run(request).await;
    let (outcome, response) = record_response(response).await;
    in_flight.outcome = outcome;
    drop(in_flight);
    response
}

/// A request without a response. Dropping this records the outcome, also if the client
/// disconnects, which drops the future of the request.
struct InFlight<'s> {
    shared: &'s Shared,
    number: u64,
    started: Instant,
    request: Arc<Mutex<RecordedBody>>,
    outcome: Outcome,
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        let mut request = self.request.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = Outcome {
            duration: self.started.elapsed(),
            request: mem::take(&mut request),
            ..mem::take(&mut self.outcome)
        };
        let (shared, number) = (self.shared, self.number);
        let summary = shared.journal().finish(number, outcome, shared.log());
        if let Some(summary) = summary {
            shared.log_request(summary);
        }
    }
}

/// Records the body of a request while a handler reads it.
fn record_body(request: Request, recorded: &Arc<Mutex<RecordedBody>>) -> Request {
    let recorded = Arc::clone(recorded);
    let stated_size = request.headers().get(CONTENT_LENGTH);
    let stated_size = stated_size.and_then(|size| size.to_str().ok()?.parse().ok());
    recorded
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .expect(stated_size.unwrap_or_default());
    request.map(|body| {
        let chunks = body.into_data_stream().inspect_ok(move |chunk| {
            let mut recorded = recorded.lock().unwrap_or_else(PoisonError::into_inner);
            recorded.add(chunk);
        });
        Body::from_stream(chunks)
    })
}

/// Returns the outcome that a response is, and the response.
async fn record_response(response: Response) -> (Outcome, Response) {
    let mut outcome = outcome_of(&response);
    if is_dropped(&response) {
        outcome.status = None;
        outcome.reason = Some(FAULT_REASON.to_owned());
        return (outcome, response);
    }
    let (parts, body) = response.into_parts();
    // Every body is in memory already. Only that of a fault fails, which returned above.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    outcome.response.add(&body);
    (outcome, Response::from_parts(parts, Body::from(body)))
}

/// Returns the outcome without the bodies.
fn outcome_of(response: &Response) -> Outcome {
    let header = |name| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let operation = response.extensions().get();
    Outcome {
        status: Some(response.status().as_u16()),
        operation: operation.map(|OperationName(name)| name.clone()),
        rule: header(RULE_HEADER),
        reason: header(REASON_HEADER),
        ..Outcome::default()
    }
}

/// Returns the token or API key of a request.
fn credential(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let bearer = authorization(headers).map(|value| match value.split_once(' ') {
        Some((_, secret)) => secret.to_owned(),
        None => value,
    });
    bearer.or_else(|| query_parameter(uri.query()?, "auth"))
}

/// Returns the kind of a credential. An invalid one is of the kind that the route requires.
fn kind_of(secret: Option<&str>, path: &str, headers: &HeaderMap) -> Credential {
    let is_graphql = Api::ALL.into_iter().any(|api| api.path() == path);
    match secret {
        None if headers.contains_key("x-courier-user-signature") => Credential::Signature,
        None => Credential::None,
        Some(secret) if is_graphql || DecodedToken::new(secret).is_ok() => Credential::UserToken,
        Some(_) => Credential::ApiKey,
    }
}

/// Returns the user whom a header, the path or the query names.
fn named_user(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let of_header = header_text(headers, "x-courier-user-id");
    let of_path = || {
        let path = uri.path();
        let user = path
            .strip_prefix("/users/")
            .or_else(|| path.strip_prefix("/client/identify/"))?;
        let user = user.split('/').next().filter(|user| !user.is_empty())?;
        Some(percent_decode_str(user).decode_utf8_lossy().into_owned())
    };
    let of_query = || {
        let names = ["userId", "recipient"].into_iter();
        names
            .clone()
            .find_map(|name| query_parameter(uri.query()?, name))
    };
    of_header.or_else(of_path).or_else(of_query)
}

/// Returns the first user of a token, valid or not.
fn user_of_token(token: &str) -> Option<String> {
    let decoded = DecodedToken::new(token).ok()?;
    let parsed = decoded.parse().ok()?;
    match parsed.claims.get("scope") {
        Some(Value::String(scope)) => scope::user_ids(&scope).next().map(str::to_owned),
        _ => None,
    }
}
