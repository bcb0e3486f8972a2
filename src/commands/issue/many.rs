//! Several users: a line of JSON each, in the order in which they were named.

use std::{path::PathBuf, time::Duration};

use futures_util::{StreamExt as _, stream};
use indicatif::ProgressBar;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{former::Former, sink::Sink};
use crate::{
    cli::ManyArgs,
    commands::shared::{
        issue_plan::IssuePlan,
        preflight::{self, PlanError},
        progress,
        session::Session,
    },
    context::Context,
    courier::Issued,
    error::Error,
    exit::Exit,
    output::{StdoutError, json},
    runtime,
    signals::Interrupts,
    token::ScopeSet,
};

/// How long what is under way may take once no more is to be sent.
const GRACE: Duration = Duration::from_secs(2);

/// Issues a token for each user who has none in a former answer.
///
/// # Errors
/// When the former answer cannot be read or this one not be written, when what is asked for makes
/// no sense for anybody, or when nobody got a token for a reason that holds for all. What goes
/// wrong with one user is that user's line.
pub(super) fn run(
    users: Vec<String>,
    args: &ManyArgs,
    output: Option<PathBuf>,
    plan: &IssuePlan,
    session: &mut Session,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let key = session.api_key(context)?;
    let (courier, key) = (&session.courier, &key);
    let now = (context.now)();
    let former = Former::read(
        args.resume.as_deref(),
        output.as_deref(),
        plan,
        courier,
        now,
    )?;
    let mut sink = Sink::growing(output, &former)?;
    if former.tears_stdout {
        sink.write(b"\n", &mut context.output)?;
    }
    let mut seen = former.users;
    let users: Vec<String> = users
        .into_iter()
        .filter(|user| seen.insert(user.clone()))
        .collect();
    preflight(&users, plan, context)?;
    // The answer of a bar's terminal would come between.
    let bar = if context.output.stdout_is_terminal() {
        ProgressBar::hidden()
    } else {
        progress::bar(users.len(), context)
    };
    // Once it holds a time, no more is sent, and nothing that is under way outlives that time.
    let (stop, stopping) = watch::channel(None::<Instant>);
    let ask = |user: &String| {
        let (user, mut stopping) = (user.clone(), stopping.clone());
        async move {
            let issued = async {
                let (scopes, _) = plan.scopes(&user, now).map_err(PlanError::into_error)?;
                let issued = courier.issue_token(key, &scopes, &plan.expires_in).await?;
                Ok((issued, scopes))
            };
            let issued = tokio::select! {
                issued = issued => Some(issued),
                () = time_is_up(&mut stopping) => None,
            };
            (user, issued)
        }
    };
    let asked = users
        .iter()
        .take_while(|_| stop.borrow().is_none())
        .map(ask);
    let mut answers = stream::iter(asked).buffered(usize::from(args.concurrency));
    let mut run = Run::default();
    let ended: Result<(), Error> = runtime::new().map_err(Error::Runtime)?.block_on(async {
        let mut interrupts = Interrupts::new().map_err(Error::Runtime)?;
        let end = || {
            let end = Some(Instant::now() + GRACE);
            stop.send_if_modified(|stop| {
                stop.is_none() && {
                    *stop = end;
                    true
                }
            });
        };
        loop {
            let answer = tokio::select! {
                answer = answers.next() => answer,
                () = interrupts.next() => {
                    // The second one means at once.
                    if std::mem::replace(&mut run.is_interrupted, true) {
                        return Ok(());
                    }
                    end();
                    continue;
                }
            };
            let Some((user, answer)) = answer else {
                return Ok(());
            };
            match answer {
                None => {}
                Some(Ok((issued, scopes))) => {
                    if context.env.is_github_actions() {
                        context.output.mask_in_github_log(issued.jwt.expose());
                    }
                    run.issued(&issued, &scopes, &mut sink, context)?;
                }
                Some(Err(error)) => {
                    let line = failure(&user, &error, context)?;
                    match error {
                        Error::Courier(courier) if courier.is_for_all() => {
                            end();
                            run.stopped_by.get_or_insert(courier.into());
                            run.held.extend(line);
                        }
                        _ => run.write(&line, &mut sink, context)?,
                    }
                }
            }
            bar.inc(1);
        }
    });
    bar.finish_and_clear();
    ended?;
    run.end(users.len() as u64, sink, context)
}

/// Says what is to be said of the request, which is the same for all, and refuses what nobody can
/// be asked for.
fn preflight(users: &[String], plan: &IssuePlan, context: &mut Context<'_>) -> Result<(), Error> {
    let now = (context.now)();
    if let Some((scopes, warnings)) = users.iter().find_map(|user| plan.scopes(user, now).ok()) {
        preflight::warn(&warnings, &scopes, &mut context.output);
    } else if let Some(Err(error)) = users.first().map(|user| plan.scopes(user, now)) {
        return Err(error.report(context));
    }
    Ok(())
}

/// What came of a run.
#[derive(Default)]
struct Run {
    tokens: u64,
    is_interrupted: bool,
    stopped_by: Option<Error>,
    /// Lines of a failure that holds for all: of no use where nothing else is said.
    held: Vec<u8>,
}

impl Run {
    fn issued(
        &mut self,
        issued: &Issued,
        scopes: &ScopeSet,
        sink: &mut Sink,
        context: &mut Context<'_>,
    ) -> Result<(), Error> {
        self.tokens += 1;
        let line = serde_json::to_vec(&json::Issue::of(issued, scopes));
        let mut line = line.map_err(StdoutError::from)?;
        line.push(b'\n');
        self.write(&line, sink, context)
    }

    /// One write a line: whoever is killed leaves whole lines behind, but for the last.
    fn write(
        &mut self,
        line: &[u8],
        sink: &mut Sink,
        context: &mut Context<'_>,
    ) -> Result<(), Error> {
        let held = std::mem::take(&mut self.held);
        if !held.is_empty() {
            sink.write(&held, &mut context.output)?;
        }
        sink.write(line, &mut context.output)
    }

    /// Says what is left to do.
    fn end(self, all: u64, mut sink: Sink, context: &mut Context<'_>) -> Result<Exit, Error> {
        let without = all - self.tokens;
        match self.stopped_by {
            // Nothing was done.
            Some(error) if self.tokens == 0 => return Err(error),
            Some(error) => {
                sink.write(&self.held, &mut context.output)?;
                context.report(&error);
            }
            None if without == 0 && !self.is_interrupted => return Ok(Exit::Ok),
            None => {}
        }
        context.output.print_error(&format!(
            "{without} of {all} users got no token; --resume with this answer goes on with them"
        ));
        Ok(if self.is_interrupted {
            Exit::Interrupted
        } else {
            Exit::No
        })
    }
}

/// The line of a user who got no token.
fn failure(user: &str, error: &Error, context: &Context<'_>) -> Result<Vec<u8>, Error> {
    let (user, error) = (
        context.output.redact(user),
        context.output.redact(&error.to_string()),
    );
    let line = serde_json::to_vec(&json::IssueFailure::of(&user, &error));
    let mut line = line.map_err(StdoutError::from)?;
    line.push(b'\n');
    Ok(line)
}

/// Ready once the time is up that the channel holds.
async fn time_is_up(stopping: &mut watch::Receiver<Option<Instant>>) {
    let end = stopping.wait_for(Option::is_some).await;
    match end.ok().and_then(|end| *end) {
        Some(end) => sleep_until(end).await,
        None => std::future::pending().await,
    }
}
