//! A parser of names from a table: ignores case and suggests a similar name. Its error names the
//! command that lists the table, unlike clap's, which would contain the whole table.

use std::ffi::OsStr;

use clap::{
    Arg, Command, Error,
    builder::{PossibleValue, TypedValueParser},
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::text::closest_match;

/// The number of equal letters by which a name is recognized, such as `prefs` for `preferences`.
const ABBREVIATION_LENGTH: usize = 4;

/// A parser of the names of one table.
#[derive(Clone)]
pub(super) struct NameParser<T> {
    /// Returns every name with its meaning, for completions.
    pub(super) names: fn() -> Vec<(&'static str, &'static str)>,
    /// Returns the value of a name.
    pub(super) find: fn(&str) -> Option<T>,
    /// Returns a suggestion that does not resemble the text, if there is one.
    pub(super) suggest: fn(&str) -> Option<&'static str>,
    /// The hint that names the command which lists the names.
    pub(super) list_hint: &'static str,
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for NameParser<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let text = value.to_str().map(str::trim);
        let text = text.ok_or_else(|| Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        if let Some(found) = (self.find)(text).or_else(|| (self.find)(&text.to_lowercase())) {
            return Ok(found);
        }
        let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
        let arg = arg.map_or_else(|| "...".to_owned(), ToString::to_string);
        let invalid = ContextValue::String(text.to_owned());
        error.insert(ContextKind::InvalidArg, ContextValue::String(arg));
        error.insert(ContextKind::InvalidValue, invalid);
        if let Some(near) = self.nearest(text) {
            error.insert(
                ContextKind::SuggestedValue,
                ContextValue::String(near.to_owned()),
            );
        }
        error.insert(
            ContextKind::Suggested,
            ContextValue::StyledStrs(vec![self.list_hint.into()]),
        );
        Err(error)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = (self.names)().into_iter();
        Some(Box::new(
            names.map(|(name, help)| PossibleValue::new(name).help(help)),
        ))
    }
}

impl<T> NameParser<T> {
    fn nearest(&self, text: &str) -> Option<&'static str> {
        let text = text.to_lowercase();
        let names: Vec<&'static str> = (self.names)().into_iter().map(|(name, _)| name).collect();
        let start = text.get(..ABBREVIATION_LENGTH);
        (self.suggest)(&text)
            .or_else(|| closest_match(&text, names.iter().copied()))
            .or_else(|| {
                names
                    .iter()
                    .copied()
                    .find(|name| start.is_some_and(|start| name.starts_with(start)))
            })
    }
}
