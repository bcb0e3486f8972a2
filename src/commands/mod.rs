//! One file a command: what it does, in the order in which it happens.

pub(crate) mod can;
pub(crate) mod completions;
mod connection;
mod cores;
pub(crate) mod demo;
pub(crate) mod doctor;
mod entry;
pub(crate) mod exec;
pub(crate) mod exit_codes;
pub(crate) mod explain;
pub(crate) mod hmac;
pub(crate) mod inspect;
pub(crate) mod issue;
mod key;
mod lines;
pub(crate) mod man;
pub(crate) mod mark_read;
pub(crate) mod messages;
pub(crate) mod profile;
mod progress;
pub(crate) mod sandbox;
pub(crate) mod scopes;
pub(crate) mod serve;
