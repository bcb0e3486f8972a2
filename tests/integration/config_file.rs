//! The configuration file under failures: killed runs, a full disk, links, unwritable folders.

use std::{fs, process::Command};

use crate::support::{ConfigHome, KEY, Outcome, Test, binary, is_installed};

const OLD: &str = "# mine\n[profile.old]\nregion = \"eu\"\n";

/// Adds a profile under strace, which injects a signal or an error into these system calls.
fn add_profile_under_strace(home: &ConfigHome, calls: &str, injection: &str) -> Outcome {
    let inject = format!("inject={calls}:{injection}");
    let trace = format!("trace={calls}");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject])
        .arg(binary().get_program())
        .args(["profile", "add", "new", "--key-from", "env:A"])
        .env_clear()
        .env("COURIER_AUTH_CONFIG_DIR", home.path())
        .output()
        .unwrap();
    output.into()
}

#[test]
fn a_killed_change_leaves_the_old_file_or_the_new_one() {
    if !is_installed("strace") {
        return;
    }
    let (mut kills_before_change, mut kills_after_change) = (0, 0);
    // Kills at every call that may affect the file: the first of its kind, the second, and so on.
    for calls in [
        "openat", "write", "fsync", "/^rename", "/chmod", "flock", "close",
    ] {
        for number in 1.. {
            let home = ConfigHome::with(OLD);
            // An editor's swap file, which must survive.
            fs::write(home.path().join(".config.toml.swp"), "").unwrap();
            let injection = format!("signal=KILL:when={number}");
            let added = add_profile_under_strace(&home, calls, &injection);
            let config = home.config();
            let is_new = config.starts_with(OLD) && config.ends_with("key = { env = \"A\" }\n");
            assert!(config == OLD || is_new, "{calls} {number}: {config}");
            // The next run deletes the temporary files of the killed one.
            let outcome = home.run("profile use old");
            outcome.exits_with(0, "", "is now the default");
            let names = [".config.toml.swp", "config.lock", "config.toml"];
            assert_eq!(home.file_names(), names);
            if added.code == Some(0) {
                assert!(is_new, "{added:#?}");
                break;
            }
            if is_new {
                kills_after_change += 1;
            } else {
                kills_before_change += 1;
            }
        }
    }
    let counts = (kills_before_change, kills_after_change);
    assert!(counts.0 > 5 && counts.1 > 0, "{counts:?}");
}

#[test]
fn a_failed_write_leaves_the_old_file() {
    if !is_installed("strace") {
        return;
    }
    for (calls, error) in [
        ("fsync", "ENOSPC"),
        ("fsync", "EIO"),
        ("/^rename", "ENOSPC"),
        ("/^rename", "EROFS"),
        ("flock", "ENOLCK"),
        // Only the first write: the second one is the error message.
        ("write", "ENOSPC:when=1"),
    ] {
        let home = ConfigHome::with(OLD);
        let added = add_profile_under_strace(&home, calls, &format!("error={error}"));
        assert_eq!(added.code, Some(7), "{calls} {error}: {added:#?}");
        assert!(
            added.stderr.starts_with("error: cannot write `"),
            "{added:#?}"
        );
        assert_eq!(home.config(), OLD);
        assert_eq!(
            home.file_names(),
            ["config.lock", "config.toml"],
            "{calls} {error}"
        );
    }
}

#[test]
fn symbolic_links_and_special_files_are_refused() {
    let home = ConfigHome::new();
    let target = home.path().join("elsewhere.toml");
    fs::write(&target, OLD).unwrap();
    std::os::unix::fs::symlink(&target, home.file()).unwrap();
    let add = "profile add new --key-from env:A";
    home.run(add)
        .exits_with(7, "", "symbolic link; links are not followed");
    assert_eq!(fs::read_to_string(&target).unwrap(), OLD);
    let lock = home.path().join("config.lock");
    let _ = fs::remove_file(&lock);
    std::os::unix::fs::symlink(&target, &lock).unwrap();
    home.run(add).exits_with(7, "", "symbolic link");
    assert_eq!(fs::read_to_string(&target).unwrap(), OLD);
    fs::remove_file(&lock).unwrap();
    // A link to the file may be read: that is how people share their configuration.
    home.run("profile list").exits_with(0, "old", "");
    fs::remove_file(home.file()).unwrap();
    Command::new("mkfifo").arg(home.file()).status().unwrap();
    home.run(add).exits_with(7, "", "it is not a regular file");
    home.run("profile list")
        .exits_with(7, "", "it is not a regular file");
    fs::remove_file(home.file()).unwrap();
    fs::create_dir(home.file()).unwrap();
    home.run(add).exits_with(7, "", "cannot read `");
    home.run("profile list").exits_with(7, "", "cannot read `");
}

#[test]
fn a_missing_or_read_only_folder_is_named() {
    let run = |folder: &str, line: &str| {
        Test::line(line)
            .env("COURIER_AUTH_CONFIG_DIR", folder)
            .key(KEY)
            .run()
    };
    for folder in ["/proc/none", "/dev/full", "/dev/null/x"] {
        let outcome = run(folder, "profile add new --key-from env:A");
        outcome.exits_with(
            7,
            "",
            &format!("error: cannot write `{folder}/config.toml`: "),
        );
        run(folder, "hmac --user a -q").exits_with(0, "\n", "");
        run(folder, "profile list").exits_with(0, "", "no profiles yet");
        run(folder, "profile use x").exits_with(
            2,
            "",
            "profile `x` not found; no profiles exist yet\nhelp: add one with `courier-auth profile add NAME`",
        );
    }
}

#[test]
fn home_locale_and_terminal_are_optional() {
    let home = tempfile::tempdir().unwrap();
    let run = |variables: &[(&str, &str)], line: &str| {
        let mut command = binary();
        command.env_clear().envs(variables.iter().copied());
        Test::program(command).args(line.split(' ')).run()
    };
    let home = home.path().to_str().unwrap();
    for variables in [
        vec![("HOME", home), ("LANG", "C"), ("COURIER_API_KEY", KEY)],
        vec![("XDG_CONFIG_HOME", home), ("COURIER_API_KEY", KEY)],
        vec![("HOME", "/nowhere"), ("COURIER_API_KEY", KEY)],
        vec![("HOME", ""), ("COURIER_API_KEY", KEY)],
    ] {
        let shown = run(&variables, "profile show --origin");
        assert_eq!(shown.code, Some(0), "{variables:?}: {shown:#?}");
        assert!(
            shown.stdout.is_ascii() && shown.stdout.contains("pk_test_... fp:"),
            "{shown:#?}"
        );
    }
    // Without COURIER_AUTH_CONFIG_DIR the folder is that of the XDG specification.
    let add = "profile add x --key-from env:A";
    run(&[("HOME", home)], add);
    assert!(fs::exists(format!("{home}/.config/courier-auth/config.toml")).unwrap());
    run(&[("HOME", "/nowhere"), ("XDG_CONFIG_HOME", home)], add);
    assert!(fs::exists(format!("{home}/courier-auth/config.toml")).unwrap());
}

#[test]
fn a_lock_that_is_held_for_long_is_an_error() {
    let home = ConfigHome::new();
    let lock = fs::File::create(home.path().join("config.lock")).unwrap();
    lock.lock().unwrap();
    let outcome = home.run("profile add x --key-from env:A");
    outcome.exits_with(7, "", "another courier-auth process is changing it");
    assert!(!home.file().exists());
}

#[test]
fn concurrent_changes_are_all_kept() {
    let home = ConfigHome::new();
    let names: Vec<String> = (0..8).map(|number| format!("p{number}")).collect();
    let children: Vec<_> = names
        .iter()
        .map(|name| {
            binary()
                .args(["profile", "add", name, "--key-from", "env:A", "-q"])
                .env("COURIER_AUTH_CONFIG_DIR", home.path())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let list = home.run("profile list --json").json();
    assert_eq!(list["profiles"].as_array().unwrap().len(), names.len());
}
