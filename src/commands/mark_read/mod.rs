//! The `mark-read` command: selects messages, marks them in batches, and reports the outcome of each.
#![deny(clippy::arithmetic_side_effects)]

mod batch_sender;
mod ids;
mod mark_run;
mod options;
mod recipients;
mod report;
mod request_ids;
mod retry_queue;
mod verify;

use self::{
    batch_sender::BatchSender,
    mark_run::MarkRun,
    options::{mark_action, planned_actions, refuse_ineffective_options},
    report::{MessageOutcome, Report, UserMessages},
};
use super::shared::{
    inbox_access::InboxAccess, provided_token::ProvidedToken, session::Session, user_ids,
};
use crate::{
    cli::MarkReadArgs, context::Context, courier::MarkAction, error::Error, exit::Exit,
    private_file::PrivateFile, prompt, runtime, signals::Interrupts, text::plural, token::UserId,
};

pub(crate) fn run(args: &MarkReadArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    refuse_ineffective_options(args)?;
    let ids = if args.names_messages() {
        Some(ids::given_ids(args, context)?)
    } else {
        None
    };
    let mut report = match ids {
        Some(ids) if ids.is_empty() || args.dry_run => Report::new(ids, mark_action(args)),
        ids => {
            let Some(report) = select_and_mark(ids, args, context)? else {
                context.output.info("nothing was marked");
                return Ok(Exit::No);
            };
            report
        }
    };
    if args.dry_run {
        return report.print_plan(args, context);
    }
    // The messages are marked by now, so the report is printed even if the file cannot be written.
    if let Err(error) = write_unmarked_ids(args, &report) {
        report.has_unsaved_ids = true;
        context.report(&error);
    }
    report.print(args, context)
}

/// Selects messages and marks them; in a dry run, only selects them. Without `ids` the messages are
/// selected from the user's list. Returns `None` if the user declines to mark them.
fn select_and_mark(
    ids: Option<Vec<String>>,
    args: &MarkReadArgs,
    context: &mut Context<'_>,
) -> Result<Option<Report>, Error> {
    let mut session = Session::open_inbox(&args.key, &args.inbox, context)?;
    let provided = ProvidedToken::find(&args.inbox, context)?;
    let user = inbox_user(args, provided.as_ref(), &session)?;
    if let Some(user) = user
        .as_ref()
        .filter(|_| args.user.is_some() || provided.is_none())
    {
        user_ids::require_id(user, &context.output)?;
    }
    let selects_from_list = ids.is_none();
    let needs_confirmation = selects_from_list && !args.yes && !args.dry_run;
    if needs_confirmation && !context.may_ask() {
        return Err(Error::Usage {
            message: "cannot ask for confirmation without a terminal".to_owned(),
            help: "add --yes to mark the messages, or --dry-run to list them",
        });
    }
    let mut report = Report::new(ids.unwrap_or_default(), mark_action(args));
    let access = InboxAccess::new(
        user.as_ref(),
        provided,
        &planned_actions(args, report.ids.len(), &session.courier),
        args.inbox.client_key.as_deref(),
        &mut session,
        context,
    )?;
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let run = MarkRun {
        args,
        courier: &session.courier,
        access: &access,
    };
    let groups = match user {
        Some(user) if selects_from_list => {
            let group = runtime.block_on(run.select_from_list(user, &mut report, context))?;
            vec![group]
        }
        user => {
            // Written before the first request, so that the IDs are not lost if the command is
            // killed or fails early.
            write_unmarked_ids(args, &report)?;
            runtime.block_on(run.group_by_user(user, &mut report, context))?
        }
    };
    let count = report.pending().count();
    if args.dry_run || count == 0 {
        return Ok(Some(report));
    }
    if let [group] = &groups[..] {
        // The number of messages, and with it the duration, is known only now.
        let planned = planned_actions(args, count, &session.courier);
        access.check(&group.user, &planned, context)?;
    }
    if needs_confirmation && !is_confirmed(&groups, count, report.action)? {
        return Ok(None);
    }
    write_unmarked_ids(args, &report)?;
    runtime.block_on(mark(&run, &groups, &mut report, context))?;
    Ok(Some(report))
}

/// Returns the user of the Inbox, `None` if each message's recipient is to be looked up.
fn inbox_user(
    args: &MarkReadArgs,
    provided: Option<&ProvidedToken>,
    session: &Session,
) -> Result<Option<UserId>, Error> {
    let user = args.user.clone();
    if let Some(user) = user.or_else(|| provided.and_then(ProvidedToken::only_user)) {
        return Ok(Some(user));
    }
    if !args.names_messages() {
        return Ok(Some(session.credentials.user(None)?));
    }
    if provided.is_some_and(ProvidedToken::is_named) {
        return Err(Error::Usage {
            message: "the token does not name exactly one user".to_owned(),
            help: "pass --user USER_ID; run `courier-auth inspect` to see the token's users",
        });
    }
    Ok(None)
}

/// Prompts for confirmation. Returns true if the user agrees.
fn is_confirmed(groups: &[UserMessages], count: usize, action: MarkAction) -> Result<bool, Error> {
    let messages = plural(count, "message");
    let user = groups
        .first()
        .map(|group| group.user.as_str())
        .unwrap_or_default();
    let question = format!(
        "Mark {messages} of `{user}` as {}?",
        action.resulting_state()
    );
    Ok(prompt::confirm(&question, false)?)
}

/// Marks the pending messages, and verifies them with `--verify`.
async fn mark(
    run: &MarkRun<'_>,
    groups: &[UserMessages],
    report: &mut Report,
    context: &Context<'_>,
) -> Result<(), Error> {
    let mut interrupts = Interrupts::new().map_err(Error::Runtime)?;
    let sender = BatchSender {
        courier: run.courier,
        access: run.access,
        action: report.action,
        batch_size: run.args.batch.into(),
        concurrency: run.args.concurrency.into(),
    };
    sender
        .mark_all(groups, report, &mut interrupts, context)
        .await;
    if !report.is_interrupted {
        tokio::select! {
            () = run.explain_request_ids(groups, report) => {}
            () = interrupts.next() => report.is_interrupted = true,
        }
    }
    if run.args.verify && !report.is_interrupted {
        let is_verified = tokio::select! {
            () = run.verify(groups, report, context) => true,
            () = interrupts.next() => false,
        };
        if !is_verified {
            report.is_interrupted = true;
            report.verification_error = Some("interrupted".to_owned());
        }
    }
    Ok(())
}

/// Writes the IDs of the messages that are not marked to the `--failed-to` file, if there is one.
fn write_unmarked_ids(args: &MarkReadArgs, report: &Report) -> Result<(), Error> {
    let Some(path) = &args.failed_to else {
        return Ok(());
    };
    let mut file = PrivateFile::create(path.clone())?;
    let mut lines = String::new();
    for (id, outcome) in report.ids.iter().zip(&report.outcomes) {
        if !matches!(
            outcome,
            Some(MessageOutcome::Marked | MessageOutcome::AlreadyMarked)
        ) {
            lines.push_str(id);
            lines.push('\n');
        }
    }
    file.write(lines.as_bytes())?;
    Ok(file.finish()?)
}
