//! The help pages: their layout, and their examples, which are run as they are printed.

use std::collections::HashSet;

use serde_json::Value;

use crate::support::Test;

/// The maximum number of lines of `-h`.
const SCREEN: usize = 40;

/// Returns the names of every command and subcommand, such as `sandbox start`; the first is empty.
pub(crate) fn commands() -> Vec<String> {
    let tree = Test::line("commands --json").run().json();
    let nodes = nodes(&tree);
    nodes.into_iter().map(|node| path(node).join(" ")).collect()
}

/// Returns a node of the command tree and all nodes in it, each before its subcommands.
pub(crate) fn nodes(node: &Value) -> Vec<&Value> {
    let inner = node["subcommands"].as_array().unwrap();
    let inner = inner.iter().flat_map(nodes);
    [node].into_iter().chain(inner).collect()
}

/// Returns the path of a node of the command tree.
pub(crate) fn path(node: &Value) -> Vec<&str> {
    let path = node["path"].as_array().unwrap().iter();
    path.map(|name| name.as_str().unwrap()).collect()
}

/// Returns the help of a command.
pub(crate) fn page(command: &str, option: &str) -> String {
    let outcome = Test::line(&format!("{command} {option}")).run();
    outcome.exits_with(0, "Usage: courier-auth", "");
    outcome.stdout
}

/// Returns the lines of a section, without its heading.
fn section<'p>(page: &'p str, heading: &str) -> Vec<&'p str> {
    let lines = page.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| line.starts_with("  ")).collect()
}

#[test]
fn help_opens_with_examples_and_fits_80_columns() {
    let commands = commands();
    assert!(commands.len() > 25, "{commands:?}");
    let mut pages = Vec::new();
    for command in &commands {
        let long = page(command, "--help");
        for text in [&long, &page(command, "-h")] {
            let examples = text.find("\nExamples:\n  ");
            assert!(examples.unwrap() < text.find("\nUsage:").unwrap(), "{text}");
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
        pages.push(long);
    }
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!("help", pages.join("\n----\n\n"));
    });
}

#[test]
fn short_help_fits_one_screen_with_one_line_for_each_option() {
    for command in commands() {
        let page = page(&command, "-h");
        let count = page.lines().count();
        assert!(count <= SCREEN, "{command}: {count} lines\n{page}");
        let (_, options) = page.split_once("\nUsage:").unwrap();
        let continued = options.lines().skip(2).find(|line| {
            let indent = line.len() - line.trim_start().len();
            indent > "  -h, ".len()
        });
        assert_eq!(continued, None, "{command}");
    }
}

#[test]
fn own_options_come_before_global_ones() {
    for command in commands().iter().filter(|name| !name.is_empty()) {
        for option in ["-h", "--help"] {
            let page = page(command, option);
            let headings = page
                .lines()
                .filter(|line| line.ends_with(':') && !line.starts_with(' '));
            let headings: Vec<&str> = headings.filter(|line| *line != "Exit codes:").collect();
            assert_eq!(headings.last(), Some(&"Global options:"), "{page}");
        }
    }
}

/// Exit codes and variables belong to the top-level help. `exit-codes` has its own table.
#[test]
fn exit_codes_and_variables_are_in_the_help_of_the_tool_only() {
    for command in commands() {
        let page = page(&command, "--help");
        let expected = (
            command.is_empty() || command == "exit-codes",
            command.is_empty(),
        );
        let found =
            ["\nExit codes:\n", "\nEnvironment variables:\n"].map(|text| page.contains(text));
        assert_eq!(found, [expected.0, expected.1], "{command}");
    }
}

/// Returns the examples of all pages, each once.
fn examples() -> Vec<String> {
    let mut seen = HashSet::new();
    let pages: Vec<String> = commands()
        .iter()
        .map(|command| page(command, "--help"))
        .collect();
    let lines = pages.iter().flat_map(|page| section(page, "Examples:"));
    let examples = lines.map(|line| line.trim().to_owned());
    examples
        .filter(|example| seen.insert(example.clone()))
        .collect()
}

#[test]
fn examples_are_complete_commands() {
    for example in examples() {
        assert!(
            !example.contains("[fp:") && !example.contains("..."),
            "{example}"
        );
        assert!(
            example.contains("courier-auth") || example.starts_with("curl "),
            "{example}"
        );
    }
}

/// Runs every example in a folder with the files that it reads. Commands that wait for Ctrl-C, that
/// need the keyring or a sandbox on the default port are only parsed.
#[cfg(unix)]
mod run {
    use std::{fs, path::Path};

    use super::examples;
    use crate::support::{
        CLIENT_KEY, ConfigHome, KEY, Outcome, Sandbox, Test, binary, fake_program, git, shell,
    };

    const SEED: &str =
        r#"{"users": {"alice": {"messages": [{"messageId": "1-FAKE-1", "title": "Hello"}]}}}"#;

    /// The commands whose examples are parsed and not run.
    const PARSED_ONLY: &str = "serve*|listen*|'profile add'*|'profile remove'*|'sandbox start'*|\
        'sandbox env'*|'sandbox status'*|'sandbox stop'*|'sandbox send'*|'sandbox fault'*|\
        'sandbox clock'*|'sandbox seed'*|'sandbox export'*|'sandbox log'*|'sandbox reset'*";

    #[test]
    fn every_example_works_as_printed() {
        let folder = tempfile::tempdir().unwrap();
        let seed = folder.path().join("seed.json");
        fs::write(&seed, SEED).unwrap();
        let sandbox = Sandbox::start_with(&format!("--seed '{}'", seed.display()));
        let token = sandbox.issue("");
        let signature = Test::line("hmac --user alice").at(&sandbox).run().stdout;
        let examples = examples();
        assert!(examples.len() > 60, "{examples:#?}");
        for example in examples {
            let folder = tempfile::tempdir().unwrap();
            let files = [
                ("token.txt", token.as_str()),
                ("tokens.txt", &format!("{token}\n{token}\n")),
                ("staging.txt", &token),
                ("production.txt", &token),
                ("ids.txt", "1-FAKE-1\n"),
                ("users.json", SEED),
                ("key.txt", KEY),
                ("signature.txt", &signature),
            ];
            for (name, content) in files {
                fs::write(folder.path().join(name), content).unwrap();
            }
            if example.contains("courier-auth scan") {
                fs::write(folder.path().join(".gitignore"), "key.txt\n").unwrap();
                git(folder.path(), "init -q");
                fs::create_dir(folder.path().join("src")).unwrap();
                fs::create_dir(folder.path().join("docs")).unwrap();
            }
            let outcome = run(&example, folder.path(), &sandbox);
            assert_eq!(outcome.code, Some(0), "{example}: {outcome:#?}");
            // The exit code of a command in `$(...)` or `<(...)` is lost.
            let failed = fs::read_to_string(folder.path().join(".failed"));
            assert!(failed.is_err(), "{example}: {failed:?}");
        }
    }

    fn run(example: &str, folder: &Path, sandbox: &Sandbox) -> Outcome {
        let bin = folder.join("bin");
        fs::create_dir_all(folder.join(".config/fish/completions")).unwrap();
        fs::create_dir(&bin).unwrap();
        let real = binary().get_program().to_owned();
        let real = real.to_str().unwrap();
        fake_program(
            &bin,
            "courier-auth",
            &format!(
                "case \"$1 $2\" in {PARSED_ONLY}) set -- \"$@\" --help; exec > parsed.txt;; esac\n\
                 '{real}' \"$@\" || {{ echo \"$*\" >> .failed; exit 1; }}\n"
            ),
        );
        for name in ["npm", "curl"] {
            fake_program(&bin, name, "exit 0\n");
        }
        for name in ["jq", "less", "man"] {
            fake_program(&bin, name, "exec cat > \"$0.txt\"\n");
        }
        let config = ConfigHome::with(&format!(
            "default_profile = 'staging'\n[profile.staging]\napi_url = '{}'\nkey = {{ env = 'COURIER_API_KEY' }}\n",
            sandbox.url
        ));
        let example = example.replace("MESSAGE_ID", "1-FAKE-1");
        let bash = shell(&["bash", "-e", "-o", "pipefail"], &example, folder);
        let test = config.configure(Test::program(bash)).at(sandbox);
        test.env("COURIER_CLIENT_KEY", CLIENT_KEY).run()
    }
}
