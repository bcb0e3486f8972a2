//! Who may do what: the steps of Courier's authorizer, in its order.
//!
//! An app comes with a user token; an older one with the workspace's client key, and perhaps a
//! signature of its user. Each refusal of a token names the rule of `inspect` that explains it.

mod client_key;
mod token;
mod workspace;

use axum::http::{HeaderMap, header::ORIGIN};

#[cfg(test)]
pub(crate) use token::request;
pub(super) use token::{Grant, bearer, verify};
pub(crate) use workspace::{Domain, Workspace, client_key};
pub(super) use workspace::{Key, WorkspaceChange};

use super::answer::{authorization, text_of};
use crate::{inspect::rules, token::DecodedToken};

/// The API key of every sandbox: a fixed one, so that it can stand in a project's `.env`. Its
/// prefix keeps this tool from ever sending it anywhere but to this machine.
pub(crate) const API_KEY: &str = "sandbox_local_development_key";

/// The API key of the workspace's drafts. A signature by it is as good as one by [`API_KEY`].
pub(crate) const DRAFT_API_KEY: &str = "sandbox_draft_development_key";

/// Why a request is answered 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// What the rule of that code explains.
    Rule(&'static str),
    /// What no rule is about, in words: it has to do with other credentials than tokens.
    Because(&'static str),
}

impl Refusal {
    /// Why, for a person.
    pub(super) fn in_words(self) -> String {
        match self {
            Self::Because(reason) => reason.to_owned(),
            Self::Rule(code) => rules::find(code).map_or_else(
                || code.to_owned(),
                |rule| format!("{code} {}: {}", rule.name, rule.summary),
            ),
        }
    }
}

/// What an app shows of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Credentials {
    pub(super) authorization: Option<String>,
    pub(super) client_key: Option<String>,
    pub(super) user: Option<String>,
    pub(super) signature: Option<String>,
    pub(super) origin: Option<String>,
}

/// An app that acts for one user.
#[derive(Debug)]
pub(super) struct Visitor {
    pub(super) user: String,
    /// What its token allows; the client key allows everything.
    grant: Option<Grant>,
}

impl Credentials {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self {
            authorization: authorization(headers),
            client_key: text_of(headers, "x-courier-client-key"),
            user: text_of(headers, "x-courier-user-id"),
            signature: text_of(headers, "x-courier-user-signature"),
            origin: text_of(headers, ORIGIN.as_str()),
        }
    }

    /// The token, where what it shows as one can be read.
    fn token(&self) -> Option<&str> {
        let token = bearer(self.authorization.as_deref()).ok();
        token.filter(|token| DecodedToken::new(token).is_ok_and(|read| read.parse().is_ok()))
    }

    /// Lets the app in by its token, or else by its client key.
    ///
    /// Whatever can be read as a token is taken for the credential, good or bad; SDKs that have
    /// one send `empty` or `undefined` as the client key.
    pub(super) fn check(&self, workspace: &Workspace, now: f64) -> Result<Visitor, Refusal> {
        if let Some(token) = self.token() {
            let grant = verify(token, workspace, now)?;
            return Ok(Visitor {
                user: grant.user(self.user.as_deref())?.to_owned(),
                grant: Some(grant),
            });
        }
        let key = self.client_key.as_deref();
        let user = match key.filter(|key| !client_key::is_none(key)) {
            // What a token lacks that cannot be read, a rule tells.
            None => {
                let token = bearer(self.authorization.as_deref())?;
                return Err(verify(token, workspace, now).err().unwrap_or(NO_CLIENT_KEY));
            }
            Some(key) => {
                workspace.check_client_key(key, self.origin.as_deref())?;
                self.user.as_deref().filter(|user| !user.is_empty())
            }
        };
        let user = user.ok_or(Refusal::Because("x-courier-user-id names no user"))?;
        workspace.check_signature(user, self.signature.as_deref())?;
        Ok(Visitor {
            user: user.to_owned(),
            grant: None,
        })
    }
}

const NO_CLIENT_KEY: Refusal = Refusal::Because("there is no token and no client key");

/// Whether a request shows what can be read as a user token.
pub(super) fn has_token(headers: &HeaderMap) -> bool {
    Credentials::of(headers).token().is_some()
}

impl Visitor {
    /// Whether it came with a token.
    pub(super) fn has_token(&self) -> bool {
        self.grant.is_some()
    }

    /// Whether the app has, of each entry, one of the scopes.
    pub(super) fn require_all(&self, needs: &[Vec<String>]) -> Result<(), Refusal> {
        let Some(grant) = &self.grant else {
            return Ok(());
        };
        needs
            .iter()
            .try_for_each(|scopes| grant.require_one_of(scopes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{ApiKey, user_signature};

    fn signed(secret: &str, user: &str) -> String {
        user_signature(&ApiKey::new(secret).unwrap(), user)
    }

    fn legacy() -> Credentials {
        Credentials {
            client_key: Some(client_key()),
            user: Some("alice".to_owned()),
            ..Credentials::default()
        }
    }

    fn came_in(credentials: &Credentials, workspace: &Workspace) -> Result<String, Refusal> {
        credentials.check(workspace, 0.0).map(|visitor| {
            let any = [vec!["whatever:it:is".to_owned()]];
            assert_eq!(visitor.require_all(&any), Ok(()));
            visitor.user
        })
    }

    #[test]
    fn the_client_key_alone_is_enough_until_the_workspace_wants_more() {
        let plain = Workspace::default();
        let hmac = Workspace {
            hmac_required: true,
            ..Workspace::default()
        };
        let jwt = Workspace {
            jwt_required: true,
            ..Workspace::default()
        };
        let no_draft = Workspace {
            draft_key: false,
            ..Workspace::default()
        };
        let domains = Workspace {
            domains: vec!["^https://app\\.example\\.test$".parse().unwrap()],
            ..Workspace::default()
        };
        let with = |change: fn(&mut Credentials)| {
            let mut credentials = legacy();
            change(&mut credentials);
            credentials
        };
        let unsigned = legacy();
        let published = with(|c| c.signature = Some(signed(API_KEY, "alice")));
        let draft = with(|c| c.signature = Some(signed(DRAFT_API_KEY, "alice")));
        let of_another = with(|c| c.signature = Some(signed(API_KEY, "bob")));
        let upper = with(|c| {
            c.signature = Some(signed(API_KEY, "alice").to_uppercase());
        });
        let expand_home = with(|c| c.origin = Some("https://app.example.test".to_owned()));
        let abroad = with(|c| c.origin = Some("https://example.test".to_owned()));
        let userless = with(|c| c.user = None);
        let rows = [
            (&unsigned, &plain, true),
            (&of_another, &plain, true),
            (&published, &hmac, true),
            (&draft, &hmac, true),
            (&unsigned, &hmac, false),
            (&of_another, &hmac, false),
            (&upper, &hmac, false),
            (&published, &jwt, false),
            (&published, &no_draft, false),
            (&expand_home, &domains, true),
            (&abroad, &domains, false),
            (&unsigned, &domains, false),
            (&userless, &plain, false),
        ];
        for (at, (credentials, workspace, expected)) in rows.into_iter().enumerate() {
            let came = came_in(credentials, workspace);
            assert_eq!(came.is_ok(), expected, "row {at}: {came:?}");
            if let Err(refusal) = came {
                assert!(matches!(refusal, Refusal::Because(_)), "row {at}");
            }
        }
    }

    #[test]
    fn what_sdks_send_for_no_client_key_is_none() {
        for none in ["", "empty", "undefined"] {
            let credentials = Credentials {
                client_key: Some(none.to_owned()),
                ..legacy()
            };
            let came = came_in(&credentials, &Workspace::default());
            assert_eq!(came, Err(Refusal::Rule("CA101")), "{none}");
        }
        for other in ["JWT_AUTH", "%", "Y2EwMDAwMDA="] {
            let credentials = Credentials {
                client_key: Some(other.to_owned()),
                ..legacy()
            };
            let came = came_in(&credentials, &Workspace::default());
            assert!(matches!(came, Err(Refusal::Because(_))), "{other}");
        }
    }

    #[test]
    fn what_can_be_read_as_a_token_is_the_credential() {
        let key = ApiKey::new(API_KEY).unwrap();
        let scope = r#"{"scope":"user_id:bob"}"#;
        let token = crate::token::sign_token(scope, &key, crate::token::Algorithm::Hs256);
        let with = |authorization: String| Credentials {
            authorization: Some(authorization),
            ..legacy()
        };
        let plain = Workspace::default();
        let refused = came_in(&with(format!("Bearer {}", token.expose())), &plain);
        assert_eq!(refused, Err(Refusal::Rule("CA501")));
        // As courier-js 1 sends it: no token, so the client key counts.
        let bare = came_in(&with(token.expose().to_owned()), &plain);
        assert_eq!(bare.as_deref(), Ok("alice"));
        let broken = came_in(&with("Bearer nonsense".to_owned()), &plain);
        assert_eq!(broken.as_deref(), Ok("alice"));
    }
}
