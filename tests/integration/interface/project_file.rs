//! The project file `.courier-auth.toml`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{ConfigHome, KEY, Outcome, Sandbox, Test, TokenServer};

/// The name of the project file.
const NAME: &str = ".courier-auth.toml";

/// A project file with a default for every option.
const DEFAULTS: &str = "user = \"e2e\"\nfor = [\"preferences\"]\nexpires_in = \"2 hours\"\n";

/// A folder with `.git` and a project file.
struct Repository(TempDir);

impl Repository {
    /// A repository without a project file.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        Self(folder)
    }

    fn with(project: impl AsRef<[u8]>) -> Self {
        let repository = Self::new();
        fs::write(repository.file(), project).unwrap();
        repository
    }

    fn file(&self) -> PathBuf {
        self.0.path().join(NAME)
    }

    /// The path of the file as messages name it: without symbolic links, such as macOS's `/tmp`.
    fn shown_file(&self) -> String {
        let folder = self.0.path().canonicalize().unwrap();
        folder.join(NAME).to_str().unwrap().to_owned()
    }

    /// Creates a folder in the repository.
    fn folder(&self, path: &str) -> PathBuf {
        let folder = self.0.path().join(path);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn line(&self, line: &str) -> Test {
        Test::line(line).in_folder(self.0.path())
    }

    fn run(&self, line: &str) -> Outcome {
        self.line(line).run()
    }
}

/// Returns the body of the token request that a dry run of `issue` prints.
#[track_caller]
fn planned_request(outcome: &Outcome) -> Value {
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    outcome.json()["body"].clone()
}

/// Returns the user of the token request that `issue --dry-run` plans in a folder, `None` without one.
fn planned_user(folder: &Path) -> Option<String> {
    let outcome = Test::line("issue --dry-run").in_folder(folder).run();
    if outcome.code == Some(2) {
        outcome.exits_with(
            2,
            "",
            "no user given\nin a profile or in .courier-auth.toml",
        );
        return None;
    }
    let request = planned_request(&outcome);
    let scope = request["scope"].as_str().unwrap();
    let user = scope.split_whitespace().next().unwrap();
    Some(user.trim_start_matches("user_id:").to_owned())
}

#[test]
fn issue_takes_defaults_from_the_file_and_options_override_them() {
    let repository = Repository::with(DEFAULTS);
    let home = ConfigHome::with(
        "default_profile = \"d\"\n[profile.d]\nuser = \"dora\"\nexpires_in = \"5 days\"\n\
         [profile.f]\nuser = \"fay\"\nexpires_in = \"6 days\"\n",
    );
    let preferences = "read:preferences write:preferences";
    let inbox = "inbox:read:messages inbox:write:events";
    for (options, user, scopes, lifetime) in [
        ("", "e2e", preferences, "2 hours"),
        ("--user bob", "bob", preferences, "2 hours"),
        ("--for inbox", "e2e", inbox, "2 hours"),
        ("--scope read:brands", "e2e", "read:brands", "2 hours"),
        ("--expires-in '3 hours'", "e2e", preferences, "3 hours"),
        ("--profile f", "fay", preferences, "6 days"),
        ("--profile f --user bob", "bob", preferences, "6 days"),
    ] {
        let test = repository.line(&format!("issue --dry-run {options}"));
        let request = planned_request(&home.configure(test).run());
        let scope = format!("user_id:{user} {scopes}");
        let expected = json!({ "scope": scope, "expires_in": lifetime });
        assert_eq!(request, expected, "{options}");
    }
    let outside = home.run("issue --dry-run");
    assert_eq!(planned_request(&outside)["expires_in"], "5 days");
    let test = repository
        .line("issue --dry-run")
        .env("COURIER_PROFILE", "f");
    assert_eq!(
        planned_request(&home.configure(test).run())["expires_in"],
        "6 days"
    );
}

#[test]
fn every_command_with_a_default_user_uses_the_user_of_the_file() {
    let repository = Repository::with("user = \"alice\"\n");
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{"messageId":"m1","title":"Hi"}]}}}"#);
    let run = |line: &str| repository.line(line).at(&sandbox).run();
    let signature = run("hmac").stdout;
    assert_eq!(signature, run("hmac --user alice").stdout);
    run(&format!("hmac check {signature}")).exits_with(0, "yes", "");
    run("messages --format ids").exits_with(0, "m1", "");
    run("listen --since 2000-01-01 --count 1 --timeout 30s").exits_with(0, "m1", "alice");
    run("mark-read --all --dry-run").exits_with(0, "m1", "would mark 1 message");
    run("issue --format dotenv").exits_with(0, "COURIER_JWT=eyJ", "");
    #[cfg(unix)]
    run("exec -- sh -c 'echo $COURIER_USER_ID'").exits_with(0, "alice\n", "");
    let doctor = run("doctor --json").json().to_string();
    assert!(
        doctor.contains("alice") && !doctor.contains("courier-auth-doctor"),
        "{doctor}"
    );
    assert!(doctor.contains(&repository.shown_file()), "{doctor}");
}

#[test]
fn features_apply_to_checks_but_the_user_is_no_requirement() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let repository = Repository::with(DEFAULTS);
    for (line, code, expected) in [
        ("inspect", 1, "read:preferences"),
        ("inspect --for inbox", 0, ""),
        ("can list -", 0, "yes"),
        ("can list --user e2e -", 1, "e2e"),
    ] {
        let outcome = repository.line(line).stdin(token.as_str()).run();
        assert_eq!(outcome.code, Some(code), "{line}: {outcome:#?}");
        assert!(outcome.stdout.contains(expected), "{line}: {outcome:#?}");
        assert!(
            !line.starts_with("inspect") || !outcome.stdout.contains("e2e"),
            "{outcome:#?}"
        );
    }
    let doctor = repository.line("doctor --user alice --json").at(&sandbox);
    let report = doctor.env("COURIER_JWT", &token).run().json().to_string();
    assert!(report.contains("read:preferences"), "{report}");
}

#[test]
fn serve_takes_features_and_lifetime_but_not_the_user() {
    let sandbox = Sandbox::start();
    let repository = Repository::with(DEFAULTS);
    let server = TokenServer::in_folder(repository.0.path(), &sandbox);
    let response = server.get("?user=alice");
    assert_eq!(response.status, 200, "{}", response.body);
    let token = response.json()["token"].as_str().unwrap().to_owned();
    let decoded = Test::line("inspect --for preferences --user alice --json -")
        .stdin(token)
        .run();
    decoded.exits_with(0, "read:preferences", "");
    let short = Repository::with("expires_in = \"1 minute\"");
    short
        .line("serve --port 0")
        .key(KEY)
        .run()
        .exits_with(2, "", "a token lifetime of 1 min");
}

#[test]
fn strongest_source_of_a_profile_wins() {
    let repository = Repository::with("profile = \"project\"\n");
    let home = ConfigHome::new();
    let profiles = "[profile.flag]\n[profile.variable]\n[profile.project]\n[profile.default]\n";
    let sources = [
        ("flag", json!({ "kind": "flag", "name": "--profile" })),
        (
            "variable",
            json!({ "kind": "variable", "name": "COURIER_PROFILE" }),
        ),
        (
            "project",
            json!({ "kind": "project-file", "name": repository.shown_file() }),
        ),
        ("default", json!({ "kind": "configuration", "name": null })),
    ];
    for combination in 0_u8..16 {
        let has = |index: usize| combination & (1 << index) != 0;
        let default = if has(3) {
            "default_profile = \"default\"\n"
        } else {
            ""
        };
        fs::write(home.file(), format!("{default}{profiles}")).unwrap();
        let project = if has(2) {
            "profile = \"project\"\n"
        } else {
            ""
        };
        fs::write(repository.file(), project).unwrap();
        let mut test = home.configure(repository.line("profile show --json"));
        if has(0) {
            test = test.args(["--profile", "flag"]);
        }
        if has(1) {
            test = test.env("COURIER_PROFILE", "variable");
        }
        let present: Vec<_> = (0..4)
            .filter(|index| has(*index))
            .map(|index| &sources[index])
            .collect();
        let shown = test.run().json();
        let profile = &shown["settings"]["profile"];
        let winner = present.first();
        assert_eq!(
            profile["value"],
            json!(winner.map(|(name, _)| name)),
            "{shown}"
        );
        assert_eq!(
            profile["origin"],
            json!(winner.map(|(_, origin)| origin)),
            "{shown}"
        );
        assert_eq!(shown["profile"], profile["value"]);
        let overridden = present.iter().skip(1);
        let overridden: Vec<Value> = overridden
            .map(|(name, origin)| json!({ "value": name, "origin": origin }))
            .collect();
        assert_eq!(profile["overridden"], json!(overridden), "{shown}");
    }
}

#[test]
fn profile_show_lists_typed_settings_by_name() {
    let repository = Repository::with(format!("profile = \"ci\"\n{DEFAULTS}"));
    let home = ConfigHome::with(
        "[profile.ci]\nregion = \"eu\"\nuser = \"ci-user\"\nexpires_in = \"3 days\"\n\
         environment = \"test\"\n",
    );
    let file = repository.shown_file();
    let shown = home
        .configure(repository.line("profile show --json --timeout 500ms --api-url https://x.test"))
        .run();
    let shown = shown.json();
    let origin = json!({ "kind": "project-file", "name": file });
    let of_profile = json!({ "kind": "profile", "name": "ci" });
    assert_eq!(shown["schema"], "courier-auth/profile-show/v1");
    assert_eq!(shown["project_file"], file.as_str());
    assert_eq!(shown["profile"], "ci");
    let setting = |value: Value, origin: &Value, overridden: Value| json!({ "value": value, "origin": origin, "overridden": overridden, "message": null });
    let overridden = |value: &str| json!([{ "value": value, "origin": of_profile }]);
    let flag = |name: &str| json!({ "kind": "flag", "name": name });
    let default = json!({ "kind": "default", "name": null });
    for (name, expected) in [
        (
            "user_id",
            setting(json!("e2e"), &origin, overridden("ci-user")),
        ),
        (
            "expires_in",
            setting(json!("2 hours"), &origin, overridden("3 days")),
        ),
        (
            "features",
            setting(json!(["preferences"]), &origin, json!([])),
        ),
        (
            "environment",
            setting(json!("test"), &of_profile, json!([])),
        ),
        (
            "timeout_seconds",
            setting(json!(0.5), &flag("--timeout"), json!([])),
        ),
        ("retries", setting(json!(2), &default, json!([]))),
        ("output", setting(json!("json"), &flag("--json"), json!([]))),
        ("api_key", setting(Value::Null, &Value::Null, json!([]))),
        (
            "api_url",
            setting(
                json!("https://x.test/"),
                &flag("--api-url"),
                overridden("https://api.eu.courier.com/"),
            ),
        ),
    ] {
        assert_eq!(shown["settings"][name], expected, "{name}");
    }
    home.configure(repository.line("profile show --origin"))
        .run()
        .exits_with(
            0,
            &format!(
                "project file     {file}\nprofile          ci  (project file {file})\n\
             user             e2e  (project file {file})\n                 overrides ci-user (profile ci)\n\
             for              preferences  (project file {file})\n\
             expires in       2 hours  (project file {file})"
            ),
            "",
        );
    let outside = Test::line("profile show --json").run().json();
    assert_eq!(outside["project_file"], Value::Null);
    assert_eq!(
        outside["settings"]["features"],
        setting(Value::Null, &Value::Null, json!([]))
    );
    assert_eq!(outside["settings"]["timeout_seconds"]["value"], json!(30));
}

#[test]
fn a_missing_profile_names_the_file_and_can_be_overridden() {
    let repository = Repository::with("profile = \"ci\"\nuser = \"alice\"\n");
    let home = ConfigHome::with("[profile.cli]\n[profile.other]\n");
    let run = |line: &str| home.configure(repository.line(line)).key(KEY).run();
    let file = repository.shown_file();
    run("issue --dry-run").exits_with(
        2,
        "",
        &format!(
            "profile `ci` not found (named in `{file}`); did you mean `cli`?\n\
             add it with `courier-auth profile add ci`, or choose another one with --profile"
        ),
    );
    run("issue --dry-run --profile other").exits_with(0, "user_id:alice", "");
    run("inspect x").exits_with(3, "not-a-jwt", "");
    let doctor = run("doctor --json --user alice --api-url http://127.0.0.1:1");
    doctor.exits_with(1, "profile `ci` not found", "");
    // The profile can be added and looked at although it is named already.
    run("profile list").exits_with(0, "cli", "");
    run("profile add ci --key-from env:CI_KEY").exits_with(0, "", "saved profile `ci`");
    run("issue --dry-run").exits_with(0, "user_id:alice", "");
    run("profile list").exits_with(0, "*  ci", "");
    run("profile use other").exits_with(0, "", &format!("`{file}` names profile `ci`"));
    assert!(!run("profile use ci").stderr.contains(&file));
}

#[test]
fn the_nearest_file_up_to_the_root_of_the_repository_counts() {
    let outer = Repository::with("user = \"outer\"");
    let deep = outer.folder("packages/web/src");
    assert_eq!(planned_user(&deep).as_deref(), Some("outer"));
    fs::write(outer.folder("packages/web").join(NAME), "user = \"web\"").unwrap();
    assert_eq!(planned_user(&deep).as_deref(), Some("web"));
    assert_eq!(
        planned_user(&outer.folder("packages")).as_deref(),
        Some("outer")
    );
    // A worktree or submodule has a file `.git`, and ends the search.
    let inner = outer.folder("packages/web/submodule");
    fs::write(inner.join(".git"), "gitdir: elsewhere").unwrap();
    assert_eq!(planned_user(&inner), None);
    assert_eq!(
        planned_user(&outer.folder("packages/web/submodule/src")),
        None
    );
}

#[test]
fn outside_of_a_repository_only_the_current_folder_counts() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join(NAME), "user = \"stranger\"").unwrap();
    let folder = parent.path().join("folder");
    fs::create_dir(&folder).unwrap();
    assert_eq!(planned_user(&folder), None);
    assert_eq!(planned_user(parent.path()).as_deref(), Some("stranger"));
}

#[test]
fn every_encoding_of_windows_tools_is_read() {
    let text = "# défaut\r\nuser = \"alice\"\r\n";
    let marked = format!("\u{FEFF}{text}");
    let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [text.as_bytes().to_vec(), marked.into_bytes(), utf16] {
        let repository = Repository::with(bytes);
        assert_eq!(planned_user(repository.0.path()).as_deref(), Some("alice"));
    }
}

#[test]
fn a_hostile_repository_cannot_send_a_key_elsewhere_or_run_anything() {
    let to_server = "could send your API key to another server";
    let stored = "help: store it in your own configuration with `courier-auth profile add NAME`";
    for (text, line, reason) in [
        ("api_url = \"https://evil.test\"", 1, to_server),
        ("\ninbox_url = \"https://evil.test\"", 2, to_server),
        ("socket_url = \"wss://evil.test\"", 1, to_server),
        ("base_url = \"https://evil.test\"", 1, to_server),
        ("region = \"eu\"", 1, to_server),
        ("[scan]\napi_url = \"https://evil.test\"", 2, to_server),
        (
            "key = { command = \"touch evil.test\" }",
            1,
            "must not choose the API key",
        ),
        ("api_key = \"evil.test\"", 1, "must not choose the API key"),
        ("command = \"touch evil.test\"", 1, "could run any program"),
        (
            "[profile.x]\napi_url = \"https://evil.test\"",
            1,
            "must not define profiles",
        ),
        (
            "[profile.x.key]\nshell = \"touch evil.test\"",
            1,
            "must not define profiles",
        ),
    ] {
        let repository = Repository::with(format!("{text}\n"));
        let place = format!("`{}`, line {line}: ", repository.shown_file());
        for command in [
            "issue --user alice",
            "messages --user alice",
            "hmac --user a",
            "inspect x",
        ] {
            let outcome = repository.line(command).key(KEY).run();
            outcome.exits_with(2, "", &format!("error: {place}\n{reason}\n{stored}"));
            assert!(!outcome.stderr.contains("evil"), "{outcome:#?}");
        }
    }
    for text in [
        "user = \"pk_prod_FAKEFAKEFAKEFAKE\"",
        "[scan]\nexclude = [\"pk_prod_FAKEFAKEFAKEFAKE\"]",
        "note = \"eyJhbGciOiJIUzI1NiJ9.FAKEFAKE.FAKEFAKE\"",
        "pk_prod_FAKEFAKEFAKEFAKE = true",
        "user = pk_prod_FAKEFAKEFAKEFAKE",
    ] {
        let outcome = Repository::with(text).run("issue --dry-run");
        outcome.exits_with(2, "", NAME);
        assert!(!outcome.stderr.contains("FAKEFAKE"), "{outcome:#?}");
    }
}

#[test]
fn a_file_that_is_not_a_small_regular_file_is_refused() {
    let large = Repository::with(format!("user = \"alice\"\n{}", "#".repeat(10_000_000)));
    let folder = Repository::new();
    fs::create_dir(folder.file()).unwrap();
    let binary = Repository::with(b"user = \"\xFF\"");
    for (repository, reason) in [
        (&large, "it is larger than 64 KiB"),
        (&folder, "it is not a regular file"),
        (&binary, "line 1 is not valid UTF-8"),
    ] {
        let error = format!("cannot read `{}`: {reason}", repository.shown_file());
        repository
            .run("issue --dry-run --user alice")
            .exits_with(7, "", &error);
        let at_nobody = "doctor --user alice --api-url http://127.0.0.1:1 --json";
        repository.run(at_nobody).exits_with(1, reason, "");
    }
}

#[cfg(unix)]
#[test]
fn a_link_counts_if_it_stays_in_the_repository_and_a_pipe_never() {
    use std::os::unix::fs::symlink;

    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("secret");
    fs::write(&secret, "user = \"stranger\"").unwrap();
    let outside = "a symbolic link to a file outside of the repository";
    for (target, reason) in [
        (secret.as_path(), outside),
        (Path::new("/dev/zero"), outside),
    ] {
        let repository = Repository::new();
        symlink(target, repository.file()).unwrap();
        repository.run("issue --dry-run").exits_with(7, "", reason);
    }
    let repository = Repository::with("user = \"alice\"");
    let package = repository.folder("package");
    symlink("../.courier-auth.toml", package.join(NAME)).unwrap();
    assert_eq!(planned_user(&package).as_deref(), Some("alice"));
    let dangling = Repository::new();
    symlink("nowhere", dangling.file()).unwrap();
    dangling
        .run("issue --dry-run")
        .exits_with(7, "", "cannot read");
    let pipe = Repository::new();
    let made = std::process::Command::new("mkfifo")
        .arg(pipe.file())
        .status();
    assert!(made.unwrap().success());
    pipe.run("issue --dry-run")
        .exits_with(7, "", "it is not a regular file");
}

#[test]
fn a_malformed_file_is_an_error_of_the_commands_that_use_it_only() {
    let repository = Repository::with("user = \"alice\"\nfor = [\"inbx\"]\n");
    let error = format!(
        "`{}`, line 2: unknown feature; did you mean `inbox`?",
        repository.shown_file()
    );
    for line in [
        "issue --user alice --for inbox --dry-run",
        "messages --user alice",
        "mark-read m1",
        "hmac --user alice",
        "hmac check --user alice abc",
        "serve",
        "inspect x",
        "profile show",
    ] {
        repository
            .line(line)
            .key(KEY)
            .run()
            .exits_with(2, "", &error);
    }
    repository.run("exec -- true").exits_with(125, "", &error);
    for line in [
        "--help",
        "inspect --help",
        "explain",
        "explain CA305",
        "scopes",
        "exit-codes",
        "completions bash",
        "man",
        "can --list",
        "sandbox --help",
    ] {
        let outcome = repository.run(line);
        assert_eq!(
            (outcome.code, outcome.stderr.as_str()),
            (Some(0), ""),
            "{line}"
        );
    }
    repository.run("profile list").exits_with(0, "", &error);
}

#[test]
fn unknown_entries_are_warnings_or_with_strict_config_errors() {
    let project = "usr = \"alice\"\n[scan]\nexlude = [\"*.lock\"]\ndeny = [\"no-expiri\"]\n";
    let config = "defualt_profile = \"x\"\n[profile.x]\n";
    let hints = "did you mean `user`?\ndid you mean `exclude`?\ndid you mean `no-expiry`?";
    let repository = Repository::with(project);
    let issue = "issue --user alice --dry-run";
    repository
        .run(issue)
        .exits_with(0, "alice", &format!("warning: unknown key `usr`\n{hints}"));
    let strict = "issue --user alice --dry-run --strict-config";
    repository.run(strict).exits_with(
        2,
        "",
        &format!("error: unknown key `usr`\n{hints}\nremove --strict-config"),
    );
    let home = ConfigHome::with(config);
    let hint = "did you mean `default_profile`?";
    home.run(issue)
        .exits_with(0, "alice", &format!("warning: unknown key\n{hint}"));
    home.run(strict)
        .exits_with(2, "", &format!("error: unknown key\n{hint}"));
    home.run("profile list --strict-config")
        .exits_with(2, "", hint);
    Repository::with(DEFAULTS)
        .run(strict)
        .exits_with(0, "alice", "");
    Test::line("--strict-config scopes")
        .run()
        .exits_with(0, "inbox", "");
}

#[test]
fn output_is_the_default_format_of_reports_and_of_nothing_else() {
    let repository = Repository::with("output = \"json\"\nuser = \"alice\"\n");
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let run = |line: &str| {
        repository
            .line(line)
            .at(&sandbox)
            .stdin(token.as_str())
            .run()
    };
    for line in ["inspect -", "scan", "messages", "doctor", "profile show"] {
        assert!(run(line).json()["schema"].is_string(), "{line}");
    }
    for (line, start) in [
        ("inspect --format text -", "✓"),
        ("inspect --format github -", "::notice"),
        ("inspect --field claims.alg -", ""),
        ("scan --format text", "✓"),
        ("messages --format count", "0"),
        ("messages --format ids", ""),
        ("issue", "eyJ"),
        ("can list -", "yes"),
        ("hmac", ""),
    ] {
        let stdout = run(line).stdout;
        assert!(
            stdout.starts_with(start) && !stdout.starts_with('{'),
            "{line}: {stdout}"
        );
    }
    // Errors are JSON too, as with `--json`.
    let refused = run("messages --token-file nowhere").stderr;
    assert!(refused.starts_with('{'), "{refused}");
    let text = Repository::with("output = \"text\"\n");
    text.line("inspect --json -")
        .stdin(token.as_str())
        .run()
        .json();
}

#[test]
fn the_tour_does_not_depend_on_the_folder() {
    let repository = Repository::with("for = \"preferences\"\noutput = \"json\"\n");
    repository
        .run("demo")
        .exits_with(0, "issue --user alice", "");
}

#[test]
fn the_example_of_the_documentation_has_no_mistakes() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/project-file.md");
    let page = fs::read_to_string(page).unwrap();
    let example = page.split("```toml\n").nth(1).unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let home = ConfigHome::with("[profile.ci]\n");
    let repository = Repository::with(example);
    let shown = repository.line("profile show --origin --strict-config");
    home.configure(shown).run().exits_with(
        0,
        "profile          ci  (project file\nuser             e2e-user  (project file\n\
         for              inbox,preferences  (project file\nexpires in       2 hours  (project file",
        "",
    );
}
