//! `sandbox env`, `status` and `stop`: commands for a running sandbox.

use super::connection_info::ConnectionInfo;
use crate::{
    cli::{EnvFormat, SandboxEnvArgs, SandboxPortArgs},
    context::Context,
    courier::{SandboxClient, SandboxClientError, Trace},
    document::SchemaName,
    error::Error,
    exit::Exit,
    output::{json, sanitize},
    runtime,
    sandbox::API_KEY,
};

/// Returns a client of the sandbox on a port.
pub(super) fn sandbox_client(port: u16, context: &Context<'_>) -> SandboxClient {
    let trace = Trace::new(context.output.console().clone(), None, context.now);
    SandboxClient::new(port, API_KEY, trace)
}

pub(super) fn env(args: &SandboxEnvArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let format = args.format.choose(context.json);
    let client = sandbox_client(args.sandbox.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let health = runtime.block_on(client.health())?;
    let info = ConnectionInfo::new(&health.url, health.pid);
    let variables = info.variables(&args.names);
    if format == EnvFormat::Json {
        context.output.print_unredacted_json(&json::SandboxEnv {
            schema: SchemaName::new(),
            variables: variables.into_iter().collect(),
        })?;
        return Ok(Exit::Ok);
    }
    // Single quotes are enough: no value contains a character that shells or dotenv files interpret.
    let line = |(name, value): &(String, &str)| match format {
        EnvFormat::Sh => format!("export {name}='{value}'\n"),
        EnvFormat::Fish => format!("set -gx {name} '{value}'\n"),
        EnvFormat::Pwsh => format!("$env:{name} = '{value}'\n"),
        EnvFormat::Dotenv | EnvFormat::Json => format!("{name}={value}\n"),
    };
    let text: String = variables.iter().map(line).collect();
    context.output.print_unredacted(text.as_bytes())?;
    Ok(Exit::Ok)
}

pub(super) fn status(args: &SandboxPortArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let client = sandbox_client(args.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let health = match runtime.block_on(client.health()) {
        Ok(health) => health,
        Err(error @ (SandboxClientError::NotRunning(_) | SandboxClientError::NotASandbox(_))) => {
            if context.json {
                context
                    .output
                    .print_json(&json::SandboxStatus::none(error.to_string()))?;
            } else {
                context.output.print(|out, _| writeln!(out, "{error}"))?;
            }
            return Ok(Exit::No);
        }
        Err(error) => return Err(error.into()),
    };
    if context.json {
        context
            .output
            .print_json(&json::SandboxStatus::of(&health))?;
        return Ok(Exit::Ok);
    }
    context.output.print(|out, _| {
        writeln!(out, "a sandbox is running at {}", health.url)?;
        writeln!(out, "version   {}", sanitize(&health.version))?;
        writeln!(out, "pid       {}", health.pid)?;
        writeln!(out, "users     {}", health.users)?;
        writeln!(out, "messages  {}", health.messages)?;
        writeln!(out, "sockets   {}", health.sockets)
    })?;
    Ok(Exit::Ok)
}

/// Stops the sandbox. Succeeds if none is running.
pub(super) fn stop(args: &SandboxPortArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let client = sandbox_client(args.port, context);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let (stopped, note) = match runtime.block_on(client.stop()) {
        Ok(()) => (true, "stopped the sandbox".to_owned()),
        Err(error @ SandboxClientError::NotRunning(_)) => (false, error.to_string()),
        Err(error) => return Err(error.into()),
    };
    if context.json {
        context.output.print_json(&json::SandboxStop {
            schema: SchemaName::new(),
            stopped,
        })?;
    } else {
        context.output.info(&note);
    }
    Ok(Exit::Ok)
}
