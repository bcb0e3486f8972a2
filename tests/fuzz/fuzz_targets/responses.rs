//! Answers commands with any status, headers and body: each ends with an exit code of its table,
//! and prints nothing, or what it promises.
#![no_main]

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{LazyLock, Mutex},
    thread,
};

use courier_auth_fuzz::run_program;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// A key that is not used anywhere.
const KEY: &str = "pk_prod_FAKEFAKEFAKEFAKE";

/// The commands, with the exit codes that they can have.
const COMMANDS: [(&[&str], &[u8]); 4] = [
    (&["issue", "--user", "alice"], &[0, 4, 5, 6]),
    (&["messages", "--user", "alice", "--json"], &[0, 3, 4, 5, 6]),
    (
        &["mark-read", "--user", "alice", "m-1", "m-2", "--json"],
        &[0, 1, 3, 4, 5, 6],
    ),
    (
        &["doctor", "--user", "alice", "--json"],
        &[0, 1, 2, 4, 5, 6],
    ),
];

/// A response of the server. Invalid bytes are sent as they are.
type Answer<'a> = (u16, Vec<(&'a str, &'a str)>, &'a [u8]);

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

fuzz_target!(|input: (u8, Vec<Answer>)| {
    let (command, answers) = input;
    let (args, codes) = COMMANDS[usize::from(command) % COMMANDS.len()];
    SERVER.answer_with(answers.iter().map(response).collect());
    let connection = ["--retries", "0", "--timeout", "5s", "--api-url"];
    let args = args
        .iter()
        .chain(&connection)
        .copied()
        .chain([SERVER.url.as_str()]);
    let outcome = run_program(args, &[("COURIER_API_KEY", KEY)], b"");
    outcome.exits_with_one_of(codes);
    assert!(!outcome.stderr.contains(KEY), "{}", outcome.stderr);
    let stdout = String::from_utf8(outcome.stdout).expect("output is UTF-8");
    if command % 4 != 0 && !stdout.is_empty() {
        serde_json::from_str::<Value>(&stdout).expect("output is one JSON document");
    }
});

/// Returns the bytes of a response.
fn response((status, headers, body): &Answer) -> Vec<u8> {
    // A token makes more of the client run than any other response.
    let status = if status % 2 == 0 { 200 } else { status % 1000 };
    let mut response = format!("HTTP/1.1 {status:03} X\r\n").into_bytes();
    let is_length_given = headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    for (name, value) in headers {
        response.extend(format!("{name}: {value}\r\n").into_bytes());
    }
    if !is_length_given {
        response.extend(format!("content-length: {}\r\n", body.len()).into_bytes());
    }
    response.extend(b"connection: close\r\n\r\n");
    response.extend(*body);
    response
}

/// A server that sends prepared responses, the last one again and again.
struct Server {
    url: String,
    answers: &'static Mutex<Vec<Vec<u8>>>,
}

impl Server {
    fn start() -> Self {
        static ANSWERS: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut answers = ANSWERS.lock().expect("the lock is not poisoned");
                let answer = if answers.len() > 1 {
                    answers.remove(0)
                } else {
                    answers.first().cloned().unwrap_or_default()
                };
                drop(answers);
                // The client may close the connection at any time.
                let _ = stream.and_then(|stream| respond(stream, &answer));
            }
        });
        Self {
            url,
            answers: &ANSWERS,
        }
    }

    fn answer_with(&self, answers: Vec<Vec<u8>>) {
        *self.answers.lock().expect("the lock is not poisoned") = answers;
    }
}

/// Reads a request with its body and writes the answer.
fn respond(stream: TcpStream, answer: &[u8]) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        } else if let Some(bytes) = line.strip_prefix("content-length: ") {
            length = bytes.parse().unwrap_or(0);
        }
    }
    reader.by_ref().take(length).read_to_end(&mut Vec::new())?;
    reader.get_mut().write_all(answer)
}
