//! The root fields of both schemas: the scopes that they require, and their costs.
//!
//! A field without an entry is refused; see [`FieldTable::requirements`].

use async_graphql::parser::types::Field;

use super::operation::Operation;

/// The cost of most fields.
const CHEAP: u64 = 1;

/// The cost of a field that reads or changes every message of a user.
const ALL_MESSAGES: u64 = 100;

/// The cost of a field that copies every topic.
const ALL_TOPICS: u64 = 100;

/// The maximum length of an argument in a scope, in bytes. No scope of a token has a longer one.
const MAX_SCOPE_ARGUMENT: usize = 1024;

const READ_INBOX: &[&str] = &["inbox:read:messages"];
const WRITE_INBOX: &[&str] = &["inbox:write:events"];
const READ_MESSAGES: &[&str] = &["read:messages"];
const READ_PREFERENCES: &[&str] = &["read:preferences"];
const WRITE_PREFERENCES: &[&str] = &["write:preferences"];
const READ_BRANDS: &[&str] = &["read:brands"];
const READ_BRAND: &[&str] = &["read:brands", "read:brands:{brandId}"];

/// The scopes of tracking. No source documents any, so a user is sufficient.
const NO_SCOPE: &[&str] = &[];

/// The root fields of a schema.
pub(super) struct FieldTable {
    /// The scopes that every query requires, even one without a field of the table.
    query_scopes: &'static [&'static str],
    /// The scopes that every mutation requires.
    mutation_scopes: &'static [&'static str],
    fields: &'static [FieldEntry],
}

/// A root field.
struct FieldEntry {
    name: &'static str,
    /// Scopes. A token must have one of them. `{argument}` is replaced with an argument of the field.
    scopes: &'static [&'static str],
    cost: u64,
}

const fn field(name: &'static str, scopes: &'static [&'static str], cost: u64) -> FieldEntry {
    FieldEntry { name, scopes, cost }
}

/// The root fields of the Inbox schema.
pub(super) const INBOX: FieldTable = FieldTable {
    query_scopes: READ_INBOX,
    mutation_scopes: WRITE_INBOX,
    fields: &[
        field("count", READ_INBOX, ALL_MESSAGES),
        field("messages", READ_INBOX, ALL_MESSAGES),
        field("message", READ_INBOX, CHEAP),
        field("read", WRITE_INBOX, CHEAP),
        field("unread", WRITE_INBOX, CHEAP),
        field("opened", WRITE_INBOX, CHEAP),
        field("clicked", WRITE_INBOX, CHEAP),
        field("archive", WRITE_INBOX, CHEAP),
        field("unarchive", WRITE_INBOX, CHEAP),
        field("unpin", WRITE_INBOX, CHEAP),
        field("addTag", WRITE_INBOX, CHEAP),
        field("removeTag", WRITE_INBOX, CHEAP),
        field("markAllRead", WRITE_INBOX, ALL_MESSAGES),
        field("archiveAll", WRITE_INBOX, ALL_MESSAGES),
        field("archiveRead", WRITE_INBOX, ALL_MESSAGES),
    ],
};

/// The root fields of the client schema.
pub(super) const CLIENT: FieldTable = FieldTable {
    query_scopes: NO_SCOPE,
    mutation_scopes: NO_SCOPE,
    fields: &[
        field("brand", READ_BRAND, ALL_TOPICS),
        field("inAppBrand", READ_BRANDS, ALL_TOPICS),
        field("recipientPreferences", READ_PREFERENCES, ALL_TOPICS),
        field("recipientPreference", READ_PREFERENCES, CHEAP),
        field("preferencePage", READ_PREFERENCES, ALL_TOPICS),
        field("draftPreferencePage", READ_PREFERENCES, ALL_TOPICS),
        field("digestSchedulesForTopic", READ_PREFERENCES, CHEAP),
        field("messages", READ_MESSAGES, ALL_MESSAGES),
        field("messageCount", READ_MESSAGES, ALL_MESSAGES),
        field("banners", READ_MESSAGES, CHEAP),
        field("updatePreferenceV2", WRITE_PREFERENCES, CHEAP),
        field("updatePreferences", WRITE_PREFERENCES, CHEAP),
        field("trackEvent", NO_SCOPE, ALL_MESSAGES),
        field("batchTrackEvent", NO_SCOPE, ALL_MESSAGES),
    ],
};

/// The requirements of an operation.
#[derive(Debug)]
pub(super) struct Requirements {
    /// Sets of scopes. A token must have one scope of each.
    pub(super) scopes: Vec<Vec<String>>,
    /// False if a field has no entry, so that its requirements are unknown.
    pub(super) is_complete: bool,
}

impl FieldTable {
    /// Returns the cost of a field, wherever it is in an operation.
    pub(super) fn cost(&self, name: &str) -> u64 {
        self.entry(name).map_or(CHEAP, |entry| entry.cost)
    }

    /// Returns the requirements of an operation.
    ///
    /// An operation whose requirements are not complete must not be executed with a user. Fields
    /// of introspection have no entry, and require no scope.
    pub(super) fn requirements(&self, operation: &Operation<'_>) -> Requirements {
        let of_operation = if operation.is_mutation() {
            self.mutation_scopes
        } else {
            self.query_scopes
        };
        let mut scopes = vec![of_operation.iter().map(|&scope| scope.to_owned()).collect()];
        let mut is_complete = true;
        for field in operation.fields() {
            let name = field.name.node.as_str();
            match self.entry(name) {
                Some(entry) => scopes.push(entry.scopes_of(field, operation)),
                None => is_complete &= name.starts_with("__"),
            }
        }
        scopes.retain(|set: &Vec<String>| !set.is_empty());
        Requirements {
            scopes,
            is_complete,
        }
    }

    fn entry(&self, name: &str) -> Option<&FieldEntry> {
        self.fields.iter().find(|entry| entry.name == name)
    }

    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|entry| entry.name)
    }
}

impl FieldEntry {
    /// Returns the scopes with the values of arguments. Scopes for missing arguments are omitted.
    fn scopes_of(&self, field: &Field, operation: &Operation<'_>) -> Vec<String> {
        let scope = |scope: &&str| match scope.split_once('{') {
            None => Some((*scope).to_owned()),
            Some((prefix, argument)) => {
                let argument = argument.trim_end_matches('}');
                let value = operation.text(field, argument, MAX_SCOPE_ARGUMENT)?;
                Some(format!("{prefix}{value}"))
            }
        };
        self.scopes.iter().filter_map(scope).collect()
    }
}
