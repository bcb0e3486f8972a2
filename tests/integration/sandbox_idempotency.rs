//! Idempotency keys in the sandbox.

use std::{io::Write as _, net::TcpStream};

use crate::support::{Sandbox, wait_until};

const TOKEN_REQUEST: &str = r#"{"scope":"user_id:a inbox:read:messages","expires_in":"1h"}"#;

#[test]
fn an_idempotency_key_repeats_the_first_response() {
    let sandbox = Sandbox::start();
    let key = [("idempotency-key", "k")];
    let first = sandbox.request_token(&key, TOKEN_REQUEST);
    assert_eq!(first.status, 200);
    let other_body = r#"{"scope":"user_id:b"}"#;
    assert_eq!(sandbox.request_token(&key, other_body).body, first.body);
    let without_key = sandbox.request_token(&[], TOKEN_REQUEST);
    assert_ne!(without_key.body, first.body);
    let blank_key = sandbox.request_token(&[("idempotency-key", " ")], TOKEN_REQUEST);
    assert_ne!(blank_key.body, first.body);
}

#[test]
fn an_idempotency_key_belongs_to_its_api_key() {
    let sandbox = Sandbox::start();
    let key = ("idempotency-key", "k");
    let with_other_api_key = || {
        let headers = [("authorization", "Bearer pk_test_FAKE"), key];
        let response = sandbox.request("POST", "/auth/issue-token", &headers, TOKEN_REQUEST);
        response.status
    };
    assert_eq!(with_other_api_key(), 401);
    assert_eq!(sandbox.request_token(&[key], TOKEN_REQUEST).status, 200);
    assert_eq!(with_other_api_key(), 401);
}

#[test]
fn an_idempotency_key_repeats_errors() {
    let sandbox = Sandbox::start();
    let key = [("idempotency-key", "w")];
    let failed = sandbox.request_token(&key, "{}");
    assert_eq!(failed.status, 400);
    assert_eq!(sandbox.request_token(&key, TOKEN_REQUEST).body, failed.body);
    add_fault(&sandbox, "500,times=1");
    for _ in 0..2 {
        let failed = sandbox.request_token(&[("idempotency-key", "f")], TOKEN_REQUEST);
        assert_eq!(failed.status, 500);
    }
}

/// The official SDK would retry a 409 without the header.
#[test]
fn a_repeated_conflict_is_not_to_be_retried() {
    let sandbox = Sandbox::start();
    let bearer = sandbox.bearer();
    sandbox.seed(r#"{"users":{"a":{"messages":[{"messageId":"m"}]}}}"#);
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", "c")];
    for _ in 0..2 {
        let response = sandbox.request("POST", "/messages/m/cancel", &headers, "");
        assert_eq!(
            (response.status, response.header("x-should-retry")),
            (409, Some("false"))
        );
    }
}

#[test]
fn an_idempotency_key_expires() {
    let sandbox = Sandbox::start();
    let default = [("idempotency-key", "k")];
    let long = [
        ("idempotency-key", "l"),
        ("x-idempotency-expiration", "2099-01-01"),
    ];
    let response = |headers: &[(&str, &str)]| {
        let response = sandbox.request_token(headers, TOKEN_REQUEST);
        assert_eq!(response.status, 200);
        response.body
    };
    let (first_default, first_long) = (response(&default), response(&long));
    sandbox.control("POST", "clock", r#"{"advance":"25h"}"#);
    assert_ne!(response(&default), first_default);
    assert_eq!(response(&long), first_long);
    // A year is the maximum.
    sandbox.control("POST", "clock", r#"{"advance":"365d"}"#);
    assert_ne!(response(&long), first_long);
}

fn add_fault(sandbox: &Sandbox, fault: &str) {
    let faults = format!(r#"{{"faults":["issue-token:{fault}"]}}"#);
    assert_eq!(sandbox.control("POST", "faults", &faults).status, 204);
}

#[test]
fn a_request_in_progress_is_202_and_a_canceled_one_is_forgotten() {
    let sandbox = Sandbox::start();
    add_fault(&sandbox, "latency=60000,times=1");
    let address = sandbox.url.trim_start_matches("http://");
    let mut slow = TcpStream::connect(address).unwrap();
    let request = format!(
        "POST /auth/issue-token HTTP/1.1\r\nhost: {address}\r\nauthorization: {}\r\n\
         idempotency-key: s\r\ncontent-length: {}\r\n\r\n{TOKEN_REQUEST}",
        sandbox.bearer(),
        TOKEN_REQUEST.len()
    );
    slow.write_all(request.as_bytes()).unwrap();
    wait_until("the slow request is in the journal", || {
        let journal = sandbox.control("GET", "journal", "").body;
        journal.contains("\"/auth/issue-token\"")
    });
    let key = [("idempotency-key", "s")];
    let second = sandbox.request_token(&key, TOKEN_REQUEST);
    assert_eq!((second.status, second.body.as_str()), (202, ""));
    drop(slow);
    wait_until("the slow request is forgotten", || {
        sandbox.request_token(&key, TOKEN_REQUEST).status == 200
    });
}
