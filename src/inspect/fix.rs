//! The command that issues what the token should have been.

use super::{
    finding::Severity,
    report::Report,
    subject::{ScopeClaim, Subject, Wanted},
};
use crate::token::{UserId, scope::users};

/// Stands for a user id that the token does not tell.
const UNKNOWN_USER: &str = "USER_ID";

/// A command to paste into a POSIX shell, where a new token mends what was found.
#[must_use]
pub fn command(report: &Report<'_>, wanted: &Wanted) -> Option<String> {
    let mendable =
        |finding: &super::Finding| finding.rule.reissue && finding.severity > Severity::Note;
    if !report.findings.iter().any(mendable) {
        return None;
    }
    let user = user(report).unwrap_or_else(|| UNKNOWN_USER.to_owned());
    let features: Vec<&str> = wanted.features.iter().map(|feature| feature.name).collect();
    let features = features.join(",");
    let mut words = vec!["courier-auth", "issue"];
    // An id that begins like an option has to be tied to its own.
    let tied = format!("--user={user}");
    if user.starts_with('-') {
        words.push(&tied);
    } else {
        words.extend(["--user", &user]);
    }
    words.extend(["--for", &features]);
    shlex::try_join(words).ok()
}

/// The one user that a readable token names, if a new token can name that user.
fn user(report: &Report<'_>) -> Option<String> {
    let claims = report.decoded.as_ref().ok()?.token().ok()?.claims;
    let ScopeClaim::Text(scope) = Subject::scope_of(&claims) else {
        return None;
    };
    let mut users = users(&scope);
    let (Some(user), None) = (users.next(), users.next()) else {
        return None;
    };
    user.parse::<UserId>().ok().map(|user| user.to_string())
}
