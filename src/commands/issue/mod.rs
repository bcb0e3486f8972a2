//! `issue`: user tokens, checked before they are handed out.

mod many;
pub(in crate::commands) mod plan;
mod show;
mod sink;

use std::path::{Path, PathBuf};

use self::{plan::Plan, sink::Sink};
use crate::{
    cli::{IssueArgs, IssueFormat},
    config::{self, secret_file},
    context::Context,
    courier::{Courier, Issued},
    error::Error,
    exit::Exit,
    inspect::duration::date,
    output::{json, sanitize},
    runtime,
    settings::Endpoints,
    token::ScopeSet,
};

pub(crate) fn run(args: IssueArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let format = match args.shape.format {
        _ if context.json => IssueFormat::Json,
        format => format,
    };
    context.json |= format == IssueFormat::Json;
    let endpoints = Endpoints::of_api(&args.api, &context.environment)?;
    let plan = Plan::new(&args.ask, context)?;
    let is_stdin = |path: &Option<PathBuf>| path.as_deref() == Some(Path::new("-"));
    if is_stdin(&args.users_file) && is_stdin(&args.key.api_key_file) {
        return Err(Error::Usage {
            message: "standard input can be read only once".to_owned(),
            help: "put the key into COURIER_API_KEY, or the users into a file",
        });
    }
    let users = match &args.users_file {
        Some(path) => users_of(path, context)?,
        None => args.users.clone(),
    };
    let is_many = args.users_file.is_some() || users.len() > 1;
    if is_many && !matches!(format, IssueFormat::Token | IssueFormat::Json) {
        return Err(Error::Usage {
            message: "of several users each has its line of JSON".to_owned(),
            help: "leave --format out, or name one user",
        });
    }
    let courier = Courier::new(endpoints);
    if args.dry_run {
        return dry_run(&users, format, &plan, &courier, context);
    }
    if is_many {
        let key = config::api_key(&args.key, context)?;
        let sink = Sink::growing(args.shape.output, args.many.resume.as_deref())?;
        return many::run(users, &args.many, &plan, (&courier, &key), sink, context);
    }
    let user = users.first().map(String::as_str).unwrap_or_default();
    let planned = plan.scopes(user, (context.now)());
    let (scopes, warnings) = planned.map_err(|error| error.tell(context))?;
    plan::warn(&warnings, &scopes, &mut context.output);
    let key = config::api_key(&args.key, context)?;
    let mut sink = Sink::whole(args.shape.output)?;

    let issued = runtime::new()
        .map_err(Error::Runtime)?
        .block_on(courier.issue_token(&key, &scopes, &plan.expires_in));
    context.output.tell(courier.take_log());
    let issued = issued?;

    if context.environment.is_github_actions() {
        context.output.mask(issued.jwt.expose());
    }
    let mut answer = Vec::new();
    let next = courier.next_call(&issued.jwt, scopes.user());
    let line = (args.shape.name.as_str(), !args.shape.no_newline);
    show::write(&mut answer, format, line, &issued, &scopes, &next).map_err(Error::Stdout)?;
    sink.write(&answer, &mut context.output)?;
    sink.finish()?;
    if context.output.stderr_is_terminal() {
        context.output.note(&summary(&issued, &scopes));
    }
    Ok(Exit::Ok)
}

/// The ids of a file, one a line; blank lines are none.
fn users_of(path: &Path, context: &mut Context<'_>) -> Result<Vec<String>, Error> {
    let text = secret_file::read(path, &mut context.stdin);
    let text = text.map_err(|source| Error::Read {
        what: secret_file::name(path),
        source,
    })?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let users: Vec<String> = lines.map(str::to_owned).collect();
    if users.is_empty() {
        return Err(Error::Usage {
            message: format!("there is no user id in {}", secret_file::name(path)),
            help: "write one id a line",
        });
    }
    Ok(users)
}

/// Shows the request of each user, and opens no connection.
fn dry_run(
    users: &[String],
    format: IssueFormat,
    plan: &Plan,
    courier: &Courier,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    for user in users {
        let planned = plan.scopes(user, (context.now)());
        let (scopes, warnings) = planned.map_err(|error| error.tell(context))?;
        plan::warn(&warnings, &scopes, &mut context.output);
        let request = courier.planned_call(&scopes, &plan.expires_in);
        if format == IssueFormat::Curl {
            let curl = request.to_curl("COURIER_API_KEY");
            context.output.answer(|out, _| writeln!(out, "{curl}"))?;
        } else {
            let request = json::Planned::of(&request, "COURIER_API_KEY");
            context.output.json(&request)?;
        }
    }
    Ok(Exit::Ok)
}

/// One line for the person at the terminal.
fn summary(issued: &Issued, scopes: &ScopeSet) -> String {
    let expires = date(issued.exp).map(|date| date.format("%Y-%m-%d %H:%M:%S UTC").to_string());
    let summary = format!(
        "issued for {}: {}; expires {}",
        scopes.user(),
        scopes.permissions().join(" "),
        expires.unwrap_or_else(|| "later than any calendar tells".to_owned())
    );
    sanitize(&summary).into_owned()
}
