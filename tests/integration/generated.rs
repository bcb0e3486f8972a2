//! Generated files that are committed are current. `BLESS=1 cargo test` rewrites them.

use std::{fs, path::Path};

use courier_auth::inspect::rules;

use crate::support::Test;
#[cfg(target_os = "linux")]
use crate::support::{binary, is_installed};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| !value.is_empty())
}

/// Asserts that a file has the expected text, after writing it if `BLESS` is set.
fn assert_current(path: &str, expected: &str) {
    let path = Path::new(ROOT).join(path);
    if is_blessing() {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is not current: BLESS=1 cargo test",
        path.display()
    );
}

#[test]
fn completions_are_current() {
    for (shell, file) in [
        ("bash", Some("courier-auth.bash")),
        ("zsh", Some("_courier-auth")),
        ("fish", Some("courier-auth.fish")),
        // Printed on demand only: nobody reads a committed copy.
        ("powershell", None),
        ("elvish", None),
    ] {
        let script = Test::line("completions").arg(shell).run();
        script.exits_with(0, "mark-read", "");
        if let Some(file) = file {
            assert_current(&format!("completions/{file}"), &script.stdout);
        }
    }
}

/// The README shows this picture of the program's output.
#[test]
#[cfg(target_os = "linux")]
fn the_picture_is_current() {
    if !is_installed("python3") {
        return;
    }
    let script = Path::new(ROOT).join("tests/picture/terminal.py");
    let mut python = std::process::Command::new("python3");
    python.arg(script).arg(binary().get_program());
    let drawing = Test::program(python).run();
    drawing.exits_with(0, "</svg>", "");
    assert_current(".github/terminal.svg", &drawing.stdout);
}

/// Each table between `<!-- generated: NAME -->` and `<!-- end -->` is generated.
#[test]
fn the_readme_is_current() {
    let help = Test::line("--help").run().stdout;
    let section = |from: &str, to: &str| {
        let start = help.find(from).unwrap() + from.len();
        let end = start + help[start..].find(to).unwrap();
        help[start..end].trim_matches('\n').to_owned()
    };
    let table = |head: &str, rows: Vec<[String; 2]>| {
        let rows: Vec<String> = rows.iter().map(|[a, b]| format!("| {a} | {b} |")).collect();
        format!("| {head} |\n|---|---|\n{}", rows.join("\n"))
    };
    let exits = section("Exit codes:\n", "\n\nEnvironment");
    let exits = exits.lines().map(|line| {
        let (code, meaning) = line.trim().split_once("  ").unwrap();
        [code.to_owned(), meaning.to_owned()]
    });
    let mut variables: Vec<[String; 2]> = Vec::new();
    for line in section("Environment variables:\n", "\n\nCourier's documents").lines() {
        match line.strip_prefix("      ") {
            Some(meaning) => {
                let cell = &mut variables.last_mut().unwrap()[1];
                *cell = format!("{cell} {meaning}").trim().to_owned();
            }
            None => variables.push([format!("`{}`", line.trim()), String::new()]),
        }
    }
    let mut commands: Vec<[String; 2]> = Vec::new();
    for line in section("Commands:\n", "\n\nOptions").lines() {
        if let Some(rest) = line.strip_prefix("               ") {
            let cell = &mut commands.last_mut().unwrap()[1];
            *cell = format!("{cell} {}", rest.trim());
        } else {
            let (name, about) = line.trim().split_once("  ").unwrap();
            commands.push([format!("`{name}`"), about.trim().to_owned()]);
        }
    }
    let rules = Test::line("explain --json").run().json();
    let rules = rules["rules"].as_array().unwrap().iter().map(|rule| {
        let text = |name: &str| rule[name].as_str().unwrap();
        [
            format!("{} `{}`", text("code"), text("rule")),
            format!("{}: {}", text("severity"), text("summary")),
        ]
    });
    let blocks = [
        ("commands", table("command | what it does", commands)),
        ("rules", table("rule | finds", rules.collect())),
        ("exit codes", table("code | meaning", exits.collect())),
        ("variables", table("variable | meaning", variables)),
    ];
    let mut readme = fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    for (name, content) in blocks {
        let open = format!("<!-- generated: {name} -->\n");
        let start = readme
            .find(&open)
            .unwrap_or_else(|| panic!("no block {name}"))
            + open.len();
        let end = start + readme[start..].find("<!-- end -->").unwrap();
        readme.replace_range(start..end, &format!("{content}\n"));
    }
    assert_current("README.md", &readme);
}

/// Every list of the rules is generated from one table. The committed files are compared with the
/// program by the tests above.
#[test]
fn every_list_of_rules_is_complete() {
    let catalogue: Vec<(&str, &str)> = rules::all().map(|rule| (rule.code, rule.name)).collect();
    let json = Test::line("explain --json").run().json();
    let explained: Vec<(&str, &str)> = json["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            (
                rule["code"].as_str().unwrap(),
                rule["rule"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(explained, catalogue);
    let pairs = |text: &str| -> Vec<(String, String)> {
        let lines = text.lines().filter(|line| line.starts_with("CA"));
        lines
            .map(|line| {
                let words: Vec<&str> = line.split_whitespace().collect();
                (
                    words[0].to_owned(),
                    words[words.len().min(3) - 1].to_owned(),
                )
            })
            .collect()
    };
    let listed = pairs(&Test::line("explain").run().stdout);
    let owned = |(code, name): &(&str, &str)| ((*code).to_owned(), (*name).to_owned());
    let expected: Vec<(String, String)> = catalogue.iter().map(owned).collect();
    assert_eq!(listed, expected);
    let bash = Test::line("completions bash").run().stdout;
    let words: Vec<&str> = bash.split([' ', '"']).collect();
    let pages = Test::line("explain --all").run().stdout;
    for (code, name) in &catalogue {
        assert!(words.contains(code) && words.contains(name), "{code}");
        assert!(pages.contains(&format!("{code} {name} (")), "{code}");
        let page = Test::line("explain").arg(name).run();
        page.exits_with(0, &format!("{code} {name} ("), "");
    }
}
