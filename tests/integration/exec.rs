//! `exec`: what the command is given, how it ends, and a token that stays fresh.
#![cfg(unix)]

use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use rustix::process::Signal;

use crate::common::{KEY, Ran, Sandbox, Server, Test, answer, program, send_signal};

fn exec(sandbox: &Sandbox, args: &[&str], script: &str) -> Ran {
    let all = ["exec", "--user", "alice"].into_iter();
    let all = all.chain(args.iter().copied());
    Test::new(all.chain(["--", "/bin/sh", "-c", script]))
        .env("PATH", "/usr/bin:/bin")
        .at(sandbox)
        .run()
}

#[test]
fn the_command_gets_the_token_and_not_the_key() {
    let sandbox = Sandbox::start();
    let script = r#"echo "$COURIER_USER_ID $COURIER_JWT_EXPIRES_AT ${COURIER_API_KEY-none} ${COURIER_JWT_FILE-none} $COURIER_BASE_URL"; printf %s "$COURIER_JWT""#;
    let ran = exec(&sandbox, &["--for", "inbox"], script);
    let (words, token) = ran.stdout.split_once('\n').unwrap();
    let words: Vec<&str> = words.split(' ').collect();
    assert_eq!(words[0], "alice");
    assert!(
        words[1].ends_with('Z') && words[1].contains('T'),
        "{words:?}"
    );
    assert_eq!(words[2..], ["none", "none", sandbox.url.as_str()]);
    Test::new(["inspect", "--user", "alice", "-"])
        .stdin(token)
        .run()
        .is(0, "✓", "");
    exec(&sandbox, &["--keep-api-key"], "echo $COURIER_API_KEY").is(0, &sandbox.api_key, "");
}

#[test]
fn it_ends_as_the_command_ends() {
    let sandbox = Sandbox::start();
    for refresh in [&[][..], &["--refresh"]] {
        assert_eq!(exec(&sandbox, refresh, "exit 42").code, Some(42));
        exec(&sandbox, refresh, "cat; echo out; echo err >&2").is(0, "out", "err");
    }
    // A process that becomes the command ends by its signal; one that waits for it tells so.
    assert_eq!(exec(&sandbox, &["--refresh"], "kill -9 $$").code, Some(137));
    assert_eq!(exec(&sandbox, &[], "kill -9 $$").code, None);
}

#[test]
fn what_fails_before_the_command_runs_is_125_to_127() {
    let sandbox = Sandbox::start();
    let run = |args: &[&str]| {
        let all = ["exec"].into_iter().chain(args.iter().copied());
        Test::new(all)
            .env("PATH", "/usr/bin:/bin")
            .at(&sandbox)
            .run()
    };
    for refresh in [&[][..], &["--refresh"]] {
        let with = |rest: &[&'static str]| {
            let all: Vec<&str> = ["--user", "a"]
                .iter()
                .chain(refresh)
                .chain(rest)
                .copied()
                .collect();
            run(&all)
        };
        with(&["--", "no-such-command"]).is(127, "", "error: cannot run `no-such-command`");
        with(&["--", "/etc/passwd"]).is(126, "", "error: cannot run `/etc/passwd`");
    }
    run(&["--user", "$USER_ID", "--", "true"]).is(
        125,
        "",
        "the command was not run (class 2)\nerror[placeholder-user]",
    );
    run(&["--user", "a", "--expires-in", "3600", "--", "true"]).is(125, "", "(class 2)");
    run(&["--user", "a"]).is(
        125,
        "",
        "the following required arguments were not provided",
    );
    run(&["--user", "a", "--nope", "--", "true"]).is(125, "", "unexpected argument");
    Test::new(["exec", "--user", "a", "--", "true"]).run().is(
        125,
        "",
        "(class 4): there is no API key\nhelp: export COURIER_API_KEY",
    );
    Test::new([
        "exec",
        "--user",
        "a",
        "--api-url",
        &sandbox.url,
        "--",
        "true",
    ])
    .env("COURIER_API_KEY", KEY)
    .run()
    .is(125, "", "(class 4): Courier refused the API key: 401");
}

#[test]
fn the_file_is_fresh_whole_private_and_gone_afterwards() {
    let sandbox = Sandbox::start();
    // Until the second token is there every read is a whole one.
    let script = r#"
        first=$(cat "$COURIER_JWT_FILE"); echo "$COURIER_JWT_FILE"; 
        for one in "$COURIER_JWT_FILE" "$(dirname "$COURIER_JWT_FILE")"; do ls -ld "$one" | cut -c1-10; done
        [ "$first" = "$COURIER_JWT" ] || exit 9
        while now=$(cat "$COURIER_JWT_FILE"); [ "$now" = "$first" ]; do
            [ ${#now} -eq ${#first} ] || exit 8
        done
        printf '%s\n' "$now""#;
    let ran = exec(
        &sandbox,
        &["--refresh", "--expires-in", "2s", "--for", "inbox"],
        script,
    );
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let [path, mode, of_folder, token] = ran.stdout.lines().collect::<Vec<_>>()[..] else {
        panic!("{ran:#?}");
    };
    assert_eq!((mode, of_folder), ("-rw-------", "drwx------"));
    assert!(!std::path::Path::new(path).exists(), "{path}");
    let fresh = Test::new(["can", "list", "-"]).stdin(token).run();
    assert!(matches!(fresh.code, Some(0 | 1)), "{fresh:#?}");
}

#[test]
fn every_token_of_a_job_is_masked_before_it_is_there() {
    let sandbox = Sandbox::start();
    let script = r#"first=$(cat "$COURIER_JWT_FILE"); echo "$first"
        while now=$(cat "$COURIER_JWT_FILE"); [ "$now" = "$first" ]; do :; done; echo "$now""#;
    let args = [
        "exec",
        "--user",
        "a",
        "--refresh",
        "--expires-in",
        "1s",
        "--for",
        "inbox",
        "--",
    ];
    let ran = Test::new(args.into_iter().chain(["/bin/sh", "-c", script]))
        .env("PATH", "/usr/bin:/bin")
        .env("GITHUB_ACTIONS", "true")
        .at(&sandbox)
        .run();
    assert_eq!(ran.stdout.lines().count(), 2, "{ran:#?}");
    for token in ran.stdout.lines() {
        assert!(
            ran.stderr.contains(&format!("::add-mask::{token}\n")),
            "{ran:#?}"
        );
    }
}

/// The first token comes from here; the server then takes connections and never answers.
#[test]
fn a_renewal_that_hangs_keeps_nobody_waiting() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&["--for", "inbox", "--expires-in", "1s"]);
    let silent = Server::start_then_silent(answer("200 OK", &format!(r#"{{"token":"{token}"}}"#)));
    let started = std::time::Instant::now();
    let args = [
        "exec",
        "--user",
        "alice",
        "--refresh",
        "--expires-in",
        "1s",
        "--for",
        "inbox",
    ];
    // It ends once the renewal is under way, which the silent server can tell.
    let script = format!("while [ ! -e {} ]; do :; done; exit 5", silent.1.display());
    let ran = Test::new(args.into_iter().chain(["--", "/bin/sh", "-c", &script]))
        .env("COURIER_BASE_URL", &silent.0)
        .env("COURIER_API_KEY", KEY)
        .run();
    assert_eq!(ran.code, Some(5), "{ran:#?}");
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}

/// The second request is taken and never answered; the third is served again.
#[test]
fn a_renewal_that_hangs_is_given_up_in_time() {
    let sandbox = Sandbox::start();
    let served = crate::common::Refusing::start_hanging(&sandbox.url, 2);
    let script = r#"first=$(cat "$COURIER_JWT_FILE")
        while now=$(cat "$COURIER_JWT_FILE"); [ "$now" = "$first" ]; do :; done; echo renewed"#;
    let args = [
        "exec",
        "--user",
        "a",
        "--refresh",
        "--expires-in",
        "2s",
        "--for",
        "inbox",
        "--",
    ];
    let ran = Test::new(args.into_iter().chain(["/bin/sh", "-c", script]))
        .env("PATH", "/usr/bin:/bin")
        .env("COURIER_BASE_URL", &served.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .run();
    ran.is(
        0,
        "renewed",
        "error: no new token, trying again: no answer within 1 s",
    );
    assert_eq!(served.issued(), 2);
}

#[test]
fn signals_reach_the_command() {
    let sandbox = Sandbox::start();
    for (signal, number, refresh) in [
        ("TERM", Signal::TERM, true),
        ("HUP", Signal::HUP, true),
        ("INT", Signal::INT, true),
        ("TERM", Signal::TERM, false),
    ] {
        let mut command = program();
        command.args(["exec", "--user", "alice"]);
        if refresh {
            command.arg("--refresh");
        }
        let script =
            format!("trap 'echo got {signal}; exit 7' {signal}; echo ready; while :; do :; done");
        let mut child = command
            .args(["--", "/bin/sh", "-c", &script])
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", &sandbox.api_key)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "ready");
        send_signal(child.id(), number);
        assert_eq!(lines.next().unwrap().unwrap(), format!("got {signal}"));
        assert_eq!(child.wait().unwrap().code(), Some(7), "{signal}");
    }
}
