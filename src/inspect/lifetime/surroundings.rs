//! Whitespace, quotes and punctuation around a lifetime.

use crate::text::is_invisible_or_control;

/// Returns the text without what surrounds it, and the description of that. `None` if nothing does.
pub(super) fn surroundings(text: &str) -> Option<(&str, String)> {
    let start = text.trim_start_matches(is_opening);
    let core = start.trim_end_matches(is_closing);
    if core == text || core.is_empty() {
        return None;
    }
    let before = &text[..text.len().saturating_sub(start.len())];
    let after = &start[core.len()..];
    let what = match (describe(before), describe(after)) {
        (Some("a quote"), Some("a quote")) => "there are quotes around it".to_owned(),
        (Some(before), Some(after)) => {
            format!("there is {before} at the start and {after} at the end")
        }
        (Some(before), None) => format!("there is {before} at the start"),
        (None, after) => format!("there is {} at the end", after.unwrap_or_default()),
    };
    Some((core, what))
}

/// Returns true for characters that look like nothing.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible_or_control(c)
}

/// Names the first of these characters that is worth a name: a space is named only if it is alone.
pub(super) fn describe(characters: &str) -> Option<&'static str> {
    let first = characters.chars().find(|c| *c != ' ');
    Some(match first.or_else(|| characters.chars().next())? {
        ' ' => "a space",
        '\t' => "a tab",
        '\r' => "a carriage return",
        '\n' => "a line break",
        '\u{A0}' | '\u{2007}' | '\u{202F}' => "a no-break space",
        '\u{FEFF}' => "a byte order mark",
        c if is_quote(c) => "a quote",
        ',' => "a comma",
        ';' => "a semicolon",
        '.' => "a period",
        c if c.is_whitespace() => "whitespace",
        _ => "an invisible character",
    })
}

fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»'
    )
}

fn is_opening(c: char) -> bool {
    is_blank(c) || is_quote(c)
}

fn is_closing(c: char) -> bool {
    is_blank(c) || is_quote(c) || matches!(c, ',' | ';' | '.')
}
