//! IDs one per line, with blank lines, comments and quotes.

use std::borrow::Cow;

use super::{
    column::Selector,
    json,
    list::{IdList, Refusal},
};

/// Returns the IDs of the lines. `lines_before` is the number of lines before the text.
///
/// # Errors
/// Returns a refusal if a line is JSON, or if the caller names a column that the first line does not.
pub(super) fn parse(
    text: &str,
    lines_before: usize,
    selector: &Selector<'_>,
) -> Result<IdList, Refusal> {
    let kind = selector.kind;
    let mut list = IdList {
        ids: Vec::new(),
        first_quoted_line: None,
    };
    let lines = text.lines().enumerate();
    let lines = lines.map(|(index, line)| (lines_before + index + 1, line.trim()));
    let mut lines = lines
        .filter(|(_, line)| !line.is_empty() && !kind.is_comment(line))
        .peekable();
    let first = lines.peek().map_or("", |(_, line)| line);
    let first = unquoted(first).unwrap_or(first.into());
    match selector.column {
        Some(column) if first.eq_ignore_ascii_case(column) => _ = lines.next(),
        Some(column) => return Err(no_header(column)),
        None if kind.is_header(&first) => _ = lines.next(),
        None => {}
    }
    for (number, line) in lines {
        // An empty array or object is what a program prints for nothing, and not a list.
        if json::is_json(line) && line != "[]" {
            return Err(Refusal {
                message: format!("line {number} is JSON, and the lines before it are not"),
                help: format!("pass only {}, one per line, or only JSON", kind.plural()),
            });
        }
        list.ids.push(match unquoted(line) {
            Some(id) => {
                list.first_quoted_line.get_or_insert(number);
                id.into_owned()
            }
            None => line.to_owned(),
        });
    }
    Ok(list)
}

/// Returns the text in quotes if a line consists of it, as `jq` without `-r` prints it or with the comma
/// of an array behind it.
pub(super) fn unquoted(line: &str) -> Option<Cow<'_, str>> {
    let line = line.strip_suffix(',').unwrap_or(line);
    let quote = ['"', '\'']
        .into_iter()
        .find(|quote| line.starts_with(*quote))?;
    let text = line.strip_prefix(quote)?.strip_suffix(quote)?;
    if text.is_empty() {
        None
    } else if !text.contains([quote, '\\']) {
        Some(text.into())
    } else if quote == '"' {
        serde_json::from_str(line).ok().map(Cow::Owned)
    } else {
        None
    }
}

fn no_header(column: &str) -> Refusal {
    Refusal {
        message: format!(
            "no column `{column}`: the first line is not its header, and this is not JSON"
        ),
        help: "remove --column, or add a first line with the names of the columns".to_owned(),
    }
}
