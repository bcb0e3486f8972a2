//! The command that `inspect` suggests as a fix, pasted into a shell.

use std::{path::Path, process::Command};

use courier_auth::{
    inspect::{
        example::{Example, NOW, TENANT},
        rules,
    },
    token::ApiKey,
};

use crate::support::{KEY, Sandbox, Test, binary};

/// Returns the fix that `inspect` prints for a token, `None` if it has none.
fn fix(text: &str, options: &str) -> Option<String> {
    let outcome = Test::line(&format!("inspect --field fix --at {NOW} - {options}"))
        .key("pk_prod_ANOTHERFAKE")
        .stdin(text)
        .run();
    let line = outcome.stdout.strip_suffix('\n').unwrap();
    (line != "null").then(|| line.to_owned())
}

/// Runs a command in a shell, against a sandbox. Returns its standard output.
fn paste(command: &str, sandbox: &Sandbox) -> String {
    let program = binary();
    let folder = Path::new(program.get_program()).parent().unwrap();
    let output = Command::new("/bin/sh")
        .args(["-c", command])
        .env_clear()
        .env("PATH", folder)
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command}: {stderr}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_printed_command_fixes_every_rule_that_a_new_token_can_fix() {
    let sandbox = Sandbox::start();
    let key = ApiKey::new(KEY).unwrap();
    let fixable: Vec<_> = rules::about_tokens()
        .filter(|rule| rule.is_fixed_by_reissue)
        .collect();
    assert!(fixable.len() > 40);
    for rule in fixable {
        let text = rule.bad.text(&key, TENANT);
        let options = shlex::try_join(rule.bad.options()).unwrap();
        let Some(command) = fix(&text, &options) else {
            // Notes need no fix.
            assert_eq!(rule.severity.name(), "note", "{}", rule.code);
            continue;
        };
        let command = command.replace("USER_ID", "alice");
        let token = paste(&command, &sandbox);
        let outcome = Test::line(&format!("inspect --strict - {options}"))
            .stdin(token)
            .run();
        assert_eq!(
            outcome.code,
            Some(0),
            "{}: {command}\n{}",
            rule.code,
            outcome.stdout
        );
    }
}

#[test]
fn a_user_id_that_cannot_be_typed_becomes_a_placeholder() {
    let key = ApiKey::new(KEY).unwrap();
    let long = "x".repeat(1_000);
    for user in [
        "a\\u200db",
        "a\\ud800b",
        "a\\u202eb",
        "a\\u0007b",
        &long,
        "$USER_ID",
    ] {
        let scope = format!(r#""scope":"user_id:{user} inbox:read:messages""#);
        let payload = format!(r#"{{{scope},"exp":5,"client_key":"d3JrXzE="}}"#);
        let text = Example::Payload(payload.leak()).text(&key, TENANT);
        let command = fix(&text, "").unwrap();
        assert!(
            command.starts_with("courier-auth issue --user USER_ID "),
            "{command}"
        );
    }
}

#[test]
fn the_fix_keeps_the_valid_parts_of_the_token() {
    let key = ApiKey::new(KEY).unwrap();
    let rows: &[(&str, &str, &str)] = &[
        (
            r#"{"scope":"user_id:a inbox:read:messages","iat":1767225000,"exp":1767228600}"#,
            "",
            "--user a --for inbox --expires-in '1 hour'",
        ),
        (
            r#"{"scope":"user_id:a inbox:read:messages read:preferences write:preferences"}"#,
            "",
            "--user a --for inbox,preferences --expires-in '1 day'",
        ),
        (
            r#"{"scope":"user_id:a,inbox:read:messages,inbox:write:events,read:brands:b1"}"#,
            "",
            "--user a --scope inbox:read:messages --scope inbox:write:events --scope read:brands:b1",
        ),
        (
            r#"{"scope":["user_id:a","inbox:read:messages"],"iat":1767225600,"exp":1767225686}"#,
            "",
            "--user a --for inbox --expires-in '1 day'",
        ),
        (
            r#"{"scope":"user_id:a user_id:a inbox:read:messages"}"#,
            "--user bob",
            "--user bob --for inbox",
        ),
        (
            r#"{"iat":1767225600,"exp":1767226600}"#,
            "--valid-for 2d",
            "--user alice --for inbox --expires-in '3 days'",
        ),
        (
            r#"{"scope":"user_id:a inbox:read:messages inbox:write:events write:preference"}"#,
            "",
            "--user a --scope inbox:read:messages --scope inbox:write:events --scope write:preferences --expires-in",
        ),
        (
            r#"{"scope":"user_id:a, inbox:read:messages, inbox:write:events"}"#,
            "",
            "--user a --for inbox --expires-in",
        ),
        (
            r#"{"scope":"userid:a inbox:read:messages inbox:write:events"}"#,
            "",
            "--user a --for inbox --expires-in",
        ),
        (r#"{"exp":5}"#, "--user 'al ice'", "--user USER_ID"),
        (
            r#"{"scope":"user_id:a tenant:t1:read tenant:t1:notification:read tenant:t1:notification:write tenant:t1:brand:read","exp":5}"#,
            "--for create",
            "--user a --scope tenant:t1:read --scope tenant:t1:notification:read --scope tenant:t1:notification:write --scope tenant:t1:brand:read --expires-in",
        ),
        (
            r#"{"scope":"user_id:a read:brands:b1","exp":5}"#,
            "--for brands",
            "--user a --scope read:brands:b1 --expires-in",
        ),
        (
            r#"{"exp":5}"#,
            "--for sdk",
            "--user alice --for sdk --expires-in",
        ),
        (
            r#"{"exp":5}"#,
            "--max-lifetime 10m",
            "--expires-in '10 minutes'",
        ),
    ];
    for (claims, options, expected) in rows {
        let command = fix(&Example::Claims(claims).text(&key, TENANT), options).unwrap();
        assert!(command.contains(expected), "{claims}: {command}");
    }
}

#[test]
fn fix_scope_prints_only_the_scope() {
    let key = ApiKey::new(KEY).unwrap();
    let scope = |claims, options: &str| {
        let token = Example::Claims(claims).text(&key, TENANT);
        Test::line(&format!("inspect --fix-scope - {options}"))
            .stdin(token)
            .run()
    };
    scope(
        r#"{"scope":"inbox:write:event user_id:a  read:brands"}"#,
        "",
    )
    .exits_with(
        0,
        "user_id:a inbox:read:messages inbox:write:events read:brands\n",
        "",
    );
    scope(r#"{"scope":"inbox:read:messages"}"#, "").exits_with(
        1,
        "",
        "error: the token does not name its user; pass --user USER_ID",
    );
    scope(r#"{"scope":"inbox:read:messages"}"#, "--user b").exits_with(
        0,
        "user_id:b inbox:read:messages",
        "",
    );
    Test::line("inspect --fix-scope x").run().exits_with(
        3,
        "",
        "error: no token found in the input",
    );
}
