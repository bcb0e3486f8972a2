//! `sandbox`: runs a local Courier, alone or for one command, controls a running one, and prints its
//! schemas.

mod clock;
mod connection_info;
mod control;
mod exec;
mod faults;
mod log;
mod schema;
mod send;
mod start;
mod state;

use std::net::IpAddr;

use super::shared::stdin;
use crate::{
    cli::{AccessArgs, SandboxArgs, SandboxCommand, SandboxOptionArgs},
    context::Context,
    error::Error,
    exit::Exit,
    input_limits,
    sandbox::{Access, Options, Seed, Workspace},
};

pub(crate) fn run(args: SandboxArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    match args.command {
        SandboxCommand::Start(args) => start::run(&args, context),
        SandboxCommand::Exec(args) => exec::run(&args, context),
        SandboxCommand::Env(args) => control::env(&args, context),
        SandboxCommand::Status(args) => control::status(&args, context),
        SandboxCommand::Stop(args) => control::stop(&args, context),
        SandboxCommand::Send(args) => send::run(&args, context),
        SandboxCommand::Fault(args) => faults::run(&args, context),
        SandboxCommand::Clock(args) => clock::run(&args, context),
        SandboxCommand::Seed(args) => state::seed(&args, context),
        SandboxCommand::Export(args) => state::export(&args, context),
        SandboxCommand::Log(args) => log::run(&args, context),
        SandboxCommand::Reset(args) => state::reset(&args, context),
        SandboxCommand::Schema(args) => schema::run(&args, context),
    }
}

/// Returns the options of a new sandbox.
///
/// # Errors
/// Returns an error if the seed cannot be read or is invalid.
fn options(
    port: u16,
    args: &SandboxOptionArgs,
    context: &mut Context<'_>,
) -> Result<Options, Error> {
    let seed = args.seed.as_ref().map(|path| {
        let json = stdin::read_file(path, input_limits::SEED, context)?;
        Ok::<_, Error>(Seed::parse(&json)?)
    });
    Ok(Options {
        port,
        access: Access {
            host: args.access.host,
            allowed_hosts: args.access.allowed_hosts.clone(),
            exposes_control: args.access.expose_control,
        },
        seed: seed.transpose()?,
        faults: args.faults.clone(),
        latency: args.latency,
        workspace: Workspace {
            jwt_required: args.workspace.jwt_required,
            hmac_required: args.workspace.hmac_required,
            domains: args.workspace.domains.clone(),
            draft_key: !args.workspace.no_draft_key,
        },
    })
}

/// Warns about what other machines can do with the sandbox at this URL.
fn warn_about_access(access: &AccessArgs, url: &str, context: &Context<'_>) {
    let Some(host) = access.host.filter(|host| !host.is_loopback()) else {
        return;
    };
    let port = url.rsplit(':').next().unwrap_or_default();
    let address = match host {
        IpAddr::V6(host) => format!("[{host}]:{port}"),
        IpAddr::V4(host) => format!("{host}:{port}"),
    };
    let control = if access.expose_control {
        "and use its page and control API"
    } else {
        "but not use its page and control API"
    };
    context.output.warn(&format!(
        "everyone who can connect to {address} can read and change the users and messages, {control}"
    ));
}
