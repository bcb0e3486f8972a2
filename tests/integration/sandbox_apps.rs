//! Apps against the sandbox over HTTP: by token, by client key and by signature, on `/q`,
//! `/client/q` and REST.

use courier_auth::token::{Algorithm, ApiKey, sign_token, user_signature};
use serde_json::{Value, json};

use crate::support::{CLIENT_KEY, Response, Sandbox};

const DRAFT_KEY: &str = "sandbox_draft_development_key";

fn signature(key: &str, user: &str) -> String {
    user_signature(&ApiKey::new(key).unwrap(), user)
}

/// Counts the messages in the Inbox, which tests whether the credentials are accepted.
fn count(sandbox: &Sandbox, headers: &[(&str, &str)]) -> Response {
    sandbox.request("POST", "/q", headers, r#"{"query":"{ count }"}"#)
}

#[test]
fn requests_recorded_from_each_sdk_succeed() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"messageId":"m-1","title":"One"},{"messageId":"m-2"},
        {"messageId":"m-3","archived":"2026-01-01T00:00:00Z"}]}}}"#,
    );
    let jwt = sandbox.issue("--for sdk");
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
        let response = sandbox.request(text("method"), text("path"), &headers, text("body"));
        let description = text("what");
        assert_eq!(response.status, 200, "{description}: {}", response.body);
        let found = response.json().pointer(text("pointer")).cloned();
        assert_eq!(
            found.as_ref(),
            Some(&request["value"]),
            "{description}: {}",
            response.body
        );
    }
}

/// Options for a workspace that requires signatures and allows one domain.
const STRICT_WORKSPACE: &str = r"--hmac-required --domain '^https://app\.test$'";

/// Counts the messages of `alice` from an app with the client key. `more` adds or replaces headers.
fn count_with_client_key(sandbox: &Sandbox, more: &[(&str, &str)]) -> Response {
    let base = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "alice"),
        ("origin", "https://app.test"),
    ];
    let is_replaced = |name: &str| more.iter().any(|(other, _)| *other == name);
    let base = base.iter().filter(|(name, _)| !is_replaced(name));
    let headers: Vec<(&str, &str)> = base.chain(more).copied().collect();
    count(sandbox, &headers)
}

#[track_caller]
fn assert_refused(response: &Response, expected: &str) {
    let reason = response.header("x-courier-auth-reason").unwrap_or_default();
    assert!(
        response.status == 401 && reason.contains(expected),
        "{}",
        response.head
    );
    assert_eq!(
        response.json(),
        json!({ "message": "Unauthorized", "type": "authentication_error" })
    );
}

#[test]
fn workspace_settings_can_be_changed_and_are_reset() {
    let sandbox = Sandbox::start_with(STRICT_WORKSPACE);
    let signature = signature(&sandbox.api_key, "alice");
    let signed = [("x-courier-user-signature", signature.as_str())];
    sandbox.set_workspace(&json!({ "draft_key": false }));
    assert_refused(
        &count_with_client_key(&sandbox, &signed),
        "require a draft API key",
    );
    let settings = sandbox.set_workspace(&json!({ "draft_key": true, "jwt_required": true }));
    assert_eq!(
        settings,
        json!({ "jwt_required": true, "hmac_required": true, "draft_key": true,
            "domains": [r"^https://app\.test$"] })
    );
    assert_refused(
        &count_with_client_key(&sandbox, &signed),
        "requires user tokens",
    );
    // The settings concern client keys only.
    let token = format!("Bearer {}", sandbox.issue("--for inbox"));
    assert_eq!(count(&sandbox, &[("authorization", &token)]).status, 200);
    let invalid = sandbox.control("POST", "workspace", r#"{"domains":["("]}"#);
    assert!(
        invalid.status == 400 && invalid.body.contains("regular expression"),
        "{}",
        invalid.body
    );
    sandbox.control("POST", "reset", "");
    assert_eq!(sandbox.set_workspace(&json!({}))["jwt_required"], false);
}

#[test]
fn a_draft_key_issues_draft_tokens() {
    let sandbox = Sandbox::start();
    let token = sandbox.token(DRAFT_KEY, "user_id:alice inbox:read:messages");
    let headers = [("authorization", &*format!("Bearer {token}"))];
    assert_eq!(count(&sandbox, &headers).status, 200);
    let inspect = json!({ "token": token, "for": ["inbox"] }).to_string();
    let report = sandbox.control("POST", "inspect", &inspect).json();
    assert_eq!(report["claims"]["tenant_scope"], "draft/production");
    assert_eq!(report["schema"], "courier-auth/inspect/v1");
    sandbox.set_workspace(&json!({ "draft_key": false }));
    let refused = count(&sandbox, &headers);
    assert_eq!((refused.status, refused.rule()), (401, Some("CA508")));
}

const SEED: &str = r#"{"users":{"alice":{"banners":[{"messageId":"b","title":"New","trackingIds":{"archiveTrackingId":"gone"}}]}},
    "brands":[{"id":"acme","name":"Acme","settings":{"email":{"header":{"logo":{"href":"/","image":"l.png"}}}}}],
    "sections":[{"sectionId":"s","name":"S","topics":[{"templateId":"digest","templateName":"D",
    "digestSchedules":[{"scheduleId":"daily","period":"day","default":true}]}]}]}"#;

/// Starts a sandbox with a banner, a brand and a preference section.
fn seeded() -> Sandbox {
    let sandbox = Sandbox::start();
    sandbox.seed(SEED);
    sandbox
}

/// Sends a GraphQL document as an app of `alice` with the client key.
fn client_query(sandbox: &Sandbox, document: &str) -> Value {
    let headers = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "alice"),
    ];
    let body = json!({ "query": document }).to_string();
    sandbox.request("POST", "/client/q", &headers, &body).json()
}

/// Updates a preference of `alice` in the tenant `t`.
fn update_preference(sandbox: &Sandbox, topic: &str, preferences: &str) -> Value {
    let document = format!(
        r#"mutation {{ updatePreferenceV2(templateId: "{topic}", preferences: {preferences}, accountId: "t") {{ status digestSchedule }} }}"#
    );
    client_query(sandbox, &document)
}

#[test]
fn a_preference_is_updated_for_its_tenant_only() {
    let sandbox = seeded();
    let preferences = r#"{digestSchedule: "daily", status: OPTED_OUT}"#;
    let updated = update_preference(&sandbox, "digest", preferences);
    assert_eq!(
        updated["data"]["updatePreferenceV2"],
        json!({ "status": "OPTED_OUT", "digestSchedule": "daily" })
    );
    let bearer = sandbox.bearer();
    let backend = [("authorization", bearer.as_str())];
    let status = |query: &str| {
        let path = format!("/users/alice/preferences/digest{query}");
        sandbox.request("GET", &path, &backend, "").json()["topic"]["status"].clone()
    };
    assert_eq!(status("?tenant_id=t"), "OPTED_OUT");
    assert_eq!(status(""), "OPTED_IN");
    // The exported state has the preference in the format of a seed.
    let exported = &sandbox.state()["users"]["alice"]["preferences"][0];
    assert_eq!(
        (&exported["templateId"], &exported["accountId"]),
        (&"digest".into(), &"t".into())
    );
}

#[test]
fn an_app_reads_preferences_brands_and_banners() {
    let sandbox = seeded();
    let page = client_query(
        &sandbox,
        r#"{ preferencePage { sections { nodes { sectionId topics { nodes { templateId digestSchedules } } } } }
            digestSchedulesForTopic(templateId: "digest") { scheduleId default }
            brand(brandId: "acme") { logo { image } preferenceTemplates { nodes { templateId } } }
            banners { totalCount nodes { content { title } } } }"#,
    );
    let data = &page["data"];
    let section = &data["preferencePage"]["sections"]["nodes"][1];
    assert_eq!(
        section["topics"]["nodes"][0]["digestSchedules"][0]["scheduleId"],
        "daily"
    );
    assert_eq!(data["digestSchedulesForTopic"][0]["default"], true);
    assert_eq!(data["brand"]["logo"]["image"], "l.png");
    assert_eq!(data["banners"]["nodes"][0]["content"]["title"], "New");
}

#[test]
fn an_archived_banner_is_gone() {
    let sandbox = seeded();
    client_query(
        &sandbox,
        r#"mutation { trackEvent(trackingId: "gone") { id } }"#,
    );
    let banners = client_query(&sandbox, "{ banners { totalCount } }");
    assert_eq!(banners["data"]["banners"]["totalCount"], 0);
}

#[test]
fn reading_an_unknown_user_does_not_create_the_user() {
    let sandbox = Sandbox::start();
    let key = sandbox.bearer();
    let backend = [("authorization", key.as_str())];
    for (method, path, body) in [
        ("DELETE", "/users/ghost/tokens/x", ""),
        ("PATCH", "/users/ghost/tokens/x", r#"{"patch":[]}"#),
        ("GET", "/users/ghost/tokens", ""),
        ("DELETE", "/users/ghost/preferences/updates", ""),
        ("GET", "/users/ghost/preferences", ""),
    ] {
        sandbox.request(method, path, &backend, body);
    }
    let app = [
        ("x-courier-client-key", CLIENT_KEY),
        ("x-courier-user-id", "ghost"),
    ];
    let body = r#"{"query":"mutation { trackEvent(trackingId: \"x\") { id } }"}"#;
    sandbox.request("POST", "/client/q", &app, body);
    assert_eq!(sandbox.state()["users"], json!({}));
}

#[test]
fn the_exported_state_can_be_seeded_again() {
    let sandbox = Sandbox::start();
    let key = sandbox.bearer();
    let backend = [("authorization", key.as_str())];
    sandbox.send(&json!({ "to": { "user_id": "alice" }, "template": "WELCOME" }));
    let id = sandbox.state()["users"]["alice"]["messages"][0]["messageId"].clone();
    let path = format!("/requests/{}/archive", id.as_str().unwrap());
    assert_eq!(sandbox.request("PUT", &path, &backend, "").status, 202);
    let state = sandbox.state();
    sandbox.control("POST", "reset", "");
    sandbox.seed(&state.to_string());
    assert_eq!(sandbox.state(), state);
    let list = |query: &str| {
        sandbox
            .request("GET", &format!("/messages{query}"), &backend, "")
            .json()["results"]
            .clone()
    };
    assert_eq!(list(""), json!([]));
    assert_eq!(list("?archived=true")[0]["notification"], "WELCOME");
}

#[test]
fn an_idempotency_key_creates_one_brand() {
    let sandbox = Sandbox::start();
    let bearer = sandbox.bearer();
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", "k")];
    let create = || {
        let response = sandbox.request("POST", "/brands", &headers, r#"{"name":"B"}"#);
        response.body
    };
    assert_eq!(create(), create());
}

#[test]
fn the_page_is_served_to_browsers_only() {
    let sandbox = Sandbox::start();
    let page = sandbox.request("GET", "/?ts=1", &[("accept", "text/html")], "");
    assert!(page.status == 200 && page.body.contains("Courier sandbox"));
    assert!(
        page.header("content-security-policy")
            .unwrap()
            .contains("default-src 'none'")
    );
    let socket = format!(
        "/?auth={}&userId=alice&iwpv=v1",
        sandbox.issue("--for inbox")
    );
    for path in ["/?ts=1", socket.as_str()] {
        assert_eq!(sandbox.request("GET", path, &[], "").status, 404, "{path}");
    }
}

#[test]
fn unusual_tokens_are_accepted_and_can_be_inspected() {
    let sandbox = Sandbox::start();
    let key = ApiKey::new(&sandbox.api_key).unwrap();
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for claim in [
        r#""exp":1e400"#,
        r#""exp":9e99,"iss":"\ud800""#,
        &format!(r#""exp":9e99,"x":{deep}"#),
    ] {
        let claims = format!(
            r#"{{"scope":"user_id:alice inbox:read:messages","tenant_id":"ca000000-0000-4000-8000-00005a4db0c5","tenant_scope":"published/production",{claim}}}"#
        );
        let token = sign_token(&claims, &key, Algorithm::Hs256);
        assert_eq!(
            sandbox.query(token.expose(), "{ count }").status,
            200,
            "{claim}"
        );
        let body = json!({ "token": token.expose() }).to_string();
        let report = sandbox.control("POST", "inspect", &body);
        assert!(
            report.body.contains(r#""verdict":"#),
            "{claim}: {}",
            report.body
        );
    }
}

#[test]
fn a_page_reads_refusals_and_does_not_reach_the_controls() {
    let sandbox = Sandbox::start();
    let origin = ("origin", "https://app.test");
    let preflight = [
        origin,
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "authorization,x-courier-user-id,x-courier-ua",
        ),
    ];
    let allowed = sandbox.request("OPTIONS", "/q", &preflight, "");
    assert_eq!(allowed.header("access-control-allow-origin"), Some("*"));
    // A page can read the response to a request that is refused before it is routed.
    let bearer = format!("Bearer {}", sandbox.issue("--for preferences"));
    let refused = sandbox.request(
        "GET",
        "/users/%ff/preferences",
        &[origin, ("authorization", &bearer)],
        "",
    );
    assert_eq!(refused.status, 400);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    let headers = allowed.header("access-control-allow-headers").unwrap();
    assert!(headers.contains("x-courier-user-id"), "{headers}");
    let control = sandbox.request("OPTIONS", "/_sandbox/state", &preflight, "");
    assert_eq!(control.header("access-control-allow-origin"), None);
    let state = sandbox.request("GET", "/_sandbox/state", &[origin], "");
    assert_eq!(state.status, 403);
}
