//! JSON objects as JavaScript's `JSON.parse` accepts them, with the text of their values.
//!
//! `serde_json::Value` rejects lone surrogates, `1e400` and deep nesting, all of which Courier's
//! servers accept. The values of an object therefore stay raw text, whose grammar `serde_json`
//! checks without recursion, and each is parsed on access.

mod parse;

use std::{borrow::Cow, collections::HashMap};

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use parse::{nests_too_deeply, syntax_error, unescape};

/// The maximum depth of nested arrays and objects in a token.
pub const MAX_JSON_DEPTH: usize = 10_000;

/// A JSON object: its members in the order of the text, duplicates included.
#[derive(Debug, Clone, Default)]
pub struct Object<'a> {
    members: Vec<Member<'a>>,
    has_duplicates: bool,
}

/// A member of an object: a name and a value.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The unescaped name.
    pub name: Cow<'a, str>,
    /// The JSON text of the value, unchanged.
    pub raw: &'a RawValue,
}

/// A JSON value. Arrays and objects stay text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as in JavaScript: a 64-bit float, infinite if the text overflows.
    Number(f64),
    /// A string, with U+FFFD for each lone surrogate.
    String(Cow<'a, str>),
    /// The text of an array.
    Array(&'a str),
    /// The text of an object.
    Object(&'a str),
}

/// The reason why a text is not a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// The text is a different kind of JSON value.
    #[error("it is {0}, not an object")]
    NotAnObject(&'static str),
    /// The text is not JSON. The message contains the position but no part of the text.
    #[error("{0}")]
    Syntax(String),
    /// The text nests deeper than [`MAX_JSON_DEPTH`].
    #[error("it nests deeper than {MAX_JSON_DEPTH} levels")]
    TooDeep,
}

impl<'a> Object<'a> {
    /// Parses a JSON object.
    ///
    /// # Errors
    /// Returns an error if the text is not JSON, is not an object or nests too deeply.
    pub fn parse(text: &'a str) -> Result<Self, JsonError> {
        let trimmed = text.trim_start_matches([' ', '\t', '\n', '\r']);
        if !trimmed.starts_with('{') {
            serde_json::from_str::<IgnoredAny>(text).map_err(|error| syntax_error(&error))?;
            return Err(JsonError::NotAnObject(Value::from_raw(trimmed).kind()));
        }
        if nests_too_deeply(text) {
            return Err(JsonError::TooDeep);
        }
        serde_json::from_str(text).map_err(|error| syntax_error(&error))
    }

    /// All members in the order of the text, duplicates included.
    #[must_use]
    pub fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// The value of the member `name`. The last of several duplicates counts, as in JavaScript.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.raw(name).map(Value::from_raw)
    }

    /// The JSON text of the value that [`Object::get`] returns.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let found = self.members.iter().rev().find(|member| member.name == name);
        found.map(|member| member.raw.get())
    }

    /// The members in order, without those that a later one with the same name overrides.
    pub fn effective_members(&self) -> impl Iterator<Item = &Member<'a>> {
        let mut last_indexes = HashMap::new();
        if self.has_duplicates {
            let members = self.members.iter().enumerate();
            last_indexes.extend(members.map(|(index, member)| (member.name.as_ref(), index)));
        }
        let is_last = move |index: usize, member: &Member<'_>| {
            !self.has_duplicates || last_indexes.get(member.name.as_ref()) == Some(&index)
        };
        let members = self.members.iter().enumerate();
        members.filter_map(move |(index, member)| is_last(index, member).then_some(member))
    }

    /// Each name that several members have, once, in the order of their second occurrences.
    pub fn duplicates(&self) -> impl Iterator<Item = &str> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let members = if self.has_duplicates {
            &self.members[..]
        } else {
            &[]
        };
        members.iter().filter_map(move |member| {
            let count = counts.entry(member.name.as_ref()).or_default();
            *count += 1;
            (*count == 2).then_some(member.name.as_ref())
        })
    }
}

impl<'a> Value<'a> {
    /// Reads the text of a value, which must be valid JSON without white space around it.
    #[must_use]
    pub fn from_raw(raw: &'a str) -> Self {
        match raw.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'"') => Self::String(unescape(raw)),
            Some(b'[') => Self::Array(raw),
            Some(b'{') => Self::Object(raw),
            // JSON's number grammar is a subset of Rust's, and both round the same way.
            _ => Self::Number(raw.parse().unwrap_or(f64::NAN)),
        }
    }

    /// The kind of this value with its article, such as `a string`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

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
