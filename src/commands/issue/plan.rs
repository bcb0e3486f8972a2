//! What is to be asked for, checked by the rules of `inspect` before anything is sent.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::{
    cli::AskArgs,
    context::Context,
    error::Error,
    inspect::{
        Finding, Level, Levels, LifetimeFault, Selector, Severity, Subject, Wanted, judge,
        lifetime, rules, workspace::Workspace,
    },
    output::{Output, Palette, report, snippet},
    token::{
        ExpiresIn, Feature, Object, Scope, ScopeSet, UserId, feature::needs_of, key::redact,
        scope::USER_PREFIX,
    },
};

/// Rules whose fault a person should mend before the request is sent, though Courier takes it.
const DENIED: &[&str] = &[
    "bad-separator",
    "placeholder-scope",
    "unknown-scope",
    "scope-case",
    "mixed-tenant-scope",
];

/// Rules that are of no use before there is a token: a lifetime was just typed, and an id is what
/// it is, and would be warned of at every call.
const ALLOWED: &[&str] = &["milliseconds-lifetime", "unsafe-user-id"];

/// What every user is to get.
pub(in crate::commands) struct Plan {
    permissions: Vec<String>,
    pub(in crate::commands) expires_in: ExpiresIn,
    features: Vec<&'static Feature>,
    preflight: bool,
}

/// What the rules find in a request for one user, with the claims they were looking at.
pub(in crate::commands) struct Preflight {
    findings: Vec<Finding>,
    claims: String,
    help: &'static str,
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
        context: &mut Context<'_>,
    ) -> Result<Self, Error> {
        let expires_in = match lifetime(&ask.expires_in) {
            Ok(expires_in) => expires_in,
            Err(fault) => match ask.expires_in.parse() {
                Ok(expires_in) if ask.no_preflight => expires_in,
                _ => return Err(point_at(&fault, &ask.expires_in, context)),
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
        if redact(user, &[]) != user {
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
            let found = self.preflight(user, now);
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

    fn preflight(&self, user: &str, now: DateTime<Utc>) -> Preflight {
        let wanted = self.wanted(user, now);
        let iat = wanted.now();
        let scope = format!("user_id:{user} {}", self.permissions.join(" "));
        let claims = json!({
            "scope": scope,
            // The workspace is the API key's, which nobody has looked at yet.
            "tenant_id": "planned",
            "tenant_scope": "planned",
            "iat": iat,
            "exp": self.expires_in.expiry(iat),
        });
        let claims = claims.to_string();
        let object = Object::parse(&claims).unwrap_or_default();
        let subject = Subject::planned(object, &wanted);
        debug_assert_ne!(subject.workspace, Workspace::Unnamed);
        let levels = Levels::new(
            levels(DENIED, Level::Deny)
                .chain(levels(ALLOWED, Level::Allow))
                .collect(),
        );
        let findings = judge(&subject, &levels.unwrap_or_default()).findings;
        let worth_a_word = |finding: &Finding| finding.severity > Severity::Note;
        Preflight {
            findings: findings.into_iter().filter(worth_a_word).collect(),
            claims,
            help: match user.parse::<UserId>() {
                Ok(_) => "--no-preflight asks all the same",
                Err(_) => "no token can name such a user, with or without --no-preflight",
            },
        }
    }

    fn wanted(&self, user: &str, now: DateTime<Utc>) -> Wanted {
        Wanted {
            user: Some(user.to_owned()),
            ..Wanted::features(&self.features, now)
        }
    }
}

/// Why there are no scopes to ask for.
pub(in crate::commands) enum PlanError {
    Refused(Preflight),
    Usage(Error),
}

fn usage(error: impl std::fmt::Display) -> Error {
    Error::Usage {
        message: error.to_string(),
        help: "courier-auth issue --help",
    }
}

impl PlanError {
    /// Shows what is wrong, and says that the command line is.
    pub(in crate::commands) fn tell(self, context: &mut Context<'_>) -> Error {
        match self {
            Self::Usage(error) => error,
            Self::Refused(refused) if context.json => refused.into_error(),
            Self::Refused(refused) => {
                let palette = context.output.stderr_palette();
                for picture in pictures(&refused.findings, &refused.claims, palette) {
                    context.output.complain(&picture);
                }
                let worst = refused.findings.first().map_or("", |worst| worst.rule.name);
                Error::Usage {
                    message: format!("nothing was sent; `courier-auth explain {worst}` says why"),
                    help: refused.help,
                }
            }
        }
    }

    /// The same in a line.
    pub(in crate::commands) fn into_error(self) -> Error {
        match self {
            Self::Usage(error) => error,
            Self::Refused(refused) => refused.into_error(),
        }
    }
}

impl Preflight {
    fn into_error(self) -> Error {
        let worst = self.findings.into_iter().next();
        let worst = worst.map_or_else(String::new, |finding| finding.message);
        Error::Usage {
            message: format!("nothing was sent: {worst}"),
            help: self.help,
        }
    }
}

/// Writes findings about what is to be asked for on standard error.
pub(in crate::commands) fn warn(findings: &[Finding], scopes: &ScopeSet, output: &mut Output<'_>) {
    let claims = json!({ "scope": scopes.to_string() }).to_string();
    for picture in pictures(findings, &claims, output.stderr_palette()) {
        output.note(&picture);
    }
}

/// Each finding with the scope it points into.
fn pictures(findings: &[Finding], claims: &str, palette: Palette) -> Vec<String> {
    let wanted = Wanted::features(&[], DateTime::UNIX_EPOCH);
    let subject = Subject::planned(Object::parse(claims).unwrap_or_default(), &wanted);
    let picture = |finding: &Finding| {
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = report::write_finding(&mut text, palette, &subject, finding, false);
        String::from_utf8_lossy(&text).trim_end().to_owned()
    };
    findings.iter().map(picture).collect()
}

/// Shows what is wrong with a lifetime, and says that the command line is.
fn point_at(fault: &LifetimeFault, text: &str, context: &mut Context<'_>) -> Error {
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

fn levels(names: &[&str], level: Level) -> impl Iterator<Item = (Selector, Level)> {
    let rules = names.iter().filter_map(|name| rules::find(name));
    rules.map(move |rule| (Selector::Rule(rule), level))
}

/// Refuses an option that would do nothing.
fn refuse_idle(ask: &AskArgs) -> Result<(), Error> {
    let needs = needs_of(&ask.features);
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
    let needs = needs_of(&ask.features);
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
