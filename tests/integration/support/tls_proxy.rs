//! An HTTPS proxy that responds itself, in the name of every host.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Starts a proxy; returns its address. `respond` gets the host of the CONNECT request, or an empty
/// string from a client that connects directly, and returns a complete HTTP response.
pub(crate) fn start_tls_proxy(
    config: Arc<ServerConfig>,
    respond: impl Fn(&str) -> String + Send + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let host = accept_connect(&mut stream);
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(connection, stream);
            if stream.read(&mut [0; 4096]).is_ok() {
                let _ = stream.write_all(respond(&host).as_bytes());
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    address
}

/// Accepts a CONNECT request and returns its host. A direct connection begins with a TLS handshake
/// instead, which stays unread.
fn accept_connect(stream: &mut TcpStream) -> String {
    let mut head = String::new();
    let mut first = [0];
    if stream.peek(&mut first).is_ok_and(|_| first == *b"C") {
        let mut reader = BufReader::new(&*stream);
        while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
    }
    head.split([' ', ':']).nth(1).unwrap_or_default().to_owned()
}
