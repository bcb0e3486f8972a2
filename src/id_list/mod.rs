//! Lists of IDs as people have them: lines, CSV with a header, and JSON. A text that could be something
//! else is refused, so that nothing is sent for what is not an ID.

mod column;
mod csv;
mod json;
mod kind;
mod layout;
mod lines;
mod list;

use std::borrow::Cow;

use self::{column::Selector, csv::Table};
pub(crate) use self::{
    kind::IdKind,
    list::{IdList, Refusal},
};

/// Returns the IDs of a text. `column` names the CSV column or the JSON member with the IDs; without
/// it, a column counts that is named like an ID.
///
/// # Errors
/// Returns a refusal if it is not certain which parts of the text are the IDs.
pub(crate) fn parse(text: &str, kind: IdKind, column: Option<&str>) -> Result<IdList, Refusal> {
    let selector = Selector { kind, column };
    // Excel for macOS can write CSV with CR as its only line end.
    let text = &*if memchr::memchr(b'\n', text.as_bytes()).is_none() && text.contains('\r') {
        Cow::Owned(text.replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    };
    let start = content_start(text, kind);
    let content = &text[start..];
    let lines_before = memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count();
    let ids = if json::is_json(content) {
        json::parse(content, &selector)?
    } else {
        let table = Table::detect(content, &selector);
        // A quoted field of CSV can contain any line.
        if !matches!(table, Some(Table::WithIds { .. }))
            && let Some(refusal) = layout::refusal(content, lines_before, kind)
        {
            return Err(refusal);
        }
        if let Some(table) = table {
            table.ids(lines_before)?
        } else {
            return lines::parse(content, lines_before, &selector);
        }
    };
    Ok(IdList {
        ids,
        first_quoted_line: None,
    })
}

/// Returns true if a text that begins like this evidently contains more than IDs: it is JSON, or CSV
/// whose header names the column with the IDs.
pub(crate) fn is_structured(start: &str, kind: IdKind) -> bool {
    let selector = Selector { kind, column: None };
    let content = &start[content_start(start, kind)..];
    if json::is_json(content) {
        json::has_ids(content, &selector)
    } else if kind.is_header(content.lines().next().unwrap_or_default()) {
        // The header of a single column can also be an ID.
        false
    } else {
        matches!(
            Table::detect(content, &selector),
            Some(Table::WithIds { .. })
        )
    }
}

/// The reason why a line is probably not an ID by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Oddity {
    Empty,
    Quotes,
    Json,
    Comment,
    /// A rule of a table, such as `-----`.
    Table,
}

/// Returns what is odd about a line as an ID. Lines of most lists are decided by their first byte.
pub(crate) fn line_oddity(line: &str, kind: IdKind) -> Option<Oddity> {
    match line.as_bytes().first() {
        None => Some(Oddity::Empty),
        Some(b'"' | b'\'') => lines::unquoted(line).map(|_| Oddity::Quotes),
        Some(b'{' | b'[') => json::is_json(line).then_some(Oddity::Json),
        Some(b'#') => kind.is_comment(line).then_some(Oddity::Comment),
        // Box-drawing characters begin with the byte 0xE2.
        Some(b'-' | b'+' | b'|' | b':' | b' ' | 0xE2) => {
            layout::is_rule(line).then_some(Oddity::Table)
        }
        Some(_) => None,
    }
}

/// Describes the first line of a text, which is at its start, if it is a header or CSV whose column
/// with the IDs is not evident. `None` for a table, whose rule is odd itself.
pub(crate) fn describe_header(text: &str, kind: IdKind) -> Option<String> {
    if text.lines().any(layout::is_rule) {
        return None;
    }
    let first = text.lines().next().unwrap_or_default().trim();
    if kind.is_header(&lines::unquoted(first).unwrap_or(first.into())) {
        return Some(format!("`{first}` looks like a CSV header"));
    }
    match Table::detect(text, &Selector { kind, column: None })? {
        Table::WithIds { .. } => None,
        Table::Unclear(refusal) => Some(refusal.message),
    }
}

/// The byte offset of the first line that is neither blank nor a comment.
fn content_start(text: &str, kind: IdKind) -> usize {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() && !kind.is_comment(trimmed) {
            break;
        }
        start += line.len();
    }
    start
}

#[cfg(test)]
mod tests {
    use ::csv::WriterBuilder;
    use proptest::prelude::*;

    use super::*;

    fn users(text: &str) -> Result<Vec<String>, Refusal> {
        parse(text, IdKind::User, None).map(|list| list.ids)
    }

    #[test]
    fn quotes_are_removed_with_their_first_line() {
        let rows = [
            ("a\n\"b\"\n'c'\n", &["a", "b", "c"][..], Some(2)),
            ("# x\n\n\"a\",\n\"b\"", &["a", "b"], Some(3)),
            (r#""a\u00e9\"""#, &["aé\""], Some(1)),
            (
                "\"a\"b\"\n'c'd'\n\"\"\n'",
                &["\"a\"b\"", "'c'd'", "\"\"", "'"],
                None,
            ),
        ];
        for (text, ids, first_quoted_line) in rows {
            let list = parse(text, IdKind::User, None).unwrap();
            assert_eq!(list.ids, ids, "{text}");
            assert_eq!(list.first_quoted_line, first_quoted_line, "{text}");
        }
    }

    #[test]
    fn only_evident_csv_and_json_is_structured() {
        for (start, expected) in [
            ("user_id,name\n1,Ann\n", true),
            ("# list\nname;user_id\n", true),
            ("[\n", true),
            ("{\n  \"id\": ", true),
            ("[\"a\"", true),
            ("{\"user\":\"a\",\"signature\":\"b\"}\n", true),
            ("user_id\nann\n", false),
            ("a,b\nc,d\n", false),
            ("{\"name\":\"a\"}\n", false),
            ("\"a\"\n", false),
            ("{{userId}}\n", false),
            ("{}\n", false),
            ("[object Object]\n", false),
            ("[]\nx", false),
            ("", false),
        ] {
            assert_eq!(is_structured(start, IdKind::User), expected, "{start}");
        }
    }

    proptest! {
        #[test]
        fn plain_ids_are_returned_unchanged(
            ids in prop::collection::vec("[a-z0-9@.:|_+-]{6,12}x", 0..20),
        ) {
            prop_assert_eq!(users(&ids.join("\r\n")).unwrap(), ids);
        }

        #[test]
        fn ids_survive_json(ids in prop::collection::vec(".+", 0..20)) {
            let array = serde_json::to_string_pretty(&ids).unwrap();
            prop_assert_eq!(&users(&array).unwrap(), &ids);
            let line = |id: &String| serde_json::json!({ "name": 1, "user_id": id }).to_string();
            let lines: Vec<String> = ids.iter().map(line).collect();
            prop_assert_eq!(&users(&lines.join("\n")).unwrap(), &ids);
        }

        #[test]
        fn ids_survive_csv(
            rows in prop::collection::vec(
                (".*|a\"\n,;\t", "[a-z][a-z,;\"é ]{0,8}[a-z]"), 0..20,
            ),
            delimiter in prop::sample::select(&b",;\t"[..]),
        ) {
            let mut writer = WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
            writer.write_record(["note", "User ID"]).unwrap();
            for (note, id) in &rows {
                writer.write_record([note, id]).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let ids: Vec<String> = rows.into_iter().map(|(_, id)| id).collect();
            prop_assert_eq!(users(&text).unwrap(), ids);
        }

        #[test]
        fn no_text_panics(text in any::<String>(), column in prop::option::of("[a-z]{0,2}")) {
            let _ = parse(&text, IdKind::User, column.as_deref());
            let _ = parse(&text, IdKind::Message, column.as_deref());
            let _ = is_structured(&text, IdKind::User);
            let _ = describe_header(&text, IdKind::User);
        }
    }
}
