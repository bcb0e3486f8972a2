//! Mutations of the client schema.

use async_graphql::{Context, Object, SimpleObject};

use super::preferences::{PreferencesInput, RecipientPreference, find_topic};
use crate::sandbox::{
    graphql::context::{RequestContext, fail, request},
    state::{BulkEvent, MessageEvent, StoreFull, TrackedEvent},
};

/// The root of mutations.
pub(in crate::sandbox::graphql) struct Mutation;

#[derive(SimpleObject)]
struct TrackEventResult {
    id: String,
}

#[derive(SimpleObject)]
struct BatchTrackEventResult {
    ids: Vec<String>,
}

#[Object]
impl Mutation {
    #[graphql(name = "updatePreferenceV2")]
    async fn update_preference(
        &self,
        context: &Context<'_>,
        template_id: String,
        preferences: PreferencesInput,
        account_id: Option<String>,
    ) -> Option<RecipientPreference> {
        update_preference(context, &template_id, preferences, account_id.as_deref())
    }

    /// The older form, whose result has no fields
    /// (<https://github.com/trycourier/courier-react>, `packages/client-graphql/src/preferences.ts`).
    async fn update_preferences(
        &self,
        context: &Context<'_>,
        template_id: String,
        preferences: PreferencesInput,
        account_id: Option<String>,
    ) -> Option<bool> {
        update_preference(context, &template_id, preferences, account_id.as_deref()).map(|_| true)
    }

    /// Archives the banner, or applies the event that the tracking ID reports.
    async fn track_event(
        &self,
        context: &Context<'_>,
        tracking_id: String,
    ) -> Option<TrackEventResult> {
        match request(context)?.track_event(&tracking_id).await {
            Ok(()) => Some(TrackEventResult { id: tracking_id }),
            Err(reason) => fail(context, reason),
        }
    }

    /// Applies an event to every message that is not archived, or unarchives every archived message.
    async fn batch_track_event(
        &self,
        context: &Context<'_>,
        event_type: String,
    ) -> Option<BatchTrackEventResult> {
        let Some(event) = MessageEvent::from_name(&event_type.to_lowercase()) else {
            return fail(context, &format!("unknown event `{event_type}`"));
        };
        match request(context)?.batch_track_event(event).await {
            Ok(ids) => Some(BatchTrackEventResult { ids }),
            Err(reason) => fail(context, reason),
        }
    }
}

/// Changes the user's preference for a topic. Reports an error if it cannot be changed.
fn update_preference(
    context: &Context<'_>,
    template_id: &str,
    preferences: PreferencesInput,
    tenant: Option<&str>,
) -> Option<RecipientPreference> {
    let request = request(context)?;
    let mut state = request.shared.state();
    let (section, topic) = find_topic(context, &state, template_id)?;
    let current = state.preference(&request.user, tenant, topic);
    let preference = preferences.applied_to(current);
    if let Err(reason) = topic.check(&preference) {
        return fail(context, &reason);
    }
    let result = RecipientPreference::new(section, topic, preference.clone());
    match state.set_preference(&request.user, tenant, template_id, preference) {
        Ok(()) => Some(result),
        Err(StoreFull) => fail(context, StoreFull::MESSAGE),
    }
}

impl RequestContext {
    async fn track_event(&self, tracking_id: &str) -> Result<(), &'static str> {
        let (message_id, event) = {
            let mut state = self.shared.state();
            let archived = state.reduce_user(&self.user, |user| user.archive_banner(tracking_id));
            if archived == Some(true) {
                return Ok(());
            }
            let mut messages = state.messages(&self.user);
            let message = messages.find_map(|message| {
                let event = message.tracking_ids.event_of(tracking_id)?;
                Some((message.id.clone(), event))
            });
            message.ok_or("no message has this tracking ID")?
        };
        match event {
            TrackedEvent::Delivery => Ok(()),
            TrackedEvent::Message(event) => self.mark(&message_id, event).await,
        }
    }

    /// Returns the IDs of the messages.
    async fn batch_track_event(&self, event: MessageEvent) -> Result<Vec<String>, &'static str> {
        let ids: Vec<String> = {
            let state = self.shared.state();
            let messages = state.messages(&self.user);
            let is_for_archived = event == MessageEvent::Unarchive;
            let messages = messages.filter(|message| message.archived.is_some() == is_for_archived);
            messages.map(|message| message.id.clone()).collect()
        };
        if event == MessageEvent::Read {
            self.mark_all(BulkEvent::MarkAllRead);
            return Ok(ids);
        }
        // One by one, because the older clients, which use this mutation, know no other bulk event.
        for id in &ids {
            self.mark(id, event).await?;
        }
        Ok(ids)
    }
}
