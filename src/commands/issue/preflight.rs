//! What the rules of `inspect` find in a request, and how it is said.

use chrono::DateTime;
use serde_json::json;

use crate::{
    context::Context,
    error::Error,
    inspect::{
        Finding, Level, Levels, Requirements, Selector, Severity, Subject, Workspace, rules,
        run_rules,
    },
    output::{Output, Palette, report},
    token::{ExpiresIn, Object, ScopeSet, UserId},
};

/// Rules whose fault a person should mend before the request is sent, though Courier takes it.
const DENIED: &[&str] = &rules::names([
    "bad-separator",
    "placeholder-scope",
    "unknown-scope",
    "scope-case",
    "mixed-tenant-scope",
]);

/// Rules that are of no use before there is a token: a lifetime was just typed, and an id is what
/// it is, and would be warned of at every call.
const ALLOWED: &[&str] = &rules::names(["milliseconds-lifetime", "unsafe-user-id"]);

/// What the rules find in a request for one user, with the claims they were looking at.
pub(in crate::commands) struct Preflight {
    pub(super) findings: Vec<Finding>,
    claims: String,
    help: &'static str,
}

/// Why there are no scopes to ask for.
pub(in crate::commands) enum PlanError {
    Refused(Preflight),
    Usage(Error),
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
            // The workspace is the API key's, which nobody has looked at yet.
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
        let worth_a_word = |finding: &Finding| finding.severity > Severity::Note;
        Self {
            findings: findings.into_iter().filter(worth_a_word).collect(),
            claims,
            help: match user.parse::<UserId>() {
                Ok(_) => "--no-preflight asks all the same",
                Err(_) => "no token can name such a user, with or without --no-preflight",
            },
        }
    }

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
pub(super) fn warn(findings: &[Finding], scopes: &ScopeSet, output: &mut Output<'_>) {
    let claims = json!({ "scope": scopes.to_string() }).to_string();
    for picture in pictures(findings, &claims, output.stderr_palette()) {
        output.note(&picture);
    }
}

/// Each finding with the scope it points into.
fn pictures(findings: &[Finding], claims: &str, palette: Palette) -> Vec<String> {
    let requirements = Requirements::for_features(&[], DateTime::UNIX_EPOCH);
    let subject = Subject::planned(Object::parse(claims).unwrap_or_default(), &requirements);
    let picture = |finding: &Finding| {
        let mut text = Vec::new();
        // Writing to memory does not fail.
        let _ = report::write_finding(&mut text, palette, &subject, finding, false);
        String::from_utf8_lossy(&text).trim_end().to_owned()
    };
    findings.iter().map(picture).collect()
}

fn levels(names: &[&str], level: Level) -> impl Iterator<Item = (Selector, Level)> {
    let rules = names.iter().filter_map(|name| rules::find(name));
    rules.map(move |rule| (Selector::Rule(rule), level))
}
