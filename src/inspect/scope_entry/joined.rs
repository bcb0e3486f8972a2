//! Console in which something else than a space stands between scopes.

use std::ops::Range;

use super::undocumented;
use crate::token::scope::{USER_PREFIX, canonical_case, is_known};

/// The parts of a word that are separated by something else than a space, where that is sure:
/// behind a separator stands a scope or a user. A comma in a user id proves nothing.
pub(super) fn cut<'w>(text: &'w str, after: Option<&str>) -> Option<Vec<&'w str>> {
    let first = separator(text)?;
    let is_scope = |part: &str| {
        part.contains(':')
            && (part.starts_with(USER_PREFIX)
                || is_known(part)
                || undocumented(part).is_some()
                || canonical_case(part).is_some())
    };
    let is_user = text.starts_with(USER_PREFIX);
    let (mut parts, mut start, mut next) = (Vec::new(), 0, Some(first));
    while let Some(separator) = next {
        let rest = &text[separator.end..];
        let end = self::separator(rest);
        next = end.map(|found| found.start + separator.end..found.end + separator.end);
        let part = &text[separator.end..next.as_ref().map_or(text.len(), |next| next.start)];
        let behind = &text[start..separator.start];
        let ends_word = part.is_empty() && next.is_none();
        let proven = if ends_word {
            let followed =
                after.is_some_and(|after| after.starts_with(USER_PREFIX) || is_known(after));
            followed || (!is_user && is_known(behind))
        } else {
            is_scope(part) || (!is_user && is_known(behind) && part.contains(':'))
        };
        if proven {
            parts.push(behind);
            start = separator.end;
        }
    }
    if parts.is_empty() {
        return None;
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.is_empty());
    Some(parts)
}

/// The first run of what people put between scopes instead of a space.
fn separator(text: &str) -> Option<Range<usize>> {
    let length = |rest: &str| -> usize {
        match rest.chars().next() {
            Some(c) if matches!(c, ',' | ';' | '|' | '+') || c.is_whitespace() => c.len_utf8(),
            Some('%')
                if ["%20", "%2c", "%2C", "%0a", "%0A"]
                    .iter()
                    .any(|code| rest.starts_with(code)) =>
            {
                3
            }
            _ => 0,
        }
    };
    // White space that is no ASCII begins with a byte of 0x80 or above.
    let may_begin = |byte: &u8| {
        matches!(byte, b',' | b';' | b'|' | b'+' | b'%') || *byte < b' ' || *byte >= 0x80
    };
    let mut at = 0;
    loop {
        at += text.as_bytes()[at..].iter().position(may_begin)?;
        if let Some(rest) = text.get(at..)
            && length(rest) > 0
        {
            let start = at;
            while let Some(rest) = text.get(at..)
                && length(rest) > 0
            {
                at += length(rest);
            }
            return Some(start..at);
        }
        at += 1;
    }
}

/// What separates the scopes of a word, in a word of its own.
#[must_use]
pub fn separator_name(text: &str) -> Option<&'static str> {
    let found = separator(text)?;
    Some(match text[found].chars().next()? {
        ',' => "a comma",
        ';' => "a semicolon",
        '|' => "`|`",
        '+' => "`+`",
        '\t' => "a tab",
        '\n' | '\r' => "a line end",
        '%' => "URL-encoding",
        '\u{A0}' => "a no-break space",
        _ => "white space that is no plain space",
    })
}
