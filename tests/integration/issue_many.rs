//! `issue`: forms of the answer, and many users.

use std::{collections::HashSet, fs};

use serde_json::Value;

use crate::common::{KEY, Ran, Refusing, Sandbox, Server, Test, answer};

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
        2,
        "",
        "error[unknown-scope]: `inbox:red:mesages` is no scope of Courier's\nhelp: --no-preflight asks all the same",
    );
    let long = ["--user", "a", "--expires-in", "45 days"];
    issue(&sandbox, &long).is(0, "eyJ", "warning[long-lived]");
    issue(&sandbox, &["--user", "ada+test@example.com"]).is(0, "eyJ", "");
    for (user, reason) in [
        (
            "pk_prod_FAKEFAKEFAKE",
            "a key or a token stands where a user id belongs",
        ),
        ("user_id:alice", "name the user by the id alone: `alice`"),
        (" alice", "white space around the user id `alice`"),
    ] {
        let ran = issue(&sandbox, &["--user", user, "--no-preflight"]);
        ran.is(2, "", reason);
        assert!(!ran.stderr.contains("pk_prod_FAKE"), "{ran:#?}");
    }
    issue(&sandbox, &["--user", "--dry-run"]).is(2, "", "a value is required");
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
        "2 of 4 users got no token; --resume with this answer",
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
fn a_former_answer_that_another_run_has_added_to_is_left_as_it_is() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("out");
    let first = "{\"user\":\"x\"}\n";
    std::fs::write(&file, first).unwrap();
    let other = "{\"user\":\"y\"}\n";
    let added = file.clone();
    let between = Refusing::after(&sandbox.url, move || {
        let mut file = std::fs::File::options().append(true).open(&added).unwrap();
        std::io::Write::write_all(&mut file, other.as_bytes()).unwrap();
    });
    let name = file.to_str().unwrap();
    let args = ["issue", "--user", "a", "--resume", name, "--output", name];
    Test::new(args)
        .at(&sandbox)
        .env("COURIER_BASE_URL", &between.url)
        .run()
        .is(
            7,
            "",
            "another run has written to it meanwhile; run this again",
        );
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        format!("{first}{other}")
    );
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
    let output = fs::File::options().append(true).open(path("out")).unwrap();
    let status = crate::common::program()
        .args([
            "issue",
            "--users-file",
            &path("ids"),
            "--resume",
            &path("out"),
        ])
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdout(output)
        .status();
    assert_eq!(status.unwrap().code(), Some(0));
    let all = fs::read_to_string(path("out")).unwrap();
    let whole = |line: &&str| serde_json::from_str::<Value>(line).is_ok();
    let lines: Vec<&str> = all.lines().filter(whole).collect();
    // The line that was cut is the only one that is none.
    assert_eq!(
        (users(&lines.join("\n")), all.lines().count()),
        (names.clone(), 51)
    );
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
    assert_eq!(users(&fs::read_to_string(&out).unwrap()), names);
    let ids = path("ids");
    issue(&sandbox, &["--users-file", &ids, "--output", &out]).is(2, "", "is there already");
    fs::write(path("out"), &all).unwrap();
    issue(
        &sandbox,
        &["--users-file", &path("ids"), "--resume", &path("out")],
    )
    .is(0, "", "");
}

#[test]
fn a_former_token_counts_while_it_is_as_good_as_a_new_one() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let of = |scopes: &str, exp: &str, url: &str| {
        let rest = format!("\"exp\":{exp},\"endpoint\":\"{url}/auth/issue-token\"");
        format!("{{\"user\":\"a\",\"token\":\"x\",\"scopes\":{scopes},{rest}}}\n")
    };
    let line = |scopes: &str, exp: &str| of(scopes, exp, &sandbox.url);
    let far = "9999999999";
    let inbox = r#"["inbox:read:messages","inbox:write:events"]"#;
    let rows = [
        (line(inbox, far), 0),
        (line(inbox, "5"), 1),
        (line(inbox, "null"), 1),
        (line(r#"["read:brands"]"#, far), 1),
        (of(inbox, far, "https://api.courier.com"), 1),
        (line(inbox, far) + &line(inbox, "5"), 1),
        (line(inbox, "5") + &line(inbox, far), 0),
        ("{\"user\":\"a\",\"error\":\"x\"}\n".to_owned(), 1),
    ];
    for (former, issued) in rows {
        fs::write(&path, &former).unwrap();
        let name = path.to_str().unwrap();
        let ran = issue(
            &sandbox,
            &["--user", "a", "--for", "inbox", "--resume", name],
        );
        assert_eq!(ran.stdout.lines().count(), issued, "{former}");
    }
}

#[test]
fn what_holds_for_all_users_ends_the_run() {
    let users: Vec<String> = (0..200).map(|number| format!("u{number}")).collect();
    let users = users.join("\n");
    let run = |url: &str| {
        Test::new([
            "issue",
            "--users-file",
            "-",
            "--retries",
            "0",
            "--api-url",
            url,
        ])
        .env("COURIER_API_KEY", KEY)
        .stdin(users.clone())
        .run()
    };
    let refusing = Server::start(vec![answer("401 No", r#"{"message":"no"}"#)]);
    run(&refusing.url).is(4, "", "error: Courier refused the API key: 401 no");
    assert!(refusing.served() < 20, "{}", refusing.served());
    let busy = Server::start(vec![answer("429 Many\r\nretry-after: 3600", "{}")]);
    run(&busy.url).is(5, "", "it asks to wait 1 h");
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    run(&format!("http://{free}")).is(6, "", "error: cannot connect");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_says_what_is_left() {
    use std::process::Stdio;
    let sandbox = Sandbox::start();
    let mut child = crate::common::program()
        .args(["issue", "--users-file", "/dev/stdin", "--concurrency", "1"])
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let ids: String = (0..1_000_000)
        .map(|n| format!("u{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), ids.as_bytes()).unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    std::io::BufRead::read_line(&mut lines, &mut first).unwrap();
    crate::common::send_signal(child.id(), rustix::process::Signal::INT);
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut lines, &mut rest).unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(
        stderr.contains("of 1000000 users got no token; --resume with this answer"),
        "{stderr}"
    );
    assert!(rest.ends_with('\n') || rest.is_empty());
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_replaced() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let made = std::process::Command::new("mkfifo")
        .arg(path("pipe"))
        .status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("/nowhere", path("link")).unwrap();
    let (pipe, link) = (path("pipe"), path("link"));
    let folder = folder.path().to_str().unwrap();
    for (path, reason) in [
        (pipe.as_str(), "it is no plain file"),
        (&link, "it is a symbolic link"),
        (folder, "it is no plain file"),
        ("-", "a file is wanted here"),
    ] {
        issue(&sandbox, &["--user", "a", "--output", path]).is(7, "", reason);
        issue(&sandbox, &["--user", "a", "--user", "b", "--output", path]).is(7, "", reason);
    }
}

#[test]
fn a_file_that_is_no_former_answer_is_left_alone() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    let name = file.to_str().unwrap();
    for text in [
        "PASSWORD=x",
        "PASSWORD=x\n",
        "{\"a\":1}\n{\"user\":\"b\"",
        "[]\n",
    ] {
        fs::write(&file, text).unwrap();
        let args = [
            "--user", "a", "--user", "b", "--resume", name, "--output", name,
        ];
        issue(&sandbox, &args).is(
            2,
            "",
            "is no former answer\nnothing of this one was changed",
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
    // Nothing is touched where nothing is issued; what is not there yet is begun.
    let begun = folder.path().join("out");
    let name = begun.to_str().unwrap();
    let args = [
        "--user", "a", "--user", "b", "--resume", name, "--output", name,
    ];
    let refused = ["issue"]
        .into_iter()
        .chain(args)
        .chain(["--api-url", &sandbox.url]);
    Test::new(refused)
        .env("COURIER_API_KEY", KEY)
        .run()
        .is(4, "", "401");
    assert!(!begun.exists());
    issue(&sandbox, &args).is(0, "", "");
    // A line that lacks its end alone is a whole one.
    let text = fs::read_to_string(&begun).unwrap();
    fs::write(&begun, text.trim_end()).unwrap();
    issue(
        &sandbox,
        &["--user", "c", "--resume", name, "--output", name],
    )
    .is(0, "", "");
    assert_eq!(users(&fs::read_to_string(&begun).unwrap()), ["a", "b", "c"]);
}

/// A server that refuses the second user, after all others were served.
#[test]
fn no_token_is_lost_when_a_run_stops() {
    let sandbox = Sandbox::start();
    let served = Refusing::start(&sandbox.url, "u1");
    let ids: String = (0..40)
        .map(|number| format!("u{number}\n"))
        .collect::<Vec<_>>()
        .concat();
    let ran = Test::new(["issue", "--users-file", "-", "--api-url", &served.url])
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdin(ids)
        .run();
    ran.is(
        1,
        "\n",
        "error: Courier refused the API key: 401 no\nhelp: check the key\nof 40 users got no token",
    );
    let lines: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let tokens = lines
        .iter()
        .filter(|line| line["token"].is_string())
        .count();
    assert_eq!(tokens, served.issued(), "{ran:#?}");
    assert!(tokens < 39, "{tokens}");
    assert!(
        lines
            .iter()
            .any(|line| line["user"] == "u1" && line["error"].is_string())
    );
}

#[test]
fn a_key_among_the_users_is_not_repeated() {
    let sandbox = Sandbox::start();
    let ran = Test::new(["issue", "--users-file", "-"])
        .stdin("alice\npk_prod_FAKEFAKEFAKE\n")
        .at(&sandbox)
        .run();
    ran.is(1, "a key or a token stands where", "1 of 2 users");
    assert!(!ran.stdout.contains("pk_prod_FAKE"), "{ran:#?}");
}

#[test]
fn what_nobody_can_be_asked_for_is_a_wrong_command_line() {
    let sandbox = Sandbox::start();
    let args = ["--user", "a", "--user", "b", "--scope", "inbox:red:mesages"];
    issue(&sandbox, &args).is(2, "", "error[unknown-scope]");
}

#[test]
fn a_server_that_is_asked_too_often_slows_all_down() {
    let slow = answer("429 Many\r\nretry-after-ms: 400", "{}");
    let server = Server::start(vec![slow, answer("500 Oops\r\nretry-after-ms: 1", "{}")]);
    let started = std::time::Instant::now();
    let args = [
        "issue",
        "--user",
        "a",
        "--user",
        "b",
        "--concurrency",
        "1",
        "--retries",
        "0",
    ];
    let ran = Test::new(args.into_iter().chain(["--api-url", &server.url]))
        .env("COURIER_API_KEY", KEY)
        .run();
    ran.is(
        1,
        "Courier answered 429\nCourier answered 500",
        "2 of 2 users got no token",
    );
    assert_eq!(server.served(), 2);
    // The second user waited though nothing was tried again for the first.
    assert!(
        started.elapsed().as_millis() >= 400,
        "{:?}",
        started.elapsed()
    );
}
