//! `explain`: shows a rule's page, or the list of rules.

use crate::{
    cli::ExplainArgs,
    context::Context,
    error::Error,
    exit::Exit,
    inspect::Selector,
    output::{json, reference},
};

pub(crate) fn run(args: &ExplainArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(&json::Explain::of(args.rule))?;
    } else {
        context.output.print(|out, palette| match args.rule {
            Some(Selector::Rule(rule)) => reference::write_rule(out, palette, rule),
            Some(family @ Selector::Family(_)) => {
                reference::write_rule_list(out, palette, Some(family))
            }
            None if args.all => reference::write_all_rules(out, palette),
            None => reference::write_rule_list(out, palette, None),
        })?;
    }
    Ok(Exit::Ok)
}
