//! IDs in a column of CSV, separated by commas, semicolons or tabs.

use csv::{Reader, ReaderBuilder, StringRecord, Trim};

use super::{
    column::{Form, NoColumn, Selector},
    kind::IdKind,
    lines::unquoted,
    list::Refusal,
};

/// The separators that spreadsheets write.
const DELIMITERS: [u8; 3] = *b",;\t";

/// A text with several columns.
pub(super) enum Table<'t> {
    /// The header names the column with the IDs.
    WithIds {
        text: &'t str,
        delimiter: u8,
        header: StringRecord,
        column: usize,
    },
    /// It is not evident which column contains the IDs.
    Unclear(Refusal),
}

impl<'t> Table<'t> {
    /// Recognizes columns: by a header that names the IDs, or because every line has several fields.
    /// A single line with a separator can be a user ID with a comma in it.
    pub(super) fn detect(text: &'t str, selector: &Selector<'_>) -> Option<Self> {
        let first_line = text.lines().next().unwrap_or_default().trim();
        // The lines of a JSON array without its brackets have a comma each.
        if unquoted(first_line).is_some() {
            return None;
        }
        let mut unclear = None;
        for delimiter in DELIMITERS {
            let mut records = reader(text, delimiter).into_records();
            let Some(Ok(header)) = records.next() else {
                continue;
            };
            if header.len() < 2 {
                continue;
            }
            match selector.select(header.iter()) {
                Ok(column) => {
                    return Some(Self::WithIds {
                        text,
                        delimiter,
                        header,
                        column,
                    });
                }
                Err(reason) if unclear.is_none() => {
                    let names_ids = matches!(reason, NoColumn::Several(_));
                    if names_ids || is_table(records.flatten(), selector) {
                        let names: Vec<&str> = header.iter().collect();
                        unclear = Some(Self::Unclear(selector.refusal(Form::Csv, &names, &reason)));
                    }
                }
                Err(_) => {}
            }
        }
        unclear
    }

    /// Returns the IDs of the rows below the header. `lines_before` is the number of lines before the
    /// text.
    ///
    /// # Errors
    /// Returns a refusal if a row has no ID, or if a quote is not closed.
    pub(super) fn ids(self, lines_before: usize) -> Result<Vec<String>, Refusal> {
        let (text, delimiter, header, column) = match self {
            Self::WithIds {
                text,
                delimiter,
                header,
                column,
            } => (text, delimiter, header, column),
            Self::Unclear(refusal) => return Err(refusal),
        };
        let mut ids = Vec::new();
        let records = reader(text, delimiter).into_records().flatten();
        let mut records = records.enumerate().peekable();
        while let Some((index, record)) = records.next() {
            let line = record.position().map_or(0, csv::Position::line);
            let line = lines_before as u64 + line;
            // A quote that is not closed swallows the lines after it, so it is in the last record.
            if records.peek().is_none() && has_open_quote(text, &record, delimiter) {
                let fields_before = record.iter().take(record.len().saturating_sub(1));
                let lines_inside: usize =
                    fields_before.map(|field| field.matches('\n').count()).sum();
                let line = line + lines_inside as u64;
                return Err(Refusal {
                    message: format!("a quote that opens in line {line} is not closed"),
                    help: "close the quote, or double it if it is part of the text".to_owned(),
                });
            }
            let is_header = index == 0;
            if is_header {
                continue;
            }
            match record.get(column).unwrap_or_default() {
                "" if record.iter().all(str::is_empty) => {}
                "" => {
                    return Err(Refusal {
                        message: format!("line {line} has no value for `{}`", &header[column]),
                        help: "add the value, or remove the line".to_owned(),
                    });
                }
                id => ids.push(id.to_owned()),
            }
        }
        Ok(ids)
    }
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes())
}

/// Returns true if the records after the first one have several fields too.
fn is_table(records: impl Iterator<Item = StringRecord>, selector: &Selector<'_>) -> bool {
    let mut rows = 0_usize;
    for record in records {
        if record.len() < 2 {
            return false;
        }
        rows += 1;
    }
    // No message ID contains a separator.
    rows > 0 || selector.kind == IdKind::Message || selector.column.is_some()
}

/// Returns true if the last record of a text ends in a quoted field that is not closed. A quote inside an
/// unquoted field opens nothing.
fn has_open_quote(text: &str, last: &StringRecord, delimiter: u8) -> bool {
    let start = last.position().map(csv::Position::byte);
    let start = start.and_then(|start| usize::try_from(start).ok());
    let rest = start.and_then(|start| text.get(start..));
    // A line that is added to an open field does not become a record.
    rest.is_some_and(|rest| {
        let extended = format!("{rest}\nx");
        reader(&extended, delimiter).into_records().count() == 1
    })
}
