//! The async runtime, built by the commands that need one and by no other.

use std::io;

use tokio::runtime::Builder;

/// A runtime on the current thread. At its end a name server that does not answer is not waited
/// for any longer.
pub(crate) struct Runtime(Option<tokio::runtime::Runtime>);

/// Makes one.
///
/// # Errors
/// When the system gives no descriptors for it.
pub(crate) fn new() -> io::Result<Runtime> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    Ok(Runtime(Some(runtime)))
}

impl Runtime {
    /// Runs a future to its end.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        let runtime = self.0.as_ref().expect("it is there until it is dropped");
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

/// Takes over Ctrl-C, SIGTERM and, unless nohup(1) wants it ignored, SIGHUP from now on. The future
/// is ready when one of them comes.
///
/// # Errors
/// When the system does not let go of the signals.
#[cfg(unix)]
pub(crate) fn end_of_process() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use crate::signals::take;
    use tokio::signal::unix::SignalKind;
    let mut interrupt = take(SignalKind::interrupt())?;
    let mut terminate = take(SignalKind::terminate())?;
    let mut hang_up = match is_ignored(SignalKind::hangup()) {
        Some(true) => None,
        // Where nobody tells, what is left behind would be worse.
        Some(false) | None => Some(take(SignalKind::hangup())?),
    };
    let closed = async move {
        match &mut hang_up {
            Some(signal) => _ = signal.recv().await,
            None => std::future::pending().await,
        }
    };
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = closed => {}
        }
    })
}

/// Whether a signal was ignored when this process began. Only Linux tells.
#[cfg(unix)]
pub(crate) fn is_ignored(kind: tokio::signal::unix::SignalKind) -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    let bit = 1_u64.checked_shl(kind.as_raw_value().cast_unsigned().checked_sub(1)?)?;
    Some(mask & bit != 0)
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
        let signal = crate::signals::take(tokio::signal::unix::SignalKind::interrupt())?;
        #[cfg(windows)]
        let signal = tokio::signal::windows::ctrl_c()?;
        Ok(Self { signal })
    }

    /// Ready when the next one comes.
    pub(crate) async fn next(&mut self) {
        self.signal.recv().await;
    }
}
