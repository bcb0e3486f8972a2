//! The way to Courier, as the command line wants it.

use crate::{
    cli::ApiArgs,
    config::secret_file,
    context::Context,
    courier::{Courier, Trace},
    error::Error,
    settings::Endpoints,
};

/// Opens the file for the trace, if there is to be one, and nothing else.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn courier(
    endpoints: Endpoints,
    args: &ApiArgs,
    context: &Context<'_>,
) -> Result<Courier, Error> {
    let file = match &args.debug_http {
        Some(path) => Some((path.as_path(), secret_file::overwrite(path)?)),
        None => None,
    };
    let trace = Trace::new(context.output.words().clone(), file, context.now);
    Ok(Courier::new(endpoints, trace))
}
