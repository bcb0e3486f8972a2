//! A log of requests. A separate thread writes it, so that a blocked standard error does not delay
//! responses.

use std::{
    convert::Infallible,
    io,
    sync::mpsc::{self, Receiver, SyncSender},
    thread,
    time::Duration,
};

/// The maximum number of queued lines. Further lines are dropped.
const QUEUE_LENGTH: usize = 4_096;

/// The time that the last lines may take.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(200);

/// A log of requests of the type `T`.
pub(in crate::commands) struct RequestLog<T> {
    requests: SyncSender<T>,
    /// Disconnected when the writer has ended. Nothing is ever sent.
    ended: Receiver<Infallible>,
}

impl<T: Send + 'static> RequestLog<T> {
    /// Starts the thread, which calls `write` for each request.
    ///
    /// # Errors
    /// Returns an error if the thread cannot be started.
    pub(in crate::commands) fn start(write: impl Fn(T) + Send + 'static) -> io::Result<Self> {
        let (requests, queue) = mpsc::sync_channel(QUEUE_LENGTH);
        let (end_guard, ended) = mpsc::channel();
        let run = move || {
            let _end_guard: mpsc::Sender<Infallible> = end_guard;
            queue.into_iter().for_each(write);
        };
        thread::Builder::new().name("log".to_owned()).spawn(run)?;
        Ok(Self { requests, ended })
    }

    /// Returns a function that queues a request without blocking.
    pub(in crate::commands) fn writer(&self) -> impl Fn(T) + Send + Sync + use<T> {
        let requests = self.requests.clone();
        move |request| {
            // The queue is full if nothing reads standard error.
            let _ = requests.try_send(request);
        }
    }

    /// Waits until the last lines are written or the timeout is over.
    pub(in crate::commands) fn finish(self) {
        drop(self.requests);
        let _ = self.ended.recv_timeout(FLUSH_TIMEOUT);
    }
}
