//! Several users: a line of JSON each, in the order in which they were named.

use std::{collections::HashSet, path::Path, time::Duration};

use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, stream};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use super::{
    plan::{self, Plan, PlanError},
    sink::Sink,
};
use crate::{
    cli::ManyArgs,
    config::secret_file,
    context::Context,
    courier::{Courier, Issued},
    error::Error,
    exit::Exit,
    inspect::duration::seconds,
    output::json,
    runtime,
    token::{ApiKey, ScopeSet},
};

/// How long what is under way may take once the run was interrupted.
const GRACE: Duration = Duration::from_secs(2);

/// Issues a token for each user who has none in a former answer.
///
/// # Errors
/// When the former answer cannot be read or this one not be written, or when nobody got a token
/// for a reason that holds for all. What goes wrong with one user is that user's line.
pub(super) fn run(
    users: Vec<String>,
    args: &ManyArgs,
    plan: &Plan,
    (courier, key): (&Courier, &ApiKey),
    mut sink: Sink,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let now = (context.now)();
    let former = former(args.resume.as_deref(), plan, now)?;
    if former.is_torn && former.is_stdout {
        // The process that wrote it was killed in the middle of a line.
        sink.write(b"\n", &mut context.output)?;
    }
    let mut seen = former.users;
    let users: Vec<String> = users
        .into_iter()
        .filter(|user| seen.insert(user.clone()))
        .collect();
    // What is to be said of the request is the same for all.
    if let Some((scopes, warnings)) = users.iter().find_map(|user| plan.scopes(user, now).ok()) {
        plan::warn(&warnings, &scopes, &mut context.output);
    }
    let bar = bar(users.len(), context);
    let asked = users.iter().map(|user| one(user, plan, courier, key, now));
    let mut answers = stream::iter(asked).buffered(usize::from(args.concurrency));
    let mut run = Run::default();
    let ended: Result<(), Error> = runtime::new().map_err(Error::Runtime)?.block_on(async {
        let mut users = users.iter();
        let mut interrupt = std::pin::pin!(tokio::signal::ctrl_c());
        let mut deadline = None;
        loop {
            let answer = tokio::select! {
                answer = answers.next() => answer,
                _ = &mut interrupt, if deadline.is_none() => {
                    run.is_interrupted = true;
                    deadline = Some(tokio::time::Instant::now() + GRACE);
                    continue;
                }
                () = until(deadline) => break,
            };
            let (Some(answer), Some(user)) = (answer, users.next()) else {
                break;
            };
            bar.suspend(|| context.output.tell(courier.take_log()));
            let line = match answer {
                Ok((issued, scopes)) => {
                    run.issued += 1;
                    if context.environment.is_github_actions() {
                        context.output.mask(issued.jwt.expose());
                    }
                    serde_json::to_vec(&json::Issue::of(&issued, &scopes))
                }
                Err(Error::Courier(error)) if error.is_for_all() => {
                    run.stopped_by = Some(error.into());
                    break;
                }
                Err(error) => {
                    run.failed += 1;
                    let error = context.output.redacted(&error.to_string());
                    serde_json::to_vec(&json::NotIssued::of(user, &error))
                }
            };
            let mut line = line.map_err(|error| Error::Stdout(error.into()))?;
            line.push(b'\n');
            // One write a line: whoever is killed leaves whole lines behind, but for the last.
            sink.write(&line, &mut context.output)?;
            bar.inc(1);
        }
        Ok(())
    });
    bar.finish_and_clear();
    ended?;
    sink.finish()?;
    run.end(users.len() as u64, context)
}

/// What came of a run.
#[derive(Default)]
struct Run {
    issued: u64,
    failed: u64,
    is_interrupted: bool,
    stopped_by: Option<Error>,
}

impl Run {
    /// Says what is left to do.
    fn end(self, all: u64, context: &mut Context<'_>) -> Result<Exit, Error> {
        const AGAIN: &str = "--resume FILE, which is this answer, goes on with them";
        let without = all - self.issued;
        match self.stopped_by {
            // Nothing was done.
            Some(error) if self.issued + self.failed == 0 => return Err(error),
            Some(error) => context.output.complain(&format!("error: stopped: {error}")),
            None if without == 0 => return Ok(Exit::Ok),
            None => {}
        }
        context
            .output
            .complain(&format!("{without} of {all} users got no token; {AGAIN}"));
        Ok(if self.is_interrupted {
            Exit::Interrupted
        } else {
            Exit::No
        })
    }
}

async fn until(deadline: Option<tokio::time::Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

async fn one(
    user: &str,
    plan: &Plan,
    courier: &Courier,
    key: &ApiKey,
    now: DateTime<Utc>,
) -> Result<(Issued, ScopeSet), Error> {
    let (scopes, _) = plan.scopes(user, now).map_err(PlanError::into_error)?;
    let issued = courier.issue_token(key, &scopes, &plan.expires_in).await?;
    Ok((issued, scopes))
}

/// What a former answer holds.
#[derive(Default)]
struct Former {
    /// Who has a token that is as good as a new one.
    users: HashSet<String>,
    is_torn: bool,
    is_stdout: bool,
}

fn former(path: Option<&Path>, plan: &Plan, now: DateTime<Utc>) -> Result<Former, Error> {
    let Some(path) = path else {
        return Ok(Former::default());
    };
    let text = match std::fs::read(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(source) => {
            let what = secret_file::name(path);
            return Err(Error::Read { what, source });
        }
    };
    let mut former = Former {
        users: HashSet::new(),
        is_torn: !text.is_empty() && !text.ends_with('\n'),
        is_stdout: is_stdout(path),
    };
    for line in text.lines() {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let Some(user) = line["user"].as_str() else {
            continue;
        };
        let lives = line["exp"].as_f64().is_none_or(|exp| exp > seconds(now));
        let scopes = line["scopes"].as_array().into_iter().flatten();
        let has_scopes = scopes.filter_map(Value::as_str).eq(plan.permissions());
        // Of two lines of one user the last counts.
        if line["token"].is_string() && lives && has_scopes {
            former.users.insert(user.to_owned());
        } else {
            former.users.remove(user);
        }
    }
    Ok(former)
}

/// Whether standard output goes into this very file.
fn is_stdout(path: &Path) -> bool {
    let stdout = same_file::Handle::stdout();
    let file = same_file::Handle::from_path(path);
    matches!((stdout, file), (Ok(stdout), Ok(file)) if stdout == file)
}

/// A bar on a terminal, and nothing elsewhere.
fn bar(length: usize, context: &Context<'_>) -> ProgressBar {
    let target = if context.output.stderr_is_terminal() && !context.output.is_quiet() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}");
    ProgressBar::with_draw_target(Some(length as u64), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
