//! Token lifetimes: the `expires_in` of Courier's issue-token request, in the grammar of `ms` 2.
//!
//! Courier passes the field to `jsonwebtoken`, which parses a string with the npm package `ms`
//! 2.1.3 (<https://github.com/vercel/ms/tree/2.1.3>) and reads a number as seconds. This has three
//! pitfalls: a string without a unit is in *milliseconds*, `M` is a minute, and there are no months.
#![deny(clippy::arithmetic_side_effects)]

use std::{fmt, str::FromStr};

use super::json::Value;

/// The maximum length of a text that `ms` parses, in UTF-16 code units. Valid text is ASCII.
const MAX_LENGTH: usize = 100;

/// The names of the units of `ms` 2.1.3, which are case-insensitive, with their milliseconds.
const UNITS: &[(&[&str], f64)] = &[
    (&["years", "year", "yrs", "yr", "y"], 31_557_600_000.0),
    (&["weeks", "week", "w"], 604_800_000.0),
    (&["days", "day", "d"], 86_400_000.0),
    (&["hours", "hour", "hrs", "hr", "h"], 3_600_000.0),
    (&["minutes", "minute", "mins", "min", "m"], 60_000.0),
    (&["seconds", "second", "secs", "sec", "s"], 1_000.0),
    (&["milliseconds", "millisecond", "msecs", "msec", "ms"], 1.0),
];

/// The lifetime of a token.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpiresIn {
    text: String,
    /// In milliseconds if `is_milliseconds`, otherwise in whole seconds.
    amount: f64,
    is_milliseconds: bool,
    has_unit: bool,
}

/// The reason why Courier does not accept a value as a lifetime.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpiresInError {
    /// The string is not in the grammar.
    #[error("`{0}` is not a lifetime that Courier accepts")]
    Grammar(String),
    /// The value is a fraction, a boolean, `null`, an array or an object.
    #[error("{0} is not a lifetime that Courier accepts")]
    Kind(&'static str),
}

impl ExpiresIn {
    /// Reads the JSON value of the field as `jsonwebtoken` does.
    ///
    /// # Errors
    /// Returns an error unless the value is a whole number or a string in the grammar.
    pub fn from_json(value: &Value<'_>) -> Result<Self, ExpiresInError> {
        match value {
            Value::String(text) => text.parse(),
            Value::Number(seconds) if seconds.fract() == 0.0 => Ok(Self {
                text: seconds.to_string(),
                amount: *seconds,
                is_milliseconds: false,
                has_unit: true,
            }),
            Value::Number(_) => Err(ExpiresInError::Kind("a fraction")),
            other => Err(ExpiresInError::Kind(other.kind())),
        }
    }

    /// The original text, which is what a request contains.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The lifetime in milliseconds, which may be negative.
    #[must_use]
    pub fn milliseconds(&self) -> f64 {
        if self.is_milliseconds {
            self.amount
        } else {
            self.amount * 1_000.0
        }
    }

    /// Returns true if the text has a unit. Courier reads a string without one as milliseconds.
    #[must_use]
    pub fn has_unit(&self) -> bool {
        self.has_unit
    }

    /// The `exp` of a token that is issued at `iat`, both in seconds since 1970. It is rounded down
    /// if the lifetime was a string and exact if it was a number.
    #[must_use]
    pub fn expiry(&self, iat: f64) -> f64 {
        if self.is_milliseconds {
            (iat + self.amount / 1_000.0).floor()
        } else {
            iat + self.amount
        }
    }
}

impl FromStr for ExpiresIn {
    type Err = ExpiresInError;

    fn from_str(text: &str) -> Result<Self, ExpiresInError> {
        let (number, unit) =
            split_unit(text).ok_or_else(|| ExpiresInError::Grammar(text.to_owned()))?;
        let scale = if unit.is_empty() {
            Some(1.0)
        } else {
            let is_unit = |name: &&str| name.eq_ignore_ascii_case(unit);
            UNITS
                .iter()
                .find(|(names, _)| names.iter().any(is_unit))
                .map(|(_, scale)| *scale)
        };
        match (number.parse::<f64>(), scale) {
            (Ok(number), Some(scale)) => Ok(Self {
                text: text.to_owned(),
                amount: number * scale,
                is_milliseconds: true,
                has_unit: !unit.is_empty(),
            }),
            _ => Err(ExpiresInError::Grammar(text.to_owned())),
        }
    }
}

impl fmt::Display for ExpiresIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// Splits text after a match of `-?(\d+)?\.?\d+ *` into the number and the unit, which may be empty.
fn split_unit(text: &str) -> Option<(&str, &str)> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let integer = count_digits(unsigned);
    let fraction = unsigned[integer..]
        .strip_prefix('.')
        .map_or(0, count_digits);
    let length = match (integer, fraction) {
        (0, 0) => return None,
        (_, 0) => integer,
        _ => integer.saturating_add(1).saturating_add(fraction),
    };
    let sign = usize::from(text.starts_with('-'));
    let (number, rest) = text.split_at(sign.saturating_add(length));
    Some((number, rest.trim_start_matches(' ')))
}

/// The number of ASCII digits at the beginning of the text.
fn count_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table contains the lifetimes that `jsonwebtoken` 9.0.3 with `ms` 2.1.3 computed for
    /// inputs of Courier's handler. A falsy value never reaches `jsonwebtoken`: the handler issues
    /// a token without `exp`, marked `never` in the table.
    #[test]
    fn lifetimes_equal_those_of_jsonwebtoken() {
        // The lifetimes in the table are `exp - iat`, computed in floats for tokens issued at about
        // this time.
        const IAT: f64 = 1_700_000_000.0;
        let table = include_str!("../../tests/fixtures/expires_in.tsv");
        let rows: Vec<&str> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert_eq!(rows.len(), 140);
        for row in rows {
            let [input, lifetime, ms] = row.split('\t').collect::<Vec<_>>()[..] else {
                panic!("not three columns: {row}");
            };
            let parsed = ExpiresIn::from_json(&Value::from_raw(input));
            match lifetime {
                "never" => assert!(
                    ["\"\"", "0", "-0", "false", "null"].contains(&input),
                    "{row}"
                ),
                "error" => assert!(parsed.is_err(), "{row}"),
                seconds => {
                    let parsed = parsed.unwrap();
                    assert_eq!(
                        parsed.expiry(IAT) - IAT,
                        seconds.parse::<f64>().unwrap(),
                        "{row}"
                    );
                    if let Ok(ms) = ms.parse::<f64>() {
                        assert_eq!(parsed.milliseconds(), ms, "{row}");
                    }
                }
            }
        }
    }

    #[test]
    fn falsy_values_other_than_zero_are_rejected() {
        for raw in ["\"\"", "false", "null"] {
            assert!(
                ExpiresIn::from_json(&Value::from_raw(raw)).is_err(),
                "{raw}"
            );
        }
        let zero = ExpiresIn::from_json(&Value::Number(-0.0)).unwrap();
        assert_eq!(zero.expiry(7.0), 7.0);
    }

    #[test]
    fn missing_units_are_detected() {
        for (text, has_unit) in [
            ("3600", false),
            ("3600 ", false),
            ("1d", true),
            (".5 H", true),
        ] {
            assert_eq!(
                text.parse::<ExpiresIn>().unwrap().has_unit(),
                has_unit,
                "{text}"
            );
        }
    }

    #[test]
    fn expiry_is_rounded_down_to_seconds() {
        let lifetime: ExpiresIn = "1500ms".parse().unwrap();
        assert_eq!(lifetime.expiry(1_000.0), 1_001.0);
        assert_eq!(
            "-1500ms".parse::<ExpiresIn>().unwrap().expiry(1_000.0),
            998.0
        );
    }
}
