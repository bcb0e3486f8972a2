//! The `doctor` command: checks every step from the configuration to a user's Inbox. A check that
//! depends on a failed one is skipped with the reason, so that one cause is reported as one failure.

mod connection;
mod failure;
mod files;
mod inbox;
mod keys;
mod network;
mod online;
mod setup;
mod token;

use chrono::{DateTime, Utc};

use self::{connection::Connection, setup::Setup};
use super::shared::{progress::Progress, session::connect};
use crate::{
    cli::DoctorArgs,
    context::Context,
    error::Error,
    exit::Exit,
    output::{
        doctor::{self, Check, CheckStatus, Checks, Section},
        json,
    },
    runtime,
};

pub(crate) fn run(args: &DoctorArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let mut checks = Checks::default();
    let setup = Setup::examine(args, &mut checks, context);
    if let Some(Connection { endpoints, limits }) = &setup.connection {
        let courier = connect(endpoints.clone(), *limits, &args.api, context)?;
        let runtime = runtime::new().map_err(Error::Runtime)?;
        let _progress = Progress::start("running checks", None, context);
        runtime.block_on(online::run(args, &setup, &courier, &mut checks, context));
    } else {
        run_offline(args, &setup, (context.now)(), &mut checks);
    }
    if context.json {
        context.output.print_json(&json::Doctor::of(&checks))?;
    } else {
        let is_terminal = context.output.stdout_is_terminal();
        let width = is_terminal.then(textwrap::termwidth);
        context
            .output
            .print(|out, palette| doctor::write(out, palette, &checks, width))?;
    }
    Ok(if checks.count(CheckStatus::Failed) == 0 {
        Exit::Ok
    } else {
        Exit::No
    })
}

/// Runs the checks that need no network, and skips the others because Courier's address is unknown.
fn run_offline(args: &DoctorArgs, setup: &Setup, now: DateTime<Utc>, checks: &mut Checks) {
    let skipped = |section, name| Check::skipped(section, name, "Courier's URL is unknown");
    checks.add(skipped(Section::Network, "clock"));
    checks.add(skipped(Section::Token, "issue"));
    if let Some(text) = &setup.token {
        let requirements = setup.requirements(args, now);
        token::inspect(text, &requirements, setup.key.as_ref(), checks);
    }
    for name in ["messages", "socket"] {
        checks.add(skipped(Section::Inbox, name));
    }
    if setup.client_key.is_some() {
        checks.add(skipped(Section::Inbox, "client key"));
    }
}
