//! A realtime connection: frames in both directions, pings, and the closing handshake.

use std::{pin::pin, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code},
};
use serde_json::Value;
use tokio::{
    sync::mpsc::Receiver,
    time::{Instant, MissedTickBehavior, interval_at, timeout},
};

use super::{
    legacy,
    pings::{PING_INTERVAL, Pings},
    session::Session,
    v1,
};
use crate::sandbox::{
    shared::SocketClosing,
    subscriptions::{Protocol, QueuedFrame},
};

/// The timeout of writing a frame.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// The timeout of each half of the closing handshake.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// A realtime connection.
///
/// Its methods return false when the connection is closed.
pub(super) struct Connection {
    socket: WebSocket,
    session: Session,
    protocol: Protocol,
    pings: Pings,
}

impl Connection {
    pub(super) fn new(socket: WebSocket, session: Session, protocol: Protocol) -> Self {
        Self {
            socket,
            session,
            protocol,
            pings: Pings::default(),
        }
    }

    /// Serves the connection until either side closes it, or until the shutdown.
    pub(super) async fn serve(
        mut self,
        mut events: Receiver<Arc<QueuedFrame>>,
        shutdown: impl Future<Output = ()>,
        closing: impl Future<Output = SocketClosing>,
    ) {
        let period = Duration::from_secs(PING_INTERVAL);
        let mut ping_ticks = interval_at(Instant::now() + period, period);
        // After the machine slept, one ping is enough.
        ping_ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut shutdown = pin!(shutdown);
        let mut closing = pin!(closing);
        loop {
            let is_open = tokio::select! {
                () = &mut shutdown => self.close(close_code::AWAY, "the sandbox is stopping").await,
                closing = &mut closing => self.restart(closing).await,
                event = events.recv() => match event {
                    Some(frame) => self.write(Message::Text(frame.text.clone())).await,
                    None => self.close(close_code::AGAIN, "the client reads too slowly").await,
                },
                message = self.socket.recv() => match message {
                    Some(Ok(message)) => self.handle(message).await,
                    Some(Err(_)) | None => false,
                },
                _ = ping_ticks.tick() => self.ping().await,
            };
            if !is_open {
                return;
            }
        }
    }

    /// Closes the connection as a server does that restarts.
    async fn restart(&mut self, closing: SocketClosing) -> bool {
        if let (Some(seconds), Protocol::V1) = (closing.retry_after, self.protocol) {
            let _ = self.send(&v1::reconnect(seconds)).await;
        }
        self.close(close_code::RESTART, "closed by the control API")
            .await
    }

    async fn handle(&mut self, message: Message) -> bool {
        match message {
            Message::Text(text) => {
                let response = match self.protocol {
                    Protocol::V1 => v1::handle(&text, &self.session, &mut self.pings),
                    Protocol::Legacy => legacy::handle(&text, &self.session),
                };
                match response {
                    Some(response) => self.send(&response).await,
                    None => true,
                }
            }
            Message::Pong(_) => {
                self.pings.record_pong();
                true
            }
            // The library responds to pings.
            Message::Ping(_) | Message::Binary(_) => true,
            Message::Close(_) => self.finish_closing().await,
        }
    }

    async fn ping(&mut self) -> bool {
        match (self.pings.next(), self.protocol) {
            (None, _) => self.close(close_code::POLICY, "no response to pings").await,
            (Some(tid), Protocol::V1) => self.send(&v1::ping(&tid)).await,
            // The legacy protocol has no ping, but WebSocket has.
            (Some(_), Protocol::Legacy) => self.write(Message::Ping(Bytes::new())).await,
        }
    }

    async fn send(&mut self, frame: &Value) -> bool {
        self.write(Message::Text(frame.to_string().into())).await
    }

    async fn write(&mut self, message: Message) -> bool {
        let written = timeout(WRITE_TIMEOUT, self.socket.send(message)).await;
        matches!(written, Ok(Ok(())))
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> bool {
        let reason = Utf8Bytes::from_static(reason);
        let close = Message::Close(Some(CloseFrame { code, reason }));
        // If the client is gone, there is nobody to notify.
        let _ = timeout(CLOSE_TIMEOUT, self.socket.send(close)).await;
        self.finish_closing().await
    }

    /// Finishes the closing handshake. The library sends its half while the socket is read.
    async fn finish_closing(&mut self) -> bool {
        let rest = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        let _ = timeout(CLOSE_TIMEOUT, rest).await;
        false
    }
}
