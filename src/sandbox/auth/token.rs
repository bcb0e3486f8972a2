//! What a user token allows.

#[cfg(test)]
use super::API_KEY;
use super::{Key, Refusal, Workspace};
#[cfg(test)]
use crate::token::scope::grants;
use crate::{
    inspect,
    token::{
        Algorithm, ApiKey, ClientKey, CourierEnvironment, DecodeError, DecodedToken, Object,
        ParsedToken, Value,
        key::api_key_prefix,
        placeholder::is_placeholder,
        scope::{MISPLACED_CLAIMS, USER_PREFIX, items, user_ids},
        workspace::SANDBOX_WORKSPACE_ID,
    },
};

/// What a verified token allows.
#[derive(Debug)]
pub(in crate::sandbox) struct Grant {
    users: Vec<String>,
    scope: String,
}

/// The credential behind `Bearer `, which is matched with its case and its one space.
pub(in crate::sandbox) fn bearer(authorization: Option<&str>) -> Result<&str, Refusal> {
    authorization
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or(Refusal::Rule("CA101"))
}

/// Verifies a user token of the workspace at `now`, in whole seconds since 1970.
pub(in crate::sandbox) fn verify(
    token: &str,
    workspace: &Workspace,
    now: f64,
) -> Result<Grant, Refusal> {
    verify_for(token, now, |tenant_id, tenant_scope| {
        let is_of = |key: &Key| tenant_id == SANDBOX_WORKSPACE_ID && tenant_scope == key.scope;
        workspace.keys().find(is_of).map(|key| key.secret)
    })
}

/// The same where `key_of` finds the key of a `tenant_id` and `tenant_scope`.
fn verify_for(
    token: &str,
    now: f64,
    key_of: impl Fn(&str, &str) -> Option<&'static str>,
) -> Result<Grant, Refusal> {
    let refused = |error: DecodeError| unreadable(token, &error);
    let decoded = DecodedToken::new(token).map_err(refused)?;
    let ParsedToken { header, claims } = decoded.parse().map_err(refused)?;
    let key = signing_key(&claims, key_of)?;
    check_signature(&decoded, &header, &key)?;
    check_times(&claims, now)?;
    let scope = match claims.get("scope") {
        Some(Value::String(scope)) => scope.into_owned(),
        Some(_) => return Err(Refusal::Rule("CA302")),
        None => {
            let is_there = |name: &&str| claims.get(name).is_some();
            let elsewhere = MISPLACED_CLAIMS.iter().any(is_there);
            return Err(Refusal::Rule(if elsewhere { "CA303" } else { "CA301" }));
        }
    };
    if items(&scope).next().is_none() {
        return Err(Refusal::Rule("CA301"));
    }
    Ok(Grant {
        users: user_ids(&scope).map(str::to_owned).collect(),
        scope,
    })
}

impl Grant {
    /// The user a request is for: the one its header names, who must be one of the token's, or
    /// else the only one of the token.
    pub(in crate::sandbox) fn user(&self, header: Option<&str>) -> Result<&str, Refusal> {
        let user = match (header, &self.users[..]) {
            (_, []) => return Err(Refusal::Rule("CA401")),
            (Some(header), users) if users.iter().any(|user| user == header) => header,
            (Some(_), _) => return Err(Refusal::Rule("CA405")),
            (None, [_, _, ..]) => return Err(Refusal::Rule("CA403")),
            (None, [user]) => user,
        };
        self.users
            .iter()
            .find(|known| *known == user && !known.is_empty())
            .map(String::as_str)
            .ok_or(Refusal::Rule("CA402"))
    }

    /// Whether the token has one of these very scopes.
    pub(in crate::sandbox) fn require_one_of(
        &self,
        scopes: &[impl AsRef<str>],
    ) -> Result<(), Refusal> {
        let mut entries = items(&self.scope);
        if entries.any(|entry| scopes.iter().any(|scope| scope.as_ref() == entry.text)) {
            return Ok(());
        }
        Err(self.lacks())
    }

    /// Why a permission is missing.
    fn lacks(&self) -> Refusal {
        let is_permission = |text: &str| !text.starts_with(USER_PREFIX) && text.contains(':');
        let has_any = self.scope.split(' ').any(is_permission);
        Refusal::Rule(if has_any { "CA305" } else { "CA408" })
    }
}

fn unreadable(token: &str, error: &DecodeError) -> Refusal {
    let is_signature = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    Refusal::Rule(match error {
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
fn signing_key(
    claims: &Object<'_>,
    key_of: impl Fn(&str, &str) -> Option<&'static str>,
) -> Result<ApiKey, Refusal> {
    let secret = match inspect::Workspace::from_claims(claims) {
        inspect::Workspace::Unnamed | inspect::Workspace::ClientKey(None) => {
            return Err(Refusal::Rule("CA501"));
        }
        inspect::Workspace::TenantClaims { id, scope } => key_of(&id, &scope),
        inspect::Workspace::ClientKey(Some(key)) => {
            let scope = match key.environment() {
                Some(CourierEnvironment::Test) => "published/test",
                _ => "published/production",
            };
            key_of(key.workspace_id(), scope)
        }
    };
    let key = secret.and_then(|secret| ApiKey::new(secret).ok());
    key.ok_or(Refusal::Rule("CA508"))
}

fn check_signature(
    decoded: &DecodedToken<'_>,
    header: &Object<'_>,
    key: &ApiKey,
) -> Result<(), Refusal> {
    let algorithm = match header.get("alg") {
        Some(Value::String(name)) if name.eq_ignore_ascii_case("none") => {
            return Err(Refusal::Rule("CA109"));
        }
        Some(Value::String(name)) => Algorithm::from_name(&name),
        _ => None,
    };
    match algorithm {
        _ if decoded.signature().is_empty() => Err(Refusal::Rule("CA109")),
        None => Err(Refusal::Rule("CA110")),
        Some(algorithm) if decoded.signature().len() != algorithm.signature_length() => {
            Err(Refusal::Rule("CA114"))
        }
        Some(_) if decoded.is_signed_with(key) => Ok(()),
        Some(_) => Err(Refusal::Rule("CA508")),
    }
}

/// `nbf` and `exp`, without tolerance; `iat` is not looked at.
fn check_times(claims: &Object<'_>, now: f64) -> Result<(), Refusal> {
    match claims.get("nbf") {
        Some(Value::Number(nbf)) if nbf > now => return Err(Refusal::Rule("CA210")),
        Some(Value::Number(_)) | None => {}
        Some(_) => return Err(Refusal::Rule("CA210")),
    }
    match claims.get("exp") {
        Some(Value::Number(exp)) if exp <= now => Err(Refusal::Rule("CA201")),
        Some(Value::Number(_)) | None => Ok(()),
        Some(_) => Err(Refusal::Rule("CA207")),
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
    let of_rule = |refusal: Refusal| match refusal {
        Refusal::Rule(code) => code,
        Refusal::Because(reason) => reason,
    };
    let grant = verify_for(token, now, |_, _| Some(API_KEY)).map_err(of_rule)?;
    let first = grant.users.first().map(String::as_str);
    grant.user(user.or(first)).map_err(of_rule)?;
    needs.iter().try_for_each(|need| {
        // What is for one brand or tenant alone is asked of that one.
        let entries = items(&grant.scope).map(|entry| entry.text);
        let scopes = entries.filter(|entry| grants(entry, need));
        let scopes: Vec<&str> = scopes.chain([*need]).collect();
        grant.require_one_of(&scopes).map_err(of_rule)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    use crate::inspect::{
        ServerBehavior,
        example::{Example, NOW},
        rules,
    };
    use crate::time::unix_seconds;

    fn now() -> f64 {
        unix_seconds(DateTime::from_timestamp(NOW, 0).unwrap())
    }

    /// What the sandbox does with the bearer of an Inbox that lists and marks messages.
    fn use_inbox(token: &str) -> Result<(), Refusal> {
        use_inbox_of(verify(token, &super::super::Workspace::default(), now()))
    }

    fn use_inbox_of(verified: Result<Grant, Refusal>) -> Result<(), Refusal> {
        let grant = verified?;
        grant.user(grant.users.first().map(String::as_str))?;
        grant.require_one_of(&["inbox:read:messages"])?;
        grant.require_one_of(&["inbox:write:events"])
    }

    /// An example as a token of this workspace.
    fn of_sandbox(example: Example) -> String {
        let key = ApiKey::new(API_KEY).unwrap();
        example.text(&key, SANDBOX_WORKSPACE_ID)
    }

    #[test]
    fn the_sandbox_refuses_what_the_rules_say_it_refuses_and_for_that_reason() {
        for rule in rules::all() {
            // Whatever the workspace, as if its key were here.
            let good = verify_for(&of_sandbox(rule.good), now(), |_, _| Some(API_KEY));
            let good = use_inbox_of(good);
            assert_eq!(good, Ok(()), "{} good", rule.code);
            let refused = use_inbox(&of_sandbox(rule.bad));
            if rule.server == ServerBehavior::Refuses {
                assert_eq!(refused, Err(Refusal::Rule(rule.code)));
            }
        }
    }

    #[test]
    fn a_request_is_for_one_user_of_the_token() {
        let user = |scope: &str, header| {
            let grant = Grant {
                users: user_ids(scope).map(str::to_owned).collect(),
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
            let expected = expected.map(str::to_owned).map_err(Refusal::Rule);
            assert_eq!(user(scope, header), expected, "{scope} {header:?}");
        }
    }

    #[test]
    fn the_authorization_header_is_taken_literally() {
        assert_eq!(bearer(Some("Bearer x")), Ok("x"));
        assert_eq!(bearer(Some("Bearer  x")), Ok(" x"));
        for header in [None, Some("bearer x"), Some("Basic x"), Some("x"), Some("")] {
            assert_eq!(bearer(header), Err(Refusal::Rule("CA101")));
        }
    }

    #[test]
    fn tokens_of_other_workspaces_and_self_signed_ones() {
        let foreign = Example::Claims(r#"{"tenant_scope":"published/test"}"#);
        assert_eq!(use_inbox(&of_sandbox(foreign)), Err(Refusal::Rule("CA508")));
        let scope = r#""scope":"user_id:alice inbox:read:messages inbox:write:events""#;
        let sign = |claims: &str| {
            let key = ApiKey::new(API_KEY).unwrap();
            crate::token::sign_token(claims, &key, Algorithm::Hs512)
                .expose()
                .to_owned()
        };
        let own = format!(
            r#"{{{scope},"client_key":"{}"}}"#,
            super::super::client_key()
        );
        assert_eq!(use_inbox(&sign(&own)), Ok(()));
        let broken = format!(r#"{{{scope},"client_key":"%%"}}"#);
        assert_eq!(use_inbox(&sign(&broken)), Err(Refusal::Rule("CA501")));
    }
}
