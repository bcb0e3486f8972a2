//! `explain`: shows the page of a rule or a client behavior, or a list of them.

use std::{iter, slice};

use crate::{
    cli::{ExplainArgs, Topic},
    client_behaviors::CLIENT_BEHAVIORS,
    context::Context,
    error::Error,
    exit::Exit,
    inspect::{Rule, Selector, rules},
    output::{StdoutError, behavior_page, json, reference, rule_page},
};

pub(crate) fn run(args: &ExplainArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        let document = explained(args.topic);
        context.output.print_unredacted_json(&document)?;
        return Ok(Exit::Ok);
    }
    let output = &mut context.output;
    let width = output.stdout_palette().terminal_width();
    match args.topic {
        Some(Topic::Rules(Selector::Rule(rule))) => print_pages(&[rule], context)?,
        Some(Topic::Rules(family)) => print_list(Some(family), context)?,
        Some(Topic::Client(behavior)) => {
            output.print(|out, palette| behavior_page::write(out, palette, width, behavior))?;
        }
        Some(Topic::Clients) => output.print(|out, palette| {
            behavior_page::write_list(out, palette, width, CLIENT_BEHAVIORS)
        })?,
        None if args.all => print_pages(&rules::all().collect::<Vec<_>>(), context)?,
        None => print_list(None, context)?,
    }
    Ok(Exit::Ok)
}

fn explained(topic: Option<Topic>) -> json::Explain {
    match topic {
        None => json::Explain::new(rules::all(), CLIENT_BEHAVIORS),
        Some(Topic::Rules(selector)) => {
            json::Explain::new(rules::all().filter(|rule| selector.matches(rule)), &[])
        }
        Some(Topic::Clients) => json::Explain::new(iter::empty(), CLIENT_BEHAVIORS),
        Some(Topic::Client(behavior)) => {
            json::Explain::new(iter::empty(), slice::from_ref(behavior))
        }
    }
}

fn print_list(selector: Option<Selector>, context: &mut Context<'_>) -> Result<(), Error> {
    let output = &mut context.output;
    Ok(output.print(|out, palette| reference::write_rule_list(out, palette, selector))?)
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
