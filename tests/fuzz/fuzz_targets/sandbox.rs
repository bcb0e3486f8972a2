//! Any body at the routes of the sandbox that read one: it is answered, in Courier's shape, and
//! nothing panics.
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

/// Method and path, and whether an app asks: with a token, where a backend has the API key. What
/// changes how all others answer is left out: the clock, faults, and who gets in.
const ROUTES: [(&str, &str, bool); 14] = [
    ("POST", "/q", true),
    ("POST", "/client/q", true),
    ("PUT", "/users/alice/preferences/updates", true),
    ("PUT", "/users/alice/tokens/x", true),
    ("PATCH", "/users/alice/tokens/x", true),
    ("POST", "/inbound/courier", true),
    ("PUT", "/client/lists/l/subscribe/alice", true),
    ("POST", "/auth/issue-token", false),
    ("POST", "/send", false),
    ("PUT", "/brands/b", false),
    ("POST", "/brands", false),
    ("POST", "/_sandbox/seed", false),
    ("POST", "/_sandbox/inspect", false),
    ("PUT", "/users/alice/tokens", true),
];

/// What the app's token allows.
const SCOPE: &str = "user_id:alice inbox:read:messages inbox:write:events read:preferences \
                     write:preferences read:user-tokens write:user-tokens read:brands tenants:read";

/// After so many requests everything is forgotten, so that each costs as much as the first.
const MANY: usize = 500;

static SANDBOX: LazyLock<Mutex<Sandbox>> = LazyLock::new(|| Mutex::new(Sandbox::start()));

fuzz_target!(|input: (u8, &[u8])| {
    let (route, body) = input;
    let (method, path, is_app) = ROUTES[usize::from(route) % ROUTES.len()];
    let mut sandbox = SANDBOX.lock().expect("nobody panicked");
    let (status, answer) = sandbox.ask(method, path, is_app, body);
    assert!((200..500).contains(&status), "{path}: {status} {answer}");
    if status >= 400 {
        let answer: Value = serde_json::from_str(&answer).expect("an error is JSON");
        assert!(
            answer["message"].is_string() || answer["errors"].is_array(),
            "{answer}"
        );
    }
    sandbox.asked += 1;
    if sandbox.asked.is_multiple_of(MANY) {
        let (status, answer) = sandbox.ask("POST", "/_sandbox/reset", false, b"");
        assert!(status < 300, "{answer}");
    }
});

struct Sandbox {
    address: String,
    key: String,
    client_key: String,
    token: String,
    stream: Option<BufReader<TcpStream>>,
    asked: usize,
}

impl Sandbox {
    /// Starts one in this very process, where the fuzzer sees what its code does.
    fn start() -> Self {
        let (lines, ready) = mpsc::channel();
        thread::spawn(move || {
            let args = ["courier-auth", "sandbox", "start", "--port", "0", "--json"];
            let (mut stdin, mut stdout) = (&b""[..], Told(lines));
            run(Process {
                args: args.map(Into::into).to_vec(),
                env: EnvVars::default(),
                now: || DateTime::from_timestamp(1_767_225_600, 0).expect("a date of our time"),
                stdin: Input::new(&mut stdin, false),
                stdout: Stream::new(&mut stdout, false),
                stderr: SharedStream::new(Arc::new(Mutex::new(io::sink())), false),
            })
        });
        let mut text = Vec::new();
        while !text.ends_with(b"\n") {
            text.extend(ready.recv().expect("it tells where it is"));
        }
        let ready: Value = serde_json::from_slice(&text).expect("a document");
        let url = ready["url"].as_str().expect("an address");
        let mut sandbox = Self {
            address: url
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned(),
            key: ready["api_key"].as_str().expect("a key").to_owned(),
            client_key: ready["client_key"].as_str().expect("a key").to_owned(),
            token: String::new(),
            stream: None,
            asked: 0,
        };
        let wish = serde_json::json!({ "scope": SCOPE, "expires_in": "7 days" }).to_string();
        let (_, issued) = sandbox.ask("POST", "/auth/issue-token", false, wish.as_bytes());
        let issued: Value = serde_json::from_str(&issued).expect("a document");
        issued["token"]
            .as_str()
            .expect("a token")
            .clone_into(&mut sandbox.token);
        sandbox
    }

    /// The status and the body that a request is answered with.
    fn ask(&mut self, method: &str, path: &str, is_app: bool, body: &[u8]) -> (u16, String) {
        let secret = if is_app { &self.token } else { &self.key };
        // Some routes of apps are opened by this alone.
        let client_key = if is_app { &self.client_key } else { "" };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {secret}\r\n\
             x-courier-client-key: {client_key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        let mut stream = self.stream.take().unwrap_or_else(|| {
            let stream = TcpStream::connect(&self.address).expect("it listens");
            stream.set_nodelay(true).expect("a socket");
            BufReader::new(stream)
        });
        stream
            .get_mut()
            .write_all(&[head.as_bytes(), body].concat())
            .expect("it reads");
        let (mut status, mut length, mut is_kept) = (0, 0, true);
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).expect("it answers");
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            } else if let Some(code) = line.strip_prefix("http/1.1 ") {
                status = code[..3].parse().expect("a status");
            } else if let Some(bytes) = line.strip_prefix("content-length: ") {
                length = bytes.parse().expect("a length");
            } else if line == "connection: close" {
                is_kept = false;
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).expect("it answers in full");
        self.stream = Some(stream).filter(|_| is_kept);
        (status, String::from_utf8(body).expect("an answer is text"))
    }
}

/// Hands on what is written.
struct Told(mpsc::Sender<Vec<u8>>);

impl Write for Told {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.send(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
