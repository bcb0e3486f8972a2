//! The linter: from a text to a report of what Courier will do with it, and why.
//!
//! Text → [`document`] → [`Unwrapped`] → [`Subject`] → every [`Rule`] → [`Report`]. Pure: the time
//! comes in with [`Wanted`].

pub mod document;
pub mod duration;
pub mod example;
pub mod finding;
pub mod fix;
pub mod lifetime;
pub mod policy;
pub mod report;
pub mod rule;
pub mod rules;
pub mod subject;
pub mod text;
pub mod unwrap;
pub mod wanted;
pub mod word;
pub mod workspace;

pub use finding::{Finding, Findings, Severity};
pub use lifetime::{LifetimeFault, lifetime};
pub use policy::{Level, Levels, Selector};
pub use report::{Report, Verdict, judge};
pub use rule::{Rule, Server};
pub use subject::{ScopeClaim, Subject, TimeClaim};
pub use text::shorten;
pub use unwrap::Unwrapped;
pub use wanted::Wanted;
pub use workspace::Workspace;
