//! The API key of a command that sends it.

use crate::{
    cli::KeyArgs,
    config::{self, KeySource},
    context::Context,
    courier::Courier,
    error::Error,
    output::sanitize,
    token::{ApiKey, CourierEnvironment},
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
        warn_of_variable("the key", courier.key_variable(), args, context)?;
    }
    Ok(key)
}

/// The same for a command that sends user tokens, or signatures, to the Inbox as well.
///
/// # Errors
/// When there is none.
pub(super) fn for_inbox(
    courier: &Courier,
    args: &KeyArgs,
    context: &mut Context<'_>,
) -> Result<ApiKey, Error> {
    let key = for_courier(courier, args, context)?;
    let variable = courier.token_variable();
    // One that leads both is told of once.
    let variable = variable.filter(|variable| courier.key_variable() != Some(variable));
    warn_of_variable("what opens the Inbox", variable, args, context)?;
    Ok(key)
}

/// A variable, which a folder may have set, says where something goes that comes from a profile.
fn warn_of_variable(
    what: &str,
    variable: Option<&str>,
    args: &KeyArgs,
    context: &Context<'_>,
) -> Result<(), Error> {
    let chosen = config::chosen(args, context)?;
    let sources = config::sources(args, chosen.as_deref(), &context.env);
    if let (Some(variable), Some(KeySource::Profile(chosen, _))) = (variable, sources.first()) {
        context.output.note(&sanitize(&format!(
            "warning: {what} of profile `{0}` goes where {variable} says; \
             with --profile {0} it does not",
            chosen.name
        )));
    }
    Ok(())
}

/// A proxy on this machine is a good reason, hence no more than a word.
pub(super) fn warn_of_production(courier: &Courier, key: &ApiKey, context: &Context<'_>) {
    if key.environment() == Some(CourierEnvironment::Production) && courier.is_on_this_machine() {
        context.output.note(
            "warning: a production key goes to an address of this machine; a sandbox takes its own",
        );
    }
}
