//! Parses TOML texts of settings. Errors do not repeat values, which may be secrets.

use std::{ops::Range, path::Path};

use toml_edit::{Document, Item, TableLike, Value};

use super::model::{ConfigError, InvalidEntry, list};
use crate::text::closest_match;

/// A parser of one text.
pub(super) struct Reader<'t> {
    pub(super) path: &'t Path,
    text: &'t str,
}

impl<'t> Reader<'t> {
    /// Returns a parser of the text of a file.
    pub(super) fn new(path: &'t Path, text: &'t str) -> Self {
        Self { path, text }
    }

    /// Parses the text as TOML, with comments.
    ///
    /// # Errors
    /// Returns an error if the text is not TOML.
    pub(super) fn document(&self) -> Result<Document<&'t str>, ConfigError> {
        Document::parse(self.text)
            .map_err(|error| self.file_error(self.invalid(error.span(), error.message())))
    }

    /// Parses a string as a type.
    pub(super) fn value<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        item: &Item,
    ) -> Result<T, InvalidEntry> {
        let parsed = self.string(item)?.parse();
        parsed.map_err(|error: T::Err| self.invalid(item.span(), &error.to_string()))
    }

    /// Parses a string with a check that the command line uses too.
    pub(super) fn checked<T>(
        &self,
        item: &Item,
        check: fn(&str) -> Result<T, String>,
    ) -> Result<T, InvalidEntry> {
        check(self.string(item)?).map_err(|reason| self.invalid(item.span(), &reason))
    }

    /// Returns a string that is not blank.
    pub(super) fn string<'i>(&self, item: &'i Item) -> Result<&'i str, InvalidEntry> {
        let text = item.as_str().filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| self.invalid(item.span(), "expected a non-empty string in quotes"))
    }

    /// Returns the values of an array, which are strings that are not blank.
    pub(super) fn strings<'i>(&self, item: &'i Item) -> Result<Vec<&'i Value>, InvalidEntry> {
        let is_text = |value: &&Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
        let values: Option<Vec<&Value>> = item.as_array().map(|array| array.iter().collect());
        let values = values.filter(|values| values.iter().all(is_text));
        values.ok_or_else(|| self.invalid(item.span(), "expected an array of strings"))
    }

    /// Returns a table. `example` is the header of one.
    pub(super) fn table<'i>(
        &self,
        item: &'i Item,
        example: &str,
    ) -> Result<&'i dyn TableLike, InvalidEntry> {
        let reason = || format!("expected a table, for example `{example}`");
        let table = item.as_table_like();
        table.ok_or_else(|| self.invalid(item.span(), &reason()))
    }

    /// Returns a warning about a key that is not one of the `known` ones.
    pub(super) fn unknown(&self, key: &str, place: &str, known: &[&str]) -> String {
        let meant = match closest_match(key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known keys: {}", list(known)),
        };
        let path = self.path.display();
        format!("unknown key `{key}`{place} in `{path}`; {meant}")
    }

    /// Returns an error about an entry of this file.
    pub(super) fn file_error(&self, entry: InvalidEntry) -> ConfigError {
        ConfigError::Invalid {
            path: self.path.to_owned(),
            entry,
        }
    }

    /// Returns the fault of an entry.
    pub(super) fn invalid(&self, span: Option<Range<usize>>, reason: &str) -> InvalidEntry {
        InvalidEntry {
            line: self.line(span),
            reason: reason.to_owned(),
            help: None,
        }
    }

    /// Returns the file and line for a message.
    pub(super) fn place(&self, span: Option<Range<usize>>) -> String {
        format!("`{}`, line {}", self.path.display(), self.line(span))
    }

    /// Returns the line, from 1, on which a span starts.
    fn line(&self, span: Option<Range<usize>>) -> usize {
        let start = span.map_or(self.text.len(), |span| span.start.min(self.text.len()));
        let before = &self.text.as_bytes()[..start];
        1 + memchr::memchr_iter(b'\n', before).count()
    }
}
