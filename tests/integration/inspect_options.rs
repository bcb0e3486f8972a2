//! `inspect`: what a token is judged by, what counts, and what is printed.

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};

use crate::common::{KEY, Ran, Test};

/// What `inspect` says of a token at the time of the examples.
fn inspect(example: Example, args: &[&str]) -> Ran {
    let now = NOW.to_string();
    let text = example.text(&ApiKey::new(KEY).unwrap(), TENANT);
    let all = ["inspect", "-"].into_iter().chain(args.iter().copied());
    let at = if args.contains(&"--at") {
        vec![]
    } else {
        vec!["--at", &now]
    };
    Test::new(all.chain(at)).stdin(text).run()
}

const EXPIRED: Example = Example::Claims(r#"{"exp":1767225590}"#);

#[test]
fn what_is_asked_decides() {
    let rows: &[(Example, &[&str], i32, &str)] = &[
        (Example::Good, &["--user", "alice"], 0, "✓"),
        (
            Example::Good,
            &["--user", "bob"],
            1,
            "error[user-mismatch]: it is for `alice`, not for `bob`",
        ),
        (Example::Good, &["--env", "production"], 0, "✓"),
        (
            Example::Good,
            &["--env", "test"],
            1,
            "error[environment-mismatch]",
        ),
        (
            Example::Good,
            &["--env", "env_01"],
            0,
            "note[environment-mismatch]",
        ),
        (Example::Good, &["--valid-for", "1h"], 0, "✓"),
        (
            Example::Good,
            &["--valid-for", "2d"],
            1,
            "error[expires-soon]: it lives on for 23 h, and not for 2 days",
        ),
        (
            Example::Good,
            &["--max-lifetime", "1h"],
            0,
            "warning[long-lived]: it lives 1 day, which is over 1 hour",
        ),
        (
            EXPIRED,
            &[],
            1,
            "✗ this token will not do for inbox: 1 error\nerror[expired]: expired 10 s ago",
        ),
        (EXPIRED, &["--leeway", "10s"], 1, "error[expired]"),
        (
            EXPIRED,
            &["--leeway", "11s"],
            0,
            "✓ this token passes here for inbox, and Courier refuses it: 1 note\na leeway of 11 s lets it pass here",
        ),
        (
            Example::Claims(r#"{"nbf":1767225610}"#),
            &["--leeway", "10s"],
            0,
            "note[not-yet-valid]",
        ),
    ];
    for (example, args, code, stdout) in rows {
        inspect(*example, args).is(*code, stdout, "");
    }
}

#[test]
fn time_can_be_moved() {
    let rows = [
        (vec!["--at", "2026-01-01T23:30:00Z"], 0),
        (vec!["--at", "2026-01-02"], 1),
        (vec!["--at", "1767310000"], 0),
        (vec!["--at", "1767311400"], 1),
        (vec!["--at", "+0"], 1),
        (vec!["--at", "-99y"], 0),
    ];
    for (args, code) in rows {
        assert_eq!(inspect(Example::Good, &args).code, Some(code), "{args:?}");
    }
    Test::new(["inspect", "--at", "tomorrow", "x"])
        .run()
        .is(2, "", "write it with its zone");
    Test::new(["inspect", "--at", "1767225600000", "x"])
        .run()
        .is(2, "", "were these milliseconds?");
    Test::new(["inspect", "--leeway", "60", "x"])
        .run()
        .is(2, "", "write its unit: `60s`");
}

#[test]
fn levels_decide_what_counts() {
    let forever = Example::WithoutClaim("exp");
    let rows: &[(&[&str], i32, &str)] = &[
        (&[], 0, "warning[no-expiry]"),
        (&["--strict"], 1, "✗"),
        (&["--fail-on", "warning"], 1, "✗"),
        (&["--strict", "--exit-zero"], 0, "✗"),
        (
            &["--strict", "--allow", "CA202"],
            0,
            "✓ this token works for inbox   fp:",
        ),
        (&["--strict", "--allow", "ca2"], 0, "✓"),
        (&["--deny", "no-expiry"], 1, "error[no-expiry]"),
        (&["--deny", "CA2", "--allow", "CA202,CA203"], 0, "✓"),
    ];
    for (args, code, stdout) in rows {
        inspect(forever, args).is(*code, stdout, "");
    }
    inspect(EXPIRED, &["--warn", "expired"]).is(0, "warning[expired]\nand Courier refuses it", "");
    inspect(Example::Claims(r#"{"email":"a"}"#), &["--fail-on", "note"]).is(
        1,
        "note[extra-claim]",
        "",
    );
    inspect(Example::Text("undefined"), &["--allow", "CA1"]).is(3, "error[placeholder-token]", "");
    Test::new(["inspect", "--allow", "CA202", "--deny", "no-expiry", "x"])
        .run()
        .is(2, "", "`no-expiry` cannot be at two levels at once");
    Test::new(["inspect", "--allow", "no-expriy", "x"])
        .run()
        .is(
            2,
            "",
            "a similar value exists: 'no-expiry'\n`courier-auth explain` lists them",
        );
}

#[test]
fn a_signature_is_checked_with_any_source_of_the_key() {
    let verify = |key: &str| {
        let text = Example::Good.text(&ApiKey::new(KEY).unwrap(), TENANT);
        let now = NOW.to_string();
        Test::new(["inspect", "--verify", "--at", &now, &text])
            .env("COURIER_API_KEY", key)
            .run()
    };
    verify(KEY).is(0, "✓ this token works for inbox   fp:", "");
    verify("pk_prod_FAKEANOTHER").is(0, "warning[other-key]: it is not signed with this key", "");
    assert!(!verify(KEY).stdout.contains(KEY));
    let text = Example::Good.text(&ApiKey::new(KEY).unwrap(), TENANT);
    let at = NOW.to_string();
    Test::new([
        "inspect",
        "--verify",
        "--api-key-file",
        "-",
        "--at",
        &at,
        &text,
    ])
    .stdin(KEY)
    .run()
    .is(0, "✓", "");
    Test::new(["inspect", "--verify", "--api-key-file", "-", "-"])
        .run()
        .is(2, "", "standard input can be read only once");
    Test::new(["inspect", "--verify", &text])
        .run()
        .is(4, "", "there is no API key");
    Test::new(["inspect", "--api-key-file", "-", &text])
        .run()
        .is(2, "", "of no use here without --verify");
}

#[test]
fn one_field_can_be_had() {
    let odd = Example::Claims(r#"{"https://app/role":{"a":[1,"x\ny"]},"big":1e300}"#);
    let rows = [
        ("claims.exp", "1767311400\n"),
        ("header.alg", "HS256\n"),
        ("verdict", "ok\n"),
        ("expires_at.rfc3339", "2026-01-01T23:50:00Z\n"),
        ("scopes.1.scope", "inbox:read:messages\n"),
        (".claims.https://app/role.a[1]", "x\ny\n"),
        ("claims.https://app/role", "{\"a\":[1,\"x\\ny\"]}\n"),
        ("claims.big", "1e+300\n"),
    ];
    for (path, expected) in rows {
        let ran = inspect(odd, &["--field", path]);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (Some(0), expected),
            "{path} {}",
            ran.stderr
        );
    }
    inspect(odd, &["--field", "claims.nbf"]).is(1, "", "error: there is no field `claims.nbf`");
    inspect(EXPIRED, &["--field", "claims.exp"]).is(0, "1767225590", "");
    inspect(Example::Text("x"), &["--field", "claims.exp"]).is(3, "", "there is no token");
    let (one, two) = (Example::Good, Example::WithoutClaim("exp"));
    let key = ApiKey::new(KEY).unwrap();
    let ran = Test::new([
        "inspect",
        "--field",
        "claims.exp",
        &two.text(&key, TENANT),
        &one.text(&key, TENANT),
    ])
    .run();
    ran.is(1, "\n1767311400\n", "there is no field");
    Test::new(["inspect", "--field", "", "x"])
        .run()
        .is(2, "", "name a field");
    Test::new(["inspect", "--field", "a", "--format", "json", "x"])
        .run()
        .is(2, "", "cannot be used with");
}

#[test]
fn annotations_name_file_and_line_and_nothing_breaks_out_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a,b:c.txt");
    let key = ApiKey::new(KEY).unwrap();
    let hostile =
        Example::Claims(r#"{"scope":"user_id:a 50%\r\n::error::x:y inbox:read:messages","exp":5}"#);
    std::fs::write(
        &path,
        format!(
            "\n{}\n{}\n",
            hostile.text(&key, TENANT),
            Example::Good.text(&key, TENANT)
        ),
    )
    .unwrap();
    let now = NOW.to_string();
    let ran = Test::new([
        "inspect",
        "--at",
        &now,
        "--format",
        "github",
        "--file",
        path.to_str().unwrap(),
    ])
    .run();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("::error ") || line.starts_with("::warning ")),
        "{ran:#?}"
    );
    let first_warning = lines.iter().position(|line| line.starts_with("::warning "));
    let last_error = lines.iter().rposition(|line| line.starts_with("::error "));
    let worst_first = first_warning > last_error;
    assert!(worst_first && lines.len() >= 3, "{ran:#?}");
    assert!(
        lines
            .iter()
            .all(|line| line.contains("a%2Cb%3Ac.txt,line=2,title=CA")),
        "{ran:#?}"
    );
    assert!(
        ran.stdout.contains("50%25\\u{d}\\u{a}::error::x"),
        "{ran:#?}"
    );
    ran.is(1, "\n", "2 tokens: 1 ok, 1 bad, 0 unreadable");
    inspect(Example::Good, &["--format", "github"]).is(0, "", "");
    inspect(Example::Claims(r#"{"email":"a"}"#), &["--format", "github"]).is(
        0,
        "::notice title=CA507 extra-claim::`email`",
        "",
    );
}

#[test]
fn a_million_years_are_no_date() {
    let ran = inspect(Example::Claims(r#"{"exp":1767311400000}"#), &["--json"]);
    assert_eq!(ran.json()["expires_at"], serde_json::Value::Null);
    inspect(Example::Claims(r#"{"exp":1767311400000}"#), &[]).is(
        0,
        "`exp` is 1767311400000\nin seconds it is 1767311400",
        "",
    );
}
