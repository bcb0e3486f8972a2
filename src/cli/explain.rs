//! `explain`

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};

use super::TEMPLATE;
use crate::inspect::{Rule, rules};

/// Explain a rule of `inspect`, or list them all
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth explain missing-scope
  courier-auth explain CA203
  courier-auth explain")]
pub(crate) struct ExplainArgs {
    /// The rule's name or code
    #[arg(value_parser = rule(), ignore_case = true, hide_possible_values = true)]
    pub(crate) rule: Option<&'static Rule>,
}

fn rule() -> impl TypedValueParser<Value = &'static Rule> {
    let names = rules::all().map(|rule| {
        PossibleValue::new(rule.name)
            .alias(rule.code)
            .help(rule.summary)
    });
    PossibleValuesParser::new(names).try_map(|name| rules::find(&name).ok_or("no such rule"))
}
