//! An ordered parallel map: chunks are read and results are written on this thread, and all cores do the
//! work between.

use std::{
    cell::LazyCell,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use crate::error::Error;

/// The number of chunks that are queued for each worker, so that none is idle while this thread reads
/// or writes.
const QUEUE_LENGTH: usize = 2;

/// A chunk below this size in bytes comes from a slow source. Its result is written before the next
/// read.
const SLOW_CHUNK: usize = 16 * 1024;

/// The queues of a worker thread.
struct Worker<C, R> {
    chunks: SyncSender<C>,
    results: Receiver<R>,
}

/// Maps each chunk from `next` with `work`, and passes the results to `write` in the order of the
/// chunks. The memory in use does not depend on the number of chunks. If `next` fails, the results of
/// the chunks before it are still written, and its error is the inner result.
///
/// # Errors
/// Returns the error of `write`.
pub(in crate::commands) fn map_in_order<C: Send, R: Send>(
    mut next: impl FnMut() -> Result<Option<C>, Error>,
    size: impl Fn(&C) -> usize,
    work: impl Fn(&C) -> R + Sync,
    mut write: impl FnMut(R) -> Result<(), Error>,
) -> Result<Result<(), Error>, Error> {
    // Only a run with several chunks needs the number, which takes several file reads to find out.
    let cores = LazyCell::new(|| thread::available_parallelism().map_or(1, usize::from));
    let work = &work;
    thread::scope(|scope| {
        let start = || {
            let (chunks, queue) = sync_channel::<C>(QUEUE_LENGTH);
            let (result_sender, results) = sync_channel(QUEUE_LENGTH);
            scope.spawn(move || {
                for chunk in queue {
                    // The receiver is dropped when `write` has failed.
                    if result_sender.send(work(&chunk)).is_err() {
                        return;
                    }
                }
            });
            Worker { chunks, results }
        };
        // Chunks are distributed in turn, and results are taken in the same turn, which keeps the order.
        let mut workers: Vec<Worker<C, R>> = Vec::new();
        let (mut sent, mut written) = (0, 0);
        let read = loop {
            let chunk = match next() {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            let is_slow = size(&chunk) < SLOW_CHUNK;
            let max_pending = if is_slow {
                0
            } else {
                QUEUE_LENGTH * *cores - 1
            };
            while sent - written > max_pending {
                workers[written % *cores].write_next(&mut write)?;
                written += 1;
            }
            if is_slow {
                // A small chunk is done sooner here than on another thread.
                write(work(&chunk))?;
                continue;
            }
            if workers.len() < *cores {
                workers.push(start());
            }
            // This fails only if the worker has panicked, and the end of the scope propagates the panic.
            let _ = workers[sent % *cores].chunks.send(chunk);
            sent += 1;
        };
        while written < sent {
            workers[written % *cores].write_next(&mut write)?;
            written += 1;
        }
        Ok(read)
    })
}

impl<C, R> Worker<C, R> {
    /// Waits for the worker's next result and writes it.
    fn write_next(&self, write: &mut impl FnMut(R) -> Result<(), Error>) -> Result<(), Error> {
        match self.results.recv() {
            Ok(result) => write(result),
            // The worker has panicked, and the end of the scope propagates the panic.
            Err(_) => Ok(()),
        }
    }
}
