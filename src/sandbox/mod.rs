//! A local Courier: issue-token, send, the Messages API, the Inbox and its realtime socket.
//!
//! It behaves as the real one does and is strict where that is strict, so that what works here
//! works there. It is a test double for one developer or one CI job: in memory, on loopback.
//! It never imports `courier`: each proves the other.

mod admin;
mod answer;
mod auth;
mod clock;
mod faults;
mod graphql;
mod hub;
mod idempotency;
mod inbox;
mod journal;
mod layers;
mod mint;
mod page;
mod rest;
mod seed;
mod server;
mod socket;
mod state;
mod time;

use std::io;

#[cfg(test)]
pub(crate) use auth::request;
pub(crate) use auth::{API_KEY, Domain, Workspace, client_key};
pub(crate) use faults::Fault;
pub(crate) use seed::Seed;
pub(crate) use server::{Background, Options, Outside, Sandbox};

/// Why a sandbox does not run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The port cannot be had.
    #[error("cannot listen on port {port}: {source}")]
    Bind { port: u16, source: io::Error },
    /// What it was to begin with makes no sense.
    #[error("cannot seed the sandbox: {reason}")]
    Seed { reason: String },
    /// The system gave no resources, or took them away.
    #[error("the sandbox failed: {0}")]
    Io(#[from] io::Error),
}
