//! `inspect`: the sources of tokens, and the texts they are wrapped in.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Write as _},
    process::Stdio,
};

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};
use serde_json::Value;

use crate::support::{KEY, Test, binary};

fn good() -> String {
    Example::Good.text(&ApiKey::new(KEY).unwrap(), TENANT)
}

/// Prepares `inspect` at the time of the example tokens.
fn inspect(options: &str) -> Test {
    Test::line(&format!("inspect --at {NOW} {options}"))
}

/// Returns the verdict of each token on standard input: `ok`, `ok (wrapped)`, `unreadable` …
fn verdicts(stdin: impl Into<Vec<u8>>) -> Vec<String> {
    let outcome = inspect("--format jsonl -").stdin(stdin).run();
    let reports = outcome.json_lines();
    let verdict = |report: &Value| {
        let findings = report["findings"].as_array().unwrap();
        let is_wrapped = findings.iter().any(|f| f["rule"] == "wrapped-token");
        let suffix = if is_wrapped { " (wrapped)" } else { "" };
        format!("{}{suffix}", report["verdict"].as_str().unwrap())
    };
    reports.iter().map(verdict).collect()
}

#[test]
fn a_token_is_found_in_every_wrapping() {
    let good = good();
    let broken_into_lines = |width: usize, end: &str| {
        let pieces = good.as_bytes().chunks(width);
        let pieces: Vec<&str> = pieces.map(|piece| str::from_utf8(piece).unwrap()).collect();
        pieces.join(end)
    };
    let rows = [
        (good.clone(), "ok"),
        (format!("{good}\r\n"), "ok"),
        (format!("\n\n{good}\n\n"), "ok"),
        (format!(" {good}"), "ok (wrapped)"),
        (format!("Bearer {good}"), "ok (wrapped)"),
        (format!("Authorization: Bearer {good}\n"), "ok (wrapped)"),
        (format!("\"{good}\""), "ok (wrapped)"),
        (format!("Bearer%20{good}%0A"), "ok (wrapped)"),
        (format!("\u{feff}{good}"), "ok"),
        (format!("\u{feff}{{\n\"token\": \"{good}\"}}"), "ok"),
        (broken_into_lines(76, "\n"), "ok (wrapped)"),
        (broken_into_lines(64, "\r\n  "), "ok (wrapped)"),
        (format!("{{\"token\":\"{good}\"}}\n"), "ok"),
        (format!("{{\n  \"token\": \"{good}\"\n}}\n"), "ok"),
        (format!("# app\nPORT=80\nCOURIER_JWT={good}\nX=y\n"), "ok"),
        (format!("export COURIER_JWT=\"{good}\" # alice\n"), "ok"),
        (format!("OTHER='{good}'"), "ok"),
    ];
    for (stdin, verdict) in rows {
        assert_eq!(verdicts(stdin.clone()), [verdict], "{stdin}");
    }
    let utf16: Vec<u8> = format!("\u{feff}{good}\r\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(verdicts(utf16), ["ok"]);
}

#[test]
fn each_line_is_a_token_unless_the_lines_form_one() {
    let good = good();
    let rows = [
        (format!("{good}\n{good}"), vec!["ok", "ok"]),
        (
            format!("{good}\n\n# x\nundefined\n"),
            vec!["ok", "unreadable"],
        ),
        (format!("pk_prod_FAKE\n{good}\n"), vec!["unreadable", "ok"]),
        (format!("x\n{good}\ny"), vec!["ok"]),
        (
            format!("{{\"token\":\"{good}\"}}\n{{\"token\":\"{good}\"}}\n"),
            vec!["ok", "ok"],
        ),
        // A token broken into two lines, with another one after it: only the first line begins
        // like a token.
        (
            format!("{}\n{}\n{good}", &good[..90], &good[90..]),
            vec!["unreadable", "ok"],
        ),
        (String::new(), vec!["unreadable"]),
        ("\n \n# nothing\n".to_owned(), vec!["unreadable"]),
        ("COURIER_JWT=undefined".to_owned(), vec!["unreadable"]),
    ];
    for (stdin, expected) in rows {
        assert_eq!(verdicts(stdin.clone()), expected, "{stdin}");
    }
    assert_eq!(verdicts(b"\xff\xfe\xff\n\x80\n".to_vec()).len(), 1);
}

#[test]
fn a_token_split_into_arguments_is_joined() {
    let good = good();
    inspect("")
        .args([&good[..90], &good[90..]])
        .run()
        .exits_with(0, "removed whitespace inside the token", "");
    let outcome = inspect("")
        .args([&good, "x", "-"])
        .stdin(good.clone())
        .run();
    outcome.exits_with(
        3,
        "argument 1\nargument 2\nline 1\n✗ Not a token: expected 3 parts",
        "3 tokens: 2 ok, 0 bad, 1 unreadable\n  CA101  not-a-jwt  1",
    );
    inspect("").args([&good, ""]).run().exits_with(
        3,
        "No token found in the input",
        "2 tokens: 1 ok, 0 bad, 1 unreadable",
    );
}

#[test]
fn files_are_read_in_order_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("one"), format!("{}\n", good())).unwrap();
    fs::write(path("two"), format!("# two\n{}\nnull\n", good())).unwrap();
    fs::write(path("empty"), "").unwrap();
    let (one, two) = (path("one"), path("two"));
    let outcome = inspect(&format!("--file '{one}' --file '{two}' --json")).run();
    outcome.exits_with(3, "\n", "3 tokens: 2 ok, 0 bad, 1 unreadable");
    let report = outcome.json();
    assert_eq!(report["schema"], "courier-auth/inspect/v1");
    let locations: Vec<(&str, u64)> = report["tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|token| {
            (
                token["file"].as_str().unwrap(),
                token["line"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(locations, [(one.as_str(), 1), (&two, 2), (&two, 3)]);
    inspect("--file")
        .arg(&path("empty"))
        .run()
        .exits_with(3, "No token found in the input", "");
    inspect("--file")
        .arg(&path("none"))
        .run()
        .exits_with(7, "", "error: cannot read `");
    let directory = folder.path().to_str().unwrap();
    inspect("--file")
        .arg(directory)
        .run()
        .exits_with(7, "", "error: cannot read `");
    inspect("- --file -")
        .run()
        .exits_with(2, "", "only one option can read standard input");
}

/// `/proc/self/mem` can be opened, but reading its first byte fails.
#[cfg(target_os = "linux")]
#[test]
fn reports_before_a_read_error_are_printed() {
    let folder = tempfile::tempdir().unwrap();
    let many = folder.path().join("many");
    fs::write(&many, format!("{}\n", good()).repeat(3_000)).unwrap();
    let many = many.to_str().unwrap();
    let files = format!("--file '{many}' --file /proc/self/mem");
    let outcome = inspect(&format!("--format jsonl {files}")).run();
    outcome.exits_with(
        7,
        "\n",
        "3000 tokens: 3000 ok\ncannot read `/proc/self/mem`",
    );
    assert_eq!(outcome.stdout.lines().count(), 3_000);
    let json = inspect(&format!("--json {files}")).run();
    assert_eq!(json.code, Some(7));
    assert_eq!(json.json()["tokens"].as_array().unwrap().len(), 3_000);
}

#[test]
fn each_line_is_reported_before_the_next_one_is_read() {
    let mut child = binary()
        .args(["inspect", "--format", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 1..4 {
        writeln!(stdin, "{}", good()).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.contains(&format!("\"line\":{number},")), "{line}");
    }
    drop(stdin);
    child.wait().unwrap();
}

#[test]
fn a_large_batch_is_reported_in_order() {
    let key = ApiKey::new(KEY).unwrap();
    let count = 6_000_usize;
    let mut stdin = String::new();
    for number in 0..count {
        let claims = format!(r#"{{"n":{number},"exp":{}}}"#, NOW + 5_000);
        let expired = Example::WithoutClaim("exp");
        let text = if number % 10 == 0 {
            expired.text(&key, TENANT)
        } else {
            Example::Claims(claims.leak()).text(&key, TENANT)
        };
        stdin.push_str(&text);
        stdin.push('\n');
    }
    let jsonl = inspect("--format jsonl").stdin(stdin.clone()).run();
    jsonl.exits_with(
        0,
        "\n",
        "6000 tokens: 6000 ok, 0 bad, 0 unreadable\n  CA202  no-expiry",
    );
    let reports = jsonl.json_lines();
    for (at, report) in reports.iter().enumerate() {
        assert_eq!(report["line"], at + 1);
        if at % 10 != 0 {
            assert_eq!(report["claims"]["n"], at);
        }
    }
    assert_eq!(reports.len(), count);
    let json = inspect("--json").stdin(stdin).run().json();
    assert_eq!(json["tokens"].as_array().unwrap().len(), count);
}

#[test]
fn huge_inputs_are_inspected_in_time() {
    let key = ApiKey::new(KEY).unwrap();
    let mib = 1024 * 1024;
    let payload = |text: String| Example::Payload(text.leak()).text(&key, TENANT);
    let workspace = r#""tenant_id":"c0ffee00-0000-4000-8000-000000000000","tenant_scope":"published/production""#;
    let scope = |scope: &str| {
        payload(format!(
            r#"{{"scope":"user_id:a {scope}","exp":1767300000,{workspace}}}"#
        ))
    };
    let mut duplicates = String::new();
    for number in 0..10_000 {
        write!(duplicates, r#""k{}":1,"#, number % 5_000).unwrap();
    }
    let rows = [
        scope(&"x".repeat(mib)),
        scope(&"a:b ".repeat(mib / 32)),
        scope(&"a,".repeat(mib / 16)),
        scope(&"inbox:read:messages,".repeat(mib / 160)),
        scope(&"user_id:a ".repeat(mib / 80)),
        scope(&" ".repeat(mib)),
        payload(format!(r#"{{{duplicates}"exp":1}}"#)),
        payload(format!(
            r#"{{"a":{}{}}}"#,
            "[".repeat(9_999),
            "]".repeat(9_999)
        )),
        payload(format!(
            r#"{{"a":{}{}}}"#,
            "[".repeat(20_000),
            "]".repeat(20_000)
        )),
        "x".repeat(5 * mib),
        ".".repeat(mib),
        format!("{{\"token\":\"{}\"}}", "y".repeat(mib)),
    ];
    for text in &rows {
        let outcome = inspect("-").stdin(text.clone()).run();
        assert!(
            matches!(outcome.code, Some(0 | 1 | 3)),
            "{:?} {}",
            outcome.code,
            outcome.stderr
        );
        assert!(
            outcome.stdout.len() < 20_000,
            "{}",
            &outcome.stdout[..2_000]
        );
    }
    let all = rows.join("\n");
    inspect("--format jsonl").stdin(all).run().exits_with(
        3,
        "\n",
        "skipped 2 lines without a token\n10 tokens: ",
    );
}
