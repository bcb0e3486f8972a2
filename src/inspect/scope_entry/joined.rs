//! Detection of scopes that are separated by something other than a space.

use std::ops::Range;

use crate::token::scope::{
    USER_PREFIX, canonical_case, documented_replacement, is_known, is_known_literal,
};

/// Splits an entry at separators other than spaces.
///
/// A separator counts only if a scope or a user follows it, or if a known scope precedes it: a
/// comma alone may be part of a user ID or of another ID. `next` is the entry that follows in the scope string; it
/// decides about a separator at the end. Returns `None` if no separator counts.
pub(super) fn split_joined<'t>(text: &'t str, next: Option<&str>) -> Option<Vec<&'t str>> {
    let first = find_separator(text)?;
    let is_scope = |part: &str| {
        part.contains(':')
            && (part.starts_with(USER_PREFIX)
                || is_known(part)
                || documented_replacement(part).is_some()
                || canonical_case(part).is_some())
    };
    let is_user = text.starts_with(USER_PREFIX);
    let (mut parts, mut start, mut upcoming) = (Vec::new(), 0, Some(first));
    while let Some(separator) = upcoming {
        let following = find_separator(&text[separator.end..]);
        upcoming = following.map(|found| found.start + separator.end..found.end + separator.end);
        let end = upcoming.as_ref().map_or(text.len(), |found| found.start);
        let before = &text[start..separator.start];
        let after = &text[separator.end..end];
        let is_trailing = after.is_empty() && upcoming.is_none();
        let is_certain = if is_trailing {
            next.is_some_and(|next| is_known(next) || (is_user && next.contains(':')))
                || next.is_some_and(|next| next.starts_with(USER_PREFIX))
                || (!is_user && is_known(before))
                || is_known_literal(before)
        } else {
            is_scope(after)
                || is_known_literal(before)
                || (!is_user && is_known(before) && after.contains(':'))
        };
        if is_certain {
            parts.push(before);
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

/// Returns the byte range of the first run of characters that people use between scopes instead
/// of a space.
fn find_separator(text: &str) -> Option<Range<usize>> {
    // Whitespace outside ASCII begins with a byte of 0x80 or above.
    let may_begin = |byte: &u8| {
        matches!(byte, b',' | b';' | b'|' | b'+' | b'%') || *byte < b' ' || *byte >= 0x80
    };
    let mut at = 0;
    loop {
        at += text.as_bytes()[at..].iter().position(may_begin)?;
        let start = at;
        while let Some(rest) = text.get(at..)
            && let length @ 1.. = separator_length(rest)
        {
            at += length;
        }
        if at > start {
            return Some(start..at);
        }
        at += 1;
    }
}

/// Returns the length in bytes of the separator that a text begins with, 0 if there is none.
fn separator_length(text: &str) -> usize {
    const URL_ENCODED: [&str; 5] = ["%20", "%2c", "%2C", "%0a", "%0A"];
    match text.chars().next() {
        Some(c) if matches!(c, ',' | ';' | '|' | '+') || c.is_whitespace() => c.len_utf8(),
        Some('%') if URL_ENCODED.iter().any(|code| text.starts_with(code)) => 3,
        _ => 0,
    }
}

/// Returns the name of the first separator in an entry, as it is used in a message.
pub(in crate::inspect) fn separator_name(text: &str) -> Option<&'static str> {
    let found = find_separator(text)?;
    Some(match text[found].chars().next()? {
        ',' => "a comma",
        ';' => "a semicolon",
        '|' => "`|`",
        '+' => "`+`",
        '\t' => "a tab",
        '\n' | '\r' => "a line break",
        '%' => "URL encoding",
        '\u{A0}' => "a no-break space",
        _ => "a Unicode space",
    })
}
