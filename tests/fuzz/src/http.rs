//! A client that sends bytes as they are, unlike a library for HTTP.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
};

/// The status, head and body of a response.
pub struct Response {
    /// The status.
    pub status: u16,
    /// The header lines in lower case.
    pub headers: Vec<String>,
    /// The body, which every server of the program sends with its length.
    pub body: Vec<u8>,
}

impl Response {
    /// Returns the body as text.
    ///
    /// # Panics
    /// Panics if it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }
}

/// A connection to a server of this process, which is opened again when the server closed it.
pub struct Connection {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Connection {
    /// Prepares a connection to an address like `127.0.0.1:4020`.
    #[must_use]
    pub const fn new(address: String) -> Self {
        Self {
            address,
            stream: None,
        }
    }

    /// Sends a request as it is and reads the response to it.
    ///
    /// # Errors
    /// Returns an error if the server closes the connection before the end of a response.
    ///
    /// # Panics
    /// Panics if the server does not accept connections.
    pub fn send(&mut self, request: &[u8]) -> io::Result<Response> {
        let mut stream = self.stream.take().unwrap_or_else(|| {
            let stream = TcpStream::connect(&self.address).expect("the server listens");
            stream.set_nodelay(true).expect("a connected socket");
            BufReader::new(stream)
        });
        stream.get_mut().write_all(request)?;
        let response = read_response(&mut stream, !request.starts_with(b"HEAD "))?;
        let is_closed = response
            .headers
            .iter()
            .any(|line| line == "connection: close");
        self.stream = Some(stream).filter(|_| !is_closed);
        Ok(response)
    }
}

fn read_response(stream: &mut BufReader<TcpStream>, has_body: bool) -> io::Result<Response> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        lines.push(line);
    }
    let headers = lines.split_off(1);
    let status = lines[0]
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok());
    let mut lengths = headers
        .iter()
        .filter_map(|line| line.strip_prefix("content-length: "));
    let length = lengths
        .next()
        .filter(|_| has_body)
        .map_or(0, |bytes| bytes.parse().expect("a length"));
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Response {
        status: status.expect("a status line"),
        headers,
        body,
    })
}
