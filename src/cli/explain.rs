//! Arguments of `explain`.

use clap::Args;

use super::{TEMPLATE, topic, topic::Topic};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth explain missing-scope
  courier-auth explain CA203
  courier-auth explain CA3
  courier-auth explain clients
  courier-auth explain
  courier-auth explain --all | less")]
pub(crate) struct ExplainArgs {
    /// Rule, family such as CA3, or `clients` [default: list all rules]
    ///
    /// `clients` lists behaviors of Courier's clients that surprise people. Pass the name of one for
    /// its page.
    #[arg(value_parser = topic::parser(), hide_possible_values = true)]
    pub(crate) topic: Option<Topic>,
    /// Explain all rules
    #[arg(long, conflicts_with = "topic")]
    pub(crate) all: bool,
}
