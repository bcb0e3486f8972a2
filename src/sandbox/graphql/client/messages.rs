//! The messages and banners of older clients.

#![warn(clippy::arithmetic_side_effects)]

use std::sync::Arc;

use async_graphql::{InputObject, Json, Object, SimpleObject, Union};
use serde_json::{Map, Value};

use crate::sandbox::{
    graphql::{
        arguments::{parse_from, to_int},
        page::{Page, PageInfo, page_size},
    },
    state::{InboxFilter, Message, State, TrackingIds, parse_read_status},
    time::format_iso,
};

/// The filter of a message list.
#[derive(InputObject, Default)]
pub(super) struct FilterParamsInput {
    account_id: Option<String>,
    archived: Option<bool>,
    from: Option<Json<Value>>,
    is_read: Option<bool>,
    status: Option<String>,
    tags: Option<Vec<String>>,
}

/// The filter of a banner list.
#[derive(InputObject, Default)]
pub(super) struct BannerParamsInput {
    from: Option<Json<Value>>,
    /// Ignored, because the sandbox has no translations.
    locale: Option<String>,
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
            read: self.is_read.or(parse_read_status(self.status.as_deref())?),
            pinned: None,
            tags: self.tags.unwrap_or_default(),
        })
    }
}

#[derive(SimpleObject)]
pub(super) struct LegacyMessages {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<LegacyMessage>,
}

/// A message, whose fields are copied when they are resolved.
struct LegacyMessage(Arc<Message>);

#[derive(SimpleObject)]
struct LegacyContent {
    title: Option<String>,
    body: Option<String>,
    blocks: Vec<Block>,
    data: Json<Value>,
    tracking_ids: TrackingIds,
}

#[derive(Union)]
enum Block {
    Text(TextBlock),
    Action(ActionBlock),
}

#[derive(SimpleObject)]
struct TextBlock {
    #[graphql(name = "type")]
    kind: &'static str,
    text: Option<String>,
}

#[derive(SimpleObject)]
struct ActionBlock {
    #[graphql(name = "type")]
    kind: &'static str,
    text: Option<String>,
    url: Option<String>,
}

impl LegacyMessages {
    pub(super) fn new(page: Page) -> Self {
        Self {
            total_count: page.total,
            page_info: page.info,
            nodes: page.messages.into_iter().map(LegacyMessage).collect(),
        }
    }
}

#[Object]
impl LegacyMessage {
    async fn id(&self) -> &str {
        &self.0.id
    }

    async fn message_id(&self) -> &str {
        &self.0.id
    }

    async fn created(&self) -> String {
        format_iso(self.0.created)
    }

    async fn opened(&self) -> Option<String> {
        self.0.opened.map(format_iso)
    }

    async fn read(&self) -> Option<String> {
        self.0.read.map(format_iso)
    }

    async fn tags(&self) -> &[String] {
        &self.0.tags
    }

    async fn content(&self) -> LegacyContent {
        LegacyContent::from(&*self.0)
    }
}

impl From<&Message> for LegacyContent {
    fn from(message: &Message) -> Self {
        Self {
            title: message.title.clone(),
            body: message.preview.clone(),
            blocks: blocks(message),
            data: Json(Value::Object(message.data.clone())),
            tracking_ids: message.tracking_ids.clone(),
        }
    }
}

/// Returns the text and the actions of a message as blocks.
fn blocks(message: &Message) -> Vec<Block> {
    let text = |action: &Map<String, Value>, name: &str| {
        action.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let texts = message.preview.clone().map(|preview| TextBlock {
        kind: "text",
        text: Some(preview),
    });
    let actions = message.actions.iter().map(|action| ActionBlock {
        kind: "action",
        text: text(action, "content"),
        url: text(action, "href"),
    });
    let texts = texts.into_iter().map(Block::Text);
    texts.chain(actions.map(Block::Action)).collect()
}

#[derive(SimpleObject)]
pub(super) struct Banners {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<Banner>,
}

/// A banner, whose fields are copied when they are resolved.
struct Banner {
    user_id: Arc<str>,
    message: Arc<Message>,
}

#[Object]
impl Banner {
    async fn id(&self) -> &str {
        &self.message.id
    }

    async fn user_id(&self) -> &str {
        &self.user_id
    }

    async fn message_id(&self) -> &str {
        &self.message.id
    }

    async fn created(&self) -> String {
        format_iso(self.message.created)
    }

    async fn tags(&self) -> &[String] {
        &self.message.tags
    }

    async fn content(&self) -> LegacyContent {
        LegacyContent::from(&*self.message)
    }
}

impl Banners {
    /// Returns the page of a user's banners after the one with the ID `after`.
    ///
    /// # Errors
    /// Returns an error if an argument is invalid.
    pub(super) fn page(
        user_id: &str,
        state: &State,
        params: BannerParamsInput,
        limit: Option<i32>,
        after: Option<&str>,
    ) -> Result<Self, String> {
        let filter = InboxFilter {
            from: parse_from(params.from)?,
            tags: params.tags.unwrap_or_default(),
            ..InboxFilter::default()
        };
        let user = state.user(user_id);
        let banners = user.map_or(&[][..], |user| &user.banners);
        let matching = banners.iter().filter(|banner| filter.matches(banner));
        let matching: Vec<&Arc<Message>> = matching.collect();
        let start = match after.filter(|after| !after.is_empty()) {
            None => 0,
            Some(id) => {
                let at = matching.iter().position(|banner| banner.id == id);
                let at = at.ok_or("`after` is not a cursor from this server")?;
                at.saturating_add(1)
            }
        };
        let end = matching.len().min(start.saturating_add(page_size(limit)));
        let page = &matching[start..end];
        let has_next_page = end < matching.len();
        let last = page.last().filter(|_| has_next_page);
        let user_id: Arc<str> = user_id.into();
        let node = |banner: &&Arc<Message>| Banner {
            user_id: Arc::clone(&user_id),
            message: Arc::clone(banner),
        };
        Ok(Self {
            total_count: to_int(matching.len()),
            page_info: PageInfo {
                start_cursor: last.map(|banner| banner.id.clone()),
                has_next_page,
            },
            nodes: page.iter().map(node).collect(),
        })
    }
}
