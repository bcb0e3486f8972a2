//! `profile`: its commands, and what a profile provides to the other commands.

use serde_json::Value;

use crate::support::{ConfigHome, KEY, Sandbox};

#[test]
fn a_profile_is_added_used_shown_and_removed() {
    let home = ConfigHome::new();
    home.run("profile list")
        .exits_with(0, "", "no profiles yet");
    let add = "profile add staging --key-from env:STAGING_KEY --env test --user alice \
               --expires-in '2 hours' --region eu";
    home.run(add).exits_with(
        0,
        "",
        "saved profile `staging` to \n(key from env: STAGING_KEY)",
    );
    home.run(add).exits_with(
        2,
        "",
        "profile `staging` already exists\nhelp: add --replace",
    );
    assert_eq!(
        home.config(),
        "[profile.staging]\nregion = \"eu\"\nenvironment = \"test\"\nuser = \"alice\"\n\
         expires_in = \"2 hours\"\nkey = { env = \"STAGING_KEY\" }\n"
    );
    home.run("profile use stagng").exits_with(
        2,
        "",
        "profile `stagng` not found; did you mean `staging`?",
    );
    home.run("profile use staging")
        .exits_with(0, "", "profile `staging` is now the default");
    home.run("profile list")
        .exits_with(0, "*  staging  eu  test  alice  env: STAGING_KEY", "");
    let shown = home
        .line("profile show --origin")
        .env("STAGING_KEY", KEY)
        .run();
    shown.exits_with(
        0,
        "profile          staging\napi key          pk_test_... fp:\n  (profile staging)\n\
         api url          https://api.eu.courier.com/  (profile staging)\n\
         inbox url        https://inbox.eu.courier.io/q  (profile staging)\n\
         environment      test  (profile staging)\nuser             alice  (profile staging)\n\
         expires in       2 hours  (profile staging)\ntimeout          30 s  (default)",
        "",
    );
    assert!(!shown.stdout.contains(KEY), "{shown:#?}");
    home.run("profile show").exits_with(
        1,
        "profile `staging` reads its key from STAGING_KEY, which is not set",
        "",
    );
    home.run("profile remove staging")
        .exits_with(2, "", "requires confirmation\nhelp: add --yes");
    home.run("profile remove staging --yes")
        .exits_with(0, "", "removed profile");
    assert_eq!(home.config(), "");
    home.run("profile show staging")
        .exits_with(2, "", "no profiles exist yet");
}

#[test]
fn every_profile_command_has_json_output() {
    let home = ConfigHome::new();
    let added = home.run("profile add x --key-from file:/k --json").json();
    assert_eq!(added["schema"], "courier-auth/profile-change/v1");
    assert_eq!(added["config_file"], home.file().to_str().unwrap());
    home.run("profile use x --json").json();
    let list = home.run("profile list --json").json();
    assert_eq!(list["default_profile"], "x");
    assert_eq!(list["profiles"][0]["key"]["kind"], "file");
    let show = home.run("profile show --json");
    assert_eq!(show.code, Some(1), "{show:#?}");
    let show: Value = serde_json::from_str(&show.stdout).unwrap();
    let key = &show["settings"]["api_key"];
    assert!(
        key["message"].as_str().unwrap().contains("cannot read"),
        "{show}"
    );
    assert_eq!(key["value"], Value::Null);
    let removed = home.run("profile remove x --yes --json").json();
    assert_eq!(removed["change"], "removed");
}

#[test]
fn options_without_an_effect_are_refused() {
    let home = ConfigHome::new();
    for option in [
        "--timeout",
        "--connect-timeout",
        "--ca-bundle",
        "--retries",
        "--debug-http",
    ] {
        home.run(&format!("profile add y --key-from env:A {option} 1"))
            .exits_with(2, "", &format!("{option} has no effect without --check"));
    }
}

#[test]
fn a_profile_name_has_only_letters_digits_and_a_few_signs() {
    let home = ConfigHome::new();
    home.run("profile add")
        .exits_with(2, "", "no profile name given");
    let invalid = "a profile name can contain only letters, digits";
    for (name, error) in [
        ("'y z'", invalid),
        ("-y", invalid),
        ("''", "the profile name is empty"),
        ("y/z", invalid),
    ] {
        home.run(&format!("profile add --key-from env:A -- {name}"))
            .exits_with(2, "", error);
    }
}

/// Writes a profile that is the default, for a sandbox. Its key is in the variable `MINE`.
fn home_with_default_profile(sandbox: &Sandbox) -> ConfigHome {
    ConfigHome::with(&format!(
        "default_profile = \"x\"\n[profile.x]\napi_url = \"{}\"\nuser = \"alice\"\n\
         expires_in = \"2 hours\"\nkey = {{ env = \"MINE\" }}\n",
        sandbox.url
    ))
}

/// Returns the lifetime of the token in the JSON output of `issue`, in seconds.
fn lifetime(issued: &Value) -> i64 {
    issued["expires_epoch"].as_i64().unwrap() - issued["issued_epoch"].as_i64().unwrap()
}

#[test]
fn a_profile_provides_user_lifetime_and_urls() {
    let sandbox = Sandbox::start();
    let home = home_with_default_profile(&sandbox);
    let run = |line: &str| home.line(line).env("MINE", &sandbox.api_key).run();
    let issued = run("issue --json").json();
    assert_eq!(
        (&issued["user_id"], lifetime(&issued)),
        (&"alice".into(), 7_200)
    );
    let issued = run("issue --json --user bob --expires-in 1h").json();
    assert_eq!(
        (&issued["user_id"], lifetime(&issued)),
        (&"bob".into(), 3_600)
    );
    run("messages").exits_with(0, "", "no messages for `alice`");
    run("hmac -q").exits_with(0, "\n", "");
    let token = run("issue").stdout;
    let report = home
        .line("inspect - --verify --profile x --json")
        .env("MINE", &sandbox.api_key)
        .stdin(token)
        .run()
        .json();
    assert_eq!(report["verdict"], "ok", "{report}");
}

#[cfg(unix)]
#[test]
fn the_variable_with_the_key_is_not_passed_to_the_command() {
    let sandbox = Sandbox::start();
    let home = home_with_default_profile(&sandbox);
    home.line("exec -- /bin/sh -c 'echo ${MINE-none} $COURIER_USER_ID'")
        .env("MINE", &sandbox.api_key)
        .run()
        .exits_with(0, "none alice\n", "");
}

#[test]
fn a_variable_that_redirects_the_key_of_a_profile_is_warned_about() {
    let sandbox = Sandbox::start();
    let home = home_with_default_profile(&sandbox);
    let with_base_url = |line: &str| {
        let test = home.line(line).env("MINE", &sandbox.api_key);
        test.env("COURIER_BASE_URL", &sandbox.url).run()
    };
    with_base_url("issue").exits_with(
        0,
        "eyJ",
        "warning: the key of profile `x` will be sent to the URL in COURIER_BASE_URL",
    );
    // A profile that is named explicitly overrides the variable.
    with_base_url("issue --profile x").exits_with(0, "eyJ", "");
    let inbox_url = format!("{}/q", sandbox.url);
    let with_inbox_url = |line: &str| {
        let test = home.line(line).env("MINE", &sandbox.api_key);
        test.env("COURIER_INBOX_URL", &inbox_url).run()
    };
    with_inbox_url("messages").exits_with(
        0,
        "",
        "warning: the Inbox credentials of profile `x` will be sent to the URL in COURIER_INBOX_URL",
    );
    let explicit = with_inbox_url("messages --profile x");
    assert!(!explicit.stderr.contains("warning"), "{explicit:#?}");
    with_inbox_url("issue").exits_with(0, "eyJ", "");
}

#[test]
fn inspect_uses_a_profile_only_with_verify() {
    let sandbox = Sandbox::start();
    let home = home_with_default_profile(&sandbox);
    home.run("inspect --profile x t").exits_with(
        2,
        "",
        "an API key has no effect without --verify",
    );
}

#[test]
fn a_key_used_as_another_value_is_redacted() {
    let home = ConfigHome::with("[profile.x]\nuser = \"an+odd+secret\"\n");
    for line in ["profile show x --origin", "profile show x --json"] {
        let shown = home
            .line(line)
            .key("an+odd+secret")
            .env("COURIER_BASE_URL", "https://x.test/an%2Bodd%2Bsecret")
            .run();
        assert_eq!(shown.code, Some(0), "{shown:#?}");
        assert!(!shown.stdout.contains("odd"), "{shown:#?}");
    }
}
