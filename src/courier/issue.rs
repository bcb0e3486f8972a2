//! `POST /auth/issue-token`, and whether the answer is what was asked for.

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

/// How far, in seconds, the expiry may be off what was asked: servers round.
const ROUNDING: f64 = 2.0;

/// A token that carries what was asked for.
pub(crate) struct IssuedToken {
    pub(crate) jwt: Jwt,
    /// When it was issued by the server's clock, in seconds since 1970.
    pub(crate) iat: f64,
    /// When it expires, in seconds since 1970.
    pub(crate) exp: f64,
    /// Who issued it.
    pub(crate) endpoint: Url,
}

/// How long a token counts that lives longer than any duration.
const AGES: Duration = Duration::from_hours(24 * 365);

impl IssuedToken {
    /// How long the token lives in all, up to a year.
    pub(crate) fn lifetime(&self) -> Duration {
        Duration::from_secs_f64((self.exp - self.iat).clamp(0.0, AGES.as_secs_f64()))
    }
}

impl Courier {
    /// Issues a user token. Asking twice is harmless: nothing is stored at Courier.
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
        let Ok(answer) = serde_json::from_slice::<IssueTokenResponse>(&response.body) else {
            let what = describe_body(&response);
            return Err(Error::UnexpectedResponse(format!(
                "200 without a token: {what}"
            )));
        };
        let jwt = Jwt::new(&answer.token)
            .map_err(|_| Error::UnexpectedResponse("the token is empty".to_owned()))?;
        let (iat, exp) = check(&jwt, scopes, expires_in).map_err(Error::UnexpectedResponse)?;
        let endpoint = request.url;
        Ok(IssuedToken {
            jwt,
            iat,
            exp,
            endpoint,
        })
    }

    /// Who issues tokens.
    pub(crate) fn issue_url(&self) -> Url {
        self.rest(&["auth", "issue-token"])
    }

    /// What would be sent, to look at.
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
            // Nothing is stored at Courier: a second token is as good as the first.
            repeatable: true,
        }
    }
}

/// `iat` and `exp` of a token that carries what was asked for, or what differs.
fn check(jwt: &Jwt, asked: &ScopeSet, expires_in: &ExpiresIn) -> Result<(f64, f64), String> {
    let none = |error: DecodeError| format!("what it calls a token is none: {error}");
    let decoded = DecodedToken::new(jwt.expose()).map_err(none)?;
    let claims = decoded.parse().map_err(none)?.claims;
    let ScopeClaim::Text(granted) = ScopeClaim::from_claims(&claims) else {
        return Err("the token has no scope".to_owned());
    };
    let users: Vec<&str> = scope::user_ids(&granted).collect();
    if users != [asked.user().as_str()] {
        return Err(format!(
            "the token is for another user: `{}`",
            users.join("`, `")
        ));
    }
    if decoded.signature().is_empty() {
        return Err("the token is not signed".to_owned());
    }
    let has = |permission: &str| scope::items(&granted).any(|entry| entry.text == permission);
    if let Some(missing) = asked
        .permissions()
        .iter()
        .find(|permission| !has(permission))
    {
        return Err(format!("the token lacks the scope `{missing}`"));
    }
    let is_asked = |text: &str| {
        text.starts_with(scope::USER_PREFIX)
            || asked.permissions().iter().any(|known| known == text)
    };
    if let Some(more) = scope::items(&granted).find(|entry| !is_asked(entry.text)) {
        return Err(format!(
            "the token holds `{}`, which was not asked for",
            more.text
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
    fn a_token_that_is_not_what_was_asked_for_is_named_for_what_it_is() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        let asked = ScopeSet::new("alice".parse().unwrap(), ["read:brands"]);
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
                check(&jwt, &asked, &day),
                expected.map_err(str::to_owned),
                "{claims}"
            );
        }
        let error = check(&Jwt::new("hello").unwrap(), &asked, &day).unwrap_err();
        assert!(
            error.starts_with("what it calls a token is none"),
            "{error}"
        );
    }
}
