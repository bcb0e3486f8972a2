//! Changes to messages. Events are published while the state is locked, so that subscribers get
//! them in the order of the changes.

use chrono::{DateTime, Utc};

use super::context::RequestContext;
use crate::sandbox::{
    events::InboxEvent,
    faults::FAULT_REASON,
    state::{BulkEvent, Message, MessageEvent, StoreFull},
};

impl RequestContext {
    /// Applies an event to a message, and publishes it.
    ///
    /// # Errors
    /// Returns an error if the user has no such message, or a fault applies.
    pub(super) async fn mark(
        &self,
        message_id: &str,
        event: MessageEvent,
    ) -> Result<(), &'static str> {
        let result = self.change(message_id, 0, |message, now| {
            message.apply(event, now);
            let source = self.source.as_deref();
            let change = InboxEvent::change(&self.user, message, event, source);
            self.shared.publish(&change);
        });
        // A request may cause more events than a queue holds. Connections must get to empty theirs.
        tokio::task::yield_now().await;
        result
    }

    /// Changes a message without publishing an event. It grows by at most `growth` bytes.
    ///
    /// # Errors
    /// Returns an error if the user has no such message, a fault applies, or there is no space.
    pub(super) fn change(
        &self,
        message_id: &str,
        growth: usize,
        change: impl FnOnce(&mut Message, DateTime<Utc>),
    ) -> Result<(), &'static str> {
        let route = self.fault_route;
        if self.shared.faults().fails_mutation(route, message_id) {
            return Err(FAULT_REASON);
        }
        let now = self.shared.now();
        let mut state = self.shared.state();
        state
            .require_space(growth)
            .map_err(|StoreFull| StoreFull::MESSAGE)?;
        let changed = state.change_message(&self.user, message_id, |message| change(message, now));
        changed.ok_or("Message not found")
    }

    /// Applies an event to all messages, and publishes it.
    pub(super) fn mark_all(&self, event: BulkEvent) {
        let now = self.shared.now();
        let mut state = self.shared.state();
        for message in state.messages_mut(&self.user) {
            message.apply_bulk(event, now);
        }
        let change = InboxEvent::bulk_change(&self.user, event, self.source.as_deref());
        self.shared.publish(&change);
    }
}
