//! IDs in JSON: arrays, lines and single documents, of strings or of objects with an ID in each.

use std::fmt;

use serde::{
    Deserializer as _,
    de::{Error as _, SeqAccess, Visitor},
};
use serde_json::{Deserializer, error::Category, value::RawValue};

use super::{
    column::{Form, NoColumn, Selector},
    list::Refusal,
};
use crate::{
    input_limits,
    text::thousands,
    token::{Member, Object, Value},
};

/// Returns true if a text begins like a JSON array or object. IDs with a placeholder such as `{id}` or
/// `[object Object]` do not.
pub(super) fn is_json(text: &str) -> bool {
    let text = text.trim_ascii();
    let mut bytes = text.bytes();
    let opening = bytes.next();
    let next = bytes.find(|byte| !matches!(byte, b' ' | b'\t'));
    match opening {
        Some(b'{') => matches!(next, None | Some(b'\r' | b'\n' | b'"' | b'\'')),
        Some(b'[') => match next {
            Some(b']') => text.ends_with(']') && !text.contains('\n'),
            Some(b'0'..=b'9' | b'-' | b'{' | b'[' | b'"' | b'\'' | b'\r' | b'\n') | None => true,
            Some(_) => false,
        },
        _ => false,
    }
}

/// Returns true if JSON that begins like this may contain IDs: its first value is a list of them, or an
/// object with an ID, or is not complete.
pub(super) fn has_ids(start: &str, selector: &Selector<'_>) -> bool {
    let mut values = Deserializer::from_str(start).into_iter::<&RawValue>();
    match values.next() {
        None => false,
        Some(Ok(value)) => Collector::new(selector).add_document(value.get()).is_ok(),
        Some(Err(error)) => error.classify() == Category::Eof,
    }
}

/// Returns the IDs of all values in a text.
///
/// # Errors
/// Returns a refusal if the text is not JSON, or if it is not evident what the IDs are.
pub(super) fn parse(text: &str, selector: &Selector<'_>) -> Result<Vec<String>, Refusal> {
    let mut collector = Collector::new(selector);
    for value in Deserializer::from_str(text).into_iter::<&RawValue>() {
        let value = value.map_err(|error| Refusal {
            message: format!("this looks like JSON, but cannot be parsed: {error}"),
            help: format!(
                "pass the {} one per line, or as a JSON array",
                selector.kind.plural()
            ),
        })?;
        collector.add_document(value.get())?;
    }
    Ok(collector.ids)
}

/// The IDs that were found so far.
struct Collector<'s> {
    selector: &'s Selector<'s>,
    ids: Vec<String>,
    /// The name of the member with the last ID that came from an object.
    member: Option<String>,
}

impl<'s> Collector<'s> {
    fn new(selector: &'s Selector<'s>) -> Self {
        Self {
            selector,
            ids: Vec::new(),
            member: None,
        }
    }

    /// Adds the IDs of a whole document, or of one line of JSON lines.
    fn add_document(&mut self, value: &str) -> Result<(), Refusal> {
        if value.starts_with('[') {
            return self.add_array(value);
        }
        self.add_item(value, true)
    }

    fn add_array(&mut self, array: &str) -> Result<(), Refusal> {
        let mut items = Deserializer::from_str(array);
        let mut refusal = None;
        // The array was parsed before, so the only error is a refused item.
        let _ = items.deserialize_seq(Items {
            collector: self,
            refusal: &mut refusal,
        });
        refusal.map_or(Ok(()), Err)
    }

    fn add(&mut self, id: String) -> Result<(), Refusal> {
        self.ids.push(id);
        if self.ids.len() > input_limits::IDS {
            return Err(Refusal {
                message: format!("it has more than {} IDs", thousands(input_limits::IDS)),
                help: "split it into smaller lists".to_owned(),
            });
        }
        Ok(())
    }

    /// Adds the ID of a string, number or object. A document can also be an object with a list of IDs.
    fn add_item(&mut self, value: &str, is_document: bool) -> Result<(), Refusal> {
        if let Some(id) = id_of(value) {
            return self.add(id);
        }
        let object = match Object::parse(value) {
            Ok(object) if !object.members().is_empty() => object,
            _ => return Err(self.not_an_id("item", value)),
        };
        let members = object.members();
        let names: Vec<&str> = members.iter().map(|member| &*member.name).collect();
        match self.selector.select(names.iter().copied()) {
            Ok(index) => self.add_member(names[index], members[index].raw.get()),
            Err(reason) => match self.list_in(&object).filter(|_| is_document) {
                Some(array) if !matches!(reason, NoColumn::Several(_)) => self.add_array(array),
                _ => Err(self.refusal(&names, &reason)),
            },
        }
    }

    /// Adds the ID that is the value of a member.
    fn add_member(&mut self, name: &str, value: &str) -> Result<(), Refusal> {
        let id = id_of(value).ok_or_else(|| self.not_an_id(&format!("`{name}` of item"), value))?;
        if self.member.as_deref() != Some(name) {
            self.member = Some(name.to_owned());
        }
        self.add(id)
    }

    /// Describes why an object has no ID.
    fn refusal(&self, names: &[&str], reason: &NoColumn) -> Refusal {
        match &self.member {
            Some(member) => Refusal {
                message: format!("item {} has no `{member}`", self.ids.len() + 1),
                help: "add the value, or remove the item".to_owned(),
            },
            None => self.selector.refusal(Form::Json, names, reason),
        }
    }

    /// Returns the array of an object that is named like a list of IDs, or its only one if that
    /// contains objects.
    fn list_in<'o>(&self, object: &Object<'o>) -> Option<&'o str> {
        let members = object.members().iter();
        let arrays: Vec<&Member<'o>> = members
            .filter(|member| member.raw.get().starts_with('['))
            .collect();
        let is_named = |member: &&&Member<'_>| self.selector.kind.is_array_name(&member.name);
        let named: Vec<_> = arrays.iter().filter(is_named).collect();
        match (&named[..], &arrays[..]) {
            ([array], _) => Some(array.raw.get()),
            ([], [array]) => {
                Some(array.raw.get()).filter(|array| array[1..].trim_ascii_start().starts_with('{'))
            }
            _ => None,
        }
    }

    /// Describes a value that is not an ID. `what` names the value, except for its number.
    fn not_an_id(&self, what: &str, value: &str) -> Refusal {
        let item = self.ids.len() + 1;
        let kind = match Value::from_raw(value) {
            Value::String(_) => "empty",
            value => value.kind(),
        };
        let plural = self.selector.kind.plural();
        Refusal {
            message: format!("{what} {item} is {kind}, not an ID"),
            help: format!("pass strings, or objects with the {plural} as strings"),
        }
    }
}

/// Adds the items of an array one by one, so that a large array is not kept.
struct Items<'i, 's> {
    collector: &'i mut Collector<'s>,
    refusal: &'i mut Option<Refusal>,
}

impl<'de> Visitor<'de> for Items<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<&RawValue>()? {
            if let Err(refusal) = self.collector.add_item(item.get(), false) {
                *self.refusal = Some(refusal);
                return Err(A::Error::custom("refused"));
            }
        }
        Ok(())
    }
}

/// Returns the ID that a string or a whole number is.
fn id_of(value: &str) -> Option<String> {
    match Value::from_raw(value) {
        Value::String(text) if !text.is_empty() => Some(text.into_owned()),
        Value::Number(_) if !value.contains(['.', 'e', 'E']) => Some(value.to_owned()),
        _ => None,
    }
}
