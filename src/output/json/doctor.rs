//! JSON output of `doctor`.

use serde::Serialize;

use crate::output::doctor::{self, CheckStatus, Checks};

/// `courier-auth/doctor/v1`
#[derive(Serialize)]
pub(crate) struct Doctor<'a> {
    schema: &'static str,
    /// `pass`, `warn` or `fail`.
    verdict: &'static str,
    /// `None` if no user is known, so that the checks use a test user.
    user_id: Option<&'a str>,
    counts: Counts,
    checks: Vec<Check<'a>>,
}

/// The number of checks with each status.
#[derive(Serialize)]
struct Counts {
    pass: usize,
    warn: usize,
    fail: usize,
    skip: usize,
}

#[derive(Serialize)]
struct Check<'a> {
    id: &'static str,
    group: &'static str,
    status: &'static str,
    title: &'static str,
    reason: Option<&'static str>,
    message: &'a str,
    help: Option<&'a str>,
    fix: Option<&'a str>,
    host: Option<&'a str>,
    duration_seconds: Option<f64>,
}

impl<'a> Doctor<'a> {
    /// Returns the document of a run. `user_id` is the user whose Inbox was checked.
    pub(crate) fn of(checks: &'a Checks, user_id: Option<&'a str>) -> Self {
        Self {
            schema: "courier-auth/doctor/v1",
            verdict: checks.verdict().name(),
            user_id,
            counts: Counts {
                pass: checks.count(CheckStatus::Passed),
                warn: checks.count(CheckStatus::Warning),
                fail: checks.count(CheckStatus::Failed),
                skip: checks.count(CheckStatus::Skipped),
            },
            checks: checks.iter().map(Check::of).collect(),
        }
    }
}

impl<'a> Check<'a> {
    fn of(check: &'a doctor::Check) -> Self {
        Self {
            id: check.id.id(),
            group: check.id.group(),
            status: check.status.name(),
            title: check.id.title(),
            reason: check.reason,
            message: &check.message,
            help: check.help.as_deref(),
            fix: check.fix.as_deref(),
            host: check.host.as_deref(),
            duration_seconds: check.duration.map(|duration| duration.as_secs_f64()),
        }
    }
}
