//! The command that `inspect` prints under a report, pasted into a shell.

use std::{path::Path, process::Command};

use courier_auth::{
    inspect::{
        example::{Example, NOW, TENANT},
        rules,
    },
    token::ApiKey,
};

use crate::common::{KEY, Sandbox, Test, program};

/// The fix for a text, as it is printed.
fn fix(text: &str, options: &[&str]) -> Option<String> {
    let at = NOW.to_string();
    let args = ["inspect", "--field", "fix", "--at", &at, "-"];
    let ran = Test::new(args.into_iter().chain(options.iter().copied()))
        .env("COURIER_API_KEY", "pk_prod_ANOTHERFAKE")
        .stdin(text)
        .run();
    let line = ran.stdout.strip_suffix('\n').unwrap();
    (line != "null").then(|| line.to_owned())
}

/// What a shell prints that runs the command against a sandbox.
fn paste(command: &str, sandbox: &Sandbox) -> String {
    let program = program();
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
fn the_printed_command_mends_every_fault_that_a_new_token_mends() {
    let sandbox = Sandbox::start();
    let key = ApiKey::new(KEY).unwrap();
    let fixable: Vec<_> = rules::all()
        .filter(|rule| rule.is_fixed_by_reissue)
        .collect();
    assert!(fixable.len() > 40);
    for rule in fixable {
        let text = rule.bad.text(&key, TENANT);
        let Some(command) = fix(&text, &rule.bad.options()) else {
            // Only notes: there is nothing to mend.
            assert_eq!(rule.severity.name(), "note", "{}", rule.code);
            continue;
        };
        let command = command.replace("USER_ID", "alice");
        let token = paste(&command, &sandbox);
        let mut args = vec!["inspect", "--strict", "-"];
        args.extend(rule.bad.options());
        let ran = Test::new(args).stdin(token).run();
        assert_eq!(
            ran.code,
            Some(0),
            "{}: {command}\n{}",
            rule.code,
            ran.stdout
        );
    }
}

#[test]
fn odd_users_and_scopes_survive_the_shell() {
    let sandbox = Sandbox::start();
    let key = ApiKey::new(KEY).unwrap();
    let pair = "inbox:read:messages inbox:write:events";
    let users = [
        "o'brien",
        "-x",
        "$(reboot)",
        "a`b`",
        "a\\\"b",
        "用户",
        "a;b&c|d",
        "cash$money",
        "*",
        "!x",
        "~",
    ];
    for user in users {
        let scope = serde_json::json!({"scope": format!("user_id:{user} {pair}"), "exp": 5});
        let claims: &'static str = scope.to_string().leak();
        let command = fix(&Example::Claims(claims).text(&key, TENANT), &[]).unwrap();
        if command.contains("USER_ID") {
            // `$(reboot)` may as well be a gap of a template.
            assert_eq!(user, "$(reboot)");
            continue;
        }
        let token = paste(&command, &sandbox);
        let ran = Test::new(["inspect", "--field", "users.0", "-"])
            .stdin(token)
            .run();
        assert_eq!(ran.stdout, format!("{user}\n"), "{command}");
    }
}

#[test]
fn what_cannot_be_typed_is_not_guessed() {
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
        let command = fix(&text, &[]).unwrap();
        assert!(
            command.starts_with("courier-auth issue --user USER_ID "),
            "{command}"
        );
    }
}

#[test]
fn the_fix_keeps_what_was_right_and_meant() {
    let key = ApiKey::new(KEY).unwrap();
    let rows: &[(&str, &[&str], &str)] = &[
        (
            r#"{"scope":"user_id:a inbox:read:messages","iat":1767225000,"exp":1767228600}"#,
            &[],
            "--user a --for inbox --expires-in '1 hour'",
        ),
        (
            r#"{"scope":"user_id:a inbox:read:messages read:preferences write:preferences"}"#,
            &[],
            "--user a --for 'inbox,preferences' --expires-in '1 day'",
        ),
        (
            r#"{"scope":"user_id:a,inbox:read:messages,inbox:write:events,read:brands:b1"}"#,
            &[],
            "--user a --scope inbox:read:messages --scope inbox:write:events --scope read:brands:b1",
        ),
        (
            r#"{"scope":["user_id:a","inbox:read:messages"],"iat":1767225600,"exp":1767225686}"#,
            &[],
            "--user a --for inbox --expires-in '1 day'",
        ),
        (
            r#"{"scope":"user_id:a user_id:a inbox:read:messages"}"#,
            &["--user", "bob"],
            "--user bob --for inbox",
        ),
        (
            r#"{"iat":1767225600,"exp":1767226600}"#,
            &["--valid-for", "2d"],
            "--user alice --for inbox --expires-in '60 hours'",
        ),
        (r#"{"exp":5}"#, &["--user", "al ice"], "--user USER_ID"),
        (
            r#"{"scope":"user_id:a tenant:t1:read tenant:t1:notification:read tenant:t1:notification:write tenant:t1:brand:read","exp":5}"#,
            &["--for", "create"],
            "--user a --scope tenant:t1:read --scope tenant:t1:notification:read --scope tenant:t1:notification:write --scope tenant:t1:brand:read --expires-in",
        ),
        (
            r#"{"scope":"user_id:a read:brands:b1","exp":5}"#,
            &["--for", "brands"],
            "--user a --scope read:brands:b1 --expires-in",
        ),
        (
            r#"{"exp":5}"#,
            &["--for", "sdk"],
            "--user alice --for sdk --expires-in",
        ),
        (
            r#"{"exp":5}"#,
            &["--max-lifetime", "10m"],
            "--expires-in '10 minutes'",
        ),
    ];
    for (claims, options, expected) in rows {
        let command = fix(&Example::Claims(claims).text(&key, TENANT), options).unwrap();
        assert!(command.contains(expected), "{claims}: {command}");
    }
}

#[test]
fn the_scope_alone_can_be_had() {
    let key = ApiKey::new(KEY).unwrap();
    let scope = |claims, args: &[&str]| {
        let text = Example::Claims(claims).text(&key, TENANT);
        let all = ["inspect", "--fix-scope", "-"].into_iter();
        Test::new(all.chain(args.iter().copied())).stdin(text).run()
    };
    scope(
        r#"{"scope":"inbox:write:event user_id:a  read:brands"}"#,
        &[],
    )
    .is(
        0,
        "user_id:a inbox:read:messages inbox:write:events read:brands\n",
        "",
    );
    scope(r#"{"scope":"inbox:read:messages"}"#, &[]).is(
        1,
        "",
        "error: the token does not tell whose it is: pass --user ID",
    );
    scope(r#"{"scope":"inbox:read:messages"}"#, &["--user", "b"]).is(
        0,
        "user_id:b inbox:read:messages",
        "",
    );
    Test::new(["inspect", "--fix-scope", "x"]).run().is(
        3,
        "",
        "error: there is no token to take it from",
    );
}
