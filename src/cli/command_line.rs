//! The unparsed command line: which command it names, and which words follow. It is used where clap
//! does not say so, in errors and in requests for help.

use std::ffi::OsString;

use clap::{Arg, Command};

use super::tree;

/// The parts of a command line, which may be invalid.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CommandLine {
    /// The path of the command, such as `["sandbox", "start"]`.
    pub(crate) command: Vec<String>,
    /// The words before `--` that are neither the command, nor options, nor their values.
    pub(crate) words: Vec<String>,
}

impl CommandLine {
    /// Splits the arguments of the program, of which the first is its name.
    pub(crate) fn of(args: &[OsString]) -> Self {
        let program = tree::program();
        let mut found = &program;
        let mut command = Vec::new();
        let mut words = Vec::new();
        let mut args = args.iter().skip(1).map(|arg| arg.to_string_lossy());
        while let Some(arg) = args.next().filter(|arg| arg != "--") {
            if takes_next_word(found, &arg) {
                args.next();
            } else if arg.starts_with('-') && arg != "-" {
                // An option without a value, or with its value after `=`.
            } else if let Some(inner) = found.find_subcommand(&*arg).filter(|_| words.is_empty()) {
                found = inner;
                command.push(arg.into_owned());
            } else {
                words.push(arg.into_owned());
            }
        }
        Self { command, words }
    }
}

/// Returns true if the argument is an option whose value is the next word.
fn takes_next_word(command: &Command, arg: &str) -> bool {
    let takes_value =
        |option: &Arg| option.get_action().takes_values() && !option.is_require_equals_set();
    let mut options = command.get_opts();
    if let Some(long) = arg.strip_prefix("--") {
        options.any(|option| option.get_long() == Some(long) && takes_value(option))
    } else if let Some(short) = arg.strip_prefix('-') {
        // Of `-abc VALUE`, only the last letter can take the value.
        let last = short.chars().last();
        options.any(|option| last.is_some() && option.get_short() == last && takes_value(option))
    } else {
        false
    }
}

/// Returns the arguments with `help` before the command, if they request help as in
/// `courier-auth sandbox help start`.
pub(crate) fn with_help_first(args: &[OsString]) -> Option<Vec<OsString>> {
    let CommandLine { command, words } = CommandLine::of(args);
    if command.is_empty() || words.first()? != "help" {
        return None;
    }
    let at = args.iter().rposition(|arg| arg == "help")?;
    let mut args = args.to_vec();
    let help = args.remove(at);
    args.insert(1, help);
    Some(args)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Vec<OsString> {
        let words = shlex::split(line).expect(line);
        let words = ["courier-auth".to_owned()].into_iter().chain(words);
        words.map(OsString::from).collect()
    }

    #[test]
    fn values_of_options_are_not_commands() {
        let rows = [
            ("", "", ""),
            ("issue --help", "issue", ""),
            ("--color always sandbox start -h", "sandbox start", ""),
            ("--json sandbox start", "sandbox start", ""),
            ("hmac --user check --nope", "hmac", ""),
            ("hmac --user=check -", "hmac", "-"),
            ("hmac check --user check sig", "hmac check", "sig"),
            ("profile use list", "profile use", "list"),
            ("exec --user a npm test", "exec", "npm test"),
            ("exec --user a -- sandbox start", "exec", ""),
            ("sandbox strat exec", "sandbox", "strat exec"),
        ];
        for (line, command, words) in rows {
            let CommandLine {
                command: found,
                words: rest,
            } = CommandLine::of(&args(line));
            assert_eq!(
                (&*found.join(" "), &*rest.join(" ")),
                (command, words),
                "{line}"
            );
        }
    }

    #[test]
    fn help_of_a_subcommand_is_help_first() {
        let rows = [
            (
                "sandbox help start --json",
                Some("help sandbox start --json"),
            ),
            (
                "--color never profile help",
                Some("help --color never profile"),
            ),
            ("hmac help", Some("help hmac")),
            ("sandbox strat help", None),
            ("issue --user help", None),
            ("help sandbox", None),
        ];
        for (line, expected) in rows {
            assert_eq!(with_help_first(&args(line)), expected.map(args), "{line}");
        }
    }
}
