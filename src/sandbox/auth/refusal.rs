//! Reasons to refuse a request with 401.

use crate::inspect::rules;

/// The reason that a request is refused with 401.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum Refusal {
    /// The code of the rule that explains it.
    Rule(&'static str),
    /// A message. No rule explains refusals of credentials other than user tokens.
    Because(&'static str),
}

impl Refusal {
    /// Describes the refusal in a sentence.
    pub(in crate::sandbox) fn message(self) -> String {
        match self {
            Self::Because(reason) => reason.to_owned(),
            Self::Rule(code) => rules::find(code).map_or_else(
                || code.to_owned(),
                |rule| format!("{code} {}: {}", rule.name, rule.summary),
            ),
        }
    }
}
