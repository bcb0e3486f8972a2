//! `sandbox exec`: runs a command with a sandbox of its own. Both end together.

use super::{connection_info::ConnectionInfo, options, warn_about_access};
use crate::{
    cli::SandboxExecArgs,
    commands::shared::{
        child::run_to_end, hidden_key::hide_key, sandbox_dependencies::dependencies,
    },
    context::Context,
    env_vars, environ,
    error::Error,
    executable,
    exit::Exit,
    sandbox::Background,
};

pub(super) fn run(args: &SandboxExecArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    hide_key(None, context);
    let exec_error = |error: Error| Error::Exec(Box::new(error));
    let options = options(args.port, &args.options, context).map_err(exec_error)?;
    let sandbox = Background::start(options, dependencies(context))
        .map_err(|error| exec_error(error.into()))?;
    warn_about_access(&args.options.access, sandbox.url(), context);
    let info = ConnectionInfo::new(sandbox.url(), std::process::id());
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(exec_error(Error::Usage {
            message: "no command given".to_owned(),
            help: "put the command after `--`: `courier-auth sandbox exec -- npm test`",
        }));
    };
    let mut command = tokio::process::Command::new(executable::resolve(program));
    // These name credentials for a different Courier.
    for variable in [
        env_vars::AUTH_TOKEN,
        env_vars::JWT,
        env_vars::PROFILE,
        environ::RESTARTED,
    ] {
        command.env_remove(variable);
    }
    let names = ["NO_PROXY", "no_proxy"];
    let current = names.iter().find_map(|name| context.env.get(name));
    let no_proxy = no_proxy(current);
    command.envs(names.map(|name| (name, &no_proxy)));
    command
        .args(arguments)
        .envs(info.variables(&[]))
        .envs(info.variables(&args.names));
    run_to_end(command, &args.command)
}

/// Returns the value of `NO_PROXY` with the loopback hosts added, because a proxy cannot reach the
/// sandbox.
fn no_proxy(current: Option<&str>) -> String {
    let hosts = current.into_iter();
    let hosts: Vec<&str> = hosts.chain(["127.0.0.1", "localhost", "::1"]).collect();
    hosts.join(",")
}
