//! Findings in source code.

use std::ops::Range;

use crate::inspect::{Rule, Severity, rules};

/// A fault in source code.
#[derive(Debug, Clone)]
pub(crate) struct SourceFinding {
    pub(crate) rule: &'static Rule,
    pub(crate) severity: Severity,
    /// The description of the fault.
    pub(crate) message: String,
    /// Specific advice, `None` if the rule's own applies.
    pub(crate) help: Option<String>,
    /// The text that corrects the fault, in the syntax of its place.
    pub(crate) fix: Option<Fix>,
    /// The byte range in the decoded text of the file.
    pub(crate) range: Range<usize>,
}

/// A replacement of a part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fix {
    /// The byte range that is replaced, which may be empty.
    pub(crate) range: Range<usize>,
    /// The new text.
    pub(crate) text: String,
}

impl SourceFinding {
    /// Creates a finding of a rule.
    ///
    /// # Panics
    /// Panics if no rule has this name.
    pub(super) fn new(rule: &str, range: Range<usize>, message: impl Into<String>) -> Self {
        let rule = rules::find(rule).expect("the checks name rules of the catalog");
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            help: None,
            fix: None,
            range,
        }
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(super) fn fix(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.fix = Some(Fix {
            range,
            text: text.into(),
        });
        self
    }

    /// Returns the advice: the specific one, otherwise the rule's.
    pub(crate) fn advice(&self) -> &str {
        self.help.as_deref().unwrap_or(self.rule.fix)
    }
}
