//! Credentials of apps that act for one user: a user token, or the client key.

use axum::http::{HeaderMap, header::ORIGIN};

use super::{
    bearer::bearer, client_key, refusal::Refusal, token::verify, verified_token::VerifiedToken,
    workspace::Workspace,
};
use crate::{
    sandbox::headers::{authorization, header_text},
    token::DecodedToken,
};

const NO_CREDENTIALS: Refusal = Refusal::Because("no user token and no client key found");

/// The credentials in the headers of an app's request.
#[derive(Debug, Clone, Default)]
pub(in crate::sandbox) struct Credentials {
    pub(in crate::sandbox) authorization: Option<String>,
    pub(in crate::sandbox) client_key: Option<String>,
    pub(in crate::sandbox) user: Option<String>,
    pub(in crate::sandbox) signature: Option<String>,
    pub(in crate::sandbox) origin: Option<String>,
}

/// The user that an authenticated app acts for.
#[derive(Debug)]
pub(in crate::sandbox) struct AppUser {
    pub(in crate::sandbox) id: String,
    /// The user token, `None` if the app uses the client key, which allows everything.
    token: Option<VerifiedToken>,
}

/// Returns true if the request has a user token that can be decoded.
pub(in crate::sandbox) fn has_token(headers: &HeaderMap) -> bool {
    Credentials::from_headers(headers).token().is_some()
}

impl Credentials {
    pub(in crate::sandbox) fn from_headers(headers: &HeaderMap) -> Self {
        Self {
            authorization: authorization(headers),
            client_key: header_text(headers, "x-courier-client-key"),
            user: header_text(headers, "x-courier-user-id"),
            signature: header_text(headers, "x-courier-user-signature"),
            origin: header_text(headers, ORIGIN.as_str()),
        }
    }

    /// Authenticates the app by its token, or else by its client key, at `now` in seconds since
    /// 1970.
    ///
    /// Every token that can be decoded is taken as the credential, even if it is invalid: SDKs with
    /// a token send `empty` or `undefined` as the client key.
    pub(in crate::sandbox) fn authenticate(
        &self,
        workspace: &Workspace,
        now: f64,
    ) -> Result<AppUser, Refusal> {
        if let Some(token) = self.token() {
            let token = verify(token, workspace, now)?;
            return Ok(AppUser {
                id: token.resolve_user(self.user.as_deref())?.to_owned(),
                token: Some(token),
            });
        }
        let client_key = self.client_key.as_deref();
        let Some(client_key) = client_key.filter(|key| !client_key::is_absent(key)) else {
            // The token cannot be decoded, so it fails with the rule that says why.
            let token = bearer(self.authorization.as_deref())?;
            let refusal = verify(token, workspace, now).err();
            return Err(refusal.unwrap_or(NO_CREDENTIALS));
        };
        workspace.check_client_key(client_key, self.origin.as_deref())?;
        let user = self.user.as_deref().filter(|user| !user.is_empty());
        let user = user.ok_or(Refusal::Because(
            "the x-courier-user-id header is missing or empty",
        ))?;
        workspace.check_signature(user, self.signature.as_deref())?;
        Ok(AppUser {
            id: user.to_owned(),
            token: None,
        })
    }

    /// Returns the token if it can be decoded.
    fn token(&self) -> Option<&str> {
        let token = bearer(self.authorization.as_deref()).ok();
        token.filter(|token| DecodedToken::new(token).is_ok_and(|decoded| decoded.parse().is_ok()))
    }
}

impl AppUser {
    /// Returns true if the app authenticated with a user token.
    pub(in crate::sandbox) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// Requires one scope of each set.
    pub(in crate::sandbox) fn require_all(
        &self,
        scope_sets: &[Vec<String>],
    ) -> Result<(), Refusal> {
        let Some(token) = &self.token else {
            return Ok(());
        };
        scope_sets
            .iter()
            .try_for_each(|scopes| token.require_one_of(scopes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sandbox::auth::workspace::{API_KEY, DRAFT_API_KEY},
        token::{Algorithm, ApiKey, sign_token, user_signature},
    };

    fn signature(secret: &str, user: &str) -> String {
        user_signature(&ApiKey::new(secret).unwrap(), user)
    }

    fn client_key_credentials() -> Credentials {
        Credentials {
            client_key: Some(super::super::client_key()),
            user: Some("alice".to_owned()),
            ..Credentials::default()
        }
    }

    /// Returns the user, who may do everything with the client key.
    fn authenticate(credentials: &Credentials, workspace: &Workspace) -> Result<String, Refusal> {
        credentials.authenticate(workspace, 0.0).map(|user| {
            let any_scope = [vec!["whatever:it:is".to_owned()]];
            assert_eq!(user.require_all(&any_scope), Ok(()));
            user.id
        })
    }

    #[test]
    fn client_key_is_enough_unless_the_workspace_requires_more() {
        let plain = Workspace::default();
        let hmac = Workspace {
            hmac_required: true,
            ..Workspace::default()
        };
        let jwt = Workspace {
            jwt_required: true,
            ..Workspace::default()
        };
        let no_draft_key = Workspace {
            draft_key: false,
            ..Workspace::default()
        };
        let domains = Workspace {
            domains: vec!["^https://app\\.example\\.test$".parse().unwrap()],
            ..Workspace::default()
        };
        let with = |change: fn(&mut Credentials)| {
            let mut credentials = client_key_credentials();
            change(&mut credentials);
            credentials
        };
        let unsigned = client_key_credentials();
        let published = with(|c| c.signature = Some(signature(API_KEY, "alice")));
        let draft = with(|c| c.signature = Some(signature(DRAFT_API_KEY, "alice")));
        let other_user = with(|c| c.signature = Some(signature(API_KEY, "bob")));
        let upper_case = with(|c| {
            c.signature = Some(signature(API_KEY, "alice").to_uppercase());
        });
        let own_origin = with(|c| c.origin = Some("https://app.example.test".to_owned()));
        let other_origin = with(|c| c.origin = Some("https://example.test".to_owned()));
        let no_user = with(|c| c.user = None);
        let rows = [
            (&unsigned, &plain, true),
            (&other_user, &plain, true),
            (&published, &hmac, true),
            (&draft, &hmac, true),
            (&unsigned, &hmac, false),
            (&other_user, &hmac, false),
            (&upper_case, &hmac, false),
            (&published, &jwt, false),
            (&published, &no_draft_key, false),
            (&own_origin, &domains, true),
            (&other_origin, &domains, false),
            (&unsigned, &domains, false),
            (&no_user, &plain, false),
        ];
        for (row, (credentials, workspace, is_allowed)) in rows.into_iter().enumerate() {
            let result = authenticate(credentials, workspace);
            assert_eq!(result.is_ok(), is_allowed, "row {row}: {result:?}");
            if let Err(refusal) = result {
                assert!(matches!(refusal, Refusal::Because(_)), "row {row}");
            }
        }
    }

    #[test]
    fn placeholders_of_sdks_are_no_client_key() {
        for (client_key, is_absent) in [
            ("", true),
            ("empty", true),
            ("undefined", true),
            ("JWT_AUTH", false),
            ("%", false),
            ("Y2EwMDAwMDA=", false),
        ] {
            let credentials = Credentials {
                client_key: Some(client_key.to_owned()),
                ..client_key_credentials()
            };
            let refusal = authenticate(&credentials, &Workspace::default()).unwrap_err();
            let is_about_token = refusal == Refusal::Rule("CA101");
            assert_eq!(is_about_token, is_absent, "{client_key}: {refusal:?}");
            assert!(is_about_token || matches!(refusal, Refusal::Because(_)));
        }
    }

    #[test]
    fn decodable_token_takes_precedence_over_the_client_key() {
        let key = ApiKey::new(API_KEY).unwrap();
        let scope = r#"{"scope":"user_id:bob"}"#;
        let token = sign_token(scope, &key, Algorithm::Hs256);
        let rows = [
            (
                format!("Bearer {}", token.expose()),
                Err(Refusal::Rule("CA501")),
            ),
            // courier-js 1 sends the token without a scheme, so the client key counts.
            (token.expose().to_owned(), Ok("alice")),
            ("Bearer nonsense".to_owned(), Ok("alice")),
        ];
        for (authorization, expected) in rows {
            let credentials = Credentials {
                authorization: Some(authorization.clone()),
                ..client_key_credentials()
            };
            let result = authenticate(&credentials, &Workspace::default());
            assert_eq!(
                result.as_deref().map_err(|refusal| *refusal),
                expected,
                "{authorization}"
            );
        }
    }
}
