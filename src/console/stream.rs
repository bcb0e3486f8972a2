//! Standard error as several write to it.

use std::{
    fmt,
    io::Write,
    panic::{self, PanicHookInfo},
    sync::{Arc, Mutex, PoisonError, TryLockError},
};

use super::{Secrets, sanitize};

/// A stream that several write to, a whole line at a time, and what none of them may write.
#[derive(Clone)]
pub struct SharedStream {
    writer: Arc<Mutex<dyn Write + Send>>,
    pub(super) secrets: Secrets,
    /// Whether a person reads it.
    pub(super) is_terminal: bool,
}

impl SharedStream {
    /// A stream to write.
    pub fn new(writer: Arc<Mutex<dyn Write + Send>>, is_terminal: bool) -> Self {
        Self {
            writer,
            secrets: Secrets::default(),
            is_terminal,
        }
    }

    /// From now on a panic is told here in a line, without secrets: what it says may hold what the
    /// program was working on.
    pub fn tell_panics(&self) {
        let stream = self.clone();
        panic::set_hook(Box::new(move |info| {
            let text = stream.secrets.redacted(&told(info));
            // Who panics may hold the stream.
            let writer = match stream.writer.try_lock() {
                Ok(writer) => Some(writer),
                Err(TryLockError::Poisoned(error)) => Some(error.into_inner()),
                Err(TryLockError::WouldBlock) => None,
            };
            if let Some(mut writer) = writer {
                let _ = writeln!(writer, "{text}");
            }
        }));
    }

    /// Writes a line as it is.
    pub(super) fn write_line(&self, line: &str) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // Nothing can be said about a standard error that cannot be written to. One write a line:
        // another process that writes there does not come between.
        let _ = writer.write_all(format!("{line}\n").as_bytes());
        let _ = writer.flush();
    }
}

/// What is told of a panic.
fn told(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or("no reason is known");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    format!(
        "error: courier-auth itself failed at {place}: {}\nhelp: this is a bug; please report it",
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
    fn a_panic_is_told_without_secrets() {
        // The hook is the whole process's: what it would write is looked at, not the hook.
        let stream = SharedStream::new(Arc::new(Mutex::new(Vec::new())), false);
        stream.secrets.keep("a secret of no known form");
        let former = panic::take_hook();
        let (sender, receiver) = std::sync::mpsc::channel();
        panic::set_hook(Box::new(move |info| {
            let _ = sender.send(stream.secrets.redacted(&told(info)));
            former(info);
        }));
        let panicked = panic::catch_unwind(|| {
            panic!("with a secret of no known form and pk_prod_FAKE\u{1b}");
        });
        drop(panic::take_hook());
        assert!(panicked.is_err());
        // Another test may have panicked meanwhile.
        let mut told = receiver.iter();
        let text = told.find(|text| text.contains("stream.rs")).unwrap();
        assert!(text.starts_with("error: courier-auth itself failed at src/console/stream.rs:"));
        assert!(
            text.contains("with [fp:") && text.contains("pk_prod_***\\u{1b}"),
            "{text}"
        );
        assert!(
            !text.contains("no known") && !text.contains("FAKE"),
            "{text}"
        );
    }
}
