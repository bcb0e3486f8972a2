//! The log of requests. A separate thread writes it, so that a blocked standard error does not delay
//! responses.

use std::{
    convert::Infallible,
    io,
    sync::mpsc::{self, Receiver, SyncSender},
    thread,
    time::Duration,
};

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    console::{Console, Level, Verbosity},
    output::{json, sanitize},
    serve::LoggedRequest,
};

/// The maximum number of queued lines. Further lines are dropped.
const QUEUE_LENGTH: usize = 4_096;

/// The time that the last lines may take.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(200);

/// A log on standard error.
pub(super) struct Log {
    lines: SyncSender<(DateTime<Utc>, LoggedRequest)>,
    /// Disconnected when the writer has ended. Nothing is ever sent.
    ended: Receiver<Infallible>,
}

impl Log {
    /// Starts the writer. With `is_json` each line is a JSON document.
    ///
    /// # Errors
    /// Returns an error if the thread cannot be started.
    pub(super) fn start(console: Console, is_json: bool) -> io::Result<Self> {
        let (lines, queue) = mpsc::sync_channel(QUEUE_LENGTH);
        let (end_guard, ended) = mpsc::channel();
        let write = move || {
            let _end_guard: mpsc::Sender<Infallible> = end_guard;
            for (at, line) in queue {
                write_line(&line, at, &console, is_json);
            }
        };
        thread::Builder::new().name("log".to_owned()).spawn(write)?;
        Ok(Self { lines, ended })
    }

    /// Returns a function that queues a line without blocking.
    pub(super) fn writer(
        &self,
        now: fn() -> DateTime<Utc>,
    ) -> impl Fn(LoggedRequest) + Send + Sync + 'static {
        let lines = self.lines.clone();
        move |line| {
            // The queue is full if nothing reads standard error.
            let _ = lines.try_send((now(), line));
        }
    }

    /// Waits until the last lines are written or the timeout is over.
    pub(super) fn finish(self) {
        drop(self.lines);
        let _ = self.ended.recv_timeout(FLUSH_TIMEOUT);
    }
}

fn write_line(line: &LoggedRequest, at: DateTime<Utc>, console: &Console, is_json: bool) {
    if console.verbosity() < Verbosity::Normal {
        return;
    }
    if is_json {
        console.print_json(&json::ServeRequest::of(line, at));
        return;
    }
    let user = line.user.as_ref().map(|user| format!(" user={user}"));
    let text = format!(
        "{} {} {} {}{} {} {} ms",
        at.to_rfc3339_opts(SecondsFormat::Millis, true),
        line.status,
        line.method,
        line.path,
        user.unwrap_or_default(),
        line.outcome,
        line.duration.as_millis()
    );
    console.print(Verbosity::Normal, Level::Info, &sanitize(&text));
}
