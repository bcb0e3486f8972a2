//! The JSON of `doctor`.

use serde::Serialize;

use crate::output::doctor::{Check, Checks, State};

/// `courier-auth/doctor/v1`
#[derive(Serialize)]
pub(crate) struct Doctor<'a> {
    schema: &'static str,
    verdict: &'static str,
    checks: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct Link<'a> {
    section: String,
    name: &'a str,
    state: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    milliseconds: Option<u64>,
}

impl<'a> Doctor<'a> {
    pub(crate) fn of(checks: &'a Checks) -> Self {
        let is_good = checks.count(State::Bad) == 0;
        Self {
            schema: "courier-auth/doctor/v1",
            verdict: if is_good { "ok" } else { "bad" },
            checks: checks.iter().map(Link::of).collect(),
        }
    }
}

impl<'a> Link<'a> {
    fn of(check: &'a Check) -> Self {
        Self {
            section: check.section.title().to_lowercase(),
            name: &check.name,
            state: check.state.name(),
            message: &check.says,
            help: check.help.as_deref(),
            milliseconds: check
                .took
                .map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}
