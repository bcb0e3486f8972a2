//! `inspect`: what is wrong with this token? Nothing is sent anywhere.

use std::{io, path::Path};

use zeroize::Zeroizing;

use crate::{
    cli::InspectArgs,
    config::secret_file,
    context::Context,
    environment,
    error::Error,
    exit::Exit,
    inspect::{Severity, Unwrapped, Verdict, Wanted, judge},
    output::{json, report},
};

pub(crate) fn run(args: InspectArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let text = token_text(args.token, context)?;
    let wanted = Wanted {
        features: args.features,
        now: args.at.unwrap_or_else(context.now),
    };
    let unwrapped = Unwrapped::new(&text);
    let report = judge(&unwrapped, &wanted);
    let verdict = report.verdict(if args.strict {
        Severity::Warning
    } else {
        Severity::Error
    });

    if context.json {
        context
            .output
            .json(&json::Inspect::of(&report, &wanted, verdict))?;
    } else {
        context
            .output
            .answer(|out, palette| report::write(out, palette, &report, &wanted, verdict))?;
    }
    Ok(match verdict {
        Verdict::Ok => Exit::Ok,
        Verdict::Bad => Exit::No,
        Verdict::Unreadable => Exit::NotAToken,
    })
}

/// The argument, else `COURIER_JWT`, else standard input where no person would have to type.
fn token_text(
    argument: Option<String>,
    context: &mut Context<'_>,
) -> Result<Zeroizing<String>, Error> {
    match (argument, context.environment.get(environment::JWT)) {
        (Some(text), _) if text != "-" => Ok(text.into()),
        (None, Some(text)) => Ok(text.to_owned().into()),
        (None, None) if context.stdin.is_terminal => Err(Error::Usage {
            message: "there is no token to inspect".to_owned(),
            help: "pipe it in, as in `courier-auth issue --user alice | courier-auth inspect -`, \
                   or set COURIER_JWT",
        }),
        _ => secret_file::read(Path::new("-"), &mut context.stdin).or_else(unreadable),
    }
}

/// Bytes that are no text cannot be a token; that is for the rules to say.
fn unreadable(source: io::Error) -> Result<Zeroizing<String>, Error> {
    match source.kind() {
        io::ErrorKind::InvalidData => Ok(Zeroizing::new("\u{FFFD}".to_owned())),
        _ => Err(Error::Read {
            what: "standard input".to_owned(),
            source,
        }),
    }
}
