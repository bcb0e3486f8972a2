//! The conditions of `listen` for events.

use serde_json::Value;

use crate::{
    cli::{Condition, ListenArgs},
    courier::InboxEvent,
};

/// The events to print.
pub(super) struct Conditions<'a> {
    /// The names of events, empty for all of them.
    events: &'a [String],
    tenant: Option<&'a str>,
    fields: &'a [Condition],
}

impl<'a> Conditions<'a> {
    pub(super) fn new(args: &'a ListenArgs) -> Self {
        Self {
            events: &args.events,
            tenant: args.tenant.as_deref(),
            fields: &args.conditions,
        }
    }

    /// Returns true if the event is to be printed. `document` returns its JSON document.
    pub(super) fn include(&self, event: &InboxEvent, document: impl FnOnce() -> Value) -> bool {
        let is_named = self.events.is_empty() || self.events.contains(&event.name);
        // Events without a message are of the tenant to which the connection subscribed.
        let message = event.message.as_ref();
        let is_of_tenant = match (self.tenant, message) {
            (Some(tenant), Some(message)) => message.tenant.as_deref() == Some(tenant),
            _ => true,
        };
        if !(is_named && is_of_tenant) || self.fields.is_empty() {
            return is_named && is_of_tenant;
        }
        let document = document();
        self.fields
            .iter()
            .all(|condition| is_met(condition, &document))
    }
}

fn is_met(condition: &Condition, document: &Value) -> bool {
    let mut path = condition.path.iter();
    let field = path.try_fold(document, |value, name| match value {
        Value::Array(items) => items.get(name.parse::<usize>().ok()?),
        value => value.get(name),
    });
    field.is_some_and(|value| has_text(value, condition))
}

/// Returns true if the value has the text, or if it is an array with a value that has it.
fn has_text(value: &Value, condition: &Condition) -> bool {
    let is_equal = |text: &str| {
        if condition.is_part {
            text.contains(&condition.text)
        } else {
            text == condition.text
        }
    };
    match value {
        Value::Null | Value::Object(_) => false,
        Value::String(text) => is_equal(text),
        Value::Bool(_) | Value::Number(_) => is_equal(&value.to_string()),
        Value::Array(items) => items.iter().any(|item| has_text(item, condition)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_compared_by_their_text() {
        let document = json!({ "title": "Your order", "tags": ["a", "b"], "listed": true,
            "data": { "id": 12, "items": [{ "sku": "x" }], "url": "https://e.test/?a=b" }, "preview": null });
        for (condition, expected) in [
            ("title=Your order", true),
            ("title=order", false),
            ("title~order", true),
            ("tags=b", true),
            ("tags.0=b", false),
            ("data.id=12", true),
            ("data.id=1", false),
            ("data.items.0.sku=x", true),
            ("data.url=https://e.test/?a=b", true),
            ("listed=true", true),
            ("preview=", false),
            ("preview=null", false),
            ("nothing=x", false),
            ("data=x", false),
        ] {
            let parsed: Condition = condition.parse().unwrap();
            assert_eq!(is_met(&parsed, &document), expected, "{condition}");
        }
        for wrong in ["", "title", "=x", "a..b=x", ".a=x"] {
            assert!(wrong.parse::<Condition>().is_err(), "{wrong}");
        }
    }
}
