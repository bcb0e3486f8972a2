//! The API key of a command that sends it.

use crate::{
    cli::KeyArgs,
    config,
    context::Context,
    courier::Courier,
    error::Error,
    token::{ApiKey, workspace::Environment},
};

/// Finds the key, and says so where it surely is not meant for where it goes.
///
/// # Errors
/// When there is none.
pub(super) fn for_courier(
    courier: &Courier,
    args: &KeyArgs,
    context: &mut Context<'_>,
) -> Result<ApiKey, Error> {
    let is_new = context.api_key.is_none();
    let key = config::api_key(args, context)?;
    if is_new {
        warn_of_production(courier, &key, context);
    }
    Ok(key)
}

/// A proxy on this machine is a good reason, hence no more than a word.
pub(super) fn warn_of_production(courier: &Courier, key: &ApiKey, context: &Context<'_>) {
    if key.environment() == Some(Environment::Production) && courier.is_on_this_machine() {
        context.output.note(
            "warning: a production key goes to an address of this machine; a sandbox takes its own",
        );
    }
}
