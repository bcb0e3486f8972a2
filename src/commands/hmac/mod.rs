//! `hmac`: computes legacy signatures. A user ID is any text here and is used unchanged.

mod batch;
mod check;
mod chunks;
mod odd_lines;
mod signature_writer;

use std::io;

use super::shared::{credentials::Credentials, user_ids};
use crate::{
    cli::{HmacArgs, HmacCommand, HmacFormat},
    context::Context,
    error::Error,
    exit::Exit,
    output::{StdoutError, json},
    token::user_signature,
};

/// The note that is printed with signatures.
const DEPRECATED: &str = "Courier has deprecated HMAC signatures; use user tokens instead: \
    `courier-auth issue --user USER_ID`";

pub(crate) fn run(args: HmacArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if let Some(HmacCommand::Check(args)) = args.command {
        return check::run(&args, context);
    }
    if args.batch || args.null || args.column.is_some() || args.stdin.is_some() {
        batch::run(&args, context)?;
    } else {
        let mut credentials = Credentials::resolve(&args.key, context)?;
        let users = if args.users.is_empty() {
            vec![credentials.user(None)?]
        } else {
            args.users
        };
        if users.iter().any(String::is_empty) {
            context.output.warn(
                "the user ID is empty; the signature is for an empty ID (a variable may not \
                 be set)",
            );
        }
        let key = credentials.api_key(context)?;
        user_ids::warn(users.iter().map(String::as_str), &context.output);
        let signatures: Vec<String> = users.iter().map(|id| user_signature(&key, id)).collect();
        match args.format.choose(context.json) {
            HmacFormat::Json => {
                let document = json::Hmac::of(&users, &signatures);
                context.output.print_json(&document)?;
            }
            format => {
                let mut lines = Vec::new();
                for (user, signature) in users.iter().zip(&signatures) {
                    write_line(&mut lines, format, user, signature).map_err(StdoutError::from)?;
                }
                let lines = context.output.redact(&String::from_utf8_lossy(&lines));
                context.output.print_json_lines(lines.as_bytes())?;
            }
        }
    }
    context.output.note(DEPRECATED);
    Ok(Exit::Ok)
}

/// Writes the line of a user in a format of lines.
fn write_line(
    out: &mut dyn io::Write,
    format: HmacFormat,
    user: &str,
    signature: &str,
) -> io::Result<()> {
    match format {
        HmacFormat::Text => out.write_all(signature.as_bytes())?,
        HmacFormat::Jsonl => {
            serde_json::to_writer(&mut *out, &json::SignatureLine::of(user, signature))?;
        }
        HmacFormat::Json => {}
    }
    out.write_all(b"\n")
}
