//! Brands in the client schema.

use async_graphql::{Context, Json, Object, SimpleObject};
use serde_json::Value;

use crate::sandbox::{
    graphql::context::request,
    state::{Brand, BrandSettings, DEFAULT_BRAND, Logo, Status, Topic},
};

/// A brand.
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
    /// Returns the brand with that ID, or the default brand. As in the types of the SDKs, the
    /// value of the field is `null` if there is none.
    pub(super) fn find(context: &Context<'_>, id: Option<&str>) -> Option<Self> {
        let state = request(context)?.shared.state();
        let templates = state
            .topics()
            .map(|(_, topic)| PreferenceTemplate::from(topic));
        Some(Self {
            brand: state.brands().get(id.unwrap_or(DEFAULT_BRAND))?.clone(),
            templates: templates.collect(),
        })
    }
}

impl From<&Topic> for PreferenceTemplate {
    fn from(topic: &Topic) -> Self {
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
        // Brands with invalid settings are not stored.
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
