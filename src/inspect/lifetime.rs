//! A span of time as a person types it, before Courier reads it as something else.

use std::ops::Range;

use crate::token::ExpiresIn;

/// The longest text that Courier reads as a span, in characters.
const LONGEST: usize = 100;

/// What is wrong with a span, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifetimeError {
    /// The bytes of the text that it is about.
    pub span: Range<usize>,
    /// What is the matter.
    pub message: String,
    /// What to write.
    pub help: String,
}

/// Reads a span that means to Courier what it means to the person who typed it.
///
/// # Errors
/// When Courier does not read it, or reads something else.
pub fn parse_lifetime(text: &str) -> Result<ExpiresIn, LifetimeError> {
    let fault = |span: Range<usize>, message: String, help: &str| {
        Err(LifetimeError {
            span,
            message,
            help: help.to_owned(),
        })
    };
    let whole = 0..text.len();
    let Ok(span) = text.parse::<ExpiresIn>() else {
        return Err(unreadable(text));
    };
    let seconds = span.milliseconds() / 1_000.0;
    if !span.has_unit() && seconds > 0.0 {
        let number = text.trim_end();
        return fault(
            whole,
            format!("a bare number is milliseconds to Courier: {seconds} s"),
            &format!("write `{number}s`"),
        );
    }
    if seconds < 1.0 {
        let message = "such a token would be expired before anyone could use it".to_owned();
        return fault(whole, message, "write a span of at least `1s`");
    }
    Ok(span)
}

fn unreadable(text: &str) -> LifetimeError {
    const ONE: &str = "write one number and its unit, such as `15m`, `2 hours` or `30 days`";
    let fault = |span: Range<usize>, message: &str, help: &str| LifetimeError {
        span,
        message: message.to_owned(),
        help: help.to_owned(),
    };
    let whole = 0..text.len();
    if text.len() > LONGEST {
        let cut = text.floor_char_boundary(LONGEST);
        return fault(
            cut..text.len(),
            "Courier reads no more than 100 characters",
            ONE,
        );
    }
    let number = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .unwrap_or(text.len());
    if !text[..number].contains(|c: char| c.is_ascii_digit()) {
        return fault(whole, "a span begins with a number", ONE);
    }
    let start = number + text[number..].len() - text[number..].trim_start_matches(' ').len();
    let unit = &text[start..];
    let end = unit
        .find(|c: char| !c.is_ascii_alphabetic())
        .map_or(text.len(), |end| start + end);
    let name = text[start..end].to_ascii_lowercase();
    if ["mo", "mos", "month", "months"].contains(&name.as_str()) {
        return fault(start..end, "Courier knows no months", "write `30 days`");
    }
    if end > start && text[end..].contains(|c: char| c.is_ascii_digit()) {
        return fault(
            end..text.len(),
            "Courier reads one number and one unit",
            ONE,
        );
    }
    let message = if unit.is_empty() {
        "this is no number that Courier reads"
    } else {
        "this is no unit that Courier reads"
    };
    let span = if unit.is_empty() {
        whole
    } else {
        start..text.len()
    };
    fault(span, message, ONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_courier_would_read_otherwise_is_pointed_at() {
        let long = format!("1{}d", " ".repeat(120));
        let rows = [
            (
                "3600",
                "3600",
                "a bare number is milliseconds to Courier: 3.6 s",
            ),
            ("1 month", "month", "Courier knows no months"),
            ("2mo", "mo", "Courier knows no months"),
            ("1d12h", "12h", "one number and one unit"),
            ("1 day, 2 hours", ", 2 hours", "one number and one unit"),
            ("P1D", "P1D", "begins with a number"),
            ("", "", "begins with a number"),
            ("$DAYS days", "$DAYS days", "begins with a number"),
            ("1 fortnight", "fortnight", "no unit"),
            ("1,5h", ",5h", "no unit"),
            ("5.", "5.", "no number"),
            ("-1d", "-1d", "expired before anyone"),
            ("0s", "0s", "expired before anyone"),
            ("0", "0", "expired before anyone"),
            ("500ms", "500ms", "expired before anyone"),
            ("1 день", "день", "no unit"),
            (&long, &long[100..], "100 characters"),
        ];
        for (text, meant, message) in rows {
            let fault = parse_lifetime(text).unwrap_err();
            assert!(fault.message.contains(message), "{text}: {fault:?}");
            assert_eq!(&text[fault.span], meant, "{text}");
        }
        for text in ["1s", "15m", "2 hours", "1 day", ".5d", "1 Y"] {
            assert_eq!(parse_lifetime(text).unwrap().as_str(), text);
        }
    }
}
