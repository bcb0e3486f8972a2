//! The library behind the `courier-auth` binary, which is all it is for.
//!
//! Imports point down only: `main` › [`fn@run`] › `commands` › `courier`, `sandbox`, `serve`,
//! `config`, `output`, `cli` › `words` › [`inspect`] › [`token`]. The last two are pure; streams,
//! environment and clock come in with [`Process`]. `sandbox` and `courier` never import each other,
//! so that each proves the other. Beside these stand `environment`, `exit`, `runtime`, `signals`,
//! `program`, `prompt` and `web`, which import none of them, and `settings`, `error`, `process` and
//! `context`: what `config`, `courier` and `output` share.

mod cli;
mod commands;
mod complete;
mod config;
mod context;
mod courier;
mod environment;
mod error;
mod exit;
#[doc(hidden)]
pub mod inspect;
mod output;
mod process;
mod program;
mod prompt;
mod run;
mod runtime;
mod sandbox;
mod serve;
mod settings;
#[cfg(unix)]
mod signals;
#[cfg(test)]
mod testing;
#[doc(hidden)]
pub mod token;
mod web;
mod words;

pub use complete::complete;
pub use environment::Environment;
pub use process::{Input, Process, Stream};
pub use run::run;
pub use words::SharedStream;
