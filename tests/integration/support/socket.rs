//! WebSocket clients of a sandbox.

use std::{net::TcpStream, time::Duration};

use serde_json::Value;
use tungstenite::{
    Error, HandshakeError, Message, WebSocket, client::client, handshake::client::Response,
};

use super::Sandbox;

/// An open connection to a sandbox.
pub(crate) type Socket = WebSocket<TcpStream>;

/// Opens a connection.
///
/// # Errors
///
/// Returns the HTTP status if the sandbox refuses the upgrade.
pub(crate) fn connect(sandbox: &Sandbox, query: &str) -> Result<Socket, u16> {
    handshake(sandbox, query).map_err(|response| response.status().as_u16())
}

/// Opens a connection.
///
/// # Errors
///
/// Returns the response if the sandbox refuses the upgrade.
pub(crate) fn handshake(sandbox: &Sandbox, query: &str) -> Result<Socket, Box<Response>> {
    let address = sandbox.url.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    match client(format!("ws://{address}/?{query}"), stream) {
        Ok((socket, _)) => Ok(socket),
        Err(HandshakeError::Failure(Error::Http(response))) => Err(response),
        Err(error) => panic!("{error}"),
    }
}

pub(crate) fn send_frame(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).unwrap();
}

/// Waits for the next frame.
pub(crate) fn receive(socket: &mut Socket) -> Value {
    let message = socket.read().unwrap();
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}
