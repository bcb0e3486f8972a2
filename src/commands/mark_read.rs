//! `mark-read`: whose messages are they, a token for each user, one document for each, and a
//! report that names every message.

use super::{connection, key, user_token};
use crate::{
    cli::{InboxArgs, MarkReadArgs},
    context::Context,
    courier::{Courier, Outcome},
    error::Error,
    exit::Exit,
    output::{Paint, json, sanitize},
    runtime,
    token::{Jwt, UserId},
};

/// How many messages go into one document.
const BATCH: usize = 50;

pub(crate) fn run(args: &MarkReadArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let mut ids: Vec<String> = Vec::with_capacity(args.ids.len());
    for id in &args.ids {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    let InboxArgs { api, inbox_url, .. } = &args.inbox;
    let courier = connection::courier(&args.key, api, inbox_url.as_ref(), context)?;
    let given = user_token::from_file(&args.inbox, context)?;
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let mut outcomes = runtime.block_on(async {
        let mut report = Report::default();
        let groups = group(&ids, args, given.as_ref(), &courier, context, &mut report).await?;
        for (user, ids) in groups {
            mark(
                &user,
                &ids,
                args,
                given.as_ref(),
                &courier,
                context,
                &mut report,
            )
            .await?;
        }
        Ok::<_, Error>(report.in_order_of(&ids))
    })?;

    for (_, outcome) in &mut outcomes {
        if let Outcome::Failed(reason) = outcome {
            *reason = context.output.redacted(reason);
        }
    }
    let failed = outcomes
        .iter()
        .filter(|(_, outcome)| *outcome != Outcome::Marked)
        .count();
    if context.json {
        context.output.json(&json::MarkRead::of(&outcomes))?;
    } else {
        context.output.answer(|out, _| {
            let marked = outcomes
                .iter()
                .filter(|(_, outcome)| *outcome == Outcome::Marked);
            marked
                .map(|(id, _)| sanitize(id))
                .try_for_each(|id| writeln!(out, "{id}"))
        })?;
        complain_of_failures(&outcomes, context);
        let count = outcomes.len();
        let noun = if count == 1 { "message" } else { "messages" };
        context
            .output
            .note(&format!("marked {} of {count} {noun} read", count - failed));
    }
    Ok(if failed == 0 { Exit::Ok } else { Exit::No })
}

/// What became of the messages so far.
#[derive(Default)]
struct Report {
    outcomes: Vec<(String, Outcome)>,
}

impl Report {
    fn add(&mut self, id: &str, outcome: Outcome) {
        self.outcomes.push((id.to_owned(), outcome));
    }

    /// Whether a message was marked: from then on the report is the answer, whatever fails.
    fn changed_something(&self) -> bool {
        self.outcomes
            .iter()
            .any(|(_, outcome)| *outcome == Outcome::Marked)
    }

    /// A failure of a whole request: nothing was done yet, so it is the error of the run; or it
    /// is what became of these messages.
    fn fail(&mut self, ids: &[&str], error: Error) -> Result<(), Error> {
        if !self.changed_something() {
            return Err(error);
        }
        for id in ids {
            self.add(id, Outcome::Failed(error.to_string()));
        }
        Ok(())
    }

    fn in_order_of(mut self, ids: &[String]) -> Vec<(String, Outcome)> {
        let place = |id: &String| ids.iter().position(|known| known == id);
        self.outcomes.sort_by_key(|(id, _)| place(id));
        self.outcomes
    }
}

/// The messages of each user, users in the order in which they come up.
async fn group<'i>(
    ids: &'i [String],
    args: &MarkReadArgs,
    given: Option<&Jwt>,
    courier: &Courier,
    context: &mut Context<'_>,
    report: &mut Report,
) -> Result<Vec<(UserId, Vec<&'i str>)>, Error> {
    let all = || ids.iter().map(String::as_str).collect();
    if let Some(user) = &args.user {
        return Ok(vec![(user.clone(), all())]);
    }
    if let Some(jwt) = given {
        return Ok(vec![(only_user(jwt)?, all())]);
    }
    let key = key::for_courier(courier, &args.key, context)?;
    let mut groups: Vec<(UserId, Vec<&str>)> = Vec::new();
    for id in ids {
        let recipient = match courier.recipient(&key, id).await {
            Ok(recipient) => recipient,
            // Of one message nothing is known: the others can be marked all the same.
            Err(error) if error.is_not_found() => {
                report.add(id, Outcome::Failed(error.to_string()));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let Ok(user) = recipient.parse::<UserId>() else {
            let reason = format!("its recipient `{recipient}` cannot be named in a token");
            report.add(id, Outcome::Failed(reason));
            continue;
        };
        match groups.iter_mut().find(|(known, _)| *known == user) {
            Some((_, ids)) => ids.push(id),
            None => groups.push((user, vec![id])),
        }
    }
    Ok(groups)
}

/// Marks the messages of one user.
async fn mark(
    user: &UserId,
    ids: &[&str],
    args: &MarkReadArgs,
    given: Option<&Jwt>,
    courier: &Courier,
    context: &mut Context<'_>,
    report: &mut Report,
) -> Result<(), Error> {
    let jwt = if let Some(jwt) = given {
        jwt.clone()
    } else {
        let permission = "inbox:write:events";
        match user_token::for_user(user, permission, &args.key, courier, context).await {
            Ok(jwt) => jwt,
            Err(error) => return report.fail(ids, error),
        }
    };
    for batch in ids.chunks(BATCH) {
        match courier.mark_read(&jwt, user, batch).await {
            Ok(outcomes) => {
                batch
                    .iter()
                    .zip(outcomes)
                    .for_each(|(id, outcome)| report.add(id, outcome));
            }
            Err(error) => report.fail(batch, error.into())?,
        }
    }
    Ok(())
}

fn only_user(jwt: &Jwt) -> Result<UserId, Error> {
    match user_token::users(jwt).as_slice() {
        [user] => user.parse().ok(),
        _ => None,
    }
    .ok_or_else(|| Error::Usage {
        message: "the token does not name one user".to_owned(),
        help: "say whose messages they are with --user; courier-auth inspect explains the token",
    })
}

fn complain_of_failures(outcomes: &[(String, Outcome)], context: &mut Context<'_>) {
    let label = context
        .output
        .stderr_palette()
        .paint(Paint::Error, "not marked:");
    for (id, outcome) in outcomes {
        if let Outcome::Failed(reason) = outcome {
            context
                .output
                .complain(&format!("{label} {}: {}", sanitize(id), sanitize(reason)));
        }
    }
}
