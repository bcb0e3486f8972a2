//! Apps of every age against the sandbox: by token, by client key and by signature, over `/q`,
//! `/client/q`, REST and the older socket.

use std::net::TcpStream;

use courier_auth::token::{ApiKey, user_signature};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket, client::IntoClientRequest as _};

use crate::common::{Answer, Sandbox, http};

const CLIENT_KEY: &str = "Y2EwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDVhNGRiMGM1";
const DRAFT_KEY: &str = "sandbox_draft_development_key";

fn signature(key: &str, user: &str) -> String {
    user_signature(&ApiKey::new(key).unwrap(), user)
}

fn workspace(sandbox: &Sandbox, change: &Value) -> Value {
    let url = format!("{}/_sandbox/workspace", sandbox.url);
    let answer = http("POST", &url, &[], &change.to_string());
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// A token of the sandbox for any scope.
fn token(sandbox: &Sandbox, key: &str, scope: &str) -> String {
    let url = format!("{}/auth/issue-token", sandbox.url);
    let authorization = format!("Bearer {key}");
    let headers = [("authorization", authorization.as_str())];
    let body = json!({ "scope": scope, "expires_in": "1h" }).to_string();
    let answer = http("POST", &url, &headers, &body);
    answer.json()["token"].as_str().unwrap().to_owned()
}

fn ask(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    http(method, &format!("{}{path}", sandbox.url), headers, body)
}

fn count(sandbox: &Sandbox, headers: &[(&str, &str)]) -> Answer {
    ask(sandbox, "POST", "/q", headers, r#"{"query":"{ count }"}"#)
}

#[test]
fn requests_are_answered_in_the_form_in_which_each_sdk_sends_them() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"messageId":"m-1","title":"One"},{"messageId":"m-2"},
        {"messageId":"m-3","archived":"2026-01-01T00:00:00Z"}]}}}"#,
    );
    let jwt = sandbox.issue(&["--for", "sdk"]);
    let requests = include_str!("../fixtures/app_requests.json");
    let requests: Vec<Value> = serde_json::from_str(requests).unwrap();
    for request in requests {
        let text = |name: &str| request[name].as_str().unwrap();
        let headers: Vec<(&str, String)> = request["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| {
                let value = value.as_str().unwrap().replace("{jwt}", &jwt);
                (name.as_str(), value.replace("{client_key}", CLIENT_KEY))
            })
            .collect();
        let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = ask(
            &sandbox,
            text("method"),
            text("path"),
            &headers,
            text("body"),
        );
        let what = text("what");
        assert_eq!(answer.status, 200, "{what}: {}", answer.body);
        let found = answer.json().pointer(text("pointer")).cloned();
        assert_eq!(
            found.as_ref(),
            Some(&request["value"]),
            "{what}: {}",
            answer.body
        );
    }
}

#[test]
fn the_client_key_lets_in_whom_the_workspace_wants() {
    let sandbox = Sandbox::start_with(&["--hmac-required", "--domain", r"^https://app\.test$"]);
    let signed = signature(&sandbox.api_key, "alice");
    let draft = signature(DRAFT_KEY, "alice");
    let other = signature(&sandbox.api_key, "bob");
    let base = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "alice"),
        ("origin", "https://app.test"),
    ];
    let with = |more: &[(&'static str, &str)]| {
        let headers = base
            .iter()
            .filter(|(name, _)| more.iter().all(|(known, _)| known != name));
        let headers: Vec<(&str, &str)> = headers.copied().chain(more.iter().copied()).collect();
        count(&sandbox, &headers)
    };
    let refused = |answer: &Answer, reason: &str| {
        let told = answer.header("x-courier-auth-reason").unwrap_or_default();
        assert!(
            answer.status == 401 && told.contains(reason),
            "{}",
            answer.head
        );
        assert_eq!(
            answer.json(),
            json!({ "message": "Unauthorized", "type": "authentication_error" })
        );
    };
    for signature in [&signed, &draft] {
        let answer = with(&[("x-courier-user-signature", signature)]);
        assert_eq!(answer.status, 200, "{}", answer.head);
    }
    refused(&with(&[]), "requires a user signature");
    refused(
        &with(&[("x-courier-user-signature", &other)]),
        "is not the HMAC",
    );
    let upper = signed.to_uppercase();
    refused(
        &with(&[("x-courier-user-signature", &upper)]),
        "is not the HMAC",
    );
    let signed = ("x-courier-user-signature", signed.as_str());
    refused(
        &with(&[signed, ("origin", "https://app.test.evil")]),
        "domains",
    );
    refused(
        &with(&[signed, ("x-courier-client-key", "%")]),
        "cannot be read",
    );
    // `<another workspace>/test`
    let foreign = "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwL3Rlc3Q=";
    refused(
        &with(&[signed, ("x-courier-client-key", foreign)]),
        "another workspace",
    );
    workspace(&sandbox, &json!({ "draft_key": false }));
    refused(&with(&[signed]), "one is missing");
    let told = workspace(
        &sandbox,
        &json!({ "draft_key": true, "jwt_required": true }),
    );
    assert_eq!(
        told,
        json!({ "jwt_required": true, "hmac_required": true, "draft_key": true,
            "domains": [r"^https://app\.test$"] })
    );
    refused(&with(&[signed]), "requires user tokens");
    // A token goes on, whatever is asked of client keys.
    let token = format!("Bearer {}", sandbox.issue(&["--for", "inbox"]));
    assert_eq!(count(&sandbox, &[("authorization", &token)]).status, 200);
    let wrong = ask(
        &sandbox,
        "POST",
        "/_sandbox/workspace",
        &[],
        r#"{"domains":["("]}"#,
    );
    assert!(
        wrong.status == 400 && wrong.body.contains("regular expression"),
        "{}",
        wrong.body
    );
    ask(&sandbox, "POST", "/_sandbox/reset", &[], "");
    assert_eq!(workspace(&sandbox, &json!({}))["jwt_required"], false);
}

#[test]
fn a_draft_key_issues_tokens_of_drafts() {
    let sandbox = Sandbox::start();
    let token = token(&sandbox, DRAFT_KEY, "user_id:alice inbox:read:messages");
    let headers = [("authorization", &*format!("Bearer {token}"))];
    assert_eq!(count(&sandbox, &headers).status, 200);
    let inspect = json!({ "token": token, "for": ["inbox"] }).to_string();
    let report = ask(&sandbox, "POST", "/_sandbox/inspect", &[], &inspect).json();
    assert_eq!(report["claims"]["tenant_scope"], "draft/production");
    assert_eq!(report["schema"], "courier-auth/inspect/v1");
    workspace(&sandbox, &json!({ "draft_key": false }));
    let refused = count(&sandbox, &headers);
    assert_eq!((refused.status, refused.rule()), (401, Some("CA508")));
}

#[test]
fn each_route_needs_the_scope_that_courier_asks_for() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"tokens":{"t":{"provider_key":"apn"}}}}}"#);
    let rows = include_str!("../fixtures/route_scopes.tsv").lines();
    for row in rows.filter(|row| !row.starts_with('#')) {
        let [method, path, opens, near, body] =
            row.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let with = |scope: &str| {
            let token = token(&sandbox, &sandbox.api_key, scope);
            let headers = [("authorization", &*format!("Bearer {token}"))];
            ask(&sandbox, method, path, &headers, body)
        };
        let refused = with(&format!("user_id:alice {near}"));
        let told = (refused.status, refused.rule());
        assert_eq!(told, (401, Some("CA305")), "{row}");
        if path.starts_with("/users") {
            let other = with(&format!("user_id:bob {opens}"));
            assert_eq!((other.status, other.rule()), (401, Some("CA405")), "{row}");
        }
        let opened = with(&format!("user_id:alice {opens}"));
        let is_open = matches!(opened.status, 200 | 204) && !opened.body.contains("\"errors\"");
        assert!(is_open, "{row}: {}", opened.body);
    }
}

#[test]
fn no_token_opens_what_is_for_backends() {
    let sandbox = Sandbox::start();
    let all = "user_id:alice read:user-tokens write:user-tokens read:brands write:brands";
    let token = format!("Bearer {}", token(&sandbox, &sandbox.api_key, all));
    for (method, path) in [
        ("POST", "/auth/issue-token"),
        ("POST", "/send"),
        ("GET", "/messages"),
        ("GET", "/users/alice/tokens"),
        ("PUT", "/users/alice/tokens"),
        ("POST", "/brands"),
    ] {
        let answer = ask(&sandbox, method, path, &[("authorization", &token)], "{}");
        let reason = answer.header("x-courier-auth-reason").unwrap_or_default();
        assert!(
            answer.status == 401 && reason.contains("API key"),
            "{method} {path}"
        );
    }
}

#[test]
fn what_an_app_chooses_is_checked_and_kept() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"banners":[{"messageId":"b","title":"New","trackingIds":{"archiveTrackingId":"gone"}}]}},
        "brands":[{"id":"acme","name":"Acme","settings":{"email":{"header":{"logo":{"href":"/","image":"l.png"}}}}}],
        "sections":[{"sectionId":"s","name":"S","topics":[{"templateId":"digest","templateName":"D",
        "digestSchedules":[{"scheduleId":"daily","period":"day","default":true}]}]}]}"#,
    );
    let key = format!("Bearer {}", sandbox.api_key);
    let backend = [("authorization", key.as_str())];
    let app = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "alice"),
    ];
    let query = |document: &str| {
        let body = json!({ "query": document }).to_string();
        ask(&sandbox, "POST", "/client/q", &app, &body).json()
    };
    let update = |topic: &str, preferences: &str| {
        query(&format!(
            r#"mutation {{ updatePreferenceV2(templateId: "{topic}", preferences: {preferences}, accountId: "t") {{ status digestSchedule }} }}"#
        ))
    };
    let updated = update("digest", r#"{digestSchedule: "daily", status: OPTED_OUT}"#);
    assert_eq!(
        updated["data"]["updatePreferenceV2"],
        json!({ "status": "OPTED_OUT", "digestSchedule": "daily" })
    );
    for (topic, preferences, reason) in [
        ("nowhere", "{}", "there is no topic `nowhere`"),
        ("security", "{status: OPTED_OUT}", "is required"),
        (
            "digest",
            r#"{digestSchedule: "hourly"}"#,
            "no digest schedule",
        ),
    ] {
        let told = update(topic, preferences);
        assert_eq!(told["data"]["updatePreferenceV2"], Value::Null);
        assert!(
            told["errors"][0]["message"]
                .as_str()
                .unwrap()
                .contains(reason),
            "{told}"
        );
    }
    // Each tenant's choice is its own.
    let topic = |tenant: &str| {
        let path = format!("/users/alice/preferences/digest{tenant}");
        ask(&sandbox, "GET", &path, &backend, "").json()["topic"]["status"].clone()
    };
    assert_eq!(
        (topic("?tenant_id=t"), topic("")),
        ("OPTED_OUT".into(), "OPTED_IN".into())
    );
    let page = query(
        r#"{ preferencePage { sections { nodes { sectionId topics { nodes { templateId digestSchedules } } } } }
            digestSchedulesForTopic(templateId: "digest") { scheduleId default }
            brand(brandId: "acme") { logo { image } preferenceTemplates { nodes { templateId } } }
            banners { totalCount nodes { content { title } } } }"#,
    );
    let data = &page["data"];
    let seeded = &data["preferencePage"]["sections"]["nodes"][1];
    assert_eq!(
        seeded["topics"]["nodes"][0]["digestSchedules"][0]["scheduleId"],
        "daily"
    );
    assert_eq!(data["digestSchedulesForTopic"][0]["default"], true);
    assert_eq!(data["brand"]["logo"]["image"], "l.png");
    assert_eq!(data["banners"]["nodes"][0]["content"]["title"], "New");
    query(r#"mutation { trackEvent(trackingId: "gone") { id } }"#);
    assert_eq!(
        query("{ banners { totalCount } }")["data"]["banners"]["totalCount"],
        0
    );
    // What was chosen is told in the form of a seed.
    let chosen = &sandbox.state()["users"]["alice"]["preferences"][0];
    assert_eq!(
        (&chosen["templateId"], &chosen["accountId"]),
        (&"digest".into(), &"t".into())
    );
    let brand = r#"{"name":"B","settings":{"colors":"red"}}"#;
    assert_eq!(
        ask(&sandbox, "PUT", "/brands/acme", &backend, brand).status,
        400
    );
}

// --- The older socket ---

type Socket = WebSocket<TcpStream>;

fn connect(sandbox: &Sandbox, query: &str) -> Result<Socket, u16> {
    let address = sandbox.url.strip_prefix("http://").unwrap();
    let request = format!("ws://{address}/?{query}")
        .into_client_request()
        .unwrap();
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(std::time::Duration::from_secs(20)))
        .unwrap();
    match tungstenite::client::client(request, stream) {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))) => {
            Err(answer.status().as_u16())
        }
        Err(error) => panic!("{error}"),
    }
}

fn say(socket: &mut Socket, frame: &Value) {
    socket.send(Message::text(frame.to_string())).unwrap();
}

fn hear(socket: &mut Socket) -> Value {
    let message = socket.read().unwrap();
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

/// What was said before is heard: a frame that makes no sense is answered, and in order.
fn settle(socket: &mut Socket) {
    say(socket, &json!({ "action": "settle" }));
    assert_eq!(hear(socket)["error"], "there is no such action");
}

fn send(sandbox: &Sandbox, body: &Value) {
    let key = format!("Bearer {}", sandbox.api_key);
    let message = json!({ "message": body }).to_string();
    let answer = ask(
        sandbox,
        "POST",
        "/send",
        &[("authorization", &key)],
        &message,
    );
    assert_eq!(answer.status, 202, "{}", answer.body);
}

#[test]
fn older_clients_hear_what_they_can_decode() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{"messageId":"m"}]}}}"#);
    let token = sandbox.issue(&["--for", "inbox"]);
    let mut socket = connect(&sandbox, &format!("auth={token}")).unwrap();
    say(
        &mut socket,
        &json!({ "action": "subscribe", "data": { "channel": "alice", "event": "*", "version": 5,
            "clientSourceId": "phone", "userAgent": "courier-ios/5" } }),
    );
    say(&mut socket, &json!({ "action": "keepAlive" }));
    settle(&mut socket);
    send(
        &sandbox,
        &json!({ "to": { "user_id": "alice" }, "content": { "title": "T" } }),
    );
    let message = hear(&mut socket);
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
        assert_eq!(hear(&mut socket), expected);
    }
    for mutation in ["archiveRead", "archiveAll", "markAllRead"] {
        sandbox.query(&token, &format!("mutation {{ {mutation} }}"));
    }
    assert_eq!(
        hear(&mut socket),
        json!({ "type": "event", "event": "mark-all-read" })
    );
    // What it did itself it knows.
    let authorization = format!("Bearer {token}");
    let own = [
        ("authorization", authorization.as_str()),
        ("x-courier-client-source-id", "phone"),
    ];
    ask(
        &sandbox,
        "POST",
        "/q",
        &own,
        r#"{"query":"mutation { read(messageId: \"m\") }"}"#,
    );
    settle(&mut socket);
}

#[test]
fn an_older_session_is_renewed_or_told_why_not() {
    let sandbox = Sandbox::start();
    let [good, other] = ["alice", "bob"].map(|user| {
        token(
            &sandbox,
            &sandbox.api_key,
            &format!("user_id:{user} inbox:read:messages"),
        )
    });
    let mut socket = connect(&sandbox, &format!("auth={good}")).unwrap();
    let renew =
        |auth: &str| json!({ "action": "renewSession", "data": { "auth": auth, "version": 5 } });
    say(&mut socket, &renew(&good));
    settle(&mut socket);
    for (bad, rule) in [
        (other.as_str(), "CA405"),
        ("nonsense", "CA101"),
        ("", "CA101"),
    ] {
        say(&mut socket, &renew(bad));
        let told = hear(&mut socket);
        assert!(told["error"].as_str().unwrap().starts_with(rule), "{told}");
    }
    say(
        &mut socket,
        &json!({ "action": "subscribe", "data": { "channel": "bob" } }),
    );
    let told = hear(&mut socket);
    assert_eq!(told["error"], "the channel is not the user of the token");
}

#[test]
fn the_client_key_opens_a_socket_for_every_user_who_is_signed() {
    let sandbox = Sandbox::start_with(&["--hmac-required"]);
    assert_eq!(connect(&sandbox, "clientKey=nonsense").err(), Some(401));
    let mut socket = connect(&sandbox, &format!("clientKey={CLIENT_KEY}")).unwrap();
    let subscribe = |user: &str, signature: Option<String>, tenant: Option<&str>| {
        json!({ "action": "subscribe", "data": { "channel": user, "event": "*", "version": 5,
            "userSignature": signature, "accountId": tenant, "clientKey": CLIENT_KEY } })
    };
    say(&mut socket, &subscribe("alice", None, None));
    let told = hear(&mut socket);
    assert!(
        told["error"]
            .as_str()
            .unwrap()
            .contains("requires a user signature"),
        "{told}"
    );
    let signed = |user: &str| Some(signature(&sandbox.api_key, user));
    say(&mut socket, &subscribe("alice", signed("bob"), None));
    let told = hear(&mut socket);
    assert!(
        told["error"].as_str().unwrap().contains("is not the HMAC"),
        "{told}"
    );
    say(&mut socket, &subscribe("alice", signed("alice"), Some("t")));
    say(&mut socket, &subscribe("bob", signed("bob"), None));
    settle(&mut socket);
    let to = |user: &str, tenant: Option<&str>| {
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
        to(user, tenant);
    }
    assert_eq!(hear(&mut socket)["title"], r#"alice Some("t")"#);
    assert_eq!(hear(&mut socket)["title"], r#"bob Some("u")"#);
    let leave = json!({ "action": "unsubscribe", "data": { "channel": "bob" } });
    say(&mut socket, &leave);
    settle(&mut socket);
    to("bob", None);
    to("alice", Some("t"));
    assert_eq!(hear(&mut socket)["title"], r#"alice Some("t")"#);
    workspace(&sandbox, &json!({ "jwt_required": true }));
    let refused = connect(&sandbox, &format!("clientKey={CLIENT_KEY}"));
    assert_eq!(refused.err(), Some(401));
}

#[test]
fn what_a_workspace_requires_holds_on_sockets_that_are_open() {
    let sandbox = Sandbox::start();
    let mut socket = connect(&sandbox, &format!("clientKey={CLIENT_KEY}")).unwrap();
    let subscribe = |user: &str| json!({ "action": "subscribe", "data": { "channel": user } });
    for user in 0..200 {
        say(&mut socket, &subscribe(&format!("user-{user}")));
    }
    settle(&mut socket);
    for (channel, reason) in [
        ("one-more".to_owned(), "too many subscriptions"),
        ("x".repeat(5_000), "too long"),
    ] {
        say(&mut socket, &subscribe(&channel));
        let told = hear(&mut socket);
        assert!(told["error"].as_str().unwrap().contains(reason), "{told}");
    }
    workspace(&sandbox, &json!({ "jwt_required": true }));
    say(&mut socket, &subscribe("user-1"));
    let told = hear(&mut socket);
    assert!(
        told["error"]
            .as_str()
            .unwrap()
            .contains("requires user tokens"),
        "{told}"
    );
}

#[test]
fn older_clients_mark_all_at_once_and_hear_of_each() {
    let sandbox = Sandbox::start_with(&["--fault", "client-q:partial,ids=m3,times=1"]);
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
        ask(&sandbox, "POST", "/client/q", &app, &body).json()
    };
    let mut socket = connect(&sandbox, &format!("clientKey={CLIENT_KEY}")).unwrap();
    say(
        &mut socket,
        &json!({ "action": "subscribe", "data": { "channel": "alice" } }),
    );
    settle(&mut socket);
    mutate(r#"trackEvent(trackingId: "r1") { id }"#);
    assert_eq!(hear(&mut socket)["event"], "read");
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
    assert_eq!(hear(&mut socket)["event"], "unarchive");
    let archived = batch("archive");
    assert_eq!(
        archived["data"]["batchTrackEvent"]["ids"]
            .as_array()
            .map(Vec::len),
        Some(3)
    );
    for _ in 0..3 {
        assert_eq!(hear(&mut socket)["event"], "archive");
    }
    assert!(
        batch("explode")["errors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("no event")
    );
}

#[test]
fn looking_for_what_is_not_there_makes_nobody_known() {
    let sandbox = Sandbox::start();
    let key = format!("Bearer {}", sandbox.api_key);
    let backend = [("authorization", key.as_str())];
    for (method, path, body) in [
        ("DELETE", "/users/ghost/tokens/x", ""),
        ("PATCH", "/users/ghost/tokens/x", r#"{"patch":[]}"#),
        ("GET", "/users/ghost/tokens", ""),
        ("DELETE", "/users/ghost/preferences/updates", ""),
        ("GET", "/users/ghost/preferences", ""),
    ] {
        ask(&sandbox, method, path, &backend, body);
    }
    let app = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "ghost"),
    ];
    let body = r#"{"query":"mutation { trackEvent(trackingId: \"x\") { id } }"}"#;
    ask(&sandbox, "POST", "/client/q", &app, body);
    assert_eq!(sandbox.state()["users"], json!({}));
    // Where there is no route, a token is no key to it, as Courier sees it.
    let jwt = format!("Bearer {}", sandbox.issue(&["--for", "sdk"]));
    for (method, path) in [
        ("GET", "/lists"),
        ("PUT", "/brands"),
        ("GET", "/profiles/alice"),
    ] {
        let with = |authorization: &str| {
            ask(
                &sandbox,
                method,
                path,
                &[("authorization", authorization)],
                "",
            )
            .status
        };
        assert_eq!((with(&jwt), with(&key)), (401, 404), "{method} {path}");
    }
    for headers in [
        &[][..],
        &[("x-courier-client-key", "empty")],
        &[("authorization", jwt.as_str())],
    ] {
        let answer = ask(&sandbox, "POST", "/inbound/courier", headers, "{}");
        let reason = answer.header("x-courier-auth-reason").unwrap();
        assert!(
            answer.status == 401 && reason.contains("there is no client key"),
            "{reason}"
        );
    }
}

#[test]
fn a_state_can_be_sown_again() {
    let sandbox = Sandbox::start();
    let key = format!("Bearer {}", sandbox.api_key);
    let backend = [("authorization", key.as_str())];
    send(
        &sandbox,
        &json!({ "to": { "user_id": "alice" }, "template": "WELCOME" }),
    );
    let id = sandbox.state()["users"]["alice"]["messages"][0]["messageId"].clone();
    let path = format!("/requests/{}/archive", id.as_str().unwrap());
    assert_eq!(ask(&sandbox, "PUT", &path, &backend, "").status, 202);
    let state = sandbox.state();
    ask(&sandbox, "POST", "/_sandbox/reset", &[], "");
    sandbox.seed(&state.to_string());
    assert_eq!(sandbox.state(), state);
    let list = |query: &str| {
        ask(&sandbox, "GET", &format!("/messages{query}"), &backend, "").json()["results"].clone()
    };
    assert_eq!(list(""), json!([]));
    assert_eq!(list("?archived=true")[0]["notification"], "WELCOME");
    let twice = [backend[0], ("idempotency-key", "k")];
    let make = || ask(&sandbox, "POST", "/brands", &twice, r#"{"name":"B"}"#).body;
    assert_eq!(make(), make());
}

#[test]
fn a_page_of_somebody_else_cannot_come_in_by_a_name_that_leads_here() {
    let sandbox = Sandbox::start();
    let key = format!("Bearer {}", sandbox.api_key);
    for path in ["/messages", "/", "/_sandbox/state", "/nowhere"] {
        let headers = [("host", "evil.test"), ("authorization", key.as_str())];
        assert_eq!(
            ask(&sandbox, "GET", path, &headers, "").status,
            403,
            "{path}"
        );
    }
    // An emulator of a phone.
    let headers = [("host", "10.0.2.2:4020"), ("authorization", key.as_str())];
    assert_eq!(ask(&sandbox, "GET", "/messages", &headers, "").status, 200);
    // A browser that adds something to the address.
    let page = ask(&sandbox, "GET", "/?ts=1", &[("accept", "text/html")], "");
    assert!(page.status == 200 && page.body.contains("Courier sandbox"));
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("default-src 'none'")
    );
    assert_eq!(ask(&sandbox, "GET", "/?ts=1", &[], "").status, 404);
}

#[test]
fn odd_tokens_are_inspected_as_they_are_taken() {
    let sandbox = Sandbox::start();
    let key = ApiKey::new(&sandbox.api_key).unwrap();
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for odd in [
        r#""exp":1e400"#,
        r#""exp":9e99,"iss":"\ud800""#,
        &format!(r#""exp":9e99,"x":{deep}"#),
    ] {
        let claims = format!(
            r#"{{"scope":"user_id:alice inbox:read:messages","tenant_id":"ca000000-0000-4000-8000-00005a4db0c5","tenant_scope":"published/production",{odd}}}"#
        );
        let token =
            courier_auth::token::sign_token(&claims, &key, courier_auth::token::Algorithm::Hs256);
        assert_eq!(
            sandbox.query(token.expose(), "{ count }").status,
            200,
            "{odd}"
        );
        let body = json!({ "token": token.expose() }).to_string();
        let report = ask(&sandbox, "POST", "/_sandbox/inspect", &[], &body);
        assert!(
            report.body.contains(r#""verdict":"#),
            "{odd}: {}",
            report.body
        );
    }
}
