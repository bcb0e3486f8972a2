//! Conversion of values from and to GraphQL.

use async_graphql::Json;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::sandbox::time::parse_iso;

/// Parses the `from` condition of a filter: a time in ISO 8601 or, from older SDKs, in
/// milliseconds since 1970.
///
/// # Errors
/// Returns an error if it is neither.
pub(super) fn parse_from(value: Option<Json<Value>>) -> Result<Option<DateTime<Utc>>, String> {
    let Some(Json(value)) = value else {
        return Ok(None);
    };
    let time = match &value {
        Value::Null => return Ok(None),
        Value::String(text) => parse_iso(text),
        Value::Number(millis) => millis.as_i64().and_then(DateTime::from_timestamp_millis),
        _ => None,
    };
    match time {
        Some(time) => Ok(Some(time)),
        None => Err(format!("`from` must be an ISO 8601 time, not `{value}`")),
    }
}

/// Converts a count to a GraphQL `Int`, which has 32 bits.
pub(super) fn to_int(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
