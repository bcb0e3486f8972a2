//! What every request goes through before and behind its route: the journal, faults, names that
//! are not ours, the clock, and the shape of errors.

use std::{mem, net::IpAddr, sync::Arc, time::Instant};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{
        HeaderValue, Method, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HOST, RETRY_AFTER, UPGRADE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    answer::{REASON, RULE, authorization, failure, wants_html},
    faults::{Met, What, route_of},
    journal::{Entry, Outcome},
    server::Shared,
    socket::parameter,
    time::iso,
};
use crate::{redact::redact, token::fingerprint};

/// Writes down what was asked and what came of it.
pub(super) async fn journal(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    if is_look(&request) {
        return next.run(request).await;
    }
    let number = shared.journal().add(Entry {
        time: iso(shared.now()),
        method: request.method().to_string(),
        path: shown_path(request.uri().path()),
        token: secret_of(&request).map(|secret| fingerprint(&secret)),
        ..Entry::default()
    });
    let mut underway = Underway {
        shared: &shared,
        number,
        began: Instant::now(),
        outcome: Outcome {
            reason: Some("the client went away".to_owned()),
            ..Outcome::default()
        },
    };
    let response = next.run(request).await;
    let told = |name| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let is_dropped = is_dropped(&response);
    underway.outcome = Outcome {
        status: (!is_dropped).then(|| response.status().as_u16()),
        rule: told(RULE),
        reason: told(REASON).or(is_dropped.then(|| "a fault that was asked for".to_owned())),
        ..Outcome::default()
    };
    drop(underway);
    response
}

/// A request that is not answered yet: what came of it is written down, whatever that is.
struct Underway<'s> {
    shared: &'s Shared,
    number: u64,
    began: Instant,
    outcome: Outcome,
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        let outcome = Outcome {
            took: self.began.elapsed(),
            ..mem::take(&mut self.outcome)
        };
        self.shared.journal().finish(self.number, outcome);
    }
}

/// Says that a response is the end of a connection.
#[derive(Clone)]
struct Dropped;

/// Whether a response is the end of a connection.
pub(super) fn is_dropped(response: &Response) -> bool {
    response.extensions().get::<Dropped>().is_some()
}

/// Whether somebody looks at the page, which is no part of Courier.
fn is_look(request: &Request) -> bool {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_upgrade = request.headers().contains_key(UPGRADE);
    let is_bare = request.uri().query().is_none();
    request.uri().path() == "/"
        && is_read
        && !is_upgrade
        && (is_bare || wants_html(request.headers()))
}

/// The path without a push token.
fn shown_path(path: &str) -> String {
    let of_user = path.strip_prefix("/users/");
    match of_user.and_then(|rest| rest.split_once("/tokens/")) {
        // With whatever stands behind it: SDKs do not escape what they put into paths.
        Some((user, token)) if !token.is_empty() => {
            format!("/users/{}/tokens/{}", redact(user), fingerprint(token))
        }
        // Whoever takes a token for an id has it in the path too.
        _ => redact(path).into_owned(),
    }
}

/// The token or key that a request shows.
fn secret_of(request: &Request) -> Option<String> {
    let header = authorization(request.headers());
    let bearer = header.map(|value| match value.split_once(' ') {
        Some((_, secret)) => secret.to_owned(),
        None => value,
    });
    bearer.or_else(|| parameter(request.uri().query()?, "auth"))
}

/// Lets a request meet the fault that is meant for it.
pub(super) async fn faults(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    if is_look(&request) {
        return next.run(request).await;
    }
    let route = route_of(request.method(), request.uri().path());
    let Met {
        latency,
        what,
        retry_after,
    } = shared.faults().meet(route);
    let latency = latency + shared.latency();
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let mut response = match what {
        None | Some(What::Partial(_)) => return next.run(request).await,
        Some(What::Status(status)) => failure(status, &message(status)),
        Some(What::Malformed) => {
            let json = HeaderValue::from_static("application/json");
            ([(CONTENT_TYPE, json)], "{\"data\":").into_response()
        }
        Some(What::Drop) => return dropped(),
    };
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

fn message(status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("Error");
    // What Courier says word for word.
    if status == StatusCode::UNAUTHORIZED {
        return reason.to_owned();
    }
    format!("{reason} (a fault that was asked for)")
}

/// A body that fails before its first byte: the connection ends with nothing said.
fn dropped() -> Response {
    let broken = std::io::Error::other("a fault that was asked for");
    let body = futures_util::stream::once(async { Err::<axum::body::Bytes, _>(broken) });
    let mut response = Response::new(Body::from_stream(body));
    response.extensions_mut().insert(Dropped);
    response
}

/// Shuts out names of other people's, which may be made to lead here so that a page of theirs can
/// use what listens on this machine. Phones, emulators and containers come by addresses and by
/// names without a dot.
pub(super) async fn own_name(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST);
    let host = host.map_or("", |host| host.to_str().unwrap_or("."));
    if is_own_name(host) {
        next.run(request).await
    } else {
        let message = "the sandbox is not reached by that name: use localhost or an address";
        failure(StatusCode::FORBIDDEN, message)
    }
}

fn is_own_name(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        if is_port { name } else { host }
    });
    let is_address = name.parse::<IpAddr>().is_ok() || name.starts_with('[');
    let is_ours = name.ends_with(".localhost") || name == "host.docker.internal";
    is_address || is_ours || !name.contains('.')
}

/// Tells the time by the sandbox's clock, as a server with that clock would.
pub(super) async fn date(State(shared): State<Arc<Shared>>, mut response: Response) -> Response {
    let now = shared.now().format("%a, %d %b %Y %H:%M:%S GMT");
    if let Ok(date) = now.to_string().parse() {
        response.headers_mut().insert(DATE, date);
    }
    response
}

/// What the framework refuses by itself, in the shape of Courier's errors.
pub(super) async fn in_shape(response: Response) -> Response {
    let status = response.status();
    let is_bare = response.headers().get(CONTENT_TYPE).is_none_or(|kind| {
        kind.to_str()
            .is_ok_and(|kind| kind.starts_with("text/plain"))
    });
    if !status.is_client_error() || !is_bare {
        return response;
    }
    let mut shaped = failure(status, status.canonical_reason().unwrap_or("Bad Request"));
    // A page may read it, where it might have read the other.
    let told = response.headers().iter();
    let told = told.filter(|(name, _)| ![CONTENT_TYPE, CONTENT_LENGTH].contains(name));
    let told = told.map(|(name, value)| (name.clone(), value.clone()));
    shaped.headers_mut().extend(told);
    shaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_are_shut_out() {
        for host in [
            "127.0.0.1:4020",
            "localhost",
            "localhost:4020",
            "[::1]:4020",
            "10.0.2.2:4020",
            "courier:4020",
            "app.localhost:4020",
            "host.docker.internal:4020",
            "",
        ] {
            assert!(is_own_name(host), "{host}");
        }
        for host in [
            "evil.test",
            "evil.test:4020",
            "127.0.0.1.evil.test",
            "evil.test:",
        ] {
            assert!(!is_own_name(host), "{host}");
        }
    }

    #[test]
    fn no_push_token_is_shown() {
        for path in [
            "/users/a/tokens/PUSH",
            "/users/a/tokens/PUSH/",
            "/users/a/tokens/x/PUSH",
        ] {
            let shown = shown_path(path);
            assert!(
                shown.starts_with("/users/a/tokens/fp:") && !shown.contains("PUSH"),
                "{shown}"
            );
        }
        let swapped = shown_path("/users/eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln/tokens/PUSH");
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
            assert_eq!(shown_path(path), path);
        }
    }
}
