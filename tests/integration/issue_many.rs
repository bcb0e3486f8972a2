//! `issue`: forms of the answer, and many users.

use std::{collections::HashSet, fs};

use serde_json::Value;

use crate::common::{KEY, Ran, Sandbox, Server, Test, answer};

fn issue(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let all = ["issue"].into_iter().chain(args.iter().copied());
    Test::new(all).at(sandbox).run()
}

#[test]
fn the_answer_has_the_form_that_is_asked_for() {
    let sandbox = Sandbox::start();
    let alice = |args: &[&str]| {
        let all: Vec<&str> = ["--user", "alice"].iter().chain(args).copied().collect();
        let ran = issue(&sandbox, &all);
        ran.is(0, "\n", "");
        ran.stdout
    };
    assert!(alice(&["--format", "env"]).starts_with("export COURIER_JWT=eyJ"));
    assert!(alice(&["--format", "env", "--name", "TOKEN_1"]).starts_with("export TOKEN_1=eyJ"));
    assert!(alice(&["--format", "dotenv"]).starts_with("COURIER_JWT=eyJ"));
    assert!(alice(&["--format", "header"]).starts_with("Authorization: Bearer eyJ"));
    let curl = alice(&["--format", "curl"]);
    let start = format!(
        "curl -sS -X POST {}/q -H \"Authorization: Bearer $COURIER_JWT\"",
        sandbox.url
    );
    assert!(curl.starts_with(&start) && !curl.contains("eyJ"), "{curl}");
    let json: Value = serde_json::from_str(&alice(&["--format", "json"])).unwrap();
    assert_eq!(
        json["endpoint"],
        format!("{}/auth/issue-token", sandbox.url)
    );
    assert_eq!(json["exp"], json["expires_at"]["epoch"]);
    let bare = issue(&sandbox, &["--user", "alice", "--no-newline"]).stdout;
    assert!(bare.starts_with("eyJ") && !bare.ends_with('\n'));
    let dotenv = alice(&["--format", "dotenv"]);
    Test::new(["inspect", "-"])
        .stdin(dotenv)
        .run()
        .is(0, "✓", "");
}

#[cfg(unix)]
#[test]
fn a_file_is_private_whole_and_no_link() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    fs::write(&path, "old").unwrap();
    let name = path.to_str().unwrap();
    issue(&sandbox, &["--user", "alice", "--output", name]).is(0, "", "");
    assert!(fs::read_to_string(&path).unwrap().starts_with("eyJ"));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    issue(
        &sandbox,
        &["--user", "bob", "--output", link.to_str().unwrap()],
    )
    .is(7, "", "link`: it is a symbolic link, which is not followed");
    issue(&sandbox, &["--user", "bob", "--output", "/nowhere/token"]).is(
        7,
        "",
        "error: cannot write `/nowhere/token`",
    );
    // Nothing is left behind, and what was there stays where nothing was issued.
    Test::new([
        "issue",
        "--user",
        "bob",
        "--output",
        name,
        "--api-url",
        &sandbox.url,
    ])
    .env("COURIER_API_KEY", KEY)
    .run()
    .is(4, "", "401");
    assert!(fs::read_to_string(&path).unwrap().starts_with("eyJ"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_job_of_github_actions_masks_the_token() {
    let sandbox = Sandbox::start();
    let ran = Test::new(["issue", "--user", "alice"])
        .env("GITHUB_ACTIONS", "true")
        .at(&sandbox)
        .run();
    let token = ran.stdout.trim_end();
    let parts: Vec<&str> = token.split('.').collect();
    let masks: Vec<String> = [token]
        .iter()
        .chain(&parts)
        .map(|text| format!("::add-mask::{text}"))
        .collect();
    assert_eq!(ran.stderr.lines().collect::<Vec<_>>(), masks);
}

#[test]
fn a_dry_run_shows_the_request_and_opens_nothing() {
    let server = Server::start(vec![answer("500 Oops", "{}")]);
    let dry = |args: &[&str]| {
        let all = [
            "issue",
            "--user",
            "o'brien",
            "--for",
            "inbox",
            "--dry-run",
            "--api-url",
            &server.url,
        ];
        Test::new(all.into_iter().chain(args.iter().copied())).run()
    };
    let request = dry(&[]).json();
    assert_eq!(request["schema"], "courier-auth/request/v1");
    assert_eq!(request["method"], "POST");
    assert_eq!(
        request["headers"]["authorization"],
        "Bearer $COURIER_API_KEY"
    );
    assert_eq!(
        request["body"]["scope"],
        "user_id:o'brien inbox:read:messages inbox:write:events"
    );
    assert_eq!(request["body"]["expires_in"], "1 day");
    let curl = dry(&["--format", "curl"]).stdout;
    assert!(
        curl.contains("-H \"Authorization: Bearer $COURIER_API_KEY\""),
        "{curl}"
    );
    assert_eq!(server.served(), 0);
    Test::new(["issue", "--user", "$ID", "--dry-run"])
        .run()
        .is(2, "", "error[placeholder-user]");
}

#[test]
fn scopes_of_one_tenant_and_one_brand_are_in_the_singular() {
    let scope = |args: &[&str]| {
        let all = ["issue", "--user", "a", "--dry-run"].into_iter();
        let ran = Test::new(all.chain(args.iter().copied())).run();
        ran.json()["body"]["scope"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        scope(&["--for", "create", "--tenant", "t1"]),
        "user_id:a tenant:t1:read tenant:t1:notification:read tenant:t1:notification:write tenant:t1:brand:read"
    );
    assert_eq!(
        scope(&["--for", "create"]),
        "user_id:a tenants:read tenants:notifications:read tenants:notifications:write tenants:brand:read"
    );
    for (args, hint) in [
        (["--tenant", "t1"], "add --for create"),
        (["--brand", "b1"], "add --for brands"),
    ] {
        let all = ["issue", "--user", "a", "--for", "inbox", "--dry-run"].into_iter();
        Test::new(all.chain(args)).run().is(2, "", hint);
    }
    assert_eq!(
        scope(&["--for", "brands", "--brand", "b1"]),
        "user_id:a read:brands:b1"
    );
    assert_eq!(
        scope(&["--scope", "read:brands inbox:read:messages read:brands"]),
        "user_id:a read:brands inbox:read:messages"
    );
}

#[test]
fn the_preflight_can_be_left_out_and_warns_otherwise() {
    let sandbox = Sandbox::start();
    let odd = [
        "--user",
        "a",
        "--scope",
        "inbox:read:messages",
        "--scope",
        "inbox:red:mesages",
    ];
    issue(&sandbox, &odd).is(
        0,
        "eyJ",
        "warning[unknown-scope]: `inbox:red:mesages` is no scope of Courier's",
    );
    let all: Vec<&str> = odd.iter().chain(&["--no-preflight"]).copied().collect();
    issue(&sandbox, &all).is(0, "eyJ", "");
    issue(&sandbox, &["--user", "$ID", "--no-preflight"]).is(0, "eyJ", "");
    let short = issue(
        &sandbox,
        &[
            "--user",
            "a",
            "--expires-in",
            "3600",
            "--no-preflight",
            "--json",
        ],
    )
    .json();
    assert_eq!(
        short["exp"].as_i64().unwrap() - short["iat"].as_i64().unwrap(),
        3
    );
    let json = issue(&sandbox, &["--user", "$ID", "--json"]);
    json.is(2, "", r#"{"schema":"courier-auth/error/v1","exit_code":2,"message":"nothing was sent: `$ID` stands"#);
    assert_eq!(json.stderr.lines().count(), 1, "{}", json.stderr);
}

fn users(lines: &str) -> Vec<String> {
    let user = |line: &str| {
        serde_json::from_str::<Value>(line).unwrap()["user"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    lines.lines().map(user).collect()
}

#[test]
fn each_of_many_users_has_a_line_in_order() {
    let sandbox = Sandbox::start();
    let names: Vec<String> = (0..300).map(|number| format!("user-{number}")).collect();
    let ran = Test::new(["issue", "--users-file", "-", "--for", "inbox"])
        .stdin(names.join("\n"))
        .at(&sandbox)
        .run();
    ran.is(0, "\n", "");
    assert_eq!(users(&ran.stdout), names);
    let tokens: HashSet<&str> = ran.stdout.lines().collect();
    assert_eq!(tokens.len(), names.len());
    let ran = issue(&sandbox, &["--user", "a", "--user", "b", "--user", "a"]);
    assert_eq!(users(&ran.stdout), ["a", "b"]);
}

#[test]
fn one_user_who_fails_does_not_stop_the_others() {
    let sandbox = Sandbox::start();
    let ran = Test::new(["issue", "--users-file", "-"])
        .stdin("alice\nnot one\n\n$USER_ID\nbob\n")
        .at(&sandbox)
        .run();
    ran.is(
        1,
        "\n",
        "2 of 4 users got no token; run it again with --resume",
    );
    assert_eq!(users(&ran.stdout), ["alice", "not one", "$USER_ID", "bob"]);
    let lines: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(lines[0]["token"].is_string() && lines[3]["token"].is_string());
    assert!(
        lines[1]["error"]
            .as_str()
            .unwrap()
            .contains("is the user `not one`?")
    );
    Test::new(["issue", "--users-file", "-"])
        .stdin("\n")
        .at(&sandbox)
        .run()
        .is(2, "", "there is no user id in standard input");
}

#[test]
fn what_was_cut_short_is_resumed_without_a_user_twice_or_missing() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let names: Vec<String> = (0..50).map(|number| format!("u{number}")).collect();
    fs::write(path("ids"), names.join("\n")).unwrap();
    let first = issue(&sandbox, &["--users-file", &path("ids")]).stdout;
    // Killed in the middle of the twentieth line.
    let cut = first.match_indices('\n').nth(19).unwrap().0 - 30;
    fs::write(path("out"), &first[..cut]).unwrap();
    let rest = issue(
        &sandbox,
        &["--users-file", &path("ids"), "--resume", &path("out")],
    )
    .stdout;
    let all = format!("{}{rest}", &first[..cut]);
    let whole = |line: &&str| serde_json::from_str::<Value>(line).is_ok();
    let lines: Vec<&str> = all.lines().filter(whole).collect();
    assert_eq!(users(&lines.join("\n")), names);
    let none = issue(
        &sandbox,
        &["--users-file", &path("ids"), "--resume", &path("none")],
    );
    none.is(7, "", "error: cannot read `");
    // The same in a file that grows where it was cut.
    fs::write(path("out"), &first[..cut]).unwrap();
    let (out, same) = (path("out"), path("./out"));
    let args = [
        "--users-file",
        &path("ids"),
        "--resume",
        &same,
        "--output",
        &out,
    ];
    issue(&sandbox, &args).is(0, "", "");
    let grown = fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = grown.lines().filter(whole).collect();
    assert_eq!(users(&lines.join("\n")), names);
    fs::write(path("out"), &all).unwrap();
    issue(
        &sandbox,
        &["--users-file", &path("ids"), "--resume", &path("out")],
    )
    .is(0, "", "");
}

#[test]
fn a_server_that_is_asked_too_often_slows_all_down() {
    let slow = answer("429 Many\r\nretry-after-ms: 50", "{}");
    let server = Server::start(vec![slow, answer("500 Oops\r\nretry-after-ms: 1", "{}")]);
    let args = [
        "issue",
        "--user",
        "a",
        "--user",
        "b",
        "--retries",
        "1",
        "--api-url",
        &server.url,
    ];
    let ran = Test::new(args).env("COURIER_API_KEY", KEY).run();
    ran.is(1, "Courier answered 500", "2 of 2 users got no token");
    assert_eq!(server.served(), 4);
}
