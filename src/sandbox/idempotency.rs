//! The first answer to a request with an `Idempotency-Key` is the answer to all that follow
//! (<https://www.courier.com/docs/reference/get-started>). The body is not compared: the same key
//! with another one gets the former answer.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};

use super::{
    answer::{authorization, invalid, text_of},
    auth::Workspace,
    layers::is_dropped,
    server::Shared,
    time::moment,
};

/// How long an answer is kept at the least, which is what it is kept without a wish.
const LEAST: TimeDelta = TimeDelta::hours(24);

/// How long an answer is kept at the most.
const MOST: TimeDelta = TimeDelta::days(365);

/// How many answers are kept; where there are more, those that were given are forgotten.
const CAPACITY: usize = 100_000;

/// Answers by key and path.
#[derive(Debug, Default)]
pub(super) struct Answers(Mutex<HashMap<String, Kept>>);

#[derive(Debug)]
struct Kept {
    until: DateTime<Utc>,
    /// None while the first request is under way.
    answer: Option<Answer>,
}

#[derive(Debug, Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// Takes back what was begun and never answered.
struct Begun<'a> {
    answers: &'a Answers,
    key: &'a str,
}

impl Answers {
    pub(super) fn clear(&self) {
        self.with(HashMap::clear);
    }

    fn with<T>(&self, work: impl FnOnce(&mut HashMap<String, Kept>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The former answer, or none and the request is the first one from now on.
    fn begin(&self, key: &str, until: DateTime<Utc>, now: DateTime<Utc>) -> Option<Response> {
        self.with(|answers| {
            if let Some(kept) = answers.get(key).filter(|kept| now < kept.until) {
                return Some(match &kept.answer {
                    Some(answer) => answer.clone().into_response(),
                    None => StatusCode::ACCEPTED.into_response(),
                });
            }
            if answers.len() >= CAPACITY {
                answers.retain(|_, kept| now < kept.until);
            }
            if answers.len() >= CAPACITY {
                answers.retain(|_, kept| kept.answer.is_none());
            }
            let answer = None;
            answers.insert(key.to_owned(), Kept { until, answer });
            None
        })
    }
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.answers.with(|answers| {
            if answers
                .get(self.key)
                .is_some_and(|kept| kept.answer.is_none())
            {
                answers.remove(self.key);
            }
        });
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        (self.status, self.headers, Body::from(self.body)).into_response()
    }
}

/// The layer. Whoever is not authorised neither gets an answer of another's nor leaves one.
pub(super) async fn layer(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(key) = key_of(&request, &shared.workspace()) else {
        return next.run(request).await;
    };
    let now = shared.now();
    let Some(until) = until(request.headers(), now) else {
        return invalid("Expiration is not a valid date");
    };
    let answers = shared.answers();
    if let Some(answer) = answers.begin(&key, until, now) {
        return answer;
    }
    let begun = Begun { answers, key: &key };
    let response = next.run(request).await;
    if is_dropped(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let answer = Answer {
        status: parts.status,
        headers: parts.headers.clone(),
        body: body.clone(),
    };
    answers.with(|answers| {
        if let Some(kept) = answers.get_mut(&key) {
            kept.answer = Some(answer);
        }
    });
    drop(begun);
    Response::from_parts(parts, Body::from(body))
}

/// Under what the answer is kept.
fn key_of(request: &Request, workspace: &Workspace) -> Option<String> {
    let key = text_of(request.headers(), "idempotency-key")?;
    let authorization = authorization(request.headers());
    let is_authorised = workspace.backend(authorization.as_deref()).is_ok();
    let is_meant = request.method() == Method::POST && !key.trim().is_empty() && is_authorised;
    is_meant.then(|| format!("{} {key}", request.uri().path()))
}

/// Until when it is kept; `None` where the header makes no sense.
fn until(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wish = text_of(headers, "x-idempotency-expiration");
    let wish = match wish.as_deref().map(str::trim) {
        None | Some("") => return Some(now + LEAST),
        Some(text) => match text.parse() {
            Ok(milliseconds) => DateTime::from_timestamp_millis(milliseconds)?,
            Err(_) => moment(text)?,
        },
    };
    Some(wish.clamp(now + LEAST, now + MOST))
}
