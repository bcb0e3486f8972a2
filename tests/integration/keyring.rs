//! Keys in the system keyring: a real Secret Service on a private D-Bus session.

use std::{
    fs,
    os::unix::net::UnixListener,
    process::{Command, Stdio},
};

use crate::support::{ConfigHome, KEY, binary, is_installed};

/// Runs a script in a session with an unlocked keyring, isolated from the user's own session.
/// Returns the exit code and everything printed.
fn in_session(home: &ConfigHome, script: &str) -> (Option<i32>, String) {
    let binary = binary();
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

fn has_keyring_tools() -> bool {
    is_installed("dbus-run-session") && is_installed("gnome-keyring-daemon")
}

#[test]
fn a_key_is_stored_in_the_keyring_and_read_back() {
    if !has_keyring_tools() {
        return;
    }
    let home = ConfigHome::new();
    let (code, output) = in_session(
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
    assert_eq!(code, Some(4), "{output}");
    let lines: Vec<&str> = output.lines().collect();
    let signatures: Vec<&&str> = lines.iter().filter(|line| line.len() == 64).collect();
    assert_eq!(signatures.len(), 4, "{output}");
    assert_eq!(signatures[0], signatures[1], "{output}");
    assert_ne!(signatures[1], signatures[2], "{output}");
    // The key stays in the keyring as long as another profile refers to it.
    assert_eq!(signatures[2], signatures[3], "{output}");
    assert!(output.contains("(key from keyring: a)"), "{output}");
    assert!(
        output.contains("api key          pk_test_... fp:"),
        "{output}"
    );
    assert!(
        output.contains("error: the keyring has no key for `a`"),
        "{output}"
    );
    assert!(!output.contains("FAKE"), "{output}");
}

/// Two configurations have a profile of the same name, and a key was left in the keyring on purpose.
#[test]
fn a_keyring_entry_is_overwritten_only_by_its_own_profile() {
    if !has_keyring_tools() {
        return;
    }
    let home = ConfigHome::new();
    let (code, output) = in_session(
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
    assert_eq!(code, Some(0), "{output}");
    let signatures: Vec<&str> = output.lines().filter(|line| line.len() == 64).collect();
    assert_eq!(signatures.len(), 5, "{output}");
    assert_ne!(signatures[0], signatures[1], "{output}");
    assert!(
        [2, 3, 4].iter().all(|at| signatures[*at] == signatures[0]),
        "{output}"
    );
    assert_eq!(
        output.matches("(key from keyring: a-2)").count(),
        2,
        "{output}"
    );
    assert!(
        output.contains("the keyring has no key for `a`"),
        "{output}"
    );
    assert!(!output.contains("FAKE"), "{output}");
}

#[test]
fn a_failed_profile_write_leaves_the_keyring_unchanged() {
    if !(has_keyring_tools() && is_installed("strace")) {
        return;
    }
    let home = ConfigHome::new();
    let binary = binary().get_program().to_str().unwrap().to_owned();
    let (_, output) = in_session(
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
    let write_errors = output.matches("No space left on device").count();
    assert_eq!(write_errors, 3, "{output}");
    assert!(
        output.contains("the keyring has no key for `a`") && output.matches("\n7\n").count() == 2,
        "{output}"
    );
    let signatures: Vec<&str> = output.lines().filter(|line| line.len() == 64).collect();
    assert!(
        signatures.len() == 2 && signatures[0] == signatures[1],
        "{output}"
    );
}

#[test]
fn without_a_keyring_the_key_is_written_nowhere() {
    let home = ConfigHome::new();
    let add = home
        .line("profile add a --api-key-file -")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
        .stdin(KEY)
        .run();
    add.exits_with(
        7,
        "",
        "error: cannot use the system keyring: no keyring service found\nhelp: unlock or start the system's keyring, or store the key elsewhere with --key-from\n",
    );
    assert!(!home.file().exists());
    fs::write(home.file(), "[profile.a]\nkey = { keyring = \"a\" }\n").unwrap();
    let outcome = home
        .line("hmac --user u --profile a")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
        .run();
    outcome.exits_with(
        7,
        "",
        "cannot use the system keyring: no keyring service found",
    );
}

#[test]
fn the_keyring_is_queried_only_for_a_key_and_times_out() {
    let home = ConfigHome::with(
        "default_profile = \"a\"\n[profile.a]\nuser = \"u\"\nkey = { keyring = \"a\" }\n",
    );
    // A D-Bus that accepts the connection and sends nothing.
    let socket = home.path().join("bus");
    let listener = UnixListener::bind(&socket).unwrap();
    let address = format!("unix:path={}", socket.display());
    let run = |line: &str| {
        let test = home.line(line).env("DBUS_SESSION_BUS_ADDRESS", &address);
        test.run()
    };
    for line in [
        "--help",
        "--version",
        "completions bash",
        "inspect x",
        "can list x",
        "profile list",
        "issue --dry-run",
        "hmac --api-key-file /dev/null",
    ] {
        run(line);
    }
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "the keyring was queried");
    run("hmac").exits_with(7, "", "error: the keyring did not respond within 3 s");
    assert!(listener.accept().is_ok());
}
