//! `exec`: runs a command with a fresh token in its environment.

mod refresh;

use std::{ffi::OsString, process::Command};

use chrono::SecondsFormat;

use super::shared::{
    child::cannot_run, issue_one::issue_one, issue_plan::IssuePlan, session::Session,
};
use crate::{
    cli::ExecArgs,
    config::KeyReference,
    context::Context,
    courier::{self, Courier, IssuedToken},
    env_vars,
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
    let token_source = issue_first(args, context).map_err(|error| Error::Exec(Box::new(error)))?;
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(Error::Exec(Box::new(Error::Usage {
            message: "no command given".to_owned(),
            help: "put the command after `--`: `courier-auth exec --user alice -- npm test`",
        })));
    };
    let mut command = Command::new(executable::resolve(program));
    command
        .args(arguments)
        .env(env_vars::JWT, token_source.issued.jwt.expose())
        .env("COURIER_USER_ID", token_source.scopes.user().as_str());
    // An outer `exec` may have set these for a different token.
    for name in ["COURIER_JWT_EXPIRES_AT", "COURIER_JWT_FILE"] {
        command.env_remove(name);
    }
    if let Some(expires) = from_unix_seconds(token_source.issued.exp) {
        let expires = expires.to_rfc3339_opts(SecondsFormat::Secs, true);
        command.env("COURIER_JWT_EXPIRES_AT", expires);
    }
    if !args.keep_api_key {
        for name in [env_vars::API_KEY, env_vars::AUTH_TOKEN] {
            command.env_remove(name);
        }
        if let Some(name) = &token_source.key_variable {
            command.env_remove(name);
        }
    }
    if args.refresh {
        return refresh::run(&token_source, command, &args.command, context);
    }
    replace(command, &args.command)
}

/// Issues the first token.
fn issue_first(args: &ExecArgs, context: &mut Context<'_>) -> Result<TokenSource, Error> {
    let mut session = Session::open(&args.key, &args.api, context)?;
    let plan = IssuePlan::new(&args.request, &session.credentials, context)?;
    let user: String = session.credentials.user(args.user.clone())?;
    let (scopes, issued) = issue_one(&user, &plan, &mut session, context)?;
    let profile = session.credentials.profile();
    let key_variable = match profile.and_then(|selected| selected.profile.key.as_ref()) {
        Some(KeyReference::Variable(name)) => Some(name.clone()),
        _ => None,
    };
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

    Err(cannot_run(words, command.exec()))
}

/// Runs the command to its end on systems where a process cannot replace itself.
#[cfg(not(unix))]
fn replace(command: Command, words: &[OsString]) -> Result<Exit, Error> {
    super::shared::child::run_to_end(command.into(), words)
}
