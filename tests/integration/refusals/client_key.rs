//! Client keys and user signatures (HMAC) that are refused.

use courier_auth::token::{ApiKey, user_signature};

use super::{API_KEY, DRAFT_KEY, GAP, Request, check, query, token, token_with};
use crate::support::{CLIENT_KEY, FOREIGN_CLIENT_KEY};

const KEY: &str = "x-courier-client-key";
const USER: &str = "x-courier-user-id";
const SIGNATURE: &str = "x-courier-user-signature";

/// A request with the client key to the Inbox, and one to the API of preferences and brands.
fn apps() -> [Request; 2] {
    [("/q", "{ count }"), ("/client/q", "{ messageCount }")]
        .map(|(path, document)| Request::http("POST", path).body(query(document)))
}

fn signature(key: &str, user: &str) -> String {
    user_signature(&ApiKey::new(key).unwrap(), user)
}

#[test]
fn an_app_names_the_workspace_and_its_user() {
    for app in apps() {
        let key = app.clone().header(USER, "alice").header(KEY, GAP);
        let mut rows = key.rows(
            401,
            &[
                (CLIENT_KEY, "", "CA101"),
                (CLIENT_KEY, "empty", "CA101"),
                (CLIENT_KEY, "undefined", "CA101"),
                (CLIENT_KEY, "%", "cannot be decoded"),
                (CLIENT_KEY, "JWT_AUTH", "the client key"),
                (CLIENT_KEY, API_KEY, "cannot be decoded"),
                (CLIENT_KEY, FOREIGN_CLIENT_KEY, "another workspace"),
            ],
        );
        let user = app.header(KEY, CLIENT_KEY).header(USER, GAP);
        rows.extend(user.rows(401, &[("alice", "", "x-courier-user-id")]));
        check(&rows);
    }
}

/// An SDK that sends its client key as a token, and one that sends its token without a scheme.
#[test]
fn a_client_key_is_in_its_own_header() {
    let [inbox, _] = apps();
    let authorization = inbox
        .clone()
        .header(USER, "alice")
        .header("authorization", GAP);
    let good = format!("Bearer {}", token("{}"));
    let client_key = format!("Bearer {CLIENT_KEY}");
    let mut rows = authorization.rows(401, &[(&good, &client_key, "CA103")]);
    let placeholder = inbox
        .header(USER, "alice")
        .header(KEY, "JWT_AUTH")
        .header("authorization", GAP);
    rows.extend(placeholder.rows(401, &[(&good, token("{}"), "the client key")]));
    check(&rows);
}

#[test]
fn a_signature_is_the_lower_case_hmac_of_the_user() {
    let [published, draft] = [API_KEY, DRAFT_KEY].map(|key| signature(key, "alice"));
    let of_other_user = signature(API_KEY, "bob");
    let with_other_key = signature("pk_prod_FAKE", "alice");
    let upper_case = published.to_uppercase();
    let labeled = format!("sha256={published}");
    let mismatch = "must be the HMAC";
    for app in apps() {
        let request = app
            .header(KEY, CLIENT_KEY)
            .header(USER, "alice")
            .header(SIGNATURE, GAP)
            .workspace(r#"{"hmac_required":true}"#);
        check(&request.rows(
            401,
            &[
                (published.as_str(), "", "requires a user signature"),
                (&published, &of_other_user, mismatch),
                (&draft, &with_other_key, mismatch),
                (&draft, &upper_case, mismatch),
                (&published, &labeled, mismatch),
            ],
        ));
    }
}

#[test]
fn a_workspace_restricts_its_client_key() {
    for app in apps() {
        let app = app
            .header(KEY, CLIENT_KEY)
            .header(USER, "alice")
            .header("origin", "https://app.test");
        let rows = [
            (
                r#"{"jwt_required":<?>}"#,
                "false",
                "true",
                "requires user tokens",
            ),
            (
                r#"{"draft_key":<?>}"#,
                "true",
                "false",
                "require a draft API key",
            ),
            (
                r#"{"hmac_required":<?>}"#,
                "false",
                "true",
                "requires a user signature",
            ),
            (
                r#"{"domains":[<?>]}"#,
                "",
                r#""^https://app\\.other$""#,
                "domains",
            ),
        ];
        for (settings, accepted, refused, reason) in rows {
            let request = app.clone().workspace(settings);
            check(&request.rows(401, &[(accepted, refused, reason)]));
        }
    }
}

#[test]
fn a_domain_is_a_pattern_of_the_origin() {
    let [inbox, _] = apps();
    let request = inbox
        .header(KEY, CLIENT_KEY)
        .header(USER, "alice")
        .header("origin", GAP)
        .workspace(r#"{"domains":["^https://app\\.test$"]}"#);
    check(&request.rows(
        401,
        &[
            ("https://app.test", "https://app.test.evil", "domains"),
            ("https://app.test", "http://app.test", "domains"),
            ("https://app.test", "null", "domains"),
            ("https://app.test", "", "domains"),
        ],
    ));
}

/// Older SDKs subscribe to lists and identify users with a token and the client key, and track with the
/// client key.
#[test]
fn lists_identification_and_tracking_require_the_client_key() {
    let token = token_with("inbox:read:messages");
    let other = r#"{"scope":"user_id:bob inbox:read:messages"}"#;
    let other = super::token(other);
    let mut rows = Vec::new();
    for (method, path) in [
        ("PUT", "/client/lists/news/subscribe/alice"),
        ("DELETE", "/client/lists/news/unsubscribe/alice"),
        ("POST", "/client/identify/alice"),
    ] {
        let request = Request::http(method, path).body(r#"{"profile":{"plan":"free"}}"#);
        let key = request.clone().bearer(&token).header(KEY, GAP);
        rows.extend(key.rows(
            401,
            &[
                (CLIENT_KEY, "", "requires one"),
                (CLIENT_KEY, "empty", "requires one"),
                (CLIENT_KEY, FOREIGN_CLIENT_KEY, "another workspace"),
            ],
        ));
        let user = request.header(KEY, CLIENT_KEY).bearer(GAP);
        rows.extend(user.rows(401, &[(&token, &other, "CA405")]));
    }
    let track = Request::http("POST", "/inbound/courier")
        .bearer(&token)
        .header(KEY, GAP)
        .body(r#"{"event":"e","messageId":"e-1","type":"track"}"#);
    rows.extend(track.rows(
        401,
        &[
            (CLIENT_KEY, "", "no client key found"),
            (CLIENT_KEY, "empty", "no client key found"),
            (CLIENT_KEY, "%", "cannot be decoded"),
        ],
    ));
    check(&rows);
}
