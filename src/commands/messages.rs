//! `messages`: what is in a user's Inbox.

use std::io::{self, Write};

use chrono::DateTime;

use super::{
    connection,
    entry::{Entry, Given, Need},
};
use crate::{
    cli::{InboxArgs, Limit, ListForm, MessagesArgs},
    context::Context,
    courier::{self, Courier, Filter, InboxMessage, Page, ReadState},
    error::Error,
    exit::Exit,
    output::{Output, Paint, Palette, json, sanitize, table},
    runtime,
    time::{humanize, unix_seconds},
    token::UserId,
};

/// How many messages are asked for at once, at the most: what Courier's SDKs allow themselves.
pub(super) const PAGE: u8 = 100;

/// The narrowest that an id or a title is cut to, in columns.
const NARROWEST: usize = 10;

pub(crate) fn run(args: &MessagesArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let form = args.form().or(context.json.then_some(ListForm::Json));
    context.json |= form == Some(ListForm::Jsonl);
    let InboxArgs { api, inbox_url, .. } = &args.inbox;
    let courier = connection::courier(&args.key, api, inbox_url.as_ref(), context)?;
    let given = Given::find(&args.inbox, context)?;
    let named = args.user.clone();
    let named = named.or_else(|| given.as_ref().and_then(Given::only_user));
    let user: UserId = connection::user(named, &args.key, context)?;
    let need = Need::new(&["list"], courier.timeout());
    let ways = (&courier, &args.inbox, &args.key);
    let entry = Entry::new(Some(&user), given, &need, ways, context)?;
    let now = (context.now)();
    let filter = Filter {
        state: match (args.unread, args.read) {
            (true, _) => Some(ReadState::Unread),
            (_, true) => Some(ReadState::Read),
            _ => None,
        },
        archived: args.archived,
        tags: args.place.tags.clone(),
        tenant: args.place.tenant.clone(),
        since: args.since.map(|since| since.resolve(now)),
    };
    let mut listing = Listing::new(&courier, &entry, &user, &filter);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let limit = match args.limit {
        _ if form == Some(ListForm::Count) => 1,
        Limit::Some(limit) => limit,
        Limit::All => u64::MAX,
    };
    let mut shown = Shown::new(form, user.as_str(), unix_seconds(now));
    while let Some(page) = runtime.block_on(listing.page(limit - shown.count))? {
        shown.page(&page, &mut context.output)?;
        if shown.count >= limit {
            break;
        }
    }
    shown.end(context)
}

/// Messages, page after page.
pub(super) struct Listing<'l> {
    courier: &'l Courier,
    entry: &'l Entry,
    user: &'l UserId,
    filter: &'l Filter,
    next: Next,
    /// How many pages there were, and the cursor behind the last one whose number is a power of two:
    /// a list that comes back to it has no end.
    pages: u64,
    mark: Option<String>,
}

/// Where the next page begins.
enum Next {
    First,
    After(String),
    Nowhere,
}

impl<'l> Listing<'l> {
    /// From the newest on.
    pub(super) fn new(
        courier: &'l Courier,
        entry: &'l Entry,
        user: &'l UserId,
        filter: &'l Filter,
    ) -> Self {
        Self {
            courier,
            entry,
            user,
            filter,
            next: Next::First,
            pages: 0,
            mark: None,
        }
    }

    /// The next page, of so many messages at the most.
    ///
    /// # Errors
    /// When Courier does not give it.
    pub(super) async fn page(&mut self, limit: u64) -> Result<Option<Page>, Error> {
        let after = match &self.next {
            Next::First => None,
            Next::After(cursor) => Some(cursor.as_str()),
            Next::Nowhere => return Ok(None),
        };
        let limit = u8::try_from(limit).unwrap_or(PAGE).min(PAGE);
        let access = self.entry.access(self.user, self.courier).await?;
        let ask = self
            .courier
            .page(&access, self.user, self.filter, limit, after);
        let page = ask.await?;
        self.pages += 1;
        if page.next.is_some() && page.next == self.mark {
            let text = "the pages of the Inbox have no end".to_owned();
            return Err(courier::Error::Nonsense(text).into());
        }
        if self.pages.is_power_of_two() {
            self.mark.clone_from(&page.next);
        }
        self.next = page.next.clone().map_or(Next::Nowhere, Next::After);
        Ok(Some(page))
    }
}

/// What was shown so far.
struct Shown<'u> {
    form: Option<ListForm>,
    user: &'u str,
    now: f64,
    count: u64,
    total: u64,
    unread: u64,
    /// Of the columns so far: a later page is as wide at least.
    widths: [usize; 4],
}

impl<'u> Shown<'u> {
    fn new(form: Option<ListForm>, user: &'u str, now: f64) -> Self {
        Self {
            form,
            user,
            now,
            count: 0,
            total: 0,
            unread: 0,
            widths: [0; 4],
        }
    }

    /// Shows a page as soon as it is there: what is in memory does not depend on their number.
    fn page(&mut self, page: &Page, output: &mut Output<'_>) -> Result<(), Error> {
        let is_first = page.unread.is_some();
        if is_first {
            self.total = page.total;
            self.unread = page.unread.unwrap_or_default();
        }
        let messages = &page.messages;
        let width = output.stdout_is_terminal().then(textwrap::termwidth);
        output.answer(|out, palette| match self.form {
            None => self.rows(out, palette, messages, width),
            Some(ListForm::Ids) => messages
                .iter()
                .try_for_each(|message| writeln!(out, "{}", sanitize(&message.message_id))),
            Some(ListForm::Jsonl) => messages.iter().try_for_each(|message| {
                serde_json::to_writer(&mut *out, &json::Message::line(message))?;
                writeln!(out)
            }),
            Some(ListForm::Json) => {
                if is_first {
                    json::Messages::start(out, self.user, self.total, self.unread)?;
                }
                messages.iter().enumerate().try_for_each(|(at, message)| {
                    if !(is_first && at == 0) {
                        write!(out, ",")?;
                    }
                    Ok(serde_json::to_writer(
                        &mut *out,
                        &json::Message::of(message),
                    )?)
                })
            }
            Some(ListForm::Count) => writeln!(out, "{}", self.total),
        })?;
        self.count += page.messages.len() as u64;
        Ok(())
    }

    fn end(self, context: &mut Context<'_>) -> Result<Exit, Error> {
        match self.form {
            Some(ListForm::Json) => {
                context.output.answer(|out, _| writeln!(out, "]}}"))?;
            }
            None => {
                let noun = if self.total == 1 {
                    "message"
                } else {
                    "messages"
                };
                let more = if self.count < self.total {
                    format!(", {} shown", self.count)
                } else {
                    String::new()
                };
                let (total, unread) = (self.total, self.unread);
                let text = format!("{total} {noun}{more}; {unread} unread");
                context.output.note(&text);
            }
            Some(_) => {}
        }
        Ok(Exit::Ok)
    }

    /// Id, age, state, title; on a terminal the row ends where that does.
    fn rows(
        &mut self,
        out: &mut dyn Write,
        palette: Palette,
        messages: &[InboxMessage],
        width: Option<usize>,
    ) -> io::Result<()> {
        let mut rows: Vec<[String; 4]> = messages
            .iter()
            .map(|message| row(message, palette, self.now))
            .collect();
        table::widen(&mut self.widths, &rows);
        let mut widths = self.widths;
        if let Some(width) = width {
            let beside = widths[1] + widths[2] + 3 * table::GAP;
            // A long id is cut too: --ids has it whole.
            let id = width.saturating_sub(beside + NARROWEST).max(NARROWEST);
            widths[0] = widths[0].min(id);
            let title = width.saturating_sub(beside + widths[0]).max(NARROWEST);
            for [id, .., last] in &mut rows {
                *id = table::cut(id, widths[0]).into_owned();
                *last = table::cut(last, title).into_owned();
            }
        }
        table::write_in(out, &rows, &widths)
    }
}

fn row(message: &InboxMessage, palette: Palette, now: f64) -> [String; 4] {
    let state = if message.archived.is_some() {
        "archived".to_owned()
    } else if message.read.is_some() {
        "read".to_owned()
    } else {
        palette.paint(Paint::Strong, "unread")
    };
    let title = message.title.as_deref().or(message.preview.as_deref());
    let age = |created: &str| match DateTime::parse_from_rfc3339(created) {
        Ok(time) => humanize(now - unix_seconds(time.to_utc())),
        Err(_) => sanitize(created).into_owned(),
    };
    [
        sanitize(&message.message_id).into_owned(),
        message.created.as_deref().map(age).unwrap_or_default(),
        state,
        sanitize(title.unwrap_or_default()).into_owned(),
    ]
}
