//! Inspects and creates Courier user tokens: the library of the `courier-auth` command.
//!
//! ```
//! use chrono::DateTime;
//! use courier_auth::{
//!     inspect::{Levels, Requirements, inspect},
//!     token::Feature,
//! };
//!
//! let text = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InVzZXJfaWQ6YWRhIiwiZXhwIjoxNzY3MjI1NjAwfQ.\
//!             AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
//! let inbox = Feature::from_name("inbox").expect("a known feature");
//! let now = DateTime::from_timestamp(1_767_229_200, 0).expect("a valid time");
//! let requirements = Requirements::for_features(&[inbox], now);
//! let report = inspect(text, &requirements, &Levels::default());
//! let names: Vec<_> = report.findings.iter().map(|finding| finding.rule.name).collect();
//! assert_eq!(names, ["expired", "user-only", "no-workspace"]);
//! ```
//!
//! [`token`] contains the types of Courier's authentication: API keys and client keys, tokens with
//! their claims, scopes and lifetimes, and the HMAC signatures that preceded tokens. It decodes and
//! signs tokens, and it lists which scopes an app requires for which feature.
//!
//! [`inspect`] is a linter for tokens. Its rules find what makes Courier reject a token, and what
//! makes an accepted token useless or unsafe. Each [`Finding`](inspect::Finding) names its rule, and
//! each [`Rule`](inspect::Rule) contains an explanation, a fix and two examples. The
//! [`Requirements`](inspect::Requirements) contain the features that the token must allow.
//!
//! Both modules are pure: they use no clock, no environment variables, no files and no network, and
//! they print nothing. The current time is part of the requirements. The other public items are for
//! the binary, which passes its arguments, streams and clock to [`fn@run`] as a [`Process`].
//!
//! # Layers
//!
//! A module imports only modules to its right: `main` › [`fn@run`] › `commands` › `courier`,
//! `sandbox`, `serve`, `config`, `output`, `cli` › `console` › `redact` › [`inspect`] › [`token`].
//! `courier` and `sandbox` never import each other.

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
pub mod token;

pub use complete::complete;
pub use console::SharedStream;
pub use env_vars::EnvVars;
pub use process::{Input, Process, Stream};
pub use run::run;
