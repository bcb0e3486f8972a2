//! Standard error as a stream that several threads share, and the panic hook that writes to it.

use std::{
    fmt,
    io::Write,
    panic::{self, PanicHookInfo},
    sync::{Arc, Mutex, PoisonError, TryLockError},
};

use indicatif::WeakProgressBar;

use super::sanitize;
use crate::redact::Secrets;

/// A stream that is shared by its clones and written a whole line at a time.
///
/// It also holds the secrets that must not be written to it.
#[derive(Clone)]
pub struct SharedStream {
    writer: Arc<Mutex<dyn Write + Send>>,
    pub(super) secrets: Secrets,
    pub(super) is_terminal: bool,
    /// The progress bar at the bottom of the terminal, if there is one. Lines are written above it.
    pub(super) progress_bar: Arc<Mutex<WeakProgressBar>>,
}

impl SharedStream {
    /// A stream that writes to `writer` and knows no secrets yet.
    pub fn new(writer: Arc<Mutex<dyn Write + Send>>, is_terminal: bool) -> Self {
        Self {
            writer,
            secrets: Secrets::default(),
            is_terminal,
            progress_bar: Arc::default(),
        }
    }

    /// Makes panics print one redacted message to this stream, since a panic message may contain
    /// the data that was being processed.
    pub fn install_panic_hook(&self) {
        let stream = self.clone();
        panic::set_hook(Box::new(move |info| {
            let message = stream.secrets.redact(&panic_message(info));
            // Waiting could deadlock: the thread that panics may hold the lock.
            let writer = match stream.writer.try_lock() {
                Ok(writer) => Some(writer),
                Err(TryLockError::Poisoned(error)) => Some(error.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            };
            if let Some(mut writer) = writer {
                let _ = writeln!(writer, "{message}");
            }
        }));
    }

    /// Writes a line as it is, above the progress bar.
    pub(super) fn write_line(&self, line: &str) {
        let progress_bar = self.progress_bar.lock();
        let progress_bar = progress_bar
            .unwrap_or_else(PoisonError::into_inner)
            .upgrade();
        match progress_bar {
            Some(bar) => bar.suspend(|| self.write(line)),
            None => self.write(line),
        }
    }

    fn write(&self, line: &str) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // A failure to write to standard error cannot be reported anywhere. Each line is written
        // by a single call, so that other processes that share the stream cannot split it.
        let _ = writer.write_all(format!("{line}\n").as_bytes());
        let _ = writer.flush();
    }
}

fn panic_message(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or("unknown reason");
    let location = info.location().map(ToString::to_string).unwrap_or_default();
    format!(
        "error: courier-auth crashed at {location}: {}\nhelp: this is a bug; please report it",
        sanitize(message)
    )
}

impl fmt::Debug for SharedStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SharedStream(terminal: {})", self.is_terminal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panic_messages_are_redacted_and_sanitized() {
        // Panic hooks are global to the process. This one only sends what would be printed.
        let stream = SharedStream::new(Arc::new(Mutex::new(Vec::new())), false);
        stream.secrets.add("a secret of no known form");
        let previous_hook = panic::take_hook();
        let (sender, receiver) = std::sync::mpsc::channel();
        panic::set_hook(Box::new(move |info| {
            let _ = sender.send(stream.secrets.redact(&panic_message(info)));
            previous_hook(info);
        }));
        let result = panic::catch_unwind(|| {
            panic!("with a secret of no known form and pk_prod_FAKE\u{1b}");
        });
        drop(panic::take_hook());
        assert!(result.is_err());
        // Another test may panic at the same time.
        let mut messages = receiver.iter();
        let message = messages.find(|text| text.contains("stream.rs")).unwrap();
        assert!(message.starts_with("error: courier-auth crashed at src/console/stream.rs:"));
        assert!(
            message.contains("with [fp:") && message.contains("pk_prod_***\\u{1b}"),
            "{message}"
        );
        assert!(
            !message.contains("no known") && !message.contains("FAKE"),
            "{message}"
        );
    }
}
