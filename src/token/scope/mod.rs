//! Scopes: the permissions in a token's `scope` claim, and the table of Courier's scopes.

mod suffix;
mod table;
mod words;

use std::ops::Range;

pub(crate) use suffix::last_scope_start;
pub(crate) use table::documented_replacement;
pub use table::{KnownScope, MISPLACED_CLAIMS, SCOPES};
pub(crate) use words::{only_scope_with_words, scope_of_words};

/// The prefix of the scope that names the token's user.
pub const USER_PREFIX: &str = "user_id:";

/// The part of a pattern in [`SCOPES`] that matches any ID.
const ID: &str = "<id>";

/// One item of a space-separated scope claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeItem<'a> {
    /// The text of the item.
    pub text: &'a str,
    /// Its byte range in the claim.
    pub span: Range<usize>,
}

/// Splits a scope claim as Courier's servers do: at each space (U+0020) and at no other white
/// space. Empty items are skipped.
pub fn items(claim: &str) -> impl Iterator<Item = ScopeItem<'_>> {
    let mut start = 0;
    claim.split(' ').filter_map(move |text| {
        let span = start..start + text.len();
        start = span.end + 1;
        (!text.is_empty()).then_some(ScopeItem { text, span })
    })
}

/// The user IDs that a scope claim names, in order. An empty ID is included.
pub fn user_ids(claim: &str) -> impl Iterator<Item = &str> {
    claim
        .split(' ')
        .filter_map(|item| item.strip_prefix(USER_PREFIX))
}

/// Returns true if a token's scope is one of [`SCOPES`], with any ID.
#[must_use]
pub fn is_known(scope: &str) -> bool {
    SCOPES
        .iter()
        .any(|known| matches_pattern(scope, known.pattern))
}

/// Returns true if a token's scope is one of [`SCOPES`] that contain no ID.
#[must_use]
pub(crate) fn is_known_literal(scope: &str) -> bool {
    SCOPES.iter().any(|known| scope == known.pattern) && !scope.contains(ID)
}

/// The known scope that differs from `scope` at most in case, with the ID in it unchanged.
/// `None` if there is none.
#[must_use]
pub fn canonical_case(scope: &str) -> Option<String> {
    let starts_with = |text: &str, start: &str| {
        text.get(..start.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(start))
    };
    let ends_with = |text: &str, end: &str| {
        text.len()
            .checked_sub(end.len())
            .and_then(|at| text.get(at..))
            .is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    SCOPES.iter().find_map(|known| {
        let Some((before, after)) = known.pattern.split_once(ID) else {
            let matches = scope.eq_ignore_ascii_case(known.pattern);
            return matches.then(|| known.pattern.to_owned());
        };
        let matches = scope.len() > before.len() + after.len()
            && starts_with(scope, before)
            && ends_with(scope, after);
        matches.then(|| {
            let id = &scope[before.len()..scope.len() - after.len()];
            format!("{before}{id}{after}")
        })
    })
}

/// Returns true if a token with the scope `granted` has the permission `required`.
///
/// The scopes of one tenant or brand permit for that tenant or brand what the general scope
/// permits for all. The scope of one brand does not permit listing all brands.
#[must_use]
pub fn grants(granted: &str, required: &str) -> bool {
    if granted == required {
        return true;
    }
    let narrower = match required {
        "read:brands" => "read:brands:<id>",
        "write:brands" => "write:brands:<id>",
        "tenants:read" => "tenant:<id>:read",
        "tenants:notifications:read" => "tenant:<id>:notification:read",
        "tenants:notifications:write" => "tenant:<id>:notification:write",
        "tenants:brand:read" => "tenant:<id>:brand:read",
        _ => return false,
    };
    matches_pattern(granted, narrower)
}

/// The documented scope that is closest to a misspelled one. `None` if more than a third of the
/// letters differ.
#[must_use]
pub fn closest_match(scope: &str) -> Option<&'static str> {
    // The distance takes time quadratic in the length, and no scope is nearly this long.
    if scope.len() > 64 {
        return None;
    }
    let scope = scope.to_lowercase();
    let is_close = |known: &str, distance: usize| distance * 3 <= known.len().min(scope.len());
    SCOPES
        .iter()
        .map(|known| known.pattern)
        .filter(|known| !known.contains(ID) && is_close(known, known.len().abs_diff(scope.len())))
        .map(|known| (known, strsim::damerau_levenshtein(&scope, known)))
        .min_by_key(|(_, distance)| *distance)
        .filter(|(known, distance)| is_close(known, *distance))
        .map(|(known, _)| known)
}

/// Returns true if `scope` matches `pattern`, whose `<id>` matches any ID. An ID in the middle, as
/// in `tenant:<id>:read`, cannot contain a colon: `tenant:t:brand:read` is a different scope. `*` is
/// not an ID: it means all IDs, and Courier has no wildcards.
fn matches_pattern(scope: &str, pattern: &str) -> bool {
    let Some((before, after)) = pattern.split_once(ID) else {
        return scope == pattern;
    };
    let id = scope
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    id.is_some_and(|id| !id.is_empty() && id != "*" && (after.is_empty() || !id.contains(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_split_as_courier_splits_them() {
        let found: Vec<_> = items("user_id:é  a\tb c ")
            .map(|item| (item.text, item.span))
            .collect();
        assert_eq!(
            found,
            [("user_id:é", 0..10), ("a\tb", 12..15), ("c", 16..17)]
        );
        assert_eq!(
            user_ids("user_id:a user_id: xuser_id:b user_id:user_id:c").collect::<Vec<_>>(),
            ["a", "", "user_id:c"]
        );
    }

    #[test]
    fn known_scopes_are_recognized() {
        for scope in [
            "user_id:x",
            "read:brands",
            "read:brands:b1",
            "tenant:t1:notification:read",
        ] {
            assert!(is_known(scope), "{scope}");
        }
    }

    #[test]
    fn misspelled_scopes_have_a_closest_match() {
        let rows = [
            ("inbox:write:event", Some("inbox:write:events")),
            ("inbox:read:message", Some("inbox:read:messages")),
            ("INBOX:READ:MESSAGES", Some("inbox:read:messages")),
            ("write:prefrences", Some("write:preferences")),
            ("read:brands:", Some("read:brands")),
            ("user_id:", None),
            ("x", None),
            ("frobnicate", None),
        ];
        for (scope, expected) in rows {
            assert!(!is_known(scope), "{scope}");
            assert_eq!(closest_match(scope), expected, "{scope}");
        }
    }

    #[test]
    fn canonical_case_keeps_the_case_of_ids() {
        let rows = [
            ("Inbox:Read:Messages", Some("inbox:read:messages")),
            ("USER_ID:Alice", Some("user_id:Alice")),
            ("Read:Brands:B1", Some("read:brands:B1")),
            ("tenant:T1:READ", Some("tenant:T1:read")),
            ("inbox:read:message", None),
            ("user_id:", None),
            ("é", None),
            ("read:brandsé", None),
        ];
        for (scope, expected) in rows {
            assert_eq!(canonical_case(scope).as_deref(), expected, "{scope}");
        }
    }

    #[test]
    fn narrow_scopes_grant_a_part_of_the_general_one() {
        let rows = [
            ("read:brands", "read:brands", true),
            ("read:brands:b1", "read:brands", true),
            ("write:brands:b1", "write:brands", true),
            ("tenant:t:read", "tenants:read", true),
            ("tenant:t:brand:read", "tenants:read", false),
            (
                "tenant:t:notification:read",
                "tenants:notifications:read",
                true,
            ),
            (
                "tenants:notification:read",
                "tenants:notifications:read",
                false,
            ),
            ("inbox:read:messages", "inbox:write:events", false),
            ("read:brands:*", "read:brands", false),
            ("tenant:*:read", "tenants:read", false),
        ];
        for (granted, required, expected) in rows {
            assert_eq!(grants(granted, required), expected, "{granted} {required}");
        }
    }
}
