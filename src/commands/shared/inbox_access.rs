//! Credentials of Inbox requests: a provided token, tokens issued on demand, or a client key with
//! HMAC signatures.

use std::{cell::RefCell, collections::HashMap, rc::Rc, time::Duration};

use tokio::{sync::Mutex, time::Instant};

use super::{
    planned_actions::PlannedActions, provided_token::ProvidedToken, session::Session, user_ids,
};
use crate::{
    cli::InboxArgs,
    context::Context,
    courier::{self, Courier, InboxCredential},
    error::Error,
    runtime::after,
    token::{ApiKey, ExpiresIn, Jwt, ScopeSet, UserId, user_signature},
};

/// The default part of an issued token's lifetime within which requests may begin. The last request may
/// take another timeout after it.
const REUSE_TIME: Duration = Duration::from_mins(1);

/// The credentials of all Inbox requests of a command.
pub(in crate::commands) enum InboxAccess {
    Provided(ProvidedToken),
    Issued {
        key: ApiKey,
        permissions: Vec<&'static str>,
        /// The part of a token's lifetime within which requests may begin.
        reuse_time: Duration,
        tokens: Tokens,
    },
    ClientKey {
        key: ApiKey,
        client_key: String,
    },
}

/// The token of each user, kept while it is fresh. The lock makes a second request of the same user
/// wait for the token that the first one issues.
type Tokens = RefCell<HashMap<UserId, Rc<Mutex<Option<FreshToken>>>>>;

/// An issued token, and the time until which requests with it may begin.
pub(in crate::commands) struct FreshToken {
    jwt: Jwt,
    fresh_until: Instant,
}

impl InboxAccess {
    /// Chooses the credentials. `user` is `None` while the recipients of the messages are unknown.
    ///
    /// # Errors
    /// Returns an error if the provided token does not allow the actions, or if an API key is
    /// needed and there is none.
    pub(in crate::commands) fn new(
        user: Option<&UserId>,
        provided: Option<ProvidedToken>,
        planned: &PlannedActions,
        client_key: Option<&str>,
        session: &mut Session,
        context: &mut Context<'_>,
    ) -> Result<Self, Error> {
        if let Some(client_key) = client_key {
            return Ok(Self::ClientKey {
                key: session.inbox_api_key(context)?,
                client_key: client_key.to_owned(),
            });
        }
        match (provided, user) {
            (Some(token), Some(user)) if token.is_named() || token.is_for(user) => {
                let access = Self::Provided(token);
                access.check(user, planned, context)?;
                return Ok(access);
            }
            (Some(token), user) => {
                let mismatch = match user {
                    Some(user) => format!("is not for `{user}`"),
                    None => "does not name exactly one user".to_owned(),
                };
                let from = token.source_name();
                let text = format!("the token in {from} {mismatch}; issuing a new one");
                context.output.note(&text);
            }
            (None, _) => {}
        }
        let actions = planned.actions.iter();
        Ok(Self::Issued {
            key: session.inbox_api_key(context)?,
            permissions: actions.map(|action| action.required.scope).collect(),
            reuse_time: REUSE_TIME,
            tokens: Tokens::default(),
        })
    }

    /// Chooses the user whose messages a command reads, and the credentials for that: the user of the
    /// option, otherwise the only one of a provided token, otherwise the default.
    ///
    /// # Errors
    /// Returns an error if there is no user, or the error of [`Self::new`].
    pub(in crate::commands) fn to_messages(
        user_option: Option<UserId>,
        args: &InboxArgs,
        session: &mut Session,
        context: &mut Context<'_>,
    ) -> Result<(UserId, Self), Error> {
        let provided = ProvidedToken::find(args, context)?;
        let is_option_or_default = user_option.is_some() || provided.is_none();
        let user = user_option.or_else(|| provided.as_ref().and_then(ProvidedToken::only_user));
        let user = session.credentials.user(user)?;
        if is_option_or_default {
            user_ids::require_id(&user, &context.output)?;
        }
        let planned = PlannedActions::new(&["list"], session.courier.limits().timeout);
        let client_key = args.client_key.as_deref();
        let access = Self::new(
            Some(&user),
            provided,
            &planned,
            client_key,
            session,
            context,
        )?;
        Ok((user, access))
    }

    /// Checks a provided token for all planned actions. Called again once the number of messages,
    /// and with it the duration, is known.
    ///
    /// # Errors
    /// Returns an error if the token does not allow an action.
    pub(in crate::commands) fn check(
        &self,
        user: &UserId,
        planned: &PlannedActions,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        let Self::Provided(token) = self else {
            return Ok(());
        };
        let mut actions = planned.actions.iter();
        actions.try_for_each(|action| token.check(user, action, planned.duration, context))
    }

    /// Returns the API key, `None` with a provided token.
    pub(in crate::commands) fn api_key(&self) -> Option<&ApiKey> {
        match self {
            Self::Provided(_) => None,
            Self::Issued { key, .. } | Self::ClientKey { key, .. } => Some(key),
        }
    }

    /// Returns the credentials of one request to a user's Inbox, and issues a token if needed.
    ///
    /// # Errors
    /// Returns an error if Courier issues no token.
    pub(in crate::commands) async fn credentials_for(
        &self,
        user: &UserId,
        courier: &Courier,
    ) -> Result<InboxCredential, courier::Error> {
        match self {
            Self::Provided(token) => Ok(InboxCredential::Token(token.jwt().clone())),
            Self::ClientKey { key, client_key } => Ok(InboxCredential::ClientKey {
                key: client_key.clone(),
                signature: Some(user_signature(key, user.as_str())),
            }),
            Self::Issued {
                key,
                permissions,
                reuse_time,
                tokens,
            } => {
                let slot = Rc::clone(tokens.borrow_mut().entry(user.clone()).or_default());
                let mut token = slot.lock().await;
                let is_fresh = |token: &&FreshToken| Instant::now() < token.fresh_until;
                if let Some(token) = token.as_ref().filter(is_fresh) {
                    return Ok(InboxCredential::Token(token.jwt.clone()));
                }
                let scopes = ScopeSet::new(user.clone(), permissions.iter().copied());
                let lifetime = lifetime(courier.limits().timeout.saturating_add(*reuse_time));
                // Measured by this machine's clock alone, from before the request.
                let fresh_until = after(*reuse_time);
                let jwt = courier.issue_token(key, &scopes, &lifetime).await?.jwt;
                *token = Some(FreshToken {
                    jwt: jwt.clone(),
                    fresh_until,
                });
                Ok(InboxCredential::Token(jwt))
            }
        }
    }

    /// Uses each issued token for this time.
    pub(in crate::commands) fn with_reuse_time(mut self, time: Duration) -> Self {
        if let Self::Issued { reuse_time, .. } = &mut self {
            *reuse_time = time;
        }
        self
    }

    /// Returns the time until which requests with a user's token may begin, `None` if no token was issued.
    pub(in crate::commands) async fn fresh_until(&self, user: &UserId) -> Option<Instant> {
        let Self::Issued { tokens, .. } = self else {
            return None;
        };
        let slot = tokens.borrow().get(user).cloned()?;
        let token = slot.lock().await;
        token.as_ref().map(|token| token.fresh_until)
    }

    /// Forgets a token that Courier refused. Returns true if another one can be issued.
    pub(in crate::commands) async fn invalidate(
        &self,
        user: &UserId,
        refused: &InboxCredential,
    ) -> bool {
        let (Self::Issued { tokens, .. }, InboxCredential::Token(refused)) = (self, refused) else {
            return false;
        };
        let slot = tokens.borrow().get(user).cloned();
        if let Some(slot) = slot {
            let mut token = slot.lock().await;
            let is_refused = |token: &mut FreshToken| token.jwt.expose() == refused.expose();
            let _ = token.take_if(is_refused);
        }
        true
    }
}

/// Returns the shortest lifetime that suffices: a request begins within the reuse time and then takes
/// one timeout at most.
fn lifetime(duration: Duration) -> ExpiresIn {
    let seconds = duration.as_secs_f64().ceil();
    let text = format!("{seconds} seconds");
    text.parse().expect("a number and a unit are a lifetime")
}
