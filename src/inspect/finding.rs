//! What a rule found.

use std::{borrow::Cow, fmt, ops::Range};

use super::rule::{Rule, ServerBehavior};
use crate::text::shorten;

/// How many findings of one kind are told one by one: nobody reads more, and a hostile token
/// can hold a million.
const MOST: usize = 10;

/// How bad a finding is. The order is the order of gravity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// It works, but surely not as meant, or at a risk.
    Warning,
    /// The feature asked for will fail.
    Error,
}

/// One thing a rule has to say about a token.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// The rule's severity, or what the rule made of it in this case.
    pub severity: Severity,
    /// What a server does for this alone; it answers 401 exactly when a finding says so.
    pub server: ServerBehavior,
    /// What is the matter, with the token's own values in it.
    pub message: String,
    /// What may help, where the rule's own advice does not suffice.
    pub help: Option<String>,
    /// The claim it is about.
    pub claim: Option<Cow<'static, str>>,
    /// The bytes of the decoded scope string it is about.
    pub span: Option<Range<usize>>,
}

/// Collects findings, each under the rule that is being run.
#[derive(Debug)]
pub(super) struct Findings {
    rule: &'static Rule,
    list: Vec<Finding>,
}

impl Findings {
    /// Runs one rule after the other.
    pub(super) fn collect(
        rules: impl IntoIterator<Item = &'static Rule>,
        mut check: impl FnMut(&'static Rule, &mut Self),
    ) -> Vec<Finding> {
        let mut rules = rules.into_iter();
        let Some(rule) = rules.next() else {
            return Vec::new();
        };
        let mut findings = Self {
            rule,
            list: Vec::new(),
        };
        check(rule, &mut findings);
        for rule in rules {
            findings.rule = rule;
            check(rule, &mut findings);
        }
        findings.list
    }

    /// Adds a finding of the current rule; its particulars can be set on what is returned.
    pub(super) fn add(&mut self, message: impl AsRef<str>) -> &mut Finding {
        self.list.push(Finding {
            rule: self.rule,
            severity: self.rule.severity,
            server: self.rule.server,
            message: shorten(message.as_ref()).into_owned(),
            help: None,
            claim: None,
            span: None,
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds a finding for each of the first few items, and one for all others.
    pub(super) fn add_each<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        things: &str,
        mut add: impl FnMut(T, &mut Self),
    ) {
        let mut items = items.into_iter();
        for item in items.by_ref().take(MOST) {
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
    /// Says which claim it is about.
    pub fn claim(&mut self, claim: impl Into<Cow<'static, str>>) -> &mut Self {
        self.claim = Some(claim.into());
        self
    }

    /// Points at bytes of the scope string, which is then the claim it is about.
    pub fn span(&mut self, span: Range<usize>) -> &mut Self {
        self.span = Some(span);
        self.claim("scope")
    }

    /// Adds advice.
    pub fn help(&mut self, help: impl AsRef<str>) -> &mut Self {
        self.help = Some(shorten(help.as_ref()).into_owned());
        self
    }

    /// Raises or lowers the severity.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Says that a server refuses the token for this, with 401.
    pub fn refused(&mut self) -> &mut Self {
        self.server = ServerBehavior::Refuses;
        self
    }
}

impl Severity {
    /// The word in every output.
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
