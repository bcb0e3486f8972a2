//! Drives the built binary as a user does: real processes, real sockets, nothing but loopback.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

mod can;
mod canary;
mod common;
#[cfg(unix)]
mod completions;
#[cfg(target_os = "linux")]
mod config_file;
mod doctor;
mod exec;
#[cfg(unix)]
mod fixes;
mod generated;
#[cfg(target_os = "linux")]
mod hardening;
mod hmac;
mod inspect;
mod inspect_inputs;
mod inspect_options;
mod issue;
mod issue_faults;
mod issue_many;
#[cfg(target_os = "linux")]
mod keyring;
mod layers;
mod library;
mod mark_faults;
mod mark_read;
mod profile;
#[cfg(target_os = "linux")]
mod prompts;
#[cfg(unix)]
mod recipes;
mod sandbox;
mod sandbox_apps;
mod sandbox_hostile;
mod sandbox_life;
#[cfg(unix)]
mod sdk;
mod secrets;
mod serve;
mod snapshots;
mod streams;
#[cfg(target_os = "linux")]
mod terminal;
mod tls;
mod trace;
