//! Responses without an end, and addresses that look like this machine.

use std::{io::Write as _, net::TcpListener, thread};

use crate::support::{KEY, Test, read_request};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

/// Starts a server that reads each request, writes `start`, and repeats `rest` until the client closes
/// the connection.
fn start_server(start: String, rest: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            read_request(&mut stream);
            let _ = stream.write_all(start.as_bytes());
            thread::spawn(move || while stream.write_all(rest.as_bytes()).is_ok() {});
        }
    });
    url
}

/// Runs `issue` and asserts that it fails with one error about the response or the connection.
fn assert_refused(name: &str, url: &str) {
    let outcome = Test::line("issue --user a --retries 0 --timeout 1 --api-url")
        .arg(url)
        .key(KEY)
        .run();
    assert!(matches!(outcome.code, Some(5 | 6)), "{name}: {outcome:#?}");
    assert_eq!(outcome.stdout, "", "{name}");
    assert_eq!(
        outcome.stderr.matches("error: ").count(),
        1,
        "{name}: {outcome:#?}"
    );
    assert!(outcome.stderr.len() < 2_000, "{name}: {}", outcome.stderr);
}

/// A response that ends neither at a limit nor at the timeout would hang this test.
#[test]
fn responses_without_an_end_are_cut_off() {
    let rows = [
        ("body", format!("{HEAD}\r\n"), "xxxxxxxxxxxxxxxx"),
        (
            "1xx responses",
            String::new(),
            "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n",
        ),
        ("header lines", HEAD.to_owned(), "x-a: b\r\n"),
        (
            "one header line",
            format!("{HEAD}x-a: "),
            "xxxxxxxxxxxxxxxx",
        ),
        ("status line", "HTTP/1.1 200 ".to_owned(), "OK "),
        ("chunks", CHUNKED.to_owned(), "1\r\nx\r\n"),
        (
            "chunk extension",
            format!("{CHUNKED}1;x="),
            "xxxxxxxxxxxxxxxx",
        ),
        ("trailers", format!("{CHUNKED}0\r\n"), "x-a: b\r\n"),
        ("empty lines", String::new(), "\r\n"),
    ];
    thread::scope(|scope| {
        for (name, start, rest) in rows {
            let url = start_server(start, rest);
            scope.spawn(move || assert_refused(name, &url));
        }
    });
}

/// Addresses that any key is sent to: `https`, or this machine. With the URL that they stand for.
const ACCEPTED: [(&str, &str); 21] = [
    ("http://localhost:1", "http://localhost:1"),
    ("http://LOCALHOST:1", "http://localhost:1"),
    ("http://127.0.0.1:1", "http://127.0.0.1:1"),
    ("http://127.1:1", "http://127.0.0.1:1"),
    ("http://0x7f000001:1", "http://127.0.0.1:1"),
    ("http://2130706433:1", "http://127.0.0.1:1"),
    ("http://017700000001:1", "http://127.0.0.1:1"),
    ("http://0177.0.0.1:1", "http://127.0.0.1:1"),
    ("http://[::1]:1", "http://[::1]:1"),
    ("http://[0:0:0:0:0:0:0:1]:1", "http://[::1]:1"),
    ("http://@127.0.0.1:1", "http://127.0.0.1:1"),
    (
        "http://127.0.0.1:1\\@evil.test",
        "http://127.0.0.1:1/@evil.test",
    ),
    ("http://１２７.0.0.1:1", "http://127.0.0.1:1"),
    ("http://127。0。0。1:1", "http://127.0.0.1:1"),
    ("http://%6cocalhost:1", "http://localhost:1"),
    ("http://local\u{ad}host:1", "http://localhost:1"),
    ("http://local\thost:1", "http://localhost:1"),
    ("http://①27.0.0.1:1", "http://127.0.0.1:1"),
    ("https://x.test", "https://x.test"),
    ("https://x.test:8443", "https://x.test:8443"),
    ("https://192.168.0.1", "https://192.168.0.1"),
];

/// Addresses that only the key of a sandbox is sent to, with the URL that they stand for.
const FOR_SANDBOXES: [(&str, &str); 2] = [
    ("http://128.0.0.1:1", "http://128.0.0.1:1"),
    ("http://lоcalhost:1", "http://xn--lcalhost-nbh:1"),
];

/// Addresses that are refused.
const REFUSED: [&str; 33] = [
    "http://localhost.:1",
    "http://[::ffff:127.0.0.1]:1",
    "http://[::ffff:7f00:1]:1",
    "http://[::]:1",
    "http://[::1%25lo]:1",
    "http://0.0.0.0:1",
    "http://0:1",
    "http://127.0.0.1.nip.io:1",
    "http://localhost.evil.test:1",
    "http://evil.localhost:1",
    "http://127.0.0.1@evil.test",
    "http://evil.test@127.0.0.1",
    "http://a:b@localhost:1",
    "http://evil.test\\@127.0.0.1",
    "http:\\\\evil.test",
    "http:/evil.test",
    "http:evil.test",
    "http://evil.test#@127.0.0.1",
    "http://evil.test?@127.0.0.1",
    "http://evil.test/127.0.0.1",
    "http://evil.test%00.127.0.0.1",
    "HTTP://evil.test",
    "ws://127.0.0.1:1",
    "ftp://127.0.0.1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:,x",
    "unix:/tmp/s",
    "//127.0.0.1:1",
    "127.0.0.1:1",
    "localhost",
    "https://evil.test@x.test",
    "https://pk_prod_FAKEFAKE@x.test",
];

#[test]
fn a_key_is_sent_to_https_or_this_machine_only() {
    let issue = |address: &str, options: &str| {
        let test = Test::line("issue --user a").args([&*format!("--api-url={address}")]);
        test.args(options.split_whitespace()).key(KEY).run()
    };
    for (address, url) in ACCEPTED.into_iter().chain(FOR_SANDBOXES) {
        let planned = issue(address, "--dry-run --json").json();
        assert_eq!(
            planned["url"],
            format!("{url}/auth/issue-token"),
            "{address}"
        );
    }
    for (address, _) in FOR_SANDBOXES {
        let expected = "is only allowed with the key or a token of a sandbox";
        issue(address, "").exits_with(4, "", expected);
    }
    for address in REFUSED {
        issue(address, "--dry-run --json").exits_with(2, "", "--api-url");
    }
}
