//! The `messages` command: lists the messages of a user's Inbox.

mod message_table;

use self::message_table::{MessageTable, Row};
use super::shared::{
    inbox_access::InboxAccess, message_list::MessageList, planned_actions::PlannedActions,
    progress::Progress, provided_token::ProvidedToken, session::Session, user_ids,
};
use crate::{
    cli::{Limit, MessageFormat, MessagesArgs},
    context::Context,
    courier::{MessageFilter, MessagePage, ReadState},
    error::Error,
    exit::Exit,
    output::{Output, json, sanitize},
    runtime,
    text::{plural, thousands},
    time::unix_seconds,
    token::UserId,
};

pub(crate) fn run(args: &MessagesArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let format = args
        .format()
        .or(context.json.then_some(MessageFormat::Json));
    context.json |= format == Some(MessageFormat::Jsonl);
    let mut session = Session::open_inbox(&args.key, &args.inbox, context)?;
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
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let limit = match args.limit {
        _ if format == Some(MessageFormat::Count) => 1,
        Limit::Some(limit) => limit,
        Limit::All => u64::MAX,
    };
    let mut list = MessageList::new(&session.courier, &access, &user, &filter)
        .limited_to(limit)
        .with_progress(Progress::beside_results("listing messages", None, context));
    let mut printer = ListPrinter::new(format, user.as_str(), &filter, unix_seconds(now));
    while let Some(page) = runtime.block_on(list.next_page())? {
        printer.print_page(&page, &mut context.output)?;
    }
    drop(list);
    printer.finish(context)
}

/// A printer of the list, page by page. The memory that it uses does not grow with the list.
struct ListPrinter<'u> {
    /// The format, `None` for a table.
    format: Option<MessageFormat>,
    user: &'u str,
    filter: &'u MessageFilter,
    /// The current time in seconds since 1970.
    now: f64,
    /// The number of messages so far.
    count: u64,
    /// The number of messages in the Inbox that match the filter.
    total: u64,
    /// The number of unread messages among them.
    unread: u64,
    table: MessageTable,
}

impl<'u> ListPrinter<'u> {
    fn new(
        format: Option<MessageFormat>,
        user: &'u str,
        filter: &'u MessageFilter,
        now: f64,
    ) -> Self {
        Self {
            format,
            user,
            filter,
            now,
            count: 0,
            total: 0,
            unread: 0,
            table: MessageTable::default(),
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
        // Redacted before it is cut, because a part of a secret would not be recognized.
        let text = |text: &str| sanitize(&output.redact(text)).into_owned();
        let rows: Vec<Row> = match self.format {
            None => messages
                .iter()
                .map(|message| Row::new(message, self.now, text))
                .collect(),
            Some(_) => Vec::new(),
        };
        output.print(|out, palette| match self.format {
            None => self.table.write(out, palette, rows),
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
            format!(", {} shown", thousands(count))
        } else {
            String::new()
        };
        let unread = match self.filter.state {
            None if *total > 0 => format!("; {} unread", thousands(unread)),
            _ => String::new(),
        };
        match (self.filter.has_conditions(), total) {
            (true, _) => format!("{}{shown}{unread}", plural(*total, "matching message")),
            (false, 0) => format!("no messages for `{user}`; user IDs are case-sensitive"),
            (false, _) => format!("{}{shown}{unread}", plural(*total, "message")),
        }
    }
}
