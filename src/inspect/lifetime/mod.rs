//! Validation of a token lifetime that a person typed, before Courier reads it differently.
// Property tests add small numbers.
#![cfg_attr(not(test), deny(clippy::arithmetic_side_effects))]

mod common;
mod durations;
mod error;
mod intended;
mod not_a_number;
mod suggestion;
mod surroundings;
mod terms;

pub(in crate::inspect) use common::{milliseconds_mistake, seconds_mistake};
pub use error::LifetimeError;

use crate::token::ExpiresIn;
use intended::intended;
use not_a_number::{endless, missing_number};
use suggestion::{add_unit, suggestion};
use surroundings::surroundings;
use terms::bare_number;

/// The maximum length of a lifetime that Courier parses, in characters: the limit of the `ms`
/// package (<https://github.com/vercel/ms>).
const MAX_LENGTH: usize = 100;

/// The advice for a text whose intended length is not known.
const HELP: &str = "use one number and one unit, for example `15m`, `2 hours` or `30 days`";

/// Parses a lifetime that means the same to Courier as to the person who typed it, such as
/// `2 hours`.
///
/// # Errors
/// Returns an error if Courier does not parse the text, if it lacks a unit, which Courier reads as
/// milliseconds, or if it is shorter than a second. The advice names a lifetime of the intended
/// length if that length is known.
pub fn parse_lifetime(text: &str) -> Result<ExpiresIn, LifetimeError> {
    let Ok(lifetime) = text.parse::<ExpiresIn>() else {
        return Err(syntax_error(text));
    };
    let whole = 0..text.len();
    let milliseconds = lifetime.milliseconds();
    if !lifetime.has_unit() && milliseconds > 0.0 {
        let message = format!(
            "Courier reads a number without a unit as milliseconds: {} s",
            milliseconds / 1_000.0
        );
        return Err(LifetimeError::at(whole, message, add_unit(milliseconds)));
    }
    if milliseconds < 1_000.0 {
        return Err(too_short(text, milliseconds));
    }
    Ok(lifetime)
}

/// Returns a lifetime that Courier reads, as long as the one that the text means in another
/// notation. `None` if its meaning is not known.
#[must_use]
pub fn suggest_lifetime(text: &str) -> Option<String> {
    let core = surroundings(text).map_or(text, |(core, _)| core);
    if parse_lifetime(core).is_ok() {
        return (core != text).then(|| core.to_owned());
    }
    suggestion(intended(core)?.milliseconds)
}

/// Returns a lifetime of this many seconds, in the largest unit that divides it.
pub(crate) fn lifetime_of_seconds(seconds: f64) -> Option<String> {
    suggestion(seconds * 1_000.0)
}

/// Describes a lifetime that Courier reads as less than a second.
fn too_short(text: &str, milliseconds: f64) -> LifetimeError {
    let effect = if milliseconds < 0.0 {
        "Courier would issue an expired token"
    } else {
        "the token would expire at once"
    };
    let help = suggestion(milliseconds.abs()).map_or_else(
        || "use at least `1s`".to_owned(),
        |positive| format!("write `{positive}`"),
    );
    let message = format!("the lifetime is shorter than 1 second: {effect}");
    LifetimeError::at(0..text.len(), message, help)
}

/// Returns the reason why Courier does not parse the text.
fn syntax_error(text: &str) -> LifetimeError {
    if text.len() > MAX_LENGTH {
        let excess = text.floor_char_boundary(MAX_LENGTH)..text.len();
        return LifetimeError::at(excess, "Courier accepts at most 100 characters", HELP);
    }
    if let Some(error) = missing_number(text) {
        return error;
    }
    if let Some((core, what)) = surroundings(text) {
        return match parse_lifetime(core) {
            Ok(_) => LifetimeError::hidden(what, format!("write `{core}`")),
            Err(inner) => LifetimeError::hidden(format!("{what}, and {inner}"), inner.help),
        };
    }
    if let Some(error) = endless(text) {
        return error;
    }
    if let Some(intended) = intended(text) {
        return match suggestion(intended.milliseconds) {
            Some(suggestion) => intended.notation.error(intended.span, &suggestion),
            None if intended.milliseconds < 1_000.0 => too_short(text, intended.milliseconds),
            None => unknown_notation(text),
        };
    }
    if let Some(number) = bare_number(text) {
        return LifetimeError::at(0..text.len(), "the unit is missing", add_unit(number));
    }
    if let Some(meant) = text.strip_prefix('-').and_then(intended) {
        return too_short(text, -meant.milliseconds);
    }
    unknown_notation(text)
}

/// Describes a text whose intended length is not known.
fn unknown_notation(text: &str) -> LifetimeError {
    let whole = 0..text.len();
    if is_calendar_date(text) {
        let help = "write the time from now on, for example `1 day`";
        return LifetimeError::at(whole, "this is a date, and Courier reads a duration", help);
    }
    let number_end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(number_end);
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return LifetimeError::at(whole, "a lifetime starts with a number", HELP);
    }
    let unit = rest.trim_start_matches(' ');
    if unit.is_empty() {
        return LifetimeError::at(whole, "this is not a valid number", HELP);
    }
    let start = text.len().saturating_sub(unit.len());
    let length = unit
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(unit.len());
    let (name, after) = unit.split_at(length);
    if !name.is_empty() && after.contains(|c: char| c.is_ascii_digit()) {
        let message = "Courier supports only one number and one unit";
        return LifetimeError::at(start.saturating_add(length)..text.len(), message, HELP);
    }
    LifetimeError::at(
        start..text.len(),
        format!("unknown unit `{unit}`"),
        "use `s`, `m`, `h`, `d`, `w` or `y`, for example `2h`",
    )
}

/// Returns true for a date such as `2026-01-31` or `2026-01-31T12:00:00Z`.
fn is_calendar_date(text: &str) -> bool {
    let date = text.get(..10).unwrap_or_default();
    date.parse::<chrono::NaiveDate>().is_ok()
}

#[cfg(test)]
mod tests;
