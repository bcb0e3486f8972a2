//! The removal of secrets from what the journal shows.

use serde_json::Value;

use crate::{redact::redact, token::fingerprint};

/// Replaces secrets in a path with fingerprints: push tokens, and user tokens in the place of an
/// ID.
pub(crate) fn redact_path(path: &str) -> String {
    match push_token_path(path) {
        Some((user, token)) => {
            format!("/users/{}/tokens/{}", redact(user), fingerprint(token))
        }
        None => redact(path).into_owned(),
    }
}

/// Returns the user and the push token of a path.
fn push_token_path(path: &str) -> Option<(&str, &str)> {
    // A token may contain slashes: SDKs do not escape path segments.
    let (user, token) = path.strip_prefix("/users/")?.split_once("/tokens/")?;
    (!token.is_empty()).then_some((user, token))
}

/// Replaces the credential in a query, and everything that looks like one.
pub(super) fn redact_query(query: &str) -> String {
    let redacted = query.split('&').map(|pair| match pair.split_once('=') {
        Some(("auth", secret)) => format!("auth={}", fingerprint(secret)),
        _ => redact(pair).into_owned(),
    });
    redacted.collect::<Vec<_>>().join("&")
}

/// Replaces the secrets in a body: the values of all fields `token`, which may be push tokens, and
/// everything that looks like a secret.
pub(super) fn redact_body(path: &str, text: &str) -> String {
    match serde_json::from_str::<Value>(text) {
        Ok(mut json) => {
            if replace_tokens(&mut json) {
                redact(&json.to_string()).into_owned()
            } else {
                redact(text).into_owned()
            }
        }
        // Where push tokens are is not known in it.
        Err(_) if path.contains("/tokens") => "[not shown: it may contain push tokens]".to_owned(),
        Err(_) => redact(text).into_owned(),
    }
}

/// Replaces the values of all fields `token`. Returns true if there is one.
fn replace_tokens(json: &mut Value) -> bool {
    let mut is_found = false;
    match json {
        Value::Array(values) => {
            for value in values {
                is_found |= replace_tokens(value);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                is_found |= match value {
                    Value::String(secret) if name == "token" => {
                        *secret = fingerprint(secret);
                        true
                    }
                    value => replace_tokens(value),
                };
            }
        }
        _ => {}
    }
    is_found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn push_token_in_a_path_is_redacted() {
        for path in [
            "/users/a/tokens/PUSH",
            "/users/a/tokens/PUSH/",
            "/users/a/tokens/x/PUSH",
        ] {
            let redacted = redact_path(path);
            assert!(
                redacted.starts_with("/users/a/tokens/fp:") && !redacted.contains("PUSH"),
                "{redacted}"
            );
        }
        let swapped = redact_path("/users/eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln/tokens/PUSH");
        assert!(
            !swapped.contains("eyJ") && !swapped.contains("PUSH"),
            "{swapped}"
        );
        for path in [
            "/users/a/tokens",
            "/users/a/tokens/",
            "/messages/tokens/x",
            "/",
        ] {
            assert_eq!(redact_path(path), path);
        }
    }

    #[test]
    fn push_tokens_in_a_body_are_redacted() {
        let path = "/users/a/tokens";
        for (body, shown) in [
            (
                r#"{"tokens":[{"token":"PUSH","provider_key":"apn"}]}"#,
                "provider_key",
            ),
            (r#"{"a":[{"token":"PUSH"},{"b":1}]}"#, r#"{"b":1}"#),
            (r#"{"tokens":[{"token":"PUSH"#, "not shown"),
        ] {
            let redacted = redact_body(path, body);
            assert!(
                redacted.contains(shown) && !redacted.contains("PUSH"),
                "{redacted}"
            );
        }
        let untouched = r#"{"query": "query { count }", "n": 1.0}"#;
        assert_eq!(redact_body("/q", untouched), untouched);
    }

    #[test]
    fn credential_in_a_query_is_redacted() {
        let redacted = redact_query("auth=opaque&userId=a&iwpv=v1");
        assert!(
            redacted.starts_with("auth=fp:") && redacted.ends_with("&userId=a&iwpv=v1"),
            "{redacted}"
        );
    }
}
