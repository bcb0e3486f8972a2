//! The `messages` command: lists the messages of a user's Inbox.

use std::io::{self, Write};

use chrono::DateTime;

use super::shared::{
    inbox_access::InboxAccess, message_list::MessageList, planned_actions::PlannedActions,
    project::apply_report_format, provided_token::ProvidedToken, session::Session, user_ids,
};
use crate::{
    cli::{Limit, MessageFormat, MessagesArgs},
    context::Context,
    courier::{InboxMessage, MessageFilter, MessagePage, ReadState},
    error::Error,
    exit::Exit,
    output::{Output, Paint, Palette, json, sanitize, table},
    runtime,
    text::plural,
    time::{humanize, unix_seconds},
    token::UserId,
};

/// The smallest width to which an ID or a title is cut, in columns.
const MIN_CELL_WIDTH: usize = 10;

/// The names of the columns.
const HEADER: [&str; 4] = ["message ID", "created", "state", "title"];

pub(crate) fn run(args: &MessagesArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    context.json |= args.jsonl;
    let mut session = Session::open_inbox(&args.key, &args.inbox, context)?;
    if args.format().is_none() {
        apply_report_format(session.credentials.project(), context);
    }
    let format = args
        .format()
        .or(context.json.then_some(MessageFormat::Json));
    let provided = ProvidedToken::find(&args.inbox, context)?;
    let user = args.user.clone();
    let user = user.or_else(|| provided.as_ref().and_then(ProvidedToken::only_user));
    let user: UserId = session.credentials.user(user)?;
    if args.user.is_some() || provided.is_none() {
        user_ids::require_id(&user, &context.output)?;
    }
    let planned = PlannedActions::new(&["list"], session.courier.limits().timeout);
    let client_key = args.inbox.client_key.as_deref();
    let access = InboxAccess::new(
        Some(&user),
        provided,
        &planned,
        client_key,
        &mut session,
        context,
    )?;
    let now = (context.now)();
    let filter = MessageFilter {
        state: match (args.unread, args.read) {
            (true, _) => Some(ReadState::Unread),
            (_, true) => Some(ReadState::Read),
            _ => None,
        },
        archived: args.archived,
        tags: args.filter.tags.clone(),
        tenant: args.filter.tenant.clone(),
        since: args.since.map(|since| since.resolve(now)),
    };
    let mut list = MessageList::new(&session.courier, &access, &user, &filter);
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let limit = match args.limit {
        _ if format == Some(MessageFormat::Count) => 1,
        Limit::Some(limit) => limit,
        Limit::All => u64::MAX,
    };
    let is_filtered = filter.has_conditions();
    let mut printer = ListPrinter::new(format, user.as_str(), is_filtered, unix_seconds(now));
    while let Some(page) = runtime.block_on(list.next_page(limit - printer.count))? {
        printer.print_page(&page, &mut context.output)?;
        if printer.count >= limit {
            break;
        }
    }
    printer.finish(context)
}

/// A printer of the list, page by page. The memory that it uses does not grow with the list.
struct ListPrinter<'u> {
    /// The format, `None` for a table.
    format: Option<MessageFormat>,
    user: &'u str,
    /// True if the list may leave out messages of the Inbox.
    is_filtered: bool,
    /// The current time in seconds since 1970.
    now: f64,
    /// The number of messages so far.
    count: u64,
    /// The number of messages in the Inbox that match the filter.
    total: u64,
    unread: u64,
    /// The largest width of each column so far. Columns never become narrower on a later page.
    widths: [usize; 4],
}

impl<'u> ListPrinter<'u> {
    fn new(format: Option<MessageFormat>, user: &'u str, is_filtered: bool, now: f64) -> Self {
        Self {
            format,
            user,
            is_filtered,
            now,
            count: 0,
            total: 0,
            unread: 0,
            widths: [0; 4],
        }
    }

    /// Prints the messages of a page.
    fn print_page(&mut self, page: &MessagePage, output: &mut Output<'_>) -> Result<(), Error> {
        let is_first = page.unread.is_some();
        if is_first {
            self.total = page.total;
            self.unread = page.unread.unwrap_or_default();
        }
        let messages = &page.messages;
        let width = output.stdout_is_terminal().then(textwrap::termwidth);
        output.print(|out, palette| match self.format {
            None => self.write_table(out, palette, messages, width),
            Some(MessageFormat::Ids) => messages
                .iter()
                .try_for_each(|message| writeln!(out, "{}", sanitize(&message.message_id))),
            Some(MessageFormat::Jsonl) => messages.iter().try_for_each(|message| {
                serde_json::to_writer(&mut *out, &json::Message::line(message))?;
                writeln!(out)
            }),
            Some(MessageFormat::Json) => {
                if is_first {
                    json::Messages::start(out, self.user, self.total, self.unread)?;
                }
                messages
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, message)| {
                        if !(is_first && index == 0) {
                            write!(out, ",")?;
                        }
                        Ok(serde_json::to_writer(
                            &mut *out,
                            &json::Message::of(message),
                        )?)
                    })
            }
            Some(MessageFormat::Count) => writeln!(out, "{}", self.total),
        })?;
        self.count += page.messages.len() as u64;
        Ok(())
    }

    /// Prints the end of the JSON document, or the summary of the table.
    fn finish(self, context: &mut Context<'_>) -> Result<Exit, Error> {
        match self.format {
            Some(MessageFormat::Json) => {
                context.output.print(|out, _| writeln!(out, "]}}"))?;
            }
            None => context.output.note(&sanitize(&self.summary())),
            Some(_) => {}
        }
        Ok(Exit::Ok)
    }

    /// Returns the summary below the table.
    fn summary(&self) -> String {
        let Self {
            count,
            total,
            unread,
            user,
            ..
        } = self;
        let shown = if count < total {
            format!(", {count} shown")
        } else {
            String::new()
        };
        match (self.is_filtered, total) {
            (true, _) => {
                let messages = plural(*total, "matching message");
                format!("{messages}{shown}; {unread} unread in total")
            }
            (false, 0) => format!("no messages for `{user}`; user IDs are case-sensitive"),
            (false, _) => format!("{}{shown}; {unread} unread", plural(*total, "message")),
        }
    }

    /// Writes one row per message: ID, age, state and title. On a terminal, the first page has a header,
    /// and rows are cut to `width`, the width of
    /// the terminal.
    fn write_table(
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
        if width.is_some() && self.count == 0 && !rows.is_empty() {
            rows.insert(0, HEADER.map(|name| palette.paint(Paint::Faint, name)));
        }
        table::widen(&mut self.widths, &rows);
        let mut widths = self.widths;
        if let Some(width) = width {
            let fixed = widths[1] + widths[2] + 3 * table::GAP;
            // IDs are cut too, because `--ids` prints them in full.
            let id_width = width
                .saturating_sub(fixed + MIN_CELL_WIDTH)
                .max(MIN_CELL_WIDTH);
            widths[0] = widths[0].min(id_width);
            let title_width = width.saturating_sub(fixed + widths[0]).max(MIN_CELL_WIDTH);
            for [id, .., title] in &mut rows {
                *id = table::truncate(id, widths[0]).into_owned();
                *title = table::truncate(title, title_width).into_owned();
            }
        }
        table::write_with_widths(out, &rows, &widths)
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
        Ok(time) => format!("{} ago", humanize(now - unix_seconds(time.to_utc()))),
        Err(_) => sanitize(created).into_owned(),
    };
    [
        sanitize(&message.message_id).into_owned(),
        message.created.as_deref().map(age).unwrap_or_default(),
        state,
        sanitize(title.unwrap_or_default()).into_owned(),
    ]
}
