//! Suggested lifetimes, each exactly as long as the intended one.

use super::common::is_common_in_seconds;
use crate::token::ExpiresIn;

/// Returns a lifetime of exactly this length, in the largest unit that divides it. `None` if Courier
/// cannot express it, or if it is shorter than a second.
pub(super) fn suggestion(milliseconds: f64) -> Option<String> {
    const UNITS: [(f64, &str); 5] = [
        (86_400_000.0, " days"),
        (3_600_000.0, "h"),
        (60_000.0, "m"),
        (1_000.0, "s"),
        (1.0, "ms"),
    ];
    // Decimal fractions of a unit are not exact.
    let whole = milliseconds.round();
    let milliseconds = if (whole - milliseconds).abs() < 1e-3 {
        whole
    } else {
        milliseconds
    };
    let divides = |(scale, _): &(f64, &str)| milliseconds % scale == 0.0;
    let (scale, unit) = UNITS.into_iter().find(divides)?;
    let text = match milliseconds / scale {
        1.0 if unit == " days" => "1 day".to_owned(),
        amount => format!("{amount}{unit}"),
    };
    let lifetime: ExpiresIn = text.parse().ok()?;
    (milliseconds >= 1_000.0 && lifetime.milliseconds() == milliseconds).then_some(text)
}

/// Returns the advice for a number without a unit, which is probably in seconds or milliseconds.
pub(super) fn add_unit(number: f64) -> String {
    const MINUTE: f64 = 60_000.0;
    const DATES_IN_SECONDS: std::ops::Range<f64> = 1.5e9..2.1e9;
    let is_whole_minutes = number >= MINUTE && number % MINUTE == 0.0;
    if !is_whole_minutes && DATES_IN_SECONDS.contains(&number) {
        return "this is a date; write the time from now on, for example `1 day`".to_owned();
    }
    match suggestion(number) {
        Some(in_milliseconds) if is_whole_minutes && !is_common_in_seconds(number) => format!(
            "add the unit: `{in_milliseconds}` for milliseconds, or `{number}s` for seconds"
        ),
        _ => format!("add the unit: `{number}s`"),
    }
}
