//! Programs around this one: child processes that look at it, key commands that hang, and signals.
#![cfg(target_os = "linux")]

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::{CommandExt as _, ExitStatusExt as _},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
};

use rustix::process::Signal;

use crate::support::{
    ConfigHome, Gate, Outcome, Sandbox, Terminal, Test, binary, send_signal, wait_until,
};

/// A child's view of its parent's environment block.
const PARENT_ENVIRONMENT: &str = r"tr '\0' '\n' </proc/$PPID/environ; echo end";

/// Waits for the end of a process that a failed test would leave running.
fn wait_for_end(child: &mut Child) -> ExitStatus {
    let mut status = None;
    wait_until("the end of the process", || {
        status = child.try_wait().unwrap();
        status.is_some()
    });
    status.unwrap()
}

/// Starts `courier-auth` with a sandbox's URL and key, and pipes for all streams.
fn start(line: &str, sandbox: &Sandbox, url: &str) -> Child {
    binary()
        .args(shlex::split(line).unwrap())
        .env("PATH", "/usr/bin:/bin")
        .env("COURIER_BASE_URL", url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn the_key_is_not_in_the_environment_block_of_a_waiting_command() {
    let sandbox = Sandbox::start();
    let home = ConfigHome::with("[profile.x]\nkey = { env = \"MY_KEY\" }\n");
    let api = format!("--user a --api-url {}", sandbox.url);
    for (line, variable) in [
        (format!("exec {api} --refresh"), "COURIER_API_KEY"),
        (format!("exec {api} --refresh"), "COURIER_AUTH_TOKEN"),
        (format!("exec {api} --refresh --profile x"), "MY_KEY"),
        ("sandbox exec".to_owned(), "COURIER_API_KEY"),
        ("sandbox exec".to_owned(), "COURIER_AUTH_TOKEN"),
    ] {
        let outcome = home
            .line(&format!("{line} -- /bin/sh -c"))
            .arg(PARENT_ENVIRONMENT)
            .env("PATH", "/usr/bin:/bin")
            .env(variable, &sandbox.api_key)
            .run();
        assert_eq!(outcome.code, Some(0), "{line}: {outcome:#?}");
        assert!(outcome.stdout.ends_with("end\n"), "{line}: {outcome:#?}");
        let parent = outcome.stdout.contains("COURIER_AUTH_CONFIG_DIR");
        assert!(parent, "{line}: {outcome:#?}");
        let assignment = format!("{variable}=");
        assert!(
            !outcome.stdout.contains(&assignment),
            "{line}: {outcome:#?}"
        );
        assert!(
            !outcome.stdout.contains(&sandbox.api_key),
            "{line}: {outcome:#?}"
        );
    }
    let mut server = start("serve --user a --port 0 --json", &sandbox, &sandbox.url);
    let mut ready = String::new();
    let mut stdout = BufReader::new(server.stdout.take().unwrap());
    stdout.read_line(&mut ready).unwrap();
    let block = fs::read(format!("/proc/{}/environ", server.id())).unwrap();
    let block = String::from_utf8(block).unwrap();
    send_signal(server.id(), Signal::TERM);
    assert_eq!(wait_for_end(&mut server).code(), Some(0));
    assert!(block.contains("COURIER_BASE_URL="), "{block}");
    assert!(!block.contains(&sandbox.api_key), "{block}");
}

#[test]
fn a_restarted_command_keeps_its_streams_and_its_command_gets_no_more() {
    let sandbox = Sandbox::start();
    let run = |options: &str, script: &str, stdin: &str| {
        Test::line(&format!("exec --user a {options} -- /bin/sh -c"))
            .arg(script)
            .env("PATH", "/usr/bin:/bin")
            .at(&sandbox)
            .stdin(stdin)
            .run()
    };
    let long = "a line of the input\n".repeat(20_000);
    assert_eq!(run("--refresh", "cat", &long).stdout, long);
    run("--refresh", "cat; exit 3", "").exits_with(3, "", "");
    // The key is for the command: the block of its parent has it too.
    run("--refresh --keep-api-key", "echo $COURIER_API_KEY", "").exits_with(
        0,
        &sandbox.api_key,
        "",
    );
    // The restart leaves no variable and no descriptor behind.
    let script = "env | cut -d= -f1 | grep -v COURIER_JWT_FILE; ls /proc/self/fd";
    let outcomes = ["", "--refresh"].map(|options| run(options, script, "").stdout);
    assert_eq!(outcomes[0], outcomes[1]);
    // The input goes on where another reader has stopped.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("input");
    fs::write(&file, "first\nsecond\n").unwrap();
    let outcome: Outcome = Command::new("/bin/sh")
        .args([
            "-c",
            r#"read first; exec "$0" exec --user a --refresh -- cat"#,
        ])
        .arg(binary().get_program())
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdin(File::open(&file).unwrap())
        .output()
        .unwrap()
        .into();
    assert_eq!(outcome.stdout, "second\n", "{outcome:#?}");
}

/// Runs a command line with core dumps enabled in a folder, and aborts it. Returns true if it left a
/// core dump.
fn dumps_core(program: &mut Command, folder: &Path, sandbox: &Sandbox) -> bool {
    let mut child = program
        .current_dir(folder)
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut ready = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut ready).unwrap();
    send_signal(child.id(), Signal::ABORT);
    let stdin = child.stdin.take();
    let status = wait_for_end(&mut child);
    drop(stdin);
    assert_eq!(status.signal(), Some(Signal::ABORT.as_raw()), "{status}");
    status.core_dumped()
}

#[test]
fn a_command_that_holds_the_key_dumps_no_core() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let script = r#"ulimit -c unlimited; exec "$0" "$@""#;
    let shell = || {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", script]);
        shell
    };
    let waiting = "echo ready; read line";
    if !dumps_core(
        shell().args(["/bin/sh", "-c", waiting]),
        folder.path(),
        &sandbox,
    ) {
        // This machine dumps no core of any program.
        return;
    }
    for line in [
        "exec --user a --refresh -- /bin/sh -c 'echo ready; read line'",
        "sandbox exec -- /bin/sh -c 'echo ready; read line'",
        "serve --user a --port 0",
    ] {
        let mut program = shell();
        program.arg(binary().get_program());
        program.args(shlex::split(line).unwrap());
        assert!(!dumps_core(&mut program, folder.path(), &sandbox), "{line}");
    }
}

/// Returns a profile `x` whose key is printed by a shell command.
fn key_command(line: &str) -> ConfigHome {
    ConfigHome::with(&format!("[profile.x]\nkey = {{ shell = '''{line}''' }}\n"))
}

#[test]
fn a_key_command_has_the_terminal_as_in_a_shell() {
    let script = "printf 'passphrase: ' >/dev/tty; read -r key </dev/tty; echo \"$key\"";
    let home = key_command(script);
    let folder = home.path().to_str().unwrap().to_owned();
    let variables = [("COURIER_AUTH_CONFIG_DIR", folder.as_str())];
    let line = "hmac --user a --profile x";
    // Typed keys reach it, also through a pipe as standard input.
    for options in ["", "--no-input"] {
        let mut terminal = Terminal::start(&format!("{line} {options}"), &variables);
        terminal.wait_for("passphrase: ");
        terminal.press("pk_test_FAKEFAKE\r");
        let (code, screen) = terminal.wait();
        assert_eq!(code, Some(0), "{screen}");
    }
    // Ctrl-C ends both.
    let mut terminal = Terminal::start(line, &variables);
    terminal.wait_for("passphrase: ");
    terminal.press("\x03");
    let (code, screen) = terminal.wait();
    assert_eq!(code, Some(130), "{screen}");
    // Ctrl-Z stops both, and fg continues both. The command waits until it has the terminal, because a
    // key in the moment before would be lost when it is continued with the terminal.
    let home = key_command(&format!("stty echo </dev/tty; {script}"));
    let folder = home.path().to_str().unwrap().to_owned();
    let variables = [("COURIER_AUTH_CONFIG_DIR", folder.as_str())];
    let program = binary().get_program().to_str().unwrap().to_owned();
    let mut shell = Terminal::start_program("bash --norc --noprofile -i", &variables);
    shell.press(&format!("{program} {line}\r"));
    shell.wait_for("passphrase: ");
    shell.press("\x1a");
    shell.wait_for("Stopped");
    shell.press("fg\r");
    // The shell prints the line of the job after it has restored the mode of the terminal.
    shell.wait_for("fg");
    shell.wait_for("--profile x");
    shell.press("pk_test_FAKEFAKE\r");
    shell.wait_for("Courier has deprecated HMAC signatures");
    shell.press("exit\r");
    shell.wait();
}

#[test]
fn a_signal_ends_a_key_command_with_its_child_processes() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let script = format!(
            "exec 9>{}; echo ready >&9; sleep 1000; echo",
            pipe.display()
        );
        let home = key_command(&script);
        let mut child = binary()
            .args(["hmac", "--user", "a", "--profile", "x"])
            .env("COURIER_AUTH_CONFIG_DIR", home.path())
            .env("PATH", "/usr/bin:/bin")
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(File::open(&pipe).unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
        send_signal(child.id(), signal);
        assert_eq!(wait_for_end(&mut child).signal(), Some(signal.as_raw()));
        // The pipe ends when no process of the key command is left.
        lines.read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n");
    }
}

/// A pipe whose buffer is full, so that the next write to it blocks.
fn full_pipe() -> (std::io::PipeReader, std::io::PipeWriter) {
    use rustix::fs::{OFlags, fcntl_setfl};
    let (reader, mut writer) = std::io::pipe().unwrap();
    fcntl_setfl(&writer, OFlags::NONBLOCK).unwrap();
    while writer.write(&[0; 4096]).is_ok() {}
    while writer.write(&[0]).is_ok() {}
    fcntl_setfl(&writer, OFlags::empty()).unwrap();
    (reader, writer)
}

/// The thread of the async runtime waits for a reader of its results, or of its report after the first
/// signals, and handles no signal.
#[test]
fn the_second_signal_ends_a_command_that_is_blocked() {
    let sandbox = Sandbox::start();
    for signals in [
        [Signal::INT, Signal::TERM],
        [Signal::TERM, Signal::INT],
        [Signal::HUP, Signal::TERM],
    ] {
        let gate = Gate::start(&sandbox.url, usize::MAX);
        let (reader, writer) = full_pipe();
        let mut child = binary()
            .args(["issue", "--user", "a", "--user", "b"])
            .env("COURIER_BASE_URL", &gate.url)
            .env("COURIER_API_KEY", &sandbox.api_key)
            .stdout(writer.try_clone().unwrap())
            .stderr(writer)
            .spawn()
            .unwrap();
        gate.wait_for_requests(2);
        let [first, second] = signals;
        send_signal(child.id(), first);
        // A signal shortly after the first one counts as the same.
        let mut status = None;
        wait_until("the end of the process", || {
            send_signal(child.id(), second);
            status = child.try_wait().unwrap();
            status.is_some()
        });
        let status = status.unwrap();
        // Two signals that arrive together are seen in the order of their numbers.
        let numbers = signals.map(|signal| Some(signal.as_raw()));
        assert!(numbers.contains(&status.signal()), "{signals:?}: {status}");
        drop(reader);
    }
}

#[test]
fn every_signal_to_stop_reports_the_remaining_users() {
    let sandbox = Sandbox::start();
    let signals = [Signal::TERM, Signal::HUP, Signal::INT];
    let runs = signals.map(|signal| {
        let gate = Gate::start(&sandbox.url, 1);
        let line = "issue --user a --user b --user c --concurrency 1";
        let child = start(line, &sandbox, &gate.url);
        gate.wait_for_requests(2);
        send_signal(child.id(), signal);
        (child, gate)
    });
    for (child, _gate) in runs {
        let outcome: Outcome = child.wait_with_output().unwrap().into();
        outcome.exits_with(
            130,
            "\"user_id\":\"a\"",
            "interrupted: 1 of 3 tokens issued; to get the rest, save this output and add --resume FILE",
        );
    }
}

#[test]
fn leftovers_of_killed_runs_are_removed_and_nothing_else() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let create = |name: &str| File::create(path(name)).unwrap();
    create(".token.courier-auth-AbC123");
    create(".token.courier-auth-000000");
    let in_use = create(".token.courier-auth-InUse0");
    in_use.lock().unwrap();
    let other_names = [
        ".token.courier-auth-notes-1",
        ".token.courier-auth-ab_123",
        ".token.courier-auth-",
        ".tokens.courier-auth-AbC123",
        "token.courier-auth-AbC123",
        ".token.swp",
    ];
    for name in other_names {
        create(name);
    }
    fs::create_dir(path(".token.courier-auth-Folder")).unwrap();
    std::os::unix::fs::symlink(path("other"), path(".token.courier-auth-Link00")).unwrap();
    create("other");
    Test::line("issue --user a --output")
        .arg(path("token").to_str().unwrap())
        .at(&sandbox)
        .run()
        .exits_with(0, "", "");
    let gone = [".token.courier-auth-AbC123", ".token.courier-auth-000000"];
    assert!(gone.iter().all(|name| !path(name).exists()));
    let others = [
        ".token.courier-auth-InUse0",
        ".token.courier-auth-Folder",
        "other",
    ];
    for name in other_names.iter().chain(&others) {
        assert!(path(name).exists(), "{name}");
    }
    assert!(path(".token.courier-auth-Link00").is_symlink());
}

/// Starts `exec --refresh` with a child that waits for its standard input to end. Returns it with the
/// process ID of the child.
fn start_exec(sandbox: &Sandbox, temporary: &Path) -> (Child, u32) {
    let mut command = binary();
    let mut child = command
        .args(["exec", "--user", "a", "--refresh", "--", "/bin/sh", "-c"])
        .arg("echo $$; read line")
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .env("TMPDIR", temporary)
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let reader = line.trim().parse().unwrap();
    // The file is written after the child was started.
    let is_noted = || {
        folders(temporary)
            .iter()
            .any(|folder| folder.join("reader").exists())
    };
    wait_until("the note of the reader", is_noted);
    (child, reader)
}

fn folders(temporary: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(temporary).unwrap();
    entries.map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn the_token_folder_of_a_killed_exec_is_removed_when_nothing_reads_it() {
    use rustix::process::{Pid, WaitOptions, set_child_subreaper, waitpid};
    // The child of a killed `exec` becomes a child of this process, which waits for its end.
    set_child_subreaper(Some(rustix::process::getpid())).unwrap();
    let sandbox = Sandbox::start();
    let temporary = tempfile::tempdir().unwrap();
    let sweep = || {
        Test::line("exec --user a --refresh -- true")
            .env("PATH", "/usr/bin:/bin")
            .env("TMPDIR", temporary.path().to_str().unwrap())
            .at(&sandbox)
            .run()
            .exits_with(0, "", "");
        folders(temporary.path()).len()
    };
    // A folder of the user, whose name has the same form, stays.
    let own_folder = temporary.path().join("courier-auth-exec-mynote");
    fs::create_dir(&own_folder).unwrap();
    fs::write(own_folder.join("text"), "").unwrap();

    let (mut running, _) = start_exec(&sandbox, temporary.path());
    assert_eq!(sweep(), 2, "the folder of a running exec");
    drop(running.stdin.take());
    assert!(wait_for_end(&mut running).code().is_some());
    assert_eq!(sweep(), 1);

    let (mut killed, reader) = start_exec(&sandbox, temporary.path());
    let stdin = killed.stdin.take();
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(
        sweep(),
        2,
        "the folder that the child of a killed exec reads"
    );
    drop(stdin);
    let reader = Pid::from_raw(i32::try_from(reader).unwrap()).unwrap();
    waitpid(Some(reader), WaitOptions::empty()).unwrap();
    assert_eq!(sweep(), 1);
    assert!(own_folder.join("text").exists());
}

/// Kills `issue --output` at several points of its writing. The next run removes what is left.
#[test]
fn a_run_that_is_killed_at_any_point_leaves_nothing_for_long() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    let run = || {
        let mut command = binary();
        command
            .args(["issue", "--user", "a", "--output"])
            .arg(&path)
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", &sandbox.api_key);
        command
    };
    for _ in 0..8 {
        let mut child = run().spawn().unwrap();
        // The process is killed as soon as its temporary file appears, before or after it has its name.
        let mut has_ended = false;
        wait_until("a file", || {
            has_ended = child.try_wait().unwrap().is_some();
            has_ended || folders(folder.path()).iter().any(|file| *file != path)
        });
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(run().status().unwrap().success());
    assert_eq!(folders(folder.path()), [path]);
}
