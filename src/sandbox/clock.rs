//! The sandbox's time, which a test may move or stop: tokens expire without waiting.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::time::{Moment, iso};
use crate::token::ExpiresIn;

/// A clock that goes with the machine's until it is told otherwise.
#[derive(Debug)]
pub(super) struct Clock {
    machine: fn() -> DateTime<Utc>,
    setting: Mutex<Setting>,
}

#[derive(Debug, Clone, Copy)]
enum Setting {
    /// So far ahead of the machine's.
    Ahead(TimeDelta),
    /// It stands still at this moment.
    Frozen(DateTime<Utc>),
}

/// What is to happen to the clock, one after the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockChange {
    /// Go with the machine's clock again.
    #[serde(default)]
    reset: bool,
    /// Be at this moment, in RFC 3339.
    #[serde(default)]
    set: Option<Moment>,
    /// Stand still, or go on.
    #[serde(default)]
    freeze: Option<bool>,
    /// Go ahead by a span such as `2h`, or by a number of seconds; back by a negative one.
    #[serde(default)]
    advance: Option<Value>,
}

/// What the clock shows.
#[derive(Debug, Serialize)]
pub(super) struct ClockState {
    now: String,
    frozen: bool,
}

impl Clock {
    pub(super) fn new(machine: fn() -> DateTime<Utc>) -> Self {
        Self {
            machine,
            setting: Mutex::new(Setting::Ahead(TimeDelta::zero())),
        }
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now_by(*self.setting())
    }

    pub(super) fn state(&self) -> ClockState {
        ClockState {
            now: iso(self.now()),
            frozen: matches!(*self.setting(), Setting::Frozen(_)),
        }
    }

    /// Goes with the machine's clock again.
    pub(super) fn reset(&self) {
        *self.setting() = Setting::Ahead(TimeDelta::zero());
    }

    /// Changes it; not at all where a part of the change makes no sense.
    pub(super) fn change(&self, change: &ClockChange) -> Result<(), String> {
        let mut setting = self.setting();
        let mut new = *setting;
        if change.reset {
            new = Setting::Ahead(TimeDelta::zero());
        }
        if let Some(Moment(moment)) = change.set {
            new = self.set_to(moment, new);
        }
        if let Some(freeze) = change.freeze {
            let now = self.now_by(new);
            new = if freeze {
                Setting::Frozen(now)
            } else {
                Setting::Ahead(now - (self.machine)())
            };
        }
        if let Some(span) = &change.advance {
            let moment = self.now_by(new).checked_add_signed(delta(span)?);
            new = self.set_to(moment.ok_or("no calendar goes so far")?, new);
        }
        // Courier writes years with four digits.
        if !(0..=9999).contains(&self.now_by(new).year()) {
            return Err("no calendar goes so far".to_owned());
        }
        *setting = new;
        Ok(())
    }

    fn set_to(&self, moment: DateTime<Utc>, setting: Setting) -> Setting {
        match setting {
            Setting::Ahead(_) => Setting::Ahead(moment - (self.machine)()),
            Setting::Frozen(_) => Setting::Frozen(moment),
        }
    }

    fn now_by(&self, setting: Setting) -> DateTime<Utc> {
        match setting {
            Setting::Ahead(ahead) => {
                let now = (self.machine)();
                now.checked_add_signed(ahead).unwrap_or(now)
            }
            Setting::Frozen(moment) => moment,
        }
    }

    fn setting(&self) -> MutexGuard<'_, Setting> {
        self.setting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A span as JSON: a number of seconds, or a number and its unit as a text.
fn delta(span: &Value) -> Result<TimeDelta, String> {
    let milliseconds = match span {
        Value::Number(seconds) => seconds.as_f64().map(|seconds| seconds * 1_000.0),
        Value::String(text) => {
            let span = text.parse::<ExpiresIn>().ok();
            let span = span.filter(ExpiresIn::has_unit);
            span.map(|span| span.milliseconds())
        }
        _ => None,
    };
    let milliseconds =
        milliseconds.ok_or("a span is a number of seconds, or a text like \"2h\"")?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is too large stays so"
    )]
    TimeDelta::try_milliseconds(milliseconds as i64).ok_or_else(|| "no calendar goes so far".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock::new(|| DateTime::from_timestamp(1_000, 0).unwrap())
    }

    fn change(clock: &Clock, json: &str) -> Result<i64, String> {
        clock.change(&serde_json::from_str(json).unwrap())?;
        Ok(clock.now().timestamp())
    }

    #[test]
    fn it_moves_stands_still_and_goes_on() {
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
    fn what_makes_no_sense_changes_nothing() {
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
