//! Who may do what: the steps of Courier's authorizer, in its order.
//!
//! Each refusal names the rule of `inspect` that explains it.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::token::{
    Algorithm, ApiKey, DecodeError, Decoded, Object, Value,
    key::api_key_prefix,
    scope::{entries, grants, users},
};

/// The API key of every sandbox: a fixed one, so that it can stand in a project's `.env`. Its
/// prefix keeps this tool from ever sending it anywhere but to this machine.
pub(crate) const API_KEY: &str = "sandbox_local_development_key";

/// The workspace of every sandbox. No real workspace has it.
pub(super) const TENANT_ID: &str = "ca000000-0000-4000-8000-00005a4db0c5";

/// The environment that the key is of.
pub(super) const TENANT_SCOPE: &str = "published/production";

/// The client key of every sandbox.
pub(crate) fn client_key() -> String {
    STANDARD.encode(TENANT_ID)
}

/// Why a request is answered 401: the code of the rule that explains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) &'static str);

/// What a verified token allows.
#[derive(Debug)]
pub(super) struct Grant {
    users: Vec<String>,
    scope: String,
}

/// The credential behind `Bearer `, which is matched with its case and its one space.
pub(super) fn bearer(authorization: Option<&str>) -> Result<&str, Refusal> {
    authorization
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or(Refusal("CA101"))
}

/// Whether this is the workspace's API key.
pub(super) fn check_api_key(authorization: Option<&str>) -> Result<(), Refusal> {
    match bearer(authorization)? {
        API_KEY => Ok(()),
        _ => Err(Refusal("CA508")),
    }
}

/// Verifies a user token at `now`, in whole seconds since 1970.
pub(super) fn verify(token: &str, now: f64) -> Result<Grant, Refusal> {
    let decoded = Decoded::new(token).map_err(|error| unreadable(token, &error))?;
    let claims = decoded.token().map_err(|_| Refusal("CA108"))?.claims;
    check_workspace(&claims)?;
    check_signature(&decoded)?;
    check_times(&claims, now)?;
    let scope = match claims.get("scope") {
        Some(Value::String(scope)) => scope.into_owned(),
        Some(_) => return Err(Refusal("CA302")),
        None => return Err(Refusal("CA301")),
    };
    if entries(&scope).next().is_none() {
        return Err(Refusal("CA301"));
    }
    Ok(Grant {
        users: users(&scope).map(str::to_owned).collect(),
        scope,
    })
}

impl Grant {
    /// The user a request is for: the one its header names, who must be one of the token's, or
    /// else the only one of the token.
    pub(super) fn user(&self, header: Option<&str>) -> Result<&str, Refusal> {
        let user = match (header, &self.users[..]) {
            (_, []) => return Err(Refusal("CA401")),
            (Some(header), users) if users.iter().any(|user| user == header) => header,
            (Some(_), _) => return Err(Refusal("CA405")),
            (None, [_, _, ..]) => return Err(Refusal("CA403")),
            (None, [user]) => user,
        };
        self.users
            .iter()
            .find(|known| *known == user && !known.is_empty())
            .map(String::as_str)
            .ok_or(Refusal("CA402"))
    }

    /// Whether the token gives a permission.
    pub(super) fn require(&self, permission: &str) -> Result<(), Refusal> {
        if entries(&self.scope).any(|entry| grants(entry.text, permission)) {
            Ok(())
        } else {
            Err(Refusal("CA305"))
        }
    }
}

fn unreadable(token: &str, error: &DecodeError) -> Refusal {
    match error {
        _ if api_key_prefix(token).is_some() => Refusal("CA102"),
        DecodeError::Parts(_) | DecodeError::Empty(_) | DecodeError::TooLong(_) => Refusal("CA101"),
        DecodeError::Encoding { .. } => Refusal("CA107"),
        DecodeError::Json { .. } => Refusal("CA108"),
    }
}

/// `client_key` wins over `tenant_id` and `tenant_scope`.
fn check_workspace(claims: &Object<'_>) -> Result<(), Refusal> {
    let text = |name| match claims.get(name) {
        Some(Value::String(text)) if !text.is_empty() => Some(text),
        _ => None,
    };
    let (tenant, scope) = match (text("client_key"), text("tenant_id"), text("tenant_scope")) {
        (Some(key), ..) => match STANDARD.decode(key.as_bytes()).map(String::from_utf8) {
            Ok(Ok(tenant)) => (tenant, TENANT_SCOPE.to_owned()),
            _ => return Err(Refusal("CA509")),
        },
        (None, Some(tenant), Some(scope)) => (tenant.into_owned(), scope.into_owned()),
        _ => return Err(Refusal("CA501")),
    };
    // Of another workspace or environment there is no key to verify with.
    if tenant == TENANT_ID && scope == TENANT_SCOPE {
        Ok(())
    } else {
        Err(Refusal("CA508"))
    }
}

fn check_signature(decoded: &Decoded<'_>) -> Result<(), Refusal> {
    let token = decoded.token().map_err(|_| Refusal("CA108"))?;
    let algorithm = match token.header.get("alg") {
        Some(Value::String(name)) if name.eq_ignore_ascii_case("none") => {
            return Err(Refusal("CA109"));
        }
        Some(Value::String(name)) => Algorithm::from_name(&name),
        _ => None,
    };
    let key = ApiKey::new(API_KEY).map_err(|_| Refusal("CA508"))?;
    match algorithm {
        _ if decoded.signature().is_empty() => Err(Refusal("CA109")),
        None => Err(Refusal("CA110")),
        Some(_) if decoded.is_signed_with(&key) => Ok(()),
        Some(_) => Err(Refusal("CA508")),
    }
}

/// `nbf` and `exp`, without tolerance; `iat` is not looked at.
fn check_times(claims: &Object<'_>, now: f64) -> Result<(), Refusal> {
    match claims.get("nbf") {
        Some(Value::Number(nbf)) if nbf > now => return Err(Refusal("CA210")),
        Some(Value::Number(_)) | None => {}
        Some(_) => return Err(Refusal("CA210")),
    }
    match claims.get("exp") {
        Some(Value::Number(exp)) if exp <= now => Err(Refusal("CA201")),
        Some(Value::Number(_)) | None => Ok(()),
        Some(_) => Err(Refusal("CA207")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    use crate::inspect::{Server, duration::seconds, example::Example, example::NOW, rules};

    /// What the sandbox does with the bearer of an Inbox that lists and marks messages.
    fn use_inbox(token: &str) -> Result<(), Refusal> {
        let grant = verify(token, seconds(DateTime::from_timestamp(NOW, 0).unwrap()))?;
        grant.user(Some("alice"))?;
        grant.require("inbox:read:messages")?;
        grant.require("inbox:write:events")
    }

    /// An example as a token of this workspace.
    fn of_sandbox(example: Example) -> String {
        let key = ApiKey::new(API_KEY).unwrap();
        example.text_of(&key, TENANT_ID)
    }

    #[test]
    fn the_sandbox_refuses_what_the_rules_say_it_refuses_and_for_that_reason() {
        for rule in rules::all() {
            assert_eq!(
                use_inbox(&of_sandbox(rule.good)),
                Ok(()),
                "{} good",
                rule.code
            );
            let refused = use_inbox(&of_sandbox(rule.bad));
            match rule.server {
                Server::Refuses => assert_eq!(refused, Err(Refusal(rule.code))),
                Server::Serves => assert_eq!(refused, Ok(()), "{}", rule.code),
                Server::Depends => {}
            }
        }
    }

    #[test]
    fn a_request_is_for_one_user_of_the_token() {
        let user = |scope: &str, header| {
            let grant = Grant {
                users: users(scope).map(str::to_owned).collect(),
                scope: scope.to_owned(),
            };
            grant.user(header).map(str::to_owned)
        };
        let rows = [
            ("user_id:a", None, Ok("a")),
            ("user_id:a", Some("a"), Ok("a")),
            ("user_id:a", Some("b"), Err("CA405")),
            ("user_id:a user_id:b", None, Err("CA403")),
            ("user_id:a user_id:b", Some("b"), Ok("b")),
            ("user_id:", None, Err("CA402")),
            ("user_id:", Some(""), Err("CA402")),
            ("inbox:read:messages", None, Err("CA401")),
            ("inbox:read:messages", Some("a"), Err("CA401")),
        ];
        for (scope, header, expected) in rows {
            let expected = expected.map(str::to_owned).map_err(Refusal);
            assert_eq!(user(scope, header), expected, "{scope} {header:?}");
        }
    }

    #[test]
    fn the_authorization_header_is_taken_literally() {
        assert_eq!(bearer(Some("Bearer x")), Ok("x"));
        assert_eq!(bearer(Some("Bearer  x")), Ok(" x"));
        for header in [None, Some("bearer x"), Some("Basic x"), Some("x"), Some("")] {
            assert_eq!(bearer(header), Err(Refusal("CA101")));
        }
    }

    #[test]
    fn tokens_of_other_workspaces_and_self_signed_ones() {
        let foreign = Example::Claims(r#"{"tenant_scope":"draft/production"}"#);
        assert_eq!(use_inbox(&of_sandbox(foreign)), Err(Refusal("CA508")));
        let scope = r#""scope":"user_id:alice inbox:read:messages inbox:write:events""#;
        let sign = |claims: &str| {
            let key = ApiKey::new(API_KEY).unwrap();
            crate::token::sign::sign_token(claims, &key, Algorithm::Hs512)
                .expose()
                .to_owned()
        };
        let own = format!(r#"{{{scope},"client_key":"{}"}}"#, client_key());
        assert_eq!(use_inbox(&sign(&own)), Ok(()));
        let broken = format!(r#"{{{scope},"client_key":"%%"}}"#);
        assert_eq!(use_inbox(&sign(&broken)), Err(Refusal("CA509")));
    }
}
