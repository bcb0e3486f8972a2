//! Texts in place of a user token, and tokens that are spelled or signed wrongly.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use courier_auth::token::{Algorithm, ApiKey, user_signature};

use super::{API_KEY, DRAFT_KEY, GAP, Request, check, claims, query, signed, token};
use crate::support::CLIENT_KEY;

/// A request that counts the messages in the Inbox, with the gap as its `Authorization`.
fn count(path: &str, document: &str) -> Request {
    Request::http("POST", path)
        .header("authorization", GAP)
        .body(query(document))
}

#[test]
fn a_token_follows_its_scheme() {
    let token = token("{}");
    let right = format!("Bearer {token}");
    let texts = [
        (String::new(), "CA101"),
        (token.clone(), "CA101"),
        (format!("bearer {token}"), "CA101"),
        (format!("Basic {token}"), "CA101"),
        (format!("Bearer\t{token}"), "CA101"),
        (format!("Bearer  {token}"), "CA107"),
        (format!("Bearer Bearer {token}"), "CA107"),
        (format!("Bearer \"{token}\""), "CA107"),
    ];
    let texts = texts.map(|(refused, rule)| (&right, refused, rule));
    check(&count("/q", "{ count }").rows(401, &texts));
}

#[test]
fn other_credentials_are_no_tokens() {
    let right = format!("Bearer {}", token("{}"));
    let key = ApiKey::new(API_KEY).unwrap();
    let signature = user_signature(&key, "alice");
    let texts = [
        ("not.a.token", "CA107"),
        ("undefined", "CA112"),
        (API_KEY, "CA102"),
        (DRAFT_KEY, "CA102"),
        (CLIENT_KEY, "CA103"),
        (&signature, "CA104"),
        ("a.b.c.d.e", "CA105"),
    ];
    let texts = texts.map(|(credential, rule)| (&right, format!("Bearer {credential}"), rule));
    check(&count("/q", "{ count }").rows(401, &texts));
    // The other API has the same check.
    let topics = "{ draftPreferencePage { heading } }";
    let preferences = token_for_preferences();
    let texts = texts.map(|(_, refused, rule)| (&preferences, refused, rule));
    check(&count("/client/q", topics).rows(401, &texts));
}

fn token_for_preferences() -> String {
    format!("Bearer {}", super::token_with("read:preferences"))
}

#[test]
fn a_token_is_signed_with_a_key_of_the_workspace() {
    let token = token("{}");
    let [header, payload, signature] = parts(&token);
    let with_header = |header: &str, signature: &str| {
        let header = URL_SAFE_NO_PAD.encode(header);
        format!("{header}.{payload}.{signature}")
    };
    let sha_384 = signed(&claims("{}"), API_KEY, Algorithm::Hs384);
    let [_, _, long_signature] = parts(&sha_384);
    let other = signed(&claims(r#"{"exp":4000000001}"#), API_KEY, Algorithm::Hs256);
    let [_, other_payload, _] = parts(&other);
    let texts = [
        (
            &token,
            with_header(r#"{"alg":"none","typ":"JWT"}"#, ""),
            "CA109",
        ),
        (
            &token,
            with_header(r#"{"alg":"none","typ":"JWT"}"#, signature),
            "CA109",
        ),
        (&token, format!("{header}.{payload}."), "CA109"),
        (
            &token,
            with_header(r#"{"alg":"RS256","typ":"JWT"}"#, signature),
            "CA110",
        ),
        (&token, with_header(r#"{"typ":"JWT"}"#, signature), "CA110"),
        // The header names another algorithm than the one of the signature.
        (
            &sha_384,
            with_header(r#"{"alg":"HS256","typ":"JWT"}"#, long_signature),
            "CA114",
        ),
        (
            &token,
            format!("{header}.{payload}.{}", &signature[4..]),
            "CA114",
        ),
        (
            &token,
            format!("{header}.{other_payload}.{signature}"),
            "CA508",
        ),
        (&token, format!("{token}="), "CA107"),
        (&token, format!("{header}.{payload}"), "CA101"),
    ];
    let request = count("/q", "{ count }");
    let texts = texts.map(|(accepted, refused, rule)| {
        (
            format!("Bearer {accepted}"),
            format!("Bearer {refused}"),
            rule,
        )
    });
    check(&request.rows(401, &texts));
}

fn parts(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().unwrap()
}
