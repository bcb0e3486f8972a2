//! Reads the output of a key command while it runs: the first line of stdout, and stderr line by line.

use std::{
    io::{self, BufRead as _, BufReader, Read},
    process::{ChildStderr, ChildStdout},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver},
    },
    thread,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use crate::{
    console::{Console, Level, Verbosity},
    encoding,
};

/// The time to wait, after the command has ended, for what is left in its pipes.
const PIPE_GRACE: Duration = Duration::from_secs(1);

/// The length of a line that is too long for a key, in bytes.
const MAX_KEY: usize = 64 * 1024;

/// The number of stderr lines that are kept, and the maximum length of each, in bytes.
const MAX_LINES: usize = 1_000;
const MAX_LINE: u64 = 4 * 1024;

/// The first line of the output while it is read. It can be looked at before it is complete.
type PartialLine = Arc<Mutex<Zeroizing<Vec<u8>>>>;

/// The first line of a command's output, read by a thread.
pub(super) struct FirstLine {
    line: PartialLine,
    result: Receiver<io::Result<()>>,
}

impl FirstLine {
    /// Starts the thread that reads the line.
    pub(super) fn read_from(mut stdout: ChildStdout) -> Self {
        let line = PartialLine::default();
        let (sender, result) = mpsc::channel();
        let shared = Arc::clone(&line);
        thread::spawn(move || {
            // Sending fails if the caller has stopped waiting.
            let _ = sender.send(read_first_line(&mut stdout, &shared));
            // The rest is drained, so that the command is not blocked by a full pipe.
            let _ = io::copy(&mut stdout, &mut io::sink());
        });
        Self { line, result }
    }

    /// Returns the line. If a child of the command still holds the pipe open, the line ends with what
    /// has arrived.
    pub(super) fn finish(self) -> io::Result<Zeroizing<String>> {
        match self.result.recv_timeout(PIPE_GRACE) {
            Ok(Err(source)) => Err(source),
            Ok(Ok(())) | Err(_) => text_of(&self.line),
        }
    }
}

/// Prints the stderr lines of a command, for at most the grace period.
pub(super) fn print_messages(messages: Option<&Receiver<String>>, console: &Console) {
    let deadline = Instant::now() + PIPE_GRACE;
    let remaining = || deadline.saturating_duration_since(Instant::now());
    while let Some(Ok(line)) = messages.map(|messages| messages.recv_timeout(remaining())) {
        console.print(Verbosity::Quiet, Level::Info, &line);
        if remaining().is_zero() {
            break;
        }
    }
}

/// Reads up to the end of the first line into `line`.
fn read_first_line(reader: &mut impl Read, line: &PartialLine) -> io::Result<()> {
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
            let reason = "its first line is longer than 64 KiB";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
        }
        if end.is_some() || read == 0 {
            return Ok(());
        }
    }
}

fn text_of(line: &PartialLine) -> io::Result<Zeroizing<String>> {
    let line = line.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(Zeroizing::new(
        encoding::decode_first_line(&line)?.into_owned(),
    ))
}

/// Reads the stderr of a command line by line. Lines beyond the limit are dropped.
pub(super) fn lines_of(stderr: ChildStderr) -> Receiver<String> {
    let (sender, receiver) = mpsc::sync_channel(MAX_LINES);
    thread::spawn(move || {
        let mut reader = BufReader::new(stderr);
        let mut line = Vec::new();
        while matches!(
            (&mut reader).take(MAX_LINE).read_until(b'\n', &mut line),
            Ok(1..)
        ) {
            // Sending fails if the buffer is full or the caller has stopped listening.
            let _ = sender.try_send(String::from_utf8_lossy(&line).trim_end().to_owned());
            line.clear();
        }
    });
    receiver
}
