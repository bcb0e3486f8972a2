//! The plan of an `issue` run: scopes and lifetime, checked by the rules of `inspect` before
//! anything is sent.

use chrono::{DateTime, Utc};

use super::{
    credentials::Credentials,
    preflight::{PlanError, Preflight, REAL_USER},
    requested_scopes::RequestedScopes,
};
use crate::{
    cli::TokenRequestArgs,
    context::Context,
    error::Error,
    inspect::{Finding, LifetimeError, Requirements, Severity, parse_lifetime},
    output::snippet::{self, Annotation},
    redact::redact,
    token::{ExpiresIn, ScopeSet, UserId, scope::USER_PREFIX},
};

/// The advice for a user ID with whitespace in it or around it.
const WITHOUT_SPACES: &str = "pass a user ID without whitespace";

/// The lifetime if no source names one.
pub(in crate::commands) const DEFAULT_LIFETIME: &str = "1 day";

/// The scopes and the lifetime of every token of a run.
pub(in crate::commands) struct IssuePlan {
    pub(in crate::commands) requested: RequestedScopes,
    pub(in crate::commands) expires_in: ExpiresIn,
    preflight: bool,
}

impl IssuePlan {
    /// Reads the plan from the command line, the project file and the profile.
    ///
    /// # Errors
    /// Returns an error if an argument is invalid. An invalid lifetime is also shown with a marker
    /// under the wrong part.
    pub(in crate::commands) fn new(
        args: &TokenRequestArgs,
        credentials: &Credentials,
        context: &mut Context<'_>,
    ) -> Result<Self, Error> {
        let default = credentials.defaults().expires_in;
        let default = default.as_ref().map(|setting| setting.value.as_str());
        let lifetime = args.expires_in.as_deref().or(default);
        let lifetime = lifetime.unwrap_or(DEFAULT_LIFETIME);
        let expires_in = match parse_lifetime(lifetime) {
            Ok(expires_in) => expires_in,
            Err(error) => match lifetime.parse() {
                Ok(expires_in) if args.no_preflight => expires_in,
                _ => return Err(report_lifetime(&error, lifetime, context)),
            },
        };
        Ok(Self {
            requested: RequestedScopes::of(args, credentials.project())?,
            expires_in,
            preflight: !args.no_preflight,
        })
    }

    /// Returns the scopes to request for a user, and the warnings about them.
    ///
    /// # Errors
    /// Returns the findings of the rules, or an error if no token can name this user.
    pub(in crate::commands) fn scopes(
        &self,
        user: &str,
        now: DateTime<Utc>,
    ) -> Result<(ScopeSet, Vec<Finding>), PlanError> {
        // Later messages repeat the user ID, so a secret is refused first.
        if redact(user) != user {
            return Err(PlanError::Usage(usage(
                "the user ID looks like an API key or a token",
                REAL_USER,
            )));
        }
        if let Some(id) = user.strip_prefix(USER_PREFIX) {
            return Err(PlanError::Usage(Error::InvalidRequest {
                message: format!("`{user}` is a scope, not a user ID"),
                help: Some(format!("pass the user ID alone: `{id}`")),
            }));
        }
        if user.trim() != user {
            return Err(PlanError::Usage(match user.trim() {
                "" => usage("the user ID is blank", REAL_USER),
                id => usage(
                    format!("the user ID `{id}` starts or ends with whitespace"),
                    WITHOUT_SPACES,
                ),
            }));
        }
        let mut findings = Vec::new();
        if self.preflight {
            let found = Preflight::new(
                user,
                &self.requested.permissions,
                &self.expires_in,
                &self.requirements(user, now),
            );
            let is_error = |finding: &Finding| finding.severity == Severity::Error;
            if found.findings.iter().any(is_error) {
                return Err(PlanError::Refused(found));
            }
            findings = found.findings;
        }
        let user: UserId = user
            .parse()
            .map_err(|error| PlanError::Usage(usage(error, WITHOUT_SPACES)))?;
        let permissions = self.requested.permissions.iter().map(String::as_str);
        Ok((ScopeSet::new(user, permissions), findings))
    }

    fn requirements(&self, user: &str, now: DateTime<Utc>) -> Requirements {
        Requirements {
            user: Some(user.to_owned()),
            ..Requirements::for_features(&self.requested.features, now)
        }
    }
}

fn usage(error: impl std::fmt::Display, help: &'static str) -> Error {
    Error::Usage {
        message: error.to_string(),
        help,
    }
}

/// Returns the error about an invalid lifetime. Unless the output is JSON, the wrong part of the
/// lifetime is shown with a marker under it if it can be seen, and the error does not repeat the reason.
fn report_lifetime(error: &LifetimeError, text: &str, context: &mut Context<'_>) -> Error {
    let span = match &error.span {
        Some(span) if !context.json => span.clone(),
        _ => {
            return Error::InvalidRequest {
                message: format!("invalid lifetime: {}", error.message),
                help: Some(error.help.clone()),
            };
        }
    };
    let annotation = Annotation {
        severity: Severity::Error,
        id: "expires-in",
        message: &error.message,
        text,
        span,
        help: Some(&error.help),
    };
    let snippet = snippet::render(context.output.stderr_palette(), &annotation);
    context.output.print_error(&snippet);
    Error::InvalidRequest {
        message: "nothing was sent".to_owned(),
        help: None,
    }
}
