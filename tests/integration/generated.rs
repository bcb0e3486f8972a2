//! Generated files that are committed are current. `BLESS=1 cargo test` rewrites them.

use std::{collections::HashSet, fs, path::Path};

use courier_auth::inspect::rules;
use serde_json::Value;

use crate::support::{Sandbox, Test};
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

#[test]
fn schemas_are_current() {
    let list = Test::line("schema --json").run().json();
    let names = list["schemas"].as_array().unwrap().iter();
    let names: HashSet<&str> = names.map(|row| row["name"].as_str().unwrap()).collect();
    for name in &names {
        let schema = Test::line("schema").arg(name).run();
        schema.exits_with(0, &format!("courier-auth/{name}/v1"), "");
        assert_current(&format!("docs/schemas/{name}.json"), &schema.stdout);
    }
    for file in fs::read_dir(Path::new(ROOT).join("docs/schemas")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(
            names.contains(&*name),
            "{} is not a document",
            path.display()
        );
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

/// A table in Markdown.
fn table(head: &str, rows: impl IntoIterator<Item = [String; 2]>) -> String {
    let rows = rows.into_iter().map(|[a, b]| format!("| {a} | {b} |"));
    let rows: Vec<String> = rows.collect();
    format!("| {head} |\n|---|---|\n{}", rows.join("\n"))
}

/// Returns two columns of a list in the command tree. Rows that differ in the first column only are one.
fn tree_rows(tree: &Value, list: &str, columns: [&str; 2]) -> Vec<[String; 2]> {
    let mut rows: Vec<[String; 2]> = Vec::new();
    for item in tree[list].as_array().unwrap() {
        let cells = columns.map(|column| match item.pointer(column).unwrap() {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        match rows.last_mut() {
            Some([names, text]) if *text == cells[1] => *names = format!("{names}, {}", cells[0]),
            _ => rows.push(cells),
        }
    }
    rows
}

fn in_code([name, text]: [String; 2]) -> [String; 2] {
    [format!("`{name}`"), text]
}

/// Returns the table of the rules and a section for each.
fn rule_blocks() -> [String; 2] {
    let json = Test::line("explain --json").run().json();
    let mut rows = Vec::new();
    let mut pages = Vec::new();
    for rule in json["rules"].as_array().unwrap() {
        let text = |name: &str| rule[name].as_str().unwrap();
        let (code, name) = (text("code"), text("rule"));
        let anchor = format!("{}-{name}", code.to_lowercase());
        rows.push([
            format!("[{code} `{name}`](#{anchor})"),
            format!("{}: {}", text("severity"), text("summary")),
        ]);
        let page = Test::line("explain").arg(code).run().stdout;
        pages.push(format!(
            "## {code} {name}\n\n```text\n{}\n```",
            page.trim_end()
        ));
    }
    [table("rule | finds", rows), pages.join("\n\n")]
}

/// Returns a section for each behavior of Courier's clients.
fn client_behaviors() -> String {
    let json = Test::line("explain clients --json").run().json();
    let sections = json["client_behaviors"].as_array().unwrap().iter();
    let sections = sections.map(|behavior| {
        let text = |field: &str| behavior[field].as_str().unwrap();
        let sentence = |field: &str| {
            let (first, rest) = text(field).split_at(1);
            first.to_uppercase() + rest
        };
        format!(
            "## {}\n\n*{}* (`{}`)\n\n{}.\n\n**What to do:** {}.",
            sentence("symptom"),
            text("clients"),
            text("name"),
            sentence("cause"),
            text("remedy"),
        )
    });
    sections.collect::<Vec<_>>().join("\n\n")
}

/// Returns the report of a token that has expired and lacks a scope.
fn report() -> String {
    let path =
        "tests/integration/snapshots/integration__snapshots__expired-and-near-miss-plain.snap";
    let snapshot = fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
    let report = snapshot.splitn(3, "---\n").nth(2).unwrap();
    format!(
        "```text\n$ courier-auth inspect - < token.txt\n{}\n```",
        report.trim_end()
    )
}

/// Returns the report of a file with two mistakes.
fn scan_report() -> String {
    let folder = tempfile::tempdir().unwrap();
    let code = "const { token } = await courier.auth.issueToken({\n  \
                scope: `user_id:${user.id} inbox:read:messages`,\n  expires_in: '6 months',\n});\n";
    fs::write(folder.path().join("token.ts"), code).unwrap();
    let outcome = Test::line("scan").in_folder(folder.path()).run();
    assert_eq!(outcome.code, Some(1));
    format!(
        "```text\n$ courier-auth scan\n{}\n```",
        outcome.stdout.trim_end()
    )
}

/// Returns the table of the sandbox's limits.
fn sandbox_limits() -> String {
    let capabilities = Sandbox::start().control("GET", "capabilities", "").json();
    let limits = capabilities["limits"].as_array().unwrap().iter();
    let rows = limits.map(|limit| {
        let text = |field: &str| limit[field].as_str().unwrap();
        let maximum = limit["maximum"].as_u64().unwrap();
        let maximum = match text("unit") {
            "bytes" if maximum.is_multiple_of(1 << 30) => format!("{} GiB", maximum >> 30),
            "bytes" if maximum.is_multiple_of(1 << 20) => format!("{} MiB", maximum >> 20),
            "bytes" if maximum.is_multiple_of(1 << 10) => format!("{} KiB", maximum >> 10),
            "seconds" if maximum.is_multiple_of(86_400) => format!("{} days", maximum / 86_400),
            "seconds" if maximum.is_multiple_of(60) => format!("{} minutes", maximum / 60),
            unit if maximum >= 1_000 => {
                format!("{},{:03} {unit}", maximum / 1_000, maximum % 1_000)
            }
            unit => format!("{maximum} {unit}"),
        };
        let limited = format!("{}: {maximum}", text("name"));
        [limited, text("effect").to_owned()]
    });
    table("limit | if exceeded", rows)
}

/// Stands for the contents of a page while its other blocks are filled in.
const CONTENTS: &str = "<contents>";

/// Returns the sections of a page as a list of links.
fn contents(page: &str) -> String {
    let headings = page.lines().filter_map(|line| line.strip_prefix("## "));
    let links = headings.map(|heading| format!("- [{heading}](#{})", anchor(heading)));
    links.collect::<Vec<_>>().join("\n")
}

/// Returns the anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Returns the README and the pages in `docs`, as paths in the repository.
pub(crate) fn documents() -> Vec<String> {
    let pages = fs::read_dir(Path::new(ROOT).join("docs")).unwrap();
    let names = pages.map(|page| page.unwrap().file_name().into_string().unwrap());
    let pages = names
        .filter(|name| Path::new(name).extension() == Some("md".as_ref()))
        .map(|name| format!("docs/{name}"));
    let mut documents: Vec<String> = pages.chain(["README.md".to_owned()]).collect();
    documents.sort();
    documents
}

/// Each text between `<!-- generated: NAME -->` and `<!-- end -->` is generated.
#[test]
fn the_documents_are_current() {
    let tree = Test::line("commands --json").run().json();
    let commands = tree_rows(&tree, "subcommands", ["/path/0", "/summary"]);
    let exits = tree_rows(&tree, "exit_codes", ["/exit_code", "/meaning"]);
    let variables = tree_rows(&tree, "variables", ["/name", "/meaning"]);
    let [rules, rule_pages] = rule_blocks();
    let mut blocks = vec![
        (
            "commands",
            table("command | what it does", commands.into_iter().map(in_code)),
        ),
        ("report", report()),
        ("scan report", scan_report()),
        ("client behaviors", client_behaviors()),
        ("rules", rules),
        ("rule pages", rule_pages),
        ("sandbox limits", sandbox_limits()),
        ("exit codes", table("code | meaning", exits)),
        (
            "variables",
            table("variable | meaning", variables.into_iter().map(in_code)),
        ),
    ];
    let mut unused: HashSet<&str> = blocks.iter().map(|(name, _)| *name).collect();
    for path in documents() {
        let text = fs::read_to_string(Path::new(ROOT).join(&path)).unwrap();
        let mut parts = text.split("<!-- generated: ");
        let mut expected = parts.next().unwrap().to_owned();
        // The other blocks may contain headings, so the contents are filled in last.
        blocks.push(("contents", CONTENTS.to_owned()));
        for part in parts {
            let (name, rest) = part.split_once(" -->\n").unwrap();
            let (_, rest) = rest.split_once("<!-- end -->").unwrap();
            let block = blocks.iter().find(|(known, _)| *known == name);
            let (_, content) = block.unwrap_or_else(|| panic!("{path}: no block {name}"));
            unused.remove(name);
            let open = format!("<!-- generated: {name} -->");
            expected += &[&open, "\n", content.as_str(), "\n<!-- end -->", rest].concat();
        }
        blocks.pop();
        let contents = contents(&expected);
        assert_current(&path, &expected.replace(CONTENTS, &contents));
    }
    assert!(unused.is_empty(), "{unused:?}");
}

/// A link leads to a file of the repository, and to a heading of that page if it names one.
#[test]
fn links_between_documents_lead_somewhere() {
    for path in documents() {
        let text = fs::read_to_string(Path::new(ROOT).join(&path)).unwrap();
        let folder = Path::new(ROOT).join(&path).parent().unwrap().to_owned();
        let targets = text
            .split("](")
            .skip(1)
            .map(|rest| rest.split_once(')').unwrap().0);
        for target in targets.filter(|target| !target.starts_with("https://")) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let file = match file {
                "" => Path::new(ROOT).join(&path),
                file => folder.join(file),
            };
            assert!(file.exists(), "{path}: {target}");
            if !heading.is_empty() {
                let page = fs::read_to_string(file).unwrap();
                let mut headings = page.lines().filter_map(|line| line.strip_prefix("## "));
                assert!(
                    headings.any(|known| anchor(known) == heading),
                    "{path}: {target}"
                );
            }
        }
    }
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
