//! The values of compared fields, and whether two of them mean the same.

use std::collections::HashSet;

use crate::token::Value;

/// The value of a compared field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// The token does not have the field.
    Missing,
    /// A text.
    Text(String),
    /// The entries that the other token does not have.
    List(Vec<String>),
    /// A number of seconds.
    Seconds(f64),
    /// A yes or no.
    Flag(bool),
    /// The JSON text of a claim.
    Json(String),
}

impl FieldValue {
    /// Returns true if both values mean the same. The order of a list and the spelling of JSON do not
    /// matter.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b)) => {
                a.iter().collect::<HashSet<_>>() == b.iter().collect::<HashSet<_>>()
            }
            (Self::Json(a), Self::Json(b)) => is_same_json(a, b),
            // JavaScript programs rarely distinguish a claim that is `null` from no claim.
            (Self::Json(json), Self::Missing) | (Self::Missing, Self::Json(json)) => json == "null",
            _ => self == other,
        }
    }

    /// Returns the value without the entries of a list that the other one has too.
    pub(super) fn without(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::List(entries), Self::List(others)) => {
                let others: HashSet<&String> = others.iter().collect();
                let entries = entries.iter().filter(|entry| !others.contains(entry));
                Self::List(entries.cloned().collect())
            }
            (value, _) => value.clone(),
        }
    }
}

/// Returns true if two JSON texts mean the same value. Texts that `serde_json` cannot hold, such as
/// `1e400`, are compared as text.
fn is_same_json(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    match (Value::from_raw(a), Value::from_raw(b)) {
        (Value::Array(a), Value::Array(b)) | (Value::Object(a), Value::Object(b)) => {
            let parse = serde_json::from_str::<serde_json::Value>;
            matches!((parse(a), parse(b)), (Ok(a), Ok(b)) if a == b)
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_compared_by_their_meaning() {
        let rows = [
            ("1", "1.0", true),
            ("1e400", "1e400", true),
            ("1e400", "1e300", false),
            (r#"{"a":1,"b":[2]}"#, r#"{ "b": [2], "a": 1 }"#, true),
            ("[1,2]", "[2,1]", false),
            (r#""1""#, "1", false),
            ("[1e400]", "[ 1e400]", false),
        ];
        for (a, b, is_same) in rows {
            assert_eq!(is_same_json(a, b), is_same, "{a} {b}");
        }
    }
}
