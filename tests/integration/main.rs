//! Drives the built binary as a user does: real processes, real sockets, nothing but loopback.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

mod can;
mod canary;
mod common;
mod exec;
mod fixes;
mod generated;
mod hmac;
mod inspect;
mod inspect_inputs;
mod inspect_options;
mod issue;
mod issue_faults;
mod issue_many;
mod mark_read;
mod profile;
mod sandbox;
mod secrets;
mod snapshots;
mod streams;
mod trace;
