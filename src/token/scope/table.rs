//! The tables of Courier's scopes and of scopes that are mistaken for them.

/// One of Courier's scopes.
#[derive(Debug)]
pub struct KnownScope {
    /// The scope itself, with `<id>` for the ID of a user, brand or tenant.
    pub pattern: &'static str,
    /// The actions that it permits, in a few words.
    pub permits: &'static str,
}

const fn known(pattern: &'static str, permits: &'static str) -> KnownScope {
    KnownScope { pattern, permits }
}

/// Every known scope of Courier.
///
/// Sources: <https://www.courier.com/docs/api-reference/authentication/create-a-jwt> and, for the
/// scopes of tenants, <https://www.courier.com/docs/platform/create/authentication>.
pub const SCOPES: &[KnownScope] = &[
    known("user_id:<id>", "names the user; allows nothing by itself"),
    known(
        "inbox:read:messages",
        "list and count Inbox messages, open the realtime socket",
    ),
    known(
        "inbox:write:events",
        "mark Inbox messages read, unread, opened, clicked or archived",
    ),
    known(
        "read:preferences",
        "read the user's notification preferences",
    ),
    known(
        "write:preferences",
        "change the user's notification preferences",
    ),
    known("read:user-tokens", "read the user's push tokens"),
    known("write:user-tokens", "add and remove the user's push tokens"),
    known("read:brands", "read every brand"),
    known("read:brands:<id>", "read one brand; does not list brands"),
    known("write:brands", "change every brand"),
    known("write:brands:<id>", "change one brand"),
    known(
        "read:messages",
        "read the messages of the old in-app client; does not open the Inbox",
    ),
    known("tenants:read", "Courier Create: read every tenant"),
    known(
        "tenants:notifications:read",
        "Courier Create: read every tenant's notifications",
    ),
    known(
        "tenants:notifications:write",
        "Courier Create: change every tenant's notifications",
    ),
    known(
        "tenants:brand:read",
        "Courier Create: read every tenant's brand",
    ),
    known("tenant:<id>:read", "Courier Create: read one tenant"),
    known(
        "tenant:<id>:notification:read",
        "Courier Create: read one tenant's notifications",
    ),
    known(
        "tenant:<id>:notification:write",
        "Courier Create: change one tenant's notifications",
    ),
    known(
        "tenant:<id>:brand:read",
        "Courier Create: read one tenant's brand",
    ),
    known(
        "tenant:<id>:brand:write",
        "Courier Create: change one tenant's brand",
    ),
    // No document lists the last three: they appear only in enums and test tokens of Courier's SDKs.
    known("write:track", "send tracking events"),
    known("read:lists", "read subscription lists"),
    known("write:lists", "change subscription lists"),
];

/// The claims in which other services put their scopes, and in which Courier's are misplaced.
pub const MISPLACED_CLAIMS: &[&str] = &["scopes", "scp", "permissions"];

/// Scopes that appear in Courier's SDKs or examples but in no list of what a token may contain,
/// each with the documented scopes for the same purpose, separated by a space.
const UNDOCUMENTED: &[(&str, &str)] = &[
    ("inbox:write:event", "inbox:write:events"),
    ("inbox:write:messages", "inbox:write:events"),
    ("inbox:read:write", "inbox:read:messages inbox:write:events"),
    ("write:events", "inbox:write:events"),
];

/// Returns the documented scopes, separated by spaces, that replace an undocumented one.
pub(crate) fn documented_replacement(scope: &str) -> Option<&'static str> {
    let row = UNDOCUMENTED.iter().find(|(known, _)| *known == scope);
    row.map(|(_, documented)| *documented)
}

/// Returns the undocumented scopes for which there is a replacement.
pub(super) fn undocumented() -> impl Iterator<Item = &'static str> {
    UNDOCUMENTED.iter().map(|(scope, _)| *scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_unique_and_described() {
        for (at, scope) in SCOPES.iter().enumerate() {
            assert!(!scope.permits.is_empty(), "{}", scope.pattern);
            let mut earlier = SCOPES[..at].iter();
            assert!(
                earlier.all(|other| other.pattern != scope.pattern),
                "{} is listed twice",
                scope.pattern
            );
        }
    }
}
