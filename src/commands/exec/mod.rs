//! `exec`: a command with a fresh token in its environment.

mod refresh;
pub(super) mod signals;

use std::{io, process::Command};

use chrono::SecondsFormat;

use self::signals::Signals;
use super::{
    connection,
    issue::{self, plan::Plan},
};
use crate::{
    cli::ExecArgs,
    config::{self, KeyReference},
    context::Context,
    courier::{self, Courier, Issued},
    env_vars,
    error::Error,
    executable,
    exit::Exit,
    runtime,
    time::from_unix_seconds,
    token::{ApiKey, ScopeSet},
};

/// What the command is given: the token, who it is for, and what a new one takes.
struct Session {
    courier: Courier,
    key: ApiKey,
    plan: Plan,
    scopes: ScopeSet,
    issued: Issued,
}

impl Session {
    /// Issues a token like the first one.
    async fn issue(&self) -> Result<Issued, courier::Error> {
        let lifetime = &self.plan.expires_in;
        self.courier
            .issue_token(&self.key, &self.scopes, lifetime)
            .await
    }
}

pub(crate) fn run(args: &ExecArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let session = begin(args, context).map_err(|error| Error::Exec(Box::new(error)))?;
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(Error::Exec(Box::new(Error::Usage {
            message: "there is no command to run".to_owned(),
            help: "courier-auth exec --user alice -- npm test",
        })));
    };
    let mut command = Command::new(executable::resolve(program));
    command
        .args(arguments)
        .env(env_vars::JWT, session.issued.jwt.expose())
        .env("COURIER_USER_ID", session.scopes.user().as_str());
    // What an outer `exec` has set is of another token.
    for name in ["COURIER_JWT_EXPIRES_AT", "COURIER_JWT_FILE"] {
        command.env_remove(name);
    }
    if let Some(expires) = from_unix_seconds(session.issued.exp) {
        let expires = expires.to_rfc3339_opts(SecondsFormat::Secs, true);
        command.env("COURIER_JWT_EXPIRES_AT", expires);
    }
    if !args.keep_api_key {
        for name in [env_vars::API_KEY, env_vars::AUTH_TOKEN] {
            command.env_remove(name);
        }
        if let Some(KeyReference::Variable(name)) = config::key_of_profile(context) {
            command.env_remove(name);
        }
    }
    let name = program.to_string_lossy().into_owned();
    if args.refresh {
        return refresh::run(&session, command, &name, context);
    }
    replace(command, &name)
}

/// Issues the first token.
fn begin(args: &ExecArgs, context: &mut Context<'_>) -> Result<Session, Error> {
    let courier = connection::courier(&args.key, &args.api, None, context)?;
    let plan = Plan::new(&args.ask, &args.key, context)?;
    let user: String = connection::user(args.user.clone(), &args.key, context)?;
    let (key, scopes, issued) = issue::one(&user, &plan, &courier, &args.key, context)?;
    Ok(Session {
        courier,
        key,
        plan,
        scopes,
        issued,
    })
}

/// Becomes the command: its signals, its terminal and its end are its own.
#[cfg(unix)]
fn replace(mut command: Command, name: &str) -> Result<Exit, Error> {
    use std::os::unix::process::CommandExt as _;

    Err(cannot_run(name, command.exec()))
}

/// Runs the command to its end, where a process cannot become another.
#[cfg(not(unix))]
fn replace(command: Command, name: &str) -> Result<Exit, Error> {
    run_to_end(command.into(), name)
}

/// Runs a command to its end; signals are its own.
pub(super) fn run_to_end(mut command: tokio::process::Command, name: &str) -> Result<Exit, Error> {
    let ours = |error| Error::Exec(Box::new(Error::Runtime(error)));
    let runtime = runtime::new().map_err(ours)?;
    let code = runtime.block_on(async {
        let mut signals = Signals::new().map_err(ours)?;
        let failed = |source| cannot_run(name, source);
        let mut child = command.spawn().map_err(failed)?;
        loop {
            tokio::select! {
                status = child.wait() => return status.map(code_of).map_err(failed),
                signal = signals.next() => signal.send_to(child.id()),
            }
        }
    });
    code.map(Exit::Child)
}

/// Why a command does not run, as env(1) tells it apart.
pub(super) fn cannot_run(name: &str, source: io::Error) -> Error {
    Error::Command {
        name: name.to_owned(),
        source,
    }
}

/// The exit code of a command that has ended; 128 and the signal's number where one ended it.
pub(super) fn code_of(status: std::process::ExitStatus) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return u8::try_from(128 + signal).unwrap_or(u8::MAX);
        }
    }
    // Windows has longer ones, of which no part tells anything.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.unwrap_or(1)
}
