//! The server: the listening sockets and every route.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::{
        DefaultBodyLimit, RawQuery, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{
        HeaderMap, Method,
        header::{ORIGIN, RETRY_AFTER},
    },
    middleware::{from_fn, from_fn_with_state, map_response, map_response_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use super::{
    admin,
    auth::{Refusal, has_token},
    control_access,
    error::Error,
    graphql,
    headers::{accepts_html, header_text},
    limits::{MAX_BODY, MAX_CONNECTIONS},
    middleware::{
        check_head, check_host, format_errors, inject_faults, record, replay_responses, set_date,
    },
    options::{Dependencies, Options},
    page,
    responses::{ApiError, REASON_HEADER, RULE_HEADER},
    rest,
    shared::Shared,
    socket,
};
use crate::listener::{self, LocalListener, Peer, connection_limit};

/// The time that requests in flight have to finish after the shutdown began.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);

/// A sandbox that listens, and does not serve yet.
pub(crate) struct Sandbox {
    listener: LocalListener,
    shared: Arc<Shared>,
}

impl Sandbox {
    /// Binds a port of the loopback addresses and of the host of the options, and creates the initial state.
    ///
    /// # Errors
    /// Returns an error if the port cannot be bound or the seed is invalid.
    pub(crate) async fn bind(options: Options, dependencies: Dependencies) -> Result<Self, Error> {
        let host = options.access.host;
        let listener = LocalListener::bind_loopback_and(host, options.port).await?;
        let url = format!("http://{}", listener.address());
        let shared = Arc::new(Shared::new(url, options, dependencies)?);
        Ok(Self { listener, shared })
    }

    /// The base URL of the REST API.
    pub(crate) fn url(&self) -> &str {
        self.shared.url()
    }

    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }

    /// Serves until `stop` is ready or `/_sandbox/stop` is requested, then lets the requests in
    /// flight finish.
    pub(crate) async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) {
        let shared = Arc::clone(&self.shared);
        let shutdown = async move {
            tokio::select! {
                () = stop => shared.shut_down(),
                () = shared.wait_for_shutdown() => {}
            };
        };
        let router = routes(Arc::clone(&self.shared));
        let max_connections = connection_limit(MAX_CONNECTIONS, 1);
        let finished = async {
            listener::serve(self.listener, router, max_connections, shutdown).await;
            // It does not wait for upgraded connections.
            self.shared.subscriptions().wait_until_empty().await;
        };
        let timed_out = async {
            self.shared.wait_for_shutdown().await;
            tokio::time::sleep(SHUTDOWN_TIMEOUT).await;
        };
        tokio::select! {
            () = finished => {}
            () = timed_out => {}
        }
    }
}

/// Every route. The layer that is added last runs first: the `Date` header, the error format, the
/// size of the head, the journal, the `Host` check, CORS, stored responses, faults, the handler.
fn routes(shared: Arc<Shared>) -> Router {
    // The routes that web pages cannot use, because browsers must not have an API key.
    let backend = rest::backend_routes()
        .layer(from_fn_with_state(Arc::clone(&shared), inject_faults))
        // The response of a fault is stored too.
        .layer(from_fn_with_state(Arc::clone(&shared), replay_responses));
    let apps = rest::app_routes()
        .merge(graphql::routes())
        .route("/", get(socket_or_page))
        // Inside the CORS layer, because a browser's preflight requests match no method.
        .method_not_allowed_fallback(not_found)
        .layer(from_fn_with_state(Arc::clone(&shared), inject_faults))
        .layer(from_fn_with_state(Arc::clone(&shared), replay_responses))
        // A page reads why an unknown route is refused, instead of `Failed to fetch`.
        .fallback(not_found)
        // Outside the faults: pages can read their responses, and preflight requests get none.
        .layer(cors());
    Router::new()
        .merge(backend)
        .merge(apps)
        .method_not_allowed_fallback(not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(&shared), check_host))
        .layer(from_fn_with_state(Arc::clone(&shared), record))
        .nest("/_sandbox", admin::routes(Arc::clone(&shared)))
        .layer(from_fn(check_head))
        .layer(map_response(format_errors))
        .layer(map_response_with_state(Arc::clone(&shared), set_date))
        .with_state(shared)
}

/// Returns the layer that responds to preflight requests, and lets every page read the responses.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([RULE_HEADER, REASON_HEADER, RETRY_AFTER])
}

/// Responds to requests for unknown routes. Courier authorizes user tokens before it looks for the
/// route, and a token is authorized for no unknown route.
async fn not_found(headers: HeaderMap) -> Response {
    if has_token(&headers) {
        Refusal::Because(
            "unknown route or method: with a user token, Courier returns 401 here and not 404",
        )
        .into_response()
    } else {
        ApiError::not_found().into_response()
    }
}

/// `GET /`: the realtime socket for a WebSocket upgrade, the sandbox's page for a browser.
async fn socket_or_page(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => {
            let origin = header_text(&headers, ORIGIN.as_str());
            socket::upgrade(
                shared,
                &query.unwrap_or_default(),
                origin.as_deref(),
                upgrade,
            )
        }
        Err(_) if query.is_none() || accepts_html(&headers) => {
            if control_access::is_open_to(shared.access(), peer) {
                page::response()
            } else {
                control_access::refusal()
            }
        }
        Err(_) => not_found(headers).await,
    }
}
