//! The log of requests: a thread of its own writes it, so that whoever does not read it holds up
//! nobody.

use std::{
    convert::Infallible,
    io,
    sync::mpsc::{self, Receiver, SyncSender},
    thread,
    time::Duration,
};

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    console::{Console, Verbosity},
    output::{json, sanitize},
    serve::LoggedRequest,
};

/// How many lines may wait to be written; what comes beyond them is left out.
const WAITING: usize = 4_096;

/// How long the last lines may take.
const PATIENCE: Duration = Duration::from_millis(200);

/// A log that is written to standard error.
pub(super) struct Log {
    lines: SyncSender<(DateTime<Utc>, LoggedRequest)>,
    /// Hears nothing, until the writer has ended.
    ended: Receiver<Infallible>,
}

impl Log {
    /// Begins a log, each line of it a JSON document where `is_json`.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub(super) fn start(console: Console, is_json: bool) -> io::Result<Self> {
        let (lines, queue) = mpsc::sync_channel(WAITING);
        let (ending, ended) = mpsc::channel();
        let write = move || {
            let _ending: mpsc::Sender<Infallible> = ending;
            for (at, line) in queue {
                write(&line, at, &console, is_json);
            }
        };
        thread::Builder::new().name("log".to_owned()).spawn(write)?;
        Ok(Self { lines, ended })
    }

    /// What takes lines, and returns at once.
    pub(super) fn writer(
        &self,
        now: fn() -> DateTime<Utc>,
    ) -> impl Fn(LoggedRequest) + Send + Sync + 'static {
        let lines = self.lines.clone();
        move |line| {
            // Where nobody reads, it is full.
            let _ = lines.try_send((now(), line));
        }
    }

    /// Waits for the last lines, though not for a reader who does not come.
    pub(super) fn end(self) {
        drop(self.lines);
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

fn write(line: &LoggedRequest, at: DateTime<Utc>, console: &Console, is_json: bool) {
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
    console.print(Verbosity::Normal, &sanitize(&text));
}
