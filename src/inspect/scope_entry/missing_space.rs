//! Detection of scopes, or of a user and scopes, without the space between them.

use crate::token::scope::{SCOPES, USER_PREFIX, is_known, last_scope_start};

/// The maximum number of parts of an entry that are corrected. It bounds the work for a hostile
/// token.
pub(super) const MAX_PARTS: usize = 64;

/// Splits an entry where spaces are missing, as in `user_id:u-17write:user-tokens`. A colon instead
/// of the space is removed. Returns `None` if none is missing.
///
/// Scopes are recognized from the end on. The text before them is the ID of the user if the entry
/// begins with `user_id:`, and otherwise it must be a scope or at least begin like one.
pub(super) fn split_at_missing_spaces(text: &str) -> Option<Vec<&str>> {
    let is_user = text.starts_with(USER_PREFIX);
    // The text from here on is split. It is an ID or a scope.
    let start = if is_user { USER_PREFIX.len() } else { 0 };
    let mut end = text.len();
    let mut parts = Vec::new();
    while parts.len() < MAX_PARTS
        && let Some(position) = last_scope_start(&text[start..end]).map(|at| start + at)
    {
        let before = text[start..position].trim_end_matches(':');
        let is_missing = if is_user {
            // `user_id:user_id:alice` repeats the prefix.
            !(before.is_empty() && text[position..].starts_with(USER_PREFIX))
        } else if start + before.len() < position {
            is_known(before)
        } else {
            !before.is_empty()
        };
        if !is_missing {
            break;
        }
        parts.push(&text[position..end]);
        end = start + before.len();
    }
    let first = &text[..end];
    if parts.is_empty() || !(is_user || begins_like_scope(first)) {
        return None;
    }
    parts.push(first);
    parts.reverse();
    Some(parts)
}

/// Returns the user ID that an entry begins with, without the scopes after a missing space. `None`
/// if no space is missing.
pub(in crate::inspect) fn user_before_missing_space(text: &str) -> Option<&str> {
    let id = text.strip_prefix(USER_PREFIX)?;
    let first = split_at_missing_spaces(text)?.first()?.len();
    id.get(..first - USER_PREFIX.len())
}

/// Returns true if the first word of a text is that of a scope.
fn begins_like_scope(text: &str) -> bool {
    let Some((word, _)) = text.split_once(':') else {
        return false;
    };
    let mut patterns = SCOPES.iter().map(|known| known.pattern);
    patterns.any(|pattern| pattern.split(':').next() == Some(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn entries_are_split_where_spaces_are_missing() {
        let rows: &[(&str, &[&str])] = &[
            (
                "user_id:u-17write:user-tokens",
                &["user_id:u-17", "write:user-tokens"],
            ),
            (
                "user_id:u-17tenant:acme:read",
                &["user_id:u-17", "tenant:acme:read"],
            ),
            (
                "user_id:u-17tenants:read",
                &["user_id:u-17", "tenants:read"],
            ),
            (
                "user_id:u-17read:brands:b1",
                &["user_id:u-17", "read:brands:b1"],
            ),
            (
                "user_id:ada+1@x.orgread:brands",
                &["user_id:ada+1@x.org", "read:brands"],
            ),
            (
                "user_id:org:1inbox:write:event",
                &["user_id:org:1", "inbox:write:event"],
            ),
            (
                "user_id:u-17:inbox:read:messages",
                &["user_id:u-17", "inbox:read:messages"],
            ),
            (
                "user_id:inbox:read:messages",
                &["user_id:", "inbox:read:messages"],
            ),
            ("user_id:auser_id:b", &["user_id:a", "user_id:b"]),
            (
                "user_id:u-17inbox:read:messagesinbox:write:eventsread:brands",
                &[
                    "user_id:u-17",
                    "inbox:read:messages",
                    "inbox:write:events",
                    "read:brands",
                ],
            ),
            (
                "inbox:read:messagesinbox:write:events",
                &["inbox:read:messages", "inbox:write:events"],
            ),
            (
                "inbox:read:messagesuser_id:u-17",
                &["inbox:read:messages", "user_id:u-17"],
            ),
            (
                "inbox:read:messagesuser_id:u-17write:brands",
                &["inbox:read:messages", "user_id:u-17", "write:brands"],
            ),
            (
                "read:brands:b1read:preferences",
                &["read:brands:b1", "read:preferences"],
            ),
            (
                "read:brands:b1:read:preferences",
                &["read:brands:b1", "read:preferences"],
            ),
            (
                "inbox:read:mesagesread:brands",
                &["inbox:read:mesages", "read:brands"],
            ),
            (
                "tenant:a:readtenant:b:brand:read",
                &["tenant:a:read", "tenant:b:brand:read"],
            ),
        ];
        for (text, parts) in rows {
            assert_eq!(
                split_at_missing_spaces(text).as_deref(),
                Some(*parts),
                "{text}"
            );
        }
        assert_eq!(
            user_before_missing_space("user_id:u-17read:brands"),
            Some("u-17")
        );
        assert_eq!(user_before_missing_space("user_id:u-17"), None);
        assert_eq!(user_before_missing_space("read:brandsread:brands"), None);
    }

    #[test]
    fn ids_and_scopes_with_similar_words_are_not_split() {
        for text in [
            "user_id:ada+inbox@example.com",
            "user_id:user:inbox",
            "user_id:team:read",
            "user_id:alice:read:brandsX",
            "user_id:acme:org:7:ada",
            "user_id:inbox-read-messages",
            "user_id:user_id:u-17",
            "user_id:",
            "inbox:read:messages",
            "tenant:acme:notification:read",
            "tenants:notification:read",
            "inbox:read:read:messages",
            "read:read:brands",
            "app:read:brands",
            "myinbox:read:messages",
            "tenant:t:read:messages",
            "foo:bar",
            "",
        ] {
            assert_eq!(split_at_missing_spaces(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_user_before_any_scopes_is_found(
            id in "[a-z0-9@._+/é-]{1,12}",
            chosen in prop::collection::vec(1..SCOPES.len(), 1..6),
        ) {
            let scopes: Vec<String> = chosen
                .iter()
                .map(|at| SCOPES[*at].pattern.replace("<id>", "7"))
                .collect();
            let user = format!("user_id:{id}");
            let text = format!("{user}{}", scopes.concat());
            let parts = split_at_missing_spaces(&text).unwrap();
            let expected = [user].into_iter().chain(scopes);
            prop_assert_eq!(parts, expected.collect::<Vec<_>>());
        }
    }
}
