//! Usage errors: clap's findings about a command line, as a message and a help line of this tool.

use std::{error::Error as _, ffi::OsString};

use clap::{
    Command, Error, Parser as _, ValueEnum as _,
    error::{ContextKind, ContextValue, ErrorKind},
};

use super::{Cli, JsonVersion, command_line::CommandLine, suggestion, tree};
use crate::executable::{in_shell, is_shell_line, quote_words};

/// A command line that is wrong.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct UsageError {
    pub(crate) message: String,
    pub(crate) help: String,
}

/// The number of valid values that a help line has room for.
const MAX_LISTED_VALUES: usize = 10;

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
        "doctor",
        "pass --user USER_ID: the user who gets the test message",
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
        let CommandLine { command, words } = CommandLine::of(args);
        let command = command.join(" ");
        let more = format!("`{} --help` shows the usage", full_name(&command));
        let arg = || name_of_arg(&text(error, ContextKind::InvalidArg).unwrap_or_default());
        let value = || text(error, ContextKind::InvalidValue).unwrap_or_default();
        let (message, help) = match error.kind() {
            ErrorKind::InvalidSubcommand => {
                let word = text(error, ContextKind::InvalidSubcommand).unwrap_or_default();
                return Self::unknown_command("", &command, &word);
            }
            ErrorKind::UnknownArgument => return unknown_argument(error, &command, args, more),
            ErrorKind::MissingRequiredArgument => {
                let hint = missing_hint(&command);
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
                (format!("{} needs a value", arg()), expected_values(error))
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

    /// Describes a version of JSON documents that does not exist.
    pub(crate) fn unknown_json_version(version: &str) -> Self {
        let versions = JsonVersion::value_variants().iter();
        let values = versions.filter_map(JsonVersion::to_possible_value);
        let names: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        Self {
            message: format!("invalid value `{version}` for `--json`"),
            help: format!("valid values: {}", names.join(", ")),
        }
    }

    /// Describes the word of a path that is not a command. `prefix` is the command that takes the path
    /// as its arguments.
    pub(crate) fn unknown_path(prefix: &str, path: &[String], depth: usize) -> Self {
        Self::unknown_command(prefix, &path[..depth].join(" "), &path[depth])
    }

    /// Describes a word in the place of a command, which follows `prefix` and `parent`.
    fn unknown_command(prefix: &str, parent: &str, word: &str) -> Self {
        if word.starts_with("eyJ") {
            return Self {
                message: "expected a command, got a token".to_owned(),
                help: "put `inspect` before it: `courier-auth inspect TOKEN`".to_owned(),
            };
        }
        let full = |meant: &str| match meant {
            // `help` and `man` take no options of other commands.
            option if option.starts_with("--") => full_name(option),
            command => full_name(&format!("{prefix} {parent} {command}")),
        };
        Self {
            message: format!("unknown command `{word}`"),
            help: suggestion::command_for(parent, word).map_or_else(
                || format!("`{} --help` lists the commands", full_name(parent)),
                |meant| format!("did you mean `{}`?", full(&meant)),
            ),
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

/// Returns true if a command has the option `--user`.
fn takes_user(path: &[String]) -> bool {
    let program = tree::program();
    let has_user = |command: &Command| command.get_opts().any(|arg| arg.get_long() == Some("user"));
    tree::find(&program, path).is_ok_and(has_user)
}

/// Describes an argument that is not an option, on a command that has no use for it.
fn unknown_positional(command: &str, word: &str, args: &[OsString], more: String) -> UsageError {
    let path: Vec<String> = command.split(' ').map(str::to_owned).collect();
    let help = if let Some(similar) = suggestion::misspelled_subcommand(command, word) {
        format!("did you mean `{} {similar}`?", full_name(command))
    } else if tree::runs_command(&path) {
        with_separator(word, args).map_or_else(
            || format!("put `--` before the command, that is before `{word}`"),
            |line| format!("put `--` before the command: `{line}`"),
        )
    } else if takes_user(&path) {
        // People pass the ID as an argument.
        let user = shlex::try_quote(word).unwrap_or_default();
        format!("pass the user ID with --user: `courier-auth {command} --user {user}`")
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

/// Returns what to write instead of an invalid value.
fn expected_values(error: &Error) -> Option<String> {
    let suggestion = text(error, ContextKind::SuggestedValue);
    let suggestion = suggestion.map(|value| format!("did you mean `{value}`?"));
    let valid = texts(error, ContextKind::ValidValue);
    let list = match error.get(ContextKind::Suggested) {
        Some(ContextValue::StyledStrs(list)) => list.first().map(ToString::to_string),
        _ if valid.is_empty() || valid.len() > MAX_LISTED_VALUES => None,
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

/// Returns the advice for a command without its arguments.
fn missing_hint(command: &str) -> Option<&'static str> {
    let mut hints = MISSING_HINTS.iter();
    hints
        .find(|(name, _)| *name == command)
        .map(|(_, hint)| *hint)
}

/// Returns the command as it is typed.
fn full_name(command: &str) -> String {
    let words = ["courier-auth"]
        .into_iter()
        .chain(command.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
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
                "listen alice",
                "unexpected argument `alice` / pass the user ID with --user: `courier-auth listen --user alice`",
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
    fn the_command_of_an_error_and_its_values_are_the_typed_ones() {
        let rows = [
            (
                "strat",
                "unknown command `strat` / did you mean `courier-auth sandbox start`?",
            ),
            (
                "status",
                "unknown command `status` / did you mean `courier-auth sandbox status`?",
            ),
            (
                "lst",
                "unknown command `lst` / did you mean `courier-auth messages`?",
            ),
            (
                "profile lst",
                "unknown command `lst` / did you mean `courier-auth profile list`?",
            ),
            (
                "hmac --user check --zzzz",
                "unknown option `--zzzz` / `courier-auth hmac --help` shows the usage",
            ),
            (
                "scopes --quiet=1",
                "`--quiet` takes no value / `courier-auth scopes --help` shows the usage",
            ),
            (
                "scopes --json=v9",
                "invalid value `v9` for `--json` / valid values: v1",
            ),
            (
                "scopes --json=",
                "`--json` needs a value / valid values: v1",
            ),
            (
                "inspect --allow",
                "`--allow` needs a value / `courier-auth inspect --help` shows the usage",
            ),
        ];
        for (line, expected) in rows {
            assert_eq!(report(line), expected, "{line}");
        }
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
