//! Severity overrides for rules, as set by `--allow`, `--warn` and `--deny`.

use std::str::FromStr;

use super::{
    finding::{Finding, Severity},
    rule::Rule,
    rules,
};

/// The rules whose findings get another severity. An override for a rule takes precedence over one
/// for its family.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    overrides: Vec<(Selector, Level)>,
}

/// A selection of rules: one rule or a family.
#[derive(Debug, Clone, Copy)]
pub enum Selector {
    /// The rule itself.
    Rule(&'static Rule),
    /// The rules whose codes have this prefix, such as `CA3`.
    Family(&'static str),
}

/// The treatment of the findings of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Findings are dropped.
    Allow,
    /// Findings are warnings.
    Warn,
    /// Findings are errors.
    Deny,
}

/// An invalid selector or combination of levels.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LevelError {
    /// The text does not name a rule or family.
    #[error("unknown rule or family")]
    Unknown,
    /// The rule or family of this name has two levels.
    #[error("`{0}` has more than one level")]
    Contradiction(&'static str),
}

impl Levels {
    /// Sets the level of each selector.
    ///
    /// # Errors
    /// Returns an error if a selector occurs with two levels.
    pub fn new(overrides: Vec<(Selector, Level)>) -> Result<Self, LevelError> {
        for (at, (selector, level)) in overrides.iter().enumerate() {
            let contradicts = |(other, other_level): &(Selector, Level)| {
                other.name() == selector.name() && other_level != level
            };
            if overrides[..at].iter().any(contradicts) {
                return Err(LevelError::Contradiction(selector.name()));
            }
        }
        Ok(Self { overrides })
    }

    /// Drops findings and changes severities according to the levels of their rules.
    pub(super) fn apply(&self, findings: &mut Vec<Finding>) {
        if self.overrides.is_empty() {
            return;
        }
        findings.retain_mut(|finding| match self.level_of(finding.rule) {
            None => true,
            Some(level) => {
                let severity = level.severity();
                finding.severity = severity.unwrap_or(finding.severity);
                severity.is_some()
            }
        });
    }

    /// Returns the level of a rule, `None` if it is not overridden.
    pub(crate) fn level_of(&self, rule: &Rule) -> Option<Level> {
        let matching = self
            .overrides
            .iter()
            .filter(|(selector, _)| selector.matches(rule));
        let is_family =
            |(selector, _): &&(Selector, Level)| matches!(selector, Selector::Family(_));
        matching.min_by_key(is_family).map(|(_, level)| *level)
    }
}

impl Level {
    /// Returns the severity of the findings, `None` if they are dropped.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

impl Selector {
    /// Returns true if the rule is selected.
    #[must_use]
    pub fn matches(&self, rule: &Rule) -> bool {
        match self {
            Self::Rule(selected) => selected.code == rule.code,
            Self::Family(prefix) => rule.code.starts_with(prefix),
        }
    }

    /// Returns the name of the rule, or the prefix of the family's codes.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.name,
            Self::Family(prefix) => prefix,
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
    fn a_rule_takes_precedence_over_its_family() {
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
    fn one_rule_with_two_levels_is_refused() {
        let levels = |allowed: &str, warned: &str| {
            Levels::new(vec![
                (selector(allowed), Level::Allow),
                (selector(warned), Level::Warn),
            ])
        };
        let error = levels("CA202", "no-expiry").unwrap_err();
        assert_eq!(error, LevelError::Contradiction("no-expiry"));
        assert!(levels("CA2", "CA202").is_ok());
        assert!("CA9".parse::<Selector>().is_err());
    }
}
