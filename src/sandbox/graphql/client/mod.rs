//! The client schema: preferences, brands, and what apps without an Inbox have.

mod messages;
mod preferences;

use async_graphql::{Context, Json, Object, SimpleObject, parser::types::Field};
use serde_json::Value;

use super::{Operation, caller, fail, page::page, to_int};
use crate::sandbox::{
    inbox::{BulkEvent, Event},
    state::{Brand, BrandSettings, DEFAULT_BRAND, DigestSchedule, Logo, Purpose, Status, Topic},
};
use messages::{BannerParamsInput, Banners, FilterParamsInput, LegacyMessages};
use preferences::{PreferencePage, PreferencesInput, RecipientPreference, RecipientPreferences};

/// The scopes that an operation needs: of each entry, one is enough.
///
/// Of tracking no source tells what it needs beside a user, so it needs nothing here.
pub(super) fn needs(operation: &Operation<'_>) -> Vec<Vec<String>> {
    let scopes = |field: &Field| match field.name.node.as_str() {
        "brand" => {
            let all = Some("read:brands".to_owned());
            let one = operation.text(field, "brandId");
            let one = one.map(|id| format!("read:brands:{id}"));
            all.into_iter().chain(one).collect()
        }
        "inAppBrand" => vec!["read:brands".to_owned()],
        "recipientPreferences"
        | "recipientPreference"
        | "preferencePage"
        | "draftPreferencePage"
        | "digestSchedulesForTopic" => {
            vec!["read:preferences".to_owned()]
        }
        "updatePreferenceV2" => vec!["write:preferences".to_owned()],
        "messages" | "messageCount" | "banners" => vec!["read:messages".to_owned()],
        _ => Vec::new(),
    };
    let needs = operation.fields().into_iter().map(scopes);
    needs.filter(|scopes| !scopes.is_empty()).collect()
}

pub(super) struct Query;

#[Object]
impl Query {
    async fn brand(&self, context: &Context<'_>, brand_id: Option<String>) -> Option<BrandNode> {
        BrandNode::find(context, brand_id.as_deref())
    }

    async fn in_app_brand(&self, context: &Context<'_>) -> Option<BrandNode> {
        BrandNode::find(context, None)
    }

    async fn recipient_preferences(
        &self,
        context: &Context<'_>,
        account_id: Option<String>,
    ) -> Option<RecipientPreferences> {
        let caller = caller(context)?;
        let state = caller.shared.state();
        let topics = state.topics().map(|(section, topic)| {
            RecipientPreference::of(&state, &caller.user, account_id.as_deref(), section, topic)
        });
        let nodes = topics.collect();
        Some(RecipientPreferences { nodes })
    }

    async fn recipient_preference(
        &self,
        context: &Context<'_>,
        template_id: String,
        account_id: Option<String>,
    ) -> Option<RecipientPreference> {
        let caller = caller(context)?;
        let state = caller.shared.state();
        let Some((section, topic)) = state.topic(&template_id) else {
            return fail(context, &no_topic(&template_id));
        };
        let tenant = account_id.as_deref();
        let user = &caller.user;
        Some(RecipientPreference::of(
            &state, user, tenant, section, topic,
        ))
    }

    async fn preference_page(
        &self,
        context: &Context<'_>,
        account_id: Option<String>,
    ) -> Option<PreferencePage> {
        // Tenants have no page of their own here.
        let _ = account_id;
        Some(PreferencePage::of(&caller(context)?.shared.state()))
    }

    /// There is one page, which is published as soon as it is there.
    async fn draft_preference_page(&self, context: &Context<'_>) -> Option<PreferencePage> {
        Some(PreferencePage::of(&caller(context)?.shared.state()))
    }

    async fn digest_schedules_for_topic(
        &self,
        context: &Context<'_>,
        template_id: String,
    ) -> Option<Vec<DigestSchedule>> {
        match caller(context)?.shared.state().topic(&template_id) {
            Some((_, topic)) => Some(topic.digest_schedules.clone()),
            None => fail(context, &no_topic(&template_id)),
        }
    }

    async fn messages(
        &self,
        context: &Context<'_>,
        params: Option<FilterParamsInput>,
        limit: Option<i32>,
        after: Option<String>,
    ) -> Option<LegacyMessages> {
        let filter = match params.unwrap_or_default().filter() {
            Ok(filter) => filter,
            Err(reason) => return fail(context, &reason),
        };
        page(context, &filter, limit, after.as_deref()).map(LegacyMessages::of)
    }

    async fn message_count(
        &self,
        context: &Context<'_>,
        params: Option<FilterParamsInput>,
    ) -> Option<i32> {
        let filter = match params.unwrap_or_default().filter() {
            Ok(filter) => filter,
            Err(reason) => return fail(context, &reason),
        };
        let caller = caller(context)?;
        let state = caller.shared.state();
        let matching = state.messages(&caller.user);
        Some(to_int(
            matching.filter(|message| filter.matches(message)).count(),
        ))
    }

    async fn banners(
        &self,
        context: &Context<'_>,
        params: Option<BannerParamsInput>,
        limit: Option<i32>,
        after: Option<String>,
    ) -> Option<Banners> {
        let caller = caller(context)?;
        let state = caller.shared.state();
        let banners = Banners::of(
            &caller.user,
            state.banners(&caller.user),
            params.unwrap_or_default(),
            limit,
            after.as_deref(),
        );
        banners.map_or_else(|reason| fail(context, &reason), Some)
    }
}

pub(super) struct Mutation;

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
        let caller = caller(context)?;
        let mut state = caller.shared.state();
        let (user, tenant) = (&caller.user, account_id.as_deref());
        let chosen = match state.topic(&template_id) {
            None => return fail(context, &no_topic(&template_id)),
            Some((_, topic)) => {
                let chosen = preferences.over(state.preference(user, tenant, topic));
                if let Err(reason) = topic.check(&chosen) {
                    return fail(context, &reason);
                }
                chosen
            }
        };
        state.choose(user, tenant, &template_id, chosen);
        let (section, topic) = state.topic(&template_id)?;
        Some(RecipientPreference::of(
            &state, user, tenant, section, topic,
        ))
    }

    /// Does what the id was made for.
    async fn track_event(
        &self,
        context: &Context<'_>,
        tracking_id: String,
    ) -> Option<TrackEventResult> {
        let caller = caller(context)?;
        let found = {
            let mut state = caller.shared.state();
            if state.archive_banner(&caller.user, &tracking_id) {
                return Some(TrackEventResult { id: tracking_id });
            }
            let mut messages = state.messages(&caller.user);
            messages.find_map(|message| {
                let purpose = message.tracking_ids.purpose_of(&tracking_id)?;
                Some((message.id.clone(), purpose))
            })
        };
        let done = match found {
            None => Err("there is no message of that tracking id"),
            Some((_, Purpose::Delivery)) => Ok(()),
            Some((message_id, Purpose::Event(event))) => caller.mark(&message_id, event).await,
        };
        match done {
            Ok(()) => Some(TrackEventResult { id: tracking_id }),
            Err(reason) => fail(context, reason),
        }
    }

    /// Does it to every message that is not archived, or takes all out of the archive.
    async fn batch_track_event(
        &self,
        context: &Context<'_>,
        event_type: String,
    ) -> Option<BatchTrackEventResult> {
        let Some(event) = Event::from_name(&event_type.to_lowercase()) else {
            return fail(context, &format!("there is no event `{event_type}`"));
        };
        let caller = caller(context)?;
        let ids: Vec<String> = {
            let state = caller.shared.state();
            let messages = state.messages(&caller.user);
            let is_meant = event == Event::Unarchive;
            let messages = messages.filter(|message| message.archived.is_some() == is_meant);
            messages.map(|message| message.id.clone()).collect()
        };
        if event == Event::Read {
            caller.mark_all(BulkEvent::MarkAllRead);
            return Some(BatchTrackEventResult { ids });
        }
        // One by one: of all at once the older clients, whose call this is, would not be told.
        for id in &ids {
            if let Err(reason) = caller.mark(id, event).await {
                return fail(context, reason);
            }
        }
        Some(BatchTrackEventResult { ids })
    }
}

fn no_topic(id: &str) -> String {
    format!("there is no topic `{id}`: seed it in \"sections\"")
}

/// A brand as apps see it.
pub(super) struct BrandNode {
    brand: Brand,
    templates: Vec<PreferenceTemplate>,
}

#[derive(SimpleObject)]
struct PreferenceTemplates {
    nodes: Vec<PreferenceTemplate>,
}

#[derive(Clone, SimpleObject)]
struct PreferenceTemplate {
    default_status: Status,
    template_name: String,
    template_id: String,
}

impl BrandNode {
    /// A brand by its id, or the default one; `null` where there is none, as in the SDKs' types.
    fn find(context: &Context<'_>, id: Option<&str>) -> Option<Self> {
        let state = caller(context)?.shared.state();
        let templates = state
            .topics()
            .map(|(_, topic)| PreferenceTemplate::of(topic));
        Some(Self {
            brand: state.brands().get(id.unwrap_or(DEFAULT_BRAND))?.clone(),
            templates: templates.collect(),
        })
    }
}

impl PreferenceTemplate {
    fn of(topic: &Topic) -> Self {
        Self {
            default_status: topic.default_status,
            template_name: topic.template_name.clone(),
            template_id: topic.template_id.clone(),
        }
    }
}

#[Object(name = "Brand")]
impl BrandNode {
    async fn settings(&self) -> Option<BrandSettings> {
        // What has another form is refused when it is written.
        self.brand.read_settings().ok()
    }

    async fn logo(&self) -> Option<Logo> {
        self.brand.logo()
    }

    async fn links(&self) -> Option<Json<Value>> {
        self.brand.settings.get("links").cloned().map(Json)
    }

    async fn preference_templates(&self) -> PreferenceTemplates {
        let nodes = self.templates.clone();
        PreferenceTemplates { nodes }
    }
}
