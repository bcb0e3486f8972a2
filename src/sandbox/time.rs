//! Times as Courier writes them.

use chrono::{DateTime, SecondsFormat, Utc};

/// `YYYY-MM-DDTHH:MM:SS.sssZ`, always with three decimals: Courier's Android SDK reads no other
/// form (<https://github.com/trycourier/courier-android>).
pub(super) fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}
