//! Preferences in the client schema.

use async_graphql::{Context, InputObject, Object, SimpleObject};

use super::brands::BrandNode;
use crate::sandbox::{
    graphql::context::fail,
    state::{Channel, Preference, Section, State, Status, Topic},
};

/// Returns a topic and its section. Reports an error if there is no such topic.
pub(super) fn find_topic<'s>(
    context: &Context<'_>,
    state: &'s State,
    id: &str,
) -> Option<(&'s Section, &'s Topic)> {
    let topic = state.topic(id);
    topic.or_else(|| {
        let message = format!("unknown topic `{id}`: add it to \"sections\" in the seed");
        fail(context, &message)
    })
}

/// Changes to a preference. Values that are left out stay as they are.
#[derive(InputObject)]
pub(super) struct PreferencesInput {
    status: Option<Status>,
    has_custom_routing: Option<bool>,
    routing_preferences: Option<Vec<Channel>>,
    digest_schedule: Option<String>,
}

impl PreferencesInput {
    /// Returns the preference after the changes.
    pub(super) fn applied_to(self, current: Preference) -> Preference {
        Preference {
            status: self.status.unwrap_or(current.status),
            has_custom_routing: self
                .has_custom_routing
                .unwrap_or(current.has_custom_routing),
            routing: self.routing_preferences.unwrap_or(current.routing),
            digest_schedule: self.digest_schedule.or(current.digest_schedule),
        }
    }
}

#[derive(SimpleObject)]
pub(super) struct RecipientPreferences {
    pub(super) nodes: Vec<RecipientPreference>,
}

/// A user's preference for a topic.
#[derive(SimpleObject)]
pub(super) struct RecipientPreference {
    template_id: String,
    template_name: String,
    section_id: String,
    section_name: String,
    default_status: Status,
    status: Status,
    has_custom_routing: bool,
    routing_preferences: Vec<Channel>,
    digest_schedule: Option<String>,
}

impl RecipientPreference {
    pub(super) fn new(section: &Section, topic: &Topic, preference: Preference) -> Self {
        let Preference {
            status,
            has_custom_routing,
            routing,
            digest_schedule,
        } = preference;
        Self {
            template_id: topic.template_id.clone(),
            template_name: topic.template_name.clone(),
            section_id: section.section_id.clone(),
            section_name: section.name.clone(),
            default_status: topic.default_status,
            // A required topic is one that the user gets. react-preferences sends `OPTED_OUT` with the
            // channels of a topic whose status is another one.
            status: match status {
                Status::Required => Status::OptedIn,
                other => other,
            },
            has_custom_routing,
            routing_preferences: routing,
            digest_schedule,
        }
    }
}

/// The preference page.
pub(super) struct PreferencePage {
    sections: Vec<Section>,
}

#[derive(SimpleObject)]
struct ChannelConfigs {
    channel_labels: Vec<ChannelLabel>,
}

#[derive(SimpleObject)]
struct ChannelLabel {
    channel: Channel,
    name: &'static str,
}

#[derive(SimpleObject)]
struct Sections {
    nodes: Vec<SectionNode>,
}

#[derive(SimpleObject)]
#[graphql(name = "Section")]
struct SectionNode {
    section_id: String,
    name: String,
    description: Option<String>,
    routing_options: Vec<Channel>,
    has_custom_routing: bool,
    topics: Topics,
}

#[derive(SimpleObject)]
struct Topics {
    nodes: Vec<Topic>,
}

impl PreferencePage {
    pub(super) fn new(state: &State) -> Self {
        let sections = state.sections().to_vec();
        Self { sections }
    }
}

#[Object]
impl PreferencePage {
    async fn show_courier_footer(&self) -> bool {
        false
    }

    async fn heading(&self) -> &str {
        "Notification preferences"
    }

    async fn description(&self) -> Option<&str> {
        None
    }

    /// The page includes its brand, so `read:brands` is not required.
    async fn brand(&self, context: &Context<'_>, brand_id: Option<String>) -> Option<BrandNode> {
        BrandNode::find(context, brand_id.as_deref())
    }

    async fn channel_configs(&self) -> ChannelConfigs {
        let labels = Channel::ALL.into_iter();
        let label = |(channel, name)| ChannelLabel { channel, name };
        ChannelConfigs {
            channel_labels: labels.map(label).collect(),
        }
    }

    async fn sections(&self) -> Sections {
        let node = |section: &Section| SectionNode {
            section_id: section.section_id.clone(),
            name: section.name.clone(),
            description: section.description.clone(),
            routing_options: section.routing_options.clone(),
            has_custom_routing: section.has_custom_routing,
            topics: Topics {
                nodes: section.topics.clone(),
            },
        };
        Sections {
            nodes: self.sections.iter().map(node).collect(),
        }
    }
}
