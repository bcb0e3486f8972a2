//! Durations that other systems write: ISO 8601, clock times, and the time spans of .NET.

use super::terms::{DAY, HOUR, MINUTE, MONTH, SECOND, WEEK, YEAR};

/// Returns the milliseconds of an ISO 8601 duration such as `P30D` or `PT1H30M`. A month has 30 days
/// and a year 365.
pub(super) fn iso_duration(text: &str) -> Option<f64> {
    const DATE: &[(char, f64)] = &[('y', YEAR), ('m', MONTH), ('w', WEEK), ('d', DAY)];
    const TIME: &[(char, f64)] = &[('h', HOUR), ('m', MINUTE), ('s', SECOND)];
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix('p')?;
    let (date, time) = match rest.split_once('t') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None if rest.is_empty() => return None,
        None => (rest, ""),
    };
    Some(components(date, DATE)? + components(time, TIME)?)
}

/// Returns the sum of numbers that are each followed by a designator, in the order of the table.
fn components(mut text: &str, designators: &[(char, f64)]) -> Option<f64> {
    let mut designators = designators.iter();
    let mut sum = 0.0;
    while !text.is_empty() {
        let end = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, rest) = text.split_at(end);
        let mut rest = rest.chars();
        let designator = rest.next()?;
        let (_, scale) = designators.find(|(letter, _)| *letter == designator)?;
        sum += decimal(&number.replace(',', "."))? * scale;
        text = rest.as_str();
    }
    Some(sum)
}

/// Returns the milliseconds of a clock time: `1:30` (hours and minutes), `1:30:00`, or `30.12:00:00`
/// with days, as .NET writes them.
pub(super) fn clock_time(text: &str) -> Option<f64> {
    let (first, rest) = text.split_once(':')?;
    let (days, hours) = match first.split_once('.') {
        Some((days, hours)) => (digits(days)?, two_digits(hours, 24.0)?),
        None => (0.0, digits(first)?),
    };
    let (minutes, seconds) = match rest.split_once(':') {
        Some((minutes, seconds)) => {
            let (whole, _) = seconds.split_once('.').unwrap_or((seconds, ""));
            two_digits(whole, 60.0)?;
            (minutes, decimal(seconds)?)
        }
        None => (rest, 0.0),
    };
    let minutes = two_digits(minutes, 60.0)?;
    Some(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND)
}

fn two_digits(text: &str, limit: f64) -> Option<f64> {
    digits(text).filter(|number| text.len() == 2 && *number < limit)
}

fn digits(text: &str) -> Option<f64> {
    let are_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then(|| text.parse().ok()).flatten()
}

/// Parses digits with at most one decimal point; `f64` alone also reads `inf` and `1e3`.
fn decimal(text: &str) -> Option<f64> {
    let is_decimal = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_decimal.then(|| text.parse().ok()).flatten()
}
