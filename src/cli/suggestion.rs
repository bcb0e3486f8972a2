//! Suggestions for words that are not commands: the command that was probably meant.

use super::tree;
use crate::text::closest_match;

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

/// A name by which a command is looked for, and the command.
type Named = (String, String);

/// Returns the command below `parent` that a word probably means: under another name, without the name of
/// its group, or misspelled.
pub(super) fn command_for(parent: &str, word: &str) -> Option<String> {
    if !parent.is_empty() {
        return misspelled_subcommand(parent, word);
    }
    let others = other_names();
    named(&others, &word.to_lowercase())
        .or_else(|| misspelled_subcommand(parent, word))
        .or_else(|| {
            let close = closest_match(word, others.iter().map(|(name, _)| name.as_str()))?;
            named(&others, close)
        })
}

/// Returns the subcommand of `parent` whose name is misspelled.
pub(super) fn misspelled_subcommand(parent: &str, word: &str) -> Option<String> {
    let names = subcommands(parent);
    let close = closest_match(word, names.iter().map(String::as_str));
    close.map(str::to_owned)
}

/// Returns the command with this name.
fn named(names: &[Named], name: &str) -> Option<String> {
    let found = names.iter().find(|(known, _)| known == name);
    found.map(|(_, command)| command.clone())
}

/// Returns the other names of commands: synonyms, and the last words of nested commands.
fn other_names() -> Vec<Named> {
    let program = tree::program();
    let nested = tree::commands(&program)
        .into_iter()
        .filter_map(|(path, _)| match path[..] {
            [_, .., name] => Some((name.to_owned(), path.join(" "))),
            _ => None,
        });
    let synonyms = SYNONYMS.iter();
    let synonyms = synonyms.map(|(name, command)| ((*name).to_owned(), (*command).to_owned()));
    synonyms.chain(nested).collect()
}

/// Returns the names of the subcommands of a command.
fn subcommands(command: &str) -> Vec<String> {
    let path: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    let program = tree::program();
    let names = tree::find(&program, &path).into_iter().flat_map(|command| {
        let inner = command.get_subcommands();
        inner.map(|inner| inner.get_name().to_owned())
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_command_is_suggested() {
        let rows = [
            ("", "isue", Some("issue")),
            ("", "ISSUE", Some("issue")),
            ("", "Login", Some("profile add")),
            ("", "strat", Some("sandbox start")),
            ("", "status", Some("sandbox status")),
            ("", "inspct", Some("inspect")),
            ("", "mark-raed", Some("mark-read")),
            ("", "frobnicate", None),
            ("sandbox", "strat", Some("start")),
            ("sandbox", "statsu", Some("status")),
            ("sandbox", "login", None),
            ("profile", "lst", Some("list")),
            ("issue", "start", None),
        ];
        for (parent, word, expected) in rows {
            assert_eq!(command_for(parent, word).as_deref(), expected, "{word}");
        }
    }

    #[test]
    fn a_synonym_is_no_command_and_stands_for_one() {
        let program = tree::program();
        for (name, command) in SYNONYMS {
            assert!(program.find_subcommand(name).is_none(), "{name}");
            let path: Vec<String> = command.split(' ').map(str::to_owned).collect();
            let is_option = command.starts_with("--");
            assert!(
                is_option || tree::find(&program, &path).is_ok(),
                "{command}"
            );
        }
    }
}
