//! A command that prints the API key, such as a password manager's. Its first line is the key; what
//! it says on standard error is for the person, without the key; what it prints is never shown.

use std::{
    io::{self, BufRead, BufReader, Read as _},
    process::{Child, ChildStderr, Command, ExitStatus, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use wait_timeout::ChildExt as _;
use zeroize::Zeroizing;

use crate::words::{Level, Words, sanitize};

/// How long a command may take: a person may have to unlock something.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait, once it has ended, for what is still in its pipes.
const LEFT_BEHIND: Duration = Duration::from_secs(1);

/// The longest line that can be a key, in bytes.
const MAX_KEY: u64 = 64 * 1024;

/// Why a command gave no key. It is named without its arguments.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    #[error("cannot run the key command `{name}`: {source}")]
    Start { name: String, source: io::Error },
    #[error("the key command `{name}` failed: {status}")]
    Failed { name: String, status: ExitStatus },
    #[error("the key command `{name}` did not end within {} s", patience.as_secs())]
    TimedOut { name: String, patience: Duration },
    #[error("what the key command `{name}` printed is no key: {source}")]
    Unreadable { name: String, source: io::Error },
    #[error("the key command `{name}` printed no key")]
    NoKey { name: String },
}

/// What the command prints first, run without a shell.
///
/// # Errors
/// When it does not run, fails, takes too long, or prints nothing.
pub(super) fn run(
    line: &[String],
    words: &Words,
    may_ask: bool,
) -> Result<Zeroizing<String>, CommandError> {
    let (program, arguments) = line
        .split_first()
        .map_or(("", &[][..]), |(program, rest)| (program.as_str(), rest));
    let mut command = Command::new(program);
    command.args(arguments);
    let name = super::profile::name_of(line);
    first_line(command, name, (words, may_ask), PATIENCE)
}

/// The same of a line for the shell.
///
/// # Errors
/// As [`run`].
pub(super) fn run_in_shell(
    line: &str,
    words: &Words,
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
        command.arg("/C").raw_arg(line);
        command
    };
    let name = super::profile::program_of(line);
    first_line(command, &name, (words, may_ask), PATIENCE)
}

fn first_line(
    mut command: Command,
    name: &str,
    (words, may_ask): (&Words, bool),
    patience: Duration,
) -> Result<Zeroizing<String>, CommandError> {
    let name = || name.to_owned();
    // What is piped to this program is not for that one.
    let stdin = if may_ask {
        Stdio::inherit()
    } else {
        Stdio::null()
    };
    let start = |source| CommandError::Start {
        name: name(),
        source,
    };
    let too_long = || CommandError::TimedOut {
        name: name(),
        patience,
    };
    let end = Instant::now() + patience;
    let mut child = command
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(if words.is_terminal() {
            // A person may have to read it before there is a key.
            Stdio::inherit()
        } else {
            Stdio::piped()
        })
        .spawn()
        .map_err(start)?;
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            // Who no longer waits does not want it.
            let _ = sender.send(first_line_of(&mut reader));
            // The rest is read too, so that the command can end.
            let _ = io::copy(&mut reader, &mut io::sink());
        });
    }
    let said = child.stderr.take().map(lines_of);
    let status = wait(&mut child, end).map_err(start)?;
    // It has ended, or never will; only what it left behind may still hold the pipe.
    let line = receiver.recv_timeout(LEFT_BEHIND);
    if let Ok(Ok(line)) = &line {
        words.secrets().keep(line);
    }
    let end = Instant::now() + LEFT_BEHIND;
    let left = || end.saturating_duration_since(Instant::now());
    while let Some(Ok(line)) = said.as_ref().map(|said| said.recv_timeout(left())) {
        words.say(Level::Quiet, &sanitize(&line));
        if left().is_zero() {
            break;
        }
    }
    let Some(status) = status else {
        return Err(too_long());
    };
    if !status.success() {
        return Err(CommandError::Failed {
            name: name(),
            status,
        });
    }
    match line {
        Ok(Ok(line)) if !line.trim().is_empty() => Ok(line),
        Ok(Err(source)) => Err(CommandError::Unreadable {
            name: name(),
            source,
        }),
        Ok(Ok(_)) | Err(_) => Err(CommandError::NoKey { name: name() }),
    }
}

fn first_line_of(reader: &mut impl BufRead) -> io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    reader.take(MAX_KEY).read_line(&mut line)?;
    if line.len() as u64 == MAX_KEY {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "a line of over 64 KiB",
        ));
    }
    Ok(line)
}

/// What is said, line by line.
fn lines_of(stderr: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
            // Who no longer listens does not want it.
            let _ = sender.send(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
    });
    receiver
}

/// How the command ended, or `None` where it had to be ended.
fn wait(child: &mut Child, end: Instant) -> io::Result<Option<ExitStatus>> {
    let status = child.wait_timeout(end.saturating_duration_since(Instant::now()))?;
    if status.is_none() {
        child.kill()?;
        child.wait()?;
    }
    Ok(status)
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::words::SharedStream;

    fn sh(line: &str, patience: Duration) -> Result<Zeroizing<String>, CommandError> {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(line);
        let stderr = SharedStream::new(Arc::new(Mutex::new(Vec::new())), false);
        let words = Words::new(stderr, Level::Normal);
        first_line(command, "sh", (&words, false), patience)
    }

    #[test]
    fn the_first_line_is_the_key() {
        let rows = [
            ("echo key; echo more", "key\n"),
            ("printf key", "key"),
            ("yes filler 2>/dev/null | head -100000", "filler\n"),
            // What it leaves behind is not waited for.
            ("echo key; sleep 60 2>/dev/null &", "key\n"),
        ];
        for (line, expected) in rows {
            let patience = Duration::from_secs(10);
            assert_eq!(*sh(line, patience).unwrap(), expected, "{line}");
        }
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
                "what the key command `sh` printed is no key: stream did not contain valid UTF-8",
            ),
            (
                "head -c 100000 /dev/zero | tr '\\0' a",
                "what the key command `sh` printed is no key: a line of over 64 KiB",
            ),
            (
                "exec sleep 1000",
                "the key command `sh` did not end within 0 s",
            ),
        ];
        for (line, expected) in rows {
            let patience = if line.contains("sleep") {
                Duration::from_millis(50)
            } else {
                PATIENCE
            };
            assert_eq!(
                sh(line, patience).unwrap_err().to_string(),
                expected,
                "{line}"
            );
        }
        let words = ["/no/such".to_owned(), "argument".to_owned()];
        let stderr = SharedStream::new(Arc::new(Mutex::new(Vec::new())), false);
        let error = run(&words, &Words::new(stderr, Level::Normal), false)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("cannot run the key command `/no/such`: "),
            "{error}"
        );
    }
}
