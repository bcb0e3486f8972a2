//! The async runtime, built by the commands that need one and by no other.

use std::io;

use tokio::runtime::{Builder, Runtime};

/// A runtime on the current thread.
///
/// # Errors
/// When the system gives no descriptors for it.
pub(crate) fn new() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

/// Takes over Ctrl-C and, where there is one, SIGTERM from now on. The future is ready when one
/// of them comes.
///
/// # Errors
/// When the system does not let go of the signals.
#[cfg(unix)]
pub(crate) fn end_of_process() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Takes over Ctrl-C from now on. The future is ready when it comes.
///
/// # Errors
/// When the system does not let go of the signal.
#[cfg(windows)]
pub(crate) fn end_of_process() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

/// Each Ctrl-C from now on.
pub(crate) struct Interrupts {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
    #[cfg(windows)]
    signal: tokio::signal::windows::CtrlC,
}

impl Interrupts {
    /// Takes over Ctrl-C.
    ///
    /// # Errors
    /// When the system does not let go of the signal.
    pub(crate) fn new() -> io::Result<Self> {
        #[cfg(unix)]
        let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
        #[cfg(windows)]
        let signal = tokio::signal::windows::ctrl_c()?;
        Ok(Self { signal })
    }

    /// Ready when the next one comes.
    pub(crate) async fn next(&mut self) {
        self.signal.recv().await;
    }
}
