//! JSON objects in response bodies.
//!
//! Serde reads a struct from an array too, in the order of its fields. Where Courier's API has an
//! object, an array is refused: every body is read with [`parse`], and every struct inside of it is an
//! [`Object`] or in [`Objects`].

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer,
    },
};

/// The largest number of objects in a list. A request for a page or for marks leads to 500 at most.
const MAX_OBJECTS: usize = 1_000;

/// A struct that is only read from a JSON object.
#[derive(Debug, Clone, Default)]
pub(super) struct Object<T>(pub(super) T);

/// A list of JSON objects, [`MAX_OBJECTS`] at most.
#[derive(Debug, Clone, Default)]
pub(super) struct Objects<T>(pub(super) Vec<T>);

/// Reads the JSON object of a body.
///
/// # Errors
/// Returns an error if the body is not this object, and nothing else.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(body).map(|Object(object)| object)
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Objects<T>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Objects<T>, A::Error> {
        let mut objects = Vec::new();
        while let Some(Object(object)) = list.next_element()? {
            if objects.len() == MAX_OBJECTS {
                let problem = format_args!("more than {MAX_OBJECTS} objects in a list");
                return Err(A::Error::custom(problem));
            }
            objects.push(object);
        }
        Ok(Objects(objects))
    }
}
