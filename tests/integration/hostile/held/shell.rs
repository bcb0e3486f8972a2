//! Commands that people copy into a shell.

use std::{fs, path::Path, process::Command};

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};
use serde_json::{Value, json};

use crate::support::{KEY, Test, fake_program, is_installed};

/// User IDs that a shell would interpret.
const USERS: &[&str] = &[
    "'",
    "\"",
    "\\",
    "\\'",
    "'\"'\"'",
    "';touch${IFS}pwned;'",
    "\";touch${IFS}pwned;\"",
    "`touch${IFS}pwned`",
    "a$(touch${IFS}pwned)b",
    "${IFS}",
    "$PATH",
    "$$",
    "!!",
    "!x",
    "~",
    "~root",
    "*",
    "?",
    "[a-z]",
    "{a,b}",
    "a;touch${IFS}pwned",
    "a|touch${IFS}pwned",
    "a&&pwned",
    "a>pwned",
    "<pwned",
    "#x",
    "-x",
    "--output=pwned",
    "--help",
    "-",
    "%s",
    "a=b",
    "(x)",
    "用户",
    "é\u{301}",
    "a\u{202e}b",
    "o'brien",
    "$(reboot)",
    "a`b`",
    "a\\\"b",
    "a;b&c|d",
    "cash$money",
];

/// Prints its arguments, each with a byte behind it that is in none of them.
const PRINT_ARGUMENTS: &str =
    "for argument; do printf '%s\\037' \"$argument\"; done; printf '\\036'\n";

/// Runs lines in a shell whose programs only print their arguments. Returns the arguments of each.
fn run_in(shell: &str, folder: &Path, lines: &[String]) -> Vec<Vec<String>> {
    let output = Command::new(shell)
        .args(["-c", &lines.join("\n")])
        .env_clear()
        .env(
            "PATH",
            format!("{}:/usr/bin:/bin", folder.join("bin").display()),
        )
        .env("COURIER_API_KEY", "the key")
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(
        output.stderr.is_empty(),
        "{shell}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let records = text.split_terminator('\u{1e}');
    records
        .map(|record| {
            record
                .split_terminator('\u{1f}')
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

/// Returns the fix for a token of each user whose ID can be in a token.
fn fixes() -> Vec<(&'static str, String)> {
    let key = ApiKey::new(KEY).unwrap();
    let tokens = USERS.iter().map(|user| {
        let claims = json!({ "scope": format!("user_id:{user} inbox:read:messages"), "exp": 5 });
        Example::Claims(claims.to_string().leak()).text(&key, TENANT)
    });
    let tokens: Vec<String> = tokens.collect();
    let outcome = Test::line(&format!("inspect --format jsonl --at {NOW} -"))
        .stdin(tokens.join("\n"))
        .run();
    let fixes = outcome.json_lines();
    assert_eq!(fixes.len(), USERS.len());
    let fixes = fixes
        .iter()
        .map(|report| report["fix"].as_str().unwrap().to_owned());
    USERS.iter().copied().zip(fixes).collect()
}

/// Returns the curl line for each user who is not refused.
fn curl_lines() -> Vec<(&'static str, String)> {
    let lines = USERS.iter().filter_map(|user| {
        let outcome = Test::line("issue --curl --no-preflight")
            .args([&*format!("--user={user}")])
            .key(KEY)
            .run();
        (outcome.code == Some(0)).then(|| (*user, outcome.stdout.trim_end().to_owned()))
    });
    lines.collect()
}

#[test]
fn a_shell_reads_copied_commands_as_they_were_meant() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("bin")).unwrap();
    for program in ["courier-auth", "curl"] {
        fake_program(&folder.path().join("bin"), program, PRINT_ARGUMENTS);
    }
    let (fixes, curl_lines) = (fixes(), curl_lines());
    assert!(curl_lines.len() > USERS.len() / 2, "{}", curl_lines.len());
    let line_of = |(_, line): &(&str, String)| line.clone();
    for shell in ["sh", "bash"]
        .into_iter()
        .filter(|shell| is_installed(shell))
    {
        let lines: Vec<String> = fixes.iter().map(line_of).collect();
        let records = run_in(shell, folder.path(), &lines);
        assert_eq!(records.len(), fixes.len(), "{shell}");
        let mut placeholders = 0;
        for ((user, line), arguments) in fixes.iter().zip(&records) {
            let at = arguments
                .iter()
                .position(|argument| argument.starts_with("--user"));
            let option = &arguments[at.unwrap()..];
            let named = option[0]
                .strip_prefix("--user=")
                .unwrap_or_else(|| &option[1]);
            placeholders += usize::from(named == "USER_ID");
            // The fix may leave out quotes and brackets around a whole user ID.
            let unquoted = user.trim_matches(['\'', '"', '`', '[', ']']);
            assert!(
                [*user, unquoted, "USER_ID"].contains(&named),
                "{shell}: {line}: {arguments:?}"
            );
            assert!(
                !arguments
                    .iter()
                    .any(|argument| argument.starts_with("--output")),
                "{line}"
            );
        }
        assert!(placeholders < USERS.len() / 2, "{placeholders}");
        let lines: Vec<String> = curl_lines.iter().map(line_of).collect();
        let records = run_in(shell, folder.path(), &lines);
        assert_eq!(records.len(), curl_lines.len(), "{shell}");
        for ((user, line), arguments) in curl_lines.iter().zip(&records) {
            let body: Value = serde_json::from_str(arguments.last().unwrap()).unwrap();
            let scope = body["scope"].as_str().unwrap();
            assert!(
                scope.starts_with(&format!("user_id:{user} ")),
                "{shell}: {line}"
            );
            assert!(
                arguments.contains(&"Authorization: Bearer the key".to_owned()),
                "{line}"
            );
        }
    }
    let names = fs::read_dir(folder.path()).unwrap();
    assert_eq!(names.count(), 1, "a command was executed");
}
