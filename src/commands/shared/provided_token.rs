//! A user token from `--token-file` or `COURIER_JWT`, and its checks before it is used.

use std::{cell::Cell, time::Duration};

use crate::{
    cli::InboxArgs,
    context::Context,
    env_vars,
    error::Error,
    inspect::{
        ForeignIssuer, Levels, Report, Requirements, ScopeClaim, ServerBehavior, Severity, Subject,
        TokenText, fix, rules, with_report,
    },
    private_file,
    token::{Action, DecodedToken, Jwt, UserId, leftover::USER_ID, scope},
};

/// The rule whose finding is a warning here: the command may finish before the token expires.
const EXPIRES_SOON: &str = rules::names(["expires-soon"])[0];

/// A token from `--token-file` or `COURIER_JWT`.
pub(in crate::commands) struct ProvidedToken {
    jwt: Jwt,
    from: String,
    /// True if the command line names it. Then no other token is used instead.
    is_named: bool,
    /// True once the warning that it expires soon was printed.
    has_warned: Cell<bool>,
}

impl ProvidedToken {
    /// Reads the token from `--token-file`, or else from `COURIER_JWT`. A token of another service in
    /// `COURIER_JWT` is ignored with a note.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or contains no token of Courier.
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
            let reason = jwt.as_ref().and_then(foreign_reason);
            if let Some(reason) = reason {
                let text = format!("the token in {} is ignored: {reason}", env_vars::JWT);
                context.output.note(&text);
                return Ok(None);
            }
            return Ok(jwt.map(|jwt| Self::new(jwt, env_vars::JWT.to_owned(), false)));
        };
        let from = private_file::display_name(path);
        let text = private_file::read(path, &mut context.stdin).map_err(|source| Error::Read {
            what: format!("the token in {from}"),
            source,
        })?;
        let Ok(jwt) = Jwt::new(&TokenText::new(&text).text) else {
            return Err(Error::NoToken(from));
        };
        match foreign_reason(&jwt) {
            None => Ok(Some(Self::new(jwt, from, true))),
            Some(reason) => Err(Error::UnusableToken {
                from,
                reason,
                is_readable: true,
                fix: Some(format!("courier-auth issue --user {USER_ID}")),
            }),
        }
    }

    /// Returns the token itself.
    pub(super) fn jwt(&self) -> &Jwt {
        &self.jwt
    }

    /// Returns the name of the source for messages.
    pub(super) fn source_name(&self) -> &str {
        &self.from
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

    /// Returns true if the token names the user.
    pub(super) fn is_for(&self, user: &UserId) -> bool {
        let users = users(self.jwt.expose());
        users.iter().any(|named| named == user.as_str())
    }

    /// Checks the token for an action before anything is sent: for what Courier would refuse, and
    /// for a mismatch of the user, which Courier would not report.
    pub(super) fn check(
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
                    let text = format!("the token in {}: {}", self.from, finding.message);
                    context.output.warn(&text);
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

/// Describes a token of another service, which is unusable whatever the user and the action.
fn foreign_reason(jwt: &Jwt) -> Option<String> {
    let decoded = DecodedToken::new(jwt.expose()).ok()?;
    let token = decoded.parse().ok()?;
    ForeignIssuer::of(&token).map(|issuer| issuer.describe())
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
