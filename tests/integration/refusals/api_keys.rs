//! API keys: their spelling, and the routes that require one.

use super::{API_KEY, GAP, Request, check, claims, signed, token_with};
use courier_auth::token::Algorithm;

const SCOPE: &str = r#"{"scope":"user_id:alice"}"#;

const NO_KEY: &str = "no API key found";

const OTHER_WORKSPACE: &str = "does not belong to this workspace";

const USER_TOKEN: &str = "requires an API key, not a user token";

/// Routes for backends only, with a body that each accepts.
const ROUTES: &[(&str, &str, &str)] = &[
    ("POST", "/auth/issue-token", SCOPE),
    (
        "POST",
        "/send",
        r#"{"message":{"to":{"user_id":"alice"},"content":{"title":"T"}}}"#,
    ),
    ("GET", "/messages", ""),
    ("GET", "/messages/m", ""),
    ("GET", "/messages/m/history", ""),
    ("GET", "/messages/m/output", ""),
    ("POST", "/messages/m/resend", ""),
    ("PUT", "/requests/m/archive", ""),
    ("PUT", "/users/alice/tenants/acme", ""),
    ("DELETE", "/users/alice/tenants/acme", ""),
    ("GET", "/users/alice/tokens", ""),
    (
        "PUT",
        "/users/alice/tokens",
        r#"{"tokens":[{"token":"n","provider_key":"apn"}]}"#,
    ),
    ("POST", "/brands", r#"{"name":"B"}"#),
];

#[test]
fn an_api_key_follows_its_scheme() {
    let request = Request::http("POST", "/auth/issue-token")
        .header("authorization", GAP)
        .body(SCOPE);
    let right = format!("Bearer {API_KEY}");
    let texts = [
        (String::new(), NO_KEY),
        (API_KEY.to_owned(), NO_KEY),
        (format!("bearer {API_KEY}"), NO_KEY),
        (format!("BEARER {API_KEY}"), NO_KEY),
        (format!("Basic {API_KEY}"), NO_KEY),
        (format!("Bearer:{API_KEY}"), NO_KEY),
        (format!("Bearer\t{API_KEY}"), NO_KEY),
        (format!("Bearer  {API_KEY}"), OTHER_WORKSPACE),
        (format!("Bearer Bearer {API_KEY}"), OTHER_WORKSPACE),
        (format!("Bearer \"{API_KEY}\""), OTHER_WORKSPACE),
        (
            format!("Bearer {}", API_KEY.to_uppercase()),
            OTHER_WORKSPACE,
        ),
        ("Bearer pk_prod_FAKE".to_owned(), OTHER_WORKSPACE),
    ];
    let texts = texts.map(|(refused, reason)| (&right, refused, reason));
    check(&request.rows(401, &texts));
}

#[test]
fn routes_for_backends_require_an_api_key() {
    // A token with every scope.
    let scopes = "read:user-tokens write:user-tokens read:brands write:brands read:messages \
        read:preferences write:preferences inbox:read:messages inbox:write:events write:track";
    let user_token = token_with(scopes);
    let self_signed = signed(&claims("{}"), API_KEY, Algorithm::Hs512);
    let rows = ROUTES.iter().flat_map(|(method, path, body)| {
        let request = Request::http(method, path).bearer(GAP).body(*body);
        request.rows(
            401,
            &[
                (API_KEY, user_token.as_str(), USER_TOKEN),
                (API_KEY, &self_signed, USER_TOKEN),
                (API_KEY, "sandbox_wrong_key", OTHER_WORKSPACE),
            ],
        )
    });
    check(&rows.collect::<Vec<_>>());
}

#[test]
fn a_draft_key_is_refused_if_the_workspace_has_none() {
    let request = Request::http("POST", "/auth/issue-token")
        .bearer(super::DRAFT_KEY)
        .body(SCOPE)
        .workspace(r#"{"draft_key":<?>}"#);
    check(&request.rows(401, &[("true", "false", OTHER_WORKSPACE)]));
}
