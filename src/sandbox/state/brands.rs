//! Brands: how what Courier shows looks
//! (<https://www.courier.com/docs/api-reference/brands/get-a-brand>).

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The id of the brand that a workspace has that was not told otherwise.
pub(in crate::sandbox) const DEFAULT_BRAND: &str = "sandbox";

/// One brand, as the REST API has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::sandbox) struct Brand {
    pub(in crate::sandbox) id: String,
    pub(in crate::sandbox) name: String,
    /// In milliseconds since 1970, as the other times.
    #[serde(default)]
    pub(in crate::sandbox) created: i64,
    #[serde(default)]
    pub(in crate::sandbox) updated: i64,
    #[serde(default)]
    pub(in crate::sandbox) published: Option<i64>,
    #[serde(default)]
    pub(in crate::sandbox) version: Option<String>,
    #[serde(default)]
    pub(in crate::sandbox) settings: Map<String, Value>,
    #[serde(default)]
    pub(in crate::sandbox) snippets: Option<Value>,
}

/// What the apps' SDKs read of a brand's settings.
#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default)]
pub(in crate::sandbox) struct BrandSettings {
    colors: Option<BrandColors>,
    inapp: Option<InApp>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default)]
struct BrandColors {
    primary: Option<String>,
    secondary: Option<String>,
    tertiary: Option<String>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct InApp {
    border_radius: Option<String>,
    disable_courier_footer: Option<bool>,
    disable_message_icon: Option<bool>,
    placement: Option<String>,
    empty_state: Option<EmptyState>,
    widget_background: Option<WidgetBackground>,
    colors: Option<InAppColors>,
    icons: Option<Icons>,
    render_actions_as_buttons: Option<bool>,
    slots: Option<Vec<Slot>>,
    toast: Option<Toast>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct EmptyState {
    text_color: Option<String>,
    text: Option<String>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct WidgetBackground {
    top_color: Option<String>,
    bottom_color: Option<String>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct InAppColors {
    invert_header: Option<bool>,
    invert_buttons: Option<bool>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default)]
struct Icons {
    bell: Option<String>,
    message: Option<String>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default)]
struct Slot {
    id: Option<String>,
    label: Option<Cell>,
    icon: Option<Cell>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default)]
struct Cell {
    value: Option<String>,
    color: Option<String>,
}

#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Toast {
    timer_auto_close: Option<i32>,
    border_radius: Option<String>,
}

/// The picture of a brand and where it leads.
#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default)]
pub(in crate::sandbox) struct Logo {
    href: Option<String>,
    image: Option<String>,
}

impl Brand {
    /// What a workspace has that was not told otherwise.
    pub(super) fn built_in() -> Self {
        let colors = json!({ "primary": "#2563eb", "secondary": "#1e293b", "tertiary": "#f1f5f9" });
        let settings = [
            ("colors".to_owned(), colors),
            ("inapp".to_owned(), json!({ "borderRadius": "8px" })),
        ];
        Self {
            id: DEFAULT_BRAND.to_owned(),
            name: "Sandbox".to_owned(),
            created: 0,
            updated: 0,
            published: Some(0),
            version: None,
            settings: settings.into_iter().collect(),
            snippets: None,
        }
    }

    /// What apps read of its settings.
    ///
    /// # Errors
    /// When a setting has another form than they read.
    pub(in crate::sandbox) fn read_settings(&self) -> Result<BrandSettings, String> {
        let settings = Value::Object(self.settings.clone());
        BrandSettings::deserialize(settings).map_err(|error| format!("\"settings\": {error}"))
    }

    /// Its logo, which e-mails have in their header.
    pub(in crate::sandbox) fn logo(&self) -> Option<Logo> {
        let logo = self.settings.get("email")?.pointer("/header/logo")?;
        Logo::deserialize(logo).ok()
    }
}
