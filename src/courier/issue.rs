//! Token issuing (`POST /auth/issue-token`), and checks that the token matches the request.

use std::time::Duration;

use url::Url;

use super::{
    Courier, Error, RequestPreview,
    error::{Credential, describe_body},
    http::{Request, Secret},
    wire::{IssueTokenRequest, IssueTokenResponse},
};
use crate::{
    inspect::ScopeClaim,
    token::{ApiKey, DecodeError, DecodedToken, ExpiresIn, Jwt, ScopeSet, Value, scope},
};

/// The largest difference, in seconds, between the requested and the actual expiry, because servers
/// round times.
const ROUNDING: f64 = 2.0;

/// The longest lifetime that is reported, because `exp` may exceed what a `Duration` can hold.
const MAX_LIFETIME: Duration = Duration::from_hours(24 * 365);

/// A user token that matches the request.
pub(crate) struct IssuedToken {
    pub(crate) jwt: Jwt,
    /// The issue time by the server's clock, in seconds since the Unix epoch.
    pub(crate) iat: f64,
    /// The expiry time by the server's clock, in seconds since the Unix epoch.
    pub(crate) exp: f64,
    /// The URL of the endpoint that issued the token.
    pub(crate) endpoint: Url,
}

impl IssuedToken {
    /// Returns the token's lifetime from issue to expiry, at most one year.
    pub(crate) fn lifetime(&self) -> Duration {
        Duration::from_secs_f64((self.exp - self.iat).clamp(0.0, MAX_LIFETIME.as_secs_f64()))
    }
}

impl Courier {
    /// Issues a user token.
    ///
    /// # Errors
    /// Returns an error if the request fails or the token does not match the request.
    pub(crate) async fn issue_token(
        &self,
        key: &ApiKey,
        scopes: &ScopeSet,
        expires_in: &ExpiresIn,
    ) -> Result<IssuedToken, Error> {
        self.guard(key)?;
        let request = self.issue_request(key.expose(), scopes, expires_in);
        let response = self.http.send(&request).await?;
        if response.status != 200 {
            return Err(Error::of(&response, Credential::ApiKey));
        }
        let Ok(body) = serde_json::from_slice::<IssueTokenResponse>(&response.body) else {
            let what = describe_body(&response);
            return Err(Error::UnexpectedResponse(format!(
                "200 without a token: {what}"
            )));
        };
        let jwt = Jwt::new(&body.token)
            .map_err(|_| Error::UnexpectedResponse("the token is empty".to_owned()))?;
        let (iat, exp) =
            check_token(&jwt, scopes, expires_in).map_err(Error::UnexpectedResponse)?;
        let endpoint = request.url;
        Ok(IssuedToken {
            jwt,
            iat,
            exp,
            endpoint,
        })
    }

    /// Returns the URL of the endpoint that issues tokens.
    pub(crate) fn issue_url(&self) -> Url {
        self.rest(&["auth", "issue-token"])
    }

    /// Returns a preview of the request for a token. Nothing is sent.
    pub(crate) fn preview_issue(
        &self,
        scopes: &ScopeSet,
        expires_in: &ExpiresIn,
    ) -> RequestPreview {
        RequestPreview::of(self.issue_request("", scopes, expires_in))
    }

    fn issue_request<'k>(
        &self,
        key: &'k str,
        scopes: &ScopeSet,
        expires_in: &ExpiresIn,
    ) -> Request<'k> {
        let body = IssueTokenRequest {
            scope: &scopes.to_string(),
            expires_in: expires_in.as_str(),
        };
        Request {
            url: self.issue_url(),
            secret: Secret::Bearer(key),
            headers: Vec::new(),
            json: Some(serde_json::to_string(&body).expect("two strings are JSON")),
            about: scopes.user().to_string(),
            // Courier does not store tokens, so a retry has no side effect.
            repeatable: true,
        }
    }
}

/// Returns `iat` and `exp` of a token that matches the request.
///
/// # Errors
/// Returns the first difference between the token and the request.
fn check_token(
    jwt: &Jwt,
    requested: &ScopeSet,
    expires_in: &ExpiresIn,
) -> Result<(f64, f64), String> {
    let undecodable = |error: DecodeError| format!("what it calls a token is none: {error}");
    let decoded = DecodedToken::new(jwt.expose()).map_err(undecodable)?;
    let claims = decoded.parse().map_err(undecodable)?.claims;
    let ScopeClaim::Text(granted) = ScopeClaim::from_claims(&claims) else {
        return Err("the token has no scope".to_owned());
    };
    let users: Vec<&str> = scope::user_ids(&granted).collect();
    if users != [requested.user().as_str()] {
        return Err(format!(
            "the token is for another user: `{}`",
            users.join("`, `")
        ));
    }
    if decoded.signature().is_empty() {
        return Err("the token is not signed".to_owned());
    }
    let has_permission =
        |permission: &str| scope::items(&granted).any(|entry| entry.text == permission);
    if let Some(missing) = requested
        .permissions()
        .iter()
        .find(|permission| !has_permission(permission))
    {
        return Err(format!("the token lacks the scope `{missing}`"));
    }
    let is_requested = |text: &str| {
        text.starts_with(scope::USER_PREFIX)
            || requested
                .permissions()
                .iter()
                .any(|permission| permission == text)
    };
    if let Some(extra) = scope::items(&granted).find(|entry| !is_requested(entry.text)) {
        return Err(format!(
            "the token holds `{}`, which was not asked for",
            extra.text
        ));
    }
    let (Some(Value::Number(iat)), Some(Value::Number(exp))) =
        (claims.get("iat"), claims.get("exp"))
    else {
        return Err("the token does not say when it was issued and expires".to_owned());
    };
    if !(iat.is_finite() && exp.is_finite()) {
        return Err("the token's times are none".to_owned());
    }
    if (expires_in.expiry(iat) - exp).abs() > ROUNDING {
        return Err(format!(
            "the token lives {} s, not `{expires_in}`",
            exp - iat
        ));
    }
    Ok((iat, exp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{Algorithm, sign_token};

    #[test]
    fn token_that_differs_from_the_request_is_rejected_with_the_difference() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        let requested = ScopeSet::new("alice".parse().unwrap(), ["read:brands"]);
        let day: ExpiresIn = "1 day".parse().unwrap();
        let rows = [
            (
                r#"{"scope":"user_id:alice read:brands more","iat":5,"exp":86405}"#,
                Err("the token holds `more`, which was not asked for"),
            ),
            (
                r#"{"scope":"user_id:alice read:brands","iat":5,"exp":86405}"#,
                Ok((5.0, 86_405.0)),
            ),
            (
                r#"{"scope":"user_id:alice read:brands","iat":5,"exp":86403}"#,
                Ok((5.0, 86_403.0)),
            ),
            (r#"{"iat":5,"exp":86405}"#, Err("the token has no scope")),
            (
                r#"{"scope":"user_id:bob read:brands"}"#,
                Err("the token is for another user: `bob`"),
            ),
            (
                r#"{"scope":"user_id:alice user_id:bob"}"#,
                Err("the token is for another user: `alice`, `bob`"),
            ),
            (
                r#"{"scope":"user_id:alice read:brand"}"#,
                Err("the token lacks the scope `read:brands`"),
            ),
            (
                r#"{"scope":"user_id:alice read:brands","iat":5}"#,
                Err("the token does not say when it was issued and expires"),
            ),
            (
                r#"{"scope":"user_id:alice read:brands","iat":5,"exp":91}"#,
                Err("the token lives 86 s, not `1 day`"),
            ),
        ];
        for (claims, expected) in rows {
            let jwt = sign_token(claims, &key, Algorithm::Hs256);
            assert_eq!(
                check_token(&jwt, &requested, &day),
                expected.map_err(str::to_owned),
                "{claims}"
            );
        }
        let error = check_token(&Jwt::new("hello").unwrap(), &requested, &day).unwrap_err();
        assert!(
            error.starts_with("what it calls a token is none"),
            "{error}"
        );
    }
}
