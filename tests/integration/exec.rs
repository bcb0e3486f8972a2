//! `exec`: the environment and the exit status of the command, and the renewal of its token.
#![cfg(unix)]

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use rustix::process::Signal;

use crate::support::{
    IssueProxy, KEY, Outcome, Sandbox, StallingServer, Test, binary, http_response, send_signal,
};

/// Options for a token that is renewed within a second or two.
const SHORT_LIVED: &str = "--refresh --expires-in 2s --for inbox";

/// A script that ends when the token in the file has changed.
const UNTIL_RENEWED: &str = r#"first=$(cat "$COURIER_JWT_FILE")
    while now=$(cat "$COURIER_JWT_FILE"); [ "$now" = "$first" ]; do :; done;"#;

/// Prepares `exec` with a shell script as its command.
fn exec_script(options: &str, script: &str) -> Test {
    Test::line(&format!("exec --user alice {options} -- /bin/sh -c"))
        .arg(script)
        .env("PATH", "/usr/bin:/bin")
}

fn exec(sandbox: &Sandbox, options: &str, script: &str) -> Outcome {
    exec_script(options, script).at(sandbox).run()
}

#[test]
fn the_command_gets_the_token_and_not_the_key() {
    let sandbox = Sandbox::start();
    let script = r#"echo "$COURIER_USER_ID $COURIER_JWT_EXPIRES_AT ${COURIER_API_KEY-none} ${COURIER_JWT_FILE-none} $COURIER_BASE_URL"; printf %s "$COURIER_JWT""#;
    let outcome = exec(&sandbox, "--for inbox", script);
    let (words, token) = outcome.stdout.split_once('\n').unwrap();
    let words: Vec<&str> = words.split(' ').collect();
    assert_eq!(words[0], "alice");
    assert!(
        words[1].ends_with('Z') && words[1].contains('T'),
        "{words:?}"
    );
    assert_eq!(words[2..], ["none", "none", sandbox.url.as_str()]);
    Test::line("inspect --user alice -")
        .stdin(token)
        .run()
        .exits_with(0, "✓", "");
    exec(&sandbox, "--keep-api-key", "echo $COURIER_API_KEY").exits_with(0, &sandbox.api_key, "");
}

#[test]
fn the_exit_status_is_that_of_the_command() {
    let sandbox = Sandbox::start();
    for refresh in ["", "--refresh"] {
        assert_eq!(exec(&sandbox, refresh, "exit 42").code, Some(42));
        exec(&sandbox, refresh, "cat; echo out; echo err >&2").exits_with(0, "out", "err");
    }
    // With --refresh `exec` waits for the command and reports the signal as 128 + 9. Without it
    // the command replaces the process.
    assert_eq!(exec(&sandbox, "--refresh", "kill -9 $$").code, Some(137));
    assert_eq!(exec(&sandbox, "", "kill -9 $$").code, None);
}

#[test]
fn failures_before_the_command_runs_exit_with_125_to_127() {
    let sandbox = Sandbox::start();
    let run = |options: &str| {
        Test::line(&format!("exec {options}"))
            .env("PATH", "/usr/bin:/bin")
            .at(&sandbox)
            .run()
    };
    for refresh in ["", "--refresh"] {
        run(&format!("--user a {refresh} -- no-such-command")).exits_with(
            127,
            "",
            "error: cannot run `no-such-command`",
        );
        run(&format!("--user a {refresh} -- /etc/passwd")).exits_with(
            126,
            "",
            "error: cannot run `/etc/passwd`",
        );
    }
    run("--user '$USER_ID' -- true").exits_with(
        125,
        "",
        "command not run: nothing was sent\nerror[placeholder-user]",
    );
    run("--user a --expires-in 3600 -- true").exits_with(
        125,
        "",
        "command not run: nothing was sent\nerror[expires-in]",
    );
    run("--user a").exits_with(125, "", "missing `COMMAND`");
    run("--user a --nope -- true").exits_with(125, "", "unknown option `--nope`");
    Test::line("exec --user a -- true").run().exits_with(
        125,
        "",
        "command not run: no API key found
help: set COURIER_API_KEY",
    );
    Test::line("exec --user a")
        .args(["--api-url", &sandbox.url, "--", "true"])
        .key(KEY)
        .run()
        .exits_with(125, "", "command not run: Courier refused the API key: 401");
}

#[test]
fn the_token_file_is_renewed_atomically_private_and_deleted_at_the_end() {
    let sandbox = Sandbox::start();
    // The script reads the file until it is renewed. Every read must return a complete token.
    let script = r#"
        first=$(cat "$COURIER_JWT_FILE"); echo "$COURIER_JWT_FILE"
        for path in "$COURIER_JWT_FILE" "$(dirname "$COURIER_JWT_FILE")"; do ls -ld "$path" | cut -c1-10; done
        [ "$first" = "$COURIER_JWT" ] || exit 9
        while now=$(cat "$COURIER_JWT_FILE"); [ "$now" = "$first" ]; do
            [ ${#now} -eq ${#first} ] || exit 8
        done
        printf '%s\n' "$now""#;
    let outcome = exec(&sandbox, SHORT_LIVED, script);
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    let [path, mode, folder_mode, token] = outcome.stdout.lines().collect::<Vec<_>>()[..] else {
        panic!("{outcome:#?}");
    };
    assert_eq!((mode, folder_mode), ("-rw-------", "drwx------"));
    assert!(!std::path::Path::new(path).exists(), "{path}");
    let fresh = Test::line("can list -").stdin(token).run();
    assert!(matches!(fresh.code, Some(0 | 1)), "{fresh:#?}");
}

#[test]
fn every_token_is_masked_in_github_actions() {
    let sandbox = Sandbox::start();
    let script = format!(r#"{UNTIL_RENEWED} echo "$first"; echo "$now""#);
    let outcome = exec_script("--refresh --expires-in 1s --for inbox", &script)
        .env("GITHUB_ACTIONS", "true")
        .at(&sandbox)
        .run();
    assert_eq!(outcome.stdout.lines().count(), 2, "{outcome:#?}");
    for token in outcome.stdout.lines() {
        assert!(
            outcome.stderr.contains(&format!("::add-mask::{token}\n")),
            "{outcome:#?}"
        );
    }
}

/// The server returns the first token and then stalls.
#[test]
fn a_hanging_renewal_does_not_delay_the_exit() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox --expires-in 1s");
    let first = http_response("200 OK", &format!(r#"{{"token":"{token}"}}"#));
    let server = StallingServer::start(first);
    let started = std::time::Instant::now();
    // The script ends once the renewal has been requested.
    let script = format!(
        "while [ ! -e {} ]; do :; done; exit 5",
        server.stalled_marker.display()
    );
    let outcome = exec_script("--refresh --expires-in 1s --for inbox", &script)
        .env("COURIER_BASE_URL", &server.url)
        .key(KEY)
        .run();
    assert_eq!(outcome.code, Some(5), "{outcome:#?}");
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

/// The second token request hangs; the third one succeeds.
#[test]
fn a_hanging_renewal_is_abandoned_and_retried() {
    let sandbox = Sandbox::start();
    let proxy = IssueProxy::hanging_at(&sandbox.url, 2);
    let outcome = exec_script(SHORT_LIVED, &format!("{UNTIL_RENEWED} echo renewed"))
        .env("COURIER_BASE_URL", &proxy.url)
        .key(&sandbox.api_key)
        .run();
    outcome.exits_with(
        0,
        "renewed",
        "error: cannot refresh the token, retrying: no response within 1 s",
    );
    assert_eq!(proxy.forwarded_count(), 2);
}

#[test]
fn signals_reach_the_command() {
    let sandbox = Sandbox::start();
    for (name, signal, options) in [
        ("TERM", Signal::TERM, &["--refresh"][..]),
        ("HUP", Signal::HUP, &["--refresh"]),
        ("INT", Signal::INT, &["--refresh"]),
        ("TERM", Signal::TERM, &[]),
    ] {
        let script =
            format!("trap 'echo got {name}; exit 7' {name}; echo ready; while :; do :; done");
        let mut child = binary()
            .args(["exec", "--user", "alice"])
            .args(options)
            .args(["--", "/bin/sh", "-c", &script])
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", &sandbox.api_key)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        send_signal(child.id(), signal);
        assert_eq!(lines.next().unwrap().unwrap(), format!("got {name}"));
        assert_eq!(child.wait().unwrap().code(), Some(7), "{name}");
    }
}
