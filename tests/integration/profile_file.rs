//! The configuration file: edits keep what people wrote, mistakes are reported.

use crate::support::{ConfigHome, KEY};

#[test]
fn changes_keep_comments_and_formatting() {
    let home = ConfigHome::with(
        "# mine\ndefault_profile = \"a\" # for now\n\n# the old one\n[profile.a]\n\
         region = \"us\" # why\nuser = \"bob\"\nkey = { env = \"A\" }\n\n[profile.\"b c\"]\n# later\n",
    );
    home.run(r#"profile add a --replace --key-from "command:op read 'a b'""#)
        .exits_with(0, "", "(key from command: op);");
    home.run("profile add z --key-from 'shell:pass x | head -1' --use")
        .exits_with(0, "", "it is now the default");
    assert_eq!(
        home.config(),
        "# mine\ndefault_profile = \"z\" # for now\n\n# the old one\n[profile.a]\n\
         region = \"us\" # why\nuser = \"bob\"\n\
         key = { command = [\"op\", \"read\", \"a b\"] }\n\n\
         [profile.\"b c\"]\n# later\n\n[profile.z]\nregion = \"us\"\n\
         key = { shell = \"pass x | head -1\" }\n"
    );
    home.run("profile use --none")
        .exits_with(0, "", "no default profile is set");
    assert!(
        home.config()
            .starts_with("# mine\n\n# the old one\n[profile.a]\n"),
        "{}",
        home.config()
    );
}

#[test]
fn a_key_in_a_table_of_its_own_keeps_its_comments() {
    let home = ConfigHome::with(
        "[profile.a]\nregion = \"us\"\n\n# ask Ann\n[profile.a.key]\n# of the team\nenv = \"A\" # today\n",
    );
    let change = |source: &str| home.run(&format!("profile add a --replace --key-from {source}"));
    change("env:B").exits_with(0, "", "(key from env: B)");
    assert_eq!(
        home.config(),
        "[profile.a]\nregion = \"us\"\n\n# ask Ann\n[profile.a.key]\n# of the team\nenv = \"B\" # today\n",
    );
    change("file:/k").exits_with(0, "", "(key from file: /k)");
    assert_eq!(
        home.config(),
        "[profile.a]\nregion = \"us\"\n\n# ask Ann\n[profile.a.key]\nfile = \"/k\"\n",
    );
}

#[test]
fn removing_a_profile_keeps_the_comments_of_others() {
    let config = "# mine\n\n# about a\n[profile.a]\nuser = \"a\"\n\n# the old ones\n\n# about b\n\
                [profile.b]\nuser = \"b\"\n\n# about c\n[profile.c]\nuser = \"c\"\n";
    for line_ending in ["\n", "\r\n"] {
        let home = ConfigHome::with(&config.replace('\n', line_ending));
        for name in ["b", "a", "c"] {
            home.run(&format!("profile remove {name} --yes"))
                .exits_with(0, "", "removed profile");
            let remaining = home.config();
            assert!(
                !remaining.contains(&format!("# about {name}")),
                "{remaining}"
            );
            assert!(
                remaining.contains("# mine") && remaining.contains("# the old ones"),
                "{remaining}"
            );
        }
    }
}

#[test]
fn replace_keeps_the_settings_that_are_not_given() {
    let home = ConfigHome::with(
        "# of the whole team\n\n# live users\n[profile.live]\nregion = \"eu\"\n\
         environment = \"production\"\nkey = { env = \"A\" }\n",
    );
    let change = |options: &str| home.run(&format!("profile add live --replace {options}"));
    change("--key-from env:B").exits_with(0, "", "(key from env: B)");
    change("--user ann").exits_with(0, "", "(key from env: B)");
    assert_eq!(
        home.config(),
        "# of the whole team\n\n# live users\n[profile.live]\nregion = \"eu\"\n\
         environment = \"production\"\nkey = { env = \"B\" }\nuser = \"ann\"\n",
    );
    change("--api-url https://x.test").exits_with(0, "", "(key from env: B)");
    assert!(!home.config().contains("region"), "{}", home.config());
    home.run("profile remove live --yes")
        .exits_with(0, "", "removed profile");
    assert_eq!(home.config(), "# of the whole team\n");
}

#[test]
fn a_byte_order_mark_and_line_endings_are_kept() {
    let home = ConfigHome::with("\u{FEFF}# mine\r\n[profile.x]\r\nregion = \"eu\"\r\n");
    home.run("profile add y --key-from env:A")
        .exits_with(0, "", "(key from env: A)");
    assert_eq!(
        home.config(),
        "\u{FEFF}# mine\r\n[profile.x]\r\nregion = \"eu\"\r\n\r\n\
         [profile.y]\r\nregion = \"us\"\r\nkey = { env = \"A\" }\r\n"
    );
}

#[test]
fn unknown_settings_are_warned_about() {
    let config = "defualt_profile = \"x\"\n[profile.x]\nregoin = \"eu\"\nuser = \"alice\"\n";
    let of_windows_editor = format!("\u{FEFF}{}", config.replace('\n', "\r\n"));
    for config in [config, &of_windows_editor] {
        let home = ConfigHome::with(config);
        home.line("hmac --user a").key(KEY).run().exits_with(
            0,
            "\n",
            "warning: unknown key `defualt_profile` in \ndid you mean `default_profile`?\n\
             warning: unknown key `regoin` in profile `x` in \ndid you mean `region`?",
        );
        let quiet = home.line("hmac --user a -q").key(KEY).run();
        quiet.exits_with(0, "\n", "");
        let of_profile = home.line("hmac --profile x -q").key(KEY).run();
        of_profile.exits_with(0, "\n", "");
    }
}

#[test]
fn a_syntax_error_is_reported_with_its_line_and_nothing_is_changed() {
    for (config, location) in [
        ("\n\nwhat\n", "config.toml`, line 3: "),
        (
            "\u{FEFF}[profile.x]\r\nregion = eu\r\n",
            "config.toml`, line 2: ",
        ),
        (
            "[profile.x]\nkey = { plain = \"pk_test_FAKEFAKE\n",
            "config.toml`, line 2: ",
        ),
    ] {
        let home = ConfigHome::with(config);
        for line in ["hmac --user a", "profile list", "profile use x"] {
            let outcome = home.run(line);
            outcome.exits_with(2, "", location);
            assert!(!outcome.stderr.contains("FAKE"), "{outcome:#?}");
        }
        assert_eq!(home.config(), config);
    }
}

#[test]
fn an_invalid_profile_affects_no_other_profile_and_can_be_removed() {
    let invalid = "[profile.x]\nkey = \"pk_test_FAKEFAKE\"\n";
    let valid = "[profile.y]\nkey = { env = \"KEY\" }\n";
    let home = ConfigHome::with(&format!("{invalid}{valid}"));
    for line in [
        "hmac --user a --profile x",
        "profile use x",
        "profile add x --replace --key-from env:A",
    ] {
        home.run(line)
            .exits_with(2, "", "config.toml`, line 2: expected exactly one of");
    }
    home.run("profile list").exits_with(
        0,
        "  x  -  -  -  line 2: expected exactly one of `keyring`",
        "",
    );
    home.run("profile list --json").exits_with(
        0,
        "\"message\":\"line 2: expected exactly one of",
        "",
    );
    home.line("hmac -q --user a --profile y")
        .env("KEY", KEY)
        .run()
        .exits_with(0, "\n", "");
    home.run("profile use y")
        .exits_with(0, "", "is now the default");
    home.run("profile remove x --yes")
        .exits_with(0, "", "removed profile");
    assert_eq!(home.config(), format!("default_profile = \"y\"\n{valid}"));
}

#[test]
fn commands_without_a_configuration_do_not_read_the_file() {
    let home = ConfigHome::with("\n\nwhat\n");
    home.run("scopes").exits_with(0, "inbox:read:messages", "");
    home.run("inspect x").exits_with(3, "not-a-jwt", "");
}
