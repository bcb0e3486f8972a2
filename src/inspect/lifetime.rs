//! Validation of a token lifetime that a person typed, before Courier reads it differently.

use std::ops::Range;

use crate::token::ExpiresIn;

/// The maximum length of a lifetime that Courier parses, in characters: the limit of the `ms`
/// package (<https://github.com/vercel/ms>).
const MAX_LENGTH: usize = 100;

/// The reason why a lifetime is invalid, with its position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LifetimeError {
    /// The byte range of the text that is invalid.
    pub span: Range<usize>,
    /// The reason.
    pub message: String,
    /// Advice on what to write instead.
    pub help: String,
}

/// Parses a lifetime that means the same to Courier as to the person who typed it, such as
/// `2 hours`.
///
/// # Errors
/// Returns an error if Courier does not parse the text, if it lacks a unit, which Courier reads as
/// milliseconds, or if it is shorter than a second.
pub fn parse_lifetime(text: &str) -> Result<ExpiresIn, LifetimeError> {
    let Ok(lifetime) = text.parse::<ExpiresIn>() else {
        return Err(syntax_error(text));
    };
    let whole = 0..text.len();
    let seconds = lifetime.milliseconds() / 1_000.0;
    if !lifetime.has_unit() && seconds > 0.0 {
        let message = format!("Courier reads a number without a unit as milliseconds: {seconds} s");
        let help = format!("add the unit: `{}s`", text.trim_end());
        return Err(LifetimeError::new(whole, message, help));
    }
    if seconds < 1.0 {
        let message = "the lifetime is shorter than 1 second";
        let help = "use at least `1s`";
        return Err(LifetimeError::new(whole, message, help));
    }
    Ok(lifetime)
}

/// Returns the reason why Courier does not parse the text.
fn syntax_error(text: &str) -> LifetimeError {
    const HELP: &str = "use one number and one unit, for example `15m`, `2 hours` or `30 days`";
    let whole = 0..text.len();
    if text.len() > MAX_LENGTH {
        let excess = text.floor_char_boundary(MAX_LENGTH)..text.len();
        return LifetimeError::new(excess, "Courier accepts at most 100 characters", HELP);
    }
    let number_end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(number_end);
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return LifetimeError::new(whole, "a lifetime starts with a number", HELP);
    }
    let unit = rest.trim_start_matches(' ');
    if unit.is_empty() {
        return LifetimeError::new(whole, "this is not a valid number", HELP);
    }
    let start = text.len() - unit.len();
    let length = unit
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(unit.len());
    let (name, after) = unit.split_at(length);
    let end = start + length;
    if ["mo", "mos", "month", "months"].contains(&name.to_ascii_lowercase().as_str()) {
        let days = number
            .parse()
            .map_or(30.0, |months: f64| months.abs() * 30.0);
        let help = format!("use days instead: `{days} days`");
        return LifetimeError::new(start..end, "Courier does not support months", help);
    }
    if !name.is_empty() && after.contains(|c: char| c.is_ascii_digit()) {
        let message = "Courier supports only one number and one unit";
        return LifetimeError::new(end..text.len(), message, HELP);
    }
    LifetimeError::new(
        start..text.len(),
        format!("unknown unit `{unit}`"),
        "use `s`, `m`, `h`, `d`, `w` or `y`, for example `2h`",
    )
}

impl LifetimeError {
    fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: help.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_and_invalid_lifetimes_are_refused_with_their_position() {
        let long = format!("1{}d", " ".repeat(120));
        let rows = [
            (
                "3600",
                "3600",
                "Courier reads a number without a unit as milliseconds: 3.6 s",
            ),
            ("1 month", "month", "Courier does not support months"),
            ("2mo", "mo", "Courier does not support months"),
            ("1d12h", "12h", "only one number and one unit"),
            ("1 day, 2 hours", ", 2 hours", "one number and one unit"),
            ("P1D", "P1D", "starts with a number"),
            ("", "", "starts with a number"),
            ("$DAYS days", "$DAYS days", "starts with a number"),
            ("1 fortnight", "fortnight", "unknown unit `fortnight`"),
            ("1,5h", ",5h", "unknown unit `,5h`"),
            ("5.", "5.", "not a valid number"),
            ("-1d", "-1d", "shorter than 1 second"),
            ("0s", "0s", "shorter than 1 second"),
            ("0", "0", "shorter than 1 second"),
            ("500ms", "500ms", "shorter than 1 second"),
            ("1 день", "день", "unknown unit `день`"),
            (&long, &long[100..], "100 characters"),
        ];
        for (text, invalid, message) in rows {
            let error = parse_lifetime(text).unwrap_err();
            assert!(error.message.contains(message), "{text}: {error:?}");
            assert_eq!(&text[error.span], invalid, "{text}");
        }
        for text in ["1s", "15m", "2 hours", "1 day", ".5d", "1 Y"] {
            assert_eq!(parse_lifetime(text).unwrap().as_str(), text);
        }
    }
}
