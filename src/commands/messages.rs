//! `messages`: what is in a user's Inbox.

use std::io::{self, Write};

use chrono::DateTime;

use super::{connection, user_token};
use crate::{
    cli::{InboxArgs, MessagesArgs},
    context::Context,
    courier::{Filter, InboxMessage},
    error::Error,
    exit::Exit,
    inspect::duration::{in_words, seconds},
    output::{Paint, Palette, json, sanitize, table},
    runtime,
    token::UserId,
};

pub(crate) fn run(args: &MessagesArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let InboxArgs { api, inbox_url, .. } = &args.inbox;
    let courier = connection::courier(&args.key, api, inbox_url.as_ref(), context)?;
    let user: UserId = connection::user(args.user.clone(), &args.key, context)?;
    let filter = Filter {
        unread: args.unread,
        limit: args.limit,
    };
    let given = user_token::from_file(&args.inbox, context)?;
    let page = runtime::new().map_err(Error::Runtime)?.block_on(async {
        let jwt = if let Some(jwt) = given {
            jwt
        } else {
            let permission = "inbox:read:messages";
            user_token::for_user(&user, permission, &args.key, &courier, context).await?
        };
        Ok::<_, Error>(courier.messages(&jwt, &user, &filter).await?)
    })?;

    if context.json {
        return context
            .output
            .json(&json::Messages::of(&page, user.as_str()))
            .map(|()| Exit::Ok);
    }
    let now = seconds((context.now)());
    context
        .output
        .answer(|out, palette| write(out, palette, &page.messages, now))?;
    let shown = page.messages.len() as u64;
    let more = if shown < page.total {
        format!(", {shown} shown")
    } else {
        String::new()
    };
    context.output.note(&format!(
        "{} {}{more}; {} unread",
        page.total,
        if page.total == 1 {
            "message"
        } else {
            "messages"
        },
        page.unread
    ));
    Ok(Exit::Ok)
}

/// Id, state, age, title.
fn write(
    out: &mut dyn Write,
    palette: Palette,
    messages: &[InboxMessage],
    now: f64,
) -> io::Result<()> {
    let row = |message: &InboxMessage| {
        let state = if message.archived.is_some() {
            "archived".to_owned()
        } else if message.read.is_some() {
            "read".to_owned()
        } else {
            palette.paint(Paint::Strong, "unread")
        };
        let title = message
            .title
            .as_deref()
            .or(message.preview.as_deref())
            .unwrap_or_default();
        [
            sanitize(&message.message_id).into_owned(),
            state,
            message
                .created
                .as_deref()
                .map(|created| age(created, now))
                .unwrap_or_default(),
            sanitize(title).into_owned(),
        ]
    };
    let rows: Vec<[String; 4]> = messages.iter().map(row).collect();
    table::write(out, &rows)
}

fn age(created: &str, now: f64) -> String {
    match DateTime::parse_from_rfc3339(created) {
        Ok(time) => in_words(now - seconds(time.to_utc())),
        Err(_) => sanitize(created).into_owned(),
    }
}
