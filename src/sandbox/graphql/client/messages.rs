//! The messages of apps without an Inbox, and banners.

use async_graphql::{InputObject, Json, SimpleObject, Union};
use serde_json::{Map, Value};

use crate::sandbox::{
    graphql::{
        moment,
        page::{Page, PageInfo, length},
        to_int,
    },
    inbox::{Filter, read_status},
    state::{Message, TrackingIds},
    time::iso,
};

/// Which messages.
#[derive(InputObject, Default)]
pub(super) struct FilterParamsInput {
    archived: Option<bool>,
    from: Option<Json<Value>>,
    is_read: Option<bool>,
    status: Option<String>,
    tags: Option<Vec<String>>,
}

/// Which banners.
#[derive(InputObject, Default)]
pub(super) struct BannerParamsInput {
    from: Option<Json<Value>>,
    /// There are no translations here.
    locale: Option<String>,
    tags: Option<Vec<String>>,
}

impl FilterParamsInput {
    /// The conditions; an error where one makes no sense.
    pub(super) fn filter(self) -> Result<Filter, String> {
        Ok(Filter {
            account_id: None,
            archived: self.archived.unwrap_or(false),
            from: from(self.from)?,
            read: self.is_read.or(read_status(self.status.as_deref())?),
            pinned: None,
            tags: self.tags.unwrap_or_default(),
        })
    }
}

fn from(time: Option<Json<Value>>) -> Result<Option<chrono::DateTime<chrono::Utc>>, String> {
    time.map_or(Ok(None), |Json(time)| moment(&time))
}

#[derive(SimpleObject)]
pub(super) struct LegacyMessages {
    total_count: i32,
    page_info: PageInfo,
    nodes: Vec<LegacyMessage>,
}

#[derive(SimpleObject)]
struct LegacyMessage {
    id: String,
    message_id: String,
    created: String,
    opened: Option<String>,
    read: Option<String>,
    tags: Vec<String>,
    content: LegacyContent,
}

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
    pub(super) fn of(page: Page) -> Self {
        Self {
            total_count: page.total,
            page_info: page.info,
            nodes: page.messages.iter().map(LegacyMessage::of).collect(),
        }
    }
}

impl LegacyMessage {
    fn of(message: &Message) -> Self {
        Self {
            id: message.id.clone(),
            message_id: message.id.clone(),
            created: iso(message.created),
            opened: message.opened.map(iso),
            read: message.read.map(iso),
            tags: message.tags.clone(),
            content: LegacyContent::of(message),
        }
    }
}

impl LegacyContent {
    fn of(message: &Message) -> Self {
        Self {
            title: message.title.clone(),
            body: message.preview.clone(),
            blocks: blocks(message),
            data: Json(Value::Object(message.data.clone())),
            tracking_ids: message.tracking_ids.clone(),
        }
    }
}

/// The text of a message, and its buttons.
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

#[derive(SimpleObject)]
struct Banner {
    id: String,
    user_id: String,
    message_id: String,
    created: String,
    tags: Vec<String>,
    content: LegacyContent,
}

impl Banners {
    /// A page of a user's banners, behind the one whose id `after` is.
    pub(super) fn of(
        user: &str,
        banners: &[Message],
        params: BannerParamsInput,
        limit: Option<i32>,
        after: Option<&str>,
    ) -> Result<Self, String> {
        let BannerParamsInput {
            from: since,
            locale: _,
            tags,
        } = params;
        let filter = Filter {
            from: from(since)?,
            tags: tags.unwrap_or_default(),
            ..Filter::default()
        };
        let matching: Vec<&Message> = banners.iter().filter(|b| filter.matches(b)).collect();
        let start = match after.filter(|after| !after.is_empty()) {
            None => 0,
            Some(id) => {
                let at = matching.iter().position(|banner| banner.id == id);
                at.ok_or("`after` is not a cursor of this server")? + 1
            }
        };
        let end = matching.len().min(start + length(limit));
        let page = &matching[start..end];
        let has_next_page = end < matching.len();
        let last = page.last().filter(|_| has_next_page);
        let node = |banner: &&Message| Banner {
            id: banner.id.clone(),
            user_id: user.to_owned(),
            message_id: banner.id.clone(),
            created: iso(banner.created),
            tags: banner.tags.clone(),
            content: LegacyContent::of(banner),
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
