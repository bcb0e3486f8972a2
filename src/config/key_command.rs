//! A command that prints the API key, such as a password manager's. Its first line is the key; what
//! it says on standard error is for the person, without the key; what it prints is never shown.

use std::{
    io::{self, BufRead as _, BufReader, Read},
    process::{Child, ChildStderr, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    thread,
    time::{Duration, Instant},
};

use wait_timeout::ChildExt as _;
use zeroize::Zeroizing;

use crate::{
    console::{Console, Verbosity, sanitize},
    executable,
};

/// How long a command may take: a person may have to unlock something.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait, once it has ended, for what is still in its pipes.
const LEFT_BEHIND: Duration = Duration::from_secs(1);

/// The longest line that can be a key, in bytes.
const MAX_KEY: usize = 64 * 1024;

/// How many lines of what it says are kept, and how long they are at the most, in bytes.
const MAX_LINES: usize = 1_000;
const MAX_LINE: u64 = 4 * 1024;

/// What is read of a key as it comes.
type Line = Arc<Mutex<Zeroizing<Vec<u8>>>>;

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
    console: &Console,
    may_ask: bool,
) -> Result<Zeroizing<String>, CommandError> {
    let (program, arguments) = line
        .split_first()
        .map_or(("", &[][..]), |(program, rest)| (program.as_str(), rest));
    let mut command = Command::new(executable::resolve(program));
    command.args(arguments);
    let name = super::profile::name_of(line);
    first_line(command, name, (console, may_ask), PATIENCE)
}

/// The same of a line for the shell.
///
/// # Errors
/// As [`run`].
pub(super) fn run_in_shell(
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
        // As it stands, and without what the registry may have run before it.
        command
            .args(["/D", "/S", "/C"])
            .raw_arg(format!("\"{line}\""));
        command
    };
    let name = super::profile::program_of(line);
    first_line(command, &name, (console, may_ask), PATIENCE)
}

/// The words of a line, split as a shell would; a backslash of Windows is no escape.
pub(crate) fn split_command(line: &str) -> Option<Vec<String>> {
    if cfg!(windows) {
        return shlex::split(&line.replace('\\', r"\\"));
    }
    shlex::split(line)
}

fn first_line(
    mut command: Command,
    name: &str,
    (console, may_ask): (&Console, bool),
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
        .stderr(if console.is_terminal() {
            // A person may have to read it before there is a key.
            Stdio::inherit()
        } else {
            Stdio::piped()
        })
        .spawn()
        .map_err(start)?;
    let line = Arc::new(Mutex::new(Zeroizing::new(Vec::new())));
    let (sender, receiver) = mpsc::channel();
    if let Some(mut stdout) = child.stdout.take() {
        let line = Arc::clone(&line);
        thread::spawn(move || {
            // Who no longer waits does not want it.
            let _ = sender.send(read_first_line(&mut stdout, &line));
            // The rest is read too, so that the command can end.
            let _ = io::copy(&mut stdout, &mut io::sink());
        });
    }
    let said = child.stderr.take().map(lines_of);
    let status = wait(&mut child, end).map_err(start)?;
    // It has ended, or never will; only what it left behind may still hold the pipe.
    let line = match receiver.recv_timeout(LEFT_BEHIND) {
        Ok(Err(source)) => Err(source),
        // What has come so far, where the pipe is held open by what was left behind.
        Ok(Ok(())) | Err(_) => text_of(&line),
    };
    if let Ok(line) = &line {
        console.secrets().add(line);
    }
    let end = Instant::now() + LEFT_BEHIND;
    let left = || end.saturating_duration_since(Instant::now());
    while let Some(Ok(line)) = said.as_ref().map(|said| said.recv_timeout(left())) {
        console.print(Verbosity::Quiet, &sanitize(&line));
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
        Ok(line) if !line.trim().is_empty() => Ok(line),
        Ok(_) => Err(CommandError::NoKey { name: name() }),
        Err(source) => Err(CommandError::Unreadable {
            name: name(),
            source,
        }),
    }
}

/// Reads up to the end of the first line into `line`, which can be looked at meanwhile.
fn read_first_line(reader: &mut impl Read, line: &Line) -> io::Result<()> {
    let mut chunk = Zeroizing::new([0; 4096]);
    loop {
        let read = match reader.read(&mut *chunk) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            read => read?,
        };
        let mut line = line.lock().unwrap_or_else(PoisonError::into_inner);
        let end = memchr::memchr(b'\n', &chunk[..read]).map(|at| at + 1);
        line.extend_from_slice(&chunk[..end.unwrap_or(read)]);
        if line.len() >= MAX_KEY {
            let reason = "a line of over 64 KiB";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
        }
        if end.is_some() || read == 0 {
            return Ok(());
        }
    }
}

fn text_of(line: &Line) -> io::Result<Zeroizing<String>> {
    let line = line.lock().unwrap_or_else(PoisonError::into_inner);
    let text = std::str::from_utf8(&line).map_err(|_| {
        let reason = "stream did not contain valid UTF-8";
        io::Error::new(io::ErrorKind::InvalidData, reason)
    })?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// What is said, line by line; a command that says no end of it is not remembered whole.
fn lines_of(stderr: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = mpsc::sync_channel(MAX_LINES);
    thread::spawn(move || {
        let mut reader = BufReader::new(stderr);
        let mut line = Vec::new();
        while matches!(
            (&mut reader).take(MAX_LINE).read_until(b'\n', &mut line),
            Ok(1..)
        ) {
            // Who no longer listens does not want it.
            let _ = sender.try_send(String::from_utf8_lossy(&line).trim_end().to_owned());
            line.clear();
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
    use crate::console::SharedStream;

    fn sh(line: &str, patience: Duration) -> Result<Zeroizing<String>, CommandError> {
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(line);
        let stderr = SharedStream::new(Arc::new(Mutex::new(Vec::new())), false);
        let console = Console::new(stderr, Verbosity::Normal);
        first_line(command, "sh", (&console, false), patience)
    }

    #[test]
    fn the_first_line_is_the_key() {
        let rows = [
            ("echo key; echo more", "key\n"),
            ("printf key", "key"),
            ("yes filler 2>/dev/null | head -100000", "filler\n"),
            // What it leaves behind is not waited for.
            ("echo key; sleep 60 2>/dev/null &", "key\n"),
            ("printf key; sleep 60 2>/dev/null &", "key"),
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
        let error = run(&words, &Console::new(stderr, Verbosity::Normal), false)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("cannot run the key command `/no/such`: "),
            "{error}"
        );
    }
}
