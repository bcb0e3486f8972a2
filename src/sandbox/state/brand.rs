//! Brands: the look of Courier's UI components
//! (<https://www.courier.com/docs/api-reference/brands/get-a-brand>).

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::sandbox::size::{Size, total};

/// The ID of the brand of a new workspace.
pub(in crate::sandbox) const DEFAULT_BRAND: &str = "sandbox";

/// A brand, as the REST API represents it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::sandbox) struct Brand {
    pub(in crate::sandbox) id: String,
    pub(in crate::sandbox) name: String,
    /// In milliseconds since 1970, like the other times.
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

/// The settings of a brand that the SDKs for apps read.
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

/// The logo of a brand and the URL that it links to.
#[derive(Debug, Clone, Default, SimpleObject, Deserialize)]
#[serde(default)]
pub(in crate::sandbox) struct Logo {
    href: Option<String>,
    image: Option<String>,
}

impl Brand {
    /// The brand of a new workspace.
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

    /// Parses the settings that apps read.
    ///
    /// # Errors
    /// Returns an error if one of them has an unexpected type.
    pub(in crate::sandbox) fn read_settings(&self) -> Result<BrandSettings, String> {
        let settings = Value::Object(self.settings.clone());
        BrandSettings::deserialize(settings).map_err(|error| format!("\"settings\": {error}"))
    }

    /// The logo in the header of emails.
    pub(in crate::sandbox) fn logo(&self) -> Option<Logo> {
        let logo = self.settings.get("email")?.pointer("/header/logo")?;
        Logo::deserialize(logo).ok()
    }
}

impl Size for Brand {
    fn size(&self) -> usize {
        total([
            size_of::<Self>(),
            self.id.size(),
            self.name.size(),
            self.version.size(),
            self.settings.size(),
            self.snippets.size(),
        ])
    }
}
