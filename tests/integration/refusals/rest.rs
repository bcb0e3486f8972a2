//! REST requests that are invalid, and for what does not exist.

use super::{API_KEY, GAP, Request, check, token_with};

const NOT_FOUND: &str = "Not Found";

#[test]
fn what_does_not_exist_is_404() {
    let rows = [
        ("GET", "/messages/<?>", "m", "unknown", NOT_FOUND),
        ("GET", "/messages/<?>/history", "m", "unknown", NOT_FOUND),
        ("GET", "/messages/<?>/output", "m", "unknown", NOT_FOUND),
        ("POST", "/messages/<?>/resend", "m", "unknown", NOT_FOUND),
        ("GET", "/users/alice/tokens/<?>", "t", "unknown", NOT_FOUND),
        ("GET", "/users/<?>/tokens/t", "alice", "bob", NOT_FOUND),
        (
            "GET",
            "/users/alice/preferences/<?>",
            "updates",
            "unknown",
            "unknown topic",
        ),
        (
            "DELETE",
            "/users/alice/preferences/<?>",
            "updates",
            "unknown",
            "unknown topic",
        ),
        ("GET", "/brands/<?>", "sandbox", "unknown", NOT_FOUND),
        ("DELETE", "/brands/<?>", "sandbox", "unknown", NOT_FOUND),
        ("GET", "/<?>", "messages", "nowhere", NOT_FOUND),
        ("GET", "/<?>", "brands", "profiles/alice", NOT_FOUND),
        ("<?>", "/brands", "GET", "PUT", NOT_FOUND),
    ];
    let rows = rows.iter();
    let rows = rows.flat_map(|(method, path, accepted, refused, reason)| {
        let request = Request::http(method, path).bearer(API_KEY);
        request.rows(404, &[(accepted, refused, reason)])
    });
    check(&rows.collect::<Vec<_>>());
}

#[test]
fn a_token_subscribes_its_own_user_only() {
    let token = token_with("inbox:read:messages");
    let rows = ["PUT", "DELETE"].into_iter().flat_map(|method| {
        let of_user = Request::http(method, "/lists/news/subscriptions/<?>").bearer(&token);
        let with_credential =
            Request::http(method, "/lists/news/subscriptions/alice").header("authorization", GAP);
        let accepted = format!("Bearer {token}");
        let mut rows = of_user.rows(401, &[("alice", "bob", "CA405")]);
        rows.extend(with_credential.rows(
            401,
            &[
                (accepted.as_str(), "", "CA101"),
                (&accepted, &token, "CA101"),
                (&accepted, "Bearer sandbox_wrong_key", "CA102"),
            ],
        ));
        rows
    });
    check(&rows.collect::<Vec<_>>());
}

/// Courier refuses the token before it looks for the route.
#[test]
fn an_unknown_route_is_401_for_a_token() {
    let token = token_with("read:brands read:preferences");
    let request = |method: &str, path: &str| Request::http(method, path).bearer(&token);
    let reason = "unknown route or method";
    let rows = [
        request("GET", "/<?>").rows(401, &[("brands", "lists", reason)]),
        request("GET", "/<?>").rows(
            401,
            &[("users/alice/preferences", "profiles/alice", reason)],
        ),
        request(GAP, "/brands").rows(401, &[("GET", "PUT", reason)]),
    ];
    check(&rows.into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn bodies_and_queries_are_checked() {
    let preference = r#"{"topic":{"status":"OPTED_OUT"}}"#;
    let device = r#"{"provider_key":"apn"}"#;
    let message = r#"{"message":{"to":{"user_id":"alice"},"content":{"title":"T"}}}"#;
    let topic = ("PUT", "/users/alice/preferences/updates");
    let required_topic = ("PUT", "/users/alice/preferences/security");
    let push_token = ("PUT", "/users/alice/tokens/n");
    let brand = ("PUT", "/brands/sandbox");
    let rows = [
        (
            topic,
            preference,
            r#"{"topic":{"status":"MAYBE"}}"#,
            "MAYBE",
        ),
        (topic, preference, r#"{"status":"OPTED_OUT"}"#, "topic"),
        (topic, preference, "{", "EOF"),
        (
            required_topic,
            r#"{"topic":{"status":"REQUIRED"}}"#,
            preference,
            "required",
        ),
        (push_token, device, "{}", "provider_key"),
        (push_token, device, r#"["apn"]"#, "expected a map"),
        (brand, r#"{"name":"B"}"#, r#"{"name":1}"#, "string"),
        (
            brand,
            r#"{"name":"B"}"#,
            r#"{"name":"B","settings":{"colors":"red"}}"#,
            "BrandColors",
        ),
        (
            ("POST", "/send"),
            message,
            r#"{"message":{"to":{}}}"#,
            "must contain a",
        ),
        (("POST", "/send"), message, "{}", "message"),
    ];
    let rows = rows.iter();
    let rows = rows.flat_map(|((method, path), accepted, refused, reason)| {
        let request = Request::http(method, path).bearer(API_KEY).body(GAP);
        request.rows(400, &[(accepted, refused, reason)])
    });
    check(&rows.collect::<Vec<_>>());
    let list = Request::http("GET", "/messages?<?>").bearer(API_KEY);
    check(&list.rows(
        400,
        &[
            ("recipient=alice", "cursor=x", "cursor"),
            (
                "enqueued_after=2026-01-01T00:00:00Z",
                "enqueued_after=soon",
                "enqueued_after",
            ),
        ],
    ));
}

#[test]
fn what_exists_already_is_409() {
    let request = Request::http("POST", "/brands").bearer(API_KEY);
    let request = request.body(r#"{"id":"<?>","name":"B"}"#);
    check(&request.rows(409, &[("new", "sandbox", "already exists")]));
}
