//! A token in the form that is asked for.

use crate::{
    cli::IssueFormat,
    courier::{IssuedToken, RequestPreview},
    output::json,
    token::ScopeSet,
};

/// One token, in one line.
pub(super) fn line(
    format: IssueFormat,
    name: &str,
    issued: &IssuedToken,
    scopes: &ScopeSet,
    next: &RequestPreview,
) -> serde_json::Result<String> {
    let token = issued.jwt.expose();
    Ok(match format {
        IssueFormat::Token => token.to_owned(),
        IssueFormat::Json => serde_json::to_string(&json::Issue::of(issued, scopes))?,
        // A token has letters, digits and `-_.` only: no shell reads it otherwise.
        IssueFormat::Env => format!("export {name}={token}"),
        IssueFormat::Dotenv => format!("{name}={token}"),
        IssueFormat::Header => format!("Authorization: Bearer {token}"),
        IssueFormat::Curl => next.to_curl("COURIER_JWT"),
    })
}
