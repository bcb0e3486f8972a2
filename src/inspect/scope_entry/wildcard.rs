//! Scopes with wildcards, which Courier does not have, and the scopes that they were meant to name.

use std::iter;

use crate::token::scope::SCOPES;

/// Returns true if a part of a scope begins or ends with `*`. A `*` in the middle may belong to an
/// ID.
pub(super) fn is_wildcard(text: &str) -> bool {
    text.contains('*')
        && text
            .split([':', '.', '/'])
            .any(|part| part.starts_with('*') || part.ends_with('*'))
}

/// Returns the scopes that a wildcard was meant to cover, none if it does not say for what:
/// `*` and `read:*`.
pub(super) fn wildcard_scopes(text: &str) -> Vec<String> {
    let text = text.replace('*', ":*").replace(['.', '/'], ":");
    let mut parts: Vec<&str> = text.split(':').filter(|part| !part.is_empty()).collect();
    parts.dedup_by(|next, part| *next == "*" && *part == "*");
    let covers_all = |parts: &[&str]| parts.iter().all(|part| *part == "*");
    match parts.as_slice() {
        ["*", ..] => return Vec::new(),
        ["read" | "write", rest @ ..] if covers_all(rest) => return Vec::new(),
        // The scopes of all tenants begin with `tenants` and have no ID.
        ["tenant", "*", ..] => {
            parts[0] = "tenants";
            if parts.len() > 2 {
                parts.remove(1);
            }
        }
        _ => {}
    }
    let patterns = SCOPES.iter().map(|known| known.pattern);
    patterns
        .filter_map(|pattern| {
            let pattern: Vec<&str> = pattern.split(':').collect();
            covered(&parts, &pattern)
        })
        .collect()
}

/// Returns the scope that is made of a pattern and the ID among the parts of a wildcard. `None` if
/// the wildcard does not cover the pattern or contains no ID for it.
fn covered(parts: &[&str], pattern: &[&str]) -> Option<String> {
    let is_long_enough = if parts.last() == Some(&"*") {
        parts.len() <= pattern.len() + 1
    } else {
        parts.len() == pattern.len()
    };
    let stem = |word: &str| word.trim_end_matches('s').len();
    let is_same = |word: &str, part: &str| word[..stem(word)] == part[..stem(part)];
    let padded = parts.iter().copied().chain(iter::repeat("*"));
    let words = pattern.iter().zip(padded).map(|pair| match pair {
        (&"<id>", "*") => None,
        (&"<id>", id) => Some(id),
        (word, part) => (part == "*" || is_same(word, part)).then_some(*word),
    });
    let words: Option<Vec<&str>> = words.collect();
    let is_covered = is_long_enough && parts.first() == pattern.first();
    is_covered.then_some(words?.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_replaced_by_the_scopes_that_they_cover() {
        const CREATE: &[&str] = &[
            "tenants:read",
            "tenants:notifications:read",
            "tenants:notifications:write",
            "tenants:brand:read",
        ];
        let rows: &[(&str, &[&str])] = &[
            ("*", &[]),
            ("*:*", &[]),
            ("*:messages", &[]),
            ("read:*", &[]),
            ("inbox:*", &["inbox:read:messages", "inbox:write:events"]),
            ("inbox:*:*", &["inbox:read:messages", "inbox:write:events"]),
            ("inbox.*", &["inbox:read:messages", "inbox:write:events"]),
            ("inbox*", &["inbox:read:messages", "inbox:write:events"]),
            ("inbox:write:*", &["inbox:write:events"]),
            ("inbox:*:messages", &["inbox:read:messages"]),
            ("read:brands:*", &["read:brands"]),
            ("tenants:*", CREATE),
            ("tenant:*", CREATE),
            ("tenant:*:*", CREATE),
            ("tenant:*:read", &["tenants:read"]),
            (
                "tenant:*:notification:read",
                &["tenants:notifications:read"],
            ),
            (
                "tenant:acme:notification:*:*",
                &[
                    "tenant:acme:notification:read",
                    "tenant:acme:notification:write",
                ],
            ),
            ("app:*", &[]),
            ("**", &[]),
        ];
        for (text, expected) in rows {
            assert!(is_wildcard(text), "{text}");
            assert_eq!(wildcard_scopes(text), *expected, "{text}");
        }
        for text in ["read:brands:b*1", "inbox:read:messages", "M*A*S*H", ""] {
            assert!(!is_wildcard(text), "{text}");
        }
    }
}
