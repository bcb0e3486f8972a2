//! `explain`: shows a rule's page, or the list of rules.

use crate::{
    cli::ExplainArgs,
    context::Context,
    error::Error,
    exit::Exit,
    inspect::{Rule, Selector, rules},
    output::{StdoutError, json, reference, rule_page},
};

pub(crate) fn run(args: &ExplainArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        let document = json::Explain::of(args.rule);
        context.output.print_unredacted_json(&document)?;
        return Ok(Exit::Ok);
    }
    match args.rule {
        Some(Selector::Rule(rule)) => print_pages(&[rule], context)?,
        None if args.all => print_pages(&rules::all().collect::<Vec<_>>(), context)?,
        selector => context
            .output
            .print(|out, palette| reference::write_rule_list(out, palette, selector))?,
    }
    Ok(Exit::Ok)
}

/// Prints the pages of rules. They are not redacted: their examples look like secrets, but are
/// constants of this program.
fn print_pages(rules: &[&'static Rule], context: &mut Context<'_>) -> Result<(), Error> {
    let output = &mut context.output;
    let palette = output.stdout_palette();
    let width = palette.terminal_width();
    let mut text = Vec::new();
    rule_page::write_all(&mut text, palette, width, rules).map_err(StdoutError::from)?;
    Ok(output.print_unredacted(&text)?)
}
