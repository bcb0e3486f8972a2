//! Behaviors of Courier's official clients that surprise people, each seen with the published package.

/// A behavior of an official client that looks like a fault of the app, the token or Courier.
#[derive(Debug)]
pub(crate) struct ClientBehavior {
    /// The name, as in `explain NAME`.
    pub(crate) name: &'static str,
    /// The packages with their versions.
    pub(crate) clients: &'static str,
    /// The observation of the person in front of the app.
    pub(crate) symptom: &'static str,
    /// The behavior of the client that explains it.
    pub(crate) cause: &'static str,
    /// The change in the app or its backend that avoids it.
    pub(crate) remedy: &'static str,
    /// The names of the rules of `inspect` whose page mentions it.
    pub(crate) rules: &'static [&'static str],
}

/// All known behaviors.
pub(crate) const CLIENT_BEHAVIORS: &[ClientBehavior] = &[
    ClientBehavior {
        name: "deaf-after-reconnect",
        clients: "courier-js 2 and 3",
        symptom: "new messages no longer appear after the socket has reconnected",
        cause: "the client removes the listeners for messages when its socket closes, and connects \
                again without them",
        remedy: "add the listeners again after a reconnection, or sign the user in again",
        rules: &[],
    },
    ClientBehavior {
        name: "errors-read-as-zero",
        clients: "courier-js 2 and 3",
        symptom: "the unread count is 0, and marking a message as read succeeds without effect",
        cause: "the client ignores the GraphQL errors in a response with status 200",
        remedy: "look at the responses in the browser's developer tools, or run `courier-auth \
                 doctor --user USER_ID`",
        rules: &[],
    },
    ClientBehavior {
        name: "jwt-without-bearer",
        clients: "courier-js 1, also inside react-provider 7",
        symptom: "identify, track and list subscriptions get 401 with a token that the Inbox accepts",
        cause: "the client sends the token without `Bearer`, and `JWT_AUTH` as its client key",
        remedy: "call these routes from your backend with the API key, or move to courier-react",
        rules: &[],
    },
    ClientBehavior {
        name: "marks-in-every-tenant",
        clients: "all clients",
        symptom: "marking all messages as read also marks those of other tenants",
        cause: "the tenant of a client filters what it lists and counts. Courier's mutations for all \
                messages take no tenant",
        remedy: "mark the listed messages one by one",
        rules: &[],
    },
    ClientBehavior {
        name: "no-signature",
        clients: "courier-js 2 and 3, courier-react 8 and 9",
        symptom: "a client key that works in an older app gets 401",
        cause: "the client sends the client key as a bearer token, and no HMAC signature",
        remedy: "issue a token for the user in your backend, and sign in with it",
        rules: &["client-key-as-token"],
    },
    ClientBehavior {
        name: "renewal-undone",
        clients: "react-provider 6 and 7",
        symptom: "after `renewSession`, requests have the old token again and get 401",
        cause: "the provider starts again with its `authorization` prop, which still is the old token",
        remedy: "set the `authorization` prop to the new token too",
        rules: &["expired"],
    },
    ClientBehavior {
        name: "user-id-in-header",
        clients: "courier-js 2 and 3, courier-react 8 and 9",
        symptom: "requests fail with a `TypeError` before they are sent",
        cause: "the client sends the user ID in a header, and browsers refuse characters beyond \
                ISO 8859-1 in headers",
        remedy: "use user IDs of ASCII characters",
        rules: &["unsafe-user-id"],
    },
];

impl ClientBehavior {
    /// Returns the behavior with this name.
    pub(crate) fn from_name(name: &str) -> Option<&'static Self> {
        let mut behaviors = CLIENT_BEHAVIORS.iter();
        behaviors.find(|behavior| behavior.name == name)
    }

    /// Returns the behaviors that the page of a rule mentions.
    pub(crate) fn of_rule(rule: &str) -> impl Iterator<Item = &'static Self> {
        let behaviors = CLIENT_BEHAVIORS.iter();
        behaviors.filter(move |behavior| behavior.rules.contains(&rule))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::inspect::rules;

    #[test]
    fn names_are_unique_and_rules_exist() {
        let mut names: HashSet<&str> = rules::all().map(|rule| rule.name).collect();
        let rules = names.clone();
        for behavior in CLIENT_BEHAVIORS {
            assert!(names.insert(behavior.name), "{}", behavior.name);
            for rule in behavior.rules {
                assert!(rules.contains(rule), "{}: {rule}", behavior.name);
            }
        }
    }
}
