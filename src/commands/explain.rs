//! `explain`: a rule's page, or the list of rules.

use crate::{
    cli::ExplainArgs,
    context::Context,
    error::Error,
    exit::Exit,
    output::{explain, json},
};

pub(crate) fn run(args: &ExplainArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context.output.json(&json::Explain::of(args.rule))?;
    } else {
        context.output.answer(|out, palette| match args.rule {
            Some(rule) => explain::rule(out, palette, rule),
            None if args.all => explain::every_rule(out, palette),
            None => explain::list(out, palette),
        })?;
    }
    Ok(Exit::Ok)
}
