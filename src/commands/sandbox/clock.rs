//! `sandbox clock`: the time of a running sandbox.

use chrono::SecondsFormat;

use super::control::sandbox_client;
use crate::{
    cli::{SandboxClockArgs, SandboxClockCommand},
    context::Context,
    courier::ClockChange,
    document::SchemaName,
    error::Error,
    exit::Exit,
    output::json,
    runtime,
};

pub(super) fn run(args: &SandboxClockArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let time;
    let (port, change) = match &args.command {
        SandboxClockCommand::Show(args) => (args.port, None),
        SandboxClockCommand::Advance(args) => {
            let change = ClockChange::Advance(args.seconds);
            (args.sandbox.port, Some(change))
        }
        SandboxClockCommand::Set(args) => {
            let wanted = args.time.resolve((context.now)());
            time = wanted.to_rfc3339_opts(SecondsFormat::Millis, true);
            (args.sandbox.port, Some(ClockChange::Set(&time)))
        }
        SandboxClockCommand::Freeze(args) => (args.port, Some(ClockChange::Freeze)),
        SandboxClockCommand::Unfreeze(args) => (args.port, Some(ClockChange::Unfreeze)),
        SandboxClockCommand::Reset(args) => (args.port, Some(ClockChange::Reset)),
    };
    let client = sandbox_client(port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let clock = runtime.block_on(async {
        match change {
            Some(change) => client.change_clock(change).await,
            None => client.clock().await,
        }
    })?;
    if context.json {
        context.output.print_json(&json::SandboxClock {
            schema: SchemaName::new(),
            now: &clock.now,
            frozen: clock.frozen,
        })?;
    } else {
        let frozen = if clock.frozen { " (frozen)" } else { "" };
        context
            .output
            .print(|out, _| writeln!(out, "{}{frozen}", clock.now))?;
    }
    Ok(Exit::Ok)
}
