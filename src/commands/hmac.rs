//! `hmac`: legacy signatures. A user id is any text here, taken as it is.

use std::io;

use super::connection;
use crate::{
    cli::HmacArgs,
    config,
    context::Context,
    error::Error,
    exit::Exit,
    output::json,
    token::{ApiKey, user_signature},
};

pub(crate) fn run(args: HmacArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let ids_on_stdin = args.stdin.is_some();
    if ids_on_stdin
        && args
            .key
            .api_key_file
            .as_ref()
            .is_some_and(|path| path.as_os_str() == "-")
    {
        return Err(Error::Usage {
            message: "standard input cannot give both the API key and the user ids".to_owned(),
            help: "put the key into COURIER_API_KEY or a file",
        });
    }
    let users = if args.users.is_empty() && !ids_on_stdin {
        vec![connection::user(None, &args.key, context)?]
    } else {
        args.users
    };
    let key = config::api_key(&args.key, context)?;
    if ids_on_stdin && !context.json {
        sign_lines(&key, context)?;
    } else {
        let users = if ids_on_stdin { lines(context)? } else { users };
        answer(&key, &users, context)?;
    }
    context.output.note(
        "note: Courier has deprecated HMAC signatures; `courier-auth issue --user <id>` prints a \
         user token, which expires and carries scopes",
    );
    Ok(Exit::Ok)
}

fn answer(key: &ApiKey, users: &[String], context: &mut Context<'_>) -> Result<(), Error> {
    if context.json {
        let sign = |user| json::Signature {
            user,
            signature: user_signature(key, user),
        };
        return context.output.json(&json::Hmac {
            schema: "courier-auth/hmac/v1",
            signatures: users.iter().map(|user| sign(user.as_str())).collect(),
        });
    }
    context.output.answer(|out, _| {
        users
            .iter()
            .try_for_each(|user| writeln!(out, "{}", user_signature(key, user)))
    })
}

/// Signs each line as it comes: any number of them in constant memory.
fn sign_lines(key: &ApiKey, context: &mut Context<'_>) -> Result<(), Error> {
    let mut failure = None;
    let stdin = &mut context.stdin.reader;
    context.output.answer(|out, _| {
        let mut line = String::new();
        loop {
            line.clear();
            match stdin.read_line(&mut line) {
                Ok(0) => return Ok(()),
                Ok(_) => writeln!(out, "{}", user_signature(key, without_line_end(&line)))?,
                Err(error) => {
                    failure = Some(error);
                    return Ok(());
                }
            }
        }
    })?;
    failure.map_or(Ok(()), |error| Err(unreadable(error)))
}

fn lines(context: &mut Context<'_>) -> Result<Vec<String>, Error> {
    let mut users = Vec::new();
    let mut line = String::new();
    while context
        .stdin
        .reader
        .read_line(&mut line)
        .map_err(unreadable)?
        > 0
    {
        users.push(without_line_end(&line).to_owned());
        line.clear();
    }
    Ok(users)
}

/// The line without its one LF or CRLF; other white space is part of the id.
fn without_line_end(line: &str) -> &str {
    match line.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line),
        None => line,
    }
}

fn unreadable(source: io::Error) -> Error {
    Error::Read {
        what: "the user ids on standard input".to_owned(),
        source,
    }
}
