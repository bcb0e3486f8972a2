//! A bulk run: tokens for several users, one line of JSON for each, in the order of the users.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use futures_util::{Stream, StreamExt as _, stream};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{destination::Destination, refusals::Refusals, resume::ResumeState};
use crate::{
    cli::BulkArgs,
    commands::shared::{
        issue_plan::IssuePlan,
        preflight::{self, PlanError},
        progress::Progress,
        session::Session,
        user_ids,
    },
    context::Context,
    courier::IssuedToken,
    error::Error,
    exit::Exit,
    output::{StdoutError, json, sanitize},
    runtime,
    signals::Interrupts,
    text::{plural, thousands},
    token::{ScopeSet, leftover::is_user_id_leftover},
};

/// The time that requests in flight may take after the run was stopped.
const GRACE: Duration = Duration::from_secs(2);

/// A user and the token, `None` if the run was stopped before the response.
type UserResult = (String, Option<Result<(IssuedToken, ScopeSet), Error>>);

/// Issues a token for each user, except for those who have a valid one in the resumed file. The
/// failure of one user is that user's line.
///
/// # Errors
/// Returns an error if the resumed file cannot be read, the output cannot be written, no user can be
/// requested, or no user got a token because of an error that is fatal for the run.
pub(super) fn run(
    users: Vec<String>,
    args: &BulkArgs,
    output: Option<PathBuf>,
    plan: &IssuePlan,
    session: &mut Session,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let key = session.api_key(context)?;
    let (courier, key) = (&session.courier, &key);
    let now = (context.now)();
    let resume_path = args.resume.as_deref();
    let resumed = ResumeState::read(resume_path, output.as_deref(), plan, courier, now)?;
    let mut destination = Destination::growing(output, &resumed)?;
    if resumed.stdout_line_is_incomplete {
        destination.write(b"\n", &mut context.output)?;
    }
    let mut seen = resumed.users;
    let users: Vec<String> = users
        .into_iter()
        .filter(|user| seen.insert(user.clone()))
        .collect();
    check_request(&users, plan, context)?;
    let total = Some(users.len() as u64);
    let progress = match destination.path() {
        Some(_) => Progress::start("issuing tokens", total, context),
        None => Progress::beside_results("issuing tokens", total, context),
    };
    let (stop, stopped) = watch::channel(None);
    let stop = StopSignal(stop);
    let issue = |user: &String| {
        let (user, mut stopped) = (user.clone(), stopped.clone());
        async move {
            let issued = async {
                let (scopes, _) = plan.scopes(&user, now).map_err(PlanError::into_error)?;
                let issued = courier.issue_token(key, &scopes, &plan.expires_in).await?;
                Ok((issued, scopes))
            };
            let issued = tokio::select! {
                issued = issued => Some(issued),
                () = grace_is_over(&mut stopped) => None,
            };
            (user, issued)
        }
    };
    let requests = users.iter().take_while(|_| !stop.is_stopped()).map(issue);
    let results = stream::iter(requests).buffered(usize::from(args.concurrency));
    let mut run = Run {
        issued: 0,
        is_interrupted: false,
        fatal_error: None,
        refusals: Refusals::default(),
        held_lines: Vec::new(),
        destination,
        progress,
    };
    let runtime = runtime::new().map_err(Error::Runtime)?;
    runtime.block_on(run.collect(results, &stop, context))?;
    run.progress = Progress::hidden();
    run.finish(users.len() as u64, context)
}

/// Prints the warnings about the request, which are the same for all users, and those about user IDs.
/// Refuses a request that is invalid for every user.
fn check_request(
    users: &[String],
    plan: &IssuePlan,
    context: &mut Context<'_>,
) -> Result<(), Error> {
    let now = (context.now)();
    if let Some((scopes, mut warnings)) = users.iter().find_map(|user| plan.scopes(user, now).ok())
    {
        warnings.retain(|finding| finding.rule.name != preflight::WRAPPED_USER_ID);
        preflight::warn(&warnings, &scopes, &mut context.output);
        // A leftover is refused, and that is the line of its user.
        let users = users.iter().map(String::as_str);
        user_ids::warn(
            users.filter(|user| !is_user_id_leftover(user)),
            &context.output,
        );
    } else if let Some(Err(error)) = users.first().map(|user| plan.scopes(user, now)) {
        return Err(error.report(context));
    }
    Ok(())
}

/// Stops a run: no request is sent after it, and those in flight end with the grace period.
struct StopSignal(watch::Sender<Option<Instant>>);

impl StopSignal {
    fn is_stopped(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Starts the grace period, unless it has started already.
    fn stop(&self) {
        let deadline = Some(runtime::after(GRACE));
        self.0.send_if_modified(|current| {
            let is_first = current.is_none();
            if is_first {
                *current = deadline;
            }
            is_first
        });
    }
}

/// Completes at the end of the grace period of a stopped run.
async fn grace_is_over(stopped: &mut watch::Receiver<Option<Instant>>) {
    let deadline = stopped.wait_for(Option::is_some).await;
    match deadline.ok().and_then(|deadline| *deadline) {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

/// The progress and the result of a run.
struct Run {
    issued: u64,
    is_interrupted: bool,
    /// The error that stopped the run, because it would fail for every user.
    fatal_error: Option<Error>,
    /// The users who would fail again.
    refusals: Refusals,
    /// The lines of users who failed with the fatal error. They are written only if some other user
    /// got a line.
    held_lines: Vec<u8>,
    destination: Destination,
    progress: Progress,
}

impl Run {
    /// Writes the results in order, until all are written or a second Ctrl-C comes. The first one
    /// stops the run.
    async fn collect(
        &mut self,
        results: impl Stream<Item = UserResult>,
        stop: &StopSignal,
        context: &mut Context<'_>,
    ) -> Result<(), Error> {
        let mut results = std::pin::pin!(results);
        let mut interrupts = Interrupts::new().map_err(Error::Runtime)?;
        loop {
            tokio::select! {
                result = results.next() => match result {
                    Some(result) => self.record(result, stop, context)?,
                    None => return Ok(()),
                },
                () = interrupts.next() => {
                    if std::mem::replace(&mut self.is_interrupted, true) {
                        return Ok(());
                    }
                    stop.stop();
                }
            }
        }
    }

    /// Writes the line of one user. An error that is fatal for the run stops it.
    fn record(
        &mut self,
        (user, result): UserResult,
        stop: &StopSignal,
        context: &mut Context<'_>,
    ) -> Result<(), Error> {
        match result {
            None => {}
            Some(Ok((issued, scopes))) => {
                if context.env.is_github_actions() {
                    context.output.mask_in_github_log(issued.jwt.expose());
                }
                self.issued = self.issued.saturating_add(1);
                self.write(&json_line(&json::Issue::of(&issued, &scopes))?, context)?;
            }
            Some(Err(error)) => {
                let user = context.output.redact(&user);
                let message = context.output.redact(&error.to_string());
                let line = json_line(&json::IssueError::of(&user, error.reason(), &message))?;
                match error {
                    Error::Courier(error) if error.is_fatal_for_run() => {
                        stop.stop();
                        self.fatal_error.get_or_insert(error.into());
                        self.held_lines.extend(line);
                    }
                    error => {
                        if !may_succeed_later(&error) {
                            self.refusals.add(&user, &message);
                        }
                        self.write(&line, context)?;
                    }
                }
            }
        }
        self.progress.add(1);
        Ok(())
    }

    /// Writes a line with one call, so that a killed run leaves whole lines, except for the last.
    fn write(&mut self, line: &[u8], context: &mut Context<'_>) -> Result<(), Error> {
        let held_lines = std::mem::take(&mut self.held_lines);
        if !held_lines.is_empty() {
            self.destination.write(&held_lines, &mut context.output)?;
        }
        self.destination.write(line, &mut context.output)
    }

    /// Returns how to get the tokens of the users who have none, as the end of a sentence.
    fn advice(&self) -> String {
        match self.destination.path().map(Path::to_string_lossy) {
            Some(path) => {
                let path = shlex::try_quote(&path).unwrap_or_default();
                format!("; to get the rest, add --resume {path}")
            }
            None => "; to get the rest, save this output and add --resume FILE".to_owned(),
        }
    }

    /// Reports how many users got no token, and why those who would fail again got none.
    fn finish(mut self, users: u64, context: &mut Context<'_>) -> Result<Exit, Error> {
        let failed = users.saturating_sub(self.issued);
        match self.fatal_error.take() {
            // Nothing was done, so the error is the result.
            Some(error) if self.issued == 0 => return Err(error),
            Some(error) => {
                let lines = &self.held_lines;
                self.destination.write(lines, &mut context.output)?;
                context.report(&error);
            }
            None if failed == 0 && !self.is_interrupted => return Ok(Exit::Ok),
            None => {}
        }
        let result = if self.is_interrupted {
            let (issued, users) = (thousands(self.issued), thousands(users));
            format!("interrupted: {issued} of {users} tokens issued")
        } else {
            let failed = thousands(failed);
            format!("no token for {failed} of {}", plural(users, "user"))
        };
        for line in self.refusals.lines() {
            context.print_paragraph(&sanitize(&line));
        }
        let advice = if self.refusals.count() == failed {
            String::new()
        } else {
            self.advice()
        };
        context.print_paragraph(&sanitize(&format!("{result}{advice}")));
        Ok(if self.is_interrupted {
            Exit::Interrupted
        } else {
            Exit::No
        })
    }
}

/// Returns true if another request for the same user may succeed.
fn may_succeed_later(error: &Error) -> bool {
    matches!(error, Error::Courier(error) if !error.is_document_rejected())
}

fn json_line(document: &impl serde::Serialize) -> Result<Vec<u8>, StdoutError> {
    let mut line = serde_json::to_vec(document)?;
    line.push(b'\n');
    Ok(line)
}
