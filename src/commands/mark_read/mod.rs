//! `mark-read`: which messages, whose they are, how to get in, many in one request, and a report
//! that names every message.

mod bulk;
mod ids;
mod look;
mod report;
mod run;

use std::{path::Path, time::Duration};

use self::{
    bulk::Bulk,
    report::{Outcome, Report},
};
use super::shared::{
    inbox_access::{InboxAccess, PlannedActions, ProvidedToken},
    session::Session,
};
use crate::{
    cli::{Mark, MarkReadArgs},
    context::Context,
    courier::{Courier, Event},
    error::Error,
    exit::Exit,
    private_file::{self, PrivateFile},
    prompt, runtime,
    signals::Interrupts,
    text::plural,
    token::UserId,
};

/// Messages of one user, by their places in the report.
type Group = (UserId, Vec<usize>);

pub(crate) fn run(args: &MarkReadArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    refuse_idle(args)?;
    let ids = if args.names_messages() {
        Some(ids::named(args, context)?)
    } else {
        None
    };
    let event = event(args);
    let mut report = match ids {
        Some(ids) if ids.is_empty() || args.dry_run => Report::new(ids, event),
        ids => {
            let Some(report) = marked(ids, args, context)? else {
                context.output.note("nothing was marked");
                return Ok(Exit::No);
            };
            report
        }
    };
    if args.dry_run {
        return report.plan(context);
    }
    // What was done is told, whatever comes of this.
    if let Err(error) = keep_failed(args, &report) {
        report.is_not_kept = true;
        context.report(&error);
    }
    report.end(context)
}

/// What is to be said of the messages.
fn event(args: &MarkReadArgs) -> Event {
    match args.mark {
        Mark::Read if args.undo => Event::Unread,
        Mark::Read => Event::Read,
        Mark::Unread => Event::Unread,
        Mark::Opened => Event::Opened,
        Mark::Archived => Event::Archived,
        Mark::Unarchived => Event::Unarchived,
    }
}

/// Refuses what would do nothing.
fn refuse_idle(args: &MarkReadArgs) -> Result<(), Error> {
    let names = args.names_messages();
    let is_stdin = |path: Option<&Path>| path.is_some_and(private_file::is_stdin);
    let readers = [
        args.ids.iter().any(|id| id == "-"),
        is_stdin(args.ids_file.as_deref()),
        is_stdin(args.key.api_key_file.as_deref()),
        is_stdin(args.inbox.token_file.as_deref()),
    ];
    let (message, help) = if readers.into_iter().filter(|reads| *reads).count() > 1 {
        (
            "standard input can be read only once",
            "put the ids, the key or the token into a file",
        )
    } else if names && !args.place.tags.is_empty() {
        (
            "--tag chooses messages, and these are named",
            "leave one of them out",
        )
    } else if names && args.place.tenant.is_some() && !args.verify {
        (
            "--tenant is for messages that are not named, and for --verify",
            "leave it out",
        )
    } else if args.dry_run && (args.verify || args.failed_to.is_some()) {
        (
            "a dry run marks nothing, so that there is nothing to verify or to keep",
            "leave --verify and --failed-to out",
        )
    } else {
        return Ok(());
    };
    Err(Error::Usage {
        message: message.to_owned(),
        help,
    })
}

/// Marks them; in a dry run, chooses them only. `None` where a person says no.
fn marked(
    ids: Option<Vec<String>>,
    args: &MarkReadArgs,
    context: &mut Context<'_>,
) -> Result<Option<Report>, Error> {
    let event = event(args);
    let mut session = Session::open_inbox(&args.key, &args.inbox, context)?;
    let provided = ProvidedToken::find(&args.inbox, context)?;
    let user = args.user.clone();
    let user = user.or_else(|| provided.as_ref().and_then(ProvidedToken::only_user));
    let user = match (user, &ids) {
        (Some(user), _) => Some(user),
        (None, None) => Some(session.credentials.user(None)?),
        (None, Some(_)) if provided.as_ref().is_some_and(ProvidedToken::is_named) => {
            return Err(Error::Usage {
                message: "the token does not name one user".to_owned(),
                help: "say whose messages they are with --user; courier-auth inspect explains \
                       the token",
            });
        }
        (None, Some(_)) => None,
    };
    let asks = ids.is_none() && !args.yes && !args.dry_run;
    if asks && !context.may_ask() {
        return Err(Error::Usage {
            message: "nobody can be asked whether to mark messages that are not named".to_owned(),
            help: "add --yes; --dry-run lists them",
        });
    }
    let planned = planned_actions(args, ids.as_ref().map_or(0, Vec::len), &session.courier);
    let access = InboxAccess::new(
        user.as_ref(),
        provided,
        &planned,
        args.inbox.client_key.as_deref(),
        &mut session,
        context,
    )?;
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let work = Work {
        args,
        courier: &session.courier,
        access: &access,
    };
    let (mut report, groups) = match (ids, user) {
        (None, Some(user)) => runtime.block_on(work.chosen(user, context))?,
        (ids, user) => {
            let mut report = Report::new(ids.unwrap_or_default(), event);
            // For whoever is killed half way, or never gets so far.
            keep_failed(args, &report)?;
            let groups = runtime.block_on(work.grouped(user, &mut report, context))?;
            (report, groups)
        }
    };
    let count = report.open().count();
    if args.dry_run || count == 0 {
        return Ok(Some(report));
    }
    if let [(user, _)] = &groups[..] {
        // How much there is to do is known only now.
        access.check(
            user,
            &planned_actions(args, count, &session.courier),
            context,
        )?;
    }
    if asks {
        let messages = plural(count, "message");
        let user = groups
            .first()
            .map(|(user, _)| user.as_str())
            .unwrap_or_default();
        let question = format!("Mark {messages} of `{user}` {}?", event.name());
        if !prompt::confirm(&question, false)? {
            return Ok(None);
        }
    }
    keep_failed(args, &report)?;
    runtime.block_on(work.mark(&groups, &mut report, context))?;
    Ok(Some(report))
}

/// What it takes: to read too, where messages are listed.
fn planned_actions(args: &MarkReadArgs, count: usize, courier: &Courier) -> PlannedActions {
    let action = match event(args) {
        Event::Read => "mark-read",
        Event::Unread => "mark-unread",
        Event::Opened => "mark-opened",
        Event::Archived => "archive",
        Event::Unarchived => "unarchive",
    };
    let lists = args.verify || !args.names_messages();
    let actions: &[&str] = match (args.dry_run, lists) {
        (true, _) => &["list"],
        (false, true) => &[action, "list"],
        (false, false) => &[action],
    };
    let requests = count / usize::from(args.batch) / usize::from(args.concurrency);
    let rounds = u32::try_from(requests).unwrap_or(u32::MAX);
    // A second for each round of requests, and the last one may take all it may.
    PlannedActions::new(
        actions,
        courier.limits().timeout + Duration::from_secs(rounds.into()),
    )
}

/// A run: what was asked for, and how to reach it.
struct Work<'w> {
    args: &'w MarkReadArgs,
    courier: &'w Courier,
    access: &'w InboxAccess,
}

impl Work<'_> {
    /// Marks what is open, verified where that is wanted.
    async fn mark(
        &self,
        groups: &[Group],
        report: &mut Report,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        let mut interrupts = Interrupts::new().map_err(Error::Runtime)?;
        let bulk = Bulk {
            courier: self.courier,
            access: self.access,
            event: report.event,
            batch: self.args.batch.into(),
            concurrency: self.args.concurrency.into(),
        };
        bulk.run(groups, report, &mut interrupts, context).await;
        if self.args.verify && !report.is_interrupted {
            let is_verified = tokio::select! {
                () = self.verify(groups, report) => true,
                () = interrupts.next() => false,
            };
            if !is_verified {
                report.is_interrupted = true;
                report.not_verified_for = Some("interrupted".to_owned());
            }
        }
        Ok(())
    }
}

/// Writes down what is not marked yet, to go on with.
fn keep_failed(args: &MarkReadArgs, report: &Report) -> Result<(), Error> {
    let Some(path) = &args.failed_to else {
        return Ok(());
    };
    let mut file = PrivateFile::create(path.clone())?;
    let mut lines = String::new();
    for (id, outcome) in report.ids.iter().zip(&report.outcomes) {
        if !matches!(outcome, Some(Outcome::Marked | Outcome::Already)) {
            lines.push_str(id);
            lines.push('\n');
        }
    }
    file.write(lines.as_bytes())?;
    Ok(file.finish()?)
}
