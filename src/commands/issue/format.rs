//! The output formats of a single token.

use crate::{cli::IssueFormat, courier::IssuedToken, output::json, token::ScopeSet};

/// Formats a token as one line.
pub(super) fn format_token(
    format: IssueFormat,
    name: &str,
    issued: &IssuedToken,
    scopes: &ScopeSet,
) -> serde_json::Result<String> {
    let token = issued.jwt.expose();
    Ok(match format {
        IssueFormat::Token => token.to_owned(),
        IssueFormat::Json | IssueFormat::Jsonl => {
            serde_json::to_string(&json::Issue::of(issued, scopes))?
        }
        // Tokens need no quotes: they contain only letters, digits and `-_.`.
        IssueFormat::Env => format!("export {name}={token}"),
        IssueFormat::Dotenv => format!("{name}={token}"),
        IssueFormat::Header => format!("Authorization: Bearer {token}"),
    })
}
