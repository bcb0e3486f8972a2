//! The plan of an `issue` run: permissions and lifetime, checked by the rules of `inspect` before
//! anything is sent.

use chrono::{DateTime, Utc};

use super::{
    credentials::Credentials,
    preflight::{PlanError, Preflight, REAL_USER},
    project,
};
use crate::{
    cli::TokenRequestArgs,
    context::Context,
    error::Error,
    inspect::{Finding, LifetimeError, Requirements, Severity, parse_lifetime},
    output::snippet::{self, Annotation},
    redact::redact,
    token::{ExpiresIn, Feature, Scope, ScopeSet, UserId, required_scopes, scope::USER_PREFIX},
};

/// The advice for a user ID with whitespace in it or around it.
const WITHOUT_SPACES: &str = "pass a user ID without whitespace";

/// The feature whose scopes are requested if neither the command line nor the project file names one.
const DEFAULT_FEATURE: &str = "sdk";

/// The lifetime if no source names one.
pub(in crate::commands) const DEFAULT_LIFETIME: &str = "1 day";

/// The permissions and the lifetime of every token of a run.
pub(in crate::commands) struct IssuePlan {
    permissions: Vec<String>,
    pub(in crate::commands) expires_in: ExpiresIn,
    features: Vec<&'static Feature>,
    preflight: bool,
}

impl IssuePlan {
    /// Returns the permissions that every user gets.
    pub(in crate::commands) fn permissions(&self) -> &[String] {
        &self.permissions
    }

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
        let features = project::features(&args.features, credentials.project(), DEFAULT_FEATURE);
        refuse_ineffective_options(args, &features)?;
        let permissions = permissions(args, &features);
        for permission in &permissions {
            let invalid = |error| usage(error, "`courier-auth scopes` lists the scopes");
            permission.parse::<Scope>().map_err(invalid)?;
        }
        Ok(Self {
            permissions,
            expires_in,
            features: if args.scopes.is_empty() {
                features
            } else {
                Vec::new()
            },
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
                &self.permissions,
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
        let permissions = self.permissions.iter().map(String::as_str);
        Ok((ScopeSet::new(user, permissions), findings))
    }

    fn requirements(&self, user: &str, now: DateTime<Utc>) -> Requirements {
        Requirements {
            user: Some(user.to_owned()),
            ..Requirements::for_features(&self.features, now)
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

/// Refuses options that would have no effect.
fn refuse_ineffective_options(
    args: &TokenRequestArgs,
    features: &[&'static Feature],
) -> Result<(), Error> {
    let required = required_scopes(features);
    let requests = |start: &str| {
        args.scopes.is_empty() && required.iter().any(|scope| scope.scope.starts_with(start))
    };
    if args.tenant.is_some() && !requests("tenants:") {
        return Err(Error::Usage {
            message: "--tenant has no effect: no Courier Create scopes are requested".to_owned(),
            help: "add --for create",
        });
    }
    if args.brand.is_some() && !requests("read:brands") {
        return Err(Error::Usage {
            message: "--brand has no effect: `read:brands` is not requested".to_owned(),
            help: "add --for brands",
        });
    }
    Ok(())
}

/// Returns the requested permissions, narrowed to one tenant or brand if the command line names it.
fn permissions(args: &TokenRequestArgs, features: &[&'static Feature]) -> Vec<String> {
    if !args.scopes.is_empty() {
        let mut typed: Vec<String> = Vec::new();
        for scope in args.scopes.iter().filter(|scope| !scope.is_empty()) {
            if !typed.contains(scope) {
                typed.push(scope.clone());
            }
        }
        return typed;
    }
    let required = required_scopes(features);
    required
        .iter()
        .map(
            |required| match (required.scope, &args.tenant, &args.brand) {
                ("read:brands", _, Some(brand)) => format!("read:brands:{brand}"),
                (scope, Some(tenant), _) => narrow_to_tenant(scope, tenant),
                (scope, ..) => scope.to_owned(),
            },
        )
        .collect()
}

/// Narrows a scope of Courier Create to one tenant. Courier writes `tenants:notifications:read` for
/// all tenants and `tenant:<id>:notification:read`, with a singular, for one.
fn narrow_to_tenant(scope: &str, tenant: &str) -> String {
    match scope.strip_prefix("tenants:") {
        None => scope.to_owned(),
        Some(rest) => format!(
            "tenant:{tenant}:{}",
            rest.replace("notifications", "notification")
        ),
    }
}
