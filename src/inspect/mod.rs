//! The linter: from a text to a report of what Courier will do with it, and why.
//!
//! Text → [`Unwrapped`] → [`Subject`] → every [`Rule`] → [`Report`]. Pure: the time comes in with
//! [`Wanted`].

pub mod duration;
pub mod example;
pub mod finding;
pub mod fix;
pub mod report;
pub mod rule;
pub mod rules;
pub mod subject;
pub mod unwrap;

pub use finding::{Finding, Findings, Severity};
pub use report::{Report, Verdict, judge};
pub use rule::{Rule, Server};
pub use subject::{ScopeClaim, Subject, TimeClaim, Wanted};
pub use unwrap::Unwrapped;
