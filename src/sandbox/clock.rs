//! The sandbox's clock. A test can move or freeze it, so that tokens expire without waiting.

#![warn(clippy::arithmetic_side_effects)]

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::time::{Rfc3339, format_iso};
use crate::token::ExpiresIn;

/// The error for a time that Courier's formats cannot represent.
const OUT_OF_RANGE: &str = "the time is out of range: the year must be from 0 to 9999";

/// A clock that follows the machine's until it is changed.
#[derive(Debug)]
pub(super) struct Clock {
    machine: fn() -> DateTime<Utc>,
    setting: Mutex<Setting>,
}

#[derive(Debug, Clone, Copy)]
enum Setting {
    /// The offset from the machine's clock.
    Offset(TimeDelta),
    /// The clock is frozen at this time.
    Frozen(DateTime<Utc>),
}

/// Changes to the clock, applied in the order of the fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockChange {
    /// Follow the machine's clock again.
    #[serde(default)]
    reset: bool,
    /// Set the time.
    #[serde(default)]
    set: Option<Rfc3339>,
    /// Freeze the clock, or let it run again.
    #[serde(default)]
    freeze: Option<bool>,
    /// Advance by a duration such as `2h`, or by a number of seconds, which may be negative.
    #[serde(default)]
    advance: Option<Value>,
}

/// The time of the clock in the JSON of `/_sandbox/clock`.
#[derive(Debug, Serialize)]
pub(super) struct ClockState {
    now: String,
    frozen: bool,
}

impl Clock {
    pub(super) fn new(machine: fn() -> DateTime<Utc>) -> Self {
        Self {
            machine,
            setting: Mutex::new(Setting::Offset(TimeDelta::zero())),
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now_by(*self.setting())
    }

    pub(super) fn state(&self) -> ClockState {
        ClockState {
            now: format_iso(self.now()),
            frozen: matches!(*self.setting(), Setting::Frozen(_)),
        }
    }

    /// Makes the clock follow the machine's again.
    pub(super) fn reset(&self) {
        *self.setting() = Setting::Offset(TimeDelta::zero());
    }

    /// Applies the changes.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if one of them is invalid.
    pub(super) fn change(&self, change: &ClockChange) -> Result<(), String> {
        let mut setting = self.setting();
        let mut new = *setting;
        if change.reset {
            new = Setting::Offset(TimeDelta::zero());
        }
        if let Some(Rfc3339(time)) = change.set {
            new = self.set_to(time, new);
        }
        if let Some(freeze) = change.freeze {
            let now = self.now_by(new);
            new = if freeze {
                Setting::Frozen(now)
            } else {
                Setting::Offset(now.signed_duration_since((self.machine)()))
            };
        }
        if let Some(duration) = &change.advance {
            let time = self
                .now_by(new)
                .checked_add_signed(parse_duration(duration)?);
            new = self.set_to(time.ok_or(OUT_OF_RANGE)?, new);
        }
        // Courier writes years with four digits.
        if !(0..=9999).contains(&self.now_by(new).year()) {
            return Err(OUT_OF_RANGE.to_owned());
        }
        *setting = new;
        Ok(())
    }

    fn set_to(&self, time: DateTime<Utc>, setting: Setting) -> Setting {
        match setting {
            Setting::Offset(_) => Setting::Offset(time.signed_duration_since((self.machine)())),
            Setting::Frozen(_) => Setting::Frozen(time),
        }
    }

    fn now_by(&self, setting: Setting) -> DateTime<Utc> {
        match setting {
            Setting::Offset(offset) => {
                let now = (self.machine)();
                now.checked_add_signed(offset).unwrap_or(now)
            }
            Setting::Frozen(time) => time,
        }
    }

    fn setting(&self) -> MutexGuard<'_, Setting> {
        self.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Parses a duration: a JSON number of seconds, or a string with a number and a unit.
fn parse_duration(duration: &Value) -> Result<TimeDelta, String> {
    let milliseconds = match duration {
        Value::Number(seconds) => seconds.as_f64().map(|seconds| seconds * 1_000.0),
        Value::String(text) => {
            let duration = text.parse::<ExpiresIn>().ok();
            let duration = duration.filter(ExpiresIn::has_unit);
            duration.map(|duration| duration.milliseconds())
        }
        _ => None,
    };
    let milliseconds = milliseconds
        .ok_or("\"advance\" must be a number of seconds or a duration such as \"2h\"")?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and the largest values are out of range"
    )]
    TimeDelta::try_milliseconds(milliseconds as i64).ok_or_else(|| OUT_OF_RANGE.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock::new(|| DateTime::from_timestamp(1_000, 0).unwrap())
    }

    /// Applies the changes, and returns the time in seconds since 1970.
    fn change(clock: &Clock, json: &str) -> Result<i64, String> {
        clock.change(&serde_json::from_str(json).unwrap())?;
        Ok(clock.now().timestamp())
    }

    #[test]
    fn clock_can_be_moved_and_frozen() {
        let clock = clock();
        for (json, now) in [
            (r#"{"advance":"2h"}"#, 8_200),
            (r#"{"advance":-200}"#, 8_000),
            (r#"{"freeze":true}"#, 8_000),
            (r#"{"advance":"1s"}"#, 8_001),
            (r#"{"set":"1970-01-01T00:00:05Z","advance":1.5}"#, 6),
            (r#"{"freeze":false}"#, 6),
            (r#"{"reset":true,"freeze":true,"advance":1}"#, 1_001),
        ] {
            assert_eq!(change(&clock, json), Ok(now), "{json}");
        }
        assert!(clock.state().frozen);
        clock.reset();
        assert_eq!(clock.now().timestamp(), 1_000);
    }

    #[test]
    fn invalid_change_changes_nothing() {
        let clock = clock();
        for json in [
            r#"{"freeze":true,"advance":"60"}"#,
            r#"{"advance":"soon"}"#,
            r#"{"advance":true}"#,
            r#"{"advance":1e300}"#,
            r#"{"advance":1e13}"#,
        ] {
            assert!(change(&clock, json).is_err(), "{json}");
            assert!(!clock.state().frozen && clock.now().timestamp() == 1_000);
        }
    }
}
