//! `explain`: shows a rule's page, or the list of rules.

use crate::{
    cli::ExplainArgs,
    context::Context,
    error::Error,
    exit::Exit,
    inspect::Selector,
    output::{explain, json},
};

pub(crate) fn run(args: &ExplainArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(&json::Explain::of(args.rule))?;
    } else {
        context.output.print(|out, palette| match args.rule {
            Some(Selector::Rule(rule)) => explain::rule(out, palette, rule),
            Some(family @ Selector::Family(_)) => explain::list(out, palette, Some(family)),
            None if args.all => explain::every_rule(out, palette),
            None => explain::list(out, palette, None),
        })?;
    }
    Ok(Exit::Ok)
}
