//! A check of `doctor` with its result, and all checks of a run.

use std::time::Duration;

use super::check_id::CheckId;

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckStatus {
    Passed,
    /// The check passed, but the user should know something.
    Warning,
    Failed,
    /// The check was not run, or its result does not matter.
    Skipped,
}

/// The reason of a check that was skipped because another check reports its problem.
pub(crate) const SAME_CAUSE: &str = "same-cause";

/// A check that has been run or skipped.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) id: CheckId,
    pub(crate) status: CheckStatus,
    /// The code of the problem, in kebab case.
    pub(crate) reason: Option<&'static str>,
    pub(crate) message: String,
    /// The advice that fixes the problem.
    pub(crate) help: Option<String>,
    /// The command that fixes the problem. It is printed on a line of its own, to be copied.
    pub(crate) fix: Option<String>,
    /// The host, if the check is about one.
    pub(crate) host: Option<String>,
    pub(crate) duration: Option<Duration>,
}

/// All checks of a run, in the order in which they were run.
#[derive(Debug, Default)]
pub(crate) struct Checks(Vec<Check>);

impl CheckStatus {
    /// Returns the status as JSON names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passed => "pass",
            Self::Warning => "warn",
            Self::Failed => "fail",
            Self::Skipped => "skip",
        }
    }
}

impl Check {
    fn new(id: CheckId, status: CheckStatus, message: impl Into<String>) -> Self {
        Self {
            id,
            status,
            reason: None,
            message: message.into(),
            help: None,
            fix: None,
            host: None,
            duration: None,
        }
    }

    pub(crate) fn passed(id: CheckId, message: impl Into<String>) -> Self {
        Self::new(id, CheckStatus::Passed, message)
    }

    pub(crate) fn skipped(id: CheckId, message: impl Into<String>) -> Self {
        Self::new(id, CheckStatus::Skipped, message)
    }

    /// Returns a failed check. `reason` is the code of the problem, `help` the next step.
    pub(crate) fn failed(
        id: CheckId,
        reason: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            reason: Some(reason),
            help: Some(help.into()),
            ..Self::new(id, CheckStatus::Failed, message)
        }
    }

    /// Returns a warning. `reason` is the code of the problem, `help` the next step.
    pub(crate) fn warning(
        id: CheckId,
        reason: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            status: CheckStatus::Warning,
            ..Self::failed(id, reason, message, help)
        }
    }

    /// Returns a check that was skipped because another check, named `cause`, reports its problem.
    pub(crate) fn same_cause(id: CheckId, cause: &str) -> Self {
        Self {
            reason: Some(SAME_CAUSE),
            ..Self::skipped(id, format!("same cause as {cause}"))
        }
    }

    /// Adds the command that fixes the problem.
    pub(crate) fn with_fix(self, fix: impl Into<Option<String>>) -> Self {
        Self {
            fix: fix.into(),
            ..self
        }
    }

    /// Adds the host that the check is about.
    pub(crate) fn at_host(self, host: &str) -> Self {
        Self {
            host: Some(host.to_owned()),
            ..self
        }
    }

    /// Adds how long the check took.
    pub(crate) fn with_duration(self, duration: Duration) -> Self {
        Self {
            duration: Some(duration),
            ..self
        }
    }

    /// Returns the name of the check in the report: its host, or else its title.
    pub(crate) fn name(&self) -> &str {
        self.host.as_deref().unwrap_or(self.id.title())
    }
}

impl Checks {
    pub(crate) fn add(&mut self, check: Check) {
        self.0.push(check);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Check> {
        self.0.iter()
    }

    /// Returns the number of checks with this status.
    pub(crate) fn count(&self, status: CheckStatus) -> usize {
        self.0.iter().filter(|check| check.status == status).count()
    }

    /// Returns the status of the run: that of its worst check.
    pub(crate) fn verdict(&self) -> CheckStatus {
        let worst_first = [CheckStatus::Failed, CheckStatus::Warning];
        let mut found = worst_first
            .into_iter()
            .filter(|status| self.count(*status) > 0);
        found.next().unwrap_or(CheckStatus::Passed)
    }
}
