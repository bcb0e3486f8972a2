//! The sandbox's Inbox and Messages API over HTTP: messages, lists, mutations, errors, refusals.

use serde_json::{Value, json};

use crate::support::{Sandbox, Test};

/// Returns the message IDs in the response to a list query.
fn ids(response: &Value) -> Vec<&str> {
    let nodes = response["data"]["messages"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["messageId"].as_str().unwrap())
        .collect()
}

#[test]
fn a_sent_message_arrives_and_can_be_fetched() {
    let sandbox = Sandbox::start();
    let bearer = sandbox.bearer();
    let auth = [("authorization", bearer.as_str())];
    let body = r#"{"message":{"to":{"user_id":"alice"},"content":{"title":"T","body":"B"},"data":{"k":1},"metadata":{"tags":["x"]}}}"#;
    let sent = sandbox.request("POST", "/send", &auth, body);
    assert_eq!(sent.status, 202);
    let id = sent.json()["requestId"].as_str().unwrap().to_owned();
    let token = sandbox.issue("");
    let list = sandbox.query(&token, "{ messages { totalCount pageInfo { startCursor hasNextPage } nodes { messageId title preview created read opened archived data tags pinned { slotId } icon accountId trackingIds { clickTrackingId } actions(version: 2) { content } __typename } } }").json();
    let node = &list["data"]["messages"]["nodes"][0];
    assert_eq!(
        (&node["messageId"], &node["title"], &node["preview"]),
        (&id.as_str().into(), &"T".into(), &"B".into())
    );
    assert_eq!(
        (&node["data"]["k"], &node["tags"][0], &node["read"]),
        (&1.into(), &"x".into(), &Value::Null)
    );
    assert_eq!(
        list["data"]["messages"]["pageInfo"]["startCursor"],
        Value::Null
    );
    let created = node["created"].as_str().unwrap();
    assert!(created.len() == 24 && created.ends_with('Z'), "{created}");
    let details = sandbox
        .request("GET", &format!("/messages/{id}"), &auth, "")
        .json();
    assert_eq!(
        (&details["recipient"], &details["status"]),
        (&"alice".into(), &"DELIVERED".into())
    );
}

#[test]
fn every_mutation_does_what_its_name_says() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{"messageId":"1"},{"messageId":"2"},{"messageId":"3","archived":"2026-01-01T00:00:00Z"}]}}}"#);
    let token = sandbox.issue("");
    let set_states = |id: &str| -> Vec<&str> {
        let state = sandbox.state();
        let messages = state["users"]["alice"]["messages"]
            .as_array()
            .unwrap()
            .clone();
        let message = messages
            .into_iter()
            .find(|message| message["messageId"] == id)
            .unwrap();
        let mut states = vec!["read", "opened", "archived"];
        states.retain(|state| message[*state].is_string());
        states
    };
    let steps: [(&str, &str, &[&str]); 11] = [
        (r#"mutation { read(messageId: "1") }"#, "1", &["read"]),
        (
            r#"mutation { opened(messageId: "1") }"#,
            "1",
            &["read", "opened"],
        ),
        (r#"mutation { unread(messageId: "1") }"#, "1", &["opened"]),
        (
            r#"mutation { clicked(messageId: "1", trackingId: "t") }"#,
            "1",
            &["opened"],
        ),
        (
            r#"mutation { archive(messageId: "1") }"#,
            "1",
            &["opened", "archived"],
        ),
        (
            r#"mutation { unarchive(messageId: "1") }"#,
            "1",
            &["opened"],
        ),
        ("mutation { markAllRead }", "2", &["read"]),
        (r#"mutation { unread(messageId: "2") }"#, "2", &[]),
        (
            "mutation { archiveRead }",
            "1",
            &["read", "opened", "archived"],
        ),
        (r#"mutation { unarchive(messageId: "1") }"#, "2", &[]),
        ("mutation { archiveAll }", "2", &["archived"]),
    ];
    for (document, id, expected) in steps {
        let response = sandbox.query(&token, document);
        assert_eq!(response.status, 200, "{document}: {}", response.body);
        let data = response.json()["data"]
            .as_object()
            .unwrap()
            .values()
            .next()
            .cloned();
        assert_eq!(data, Some(true.into()), "{document}");
        assert_eq!(set_states(id), expected, "{document}");
    }
    assert_eq!(
        set_states("3"),
        &["archived"],
        "bulk mutations leave archived messages alone"
    );
}

#[test]
fn lists_filter_and_page_as_the_sdks_request() {
    let sandbox = Sandbox::start();
    let messages: Vec<String> = (0..25)
        .map(|number| {
            let tenant = if number % 2 == 0 { r#","accountId":"t""# } else { "" };
            format!(r#"{{"messageId":"m{number:02}","tags":["g{}"]{tenant},"created":"2026-01-{:02}T00:00:00Z"}}"#, number % 3, 28 - number)
        })
        .collect();
    sandbox.seed(&format!(
        r#"{{"users":{{"alice":{{"messages":[{}]}}}}}}"#,
        messages.join(",")
    ));
    let token = sandbox.issue("");
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
        json!({"all":25,"a":9,"b":17,"t":13,"r":0,"x":0,"f":9,"p":0,"q":25})
    );
}

#[test]
fn a_field_that_fails_leaves_the_others_alone() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("");
    let partial = sandbox.query(
        &token,
        r#"mutation { a: read(messageId: "x") b: markAllRead }"#,
    );
    assert_eq!(partial.status, 200);
    let partial = partial.json();
    assert_eq!(partial["data"], json!({"a": null, "b": true}));
    assert_eq!(partial["errors"][0]["path"], json!(["a"]));
}

#[test]
fn each_recipient_gets_their_own_message() {
    let sandbox = Sandbox::start();
    let send = |message: &str| {
        let message = serde_json::from_str(message).unwrap();
        sandbox.send(&message).status
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
fn an_empty_page_size_still_makes_progress() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{},{},{}]}}}"#);
    let token = sandbox.issue("--for inbox");
    for limit in [0, -5, 1] {
        let document = format!(
            "{{ messages(limit: {limit}, after: \"\") {{ pageInfo {{ startCursor hasNextPage }} nodes {{ messageId }} }} }}"
        );
        let response = sandbox.query(&token, &document).json();
        let page = &response["data"]["messages"];
        assert_eq!(
            page["nodes"].as_array().map(Vec::len),
            Some(1),
            "{response}"
        );
        assert!(page["pageInfo"]["startCursor"].is_string(), "{response}");
    }
}

#[test]
fn the_schemas_of_both_apis_are_printed_without_a_sandbox() {
    for (api, path, fields) in [
        (
            "inbox",
            "/q",
            [
                "archiveAll: Boolean",
                "addTag(messageId: String!, tag: String!): Boolean",
            ],
        ),
        (
            "client",
            "/client/q",
            ["updatePreferences(", "recipientPreferences("],
        ),
    ] {
        let document = Test::line("sandbox schema --json").arg(api).run().json();
        let apis = document["apis"].as_array().unwrap();
        assert_eq!(apis.len(), 1);
        assert_eq!(
            (&apis[0]["name"], &apis[0]["path"]),
            (&api.into(), &path.into())
        );
        let sdl = apis[0]["sdl"].as_str().unwrap();
        let text = Test::line("sandbox schema").arg(api).run();
        text.exits_with(0, sdl.trim(), "");
        for field in fields {
            assert!(sdl.contains(field), "{field}");
        }
    }
    let both = Test::line("sandbox schema").run();
    both.exits_with(0, "# the Inbox, at /q\n# preferences, brands", "");
    let refused = Test::line("sandbox schema inbx").run();
    refused.exits_with(2, "", "inbox, client");
}
