//! Leftovers: what languages, shells, CI systems and templates leave in place of a value.
//!
//! [`table`] lists them with the program that prints each one, [`shape`] matches them, and
//! [`wrapped`] finds the value that quotes, a list or a printed object surrounds.
//!
//! A leftover counts only in the exact spelling of the program that prints it: `null` and `None` are
//! leftovers, `Null` and `none` may be names. A name that is spelled exactly like a leftover cannot be
//! told from it. It is far rarer than a variable that was not set, so it is treated as a leftover.

mod kind;
mod shape;
mod table;
mod wrapped;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

pub(crate) use self::{kind::Leftover, wrapped::WrappedUserId};
use self::{
    shape::Shape,
    table::{LEFTOVERS, REFERENCES, SECRET_LEFTOVERS, USER_ID_LEFTOVERS, WORD_LEFTOVERS},
};

/// The placeholder in suggested commands and scopes for a user who is not known.
pub(crate) const USER_ID: &str = "USER_ID";

/// The maximum number of wrappings around a value that are removed.
const MAX_DEPTH: usize = 6;

/// The maximum length of a text that is examined, in bytes. User IDs are far shorter, and searching a
/// long text would be slow.
const MAX_TEXT_LENGTH: usize = 1024;

/// The fault of a text that should be a user ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UserIdMistake {
    /// The text contains no user ID.
    Leftover(Leftover),
    /// The text contains a user ID and more.
    Wrapped(WrappedUserId),
}

/// Returns the leftover that the whole text is, in place of any kind of value.
#[must_use]
pub(crate) fn leftover(text: &str) -> Option<Leftover> {
    find(text, LEFTOVERS).or_else(|| find(text, WORD_LEFTOVERS))
}

/// Returns the leftover that a text is in place of an API key or a token.
#[must_use]
pub(crate) fn secret_leftover(text: &str) -> Option<Leftover> {
    find(text, SECRET_LEFTOVERS)
        .or_else(|| find(text, REFERENCES))
        .or_else(|| leftover(text))
}

/// Returns what a text is if it is not exactly one user ID. `None` for a text that is too long to be
/// examined.
#[must_use]
pub(crate) fn user_id_mistake(text: &str) -> Option<UserIdMistake> {
    mistake(text, MAX_DEPTH)
}

/// Returns true if a text is in place of a user ID and contains none.
#[must_use]
pub(crate) fn is_user_id_leftover(text: &str) -> bool {
    matches!(user_id_mistake(text), Some(UserIdMistake::Leftover(_)))
}

/// Returns true if a scope contains a template expression anywhere.
#[must_use]
pub(crate) fn contains_placeholder(text: &str) -> bool {
    text.contains('{')
        || text
            .split_once('<')
            .is_some_and(|(_, rest)| rest.contains('>'))
}

fn mistake(text: &str, depth: usize) -> Option<UserIdMistake> {
    if text.len() > MAX_TEXT_LENGTH {
        return None;
    }
    // Most IDs are numbers or words, which only a whole text of the tables can equal.
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-')
    {
        return None;
    }
    if is_ordinary_word(text) {
        return None;
    }
    if let Some(leftover) = find(text, USER_ID_LEFTOVERS).or_else(|| whole_text(text)) {
        return Some(UserIdMistake::Leftover(leftover));
    }
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if text.bytes().all(is_word) {
        return find(text, WORD_LEFTOVERS).map(UserIdMistake::Leftover);
    }
    if is_guid(text) {
        return None;
    }
    let leftover = || {
        let found = leftover(text).or_else(|| find(text, REFERENCES));
        found.map(UserIdMistake::Leftover)
    };
    let wrapped = || WrappedUserId::find(text).map(|wrapped| inner_mistake(wrapped, depth));
    let found = if wrapped::may_contain_id(text) {
        wrapped().or_else(leftover)
    } else {
        leftover().or_else(wrapped)
    };
    found
        .or_else(|| encoded_mistake(text, depth))
        .or_else(|| wrapped::object(text).map(UserIdMistake::Leftover))
}

/// Returns the mistake of a wrapped text. If the value inside is not a user ID, it is the mistake of
/// that value.
fn inner_mistake(wrapped: WrappedUserId, depth: usize) -> UserIdMistake {
    if wrapped.id.is_empty() {
        return UserIdMistake::Leftover(Leftover::NoValue("programs print"));
    }
    match (depth > 0)
        .then(|| mistake(&wrapped.id, depth - 1))
        .flatten()
    {
        Some(UserIdMistake::Wrapped(inner)) => UserIdMistake::Wrapped(WrappedUserId {
            id: inner.id,
            surroundings: wrapped.surroundings,
        }),
        Some(leftover) => leftover,
        None => UserIdMistake::Wrapped(wrapped),
    }
}

/// Returns the mistake of a text in URL encoding or with the entities of HTML. `%40` in an e-mail
/// address is not a mistake.
fn encoded_mistake(text: &str, depth: usize) -> Option<UserIdMistake> {
    let decoded = decode(text).filter(|decoded| decoded != text && depth > 0)?;
    match mistake(&decoded, depth - 1)? {
        UserIdMistake::Wrapped(inner) if inner.surroundings == wrapped::QUOTES => {
            Some(UserIdMistake::Wrapped(WrappedUserId {
                id: inner.id,
                surroundings: "encoded quotes",
            }))
        }
        other => Some(other),
    }
}

fn decode(text: &str) -> Option<Cow<'_, str>> {
    if text.contains('%') {
        return percent_decode_str(text).decode_utf8().ok();
    }
    let has_entity = text.contains('&') && text.contains(';');
    has_entity.then(|| {
        const ENTITIES: [(&str, &str); 6] = [
            ("&quot;", "\""),
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&#x27;", "'"),
            ("&lt;", "<"),
            ("&gt;", ">"),
        ];
        let replace = |text: String, (entity, c): (&str, &str)| text.replace(entity, c);
        Cow::Owned(ENTITIES.into_iter().fold(text.to_owned(), replace))
    })
}

fn find(text: &str, rows: &[(Shape, Leftover)]) -> Option<Leftover> {
    if text.is_empty() {
        return None;
    }
    let mut rows = rows.iter();
    let found = rows.find(|(shape, _)| shape.matches(text));
    found.map(|(_, leftover)| *leftover)
}

/// Returns true for words with digits, such as `u-17` and most UUIDs, which no row of the tables matches.
/// Batches consist of them.
fn is_ordinary_word(text: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    // `your_2nd_user_id`, `my-…`, `insert-…` and so on, and pointers.
    let may_be_leftover = |byte: &u8| b"_0yYmMiIrReEpP".contains(byte);
    !text.as_bytes().first().is_none_or(may_be_leftover)
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(is_word)
}

/// Returns the leftover that the whole text is.
fn whole_text(text: &str) -> Option<Leftover> {
    let is_same = |shape: &Shape| matches!(shape, Shape::Whole(word) if *word == text);
    let mut rows = LEFTOVERS.iter();
    let found = rows.find(|(shape, _)| is_same(shape));
    found.map(|(_, leftover)| *leftover)
}

/// Returns true for an ID such as `{3F2504E0-4F89-11D3-9A0C-0305E82C3301}`, as Windows writes it.
fn is_guid(text: &str) -> bool {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let inner = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let is_group = |(group, length): (&str, &usize)| {
        group.len() == *length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    inner.is_some_and(|inner| {
        inner.split('-').count() == GROUPS.len() && inner.split('-').zip(&GROUPS).all(is_group)
    })
}

#[cfg(test)]
mod tests;
