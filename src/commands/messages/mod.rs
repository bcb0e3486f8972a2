//! The `messages` command: lists the messages of a user's Inbox.
#![deny(clippy::arithmetic_side_effects)]

mod message_table;

use std::io::{self, Write};

use self::message_table::{MessageTable, Row};
use super::shared::{
    inbox_access::InboxAccess, message_list::MessageList, progress::Progress,
    project::apply_report_format, session::Session,
};
use crate::{
    cli::{Limit, MessageFormat, MessagesArgs},
    context::Context,
    courier::{InboxMessage, MessageFilter, MessagePage, ReadState},
    error::Error,
    exit::Exit,
    output::{Output, StdoutError, json, sanitize},
    runtime,
    text::{plural, shell_command, thousands},
    time::unix_seconds,
};

pub(crate) fn run(args: &MessagesArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let mut session = Session::open_inbox(&args.key, &args.inbox, context)?;
    apply_report_format(session.credentials.project(), context);
    let format = args.format.choose(context.json);
    let (user, access) =
        InboxAccess::to_messages(args.user.clone(), &args.inbox, &mut session, context)?;
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
        includes_data: false,
    };
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let limit = match args.limit {
        _ if format == MessageFormat::Count => 1,
        Limit::Some(limit) => limit,
        Limit::All => u64::MAX,
    };
    let mut list = MessageList::new(&session.courier, &access, &user, &filter)
        .limited_to(limit)
        .with_progress(Progress::beside_results("listing messages", None, context));
    let mut printer = ListPrinter::new(
        format,
        context.json,
        user.as_str(),
        &filter,
        unix_seconds(now),
    );
    let listed = loop {
        match runtime.block_on(list.next_page()) {
            Ok(Some(page)) => {
                printer.print_page(&page, &mut context.output)?;
                // The first page has the count, even if it has no message.
                if format == MessageFormat::Count {
                    break Ok(());
                }
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    drop(list);
    if let Err(error) = listed {
        // The messages before the error are still a valid document.
        printer.end_document(context)?;
        return Err(error);
    }
    printer.finish(context)
}

/// A printer of the list, page by page. The memory that it uses does not grow with the list.
struct ListPrinter<'u> {
    format: MessageFormat,
    /// True if the output is JSON, also that of IDs and counts.
    is_json: bool,
    user: &'u str,
    filter: &'u MessageFilter,
    /// The current time in seconds since 1970.
    now: f64,
    /// True once the first page is printed.
    has_started: bool,
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
        format: MessageFormat,
        is_json: bool,
        user: &'u str,
        filter: &'u MessageFilter,
        now: f64,
    ) -> Self {
        Self {
            format,
            is_json,
            user,
            filter,
            now,
            has_started: false,
            count: 0,
            total: 0,
            unread: 0,
            table: MessageTable::default(),
        }
    }

    /// Prints the messages of a page.
    fn print_page(&mut self, page: &MessagePage, output: &mut Output<'_>) -> Result<(), Error> {
        let messages = &page.messages;
        let is_first = !std::mem::replace(&mut self.has_started, true);
        if is_first {
            self.total = page.total;
            self.unread = page.unread.unwrap_or_default();
        }
        self.count = self.count.saturating_add(messages.len() as u64);
        if self.is_json && self.format != MessageFormat::Jsonl {
            let mut part = Vec::new();
            self.write_json(&mut part, messages, is_first)
                .map_err(StdoutError::from)?;
            let part = output.redact(&String::from_utf8_lossy(&part));
            return Ok(output.print_json_part(part.as_bytes())?);
        }
        if self.format == MessageFormat::Jsonl {
            let mut lines = Vec::new();
            for message in messages {
                let line = json::MessageLine::of(message);
                serde_json::to_writer(&mut lines, &line).map_err(StdoutError::from)?;
                lines.push(b'\n');
            }
            let lines = output.redact(&String::from_utf8_lossy(&lines));
            return Ok(output.print_json_lines(lines.as_bytes())?);
        }
        // Redacted before it is cut, because a part of a secret would not be recognized.
        let redact = |text: &str| output.redact(text);
        let rows: Vec<Row> = match self.format {
            MessageFormat::Table => messages
                .iter()
                .map(|message| Row::new(message, self.now, redact))
                .collect(),
            _ => Vec::new(),
        };
        output.print(|out, palette| match self.format {
            MessageFormat::Table | MessageFormat::Json | MessageFormat::Jsonl => {
                self.table.write(out, palette, rows)
            }
            MessageFormat::Ids => messages
                .iter()
                .try_for_each(|message| writeln!(out, "{}", sanitize(&message.message_id))),
            MessageFormat::Count => writeln!(out, "{}", self.total),
        })?;
        Ok(())
    }

    /// Writes the messages of a page as a part of a JSON document.
    fn write_json(
        &self,
        out: &mut dyn Write,
        messages: &[InboxMessage],
        is_first: bool,
    ) -> io::Result<()> {
        match self.format {
            MessageFormat::Count => {
                serde_json::to_writer(out, &json::MessageCount::of(self.user, self.total))?;
                Ok(())
            }
            MessageFormat::Ids => {
                if is_first {
                    json::MessageIds::start(out, self.user)?;
                }
                write_items(
                    out,
                    messages.iter().map(|message| &message.message_id),
                    is_first,
                )
            }
            MessageFormat::Table | MessageFormat::Json | MessageFormat::Jsonl => {
                if is_first {
                    json::Messages::start(out, self.user, self.total, self.unread)?;
                }
                write_items(out, messages.iter().map(json::Message::of), is_first)
            }
        }
    }

    /// Prints the end of the JSON document, or the summary of the table.
    fn finish(self, context: &mut Context<'_>) -> Result<Exit, Error> {
        self.end_document(context)?;
        if self.format == MessageFormat::Table {
            context.output.info(&self.summary());
        }
        Ok(Exit::Ok)
    }

    /// Prints the end of the JSON document, if its start was printed.
    fn end_document(&self, context: &mut Context<'_>) -> Result<(), StdoutError> {
        match self.format {
            MessageFormat::Count | MessageFormat::Ids | MessageFormat::Json
                if !self.is_json || !self.has_started =>
            {
                Ok(())
            }
            MessageFormat::Count => context.output.finish_json(b""),
            MessageFormat::Ids | MessageFormat::Json => context.output.finish_json(b"]}"),
            MessageFormat::Table | MessageFormat::Jsonl => Ok(()),
        }
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
            (false, 0) => {
                let command = ["courier-auth", "doctor", "--user", user];
                let command = shell_command(command).unwrap_or_default();
                format!("no messages for `{user}`; to find out why, run `{command}`")
            }
            (false, _) => format!("{}{shown}{unread}", plural(*total, "message")),
        }
    }
}

/// Writes the next items of a JSON array.
fn write_items(
    out: &mut dyn Write,
    items: impl Iterator<Item = impl serde::Serialize>,
    is_first_page: bool,
) -> io::Result<()> {
    for (index, item) in items.enumerate() {
        if index > 0 || !is_first_page {
            write!(out, ",")?;
        }
        serde_json::to_writer(&mut *out, &item)?;
    }
    Ok(())
}
