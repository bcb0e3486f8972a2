//! The tree of all commands, and the facts about each that clap does not know.

use std::collections::BTreeSet;

use clap::{Arg, ArgAction, Command, CommandFactory as _, builder::PossibleValuesParser};

use super::Cli;

/// Courier's documentation.
const DOCS: &str = "https://www.courier.com/docs";
/// The page about user tokens in apps.
const AUTHENTICATION: &str = "https://www.courier.com/docs/platform/inbox/authentication";
/// The page about the endpoint that issues user tokens.
const ISSUE_TOKEN: &str = "https://www.courier.com/docs/api-reference/authentication/create-a-jwt";
/// The page about environments and their API keys.
const API_KEYS: &str = "https://www.courier.com/docs/platform/workspaces/environments-api-keys";

/// The network that a command uses. A group has the widest network of its commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    Never,
    /// Only addresses of this machine.
    Loopback,
    Yes,
}

impl Network {
    /// Returns the name, as in JSON output.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Loopback => "loopback",
            Self::Yes => "yes",
        }
    }
}

/// Facts about a command that clap does not know.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts {
    pub(crate) network: Network,
    /// The page of Courier's documentation about the task of the command.
    pub(crate) docs: &'static str,
}

/// The facts about every command, by its path.
const FACTS: &[(&str, Network, &str)] = &[
    ("", Network::Yes, DOCS),
    ("issue", Network::Yes, ISSUE_TOKEN),
    ("exec", Network::Yes, ISSUE_TOKEN),
    ("inspect", Network::Never, AUTHENTICATION),
    ("diff", Network::Never, AUTHENTICATION),
    ("can", Network::Never, AUTHENTICATION),
    ("scan", Network::Never, AUTHENTICATION),
    ("explain", Network::Never, AUTHENTICATION),
    ("scopes", Network::Never, AUTHENTICATION),
    ("exit-codes", Network::Never, DOCS),
    ("hmac", Network::Never, AUTHENTICATION),
    ("hmac check", Network::Never, AUTHENTICATION),
    ("messages", Network::Yes, AUTHENTICATION),
    ("listen", Network::Yes, AUTHENTICATION),
    ("mark-read", Network::Yes, AUTHENTICATION),
    ("doctor", Network::Yes, AUTHENTICATION),
    ("serve", Network::Yes, ISSUE_TOKEN),
    ("sandbox", Network::Loopback, DOCS),
    ("sandbox start", Network::Loopback, DOCS),
    ("sandbox exec", Network::Loopback, DOCS),
    ("sandbox env", Network::Loopback, DOCS),
    ("sandbox status", Network::Loopback, DOCS),
    ("sandbox stop", Network::Loopback, DOCS),
    ("sandbox send", Network::Loopback, DOCS),
    ("sandbox fault", Network::Loopback, DOCS),
    ("sandbox fault add", Network::Loopback, DOCS),
    ("sandbox fault list", Network::Loopback, DOCS),
    ("sandbox fault clear", Network::Loopback, DOCS),
    ("sandbox clock", Network::Loopback, DOCS),
    ("sandbox clock show", Network::Loopback, DOCS),
    ("sandbox clock advance", Network::Loopback, DOCS),
    ("sandbox clock set", Network::Loopback, DOCS),
    ("sandbox clock freeze", Network::Loopback, DOCS),
    ("sandbox clock unfreeze", Network::Loopback, DOCS),
    ("sandbox clock reset", Network::Loopback, DOCS),
    ("sandbox seed", Network::Loopback, DOCS),
    ("sandbox export", Network::Loopback, DOCS),
    ("sandbox log", Network::Loopback, DOCS),
    ("sandbox reset", Network::Loopback, DOCS),
    ("sandbox schema", Network::Never, DOCS),
    ("demo", Network::Loopback, DOCS),
    ("profile", Network::Yes, API_KEYS),
    ("profile add", Network::Yes, API_KEYS),
    ("profile list", Network::Never, API_KEYS),
    ("profile show", Network::Never, API_KEYS),
    ("profile use", Network::Never, API_KEYS),
    ("profile remove", Network::Never, API_KEYS),
    ("commands", Network::Never, DOCS),
    ("completions", Network::Never, DOCS),
    ("man", Network::Never, DOCS),
    ("schema", Network::Never, DOCS),
    ("help", Network::Never, DOCS),
];

/// Returns the facts about a command, `None` if its row is missing.
fn row(path: &str) -> Option<Facts> {
    let row = FACTS.iter().find(|(known, ..)| *known == path);
    row.map(|&(_, network, docs)| Facts { network, docs })
}

/// Returns the facts about a command.
pub(crate) fn facts(path: &str) -> Facts {
    row(path).unwrap_or(Facts {
        network: Network::Yes,
        docs: DOCS,
    })
}

/// Returns true if the command runs another command, and exits with its exit code.
pub(crate) fn runs_command(path: &[String]) -> bool {
    path.last().is_some_and(|name| name == "exec")
}

/// Returns the program with all its commands. They are deferred, so they have no arguments before
/// they are built.
pub(crate) fn program() -> Command {
    let mut program = Cli::command();
    program.build();
    program
}

/// Returns the program for completions, with what they cannot know otherwise: `--json` is a switch,
/// because its value is written after `=` only, and `help` and `man` take names of commands.
pub(crate) fn program_for_completion() -> Command {
    let mut program = Cli::command().mut_arg("json", |json| {
        let switch = Arg::new("json").long("json").global(true);
        let switch = switch.action(ArgAction::SetTrue);
        match json.get_help() {
            Some(help) => switch.help(help.clone()),
            None => switch,
        }
    });
    program.build();
    let names = command_names();
    ["help", "man"].into_iter().fold(program, |program, name| {
        program.mut_subcommand(name, |command| {
            let names = PossibleValuesParser::new(names.clone());
            command.mut_arg("command", |arg| arg.value_parser(names))
        })
    })
}

/// Returns the name of every command, each once.
fn command_names() -> Vec<&'static str> {
    let names = FACTS
        .iter()
        .filter_map(|(path, ..)| path.split(' ').next_back());
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    names.into_iter().collect()
}

/// Returns the command with this path. The error is the number of words that are commands.
pub(crate) fn find<'c>(program: &'c Command, path: &[String]) -> Result<&'c Command, usize> {
    let mut command = program;
    for (depth, name) in path.iter().enumerate() {
        command = command.find_subcommand(name).ok_or(depth)?;
    }
    Ok(command)
}

/// Returns every command with its path, each before its subcommands.
pub(crate) fn commands(program: &Command) -> Vec<(Vec<&str>, &Command)> {
    let mut found = Vec::new();
    collect(&[], program, &mut found);
    found
}

fn collect<'c>(
    path: &[&'c str],
    command: &'c Command,
    found: &mut Vec<(Vec<&'c str>, &'c Command)>,
) {
    found.push((path.to_vec(), command));
    for inner in command.get_subcommands() {
        let path = [path, &[inner.get_name()]].concat();
        collect(&path, inner, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_facts_and_every_row_its_command() {
        let program = program();
        let paths = commands(&program)
            .into_iter()
            .map(|(path, _)| path.join(" "));
        let paths: Vec<String> = paths.collect();
        for path in &paths {
            assert!(row(path).is_some(), "no row for `{path}` in FACTS");
        }
        assert_eq!(paths.len(), FACTS.len(), "FACTS has rows without a command");
    }

    /// A group uses the network as its commands do.
    #[test]
    fn a_group_is_not_more_private_than_its_commands() {
        let program = program();
        for (path, command) in commands(&program) {
            let group = facts(&path.join(" ")).network as u8;
            for inner in command.get_subcommands() {
                let inner = [&path[..], &[inner.get_name()]].concat().join(" ");
                assert!(facts(&inner).network as u8 <= group, "{inner}");
            }
        }
    }

    #[test]
    fn a_command_is_found_by_its_path() {
        let program = program();
        let found = |path: &str| {
            let path: Vec<String> = path.split_whitespace().map(str::to_owned).collect();
            find(&program, &path).map(|command| command.get_name().to_owned())
        };
        assert_eq!(found(""), Ok("courier-auth".to_owned()));
        assert_eq!(found("sandbox start"), Ok("start".to_owned()));
        assert_eq!(found("sandbox strat"), Err(1));
        assert_eq!(found("issue now"), Err(1));
        assert_eq!(found("isue"), Err(0));
    }
}
