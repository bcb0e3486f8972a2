//! JSON objects as JavaScript's `JSON.parse` accepts them, with the text of their values.
//!
//! `serde_json::Value` rejects lone surrogates, `1e400` and deep nesting, all of which Courier's
//! servers accept. The values of an object therefore stay raw text, whose grammar `serde_json`
//! checks without recursion, and each is parsed on access.
#![deny(clippy::arithmetic_side_effects)]

mod object;
mod text;
mod value;

pub use object::{JsonError, Member, Object};
pub use text::MAX_JSON_DEPTH;
pub use value::Value;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_in_javascript() {
        let rows = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("-0", Value::Number(-0.0)),
            ("1e400", Value::Number(f64::INFINITY)),
            ("-1e400", Value::Number(f64::NEG_INFINITY)),
            ("9007199254740993", Value::Number(9_007_199_254_740_992.0)),
            (r#""a\nb""#, Value::String("a\nb".into())),
            (r#""\ud83d\ude00""#, Value::String("😀".into())),
            (r#""x\ud800y""#, Value::String("x\u{FFFD}y".into())),
            (
                r#""\udfff\ud800""#,
                Value::String("\u{FFFD}\u{FFFD}".into()),
            ),
            ("[1,[2]]", Value::Array("[1,[2]]")),
            (r#"{"b":1}"#, Value::Object(r#"{"b":1}"#)),
        ];
        for (raw, expected) in rows {
            let text = format!(r#"{{"a": {raw} }}"#);
            let object = Object::parse(&text).unwrap();
            assert_eq!(object.get("a"), Some(expected), "{raw}");
            assert_eq!(object.raw("a"), Some(raw));
        }
    }

    #[test]
    fn text_that_json_parse_rejects_is_rejected() {
        let rows = [
            "",
            "{",
            "{]",
            "{'a':1}",
            r#"{"a":1,}"#,
            r#"{"a":01}"#,
            r#"{"a":NaN}"#,
            "{\"a\":\"\n\"}",
            "{\"a\n\":1}",
            r#"{"a":"\x"}"#,
            "\u{FEFF}{}",
            "{} {}",
            "\u{a0}{}",
        ];
        for text in rows {
            let error = Object::parse(text).unwrap_err();
            assert!(matches!(error, JsonError::Syntax(_)), "{text}: {error}");
        }
        for (text, kind) in [
            ("null", "null"),
            ("[]", "an array"),
            (" \"x\"", "a string"),
            ("3", "a number"),
        ] {
            assert_eq!(
                Object::parse(text).unwrap_err(),
                JsonError::NotAnObject(kind)
            );
        }
    }

    #[test]
    fn last_duplicate_wins_and_each_is_listed_once() {
        let object = Object::parse(r#"{"a":1,"b":2,"\u0061":3,"a":4}"#).unwrap();
        assert_eq!(object.get("a"), Some(Value::Number(4.0)));
        assert_eq!(object.duplicates().collect::<Vec<_>>(), ["a"]);
        assert_eq!(object.members().len(), 4);
    }

    #[test]
    fn nesting_is_limited_without_recursion() {
        let nested = |levels: usize| {
            format!(
                r#"{{"a":{}{}}}"#,
                "[".repeat(levels - 1),
                "]".repeat(levels - 1)
            )
        };
        assert!(Object::parse(&nested(MAX_JSON_DEPTH)).is_ok());
        assert_eq!(
            Object::parse(&nested(MAX_JSON_DEPTH + 1)).unwrap_err(),
            JsonError::TooDeep
        );
        let brackets_in_a_string = format!(r#"{{"a":"\"{}"}}"#, "[".repeat(MAX_JSON_DEPTH * 2));
        assert!(Object::parse(&brackets_in_a_string).is_ok());
    }
}
