//! Who may do what: the steps of Courier's authorizer, in its order.
//!
//! Each refusal names the rule of `inspect` that explains it.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    inspect::Workspace,
    token::{
        Algorithm, ApiKey, ClientKey, DecodeError, Decoded, Environment, Object, Token, Value,
        key::api_key_prefix,
        placeholder::is_placeholder,
        scope::{MISPLACED, USER_PREFIX, entries, grants, users},
        workspace::SANDBOX_TENANT,
    },
};

/// The API key of every sandbox: a fixed one, so that it can stand in a project's `.env`. Its
/// prefix keeps this tool from ever sending it anywhere but to this machine.
pub(crate) const API_KEY: &str = "sandbox_local_development_key";

/// The environment that the key is of.
pub(super) const TENANT_SCOPE: &str = "published/production";

/// The client key of every sandbox.
pub(crate) fn client_key() -> String {
    STANDARD.encode(SANDBOX_TENANT)
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
    verify_for(token, now, is_at_home)
}

/// The same where `has_key` tells for which workspaces, by `tenant_id` and `tenant_scope`, there
/// is a key to verify with. It is the sandbox's.
fn verify_for(token: &str, now: f64, has_key: fn(&str, &str) -> bool) -> Result<Grant, Refusal> {
    let refused = |error: DecodeError| unreadable(token, &error);
    let decoded = Decoded::new(token).map_err(refused)?;
    let Token { header, claims } = decoded.token().map_err(refused)?;
    check_workspace(&claims, has_key)?;
    check_signature(&decoded, &header)?;
    check_times(&claims, now)?;
    let scope = match claims.get("scope") {
        Some(Value::String(scope)) => scope.into_owned(),
        Some(_) => return Err(Refusal("CA302")),
        None => {
            let is_there = |name: &&str| claims.get(name).is_some();
            let elsewhere = MISPLACED.iter().any(is_there);
            return Err(Refusal(if elsewhere { "CA303" } else { "CA301" }));
        }
    };
    if entries(&scope).next().is_none() {
        return Err(Refusal("CA301"));
    }
    Ok(Grant {
        users: users(&scope).map(str::to_owned).collect(),
        scope,
    })
}

fn is_at_home(tenant_id: &str, tenant_scope: &str) -> bool {
    tenant_id == SANDBOX_TENANT && tenant_scope == TENANT_SCOPE
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
        let mut entries = entries(&self.scope);
        if entries.any(|entry| grants(entry.text, permission)) {
            return Ok(());
        }
        let is_permission = |text: &str| !text.starts_with(USER_PREFIX) && text.contains(':');
        let has_any = self.scope.split(' ').any(is_permission);
        Err(Refusal(if has_any { "CA305" } else { "CA408" }))
    }
}

fn unreadable(token: &str, error: &DecodeError) -> Refusal {
    let is_signature = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    Refusal(match error {
        _ if api_key_prefix(token).is_some() => "CA102",
        _ if token.parse::<ClientKey>().is_ok() => "CA103",
        _ if is_signature => "CA104",
        _ if is_placeholder(token) => "CA112",
        DecodeError::Parts(5) => "CA105",
        DecodeError::Parts(_) | DecodeError::Empty(_) | DecodeError::TooLong => "CA101",
        DecodeError::Encoding { .. } => "CA107",
        DecodeError::Json { .. } => "CA108",
    })
}

/// `client_key` wins over `tenant_id` and `tenant_scope`; without either there is no workspace.
/// Of a workspace without a key here nothing can be verified.
fn check_workspace(claims: &Object<'_>, has_key: fn(&str, &str) -> bool) -> Result<(), Refusal> {
    let known = match Workspace::of(claims) {
        Workspace::Unnamed | Workspace::ClientKey(None) => return Err(Refusal("CA501")),
        Workspace::Tenant(id, scope) => has_key(&id, &scope),
        Workspace::ClientKey(Some(key)) => {
            let scope = match key.environment() {
                Some(Environment::Test) => "published/test",
                _ => TENANT_SCOPE,
            };
            has_key(key.tenant(), scope)
        }
    };
    if known { Ok(()) } else { Err(Refusal("CA508")) }
}

fn check_signature(decoded: &Decoded<'_>, header: &Object<'_>) -> Result<(), Refusal> {
    let algorithm = match header.get("alg") {
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
        Some(algorithm) if decoded.signature().len() != algorithm.signature_length() => {
            Err(Refusal("CA114"))
        }
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

/// What comes of a request with a token of any workspace, as if its key were the sandbox's: the
/// code of the rule that explains a refusal. Without a user the request is for the token's first.
#[cfg(test)]
pub(crate) fn request(
    token: &str,
    now: f64,
    user: Option<&str>,
    needs: &[&str],
) -> Result<(), &'static str> {
    let of_rule = |refusal: Refusal| refusal.0;
    let grant = verify_for(token, now, |_, _| true).map_err(of_rule)?;
    let first = grant.users.first().map(String::as_str);
    grant.user(user.or(first)).map_err(of_rule)?;
    let mut needs = needs.iter();
    needs.try_for_each(|need| grant.require(need).map_err(of_rule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    use crate::inspect::{
        Server,
        duration::seconds,
        example::{Example, NOW},
        rules,
    };

    fn now() -> f64 {
        seconds(DateTime::from_timestamp(NOW, 0).unwrap())
    }

    /// What the sandbox does with the bearer of an Inbox that lists and marks messages.
    fn use_inbox(token: &str) -> Result<(), Refusal> {
        use_inbox_of(token, is_at_home)
    }

    fn use_inbox_of(token: &str, has_key: fn(&str, &str) -> bool) -> Result<(), Refusal> {
        let grant = verify_for(token, now(), has_key)?;
        grant.user(grant.users.first().map(String::as_str))?;
        grant.require("inbox:read:messages")?;
        grant.require("inbox:write:events")
    }

    /// An example as a token of this workspace.
    fn of_sandbox(example: Example) -> String {
        let key = ApiKey::new(API_KEY).unwrap();
        example.text(&key, SANDBOX_TENANT)
    }

    #[test]
    fn the_sandbox_refuses_what_the_rules_say_it_refuses_and_for_that_reason() {
        for rule in rules::all() {
            // Whatever the workspace, as if its key were here.
            let good = use_inbox_of(&of_sandbox(rule.good), |_, _| true);
            assert_eq!(good, Ok(()), "{} good", rule.code);
            let refused = use_inbox(&of_sandbox(rule.bad));
            if rule.server == Server::Refuses {
                assert_eq!(refused, Err(Refusal(rule.code)));
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
        assert_eq!(use_inbox(&sign(&broken)), Err(Refusal("CA501")));
    }
}
