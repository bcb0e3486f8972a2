//! Lines for a shell given to `exec`, `sandbox exec` and key commands.
#![cfg(unix)]

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use crate::support::{ConfigHome, Outcome, Sandbox, Test};

fn exec(sandbox: &Sandbox, options: &str, command: &[&str]) -> Outcome {
    Test::line(&format!("exec --user alice {options} --"))
        .args(command.iter().copied())
        .env("PATH", "/usr/bin:/bin")
        .env("SHELL", "/bin/bash")
        .at(sandbox)
        .run()
}

fn write(folder: &Path, name: &str, mode: u32, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_line_for_a_shell_has_the_command_to_write() {
    let sandbox = Sandbox::start();
    let rows: [(&[&str], &str); 9] = [
        (
            &["echo $COURIER_JWT | wc -c"],
            "this is a line for a shell: write `-- sh -c 'echo $COURIER_JWT | wc -c'`",
        ),
        (&["npm test"], "write `-- sh -c 'npm test'`"),
        (&["FOO=1 npm test"], "write `-- sh -c 'FOO=1 npm test'`"),
        (&["a && b"], "write `-- sh -c 'a && b'`"),
        (
            &["FOO=1", "env"],
            "`env` sets variables: write `-- env FOO=1 env`",
        ),
        (&["A=1 2", "B=", "env"], "write `-- env A='1 2' B= env`"),
        (
            &["cd", "app"],
            "`cd` is a part of shells: write `-- sh -c 'cd app && COMMAND'`",
        ),
        (
            &["ll", "-a"],
            "alias or a function, write `-- \"$SHELL\" -ic 'll -a'`",
        ),
        (
            &[""],
            "the command is empty, as with a variable that is not set",
        ),
    ];
    for (command, help) in rows {
        for options in ["", "--refresh"] {
            let outcome = exec(&sandbox, options, command);
            outcome.exits_with(127, "", &format!("error: cannot run `\nhelp: \n{help}"));
        }
        let own = Test::line("sandbox exec --")
            .args(command.iter().copied())
            .env("PATH", "/usr/bin:/bin")
            .run();
        own.exits_with(127, "", help);
    }
}

#[test]
fn the_advice_of_a_shell_line_works_when_copied() {
    let sandbox = Sandbox::start();
    let commands: [&[&str]; 3] = [
        &["echo \"it's $COURIER_USER_ID\" | cat"],
        &["FOO=1 2", "sh", "-c", "echo $FOO"],
        &["export FOO=1"],
    ];
    let expected = ["it's alice\n", "1 2\n", ""];
    for (command, stdout) in commands.into_iter().zip(expected) {
        let help = exec(&sandbox, "", command).stderr;
        let line = help.split("write `-- ").nth(1).unwrap();
        let line = line.trim_end().strip_suffix('`').unwrap();
        let words = shlex::split(line).unwrap();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        exec(&sandbox, "", &words).exits_with(0, stdout, "");
    }
}

#[test]
fn a_command_without_the_separator_has_the_whole_line() {
    let rows = [
        (
            "exec --user alice sh -c 'echo $COURIER_JWT'",
            "unexpected argument `sh`\n`courier-auth exec --user alice -- sh -c 'echo $COURIER_JWT'`",
        ),
        (
            "exec --user alice --for inbox npm run dev -- --port 3000",
            "`courier-auth exec --user alice --for inbox -- npm run dev -- --port 3000`",
        ),
        (
            "exec --user alice 'npm test | cat'",
            "`courier-auth exec --user alice -- sh -c 'npm test | cat'`",
        ),
        (
            "sandbox exec npm test",
            "`courier-auth sandbox exec -- npm test`",
        ),
    ];
    for (line, stderr) in rows {
        Test::line(line).run().exits_with(125, "", stderr);
    }
}

#[test]
fn a_file_that_cannot_run_has_the_command_that_runs_it() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let script = write(folder, "run", 0o644, "#!/bin/sh\necho ran\n");
    let python = write(folder, "tool", 0o644, "#!/usr/bin/env python3\nprint(1)\n");
    let js = write(folder, "app.js", 0o644, "console.log(1)\n");
    let py = write(folder, "app.py", 0o644, "print(1)\n");
    let crlf = write(folder, "crlf", 0o755, "#!/bin/sh\r\necho ran\r\n");
    let gone = write(folder, "gone", 0o755, "#!/no/such/interpreter\n");
    let rows = [
        (
            script.as_str(),
            126,
            format!("run `chmod +x {script}`, or write `-- sh {script}`"),
        ),
        (
            &python,
            126,
            format!("run `chmod +x {python}`, or write `-- python3 {python}`"),
        ),
        (&js, 126, format!("write `-- node {js}`")),
        (&py, 126, format!("write `-- python3 {py}`")),
        (
            &crlf,
            127,
            "its `#!` line ends with a carriage return".to_owned(),
        ),
        (
            &gone,
            127,
            "its `#!` line names `/no/such/interpreter`, which does not exist".to_owned(),
        ),
        ("/", 126, "it is a directory".to_owned()),
    ];
    for (program, code, help) in rows {
        for options in ["", "--refresh"] {
            exec(&sandbox, options, &[program]).exits_with(code, "", &help);
        }
    }
    // The C library runs a script without `#!` in `sh` if it replaces the process.
    let plain = write(folder, "plain", 0o755, "echo ran\n");
    let help = format!("the script has no `#!` line: write `-- sh {plain} x`");
    Test::line("sandbox exec --")
        .args([&*plain, "x"])
        .run()
        .exits_with(126, "", &help);
}

#[test]
fn a_shell_line_as_a_key_command_is_refused() {
    let home = ConfigHome::new();
    for line in [
        "op read op://v/i/key | head -1",
        "cat key 2>/dev/null",
        "op read $(cat ref)",
        "a && b",
    ] {
        home.line("profile add x --key-from")
            .arg(&format!("command:{line}"))
            .run()
            .exits_with(
                2,
                "",
                "needs a shell: write shell:LINE instead of command:LINE",
            );
        home.line("profile add x --replace --key-from")
            .arg(&format!("shell:{line}"))
            .run()
            .exits_with(0, "", "saved profile");
    }
    let accepted = [
        "op read 'op://v/my key/a|b'",
        "pass show 'a > b'",
        "pass show a;b",
    ];
    for line in accepted {
        home.line("profile add y --replace --key-from")
            .arg(&format!("command:{line}"))
            .run()
            .exits_with(0, "", "saved profile");
    }
}
