//! Scopes that are recognized by their words, whatever the case, the separators and the order.

use super::{ID, SCOPES, table::undocumented};

/// The maximum length of a text that is compared with scopes. No scope is nearly this long.
const MAX_LENGTH: usize = 64;

/// The length of the shortest word of a scope, without a final `s`.
const MIN_WORD_LENGTH: usize = 4;

/// Returns the scope that has the same words as a text, such as `INBOX_READ_MESSAGES`,
/// `inbox/read/messages` or `inbox:messages:read`. A final `s` makes no difference. The scope may be
/// an undocumented one.
pub(crate) fn scope_of_words(text: &str) -> Option<&'static str> {
    if !may_name_scope(text) {
        return None;
    }
    let scopes = || literals().chain(undocumented());
    let has_same_letters = |scope: &&str| letters(scope).eq(letters(text));
    let has_same_words = |scope: &&str| {
        words(scope).count() == words(text).count()
            && contains_words(scope, text)
            && contains_words(text, scope)
    };
    scopes()
        .find(has_same_letters)
        .or_else(|| scopes().find(has_same_words))
}

/// Returns the only scope that contains the words of a text, such as `read:inbox`. `None` if the
/// text is a single word or several scopes contain them.
pub(crate) fn only_scope_with_words(text: &str) -> Option<&'static str> {
    if !may_name_scope(text) || words(text).nth(1).is_none() {
        return None;
    }
    let mut found = literals().filter(|scope| contains_words(scope, text));
    found.next().filter(|_| found.next().is_none())
}

/// Returns false for most texts that are not a scope's words, without comparing them.
fn may_name_scope(text: &str) -> bool {
    text.len() <= MAX_LENGTH && words(text).all(|word| word.len() >= MIN_WORD_LENGTH)
}

/// Returns the documented scopes without an ID.
fn literals() -> impl Iterator<Item = &'static str> {
    let patterns = SCOPES.iter().map(|known| known.pattern);
    patterns.filter(|pattern| !pattern.contains(ID))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// Returns the words of a text, each without a final `s`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_end_matches(['s', 'S']))
}

/// Returns true if all words of `other` occur in a text.
fn contains_words(text: &str, other: &str) -> bool {
    words(other).all(|word| words(text).any(|own| own.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_recognized_by_their_words() {
        let rows = [
            ("INBOX_READ_MESSAGES", Some("inbox:read:messages")),
            ("InboxReadMessages", Some("inbox:read:messages")),
            ("inbox.write.events", Some("inbox:write:events")),
            ("inbox/write/event", Some("inbox:write:event")),
            ("inbox-write-messages", Some("inbox:write:messages")),
            ("messages:read:inbox", Some("inbox:read:messages")),
            ("preferences:read", Some("read:preferences")),
            ("user_tokens.write", Some("write:user-tokens")),
            (
                "TENANTS_NOTIFICATIONS_WRITE",
                Some("tenants:notifications:write"),
            ),
            ("read:read", None),
            ("read:inbox", None),
            ("inbox", None),
            ("Lovelace", None),
            ("*", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(scope_of_words(text), expected, "{text}");
        }
    }

    #[test]
    fn some_words_are_enough_if_one_scope_has_them() {
        let rows = [
            ("read:inbox", Some("inbox:read:messages")),
            ("inbox:write", Some("inbox:write:events")),
            ("INBOX_MESSAGES", Some("inbox:read:messages")),
            ("brand:tenants", Some("tenants:brand:read")),
            ("tenants:notifications", None),
            ("user-tokens", None),
            ("read:everything", None),
            ("inbox", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(only_scope_with_words(text), expected, "{text}");
        }
    }
}
