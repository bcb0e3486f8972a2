//! Dynamic shell completion. The shell runs this program to get candidates, such as profile names.
#![expect(
    clippy::disallowed_methods,
    reason = "completion runs before the environment is passed in as a value"
)]

use std::{
    cell::Cell,
    env,
    ffi::{OsStr, OsString},
    io,
    path::Path,
    process::ExitCode,
};

use clap::{Arg, Command};
use clap_complete::{
    CompleteEnv,
    engine::{ArgValueCompleter, CompletionCandidate},
    env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Shells, Zsh},
};

use crate::{
    cli::tree,
    commands::completions::{bash::with_whole_words, suggested_values},
    config::Config,
    env_vars::{self, EnvVars},
    exit::Exit,
};

/// Prints candidates if a shell requests them, and returns the exit code. `None` if no shell does.
pub fn complete(stderr: &mut dyn io::Write) -> Option<ExitCode> {
    env::var_os(env_vars::COMPLETE)?;
    let is_known_shell = Cell::new(false);
    let completed = CompleteEnv::with_factory(|| {
        // The engine calls this only after it has recognized the shell.
        is_known_shell.set(true);
        with_completers(tree::program_for_completion())
    })
    .var(env_vars::COMPLETE)
    .shells(Shells(&[
        &WholeWordsBash,
        &Elvish,
        &Fish,
        &Powershell,
        &Zsh,
    ]))
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

/// Bash, with the completion of words that it splits at `:` and `=`.
struct WholeWordsBash;

impl EnvCompleter for WholeWordsBash {
    fn name(&self) -> &'static str {
        Bash.name()
    }

    fn is(&self, name: &str) -> bool {
        Bash.is(name)
    }

    fn write_registration(
        &self,
        var: &str,
        name: &str,
        bin: &str,
        completer: &str,
        buf: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut script = Vec::new();
        Bash.write_registration(var, name, bin, completer, &mut script)?;
        let function = format!("_clap_complete_{}", name.replace('-', "_"));
        let script = with_whole_words(&String::from_utf8_lossy(&script), &function, true);
        buf.write_all(script.as_bytes())
    }

    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        current_dir: Option<&Path>,
        buf: &mut dyn io::Write,
    ) -> io::Result<()> {
        Bash.write_complete(command, args, current_dir, buf)
    }
}

/// Adds completers for profile names, scopes and environments, which clap cannot know.
fn with_completers(command: Command) -> Command {
    let is_profile = command.get_name() == "profile";
    let command = command.mut_args(|arg| match arg.get_id().as_str() {
        "profile" => arg.add(ArgValueCompleter::new(profile_names)),
        _ => with_values(arg),
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

/// Completes the values that clap does not know.
fn with_values(arg: Arg) -> Arg {
    let values = suggested_values(&arg);
    if values.is_empty() {
        return arg;
    }
    arg.add(ArgValueCompleter::new(move |current: &OsStr| {
        candidates(current, values.iter().copied())
    }))
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
