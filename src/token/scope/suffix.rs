//! The scope that a text ends in.

use super::{ID, SCOPES, table::undocumented};

/// Returns the position from which on a text is a scope, documented or not, with any ID. `None` if
/// the text does not end in one.
///
/// The longest such scope counts: `inbox:read:messages` is not `read:messages` after another text.
/// A scope that ends in an ID, such as `read:brands:<id>`, counts only if no other does, since the
/// ID could contain anything.
pub(crate) fn last_scope_start(text: &str) -> Option<usize> {
    if !text.contains(':') {
        return None;
    }
    let documented = || SCOPES.iter().map(|known| known.pattern);
    let closed = documented()
        .filter(|pattern| !pattern.ends_with(ID))
        .chain(undocumented());
    let open = documented().filter_map(|pattern| pattern.strip_suffix(ID));
    let longest = closed.filter_map(|pattern| start_of(pattern, text)).min();
    longest.or_else(|| {
        // The last character belongs to the ID, which is not empty.
        let (last, _) = text.char_indices().next_back()?;
        open.filter_map(|before| text[..last].rfind(before)).max()
    })
}

/// Returns the position from which on a text matches a pattern that does not end in an ID. The ID
/// in it cannot contain a colon.
fn start_of(pattern: &str, text: &str) -> Option<usize> {
    let Some((before, after)) = pattern.split_once(ID) else {
        return text.strip_suffix(pattern).map(str::len);
    };
    let (head, id) = text.strip_suffix(after)?.rsplit_once(':')?;
    let start = head.strip_suffix(before.strip_suffix(':')?)?.len();
    (!id.is_empty()).then_some(start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::token::scope::{documented_replacement, is_known};

    #[test]
    fn the_longest_scope_at_the_end_is_found() {
        let rows = [
            ("u-17write:user-tokens", Some("write:user-tokens")),
            ("u-17inbox:read:messages", Some("inbox:read:messages")),
            ("u-17inbox:write:event", Some("inbox:write:event")),
            (
                "u-17tenant:acme:notification:read",
                Some("tenant:acme:notification:read"),
            ),
            ("u-17tenants:read", Some("tenants:read")),
            ("u-17read:brands:b1", Some("read:brands:b1")),
            (
                "read:brands:b1inbox:write:events",
                Some("inbox:write:events"),
            ),
            ("read:brands:a:write:brands:b", Some("write:brands:b")),
            ("xuser_id:u-17", Some("user_id:u-17")),
            ("écrire:read:brands", Some("read:brands")),
            ("inbox:read:messages", Some("inbox:read:messages")),
            ("alice:read:brandsX", None),
            ("read:brands:", None),
            ("tenant::read", None),
            ("team:read", None),
            ("user:inbox", None),
            ("read", None),
            ("", None),
        ];
        for (text, expected) in rows {
            let found = last_scope_start(text).map(|start| &text[start..]);
            assert_eq!(found, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn exactly_the_texts_that_end_in_a_scope_have_a_start(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "inbox", "read", "write", "messages", "events", "event", "user", "tokens", "brands",
                    "tenant", "tenants", "notification", "notifications", "brand", "user_id", "lists",
                    ":", ":", ":", ":", "-", "_", "@example.com", "ada", "7", "é",
                ]),
                0..12,
            ),
        ) {
            let text = pieces.concat();
            let is_scope = |scope: &str| is_known(scope) || documented_replacement(scope).is_some();
            let starts = text.char_indices().map(|(at, _)| at);
            let ends_in_scope = starts.clone().any(|at| is_scope(&text[at..]));
            let found = last_scope_start(&text);
            prop_assert_eq!(found.is_some(), ends_in_scope, "{}", text);
            prop_assert!(found.is_none_or(|start| is_scope(&text[start..])), "{}", text);
        }
    }
}
