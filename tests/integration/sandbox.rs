//! The sandbox over raw sockets: what Courier's clients meet.

use crate::common::{Sandbox, Test, http};

fn ids(answer: &serde_json::Value) -> Vec<&str> {
    let nodes = answer["data"]["messages"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["messageId"].as_str().unwrap())
        .collect()
}

#[test]
fn a_message_that_is_sent_arrives_and_can_be_asked_for() {
    let sandbox = Sandbox::start();
    let key = format!("Bearer {}", sandbox.api_key);
    let auth = [("authorization", key.as_str())];
    let body = r#"{"message":{"to":{"user_id":"alice"},"content":{"title":"T","body":"B"},"data":{"k":1},"metadata":{"tags":["x"]}}}"#;
    let sent = http("POST", &format!("{}/send", sandbox.url), &auth, body);
    assert_eq!(sent.status, 202);
    let id = sent.json()["requestId"].as_str().unwrap().to_owned();
    let token = sandbox.issue(&[]);
    let list = sandbox.query(&token, "{ messages { totalCount pageInfo { startCursor hasNextPage } nodes { messageId title preview created read opened archived data tags pinned { slotId } icon accountId trackingIds { clickTrackingId } actions(version: 2) { content } __typename } } }").json();
    let node = &list["data"]["messages"]["nodes"][0];
    assert_eq!(
        (&node["messageId"], &node["title"], &node["preview"]),
        (&id.as_str().into(), &"T".into(), &"B".into())
    );
    assert_eq!(
        (&node["data"]["k"], &node["tags"][0], &node["read"]),
        (&1.into(), &"x".into(), &serde_json::Value::Null)
    );
    assert_eq!(
        list["data"]["messages"]["pageInfo"]["startCursor"],
        serde_json::Value::Null
    );
    let created = node["created"].as_str().unwrap();
    assert!(created.len() == 24 && created.ends_with('Z'), "{created}");
    let details = http("GET", &format!("{}/messages/{id}", sandbox.url), &auth, "").json();
    assert_eq!(
        (&details["recipient"], &details["status"]),
        (&"alice".into(), &"DELIVERED".into())
    );
    let missing = http("GET", &format!("{}/messages/nope", sandbox.url), &auth, "");
    assert_eq!(
        (missing.status, missing.json()["message"].as_str()),
        (404, Some("Not Found"))
    );
    let wrong = http(
        "POST",
        &format!("{}/send", sandbox.url),
        &auth,
        r#"{"message":{"to":{}}}"#,
    );
    assert_eq!(
        (wrong.status, wrong.json()["type"].as_str()),
        (400, Some("invalid_request_error"))
    );
    let nowhere = http("PUT", &format!("{}/nowhere", sandbox.url), &auth, "");
    assert_eq!(nowhere.status, 404);
}

#[test]
fn every_mutation_does_what_its_name_says() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{"messageId":"1"},{"messageId":"2"},{"messageId":"3","archived":"2026-01-01T00:00:00Z"}]}}}"#);
    let token = sandbox.issue(&[]);
    let state = |id: &str| {
        let state = sandbox.state();
        let messages = state["users"]["alice"]["messages"]
            .as_array()
            .unwrap()
            .clone();
        let message = messages
            .into_iter()
            .find(|message| message["messageId"] == id)
            .unwrap();
        ["read", "opened", "archived"].map(|field| message[field].is_string())
    };
    let steps = [
        (
            r#"mutation { read(messageId: "1") }"#,
            "1",
            [true, false, false],
        ),
        (
            r#"mutation { opened(messageId: "1") }"#,
            "1",
            [true, true, false],
        ),
        (
            r#"mutation { unread(messageId: "1") }"#,
            "1",
            [false, true, false],
        ),
        (
            r#"mutation { clicked(messageId: "1", trackingId: "t") }"#,
            "1",
            [false, true, false],
        ),
        (
            r#"mutation { archive(messageId: "1") }"#,
            "1",
            [false, true, true],
        ),
        (
            r#"mutation { unarchive(messageId: "1") }"#,
            "1",
            [false, true, false],
        ),
        ("mutation { markAllRead }", "2", [true, false, false]),
        (
            r#"mutation { unread(messageId: "2") }"#,
            "2",
            [false, false, false],
        ),
        ("mutation { archiveRead }", "1", [true, true, true]),
        (
            r#"mutation { unarchive(messageId: "1") }"#,
            "2",
            [false, false, false],
        ),
        ("mutation { archiveAll }", "2", [false, false, true]),
    ];
    for (document, id, expected) in steps {
        let answer = sandbox.query(&token, document);
        assert_eq!(answer.status, 200, "{document}: {}", answer.body);
        let data = answer.json()["data"]
            .as_object()
            .unwrap()
            .values()
            .next()
            .cloned();
        assert_eq!(data, Some(true.into()), "{document}");
        assert_eq!(state(id), expected, "{document}");
    }
    assert_eq!(
        state("3"),
        [false, false, true],
        "bulk mutations leave archived messages alone"
    );
}

#[test]
fn lists_filter_and_page_as_the_sdks_ask() {
    let sandbox = Sandbox::start();
    let messages: Vec<String> = (0..25)
        .map(|at| {
            let tenant = if at % 2 == 0 { r#","accountId":"t""# } else { "" };
            format!(r#"{{"messageId":"m{at:02}","tags":["g{}"]{tenant},"created":"2026-01-{:02}T00:00:00Z"}}"#, at % 3, 28 - at)
        })
        .collect();
    sandbox.seed(&format!(
        r#"{{"users":{{"alice":{{"messages":[{}]}}}}}}"#,
        messages.join(",")
    ));
    let token = sandbox.issue(&[]);
    let document = r#"query GetInboxMessages($params: FilterParamsInput = { , status: "unread" } $limit: Int = 10 $after: String) { count: count(params: $params) messages(params: $params, limit: $limit, after: $after) { totalCount pageInfo { startCursor hasNextPage } nodes { messageId } } }"#;
    let mut seen = Vec::new();
    let mut page = sandbox.query(&token, document).json();
    loop {
        assert_eq!(page["data"]["messages"]["totalCount"], 25);
        seen.extend(ids(&page).into_iter().map(str::to_owned));
        let Some(cursor) = page["data"]["messages"]["pageInfo"]["startCursor"].as_str() else {
            break;
        };
        page = sandbox
            .query(
                &token,
                &document.replace("$after: String", &format!("$after: String = \"{cursor}\"")),
            )
            .json();
    }
    let expected: Vec<String> = (0..25).map(|at| format!("m{at:02}")).collect();
    assert_eq!(seen, expected);
    let counts = r#"{ all: count a: count(params: {tags: ["g0"]}) b: count(params: {tags: ["g0", "g1"]}) t: count(params: {accountId: "t"}) r: count(params: {status: "read"}) x: count(params: {archived: true}) f: count(params: {from: "2026-01-20T00:00:00.000Z"}) p: count(params: {pinned: true}) q: count(params: {pinned: false}) }"#;
    let counts = sandbox.query(&token, counts).json();
    assert_eq!(
        counts["data"],
        serde_json::json!({"all":25,"a":9,"b":17,"t":13,"r":0,"x":0,"f":9,"p":0,"q":25})
    );
}

#[test]
fn errors_are_where_courier_has_them() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&[]);
    for document in [
        "{ nope }",
        "{",
        "",
        "mutation { read }",
        "mutation M($id: String!) { read(messageId: $id) }",
        "query A { count } query B { count }",
    ] {
        let answer = sandbox.query(&token, document);
        assert_eq!(answer.status, 400, "{document}");
        assert!(answer.json()["errors"].is_array(), "{document}");
    }
    let partial = sandbox.query(
        &token,
        r#"mutation { a: read(messageId: "x") b: markAllRead }"#,
    );
    assert_eq!(partial.status, 200);
    let partial = partial.json();
    assert_eq!(partial["data"], serde_json::json!({"a": null, "b": true}));
    assert_eq!(partial["errors"][0]["path"], serde_json::json!(["a"]));
}

#[test]
fn who_may_not_is_refused_for_the_reason_inspect_gives() {
    let sandbox = Sandbox::start();
    let read_only = sandbox.issue(&["--scope", "inbox:read:messages"]);
    let none = sandbox.issue(&["--scope", "read:brands"]);
    let good = sandbox.issue(&[]);
    let mark = "mutation { markAllRead }";
    let (input, signature) = good.rsplit_once('.').unwrap();
    let flipped = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("{input}.{flipped}{}", &signature[1..]);
    let rows = [
        (good.as_str(), mark, 200, None),
        (&read_only, "{ count }", 200, None),
        (&read_only, mark, 401, Some("CA305")),
        (
            &read_only,
            "mutation Named($x: String) { a: markAllRead }",
            401,
            Some("CA305"),
        ),
        (&none, "{ count }", 401, Some("CA305")),
        ("hello", "{ count }", 401, Some("CA101")),
        (&sandbox.api_key, "{ count }", 401, Some("CA102")),
        (&forged, "{ count }", 401, Some("CA508")),
    ];
    for (token, document, status, rule) in rows {
        let answer = sandbox.query(token, document);
        assert_eq!((answer.status, answer.rule()), (status, rule), "{document}");
        if status == 401 {
            assert_eq!(
                answer.json(),
                serde_json::json!({"message": "Unauthorized", "type": "authentication_error"})
            );
        }
    }
    let bearer = format!("Bearer {good}");
    let other = [
        ("authorization", bearer.as_str()),
        ("x-courier-user-id", "bob"),
    ];
    let answer = http(
        "POST",
        &format!("{}/q", sandbox.url),
        &other,
        r#"{"query":"{ count }"}"#,
    );
    assert_eq!((answer.status, answer.rule()), (401, Some("CA405")));
    let lower = format!("bearer {}", sandbox.api_key);
    let answer = http(
        "POST",
        &format!("{}/auth/issue-token", sandbox.url),
        &[("authorization", &lower)],
        "{}",
    );
    assert_eq!(answer.status, 401);
}

#[test]
fn it_is_controlled_from_this_machine_only() {
    let sandbox = Sandbox::start();
    let health = format!("{}/_sandbox/health", sandbox.url);
    assert_eq!(http("GET", &health, &[], "").json()["status"], "ok");
    assert_eq!(
        http("GET", &health, &[("host", "evil.test")], "").status,
        403
    );
    assert_eq!(
        http("GET", &health, &[("origin", "https://evil.test")], "").status,
        403
    );
    assert_eq!(
        http("GET", &health, &[("origin", &sandbox.url)], "").status,
        200
    );
    let seed = http(
        "POST",
        &format!("{}/_sandbox/seed", sandbox.url),
        &[],
        r#"{"users":{"a":{"messages":[{"titel":1}]}}}"#,
    );
    assert_eq!(seed.status, 400);
    assert!(seed.body.contains("unknown field `titel`"), "{}", seed.body);
}

#[test]
fn it_starts_from_a_file_and_says_what_stands_in_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.json");
    std::fs::write(
        &file,
        r#"{"users":{"alice":{"messages":[{"title":"Hi"}]}}}"#,
    )
    .unwrap();
    let sandbox = Sandbox::start_with(&["--seed", file.to_str().unwrap()]);
    assert_eq!(
        sandbox.state()["users"]["alice"]["messages"][0]["title"],
        "Hi"
    );
    std::fs::write(&file, r#"{"user":{}}"#).unwrap();
    Test::new([
        "sandbox",
        "start",
        "--port",
        "0",
        "--seed",
        file.to_str().unwrap(),
    ])
    .run()
    .is(2, "", "unknown field `user`\nhelp: write");
    Test::new(["sandbox", "start", "--port", "0", "--seed", "/nowhere"])
        .run()
        .is(7, "", "cannot read `/nowhere`");
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_asked_to() {
    use rustix::process::Signal;
    for signal in [Signal::INT, Signal::TERM] {
        let mut sandbox = Sandbox::start();
        crate::common::send_signal(sandbox.pid(), signal);
        assert_eq!(sandbox.wait(), Some(0), "{signal:?}");
    }
}

#[test]
fn a_message_is_for_each_recipient_as_it_says() {
    let sandbox = Sandbox::start();
    let key = format!("Bearer {}", sandbox.api_key);
    let send = |message: &str| {
        let url = format!("{}/send", sandbox.url);
        let body = format!(r#"{{"message":{message}}}"#);
        http("POST", &url, &[("authorization", &key)], &body).status
    };
    let message = r#"{"to":[{"user_id":"ann","data":{"name":"Ann"}},{"user_id":"ben","context":{"tenant_id":"t"}},
        {"user_id":"","tenant_id":"none"}],"content":{"title":"Hi {{name}}","body":null,"elements":null},
        "data":{"name":"you"},"metadata":null,"context":null,"template":null}"#;
    assert_eq!(send(message), 202);
    let state = sandbox.state();
    let users = state["users"].as_object().unwrap();
    let names: Vec<&String> = users.keys().collect();
    assert_eq!(names, ["ann", "ben"]);
    for (user, title, tenant) in [("ann", "Hi Ann", None), ("ben", "Hi you", Some("t"))] {
        let message = &users[user]["messages"][0];
        assert_eq!(message["title"], title);
        assert_eq!(message["accountId"].as_str(), tenant);
    }
    assert_eq!(
        send(r#"{"to":{"user_id":""},"content":{"title":"x"}}"#),
        400
    );
}

#[test]
fn a_page_that_was_asked_to_be_empty_is_not_without_end() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{},{},{}]}}}"#);
    let token = sandbox.issue(&["--for", "inbox"]);
    for limit in [0, -5, 1] {
        let document = format!(
            "{{ messages(limit: {limit}, after: \"\") {{ pageInfo {{ startCursor hasNextPage }} nodes {{ messageId }} }} }}"
        );
        let answer = sandbox.query(&token, &document).json();
        let page = &answer["data"]["messages"];
        assert_eq!(page["nodes"].as_array().map(Vec::len), Some(1), "{answer}");
        assert!(page["pageInfo"]["startCursor"].is_string(), "{answer}");
    }
}
