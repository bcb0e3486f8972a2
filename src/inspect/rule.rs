//! What a rule is.

use super::{example::Example, finding::Findings, finding::Severity, subject::Subject};

/// One thing that can be wrong with a token. Code and name never change once released.
#[derive(Debug)]
pub struct Rule {
    /// `CA` and three digits, the first being the family.
    pub code: &'static str,
    /// In kebab-case.
    pub name: &'static str,
    /// How bad it is, unless the check says otherwise.
    pub severity: Severity,
    /// What a Courier server does with such a token, unless the check says otherwise.
    pub server: ServerBehavior,
    /// One line: what is the matter.
    pub summary: &'static str,
    /// Why it matters: what happens at Courier.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// Whether a token issued with `courier-auth issue` is without it.
    pub is_fixed_by_reissue: bool,
    /// A token for which the rule fires.
    pub bad: Example,
    /// A token much like it for which the rule does not fire.
    pub good: Example,
    /// Rules whose finding has the same cause, and says it better.
    pub hidden_by: &'static [&'static str],
    /// Looks at a subject and adds what it finds.
    pub(super) check: fn(&Subject<'_>, &mut Findings),
}

/// What a Courier server does with a token that has this fault and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerBehavior {
    /// Answers 401.
    Refuses,
    /// Serves what was asked, such as it is.
    Serves,
    /// That depends on what is asked, and on settings of the workspace.
    Depends,
}

impl ServerBehavior {
    /// The word in every output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Refuses => "refuses",
            Self::Serves => "serves",
            Self::Depends => "depends",
        }
    }
}
