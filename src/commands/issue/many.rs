//! Several users: a line of JSON each, in the order in which they were named.

use std::{collections::HashSet, path::Path};

use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, stream};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use super::{plan::Plan, sink::Sink};
use crate::{
    cli::ManyArgs,
    config::secret_file,
    context::Context,
    courier::{Courier, Issued},
    error::Error,
    exit::Exit,
    output::json,
    runtime,
    token::{ApiKey, ScopeSet},
};

/// Issues a token for each user who has none in a former answer.
///
/// # Errors
/// When the former answer cannot be read or this one not be written. What goes wrong with one
/// user is that user's line.
pub(super) fn run(
    users: Vec<String>,
    args: &ManyArgs,
    plan: &Plan,
    (courier, key): (&Courier, &ApiKey),
    mut sink: Sink,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let now = (context.now)();
    let former = former(args.resume.as_deref())?;
    if former.is_torn {
        // The process that wrote it was killed in the middle of a line.
        sink.write(b"\n", &mut context.output)?;
    }
    let mut seen = former.users;
    let users: Vec<String> = users
        .into_iter()
        .filter(|user| seen.insert(user.clone()))
        .collect();
    let bar = bar(users.len(), context);
    let asked = users.iter().map(|user| one(user, plan, courier, key, now));
    let mut answers = stream::iter(asked).buffered(usize::from(args.concurrency));
    let mut failed = 0_u64;
    let ended: Result<(), Error> = runtime::new().map_err(Error::Runtime)?.block_on(async {
        let mut users = users.iter();
        while let (Some(answer), Some(user)) = (answers.next().await, users.next()) {
            let mut line = match &answer {
                Ok((issued, scopes)) => serde_json::to_vec(&json::Issue::of(issued, scopes)),
                Err(error) => {
                    failed += 1;
                    let error = context.output.redacted(&error.to_string());
                    serde_json::to_vec(&json::NotIssued::of(user, &error))
                }
            }
            .unwrap_or_default();
            line.push(b'\n');
            if let Ok((issued, _)) = &answer
                && context.environment.is_github_actions()
            {
                context.output.mask(issued.jwt.expose());
            }
            // One write a line: whoever is killed leaves whole lines behind, but for the last.
            sink.write(&line, &mut context.output)?;
            bar.suspend(|| context.output.tell(courier.take_log()));
            bar.inc(1);
        }
        Ok(())
    });
    bar.finish_and_clear();
    ended?;
    sink.finish()?;
    if failed == 0 {
        return Ok(Exit::Ok);
    }
    context.output.note(&format!(
        "{failed} of {} users got no token; run it again with --resume and this answer",
        users.len()
    ));
    Ok(Exit::No)
}

async fn one(
    user: &str,
    plan: &Plan,
    courier: &Courier,
    key: &ApiKey,
    now: DateTime<Utc>,
) -> Result<(Issued, ScopeSet), Error> {
    let (scopes, _) = plan
        .scopes(user, now)
        .map_err(super::plan::PlanError::into_error)?;
    let issued = courier.issue_token(key, &scopes, &plan.expires_in).await?;
    Ok((issued, scopes))
}

/// What a former answer holds.
#[derive(Default)]
struct Former {
    users: HashSet<String>,
    is_torn: bool,
}

fn former(path: Option<&Path>) -> Result<Former, Error> {
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
    let user = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        line.get("token")?.as_str()?;
        Some(line.get("user")?.as_str()?.to_owned())
    };
    Ok(Former {
        users: text.lines().filter_map(user).collect(),
        is_torn: !text.is_empty() && !text.ends_with('\n'),
    })
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
