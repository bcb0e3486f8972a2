//! The table of `messages`.

use std::io::{self, Write};

use chrono::DateTime;

use crate::{
    courier::InboxMessage,
    output::{
        Paint, Palette, sanitize, sanitize_title,
        table::{Cell, Column, Table},
    },
    time::{humanize, unix_seconds},
};

/// The table of messages. On a terminal it has columns for tags and tenants as soon as a message has
/// one.
#[derive(Default)]
pub(super) struct MessageTable {
    /// The table with the columns so far.
    table: Option<Table>,
    has_tenants: bool,
    has_tags: bool,
}

/// The cells of a message.
pub(super) struct Row {
    id: String,
    age: String,
    state: Cell,
    tenant: String,
    tags: String,
    title: String,
}

impl MessageTable {
    /// Writes the rows of a page. If they need another column, the table starts again with its header.
    pub(super) fn write(
        &mut self,
        out: &mut dyn Write,
        palette: Palette,
        rows: Vec<Row>,
    ) -> io::Result<()> {
        let is_terminal = palette.terminal_width().is_some();
        let has_tenants =
            self.has_tenants || is_terminal && rows.iter().any(|row| !row.tenant.is_empty());
        let has_tags = self.has_tags || is_terminal && rows.iter().any(|row| !row.tags.is_empty());
        if (has_tenants, has_tags) != (self.has_tenants, self.has_tags) {
            (self.has_tenants, self.has_tags) = (has_tenants, has_tags);
            self.table = None;
        }
        let rows: Vec<Vec<Cell>> = rows.into_iter().map(|row| self.cells(row)).collect();
        let columns = self.columns();
        self.table
            .get_or_insert_with(|| Table::new(columns))
            .write(out, palette, &rows)
    }

    fn columns(&self) -> Vec<Column> {
        let columns = [
            Some(Column::cut("MESSAGE ID")),
            Some(Column::new("CREATED")),
            Some(Column::new("STATE")),
            self.has_tenants.then_some(Column::cut("TENANT")),
            self.has_tags.then_some(Column::cut("TAGS")),
            Some(Column::cut("TITLE")),
        ];
        columns.into_iter().flatten().collect()
    }

    fn cells(&self, row: Row) -> Vec<Cell> {
        let cells = [
            Some(row.id.into()),
            Some(row.age.into()),
            Some(row.state),
            self.has_tenants.then(|| row.tenant.into()),
            self.has_tags.then(|| row.tags.into()),
            Some(row.title.into()),
        ];
        cells.into_iter().flatten().collect()
    }
}

impl Row {
    /// Returns the cells of a message. `redact` removes secrets from a text of the message.
    pub(super) fn new(message: &InboxMessage, now: f64, redact: impl Fn(&str) -> String) -> Self {
        let text = |text: &str| sanitize(&redact(text)).into_owned();
        let state = if message.archived.is_some() {
            "archived".into()
        } else if message.read.is_some() {
            "read".into()
        } else {
            Cell::painted(Paint::Strong, "unread")
        };
        let age = |created: &str| match DateTime::parse_from_rfc3339(created) {
            Ok(time) => format!("{} ago", humanize(now - unix_seconds(time.to_utc()))),
            Err(_) => text(created),
        };
        let tags = message.tags.as_deref().unwrap_or_default();
        let title = message.title.as_deref().or(message.preview.as_deref());
        Self {
            id: text(&message.message_id),
            age: message.created.as_deref().map(age).unwrap_or_default(),
            state,
            tenant: message.tenant.as_deref().map(&text).unwrap_or_default(),
            tags: text(&tags.join(", ")),
            title: title
                .map(|title| sanitize_title(&redact(title)).into_owned())
                .unwrap_or_default(),
        }
    }
}
