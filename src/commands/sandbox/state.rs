//! `sandbox seed`, `export` and `reset`: the users and messages of a running sandbox.

use super::control::sandbox_client;
use crate::{
    cli::{SandboxPortArgs, SandboxSeedArgs},
    commands::shared::stdin,
    context::Context,
    courier::SandboxHealth,
    error::Error,
    exit::Exit,
    input_limits,
    output::json,
    runtime,
    sandbox::Seed,
    text::plural,
};

pub(super) fn seed(args: &SandboxSeedArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let json = stdin::read_file(&args.file, input_limits::SEED, context)?;
    // An invalid file is refused as `sandbox start --seed` refuses it.
    Seed::parse(&json)?;
    let json = String::from_utf8(json).expect("it is JSON");
    let client = sandbox_client(args.sandbox.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let health = runtime.block_on(async {
        client.seed(json).await?;
        client.health().await
    })?;
    print(&health, "added the seed", context)
}

pub(super) fn reset(args: &SandboxPortArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let client = sandbox_client(args.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let health = runtime.block_on(async {
        client.reset().await?;
        client.health().await
    })?;
    print(&health, "restored the initial state", context)
}

/// Prints the state as a seed, which is JSON in every format.
pub(super) fn export(args: &SandboxPortArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let client = sandbox_client(args.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let mut state = runtime.block_on(client.state())?;
    state.push(b'\n');
    context.output.print_json_lines(&state)?;
    Ok(Exit::Ok)
}

/// Says what was done, and what the sandbox contains now.
fn print(health: &SandboxHealth, done: &str, context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context
            .output
            .print_json(&json::SandboxStatus::of(health))?;
    } else {
        context.output.info(&format!(
            "{done}: the sandbox has {} and {}",
            plural(health.users, "user"),
            plural(health.messages, "message")
        ));
    }
    Ok(Exit::Ok)
}
