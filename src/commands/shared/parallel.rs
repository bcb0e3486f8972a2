//! Long streams: read here, worked on by all cores, written here in the order in which they came.

use std::{
    cell::LazyCell,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use crate::error::Error;

/// How many chunks wait for each core, so that none is idle while others are read or written.
const WAITING: usize = 2;

/// A chunk below this size in bytes came slowly: what is known is shown before waiting for more.
const SLOW: usize = 16 * 1024;

/// A core's two ends: what to work on, and what came of it.
struct Worker<C, D> {
    chunks: SyncSender<C>,
    done: Receiver<D>,
}

/// Works on each chunk that `next` gives, and shows each result as its turn comes. What is in
/// memory at once does not depend on how many there are. A source that cannot be read ends it once
/// what was read before is shown: that is the inner result.
///
/// # Errors
/// When `show` fails.
pub(in crate::commands) fn map_in_order<C: Send, D: Send>(
    mut next: impl FnMut() -> Result<Option<C>, Error>,
    size: impl Fn(&C) -> usize,
    work: impl Fn(&C) -> D + Sync,
    mut show: impl FnMut(D) -> Result<(), Error>,
) -> Result<Result<(), Error>, Error> {
    // Asked for where there is work for more than one: the answer stands in several files.
    let cores = LazyCell::new(|| thread::available_parallelism().map_or(1, usize::from));
    let work = &work;
    thread::scope(|scope| {
        let start = || {
            let (chunks, to_do) = sync_channel::<C>(WAITING);
            let (results, done) = sync_channel(WAITING);
            scope.spawn(move || {
                for chunk in to_do {
                    // Nobody listens any more once the answer cannot be written.
                    if results.send(work(&chunk)).is_err() {
                        return;
                    }
                }
            });
            Worker { chunks, done }
        };
        // One chunk after the other goes to one core after the other, and is taken back so.
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
                // No other core would be done sooner, and a thread costs more than a token.
                show(work(&chunk))?;
                continue;
            }
            if workers.len() < *cores {
                workers.push(start());
            }
            // A core that is gone has panicked, which the end of the scope passes on.
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
    /// Shows what came of the oldest chunk.
    fn show(&self, show: &mut impl FnMut(D) -> Result<(), Error>) -> Result<(), Error> {
        match self.done.recv() {
            Ok(done) => show(done),
            // It has panicked, which the end of the scope passes on.
            Err(_) => Ok(()),
        }
    }
}
