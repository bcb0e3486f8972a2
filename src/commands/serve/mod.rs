//! `serve`: runs a local token endpoint for an app in development.

mod log;

use std::time::Duration;

use self::log::write_line;
use super::shared::{
    hidden_key::hide_key, issue_plan::IssuePlan, request_log::RequestLog, session::Session,
    user_ids,
};
use crate::{
    cli::ServeArgs,
    console::{Level, Verbosity},
    context::Context,
    courier::{self, Courier, HttpError},
    error::Error,
    exit::Exit,
    listener::{BindError, raise_descriptor_limit},
    output::{Paint, StdoutError, json, sanitize},
    runtime,
    serve::{AllowedUsers, FailureScope, IssueError, IssuedToken, Options, Server},
    signals,
    time::humanize,
    token::CourierEnvironment,
};

/// The time that the client has to report its own timeout.
const TIMEOUT_MARGIN: Duration = Duration::from_millis(100);

pub(crate) fn run(mut args: ServeArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    hide_key(Some(&args.key), context);
    let mut session = Session::open(&args.key, &args.api, context)?;
    let plan = IssuePlan::new(&args.request, &session.credentials, context)?;
    if !args.allowed_users.is_empty() {
        plan.requested.require_no_user()?;
    }
    args.user = plan.requested.user_or(args.user.as_deref())?;
    let args = &args;
    refuse_unsafe_options(args, &plan)?;
    for user in args.user.iter().chain(&args.allowed_users) {
        let planned = plan.scopes(user, (context.now)());
        planned.map_err(|error| error.report(context))?;
        user_ids::warn([user.as_str()], &context.output);
    }
    let key = session.api_key(context)?;
    if key.environment() == Some(CourierEnvironment::Production) && !args.allow_production {
        return Err(Error::Usage {
            message: "with a production API key, anyone who can connect could read the Inboxes of \
                      real users"
                .to_owned(),
            help: "use a key of the test environment, or add --allow-production",
        });
    }
    let (console, is_json) = (context.output.console().clone(), context.json);
    let log = RequestLog::start(move |(at, request)| write_line(&request, at, &console, is_json));
    let log = log.map_err(Error::Runtime)?;
    raise_descriptor_limit();
    let runtime = runtime::new().map_err(Error::Runtime)?;
    let served = runtime.block_on(async {
        let end = signals::shutdown().map_err(Error::Runtime)?;
        let server = Server::bind(options(args)).await;
        let server = server.map_err(bind_failed)?;
        print_ready(&server.url(), args, context)?;
        let now = context.now;
        let queue = log.writer();
        let writer = move |request| queue((now(), request));
        let console = context.output.console();
        let secrets = console.secrets();
        let issue = |user: String| {
            let (courier, key, plan) = (&session.courier, &key, &plan);
            async move {
                let planned = plan.scopes(&user, now());
                let (scopes, _) = planned.map_err(|error| IssueError {
                    status: 400,
                    message: secrets.redact(&error.into_error().to_string()),
                    retry_after: None,
                    scope: FailureScope::Request,
                })?;
                if let Some(warning) = user_ids::warning(&user) {
                    console.print(Verbosity::Normal, Level::Warning, &warning);
                }
                let issued =
                    within_timeout(courier, courier.issue_token(key, &scopes, &plan.expires_in));
                let issued = issued
                    .await
                    .map_err(|error| failure(&error, secrets.redact(&error.to_string())))?;
                Ok(IssuedToken {
                    lifetime: issued.lifetime(),
                    jwt: issued.jwt,
                    exp: issued.exp,
                })
            }
        };
        server.serve(end, now, issue, writer).await;
        Ok(())
    });
    // This ends the open connections, so that no more lines are queued.
    drop(runtime);
    log.finish();
    served.map(|()| Exit::Ok)
}

/// Refuses an address that is not loopback without a confirmation, and tokens that are too short-lived
/// to be cached.
fn refuse_unsafe_options(args: &ServeArgs, plan: &IssuePlan) -> Result<(), Error> {
    if !args.host.is_loopback() && !args.allow_remote {
        return Err(Error::Usage {
            message: format!(
                "anyone who can connect to {} could get tokens for your users",
                args.host
            ),
            help: "remove --host, or add --allow-remote to allow this",
        });
    }
    let lifetime = plan.expires_in.milliseconds() / 1_000.0;
    let min_ttl = args.min_ttl.as_secs_f64();
    if lifetime <= 2.0 * min_ttl {
        return Err(Error::Usage {
            message: format!(
                "a token lifetime of {} is too short: it must be more than twice --min-ttl ({})",
                humanize(lifetime),
                humanize(min_ttl)
            ),
            help: "use a longer --expires-in or a shorter --min-ttl",
        });
    }
    Ok(())
}

fn options(args: &ServeArgs) -> Options {
    Options {
        host: args.host,
        port: args.port,
        path: args.path.clone(),
        origins: args.origins.clone(),
        users: match &args.user {
            Some(user) => AllowedUsers::Only(user.clone()),
            None if args.allowed_users.is_empty() => AllowedUsers::Any,
            None => AllowedUsers::Listed(args.allowed_users.iter().cloned().collect()),
        },
        min_ttl: args.min_ttl,
    }
}

fn bind_failed(BindError { address, source }: BindError) -> Error {
    let address = address.to_string();
    Error::Bind { address, source }
}

/// Ends a request at its timeout, even if the response to another request requires a pause.
async fn within_timeout<T>(
    courier: &Courier,
    request: impl Future<Output = Result<T, courier::Error>>,
) -> Result<T, courier::Error> {
    let timeout = courier.limits().timeout;
    let limited = tokio::time::timeout(timeout.saturating_add(TIMEOUT_MARGIN), request).await;
    limited.unwrap_or_else(|_| {
        let server = Box::new(courier.rest_server());
        Err(HttpError::TimedOut { server, timeout }.into())
    })
}

/// Converts an error of Courier's API to a response. The app did nothing wrong, so the status is 5xx,
/// except for a rate limit.
fn failure(error: &courier::Error, message: String) -> IssueError {
    use courier::Error as CourierError;
    let (status, scope) = match error {
        CourierError::Status { status: 429, .. } => (429, FailureScope::Everyone),
        CourierError::Status { status: 500.., .. }
        | CourierError::Http(HttpError::NoHttpResponse { .. } | HttpError::Broken { .. }) => {
            (502, FailureScope::Unknown)
        }
        CourierError::Http(HttpError::TimedOut { .. }) => (504, FailureScope::Unknown),
        CourierError::Status { .. }
        | CourierError::NotFound { .. }
        | CourierError::UnexpectedResponse { .. }
        | CourierError::Http(HttpError::TooLarge { .. }) => (502, FailureScope::User),
        CourierError::Refused { .. } | CourierError::SandboxKey | CourierError::Http(_) => {
            (502, FailureScope::Everyone)
        }
    };
    let retry_after = match error {
        CourierError::Status { retry_after, .. } => *retry_after,
        _ => None,
    };
    IssueError {
        status,
        message,
        retry_after,
        scope,
    }
}

/// Prints the URL and an example request.
fn print_ready(url: &str, args: &ServeArgs, context: &mut Context<'_>) -> Result<(), StdoutError> {
    if context.json {
        return context
            .output
            .print_unredacted_json(&json::ServeReady::at(url));
    }
    let url = &*sanitize(url);
    let example_url = match (&args.user, args.allowed_users.first()) {
        (Some(_), _) => url.to_owned(),
        (None, user) => {
            let user = user.map_or("alice", String::as_str);
            let query: String = url::form_urlencoded::byte_serialize(user.as_bytes()).collect();
            // Quoted, because shells expand `?` and `*` to file names.
            format!("'{url}?user={query}'")
        }
    };
    let title = context
        .output
        .stdout_palette()
        .paint(Paint::Good, "serving user tokens");
    let text = format!("{title} at {url}; press Ctrl-C to stop\n\ncurl {example_url}\n");
    context.output.print_unredacted(text.as_bytes())
}
