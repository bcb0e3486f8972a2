//! Behaviors of Courier's official clients that surprise people, seen with the published packages or read
//! in their code. Tests in `tests/sdk` and `tests/browser` have the name of a behavior where they show it.

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
        name: "click-does-not-read",
        clients: "courier-ui-inbox 2, courier-react 9",
        symptom: "a click on a message does not mark it as read",
        cause: "a click marks a message as opened and clicked, and only if the app handles \
                clicks",
        remedy: "set `onMessageClick`, and call `markAsRead` in it",
        rules: &[],
    },
    ClientBehavior {
        name: "cursor-undefined",
        clients: "server SDK for Node.js 4 and 5",
        symptom: "`getMessages` fails, or finds nothing",
        cause: "the client sends the text `undefined` for each filter that is missing, `cursor` \
                among them",
        remedy: "update the SDK to version 6 or later",
        rules: &[],
    },
    ClientBehavior {
        name: "deaf-after-reconnect",
        clients: "courier-js 2 and 3, courier-ui-inbox 2, courier-react 9",
        symptom: "new messages no longer appear after the socket has reconnected",
        cause: "the client removes the listeners for messages when its socket closes, and \
                connects again without them",
        remedy: "add the listeners again after a reconnection, or sign the user in again",
        rules: &[],
    },
    ClientBehavior {
        name: "error-hides-list",
        clients: "courier-ui-inbox 2, courier-react 9",
        symptom: "the whole Inbox is replaced with an error and a button to try again",
        cause: "one refused change is enough. The component marks shown messages as opened by \
                itself, so an expired token shows the error without a click",
        remedy: "sign the user in with a new token before the old one expires",
        rules: &["expired"],
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
        symptom: "identify, track and list subscriptions get 401 with a token that the Inbox \
                  accepts",
        cause: "the client sends `authorization` without `Bearer`, so the request has no token. \
                react-provider sends `JWT_AUTH` as the client key",
        remedy: "call these routes in your backend with the API key",
        rules: &[],
    },
    ClientBehavior {
        name: "list-after-sign-out",
        clients: "courier-ui-inbox 2, courier-react 9",
        symptom: "after signing out, the Inbox still shows the messages of the user",
        cause: "the client closes its socket, and the component keeps its list",
        remedy: "remove the component from the page when the user signs out",
        rules: &[],
    },
    ClientBehavior {
        name: "marks-in-every-tenant",
        clients: "all clients",
        symptom: "marking all messages as read also marks those of other tenants",
        cause: "the tenant of a client filters what it lists and counts. Courier's mutations \
                for all messages take no tenant",
        remedy: "mark the listed messages one by one",
        rules: &[],
    },
    ClientBehavior {
        name: "no-renewal",
        clients: "courier-js 2 and 3, courier-react 8 and 9",
        symptom: "the Inbox stops working when the token expires",
        cause: "the client has no way to renew a token by itself",
        remedy: "get a new token before `exp`, and sign the user in again. That opens the \
                 socket and loads the list again",
        rules: &["expired", "expires-soon"],
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
        name: "page-drawn-twice",
        clients: "courier-ui-inbox 2, courier-react 9",
        symptom: "messages appear twice after scrolling",
        cause: "the component draws the whole list when a page arrives, and then adds the page \
                again",
        remedy: "count messages by their ID in tests, not by their elements",
        rules: &[],
    },
    ClientBehavior {
        name: "preference-looks-saved",
        clients: "client-graphql 1 to 7.4.0",
        symptom: "a change of a preference seems to be saved, and is gone after a reload",
        cause: "the client ignores that the change was refused, such as for a required topic",
        remedy: "give the token `write:preferences`, and look at the responses in the browser's \
                 developer tools",
        rules: &["missing-scope"],
    },
    ClientBehavior {
        name: "renewal-undone",
        clients: "react-provider 6 and 7",
        symptom: "after `renewSession`, requests have the old token again and get 401",
        cause: "the provider starts again with its `authorization` prop, which still is the old \
                token",
        remedy: "set the `authorization` prop to the new token too",
        rules: &["expired"],
    },
    ClientBehavior {
        name: "repeated-request",
        clients: "browsers",
        symptom: "a request is sent twice although the app sent it once",
        cause: "browsers repeat a request if a kept-alive connection is closed before the \
                response",
        remedy: "use `Idempotency-Key` for requests that must count once. In the sandbox, the \
                 journal shows both",
        rules: &[],
    },
    ClientBehavior {
        name: "skeleton-stays",
        clients: "courier-ui-inbox 2, courier-react 9",
        symptom: "the Inbox shows gray lines and never a message or an error",
        cause: "the component does not report that the first request of the list was refused",
        remedy: "inspect the token with `courier-auth inspect`, and sign the user in with a \
                 valid one",
        rules: &["missing-scope", "expired"],
    },
    ClientBehavior {
        name: "tabs-share-source",
        clients: "react-provider 7",
        symptom: "a message that was read in one tab stays unread in the other tabs of the \
                  browser",
        cause: "the tabs share the ID of their client in local storage, and Courier reports a \
                change to all clients but the one with that ID",
        remedy: "give the provider a different `id` in each tab",
        rules: &[],
    },
    ClientBehavior {
        name: "two-api-urls",
        clients: "react-provider 7",
        symptom: "with the sandbox, preferences or `identify` and `track` get 404",
        cause: "`apiUrl` of the provider is the address of the GraphQL API for preferences and \
                brands, and the base URL for `identify`, `track` and lists",
        remedy: "set `apiUrl` to the address that ends with `/client/q`, and call the routes of \
                 the base URL in your backend",
        rules: &[],
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
