//! The type of a rule. The rules themselves are in [`rules`](super::rules).

use super::{
    example::Example,
    finding::{Findings, Severity},
    scope_entry::EntryKind,
    subject::Subject,
};

/// A rule: the description of a fault that a token or source code can have, and the check that finds
/// it.
///
/// Code and name never change after a release.
#[derive(Debug)]
pub struct Rule {
    /// The code: `CA` and three digits. The first digit is the family.
    pub code: &'static str,
    /// The name in kebab case.
    pub name: &'static str,
    /// The severity of its findings, unless the check sets another.
    pub severity: Severity,
    /// The behavior of Courier's servers, unless the check sets another.
    pub server: ServerBehavior,
    /// The fault in one line.
    pub summary: &'static str,
    /// The consequences of the fault.
    pub why: &'static str,
    /// Advice on how to fix it.
    pub fix: &'static str,
    /// True if a token issued with `courier-auth issue` does not have the fault.
    pub is_fixed_by_reissue: bool,
    /// An example with the fault.
    pub bad: Example,
    /// A similar example without the fault.
    pub good: Example,
    /// The names of rules that explain the same cause better. Their findings hide those of this
    /// rule.
    pub hidden_by: &'static [&'static str],
    /// The place in which the fault is looked for.
    pub(super) check: Check,
}

/// A function that inspects a subject and adds its findings.
type CheckFunction = fn(&Subject<'_>, &mut Findings);

/// The place in which the fault of a rule is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    /// In tokens.
    Token(CheckFunction),
    /// In the scope entries of this kind, which most tokens do not have.
    Entries(EntryKind, CheckFunction),
    /// In the files that `scan` reads.
    Source,
}

impl Rule {
    /// Returns true if the rule inspects tokens, and false if it is about source code only.
    #[must_use]
    pub fn is_about_tokens(&self) -> bool {
        !matches!(self.check, Check::Source)
    }
}

/// The behavior of Courier's servers for a token that has one fault and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerBehavior {
    /// They refuse the token with 401.
    Refuses,
    /// They serve the request, but perhaps not as intended.
    Serves,
    /// It depends on the request and on settings of the workspace.
    Depends,
}

impl ServerBehavior {
    /// Returns the name that every output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refuses => "refuses",
            Self::Serves => "serves",
            Self::Depends => "depends",
        }
    }
}
