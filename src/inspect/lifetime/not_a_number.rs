//! Lifetimes without a number: an unset variable, an unfilled template, or no end at all.

use super::{error::LifetimeError, surroundings::is_blank, terms::is_unit};
use crate::token::leftover::leftover;

/// Texts that languages print for a number that is missing, beyond the leftovers of user IDs.
const UNSET_NUMBERS: &[&str] = &["undefined", "null", "nan", "none", "nil"];

/// The words for a lifetime without an end.
const ENDLESS: &[&str] = &[
    "never",
    "forever",
    "infinity",
    "infinite",
    "inf",
    "∞",
    "unlimited",
    "permanent",
    "eternal",
    "always",
    "no",
    "no expiry",
    "no expiration",
    "no limit",
    "does not expire",
    "false",
];

/// Describes a text in which a variable was not replaced by a number: ` days`, `undefined days` or
/// `${DAYS} days`.
pub(super) fn missing_number(text: &str) -> Option<LifetimeError> {
    const HELP: &str = "set the variable, or write a number, for example `30 days`";
    let core = text.trim_matches(is_blank);
    let name_start = core.trim_end_matches(char::is_alphabetic).len();
    let (head, unit) = core.split_at(name_start);
    let lower = core.to_lowercase();
    if core.is_empty() || (head.is_empty() && is_unit(&lower)) {
        let what = if core.is_empty() {
            "the lifetime is empty"
        } else {
            "the number is missing"
        };
        let message = format!("{what}, as with a variable that is not set");
        return Some(LifetimeError::hidden(message, HELP));
    }
    let is_unset = |word: &&&str| {
        lower
            .strip_prefix(**word)
            .is_some_and(|rest| rest.is_empty() || is_unit(rest.trim()))
    };
    if let Some(word) = UNSET_NUMBERS.iter().find(is_unset) {
        let message = format!(
            "`{}` is not a number: a variable is not set",
            &core[..word.len()]
        );
        return Some(LifetimeError::hidden(message, HELP));
    }
    let template = match head.trim_end() {
        head if !head.is_empty() && is_unit(&unit.to_lowercase()) => head,
        _ => core,
    };
    is_template(template).then(|| {
        let message = format!("`{template}` was not replaced by a number");
        LifetimeError::hidden(message, HELP)
    })
}

/// Returns true for a template expression, and for the placeholders of documents.
fn is_template(text: &str) -> bool {
    // A lifetime never starts with these, and the templates of most languages do.
    let has_start = text.starts_with(['$', '{', '<', '%', '#', '\\', '(']);
    let lower = text.to_lowercase();
    (has_start && !text.contains('"'))
        || leftover(text).is_some()
        || lower.starts_with("your")
        || ["n", "x"].contains(&lower.as_str())
}

/// Describes a lifetime without an end, which Courier does not know.
pub(super) fn endless(text: &str) -> Option<LifetimeError> {
    let lower = text.to_lowercase();
    ENDLESS.contains(&&*lower).then(|| {
        LifetimeError::at(
            0..text.len(),
            "Courier accepts only a lifetime that ends: a number and a unit",
            "use for example `30 days`; a token that never expires cannot be revoked",
        )
    })
}
