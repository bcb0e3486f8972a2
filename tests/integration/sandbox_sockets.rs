//! The realtime protocol of courier-react up to version 7 and of the mobile SDKs: frames without
//! acknowledgements, on a socket without the `iwpv` parameter.

use courier_auth::token::{ApiKey, user_signature};
use serde_json::{Value, json};

use crate::support::{CLIENT_KEY, Sandbox, Socket, connect, receive, send_frame};

/// A frame that subscribes to the messages of a user.
fn subscribe(user: &str) -> Value {
    json!({ "action": "subscribe", "data": { "channel": user } })
}

/// Waits until the sandbox has processed the frames sent so far: an unknown action gets an error
/// frame, and frames are processed in order.
#[track_caller]
fn settle(socket: &mut Socket) {
    send_frame(socket, &json!({ "action": "settle" }));
    assert_eq!(receive(socket)["error"], "unknown action");
}

/// Asserts that the next frame is an error that contains this text.
#[track_caller]
fn receive_error(socket: &mut Socket, expected: &str) {
    let frame = receive(socket);
    let error = frame["error"].as_str().unwrap();
    assert!(error.contains(expected), "{frame}");
}

/// Sends a message that must be accepted.
#[track_caller]
fn send(sandbox: &Sandbox, message: &Value) {
    let response = sandbox.send(message);
    assert_eq!(response.status, 202, "{}", response.body);
}

#[test]
fn legacy_clients_receive_frames_in_their_format() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{"messageId":"m"}]}}}"#);
    let token = sandbox.issue("--for inbox");
    let mut socket = connect(&sandbox, &format!("auth={token}")).unwrap();
    send_frame(
        &mut socket,
        &json!({ "action": "subscribe", "data": { "channel": "alice", "event": "*", "version": 5,
            "clientSourceId": "phone", "userAgent": "courier-ios/5" } }),
    );
    send_frame(&mut socket, &json!({ "action": "keepAlive" }));
    settle(&mut socket);
    send(
        &sandbox,
        &json!({ "to": { "user_id": "alice" }, "content": { "title": "T" },
            "data": { "icon": "https://example.test/icon.png" } }),
    );
    let message = receive(&mut socket);
    assert_eq!(message["icon"], "https://example.test/icon.png");
    assert_eq!(
        (&message["type"], &message["title"]),
        (&"message".into(), &"T".into())
    );
    let id = &message["trackingIds"]["clickTrackingId"];
    assert_eq!(id, &message["data"]["trackingIds"]["clickTrackingId"]);
    for (mutation, event) in [
        (r#"read(messageId: "m")"#, "read"),
        (r#"unread(messageId: "m")"#, "unread"),
        (r#"opened(messageId: "m")"#, "opened"),
        (r#"clicked(messageId: "m", trackingId: "t")"#, "click"),
        (r#"archive(messageId: "m")"#, "archive"),
        (r#"unarchive(messageId: "m")"#, "unarchive"),
    ] {
        sandbox.query(&token, &format!("mutation {{ {mutation} }}"));
        let expected = json!({ "type": "event", "event": event, "messageId": "m" });
        assert_eq!(receive(&mut socket), expected);
    }
    for mutation in ["archiveRead", "archiveAll", "markAllRead"] {
        sandbox.query(&token, &format!("mutation {{ {mutation} }}"));
    }
    assert_eq!(
        receive(&mut socket),
        json!({ "type": "event", "event": "mark-all-read" })
    );
    // A client gets no frame for its own mutation.
    let authorization = format!("Bearer {token}");
    let own_headers = [
        ("authorization", authorization.as_str()),
        ("x-courier-client-source-id", "phone"),
    ];
    sandbox.request(
        "POST",
        "/q",
        &own_headers,
        r#"{"query":"mutation { read(messageId: \"m\") }"}"#,
    );
    settle(&mut socket);
}

#[test]
fn a_client_key_socket_subscribes_to_every_signed_user() {
    let sandbox = Sandbox::start_with("--hmac-required");
    assert_eq!(connect(&sandbox, "clientKey=nonsense").err(), Some(401));
    let mut socket = connect(&sandbox, &format!("clientKey={CLIENT_KEY}")).unwrap();
    let subscribe = |user: &str, signature: Option<String>, tenant: Option<&str>| {
        json!({ "action": "subscribe", "data": { "channel": user, "event": "*", "version": 5,
            "userSignature": signature, "accountId": tenant, "clientKey": CLIENT_KEY } })
    };
    send_frame(&mut socket, &subscribe("alice", None, None));
    receive_error(&mut socket, "requires a user signature");
    let key = ApiKey::new(&sandbox.api_key).unwrap();
    let signed = |user: &str| Some(user_signature(&key, user));
    send_frame(&mut socket, &subscribe("alice", signed("bob"), None));
    receive_error(&mut socket, "must be the HMAC");
    send_frame(&mut socket, &subscribe("alice", signed("alice"), Some("t")));
    send_frame(&mut socket, &subscribe("bob", signed("bob"), None));
    settle(&mut socket);
    let send_to = |user: &str, tenant: Option<&str>| {
        let title = format!("{user} {tenant:?}");
        send(
            &sandbox,
            &json!({ "to": { "user_id": user, "tenant_id": tenant }, "content": { "title": title } }),
        );
    };
    for (user, tenant) in [
        ("alice", None),
        ("alice", Some("t")),
        ("carol", None),
        ("bob", Some("u")),
    ] {
        send_to(user, tenant);
    }
    assert_eq!(receive(&mut socket)["title"], r#"alice Some("t")"#);
    assert_eq!(receive(&mut socket)["title"], r#"bob Some("u")"#);
    let unsubscribe = json!({ "action": "unsubscribe", "data": { "channel": "bob" } });
    send_frame(&mut socket, &unsubscribe);
    settle(&mut socket);
    send_to("bob", None);
    send_to("alice", Some("t"));
    assert_eq!(receive(&mut socket)["title"], r#"alice Some("t")"#);
    // The setting applies to new connections too.
    sandbox.set_workspace(&json!({ "jwt_required": true }));
    let refused = connect(&sandbox, &format!("clientKey={CLIENT_KEY}"));
    assert_eq!(refused.err(), Some(401));
}

#[test]
fn subscriptions_of_a_socket_are_limited() {
    let sandbox = Sandbox::start();
    let mut socket = connect(&sandbox, &format!("clientKey={CLIENT_KEY}")).unwrap();
    for user in 0..200 {
        send_frame(&mut socket, &subscribe(&format!("user-{user}")));
    }
    settle(&mut socket);
    for (channel, reason) in [
        ("one-more".to_owned(), "too many subscriptions"),
        ("x".repeat(5_000), "too long"),
    ] {
        send_frame(&mut socket, &subscribe(&channel));
        receive_error(&mut socket, reason);
    }
}

#[test]
fn workspace_settings_apply_to_open_sockets() {
    let sandbox = Sandbox::start();
    let mut socket = connect(&sandbox, &format!("clientKey={CLIENT_KEY}")).unwrap();
    send_frame(&mut socket, &subscribe("user-1"));
    settle(&mut socket);
    sandbox.set_workspace(&json!({ "jwt_required": true }));
    send_frame(&mut socket, &subscribe("user-1"));
    receive_error(&mut socket, "requires user tokens");
}

#[test]
fn a_batch_event_reaches_legacy_clients_message_by_message() {
    let sandbox = Sandbox::start_with("--fault client-q:partial,ids=m3,times=1");
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"messageId":"m1","trackingIds":{"readTrackingId":"r1"}},{"messageId":"m2"},
        {"messageId":"m3","archived":"2026-01-01T00:00:00Z"}]}}}"#,
    );
    let app = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "alice"),
    ];
    let mutate = |mutation: &str| {
        let body = json!({ "query": format!("mutation {{ {mutation} }}") }).to_string();
        sandbox.request("POST", "/client/q", &app, &body).json()
    };
    let mut socket = connect(&sandbox, &format!("clientKey={CLIENT_KEY}")).unwrap();
    send_frame(&mut socket, &subscribe("alice"));
    settle(&mut socket);
    mutate(r#"trackEvent(trackingId: "r1") { id }"#);
    assert_eq!(receive(&mut socket)["event"], "read");
    let batch = |event: &str| {
        mutate(&format!(
            r#"batchTrackEvent(eventType: "{event}") {{ ids }}"#
        ))
    };
    let failed = batch("unarchive");
    assert_eq!(failed["data"]["batchTrackEvent"], Value::Null, "{failed}");
    assert_eq!(
        batch("unarchive")["data"]["batchTrackEvent"]["ids"],
        json!(["m3"])
    );
    assert_eq!(receive(&mut socket)["event"], "unarchive");
    let archived = batch("archive");
    assert_eq!(
        archived["data"]["batchTrackEvent"]["ids"]
            .as_array()
            .map(Vec::len),
        Some(3)
    );
    for _ in 0..3 {
        assert_eq!(receive(&mut socket)["event"], "archive");
    }
    assert!(
        batch("explode")["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("unknown event")
    );
}
