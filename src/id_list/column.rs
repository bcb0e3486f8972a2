//! Names of CSV columns and JSON members, and which of them contains the IDs.

use super::{
    kind::{IdKind, normalized},
    list::Refusal,
};
use crate::text::{join_with_and, shorten};

/// The maximum number of names that a message lists.
const MAX_LISTED: usize = 8;

/// Selects the IDs by their kind, or by the column that the caller names.
pub(super) struct Selector<'s> {
    pub(super) kind: IdKind,
    pub(super) column: Option<&'s str>,
}

/// The form of a text with named values.
#[derive(Clone, Copy)]
pub(super) enum Form {
    Csv,
    Json,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV with the columns",
            Self::Json => "JSON objects with the members",
        }
    }

    fn without_names(self) -> &'static str {
        match self {
            Self::Csv => "CSV whose columns have no names",
            Self::Json => "JSON objects whose members have no names",
        }
    }
}

/// The reason why no column was selected.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoColumn {
    /// No column has a known name.
    Unknown,
    /// The columns at these indexes are equally likely.
    Several(Vec<usize>),
    /// No column has the name that the caller gave.
    NotFound,
}

impl Selector<'_> {
    /// Returns the index of the name of the column with the IDs.
    ///
    /// # Errors
    /// Returns the reason if it is not evident.
    pub(super) fn select<'n>(
        &self,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Result<usize, NoColumn> {
        if let Some(column) = self.column {
            let exact = names.clone().position(|name| name.trim() == column);
            let found = exact.or_else(|| {
                let mut names = names.clone();
                names.position(|name| name.trim().eq_ignore_ascii_case(column))
            });
            return found.ok_or(NoColumn::NotFound);
        }
        let names: Vec<String> = names.map(normalized).collect();
        for known in self.kind.column_names() {
            let found = names.iter().enumerate();
            let found = found.filter(|(_, name)| known.contains(&name.as_str()));
            let found: Vec<usize> = found.map(|(index, _)| index).collect();
            match found[..] {
                [] => {}
                [index] => return Ok(index),
                _ => return Err(NoColumn::Several(found)),
            }
        }
        Err(NoColumn::Unknown)
    }

    /// Describes why no column of a text was selected.
    pub(super) fn refusal(&self, form: Form, names: &[&str], reason: &NoColumn) -> Refusal {
        let plural = self.kind.plural();
        let form_name = form.name();
        let Some(first) = names.iter().find(|name| !name.trim().is_empty()) else {
            return Refusal {
                message: format!("this looks like {}", form.without_names()),
                help: format!("pass the {plural} one per line"),
            };
        };
        let looks = format!(
            "this looks like {form_name} {}",
            list(names.iter().copied())
        );
        let (message, help) = match reason {
            NoColumn::Unknown => {
                let option = column_option(first);
                let alternative = match form {
                    Form::Csv => "; without a header, pass one ID per line",
                    Form::Json => "",
                };
                let help =
                    format!("name the one with the {plural}, for example {option}{alternative}");
                (looks, help)
            }
            NoColumn::Several(indexes) => (
                format!("{looks}, and several of them can hold the {plural}"),
                format!(
                    "name the right one, for example {}",
                    column_option(names[indexes[0]])
                ),
            ),
            NoColumn::NotFound => (
                format!("`{}` not found: {looks}", self.column.unwrap_or_default()),
                "pass one of these names to --column".to_owned(),
            ),
        };
        Refusal { message, help }
    }
}

/// The option that names a column, quoted for a shell.
fn column_option(name: &str) -> String {
    let name = name.trim();
    format!("--column {}", shlex::try_quote(name).unwrap_or(name.into()))
}

/// Lists names as in a sentence, without those beyond the maximum.
fn list<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    let more = names.len().saturating_sub(MAX_LISTED);
    let shown = names.take(MAX_LISTED);
    let mut shown: Vec<String> = shown
        .map(|name| format!("`{}`", shorten(name.trim())))
        .collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    join_with_and(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_that_is_named_like_an_id_is_selected() {
        let select = |kind, column, names: &str| Selector { kind, column }.select(names.split('|'));
        let (user, message) = (IdKind::User, IdKind::Message);
        let rows = [
            (user, None, "name|user_id", Ok(1)),
            (user, None, "User ID|name", Ok(0)),
            (user, None, "id|userId", Ok(1)),
            (user, None, "ID|name", Ok(0)),
            (user, None, "schema|token|user", Ok(2)),
            (user, None, "id|user", Err(NoColumn::Several(vec![0, 1]))),
            (
                user,
                None,
                "user_id|userId",
                Err(NoColumn::Several(vec![0, 1])),
            ),
            (user, None, "message_id|name", Err(NoColumn::Unknown)),
            (user, Some("name"), "name|user_id", Ok(0)),
            (user, Some("NAME"), "name|user_id", Ok(0)),
            (user, Some("id"), "ID|id", Ok(1)),
            (user, Some("mail"), "name|user_id", Err(NoColumn::NotFound)),
            (message, None, "id|messageId|user_id", Ok(1)),
            (message, None, "message-id", Ok(0)),
            (message, None, "user_id|title", Err(NoColumn::Unknown)),
        ];
        for (kind, column, names, expected) in rows {
            assert_eq!(select(kind, column, names), expected, "{names}");
        }
    }

    #[test]
    fn long_lists_of_names_are_cut() {
        let names = ["a"; 10];
        assert!(list(names.into_iter()).ends_with("`a` and 2 more"));
        assert_eq!(list(["a", " b c "].into_iter()), "`a` and `b c`");
    }
}
