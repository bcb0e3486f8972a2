//! `issue`: output formats, the output file, dry runs and the preflight check.

#[cfg(unix)]
use std::fs;

use crate::support::{KEY, Outcome, Sandbox, ScriptedServer, Test, http_response};

fn issue(sandbox: &Sandbox, options: &str) -> Outcome {
    Test::line(&format!("issue {options}")).at(sandbox).run()
}

#[test]
fn every_output_format_contains_the_token() {
    let sandbox = Sandbox::start();
    for (options, start) in [
        ("--format env", "export COURIER_JWT=eyJ"),
        ("--format env --name TOKEN_1", "export TOKEN_1=eyJ"),
        ("--format dotenv", "COURIER_JWT=eyJ"),
        ("--format header", "Authorization: Bearer eyJ"),
    ] {
        let outcome = issue(&sandbox, &format!("--user alice {options}"));
        outcome.exits_with(0, "\n", "");
        assert!(outcome.stdout.starts_with(start), "{outcome:#?}");
    }
    let bare = issue(&sandbox, "--user alice --no-newline").stdout;
    assert!(bare.starts_with("eyJ") && !bare.ends_with('\n'));
}

#[test]
fn the_json_format_names_the_endpoint() {
    let sandbox = Sandbox::start();
    let json = issue(&sandbox, "--user alice --format json").json();
    assert_eq!(
        json["endpoint"],
        format!("{}/auth/issue-token", sandbox.url)
    );
    let expires_at = json["expires_at"].as_str().unwrap();
    let expires_at = chrono::DateTime::parse_from_rfc3339(expires_at).unwrap();
    assert_eq!(json["expires_epoch"], expires_at.timestamp());
}

#[test]
fn inspect_reads_the_dotenv_format() {
    let sandbox = Sandbox::start();
    let dotenv = issue(&sandbox, "--user alice --format dotenv").stdout;
    Test::line("inspect -")
        .stdin(dotenv)
        .run()
        .exits_with(0, "✓", "");
}

#[cfg(unix)]
#[test]
fn the_output_file_is_private_and_replaced_atomically() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    fs::write(&path, "old").unwrap();
    let name = path.to_str().unwrap();
    issue(&sandbox, &format!("--user alice --output {name}")).exits_with(0, "", "");
    assert!(fs::read_to_string(&path).unwrap().starts_with("eyJ"));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    issue(&sandbox, &format!("--user bob --output {}", link.display())).exits_with(
        7,
        "",
        "link`: it is a symbolic link; links are not followed",
    );
    issue(&sandbox, "--user bob --output /nowhere/token").exits_with(
        7,
        "",
        "error: cannot write `/nowhere/token`",
    );
    // A failed request keeps the old file and leaves no temporary file.
    Test::line("issue --user bob")
        .args(["--output", name, "--api-url", &sandbox.url])
        .key(KEY)
        .run()
        .exits_with(4, "", "401");
    assert!(fs::read_to_string(&path).unwrap().starts_with("eyJ"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_token_is_masked_in_github_actions() {
    let sandbox = Sandbox::start();
    let outcome = Test::line("issue --user alice")
        .env("GITHUB_ACTIONS", "true")
        .at(&sandbox)
        .run();
    let token = outcome.stdout.trim_end();
    let parts: Vec<&str> = token.split('.').collect();
    let masks: Vec<String> = [token]
        .iter()
        .chain(&parts)
        .map(|text| format!("::add-mask::{text}"))
        .collect();
    assert_eq!(outcome.stderr.lines().collect::<Vec<_>>(), masks);
}

#[test]
fn a_dry_run_prints_the_request_and_sends_nothing() {
    let server = ScriptedServer::start(vec![http_response("500 Oops", "{}")]);
    let dry_run = |options: &str| {
        Test::line(&format!(
            "issue --user \"o'brien\" --for inbox --dry-run {options}"
        ))
        .args(["--api-url", &server.url])
        .run()
    };
    let request = dry_run("").json();
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
    let curl = dry_run("--curl").stdout;
    assert!(
        curl.contains("-H \"Authorization: Bearer $COURIER_API_KEY\""),
        "{curl}"
    );
    assert_eq!(server.request_count(), 0);
    Test::line("issue --user '$ID' --dry-run")
        .run()
        .exits_with(2, "", "error[placeholder-user]");
}

#[test]
fn tenant_and_brand_options_narrow_the_scopes() {
    let scope = |options: &str| {
        let outcome = Test::line(&format!("issue --user a --dry-run {options}")).run();
        outcome.json()["body"]["scope"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        scope("--for create --tenant t1"),
        "user_id:a tenant:t1:read tenant:t1:notification:read tenant:t1:notification:write tenant:t1:brand:read"
    );
    assert_eq!(
        scope("--for create"),
        "user_id:a tenants:read tenants:notifications:read tenants:notifications:write tenants:brand:read"
    );
    for (option, hint) in [
        ("--tenant t1", "add --for create"),
        ("--brand b1", "add --for brands"),
    ] {
        Test::line(&format!("issue --user a --for inbox --dry-run {option}"))
            .run()
            .exits_with(2, "", hint);
    }
    assert_eq!(scope("--for brands --brand b1"), "user_id:a read:brands:b1");
    assert_eq!(
        scope("--scope 'read:brands inbox:read:messages read:brands'"),
        "user_id:a read:brands inbox:read:messages"
    );
}

#[test]
fn the_preflight_refuses_or_warns_and_can_be_skipped() {
    let sandbox = Sandbox::start();
    let misspelled = "--user a --scope inbox:read:messages --scope inbox:red:mesages";
    issue(&sandbox, misspelled).exits_with(
        2,
        "",
        "error[unknown-scope]: `inbox:red:mesages` is not a Courier scope
help: add --no-preflight to send it anyway",
    );
    issue(&sandbox, "--user a --expires-in '45 days'").exits_with(0, "eyJ", "warning[long-lived]");
    issue(&sandbox, "--user ada+test@example.com").exits_with(0, "eyJ", "");
    issue(&sandbox, &format!("{misspelled} --no-preflight")).exits_with(0, "eyJ", "");
    issue(&sandbox, "--user '$ID' --no-preflight").exits_with(0, "eyJ", "");
    let short = issue(&sandbox, "--user a --expires-in 3600 --no-preflight --json").json();
    assert_eq!(
        short["expires_epoch"].as_i64().unwrap() - short["issued_epoch"].as_i64().unwrap(),
        3
    );
}

#[test]
fn some_user_ids_are_refused_without_a_preflight_too() {
    let sandbox = Sandbox::start();
    for (user, reason) in [
        (
            "pk_prod_FAKEFAKEFAKE",
            "the user ID looks like an API key or a token",
        ),
        (
            "user_id:alice",
            "`user_id:alice` is a scope, not a user ID\npass the user ID alone: `alice`",
        ),
        (
            " alice",
            "the user ID `alice` starts or ends with whitespace",
        ),
    ] {
        let outcome = issue(&sandbox, &format!("--user '{user}' --no-preflight"));
        outcome.exits_with(2, "", reason);
        assert!(!outcome.stderr.contains("pk_prod_FAKE"), "{outcome:#?}");
    }
    issue(&sandbox, "--user --dry-run").exits_with(2, "", "`--user` needs a value");
}

#[test]
fn the_preflight_error_in_json_mode_is_one_object() {
    let sandbox = Sandbox::start();
    let json = issue(&sandbox, "--user '$ID' --json");
    json.exits_with(
        2,
        "",
        r#"{"schema":"courier-auth/error/v1","level":"error","reason":"invalid-request","message":"`$ID` is a placeholder"#,
    );
    assert_eq!(json.stderr.lines().count(), 1, "{}", json.stderr);
}

#[cfg(unix)]
#[test]
fn special_files_are_not_replaced() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let mkfifo = std::process::Command::new("mkfifo")
        .arg(path("pipe"))
        .status();
    assert!(mkfifo.unwrap().success());
    std::os::unix::fs::symlink("/nowhere", path("link")).unwrap();
    let (pipe, link) = (path("pipe"), path("link"));
    let folder = folder.path().to_str().unwrap();
    for (path, reason) in [
        (pipe.as_str(), "it is not a regular file"),
        (&link, "it is a symbolic link"),
        (folder, "it is not a regular file"),
        ("-", "expected a file, not standard output"),
    ] {
        for users in ["--user a", "--user a --user b"] {
            issue(&sandbox, &format!("{users} --output {path}")).exits_with(7, "", reason);
        }
    }
}
