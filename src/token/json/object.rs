//! A JSON object, parsed without recursion.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{error::Category, value::RawValue};

use super::{
    text::{MAX_JSON_DEPTH, nests_too_deeply, unescape},
    value::Value,
};

/// The maximum number of members whose names are compared instead of hashed, which is faster.
const MAX_COMPARED: usize = 16;

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

/// The reason why a text is not a JSON object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// The text is a different kind of JSON value.
    #[error("it is {0}")]
    NotAnObject(&'static str),
    /// The text is not JSON. The message contains the position but no part of the text.
    #[error("{0}")]
    Syntax(String),
    /// The text nests deeper than [`MAX_JSON_DEPTH`].
    #[error("it is nested deeper than {MAX_JSON_DEPTH} levels")]
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
            *count = count.saturating_add(1);
            (*count == 2).then_some(member.name.as_ref())
        })
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
                // Names are raw values too: only those have their control characters rejected.
                while let Some((name, raw)) = map.next_entry::<&RawValue, &RawValue>()? {
                    let name = unescape(name.get());
                    members.push(Member { name, raw });
                }
                Ok(Object {
                    has_duplicates: has_duplicates(&members),
                    members,
                })
            }
        }
        deserializer.deserialize_map(Reader)
    }
}

/// Converts a syntax error so that it contains nothing of the text. Only errors of the category
/// `Data` quote values.
fn syntax_error(error: &serde_json::Error) -> JsonError {
    JsonError::Syntax(match error.classify() {
        Category::Data => format!("invalid JSON at column {}", error.column()),
        _ => error.to_string(),
    })
}

/// Returns true if two members have the same name.
fn has_duplicates(members: &[Member<'_>]) -> bool {
    if members.len() <= MAX_COMPARED {
        let mut names = members.iter().enumerate();
        return names
            .any(|(at, member)| members[..at].iter().any(|other| other.name == member.name));
    }
    let mut seen = HashSet::new();
    members
        .iter()
        .any(|member| !seen.insert(member.name.as_ref()))
}
