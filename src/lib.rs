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
mod console;
mod context;
#[cfg(test)]
mod corpus_tests;
mod courier;
mod endpoints;
mod env_vars;
mod error;
mod error_body;
mod executable;
mod exit;
#[doc(hidden)]
pub mod inspect;
mod output;
mod private_file;
mod process;
mod prompt;
mod redact;
mod run;
mod runtime;
mod sandbox;
mod serve;
mod settings;
#[cfg(unix)]
mod signals;
mod text;
mod time;
#[doc(hidden)]
pub mod token;

pub use complete::complete;
pub use console::SharedStream;
pub use env_vars::EnvVars;
pub use process::{Input, Process, Stream};
pub use run::run;
