//! Commands that print the API key, such as a password manager's.
//!
//! The first line of standard output is the key; the output is never shown. Standard error is shown: as
//! it is on a terminal, where the command may prompt, and redacted elsewhere.

use std::{
    io,
    process::{Command, ExitStatus, Stdio},
    time::Duration,
};

use zeroize::Zeroizing;

#[cfg(unix)]
use super::command_job::CommandJob;
#[cfg(windows)]
use super::command_job_windows::CommandJob;
use super::command_output::{FirstLine, lines_of, print_messages};
use crate::{console::Console, executable};

/// The time limit of a key command. It is generous because a person may have to unlock something.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The reason why a key command yielded no key. Messages name the program without its arguments,
/// which may contain secrets.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error("cannot run the key command `{name}`: {source}")]
    Start { name: String, source: io::Error },
    #[error("the key command `{name}` failed: {status}")]
    Failed { name: String, status: ExitStatus },
    #[error("the key command `{name}` did not finish within {} s", patience.as_secs())]
    TimedOut { name: String, patience: Duration },
    #[error("the key command `{name}` printed an invalid key: {source}")]
    Unreadable { name: String, source: io::Error },
    #[error("the key command `{name}` printed no key")]
    NoKey { name: String },
}

/// Runs a command without a shell and returns the first line of its output.
///
/// # Errors
/// Returns an error if the command cannot be started, fails, exceeds the time limit or prints no key.
pub(crate) fn run(
    line: &[String],
    console: &Console,
    may_ask: bool,
) -> Result<Zeroizing<String>, CommandError> {
    let (program, arguments) = line
        .split_first()
        .map_or(("", &[][..]), |(program, rest)| (program.as_str(), rest));
    let mut command = Command::new(executable::resolve(program));
    command.args(arguments);
    let name = super::profile::name_of(line);
    read_key(command, name, console, may_ask, TIME_LIMIT)
}

/// Runs a line in the shell and returns the first line of its output.
///
/// # Errors
/// Returns the same errors as [`run`].
pub(crate) fn run_in_shell(
    line: &str,
    console: &Console,
    may_ask: bool,
) -> Result<Zeroizing<String>, CommandError> {
    #[cfg(unix)]
    let command = {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(line);
        command
    };
    #[cfg(windows)]
    let command = {
        use std::os::windows::process::CommandExt as _;
        let mut command = Command::new("cmd");
        // `/D` skips the AutoRun commands of the registry, and `raw_arg` keeps the line unchanged.
        command
            .args(["/D", "/S", "/C"])
            .raw_arg(format!("\"{line}\""));
        command
    };
    let name = super::profile::program_of(line);
    read_key(command, &name, console, may_ask, TIME_LIMIT)
}

/// Splits a line into words like a POSIX shell. On Windows a backslash is not an escape. Returns `None`
/// if a quote is not closed.
pub(crate) fn split_command(line: &str) -> Option<Vec<String>> {
    if cfg!(windows) {
        return shlex::split(&line.replace('\\', r"\\"));
    }
    shlex::split(line)
}

/// Runs a key command, prints its stderr, and returns the first line of its stdout.
fn read_key(
    mut command: Command,
    name: &str,
    console: &Console,
    may_ask: bool,
    time_limit: Duration,
) -> Result<Zeroizing<String>, CommandError> {
    let name = || name.to_owned();
    let start_error = |source| CommandError::Start {
        name: name(),
        source,
    };
    // This program's piped input is not meant for the key command.
    let stdin = if may_ask {
        Stdio::inherit()
    } else {
        Stdio::null()
    };
    let stderr = if console.is_terminal() {
        // A person may have to read a prompt before there is a key.
        Stdio::inherit()
    } else {
        Stdio::piped()
    };
    command.stdin(stdin).stdout(Stdio::piped()).stderr(stderr);
    let mut job = CommandJob::start(&mut command).map_err(start_error)?;
    let first_line = job.child.stdout.take().map(FirstLine::read_from);
    let messages = job.child.stderr.take().map(lines_of);
    let status = job.wait(time_limit).map_err(start_error)?;
    let line = first_line.map_or_else(|| Ok(Zeroizing::default()), FirstLine::finish);
    if let Ok(line) = &line {
        console.secrets().add(line);
    }
    // Printed only now, so that the key can be redacted in the messages.
    print_messages(messages.as_ref(), console);
    match (status, line) {
        (None, _) => Err(CommandError::TimedOut {
            name: name(),
            patience: time_limit,
        }),
        (Some(status), _) if !status.success() => Err(CommandError::Failed {
            name: name(),
            status,
        }),
        (_, Ok(line)) if !line.trim().is_empty() => Ok(line),
        (_, Ok(_)) => Err(CommandError::NoKey { name: name() }),
        (_, Err(source)) => Err(CommandError::Unreadable {
            name: name(),
            source,
        }),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::console::{SharedStream, Verbosity};

    fn sh(line: &str, patience: Duration) -> Result<Zeroizing<String>, CommandError> {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(line);
        let stderr = SharedStream::new(Arc::new(Mutex::new(Vec::new())), false);
        let console = Console::new(stderr, Verbosity::Normal);
        read_key(command, "sh", &console, false, patience)
    }

    #[test]
    fn the_first_line_is_the_key() {
        let rows = [
            ("echo key; echo more", "key\n"),
            ("printf key", "key"),
            ("yes filler 2>/dev/null | head -100000", "filler\n"),
            // A background child that holds the pipe open is not waited for.
            ("echo key; sleep 60 2>/dev/null &", "key\n"),
            ("printf key; sleep 60 2>/dev/null &", "key"),
        ];
        for (line, expected) in rows {
            let patience = Duration::from_secs(10);
            assert_eq!(*sh(line, patience).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn the_time_limit_ends_the_child_processes_too() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        // Every process of the group holds the pipe open for writing.
        let group = format!("exec 9<>'{0}' 8>'{0}' 9<&-;", pipe.display());
        for line in [
            "(sleep 1000; echo late >&8); echo key",
            "sleep 1000 & sleep 1000 & wait",
            "trap '' TERM; (trap '' TERM HUP; sleep 1000) & sleep 1000; sleep 1000",
            "kill -STOP $$; echo key",
            "sh -c 'kill -STOP $$' & wait",
        ] {
            let error = sh(&format!("{group} {line}"), Duration::from_millis(300)).unwrap_err();
            assert!(matches!(error, CommandError::TimedOut { .. }), "{error}");
            wait_for_writers(&pipe);
        }
        // A background process of a command that has succeeded goes on: it may be an agent.
        let line = format!(
            "{group} (exec >/dev/null 2>&1; cat <'{}') & echo key",
            pipe.display()
        );
        assert_eq!(*sh(&line, TIME_LIMIT).unwrap(), "key\n");
        assert!(has_writer(&pipe));
    }

    /// Waits until no process has a named pipe open for writing.
    fn wait_for_writers(pipe: &std::path::Path) {
        let started = std::time::Instant::now();
        while has_writer(pipe) {
            assert!(
                started.elapsed() < Duration::from_mins(1),
                "a process goes on"
            );
            std::thread::yield_now();
        }
    }

    /// Returns true if a process has a named pipe open for writing: reading then blocks.
    fn has_writer(pipe: &std::path::Path) -> bool {
        use std::{io::Read as _, os::unix::fs::OpenOptionsExt as _};
        let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
        let mut reader = std::fs::File::options()
            .read(true)
            .custom_flags(flags)
            .open(pipe)
            .expect("a named pipe");
        matches!(reader.read(&mut [0]), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
    }

    #[test]
    fn what_goes_wrong_names_the_command_alone() {
        let rows = [
            ("exit 3", "the key command `sh` failed: exit status: 3"),
            (
                "echo key; exit 1",
                "the key command `sh` failed: exit status: 1",
            ),
            ("true", "the key command `sh` printed no key"),
            ("echo; echo key", "the key command `sh` printed no key"),
            (
                "printf '\\377'",
                "the key command `sh` printed an invalid key: line 1 is not valid UTF-8",
            ),
            (
                "head -c 100000 /dev/zero | tr '\\0' a",
                "the key command `sh` printed an invalid key: its first line is longer than 64 KiB",
            ),
            (
                "exec sleep 1000",
                "the key command `sh` did not finish within 0 s",
            ),
        ];
        for (line, expected) in rows {
            let patience = if line.contains("sleep") {
                Duration::from_millis(50)
            } else {
                TIME_LIMIT
            };
            assert_eq!(
                sh(line, patience).unwrap_err().to_string(),
                expected,
                "{line}"
            );
        }
        let words = ["/no/such".to_owned(), "argument".to_owned()];
        let stderr = SharedStream::new(Arc::new(Mutex::new(Vec::new())), false);
        let error = run(&words, &Console::new(stderr, Verbosity::Normal), false)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("cannot run the key command `/no/such`: "),
            "{error}"
        );
    }
}
