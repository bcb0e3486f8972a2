//! Errors of starting a sandbox.

use std::{io, net::SocketAddr};

use super::state::StoreFull;
use crate::listener::BindError;

/// The reason that a sandbox cannot start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The port cannot be bound at this address.
    #[error("cannot listen on port {} of {}: {source}", .address.port(), .address.ip())]
    Bind {
        address: SocketAddr,
        source: io::Error,
    },
    /// The seed is invalid.
    #[error("cannot load the seed: {reason}")]
    Seed { reason: String },
    /// The seed is larger than what a sandbox stores.
    #[error("cannot load the seed: {}", StoreFull::MESSAGE)]
    Full,
    /// Another failure of the operating system, for example to create a thread.
    #[error("the sandbox failed: {0}")]
    Io(#[from] io::Error),
}

impl From<BindError> for Error {
    fn from(BindError { address, source }: BindError) -> Self {
        Self::Bind { address, source }
    }
}
