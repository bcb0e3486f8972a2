//! What apps get: a token, or why not; and a line of the log for each.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, RawQuery, Request, State, rejection::BytesRejection},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{CACHE_CONTROL, HOST, ORIGIN, RETRY_AFTER},
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::SecondsFormat;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};
use url::form_urlencoded;

use super::{
    Options, Users,
    tokens::{Answer, Arrival, Failure, Order, Source, Token},
};
use crate::{endpoints::is_loopback_host, error_body::error_response, time::from_unix_seconds};

/// The names that a user may be asked for by, in a query and in a body.
const FIELDS: [&str; 3] = ["user", "user_id", "userId"];

/// The longest body, in bytes.
const MAX_BODY: usize = 16 * 1024;

/// How long a page may remember that it may ask.
const MAX_AGE: Duration = Duration::from_mins(10);

/// What a browser tells of whose page asks (<https://www.w3.org/TR/fetch-metadata/>).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What all requests share.
pub(super) struct Shared {
    path: String,
    origins: Vec<String>,
    users: Users,
    /// Whether only this machine is served.
    is_local: bool,
    orders: mpsc::Sender<Order>,
    log: Box<dyn Fn(Line) + Send + Sync>,
    served: AtomicU64,
    issued: AtomicU64,
}

/// A request, and what came of it.
pub(crate) struct Line {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) user: Option<String>,
    pub(crate) status: u16,
    /// `kept`, `issued` or `shared`, where there was a token; else why not.
    pub(crate) outcome: String,
    pub(crate) took: Duration,
}

/// What the log is told of a response, beside its status.
#[derive(Clone)]
struct Told {
    user: Option<String>,
    outcome: String,
}

impl Shared {
    pub(super) fn new(
        options: &Options,
        address: SocketAddr,
        orders: mpsc::Sender<Order>,
        log: impl Fn(Line) + Send + Sync + 'static,
    ) -> Self {
        Self {
            path: options.path.clone(),
            origins: options.origins.clone(),
            users: options.users.clone(),
            is_local: address.ip().is_loopback(),
            orders,
            log: Box::new(log),
            served: AtomicU64::new(0),
            issued: AtomicU64::new(0),
        }
    }

    /// Counts what Courier issued, and tells of what it refused where no app is told.
    pub(super) fn arrived(&self, arrival: &Arrival<'_>) {
        match arrival.token {
            Ok(_) => {
                self.issued.fetch_add(1, Ordering::Relaxed);
            }
            Err(failure) if arrival.is_renewal => (self.log)(Line {
                method: Method::POST.to_string(),
                path: "/auth/issue-token".to_owned(),
                user: Some(arrival.user.to_owned()),
                status: failure.status,
                outcome: format!("the token that is kept is not renewed: {}", failure.message),
                took: arrival.took,
            }),
            Err(_) => {}
        }
    }
}

pub(super) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route(&shared.path, get(give_by_query).post(give_by_body))
        .route("/health", get(health))
        .fallback(async || refuse(StatusCode::NOT_FOUND, None, "there is nothing here"))
        .method_not_allowed_fallback(async || {
            refuse(StatusCode::METHOD_NOT_ALLOWED, None, "ask with GET or POST")
        })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(&shared), guard))
        .layer(cors(&shared.origins))
        .layer(from_fn_with_state(Arc::clone(&shared), log))
        .with_state(shared)
}

/// Lets pages of the origins that were named read what they ask for, and no others.
fn cors(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| origin.parse().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.collect::<Vec<HeaderValue>>()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .allow_credentials(true)
        .expose_headers([RETRY_AFTER])
        .max_age(MAX_AGE)
}

/// Shuts out pages of other origins, which could make this issue tokens though they could not read
/// them, and names that merely resolve to this machine.
async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    match refusal(&shared, request.headers()) {
        Some(reason) => refuse(StatusCode::FORBIDDEN, None, &reason),
        None => next.run(request).await,
    }
}

/// Why a request is not let in.
fn refusal(shared: &Shared, headers: &HeaderMap) -> Option<String> {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let host = text(HOST).unwrap_or_default();
    if shared.is_local && !is_loopback_host(host) {
        return Some("this is served on this machine only, under its own name".to_owned());
    }
    let Some(origin) = text(ORIGIN) else {
        // A page asks for a picture, say, without telling its origin.
        let is_foreign = matches!(text(SEC_FETCH_SITE), Some("cross-site" | "same-site"));
        let reason = "a page of another origin asks: let it use fetch, and --allow-origin name it";
        return is_foreign.then(|| reason.to_owned());
    };
    let is_own = origin.split_once("://").is_some_and(|(_, own)| own == host);
    let is_known = shared.origins.iter().any(|known| known == origin);
    let reason = || format!("pages of {origin} are not let in: --allow-origin {origin}");
    (!is_own && !is_known).then(reason)
}

async fn log(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let told = response.extensions().get::<Told>().cloned();
    let (user, outcome) = told.map_or_else(
        || (None, "answered".to_owned()),
        |told| (told.user, told.outcome),
    );
    (shared.log)(Line {
        method,
        path,
        user,
        status: response.status().as_u16(),
        outcome,
        took: began.elapsed(),
    });
    response
}

async fn health(State(shared): State<Arc<Shared>>) -> Response {
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "served": shared.served.load(Ordering::Relaxed),
        "issued": shared.issued.load(Ordering::Relaxed),
    }))
    .into_response()
}

async fn give_by_query(State(shared): State<Arc<Shared>>, RawQuery(query): RawQuery) -> Response {
    give(&shared, in_query(&query.unwrap_or_default())).await
}

async fn give_by_body(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => return refuse(rejection.status(), None, &rejection.body_text()),
    };
    let of_query = in_query(&query.unwrap_or_default());
    if body.trim_ascii().is_empty() {
        return give(&shared, of_query).await;
    }
    let Ok(Value::Object(body)) = serde_json::from_slice(&body) else {
        let reason = "the body is no JSON object";
        return refuse(StatusCode::BAD_REQUEST, None, reason);
    };
    let of_body = FIELDS.iter().find_map(|name| body.get(*name));
    match of_body {
        Some(Value::String(user)) => give(&shared, Some(user.clone())).await,
        Some(_) => refuse(StatusCode::BAD_REQUEST, None, "the user id is no string"),
        None => give(&shared, of_query).await,
    }
}

/// The user that a query names.
fn in_query(query: &str) -> Option<String> {
    let mut fields = form_urlencoded::parse(query.as_bytes());
    let user = fields.find(|(name, _)| FIELDS.contains(&&**name));
    user.map(|(_, user)| user.into_owned())
}

/// Gives a user's token, where there are tokens for that user.
async fn give(shared: &Shared, asked: Option<String>) -> Response {
    let asked = asked.filter(|user| !user.is_empty());
    let user = match (&shared.users, asked) {
        (Users::One(one), None) => one.clone(),
        (Users::One(one), Some(asked)) if asked == *one => asked,
        (Users::Some(known), Some(asked)) if known.contains(&asked) => asked,
        (Users::Any, Some(asked)) => asked,
        (Users::One(_) | Users::Some(_), Some(asked)) => {
            let reason = "there are no tokens for that user: --user, --allow-user";
            return refuse(StatusCode::FORBIDDEN, Some(asked), reason);
        }
        (Users::Some(_) | Users::Any, None) => {
            let reason = "no user is named: add ?user=ID, or {\"user\": \"ID\"} as the body";
            return refuse(StatusCode::BAD_REQUEST, None, reason);
        }
    };
    let (answer, answered) = oneshot::channel();
    let order = Order {
        user: user.clone(),
        answer,
    };
    let is_ordered = shared.orders.send(order).await.is_ok();
    match answered.await {
        Ok(answer) if is_ordered => given(shared, user, answer),
        _ => refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            Some(user),
            "the server ends",
        ),
    }
}

fn given(shared: &Shared, user: String, answer: Answer) -> Response {
    match answer.token {
        Ok(Token { jwt, exp, .. }) => {
            shared.served.fetch_add(1, Ordering::Relaxed);
            let expires_at =
                from_unix_seconds(exp).map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true));
            let body = Json(json!({ "token": jwt.expose(), "expires_at": expires_at }));
            let outcome = match answer.source {
                Source::Issued => "issued",
                Source::Shared => "shared",
                Source::Kept => "kept",
            };
            // A browser must not keep what expires.
            told(
                ([(CACHE_CONTROL, "no-store")], body).into_response(),
                Some(user),
                outcome,
            )
        }
        Err(Failure {
            status,
            message,
            retry_after,
        }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            let mut response = refuse(status, Some(user), &message);
            if let Some(wait) = retry_after {
                let seconds = wait.as_secs_f64().ceil();
                if let Ok(value) = seconds.to_string().parse() {
                    response.headers_mut().insert(RETRY_AFTER, value);
                }
            }
            response
        }
    }
}

/// An error in the shape of Courier's, which SDKs read.
fn refuse(status: StatusCode, user: Option<String>, reason: &str) -> Response {
    told(error_response(status, reason), user, reason)
}

fn told(mut response: Response, user: Option<String>, outcome: &str) -> Response {
    let outcome = outcome.to_owned();
    response.extensions_mut().insert(Told { user, outcome });
    response
}
