//! Maps a long stream on all cores, in order and with bounded memory.

use std::{
    cell::LazyCell,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use crate::error::Error;

/// The number of chunks that wait for each core, so that no core is idle during reads and writes.
const WAITING: usize = 2;

/// The size in bytes below which a chunk is handled at once: the source is slow, so results are
/// shown before the next read.
const SLOW: usize = 16 * 1024;

/// The channels of a worker thread: its chunks and their results.
struct Worker<C, D> {
    chunks: SyncSender<C>,
    done: Receiver<D>,
}

/// Calls `work` for each chunk that `next` returns, on all cores, and `show` for each result in the
/// order of the chunks. Memory does not grow with the number of chunks.
///
/// The inner result is the error of `next`. The results of earlier chunks are shown first.
///
/// # Errors
/// Returns the error of `show`.
pub(in crate::commands) fn map_in_order<C: Send, D: Send>(
    mut next: impl FnMut() -> Result<Option<C>, Error>,
    size: impl Fn(&C) -> usize,
    work: impl Fn(&C) -> D + Sync,
    mut show: impl FnMut(D) -> Result<(), Error>,
) -> Result<Result<(), Error>, Error> {
    // Determined lazily, because it reads several files and a single chunk needs no thread.
    let cores = LazyCell::new(|| thread::available_parallelism().map_or(1, usize::from));
    let work = &work;
    thread::scope(|scope| {
        let start = || {
            let (chunks, to_do) = sync_channel::<C>(WAITING);
            let (results, done) = sync_channel(WAITING);
            scope.spawn(move || {
                for chunk in to_do {
                    // The receiver is gone if the output cannot be written.
                    if results.send(work(&chunk)).is_err() {
                        return;
                    }
                }
            });
            Worker { chunks, done }
        };
        // Chunks go to the workers in turn, and results are taken in the same order.
        let mut workers: Vec<Worker<C, D>> = Vec::new();
        let (mut sent, mut shown) = (0, 0);
        let read = loop {
            let chunk = match next() {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            let is_slow = size(&chunk) < SLOW;
            let most = if is_slow { 0 } else { WAITING * *cores - 1 };
            while sent - shown > most {
                workers[shown % *cores].show(&mut show)?;
                shown += 1;
            }
            if is_slow {
                // A thread would cost more than the work.
                show(work(&chunk))?;
                continue;
            }
            if workers.len() < *cores {
                workers.push(start());
            }
            // Sending fails only if the worker has panicked. The scope propagates the panic at its
            // end.
            let _ = workers[sent % *cores].chunks.send(chunk);
            sent += 1;
        };
        while shown < sent {
            workers[shown % *cores].show(&mut show)?;
            shown += 1;
        }
        Ok(read)
    })
}

impl<C, D> Worker<C, D> {
    /// Shows the result of the oldest chunk.
    fn show(&self, show: &mut impl FnMut(D) -> Result<(), Error>) -> Result<(), Error> {
        match self.done.recv() {
            Ok(done) => show(done),
            // The worker has panicked. The scope propagates the panic at its end.
            Err(_) => Ok(()),
        }
    }
}
