//! Integration tests: they run the built binary as a user does, and connect to loopback only.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test that cannot be set up fails"
)]

mod can;
mod canary;
#[cfg(unix)]
mod completions;
#[cfg(target_os = "linux")]
mod config_file;
mod doctor;
mod exec;
mod explain;
#[cfg(unix)]
mod fixes;
mod generated;
#[cfg(target_os = "linux")]
mod hardening;
mod help;
mod hmac;
mod hostile;
mod inputs;
mod inspect;
mod inspect_inputs;
mod inspect_options;
mod interface;
mod issue;
mod issue_faults;
mod issue_many;
mod issue_output;
#[cfg(target_os = "linux")]
mod keyring;
mod layers;
mod lexicon;
mod library;
mod listen;
mod mark_faults;
mod mark_read;
mod messages;
#[cfg(unix)]
mod packages;
mod profile;
mod profile_file;
mod profile_keys;
mod profile_precedence;
#[cfg(target_os = "linux")]
mod prompts;
#[cfg(unix)]
mod recipes;
mod refusals;
mod sandbox;
mod sandbox_access;
mod sandbox_apps;
mod sandbox_control;
mod sandbox_exec;
mod sandbox_hostile;
mod sandbox_idempotency;
mod sandbox_life;
mod sandbox_older_clients;
mod sandbox_sockets;
mod sandbox_verbs;
#[cfg(unix)]
mod scale;
mod scan;
mod scan_formats;
mod scan_staged;
#[cfg(unix)]
mod sdk;
mod secrets;
mod serve;
mod snapshots;
mod streams;
mod support;
mod trace;
