//! The keyring, for real: a Secret Service of the test's own on a D-Bus of its own.

use std::{
    fs,
    os::unix::net::UnixListener,
    process::{Command, Stdio},
};

use crate::{
    common::{KEY, is_there, program},
    profile::Home,
};

/// Runs a script where `courier-auth` finds a keyring that is unlocked, and nothing else of this
/// machine's.
fn in_session(home: &Home, script: &str) -> (Option<i32>, String) {
    let binary = program();
    let path = std::env::var("PATH").unwrap();
    let setup = format!(
        "printf 'not-a-secret' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1\n\
         courier_auth() {{ '{}' \"$@\"; }}\nexec 2>&1\n{script}",
        binary.get_program().to_str().unwrap()
    );
    let output = Command::new("dbus-run-session")
        .args(["--", "bash", "-c", &setup])
        .env_clear()
        .env("PATH", path)
        .env("LANG", "C.UTF-8")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("COURIER_AUTH_CONFIG_DIR", home.path())
        .stderr(Stdio::null())
        .output()
        .unwrap();
    (
        output.status.code(),
        String::from_utf8(output.stdout).unwrap(),
    )
}

fn is_testable() -> bool {
    is_there("dbus-run-session") && is_there("gnome-keyring-daemon")
}

#[test]
fn a_key_goes_into_the_keyring_and_comes_out_of_it() {
    if !is_testable() {
        return;
    }
    let home = Home::new();
    let (code, said) = in_session(
        &home,
        &format!(
            "set -e
             courier_auth profile add a --api-key-file - <<< {KEY}
             COURIER_API_KEY={KEY} courier_auth hmac --user u -q
             courier_auth hmac --user u -q --profile a
             courier_auth profile show a
             courier_auth profile add a --replace --api-key-file - <<< pk_test_FAKEother
             courier_auth hmac --user u -q --profile a
             printf '[profile.b]\\nkey = {{ keyring = \"a\" }}\\n' >> \"$HOME/config.toml\"
             courier_auth profile remove a --yes
             courier_auth hmac --user u -q --profile b
             courier_auth profile remove b --yes
             printf '[profile.b]\\nkey = {{ keyring = \"a\" }}\\n' > \"$HOME/config.toml\"
             courier_auth hmac --user u -q --profile b"
        ),
    );
    assert_eq!(code, Some(4), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let signatures: Vec<&&str> = lines.iter().filter(|line| line.len() == 64).collect();
    assert_eq!(signatures.len(), 4, "{said}");
    assert_eq!(signatures[0], signatures[1], "{said}");
    assert_ne!(signatures[1], signatures[2], "{said}");
    // The key stays as long as another profile needs it.
    assert_eq!(signatures[2], signatures[3], "{said}");
    assert!(said.contains("its key from keyring: a"), "{said}");
    assert!(said.contains("api key      pk_test_... fp:"), "{said}");
    assert!(
        said.contains("error: the keyring has no key for `a`"),
        "{said}"
    );
    assert!(!said.contains("FAKE"), "{said}");
}

/// Two configurations, as of two projects, with a profile of the same name; and a key that was
/// left on purpose.
#[test]
fn a_key_in_the_keyring_is_overwritten_by_its_own_profile_alone() {
    if !is_testable() {
        return;
    }
    let home = Home::new();
    let (code, said) = in_session(
        &home,
        "set -e
         in_other() { COURIER_AUTH_CONFIG_DIR=\"$HOME/other\" courier_auth \"$@\"; }
         courier_auth profile add a --api-key-file - <<< pk_test_FAKEfirst
         in_other profile add a --api-key-file - <<< pk_test_FAKEsecond
         courier_auth hmac --user u -q --profile a
         in_other hmac --user u -q --profile a
         in_other profile remove a --yes
         courier_auth hmac --user u -q --profile a
         courier_auth profile remove a --yes --keep-key
         courier_auth profile add a --api-key-file - <<< pk_test_FAKEthird
         courier_auth profile add old --key-from keyring:a
         courier_auth hmac --user u -q --profile old
         printf '[profile.bad]\\nregion = 1\\nkey = { keyring = \"a\" }\\n' >> \"$HOME/config.toml\"
         courier_auth profile remove old --yes
         courier_auth profile add old --key-from keyring:a
         courier_auth hmac --user u -q --profile old
         courier_auth profile remove old --yes
         courier_auth profile remove bad --yes
         ! courier_auth profile add old --key-from keyring:a --check",
    );
    assert_eq!(code, Some(0), "{said}");
    let signatures: Vec<&str> = said.lines().filter(|line| line.len() == 64).collect();
    assert_eq!(signatures.len(), 5, "{said}");
    assert_ne!(signatures[0], signatures[1], "{said}");
    assert!(
        [2, 3, 4].iter().all(|at| signatures[*at] == signatures[0]),
        "{said}"
    );
    assert_eq!(
        said.matches("its key from keyring: a-2").count(),
        2,
        "{said}"
    );
    assert!(said.contains("the keyring has no key for `a`"), "{said}");
    assert!(!said.contains("FAKE"), "{said}");
}

#[test]
fn a_key_and_its_profile_are_kept_together_or_not_at_all() {
    if !(is_testable() && is_there("strace")) {
        return;
    }
    let home = Home::new();
    let binary = program().get_program().to_str().unwrap().to_owned();
    let (_, said) = in_session(
        &home,
        &format!(
            "add() {{ strace -f -qq -o /dev/null -e trace=/^rename -e inject=/^rename:error=ENOSPC \\
                '{binary}' profile add a --replace --api-key-file -; }}
             add <<< pk_test_FAKEfirst; echo $?
             printf '[profile.a]\\nkey = {{ keyring = \"a\" }}\\n' > \"$HOME/config.toml\"
             courier_auth hmac --user u -q --profile a; echo $?
             courier_auth profile add a --replace --api-key-file - <<< {KEY}
             courier_auth hmac --user u -q --profile a
             add <<< pk_test_FAKEsecond; echo $?
             strace -f -qq -o /dev/null -e trace=/^rename -e inject=/^rename:error=ENOSPC \
                '{binary}' profile remove a --yes
             courier_auth hmac --user u -q --profile a"
        ),
    );
    let full = said.matches("No space left on device").count();
    assert_eq!(full, 3, "{said}");
    assert!(
        said.contains("the keyring has no key for `a`") && said.matches("\n7\n").count() == 2,
        "{said}"
    );
    let signatures: Vec<&str> = said.lines().filter(|line| line.len() == 64).collect();
    assert!(
        signatures.len() == 2 && signatures[0] == signatures[1],
        "{said}"
    );
}

#[test]
fn without_a_keyring_nothing_is_written_elsewhere() {
    let home = Home::new();
    let add = home
        .test(&["profile", "add", "a", "--api-key-file", "-"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
        .stdin(KEY)
        .run();
    add.is(
        7,
        "",
        "error: the keyring cannot be used: \nhelp: unlock or start the system's keyring, or keep the key elsewhere",
    );
    assert!(!home.file().exists());
    fs::write(home.file(), "[profile.a]\nkey = { keyring = \"a\" }\n").unwrap();
    let ran = home
        .test(&["hmac", "--user", "u", "--profile", "a"])
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
        .run();
    ran.is(7, "", "the keyring cannot be used");
}

#[test]
fn a_keyring_that_does_not_answer_is_given_up_and_only_asked_where_a_key_is_needed() {
    let home = Home::with(
        "default_profile = \"a\"\n[profile.a]\nuser = \"u\"\nkey = { keyring = \"a\" }\n",
    );
    // Takes the connection, and never says a word.
    let socket = home.path().join("bus");
    let listener = UnixListener::bind(&socket).unwrap();
    let address = format!("unix:path={}", socket.display());
    let run = |args: &[&str]| {
        let test = home.test(args).env("DBUS_SESSION_BUS_ADDRESS", &address);
        test.run()
    };
    for args in [
        &["--help"][..],
        &["--version"],
        &["completions", "bash"],
        &["inspect", "x"],
        &["can", "list", "x"],
        &["profile", "list"],
        &["issue", "--dry-run"],
        &["hmac", "--api-key-file", "/dev/null"],
    ] {
        run(args);
    }
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "somebody asked the keyring");
    run(&["hmac"]).is(7, "", "error: the keyring did not answer within 3 s");
    assert!(listener.accept().is_ok());
}
