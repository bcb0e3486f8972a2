//! `profile`, and what it means for the commands.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::{KEY, Ran, Sandbox, Test};

/// A folder for the configuration.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn with(config: &str) -> Self {
        let home = Self::new();
        fs::write(home.file(), config).unwrap();
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn file(&self) -> std::path::PathBuf {
        self.path().join("config.toml")
    }

    /// What stands in the folder.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    pub(crate) fn config(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    pub(crate) fn test(&self, args: &[&str]) -> Test {
        Test::new(args.iter().copied())
            .env("COURIER_AUTH_CONFIG_DIR", self.path().to_str().unwrap())
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.test(args).run()
    }
}

#[test]
fn a_profile_is_added_used_shown_and_removed() {
    let home = Home::new();
    home.run(&["profile", "list"])
        .is(0, "", "there is no profile");
    let add = [
        "profile",
        "add",
        "staging",
        "--key-from",
        "env:STAGING_KEY",
        "--env",
        "test",
        "--user",
        "alice",
        "--expires-in",
        "2 hours",
        "--region",
        "eu",
    ];
    home.run(&add).is(
        0,
        "",
        "profile `staging` is in \nits key from env: STAGING_KEY",
    );
    home.run(&add).is(
        2,
        "",
        "there is a profile `staging` already\nhelp: add --replace",
    );
    assert_eq!(
        home.config(),
        "[profile.staging]\nregion = \"eu\"\nenvironment = \"test\"\nuser = \"alice\"\n\
         expires_in = \"2 hours\"\nkey = { env = \"STAGING_KEY\" }\n"
    );
    home.run(&["profile", "use", "stagng"]).is(
        2,
        "",
        "there is no profile `stagng`; there are `staging`",
    );
    home.run(&["profile", "use", "staging"])
        .is(0, "", "used from now on");
    home.run(&["profile", "list"])
        .is(0, "*  staging  eu  test  alice  env: STAGING_KEY", "");
    let shown = home
        .test(&["profile", "show", "--origin"])
        .env("STAGING_KEY", KEY)
        .run();
    shown.is(
        0,
        "profile      staging\napi key      pk_test_... fp:\n  (profile staging)\n\
         api url      https://api.eu.courier.com/  (profile staging)\n\
         inbox url    https://inbox.eu.courier.io/q  (profile staging)\n\
         environment  test  (profile staging)\nuser         alice  (profile staging)\n\
         expires in   2 hours  (profile staging)\ntimeout      30 s  (default)",
        "",
    );
    assert!(!shown.stdout.contains(KEY), "{shown:#?}");
    home.run(&["profile", "show"])
        .is(1, "there is no API key in what profile `staging` names", "");
    home.run(&["profile", "remove", "staging"])
        .is(2, "", "help: add --yes");
    home.run(&["profile", "remove", "staging", "--yes"])
        .is(0, "", "is removed");
    assert_eq!(home.config(), "");
    home.run(&["profile", "show", "staging"])
        .is(2, "", "there is none at all");
}

#[cfg(unix)]
#[test]
fn a_key_is_below_the_home_folder_and_one_that_is_not_there_is_told_of() {
    let home = Home::new();
    let test = |args: &[&str]| home.test(args).env("HOME", home.path().to_str().unwrap());
    let add = ["profile", "add", "x", "--key-from", "file:~/my key"];
    test(&add).run().is(
        0,
        "",
        "warning: there is no file `~/my key`; \nprofile `x` is in",
    );
    assert!(home.config().contains("\"~/my key\""), "{}", home.config());
    fs::write(home.path().join("my key"), KEY).unwrap();
    let shown = test(&["profile", "show", "x"]).run();
    shown.is(0, "api key      pk_test_... fp:", "warning: other users");
    let replace = [&add[..], &["--replace"]].concat();
    test(&replace).run().is(0, "", "profile `x` is in");
    let by_variable = ["profile", "add", "y", "--key-from", "env:NO_SUCH"];
    test(&by_variable).run().is(
        0,
        "",
        "warning: NO_SUCH is not set here; \nprofile `y` is in",
    );
}

#[test]
fn every_answer_has_json() {
    let home = Home::new();
    let add = ["profile", "add", "x", "--key-from", "file:/k", "--json"];
    let added = home.run(&add).json();
    assert_eq!(added["schema"], "courier-auth/profile-add/v1");
    assert_eq!(added["path"], home.file().to_str().unwrap());
    home.run(&["profile", "use", "x", "--json"]).json();
    let list = home.run(&["profile", "list", "--json"]).json();
    assert_eq!(list["in_use"], "x");
    assert_eq!(list["profiles"][0]["key"]["kind"], "file");
    let show = home.run(&["profile", "show", "--json"]);
    assert_eq!(show.code, Some(1), "{show:#?}");
    let show: Value = serde_json::from_str(&show.stdout).unwrap();
    let key = &show["settings"][1];
    assert_eq!(key["name"], "api_key");
    assert!(
        key["error"].as_str().unwrap().contains("cannot read"),
        "{show}"
    );
    assert_eq!(key["value"], Value::Null);
    let removed = home
        .run(&["profile", "remove", "x", "--yes", "--json"])
        .json();
    assert_eq!(removed["schema"], "courier-auth/profile-remove/v1");
}

#[test]
fn a_change_keeps_what_people_wrote() {
    let home = Home::with(
        "# mine\ndefault_profile = \"a\" # for now\n\n# the old one\n[profile.a]\n\
         region = \"us\" # why\nuser = \"bob\"\nkey = { env = \"A\" }\n\n[profile.\"b c\"]\n# later\n",
    );
    let add = [
        "profile",
        "add",
        "a",
        "--replace",
        "--key-from",
        "command:op read 'a b'",
    ];
    home.run(&add).is(0, "", "its key from command: op;");
    home.run(&[
        "profile",
        "add",
        "z",
        "--key-from",
        "shell:pass x | head -1",
        "--use",
    ])
    .is(0, "", "it is used from now on");
    assert_eq!(
        home.config(),
        "# mine\ndefault_profile = \"z\" # for now\n\n# the old one\n[profile.a]\n\
         region = \"us\" # why\nuser = \"bob\"\n\
         key = { command = [\"op\", \"read\", \"a b\"] }\n\n\
         [profile.\"b c\"]\n# later\n\n[profile.z]\nregion = \"us\"\n\
         key = { shell = \"pass x | head -1\" }\n"
    );
    home.run(&["profile", "use", "--none"])
        .is(0, "", "no profile");
    assert!(
        home.config()
            .starts_with("# mine\n\n# the old one\n[profile.a]\n"),
        "{}",
        home.config()
    );
}

#[test]
fn a_key_in_a_table_of_its_own_keeps_its_comments() {
    let home = Home::with(
        "[profile.a]\nregion = \"us\"\n\n# ask Ann\n[profile.a.key]\n# of the team\nenv = \"A\" # today\n",
    );
    let replace = ["profile", "add", "a", "--replace", "--key-from"];
    let change = |from: &str| home.run(&[&replace[..], &[from]].concat());
    change("env:B").is(0, "", "its key from env: B");
    assert_eq!(
        home.config(),
        "[profile.a]\nregion = \"us\"\n\n# ask Ann\n[profile.a.key]\n# of the team\nenv = \"B\" # today\n",
    );
    change("file:/k").is(0, "", "its key from file: /k");
    assert_eq!(
        home.config(),
        "[profile.a]\nregion = \"us\"\n\n# ask Ann\n[profile.a.key]\nfile = \"/k\"\n",
    );
}

#[test]
fn a_comment_of_several_profiles_stays_when_one_goes() {
    let file = "# mine\n\n# about a\n[profile.a]\nuser = \"a\"\n\n# the old ones\n\n# about b\n\
                [profile.b]\nuser = \"b\"\n\n# about c\n[profile.c]\nuser = \"c\"\n";
    for end in ["\n", "\r\n"] {
        let home = Home::with(&file.replace('\n', end));
        for name in ["b", "a", "c"] {
            home.run(&["profile", "remove", name, "--yes"])
                .is(0, "", "is removed");
            let left = home.config();
            assert!(!left.contains(&format!("# about {name}")), "{left}");
            assert!(
                left.contains("# mine") && left.contains("# the old ones"),
                "{left}"
            );
        }
    }
}

#[test]
fn what_is_not_named_stays_and_a_comment_about_the_file_too() {
    let home = Home::with(
        "# of the whole team\n\n# live users\n[profile.live]\nregion = \"eu\"\n\
         environment = \"production\"\nkey = { env = \"A\" }\n",
    );
    let replace = ["profile", "add", "live", "--replace"];
    let change = |more: &[&str]| home.run(&[&replace[..], more].concat());
    change(&["--key-from", "env:B"]).is(0, "", "its key from env: B");
    change(&["--user", "ann"]).is(0, "", "its key from env: B");
    assert_eq!(
        home.config(),
        "# of the whole team\n\n# live users\n[profile.live]\nregion = \"eu\"\n\
         environment = \"production\"\nkey = { env = \"B\" }\nuser = \"ann\"\n",
    );
    change(&["--api-url", "https://x.test"]).is(0, "", "its key from env: B");
    assert!(!home.config().contains("region"), "{}", home.config());
    home.run(&["profile", "remove", "live", "--yes"])
        .is(0, "", "is removed");
    assert_eq!(home.config(), "# of the whole team\n");
}

#[test]
fn a_key_is_kept_in_the_file_only_where_that_is_asked_for() {
    let home = Home::new();
    let add = |more: &[&str]| {
        let args = [&["profile", "add", "x", "--api-key-file", "-"], more].concat();
        home.test(&args).stdin(KEY).run()
    };
    add(&["--insecure-storage", "--env", "production"]).is(
        2,
        "",
        "profile `x` is for production, and this is a key of test: pk_test_... fp:",
    );
    assert!(!home.file().exists());
    add(&["--insecure-storage"]).is(0, "", "plain: in the configuration file");
    assert!(home.config().contains(KEY));
    let ran = home.run(&["hmac", "--user", "a", "--profile", "x", "-q"]);
    ran.is(0, "\n", "");
    add(&["--replace", "--key-from", "env:A"]).is(2, "", "the key is somewhere else already");
    let ran = home.run(&["profile", "add", "y", "--key-from", "keyring"]);
    ran.is(2, "", "there is no key to keep\n--api-key-file");
    home.run(&["profile", "add", "y"])
        .is(2, "", "nothing says where the key is");
    home.run(&["profile", "add"])
        .is(2, "", "the profile has no name");
    for source in [format!("env:{KEY}"), format!("command:echo {KEY}")] {
        let ran = home.run(&["profile", "add", "y", "--key-from", &source]);
        ran.is(2, "", "a key itself stands there");
        assert!(!ran.stderr.contains("FAKE"), "{ran:#?}");
    }
    for bad in ["y z", "-y", "", "y/z"] {
        home.run(&["profile", "add", "--key-from", "env:A", "--", bad])
            .is(2, "", "letters, digits");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&home.file()), 0o600);
        fs::set_permissions(home.file(), fs::Permissions::from_mode(0o644)).unwrap();
        let ran = home.run(&["hmac", "--user", "a", "--profile", "x"]);
        ran.is(0, "\n", "warning: other users of this machine can read");
        home.run(&["profile", "use", "x"]).is(0, "", "from now on");
        assert_eq!(mode(&home.file()), 0o600);
        // A folder of its own is nobody else's.
        let nested = home.path().join("new/er");
        Test::new(["profile", "add", "y", "--key-from", "env:A"])
            .env("COURIER_AUTH_CONFIG_DIR", nested.to_str().unwrap())
            .run()
            .is(0, "", "profile `y`");
        assert_eq!(mode(&nested), 0o700);
    }
}

#[test]
fn a_key_is_checked_at_courier_before_it_is_kept() {
    let sandbox = Sandbox::start();
    let home = Home::new();
    let add = |key: &str| {
        let args = [
            "profile",
            "add",
            "local",
            "--insecure-storage",
            "--api-key-file",
            "-",
            "--check",
            "--api-url",
            &sandbox.url,
            "-v",
        ];
        home.test(&args).stdin(key).run()
    };
    add("sandbox_wrong_key").is(4, "", "Courier refused the API key");
    assert!(!home.file().exists());
    let ran = add(&sandbox.api_key);
    ran.is(
        0,
        "",
        "auth/issue-token for courier-auth-check: 200\nthe key is good: sandbox_... fp:",
    );
    let ran = home.run(&["issue", "--user", "a", "--profile", "local"]);
    ran.is(0, "eyJ", "");
}

#[cfg(unix)]
#[test]
fn a_command_gives_the_key_and_its_own_words_are_shown() {
    let sandbox = Sandbox::start();
    let key = &sandbox.api_key;
    let home = Home::with(&format!(
        "[profile.a]\napi_url = \"{0}\"\nkey = {{ command = \"printf '%s\\nmore' {key}\" }}\n\
         [profile.b]\napi_url = \"{0}\"\nkey = {{ shell = \"echo unlocking and {key} >&2; echo {key} | cat\" }}\n\
         [profile.c]\nkey = {{ command = \"sh -c 'echo {key}; echo locked >&2; exit 3' argument\" }}\n\
         [profile.d]\nkey = {{ command = \"/no/such/program read it\" }}\n\
         [profile.e]\nkey = {{ command = [\"true\"] }}\n\
         [profile.f]\nkey = {{ command = \"echo $HOME/fake-key\" }}\n",
        sandbox.url
    ));
    let issue = |profile: &str| home.run(&["issue", "--user", "u", "--profile", profile]);
    issue("a").is(0, "eyJ", "");
    issue("b").is(0, "eyJ", "unlocking and sandbox_***");
    let failed = issue("c");
    failed.is(
        4,
        "",
        "locked\nerror: the key command `sh` failed: exit status: 3",
    );
    assert!(!failed.stderr.contains("argument"), "{failed:#?}");
    issue("d").is(
        4,
        "",
        "cannot run the key command `/no/such/program`: No such file",
    );
    issue("e").is(4, "", "the key command `true` printed no key");
    // Without a shell nothing is expanded.
    let shown = home.run(&["profile", "show", "f", "--json"]).json();
    let fingerprint = courier_auth::token::ApiKey::new("$HOME/fake-key")
        .unwrap()
        .describe();
    assert_eq!(shown["settings"][1]["value"], fingerprint);
    // What is piped to this program is not for that one.
    let home = Home::with("[profile.x]\nkey = { shell = \"cat; echo pk_test_FAKE\" }");
    let ran = home
        .test(&["hmac", "-", "--profile", "x", "-q"])
        .stdin("a\nb\n")
        .run();
    assert_eq!(
        (ran.code, ran.stdout.lines().count()),
        (Some(0), 2),
        "{ran:#?}"
    );
}

/// Each source: how it is switched on, the key it gives, what it is called.
const SOURCES: [(&str, &str, &str); 6] = [
    ("file", "pk_test_FAKEfile", "--api-key-file"),
    ("flag", "pk_test_FAKEflag", "profile by-flag"),
    ("COURIER_API_KEY", "pk_test_FAKEkey", "COURIER_API_KEY"),
    (
        "COURIER_AUTH_TOKEN",
        "pk_test_FAKEtoken",
        "COURIER_AUTH_TOKEN",
    ),
    (
        "COURIER_PROFILE",
        "pk_test_FAKEvariable",
        "profile by-variable",
    ),
    ("default", "pk_test_FAKEdefault", "profile by-default"),
];

/// File, `--profile`, two variables, another profile: all that are there at once, and one less
/// each time.
#[test]
fn the_strongest_source_of_the_key_wins_and_the_others_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    fs::write(&file, "pk_test_FAKEfile").unwrap();
    let home = Home::with(
        "default_profile = \"by-default\"\n\
         [profile.by-flag]\nkey = { env = \"OF_FLAG\" }\n\
         [profile.by-variable]\nkey = { env = \"OF_VARIABLE\" }\n\
         [profile.by-default]\nkey = { env = \"OF_DEFAULT\" }\n",
    );
    for on in 0_u32..64 {
        let is_on = |at: usize| on & (1 << at) != 0;
        let mut args = vec!["profile", "show", "--origin"];
        if is_on(0) {
            args.extend(["--api-key-file", file.to_str().unwrap()]);
        }
        if is_on(1) {
            args.extend(["--profile", "by-flag"]);
        }
        let mut test = home.test(&args);
        for (at, name, value) in [
            (2, "COURIER_API_KEY", SOURCES[2].1),
            (3, "COURIER_AUTH_TOKEN", SOURCES[3].1),
            (4, "COURIER_PROFILE", "by-variable"),
            (1, "OF_FLAG", SOURCES[1].1),
            (4, "OF_VARIABLE", SOURCES[4].1),
            (5, "OF_DEFAULT", SOURCES[5].1),
        ] {
            if is_on(at) {
                test = test.env(name, value);
            }
        }
        let ran = test.run();
        // One profile is used: that of the strongest who names one. The default always does.
        let profile = [1, 4].into_iter().find(|at| is_on(*at)).unwrap_or(5);
        let there: Vec<_> = (0..6)
            .filter(|at| match at {
                0 | 2 | 3 => is_on(*at),
                at => *at == profile,
            })
            .map(|at| SOURCES[at])
            .collect();
        let has_key = there
            .first()
            .is_some_and(|(name, ..)| *name != "default" || is_on(5));
        assert_eq!(ran.code, Some(i32::from(!has_key)), "{on}: {ran:#?}");
        let mut lines = ran
            .stdout
            .lines()
            .skip_while(|line| !line.starts_with("api key"));
        let line = lines.next().unwrap();
        if has_key {
            let (_, key, origin) = there[0];
            let key = courier_auth::token::ApiKey::new(key).unwrap().describe();
            assert_eq!(line, format!("api key      {key}  ({origin})"), "{on}");
        }
        let not: Vec<&str> = lines.take_while(|line| line.starts_with(' ')).collect();
        let of_profile: Vec<&str> = (ran.stdout.lines())
            .take_while(|line| !line.starts_with("api key"))
            .collect();
        let names = [
            (is_on(1), "by-flag  (--profile)"),
            (is_on(4), "by-variable  (COURIER_PROFILE)"),
            (true, "by-default  (profile use)"),
        ];
        let names: Vec<&str> = names
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, name)| *name)
            .collect();
        let expected = names.iter().enumerate().map(|(at, name)| match at {
            0 => format!("profile      {name}"),
            _ => format!("             shadows {}", name.replace("  (", " (")),
        });
        assert_eq!(of_profile, expected.collect::<Vec<String>>(), "{on}");
        let shadowed = &there[1..];
        assert_eq!(not.len(), shadowed.len(), "{on}: {ran:#?}");
        for (line, (name, key, origin)) in not.iter().zip(shadowed) {
            assert!(line.ends_with(&format!("({origin})")), "{on}: {line}");
            if name.starts_with("COURIER_A") {
                let key = courier_auth::token::ApiKey::new(key).unwrap().describe();
                assert!(line.contains(&format!("shadows {key} (")), "{on}: {line}");
            }
        }
        assert!(!format!("{ran:?}").contains("pk_test_FAKE"), "{ran:#?}");
    }
}

/// Flags, `--profile`, variables, another profile: all that are there at once, and one less each
/// time. Who says where the REST API is decides about the Inbox as well, unless one that is as
/// strong names another.
#[test]
fn the_strongest_source_of_an_address_wins_and_the_others_are_told() {
    let home = Home::with(
        "[profile.by-flag]\napi_url = \"https://flag.test\"\ninbox_url = \"https://flag.test/i\"\n\
         [profile.by-variable]\napi_url = \"https://variable.test\"\n\
         inbox_url = \"https://variable.test/i\"\n",
    );
    // In order: what it says of the REST API, of the Inbox, and who says so.
    let option = ("https://option.test/", None, "--api-url");
    let inbox_option = ("", Some("https://option.test/i"), "--inbox-url");
    let named = (
        "https://flag.test/",
        Some("https://flag.test/i"),
        "profile by-flag",
    );
    let base = ("https://base.test/", None, "COURIER_BASE_URL");
    let inbox = ("", Some("https://inbox.test/i"), "COURIER_INBOX_URL");
    let chosen = (
        "https://variable.test/",
        Some("https://variable.test/i"),
        "profile by-variable",
    );
    for on in 0_u32..64 {
        let is_on = |at: usize| on & (1 << at) != 0;
        let mut args = vec!["profile", "show", "--origin"];
        if is_on(0) {
            args.extend(["--api-url", option.0]);
        }
        if is_on(1) {
            args.extend(["--inbox-url", "https://option.test/i"]);
        }
        if is_on(2) {
            args.extend(["--profile", "by-flag"]);
        }
        let mut test = home.test(&args);
        for (at, name, value) in [
            (3, "COURIER_BASE_URL", base.0),
            (4, "COURIER_INBOX_URL", "https://inbox.test/i"),
            (5, "COURIER_PROFILE", "by-variable"),
        ] {
            if is_on(at) {
                test = test.env(name, value);
            }
        }
        let ran = test.run();
        let there = [option, inbox_option, named, base, inbox, chosen];
        // One profile is used.
        let counts = |at: &usize| is_on(*at) && (*at != 5 || !is_on(2));
        let there: Vec<_> = (0..6).filter(counts).map(|at| (at, there[at])).collect();
        let rest: Vec<_> = there
            .iter()
            .filter(|(_, (rest, ..))| !rest.is_empty())
            .collect();
        let row = |name: &str| {
            let mut lines = ran
                .stdout
                .lines()
                .skip_while(|line| !line.starts_with(name));
            let first = lines.next().unwrap().to_owned();
            let rest = lines.take_while(|line| line.starts_with(' '));
            (first, rest.map(str::to_owned).collect::<Vec<_>>())
        };
        let (first, shadowed) = row("api url");
        let default = ("https://api.courier.com/", None, "default");
        let (decides, (url, _, by)) = rest.first().copied().copied().unwrap_or((9, default));
        assert_eq!(
            first,
            format!("api url      {url}  ({by})"),
            "{on}: {ran:#?}"
        );
        let others = rest.iter().skip(1);
        let others: Vec<String> = others
            .map(|(_, (url, _, by))| format!("             shadows {url} ({by})"))
            .collect();
        assert_eq!(shadowed, others, "{on}: {ran:#?}");
        // Flags are one source, and so are variables.
        let strongest = |at: usize| match at {
            0 | 1 => 0,
            3 | 4 => 3,
            at => at,
        };
        let own = there
            .iter()
            .find(|(at, (_, inbox, _))| inbox.is_some() && strongest(*at) <= strongest(decides));
        let beside = match by {
            "default" => "https://inbox.courier.com/q".to_owned(),
            _ => format!("{url}q"),
        };
        let (inbox, by) = match own {
            Some((_, (_, inbox, by))) => (inbox.unwrap().to_owned(), *by),
            None => (beside, by),
        };
        let (first, _) = row("inbox url");
        assert_eq!(
            first,
            format!("inbox url    {inbox}  ({by})"),
            "{on}: {ran:#?}"
        );
    }
}

#[test]
fn a_profile_refuses_keys_of_another_environment_unless_told() {
    let home = Home::with(
        "[profile.test]\nenvironment = \"test\"\n[profile.live]\nenvironment = \"production\"\n\
         [profile.own]\nenvironment = \"env_01hzy0j8kkm2p3q4r5s6t7v8w9\"\n",
    );
    let hmac = |profile: &str, key: &str, more: &[&str]| {
        let args = [&["hmac", "--user", "a", "-q"], more].concat();
        home.test(&args)
            .env("COURIER_PROFILE", profile)
            .env("COURIER_API_KEY", key)
            .run()
    };
    for (profile, key, is_good) in [
        ("test", "pk_test_FAKEFAKE", true),
        ("test", "pk_prod_FAKEFAKE", false),
        ("test", "dk_prod_FAKEFAKE", false),
        ("test", "pk_FAKEFAKEFAKE", true),
        ("live", "pk_prod_FAKEFAKE", true),
        ("live", "dk_test_FAKEFAKE", false),
        ("own", "pk_prod_FAKEFAKE", true),
    ] {
        let ran = hmac(profile, key, &[]);
        assert_eq!(
            ran.code,
            Some(if is_good { 0 } else { 4 }),
            "{profile} {key}: {ran:#?}"
        );
        if !is_good {
            ran.is(4, "", "and this is a key of\nadd --any-environment");
            assert!(!ran.stderr.contains("FAKE"), "{ran:#?}");
            hmac(profile, key, &["--any-environment"]).is(0, "\n", "");
        }
    }
    hmac("nope", KEY, &[]).is(
        2,
        "",
        "there is no profile `nope`; there are `test`, `live`, `own`",
    );
}

#[test]
fn a_profile_gives_user_lifetime_and_place() {
    let sandbox = Sandbox::start();
    let home = Home::with(&format!(
        "default_profile = \"x\"\n[profile.x]\napi_url = \"{}\"\nuser = \"alice\"\n\
         expires_in = \"2 hours\"\nkey = {{ env = \"MINE\" }}\n",
        sandbox.url
    ));
    let run = |args: &[&str]| home.test(args).env("MINE", &sandbox.api_key).run();
    let issued = run(&["issue", "--json"]).json();
    assert_eq!(issued["user"], "alice");
    let lifetime = issued["exp"].as_i64().unwrap() - issued["iat"].as_i64().unwrap();
    assert_eq!(lifetime, 7_200);
    let issued = run(&["issue", "--json", "--user", "bob", "--expires-in", "1h"]).json();
    assert_eq!(issued["user"], "bob");
    assert_eq!(
        issued["exp"].as_i64().unwrap() - issued["iat"].as_i64().unwrap(),
        3_600
    );
    run(&["messages"]).is(0, "", "0 messages");
    run(&["hmac", "-q"]).is(0, "\n", "");
    let token = run(&["issue"]).stdout;
    let verify = home.test(&["inspect", "-", "--verify", "--profile", "x", "--json"]);
    let judged = verify
        .env("MINE", &sandbox.api_key)
        .stdin(token)
        .run()
        .json();
    assert_eq!(judged["verdict"], "ok", "{judged}");
    #[cfg(unix)]
    {
        let script = "echo ${MINE-none} $COURIER_USER_ID";
        let ran = run(&["exec", "--", "/bin/sh", "-c", script]);
        ran.is(0, "none alice\n", "");
    }
    // A variable leads the key elsewhere: that is told, unless the profile is named.
    let elsewhere = |args: &[&str]| {
        let test = home.test(args).env("MINE", &sandbox.api_key);
        test.env("COURIER_BASE_URL", &sandbox.url).run()
    };
    elsewhere(&["issue"]).is(
        0,
        "eyJ",
        "warning: the key of profile `x` goes where COURIER_BASE_URL says",
    );
    elsewhere(&["issue", "--profile", "x"]).is(0, "eyJ", "");
    let inbox_elsewhere = |args: &[&str]| {
        let test = home.test(args).env("MINE", &sandbox.api_key);
        test.env("COURIER_INBOX_URL", &format!("{}/q", sandbox.url))
            .run()
    };
    inbox_elsewhere(&["messages"]).is(
        0,
        "",
        "warning: what opens the Inbox of profile `x` goes where COURIER_INBOX_URL says",
    );
    let named = inbox_elsewhere(&["messages", "--profile", "x"]);
    assert!(!named.stderr.contains("warning"), "{named:#?}");
    inbox_elsewhere(&["issue"]).is(0, "eyJ", "");
    // Without --verify nobody asks for a key, nor for a profile.
    let ran = home.run(&["inspect", "--profile", "x", "t"]);
    ran.is(2, "", "of no use here without --verify");
}

#[test]
fn what_stands_in_the_file_and_means_nothing_is_told() {
    let home = Home::with("defualt_profile = \"x\"\n[profile.x]\nregoin = \"eu\"\n");
    let ran = home
        .test(&["hmac", "--user", "a"])
        .env("COURIER_API_KEY", KEY)
        .run();
    ran.is(
        0,
        "\n",
        "warning: unknown key `defualt_profile` of \ndid you mean `default_profile`?\n\
         warning: unknown key `regoin` in profile `x` of \ndid you mean `region`?",
    );
    let ran = home
        .test(&["hmac", "--user", "a", "-q"])
        .env("COURIER_API_KEY", KEY)
        .run();
    ran.is(0, "\n", "");
    for (config, line) in [
        ("\n\nwhat\n", "config.toml`, line 3: "),
        (
            "[profile.x]\nkey = { plain = \"pk_test_FAKEFAKE\n",
            "config.toml`, line 2: ",
        ),
    ] {
        fs::write(home.file(), config).unwrap();
        for args in [
            &["hmac", "--user", "a"][..],
            &["profile", "list"],
            &["profile", "use", "x"],
        ] {
            let ran = home.run(args);
            ran.is(2, "", line);
            assert!(!ran.stderr.contains("FAKE"), "{ran:#?}");
        }
        assert_eq!(home.config(), config);
    }
    // What is wrong with one profile is no matter to the others, and can be removed.
    let bad = "[profile.x]\nkey = \"pk_test_FAKEFAKE\"\n";
    let good = "[profile.y]\nkey = { env = \"KEY\" }\n";
    fs::write(home.file(), format!("{bad}{good}")).unwrap();
    let line = "config.toml`, line 2: write one of";
    for args in [
        &["hmac", "--user", "a", "--profile", "x"][..],
        &["profile", "use", "x"],
        &["profile", "add", "x", "--replace", "--key-from", "env:A"],
    ] {
        home.run(args).is(2, "", line);
    }
    home.run(&["profile", "list"])
        .is(0, "  x  -  -  -  line 2: write one of `keyring`", "");
    home.run(&["profile", "list", "--json"])
        .is(0, "\"error\":\"line 2: write one of", "");
    let signed = ["hmac", "-q", "--user", "a", "--profile", "y"];
    let signed = home.test(&signed).env("KEY", KEY).run();
    signed.is(0, "\n", "");
    home.run(&["profile", "use", "y"]).is(0, "", "from now on");
    home.run(&["profile", "remove", "x", "--yes"])
        .is(0, "", "is removed");
    assert_eq!(home.config(), format!("default_profile = \"y\"\n{good}"));
    // Who needs no configuration does not read it.
    home.run(&["scopes"]).is(0, "inbox:read:messages", "");
    home.run(&["inspect", "x"]).is(3, "not-a-jwt", "");
}

#[test]
fn what_an_editor_did_to_the_file_stays() {
    let home = Home::with("\u{FEFF}# mine\r\n[profile.x]\r\nregion = \"eu\"\r\n");
    let add = ["profile", "add", "y", "--key-from", "env:A"];
    home.run(&add).is(0, "", "its key from env: A");
    assert_eq!(
        home.config(),
        "\u{FEFF}# mine\r\n[profile.x]\r\nregion = \"eu\"\r\n\r\n\
         [profile.y]\r\nregion = \"us\"\r\nkey = { env = \"A\" }\r\n"
    );
}

#[test]
fn an_option_that_would_do_nothing_is_refused() {
    let home = Home::new();
    for option in ["--timeout", "--retries", "--debug-http"] {
        let add = ["profile", "add", "y", "--key-from", "env:A", option, "1"];
        let reason = format!("{option} is for --check, which is not there");
        home.run(&add).is(2, "", &reason);
    }
}

#[test]
fn a_key_that_is_kept_no_longer_is_told_of() {
    let home = Home::with("[profile.x]\nregion = \"us\"\nkey = { keyring = \"x\" }\n");
    let add = ["profile", "add", "x", "--replace", "--key-from", "env:A"];
    let told = "note: the former key stays in the system's keyring, as `x` of courier-auth";
    home.run(&add).is(0, "", told);
    let again = home.run(&add);
    again.is(0, "", "env: A");
    assert!(!again.stderr.contains("former"), "{again:#?}");
}

#[cfg(unix)]
#[test]
fn a_configuration_that_others_can_change_is_told_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::with("[profile.x]\nkey = { command = \"true\" }\n");
    for (mode, warning) in [
        (0o644, ""),
        (0o664, "which says where keys are and go: chmod 600 it"),
    ] {
        fs::set_permissions(home.file(), fs::Permissions::from_mode(mode)).unwrap();
        let listed = home.run(&["profile", "list"]);
        listed.is(0, "command: true", warning);
        assert_eq!(listed.stderr.is_empty(), warning.is_empty(), "{listed:#?}");
    }
}

#[test]
fn a_known_key_in_the_place_of_another_value_is_not_shown() {
    let home = Home::with("[profile.x]\nuser = \"an odd secret\"\n");
    for args in [
        &["profile", "show", "x", "--origin"][..],
        &["profile", "show", "x", "--json"],
    ] {
        let shown = home
            .test(args)
            .env("COURIER_API_KEY", "an odd secret")
            .env("COURIER_BASE_URL", "https://x.test/an%20odd%20secret")
            .run();
        assert_eq!(shown.code, Some(0), "{shown:#?}");
        assert!(!shown.stdout.contains("odd"), "{shown:#?}");
    }
}
