//! The subjects of `explain`: rules of `inspect`, and behaviors of Courier's clients.

use super::{name_parser::NameParser, values};
use crate::{
    client_behaviors::{CLIENT_BEHAVIORS, ClientBehavior},
    inspect::Selector,
};

/// The topic of all client behaviors.
const CLIENTS: &str = "clients";

/// A subject that `explain` knows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Topic {
    /// One rule or a family of rules.
    Rules(Selector),
    /// All client behaviors.
    Clients,
    /// One client behavior.
    Client(&'static ClientBehavior),
}

/// Parses a subject of `explain`.
pub(super) fn parser() -> NameParser<Topic> {
    NameParser {
        names: || {
            let behaviors = CLIENT_BEHAVIORS
                .iter()
                .map(|behavior| (behavior.name, behavior.symptom));
            let mut names = (values::selector().names)();
            names.push((
                CLIENTS,
                "behaviors of Courier's clients that surprise people",
            ));
            names.extend(behaviors);
            names
        },
        find: |text| match text {
            CLIENTS => Some(Topic::Clients),
            name => ClientBehavior::from_name(name)
                .map(Topic::Client)
                .or_else(|| name.parse().ok().map(Topic::Rules)),
        },
        suggest: |_| None,
        list_hint: "`courier-auth explain` lists all rules, and `explain clients` client behaviors",
    }
}
