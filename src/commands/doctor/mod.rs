//! The `doctor` command: checks every step from the configuration to a user's Inbox. A check that
//! depends on a failed one is skipped with the reason, so that one cause is reported as one failure.
#![deny(clippy::arithmetic_side_effects)]

mod commands;
mod connection;
mod delivery;
mod empty_inbox;
mod failure;
mod files;
mod inbox;
mod keys;
mod network;
mod online;
mod send;
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
        doctor::{self, Check, CheckId, CheckStatus, Checks},
        json,
    },
    runtime,
};

pub(crate) fn run(args: &DoctorArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let mut checks = Checks::default();
    let setup = Setup::examine(args, &mut checks, context);
    let mut is_interrupted = false;
    if let Some(Connection { endpoints, limits }) = &setup.connection {
        let courier = connect(endpoints.clone(), *limits, &args.api, context)?;
        let runtime = runtime::new().map_err(Error::Runtime)?;
        let _progress = Progress::start("running checks", None, context);
        is_interrupted =
            runtime.block_on(online::run(args, &setup, &courier, &mut checks, context));
    } else {
        run_offline(args, &setup, (context.now)(), &mut checks);
    }
    if context.json {
        let user = (!setup.user.is_test_user()).then_some(setup.user.id.as_str());
        context
            .output
            .print_json(&json::Doctor::of(&checks, user))?;
    } else {
        let is_terminal = context.output.stdout_is_terminal();
        let width = is_terminal.then(textwrap::termwidth);
        context
            .output
            .print(|out, palette| doctor::write(out, palette, &checks, width))?;
    }
    Ok(if is_interrupted {
        Exit::Interrupted
    } else if args.exit_zero || checks.count(CheckStatus::Failed) == 0 {
        Exit::Ok
    } else {
        Exit::No
    })
}

/// Runs the checks that need no network, and skips the others because a setting of the connection is
/// invalid.
fn run_offline(args: &DoctorArgs, setup: &Setup, now: DateTime<Utc>, checks: &mut Checks) {
    let reason = "a setting of the connection is invalid";
    for id in [CheckId::Clock, CheckId::Issue] {
        checks.add(Check::skipped(id, reason));
    }
    if let Some(text) = &setup.token {
        let requirements = setup.requirements(args, now);
        token::inspect(text, &requirements, setup.key.as_ref(), checks);
    }
    for id in [CheckId::Messages, CheckId::Socket] {
        checks.add(Check::skipped(id, reason));
    }
    if setup.client_key.is_some() {
        checks.add(Check::skipped(CheckId::ClientKeyAccess, reason));
    }
    if args.send {
        send::skip(reason, checks);
    }
}
