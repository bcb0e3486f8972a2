//! A server that fails at the level of the connection: it stalls, resets, or speaks TLS.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What a server does with one connection.
#[derive(Clone)]
pub(crate) enum ConnectionAction {
    /// Sends these bytes and closes the connection.
    Respond(String),
    /// Sends these bytes and keeps the connection open without another byte.
    Stall(&'static str),
    /// Closes the connection with the request unread, which resets it.
    Reset,
}

/// A server that takes the actions one after another, one per connection, and repeats the last one
/// forever.
pub(crate) struct FaultyServer {
    pub(crate) address: String,
    connections: Arc<AtomicUsize>,
}

impl FaultyServer {
    pub(crate) fn start(actions: Vec<ConnectionAction>) -> Self {
        Self::listen(actions, serve)
    }

    /// Starts a server that speaks TLS.
    pub(crate) fn start_tls(actions: Vec<ConnectionAction>, config: Arc<ServerConfig>) -> Self {
        Self::listen(actions, move |stream, action| {
            serve_tls(stream, action, &config);
            None
        })
    }

    /// `serve` returns connections that are to stay open.
    fn listen(
        actions: Vec<ConnectionAction>,
        serve: impl Fn(TcpStream, &ConnectionAction) -> Option<TcpStream> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&connections);
        thread::spawn(move || {
            let mut open_streams = Vec::new();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let index = counter.fetch_add(1, Ordering::SeqCst);
                let action = &actions[index.min(actions.len() - 1)];
                open_streams.extend(serve(stream, action));
            }
        });
        Self {
            address,
            connections,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connection_count(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

fn serve(mut stream: TcpStream, action: &ConnectionAction) -> Option<TcpStream> {
    match action {
        ConnectionAction::Reset => {
            // Only a connection with unread bytes is reset.
            let _ = stream.peek(&mut [0; 1]);
            None
        }
        ConnectionAction::Stall(bytes) => {
            read_json_request(&mut stream);
            let _ = stream.write_all(bytes.as_bytes());
            Some(stream)
        }
        ConnectionAction::Respond(bytes) => {
            read_json_request(&mut stream);
            let _ = stream.write_all(bytes.as_bytes());
            None
        }
    }
}

/// Reads until the closing brace of the JSON body.
fn read_json_request(stream: &mut TcpStream) {
    let mut request = Vec::new();
    let mut block = [0; 4096];
    while !request.ends_with(b"}") {
        let length = stream.read(&mut block).unwrap_or(0);
        if length == 0 {
            return;
        }
        request.extend_from_slice(&block[..length]);
    }
}

fn serve_tls(stream: TcpStream, action: &ConnectionAction, config: &Arc<ServerConfig>) {
    let connection = ServerConnection::new(Arc::clone(config)).unwrap();
    let mut stream = StreamOwned::new(connection, stream);
    // The read fails if the client does not trust the certificate.
    if stream.read(&mut [0; 4096]).is_ok()
        && let ConnectionAction::Respond(bytes) = action
    {
        let _ = stream.write_all(bytes.as_bytes());
        stream.conn.send_close_notify();
        let _ = stream.flush();
    }
}
