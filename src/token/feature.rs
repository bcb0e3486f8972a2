//! The features an app may use, the scopes each needs, and what breaks without one of them.
//!
//! This is the only such list: `issue`, `inspect`, help, completions and the README read it.
//! Source: <https://www.courier.com/docs/api-reference/authentication/create-a-jwt> and the
//! READMEs of Courier's SDKs.

/// Something an app does with Courier for a signed-in user.
#[derive(Debug)]
pub struct Feature {
    /// The name after `--for`.
    pub name: &'static str,
    /// What the user of the app sees of it.
    pub summary: &'static str,
    /// What it needs, in the order it is asked for.
    pub needs: &'static [Need],
}

/// A scope that a feature needs.
#[derive(Debug)]
pub struct Need {
    /// The scope.
    pub scope: &'static str,
    /// What the feature cannot do without it, as an infinitive.
    pub to: &'static str,
}

const READ_INBOX: Need = Need {
    scope: "inbox:read:messages",
    to: "load messages and open the realtime socket",
};
const WRITE_INBOX: Need = Need {
    scope: "inbox:write:events",
    to: "mark messages read, opened, clicked or archived",
};
const READ_PREFERENCES: Need = Need {
    scope: "read:preferences",
    to: "show the user's preferences",
};
const WRITE_PREFERENCES: Need = Need {
    scope: "write:preferences",
    to: "save the user's preferences",
};
const PUSH_TOKENS: Need = Need {
    scope: "write:user-tokens",
    to: "register the device for push",
};
const READ_BRANDS: Need = Need {
    scope: "read:brands",
    to: "load the brand's colours and logo",
};

/// Every feature.
pub const FEATURES: &[Feature] = &[
    Feature {
        name: "inbox",
        summary: "the Inbox: a list of messages that can be marked read",
        needs: &[READ_INBOX, WRITE_INBOX],
    },
    Feature {
        name: "toast",
        summary: "Toasts: messages that pop up as they arrive",
        needs: &[READ_INBOX, WRITE_INBOX],
    },
    Feature {
        name: "preferences",
        summary: "the Preferences page",
        needs: &[READ_PREFERENCES, WRITE_PREFERENCES],
    },
    Feature {
        name: "push",
        summary: "push notifications to a phone or browser",
        needs: &[PUSH_TOKENS],
    },
    Feature {
        name: "brands",
        summary: "the brand's look",
        needs: &[READ_BRANDS],
    },
    Feature {
        name: "create",
        summary: "Courier Create: the embedded template editor",
        needs: &[
            Need {
                scope: "tenants:read",
                to: "open a tenant",
            },
            Need {
                scope: "tenants:notifications:read",
                to: "open a tenant's templates",
            },
            Need {
                scope: "tenants:notifications:write",
                to: "save a tenant's templates",
            },
            Need {
                scope: "tenants:brand:read",
                to: "show a tenant's brand",
            },
        ],
    },
    Feature {
        name: "sdk",
        summary: "all that Courier's SDKs can do, as in Courier's development example",
        needs: &[
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
    /// The feature of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<&'static Self> {
        FEATURES.iter().find(|feature| feature.name == name)
    }
}

/// What the features need, each scope once, in the order of the features.
#[must_use]
pub fn needs_of<'f>(features: &[&'f Feature]) -> Vec<&'f Need> {
    let mut needs: Vec<&Need> = Vec::new();
    for need in features.iter().flat_map(|feature| feature.needs) {
        if !needs.iter().any(|known| known.scope == need.scope) {
            needs.push(need);
        }
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::SCOPES;

    #[test]
    fn features_are_well_formed_and_need_documented_scopes() {
        for (at, feature) in FEATURES.iter().enumerate() {
            assert!(feature.name.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert!(
                FEATURES[..at]
                    .iter()
                    .all(|other| other.name != feature.name)
            );
            assert!(!feature.summary.is_empty() && !feature.needs.is_empty());
            for need in feature.needs {
                let documented = SCOPES.iter().any(|(form, _)| *form == need.scope);
                assert!(documented && !need.to.is_empty(), "{}", need.scope);
            }
        }
    }

    #[test]
    fn needs_are_listed_once() {
        let features = ["inbox", "sdk"].map(|name| Feature::from_name(name).unwrap());
        let scopes: Vec<_> = needs_of(&features).iter().map(|need| need.scope).collect();
        assert_eq!(scopes[..2], ["inbox:read:messages", "inbox:write:events"]);
        assert_eq!(scopes.len(), 6);
    }
}
