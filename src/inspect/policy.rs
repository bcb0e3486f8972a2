//! What a user makes of the rules: each at its own level.

use std::str::FromStr;

use super::{
    finding::{Finding, Severity},
    rule::Rule,
    rules,
};

/// Rules that are not at their own level. A rule's own entry beats its family's.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    entries: Vec<(Selector, Level)>,
}

/// One rule, or a family of them.
#[derive(Debug, Clone, Copy)]
pub enum Selector {
    /// The one of that code or name.
    Rule(&'static Rule),
    /// Those whose codes begin so: `CA3`.
    Family(&'static str),
}

/// What a finding of a rule becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is dropped.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

/// Why levels make no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LevelError {
    /// It names no rule.
    #[error("there is no such rule or family")]
    Unknown,
    /// The same rule or family at two levels.
    #[error("`{0}` cannot be at two levels at once")]
    Contradiction(&'static str),
}

impl Levels {
    /// Puts each of the rules and families at its level.
    ///
    /// # Errors
    /// When one of them is at two.
    pub fn new(entries: Vec<(Selector, Level)>) -> Result<Self, LevelError> {
        for (at, (selector, level)) in entries.iter().enumerate() {
            let contradicts =
                |(other, its): &(Selector, Level)| other.name() == selector.name() && its != level;
            if entries[..at].iter().any(contradicts) {
                return Err(LevelError::Contradiction(selector.name()));
            }
        }
        Ok(Self { entries })
    }

    /// Brings findings to the levels of their rules.
    pub(super) fn apply(&self, findings: &mut Vec<Finding>) {
        if self.entries.is_empty() {
            return;
        }
        findings.retain_mut(|finding| match self.of(finding.rule) {
            Some(Level::Allow) => false,
            Some(Level::Warn) => {
                finding.severity = Severity::Warning;
                true
            }
            Some(Level::Deny) => {
                finding.severity = Severity::Error;
                true
            }
            None => true,
        });
    }

    fn of(&self, rule: &Rule) -> Option<Level> {
        let level = |fits: fn(&Selector, &Rule) -> bool| {
            let entry = self
                .entries
                .iter()
                .find(|(selector, _)| fits(selector, rule));
            entry.map(|(_, level)| *level)
        };
        level(|selector, rule| matches!(selector, Selector::Rule(one) if one.code == rule.code))
            .or_else(|| level(|selector, rule| matches!(selector, Selector::Family(start) if rule.code.starts_with(start))))
    }
}

impl Selector {
    /// The rule's name, or the start of the family's codes.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.name,
            Self::Family(start) => start,
        }
    }
}

impl FromStr for Selector {
    type Err = LevelError;

    fn from_str(text: &str) -> Result<Self, LevelError> {
        let family = || {
            let family = rules::FAMILIES
                .iter()
                .find(|family| family.code.eq_ignore_ascii_case(text));
            family.map(|family| Self::Family(family.code))
        };
        rules::find(text)
            .map(Self::Rule)
            .or_else(family)
            .ok_or(LevelError::Unknown)
    }
}
