//! JSON output of `doctor`.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    document::SchemaName,
    output::doctor::{self, CheckStatus, Checks},
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Doctor<'a> {
    schema: SchemaName<Doctor<'static>>,
    verdict: &'static str,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct Check<'a> {
    section: String,
    name: &'a str,
    state: &'static str,
    message: &'a str,
    help: Option<Cow<'a, str>>,
    milliseconds: Option<u64>,
}

impl<'a> Doctor<'a> {
    pub(crate) fn of(checks: &'a Checks) -> Self {
        let has_failed = checks.count(CheckStatus::Failed) > 0;
        Self {
            schema: SchemaName::new(),
            verdict: if has_failed { "bad" } else { "ok" },
            checks: checks.iter().map(Check::of).collect(),
        }
    }
}

impl<'a> Check<'a> {
    fn of(check: &'a doctor::Check) -> Self {
        let millis = check.duration.map(|duration| duration.as_millis());
        Self {
            section: check.section.title().to_lowercase(),
            name: &check.name,
            state: check.status.name(),
            message: &check.message,
            help: match (&check.help, &check.command) {
                (Some(help), Some(command)) => Some(format!("{help}: {command}").into()),
                (help, _) => help.as_deref().map(Cow::from),
            },
            milliseconds: millis.map(|millis| u64::try_from(millis).unwrap_or(u64::MAX)),
        }
    }
}
