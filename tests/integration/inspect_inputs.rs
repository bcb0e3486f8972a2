//! `inspect`: where tokens come from, and in what wrapping.

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

use crate::common::{KEY, Test, program};

fn good() -> String {
    Example::Good.text(&ApiKey::new(KEY).unwrap(), TENANT)
}

fn at() -> [String; 2] {
    ["--at".to_owned(), NOW.to_string()]
}

/// Runs `inspect` at the time of the examples.
fn inspect(args: &[&str]) -> Test {
    let at = at();
    let all = ["inspect", at[0].as_str(), at[1].as_str()].into_iter();
    Test::new(all.chain(args.iter().copied()))
}

/// The verdicts of what is on standard input, and what had to be taken off.
fn verdicts(stdin: impl Into<Vec<u8>>) -> Vec<(String, bool)> {
    let ran = inspect(&["--format", "jsonl", "-"]).stdin(stdin).run();
    let lines = ran.stdout.lines();
    lines
        .map(|line| {
            let report: Value = serde_json::from_str(line).unwrap();
            let findings = report["findings"].as_array().unwrap();
            let wrapped = findings.iter().any(|f| f["rule"] == "wrapped-token");
            (report["verdict"].as_str().unwrap().to_owned(), wrapped)
        })
        .collect()
}

fn ok(wrapped: bool) -> (String, bool) {
    ("ok".to_owned(), wrapped)
}

#[test]
fn one_token_is_found_in_every_wrapping() {
    let good = good();
    let broken = |width: usize, end: &str| {
        let pieces = good.as_bytes().chunks(width);
        let pieces: Vec<&str> = pieces.map(|piece| str::from_utf8(piece).unwrap()).collect();
        pieces.join(end)
    };
    let rows = [
        (good.clone(), false),
        (format!("{good}\r\n"), false),
        (format!("\n\n{good}\n\n"), false),
        (format!(" {good}"), true),
        (format!("Bearer {good}"), true),
        (format!("Authorization: Bearer {good}\n"), true),
        (format!("\"{good}\""), true),
        (format!("Bearer%20{good}%0A"), true),
        (format!("\u{feff}{good}"), false),
        (format!("\u{feff}{{\n\"token\": \"{good}\"}}"), false),
        (broken(76, "\n"), true),
        (broken(64, "\r\n  "), true),
        (format!("{{\"token\":\"{good}\"}}\n"), false),
        (format!("{{\n  \"token\": \"{good}\"\n}}\n"), false),
        (format!("# app\nPORT=80\nCOURIER_JWT={good}\nX=y\n"), false),
        (format!("export COURIER_JWT=\"{good}\" # alice\n"), false),
        (format!("OTHER='{good}'"), false),
    ];
    for (stdin, wrapped) in rows {
        assert_eq!(verdicts(stdin.clone()), [ok(wrapped)], "{stdin}");
    }
    let utf16: Vec<u8> = format!("\u{feff}{good}\r\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(verdicts(utf16), [ok(false)]);
}

#[test]
fn each_line_is_a_token_unless_all_are_surely_one() {
    let good = good();
    let bad = || ("unreadable".to_owned(), false);
    let rows = [
        (format!("{good}\n{good}"), vec![ok(false), ok(false)]),
        (format!("{good}\n\n# x\nx\n"), vec![ok(false), bad()]),
        (format!("x\n{good}\n"), vec![bad(), ok(false)]),
        (
            format!("{{\"token\":\"{good}\"}}\n{{\"token\":\"{good}\"}}\n"),
            vec![ok(false), ok(false)],
        ),
        // Cut in two, with another behind it: nobody knows which belong together.
        (
            format!("{}\n{}\n{good}", &good[..90], &good[90..]),
            vec![bad(), bad(), ok(false)],
        ),
        (String::new(), vec![bad()]),
        ("\n \n# nothing\n".to_owned(), vec![bad()]),
        ("COURIER_JWT=undefined".to_owned(), vec![bad()]),
    ];
    for (stdin, expected) in rows {
        assert_eq!(verdicts(stdin.clone()), expected, "{stdin}");
    }
    assert_eq!(verdicts(b"\xff\xfe\xff\n\x80\n".to_vec()).len(), 1);
}

#[test]
fn a_shell_that_split_a_token_is_forgiven() {
    let good = good();
    inspect(&[&good[..90], &good[90..]]).run().is(
        0,
        "white space within it had to be taken off",
        "",
    );
    let ran = inspect(&[&good, "x", "-"]).stdin(good.clone()).run();
    ran.is(
        3,
        "argument 1\nargument 2\nline 1\n✗ this is not a user token",
        "3 tokens: 2 ok, 0 bad, 1 unreadable\n  CA101  not-a-jwt  1",
    );
    inspect(&[&good, ""]).run().is(
        3,
        "there is no token in it",
        "2 tokens: 1 ok, 0 bad, 1 unreadable",
    );
}

#[test]
fn files_are_read_in_order_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("one"), format!("{}\n", good())).unwrap();
    fs::write(path("two"), format!("# two\n{}\nx\n", good())).unwrap();
    fs::write(path("empty"), "").unwrap();
    let (one, two) = (path("one"), path("two"));
    let ran = inspect(&["--file", &one, "--file", &two, "--json"]).run();
    ran.is(3, "\n", "3 tokens: 2 ok, 0 bad, 1 unreadable");
    let report = ran.json();
    assert_eq!(report["schema"], "courier-auth/inspect/v1");
    let places: Vec<(&str, u64)> = report["tokens"]
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
    assert_eq!(places, [(one.as_str(), 1), (&two, 2), (&two, 3)]);
    inspect(&["--file", &path("empty")])
        .run()
        .is(3, "there is no token in it", "");
    inspect(&["--file", &path("none")])
        .run()
        .is(7, "", "error: cannot read `");
    let directory = folder.path().to_str().unwrap();
    inspect(&["--file", directory])
        .run()
        .is(7, "", "error: cannot read `");
    inspect(&["-", "--file", "-"])
        .run()
        .is(2, "", "standard input can be read only once");
}

/// Its memory cannot be read from the start on: a file that is there and fails.
#[cfg(target_os = "linux")]
#[test]
fn what_was_judged_before_a_file_failed_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let many = folder.path().join("many");
    fs::write(&many, format!("{}\n", good()).repeat(3_000)).unwrap();
    let many = many.to_str().unwrap();
    let ran = inspect(&[
        "--format",
        "jsonl",
        "--file",
        many,
        "--file",
        "/proc/self/mem",
    ])
    .run();
    ran.is(
        7,
        "\n",
        "3000 tokens: 3000 ok\ncannot read `/proc/self/mem`",
    );
    assert_eq!(ran.stdout.lines().count(), 3_000);
    let json = inspect(&["--json", "--file", many, "--file", "/proc/self/mem"]).run();
    assert_eq!(json.code, Some(7));
    assert_eq!(json.json()["tokens"].as_array().unwrap().len(), 3_000);
}

#[test]
fn a_line_is_shown_before_the_next_one_comes() {
    let mut child = program()
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
fn a_batch_comes_out_whole_and_in_order() {
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
    let jsonl = inspect(&["--format", "jsonl"]).stdin(stdin.clone()).run();
    jsonl.is(
        0,
        "\n",
        "6000 tokens: 6000 ok, 0 bad, 0 unreadable\n  CA202  no-expiry",
    );
    for (at, line) in jsonl.stdout.lines().enumerate() {
        let report: Value = serde_json::from_str(line).unwrap();
        assert_eq!(report["line"], at + 1);
        if at % 10 != 0 {
            assert_eq!(report["claims"]["n"], at);
        }
    }
    assert_eq!(jsonl.stdout.lines().count(), count);
    let json = inspect(&["--json"]).stdin(stdin).run().json();
    assert_eq!(json["tokens"].as_array().unwrap().len(), count);
}

#[test]
fn hostile_sizes_are_judged_in_time() {
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
        for form in ["text", "jsonl"] {
            let ran = inspect(&["--format", form, "-"]).stdin(text.clone()).run();
            assert!(
                matches!(ran.code, Some(0 | 1 | 3)),
                "{:?} {}",
                ran.code,
                ran.stderr
            );
            if form == "text" {
                assert!(ran.stdout.len() < 20_000, "{}", &ran.stdout[..2_000]);
            }
        }
    }
    let all = rows.join("\n");
    inspect(&["--format", "jsonl"])
        .stdin(all)
        .run()
        .is(3, "\n", "12 tokens: ");
}
