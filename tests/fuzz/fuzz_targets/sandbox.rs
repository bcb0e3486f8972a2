//! Sends any body to the routes of the sandbox that read one: each responds in Courier's format,
//! and nothing panics.
#![no_main]

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write},
    net::TcpStream,
    sync::{Arc, LazyLock, Mutex, mpsc},
    thread,
};

use chrono::DateTime;
use courier_auth::{EnvVars, Input, Process, SharedStream, Stream, run};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// A route and the credentials that it requires.
struct Route {
    method: &'static str,
    path: &'static str,
    /// True for apps, which send a user token; false for backends, which send the API key.
    is_for_apps: bool,
}

const fn app(method: &'static str, path: &'static str) -> Route {
    Route {
        method,
        path,
        is_for_apps: true,
    }
}

const fn backend(method: &'static str, path: &'static str) -> Route {
    Route {
        method,
        path,
        is_for_apps: false,
    }
}

/// The routes, without those that change the responses of other routes: the clock, faults and
/// access.
const ROUTES: [Route; 14] = [
    app("POST", "/q"),
    app("POST", "/client/q"),
    app("PUT", "/users/alice/preferences/updates"),
    app("PUT", "/users/alice/tokens/x"),
    app("PATCH", "/users/alice/tokens/x"),
    app("POST", "/inbound/courier"),
    app("PUT", "/client/lists/l/subscribe/alice"),
    backend("POST", "/auth/issue-token"),
    backend("POST", "/send"),
    backend("PUT", "/brands/b"),
    backend("POST", "/brands"),
    backend("POST", "/_sandbox/seed"),
    backend("POST", "/_sandbox/inspect"),
    app("PUT", "/users/alice/tokens"),
];

/// The scope of the app's token.
const SCOPE: &str = "user_id:alice inbox:read:messages inbox:write:events read:preferences \
                     write:preferences read:user-tokens write:user-tokens read:brands tenants:read";

/// The number of requests between resets, which keep every request as fast as the first.
const RESET_INTERVAL: usize = 500;

static SANDBOX: LazyLock<Mutex<Sandbox>> = LazyLock::new(|| Mutex::new(Sandbox::start()));

fuzz_target!(|input: (u8, &[u8])| {
    let (route, body) = input;
    let route = &ROUTES[usize::from(route) % ROUTES.len()];
    let mut sandbox = SANDBOX.lock().expect("the lock is not poisoned");
    let (status, response) = sandbox.send(route, body);
    let path = route.path;
    assert!((200..500).contains(&status), "{path}: {status} {response}");
    if status >= 400 {
        let error: Value = serde_json::from_str(&response).expect("an error is JSON");
        assert!(
            error["message"].is_string() || error["errors"].is_array(),
            "{error}"
        );
    }
    sandbox.request_count += 1;
    if sandbox.request_count.is_multiple_of(RESET_INTERVAL) {
        let (status, response) = sandbox.send(&backend("POST", "/_sandbox/reset"), b"");
        assert!(status < 300, "{response}");
    }
});

struct Sandbox {
    address: String,
    key: String,
    client_key: String,
    token: String,
    stream: Option<BufReader<TcpStream>>,
    request_count: usize,
}

impl Sandbox {
    /// Starts a sandbox in this process, so that the fuzzer measures its coverage.
    fn start() -> Self {
        let (output, ready) = mpsc::channel();
        thread::spawn(move || {
            let args = ["courier-auth", "sandbox", "start", "--port", "0", "--json"];
            let (mut stdin, mut stdout) = (&b""[..], ChannelWriter(output));
            run(Process {
                args: args.map(Into::into).to_vec(),
                env: EnvVars::default(),
                now: || DateTime::from_timestamp(1_767_225_600, 0).expect("a valid time"),
                folder: None,
                stdin: Input::new(&mut stdin, false),
                stdout: Stream::new(&mut stdout, false),
                stderr: SharedStream::new(Arc::new(Mutex::new(io::sink())), false),
            })
        });
        let mut text = Vec::new();
        while !text.ends_with(b"\n") {
            text.extend(ready.recv().expect("the sandbox prints its address"));
        }
        let ready: Value = serde_json::from_slice(&text).expect("a JSON document");
        let url = ready["url"].as_str().expect("a URL");
        let mut sandbox = Self {
            address: url
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned(),
            key: ready["api_key"].as_str().expect("a key").to_owned(),
            client_key: ready["client_key"].as_str().expect("a key").to_owned(),
            token: String::new(),
            stream: None,
            request_count: 0,
        };
        let request = serde_json::json!({ "scope": SCOPE, "expires_in": "7 days" }).to_string();
        let (_, issued) = sandbox.send(&backend("POST", "/auth/issue-token"), request.as_bytes());
        let issued: Value = serde_json::from_str(&issued).expect("a JSON document");
        issued["token"]
            .as_str()
            .expect("a token")
            .clone_into(&mut sandbox.token);
        sandbox
    }

    /// Sends a request and returns the status and body of the response.
    fn send(&mut self, route: &Route, body: &[u8]) -> (u16, String) {
        let Route { method, path, .. } = route;
        let (secret, client_key) = if route.is_for_apps {
            // Some routes for apps require the client key instead of the token.
            (&self.token, self.client_key.as_str())
        } else {
            (&self.key, "")
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {secret}\r\n\
             x-courier-client-key: {client_key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        let mut stream = self.stream.take().unwrap_or_else(|| {
            let stream = TcpStream::connect(&self.address).expect("the sandbox listens");
            stream.set_nodelay(true).expect("a connected socket");
            BufReader::new(stream)
        });
        stream
            .get_mut()
            .write_all(&[head.as_bytes(), body].concat())
            .expect("the sandbox reads");
        let (mut status, mut length, mut is_kept_alive) = (0, 0, true);
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).expect("a response");
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            } else if let Some(code) = line.strip_prefix("http/1.1 ") {
                status = code[..3].parse().expect("a status");
            } else if let Some(bytes) = line.strip_prefix("content-length: ") {
                length = bytes.parse().expect("a length");
            } else if line == "connection: close" {
                is_kept_alive = false;
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).expect("a complete body");
        self.stream = Some(stream).filter(|_| is_kept_alive);
        (status, String::from_utf8(body).expect("the body is UTF-8"))
    }
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
