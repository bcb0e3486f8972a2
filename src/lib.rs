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
//! A module imports modules of lower rows only. The test `layers` holds the table.
//!
//! | modules | contents |
//! | --- | --- |
//! | `main` | hands arguments, streams, environment and clock to the library |
//! | `run`, `complete` | parse the command line, dispatch, choose the exit code; shell completion |
//! | `commands` | one file or folder for each command, and `shared` for what several use |
//! | `context` | the environment, clock and streams of a command |
//! | `error` | the errors of all commands, their exit codes and help lines |
//! | `output` | renderers: text, tables, JSON documents, GitHub annotations |
//! | `settings` | connection settings merged from flags, environment and profile |
//! | `cli` | the command line as clap types, without behavior |
//! | `config`, `courier`, `sandbox`, `serve` | profiles and keys; the client of Courier; the local Courier; the token endpoint |
//! | `validate`, `private_file`, `prompt`, `runtime`, `listener`, `error_body` | checks of values, files with secrets, prompts, the async runtime, listening sockets, HTTP error bodies |
//! | `process` | arguments and streams as values |
//! | `console`, `endpoints`, `scan` | redacted standard error; addresses of Courier's APIs; the search for mistakes in source code |
//! | `inspect`, `redact` | the linter; the recognition and removal of secrets |
//! | `time`, `id_list` | durations and dates; lists of IDs in lines, CSV and JSON |
//! | `input_limits` | maximum sizes of inputs, and reads that stop at them |
//! | `token`, `client_behaviors`, `encoding`, `env_vars`, `exit`, `reason`, `request_summary`, `document`, `executable`, `environ`, `signals` | tokens, scopes and keys; behaviors of Courier's clients; small leaves |
//! | `text` | plurals, shortening, and which characters are safe to show |

mod cli;
mod client_behaviors;
mod commands;
mod complete;
mod config;
mod console;
mod context;
#[cfg(test)]
mod corpus_tests;
mod courier;
mod document;
mod encoding;
mod endpoints;
mod env_vars;
mod environ;
mod error;
mod error_body;
mod executable;
mod exit;
#[cfg(test)]
mod growth_tests;
mod id_list;
mod input_limits;
pub mod inspect;
mod listener;
mod output;
mod private_file;
mod process;
mod prompt;
mod reason;
mod redact;
mod request_summary;
mod run;
mod runtime;
mod sandbox;
mod scan;
mod serve;
mod settings;
mod signals;
mod text;
mod time;
pub mod token;
mod validate;

pub use complete::complete;
pub use console::SharedStream;
pub use env_vars::EnvVars;
pub use environ::handed_over;
pub use process::{Input, Process, Stream};
pub use run::run;
pub use time::from_system_time;
