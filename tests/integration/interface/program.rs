//! The command tree, the version and the help as data.

use std::{path::Path, process::Command};

use serde_json::{Value, json};

use crate::{
    help::{nodes, page, path},
    support::{Outcome, Test, is_installed},
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Returns the tree of all commands.
fn tree() -> Value {
    Test::line("commands --json").run().json()
}

/// Returns the help of a command as data.
#[track_caller]
fn help(line: &str) -> Value {
    let outcome = Test::line(line).run();
    outcome.exits_with(0, "courier-auth/command/v1", "");
    outcome.json()
}

/// Returns the option or argument of a command with this name.
fn find<'n>(node: &'n Value, name: &str) -> &'n Value {
    let lists = ["options", "arguments"].map(|list| node[list].as_array().unwrap());
    let mut all = lists.into_iter().flatten();
    all.find(|item| item["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {node}"))
}

/// Returns the names in a list of options or arguments.
fn names(node: &Value, list: &str) -> Vec<String> {
    let items = node[list].as_array().unwrap().iter();
    items
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

/// Returns the long options that a help page lists.
fn options_of_page(page: &str) -> Vec<String> {
    let mut names: Vec<String> = page
        .lines()
        .filter(|line| line.starts_with("  -") || line.starts_with("      --"))
        .filter_map(|line| {
            let name = &line[line.find("--")?..];
            let end = name.find([' ', '[', '.']).unwrap_or(name.len());
            Some(name[..end].to_owned())
        })
        .collect();
    names.sort();
    names
}

#[test]
fn the_tree_has_every_command_as_its_help_shows_it() {
    let tree = tree();
    assert_eq!(tree["schema"], "courier-auth/commands/v1");
    assert_eq!(tree["version"], env!("CARGO_PKG_VERSION"));
    let nodes = nodes(&tree);
    assert!(nodes.len() > 25, "{}", nodes.len());
    for node in nodes {
        let name = path(node).join(" ");
        let page = page(&name, "--help");
        let text = |field: &str| node[field].as_str().unwrap();
        assert!(page.starts_with(text("summary")), "{name}");
        assert!(
            page.contains(&format!("\nUsage: {}\n", text("usage"))),
            "{name}"
        );
        let examples = node["examples"].as_array().unwrap();
        assert!(!examples.is_empty(), "{name}");
        for example in examples {
            assert!(page.contains(&format!("\n  {}\n", example.as_str().unwrap())));
        }
        let mut node = help(&format!("{name} --help --json"));
        let shown = node["options"].as_array_mut().unwrap();
        shown.retain(|option| option["hidden"] == false);
        let mut options = names(&node, "options");
        options.sort();
        assert_eq!(options, options_of_page(&page), "{name}");
        let documentation = format!("\nDocs: {}\n", text("documentation"));
        assert!(page.ends_with(&documentation), "{name}");
    }
    let help = Test::line("--help").run().stdout;
    for (list, name) in [("exit_codes", "meaning"), ("variables", "name")] {
        for item in tree[list].as_array().unwrap() {
            assert!(help.contains(item[name].as_str().unwrap().split(' ').next().unwrap()));
        }
    }
}

/// A document lists once, in its top node, what its commands share.
#[test]
fn shared_options_and_exit_codes_are_in_the_top_node_only() {
    let tree = tree();
    let is_global = |node: &Value| {
        let options = node["options"].as_array().unwrap().iter();
        options.filter(|option| option["global"] == true).count()
    };
    assert!(is_global(&tree) >= 6);
    assert_eq!(tree["exit_codes"].as_array().unwrap().len(), 12);
    for node in &nodes(&tree)[1..] {
        let name = path(node).join(" ");
        assert_eq!(is_global(node), 0, "{name}");
        let runs_command = path(node).last() == Some(&"exec");
        assert_eq!(node["exit_codes"].is_array(), runs_command, "{name}");
        let mut alone = help(&format!("{name} --help --json"));
        // A command with formats of its own has its own `--format`.
        let options = node["options"].as_array().unwrap().iter();
        let has_format = options
            .filter(|option| option["name"] == "--format")
            .count();
        assert_eq!(is_global(&alone) + has_format, is_global(&tree), "{name}");
        let codes = alone["exit_codes"].as_array().unwrap();
        let has_125 = codes.iter().any(|exit| exit["exit_code"] == 125);
        assert_eq!(has_125, runs_command, "{name}");
        // Without what is shared, it is the node of the tree.
        let own = alone["options"].as_array_mut().unwrap();
        own.retain(|option| option["global"] == false);
        for field in ["summary", "options", "arguments", "network", "subcommands"] {
            assert_eq!(alone[field], node[field], "{name}");
        }
    }
}

#[test]
fn options_and_arguments_have_their_types() {
    let rows = [
        ("issue", "--user", "user-id"),
        ("issue", "--users-file", "path"),
        ("issue", "--expires-in", "duration"),
        ("issue", "--scope", "scope"),
        ("issue", "--for", "enum"),
        ("issue", "--tenant", "tenant-id"),
        ("issue", "--api-url", "url"),
        ("issue", "--timeout", "duration"),
        ("issue", "--retries", "integer"),
        ("issue", "--dry-run", "boolean"),
        ("issue", "--verbose", "boolean"),
        ("inspect", "--at", "time"),
        // A path in a JSON document, not of a file.
        ("inspect", "--field", "string"),
        ("inspect", "--leeway", "duration"),
        ("mark-read", "MESSAGE_ID", "message-id"),
        ("can", "ACTION", "enum"),
        ("hmac check", "SIGNATURE", "string"),
    ];
    for (command, name, expected) in rows {
        let node = help(&format!("help {command} --json"));
        assert_eq!(find(&node, name)["type"], expected, "{command} {name}");
    }
    let issue = help("help issue --json");
    let features = &find(&issue, "--for")["values"];
    assert!(features.as_array().unwrap().contains(&json!("inbox")));
}

#[test]
fn options_and_arguments_have_their_properties_and_conflicts() {
    let rows = [
        ("issue", "--user", "required", json!(false)),
        ("issue", "--user", "repeatable", json!(true)),
        ("issue", "--user", "value_name", json!("USER_ID")),
        ("issue", "--user", "values", json!(null)),
        ("issue", "--user", "short", json!(null)),
        ("issue", "--users-file", "repeatable", json!(false)),
        ("issue", "--for", "default", json!("sdk")),
        ("issue", "--for", "separator", json!(",")),
        ("issue", "--region", "values", json!(["us", "eu"])),
        ("issue", "--region", "group", json!("Connection")),
        ("issue", "--region", "global", json!(false)),
        ("issue", "--region", "value_is_optional", json!(false)),
        ("issue", "--json", "values", json!(["v1"])),
        ("issue", "--json", "value_is_optional", json!(true)),
        ("issue", "--json", "global", json!(true)),
        ("issue", "--verbose", "short", json!("-v")),
        ("issue", "--verbose", "repeatable", json!(true)),
        ("issue", "--verbose", "conflicts_with", json!(["--quiet"])),
        ("issue", "--dry-run", "value_name", json!(null)),
        ("issue", "--dry-run", "default", json!(null)),
        // One of the two declares the conflict.
        ("issue", "--dry-run", "conflicts_with", json!(["--output"])),
        (
            "issue",
            "--output",
            "conflicts_with",
            json!(["--dry-run", "--curl"]),
        ),
        ("inspect", "--leeway", "default", json!("0")),
        ("exec", "COMMAND", "required", json!(true)),
        ("exec", "COMMAND", "after_separator", json!(true)),
        ("hmac check", "SIGNATURE", "after_separator", json!(false)),
        ("hmac check", "SIGNATURE", "hidden", json!(false)),
        ("hmac", "--null", "short", json!("-0")),
    ];
    for (command, name, field, expected) in rows {
        let node = help(&format!("help {command} --json"));
        assert_eq!(
            find(&node, name)[field],
            expected,
            "{command} {name}: {field}"
        );
    }
}

#[test]
fn every_command_says_whether_it_uses_the_network() {
    let tree = tree();
    let rows = [
        ("inspect", "never"),
        ("hmac check", "never"),
        ("profile list", "never"),
        ("commands", "never"),
        ("issue", "yes"),
        ("doctor", "yes"),
        ("profile add", "yes"),
        ("sandbox start", "loopback"),
        ("demo", "loopback"),
    ];
    for (name, network) in rows {
        let nodes = nodes(&tree);
        let node = nodes.iter().find(|node| path(node).join(" ") == name);
        assert_eq!(node.unwrap()["network"], network, "{name}");
    }
}

#[test]
fn the_tree_for_people_is_indented() {
    let text = Test::line("commands").run();
    text.exits_with(0, "courier-auth \n  issue  \n    start  ", "");
    assert_eq!(text.stdout.lines().count(), nodes(&tree()).len());
    assert!(!text.stdout.contains('\u{1b}'), "{}", text.stdout);
}

#[test]
fn every_request_for_help_prints_the_same_data() {
    let expected = help("help sandbox start --json");
    assert_eq!(path(&expected), ["sandbox", "start"]);
    for line in [
        "sandbox start --help --json",
        "sandbox start --json -h",
        "--json sandbox start -h",
        "sandbox --json=v1 start --help",
        "help --json sandbox start",
        "--json=v1 help sandbox start",
        "sandbox help start --json",
        "--color always help sandbox start --json",
    ] {
        assert_eq!(help(line), expected, "{line}");
    }
    // A value is no command, even if a command has its name.
    for (line, expected) in [
        ("hmac --user check --help --json", "hmac"),
        ("issue --user sandbox --json -h", "issue"),
        ("exec --user a --help --json -- sandbox start", "exec"),
        ("--help --json", ""),
        ("help --json", ""),
        ("hmac help check --json", "hmac check"),
    ] {
        assert_eq!(path(&help(line)).join(" "), expected, "{line}");
    }
}

#[test]
fn help_of_a_command_is_its_long_help() {
    for (lines, command) in [
        (["help issue", "issue help"], "issue"),
        (["help sandbox", "sandbox help"], "sandbox"),
        (
            ["help sandbox start", "sandbox help start"],
            "sandbox start",
        ),
        (["help hmac check", "hmac help check"], "hmac check"),
        (["help --color never profile", "profile help"], "profile"),
        (["help", "help"], ""),
    ] {
        let expected = page(command, "--help");
        for line in lines {
            let outcome = Test::line(line).run();
            outcome.exits_with(0, "Usage: courier-auth", "");
            assert_eq!(outcome.stdout, expected, "{line}");
        }
        assert_ne!(page(command, "-h"), expected, "{command}");
    }
}

#[test]
fn help_of_an_unknown_command_suggests_the_closest() {
    let rows = [
        (
            "help isue",
            "isue",
            "did you mean `courier-auth help issue`?",
        ),
        (
            "help sandbox strat",
            "strat",
            "did you mean `courier-auth help sandbox start`?",
        ),
        (
            "sandbox help strat",
            "strat",
            "did you mean `courier-auth help sandbox start`?",
        ),
        (
            "help profile lst",
            "lst",
            "did you mean `courier-auth help profile list`?",
        ),
        (
            "help strat",
            "strat",
            "did you mean `courier-auth help sandbox start`?",
        ),
        (
            "help login",
            "login",
            "did you mean `courier-auth help profile add`?",
        ),
        (
            "help sandbox frobnicate",
            "frobnicate",
            "`courier-auth sandbox --help` lists",
        ),
        (
            "help frobnicate",
            "frobnicate",
            "`courier-auth --help` lists the commands",
        ),
        ("man isue", "isue", "did you mean `courier-auth man issue`?"),
        (
            "man sandbox strat",
            "strat",
            "did you mean `courier-auth man sandbox start`?",
        ),
        (
            "sandbox strat",
            "strat",
            "did you mean `courier-auth sandbox start`?",
        ),
        (
            "strat",
            "strat",
            "did you mean `courier-auth sandbox start`?",
        ),
    ];
    for (line, word, help) in rows {
        let expected = format!("error: unknown command `{word}`\nhelp: {help}");
        Test::line(line).run().exits_with(2, "", &expected);
        let outcome = Test::line(line).arg("--json").run();
        outcome.exits_with(2, "", "courier-auth/error/v1");
        let error: Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert!(error["help"].as_str().unwrap().starts_with(help), "{line}");
    }
}

#[test]
fn the_version_is_one_line_and_verbose_says_more() {
    let line = format!("courier-auth {}\n", env!("CARGO_PKG_VERSION"));
    for option in ["--version", "-V", "--color always -V", "--version --quiet"] {
        let outcome = Test::line(option).run();
        assert_eq!(
            (outcome.code, &outcome.stdout),
            (Some(0), &line),
            "{option}"
        );
    }
    let json = Test::line("--version --json").run().json();
    assert_eq!(json["schema"], "courier-auth/version/v1");
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(json["features"], json!([]));
    let target = json["target"].as_str().unwrap();
    assert!(target.contains(std::env::consts::ARCH), "{target}");
    assert!(json["rustc"].as_str().unwrap().starts_with("1."), "{json}");
    assert!(json.as_object().unwrap().contains_key("commit"));
    for option in [
        "--version --verbose",
        "-V -v",
        "-Vv",
        "-vV",
        "-v --version",
        "-V -vv",
    ] {
        let outcome = Test::line(option).run();
        outcome.exits_with(
            0,
            &format!("commit: \ntarget: {target}\nfeatures: none\nrustc: 1."),
            "",
        );
        assert!(outcome.stdout.starts_with(&line), "{option}");
    }
    for option in [
        "-V --json",
        "--json -V",
        "--json=v1 --version",
        "-Vv --json",
    ] {
        assert_eq!(Test::line(option).run().json(), json, "{option}");
    }
}

#[test]
fn the_commit_is_the_one_that_is_checked_out() {
    let commit = Test::line("--version --json").run().json()["commit"].clone();
    if !Path::new(ROOT).join(".git").exists() || !is_installed("git") {
        return;
    }
    let mut git = Command::new("git");
    let head = git
        .args(["-C", ROOT, "rev-parse", "HEAD"])
        .output()
        .unwrap();
    let head = Outcome::from(head);
    if head.code == Some(0) {
        assert_eq!(commit, head.stdout.trim());
    }
}

#[test]
fn only_the_program_itself_has_a_version_option() {
    for command in crate::help::commands() {
        let has_option = page(&command, "--help").contains("--version");
        assert_eq!(has_option, command.is_empty(), "{command}");
    }
    for line in ["issue -V", "sandbox --version", "scopes -V"] {
        Test::line(line).run().exits_with(2, "", "unknown option");
    }
}

#[test]
fn a_pinned_version_of_json_is_the_latest() {
    for line in [
        "scopes",
        "exit-codes",
        "commands",
        "explain missing-scope",
        "can --list",
        "man scopes",
        "completions fish",
        "inspect eyJ.eyJ.x --at 0",
        "help issue",
        "--version",
        "hmac --batch",
    ] {
        let run = |option: &str| {
            Test::line(line)
                .arg(option)
                .key(crate::support::KEY)
                .stdin("a\n")
                .run()
        };
        let (latest, pinned) = (run("--json"), run("--json=v1"));
        assert!(latest.stdout.contains("/v1\""), "{line}: {latest:#?}");
        let parts = |outcome: Outcome| (outcome.code, outcome.stdout, outcome.stderr);
        assert_eq!(parts(pinned), parts(latest), "{line}");
        let first = Test::line(&format!("--json=v1 {line}")).key(crate::support::KEY);
        assert!(first.stdin("a\n").run().stdout.contains("/v1\""), "{line}");
    }
    // The next word is an argument of its own.
    let rule = Test::line("explain --json missing-scope").run().json();
    assert_eq!(rule["rules"].as_array().unwrap().len(), 1);
    let error = Test::line("issue --json alice").run();
    error.exits_with(2, "", "courier-auth/error/v1\nunexpected argument `alice`");
    let error = Test::line("issue --json=v1 --nope").run();
    error.exits_with(2, "", "courier-auth/error/v1\nunknown option `--nope`");
}

#[test]
fn an_unknown_version_of_json_is_a_usage_error_that_lists_the_known() {
    for line in [
        "scopes --json=v2",
        "scopes --json=V2",
        "scopes --json=",
        "scopes --json=1",
        "scopes --json=true",
        "--json=v2 scopes",
        "issue --user a --json=v2",
        "--version --json=v2",
        "--json=v2 --version",
        "issue --help --json=v2",
        "issue -h --json=",
        "help issue --json=v2",
        "sandbox help start --json=v2",
    ] {
        let outcome = Test::line(line).run();
        outcome.exits_with(2, "", "courier-auth/error/v1\nvalid values: v1\n`--json`");
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:#?}");
    }
    // The arguments of another program are not options.
    let outcome = Test::line("exec --user a --api-key-file nowhere -- true --json=v2").run();
    assert!(!outcome.stderr.contains("valid values"), "{outcome:#?}");
}

#[test]
fn help_is_colored_like_the_rest() {
    const HEADING: &str = "\u{1b}[1m\u{1b}[4m";
    let rows = [
        ("-h", 0, &["Examples:", "Usage:", "Global options:"][..]),
        (
            "--help",
            0,
            &["Examples:", "Exit codes:", "Environment variables:"],
        ),
        ("issue -h", 0, &["Examples:", "Options:", "Connection:"]),
        ("help exit-codes", 0, &["Examples:", "Exit codes:"]),
        ("sandbox", 2, &["Examples:", "Commands:"]),
        ("", 2, &["Examples:", "Commands:"]),
    ];
    for (line, code, headings) in rows {
        let colored = Test::line(line).env("CLICOLOR_FORCE", "1").run();
        assert_eq!(colored.code, Some(code), "{line}");
        let page = colored.stdout + &colored.stderr;
        for heading in headings {
            let painted = format!("\n{HEADING}{heading}\u{1b}[0m");
            assert!(page.contains(&painted), "{line}: {heading}: {page}");
        }
        let plain = Test::line(line).run();
        assert!(!(plain.stdout + &plain.stderr).contains('\u{1b}'), "{line}");
    }
    for line in [
        "--color always issue -h",
        "issue -h --color=always",
        "help issue --color always",
    ] {
        Test::line(line).run().exits_with(0, HEADING, "");
    }
    let never = Test::line("issue -h --color never")
        .env("CLICOLOR_FORCE", "1")
        .run();
    assert!(!never.stdout.contains('\u{1b}'), "{}", never.stdout);
    let error = Test::line("--color always isue").run();
    error.exits_with(
        2,
        "",
        "\u{1b}[1;31merror:\u{1b}[0m\n\u{1b}[36mhelp:\u{1b}[0m",
    );
}

/// Completions would otherwise suggest the version as the word after `--json`.
#[test]
fn completions_take_json_for_a_switch() {
    for (shell, with_value) in [
        ("bash", "--json)"),
        ("zsh", "'--json="),
        ("fish", "-l json -d 'Print JSON instead of text' -r"),
    ] {
        let script = Test::line("completions").arg(shell).run().stdout;
        assert!(script.contains("json"), "{shell}");
        assert!(!script.contains(with_value), "{shell}");
    }
}

#[test]
fn completions_of_help_and_man_name_the_commands() {
    for shell in ["bash", "zsh"] {
        let script = Test::line("completions").arg(shell).run().stdout;
        let lines = script.lines().filter(|line| line.contains(" exit-codes "));
        // For the program itself, `help` and `man`.
        assert!(lines.count() >= 2, "{shell}");
    }
    let script = "_CLAP_COMPLETE_INDEX=2 COURIER_AUTH_COMPLETE=bash";
    let variables = script.split(' ').filter_map(|pair| pair.split_once('='));
    let line = Test::line("-- courier-auth help mark");
    let candidates = variables.fold(line, |line, (name, value)| line.env(name, value));
    candidates.run().exits_with(0, "mark-read", "");
}
