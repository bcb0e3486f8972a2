//! Credentials of Inbox requests: a provided token, tokens issued on demand, or a client key with
//! HMAC signatures.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    time::Duration,
};

use tokio::{sync::Mutex, time::Instant};

use super::session::Session;
use crate::{
    cli::InboxArgs,
    context::Context,
    courier::{self, Courier, InboxCredential},
    env_vars,
    error::Error,
    inspect::{
        Levels, Report, Requirements, ScopeClaim, ServerBehavior, Severity, Subject, TokenText,
        fix, rules, with_report,
    },
    output::sanitize,
    private_file,
    token::{
        Action, ApiKey, DecodedToken, ExpiresIn, Jwt, ScopeSet, UserId, scope, user_signature,
    },
};

/// The part of an issued token's lifetime within which requests may begin. The last request may take
/// another time-out after it.
const REUSE_TIME: Duration = Duration::from_mins(1);

/// The rule whose finding is a warning here: the command may finish before the token expires.
const EXPIRES_SOON: &str = rules::names(["expires-soon"])[0];

/// The actions that a command performs on an Inbox, and the time that they may take.
pub(in crate::commands) struct PlannedActions {
    pub(in crate::commands) actions: Vec<&'static Action>,
    pub(in crate::commands) duration: Duration,
}

/// A token from `--token-file` or `COURIER_JWT`.
pub(in crate::commands) struct ProvidedToken {
    jwt: Jwt,
    from: String,
    /// True if the command line names it. Then no other token is used instead.
    is_named: bool,
    /// True once the warning that it expires soon was printed.
    has_warned: Cell<bool>,
}

/// The credentials of all Inbox requests of a command.
pub(in crate::commands) enum InboxAccess {
    Provided(ProvidedToken),
    Issued {
        key: ApiKey,
        permissions: Vec<&'static str>,
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

impl PlannedActions {
    /// Returns the actions with these names.
    pub(in crate::commands) fn new(names: &[&str], duration: Duration) -> Self {
        let action = |name: &&str| Action::from_name(name).expect("callers pass known names");
        Self {
            actions: names.iter().map(action).collect(),
            duration,
        }
    }
}

impl ProvidedToken {
    /// Reads the token from `--token-file`, or else from `COURIER_JWT`.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or contains no token.
    pub(in crate::commands) fn find(
        args: &InboxArgs,
        context: &mut Context<'_>,
    ) -> Result<Option<Self>, Error> {
        if args.client_key.is_some() {
            return Ok(None);
        }
        let Some(path) = &args.token_file else {
            let text = context.env.get(env_vars::JWT);
            let jwt = text.and_then(|text| Jwt::new(&TokenText::new(text).text).ok());
            return Ok(jwt.map(|jwt| Self::new(jwt, env_vars::JWT.to_owned(), false)));
        };
        let from = private_file::display_name(path);
        let text = private_file::read(path, &mut context.stdin).map_err(|source| Error::Read {
            what: format!("the token in {from}"),
            source,
        })?;
        match Jwt::new(&TokenText::new(&text).text) {
            Ok(jwt) => Ok(Some(Self::new(jwt, from, true))),
            Err(_) => Err(Error::NoToken(from)),
        }
    }

    fn new(jwt: Jwt, from: String, is_named: bool) -> Self {
        Self {
            jwt,
            from,
            is_named,
            has_warned: Cell::new(false),
        }
    }

    /// Returns the token's user, `None` unless it names exactly one.
    pub(in crate::commands) fn only_user(&self) -> Option<UserId> {
        only_user(self.jwt.expose())
    }

    /// Returns true if the command line names the token.
    pub(in crate::commands) fn is_named(&self) -> bool {
        self.is_named
    }

    fn is_for(&self, user: &UserId) -> bool {
        let users = users(self.jwt.expose());
        users.iter().any(|named| named == user.as_str())
    }

    /// Checks the token for an action before anything is sent: for what Courier would refuse, and
    /// for a mismatch of the user, which Courier would not report.
    fn check(
        &self,
        user: &UserId,
        action: &'static Action,
        duration: Duration,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        let requirements = Requirements {
            user: Some(user.to_string()),
            valid_for: Some(duration.as_secs_f64()),
            ..Requirements::for_action(action, (context.now)())
        };
        let check = |subject: &Subject<'_>, report: Report| {
            for finding in &report.findings {
                if finding.rule.name == EXPIRES_SOON {
                    if self.has_warned.replace(true) {
                        continue;
                    }
                    let text = format!("warning: the token in {}: {}", self.from, finding.message);
                    context.output.note(&sanitize(&text));
                } else if finding.severity == Severity::Error
                    && finding.server != ServerBehavior::Serves
                {
                    return Err(Error::UnusableToken {
                        from: self.from.clone(),
                        reason: finding.message.clone(),
                        is_readable: report.is_readable,
                        fix: fix::command(subject, &report),
                    });
                }
            }
            Ok(())
        };
        with_report(self.jwt.expose(), &requirements, &Levels::default(), check)
    }
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
            (Some(token), Some(user)) if token.is_named || token.is_for(user) => {
                let access = Self::Provided(token);
                access.check(user, planned, context)?;
                return Ok(access);
            }
            (Some(token), user) => {
                let mismatch = match user {
                    Some(user) => format!("is not for `{user}`"),
                    None => "does not name one user".to_owned(),
                };
                let from = &token.from;
                let text = format!("note: the token in {from} {mismatch}: a new one is asked for");
                context.output.note(&sanitize(&text));
            }
            (None, _) => {}
        }
        let actions = planned.actions.iter();
        Ok(Self::Issued {
            key: session.inbox_api_key(context)?,
            permissions: actions.map(|action| action.required.scope).collect(),
            tokens: Tokens::default(),
        })
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
            Self::Provided(token) => Ok(InboxCredential::Token(token.jwt.clone())),
            Self::ClientKey { key, client_key } => Ok(InboxCredential::ClientKey {
                key: client_key.clone(),
                signature: Some(user_signature(key, user.as_str())),
            }),
            Self::Issued {
                key,
                permissions,
                tokens,
            } => {
                let slot = Rc::clone(tokens.borrow_mut().entry(user.clone()).or_default());
                let mut token = slot.lock().await;
                let is_fresh = |token: &&FreshToken| Instant::now() < token.fresh_until;
                if let Some(token) = token.as_ref().filter(is_fresh) {
                    return Ok(InboxCredential::Token(token.jwt.clone()));
                }
                let scopes = ScopeSet::new(user.clone(), permissions.iter().copied());
                let lifetime = lifetime(courier.limits().timeout);
                // Measured by this machine's clock alone, from before the request.
                let fresh_until = Instant::now() + REUSE_TIME;
                let jwt = courier.issue_token(key, &scopes, &lifetime).await?.jwt;
                *token = Some(FreshToken {
                    jwt: jwt.clone(),
                    fresh_until,
                });
                Ok(InboxCredential::Token(jwt))
            }
        }
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
/// one time-out at most.
fn lifetime(timeout: Duration) -> ExpiresIn {
    let seconds = (timeout + REUSE_TIME).as_secs_f64().ceil();
    let text = format!("{seconds} seconds");
    text.parse().expect("a number and a unit are a lifetime")
}

/// Returns the token's user, `None` unless it names exactly one.
pub(in crate::commands) fn only_user(jwt: &str) -> Option<UserId> {
    match users(jwt).as_slice() {
        [user] => user.parse().ok(),
        _ => None,
    }
}

/// Returns the users that a token names; none if it cannot be read.
fn users(jwt: &str) -> Vec<String> {
    let named = || -> Option<Vec<String>> {
        let decoded = DecodedToken::new(jwt).ok()?;
        match ScopeClaim::from_claims(&decoded.parse().ok()?.claims) {
            ScopeClaim::Text(scope) => Some(scope::user_ids(&scope).map(str::to_owned).collect()),
            _ => None,
        }
    };
    named().unwrap_or_default()
}
