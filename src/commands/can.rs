//! `can`: checks whether a token allows an action, without a connection to Courier.

use super::shared::token_input;
use crate::{
    cli::CanArgs,
    context::Context,
    error::Error,
    exit::Exit,
    inspect::{
        Finding, Levels, Report, Requirements, Severity, Subject, TokenLocation, TokenText,
        with_report_on,
    },
    output::{Paint, json, reference, sanitize},
    token::Action,
};

pub(crate) fn run(args: CanArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let Some(action) = args.action else {
        if context.json {
            context.output.print_json(&json::Actions::all())?;
        } else {
            context.output.print(reference::write_actions)?;
        }
        return Ok(Exit::Ok);
    };
    let text = token_input::read_one(args.token, context)?;
    let count = TokenText::all(&text).len();
    let token_text = TokenText::new(&text);
    if count > 1 && token_text.place == TokenLocation::Alone {
        return Err(Error::Usage {
            message: format!("`can` checks one token, but the input contains {count}"),
            help: "check several tokens with `courier-auth inspect`",
        });
    }
    let now = (context.now)();
    let at = args.at.map_or(now, |at| at.resolve(now));
    let requirements = Requirements {
        user: args.user,
        ..Requirements::for_action(action, at)
    };
    with_report_on(
        &token_text,
        &requirements,
        &Levels::default(),
        |subject, report| print_result(action, subject, &report, context),
    )
}

/// Prints whether the token allows the action, and why not.
fn print_result(
    action: &'static Action,
    subject: &Subject<'_>,
    report: &Report,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let findings = report.findings.iter();
    let reasons: Vec<&Finding> = findings
        .filter(|finding| finding.severity == Severity::Error)
        .collect();

    if context.json {
        let document = json::Can::of(action, subject, report, &reasons);
        context.output.print_json(&document)?;
    } else {
        context.output.print(|out, palette| {
            if reasons.is_empty() {
                return writeln!(out, "{}", palette.paint(Paint::Good, "yes"));
            }
            let no = palette.paint(Paint::Error, "no");
            for finding in &reasons {
                writeln!(out, "{no}: {}", sanitize(&finding.message))?;
            }
            Ok(())
        })?;
    }
    Ok(if reasons.is_empty() {
        Exit::Ok
    } else if report.is_readable {
        Exit::No
    } else {
        Exit::NotAToken
    })
}
