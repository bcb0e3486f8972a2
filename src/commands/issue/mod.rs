//! `issue`: issues user tokens.

mod bulk;
mod destination;
mod format;
mod refusals;
mod resume;

use std::path::Path;

use self::{destination::Destination, format::format_token};
use super::shared::{
    id_file, issue_one::issue_one, issue_plan::IssuePlan, preflight, session::Session, stdin,
};
use crate::{
    cli::{IssueArgs, IssueFormat},
    context::Context,
    courier::{Courier, IssuedToken},
    error::Error,
    exit::Exit,
    id_list::IdKind,
    output::{StdoutError, json, sanitize},
    private_file,
    time::from_unix_seconds,
    token::ScopeSet,
};

/// The variable of `--format env` and `dotenv` without `--name`.
const DEFAULT_VARIABLE: &str = "COURIER_JWT";

pub(crate) fn run(args: IssueArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let format = match args.output.format {
        _ if context.json => IssueFormat::Json,
        format => format,
    };
    context.json |= format == IssueFormat::Json;
    let mut session = Session::open(&args.key, &args.api, context)?;
    let plan = IssuePlan::new(&args.request, &session.credentials, context)?;
    refuse_ineffective_options(&args, format, &plan)?;
    let users = match &args.users_file {
        Some(path) => read_users(path, args.column.as_deref(), context)?,
        None if args.users.is_empty() => vec![session.credentials.user(None)?],
        None => args.users.clone(),
    };
    if args.dry_run {
        return dry_run(&users, format, &plan, &session.courier, context);
    }
    if is_bulk(&args) {
        let output = args.output.path;
        return bulk::run(users, &args.bulk, output, &plan, &mut session, context);
    }
    let mut destination = Destination::whole(args.output.path)?;
    let user = users.first().map(String::as_str).unwrap_or_default();
    let (scopes, issued) = issue_one(user, &plan, &mut session, context)?;
    let next = session
        .courier
        .preview_first_query(&issued.jwt, scopes.user());
    let name = args.output.name.as_deref().unwrap_or(DEFAULT_VARIABLE);
    let line = format_token(format, name, &issued, &scopes, &next);
    let mut text = line.map_err(StdoutError::from)?;
    if !args.output.no_newline {
        text.push('\n');
    }
    destination.write(text.as_bytes(), &mut context.output)?;
    if context.output.stderr_is_terminal() {
        context.output.note(&summary(&issued, &scopes));
    }
    Ok(Exit::Ok)
}

/// Returns true if the output has a line for each user and can be resumed.
fn is_bulk(args: &IssueArgs) -> bool {
    args.users_file.is_some() || args.users.len() > 1 || args.bulk.resume.is_some()
}

/// Refuses options that would have no effect, or that exclude each other in a way clap cannot express.
fn refuse_ineffective_options(
    args: &IssueArgs,
    format: IssueFormat,
    plan: &IssuePlan,
) -> Result<(), Error> {
    stdin::require_single_reader(
        [],
        args.users_file.iter().chain(&args.key.api_key_file),
        "set COURIER_API_KEY, or pass the users in a file",
    )?;
    let sets_variable = matches!(format, IssueFormat::Env | IssueFormat::Dotenv);
    let is_plain = matches!(format, IssueFormat::Token | IssueFormat::Json);
    let reads_inbox = plan
        .permissions()
        .iter()
        .any(|scope| scope == "inbox:read:messages");
    let (message, help) = if is_bulk(args) && !args.dry_run && (!is_plain || args.output.no_newline)
    {
        (
            "with several users the output is one JSON line per user",
            "remove --format and --no-newline, or pass one user",
        )
    } else if args.output.name.is_some() && !sets_variable {
        (
            "--name requires --format env or --format dotenv",
            "add one of these formats, or remove --name",
        )
    } else if args.dry_run && !(is_plain || format == IssueFormat::Curl) {
        (
            "--dry-run prints the request, which this format cannot show",
            "remove --format, or use --format curl",
        )
    } else if !args.dry_run && format == IssueFormat::Curl && !reads_inbox {
        (
            "--format curl prints a request to the Inbox, which needs `inbox:read:messages`",
            "add --for inbox",
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
fn dry_run(
    users: &[String],
    format: IssueFormat,
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
        if format == IssueFormat::Curl {
            let curl = request.to_curl("COURIER_API_KEY");
            context.output.print(|out, _| writeln!(out, "{curl}"))?;
        } else {
            let request = json::PlannedRequest::of(&request, "COURIER_API_KEY");
            context.output.print_json(&request)?;
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
