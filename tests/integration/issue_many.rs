//! `issue` for many users: the results, failures of single users, and resumed runs.

use std::{collections::HashSet, fs, time::Instant};

use serde_json::{Value, json};

use crate::support::{
    IssueProxy, KEY, Outcome, Sandbox, ScriptedServer, Test, binary, closed_port_url, http_response,
};

fn issue(sandbox: &Sandbox, options: &str) -> Outcome {
    Test::line(&format!("issue {options}")).at(sandbox).run()
}

/// Returns the users of results, one JSON document per line.
fn users_of(results: &str) -> Vec<String> {
    let user = |line: &str| {
        let result: Value = serde_json::from_str(line).unwrap();
        result["user_id"].as_str().unwrap().to_owned()
    };
    results.lines().map(user).collect()
}

#[test]
fn many_users_are_printed_one_per_line_in_order() {
    let sandbox = Sandbox::start();
    let names: Vec<String> = (0..300).map(|number| format!("user-{number}")).collect();
    let outcome = Test::line("issue --users-file - --for inbox")
        .stdin(names.join("\n"))
        .at(&sandbox)
        .run();
    outcome.exits_with(0, "\n", "");
    assert_eq!(users_of(&outcome.stdout), names);
    let tokens: HashSet<&str> = outcome.stdout.lines().collect();
    assert_eq!(tokens.len(), names.len());
    let outcome = issue(&sandbox, "--user a --user b --user a");
    assert_eq!(users_of(&outcome.stdout), ["a", "b"]);
}

#[test]
fn one_failed_user_does_not_stop_the_others() {
    let sandbox = Sandbox::start();
    let outcome = Test::line("issue --users-file -")
        .stdin("alice\nnot one\n\n$USER_ID\nbob\n")
        .at(&sandbox)
        .run();
    outcome.exits_with(
        1,
        "\n",
        "no token for `not one`: Courier reads the user ID as `not`, not as `not one`\n\
         no token for `$USER_ID`: `$USER_ID` is a placeholder, not a user ID\n\
         no token for 2 of 4 users",
    );
    // A resumed run would refuse the same users.
    assert!(!outcome.stderr.contains("--resume"), "{outcome:#?}");
    assert_eq!(
        users_of(&outcome.stdout),
        ["alice", "not one", "$USER_ID", "bob"]
    );
    let lines = outcome.json_lines();
    assert!(lines[0]["token"].is_string() && lines[3]["token"].is_string());
    assert!(
        lines[1]["message"]
            .as_str()
            .unwrap()
            .contains("Courier reads the user ID as `not`, not as `not one`")
    );
    Test::line("issue --users-file -")
        .stdin("\n")
        .at(&sandbox)
        .run()
        .exits_with(2, "", "no user ID found in standard input");
}

#[test]
fn a_results_file_changed_by_another_run_is_left_unchanged() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("results");
    let old_line = "{\"user_id\":\"x\"}\n";
    fs::write(&file, old_line).unwrap();
    let line_of_other_run = "{\"user_id\":\"y\"}\n";
    let appended_to = file.clone();
    let proxy = IssueProxy::forwarding_after(&sandbox.url, move || {
        let mut file = fs::File::options().append(true).open(&appended_to).unwrap();
        std::io::Write::write_all(&mut file, line_of_other_run.as_bytes()).unwrap();
    });
    let name = file.to_str().unwrap();
    Test::line(&format!(
        "issue --user a --resume '{name}' --output '{name}'"
    ))
    .at(&sandbox)
    .env("COURIER_BASE_URL", &proxy.url)
    .run()
    .exits_with(
        7,
        "",
        "another process changed it in the meantime; run this command again",
    );
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        format!("{old_line}{line_of_other_run}")
    );
}

#[test]
fn the_order_of_scopes_does_not_matter_to_a_resumed_run() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("results").to_str().unwrap().to_owned();
    let users = "--user a --user b";
    let first = issue(&sandbox, &format!("{users} --for inbox,preferences")).stdout;
    fs::write(&results, first).unwrap();
    let resumed = format!("{users} --for preferences,inbox --resume '{results}'");
    issue(&sandbox, &resumed).exits_with(0, "", "");
    let more = format!("{users} --for inbox,brands --resume '{results}'");
    assert_eq!(users_of(&issue(&sandbox, &more).stdout), ["a", "b"]);
}

#[test]
fn a_truncated_run_resumes_with_each_user_exactly_once() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (ids, results) = (path("ids"), path("results"));
    let users: Vec<String> = (0..50).map(|number| format!("u{number}")).collect();
    fs::write(&ids, users.join("\n")).unwrap();
    let complete = issue(&sandbox, &format!("--users-file '{ids}'")).stdout;
    // As if the run had been killed in the middle of the twentieth line.
    let cut = complete.match_indices('\n').nth(19).unwrap().0 - 30;
    let truncated = &complete[..cut];
    let resume = format!("--users-file '{ids}' --resume");

    // The shell appends to the file: `courier-auth issue … >> results`.
    fs::write(&results, truncated).unwrap();
    let appending = fs::File::options().append(true).open(&results).unwrap();
    let status = binary()
        .args(["issue", "--users-file", &ids, "--resume", &results])
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdout(appending)
        .status();
    assert_eq!(status.unwrap().code(), Some(0));
    let appended = fs::read_to_string(&results).unwrap();
    let is_complete = |line: &&str| serde_json::from_str::<Value>(line).is_ok();
    let lines: Vec<&str> = appended.lines().filter(is_complete).collect();
    assert_eq!(users_of(&lines.join("\n")), users);
    // The truncated line stays, as the only one that is not JSON.
    assert_eq!(appended.lines().count(), 51);
    issue(&sandbox, &format!("{resume} '{results}'")).exits_with(0, "", "");

    // --output repairs the truncated line.
    fs::write(&results, truncated).unwrap();
    let same_file = path("./results");
    let repair = format!("{resume} '{same_file}' --output '{results}'");
    issue(&sandbox, &repair).exits_with(0, "", "");
    assert_eq!(users_of(&fs::read_to_string(&results).unwrap()), users);
}

#[test]
fn a_missing_results_file_and_an_existing_output_file_are_errors() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (ids, results) = (path("ids"), path("results"));
    fs::write(&ids, "a\nb\n").unwrap();
    issue(
        &sandbox,
        &format!("--users-file '{ids}' --resume '{results}'"),
    )
    .exits_with(7, "", "error: cannot read `");
    fs::write(&results, "{\"user\":\"a\",\"token\":\"x\"}\n").unwrap();
    issue(
        &sandbox,
        &format!("--users-file '{ids}' --output '{results}'"),
    )
    .exits_with(2, "", "already exists");
}

#[test]
fn resume_keeps_a_token_only_if_it_equals_a_new_one() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let result_at = |url: &str, scopes: &[&str], exp: Option<u64>| {
        let endpoint = format!("{url}/auth/issue-token");
        let result = json!({ "user_id": "a", "token": "x", "scopes": scopes, "expires_epoch": exp,
            "endpoint": endpoint });
        format!("{result}\n")
    };
    let result = |scopes: &[&str], exp| result_at(&sandbox.url, scopes, exp);
    let inbox = ["inbox:read:messages", "inbox:write:events"];
    let valid = result(&inbox, Some(9_999_999_999));
    let expired = result(&inbox, Some(5));
    let rows = [
        (valid.clone(), 0),
        (expired.clone(), 1),
        (result(&inbox, None), 1),
        (result(&["read:brands"], Some(9_999_999_999)), 1),
        (
            result_at("https://api.courier.com", &inbox, Some(9_999_999_999)),
            1,
        ),
        (format!("{valid}{expired}"), 1),
        (format!("{expired}{valid}"), 0),
        ("{\"user\":\"a\",\"error\":\"x\"}\n".to_owned(), 1),
    ];
    for (results, issued_count) in rows {
        fs::write(&path, &results).unwrap();
        let resume = format!("--user a --for inbox --resume '{}'", path.display());
        let outcome = issue(&sandbox, &resume);
        assert_eq!(outcome.stdout.lines().count(), issued_count, "{results}");
    }
}

#[test]
fn an_error_that_affects_all_users_ends_the_run() {
    let users: Vec<String> = (0..200).map(|number| format!("u{number}")).collect();
    let users = users.join("\n");
    let run = |url: &str| {
        Test::line("issue --users-file - --retries 0")
            .args(["--api-url", url])
            .key(KEY)
            .stdin(users.clone())
            .run()
    };
    let refusing = ScriptedServer::start(vec![http_response("401 No", r#"{"message":"no"}"#)]);
    run(&refusing.url).exits_with(4, "", "error: Courier refused the API key: 401 no");
    assert!(
        refusing.request_count() < 20,
        "{}",
        refusing.request_count()
    );
    let busy = ScriptedServer::start(vec![http_response("429 Many\r\nretry-after: 3600", "{}")]);
    run(&busy.url).exits_with(5, "", "retry after 1 h");
    run(&closed_port_url()).exits_with(6, "", "error: cannot connect");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_reports_the_remaining_users() {
    use std::process::Stdio;
    let sandbox = Sandbox::start();
    let mut child = binary()
        .args(["issue", "--users-file", "/dev/stdin", "--concurrency", "1"])
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let ids: String = (0..100_000)
        .map(|n| format!("u{n}\n"))
        .collect::<Vec<_>>()
        .concat();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), ids.as_bytes()).unwrap();
    let mut lines = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    std::io::BufRead::read_line(&mut lines, &mut first).unwrap();
    crate::support::send_signal(child.id(), rustix::process::Signal::INT);
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut lines, &mut rest).unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(
        stderr.contains("of 100,000 tokens issued; to get the rest, "),
        "{stderr}"
    );
    assert!(rest.ends_with('\n') || rest.is_empty());
}

#[test]
fn a_file_that_is_no_results_file_is_left_unchanged() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".env");
    let files = format!("--resume '{0}' --output '{0}'", file.display());
    for text in [
        "PASSWORD=x",
        "PASSWORD=x\n",
        "{\"a\":1}\n{\"user\":\"b\"",
        "[]\n",
    ] {
        fs::write(&file, text).unwrap();
        issue(&sandbox, &format!("--user a --user b {files}")).exits_with(
            2,
            "",
            "is not a results file of `issue`\nthis one was not changed",
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn the_results_file_is_created_by_the_first_token_and_extended() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("results");
    let files = format!("--resume '{0}' --output '{0}'", results.display());
    Test::line(&format!("issue --user a --user b {files}"))
        .at(&sandbox)
        .key(KEY)
        .run()
        .exits_with(4, "", "401");
    assert!(!results.exists());
    issue(&sandbox, &format!("--user a --user b {files}")).exits_with(0, "", "");
    // A last line without its line feed is complete.
    let text = fs::read_to_string(&results).unwrap();
    fs::write(&results, text.trim_end()).unwrap();
    issue(&sandbox, &format!("--user c {files}")).exits_with(0, "", "");
    let text = fs::read_to_string(&results).unwrap();
    assert_eq!(users_of(&text), ["a", "b", "c"]);
}

/// Courier refuses the second user after it has issued tokens for others.
#[test]
fn every_issued_token_is_printed_when_a_run_stops() {
    let sandbox = Sandbox::start();
    let proxy = IssueProxy::refusing(&sandbox.url, "u1");
    let ids: String = (0..40)
        .map(|number| format!("u{number}\n"))
        .collect::<Vec<_>>()
        .concat();
    let outcome = Test::line("issue --users-file -")
        .args(["--api-url", &proxy.url])
        .key(&sandbox.api_key)
        .stdin(ids)
        .run();
    outcome.exits_with(
        1,
        "\n",
        "error: Courier refused the API key: 401 no\nhelp: check that the API key belongs to this server\nof 40 users; to get the rest",
    );
    let lines = outcome.json_lines();
    let tokens = lines.iter().filter(|line| line["token"].is_string());
    let tokens = tokens.count();
    assert_eq!(tokens, proxy.forwarded_count(), "{outcome:#?}");
    assert!(tokens < 39, "{tokens}");
    assert!(
        lines
            .iter()
            .any(|line| line["user_id"] == "u1" && line["reason"] == "refused")
    );
}

#[test]
fn an_api_key_among_the_users_is_not_printed() {
    let sandbox = Sandbox::start();
    let outcome = Test::line("issue --users-file -")
        .stdin("alice\npk_prod_FAKEFAKEFAKE\n")
        .at(&sandbox)
        .run();
    outcome.exits_with(1, "the user ID looks like an API key", "1 of 2 users");
    assert!(!outcome.stdout.contains("pk_prod_FAKE"), "{outcome:#?}");
}

#[test]
fn an_unknown_scope_is_a_usage_error_for_many_users_too() {
    let sandbox = Sandbox::start();
    issue(&sandbox, "--user a --user b --scope inbox:red:mesages").exits_with(
        2,
        "",
        "error[unknown-scope]",
    );
}

#[test]
fn a_rate_limit_delays_all_users() {
    let slow = http_response("429 Many\r\nretry-after-ms: 400", "{}");
    let server = ScriptedServer::start(vec![
        slow,
        http_response("500 Oops\r\nretry-after-ms: 1", "{}"),
    ]);
    let started = Instant::now();
    let outcome = Test::line("issue --user a --user b --concurrency 1 --retries 0 --api-url")
        .arg(&server.url)
        .key(KEY)
        .run();
    outcome.exits_with(
        1,
        "Courier returned 429\nCourier returned 500",
        "no token for 2 of 2 users; to get the rest, save this output and add --resume FILE",
    );
    assert_eq!(server.request_count(), 2);
    // The second user waits, although the request of the first one is not retried.
    assert!(
        started.elapsed().as_millis() >= 400,
        "{:?}",
        started.elapsed()
    );
}
