//! Arguments of `schema`.

use clap::Args;

use super::{TEMPLATE, values};
use crate::document::DocumentName;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth schema
  courier-auth schema inspect
  courier-auth schema issue > issue.schema.json")]
pub(crate) struct SchemaArgs {
    /// Document to describe [default: list all documents]
    #[arg(value_parser = values::document(), hide_possible_values = true)]
    pub(crate) name: Option<&'static DocumentName>,
}
