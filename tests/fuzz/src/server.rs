//! The servers of the program: `sandbox start` and `serve`.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, mpsc},
    thread,
};

use courier_auth::{Input, Process, SharedStream, Stream, run};
use serde_json::{Value, json};

use crate::{Connection, Response, program::now};

/// Starts a command that is a server on a thread of its own, and returns the JSON document that it
/// prints when it is ready.
///
/// # Panics
/// Panics if the command ends without it.
pub fn start_server(args: &'static [&'static str], env: &[(&str, &str)]) -> Value {
    let env = env
        .iter()
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let (output, ready) = mpsc::channel();
    thread::spawn(move || {
        let (mut stdin, mut stdout) = (&b""[..], ChannelWriter(output));
        run(Process {
            args: ["courier-auth"]
                .iter()
                .chain(args)
                .map(Into::into)
                .collect(),
            env,
            now,
            folder: None,
            stdin: Input::new(&mut stdin, false),
            stdout: Stream::new(&mut stdout, false),
            stderr: SharedStream::new(Arc::new(Mutex::new(io::sink())), false),
        })
    });
    let mut text = Vec::new();
    while !text.ends_with(b"\n") {
        text.extend(ready.recv().expect("the server prints its address"));
    }
    serde_json::from_slice(&text).expect("a JSON document")
}

/// Sends the written bytes to a channel.
struct ChannelWriter(mpsc::Sender<Vec<u8>>);

impl Write for ChannelWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.send(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The credentials of a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// An app, which sends a user token and the client key.
    App,
    /// A backend, which sends the API key.
    Backend,
}

/// A sandbox of this process and the user `alice` in it.
pub struct Sandbox {
    /// The URL of the sandbox.
    pub url: String,
    /// The API key.
    pub api_key: String,
    client_key: String,
    token: String,
    connection: Connection,
}

impl Sandbox {
    /// The scope of the app's token.
    const SCOPE: &str = "user_id:alice inbox:read:messages inbox:write:events read:preferences \
                         write:preferences read:user-tokens write:user-tokens read:brands tenants:read";

    /// Starts a sandbox.
    ///
    /// # Panics
    /// Panics if it does not start, or does not issue a token.
    #[must_use]
    pub fn start() -> Self {
        let ready = start_server(&["sandbox", "start", "--port", "0", "--json"], &[]);
        let text = |name: &str| ready[name].as_str().expect("a text").to_owned();
        let url = text("url");
        let address = url.trim_start_matches("http://").trim_end_matches('/');
        let mut sandbox = Self {
            api_key: text("api_key"),
            client_key: text("client_key"),
            token: String::new(),
            connection: Connection::new(address.to_owned()),
            url,
        };
        let request = json!({ "scope": Self::SCOPE, "expires_in": "7 days" }).to_string();
        let issued = sandbox.send(
            Access::Backend,
            "POST",
            "/auth/issue-token",
            request.as_bytes(),
        );
        let issued: Value = serde_json::from_slice(&issued.body).expect("a JSON document");
        issued["token"]
            .as_str()
            .expect("a token")
            .clone_into(&mut sandbox.token);
        sandbox
    }

    /// Deletes all that was sent.
    ///
    /// # Panics
    /// Panics in the same cases as [`send`](Self::send).
    pub fn reset(&mut self) {
        self.send(Access::Backend, "POST", "/_sandbox/reset", b"");
    }

    /// Sends a request with a JSON body.
    ///
    /// # Panics
    /// Panics if there is no response, if it has the status of a broken server, or if an error is
    /// not in Courier's format.
    pub fn send(&mut self, access: Access, method: &str, path: &str, body: &[u8]) -> Response {
        let (secret, client_key) = match access {
            // Some routes for apps require the client key instead of the token.
            Access::App => (&self.token, self.client_key.as_str()),
            Access::Backend => (&self.api_key, ""),
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {secret}\r\n\
             x-courier-client-key: {client_key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let request = [head.as_bytes(), body].concat();
        let response = self.connection.send(&request).expect("a response");
        let (status, text) = (response.status, response.text());
        assert!((200..500).contains(&status), "{path}: {status} {text}");
        if status >= 400 {
            let error: Value = serde_json::from_str(text).expect("an error is JSON");
            let is_in_format = error["message"].is_string() || error["errors"].is_array();
            assert!(is_in_format, "{error}");
        }
        response
    }
}
