//! Findings of rules, and the collector that rules add them to.

use std::{borrow::Cow, fmt, ops::Range};

use super::rule::{Rule, ServerBehavior};
use crate::text::shorten;

/// The maximum number of similar findings that are listed one by one. A hostile token can cause a
/// million.
const MAX_SIMILAR: usize = 10;

/// The severity of a finding, ordered from mild to severe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The finding is worth knowing.
    Note,
    /// The token works, but not as intended, or it is a risk.
    Warning,
    /// A required feature will fail.
    Error,
}

/// A fault that a rule found in a token.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that found the fault.
    pub rule: &'static Rule,
    /// The severity: the rule's own, or the one that its check or a level set.
    pub severity: Severity,
    /// The behavior of Courier's servers because of this fault. They refuse a token exactly if one
    /// of its findings says so.
    pub server: ServerBehavior,
    /// The description of the fault, with values from the token.
    pub message: String,
    /// Specific advice, `None` if the rule's own applies.
    pub help: Option<String>,
    /// The name of the claim that has the fault.
    pub claim: Option<Cow<'static, str>>,
    /// The byte range of the fault in the decoded scope string.
    pub span: Option<Range<usize>>,
    /// The scope that is missing, or before which a space is missing.
    pub scope: Option<String>,
}

/// A collector that attributes findings to the rule that is running.
#[derive(Debug)]
pub(super) struct Findings {
    rule: &'static Rule,
    list: Vec<Finding>,
}

impl Findings {
    /// Passes each rule to `check` and collects the findings that it adds.
    pub(super) fn collect(
        rules: impl Iterator<Item = &'static Rule>,
        mut check: impl FnMut(&'static Rule, &mut Self),
    ) -> Vec<Finding> {
        rules.fold(Vec::new(), |list, rule| {
            let mut findings = Self { rule, list };
            check(rule, &mut findings);
            findings.list
        })
    }

    /// Adds a finding of the current rule and returns it, so that details can be set.
    pub(super) fn add(&mut self, message: impl AsRef<str>) -> &mut Finding {
        self.list.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            server: self.rule.server,
            message: shorten(message.as_ref()).into_owned(),
            help: None,
            claim: None,
            span: None,
            scope: None,
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds a finding for each of the first items, and one that counts the others, where `things`
    /// names the items in the plural.
    pub(super) fn add_each<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        things: &str,
        mut add: impl FnMut(T, &mut Self),
    ) {
        let mut items = items.into_iter();
        for item in items.by_ref().take(MAX_SIMILAR) {
            add(item, self);
        }
        match items.count() {
            0 => {}
            more => {
                self.add(format!("and {more} more {things}"));
            }
        }
    }
}

impl Finding {
    /// Returns the advice: the specific one, otherwise the rule's.
    #[must_use]
    pub fn advice(&self) -> &str {
        self.help.as_deref().unwrap_or(self.rule.fix)
    }

    /// Sets the claim that has the fault.
    pub(super) fn claim(&mut self, claim: impl Into<Cow<'static, str>>) -> &mut Self {
        self.claim = Some(claim.into());
        self
    }

    /// Sets the byte range in the scope string, and `scope` as the claim.
    pub(super) fn span(&mut self, span: Range<usize>) -> &mut Self {
        self.span = Some(span);
        self.claim("scope")
    }

    /// Sets the scope that is missing, or before which a space is missing.
    pub(super) fn scope(&mut self, scope: &str) -> &mut Self {
        self.scope = Some(scope.to_owned());
        self
    }

    /// Sets specific advice.
    pub(super) fn help(&mut self, help: impl AsRef<str>) -> &mut Self {
        self.help = Some(shorten(help.as_ref()).into_owned());
        self
    }

    /// Sets the severity.
    pub(super) fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Marks the fault as one for which servers refuse the token.
    pub(super) fn refused_by_server(&mut self) -> &mut Self {
        self.server = ServerBehavior::Refuses;
        self
    }
}

impl Severity {
    /// Returns the name that every output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
