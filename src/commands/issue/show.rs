//! A token in the form that is asked for.

use std::io::{self, Write};

use crate::{
    cli::IssueFormat,
    courier::{Issued, Outgoing},
    output::json,
    token::ScopeSet,
};

/// Writes one token.
pub(super) fn write(
    out: &mut dyn Write,
    format: IssueFormat,
    (name, newline): (&str, bool),
    issued: &Issued,
    scopes: &ScopeSet,
    next: &Outgoing,
) -> io::Result<()> {
    let token = issued.jwt.expose();
    match format {
        IssueFormat::Token if !newline => write!(out, "{token}"),
        IssueFormat::Token => writeln!(out, "{token}"),
        IssueFormat::Json => {
            serde_json::to_writer(&mut *out, &json::Issue::of(issued, scopes))?;
            writeln!(out)
        }
        // A token has letters, digits and `-_.` only: no shell reads it otherwise.
        IssueFormat::Env => writeln!(out, "export {name}={token}"),
        IssueFormat::Dotenv => writeln!(out, "{name}={token}"),
        IssueFormat::Header => writeln!(out, "Authorization: Bearer {token}"),
        IssueFormat::Curl => writeln!(out, "{}", next.to_curl("COURIER_JWT")),
    }
}
