//! Servers that break HTTP, and addresses that look like this machine.

use std::{io::Write as _, net::TcpListener, thread};

use serde_json::Value;
use url::{Host, Url};

use crate::support::{KEY, Test, read_request};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

/// Starts a server that reads each request, writes `start`, and repeats `rest` until the client closes
/// the connection. Without `rest` it closes the connection itself.
fn start_server(start: Vec<u8>, rest: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            read_request(&mut stream);
            let _ = stream.write_all(&start);
            if let Some(rest) = rest {
                thread::spawn(move || while stream.write_all(rest.as_bytes()).is_ok() {});
            }
        }
    });
    url
}

/// Runs `issue` and asserts that it fails with one error about the response or the connection.
fn assert_refused(name: &str, url: &str, timeout: &str) {
    let outcome = Test::line("issue --user a --retries 0 --timeout")
        .args([timeout, "--api-url", url])
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

#[test]
fn responses_that_break_http_are_refused() {
    let rows: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("HTTP/0.9", b"<html>hello</html>".to_vec()),
        (
            "HTTP/2 frame",
            b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80".to_vec(),
        ),
        ("TLS record", b"\x15\x03\x01\x00\x02\x02\x46".to_vec()),
        (
            "status of five digits",
            b"HTTP/1.1 20000 OK\r\n\r\n".to_vec(),
        ),
        (
            "switched protocols",
            b"HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\nx".to_vec(),
        ),
        ("no content", b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
        (
            "not modified",
            b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec(),
        ),
        (
            "header without a colon",
            format!("{HEAD}nonsense\r\n\r\n{{}}").into(),
        ),
        (
            "NUL in a header",
            format!("{HEAD}a: b\0c\r\n\r\n{{}}").into(),
        ),
        (
            "negative length",
            format!("{HEAD}content-length: -1\r\n\r\n{{}}").into(),
        ),
        (
            "huge length",
            format!("{HEAD}content-length: 18446744073709551616\r\n\r\n{{}}").into(),
        ),
        (
            "long length",
            format!("{HEAD}content-length: 9000000000000000000\r\n\r\n{{}}").into(),
        ),
        (
            "two lengths",
            format!("{HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}").into(),
        ),
        (
            "body without a length",
            format!("{HEAD}\r\nnot json").into(),
        ),
        (
            "gzip",
            format!("{HEAD}content-encoding: gzip\r\n\r\n\u{1f}garbage").into(),
        ),
        ("negative chunk", format!("{CHUNKED}-5\r\nhello\r\n").into()),
        (
            "chunk overflow",
            format!("{CHUNKED}fffffffffffffffff\r\nhello\r\n").into(),
        ),
        (
            "chunk without its end",
            format!("{CHUNKED}5\r\nhelloXX").into(),
        ),
        ("no last chunk", format!("{CHUNKED}2\r\n{{}}\r\n").into()),
    ];
    thread::scope(|scope| {
        for (name, response) in rows {
            scope.spawn(move || assert_refused(name, &start_server(response, None), "20"));
        }
    });
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
            let url = start_server(start.into_bytes(), Some(rest));
            scope.spawn(move || assert_refused(name, &url, "1"));
        }
    });
}

#[test]
fn a_key_is_sent_to_https_or_this_machine_only() {
    let spellings = [
        "http://localhost:1",
        "http://LOCALHOST:1",
        "http://localhost.:1",
        "http://127.0.0.1:1",
        "http://127.1:1",
        "http://0x7f000001:1",
        "http://2130706433:1",
        "http://017700000001:1",
        "http://0177.0.0.1:1",
        "http://[::1]:1",
        "http://[0:0:0:0:0:0:0:1]:1",
        "http://[::ffff:127.0.0.1]:1",
        "http://[::ffff:7f00:1]:1",
        "http://[::]:1",
        "http://[::1%25lo]:1",
        "http://0.0.0.0:1",
        "http://0:1",
        "http://128.0.0.1:1",
        "http://127.0.0.1.nip.io:1",
        "http://localhost.evil.test:1",
        "http://evil.localhost:1",
        "http://127.0.0.1@evil.test",
        "http://evil.test@127.0.0.1",
        "http://a:b@localhost:1",
        "http://@127.0.0.1:1",
        "http://127.0.0.1:1\\@evil.test",
        "http://evil.test\\@127.0.0.1",
        "http:\\\\evil.test",
        "http:/evil.test",
        "http:evil.test",
        "http://evil.test#@127.0.0.1",
        "http://evil.test?@127.0.0.1",
        "http://evil.test/127.0.0.1",
        "http://１２７.0.0.1:1",
        "http://127。0。0。1:1",
        "http://lоcalhost:1",
        "http://%6cocalhost:1",
        "http://local\u{ad}host:1",
        "http://local\thost:1",
        "http://evil.test%00.127.0.0.1",
        "http://①27.0.0.1:1",
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
        "https://x.test",
        "https://x.test:8443",
        "https://192.168.0.1",
    ];
    let mut accepted = 0;
    for spelling in spellings {
        let outcome = Test::line("issue --user a --dry-run --json")
            .args([&*format!("--api-url={spelling}")])
            .key(KEY)
            .run();
        if outcome.code != Some(0) {
            outcome.exits_with(2, "", "--api-url");
            continue;
        }
        let planned: Value = outcome.json();
        let url: Url = planned["url"].as_str().unwrap().parse().unwrap();
        let is_own_machine = match url.host().unwrap() {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
        };
        if url.scheme() != "https" && !is_own_machine {
            // Only the key of a sandbox is sent there.
            let sent = Test::line("issue --user a").args([&*format!("--api-url={spelling}")]);
            let expected = "is only allowed with the key or a token of a sandbox";
            sent.key(KEY).run().exits_with(4, "", expected);
        } else {
            accepted += 1;
        }
        assert!(
            url.username().is_empty() && url.password().is_none(),
            "{spelling}"
        );
    }
    // Near misses go on working, and most spellings are refused.
    assert!((8..=22).contains(&accepted), "{accepted}");
}
