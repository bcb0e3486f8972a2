//! `issue` against a server that fails in every way there is: what is printed, the exit code, and
//! how many requests were sent.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use courier_auth::token::{Algorithm, ApiKey, sign_token};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::{
    common::{KEY, Test, answer},
    tls::certificate,
};

/// What a server does with one connection.
#[derive(Clone)]
enum Deed {
    /// Answers with these bytes.
    Answer(String),
    /// Sends these bytes, and then nothing more, for as long as the test lasts.
    Stall(&'static str),
    /// Closes at once, with the request unread: the connection is reset.
    Reset,
}

/// A server that does one deed after the other, the last one again and again.
struct Faulty {
    address: String,
    requests: Arc<AtomicUsize>,
}

impl Faulty {
    fn start(deeds: Vec<Deed>, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        thread::spawn(move || {
            let mut held = Vec::new();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let at = count.fetch_add(1, Ordering::SeqCst).min(deeds.len() - 1);
                match &tls {
                    None => held.extend(serve(stream, &deeds[at])),
                    Some(config) => {
                        let connection = ServerConnection::new(Arc::clone(config)).unwrap();
                        let mut stream = StreamOwned::new(connection, stream);
                        let mut request = [0; 4096];
                        // A client that does not trust the certificate goes away.
                        if stream.read(&mut request).is_ok()
                            && let Deed::Answer(bytes) = &deeds[at]
                        {
                            let _ = stream.write_all(bytes.as_bytes());
                            stream.conn.send_close_notify();
                            let _ = stream.flush();
                        }
                    }
                }
            }
        });
        Self { address, requests }
    }
}

/// Does it, and gives back a connection that is to stay open.
fn serve(mut stream: TcpStream, deed: &Deed) -> Option<TcpStream> {
    let mut request = Vec::new();
    let mut read = |stream: &mut TcpStream| {
        let mut block = [0; 4096];
        // The body of the request ends with a brace.
        while !request.ends_with(b"}") {
            let length = stream.read(&mut block).unwrap_or(0);
            if length == 0 {
                return;
            }
            request.extend_from_slice(&block[..length]);
        }
    };
    match deed {
        Deed::Reset => {
            // Something has to be there that stays unread.
            let _ = stream.peek(&mut [0; 1]);
            None
        }
        Deed::Stall(bytes) => {
            read(&mut stream);
            let _ = stream.write_all(bytes.as_bytes());
            Some(stream)
        }
        Deed::Answer(bytes) => {
            read(&mut stream);
            let _ = stream.write_all(bytes.as_bytes());
            None
        }
    }
}

/// An answer that asks for the next try at once.
fn soon(status: &str, body: &str) -> Deed {
    Deed::Answer(answer(&format!("{status}\r\nretry-after-ms: 1"), body))
}

fn plain(status: &str, body: &str) -> Deed {
    Deed::Answer(answer(status, body))
}

/// A token as Courier would issue it for `issue --user alice --for inbox`.
fn token() -> String {
    let claims = r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225600,"exp":1767312000}"#;
    let key = ApiKey::new(KEY).unwrap();
    sign_token(claims, &key, Algorithm::Hs256)
        .expose()
        .to_owned()
}

fn good() -> Deed {
    plain("200 OK", &format!(r#"{{"token":"{}"}}"#, token()))
}

fn issue(url: &str, args: &[&str]) -> Test {
    let all = [
        "issue",
        "--user",
        "alice",
        "--for",
        "inbox",
        "--api-url",
        url,
    ];
    Test::new(all.into_iter().chain(args.iter().copied())).env("COURIER_API_KEY", KEY)
}

/// The fault; the options; what is on standard error; the exit code; how many requests there are.
type Row = (Vec<Deed>, &'static [&'static str], &'static str, i32, usize);

#[expect(clippy::too_many_lines, reason = "a table")]
fn faults() -> Vec<Row> {
    let html = "<html><body>502 Bad Gateway</body></html>";
    let error = r#"{"message":"no","type":"invalid_request_error"}"#;
    vec![
        (vec![good()], &[], "", 0, 1),
        (
            vec![plain("202 Accepted", "")],
            &[],
            "202 and an empty body where 200 was due",
            5,
            1,
        ),
        (
            vec![plain("301 Moved\r\nlocation: http://127.0.0.1:1/", "")],
            &[],
            "a redirect (301), which is not followed",
            5,
            1,
        ),
        (
            vec![soon("400 Bad", error)],
            &[],
            "Courier answered 400: no",
            5,
            1,
        ),
        (
            vec![soon("401 No", error)],
            &[],
            "Courier refused the API key: 401 no\na key belongs to one environment and one region\n--region eu, or --region us",
            4,
            1,
        ),
        (
            vec![soon("403 No", error)],
            &[],
            "Courier refused the API key: 403 no",
            4,
            1,
        ),
        (
            vec![soon("404 No", error)],
            &[],
            "Courier answered 404: no",
            5,
            1,
        ),
        (
            vec![soon("408 Slow", error)],
            &[],
            "Courier answered 408: no",
            5,
            3,
        ),
        (
            vec![soon("409 No", error)],
            &[],
            "Courier answered 409: no",
            5,
            1,
        ),
        (
            vec![soon("413 Big", error)],
            &[],
            "Courier answered 413: no",
            5,
            1,
        ),
        (
            vec![soon("429 Many", error)],
            &[],
            "Courier answered 429: no\nhelp: Courier limits",
            5,
            3,
        ),
        (vec![soon("429 Many", error), good()], &[], "", 0, 2),
        (
            vec![plain("429 Many\r\nretry-after: 0", error), good()],
            &[],
            "",
            0,
            2,
        ),
        (
            vec![plain("429 Many", error)],
            &["--retries", "1"],
            "Courier answered 429: no",
            5,
            2,
        ),
        (
            vec![plain("429 Many\r\nretry-after: 3600", error)],
            &[],
            "Courier answered 429: no; it asks to wait 1 h",
            5,
            1,
        ),
        (
            vec![soon("500 Oops", r#"{"message":null}"#)],
            &[],
            "Courier answered 500",
            5,
            3,
        ),
        (
            vec![soon("503 Oops", error), soon("503 Oops", error), good()],
            &[],
            "",
            0,
            3,
        ),
        (
            vec![soon("503 Oops", error)],
            &["--retries", "0"],
            "Courier answered 503: no",
            5,
            1,
        ),
        (
            vec![soon("502 Bad Gateway", html)],
            &[],
            "Courier answered 502: a page of HTML",
            5,
            3,
        ),
        (
            vec![plain("200 OK", html)],
            &[],
            "200 without a token: a page of HTML",
            5,
            1,
        ),
        (
            vec![plain("200 OK", r#"{"token":"#)],
            &[],
            "200 without a token",
            5,
            1,
        ),
        (
            vec![plain(
                "200 OK",
                &format!(r#"{{"token":"{}"}}"#, token().replace('.', "")),
            )],
            &[],
            "what it calls a token is none",
            5,
            1,
        ),
        (
            vec![Deed::Answer(
                "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"token\"".to_owned(),
            )],
            &[],
            "the connection to 127.0.0.1",
            6,
            1,
        ),
        (
            vec![plain("200 OK", &"x".repeat(17 * 1024 * 1024))],
            &[],
            "sent more than 16 MiB",
            5,
            1,
        ),
        (
            vec![Deed::Stall("")],
            &["--timeout", "0.3"],
            "did not answer within 0.3 s",
            6,
            1,
        ),
        (
            vec![Deed::Stall(
                "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{",
            )],
            &["--timeout", "0.3"],
            "did not answer within 0.3 s",
            6,
            1,
        ),
        (vec![Deed::Reset], &[], "the connection to 127.0.0.1", 6, 1),
        (
            vec![Deed::Answer("nonsense\r\n\r\n".to_owned())],
            &[],
            "the connection to 127.0.0.1",
            6,
            1,
        ),
    ]
}

#[test]
fn every_fault_is_named_and_only_what_may_pass_is_tried_again() {
    thread::scope(|scope| {
        for (deeds, args, stderr, code, requests) in faults() {
            scope.spawn(move || {
                let server = Faulty::start(deeds, None);
                let ran = issue(&format!("http://{}", server.address), args).run();
                let stdout = if code == 0 { "eyJ" } else { "" };
                ran.is(code, stdout, stderr);
                assert_eq!(server.requests.load(Ordering::SeqCst), requests, "{stderr}");
                assert!(!ran.stderr.contains(KEY), "{stderr}");
            });
        }
    });
}

/// As a hostile or broken server may ask.
#[test]
fn no_wait_that_is_asked_for_is_too_long_to_be_told() {
    for status in ["200 OK", "503 Oops"] {
        for wait in ["10000000000000000000", "1e300", "-5"] {
            let body = format!(r#"{{"token":"{}"}}"#, token());
            let deed = plain(&format!("{status}\r\nretry-after: {wait}"), &body);
            let server = Faulty::start(vec![deed], None);
            let ran = issue(&format!("http://{}", server.address), &["--timeout", "0.5"]).run();
            let code = if status == "200 OK" { 0 } else { 5 };
            assert_eq!(ran.code, Some(code), "{wait}: {ran:#?}");
        }
    }
}

#[test]
fn a_port_where_nobody_listens_is_tried_again() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let ran = issue(&format!("http://{free}"), &["--retries", "1", "-v"]).run();
    ran.is(6, "", "again in 0.\nerror: cannot connect to 127.0.0.1");
    assert_eq!(
        ran.stderr.matches("cannot connect").count(),
        3,
        "{}",
        ran.stderr
    );
}

#[test]
fn what_was_sent_is_told_when_asked() {
    let server = Faulty::start(vec![soon("503 Oops", "{}"), good()], None);
    let ran = issue(&format!("http://{}", server.address), &["-v"]).run();
    ran.is(
        0,
        "eyJ",
        "/auth/issue-token for alice: 503 after 0.\n; again in 0.0 s\n/auth/issue-token for alice: 200 after 0.",
    );
    assert!(!ran.stderr.contains(KEY) && !ran.stderr.contains("eyJ"));
}

#[cfg(target_os = "linux")]
#[test]
fn certificates_are_checked_and_an_own_authority_can_be_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let (config, right) = certificate(&["127.0.0.1"]);
    let (_, wrong) = certificate(&["127.0.0.1"]);
    let server = Faulty::start(vec![good()], Some(config));
    let url = format!("https://{}", server.address);
    let trusting = |pem: &str| {
        let path = folder.path().join("authority.pem");
        fs::write(&path, pem).unwrap();
        let test = issue(&url, &["--retries", "0"]);
        test.env("SSL_CERT_FILE", path.to_str().unwrap()).run()
    };
    trusting(&right).is(0, "eyJ", "");
    trusting(&wrong).is(
        6,
        "",
        "error: cannot trust 127.0.0.1\ncertificate\nSSL_CERT_FILE",
    );
    let refusing = Faulty::start(vec![Deed::Reset], None);
    issue(
        &format!("https://{}", refusing.address),
        &["--retries", "0"],
    )
    .run()
    .is(6, "", "error: cannot connect to 127.0.0.1");
}
