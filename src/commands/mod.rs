//! The commands: one file or folder for each, and `shared` for what several of them use.

pub(crate) mod can;
pub(crate) mod command_tree;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod exec;
pub(crate) mod exit_codes;
pub(crate) mod explain;
pub(crate) mod help;
pub(crate) mod hmac;
pub(crate) mod inspect;
pub(crate) mod issue;
pub(crate) mod listen;
pub(crate) mod man;
pub(crate) mod mark_read;
pub(crate) mod messages;
pub(crate) mod profile;
pub(crate) mod sandbox;
pub(crate) mod scan;
pub(crate) mod schema;
pub(crate) mod scopes;
pub(crate) mod serve;
mod shared;
pub(crate) mod version;

#[cfg(test)]
pub(crate) use shared::requirements::requirements;
