//! Arguments of `explain`.

use clap::Args;

use super::{TEMPLATE, values};
use crate::inspect::Selector;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth explain missing-scope
  courier-auth explain CA203
  courier-auth explain CA3
  courier-auth explain
  courier-auth explain --all | less")]
pub(crate) struct ExplainArgs {
    /// Rule name, code or family such as CA3 [default: list all rules]
    #[arg(value_parser = values::selector(), hide_possible_values = true)]
    pub(crate) rule: Option<Selector>,
    /// Explain all rules
    #[arg(long, conflicts_with = "rule")]
    pub(crate) all: bool,
}
