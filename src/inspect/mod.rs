//! The linter: inspects the text of a token and reports what Courier does with it, and why.
//!
//! A token is first taken out of the text around it ([`TokenText`]). Token and
//! [`Requirements`] make a [`Subject`], on which every [`Rule`] runs; the findings make a
//! [`Report`]. [`inspect`] does all of this. It is pure: the time is part of the requirements.
//!
//! ```
//! use chrono::DateTime;
//! use courier_auth::{
//!     inspect::{Levels, Requirements, Severity, Verdict, inspect},
//!     token::Feature,
//! };
//!
//! let inbox = Feature::from_name("inbox").expect("a feature of this crate");
//! let now = DateTime::from_timestamp(1_767_225_600, 0).expect("a valid time");
//! let requirements = Requirements::for_features(&[inbox], now);
//!
//! let report = inspect("Bearer undefined", &requirements, &Levels::default());
//! assert_eq!(report.verdict(Severity::Error), Verdict::Unreadable);
//! assert_eq!(report.findings[0].rule.name, "placeholder-token");
//! ```

mod claim;
mod comparison;
pub mod document;
pub mod example;
mod example_inspection;
mod finding;
pub mod fix;
mod json_document;
mod levels;
mod lifetime;
mod provider;
mod report;
mod requirements;
mod rule;
pub mod rules;
mod scope_entry;
mod subject;
mod token_text;
mod workspace;
mod wrapping;

pub use claim::{ScopeClaim, TimeClaim};
pub use comparison::{Comparison, Difference, FieldValue, TokenFacts};
pub(crate) use example_inspection::example_finding;
pub use finding::{Finding, Severity};
pub use levels::{Level, LevelError, Levels, Selector};
pub(crate) use lifetime::lifetime_of_seconds;
pub use lifetime::{LifetimeError, parse_lifetime, suggest_lifetime};
pub(crate) use provider::ForeignIssuer;
pub use report::{Report, Verdict, inspect, run_rules, with_report, with_report_on};
pub use requirements::{MAX_LIFETIME, Requirements};
pub use rule::{Rule, ServerBehavior};
pub(crate) use scope_entry::suggested_scopes;
pub use scope_entry::{EntryKind, ScopeEntry};
pub use subject::Subject;
pub use token_text::{TokenLocation, TokenText};
pub use workspace::Workspace;
pub use wrapping::Wrapping;
