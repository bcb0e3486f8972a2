//! Queries of the client schema.

use async_graphql::{Context, Object};

use super::{
    brands::BrandNode,
    messages::{BannerParamsInput, Banners, FilterParamsInput, LegacyMessages},
    preferences::{PreferencePage, RecipientPreference, RecipientPreferences, find_topic},
};
use crate::sandbox::{
    graphql::{
        arguments::to_int,
        context::{fail, request},
        page::page,
    },
    state::{DigestSchedule, InboxFilter},
};

/// The root of queries.
pub(in crate::sandbox::graphql) struct Query;

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
        let request = request(context)?;
        let state = request.shared.state();
        let topics = state.topics().map(|(section, topic)| {
            let preference = state.preference(&request.user, account_id.as_deref(), topic);
            RecipientPreference::new(section, topic, preference)
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
        let request = request(context)?;
        let state = request.shared.state();
        let (section, topic) = find_topic(context, &state, &template_id)?;
        let preference = state.preference(&request.user, account_id.as_deref(), topic);
        Some(RecipientPreference::new(section, topic, preference))
    }

    async fn preference_page(
        &self,
        context: &Context<'_>,
        account_id: Option<String>,
    ) -> Option<PreferencePage> {
        // In the sandbox, all tenants share a page.
        let _ = account_id;
        Some(PreferencePage::new(&request(context)?.shared.state()))
    }

    /// In the sandbox, the draft is always the published page.
    async fn draft_preference_page(&self, context: &Context<'_>) -> Option<PreferencePage> {
        Some(PreferencePage::new(&request(context)?.shared.state()))
    }

    async fn digest_schedules_for_topic(
        &self,
        context: &Context<'_>,
        template_id: String,
    ) -> Option<Vec<DigestSchedule>> {
        let state = request(context)?.shared.state();
        let (_, topic) = find_topic(context, &state, &template_id)?;
        Some(topic.digest_schedules.clone())
    }

    async fn messages(
        &self,
        context: &Context<'_>,
        params: Option<FilterParamsInput>,
        limit: Option<i32>,
        after: Option<String>,
    ) -> Option<LegacyMessages> {
        let filter = filter(context, params)?;
        page(context, &filter, limit, after.as_deref()).map(LegacyMessages::new)
    }

    async fn message_count(
        &self,
        context: &Context<'_>,
        params: Option<FilterParamsInput>,
    ) -> Option<i32> {
        let filter = filter(context, params)?;
        let request = request(context)?;
        let state = request.shared.state();
        let messages = state.messages(&request.user);
        Some(to_int(
            messages.filter(|message| filter.matches(message)).count(),
        ))
    }

    async fn banners(
        &self,
        context: &Context<'_>,
        params: Option<BannerParamsInput>,
        limit: Option<i32>,
        after: Option<String>,
    ) -> Option<Banners> {
        let request = request(context)?;
        let state = request.shared.state();
        let banners = Banners::page(
            &request.user,
            &state,
            params.unwrap_or_default(),
            limit,
            after.as_deref(),
        );
        banners.map_or_else(|reason| fail(context, &reason), Some)
    }
}

fn filter(context: &Context<'_>, params: Option<FilterParamsInput>) -> Option<InboxFilter> {
    let filter = params.unwrap_or_default().into_filter();
    filter.map_or_else(|reason| fail(context, &reason), Some)
}
