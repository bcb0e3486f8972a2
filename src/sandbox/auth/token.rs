//! Verification of user tokens.

#[cfg(test)]
use super::workspace::API_KEY;
use super::{
    refusal::Refusal,
    verified_token::VerifiedToken,
    workspace::{Workspace, WorkspaceKey},
};
#[cfg(test)]
use crate::token::scope::grants;
use crate::{
    inspect,
    token::{
        Algorithm, ApiKey, ClientKey, CourierEnvironment, DecodeError, DecodedToken, Object,
        ParsedToken, Value,
        key::api_key_prefix,
        leftover::secret_leftover,
        looks_like_signature,
        scope::{MISPLACED_CLAIMS, items},
        workspace::SANDBOX_WORKSPACE_ID,
    },
};

/// Verifies a user token of the workspace, at `now` in seconds since 1970.
///
/// # Errors
/// Returns the first rule that the token violates, in the order of Courier's checks.
pub(in crate::sandbox) fn verify(
    token: &str,
    workspace: &Workspace,
    now: f64,
) -> Result<VerifiedToken, Refusal> {
    verify_with(token, now, |tenant_id, tenant_scope| {
        let is_signer = |key: &WorkspaceKey| {
            tenant_id == SANDBOX_WORKSPACE_ID && tenant_scope == key.tenant_scope
        };
        workspace.keys().find(is_signer).map(|key| key.secret)
    })
}

/// Verifies a user token with the signing key that `find_key` returns for a `tenant_id` and
/// `tenant_scope`.
fn verify_with(
    token: &str,
    now: f64,
    find_key: impl Fn(&str, &str) -> Option<&'static str>,
) -> Result<VerifiedToken, Refusal> {
    let refusal = |error: DecodeError| decode_refusal(token, &error);
    let decoded = DecodedToken::new(token).map_err(refusal)?;
    let token = decoded.parse().map_err(refusal)?;
    if inspect::ForeignIssuer::of(&token).is_some() {
        return Err(Refusal::Rule("CA511"));
    }
    let ParsedToken { header, claims } = token;
    let key = signing_key(&claims, find_key)?;
    check_signature(&decoded, &header, &key)?;
    check_times(&claims, now)?;
    scope_of(&claims).map(VerifiedToken::new)
}

/// Returns the refusal of a token that cannot be decoded.
fn decode_refusal(token: &str, error: &DecodeError) -> Refusal {
    Refusal::Rule(match error {
        _ if api_key_prefix(token).is_some() => "CA102",
        _ if ClientKey::is_text(token) => "CA103",
        _ if looks_like_signature(token) => "CA104",
        _ if secret_leftover(token).is_some() => "CA112",
        DecodeError::Parts(5) => "CA105",
        DecodeError::Parts(_) | DecodeError::Empty(_) | DecodeError::TooLong => "CA101",
        DecodeError::Encoding { .. } => "CA107",
        DecodeError::Json { .. } => "CA108",
    })
}

/// Returns the key of the workspace that the claims name. `client_key` takes precedence over
/// `tenant_id` and `tenant_scope`.
fn signing_key(
    claims: &Object<'_>,
    find_key: impl Fn(&str, &str) -> Option<&'static str>,
) -> Result<ApiKey, Refusal> {
    let secret = match inspect::Workspace::from_claims(claims) {
        inspect::Workspace::Unnamed | inspect::Workspace::ClientKey(None) => {
            return Err(Refusal::Rule("CA501"));
        }
        inspect::Workspace::TenantClaims { id, scope } => find_key(&id, &scope),
        inspect::Workspace::ClientKey(Some(key)) => {
            let scope = match key.environment() {
                Some(CourierEnvironment::Test) => "published/test",
                _ => "published/production",
            };
            find_key(key.workspace_id(), scope)
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

/// Checks `nbf` and `exp`, without leeway. Courier ignores `iat`.
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

/// Returns the `scope` claim.
fn scope_of(claims: &Object<'_>) -> Result<String, Refusal> {
    let scope = match claims.get("scope") {
        Some(Value::String(scope)) => scope.into_owned(),
        Some(_) => return Err(Refusal::Rule("CA302")),
        None => {
            let is_present = |name: &&str| claims.get(name).is_some();
            let is_misplaced = MISPLACED_CLAIMS.iter().any(is_present);
            return Err(Refusal::Rule(if is_misplaced { "CA303" } else { "CA301" }));
        }
    };
    if items(&scope).next().is_none() {
        return Err(Refusal::Rule("CA301"));
    }
    Ok(scope)
}

/// Returns the code of the rule that refuses a request with a token. The workspace of the token is
/// ignored, as if its key were the sandbox's. Without a user, the request is for the token's first.
#[cfg(test)]
pub(crate) fn verify_request(
    token: &str,
    now: f64,
    user: Option<&str>,
    needs: &[&str],
) -> Result<(), &'static str> {
    let code = |refusal: Refusal| match refusal {
        Refusal::Rule(code) => code,
        Refusal::Because(reason) => reason,
    };
    let token = verify_with(token, now, |_, _| Some(API_KEY)).map_err(code)?;
    let first = token.users().first().map(String::as_str);
    token.resolve_user(user.or(first)).map_err(code)?;
    needs.iter().try_for_each(|need| {
        // A scope that is restricted to one brand or tenant is sufficient for that one.
        let entries = items(token.scope()).map(|entry| entry.text);
        let scopes = entries.filter(|entry| grants(entry, need));
        let scopes: Vec<&str> = scopes.chain([*need]).collect();
        token.require_one_of(&scopes).map_err(code)
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{
        inspect::{
            ServerBehavior,
            example::{Example, NOW},
            rules,
        },
        sandbox::auth::client_key,
        time::unix_seconds,
        token::sign_token,
    };

    fn now() -> f64 {
        unix_seconds(DateTime::from_timestamp(NOW, 0).unwrap())
    }

    /// Uses the Inbox of the token's first user, to list messages and to mark them.
    fn use_inbox(token: &VerifiedToken) -> Result<(), Refusal> {
        token.resolve_user(token.users().first().map(String::as_str))?;
        token.require_one_of(&["inbox:read:messages"])?;
        token.require_one_of(&["inbox:write:events"])
    }

    fn verify_and_use_inbox(token: &str) -> Result<(), Refusal> {
        use_inbox(&verify(token, &Workspace::default(), now())?)
    }

    /// An example, signed by the sandbox's workspace.
    fn sign_example(example: Example) -> String {
        let key = ApiKey::new(API_KEY).unwrap();
        example.text(&key, SANDBOX_WORKSPACE_ID)
    }

    #[test]
    fn each_refusing_rule_refuses_its_bad_example() {
        for rule in rules::about_tokens() {
            // The good example may name another workspace.
            let good = verify_with(&sign_example(rule.good), now(), |_, _| Some(API_KEY));
            let good = good.and_then(|token| use_inbox(&token));
            assert_eq!(good, Ok(()), "{} good", rule.code);
            let bad = verify_and_use_inbox(&sign_example(rule.bad));
            if rule.server == ServerBehavior::Refuses {
                assert_eq!(bad, Err(Refusal::Rule(rule.code)));
            }
        }
    }

    #[test]
    fn token_of_another_workspace_is_refused_and_a_self_signed_one_is_not() {
        let foreign = Example::Claims(r#"{"tenant_scope":"published/test"}"#);
        assert_eq!(
            verify_and_use_inbox(&sign_example(foreign)),
            Err(Refusal::Rule("CA508"))
        );
        let scope = r#""scope":"user_id:alice inbox:read:messages inbox:write:events""#;
        let sign = |claims: &str| {
            let key = ApiKey::new(API_KEY).unwrap();
            let token = sign_token(claims, &key, Algorithm::Hs512);
            token.expose().to_owned()
        };
        let self_signed = format!(r#"{{{scope},"client_key":"{}"}}"#, client_key());
        assert_eq!(verify_and_use_inbox(&sign(&self_signed)), Ok(()));
        let broken = format!(r#"{{{scope},"client_key":"%%"}}"#);
        assert_eq!(
            verify_and_use_inbox(&sign(&broken)),
            Err(Refusal::Rule("CA501"))
        );
    }
}
