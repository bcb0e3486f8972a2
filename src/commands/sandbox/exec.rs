//! `sandbox exec`: runs a command with its own sandbox, which stops with the command.

use super::{connection_info::ConnectionInfo, options};
use crate::{
    cli::SandboxExecArgs,
    commands::shared::{child::run_to_end, sandbox_dependencies::dependencies},
    context::Context,
    env_vars,
    error::Error,
    executable,
    exit::Exit,
    sandbox::Background,
};

pub(super) fn run(args: &SandboxExecArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let ours = |error: Error| Error::Exec(Box::new(error));
    let options = options(args.port, &args.begin).map_err(ours)?;
    let sandbox =
        Background::start(options, dependencies(context)).map_err(|error| ours(error.into()))?;
    let connection = ConnectionInfo::new(sandbox.url(), std::process::id());
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(ours(Error::Usage {
            message: "there is no command to run".to_owned(),
            help: "courier-auth sandbox exec -- npm test",
        }));
    };
    let name = program.to_string_lossy().into_owned();
    let mut command = tokio::process::Command::new(executable::resolve(program));
    // These would point the command to a different Courier.
    for variable in [env_vars::AUTH_TOKEN, env_vars::JWT, env_vars::PROFILE] {
        command.env_remove(variable);
    }
    let names = ["NO_PROXY", "no_proxy"];
    let known = names.iter().find_map(|name| context.env.get(name));
    let without_proxy = without_proxy(known);
    command.envs(names.map(|name| (name, &without_proxy)));
    command
        .args(arguments)
        .envs(connection.variables(&[]))
        .envs(connection.variables(&args.names));
    run_to_end(command, &name)
}

/// Returns the value of `NO_PROXY` with this machine added, so that no proxy is used for the
/// sandbox.
fn without_proxy(known: Option<&str>) -> String {
    let known = known.into_iter();
    let hosts: Vec<&str> = known.chain(["127.0.0.1", "localhost"]).collect();
    hosts.join(",")
}
