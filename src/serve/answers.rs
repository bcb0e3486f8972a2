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
    extract::{DefaultBodyLimit, RawQuery, Request, State},
    http::{
        HeaderMap, HeaderValue, Method, StatusCode,
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
    tokens::{Answer, Failure, Order, Token},
};
use crate::inspect::duration::date;

/// The names that a user may be asked for by, in a query and in a body.
const FIELDS: [&str; 3] = ["user", "user_id", "userId"];

/// The longest body, in bytes.
const MAX_BODY: usize = 16 * 1024;

/// How long a page may remember that it may ask.
const MAX_AGE: Duration = Duration::from_mins(10);

/// What all requests share.
pub(super) struct Shared {
    path: String,
    origins: Vec<String>,
    users: Users,
    /// Whether only this machine is served.
    is_local: bool,
    orders: mpsc::Sender<Order>,
    log: Box<dyn Fn(&Line<'_>) + Send + Sync>,
    served: AtomicU64,
    issued: AtomicU64,
}

/// A request, and what came of it.
pub(crate) struct Line<'l> {
    pub(crate) method: &'l str,
    pub(crate) path: &'l str,
    pub(crate) user: Option<&'l str>,
    pub(crate) status: u16,
    /// `kept` or `issued`, where there was a token; else why not.
    pub(crate) outcome: &'l str,
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
        log: impl Fn(&Line<'_>) + Send + Sync + 'static,
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
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if shared.is_local && !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return Some("this is served on this machine only, under its own name".to_owned());
    }
    let origin = text(ORIGIN)?;
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
    let told = response.extensions().get::<Told>();
    (shared.log)(&Line {
        method: &method,
        path: &path,
        user: told.and_then(|told| told.user.as_deref()),
        status: response.status().as_u16(),
        outcome: told.map_or("answered", |told| &told.outcome),
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
    body: Bytes,
) -> Response {
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
        Ok(Answer { token, is_kept }) if is_ordered => given(shared, user, token, is_kept),
        _ => refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            Some(user),
            "the server ends",
        ),
    }
}

fn given(shared: &Shared, user: String, token: Result<Token, Failure>, is_kept: bool) -> Response {
    match token {
        Ok(Token { jwt, exp, .. }) => {
            shared.served.fetch_add(1, Ordering::Relaxed);
            if !is_kept {
                shared.issued.fetch_add(1, Ordering::Relaxed);
            }
            let expires_at = date(exp).map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true));
            let body = Json(json!({ "token": jwt.expose(), "expires_at": expires_at }));
            let outcome = if is_kept { "kept" } else { "issued" };
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
    let kind = match status {
        StatusCode::FORBIDDEN => "authorization_error",
        StatusCode::TOO_MANY_REQUESTS => "rate_limit_error",
        status if status.is_server_error() => "api_error",
        _ => "invalid_request_error",
    };
    let body = Json(json!({ "message": reason, "type": kind }));
    told((status, body).into_response(), user, reason)
}

fn told(mut response: Response, user: Option<String>, outcome: &str) -> Response {
    let outcome = outcome.to_owned();
    response.extensions_mut().insert(Told { user, outcome });
    response
}
