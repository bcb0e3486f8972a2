//! One HTTP connection: its time limits, and its requests.

use std::{convert::Infallible, io, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use futures_util::{StreamExt as _, stream::try_unfold};
use hyper::{
    Request,
    body::Incoming,
    server::conn::http1,
    service::{Service as _, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    sync::watch,
    time::{Instant, timeout_at},
};

use super::{stream::ServerStream, waiting::ConnectionState};

/// The time from the connection, or from the previous response, to the end of a request's headers.
pub(super) const HEADER_TIMEOUT: Duration = Duration::from_mins(1);

/// The time from the end of a request's headers to the end of its body.
pub(super) const BODY_TIMEOUT: Duration = Duration::from_mins(1);

/// The maximum size of a request's headers, in bytes.
const MAX_HEADERS: usize = 128 * 1024;

/// The address of the client, as an extension of its requests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Serves a connection until the client or a time limit ends it, another one needs its place, or the
/// shutdown begins and the request in flight is finished.
pub(super) async fn serve_connection(
    stream: ServerStream,
    peer: Peer,
    router: Router,
    state: ConnectionState,
    mut shutdown: watch::Receiver<bool>,
) {
    let state = Arc::new(state);
    let shared = Arc::clone(&state);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        respond(request, router.clone(), Arc::clone(&shared))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(MAX_HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let shutdown = async {
        let _ = shutdown.wait_for(|has_begun| *has_begun).await;
    };
    // An error is the client's, which gets no further response.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = state.closing() => {}
        () = shutdown => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

async fn respond(
    request: Request<Incoming>,
    router: Router,
    state: Arc<ConnectionState>,
) -> Result<Response, Infallible> {
    let body_state = Arc::clone(&state);
    let request = request.map(|body| {
        if body.is_end_stream() {
            body_state.set_busy();
            Body::new(body)
        } else {
            limit_time(body, move || body_state.set_busy())
        }
    });
    let response = TowerToHyperService::new(router).call(request).await;
    state.set_waiting();
    response
}

/// Returns a body that fails after [`BODY_TIMEOUT`]. `on_end` is called at its end.
fn limit_time<B>(body: B, on_end: impl Fn() + Clone + Send + 'static) -> Body
where
    B: HttpBody<Data = Bytes, Error: Into<axum::BoxError>> + Send + 'static,
{
    let deadline = Instant::now() + BODY_TIMEOUT;
    let chunks = Body::new(body).into_data_stream();
    Body::from_stream(try_unfold(chunks, move |mut chunks| {
        let on_end = on_end.clone();
        async move {
            match timeout_at(deadline, chunks.next()).await {
                Ok(Some(chunk)) => Ok(Some((chunk?, chunks))),
                Ok(None) => {
                    on_end();
                    Ok(None)
                }
                Err(_) => Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut))),
            }
        }
    }))
}
