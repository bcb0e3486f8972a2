//! The `expires_in` of Courier's issue-token request: a span of time in the grammar of `ms` 2.
//!
//! Courier hands the field to `jsonwebtoken`, which reads a string with the npm package `ms`
//! 2.1.3 (<https://github.com/vercel/ms/tree/2.1.3>) and takes a number as seconds. Three traps
//! follow: a string without a unit is in *milliseconds*, `M` is a minute, and there are no months.

use std::{fmt, str::FromStr};

use super::json::Value;

/// The longest text `ms` reads, in UTF-16 units (all of which are ASCII in a valid span).
const MAX_LENGTH: usize = 100;

/// The units of `ms` 2.1.3 with the milliseconds of each; matched without regard to case.
const UNITS: &[(&[&str], f64)] = &[
    (&["years", "year", "yrs", "yr", "y"], 31_557_600_000.0),
    (&["weeks", "week", "w"], 604_800_000.0),
    (&["days", "day", "d"], 86_400_000.0),
    (&["hours", "hour", "hrs", "hr", "h"], 3_600_000.0),
    (&["minutes", "minute", "mins", "min", "m"], 60_000.0),
    (&["seconds", "second", "secs", "sec", "s"], 1_000.0),
    (&["milliseconds", "millisecond", "msecs", "msec", "ms"], 1.0),
];

/// How long a token is to live.
#[derive(Debug, Clone, PartialEq)]
pub struct ExpiresIn {
    text: String,
    /// `true` where [`Self::amount`] is in milliseconds, `false` where it is in whole seconds.
    milliseconds: bool,
    amount: f64,
    has_unit: bool,
}

/// Why a value is no span of time to Courier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpiresInError {
    /// A text outside the grammar.
    #[error("`{0}` is not a span of time that Courier understands")]
    Grammar(String),
    /// A fraction, a boolean, `null`, an array or an object.
    #[error("{0} is not a span of time that Courier understands")]
    Kind(&'static str),
}

impl ExpiresIn {
    /// Reads the JSON value of the field as `jsonwebtoken` does.
    ///
    /// # Errors
    /// When it is neither a whole number nor a string in the grammar.
    pub fn from_json(value: &Value<'_>) -> Result<Self, ExpiresInError> {
        match value {
            Value::String(text) => text.parse(),
            Value::Number(seconds) if seconds.fract() == 0.0 => Ok(Self {
                text: seconds.to_string(),
                milliseconds: false,
                amount: *seconds,
                has_unit: true,
            }),
            Value::Number(_) => Err(ExpiresInError::Kind("a fraction")),
            other => Err(ExpiresInError::Kind(other.kind())),
        }
    }

    /// The text as it was given, which is what is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The span in milliseconds; may be negative.
    #[must_use]
    pub fn milliseconds(&self) -> f64 {
        if self.milliseconds {
            self.amount
        } else {
            self.amount * 1_000.0
        }
    }

    /// Whether the text names its unit. Without one Courier reads milliseconds.
    #[must_use]
    pub fn has_unit(&self) -> bool {
        self.has_unit
    }

    /// The `exp` of a token issued at `iat`, both in seconds since 1970: rounded down for a
    /// string, exact for a number.
    #[must_use]
    pub fn expiry(&self, iat: f64) -> f64 {
        if self.milliseconds {
            (iat + self.amount / 1_000.0).floor()
        } else {
            iat + self.amount
        }
    }
}

impl FromStr for ExpiresIn {
    type Err = ExpiresInError;

    fn from_str(text: &str) -> Result<Self, ExpiresInError> {
        let (number, unit) = split(text).ok_or_else(|| ExpiresInError::Grammar(text.to_owned()))?;
        let scale = if unit.is_empty() {
            Some(1.0)
        } else {
            let named = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(unit));
            UNITS
                .iter()
                .find(|(names, _)| named(names))
                .map(|(_, scale)| *scale)
        };
        match (number.parse::<f64>(), scale) {
            (Ok(number), Some(scale)) => Ok(Self {
                text: text.to_owned(),
                milliseconds: true,
                amount: number * scale,
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

/// Cuts `-?(\d+)?\.?\d+ *` from the front; the rest is the unit, perhaps an empty one.
fn split(text: &str) -> Option<(&str, &str)> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(unsigned);
    let fraction = unsigned[whole..].strip_prefix('.').map_or(0, digits);
    let length = match (whole, fraction) {
        (0, 0) => return None,
        (_, 0) => whole,
        _ => whole + 1 + fraction,
    };
    let (number, rest) = text.split_at(text.len() - unsigned.len() + length);
    Some((number, rest.trim_start_matches(' ')))
}

/// How many ASCII digits begin the text.
fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row of what `jsonwebtoken` 9.0.3 with `ms` 2.1.3 made of an input behind Courier's
    /// handler. A value that JavaScript counts as false never reached it: the handler then
    /// issues a token without `exp`, which is for the caller to decide.
    #[test]
    fn spans_last_as_long_as_jsonwebtoken_makes_them() {
        // The table's lifetimes are `exp - iat` of tokens issued about then, in floats.
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
            let read = ExpiresIn::from_json(&Value::from_raw(input));
            match lifetime {
                "never" => assert!(
                    ["\"\"", "0", "-0", "false", "null"].contains(&input),
                    "{row}"
                ),
                "error" => assert!(read.is_err(), "{row}"),
                seconds => {
                    let read = read.unwrap();
                    assert_eq!(
                        read.expiry(IAT) - IAT,
                        seconds.parse::<f64>().unwrap(),
                        "{row}"
                    );
                    if let Ok(ms) = ms.parse::<f64>() {
                        assert_eq!(read.milliseconds(), ms, "{row}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_falsy_value_is_refused_but_for_the_number_zero() {
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
    fn a_unit_is_noticed() {
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
    fn the_expiry_rounds_with_the_time_of_issue() {
        let span: ExpiresIn = "1500ms".parse().unwrap();
        assert_eq!(span.expiry(1_000.0), 1_001.0);
        assert_eq!(
            "-1500ms".parse::<ExpiresIn>().unwrap().expiry(1_000.0),
            998.0
        );
    }
}
