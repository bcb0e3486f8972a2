//! The rules of `inspect` applied to a token that is not issued yet.

use chrono::DateTime;
use serde_json::json;

use crate::{
    console::{self, Verbosity},
    context::Context,
    error::Error,
    inspect::{
        Finding, Level, Levels, Requirements, Selector, Severity, Subject, Workspace, rules,
        run_rules,
    },
    output::{Output, Palette, report},
    token::{ExpiresIn, Object, ScopeSet, UserId},
};

/// Rules whose findings are errors here, although Courier accepts the request: they are almost always
/// typing mistakes.
const DENIED: &[&str] = &rules::names([
    "bad-separator",
    "missing-space",
    "placeholder-scope",
    "unknown-scope",
    "wildcard-scope",
    "scope-case",
    "mixed-tenant-scope",
]);

/// Rules that do not help before a token exists: the lifetime was just typed, and a warning about the
/// user ID would be repeated by every run.
const ALLOWED: &[&str] = &rules::names(["milliseconds-lifetime", "unsafe-user-id"]);

/// The advice for a text that is not a user ID.
pub(super) const REAL_USER: &str = "pass the ID of a user";

/// The rule whose general advice names an option of `inspect`.
const LONG_LIVED: &str = rules::names(["long-lived"])[0];

/// The rule about a user ID with other text around it.
pub(in crate::commands) const WRAPPED_USER_ID: &str = rules::names(["wrapped-user-id"])[0];

/// The findings about a request for one user, with the claims that were inspected.
pub(in crate::commands) struct Preflight {
    pub(super) findings: Vec<Finding>,
    claims: String,
    help: &'static str,
}

/// A refusal to request a token for one user.
pub(in crate::commands) enum PlanError {
    Refused(Preflight),
    Usage(Error),
}

impl PlanError {
    /// Shows the findings on standard error, and returns the error that refers to them.
    pub(in crate::commands) fn report(self, context: &mut Context<'_>) -> Error {
        match self {
            Self::Usage(error) => error,
            Self::Refused(refused) if context.json => refused.into_error(),
            Self::Refused(refused) => {
                let palette = context.output.stderr_palette();
                for snippet in snippets(&refused.findings, &refused.claims, palette) {
                    context.output.print_error(&snippet);
                }
                let worst = refused.findings.first().map_or("", |worst| worst.rule.name);
                let help = refused.help;
                Error::InvalidRequest {
                    message: "nothing was sent".to_owned(),
                    help: Some(format!(
                        "{help}; for details, run `courier-auth explain {worst}`"
                    )),
                }
            }
        }
    }

    /// Returns the worst finding as a one-line error.
    pub(in crate::commands) fn into_error(self) -> Error {
        match self {
            Self::Usage(error) => error,
            Self::Refused(refused) => refused.into_error(),
        }
    }
}

impl Preflight {
    /// Runs the rules over the claims that the token would have.
    pub(super) fn new(
        user: &str,
        permissions: &[String],
        expires_in: &ExpiresIn,
        requirements: &Requirements,
    ) -> Self {
        let iat = requirements.unix_now();
        let scope = format!("user_id:{user} {}", permissions.join(" "));
        let claims = json!({
            "scope": scope,
            // The workspace depends on the API key, which is not read yet.
            "tenant_id": "planned",
            "tenant_scope": "planned",
            "iat": iat,
            "exp": expires_in.expiry(iat),
        });
        let claims = claims.to_string();
        let object = Object::parse(&claims).unwrap_or_default();
        let subject = Subject::planned(object, requirements);
        debug_assert_ne!(subject.workspace, Workspace::Unnamed);
        let levels = Levels::new(
            levels(DENIED, Level::Deny)
                .chain(levels(ALLOWED, Level::Allow))
                .collect(),
        );
        let findings = run_rules(&subject, &levels.unwrap_or_default()).findings;
        let is_reported = |finding: &Finding| finding.severity > Severity::Note;
        Self {
            findings: findings
                .into_iter()
                .filter(is_reported)
                .map(with_advice_for_issue)
                .collect(),
            claims,
            help: match user.parse::<UserId>() {
                Ok(_) => "add --no-preflight to send it anyway",
                Err(_) if user.is_empty() => REAL_USER,
                Err(_) => "use a user ID without whitespace and control characters",
            },
        }
    }

    fn into_error(self) -> Error {
        let worst = self.findings.into_iter().next();
        Error::InvalidRequest {
            message: worst.map_or_else(String::new, |finding| finding.message),
            help: Some(self.help.to_owned()),
        }
    }
}

/// Replaces advice that applies only to `inspect`.
fn with_advice_for_issue(mut finding: Finding) -> Finding {
    if finding.rule.name == LONG_LIVED {
        let advice =
            "use a shorter lifetime, and let the app request a new token before it expires";
        finding.help.get_or_insert_with(|| advice.to_owned());
    }
    finding
}

/// Prints findings about the requested scopes on standard error.
pub(in crate::commands) fn warn(findings: &[Finding], scopes: &ScopeSet, output: &mut Output<'_>) {
    let console = output.console();
    if console.is_json() {
        for finding in findings {
            let level = match finding.severity {
                Severity::Note => console::Level::Note,
                Severity::Warning | Severity::Error => console::Level::Warning,
            };
            console.print(Verbosity::Normal, level, &finding.message);
        }
        return;
    }
    let claims = json!({ "scope": scopes.to_string() }).to_string();
    for snippet in snippets(findings, &claims, output.stderr_palette()) {
        console.print_text(Verbosity::Normal, &snippet);
    }
}

/// Renders each finding with the scope that it marks.
fn snippets(findings: &[Finding], claims: &str, palette: Palette) -> Vec<String> {
    let requirements = Requirements::for_features(&[], DateTime::UNIX_EPOCH);
    let subject = Subject::planned(Object::parse(claims).unwrap_or_default(), &requirements);
    let render = |finding: &Finding| {
        let mut text = Vec::new();
        // Writing to a `Vec` never fails.
        let _ = report::write_finding(&mut text, palette, &subject, finding, false);
        String::from_utf8_lossy(&text).trim_end().to_owned()
    };
    findings.iter().map(render).collect()
}

fn levels(names: &[&str], level: Level) -> impl Iterator<Item = (Selector, Level)> {
    let rules = names.iter().filter_map(|name| rules::find(name));
    rules.map(move |rule| (Selector::Rule(rule), level))
}
