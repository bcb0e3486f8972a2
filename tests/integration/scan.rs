//! `scan`: what it finds and where, which files it reads, and what silences it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use serde_json::{Value, json};

use crate::support::{Sandbox, Test, sign};

/// An API key of the usual length that is visibly fake.
pub(crate) const LONG_KEY: &str = "pk_prod_FAKE0FAKE1FAKE2FAKE3FAKE4FAKE";

/// The corpus: files with mistakes in `bad`, correct files in `good`, and the findings in `expected.tsv`.
const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/scan");

/// A finding: the path, the line, the column, the rule and the severity.
type Place = (String, u64, u64, String, String);

/// The secrets that stand for the placeholders of the corpus.
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    fn new() -> Self {
        let sandbox = Sandbox::start();
        let stripe_key = ["pk", "live", "51FAKEfakeFAKEfakeFAKEfake"].join("_");
        Self(vec![
            ("{{LIVE_JWT}}", token(86_400)),
            ("{{OLD_JWT}}", token(-86_400)),
            ("{{SANDBOX_JWT}}", sandbox.issue("")),
            ("{{FOREIGN_JWT}}", foreign_token()),
            ("{{API_KEY}}", LONG_KEY.to_owned()),
            ("{{STRIPE_KEY}}", stripe_key),
        ])
    }

    fn fill_in(&self, text: &str) -> String {
        let secrets = self.0.iter();
        secrets.fold(text.to_owned(), |text, (name, secret)| {
            text.replace(name, secret)
        })
    }
}

/// Returns a token of a real workspace that expires after this many seconds.
pub(crate) fn token(expires_in: i64) -> String {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    let now = i64::try_from(now.as_secs()).unwrap();
    let claims = json!({
        "scope": "user_id:alice inbox:read:messages inbox:write:events",
        "tenant_scope": "published/production",
        "tenant_id": "c0ffee00-0000-4000-8000-000000000000",
        "iat": now + expires_in - 86_400,
        "exp": now + expires_in,
    });
    sign(&claims.to_string())
}

/// Returns a session token of a login provider.
fn foreign_token() -> String {
    sign(r#"{"iss":"https://alice.auth0.com/","sub":"auth0|1","aud":"app","exp":4000000000}"#)
}

/// Copies a folder of the corpus, and encodes each file.
fn copy(folder: &Path, to: &Path, secrets: &Secrets, encode: fn(&str) -> Vec<u8>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target, secrets, encode);
        } else {
            fs::create_dir_all(to).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            fs::write(target, encode(&secrets.fill_in(&text))).unwrap();
        }
    }
}

fn as_is(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn with_crlf(text: &str) -> Vec<u8> {
    text.replace('\n', "\r\n").into_bytes()
}

fn as_utf16(text: &str) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Returns the places of all findings.
fn places(report: &Value) -> BTreeSet<Place> {
    let findings = report["findings"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    findings
        .map(|finding| {
            (
                text(&finding["file"]),
                finding["line"].as_u64().unwrap(),
                finding["column"].as_u64().unwrap(),
                text(&finding["rule"]),
                text(&finding["severity"]),
            )
        })
        .collect()
}

/// Returns the findings that the corpus must have.
fn expected() -> BTreeSet<Place> {
    let table = fs::read_to_string(Path::new(CORPUS).join("expected.tsv")).unwrap();
    let rows = table.lines().skip(1).map(|row| {
        let [path, line, column, rule, severity, _] = row.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("not six columns: {row}");
        };
        let place = (
            path.to_owned(),
            line.parse().unwrap(),
            column.parse().unwrap(),
        );
        (
            place.0,
            place.1,
            place.2,
            rule.to_owned(),
            severity.to_owned(),
        )
    });
    rows.collect()
}

fn scan(folder: &Path, options: &str) -> Value {
    let outcome = Test::line(&format!("scan --json --hidden {options}"))
        .in_folder(folder)
        .run();
    assert_eq!(outcome.stderr, "");
    outcome.json()
}

#[test]
fn each_mistake_of_the_corpus_is_found_at_its_place_in_each_encoding() {
    let secrets = Secrets::new();
    let expected = expected();
    assert!(expected.len() > 150);
    for encode in [as_is, with_crlf, as_utf16] {
        let folder = tempfile::tempdir().unwrap();
        copy(
            &Path::new(CORPUS).join("bad"),
            folder.path(),
            &secrets,
            encode,
        );
        let found = places(&scan(folder.path(), ""));
        let missed: Vec<_> = expected.difference(&found).collect();
        let unexpected: Vec<_> = found.difference(&expected).collect();
        assert!(
            missed.is_empty() && unexpected.is_empty(),
            "missed: {missed:#?}\nunexpected: {unexpected:#?}"
        );
    }
}

#[test]
fn each_fix_of_the_corpus_removes_its_finding() {
    let secrets = Secrets::new();
    let folder = tempfile::tempdir().unwrap();
    let bad = Path::new(CORPUS).join("bad");
    copy(&bad, folder.path(), &secrets, as_is);
    let line = "scan --hidden --format sarif";
    let sarif = Test::line(line).in_folder(folder.path()).run().json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let file = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        place["artifactLocation"]["uri"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    // Each fix is applied to a copy of its file, and all copies are scanned at once.
    let fixed = tempfile::tempdir().unwrap();
    let mut applied = Vec::new();
    for (number, result) in results.iter().enumerate() {
        let replacement = &result["fixes"][0]["artifactChanges"][0]["replacements"][0];
        let Some(inserted) = replacement["insertedContent"]["text"].as_str() else {
            continue;
        };
        let rule = result["ruleId"].as_str().unwrap();
        // A fix does not contain the secret of its place. The addresses of a file depend on each other.
        if inserted.contains("***") || rule == "CA606" {
            continue;
        }
        let path = file(result);
        let mut text = fs::read_to_string(folder.path().join(&path)).unwrap();
        let region = &replacement["deletedRegion"];
        let offset = |line: &str, column: &str| {
            let number = |name: &str| region[name].as_u64()?.try_into().ok();
            let line: usize = number(line).or(number("startLine")).unwrap();
            let column: usize = number(column).or(number("startColumn")).unwrap();
            let lines: usize = text
                .split_inclusive('\n')
                .take(line - 1)
                .map(str::len)
                .sum();
            let rest = text[lines..].char_indices().nth(column - 1);
            rest.map_or(text.len(), |(at, _)| lines + at)
        };
        let range = offset("startLine", "startColumn")..offset("endLine", "endColumn");
        text.replace_range(range, inserted);
        let copy = format!("{number}/{path}");
        let target = fixed.path().join(&copy);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, text).unwrap();
        let is_equal = |other: &&Value| file(other) == path && other["ruleId"] == rule;
        applied.push((copy, rule, results.iter().filter(is_equal).count()));
    }
    assert!(applied.len() > 120, "{}", applied.len());
    let report = scan(fixed.path(), "");
    let findings = report["findings"].as_array().unwrap();
    for (path, rule, before) in applied {
        let is_left = |finding: &&Value| finding["file"] == path && finding["code"] == rule;
        let after = findings.iter().filter(is_left).count();
        assert!(after < before, "{path} {rule}: {after} of {before}");
    }
}

#[test]
fn correct_code_of_the_corpus_is_silent_in_each_encoding() {
    let secrets = Secrets::new();
    for encode in [as_is, with_crlf, as_utf16] {
        let folder = tempfile::tempdir().unwrap();
        copy(
            &Path::new(CORPUS).join("good"),
            folder.path(),
            &secrets,
            encode,
        );
        let report = scan(folder.path(), "--fail-on note");
        assert_eq!(report["findings"], json!([]));
        assert_eq!(report["verdict"], "ok");
        assert!(report["files"].as_u64() > Some(50), "{report}");
    }
}

#[test]
fn no_format_shows_a_secret() {
    let secrets = Secrets::new();
    let folder = tempfile::tempdir().unwrap();
    copy(
        &Path::new(CORPUS).join("bad"),
        folder.path(),
        &secrets,
        as_is,
    );
    for format in ["text", "json", "jsonl", "github", "sarif"] {
        let outcome = Test::line(&format!("scan --hidden --format {format}"))
            .in_folder(folder.path())
            .run();
        assert_eq!(outcome.code, Some(1));
        assert!(outcome.stdout.contains("committed-key"), "{format}");
        for (name, secret) in &secrets.0 {
            // Any long part of a secret is too much.
            let part = &secret[secret.len() - 20..];
            assert!(!outcome.stdout.contains(part), "{format} shows {name}");
        }
    }
}

#[test]
fn secrets_beside_a_finding_are_not_shown() {
    let jwt = token(86_400);
    let scope = "scope: 'user_id:a inbox:read:messages'";
    let signature = "FAKE0FAKE1FAKE0FAKE1FAKE0FAK";
    let lines = [
        format!("const key = '{LONG_KEY}'; {scope}"),
        // The shown part of a long line begins and ends within a token.
        format!("s = 'user_id:{jwt} inbox:read:messages'"),
        format!("'{jwt}{jwt}{jwt}', {scope}, '{jwt}{jwt}{jwt}'"),
        // The form of a key need not be known.
        format!("NEXT_PUBLIC_COURIER_API_KEY={signature}"),
        format!("const VITE_COURIER_API_KEY = '{signature}'"),
        format!("process.env.COURIER_API_KEY = '{signature}'; {scope}"),
    ];
    for line in lines {
        for file in [".env", "a.ts"] {
            let project = Project::new(&[(file, &line)]);
            for format in ["text", "json", "sarif"] {
                let outcome = project.run(&format!("--format {format} --fail-on note {file}"));
                let end = &jwt[jwt.len() - 12..];
                for secret in [&LONG_KEY[8..], end, signature] {
                    assert!(
                        !outcome.stdout.contains(secret),
                        "{format}: {line}: {outcome:#?}"
                    );
                }
            }
        }
    }
}

/// A folder with files, in which `scan` runs.
struct Project(tempfile::TempDir);

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, options: &str) -> crate::support::Outcome {
        Test::line(&format!("scan {options}"))
            .in_folder(self.0.path())
            .run()
    }

    /// Returns the path and the rule of each finding.
    fn findings(&self, options: &str) -> Vec<String> {
        let report = self.run(&format!("--json {options}")).json();
        let findings = report["findings"].as_array().unwrap().iter();
        let name = |finding: &Value| {
            format!(
                "{} {}",
                finding["file"].as_str().unwrap(),
                finding["rule"].as_str().unwrap()
            )
        };
        findings.map(name).collect()
    }
}

/// A line with a warning.
const TYPO: &str = "scope: `user_id:${id} inbox:read:messages inbox:write:events read:brandz`\n";

#[test]
fn a_report_for_people_has_place_carets_advice_and_summary() {
    let project = Project::new(&[("src/token.ts", TYPO), ("ok.ts", "")]);
    project.run("").exits_with(
        0,
        "warning[unknown-scope]: `read:brandz` is not a Courier scope\n\
         --> src/token.ts:1:62\n\
         ^^^^^^^^^^^\n\
         = fix: scope: `user_id:${id} inbox:read:messages inbox:write:events read:brands`\n\
         ! 1 warning in 2 files",
        "",
    );
    project
        .run("--strict")
        .exits_with(1, "✗ 1 warning in 2 files", "");
    project
        .run("--strict --exit-zero")
        .exits_with(0, "1 warning", "");
    project
        .run("--deny CA306")
        .exits_with(1, "error[unknown-scope]", "");
    project
        .run("--allow unknown-scope")
        .exits_with(0, "✓ no problems in 2 files", "");
    project
        .run("ok.ts")
        .exits_with(0, "✓ no problems in 1 file", "");
}

#[test]
fn a_comment_silences_the_rules_that_it_names() {
    let rows = [
        ("// courier-auth: allow unknown-scope", true),
        ("# courier-auth: allow CA306 a reason", true),
        ("<!-- courier-auth: allow CA2, CA3 -->", true),
        ("/* courier-auth: allow CA306, no-user */", true),
        ("// courier-auth: allow no-user", false),
        ("// courier-auth: allow", false),
        ("// courier-auth: allow everything", false),
    ];
    for (comment, is_silenced) in rows {
        let texts = [
            format!("{comment}\n{TYPO}"),
            format!("{} {comment}\n", TYPO.trim_end()),
        ];
        for text in texts {
            let project = Project::new(&[("a.ts", &text)]);
            let report = project.run("--json").json();
            assert_eq!(report["silenced"], u64::from(is_silenced), "{text}");
            assert_eq!(report["warnings"], u64::from(!is_silenced), "{text}");
        }
    }
    let apart = format!("// courier-auth: allow CA306\n\n{TYPO}");
    let project = Project::new(&[("a.ts", &apart)]);
    assert_eq!(project.findings(""), ["a.ts unknown-scope"]);
}

#[test]
fn the_project_file_has_defaults() {
    let project = Project::new(&[
        ("a.ts", TYPO),
        ("old/b.ts", TYPO),
        ("c.min.js", TYPO),
        (".git/HEAD", ""),
        (
            ".courier-auth.toml",
            "[scan]\nexclude = [\"/old\", \"*.min.js\"]\nfail_on = \"warning\"\n",
        ),
    ]);
    assert_eq!(project.findings(""), ["a.ts unknown-scope"]);
    project.run("").exits_with(1, "1 warning", "");
    project
        .run("--fail-on error")
        .exits_with(0, "1 warning", "");
    let folder = project.path("old");
    Test::line("scan")
        .in_folder(&folder)
        .run()
        .exits_with(0, "no problems in 0 files", "");
    project.write(".courier-auth.toml", "[scan]\nallow = [\"CA306\"]\n");
    assert!(project.findings("").is_empty());
    assert_eq!(project.findings("--warn CA306").len(), 3);
}

#[test]
fn files_are_selected_as_git_does_and_hidden_ones_of_ci_systems_are_read() {
    let project = Project::new(&[
        (".gitignore", "ignored/\n"),
        ("ignored/a.ts", TYPO),
        (".hidden/a.ts", TYPO),
        (".github/workflows/a.ts", TYPO),
        (".env.example", "NEXT_PUBLIC_COURIER_API_KEY=\n"),
        ("src/a.ts", TYPO),
        ("docs/a.ts", TYPO),
    ]);
    fs::create_dir(project.path(".git")).unwrap();
    let found = [
        ".env.example published-key",
        ".github/workflows/a.ts unknown-scope",
        "docs/a.ts unknown-scope",
        "src/a.ts unknown-scope",
    ];
    assert_eq!(project.findings(""), found);
    assert_eq!(
        project.findings("src ./docs"),
        ["docs/a.ts unknown-scope", "src/a.ts unknown-scope"]
    );
    assert_eq!(
        project.findings("--exclude docs --exclude '.*'"),
        ["src/a.ts unknown-scope"]
    );
    assert_eq!(project.findings("--hidden").len(), 5);
    assert_eq!(project.findings("--no-ignore").len(), 5);
    assert_eq!(
        project.findings("ignored/a.ts"),
        ["ignored/a.ts unknown-scope"]
    );
    project
        .run("--exclude '{'")
        .exits_with(2, "", "invalid pattern `{` in --exclude");
}

#[test]
fn a_path_that_cannot_be_read_is_an_error() {
    let project = Project::new(&[("a.ts", "")]);
    project
        .run("missing.ts")
        .exits_with(7, "", "cannot read `missing.ts`");
    project.run("- -").exits_with(2, "", "use `-` only once");
    project
        .run("--write-baseline")
        .exits_with(2, "", "--baseline");
    project.run("--baseline missing.json").exits_with(
        7,
        "",
        "cannot read the baseline `missing.json`",
    );
}

#[test]
fn standard_input_is_one_file() {
    Test::line("scan -")
        .stdin(TYPO)
        .run()
        .exits_with(0, "--> <stdin>:1:", "");
    Test::line("scan - --strict")
        .stdin(TYPO)
        .run()
        .exits_with(1, "in 1 file", "");
    Test::line("scan -")
        .stdin("")
        .run()
        .exits_with(0, "no problems in 1 file", "");
}

#[test]
fn a_baseline_keeps_known_findings_silent_while_lines_move() {
    let project = Project::new(&[("a.ts", TYPO), ("b.ts", &TYPO.repeat(2))]);
    let written = project.run("--baseline known.json --write-baseline");
    written.exits_with(0, "", "wrote 3 known findings to `known.json`");
    project.run("--strict --baseline known.json").exits_with(
        0,
        "no problems in 2 files (3 findings in the baseline)",
        "",
    );
    project.write("a.ts", format!("// one more line\n\n{TYPO}"));
    assert!(project.findings("--baseline known.json").is_empty());
    project.write("b.ts", TYPO.repeat(3));
    assert_eq!(
        project.findings("--baseline known.json"),
        ["b.ts unknown-scope"]
    );
    project.write("known.json", "{}");
    project
        .run("--baseline known.json")
        .exits_with(2, "", "write it again with --write-baseline");
}

#[test]
fn binary_files_are_skipped_and_links_are_not_followed() {
    let project = Project::new(&[("a.ts", TYPO)]);
    project.write(
        "image.png",
        [b"\x89PNG\0\0".as_slice(), TYPO.as_bytes()].concat(),
    );
    #[cfg(unix)]
    {
        let outside = Project::new(&[("secret.ts", TYPO)]);
        std::os::unix::fs::symlink(outside.path("secret.ts"), project.path("link.ts")).unwrap();
        std::os::unix::fs::symlink(outside.0.path(), project.path("folder")).unwrap();
        std::os::unix::fs::symlink(".", project.path("loop")).unwrap();
        assert_eq!(project.findings(""), ["a.ts unknown-scope"]);
    }
    assert_eq!(project.findings(""), ["a.ts unknown-scope"]);
}

#[test]
fn a_large_log_is_read_in_parts() {
    let line = "2026-01-01 12:00:00 INFO courier request finished in 12 ms\n";
    let lines = 20 * 1024 * 1024 / line.len();
    let text = format!("{}{TYPO}", line.repeat(lines));
    for encode in [as_is, as_utf16] {
        let project = Project::new(&[]);
        project.write("a.log", encode(&text.replace("scope: ", "\"scope\": ")));
        let report = project.run("--json").json();
        let findings = report["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 1, "{report}");
        assert_eq!(findings[0]["line"], lines + 1);
    }
}

#[test]
fn places_and_fingerprints_span_the_parts_of_a_large_file() {
    const MISTAKE: &str = r#"{"scope": "user_id:a inbox:read:messages"}, "#;
    let filler = "x".repeat(9 * 1024 * 1024);
    // One line, and the same line in two parts.
    let one_line = format!("{filler} {MISTAKE}");
    let lines = format!("{MISTAKE}\n{filler}\n{MISTAKE}\n");
    let project = Project::new(&[]);
    project.write("one-line.log", one_line);
    project.write("lines.log", lines);
    let report = project.run("--json").json();
    let findings = report["findings"].as_array().unwrap();
    let place = |at: usize| (findings[at]["line"].clone(), findings[at]["column"].clone());
    assert_eq!(findings.len(), 3, "{report}");
    assert_eq!(place(0), (1.into(), 12.into()));
    assert_eq!(place(1), (3.into(), 12.into()));
    assert_eq!(place(2), (1.into(), (filler.len() + 13).into()));
    assert_ne!(findings[0]["fingerprint"], findings[1]["fingerprint"]);
}

#[test]
fn an_unknown_rule_in_a_comment_is_named() {
    let text = format!("// courier-auth: allow unknown-scop\n{TYPO}// courier-auth: allow RULE\n");
    let project = Project::new(&[("src/token.ts", &text)]);
    project.run("").exits_with(
        0,
        "unknown-scope",
        "warning: `unknown-scop` at src/token.ts:1 is not a rule; `courier-auth explain` lists the rules",
    );
}

#[test]
fn reports_of_scan_are_not_scanned() {
    let project = Project::new(&[("token.ts", TYPO)]);
    for (name, format) in [
        ("a.sarif", "sarif"),
        ("b.json", "json"),
        ("c.jsonl", "jsonl"),
    ] {
        let report = project.run(&format!("--format {format}")).stdout;
        assert!(report.contains("token.ts"), "{report}");
        project.write(name, report);
    }
    project
        .run("")
        .exits_with(0, "token.ts:1\n1 warning in 1 file", "");
}

#[test]
fn findings_are_the_same_for_a_relative_and_an_absolute_path() {
    let project = Project::new(&[("src/token.ts", TYPO)]);
    let relative = project.run("--json src").json();
    let absolute = project
        .run(&format!("--json {}", project.path("src").display()))
        .json();
    assert_eq!(relative["findings"], absolute["findings"]);
    assert_eq!(relative["findings"][0]["file"], "src/token.ts");
}

#[test]
fn a_baseline_replaces_no_other_file() {
    let project = Project::new(&[("token.ts", TYPO), ("main.ts", "let a = 1;\n")]);
    let refused = project.run("--baseline main.ts --write-baseline");
    refused.exits_with(2, "", "`main.ts` exists and is not a baseline");
    for _ in 0..2 {
        let written = project.run("--baseline known.json --write-baseline");
        written.exits_with(0, "", "wrote 1 known finding to `known.json`");
    }
}

#[test]
fn features_of_the_command_line_are_required_of_whole_scopes_only() {
    let project = Project::new(&[
        (
            "whole.ts",
            "scope: `user_id:${id} inbox:read:messages inbox:write:events`",
        ),
        (
            "part.ts",
            "const EXTRA = 'inbox:read:messages inbox:write:events'",
        ),
        (
            "open.ts",
            "scope: `user_id:${id} inbox:read:messages ${more}`",
        ),
    ]);
    assert!(project.findings("").is_empty());
    assert_eq!(
        project.findings("--for preferences"),
        ["whole.ts missing-scope", "whole.ts missing-scope"]
    );
}
