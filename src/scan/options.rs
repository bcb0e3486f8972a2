//! Options of the checks: the time, the required features and the maximum lifetime.

use chrono::{DateTime, Utc};

use crate::token::Feature;

/// The options of the checks.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// The time at which tokens are judged.
    pub(crate) now: DateTime<Utc>,
    /// The features that every token must allow. If there are none, a scope string is checked for the
    /// features that it has a scope of.
    pub(crate) features: Vec<&'static Feature>,
    /// The maximum lifetime, in seconds.
    pub(crate) max_lifetime: f64,
}
