//! What is to be asked for, checked by the rules of `inspect` before anything is sent.

use chrono::{DateTime, Utc};

use super::preflight::{PlanError, Preflight};
use crate::{
    cli::{AskArgs, KeyArgs},
    config,
    context::Context,
    error::Error,
    inspect::{Finding, LifetimeError, Requirements, Severity, parse_lifetime},
    output::snippet,
    redact::redact,
    token::{ExpiresIn, Feature, Scope, ScopeSet, UserId, required_scopes, scope::USER_PREFIX},
};

/// How long a token lives where nothing says so.
pub(in crate::commands) const DEFAULT_LIFETIME: &str = "1 day";

/// What every user is to get.
pub(in crate::commands) struct Plan {
    permissions: Vec<String>,
    pub(in crate::commands) expires_in: ExpiresIn,
    features: Vec<&'static Feature>,
    preflight: bool,
}

impl Plan {
    /// The permissions that every user gets.
    pub(super) fn permissions(&self) -> &[String] {
        &self.permissions
    }

    /// Reads what the command line asks for.
    ///
    /// # Errors
    /// When the lifetime is not what it seems; it is then shown and pointed at.
    pub(in crate::commands) fn new(
        ask: &AskArgs,
        key: &KeyArgs,
        context: &mut Context<'_>,
    ) -> Result<Self, Error> {
        let chosen = config::chosen(key, context)?;
        let of_profile = || chosen.as_ref()?.profile.expires_in.clone();
        let given = ask.expires_in.clone().or_else(of_profile);
        let given = given.as_deref().unwrap_or(DEFAULT_LIFETIME);
        let expires_in = match parse_lifetime(given) {
            Ok(expires_in) => expires_in,
            Err(fault) => match given.parse() {
                Ok(expires_in) if ask.no_preflight => expires_in,
                _ => return Err(point_at(&fault, given, context)),
            },
        };
        refuse_idle(ask)?;
        let permissions = permissions(ask);
        for permission in &permissions {
            permission.parse::<Scope>().map_err(usage)?;
        }
        Ok(Self {
            permissions,
            expires_in,
            features: if ask.scopes.is_empty() {
                ask.features.clone()
            } else {
                Vec::new()
            },
            preflight: !ask.no_preflight,
        })
    }

    /// The scopes to ask for, and what is to be said of them.
    ///
    /// # Errors
    /// What the rules find wrong with it, or that no token can name this user or scope.
    pub(in crate::commands) fn scopes(
        &self,
        user: &str,
        now: DateTime<Utc>,
    ) -> Result<(ScopeSet, Vec<Finding>), PlanError> {
        // Nothing else may repeat it.
        if redact(user) != user {
            return Err(PlanError::Usage(usage(
                "a key or a token stands where a user id belongs",
            )));
        }
        if let Some(id) = user.strip_prefix(USER_PREFIX) {
            return Err(PlanError::Usage(usage(format!(
                "name the user by the id alone: `{id}`"
            ))));
        }
        if user.trim() != user {
            return Err(PlanError::Usage(usage(format!(
                "there is white space around the user id `{}`",
                user.trim()
            ))));
        }
        let mut findings = Vec::new();
        if self.preflight {
            let found = Preflight::new(
                user,
                &self.permissions,
                &self.expires_in,
                &self.wanted(user, now),
            );
            let is_error = |finding: &Finding| finding.severity == Severity::Error;
            if found.findings.iter().any(is_error) {
                return Err(PlanError::Refused(found));
            }
            findings = found.findings;
        }
        let user: UserId = user
            .parse()
            .map_err(|error| PlanError::Usage(usage(error)))?;
        let permissions = self.permissions.iter().map(String::as_str);
        Ok((ScopeSet::new(user, permissions), findings))
    }

    fn wanted(&self, user: &str, now: DateTime<Utc>) -> Requirements {
        Requirements {
            user: Some(user.to_owned()),
            ..Requirements::for_features(&self.features, now)
        }
    }
}

fn usage(error: impl std::fmt::Display) -> Error {
    Error::Usage {
        message: error.to_string(),
        help: "courier-auth issue --help",
    }
}

/// Shows what is wrong with a lifetime, and says that the command line is.
fn point_at(fault: &LifetimeError, text: &str, context: &mut Context<'_>) -> Error {
    let title = ("expires-in", fault.message.as_str());
    let help = Some(fault.help.as_str());
    let span = if fault.span.is_empty() {
        0..text.len()
    } else {
        fault.span.clone()
    };
    if !text.is_empty() && !context.json {
        let palette = context.output.stderr_palette();
        let picture = snippet::point(palette, Severity::Error, title, (text, &span), help);
        context.output.complain(&picture);
    }
    Error::Usage {
        message: format!("nothing was sent: {}; {}", fault.message, fault.help),
        help: "Courier reads one number and one of ms, s, m, h, d, w, y; it knows no months",
    }
}

/// Refuses an option that would do nothing.
fn refuse_idle(ask: &AskArgs) -> Result<(), Error> {
    let needs = required_scopes(&ask.features);
    let asks_for = |start: &str| {
        ask.scopes.is_empty() && needs.iter().any(|need| need.scope.starts_with(start))
    };
    if ask.tenant.is_some() && !asks_for("tenants:") {
        return Err(Error::Usage {
            message: "--tenant narrows the scopes of Courier Create, which are not asked for"
                .to_owned(),
            help: "add --for create",
        });
    }
    if ask.brand.is_some() && !asks_for("read:brands") {
        return Err(Error::Usage {
            message: "--brand narrows `read:brands`, which is not asked for".to_owned(),
            help: "add --for brands",
        });
    }
    Ok(())
}

/// The permissions that the command line asks for: of one tenant or brand where it says so.
fn permissions(ask: &AskArgs) -> Vec<String> {
    if !ask.scopes.is_empty() {
        let mut typed: Vec<String> = Vec::new();
        for scope in ask.scopes.iter().filter(|scope| !scope.is_empty()) {
            if !typed.contains(scope) {
                typed.push(scope.clone());
            }
        }
        return typed;
    }
    let needs = required_scopes(&ask.features);
    needs
        .iter()
        .map(|need| match (need.scope, &ask.tenant, &ask.brand) {
            ("read:brands", _, Some(brand)) => format!("read:brands:{brand}"),
            (scope, Some(tenant), _) => of_tenant(scope, tenant),
            (scope, ..) => scope.to_owned(),
        })
        .collect()
}

/// A scope of Courier Create for one tenant. For all tenants Courier writes
/// `tenants:notifications:read`, for one `tenant:<id>:notification:read`.
fn of_tenant(scope: &str, tenant: &str) -> String {
    match scope.strip_prefix("tenants:") {
        None => scope.to_owned(),
        Some(rest) => format!(
            "tenant:{tenant}:{}",
            rest.replace("notifications", "notification")
        ),
    }
}
