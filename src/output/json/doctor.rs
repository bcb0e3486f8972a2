//! JSON output of `doctor`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    document::SchemaName,
    output::doctor::{self, CheckStatus, Checks},
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Doctor<'a> {
    schema: SchemaName<Doctor<'static>>,
    /// The worst status of a check.
    #[schemars(extend("enum" = ["pass", "warn", "fail"]))]
    verdict: &'static str,
    /// The user whose Inbox is checked. `null` if none is known: a test user is checked then.
    user_id: Option<&'a str>,
    /// The number of checks with each status.
    counts: Counts,
    /// The checks, in the order in which they ran.
    checks: Vec<Check<'a>>,
}

/// The number of checks with each status.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// The number of checks that passed.
    pass: usize,
    /// The number of checks with a warning.
    warn: usize,
    /// The number of checks that failed.
    fail: usize,
    /// The number of checks that were skipped.
    skip: usize,
}

/// A check. It is identified by its ID, and by its host if several hosts are checked.
#[derive(Serialize, JsonSchema)]
struct Check<'a> {
    /// The ID, such as `inbox.messages`. `docs/doctor.md` lists all IDs.
    id: &'static str,
    /// The start of the ID: `setup`, `network`, `token`, `inbox` or `send`.
    group: &'static str,
    /// The result.
    #[schemars(extend("enum" = ["pass", "warn", "fail", "skip"]))]
    status: &'static str,
    /// The ID in words.
    title: &'static str,
    /// Why the check failed or warns, for programs, such as `never-sent`.
    reason: Option<&'static str>,
    /// The result in words.
    message: &'a str,
    /// The next step.
    help: Option<&'a str>,
    /// A command to run.
    fix: Option<&'a str>,
    /// The host that is checked, and its port.
    host: Option<&'a str>,
    /// The duration of the check.
    duration_seconds: Option<f64>,
}

impl<'a> Doctor<'a> {
    /// Returns the document of a run. `user_id` is the user whose Inbox was checked.
    pub(crate) fn of(checks: &'a Checks, user_id: Option<&'a str>) -> Self {
        Self {
            schema: SchemaName::new(),
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
