//! The features of an app, the scopes that each requires, and what fails without each scope.
//!
//! Sources: <https://www.courier.com/docs/api-reference/authentication/create-a-jwt> and the
//! READMEs of Courier's SDKs.

/// A feature of Courier that an app offers to a signed-in user.
#[derive(Debug)]
pub struct Feature {
    /// The name on the command line.
    pub name: &'static str,
    /// A description of what the user of the app sees.
    pub summary: &'static str,
    /// The scopes that the feature requires, optional ones included, in the order in which they
    /// are requested.
    pub required_scopes: &'static [RequiredScope],
}

/// A scope that a feature or an action requires.
#[derive(Debug)]
pub struct RequiredScope {
    /// The scope.
    pub scope: &'static str,
    /// The purpose that fails without the scope, as an infinitive without `to`.
    pub purpose: &'static str,
    /// True if the other purposes of the feature do not need the scope, so that a token without it
    /// still works.
    pub is_optional: bool,
}

impl RequiredScope {
    /// A scope without which the feature or the action does not work.
    pub(super) const fn new(scope: &'static str, purpose: &'static str) -> Self {
        Self {
            scope,
            purpose,
            is_optional: false,
        }
    }

    /// A scope without which the feature works for all other purposes.
    const fn optional(scope: &'static str, purpose: &'static str) -> Self {
        Self {
            scope,
            purpose,
            is_optional: true,
        }
    }
}

const READ_INBOX: RequiredScope = RequiredScope::new(
    "inbox:read:messages",
    "load messages and open the realtime socket",
);
const WRITE_INBOX: RequiredScope = RequiredScope::new(
    "inbox:write:events",
    "mark messages as read, opened, clicked or archived",
);
const READ_PREFERENCES: RequiredScope =
    RequiredScope::new("read:preferences", "show the user's preferences");
const WRITE_PREFERENCES: RequiredScope =
    RequiredScope::new("write:preferences", "save the user's preferences");
const PUSH_TOKENS: RequiredScope =
    RequiredScope::new("write:user-tokens", "register the device for push");
const READ_BRANDS: RequiredScope =
    RequiredScope::new("read:brands", "load the brand's colors and logo");

/// Every feature.
pub const FEATURES: &[Feature] = &[
    Feature {
        name: "inbox",
        summary: "a list of messages that users can mark as read",
        required_scopes: &[READ_INBOX, WRITE_INBOX],
    },
    Feature {
        name: "toast",
        summary: "messages that pop up when they arrive",
        required_scopes: &[READ_INBOX, WRITE_INBOX],
    },
    Feature {
        name: "preferences",
        summary: "the Preferences page",
        required_scopes: &[READ_PREFERENCES, WRITE_PREFERENCES],
    },
    Feature {
        name: "push",
        summary: "push notifications to a phone or browser",
        required_scopes: &[PUSH_TOKENS],
    },
    Feature {
        name: "brands",
        summary: "the brand's colors and logo",
        required_scopes: &[READ_BRANDS],
    },
    Feature {
        name: "create",
        summary: "Courier Create, the embedded template editor",
        required_scopes: &[
            RequiredScope::new("tenants:read", "open a tenant"),
            RequiredScope::new("tenants:notifications:read", "open a tenant's templates"),
            RequiredScope::new("tenants:notifications:write", "save a tenant's templates"),
            // The example of Courier's documentation does not request it.
            RequiredScope::optional("tenants:brand:read", "show a tenant's brand"),
        ],
    },
    Feature {
        name: "sdk",
        summary: "everything that Courier's SDKs can do",
        required_scopes: &[
            PUSH_TOKENS,
            READ_INBOX,
            WRITE_INBOX,
            READ_PREFERENCES,
            WRITE_PREFERENCES,
            READ_BRANDS,
        ],
    },
];

impl Feature {
    /// The feature with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        FEATURES.iter().find(|feature| feature.name == name)
    }

    /// Returns the scopes without which the feature does not work.
    pub fn essential_scopes(&self) -> impl Iterator<Item = &'static RequiredScope> + use<> {
        let required = self.required_scopes.iter();
        required.filter(|required| !required.is_optional)
    }
}

/// The scopes that the features require, each once, in the order of the features.
#[must_use]
pub fn required_scopes<'f>(features: &[&'f Feature]) -> Vec<&'f RequiredScope> {
    let mut unique: Vec<&RequiredScope> = Vec::new();
    for required in features.iter().flat_map(|feature| feature.required_scopes) {
        if !unique.iter().any(|other| other.scope == required.scope) {
            unique.push(required);
        }
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::SCOPES;

    #[test]
    fn features_are_well_formed_and_require_known_scopes() {
        for (at, feature) in FEATURES.iter().enumerate() {
            assert!(feature.name.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert!(
                FEATURES[..at]
                    .iter()
                    .all(|other| other.name != feature.name)
            );
            assert!(!feature.summary.is_empty() && !feature.required_scopes.is_empty());
            for required in feature.required_scopes {
                let is_known = SCOPES.iter().any(|scope| scope.pattern == required.scope);
                let has_purpose = !required.purpose.is_empty();
                assert!(is_known && has_purpose, "{}", required.scope);
            }
        }
    }

    #[test]
    fn required_scopes_are_listed_once() {
        let features = ["inbox", "sdk"].map(|name| Feature::from_name(name).unwrap());
        let required = required_scopes(&features);
        let scopes: Vec<_> = required.iter().map(|required| required.scope).collect();
        assert_eq!(scopes[..2], ["inbox:read:messages", "inbox:write:events"]);
        // `sdk` needs all that `inbox` needs.
        assert_eq!(scopes.len(), features[1].required_scopes.len());
    }
}
