//! Completion that knows what is configured: the shell asks this very program for candidates.
#![expect(
    clippy::disallowed_methods,
    reason = "the engine reads the environment by itself, before there is a run"
)]

use std::{cell::Cell, env, ffi::OsStr, io, process::ExitCode};

use clap::{Arg, Command, CommandFactory as _};
use clap_complete::{
    CompleteEnv,
    engine::{ArgValueCompleter, CompletionCandidate},
};

use crate::{
    cli::Cli,
    config::Config,
    env_vars::{self, EnvVars},
    exit::Exit,
    token::SCOPES,
};

/// Answers a shell that asks for candidates, and says how that ended; `None` where none asks.
pub fn complete(stderr: &mut dyn io::Write) -> Option<ExitCode> {
    env::var_os(env_vars::COMPLETE)?;
    let is_shell = Cell::new(false);
    let completed = CompleteEnv::with_factory(|| {
        // It is asked for once the shell is one that is known.
        is_shell.set(true);
        let mut command = Cli::command();
        // The arguments of a command are there once it is built.
        command.build();
        with_values(command)
    })
    .var(env_vars::COMPLETE)
    .try_complete(env::args_os(), env::current_dir().ok().as_deref());
    let exit = match completed {
        Ok(is_done) => return is_done.then_some(ExitCode::SUCCESS),
        Err(error) => {
            // Where nobody can be told, the exit code has to do.
            let _ = writeln!(stderr, "{}", error.render().to_string().trim_end());
            if is_shell.get() {
                Exit::Local
            } else {
                Exit::Usage
            }
        }
    };
    Some(exit.into())
}

/// The command line, with candidates for the values that are no fixed list.
fn with_values(command: Command) -> Command {
    let is_profile = command.get_name() == "profile";
    let command = command.mut_args(|arg| match arg.get_id().as_str() {
        "profile" => arg.add(ArgValueCompleter::new(profiles)),
        "scopes" if arg.get_long() == Some("scope") => arg.add(ArgValueCompleter::new(scopes)),
        _ => arg,
    });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|inner| inner.get_name().to_owned())
        .collect();
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |inner| {
            let inner = with_values(inner);
            if is_profile && name != "add" {
                inner.mut_args(named)
            } else {
                inner
            }
        })
    })
}

/// The name of a profile that is there, as `profile use` and the like take it.
fn named(arg: Arg) -> Arg {
    if arg.get_id() == "name" {
        arg.add(ArgValueCompleter::new(profiles))
    } else {
        arg
    }
}

fn profiles(current: &OsStr) -> Vec<CompletionCandidate> {
    let environment: EnvVars = env::vars_os().collect();
    let config = Config::load(&environment).unwrap_or_default();
    let names = config.profiles.iter().map(|(name, _)| name.as_str());
    starting(current, names.map(|name| (name, None)))
}

/// Those that need no id in their midst.
fn scopes(current: &OsStr) -> Vec<CompletionCandidate> {
    let whole = SCOPES.iter().filter(|scope| !scope.pattern.contains('<'));
    starting(
        current,
        whole.map(|scope| (scope.pattern, Some(scope.permits))),
    )
}

fn starting<'v>(
    current: &OsStr,
    values: impl Iterator<Item = (&'v str, Option<&'v str>)>,
) -> Vec<CompletionCandidate> {
    let start = current.to_string_lossy();
    values
        .filter(|(value, _)| value.starts_with(&*start))
        .map(|(value, help)| {
            CompletionCandidate::new(value).help(help.map(|help| help.to_owned().into()))
        })
        .collect()
}
