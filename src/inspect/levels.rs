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
        findings.retain_mut(|finding| match self.level_of(finding.rule) {
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

    fn level_of(&self, rule: &Rule) -> Option<Level> {
        let of_it = self
            .entries
            .iter()
            .filter(|(selector, _)| selector.matches(rule));
        let is_family =
            |(selector, _): &&(Selector, Level)| matches!(selector, Selector::Family(_));
        of_it.min_by_key(is_family).map(|(_, level)| *level)
    }
}

impl Selector {
    /// Whether the rule is one of those.
    #[must_use]
    pub fn matches(&self, rule: &Rule) -> bool {
        match self {
            Self::Rule(one) => one.code == rule.code,
            Self::Family(start) => rule.code.starts_with(start),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(text: &str) -> Selector {
        text.parse().unwrap()
    }

    #[test]
    fn a_rule_beats_its_family() {
        let entries = vec![
            (selector("ca2"), Level::Allow),
            (selector("CA202"), Level::Deny),
            (selector("scope-case"), Level::Warn),
        ];
        let levels = Levels::new(entries).unwrap();
        let level = |name| levels.level_of(rules::find(name).unwrap());
        assert_eq!(level("no-expiry"), Some(Level::Deny));
        assert_eq!(level("expired"), Some(Level::Allow));
        assert_eq!(level("CA311"), Some(Level::Warn));
        assert_eq!(level("no-user"), None);
    }

    #[test]
    fn nothing_is_at_two_levels() {
        let at = |one: &str, other: &str| {
            Levels::new(vec![
                (selector(one), Level::Allow),
                (selector(other), Level::Warn),
            ])
        };
        let error = at("CA202", "no-expiry").unwrap_err();
        assert_eq!(error, LevelError::Contradiction("no-expiry"));
        assert!(at("CA2", "CA202").is_ok());
        assert!("CA9".parse::<Selector>().is_err());
    }
}
