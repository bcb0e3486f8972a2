//! Scopes: what a token may do, one word each, and the table of those Courier knows.

use std::{fmt, ops::Range, str::FromStr};

use super::user::UserId;

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

/// One permission that is to be asked for; never the entry that names the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

/// Why a text cannot be asked for as a scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// There is nothing.
    #[error("a scope cannot be empty")]
    Empty,
    /// White space or a control character.
    #[error("a scope cannot hold white space or control characters: give each on its own")]
    Blank,
    /// The entry that names the user.
    #[error("the user is named with --user, not with a scope")]
    User,
}

/// The scopes of a token to be issued: one user first, then each permission once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeSet {
    user: UserId,
    permissions: Vec<String>,
}

/// One word of a token's scope string and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The word.
    pub text: &'a str,
    /// Its bytes in the scope string.
    pub span: Range<usize>,
}

impl Scope {
    /// The scope itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, ScopeError> {
        if text.is_empty() {
            Err(ScopeError::Empty)
        } else if text.starts_with(USER_PREFIX) {
            Err(ScopeError::User)
        } else if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Err(ScopeError::Blank)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl ScopeSet {
    /// The permissions of `user`, in the order given, each once.
    pub fn new<'s>(user: UserId, permissions: impl IntoIterator<Item = &'s str>) -> Self {
        let mut set = Self {
            user,
            permissions: Vec::new(),
        };
        for permission in permissions {
            if !set.permissions.iter().any(|known| known == permission) {
                set.permissions.push(permission.to_owned());
            }
        }
        set
    }

    /// Whose token it will be.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The permissions without the user's entry.
    #[must_use]
    pub fn permissions(&self) -> &[String] {
        &self.permissions
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{USER_PREFIX}{}", self.user)?;
        self.permissions
            .iter()
            .try_for_each(|permission| write!(formatter, " {permission}"))
    }
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

/// Whether an entry of a token is a scope of [`SCOPES`].
#[must_use]
pub fn is_known(entry: &str) -> bool {
    SCOPES.iter().any(|(form, _)| matches_form(entry, form))
}

/// Whether an entry of a token gives the permission `scope`.
///
/// A tenant's own scopes give what the scope over all tenants gives, for that tenant. A scope of
/// one brand does not stand for all brands when they are listed, but does when one is shown.
#[must_use]
pub fn grants(entry: &str, scope: &str) -> bool {
    let narrower = match scope {
        "read:brands" => "read:brands:<id>",
        "tenants:read" => "tenant:<id>:read",
        "tenants:notifications:read" => "tenant:<id>:notification:read",
        "tenants:notifications:write" => "tenant:<id>:notification:write",
        "tenants:brand:read" => "tenant:<id>:brand:read",
        _ => scope,
    };
    entry == scope || matches_form(entry, narrower)
}

/// The documented scope that an unknown entry was surely meant to be.
#[must_use]
pub fn nearest(entry: &str) -> Option<&'static str> {
    // No scope is nearly as long, and the distance takes the square of the length.
    if entry.len() > 64 {
        return None;
    }
    let forms = SCOPES
        .iter()
        .map(|(form, _)| *form)
        .filter(|form| !form.contains(ID));
    let (form, distance) = forms
        .map(|form| {
            (
                form,
                strsim::damerau_levenshtein(&entry.to_lowercase(), form),
            )
        })
        .min_by_key(|(_, distance)| *distance)?;
    // A third of the letters may be wrong: more is another word.
    (distance * 3 <= form.len().min(entry.len())).then_some(form)
}

/// Whether `entry` is `form`, whose `<id>` stands for any text.
fn matches_form(entry: &str, form: &str) -> bool {
    let Some((before, after)) = form.split_once(ID) else {
        return entry == form;
    };
    entry.len() > before.len() + after.len() && entry.starts_with(before) && entry.ends_with(after)
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
    fn narrow_scopes_grant_their_part() {
        let rows = [
            ("read:brands", "read:brands", true),
            ("read:brands:b1", "read:brands", true),
            ("write:brands:b1", "write:brands", false),
            ("tenant:t:read", "tenants:read", true),
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
    fn a_set_names_its_user_first_and_nothing_twice() {
        let user: UserId = "alice".parse().unwrap();
        let set = ScopeSet::new(user, ["b", "a", "b"]);
        assert_eq!(set.to_string(), "user_id:alice b a");
    }

    #[test]
    fn a_scope_to_ask_for_is_one_word() {
        assert_eq!("".parse::<Scope>(), Err(ScopeError::Empty));
        assert_eq!("a b".parse::<Scope>(), Err(ScopeError::Blank));
        assert_eq!("user_id:a".parse::<Scope>(), Err(ScopeError::User));
        assert_eq!(
            "read:brands".parse::<Scope>().unwrap().as_str(),
            "read:brands"
        );
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
