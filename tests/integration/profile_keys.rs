//! Where the API key of a profile comes from, and where `profile add` stores it.

#[cfg(unix)]
use std::fs;

#[cfg(unix)]
use courier_auth::token::ApiKey;

#[cfg(unix)]
use crate::support::Test;
use crate::support::{ConfigHome, KEY, Outcome, Sandbox};

/// Runs `profile add x` with a key on standard input.
fn add_with_key(home: &ConfigHome, options: &str) -> Outcome {
    home.line(&format!("profile add x --api-key-file - {options}"))
        .stdin(KEY)
        .run()
}

#[test]
fn a_key_is_stored_in_the_file_only_with_insecure_storage() {
    let home = ConfigHome::new();
    add_with_key(&home, "--insecure-storage").exits_with(0, "", "plain: in the configuration file");
    assert!(home.config().contains(KEY));
    home.run("hmac --user a --profile x -q")
        .exits_with(0, "\n", "");
    add_with_key(&home, "--replace --key-from env:A").exits_with(
        2,
        "",
        "--key-from and --api-key-file name two different keys",
    );
}

#[test]
fn a_key_of_another_environment_is_not_stored() {
    let home = ConfigHome::new();
    add_with_key(&home, "--insecure-storage --env production").exits_with(
        2,
        "",
        "profile `x` is for production, but this key is for test: pk_test_... fp:",
    );
    assert!(!home.file().exists());
}

#[test]
fn profile_add_requires_a_key_source() {
    let home = ConfigHome::new();
    home.run("profile add y --key-from keyring").exits_with(
        2,
        "",
        "no API key to store\n--api-key-file",
    );
    home.run("profile add y")
        .exits_with(2, "", "no key source given");
}

#[test]
fn a_key_instead_of_its_source_is_refused_and_not_printed() {
    let home = ConfigHome::new();
    for source in [format!("env:{KEY}"), format!("command:echo {KEY}")] {
        let outcome = home.run(&format!("profile add y --key-from '{source}'"));
        outcome.exits_with(2, "", "expected a key source, got a key");
        assert!(!outcome.stderr.contains("FAKE"), "{outcome:#?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_a_key_is_private() {
    use std::{os::unix::fs::PermissionsExt as _, path::Path};
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let home = ConfigHome::new();
    add_with_key(&home, "--insecure-storage");
    assert_eq!(mode(&home.file()), 0o600);
    fs::set_permissions(home.file(), fs::Permissions::from_mode(0o644)).unwrap();
    home.run("hmac --user a --profile x").exits_with(
        0,
        "\n",
        "warning: other users of this machine can read",
    );
    home.run("profile use x")
        .exits_with(0, "", "is now the default");
    assert_eq!(mode(&home.file()), 0o600);
}

#[cfg(unix)]
#[test]
fn a_new_configuration_folder_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = ConfigHome::new();
    let nested = home.path().join("new/er");
    Test::line("profile add y --key-from env:A")
        .env("COURIER_AUTH_CONFIG_DIR", nested.to_str().unwrap())
        .run()
        .exits_with(0, "", "saved profile `y`");
    let mode = fs::metadata(&nested).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn check_tests_the_key_before_it_is_stored() {
    let sandbox = Sandbox::start();
    let home = ConfigHome::new();
    let add = |key: &str| {
        home.line("profile add local --insecure-storage --api-key-file - --check -v")
            .args(["--api-url", &sandbox.url])
            .stdin(key)
            .run()
    };
    add("sandbox_wrong_key").exits_with(4, "", "Courier refused the API key");
    assert!(!home.file().exists());
    let outcome = add(&sandbox.api_key);
    outcome.exits_with(
        0,
        "",
        "auth/issue-token for courier-auth-check: 200\nthe key works: sandbox_... fp:",
    );
    let outcome = home.run("issue --user a --profile local");
    outcome.exits_with(0, "eyJ", "");
}

#[cfg(unix)]
#[test]
fn a_key_file_in_the_home_directory_is_expanded() {
    let home = ConfigHome::new();
    let run = |line: &str| {
        let test = home.line(line);
        test.env("HOME", home.path().to_str().unwrap()).run()
    };
    let add = "profile add x --key-from 'file:~/my key'";
    run(add).exits_with(
        0,
        "",
        "warning: file `~/my key` does not exist; \nsaved profile `x` to",
    );
    assert!(home.config().contains("\"~/my key\""), "{}", home.config());
    fs::write(home.path().join("my key"), KEY).unwrap();
    run("profile show x").exits_with(
        0,
        "api key          pk_test_... fp:",
        "warning: other users",
    );
    run(&format!("{add} --replace")).exits_with(0, "", "saved profile `x` to");
}

#[test]
fn a_variable_that_is_not_set_is_warned_about() {
    let home = ConfigHome::new();
    home.run("profile add y --key-from env:NO_SUCH").exits_with(
        0,
        "",
        "warning: NO_SUCH is not set; \nsaved profile `y` to",
    );
}

#[cfg(unix)]
#[test]
fn a_key_command_provides_the_key_and_its_stderr_is_shown() {
    let sandbox = Sandbox::start();
    let key = &sandbox.api_key;
    let home = ConfigHome::with(&format!(
        "[profile.a]\napi_url = \"{0}\"\nkey = {{ command = \"printf '%s\\nmore' {key}\" }}\n\
         [profile.b]\napi_url = \"{0}\"\nkey = {{ shell = \"echo unlocking and {key} >&2; echo {key} | cat\" }}\n\
         [profile.c]\nkey = {{ command = \"sh -c 'echo {key}; echo locked >&2; exit 3' argument\" }}\n\
         [profile.d]\nkey = {{ command = \"/no/such/program read it\" }}\n\
         [profile.e]\nkey = {{ command = [\"true\"] }}\n\
         [profile.f]\nkey = {{ env = \"NOPE\" }}\n\
         [profile.g]\nkey = {{ file = \"/no/such/file\" }}\n",
        sandbox.url
    ));
    let issue = |profile: &str| home.run(&format!("issue --user u --profile {profile}"));
    issue("a").exits_with(0, "eyJ", "");
    issue("b").exits_with(0, "eyJ", "unlocking and sandbox_***");
    let failed = issue("c");
    failed.exits_with(
        4,
        "",
        "locked\nerror: the key command `sh` failed: exit status: 3",
    );
    assert!(!failed.stderr.contains("argument"), "{failed:#?}");
    issue("d").exits_with(
        4,
        "",
        "cannot run the key command `/no/such/program`: No such file",
    );
    issue("e").exits_with(4, "", "the key command `true` printed no key");
    issue("f").exits_with(
        4,
        "",
        "error: profile `f` reads its key from NOPE, which is not set\n\
         help: set NOPE, or pass --api-key-file PATH\n",
    );
    issue("g").exits_with(
        7,
        "",
        "error: cannot read the API key from `/no/such/file`: No such file\nhelp: check the path\n",
    );
}

#[cfg(unix)]
#[test]
fn a_key_command_without_a_shell_expands_no_variables() {
    let home = ConfigHome::with("[profile.f]\nkey = { command = \"echo $HOME/fake-key\" }\n");
    let shown = home.run("profile show f --json").json();
    let fingerprint = ApiKey::new("$HOME/fake-key").unwrap().describe();
    assert_eq!(shown["settings"]["api_key"]["value"], fingerprint);
}

#[cfg(unix)]
#[test]
fn a_key_command_does_not_read_standard_input() {
    let home = ConfigHome::with("[profile.x]\nkey = { shell = \"cat; echo pk_test_FAKE\" }");
    let outcome = home.line("hmac - --profile x -q").stdin("a\nb\n").run();
    assert_eq!(
        (outcome.code, outcome.stdout.lines().count()),
        (Some(0), 2),
        "{outcome:#?}"
    );
}

#[test]
fn a_key_of_another_environment_is_refused_by_default() {
    let home = ConfigHome::with(
        "[profile.test]\nenvironment = \"test\"\n[profile.live]\nenvironment = \"production\"\n\
         [profile.own]\nenvironment = \"env_01hzy0j8kkm2p3q4r5s6t7v8w9\"\n",
    );
    let hmac = |profile: &str, key: &str, options: &str| {
        home.line(&format!("hmac --user a -q {options}"))
            .env("COURIER_PROFILE", profile)
            .key(key)
            .run()
    };
    for (profile, key, is_allowed) in [
        ("test", "pk_test_FAKEFAKE", true),
        ("test", "pk_prod_FAKEFAKE", false),
        ("test", "dk_prod_FAKEFAKE", false),
        ("test", "pk_FAKEFAKEFAKE", true),
        ("live", "pk_prod_FAKEFAKE", true),
        ("live", "dk_test_FAKEFAKE", false),
        ("own", "pk_prod_FAKEFAKE", true),
    ] {
        let outcome = hmac(profile, key, "");
        assert_eq!(
            outcome.code,
            Some(if is_allowed { 0 } else { 4 }),
            "{profile} {key}: {outcome:#?}"
        );
        if !is_allowed {
            outcome.exits_with(4, "", "but this key is for\nadd --any-environment");
            assert!(!outcome.stderr.contains("FAKE"), "{outcome:#?}");
            hmac(profile, key, "--any-environment").exits_with(0, "\n", "");
        }
    }
    hmac("nope", KEY, "").exits_with(
        2,
        "",
        "profile `nope` not found; known profiles: `test`, `live`, `own`",
    );
}

#[test]
fn a_key_left_in_the_keyring_is_mentioned() {
    let home = ConfigHome::with("[profile.x]\nregion = \"us\"\nkey = { keyring = \"x\" }\n");
    let add = "profile add x --replace --key-from env:A";
    let note =
        "note: the previous key remains in the system keyring (service courier-auth, account `x`)";
    home.run(add).exits_with(0, "", note);
    let again = home.run(add);
    again.exits_with(0, "", "env: A");
    assert!(!again.stderr.contains("previous"), "{again:#?}");
}
