//! Issues user tokens with `POST /auth/issue-token`, and checks them against the request.

use std::time::Duration;

use url::Url;

use super::{
    Courier,
    error::{Credential, Error, describe_body},
    http::{Method, Request, RequestAuth},
    json_object::parse,
    request_preview::RequestPreview,
    wire::{IssueTokenRequest, IssueTokenResponse},
};
use crate::{
    inspect::ScopeClaim,
    token::{ApiKey, DecodeError, DecodedToken, ExpiresIn, Jwt, ScopeSet, Value, scope},
};

/// The allowed difference between the requested and the actual lifetime, in seconds, because servers
/// round.
const ROUNDING: f64 = 2.0;

/// The largest lifetime that is reported.
const MAX_LIFETIME: Duration = Duration::from_hours(24 * 365);

/// A user token that matches the request.
pub(crate) struct IssuedToken {
    pub(crate) jwt: Jwt,
    /// The time of issue by the server's clock, in seconds since 1970.
    pub(crate) iat: f64,
    /// The time of expiry, in seconds since 1970.
    pub(crate) exp: f64,
    /// The URL that issued the token.
    pub(crate) endpoint: Url,
}

impl IssuedToken {
    /// Returns the token's lifetime, at most [`MAX_LIFETIME`].
    pub(crate) fn lifetime(&self) -> Duration {
        Duration::from_secs_f64((self.exp - self.iat).clamp(0.0, MAX_LIFETIME.as_secs_f64()))
    }
}

impl Courier {
    /// Issues a user token. Courier does not store tokens, so that the request may be repeated.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the token does not match the request.
    pub(crate) async fn issue_token(
        &self,
        key: &ApiKey,
        scopes: &ScopeSet,
        expires_in: &ExpiresIn,
    ) -> Result<IssuedToken, Error> {
        self.check_key(key)?;
        let request = self.issue_request(key.expose(), scopes, expires_in);
        let response = self.http.send(&request).await?;
        if response.status != 200 {
            return Err(Error::from_response(&response, Credential::ApiKey));
        }
        let Ok(body) = parse::<IssueTokenResponse>(&response.body) else {
            let body = describe_body(&response);
            return Err(Error::unexpected(
                &response.server,
                format!("expected a token, got {body}"),
            ));
        };
        let unexpected = |message| Error::unexpected(&response.server, message);
        let jwt = Jwt::new(&body.token).map_err(|_| unexpected("the token is empty".to_owned()))?;
        let (iat, exp) = check_token(&jwt, scopes, expires_in).map_err(unexpected)?;
        let endpoint = request.url;
        Ok(IssuedToken {
            jwt,
            iat,
            exp,
            endpoint,
        })
    }

    /// Returns the URL that issues tokens.
    pub(crate) fn issue_url(&self) -> Url {
        self.rest_url(&["auth", "issue-token"])
    }

    /// Returns the request of [`Self::issue_token`] instead of sending it.
    pub(crate) fn preview_issue(
        &self,
        scopes: &ScopeSet,
        expires_in: &ExpiresIn,
    ) -> RequestPreview {
        RequestPreview::new(self.issue_request("", scopes, expires_in))
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
            method: Method::POST,
            url: self.issue_url(),
            server: self.rest_server(),
            auth: RequestAuth::Bearer(key),
            headers: Vec::new(),
            json: Some(serde_json::to_string(&body).expect("two strings are JSON")),
            subject: scopes.user().to_string(),
            is_idempotent: true,
        }
    }
}

/// Returns `iat` and `exp` of a token that matches the request.
///
/// # Errors
/// Returns the first difference.
fn check_token(
    jwt: &Jwt,
    requested: &ScopeSet,
    expires_in: &ExpiresIn,
) -> Result<(f64, f64), String> {
    let invalid = |error: DecodeError| format!("invalid token: {error}");
    let decoded = DecodedToken::new(jwt.expose()).map_err(invalid)?;
    let claims = decoded.parse().map_err(invalid)?.claims;
    let ScopeClaim::Text(granted) = ScopeClaim::from_claims(&claims) else {
        return Err("the token has no scope".to_owned());
    };
    let users: Vec<&str> = scope::user_ids(&granted).collect();
    if users != [requested.user().as_str()] {
        return Err(format!(
            "expected a token for `{}`, got one for `{}`",
            requested.user(),
            users.join("`, `")
        ));
    }
    if decoded.signature().is_empty() {
        return Err("the token is not signed".to_owned());
    }
    let has = |permission: &str| scope::items(&granted).any(|entry| entry.text == permission);
    if let Some(missing) = requested
        .permissions()
        .iter()
        .find(|permission| !has(permission))
    {
        return Err(format!("the token lacks the scope `{missing}`"));
    }
    let is_requested = |text: &str| {
        text.starts_with(scope::USER_PREFIX)
            || requested.permissions().iter().any(|known| known == text)
    };
    if let Some(extra) = scope::items(&granted).find(|entry| !is_requested(entry.text)) {
        return Err(format!(
            "the token contains `{}`, which was not requested",
            extra.text
        ));
    }
    let (Some(Value::Number(iat)), Some(Value::Number(exp))) =
        (claims.get("iat"), claims.get("exp"))
    else {
        return Err("`iat` or `exp` is missing from the token".to_owned());
    };
    if !(iat.is_finite() && exp.is_finite()) {
        return Err("the token has invalid timestamps".to_owned());
    }
    if (expires_in.expiry(iat) - exp).abs() > ROUNDING {
        return Err(format!(
            "expected a lifetime of `{expires_in}`, got {} s",
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
    fn token_that_differs_from_the_request_is_refused() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        let requested = ScopeSet::new("alice".parse().unwrap(), ["read:brands"]);
        let day: ExpiresIn = "1 day".parse().unwrap();
        let rows = [
            (
                r#"{"scope":"user_id:alice read:brands more","iat":5,"exp":86405}"#,
                Err("the token contains `more`, which was not requested"),
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
                Err("expected a token for `alice`, got one for `bob`"),
            ),
            (
                r#"{"scope":"user_id:alice user_id:bob"}"#,
                Err("expected a token for `alice`, got one for `alice`, `bob`"),
            ),
            (
                r#"{"scope":"user_id:alice read:brand"}"#,
                Err("the token lacks the scope `read:brands`"),
            ),
            (
                r#"{"scope":"user_id:alice read:brands","iat":5}"#,
                Err("`iat` or `exp` is missing from the token"),
            ),
            (
                r#"{"scope":"user_id:alice read:brands","iat":5,"exp":91}"#,
                Err("expected a lifetime of `1 day`, got 86 s"),
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
        assert!(error.starts_with("invalid token: "), "{error}");
    }
}
