//! Types of the Inbox schema, with the fields that Courier's SDKs select.

use std::sync::Arc;

use async_graphql::{InputObject, Json, Object, SimpleObject, Union};
use serde_json::{Map, Value};

use crate::sandbox::{
    graphql::{arguments::parse_from, page::PageInfo},
    state::{InboxFilter, Message, TrackingIds, parse_read_status},
    time::format_iso,
};

/// The filter of a message list.
#[derive(InputObject, Default)]
pub(super) struct FilterParamsInput {
    account_id: Option<String>,
    archived: Option<bool>,
    from: Option<Json<Value>>,
    pinned: Option<bool>,
    status: Option<String>,
    tags: Option<Vec<String>>,
}

impl FilterParamsInput {
    /// Converts the parameters.
    ///
    /// # Errors
    /// Returns an error if one of them is invalid.
    pub(super) fn into_filter(self) -> Result<InboxFilter, String> {
        Ok(InboxFilter {
            account_id: self.account_id,
            archived: self.archived.unwrap_or(false),
            from: parse_from(self.from)?,
            read: parse_read_status(self.status.as_deref())?,
            pinned: self.pinned,
            tags: self.tags.unwrap_or_default(),
        })
    }
}

#[derive(SimpleObject)]
pub(super) struct MessageConnection {
    pub(super) total_count: i32,
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<InboxMessage>,
}

#[derive(SimpleObject)]
pub(super) struct Action {
    #[graphql(name = "background_color")]
    background_color: Option<String>,
    content: Option<String>,
    data: Option<Json<Value>>,
    href: Option<String>,
    style: Option<String>,
}

#[derive(SimpleObject)]
pub(super) struct Pinned {
    slot_id: Option<String>,
}

/// A message.
pub(super) struct InboxMessage(pub(super) Arc<Message>);

#[derive(SimpleObject)]
struct Content {
    html: Option<String>,
    title: Option<String>,
    preview: Option<String>,
    actions: Vec<Action>,
    elemental: Vec<Elemental>,
}

#[derive(Union)]
enum Elemental {
    Text(TextElement),
    Action(ActionElement),
}

#[derive(SimpleObject)]
struct TextElement {
    #[graphql(name = "type")]
    kind: &'static str,
    content: Option<String>,
}

#[derive(SimpleObject)]
struct ActionElement {
    #[graphql(name = "type")]
    kind: &'static str,
    content: Option<String>,
    href: Option<String>,
}

#[Object(name = "Message")]
impl InboxMessage {
    async fn message_id(&self) -> &str {
        &self.0.id
    }

    async fn account_id(&self) -> Option<&str> {
        self.0.account_id.as_deref()
    }

    async fn read(&self) -> Option<String> {
        self.0.read.map(format_iso)
    }

    async fn archived(&self) -> Option<String> {
        self.0.archived.map(format_iso)
    }

    async fn opened(&self) -> Option<String> {
        self.0.opened.map(format_iso)
    }

    async fn created(&self) -> String {
        format_iso(self.0.created)
    }

    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    async fn preview(&self) -> Option<&str> {
        self.0.preview.as_deref()
    }

    async fn icon(&self) -> Option<&str> {
        self.0.icon()
    }

    async fn data(&self) -> Json<Value> {
        Json(Value::Object(self.0.data.clone()))
    }

    async fn tags(&self) -> &[String] {
        &self.0.tags
    }

    async fn pinned(&self) -> Option<Pinned> {
        let slot_id = Some(self.0.pinned.clone()?);
        Some(Pinned { slot_id })
    }

    async fn tracking_ids(&self) -> &TrackingIds {
        &self.0.tracking_ids
    }

    async fn content(&self) -> Content {
        Content {
            html: None,
            title: self.0.title.clone(),
            preview: self.0.preview.clone(),
            actions: self.buttons(),
            elemental: self.elements(),
        }
    }

    /// The buttons. The sandbox has one version of them.
    async fn actions(&self, version: Option<i32>) -> Vec<Action> {
        let _ = version;
        self.buttons()
    }
}

impl InboxMessage {
    fn buttons(&self) -> Vec<Action> {
        let actions = self.0.actions.iter();
        actions
            .map(|action| Action {
                background_color: text(action, "background_color"),
                content: text(action, "content"),
                data: action.get("data").cloned().map(Json),
                href: text(action, "href"),
                style: text(action, "style"),
            })
            .collect()
    }

    fn elements(&self) -> Vec<Elemental> {
        let texts = self.0.preview.clone().map(|preview| TextElement {
            kind: "text",
            content: Some(preview),
        });
        let actions = self.0.actions.iter().map(|action| ActionElement {
            kind: "action",
            content: text(action, "content"),
            href: text(action, "href"),
        });
        let texts = texts.into_iter().map(Elemental::Text);
        texts.chain(actions.map(Elemental::Action)).collect()
    }
}

fn text(action: &Map<String, Value>, name: &str) -> Option<String> {
    action.get(name).and_then(Value::as_str).map(str::to_owned)
}
