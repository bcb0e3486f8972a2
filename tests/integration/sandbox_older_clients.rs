//! Requests of older clients, over HTTP.

use serde_json::{Value, json};

use crate::support::{CLIENT_KEY, Response, Sandbox};

/// Sends a request as an app of `alice` with the client key.
fn app_request(sandbox: &Sandbox, method: &str, path: &str, body: &Value) -> Response {
    let headers = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "alice"),
    ];
    sandbox.request(method, path, &headers, &body.to_string())
}

fn client_query(sandbox: &Sandbox, query: &str, variables: &Value) -> Value {
    let body = json!({ "query": query, "variables": variables });
    app_request(sandbox, "POST", "/client/q", &body).json()
}

/// Changes a preference as client-graphql 1 to 7.4.0 do.
fn update_preferences(sandbox: &Sandbox, topic: &str, status: &str) -> Value {
    let query = "mutation UpdateRecipientPreferences($id: String!, $preferences: PreferencesInput!, \
                 $accountId: String) { updatePreferences(templateId: $id, preferences: $preferences, \
                 accountId: $accountId) }";
    let preferences =
        json!({ "status": status, "hasCustomRouting": true, "routingPreferences": ["inbox"] });
    let variables = json!({ "id": topic, "preferences": preferences, "accountId": "acme" });
    client_query(sandbox, query, &variables)
}

#[test]
fn the_older_mutation_of_preferences_stores_them() {
    let sandbox = Sandbox::start();
    let updated = update_preferences(&sandbox, "marketing", "OPTED_IN");
    assert_eq!(updated, json!({ "data": { "updatePreferences": true } }));
    let stored = &sandbox.state()["users"]["alice"]["preferences"][0];
    for (field, expected) in [
        ("templateId", json!("marketing")),
        ("accountId", json!("acme")),
        ("status", json!("OPTED_IN")),
        ("routingPreferences", json!(["inbox"])),
    ] {
        assert_eq!(stored[field], expected, "{stored}");
    }
    let refused = update_preferences(&sandbox, "security", "OPTED_OUT");
    assert_eq!(refused["data"]["updatePreferences"], Value::Null);
    let message = refused["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("users cannot opt out of it"), "{message}");
}

/// The preference page of react-preferences treats every status but `OPTED_IN` as off, and sends
/// `OPTED_OUT` with the channels of a topic that is off.
#[test]
fn a_required_topic_is_on_and_its_channels_can_be_chosen() {
    let sandbox = Sandbox::start();
    let query = "{ recipientPreferences { nodes { templateId status defaultStatus } } }";
    let response = client_query(&sandbox, query, &json!({}));
    let nodes = response["data"]["recipientPreferences"]["nodes"].as_array();
    let security =
        json!({ "templateId": "security", "status": "OPTED_IN", "defaultStatus": "REQUIRED" });
    assert!(nodes.unwrap().contains(&security), "{response}");
    let updated = update_preferences(&sandbox, "security", "OPTED_IN");
    assert_eq!(updated["data"]["updatePreferences"], true);
    let stored = &sandbox.state()["users"]["alice"]["preferences"][0];
    assert_eq!(stored["routingPreferences"], json!(["inbox"]));
}

#[test]
fn the_older_list_of_messages_is_filtered_by_tenant() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"title":"A","accountId":"acme"},{"title":"B","accountId":"other"},
        {"title":"C"}]}}}"#,
    );
    let query = "query($params: FilterParamsInput) { messages(params: $params) { totalCount nodes { \
                 content { title } } } messageCount(params: $params) }";
    for (params, titles) in [
        (json!({ "accountId": "acme" }), vec!["A"]),
        (json!({ "accountId": "nowhere" }), vec![]),
        (json!({}), vec!["A", "B", "C"]),
        (json!({ "accountId": null }), vec!["A", "B", "C"]),
    ] {
        let response = client_query(&sandbox, query, &json!({ "params": params }));
        let data = &response["data"];
        let nodes = data["messages"]["nodes"].as_array().unwrap().iter();
        let found: Vec<&str> = nodes
            .map(|node| node["content"]["title"].as_str().unwrap())
            .collect();
        assert_eq!(found, titles, "{params}");
        assert_eq!(data["messageCount"], titles.len(), "{params}");
    }
}

#[test]
fn identified_users_have_a_profile() {
    let sandbox = Sandbox::start();
    let identify = |profile: Value| {
        let body = json!({ "profile": profile });
        app_request(&sandbox, "POST", "/client/identify/alice", &body).status
    };
    assert_eq!(
        identify(json!({ "email": "alice@example.test", "plan": "free" })),
        204
    );
    assert_eq!(identify(json!({ "plan": "pro" })), 204);
    let exported = sandbox.state();
    let profile = json!({ "email": "alice@example.test", "plan": "pro" });
    assert_eq!(exported["users"]["alice"]["profile"], profile);
    sandbox.control("POST", "reset", "");
    sandbox.seed(&exported.to_string());
    assert_eq!(sandbox.state()["users"]["alice"]["profile"], profile);
    for body in [json!({}), json!({ "profile": "text" }), json!([])] {
        let response = app_request(&sandbox, "POST", "/client/identify/alice", &body);
        assert_eq!(response.status, 400, "{body}");
    }
}

/// courier-js 1 sends a token without `Bearer`, and this text as its client key.
#[test]
fn the_token_of_courier_js_1_is_refused() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for sdk");
    let headers = [
        ("authorization", token.as_str()),
        ("x-courier-client-key", "JWT_AUTH"),
        ("x-courier-user-id", "alice"),
    ];
    for (method, path) in [
        ("POST", "/client/identify/alice"),
        ("PUT", "/client/lists/news/subscribe/alice"),
        ("POST", "/inbound/courier"),
    ] {
        let response = sandbox.request(method, path, &headers, r#"{"profile":{}}"#);
        assert_eq!(response.status, 401, "{path}");
        assert_eq!(response.json()["type"], "authentication_error", "{path}");
    }
    assert_eq!(sandbox.state()["users"], json!({}));
}

#[test]
fn a_user_subscribes_to_a_list_with_a_token_or_the_backend_does() {
    let sandbox = Sandbox::start();
    let lists = || sandbox.state()["users"]["alice"]["lists"].clone();
    let jwt = format!("Bearer {}", sandbox.issue("--for sdk"));
    let request = |method: &str, authorization: &str| {
        let headers = [("authorization", authorization)];
        let path = "/lists/news/subscriptions/alice";
        sandbox.request(method, path, &headers, "").status
    };
    for authorization in [&jwt, &sandbox.bearer()] {
        assert_eq!(request("PUT", authorization), 204);
        assert_eq!(lists(), json!(["news"]));
        assert_eq!(request("DELETE", authorization), 204);
        assert_eq!(lists(), Value::Null);
    }
}

/// Without CORS headers, a page would see `Failed to fetch` and no reason.
#[test]
fn a_page_reads_why_an_unknown_route_is_refused() {
    let sandbox = Sandbox::start();
    let jwt = format!("Bearer {}", sandbox.issue("--for sdk"));
    for path in ["/client/unknown", "/nowhere/else", "/lists/news"] {
        let preflight = [
            ("origin", "https://app.test"),
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", "authorization"),
        ];
        let allowed = sandbox.request("OPTIONS", path, &preflight, "");
        assert_eq!(allowed.status, 200, "{path}");
        assert_eq!(allowed.header("access-control-allow-origin"), Some("*"));
        for (authorization, status) in [(jwt.as_str(), 401), ("", 404)] {
            let headers = [
                ("origin", "https://app.test"),
                ("authorization", authorization),
            ];
            let refused = sandbox.request("PUT", path, &headers, "");
            assert_eq!(refused.status, status, "{path}");
            assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
        }
    }
}

#[test]
fn sent_messages_have_what_the_clients_declare() {
    let sandbox = Sandbox::start();
    for template in [Value::Null, json!("welcome")] {
        let message = json!({
            "to": { "user_id": "alice" },
            "template": template,
            "content": { "title": "Hello", "version": "2022-01-01", "elements": [
                { "type": "action", "content": "Open", "href": "https://example.test" },
                { "type": "action", "content": "Own", "href": "#", "data": { "trackingId": "mine" } },
            ] },
        });
        let sent = sandbox.send(&message).json();
        let id = sent["requestId"].as_str().unwrap();
        let bearer = sandbox.bearer();
        let headers = [("authorization", bearer.as_str())];
        let details = sandbox.request("GET", &format!("/messages/{id}"), &headers, "");
        let event = details.json()["event"].clone();
        assert_eq!(event, template.as_str().unwrap_or(id));
    }
    let token = sandbox.issue("--for inbox");
    let query =
        "{ messages { nodes { actions(version: 2) { data } trackingIds { clickTrackingId } } } }";
    let listed = sandbox.query(&token, query).json();
    let node = &listed["data"]["messages"]["nodes"][0];
    let click = &node["trackingIds"]["clickTrackingId"];
    assert!(click.is_string());
    assert_eq!(node["actions"][0]["data"]["trackingId"], *click);
    assert_eq!(node["actions"][1]["data"]["trackingId"], "mine");
}

/// Clients sort messages by time.
#[test]
fn seeded_messages_without_a_time_have_different_ones() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"title":"1"},{"title":"2"},
        {"title":"old","created":"2026-01-01T00:00:00Z"},{"title":"4"}]}}}"#,
    );
    let query = "{ messages { nodes { title created } } }";
    let listed = sandbox.query(&sandbox.issue("--for inbox"), query).json();
    let nodes = listed["data"]["messages"]["nodes"].as_array().unwrap();
    let titles: Vec<&str> = nodes.iter().map(|n| n["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["1", "2", "4", "old"]);
    let times: Vec<&str> = nodes
        .iter()
        .map(|n| n["created"].as_str().unwrap())
        .collect();
    assert!(times.is_sorted_by(|a, b| a > b), "{times:?}");
}
