//! Usage errors: clap's findings about a command line, as a message and a help line of this tool.

use std::{error::Error as _, ffi::OsString};

use clap::{
    Command, CommandFactory as _, Error, Parser as _,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::Cli;
use crate::{
    executable::{in_shell, is_shell_line, quote_words},
    text::closest_match,
};

/// A command line that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UsageError {
    pub(crate) message: String,
    pub(crate) help: String,
}

/// The commands that people look for under another name.
const SYNONYMS: &[(&str, &str)] = &[
    ("token", "issue"),
    ("jwt", "issue"),
    ("sign", "issue"),
    ("login", "profile add"),
    ("auth", "profile add"),
    ("config", "profile"),
    ("whoami", "profile show"),
    ("decode", "inspect"),
    ("lint", "inspect"),
    ("verify", "inspect"),
    ("check", "inspect"),
    ("debug", "doctor"),
    ("compare", "diff"),
    ("rules", "explain"),
    ("list", "messages"),
    ("inbox", "messages"),
    ("read", "mark-read"),
    ("run", "exec"),
    ("server", "serve"),
    ("start", "sandbox start"),
    ("mock", "sandbox start"),
    ("version", "--version"),
];

/// The commands that take a user ID with `--user`, which people pass as an argument.
const TAKE_USER: [&str; 5] = ["issue", "hmac", "doctor", "messages", "serve"];

/// The commands that run another command, which has to follow `--`.
const RUN_COMMAND: [&str; 2] = ["exec", "sandbox exec"];

/// The advice for a command without its arguments.
const MISSING_HINTS: &[(&str, &str)] = &[
    (
        "mark-read",
        "pass message IDs or --ids-file PATH, or choose messages with --all, --tag, --tenant or --before",
    ),
    (
        "exec",
        "put the command after `--`: `courier-auth exec --user alice -- npm test`",
    ),
    (
        "sandbox exec",
        "put the command after `--`: `courier-auth sandbox exec -- npm test`",
    ),
    (
        "can",
        "name an action, for example `courier-auth can list`; `courier-auth can --list` prints all actions",
    ),
    (
        "hmac check",
        "pass the signature, or `-` to read it from standard input",
    ),
    (
        "completions",
        "name a shell: bash, zsh, fish, powershell or elvish",
    ),
    (
        "profile use",
        "name a profile, or pass --none; `courier-auth profile list` prints all profiles",
    ),
    (
        "profile remove",
        "name a profile; `courier-auth profile list` prints all profiles",
    ),
];

impl UsageError {
    /// Describes an error of clap for these arguments of the program.
    pub(crate) fn of(error: &Error, args: &[OsString]) -> Self {
        let (command, words) = command_of(args);
        let more = format!("`{} --help` shows the usage", full_name(&command));
        let arg = || name_of_arg(&text(error, ContextKind::InvalidArg).unwrap_or_default());
        let value = || text(error, ContextKind::InvalidValue).unwrap_or_default();
        let (message, help) = match error.kind() {
            ErrorKind::InvalidSubcommand => {
                let word = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
                return unknown_command(&command, &word);
            }
            ErrorKind::UnknownArgument => return unknown_argument(error, &command, args, more),
            ErrorKind::MissingRequiredArgument => {
                let hint = hint(MISSING_HINTS, &command);
                (
                    format!("missing {}", missing_args(error)),
                    hint.map(str::to_owned),
                )
            }
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                ("missing command".to_owned(), None)
            }
            ErrorKind::ArgumentConflict => {
                let prior = texts(error, ContextKind::PriorArg);
                let prior: Vec<_> = prior.iter().map(|arg| name_of_arg(arg)).collect();
                let subcommand = text(error, ContextKind::InvalidSubcommand);
                // clap takes `chek` in `hmac chek abc` for `-`, and `abc` for a subcommand.
                if let (Some(_), "hmac", Some(word)) = (&subcommand, &*command, words.first()) {
                    return unknown_positional(&command, word, args, more);
                }
                let name = subcommand.map_or_else(arg, |name| format!("`{name}`"));
                let message = format!("{name} cannot be used with {}", prior.join(" and "));
                (message, None)
            }
            ErrorKind::InvalidValue if value().is_empty() => {
                (format!("{} needs a value", arg()), None)
            }
            ErrorKind::InvalidValue => {
                let message = format!("invalid value `{}` for {}", value(), arg());
                (message, expected_values(error))
            }
            ErrorKind::ValueValidation if arg() == "`-`" => {
                return unknown_positional(&command, &value(), args, more);
            }
            ErrorKind::ValueValidation => {
                let reason = error.source().map(ToString::to_string).unwrap_or_default();
                (
                    format!("invalid value `{}` for {}: {reason}", value(), arg()),
                    None,
                )
            }
            ErrorKind::TooManyValues => (format!("{} takes no value", arg()), None),
            ErrorKind::InvalidUtf8 => ("an argument is not valid UTF-8".to_owned(), None),
            _ => {
                let text = error.to_string();
                let line = text.lines().next().unwrap_or_default();
                (line.trim_start_matches("error: ").to_owned(), None)
            }
        };
        Self {
            message,
            help: help.unwrap_or(more),
        }
    }
}

/// Describes an argument that the command does not have.
fn unknown_argument(error: &Error, command: &str, args: &[OsString], more: String) -> UsageError {
    let arg = text(error, ContextKind::InvalidArg).unwrap_or_default();
    if !arg.starts_with('-') {
        return unknown_positional(command, &arg, args, more);
    }
    let similar = text(error, ContextKind::SuggestedArg);
    UsageError {
        message: format!("unknown option `{arg}`"),
        help: similar.map_or(more, |similar| {
            format!("did you mean {}?", name_of_arg(&similar))
        }),
    }
}

/// Describes an argument that is not an option, on a command that has no use for it.
fn unknown_positional(command: &str, word: &str, args: &[OsString], more: String) -> UsageError {
    let names = subcommands(command);
    let similar = closest_match(word, names.iter().map(String::as_str));
    let help = if let Some(similar) = similar {
        format!("did you mean `{} {similar}`?", full_name(command))
    } else if TAKE_USER.contains(&command) {
        let user = shlex::try_quote(word).unwrap_or_default();
        format!("pass the user ID with --user: `courier-auth {command} --user {user}`")
    } else if RUN_COMMAND.contains(&command) {
        with_separator(word, args).map_or_else(
            || format!("put `--` before the command, that is before `{word}`"),
            |line| format!("put `--` before the command: `{line}`"),
        )
    } else {
        more
    };
    UsageError {
        message: format!("unexpected argument `{word}`"),
        help,
    }
}

/// Returns the command line with `--` before the command that begins with this word, quoted for a
/// shell. `None` if it would be invalid for another reason.
fn with_separator(word: &str, args: &[OsString]) -> Option<String> {
    let is_word = |index: &usize| args[*index] == *word;
    (1..args.len()).filter(is_word).find_map(|index| {
        let (options, command) = args.split_at(index);
        let separator = OsString::from("--");
        let words = options.iter().chain([&separator]).chain(command);
        Cli::try_parse_from(words).ok()?;
        let quote = |words: &[OsString]| {
            let words: Option<Vec<&str>> = words.iter().map(|word| word.to_str()).collect();
            quote_words(words?)
        };
        let command = match command {
            [line] if is_shell_line(word) => in_shell(line.to_str()?)?,
            command => quote(command)?,
        };
        Some(format!(
            "courier-auth {} -- {command}",
            quote(&options[1..])?
        ))
    })
}

/// Describes a word in the place of a command.
fn unknown_command(parent: &str, word: &str) -> UsageError {
    if word.starts_with("eyJ") {
        return UsageError {
            message: "expected a command, got a token".to_owned(),
            help: "put `inspect` before it: `courier-auth inspect TOKEN`".to_owned(),
        };
    }
    let names = subcommands(parent);
    let lower = word.to_lowercase();
    let synonym = SYNONYMS
        .iter()
        .find(|(name, _)| parent.is_empty() && *name == lower);
    let similar = synonym
        .map(|(_, command)| *command)
        .or_else(|| closest_match(word, names.iter().map(String::as_str)));
    let parent = full_name(parent);
    UsageError {
        message: format!("unknown command `{word}`"),
        help: similar.map_or_else(
            || format!("`{parent} --help` lists the commands"),
            |similar| format!("did you mean `{parent} {similar}`?"),
        ),
    }
}

/// Returns what to write instead of an invalid value.
fn expected_values(error: &Error) -> Option<String> {
    let suggestion = text(error, ContextKind::SuggestedValue);
    let suggestion = suggestion.map(|value| format!("did you mean `{value}`?"));
    let valid = texts(error, ContextKind::ValidValue);
    let list = match error.get(ContextKind::Suggested) {
        Some(ContextValue::StyledStrs(list)) => list.first().map(ToString::to_string),
        _ if valid.is_empty() => None,
        _ => Some(format!("valid values: {}", valid.join(", "))),
    };
    let parts: Vec<String> = suggestion.into_iter().chain(list).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Returns the arguments that are missing, as a list.
fn missing_args(error: &Error) -> String {
    let args = texts(error, ContextKind::InvalidArg);
    // Of alternatives, clap reports all: `<MESSAGE_ID|--ids-file <PATH>|--all>`.
    let names: Vec<_> = args.iter().map(|arg| name_of_arg(arg)).collect();
    names.join(" and ")
}

/// Returns the name of an argument in backticks: `--user` from `--user <USER_ID>`.
fn name_of_arg(arg: &str) -> String {
    let name = if arg.starts_with('-') {
        arg.split([' ', '=']).next().unwrap_or(arg)
    } else {
        arg
    };
    let name = name.trim_matches(['[', ']', '<', '>', '.']);
    format!("`{name}`")
}

/// Returns the hint of a command.
fn hint(hints: &'static [(&str, &str)], command: &str) -> Option<&'static str> {
    hints
        .iter()
        .find(|(name, _)| *name == command)
        .map(|(_, hint)| *hint)
}

/// Returns the command that the arguments select, without the program's name, and the words after it
/// that are not options.
fn command_of(args: &[OsString]) -> (String, Vec<String>) {
    let mut tool = Cli::command();
    tool.build();
    let mut found: &Command = &tool;
    let mut names = Vec::new();
    let mut words = Vec::new();
    for arg in args.iter().skip(1).map(|arg| arg.to_string_lossy()) {
        if let Some(inner) = found.find_subcommand(&*arg) {
            found = inner;
            names.push(arg.into_owned());
        } else if !arg.starts_with('-') {
            words.push(arg.into_owned());
        }
    }
    (names.join(" "), words)
}

fn full_name(command: &str) -> String {
    format!("courier-auth {command}").trim_end().to_owned()
}

/// Returns the names of the subcommands of a command.
fn subcommands(command: &str) -> Vec<String> {
    let mut tool = Cli::command();
    tool.build();
    let mut found: &Command = &tool;
    for name in command.split_whitespace() {
        match found.find_subcommand(name) {
            Some(inner) => found = inner,
            None => break,
        }
    }
    found
        .get_subcommands()
        .map(|inner| inner.get_name().to_owned())
        .collect()
}

fn text(error: &Error, kind: ContextKind) -> Option<String> {
    texts(error, kind).into_iter().next()
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> UsageError {
        let words = shlex::split(line).expect(line);
        let args = std::iter::once("courier-auth".to_owned()).chain(words);
        let args: Vec<OsString> = args.map(OsString::from).collect();
        let error = Cli::try_parse_from(&args).expect_err(line);
        UsageError::of(&error, &args)
    }

    /// Returns the message and the help of a wrong command line.
    fn report(line: &str) -> String {
        let UsageError { message, help } = parse(line);
        format!("{message} / {help}")
    }

    #[test]
    fn each_mistake_has_its_correction() {
        let rows = [
            (
                "isue --user a",
                "unknown command `isue` / did you mean `courier-auth issue`?",
            ),
            (
                "login",
                "unknown command `login` / did you mean `courier-auth profile add`?",
            ),
            (
                "sandbox strat",
                "unknown command `strat` / did you mean `courier-auth sandbox start`?",
            ),
            (
                "frobnicate",
                "unknown command `frobnicate` / `courier-auth --help` lists the commands",
            ),
            (
                "eyJhbGci",
                "expected a command, got a token / put `inspect` before it: `courier-auth inspect TOKEN`",
            ),
            (
                "issue alice",
                "unexpected argument `alice` / pass the user ID with --user: `courier-auth issue --user alice`",
            ),
            (
                "hmac alice",
                "unexpected argument `alice` / pass the user ID with --user: `courier-auth hmac --user alice`",
            ),
            (
                "hmac chek",
                "unexpected argument `chek` / did you mean `courier-auth hmac check`?",
            ),
            (
                "exec --user a npm test",
                "unexpected argument `npm` / put `--` before the command: `courier-auth exec --user a -- npm test`",
            ),
            (
                "issue --usr alice",
                "unknown option `--usr` / did you mean `--user`?",
            ),
            (
                "issue --zzzz",
                "unknown option `--zzzz` / `courier-auth issue --help` shows the usage",
            ),
            (
                "issue --user",
                "`--user` needs a value / `courier-auth issue --help` shows the usage",
            ),
            (
                "issue --user a --region mars",
                "invalid value `mars` for `--region` / valid values: us, eu",
            ),
            (
                "issue --user a --for prefs",
                "invalid value `prefs` for `--for` / did you mean `preferences`? `courier-auth scopes` lists all features",
            ),
            (
                "issue --user a --users-file x",
                "`--user` cannot be used with `--users-file` / `courier-auth issue --help` shows the usage",
            ),
            (
                "scopes --json=v1",
                "`--json` takes no value / `courier-auth scopes --help` shows the usage",
            ),
            (
                "issue --timeout soon",
                "invalid value `soon` for `--timeout`: expected a number and a unit, for example `90s`, `2 min` or `2h` / `courier-auth issue --help` shows the usage",
            ),
            (
                "can",
                "missing `ACTION` / name an action, for example `courier-auth can list`; `courier-auth can --list` prints all actions",
            ),
        ];
        for (line, expected) in rows {
            assert_eq!(report(line), expected, "{line}");
        }
        assert!(
            report("mark-read").contains("--all"),
            "{}",
            report("mark-read")
        );
    }

    #[test]
    fn a_missing_separator_is_shown_in_the_whole_line() {
        let rows = [
            (
                "exec --user npm npm test -- --watch",
                "unexpected argument `npm` / put `--` before the command: `courier-auth exec --user npm -- npm test -- --watch`",
            ),
            (
                "exec --user a sh -c 'echo $COURIER_JWT'",
                "unexpected argument `sh` / put `--` before the command: `courier-auth exec --user a -- sh -c 'echo $COURIER_JWT'`",
            ),
            (
                "exec --user a 'npm test | cat'",
                "unexpected argument `npm test | cat` / put `--` before the command: `courier-auth exec --user a -- sh -c 'npm test | cat'`",
            ),
            (
                "exec --user a npm test --nope",
                "unexpected argument `npm` / put `--` before the command: `courier-auth exec --user a -- npm test --nope`",
            ),
            (
                "sandbox exec npm test",
                "unexpected argument `npm` / put `--` before the command: `courier-auth sandbox exec -- npm test`",
            ),
        ];
        for (line, expected) in rows {
            assert_eq!(report(line), expected, "{line}");
        }
    }
}
