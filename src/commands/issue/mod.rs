//! `issue`: issues user tokens.
#![deny(clippy::arithmetic_side_effects)]

mod bulk;
mod destination;
mod format;
mod refusals;
mod resume;

use std::path::Path;

use self::{destination::Destination, format::format_token};
use super::shared::{
    credentials::Credentials, id_file, issue_one::issue_one, issue_plan::IssuePlan, preflight,
    session::Session, stdin,
};
use crate::{
    cli::{IssueArgs, IssueFormat},
    context::Context,
    courier::{Courier, IssuedToken},
    env_vars,
    error::Error,
    exit::Exit,
    id_list::IdKind,
    output::{StdoutError, json, sanitize},
    private_file,
    time::from_unix_seconds,
    token::ScopeSet,
};

/// The form in which a request is shown instead of sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Preview {
    Json,
    Curl,
}

/// The variable of `--format env` and `dotenv` without `--name`.
const DEFAULT_VARIABLE: &str = "COURIER_JWT";

pub(crate) fn run(args: IssueArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let format = args.output.format.choose(context.json);
    let preview = preview(&args);
    let mut session = Session::open(&args.key, &args.api, context)?;
    let plan = IssuePlan::new(&args.request, &session.credentials, context)?;
    refuse_ineffective_options(&args, format, preview)?;
    let users = users(&args, &plan, &session.credentials, context)?;
    if let Some(preview) = preview {
        return print_requests(&users, preview, &plan, &session.courier, context);
    }
    if is_bulk(&args) {
        let output = args.output.path;
        return bulk::run(users, &args.bulk, output, &plan, &mut session, context);
    }
    let mut destination = Destination::whole(args.output.path)?;
    let user = users.first().map(String::as_str).unwrap_or_default();
    let (scopes, issued) = issue_one(user, &plan, &mut session, context)?;
    let name = args.output.name.as_deref().unwrap_or(DEFAULT_VARIABLE);
    let line = format_token(format, name, &issued, &scopes);
    let mut text = line.map_err(StdoutError::from)?;
    if !args.output.no_newline {
        text.push('\n');
    }
    destination.write(text.as_bytes(), &mut context.output)?;
    if context.output.stderr_is_terminal() {
        context.output.info(&summary(&issued, &scopes));
    }
    Ok(Exit::Ok)
}

/// Returns the form in which the request is shown, `None` if it is sent.
fn preview(args: &IssueArgs) -> Option<Preview> {
    if args.curl {
        Some(Preview::Curl)
    } else {
        args.dry_run.then_some(Preview::Json)
    }
}

/// Returns the users of the command line, or else of the profile.
fn users(
    args: &IssueArgs,
    plan: &IssuePlan,
    credentials: &Credentials,
    context: &mut Context<'_>,
) -> Result<Vec<String>, Error> {
    if let Some(path) = &args.users_file {
        plan.requested.require_no_user()?;
        return read_users(path, args.column.as_deref(), context);
    }
    if args.users.len() > 1 {
        plan.requested.require_no_user()?;
        return Ok(args.users.clone());
    }
    let user = plan
        .requested
        .user_or(args.users.first().map(String::as_str))?;
    Ok(vec![credentials.user(user)?])
}

/// Returns true if the output has a line for each user and can be resumed.
fn is_bulk(args: &IssueArgs) -> bool {
    args.users_file.is_some() || args.users.len() > 1 || args.bulk.resume.is_some()
}

/// Refuses options that would have no effect, or that exclude each other in a way clap cannot express.
fn refuse_ineffective_options(
    args: &IssueArgs,
    format: IssueFormat,
    preview: Option<Preview>,
) -> Result<(), Error> {
    stdin::require_single_reader(
        [],
        args.users_file.iter().chain(&args.key.api_key_file),
        "set COURIER_API_KEY, or pass the users in a file",
    )?;
    let sets_variable = matches!(format, IssueFormat::Env | IssueFormat::Dotenv);
    let is_plain = matches!(
        format,
        IssueFormat::Token | IssueFormat::Json | IssueFormat::Jsonl
    );
    let is_plain_bulk = is_plain && !args.output.no_newline;
    let (message, help) = if is_bulk(args) && preview.is_none() && !is_plain_bulk {
        (
            "with several users the output is one JSON line per user",
            "remove --format and --no-newline, or pass one user",
        )
    } else if args.output.name.is_some() && !sets_variable {
        (
            "--name requires --format env or --format dotenv",
            "add one of these formats, or remove --name",
        )
    } else if preview == Some(Preview::Json) && !is_plain {
        (
            "--dry-run prints the request, which this format cannot show",
            "remove --format, or use --curl",
        )
    } else if args.curl && format != IssueFormat::Token {
        (
            "--curl prints the request, which this format cannot show",
            "remove --format, or use --dry-run for JSON",
        )
    } else {
        return Ok(());
    };
    Err(Error::Usage {
        message: message.to_owned(),
        help,
    })
}

/// Reads the user IDs of `--users-file`.
fn read_users(
    path: &Path,
    column: Option<&str>,
    context: &mut Context<'_>,
) -> Result<Vec<String>, Error> {
    let users = id_file::read(path, IdKind::User, column, context)?;
    if users.is_empty() {
        return Err(Error::Usage {
            message: format!("no user ID found in {}", private_file::display_name(path)),
            help: "write one user ID per line",
        });
    }
    Ok(users)
}

/// Shows the request for each user. Nothing is sent.
fn print_requests(
    users: &[String],
    preview: Preview,
    plan: &IssuePlan,
    courier: &Courier,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let now = (context.now)();
    let mut requests = Vec::new();
    for user in users {
        let planned = plan.scopes(user, now);
        let (scopes, warnings) = planned.map_err(|error| error.report(context))?;
        preflight::warn(&warnings, &scopes, &mut context.output);
        requests.push(courier.preview_issue(&scopes, &plan.expires_in));
    }
    for request in requests {
        match preview {
            Preview::Curl => {
                let curl = request.to_curl(env_vars::API_KEY);
                context.output.print(|out, _| writeln!(out, "{curl}"))?;
            }
            Preview::Json => {
                let request = json::PlannedRequest::of(&request, env_vars::API_KEY);
                context.output.print_json(&request)?;
            }
        }
    }
    Ok(Exit::Ok)
}

/// Returns a line about the token for a person at the terminal.
fn summary(issued: &IssuedToken, scopes: &ScopeSet) -> String {
    let expires =
        from_unix_seconds(issued.exp).map(|date| date.format("%Y-%m-%d %H:%M:%S UTC").to_string());
    let summary = format!(
        "issued for {}: {}; expires {}",
        scopes.user(),
        scopes.permissions().join(" "),
        expires.unwrap_or_else(|| "after the year 9999".to_owned())
    );
    sanitize(&summary).into_owned()
}
