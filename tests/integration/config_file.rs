//! The configuration file whatever happens: killed, disk full, links, folders that cannot be written.

use std::{fs, process::Command};

use crate::{
    common::{KEY, Test, is_there, program},
    profile::Home,
};

const OLD: &str = "# mine\n[profile.old]\nregion = \"eu\"\n";

/// Adds a profile under strace, which does `deed` to the system calls of the kind `calls`.
fn add_under(home: &Home, calls: &str, deed: &str) -> (Option<i32>, String) {
    let inject = format!("inject={calls}:{deed}");
    let trace = format!("trace={calls}");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject])
        .arg(program().get_program())
        .args(["profile", "add", "new", "--key-from", "env:A"])
        .env_clear()
        .env("COURIER_AUTH_CONFIG_DIR", home.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said)
}

#[test]
fn whoever_is_killed_in_the_middle_leaves_the_old_file_or_the_new_one() {
    if !is_there("strace") {
        return;
    }
    let mut ended = (0, 0);
    // Every call that could do something to the file: the first of its kind, the second, and so on.
    for calls in [
        "openat", "write", "fsync", "/^rename", "/chmod", "flock", "close",
    ] {
        for number in 1.. {
            let home = Home::with(OLD);
            // An editor's own file.
            fs::write(home.path().join(".config.toml.swp"), "").unwrap();
            let (code, said) = add_under(&home, calls, &format!("signal=KILL:when={number}"));
            let config = home.config();
            let is_new = config.starts_with(OLD) && config.ends_with("key = { env = \"A\" }\n");
            assert!(config == OLD || is_new, "{calls} {number}: {config}");
            // What a killed one leaves is in nobody's way.
            let ran = home.run(&["profile", "use", "old"]);
            ran.is(0, "", "from now on");
            let names = [".config.toml.swp", "config.lock", "config.toml"];
            assert_eq!(home.names(), names);
            if code == Some(0) {
                assert!(is_new, "{said}");
                break;
            }
            if is_new {
                ended.1 += 1;
            } else {
                ended.0 += 1;
            }
        }
    }
    // It was killed before and after the change.
    assert!(ended.0 > 5 && ended.1 > 0, "{ended:?}");
}

#[test]
fn a_disk_that_does_not_take_it_leaves_the_old_file() {
    if !is_there("strace") {
        return;
    }
    for (calls, error) in [
        ("fsync", "ENOSPC"),
        ("fsync", "EIO"),
        ("/^rename", "ENOSPC"),
        ("/^rename", "EROFS"),
        ("flock", "ENOLCK"),
        // The first one; the second is what is said of it.
        ("write", "ENOSPC:when=1"),
    ] {
        let home = Home::with(OLD);
        let (code, said) = add_under(&home, calls, &format!("error={error}"));
        assert_eq!(code, Some(7), "{calls} {error}: {said}");
        assert!(said.starts_with("error: cannot write `"), "{said}");
        assert_eq!(home.config(), OLD);
        let left = home.names();
        assert_eq!(left, ["config.lock", "config.toml"], "{calls} {error}");
    }
}

#[test]
fn a_link_is_not_followed_and_a_device_is_not_replaced() {
    let home = Home::new();
    let target = home.path().join("elsewhere.toml");
    fs::write(&target, OLD).unwrap();
    std::os::unix::fs::symlink(&target, home.file()).unwrap();
    let add = ["profile", "add", "new", "--key-from", "env:A"];
    home.run(&add)
        .is(7, "", "symbolic link, which is not followed");
    assert_eq!(fs::read_to_string(&target).unwrap(), OLD);
    let lock = home.path().join("config.lock");
    let _ = fs::remove_file(&lock);
    std::os::unix::fs::symlink(&target, &lock).unwrap();
    home.run(&add).is(7, "", "symbolic link");
    assert_eq!(fs::read_to_string(&target).unwrap(), OLD);
    fs::remove_file(&lock).unwrap();
    // To read one is fine: that is how people share their files.
    home.run(&["profile", "list"]).is(0, "old", "");
    fs::remove_file(home.file()).unwrap();
    Command::new("mkfifo").arg(home.file()).status().unwrap();
    home.run(&add).is(7, "", "it is no plain file");
    home.run(&["profile", "list"])
        .is(7, "", "it is no plain file");
    fs::remove_file(home.file()).unwrap();
    fs::create_dir(home.file()).unwrap();
    home.run(&add).is(7, "", "cannot read `");
    home.run(&["profile", "list"]).is(7, "", "cannot read `");
}

#[test]
fn folders_that_are_not_there_or_cannot_be_written_are_named() {
    let run = |folder: &str, args: &[&str]| {
        Test::new(args.iter().copied())
            .env("COURIER_AUTH_CONFIG_DIR", folder)
            .env("COURIER_API_KEY", KEY)
            .run()
    };
    for folder in ["/proc/none", "/dev/full", "/dev/null/x"] {
        let add = ["profile", "add", "new", "--key-from", "env:A"];
        let ran = run(folder, &add);
        ran.is(
            7,
            "",
            &format!("error: cannot write `{folder}/config.toml`: "),
        );
        run(folder, &["hmac", "--user", "a", "-q"]).is(0, "\n", "");
        run(folder, &["profile", "list"]).is(0, "", "there is no profile");
        run(folder, &["profile", "use", "x"]).is(2, "", "there is no profile `x`");
    }
}

#[test]
fn no_home_no_locale_and_no_terminal_are_fine() {
    let home = tempfile::tempdir().unwrap();
    let run = |variables: &[(&str, &str)], args: &[&str]| {
        let mut command = program();
        command.env_clear().envs(variables.iter().copied());
        let output = command.args(args).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let home = home.path().to_str().unwrap();
    for variables in [
        vec![("HOME", home), ("LANG", "C"), ("COURIER_API_KEY", KEY)],
        vec![("XDG_CONFIG_HOME", home), ("COURIER_API_KEY", KEY)],
        vec![("HOME", "/nowhere"), ("COURIER_API_KEY", KEY)],
        vec![("HOME", ""), ("COURIER_API_KEY", KEY)],
    ] {
        let (code, stdout, stderr) = run(&variables, &["profile", "show", "--origin"]);
        assert_eq!(code, Some(0), "{variables:?}: {stderr}");
        assert!(
            stdout.is_ascii() && stdout.contains("pk_test_... fp:"),
            "{stdout}"
        );
    }
    // The platform's folder: XDG's on Linux.
    let add = ["profile", "add", "x", "--key-from", "env:A"];
    run(&[("HOME", home)], &add);
    assert!(fs::exists(format!("{home}/.config/courier-auth/config.toml")).unwrap());
    run(&[("HOME", "/nowhere"), ("XDG_CONFIG_HOME", home)], &add);
    assert!(fs::exists(format!("{home}/courier-auth/config.toml")).unwrap());
}

#[test]
fn whoever_holds_the_lock_for_long_is_not_waited_for() {
    let home = Home::new();
    let lock = fs::File::create(home.path().join("config.lock")).unwrap();
    lock.lock().unwrap();
    let ran = home.run(&["profile", "add", "x", "--key-from", "env:A"]);
    ran.is(7, "", "another run is changing it");
    assert!(!home.file().exists());
}

#[test]
fn two_at_once_lose_nothing() {
    let home = Home::new();
    let names: Vec<String> = (0..8).map(|number| format!("p{number}")).collect();
    let children: Vec<_> = names
        .iter()
        .map(|name| {
            program()
                .args(["profile", "add", name, "--key-from", "env:A", "-q"])
                .env("COURIER_AUTH_CONFIG_DIR", home.path())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let list = home.run(&["profile", "list", "--json"]).json();
    assert_eq!(list["profiles"].as_array().unwrap().len(), names.len());
}
