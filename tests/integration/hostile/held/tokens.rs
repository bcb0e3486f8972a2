//! Tokens with extreme times and repetitive texts.

use crate::support::{Test, sign};

/// JSON texts in the place of a time.
const TIMES: &[&str] = &[
    "0",
    "-0",
    "-1",
    "0.5",
    "1767225600",
    "1767225600000",
    "253402300799",
    "253402300800",
    "-62135596801",
    "8210298412800",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "1e300",
    "-1e300",
    "1e400",
    "1e-400",
    "\"1\"",
    "\"\"",
    "null",
    "true",
    "[]",
    "{}",
];

#[test]
fn tokens_with_extreme_times_are_judged() {
    let mut tokens = Vec::new();
    for iat in TIMES {
        for exp in TIMES {
            let nbf = TIMES[tokens.len() % TIMES.len()];
            let claims = format!(
                r#"{{"scope":"user_id:a inbox:read:messages","iat":{iat},"exp":{exp},"nbf":{nbf}}}"#
            );
            tokens.push(sign(&claims));
        }
    }
    let stdin = tokens.join("\n");
    for options in [
        "",
        "--at 1970-01-01T00:00:00Z --leeway 36500d",
        "--at 0001-01-01 --valid-for 36500d",
        "--at 9999-12-31T23:59:59Z --max-lifetime 0",
        "--at -36500d --leeway 36500d --valid-for 36500d --max-lifetime 36500d",
        "--at +36500d --valid-for 0",
    ] {
        let outcome = Test::line(&format!("inspect --format jsonl {options} -"))
            .stdin(stdin.clone())
            .run();
        assert!(
            matches!(outcome.code, Some(1 | 3)),
            "{options}: {:?} {}",
            outcome.code,
            outcome.stderr
        );
        assert_eq!(outcome.stdout.lines().count(), tokens.len(), "{options}");
    }
}

/// The length in bytes of a repetitive text.
const LENGTH: usize = 100_000;

/// A part that is repeated, between a start and an end.
const SHAPES: &[(&str, &str, &str)] = &[
    ("", "x", ""),
    ("", ".", ""),
    ("", "eyJ", ""),
    ("", "eyJ.", ""),
    ("", "-", ""),
    ("", "_", ""),
    ("", "=", ""),
    ("", "%", ""),
    ("", "%25", ""),
    ("", "\\", ""),
    ("", "\\\"", ""),
    ("", "[", ""),
    ("", "{", ""),
    ("", "{\"a\":", ""),
    ("", "[1,", ""),
    ("", "\u{feff}", ""),
    ("", "\u{200b}", ""),
    ("", "é", ""),
    ("", "\0", ""),
    ("", "a=b&", ""),
    ("", "token=", ""),
    ("", "https://x/?t=", ""),
    ("eyJhbGciOiJIUzI1NiJ9.", "e", ".x"),
    ("eyJhbGciOiJIUzI1NiJ9.", "eyJ", ".x"),
    ("eyJ", "A", "..."),
    ("{\"token\":\"", "y", "\"}"),
    ("{\"", "k", "\":1}"),
    ("curl -H '", "a: b", "'"),
    ("export T=", "x", ""),
    ("", "pk_prod_", ""),
    ("", "...", "eyJ"),
];

/// A shape that takes quadratic time would exceed the deadline of a run.
#[test]
fn repetitive_texts_are_inspected() {
    for (start, part, end) in SHAPES {
        let text = format!("{start}{}{end}", part.repeat(LENGTH / part.len()));
        let outcome = Test::line("inspect --json -").stdin(text).run();
        assert!(
            matches!(outcome.code, Some(1 | 3)),
            "{start}{part}{end}: {:?} {}",
            outcome.code,
            outcome.stderr
        );
        assert!(outcome.stdout.len() < 20 * LENGTH, "{start}{part}{end}");
    }
}
