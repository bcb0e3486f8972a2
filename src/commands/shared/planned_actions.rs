//! The Inbox actions that a command is about to perform.

use std::time::Duration;

use crate::token::Action;

/// The actions that a command performs on an Inbox, and the time that they may take.
pub(in crate::commands) struct PlannedActions {
    pub(in crate::commands) actions: Vec<&'static Action>,
    pub(in crate::commands) duration: Duration,
}

impl PlannedActions {
    /// Returns the actions with these names.
    pub(in crate::commands) fn new(names: &[&str], duration: Duration) -> Self {
        let action = |name: &&str| Action::from_name(name).expect("callers pass known names");
        Self {
            actions: names.iter().map(action).collect(),
            duration,
        }
    }
}
