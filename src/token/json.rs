//! JSON objects as JavaScript's `JSON.parse` accepts them, kept close to their text.
//!
//! `serde_json`'s own values refuse lone surrogates, `1e400` and deep nesting, all of which a
//! Courier server accepts, so members are kept as raw text (whose grammar `serde_json` checks
//! without recursion) and read one at a time.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
};

use memchr::memchr;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{error::Category, value::RawValue};

/// How deep arrays and objects may nest before a text is refused.
pub const MAX_DEPTH: usize = 10_000;

/// Up to how many members are compared one by one.
const FEW: usize = 16;

/// The members of one JSON object, in the order of its text, duplicates included.
#[derive(Debug, Clone, Default)]
pub struct Object<'a> {
    members: Vec<Member<'a>>,
    /// Whether a name stands more than once, which hardly ever happens.
    repeats: bool,
}

/// One `name: value` pair.
#[derive(Debug, Clone)]
pub struct Member<'a> {
    /// The unescaped name.
    pub name: Cow<'a, str>,
    /// The value's JSON text, exactly as it was written.
    pub raw: &'a RawValue,
}

/// One JSON value; containers stay text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as JavaScript holds it: a 64-bit float, infinite where the text overflows.
    Number(f64),
    /// A string; a lone surrogate is read as U+FFFD.
    String(Cow<'a, str>),
    /// The text of an array.
    Array(&'a str),
    /// The text of an object.
    Object(&'a str),
}

/// Why a text is not a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// It is JSON of another kind.
    #[error("it is {0}, not an object")]
    NotAnObject(&'static str),
    /// It is no JSON at all; the text says where, and quotes nothing.
    #[error("{0}")]
    Syntax(String),
    /// It nests deeper than [`MAX_DEPTH`].
    #[error("it nests deeper than {MAX_DEPTH} levels")]
    TooDeep,
}

impl<'a> Object<'a> {
    /// Reads one JSON object.
    ///
    /// # Errors
    /// When the text is no JSON, is not an object, or nests too deep.
    pub fn parse(text: &'a str) -> Result<Self, JsonError> {
        let first = text.trim_start_matches([' ', '\t', '\n', '\r']);
        if !first.starts_with('{') {
            serde_json::from_str::<IgnoredAny>(text).map_err(|error| syntax(&error))?;
            return Err(JsonError::NotAnObject(Value::from_raw(first).kind()));
        }
        if nests_too_deep(text) {
            return Err(JsonError::TooDeep);
        }
        serde_json::from_str(text).map_err(|error| syntax(&error))
    }

    /// The members in the order of the text, duplicates included.
    #[must_use]
    pub fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// The value of `name`; of duplicates the last one, as in JavaScript.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.raw(name).map(Value::from_raw)
    }

    /// The text of the value of `name`; of duplicates the last one, as in JavaScript.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let found = self.members.iter().rev().find(|member| member.name == name);
        found.map(|member| member.raw.get())
    }

    /// The members without those that a later one of the same name replaces, in order.
    pub fn last_of_each(&self) -> impl Iterator<Item = &Member<'a>> {
        let mut last = HashMap::new();
        if self.repeats {
            let names = self.members.iter().enumerate();
            last.extend(names.map(|(at, member)| (member.name.as_ref(), at)));
        }
        let is_last = move |at: usize, member: &Member<'_>| {
            !self.repeats || last.get(member.name.as_ref()) == Some(&at)
        };
        let members = self.members.iter().enumerate();
        members.filter_map(move |(at, member)| is_last(at, member).then_some(member))
    }

    /// Each name that stands more than once, named once, in the order of the second time.
    pub fn duplicates(&self) -> impl Iterator<Item = &str> {
        let mut times: HashMap<&str, usize> = HashMap::new();
        let members = if self.repeats { &self.members[..] } else { &[] };
        members.iter().filter_map(move |member| {
            let times = times.entry(member.name.as_ref()).or_default();
            *times += 1;
            (*times == 2).then_some(member.name.as_ref())
        })
    }
}

/// Whether two members have the same name. Few are compared faster than hashed.
fn repeats(members: &[Member<'_>]) -> bool {
    if members.len() <= FEW {
        let mut names = members.iter().enumerate();
        return names
            .any(|(at, member)| members[..at].iter().any(|other| other.name == member.name));
    }
    let mut seen = HashSet::new();
    members
        .iter()
        .any(|member| !seen.insert(member.name.as_ref()))
}

impl<'a> Value<'a> {
    /// Reads the text of a value that is known to be JSON.
    #[must_use]
    pub fn from_raw(raw: &'a str) -> Self {
        match raw.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'"') => Self::String(unescape(raw)),
            Some(b'[') => Self::Array(raw),
            Some(b'{') => Self::Object(raw),
            // The grammar of JSON numbers is a part of Rust's, and both round the same way.
            _ => Self::Number(raw.parse().unwrap_or(f64::NAN)),
        }
    }

    /// What kind of value this is, with its article: `a string`.
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

/// The text of a JSON string literal; borrowed where nothing is escaped.
fn unescape(raw: &str) -> Cow<'_, str> {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    if memchr(b'\\', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    serde_json::from_str(raw).map_or_else(|_| Cow::default(), |Text(text)| text)
}

/// Reads WTF-8, in which `serde_json` leaves lone surrogates (`ED A0..BF xx`), as UTF-8 with one
/// U+FFFD for each of them.
fn replace_surrogates(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // A surrogate arrives as three invalid pieces, of which only the first begins with ED.
        if chunk.invalid().first() == Some(&0xED) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

/// A JSON string, unescaped. It is read as bytes, since `serde_json` refuses lone surrogates in a
/// text, and what it takes for one must be known to be JSON.
struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Text<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }
            fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Text<'de>, E> {
                Ok(Text(match str::from_utf8(bytes) {
                    Ok(text) => Cow::Borrowed(text),
                    Err(_) => Cow::Owned(replace_surrogates(bytes)),
                }))
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(replace_surrogates(bytes))))
            }
        }
        deserializer.deserialize_bytes(Reader)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Object<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut members = Vec::with_capacity(8);
                // Names too: only a raw value has its control characters refused.
                while let Some((name, raw)) = map.next_entry::<&RawValue, &RawValue>()? {
                    let name = unescape(name.get());
                    members.push(Member { name, raw });
                }
                Ok(Object {
                    repeats: repeats(&members),
                    members,
                })
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// A syntax error without the text it stands in: only errors of category `Data` quote values.
fn syntax(error: &serde_json::Error) -> JsonError {
    JsonError::Syntax(match error.classify() {
        Category::Data => format!("wrong at column {}", error.column()),
        _ => error.to_string(),
    })
}

/// Whether brackets nest deeper than [`MAX_DEPTH`]; strings are skipped.
fn nests_too_deep(text: &str) -> bool {
    // So many levels need at least as many opening brackets: short texts are not scanned.
    if text.len() <= MAX_DEPTH {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_javascript_makes_of_them() {
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
    fn what_json_parse_refuses_is_refused() {
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
    fn the_last_of_duplicates_wins_and_each_is_named_once() {
        let object = Object::parse(r#"{"a":1,"b":2,"\u0061":3,"a":4}"#).unwrap();
        assert_eq!(object.get("a"), Some(Value::Number(4.0)));
        assert_eq!(object.duplicates().collect::<Vec<_>>(), ["a"]);
        assert_eq!(object.members().len(), 4);
    }

    #[test]
    fn nesting_is_bounded_without_recursion() {
        let nested = |levels: usize| {
            format!(
                r#"{{"a":{}{}}}"#,
                "[".repeat(levels - 1),
                "]".repeat(levels - 1)
            )
        };
        assert!(Object::parse(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(
            Object::parse(&nested(MAX_DEPTH + 1)).unwrap_err(),
            JsonError::TooDeep
        );
        let brackets_in_a_string = format!(r#"{{"a":"\"{}"}}"#, "[".repeat(MAX_DEPTH * 2));
        assert!(Object::parse(&brackets_in_a_string).is_ok());
    }
}
