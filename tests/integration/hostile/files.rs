//! Lists, seeds, keys and configuration files that are endless, not UTF-8 or writable by others.

use std::fs;

use crate::support::{KEY, Sandbox, Test};

/// Runs a command line whose paths are these, for `{}` in turn.
#[track_caller]
fn line(line: &str, paths: &[&std::path::Path]) -> Test {
    let mut line = line.to_owned();
    for path in paths {
        line = line.replacen("{}", &format!("'{}'", path.display()), 1);
    }
    Test::line(&line)
}

/// Bytes that are Latin-1 and not UTF-8.
const LATIN_1: &[u8] = b"ann\njos\xE9\n";

#[test]
fn ids_that_are_not_utf_8_are_refused_with_their_line() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ids");
    fs::write(&file, LATIN_1).unwrap();
    for command in [
        "issue --users-file {}",
        "issue --users-file -",
        "issue --dry-run --users-file {}",
        "mark-read --user a --ids-file {}",
        "mark-read --user a -",
        "mark-read --dry-run --user a --ids-file {}",
        "issue --user ann --user bob --resume {}",
        "issue --user ann --user bob --resume {} --output {}",
    ] {
        let run = line(command, &[&file, &file])
            .at(&sandbox)
            .stdin(LATIN_1)
            .run();
        run.exits_with(7, "", "line 2 is not valid UTF-8");
        assert!(!run.stderr.contains('\u{FFFD}'), "{run:#?}");
    }
    assert_eq!(fs::read(&file).unwrap(), LATIN_1);
    let hmac = Test::line("hmac --batch --format jsonl").key(KEY);
    let run = hmac.stdin(LATIN_1).run();
    run.exits_with(7, "ann", "line 2 is not valid UTF-8");
    // The lines of the chunks before count too.
    let many = [b"user-1234\n".repeat(100_000), LATIN_1.to_vec()].concat();
    let run = Test::line("hmac --batch").key(KEY).stdin(many).run();
    run.exits_with(7, "\n", "line 100002 is not valid UTF-8");
    let ids = b"ann\0jos\xE9\0".as_slice();
    let run = Test::line("hmac --batch --null").key(KEY).stdin(ids).run();
    run.exits_with(7, "\n", "user ID 2 is not valid UTF-8");
}

#[test]
fn secrets_that_are_not_utf_8_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    fs::write(&file, b"pk_prod_FAKE\xE9").unwrap();
    for command in [
        "hmac --user a --api-key-file {}",
        "hmac --user a --api-key-file -",
        "hmac check --user a - --api-key-file {}",
        "hmac check --user a x --api-key-file {} --also-key-file {}",
        "messages --user a --token-file {}",
        "messages --user a --token-file -",
        "can list -",
        "issue --user a --api-key-file {}",
        "inspect x --verify --api-key-file {}",
    ] {
        let bytes = fs::read(&file).unwrap();
        let run = line(command, &[&file, &file]).stdin(bytes).run();
        run.exits_with(7, "", "line 1 is not valid UTF-8");
    }
}

#[cfg(unix)]
#[test]
fn variables_that_are_not_utf_8_are_refused() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _, process::Command};
    let run = |command: &str, name: &str| {
        let mut program: Command = crate::support::binary();
        program.env(name, OsStr::from_bytes(b"pk_prod_FAKE\xE9"));
        program.args(command.split_whitespace());
        Test::program(program).run()
    };
    for (command, name) in [
        ("hmac --user a", "COURIER_API_KEY"),
        ("issue --user a", "COURIER_API_KEY"),
        ("issue --user a", "COURIER_AUTH_TOKEN"),
        ("issue --user a", "COURIER_BASE_URL"),
        ("issue --user a", "COURIER_PROFILE"),
        ("profile list", "COURIER_AUTH_CONFIG_DIR"),
        ("issue --user a", "HTTPS_PROXY"),
        ("issue --user a", "https_proxy"),
        ("messages --user a", "COURIER_JWT"),
        ("messages --user a", "COURIER_INBOX_URL"),
        ("inspect", "COURIER_JWT"),
        ("can list", "COURIER_JWT"),
        ("doctor", "COURIER_CLIENT_KEY"),
    ] {
        let expected = format!("error: invalid {name}: it is not valid UTF-8; set it again");
        run(command, name).exits_with(2, "", &expected);
    }
    run("exec --user a -- true", "COURIER_API_KEY").exits_with(125, "", "not valid UTF-8");
    // These read no variable, and an unknown one changes nothing.
    run("scopes", "COURIER_API_KEY").exits_with(0, "inbox:read:messages", "");
    run("can list undefined", "SOME_VARIABLE").exits_with(3, "no: ", "");
}

#[cfg(unix)]
#[test]
fn the_variable_of_a_profile_and_the_arguments_must_be_utf_8() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _};
    let home = crate::support::ConfigHome::with("[profile.x]\nkey = { env = \"MY_KEY\" }\n");
    let mut program = crate::support::binary();
    program
        .args(["hmac", "--user", "a", "--profile", "x"])
        .env("COURIER_AUTH_CONFIG_DIR", home.path())
        .env("MY_KEY", OsStr::from_bytes(b"pk_prod_FAKE\xE9"));
    let expected = "error: the API key in MY_KEY is not valid UTF-8\nhelp: set MY_KEY again";
    Test::program(program).run().exits_with(2, "", expected);
    for command in [
        "hmac",
        "issue --dry-run --user",
        "mark-read --user a",
        "explain",
    ] {
        let mut program = crate::support::binary();
        program.args(command.split_whitespace());
        program.arg(OsStr::from_bytes(b"jos\xE9"));
        program.env("COURIER_API_KEY", KEY);
        Test::program(program)
            .run()
            .exits_with(2, "", "is not valid UTF-8");
    }
}

/// The maximum of memory that a command takes for an endless input, in KiB. It is above the memory for
/// an input of the maximum size.
#[cfg(target_os = "linux")]
const MAX_MEMORY: u64 = 1024 * 1024;

/// Feeds endless text to a command until it stops reading. Returns how it ended, the number of bytes
/// that it took, and its peak of memory in KiB.
#[cfg(target_os = "linux")]
fn run_endless(args: &[&str], text: &[u8]) -> (crate::support::Outcome, u64, u64) {
    use std::{
        io::{Read as _, Write as _},
        process::Stdio,
    };
    let block = text.repeat(64 * 1024 / text.len() + 1);
    let mut child = crate::support::binary()
        .args(args)
        .env("COURIER_API_KEY", KEY)
        .env("COURIER_BASE_URL", crate::support::closed_port_url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, pid) = (child.stdin.take().unwrap(), child.id());
    let (mut taken, mut peak) = (0, 0);
    // A command that never stops reading would end the test here.
    while taken < 1 << 30 && stdin.write_all(&block).is_ok() {
        taken += block.len() as u64;
        if taken.is_multiple_of(64 * block.len() as u64) || peak == 0 {
            peak = peak.max(crate::support::peak_memory(pid));
        }
    }
    drop(stdin);
    let mut stderr = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut stderr)
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let outcome = crate::support::Outcome {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr,
    };
    (outcome, taken, peak)
}

#[cfg(target_os = "linux")]
#[test]
fn endless_lists_end_with_an_error_that_names_the_limit() {
    let many_lines = "it has more than 5,000,000 lines";
    let rows: [(&str, &[u8], &str, u64); 8] = [
        ("mark-read --user a -", b"x\n", many_lines, 10),
        (
            "mark-read --user a --ids-file /dev/stdin",
            b"x\n",
            many_lines,
            10,
        ),
        ("issue --users-file -", b"user-1\n", many_lines, 34),
        ("issue --users-file /dev/stdin", b"x\r", many_lines, 10),
        ("issue --users-file -", b"x", "larger than 256 MiB", 256),
        ("hmac --batch --column id", b"id,x\n", many_lines, 24),
        ("hmac --batch", b"x", "a user ID is longer than 16 MiB", 17),
        (
            "issue --user a --user b --resume /dev/stdin",
            b"x",
            "a line is longer than 16 MiB",
            17,
        ),
    ];
    for (command, text, expected, mebibytes) in rows {
        check_endless(command, text, expected, mebibytes);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn endless_files_end_with_an_error_that_names_the_limit() {
    let rows: [(&str, &[u8], &str, u64); 5] = [
        (
            "sandbox start --port 0 --seed /dev/stdin",
            b" ",
            "larger than 256 MiB",
            256,
        ),
        (
            "issue --user a --ca-bundle /dev/stdin",
            b"x",
            "larger than 16 MiB",
            17,
        ),
        (
            "hmac --user a --api-key-file -",
            b"x",
            "larger than 8 MiB",
            9,
        ),
        (
            "messages --user a --token-file -",
            b"x\n",
            "larger than 8 MiB",
            9,
        ),
        ("can list -", b"x", "larger than 64 MiB", 65),
    ];
    for (command, text, expected, mebibytes) in rows {
        check_endless(command, text, expected, mebibytes);
    }
    // A signature is one line, whose beginning is enough.
    let (outcome, taken, _) = run_endless(&["hmac", "check", "--user", "a", "-"], b"x");
    assert_eq!(outcome.code, Some(1), "{outcome:#?}");
    assert!(taken < 1024 * 1024, "{taken} bytes");
}

/// Asserts that a command refuses endless text, and takes at most one MiB more of it than this.
#[cfg(target_os = "linux")]
#[track_caller]
fn check_endless(command: &str, text: &[u8], expected: &str, mebibytes: u64) {
    let args: Vec<&str> = command.split_whitespace().collect();
    let (outcome, taken, peak) = run_endless(&args, text);
    let split = "help: check the path, or split the file into smaller ones";
    outcome.exits_with(7, "", &format!("{expected}\n{split}"));
    assert!(taken <= (mebibytes + 1) << 20, "{command}: {taken} bytes");
    assert!(peak <= MAX_MEMORY, "{command}: {peak} KiB");
}

#[test]
fn a_million_ids_are_still_read() {
    let ids: Vec<String> = (0..1_000_000).map(|id| format!("m{id}")).collect();
    let ids = ids.join("\n") + "\n";
    let json = format!("[\"{}\", null]", ids.trim_end().replace('\n', "\", \""));
    // The last item is refused, so that nothing is printed for the ones before it.
    for (list, expected) in [
        (format!("{ids}[1]\n"), "line 1000001 is JSON"),
        (json, "item 1000001 is null, not an ID"),
    ] {
        let run = Test::line("mark-read --dry-run --user a -")
            .stdin(list)
            .run();
        run.exits_with(2, "", expected);
    }
}

#[test]
fn a_request_for_a_token_that_fits_no_header_is_warned_about() {
    for (length, is_oversized) in [(100, false), (5_000, false), (10_000, true)] {
        let user = "a".repeat(length);
        let run = Test::line("issue --user").arg(&user).key(KEY);
        let run = run
            .env("COURIER_BASE_URL", &crate::support::closed_port_url())
            .run();
        assert_eq!(run.code, Some(6), "{run:#?}");
        let warns = run.stderr.contains("warning[oversized-token]");
        assert_eq!(warns, is_oversized, "{run:#?}");
    }
}

#[cfg(unix)]
mod others {
    use std::{
        fs::{self, Permissions},
        os::unix::fs::{PermissionsExt as _, chown, symlink},
        path::Path,
    };

    use crate::support::{ConfigHome, Outcome, Test};

    /// A user who is not the one of the tests.
    const STRANGER: u32 = 12_345;

    /// The warning about a configuration file.
    const WARNING: &str = "can change \nwhich controls where your keys are sent";

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    /// A configuration in a folder of its own, with a key command that leaves a trace.
    struct Home {
        folder: ConfigHome,
        trace: std::path::PathBuf,
    }

    impl Home {
        fn new(profile: &str) -> Self {
            let folder = ConfigHome::new();
            let trace = folder.path().join("trace");
            let inner = folder.path().join("inner");
            fs::create_dir(&inner).unwrap();
            let command = format!("touch '{}'; echo pk_prod_FAKE", trace.display());
            let config = format!("[profile.x]\n{}\n", profile.replace("{command}", &command));
            fs::write(inner.join("config.toml"), config).unwrap();
            set_mode(&inner, 0o700);
            set_mode(&inner.join("config.toml"), 0o600);
            Self { folder, trace }
        }

        fn inner(&self) -> std::path::PathBuf {
            self.folder.path().join("inner")
        }

        fn config(&self) -> std::path::PathBuf {
            self.inner().join("config.toml")
        }

        fn run(&self, line: &str) -> Outcome {
            let folder = self.inner();
            let test = Test::line(line).env("COURIER_AUTH_CONFIG_DIR", folder.to_str().unwrap());
            test.run()
        }

        /// Returns whether the key command ran since the last call.
        fn has_run_command(&self) -> bool {
            fs::remove_file(&self.trace).is_ok()
        }
    }

    /// Gives a path to another user. Returns false if this process is not allowed to.
    fn give_away(path: &Path) -> bool {
        let is_root = rustix::process::geteuid().is_root();
        assert_eq!(chown(path, Some(STRANGER), None).is_ok(), is_root);
        is_root
    }

    #[test]
    fn a_configuration_that_others_can_change_runs_no_command() {
        for kind in [
            "shell = \"{command}\"",
            "command = [\"sh\", \"-c\", \"{command}\"]",
        ] {
            let home = Home::new(&format!("key = {{ {kind} }}"));
            let hmac = "hmac --user a -q --profile x";
            home.run(hmac).exits_with(0, "\n", "");
            assert!(home.has_run_command());
            // The file is writable, then the folder of it, then the folder above.
            let above = home.folder.path().to_owned();
            for (path, private, exposed, fix) in [
                (home.config(), 0o600, 0o602, "chmod go-w "),
                (home.config(), 0o600, 0o666, "chmod go-w "),
                (home.inner(), 0o700, 0o777, "chmod go-w "),
                (above, 0o700, 0o702, "chmod go-w "),
            ] {
                set_mode(&path, exposed);
                let fix = format!("run `{fix}{}`", path.display());
                let refusal = "error: other users of this machine can change \n\
                               so its key command is not run";
                home.run(hmac)
                    .exits_with(7, "", &format!("{refusal}\nhelp: {fix}"));
                assert!(!home.has_run_command());
                // Other commands only warn, and a key from elsewhere needs no command.
                home.run("profile list")
                    .exits_with(0, "x", &format!("{WARNING}\n{fix}"));
                set_mode(&path, private);
                home.run(hmac).exits_with(0, "\n", "");
                assert!(home.has_run_command());
            }
            // In a sticky folder, such as /tmp, others can replace only their own files.
            set_mode(&home.inner(), 0o1777);
            home.run(hmac).exits_with(0, "\n", "");
            // A group that can change the file is only warned about.
            set_mode(&home.inner(), 0o700);
            set_mode(&home.config(), 0o644);
            home.run("profile list").exits_with(0, "x", "");
            set_mode(&home.config(), 0o664);
            let warning = format!("{WARNING}; run `chmod go-w {}`", home.config().display());
            home.run("profile list").exits_with(0, "x", &warning);
        }
    }

    #[test]
    fn a_configuration_of_another_user_runs_no_command() {
        let home = Home::new("key = { shell = \"{command}\" }");
        for path in [home.config(), home.inner()] {
            if !give_away(&path) {
                // The unit tests of `private_file::exposure` judge the same without root.
                return;
            }
            let expected = format!(
                "another user owns `{0}`, so its key command is not run\n\
                 help: use a configuration that only you can change: set COURIER_AUTH_CONFIG_DIR",
                path.display()
            );
            home.run("hmac --user a --profile x")
                .exits_with(7, "", &expected);
            assert!(!home.has_run_command());
            chown(&path, Some(0), None).unwrap();
        }
        // The link belongs to another user, but not the file behind it.
        let real = home.inner().join("real.toml");
        fs::rename(home.config(), &real).unwrap();
        symlink(&real, home.config()).unwrap();
        home.run("hmac --user a -q --profile x")
            .exits_with(0, "\n", "");
        std::os::unix::fs::lchown(home.config(), Some(STRANGER), None).unwrap();
        home.run("hmac --user a --profile x")
            .exits_with(7, "", "config.toml`, so its key");
    }

    #[test]
    fn a_configuration_that_others_can_change_sends_no_key_to_its_address() {
        let address = "http://127.0.0.1:1";
        for (url, expected) in [
            (
                "api_url = \"https://courier.test\"",
                Some("nothing is sent to the address in it"),
            ),
            (
                "inbox_url = \"https://courier.test/q\"",
                Some("nothing is sent to the address in it"),
            ),
            ("api_url = \"http://127.0.0.1:1\"", None),
            ("region = \"eu\"", None),
        ] {
            let home = Home::new(&format!("{url}\nkey = {{ plain = \"pk_test_FAKE\" }}"));
            set_mode(&home.config(), 0o622);
            let run = home.run("hmac --user a --profile x -v");
            match expected {
                Some(refusal) => run.exits_with(7, "", refusal),
                None => run.exits_with(0, "\n", WARNING),
            };
            assert!(!run.stderr.contains(address), "{run:#?}");
        }
    }

    #[test]
    fn key_and_project_files_that_others_can_change_are_warned_about() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key");
        fs::write(&key, "pk_prod_FAKE").unwrap();
        set_mode(&key, 0o600);
        let project = folder.path().join(".courier-auth.toml");
        fs::write(&project, "user = \"ann\"\n").unwrap();
        set_mode(&project, 0o644);
        let run = || {
            Test::line("hmac -q --api-key-file")
                .arg(key.to_str().unwrap())
                .in_folder(folder.path())
                .run()
        };
        let quiet = || {
            let test = Test::line("hmac --user a --api-key-file").arg(key.to_str().unwrap());
            let run = test.in_folder(folder.path()).run();
            run.stderr
                .lines()
                .filter(|line| line.starts_with("warning"))
                .count()
        };
        run().exits_with(0, "\n", "");
        assert_eq!(quiet(), 0);
        for (path, private, exposed) in [(&key, 0o600, 0o622), (&project, 0o644, 0o666)] {
            set_mode(path, exposed);
            let fix = format!("run `chmod go-w {}`", path.display());
            let test = Test::line("hmac --api-key-file").arg(key.to_str().unwrap());
            let warned = test.in_folder(folder.path()).run();
            warned.exits_with(
                0,
                "\n",
                &format!("warning: other users of this machine can change\n{fix}"),
            );
            assert_eq!(quiet(), 1);
            set_mode(path, private);
        }
        set_mode(folder.path(), 0o777);
        assert_eq!(quiet(), 2);
    }
}
