//! Runs the program in the process of a fuzzer, which measures its coverage.

mod http;
mod program;
mod server;

pub use http::{Connection, Response};
pub use program::{Outcome, START, run_program};
pub use server::{Access, Sandbox, start_server};
