//! The `listen` command: prints the realtime events of a user's Inbox.
#![deny(clippy::arithmetic_side_effects)]

mod conditions;
mod listener;
mod seen;

use std::{io, time::Duration};

use tokio::time::Instant;

use self::{
    conditions::Conditions,
    listener::{Event, Listener, State},
    seen::SeenMessages,
};
use super::shared::{inbox_access::InboxAccess, session::Session};
use crate::{
    cli::{ListenArgs, ListenFormat},
    context::Context,
    error::Error,
    exit::Exit,
    output::{StdoutError, json, sanitize},
    runtime::{self, after, wait_until},
    settings::check_socket_url,
    signals,
    text::plural,
    time::humanize,
};

/// The time for which a token is used. After it, a connection with a new token replaces the present one.
const TOKEN_REUSE: Duration = Duration::from_mins(50);

/// The time after the end in which events that had arrived are still printed.
const GRACE: Duration = Duration::from_secs(1);

/// Why `listen` ended.
enum End {
    Count,
    Timeout,
    Interrupt,
}

pub(crate) fn run(mut args: ListenArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    // The time limit of a request is not that of the command.
    let timeout = args.inbox.api.timeout.take();
    let args = &args;
    check_socket_url(&context.env).map_err(Error::Settings)?;
    let mut session = Session::open_inbox(&args.key, &args.inbox, context)?;
    let (user, access) =
        InboxAccess::to_messages(args.user.clone(), &args.inbox, &mut session, context)?;
    let access = access.with_reuse_time(TOKEN_REUSE);
    let since = args.since.map(|since| since.resolve((context.now)()));
    let mut listener = Listener {
        courier: &session.courier,
        access: &access,
        user: &user,
        tenant: args.tenant.as_deref(),
        console: context.output.console().clone(),
        seen: SeenMessages::new(since),
        state: State::default(),
    };
    let runtime = runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(async {
        let start = Instant::now();
        let mut printer = Printer::new(args, context);
        let (end, count) = printer.print_events(&mut listener, timeout).await?;
        let reconnections = match listener.state.reconnections {
            0 => String::new(),
            number => format!("; reconnected {}", plural(number, "time")),
        };
        let duration = humanize(start.elapsed().as_secs_f64());
        let events = plural(count, "event");
        match end {
            End::Count => Ok(Exit::Ok),
            End::Interrupt => {
                context
                    .output
                    .info(&format!("{events} in {duration}{reconnections}"));
                Ok(Exit::Ok)
            }
            End::Timeout => {
                let is_enough = count >= args.count.map_or(1, u64::from);
                if !is_enough {
                    // Without a connection, it is unknown whether an event came.
                    listener.require_connection()?;
                }
                context.output.info(&format!(
                    "timed out after {duration}: {events}{reconnections}"
                ));
                Ok(if is_enough { Exit::Ok } else { Exit::No })
            }
        }
    })
}

/// Prints the events that meet the conditions.
struct Printer<'p, 'c> {
    args: &'p ListenArgs,
    conditions: Conditions<'p>,
    format: ListenFormat,
    context: &'p mut Context<'c>,
}

impl<'p, 'c> Printer<'p, 'c> {
    fn new(args: &'p ListenArgs, context: &'p mut Context<'c>) -> Self {
        let format = args.format.choose(context.json);
        if format == ListenFormat::Json {
            context.json = true;
            context.output.use_json();
        }
        Self {
            args,
            conditions: Conditions::new(args),
            format,
            context,
        }
    }

    /// Prints events until the end. Returns their number.
    async fn print_events(
        &mut self,
        listener: &mut Listener<'_>,
        timeout: Option<Duration>,
    ) -> Result<(End, u64), Error> {
        let interrupt = signals::shutdown().map_err(Error::Runtime)?;
        let mut interrupt = std::pin::pin!(interrupt);
        let mut count = 0_u64;
        tokio::select! {
            () = &mut interrupt => return Ok((End::Interrupt, count)),
            started = listener.start(self.args.since.is_some()) => started?,
        }
        // The time runs from the first connection on, so that its end says something about the Inbox.
        let deadline = timeout.map(after);
        loop {
            // What has arrived in time is printed, but a busy Inbox does not extend the time.
            let is_late = deadline.is_some_and(|deadline| deadline.elapsed() > GRACE);
            let event = tokio::select! {
                biased;
                () = &mut interrupt => return Ok((End::Interrupt, count)),
                event = listener.next(), if !is_late => event?,
                () = wait_until(deadline) => return Ok((End::Timeout, count)),
            };
            if self.print(&event)? {
                count = count.saturating_add(1);
                if self.args.count.is_some_and(|wanted| count >= wanted.get()) {
                    return Ok((End::Count, count));
                }
            }
        }
    }

    /// Prints an event, unless it does not meet the conditions. Returns true if it was printed.
    fn print(&mut self, Event { event, is_listed }: &Event) -> Result<bool, StdoutError> {
        let now = (self.context.now)();
        let document = json::Event::of(event, *is_listed, now);
        let value = || serde_json::to_value(&document).unwrap_or_default();
        if !self.conditions.include(event, value) {
            return Ok(false);
        }
        let output = &mut self.context.output;
        if self.format == ListenFormat::Json {
            let line = serde_json::to_string(&document).map_err(io::Error::from)?;
            let line = output.redact(&format!("{line}\n"));
            output.print_json_lines(line.as_bytes())?;
            return Ok(true);
        }
        let id = event.message_id.as_deref().unwrap_or("-");
        let title = event.message.as_ref().and_then(|message| {
            let title = message.title.as_deref();
            title.or(message.preview.as_deref())
        });
        output.print(|out, _| {
            let time = now.format("%H:%M:%S");
            let line = format!(
                "{time}  {:<9}  {id}  {}",
                event.name,
                title.unwrap_or_default()
            );
            writeln!(out, "{}", sanitize(line.trim_end()))
        })?;
        Ok(true)
    }
}
