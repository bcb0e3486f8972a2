//! WebSocket handshakes.

use std::sync::Arc;

use axum::{
    extract::{
        RawQuery, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{access::SocketAccess, connection::Connection, session::Session};
use crate::{
    sandbox::{
        limits::{MAX_FRAME, MAX_SOCKETS},
        query::query_parameter,
        responses::ApiError,
        shared::Shared,
        subscriptions::Protocol,
    },
    time::unix_seconds,
};

/// The size of a connection's read buffer, in bytes. It grows with the frames of the client.
const READ_BUFFER: usize = 4 * 1024;

/// `GET /` with an upgrade. The handshake is refused if the credentials in the query are invalid.
pub(in crate::sandbox) fn upgrade(
    shared: Arc<Shared>,
    query: &str,
    origin: Option<&str>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let now = unix_seconds(shared.now());
    let access = SocketAccess::from_handshake(query, origin, &shared.workspace(), now);
    match access {
        Ok(access) => accept(shared, query, access, upgrade),
        Err(refusal) => refusal.into_response(),
    }
}

/// `GET /_sandbox/socket`: the events of any user, without a token.
pub(in crate::sandbox) async fn watch(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let query = query.unwrap_or_default();
    match (query_parameter(&query, "userId"), upgrade) {
        (Some(user), Ok(upgrade)) => accept(shared, &query, SocketAccess::User(user), upgrade),
        _ => ApiError::not_found().into_response(),
    }
}

fn accept(
    shared: Arc<Shared>,
    query: &str,
    access: SocketAccess,
    upgrade: WebSocketUpgrade,
) -> Response {
    let source = query_parameter(query, "cid");
    let protocol = match query_parameter(query, "iwpv") {
        Some(_) => Protocol::V1,
        None => Protocol::Legacy,
    };
    let Some((subscriber, events)) =
        shared
            .subscriptions()
            .connect(protocol, source.clone(), shared.now())
    else {
        let message = format!("the sandbox has {MAX_SOCKETS} sockets, which is the maximum");
        return ApiError::Status(StatusCode::SERVICE_UNAVAILABLE, message).into_response();
    };
    upgrade
        .read_buffer_size(READ_BUFFER)
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(move |socket| async move {
            let shutdown = shared.wait_for_shutdown();
            let closing = shared.wait_for_socket_closing();
            let session = Session {
                shared,
                subscriber,
                access,
                source,
            };
            let connection = Connection::new(socket, session, protocol);
            connection.serve(events, shutdown, closing).await;
        })
}
