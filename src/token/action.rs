//! The actions that an app can perform with a user token, and the scope that each requires.
//!
//! Sources: <https://www.courier.com/docs/api-reference/authentication/create-a-jwt> and the
//! requests of Courier's SDKs.

use super::feature::RequiredScope;

/// One action that an app performs with Courier for a signed-in user.
#[derive(Debug)]
pub struct Action {
    /// The name on the command line.
    pub name: &'static str,
    /// The scope that the action requires, with the action as its purpose.
    pub required: RequiredScope,
    /// The endpoint that Courier's SDKs call.
    pub endpoint: &'static str,
}

const INBOX_READ: &str = "inbox:read:messages";
const INBOX_WRITE: &str = "inbox:write:events";

const fn action(
    name: &'static str,
    scope: &'static str,
    purpose: &'static str,
    endpoint: &'static str,
) -> Action {
    Action {
        name,
        required: RequiredScope::new(scope, purpose),
        endpoint,
    }
}

/// Every action.
pub const ACTIONS: &[Action] = &[
    action(
        "list",
        INBOX_READ,
        "list Inbox messages",
        "Inbox /q messages",
    ),
    action(
        "count",
        INBOX_READ,
        "count unread messages",
        "Inbox /q count",
    ),
    action(
        "listen",
        INBOX_READ,
        "receive messages as they arrive, as in Toasts",
        "realtime socket",
    ),
    action(
        "mark-read",
        INBOX_WRITE,
        "mark a message read",
        "Inbox /q read",
    ),
    action(
        "mark-unread",
        INBOX_WRITE,
        "mark a message unread",
        "Inbox /q unread",
    ),
    action(
        "mark-opened",
        INBOX_WRITE,
        "mark a message opened",
        "Inbox /q opened",
    ),
    action(
        "mark-clicked",
        INBOX_WRITE,
        "report a click",
        "Inbox /q clicked",
    ),
    action(
        "archive",
        INBOX_WRITE,
        "archive a message",
        "Inbox /q archive",
    ),
    action(
        "unarchive",
        INBOX_WRITE,
        "take a message out of the archive",
        "Inbox /q unarchive",
    ),
    action(
        "mark-all-read",
        INBOX_WRITE,
        "mark every message read",
        "Inbox /q markAllRead",
    ),
    action(
        "archive-read",
        INBOX_WRITE,
        "archive every read message",
        "Inbox /q archiveRead",
    ),
    action(
        "archive-all",
        INBOX_WRITE,
        "archive every message",
        "Inbox /q archiveAll",
    ),
    action(
        "tag",
        INBOX_WRITE,
        "add or remove a message's tag",
        "Inbox /q addTag, removeTag",
    ),
    action("unpin", INBOX_WRITE, "unpin a message", "Inbox /q unpin"),
    action(
        "read-preferences",
        "read:preferences",
        "show the user's preferences",
        "client /client/q, REST /users/ID/preferences",
    ),
    action(
        "write-preferences",
        "write:preferences",
        "save the user's preferences",
        "client /client/q, REST /users/ID/preferences",
    ),
    action(
        "read-push-tokens",
        "read:user-tokens",
        "read the user's push tokens",
        "REST /users/ID/tokens",
    ),
    action(
        "write-push-tokens",
        "write:user-tokens",
        "register or remove a device for push",
        "REST /users/ID/tokens",
    ),
    action(
        "read-brand",
        "read:brands",
        "load a brand's colors and logo",
        "client /client/q brand",
    ),
    action(
        "write-brand",
        "write:brands",
        "change a brand",
        "REST /brands/ID",
    ),
    action(
        "read-legacy-messages",
        "read:messages",
        "list the messages of the old in-app client",
        "client /client/q messages",
    ),
    action(
        "read-tenant",
        "tenants:read",
        "open a tenant in Courier Create",
        "Courier Create",
    ),
    action(
        "read-tenant-templates",
        "tenants:notifications:read",
        "open a tenant's templates in Courier Create",
        "Courier Create",
    ),
    action(
        "write-tenant-templates",
        "tenants:notifications:write",
        "save a tenant's templates in Courier Create",
        "Courier Create",
    ),
    action(
        "read-tenant-brand",
        "tenants:brand:read",
        "show a tenant's brand in Courier Create",
        "Courier Create",
    ),
];

impl Action {
    /// The action with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        ACTIONS.iter().find(|action| action.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{FEATURES, SCOPES};

    #[test]
    fn actions_are_well_formed_and_cover_every_feature() {
        for (at, action) in ACTIONS.iter().enumerate() {
            assert!(ACTIONS[..at].iter().all(|other| other.name != action.name));
            let is_known = SCOPES
                .iter()
                .any(|known| known.pattern == action.required.scope);
            assert!(is_known, "{}", action.required.scope);
            for text in [action.name, action.required.purpose, action.endpoint] {
                assert!(!text.is_empty(), "{}", action.name);
            }
        }
        for required in FEATURES.iter().flat_map(|feature| feature.required_scopes) {
            let covers = |action: &Action| action.required.scope == required.scope;
            assert!(ACTIONS.iter().any(covers), "{}", required.scope);
        }
    }
}
