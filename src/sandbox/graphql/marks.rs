//! What mutations do to messages. Whoever listens is told while the state is locked, so that all
//! hear of changes in the order they were made.

use chrono::{DateTime, Utc};

use super::Caller;
use crate::sandbox::{
    inbox::{BulkEvent, Change, Event},
    state::Message,
};

impl Caller {
    /// Does it to one message.
    ///
    /// # Errors
    /// Where there is none of that id, or a fault was asked for.
    pub(super) async fn mark(&self, message_id: &str, event: Event) -> Result<(), &'static str> {
        let done = self.change(message_id, |message, now| {
            event.apply(message, now);
            let change = Change::event(event, &message.id);
            let tenant = message.account_id.as_deref();
            let happening = change.of(&self.user, tenant, self.source.as_deref());
            self.shared.hub().tell(&happening);
        });
        // One request may mark more messages than anybody's queue holds: let it be emptied.
        tokio::task::yield_now().await;
        done
    }

    /// Changes one message in a way that nobody is told of.
    ///
    /// # Errors
    /// As [`Self::mark`].
    pub(super) fn change(
        &self,
        message_id: &str,
        work: impl FnOnce(&mut Message, DateTime<Utc>),
    ) -> Result<(), &'static str> {
        if self.shared.faults().fails(self.api.route(), message_id) {
            return Err("a fault that was asked for");
        }
        let now = self.shared.now();
        match self.shared.state().message_mut(&self.user, message_id) {
            Some(message) => {
                work(message, now);
                Ok(())
            }
            None => Err("Message not found"),
        }
    }

    /// Does it to all messages.
    pub(super) fn mark_all(&self, event: BulkEvent) {
        let now = self.shared.now();
        let mut state = self.shared.state();
        event.apply(state.messages_mut(&self.user), now);
        let change = Change::bulk(event);
        let happening = change.of(&self.user, None, self.source.as_deref());
        self.shared.hub().tell(&happening);
    }
}
