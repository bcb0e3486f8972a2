//! The linter: from a text to a report of what Courier will do with it, and why.
//!
//! Text → [`document`] → [`Unwrapped`] → [`Subject`] → every [`Rule`] → [`Report`]. Pure: the time
//! comes in with [`Requirements`].

pub mod document;
pub mod example;
pub mod finding;
pub mod fix;
pub mod lifetime;
pub mod policy;
pub mod report;
pub mod requirements;
pub mod rule;
pub mod rules;
pub mod scope_entry;
pub mod subject;
pub mod unwrap;
pub mod workspace;

pub use finding::{Finding, Findings, Severity};
pub use lifetime::{LifetimeFault, lifetime};
pub use policy::{Level, Levels, Selector};
pub use report::{Report, Verdict, inspect, run_rules, with_report};
pub use requirements::Requirements;
pub use rule::{Rule, Server};
pub use subject::{ScopeClaim, Subject, TimeClaim};
pub use unwrap::Unwrapped;
pub use workspace::Workspace;
