//! Errors of starting and running a sandbox.

use std::io;

/// The reason that a sandbox cannot start, or has failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The port cannot be bound.
    #[error("cannot listen on port {port}: {source}")]
    Bind { port: u16, source: io::Error },
    /// The seed is invalid.
    #[error("cannot load the seed: {reason}")]
    Seed { reason: String },
    /// Another failure of the operating system, for example to create a thread.
    #[error("the sandbox failed: {0}")]
    Io(#[from] io::Error),
}
