//! The async runtime. Only the commands that use the network build one.

use std::{io, time::Duration};

use tokio::{
    runtime::Builder,
    time::{Instant, sleep_until},
};

/// The longest wait that [`after`] returns, if the system's clock cannot count as far as requested.
const MAX_WAIT: Duration = Duration::from_hours(24);

/// A runtime on the current thread. Dropping it does not wait for a pending DNS lookup.
pub(crate) struct Runtime(Option<tokio::runtime::Runtime>);

/// Builds a runtime.
///
/// # Errors
/// Returns an error if the operating system refuses the file descriptors for it.
pub(crate) fn new() -> io::Result<Runtime> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    Ok(Runtime(Some(runtime)))
}

/// Returns the time after a wait that starts now.
pub(crate) fn after(wait: Duration) -> Instant {
    let now = Instant::now();
    let end = now.checked_add(wait);
    end.or_else(|| now.checked_add(MAX_WAIT)).unwrap_or(now)
}

/// Waits until a time, forever if there is none.
pub(crate) async fn wait_until(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

impl Runtime {
    /// Runs a future to completion.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        let runtime = self
            .0
            .as_ref()
            .expect("the runtime is present until the drop");
        runtime.block_on(future)
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
