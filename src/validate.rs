//! Checks of values that both the command line and the configuration file accept.

use std::time::Duration;

use crate::{
    inspect::{self, suggest_lifetime},
    redact::redact,
    token::ExpiresIn,
};

/// The unit of a duration that is written as a number alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DefaultUnit {
    Seconds,
    Milliseconds,
    /// A unit is required, except for zero.
    Required,
}

/// Returns a duration: a number and a unit, such as `500ms`, `10 seconds` or `1.5h`.
///
/// # Errors
/// Returns the reason, and if possible what to write instead.
pub(crate) fn duration(text: &str, default_unit: DefaultUnit) -> Result<Duration, String> {
    let text = text.trim();
    let Ok(duration) = text.parse::<ExpiresIn>() else {
        return Err(match suggest_lifetime(text) {
            Some(suggestion) => {
                format!("expected a number and a unit; did you mean `{suggestion}`?")
            }
            None => "expected a number and a unit, for example `90s`, `2 min` or `2h`".to_owned(),
        });
    };
    let amount = duration.milliseconds();
    if amount < 0.0 {
        return Err("the duration is negative".to_owned());
    }
    let milliseconds = match default_unit {
        DefaultUnit::Required if !duration.has_unit() && amount > 0.0 => {
            return Err(format!(
                "the unit is missing; did you mean `{text}s`, `{text}m` or `{text}h`?"
            ));
        }
        DefaultUnit::Seconds if !duration.has_unit() => amount * 1_000.0,
        _ => amount,
    };
    Duration::try_from_secs_f64(milliseconds / 1_000.0)
        .map_err(|_| "the duration is out of range".to_owned())
}

/// Returns true if the text is a duration with a unit and without a sign, such as `2h`.
pub(crate) fn is_unsigned_duration(text: &str) -> bool {
    let duration = text.parse::<ExpiresIn>();
    !text.starts_with('-') && duration.is_ok_and(|duration| duration.has_unit())
}

/// Returns the name of an environment variable.
///
/// # Errors
/// Returns the reason if the text is not such a name.
pub(crate) fn variable_name(text: &str) -> Result<String, String> {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if starts && text.bytes().all(is_name) {
        Ok(text.to_owned())
    } else {
        Err("a variable name can contain only letters, digits and `_`, and cannot start with a digit".to_owned())
    }
}

/// Returns a user ID to look up. Any text but the empty one is accepted, except for a secret, which
/// would be repeated in the output.
///
/// # Errors
/// Returns the reason if the text is refused.
pub(crate) fn user_id(text: &str) -> Result<String, String> {
    if text.is_empty() {
        Err("the user ID is empty".to_owned())
    } else if redact(text) != text {
        Err("this is a key or a token, not a user ID".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Returns the lifetime of a token as `issue` accepts it, unchanged.
///
/// # Errors
/// Returns the reason and the fix if the lifetime does not mean what it seems to mean.
pub(crate) fn lifetime(text: &str) -> Result<String, String> {
    match inspect::parse_lifetime(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(fault) => Err(format!("{}; {}", fault.message, fault.help)),
    }
}

/// Returns the name of a profile.
///
/// # Errors
/// Returns the reason if the text is not such a name.
pub(crate) fn profile_name(text: &str) -> Result<String, String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if redact(text) != text {
        Err("this is a key or a token, not a profile name".to_owned())
    } else if text.is_empty() {
        Err("the profile name is empty".to_owned())
    } else if text.starts_with('-') || !text.chars().all(is_name) {
        Err(
            "a profile name can contain only letters, digits, `-`, `_` and `.`, and cannot start with `-`"
                .to_owned(),
        )
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_number_and_a_unit() {
        let rows = [
            ("500ms", 500),
            ("5s", 5_000),
            ("10 seconds", 10_000),
            ("2m", 120_000),
            (" 2 min ", 120_000),
            ("1.5h", 5_400_000),
            ("1 day", 86_400_000),
            ("0", 0),
        ];
        for (text, milliseconds) in rows {
            let expected = Ok(Duration::from_millis(milliseconds));
            for unit in [
                DefaultUnit::Seconds,
                DefaultUnit::Milliseconds,
                DefaultUnit::Required,
            ] {
                assert_eq!(duration(text, unit), expected, "{text}");
            }
        }
    }

    #[test]
    fn number_alone_has_the_default_unit() {
        for (unit, expected) in [
            (DefaultUnit::Seconds, Ok(Duration::from_millis(1_500))),
            (DefaultUnit::Milliseconds, Ok(Duration::from_micros(1_500))),
            (
                DefaultUnit::Required,
                Err("the unit is missing; did you mean `1.5s`, `1.5m` or `1.5h`?".to_owned()),
            ),
        ] {
            assert_eq!(duration("1.5", unit), expected);
        }
    }

    #[test]
    fn other_texts_are_refused_with_a_reason() {
        for (text, reason) in [
            ("", "expected a number and a unit, for example"),
            ("soon", "expected a number and a unit, for example"),
            ("half an hour", "expected a number and a unit"),
            ("-5s", "is negative"),
            ("1e9", "expected a number and a unit"),
            ("999999999999y", "out of range"),
        ] {
            for unit in [DefaultUnit::Seconds, DefaultUnit::Required] {
                let error = duration(text, unit).unwrap_err();
                assert!(error.contains(reason), "{text}: {error}");
            }
        }
    }

    #[test]
    fn only_durations_without_a_sign_are_unsigned() {
        for (text, expected) in [
            ("2h", true),
            ("7 days", true),
            ("-2h", false),
            ("+2h", false),
            ("7", false),
            ("2026-01-31", false),
        ] {
            assert_eq!(is_unsigned_duration(text), expected, "{text}");
        }
    }
}
