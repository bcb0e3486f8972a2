//! How the requests of a run get into Inboxes: by a token that was given, by tokens that are asked
//! for as they are needed, or by a client key.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
    time::Duration,
};

use tokio::{sync::Mutex, time::Instant};

use super::key;
use crate::{
    cli::{InboxArgs, KeyArgs},
    context::Context,
    courier::{self, Access, Courier},
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

/// How long a token that is asked for lives beyond the longest that one request may take.
const SPARE: Duration = Duration::from_mins(1);

/// The rule whose finding is a warning here: the command may finish before the token expires.
const EXPIRES_SOON: &str = rules::names(["expires-soon"])[0];

/// What is to be done.
pub(super) struct Need {
    pub(super) actions: Vec<&'static Action>,
    /// How long it may take.
    pub(super) time: Duration,
}

/// A token that somebody else asked for.
pub(super) struct Given {
    jwt: Jwt,
    from: String,
    /// Whether the command line names it: then it is this one or none.
    is_named: bool,
    /// Whether it was told that it may not last.
    is_told: Cell<bool>,
}

/// How to get in.
pub(super) enum Entry {
    Given(Given),
    Minted {
        key: ApiKey,
        permissions: Vec<&'static str>,
        tokens: Tokens,
    },
    ClientKey {
        key: ApiKey,
        client_key: String,
    },
}

/// A token for each user, asked for once and kept while it is fresh.
type Tokens = RefCell<HashMap<UserId, Rc<Mutex<Option<Fresh>>>>>;

/// A token, and until when requests with it may begin.
pub(super) struct Fresh {
    jwt: Jwt,
    until: Instant,
}

impl Need {
    /// Actions of these names.
    pub(super) fn new(names: &[&str], time: Duration) -> Self {
        let action = |name: &&str| Action::from_name(name).expect("it is an action");
        Self {
            actions: names.iter().map(action).collect(),
            time,
        }
    }
}

impl Given {
    /// The token in the file that the command line names, else the one of the environment.
    ///
    /// # Errors
    /// When the file cannot be read, or there is none in it.
    pub(super) fn find(args: &InboxArgs, context: &mut Context<'_>) -> Result<Option<Self>, Error> {
        if args.client_key.is_some() {
            return Ok(None);
        }
        let Some(path) = &args.token_file else {
            let text = context.env.get(env_vars::JWT);
            let jwt = text.and_then(|text| Jwt::new(&TokenText::new(text).text).ok());
            return Ok(jwt.map(|jwt| Self {
                jwt,
                from: env_vars::JWT.to_owned(),
                is_named: false,
                is_told: Cell::new(false),
            }));
        };
        let from = private_file::display_name(path);
        let text = private_file::read(path, &mut context.stdin).map_err(|source| Error::Read {
            what: format!("the token in {from}"),
            source,
        })?;
        match Jwt::new(&TokenText::new(&text).text) {
            Ok(jwt) => Ok(Some(Self {
                jwt,
                from,
                is_named: true,
                is_told: Cell::new(false),
            })),
            Err(_) => Err(Error::NoToken(from)),
        }
    }

    /// The only user that it names.
    pub(super) fn only_user(&self) -> Option<UserId> {
        only_user(self.jwt.expose())
    }

    /// The users that it names; none when it cannot be read.
    fn users(&self) -> Vec<String> {
        users(self.jwt.expose())
    }

    /// Whether the command line names it.
    pub(super) fn is_named(&self) -> bool {
        self.is_named
    }

    fn names(&self, user: &UserId) -> bool {
        self.users().iter().any(|named| named == user.as_str())
    }

    /// Says before anything is sent what Courier would say of it, or what it would not say: whose
    /// messages they are it does not tell from the token.
    fn inspect(
        &self,
        user: &UserId,
        action: &'static Action,
        time: Duration,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        let requirements = Requirements {
            user: Some(user.to_string()),
            valid_for: Some(time.as_secs_f64()),
            ..Requirements::for_action(action, (context.now)())
        };
        let token = self.jwt.expose();
        with_report(
            token,
            &requirements,
            &Levels::default(),
            |subject, report| self.judged(subject, &report, context),
        )
    }

    /// Returns an error if a finding means that Courier refuses the token, and warns once if the
    /// token expires soon.
    fn judged(
        &self,
        subject: &Subject<'_>,
        report: &Report,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        for finding in &report.findings {
            if finding.rule.name == EXPIRES_SOON {
                if self.is_told.replace(true) {
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
                    fix: fix::command(subject, report),
                });
            }
        }
        Ok(())
    }
}

impl Entry {
    /// Settles how to get in, as far as that can be told before whose messages they are is known.
    ///
    /// # Errors
    /// When the token that was given will not do, or there is no API key.
    pub(super) fn new(
        user: Option<&UserId>,
        given: Option<Given>,
        need: &Need,
        (courier, args, key_args): (&Courier, &InboxArgs, &KeyArgs),
        context: &mut Context<'_>,
    ) -> Result<Self, Error> {
        if let Some(client_key) = &args.client_key {
            return Ok(Self::ClientKey {
                key: key::for_inbox(courier, key_args, context)?,
                client_key: client_key.clone(),
            });
        }
        match (given, user) {
            (Some(given), Some(user)) if given.is_named || given.names(user) => {
                let entry = Self::Given(given);
                entry.judge(user, need, context)?;
                return Ok(entry);
            }
            (Some(given), user) => {
                let whose = match user {
                    Some(user) => format!("is not for `{user}`"),
                    None => "does not name one user".to_owned(),
                };
                let text = format!(
                    "note: the token in {} {whose}: a new one is asked for",
                    given.from
                );
                context.output.note(&sanitize(&text));
            }
            (None, _) => {}
        }
        Ok(Self::Minted {
            key: key::for_inbox(courier, key_args, context)?,
            permissions: need
                .actions
                .iter()
                .map(|action| action.required.scope)
                .collect(),
            tokens: Tokens::default(),
        })
    }

    /// Judges a token that was given for all that is to be done, which may be known better now.
    ///
    /// # Errors
    /// When it will not do.
    pub(super) fn judge(
        &self,
        user: &UserId,
        need: &Need,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        let Self::Given(given) = self else {
            return Ok(());
        };
        let mut actions = need.actions.iter();
        actions.try_for_each(|action| given.inspect(user, action, need.time, context))
    }

    /// The API key, where it is at hand.
    pub(super) fn api_key(&self) -> Option<&ApiKey> {
        match self {
            Self::Given(_) => None,
            Self::Minted { key, .. } | Self::ClientKey { key, .. } => Some(key),
        }
    }

    /// Lets into a user's Inbox.
    ///
    /// # Errors
    /// When Courier gives no token for it.
    pub(super) async fn access(
        &self,
        user: &UserId,
        courier: &Courier,
    ) -> Result<Access, courier::Error> {
        match self {
            Self::Given(given) => Ok(Access::Token(given.jwt.clone())),
            Self::ClientKey { key, client_key } => Ok(Access::ClientKey {
                key: client_key.clone(),
                signature: Some(user_signature(key, user.as_str())),
            }),
            Self::Minted {
                key,
                permissions,
                tokens,
            } => {
                let of_user = Rc::clone(tokens.borrow_mut().entry(user.clone()).or_default());
                // Whoever comes second waits for the token that the first one asked for.
                let mut token = of_user.lock().await;
                if let Some(fresh) = token.as_ref().filter(|fresh| Instant::now() < fresh.until) {
                    return Ok(Access::Token(fresh.jwt.clone()));
                }
                let scopes = ScopeSet::new(user.clone(), permissions.iter().copied());
                let lifetime = lifetime(courier.timeout());
                // By this machine's clock alone, and from before it was asked for.
                let until = Instant::now() + SPARE;
                let jwt = courier.issue_token(key, &scopes, &lifetime).await?.jwt;
                *token = Some(Fresh {
                    jwt: jwt.clone(),
                    until,
                });
                Ok(Access::Token(jwt))
            }
        }
    }

    /// Forgets a token that was refused. Whether another one can be had.
    pub(super) async fn renews(&self, user: &UserId, refused: &Access) -> bool {
        let (Self::Minted { tokens, .. }, Access::Token(refused)) = (self, refused) else {
            return false;
        };
        let of_user = tokens.borrow().get(user).cloned();
        if let Some(of_user) = of_user {
            let mut token = of_user.lock().await;
            let is_it = |fresh: &mut Fresh| fresh.jwt.expose() == refused.expose();
            let _ = token.take_if(is_it);
        }
        true
    }
}

/// Just long enough: each request begins within the spare time, and then takes what it may.
fn lifetime(timeout: Duration) -> ExpiresIn {
    let seconds = (timeout + SPARE).as_secs_f64().ceil();
    let text = format!("{seconds} seconds");
    text.parse().expect("a number and its unit are a span")
}

/// The only user that a token names.
pub(super) fn only_user(jwt: &str) -> Option<UserId> {
    match users(jwt).as_slice() {
        [user] => user.parse().ok(),
        _ => None,
    }
}

/// The users that a token names; none when it cannot be read.
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
