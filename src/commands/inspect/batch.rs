//! Many tokens: read here, judged on all cores, written here in the order in which they came.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use super::{
    input::{Chunk, Chunks},
    judge::{Judge, Judged},
};
use crate::error::Error;

/// How many chunks wait for each core, so that none is idle while others are read or written.
const WAITING: usize = 2;

/// A chunk below this size in bytes came slowly: what is known is shown before waiting for more.
const SLOW: usize = 16 * 1024;

/// A core's two ends: lines to judge, and what came of them.
struct Worker {
    chunks: SyncSender<Chunk>,
    judged: Receiver<std::io::Result<Judged>>,
}

/// Judges `first` and all that follows, and shows each part as its turn comes. What is in memory
/// at once does not depend on how many tokens there are. A source that cannot be read ends it
/// once what was read before is shown: that is the inner result.
///
/// # Errors
/// When `show` fails.
pub(super) fn run(
    judge: &Judge,
    first: Chunk,
    rest: &mut Chunks<'_>,
    mut show: impl FnMut(Judged) -> Result<(), Error>,
) -> Result<Result<(), Error>, Error> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let start = |_| {
            let (chunks, to_judge) = sync_channel::<Chunk>(WAITING);
            let (done, judged) = sync_channel(WAITING);
            scope.spawn(move || {
                for chunk in to_judge {
                    // Nobody listens any more once the answer cannot be written.
                    if done.send(judge.chunk(&chunk)).is_err() {
                        return;
                    }
                }
            });
            Worker { chunks, judged }
        };
        // One chunk after the other goes to one core after the other, and is taken back so.
        let workers: Vec<Worker> = (0..cores).map(start).collect();
        let (mut sent, mut shown) = (0, 0);
        let mut next = Ok(Some(first));
        let read = loop {
            let chunk = match next {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            let came_slowly = chunk.bytes.len() < SLOW;
            // A core that is gone has panicked, which the end of the scope passes on.
            let _ = workers[sent % cores].chunks.send(chunk);
            sent += 1;
            while sent - shown >= if came_slowly { 1 } else { WAITING * cores } {
                take_back(&workers[shown % cores], &mut show)?;
                shown += 1;
            }
            next = rest.next();
        };
        while shown < sent {
            take_back(&workers[shown % cores], &mut show)?;
            shown += 1;
        }
        Ok(read)
    })
}

fn take_back(
    worker: &Worker,
    show: &mut impl FnMut(Judged) -> Result<(), Error>,
) -> Result<(), Error> {
    match worker.judged.recv() {
        Ok(judged) => show(judged.map_err(Error::Stdout)?),
        // It has panicked, which the end of the scope passes on.
        Err(_) => Ok(()),
    }
}
