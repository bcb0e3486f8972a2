//! `exec`: runs a command with a fresh token in its environment.

mod refresh;

use std::{
    ffi::{OsStr, OsString},
    process::Command,
};

use chrono::SecondsFormat;

use super::shared::{
    hidden_key::hide_key, issue_one::issue_one, issue_plan::IssuePlan, session::Session,
};
use crate::{
    cli::{Alias, ExecArgs},
    config::SelectedProfile,
    context::Context,
    courier::{self, Courier, IssuedToken},
    env_vars, environ,
    error::Error,
    executable,
    exit::Exit,
    time::from_unix_seconds,
    token::{ApiKey, ScopeSet},
};

/// The first token, and everything needed to issue another one like it.
struct TokenSource {
    courier: Courier,
    key: ApiKey,
    /// The environment variable that holds the profile's key, if one does.
    key_variable: Option<String>,
    plan: IssuePlan,
    scopes: ScopeSet,
    issued: IssuedToken,
}

impl TokenSource {
    /// Issues a token like the first one.
    async fn issue(&self) -> Result<IssuedToken, courier::Error> {
        let lifetime = &self.plan.expires_in;
        self.courier
            .issue_token(&self.key, &self.scopes, lifetime)
            .await
    }
}

pub(crate) fn run(args: &ExecArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    check_names(args).map_err(|error| Error::Exec(Box::new(error)))?;
    if args.refresh && !args.keep_api_key {
        hide_key(Some(&args.key), context);
    }
    let token_source = issue_first(args, context).map_err(|error| Error::Exec(Box::new(error)))?;
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(Error::Exec(Box::new(Error::Usage {
            message: "no command given".to_owned(),
            help: "put the command after `--`: `courier-auth exec --user alice -- npm test`",
        })));
    };
    let mut command = Command::new(executable::resolve(program));
    command.args(arguments).env_remove(environ::RESTARTED);
    if !args.keep_api_key {
        for name in [env_vars::API_KEY, env_vars::AUTH_TOKEN] {
            command.env_remove(name);
        }
        if let Some(name) = &token_source.key_variable {
            command.env_remove(name);
        }
    }
    let expires = from_unix_seconds(token_source.issued.exp);
    let expires = expires.map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true));
    let variables = [
        (env_vars::JWT, Some(token_source.issued.jwt.expose())),
        (env_vars::USER_ID, Some(token_source.scopes.user().as_str())),
        (env_vars::JWT_EXPIRES_AT, expires.as_deref()),
        (env_vars::JWT_FILE, None),
    ];
    for (variable, value) in variables {
        set_variable(&mut command, variable, value.map(OsStr::new), &args.names);
    }
    if args.refresh {
        return refresh::run(&token_source, command, args, context);
    }
    replace(command, &args.command)
}

/// Refuses another name for a variable that is not set.
fn check_names(args: &ExecArgs) -> Result<(), Error> {
    let is_file = |alias: &Alias| alias.variable == env_vars::JWT_FILE;
    if !args.refresh && args.names.iter().any(is_file) {
        return Err(Error::Usage {
            message: "--name COURIER_JWT_FILE=... needs --refresh, which keeps the file".to_owned(),
            help: "add --refresh, or pass the token itself with --name COURIER_JWT=...",
        });
    }
    Ok(())
}

/// Sets a variable of the command under its name and under its other names. A variable without a value
/// is removed: an outer `exec` may have set it for a different token.
fn set_variable(
    command: &mut Command,
    variable: &'static str,
    value: Option<&OsStr>,
    aliases: &[Alias],
) {
    let aliases = aliases.iter().filter(|alias| alias.variable == variable);
    let names = aliases.map(|alias| alias.name.as_str());
    for name in names.chain([variable]) {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
}

/// Issues the first token.
fn issue_first(args: &ExecArgs, context: &mut Context<'_>) -> Result<TokenSource, Error> {
    let mut session = Session::open(&args.key, &args.api, context)?;
    let plan = IssuePlan::new(&args.request, &session.credentials, context)?;
    let user: String = session
        .credentials
        .user(plan.requested.user_or(args.user.as_deref())?)?;
    let (scopes, issued) = issue_one(&user, &plan, &mut session, context)?;
    let profile = session.credentials.profile();
    let key_variable = profile.and_then(SelectedProfile::key_variable);
    let key_variable = key_variable.map(str::to_owned);
    Ok(TokenSource {
        key: session.api_key(context)?,
        key_variable,
        courier: session.courier,
        plan,
        scopes,
        issued,
    })
}

/// Replaces this process with the command, which then handles signals and the terminal itself.
#[cfg(unix)]
fn replace(mut command: Command, words: &[OsString]) -> Result<Exit, Error> {
    use std::os::unix::process::CommandExt as _;

    use super::shared::child::cannot_run;

    Err(cannot_run(words, command.exec()))
}

/// Runs the command to its end on systems where a process cannot replace itself.
#[cfg(not(unix))]
fn replace(command: Command, words: &[OsString]) -> Result<Exit, Error> {
    super::shared::child::run_to_end(command.into(), words)
}
