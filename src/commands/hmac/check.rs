//! `hmac check`: reports whether a signature is valid for a user, and if not, what was probably signed
//! instead.

use std::io::{BufRead as _, Read as _};

use crate::{
    cli::HmacCheckArgs,
    commands::shared::{
        credentials::{Credentials, read_key},
        stdin, user_ids,
    },
    config::KeySource,
    context::Context,
    encoding,
    error::Error,
    exit::Exit,
    output::{Paint, json, sanitize},
    private_file,
    token::{NamedKey, SignatureCheck, check_signature},
};

/// The maximum number of bytes that are read as a signature.
const MAX_SIGNATURE_BYTES: u64 = 64 * 1024;

pub(super) fn run(args: &HmacCheckArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    stdin::require_single_reader(
        [args.signature.as_str()],
        args.also.iter().chain(&args.key.api_key_file),
        "set COURIER_API_KEY, or pass the key in a file",
    )?;
    let mut credentials = Credentials::resolve(&args.key, context)?;
    let user = credentials.user(args.user.clone())?;
    let signature = match args.signature.as_str() {
        "-" => read_signature(context)?,
        text => text.to_owned(),
    };
    let key = credentials.api_key(context)?;
    user_ids::warn([user.as_str()], &context.output);
    let others: Vec<NamedKey> = args
        .also
        .iter()
        .map(|path| {
            let key = read_key(&KeySource::File(path.clone()), context)?;
            Ok(NamedKey {
                name: private_file::display_name(path),
                key,
            })
        })
        .collect::<Result<_, Error>>()?;
    let check = check_signature(&signature, &key, &user, &others);
    let reason = match &check {
        SignatureCheck::Matches => None,
        SignatureCheck::Differs { reasons, .. } if reasons.is_empty() => Some(
            "it does not match this user ID and API key; try other keys with --also-key-file"
                .to_owned(),
        ),
        SignatureCheck::Differs { reasons, .. } => Some(reasons.join(", and ")),
    };
    if context.json {
        let document = json::HmacCheck::of(&user, &check, reason.as_deref());
        context.output.print_json(&document)?;
    } else {
        context.output.print(|out, palette| match &reason {
            None => writeln!(out, "{}", palette.paint(Paint::Good, "yes")),
            Some(reason) => {
                let no = palette.paint(Paint::Error, "no");
                writeln!(out, "{no}: {}", sanitize(reason))
            }
        })?;
    }
    Ok(if reason.is_none() { Exit::Ok } else { Exit::No })
}

/// Reads the first line of standard input, without its line end.
fn read_signature(context: &mut Context<'_>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let mut reader = (&mut *context.stdin.reader).take(MAX_SIGNATURE_BYTES);
    let read = reader.read_until(b'\n', &mut bytes);
    let line = read.and_then(|_| Ok(encoding::decode_first_line(&bytes)?));
    match line {
        Ok(line) => Ok(line.trim_end_matches(['\r', '\n']).to_owned()),
        Err(source) => Err(Error::Read {
            what: "the signature from standard input".to_owned(),
            source,
        }),
    }
}
