//! The accept loop, with a bound on the number of connections.

use std::sync::Arc;

use axum::{Router, serve::Listener as _};
use tokio::{
    sync::{Semaphore, watch},
    task::JoinSet,
};

use super::{
    bind::LocalListener,
    connection::{Peer, serve_connection},
    stream::ServerStream,
    waiting::WaitingConnections,
};

/// Serves until `shutdown` is ready and the requests in flight are finished. With more than
/// `max_connections`, the connection that has waited longest for a request is closed, or the new one if
/// none waits.
/// WebSockets count too, and are not waited for.
pub(crate) async fn serve(
    listener: LocalListener,
    router: Router,
    max_connections: usize,
    shutdown: impl Future<Output = ()>,
) {
    let (shutdown_sender, shutdown_begun) = watch::channel(false);
    let mut connections = JoinSet::new();
    tokio::select! {
        () = accept(listener, router, max_connections, shutdown_begun, &mut connections) => {}
        () = shutdown => {}
    }
    shutdown_sender.send_replace(true);
    while connections.join_next().await.is_some() {}
}

/// Accepts connections without an end.
async fn accept(
    mut listener: LocalListener,
    router: Router,
    max_connections: usize,
    shutdown: watch::Receiver<bool>,
    connections: &mut JoinSet<()>,
) {
    let permits = Arc::new(Semaphore::new(max_connections));
    let waiting = WaitingConnections::default();
    loop {
        let (stream, peer) = listener.accept().await;
        while connections.try_join_next().is_some() {}
        if permits.available_permits() == 0 && !waiting.close_oldest() {
            continue;
        }
        // The closed connection drops its permit as soon as its task runs.
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else {
            return;
        };
        let stream = ServerStream::new(stream, permit);
        let (router, state, shutdown) = (router.clone(), waiting.add(), shutdown.clone());
        let peer = Peer(peer.ip().to_canonical());
        connections.spawn(serve_connection(stream, peer, router, state, shutdown));
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, time::Duration};

    use axum::routing::get;
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpStream,
        sync::Notify,
        time::{Instant, sleep},
    };

    use super::*;
    use crate::listener::{
        connection::{BODY_TIMEOUT, HEADER_TIMEOUT},
        stream::WRITE_TIMEOUT,
    };

    /// Runs a test with a server, on a clock that jumps to the next timer when nothing else happens.
    fn with_server<F: Future<Output = ()>>(max_connections: usize, test: impl FnOnce(Client) -> F) {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let listener = LocalListener::bind(Ipv4Addr::LOCALHOST.into(), 0).await;
            let listener = listener.unwrap();
            let port = listener.address().port();
            let large = || async { "x".repeat(64 * 1024 * 1024) };
            let started = Arc::new(Notify::new());
            let client = Client {
                port,
                started: Arc::clone(&started),
            };
            let slow = async move || {
                started.notify_one();
                sleep(Duration::from_hours(1)).await;
            };
            let router = Router::new()
                .route(
                    "/",
                    get(|| async { "hello" }).post(|body: String| async { body }),
                )
                .route("/slow", get(slow))
                .route("/large", get(large));
            let server = serve(listener, router, max_connections, std::future::pending());
            tokio::select! {
                () = server => {}
                () = test(client) => {}
            }
        });
    }

    struct Client {
        port: u16,
        /// Notified when a slow handler starts.
        started: Arc<Notify>,
    }

    impl Client {
        /// Connects, and sends the start of a request.
        async fn send(&self, text: &str) -> TcpStream {
            let address = (Ipv4Addr::LOCALHOST, self.port);
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(text.as_bytes()).await.unwrap();
            stream
        }

        /// Sends a request, and waits until it is handled.
        async fn start_slow_request(&self) -> TcpStream {
            let stream = self.send(&GET.replace("/ ", "/slow ")).await;
            self.started.notified().await;
            stream
        }
    }

    const GET: &str = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

    /// Reads until the server closes the connection.
    async fn read_all(stream: &mut TcpStream) -> String {
        let mut bytes = Vec::new();
        // A connection that is closed before the end of a request is reset.
        let _ = stream.read_to_end(&mut bytes).await;
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn incomplete_requests_end_at_their_time_limit() {
        let half_body = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nabc";
        for (text, limit, expected) in [
            ("", HEADER_TIMEOUT, ""),
            ("GET / HT", HEADER_TIMEOUT, ""),
            (
                "GET / HTTP/1.1\r\nhost: localhost\r\nx: ",
                HEADER_TIMEOUT,
                "",
            ),
            (GET, HEADER_TIMEOUT, "HTTP/1.1 200 OK"),
            (half_body, BODY_TIMEOUT, "HTTP/1.1 400 Bad Request"),
        ] {
            with_server(8, async |client| {
                let started = Instant::now();
                let response = read_all(&mut client.send(text).await).await;
                assert_eq!(
                    response.lines().next().unwrap_or_default(),
                    expected,
                    "{text}"
                );
                let elapsed = started.elapsed();
                assert!(
                    elapsed >= limit && elapsed < 2 * limit,
                    "{text}: {elapsed:?}"
                );
            });
        }
    }

    #[test]
    fn a_byte_now_and_then_does_not_keep_a_connection_open() {
        let head = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99999\r\n\r\n";
        for (start, limit) in [("GET /", HEADER_TIMEOUT), (head, BODY_TIMEOUT)] {
            with_server(8, async |client| {
                let started = Instant::now();
                let (mut reader, mut writer) = client.send(start).await.into_split();
                let trickle = async {
                    while writer.write_all(b"x").await.is_ok() {
                        sleep(Duration::from_secs(1)).await;
                    }
                };
                let mut rest = Vec::new();
                tokio::select! {
                    () = trickle => {}
                    _ = reader.read_to_end(&mut rest) => {}
                }
                let elapsed = started.elapsed();
                assert!(
                    elapsed >= limit && elapsed < 2 * limit,
                    "{start}: {elapsed:?}"
                );
            });
        }
    }

    #[test]
    fn slow_handlers_have_no_time_limit() {
        with_server(8, async |client| {
            let response = read_all(&mut client.start_slow_request().await).await;
            assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
        });
    }

    #[test]
    fn responses_that_nobody_reads_end_at_their_time_limit() {
        with_server(1, async |client| {
            let request = "GET /large HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
            let mut stream = client.send(request).await;
            stream.readable().await.unwrap();
            sleep(2 * WRITE_TIMEOUT).await;
            let length = read_all(&mut stream).await.len();
            assert!(length < 64 * 1024 * 1024, "{length}");
        });
    }

    #[test]
    fn oldest_waiting_connection_makes_room_for_a_new_one() {
        with_server(3, async |client| {
            let mut oldest = client.send("GET /").await;
            let half_body = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nabc";
            let mut second = client.send(half_body).await;
            let mut busy = client.start_slow_request().await;
            for _ in 0..5 {
                let mut newest = client.send(GET).await;
                let mut start = [0; 15];
                newest.read_exact(&mut start).await.unwrap();
                assert_eq!(&start, b"HTTP/1.1 200 OK");
            }
            let started = Instant::now();
            assert_eq!(read_all(&mut oldest).await, "");
            assert_eq!(read_all(&mut second).await, "");
            assert!(started.elapsed() < HEADER_TIMEOUT);
            let response = read_all(&mut busy).await;
            assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
        });
    }

    #[test]
    fn new_connection_is_closed_if_none_waits() {
        with_server(1, async |client| {
            let mut busy = client.start_slow_request().await;
            let mut refused = client.send(GET).await;
            assert_eq!(read_all(&mut refused).await, "");
            let response = read_all(&mut busy).await;
            assert!(response.starts_with("HTTP/1.1 200 OK"), "{response}");
        });
    }
}
