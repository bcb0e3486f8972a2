//! `issue`: a user token, checked before it is handed out.

use crate::{
    cli::IssueArgs,
    config,
    context::Context,
    courier::{Courier, Issued},
    error::Error,
    exit::Exit,
    output::{json, sanitize},
    runtime,
    settings::Endpoints,
    token::{Scope, ScopeSet, feature::needs_of},
};

pub(crate) fn run(args: IssueArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let endpoints = Endpoints::of_api(&args.api, &context.environment)?;
    let key = config::api_key(&args.key, context)?;
    let scopes = if args.scopes.is_empty() {
        ScopeSet::new(
            args.user,
            needs_of(&args.features).iter().map(|need| need.scope),
        )
    } else {
        ScopeSet::new(args.user, args.scopes.iter().map(Scope::as_str))
    };
    let courier = Courier::new(endpoints);
    let issued = runtime::new()
        .map_err(Error::Runtime)?
        .block_on(courier.issue_token(&key, &scopes, &args.expires_in))?;

    if context.json {
        context.output.json(&json::Issue::of(&issued, &scopes))?;
    } else {
        context
            .output
            .answer(|out, _| writeln!(out, "{}", issued.jwt.expose()))?;
    }
    if context.output.stderr_is_terminal() {
        context.output.note(&summary(&issued, &scopes));
    }
    Ok(Exit::Ok)
}

/// One line for the person at the terminal.
fn summary(issued: &Issued, scopes: &ScopeSet) -> String {
    let expires = json::Moment::of_seconds(issued.exp).map(json::Moment::into_rfc3339);
    let summary = format!(
        "issued for {}: {}; expires {}",
        scopes.user(),
        scopes.permissions().join(" "),
        expires.unwrap_or_else(|| "later than any calendar tells".to_owned())
    );
    sanitize(&summary).into_owned()
}
