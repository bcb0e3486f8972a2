//! Scopes: what a token may do, one word each, and the table of those Courier knows.

use std::ops::Range;

/// How the entry begins that names the user.
pub const USER_PREFIX: &str = "user_id:";

/// Stands in [`SCOPES`] for an id of the customer's own.
const ID: &str = "<id>";

/// Every scope that Courier's documents name, and what each allows.
///
/// Sources: <https://www.courier.com/docs/api-reference/authentication/create-a-jwt> and, for
/// the tenant scopes, <https://www.courier.com/docs/platform/create/authentication>. The last
/// three stand only in the enums and test tokens of Courier's SDKs.
pub const SCOPES: &[(&str, &str)] = &[
    ("user_id:<id>", "names the user; allows nothing by itself"),
    (
        "inbox:read:messages",
        "list and count Inbox messages, open the realtime socket",
    ),
    (
        "inbox:write:events",
        "mark Inbox messages read, unread, opened, clicked or archived",
    ),
    (
        "read:preferences",
        "read the user's notification preferences",
    ),
    (
        "write:preferences",
        "change the user's notification preferences",
    ),
    ("read:user-tokens", "read the user's push tokens"),
    ("write:user-tokens", "add and remove the user's push tokens"),
    ("read:brands", "read every brand"),
    ("read:brands:<id>", "read one brand; does not list brands"),
    ("write:brands", "change every brand"),
    ("write:brands:<id>", "change one brand"),
    (
        "read:messages",
        "read the messages of the old in-app client; does not open the Inbox",
    ),
    ("tenants:read", "Courier Create: read every tenant"),
    (
        "tenants:notifications:read",
        "Courier Create: read every tenant's notifications",
    ),
    (
        "tenants:notifications:write",
        "Courier Create: change every tenant's notifications",
    ),
    (
        "tenants:brand:read",
        "Courier Create: read every tenant's brand",
    ),
    ("tenant:<id>:read", "Courier Create: read one tenant"),
    (
        "tenant:<id>:notification:read",
        "Courier Create: read one tenant's notifications",
    ),
    (
        "tenant:<id>:notification:write",
        "Courier Create: change one tenant's notifications",
    ),
    (
        "tenant:<id>:brand:read",
        "Courier Create: read one tenant's brand",
    ),
    (
        "tenant:<id>:brand:write",
        "Courier Create: change one tenant's brand",
    ),
    ("write:track", "send tracking events"),
    ("read:lists", "read subscription lists"),
    ("write:lists", "change subscription lists"),
];

/// One word of a token's scope string and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The word.
    pub text: &'a str,
    /// Its bytes in the scope string.
    pub span: Range<usize>,
}

/// The words of a scope string as a Courier server sees them: split at each U+0020 and nowhere
/// else. Empty words between two spaces are left out.
pub fn entries(scope: &str) -> impl Iterator<Item = Entry<'_>> {
    let mut start = 0;
    scope.split(' ').filter_map(move |text| {
        let span = start..start + text.len();
        start = span.end + 1;
        (!text.is_empty()).then_some(Entry { text, span })
    })
}

/// The user ids that a scope string names, in order, the empty one included.
pub fn users(scope: &str) -> impl Iterator<Item = &str> {
    scope
        .split(' ')
        .filter_map(|entry| entry.strip_prefix(USER_PREFIX))
}

/// Claims in which other services have their scopes, where people put Courier's too.
pub const MISPLACED: &[&str] = &["scopes", "scp", "permissions"];

/// Scopes that stand in enums and READMEs of Courier's SDKs and on the create-a-jwt page's lead,
/// but in no list of what a token may hold, and what is documented for their purpose.
pub const UNDOCUMENTED: &[(&str, &str)] = &[
    ("inbox:write:event", "inbox:write:events"),
    ("inbox:write:messages", "inbox:write:events"),
    ("inbox:read:write", "inbox:read:messages inbox:write:events"),
    ("write:events", "inbox:write:events"),
];

/// Whether an entry of a token is a scope of [`SCOPES`].
#[must_use]
pub fn is_known(entry: &str) -> bool {
    SCOPES.iter().any(|(form, _)| matches_form(entry, form))
}

/// Whether an entry of a token is a scope of [`SCOPES`] that holds no id.
#[must_use]
pub fn is_fixed(entry: &str) -> bool {
    SCOPES.iter().any(|(form, _)| entry == *form) && !entry.contains(ID)
}

/// What an entry becomes in the case in which [`SCOPES`] has it; an id in it keeps its own.
/// `None` where it is no scope in any case.
#[must_use]
pub fn in_right_case(entry: &str) -> Option<String> {
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
    SCOPES
        .iter()
        .find_map(|(form, _)| match form.split_once(ID) {
            None => entry.eq_ignore_ascii_case(form).then(|| (*form).to_owned()),
            Some((before, after)) => {
                let fits = entry.len() > before.len() + after.len()
                    && starts_with(entry, before)
                    && ends_with(entry, after);
                fits.then(|| {
                    format!(
                        "{before}{}{after}",
                        &entry[before.len()..entry.len() - after.len()]
                    )
                })
            }
        })
}

/// Whether an entry of a token gives the permission `scope`.
///
/// A tenant's own scopes give what the scope over all tenants gives, for that tenant. A scope of
/// one brand does not stand for all brands when they are listed, but does for that one.
#[must_use]
pub fn grants(entry: &str, scope: &str) -> bool {
    if entry == scope {
        return true;
    }
    let narrower = match scope {
        "read:brands" => "read:brands:<id>",
        "write:brands" => "write:brands:<id>",
        "tenants:read" => "tenant:<id>:read",
        "tenants:notifications:read" => "tenant:<id>:notification:read",
        "tenants:notifications:write" => "tenant:<id>:notification:write",
        "tenants:brand:read" => "tenant:<id>:brand:read",
        _ => return false,
    };
    matches_form(entry, narrower)
}

/// The documented scope that an unknown entry was surely meant to be.
#[must_use]
pub fn nearest(entry: &str) -> Option<&'static str> {
    // No scope is nearly as long, and the distance takes the square of the length.
    if entry.len() > 64 {
        return None;
    }
    let entry = entry.to_lowercase();
    // A third of the letters may be wrong: more is another word.
    let near = |form: &str, distance: usize| distance * 3 <= form.len().min(entry.len());
    SCOPES
        .iter()
        .map(|(form, _)| *form)
        .filter(|form| !form.contains(ID) && near(form, form.len().abs_diff(entry.len())))
        .map(|form| (form, strsim::damerau_levenshtein(&entry, form)))
        .min_by_key(|(_, distance)| *distance)
        .filter(|(form, distance)| near(form, *distance))
        .map(|(form, _)| form)
}

/// Whether `entry` is `form`, whose `<id>` stands for any text; within a scope, as in
/// `tenant:<id>:read`, for any without a colon, since `tenant:t:brand:read` is another scope.
fn matches_form(entry: &str, form: &str) -> bool {
    let Some((before, after)) = form.split_once(ID) else {
        return entry == form;
    };
    let id = entry
        .strip_prefix(before)
        .and_then(|rest| rest.strip_suffix(after));
    id.is_some_and(|id| !id.is_empty() && (after.is_empty() || !id.contains(':')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_string_is_split_as_a_server_splits_it() {
        let found: Vec<_> = entries("user_id:é  a\tb c ")
            .map(|entry| (entry.text, entry.span))
            .collect();
        assert_eq!(
            found,
            [("user_id:é", 0..10), ("a\tb", 12..15), ("c", 16..17)]
        );
        assert_eq!(
            users("user_id:a user_id: xuser_id:b user_id:user_id:c").collect::<Vec<_>>(),
            ["a", "", "user_id:c"]
        );
    }

    #[test]
    fn known_scopes_are_known_and_others_get_a_suggestion() {
        let known = [
            "user_id:x",
            "read:brands",
            "read:brands:b1",
            "tenant:t1:notification:read",
        ];
        for scope in known {
            assert!(is_known(scope), "{scope}");
        }
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
        for (scope, meant) in rows {
            assert!(!is_known(scope), "{scope}");
            assert_eq!(nearest(scope), meant, "{scope}");
        }
    }

    #[test]
    fn the_right_case_is_found_and_ids_keep_theirs() {
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
        for (entry, expected) in rows {
            assert_eq!(in_right_case(entry).as_deref(), expected, "{entry}");
        }
    }

    #[test]
    fn narrow_scopes_grant_their_part() {
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
        ];
        for (entry, scope, expected) in rows {
            assert_eq!(grants(entry, scope), expected, "{entry} for {scope}");
        }
    }

    #[test]
    fn the_table_is_well_formed() {
        for (at, (form, allows)) in SCOPES.iter().enumerate() {
            assert!(!allows.is_empty(), "{form}");
            assert!(
                SCOPES[..at].iter().all(|(other, _)| other != form),
                "{form} stands twice"
            );
        }
    }
}
