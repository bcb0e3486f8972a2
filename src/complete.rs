//! Dynamic shell completion. The shell runs this program to get candidates, such as profile names.
#![expect(
    clippy::disallowed_methods,
    reason = "completion runs before the environment is passed in as a value"
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

/// Prints candidates if a shell requests them, and returns the exit code. `None` if no shell does.
pub fn complete(stderr: &mut dyn io::Write) -> Option<ExitCode> {
    env::var_os(env_vars::COMPLETE)?;
    let is_known_shell = Cell::new(false);
    let completed = CompleteEnv::with_factory(|| {
        // The engine calls this only after it has recognized the shell.
        is_known_shell.set(true);
        let mut command = Cli::command();
        // Subcommands have no arguments before they are built.
        command.build();
        with_completers(command)
    })
    .var(env_vars::COMPLETE)
    .try_complete(env::args_os(), env::current_dir().ok().as_deref());
    let exit = match completed {
        Ok(is_done) => return is_done.then_some(ExitCode::SUCCESS),
        Err(error) => {
            // If standard error is closed, the exit code still reports the failure.
            let _ = writeln!(stderr, "{}", error.render().to_string().trim_end());
            if is_known_shell.get() {
                Exit::Local
            } else {
                Exit::Usage
            }
        }
    };
    Some(exit.into())
}

/// Adds completers for profile names and scopes, which clap cannot know.
fn with_completers(command: Command) -> Command {
    let is_profile = command.get_name() == "profile";
    let command = command.mut_args(|arg| match arg.get_id().as_str() {
        "profile" => arg.add(ArgValueCompleter::new(profile_names)),
        "scopes" if arg.get_long() == Some("scope") => arg.add(ArgValueCompleter::new(scopes)),
        _ => arg,
    });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|subcommand| subcommand.get_name().to_owned())
        .collect();
    names.iter().fold(command, |command, name| {
        command.mut_subcommand(name, |subcommand| {
            let subcommand = with_completers(subcommand);
            if is_profile && name != "add" {
                subcommand.mut_args(with_profile_names)
            } else {
                subcommand
            }
        })
    })
}

/// Completes the argument of `profile use`, `profile remove` and so on, which is an existing profile.
fn with_profile_names(arg: Arg) -> Arg {
    if arg.get_id() == "name" {
        arg.add(ArgValueCompleter::new(profile_names))
    } else {
        arg
    }
}

fn profile_names(current: &OsStr) -> Vec<CompletionCandidate> {
    let environment: EnvVars = env::vars_os().collect();
    let config = Config::load(&environment).unwrap_or_default();
    let names = config.profiles.iter().map(|(name, _)| name.as_str());
    candidates(current, names.map(|name| (name, None)))
}

/// Returns the scopes that contain no ID.
fn scopes(current: &OsStr) -> Vec<CompletionCandidate> {
    let without_id = SCOPES.iter().filter(|scope| !scope.pattern.contains('<'));
    candidates(
        current,
        without_id.map(|scope| (scope.pattern, Some(scope.permits))),
    )
}

/// Returns the values that start with the current word, each with its help.
fn candidates<'v>(
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
