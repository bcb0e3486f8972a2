//! Issuing of user tokens for `POST /auth/issue-token`.
//!
//! Courier copies every field of the body except `expires_in` into the token, which it does not
//! document. So a misspelled `expiresIn` becomes a claim, and the token never expires. The sandbox
//! does the same.

use chrono::{DateTime, Utc};
use serde_json::{Map, Number, Value};

use super::auth::WorkspaceKey;
use crate::{
    inspect::{Finding, Levels, Requirements, Severity, inspect, rules},
    time::unix_seconds,
    token::{self, Algorithm, ApiKey, ExpiresIn, Jwt, sign_token, workspace::SANDBOX_WORKSPACE_ID},
};

/// The rules whose warnings mean that a token is not what its request was meant to ask for. The
/// other warnings are about choices that work, such as a long lifetime or a broad scope.
const MISTAKES: &[&str] = &rules::names([
    "no-expiry",
    "request-field-leaked",
    "milliseconds-lifetime",
    "born-expired",
    "exp-in-milliseconds",
    "issued-in-future",
    "bad-separator",
    "unknown-scope",
    "placeholder-scope",
    "scope-case",
    "mixed-tenant-scope",
    "split-user-id",
    "client-key-override",
]);

/// Returns the code of the rule that found the worst mistake in an issued token, `None` if the
/// token is usable.
///
/// No feature is required: a token may be for preferences only, and a request that needs more than
/// the token allows is refused with the rule when it comes.
pub(super) fn mistake(jwt: &Jwt, now: DateTime<Utc>) -> Option<&'static str> {
    let requirements = Requirements::for_features(&[], now);
    let report = inspect(jwt.expose(), &requirements, &Levels::default());
    let is_mistake = |finding: &&Finding| {
        finding.severity == Severity::Error || MISTAKES.contains(&finding.rule.name)
    };
    let worst = report.findings.iter().find(is_mistake);
    worst.map(|finding| finding.rule.code)
}

/// Issues a token, signed with the API key of the request.
///
/// # Errors
/// Returns an error if the body is invalid.
pub(super) fn issue(
    body: &[u8],
    key: WorkspaceKey,
    now: DateTime<Utc>,
    jti: &str,
) -> Result<Jwt, String> {
    let mut claims = match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err("the body must be a JSON object".to_owned()),
        Err(_) if body.trim_ascii().is_empty() => return Err("the body is empty".to_owned()),
        Err(error) => return Err(format!("the body is not JSON: {error}")),
    };
    let lifetime = lifetime(&claims)?;
    check_claims(&claims, lifetime.is_some())?;
    claims.shift_remove("expires_in");
    claims.insert("tenant_scope".to_owned(), key.tenant_scope.into());
    claims.insert("tenant_id".to_owned(), SANDBOX_WORKSPACE_ID.into());
    let iat = claims
        .get("iat")
        .and_then(Value::as_f64)
        .unwrap_or_else(|| unix_seconds(now));
    claims.insert("iat".to_owned(), number(iat));
    if let Some(lifetime) = lifetime {
        claims.insert("exp".to_owned(), number(lifetime.expiry(iat)));
    }
    claims.insert("jti".to_owned(), jti.into());
    let key = ApiKey::new(key.secret).map_err(|error| error.to_string())?;
    Ok(sign_token(
        &Value::Object(claims).to_string(),
        &key,
        Algorithm::Hs256,
    ))
}

/// Checks the fields that become claims.
fn check_claims(claims: &Map<String, Value>, has_lifetime: bool) -> Result<(), String> {
    match claims.get("scope") {
        Some(Value::String(scope)) if !scope.trim().is_empty() => {}
        Some(Value::String(_)) => return Err("\"scope\" must not be empty".to_owned()),
        Some(_) => return Err("\"scope\" must be a string".to_owned()),
        None => return Err("\"scope\" is required".to_owned()),
    }
    if claims.contains_key("jti") {
        return Err("\"jti\" is set by Courier".to_owned());
    }
    for time in ["iat", "nbf", "exp"] {
        if claims.get(time).is_some_and(|value| !value.is_number()) {
            return Err(format!("\"{time}\" must be a number of seconds"));
        }
    }
    if has_lifetime && claims.contains_key("exp") {
        return Err("\"exp\" and \"expires_in\" cannot be combined".to_owned());
    }
    Ok(())
}

/// Returns the requested lifetime, `None` if the token never expires.
fn lifetime(body: &Map<String, Value>) -> Result<Option<ExpiresIn>, String> {
    let Some(value) = body.get("expires_in") else {
        return Ok(None);
    };
    let text = value.to_string();
    ExpiresIn::from_json(&token::Value::from_raw(&text)).map(Some).map_err(|_| {
        "\"expires_in\" must be a whole number of seconds or a string such as \"1 day\", \"20h\""
            .to_owned()
    })
}

/// Converts a number to JSON as JavaScript does: whole numbers have no fraction.
fn number(value: f64) -> Value {
    const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= MAX_SAFE_INTEGER {
        #[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
        return Value::from(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sandbox::auth::Workspace,
        token::{DecodedToken, Object},
    };

    /// Issues a token, and returns its claims without the outer braces.
    fn claims_of(body: &str) -> Result<String, String> {
        let now = DateTime::from_timestamp(1_000, 0).unwrap();
        let key = Workspace::default().keys().next().unwrap();
        let jwt = issue(body.as_bytes(), key, now, "j")?;
        let decoded = DecodedToken::new(jwt.expose()).unwrap();
        let token = decoded.parse().unwrap();
        let member =
            |member: &token::Member<'_>| format!("\"{}\":{}", member.name, member.raw.get());
        let claims: &Object<'_> = &token.claims;
        let members: Vec<String> = claims.members().iter().map(member).collect();
        Ok(members.join(",").replace(SANDBOX_WORKSPACE_ID, "T"))
    }

    #[test]
    fn fields_of_the_body_become_claims() {
        let server = r#""tenant_scope":"published/production","tenant_id":"T""#;
        let rows = [
            (r#"{"scope":"a","expires_in":"1h"}"#, format!(r#""scope":"a",{server},"iat":1000,"exp":4600,"jti":"j""#)),
            (r#"{"scope":"a"}"#, format!(r#""scope":"a",{server},"iat":1000,"jti":"j""#)),
            (r#"{"expires_in":"3600","scope":"a"}"#, format!(r#""scope":"a",{server},"iat":1000,"exp":1003,"jti":"j""#)),
            (r#"{"scope":"a","expires_in":0}"#, format!(r#""scope":"a",{server},"iat":1000,"exp":1000,"jti":"j""#)),
            (r#"{"scope":"a","expiresIn":"1h"}"#, format!(r#""scope":"a","expiresIn":"1h",{server},"iat":1000,"jti":"j""#)),
            (r#"{"scope":"a","exp":5,"iat":4}"#, format!(r#""scope":"a","exp":5,"iat":4,{server},"jti":"j""#)),
            (r#"{"scope":"a","iat":4,"expires_in":"1s"}"#, format!(r#""scope":"a","iat":4,{server},"exp":5,"jti":"j""#)),
            (r#"{"scope":"a","expires_in":1e21}"#, format!(r#""scope":"a",{server},"iat":1000,"exp":1e+21,"jti":"j""#)),
            (r#"{"tenant_id":"x","client_key":"k","scope":"a"}"#,
             r#""tenant_id":"T","client_key":"k","scope":"a","tenant_scope":"published/production","iat":1000,"jti":"j""#.to_owned()),
        ];
        for (body, claims) in rows {
            assert_eq!(claims_of(body), Ok(claims), "{body}");
        }
    }

    #[test]
    fn mistakes_in_a_request_are_found_in_the_token() {
        let now = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        let key = Workspace::default().keys().next().unwrap();
        let rows = [
            (
                r#"{"scope":"user_id:a read:preferences","expires_in":"1 day"}"#,
                None,
            ),
            (
                r#"{"scope":"user_id:a inbox:read:messages","expires_in":"1s"}"#,
                None,
            ),
            (
                r#"{"scope":"user_id:a write:brands","expires_in":"2y"}"#,
                None,
            ),
            (
                r#"{"scope":"user_id:a read:brands","expires_in":"1d","plan":"x"}"#,
                None,
            ),
            (r#"{"scope":"user_id:a read:brands"}"#, Some("CA202")),
            (
                r#"{"scope":"read:brands","expiresIn":"1 day"}"#,
                Some("CA401"),
            ),
            (
                r#"{"scope":"user_id:a","expires_in":"1 day"}"#,
                Some("CA408"),
            ),
            (
                r#"{"scope":"user_id:a read:brands","expires_in":"3600"}"#,
                Some("CA203"),
            ),
            (
                r#"{"scope":"user_id:a read:brands","expires_in":"1d","ttl":1}"#,
                Some("CA506"),
            ),
            (
                r#"{"scope":"user_id:a read:brand","expires_in":"1d"}"#,
                Some("CA306"),
            ),
        ];
        for (body, rule) in rows {
            let jwt = issue(body.as_bytes(), key, now, "j").unwrap();
            assert_eq!(mistake(&jwt, now), rule, "{body}");
        }
    }
}
