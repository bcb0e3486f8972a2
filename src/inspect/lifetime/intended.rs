//! The length that a person meant by a lifetime in a notation that Courier does not read.

use std::ops::Range;

use super::{
    durations::{clock_time, iso_duration},
    error::LifetimeError,
    surroundings::{describe, is_blank},
    terms::{Terms, is_unit, terms},
};
use crate::token::ExpiresIn;

/// A lifetime as a person meant it.
pub(super) struct IntendedLifetime {
    pub(super) milliseconds: f64,
    pub(super) notation: Notation,
    /// The part of the text that Courier does not read.
    pub(super) span: Range<usize>,
}

/// A notation that Courier does not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Notation {
    /// Characters that look like nothing, within the lifetime.
    Blank(&'static str),
    /// `PT1H`.
    Iso,
    /// `1:30:00`.
    Clock,
    /// `1d12h`.
    Several,
    /// `one day`.
    Words,
    /// `6 months`, with the plural of the unit.
    Unit(String),
    /// `2 dayz`, with the unit.
    Typo(String),
    /// `1_000s`, `+1d` or `in 2 hours`.
    Number,
}

impl Notation {
    /// Describes the notation, with a lifetime of the same length.
    pub(super) fn error(self, span: Range<usize>, suggestion: &str) -> LifetimeError {
        let write = format!("write `{suggestion}`");
        let (message, help) = match self {
            Self::Blank(what) => {
                let message = format!("there is {what} between the number and the unit");
                return LifetimeError::hidden(message, write);
            }
            Self::Iso => ("Courier does not read ISO 8601 durations".to_owned(), write),
            Self::Clock => (
                "Courier does not read hours as on a clock".to_owned(),
                write,
            ),
            Self::Several => {
                let message = "Courier supports only one number and one unit";
                (message.to_owned(), write)
            }
            Self::Words => ("Courier reads only numbers in digits".to_owned(), write),
            Self::Unit(unit) => (
                format!("Courier does not support {unit}"),
                if suggestion.ends_with(" days") {
                    format!("use days instead: `{suggestion}`")
                } else {
                    write
                },
            ),
            Self::Typo(unit) => (
                format!("unknown unit `{unit}`"),
                format!("did you mean `{suggestion}`?"),
            ),
            Self::Number => (
                "Courier reads only digits, a decimal point and a unit".to_owned(),
                write,
            ),
        };
        LifetimeError::at(span, message, help)
    }
}

/// Returns the length that the text means. `None` if that is not known.
pub(super) fn intended(text: &str) -> Option<IntendedLifetime> {
    let whole = |milliseconds, notation| IntendedLifetime {
        milliseconds,
        notation,
        span: 0..text.len(),
    };
    if let Some(blank) = text.find(|c| c != ' ' && is_blank(c)) {
        let words: Vec<&str> = text
            .split(is_blank)
            .filter(|word| !word.is_empty())
            .collect();
        if let Ok(lifetime) = words.join(" ").parse::<ExpiresIn>() {
            let notation = Notation::Blank(describe(&text[blank..])?);
            return Some(whole(lifetime.milliseconds(), notation));
        }
    }
    if let Some(milliseconds) = iso_duration(text) {
        return Some(whole(milliseconds, Notation::Iso));
    }
    if let Some(milliseconds) = clock_time(text).or_else(|| days_and_clock_time(text)) {
        return Some(whole(milliseconds, Notation::Clock));
    }
    let Terms {
        milliseconds,
        count,
        has_number_words,
        unit,
    } = terms(text)?;
    let notation = match unit {
        _ if count > 1 => Notation::Several,
        Some(unit) if !is_unit(&unit) => Notation::Typo(unit),
        Some(unit) if format!("1{unit}").parse::<ExpiresIn>().is_err() => {
            return Some(IntendedLifetime {
                milliseconds,
                span: span_of(text, &unit),
                notation: Notation::Unit(plural_unit(&unit)),
            });
        }
        _ if has_number_words => Notation::Words,
        _ => Notation::Number,
    };
    let span = match &notation {
        Notation::Typo(unit) => span_of(text, unit),
        _ => 0..text.len(),
    };
    Some(IntendedLifetime {
        milliseconds,
        notation,
        span,
    })
}

/// Returns the milliseconds of days with a clock time, such as Python's `1 day, 12:00:00`.
fn days_and_clock_time(text: &str) -> Option<f64> {
    let (days, clock) = text.rsplit_once(' ')?;
    let clock = clock_time(clock)?;
    Some(terms(days)?.milliseconds + clock)
}

/// Returns where the unit, in lower case, is in the text.
fn span_of(text: &str, unit: &str) -> Range<usize> {
    let start = text.to_ascii_lowercase().find(unit);
    start.map_or(0..text.len(), |start| {
        start..start.saturating_add(unit.len())
    })
}

/// Returns the usual name of a unit that Courier does not support.
fn plural_unit(unit: &str) -> String {
    match unit {
        "wk" | "wks" => format!("`{unit}`"),
        _ if unit.starts_with("mo") || unit.starts_with("mth") => "months".to_owned(),
        _ if unit.starts_with('q') => "quarters".to_owned(),
        _ if unit.ends_with('s') => unit.to_owned(),
        _ => format!("{unit}s"),
    }
}
