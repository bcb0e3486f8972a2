//! The type of a rule. The rules themselves are in [`rules`](super::rules).

use super::{
    example::Example,
    finding::{Findings, Severity},
    subject::Subject,
};

/// A rule: the description of a fault that a token can have, and the check that finds it.
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
    /// A token that has the fault.
    pub bad: Example,
    /// A similar token that does not have the fault.
    pub good: Example,
    /// The names of rules that explain the same cause better. Their findings hide those of this
    /// rule.
    pub hidden_by: &'static [&'static str],
    /// Inspects a subject and adds its findings.
    pub(super) check: fn(&Subject<'_>, &mut Findings),
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
