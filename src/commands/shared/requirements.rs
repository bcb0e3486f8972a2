//! The requirements of `inspect` and `diff`, read from their arguments.

use chrono::{DateTime, Utc};

use super::credentials::Credentials;
use crate::{
    cli::{KeyArgs, RequirementArgs},
    context::Context,
    error::Error,
    inspect::Requirements,
    token::ApiKey,
};

/// Returns the requirements of the command line.
pub(crate) fn requirements(args: &RequirementArgs, now: DateTime<Utc>) -> Requirements {
    let at = args.at.map_or(now, |at| at.resolve(now));
    Requirements {
        user: args.user.clone(),
        environment: args.environment.clone(),
        client_key: args.client_key.clone(),
        leeway: args.leeway,
        valid_for: args.valid_for,
        max_lifetime: args.max_lifetime,
        ..Requirements::for_features(&args.features, at)
    }
}

/// Returns the API key that must have signed the tokens, `None` without `--verify`.
///
/// # Errors
/// Returns an error if there is no usable key.
pub(in crate::commands) fn signing_key(
    verify: bool,
    args: &KeyArgs,
    context: &mut Context<'_>,
) -> Result<Option<ApiKey>, Error> {
    if !verify {
        return Ok(None);
    }
    Ok(Some(Credentials::resolve(args, context)?.api_key(context)?))
}

/// Refuses the options of an API key that is not used.
///
/// # Errors
/// Returns an error if there is such an option, but no `--verify`.
pub(in crate::commands) fn refuse_key_without_verify(
    verify: bool,
    args: &KeyArgs,
) -> Result<(), Error> {
    let KeyArgs {
        api_key_file,
        profile,
        any_environment,
    } = args;
    let names_key = api_key_file.is_some() || profile.is_some() || *any_environment;
    if !verify && names_key {
        return Err(Error::Usage {
            message: "an API key has no effect without --verify".to_owned(),
            help: "add --verify, or remove --api-key-file, --profile and --any-environment",
        });
    }
    Ok(())
}
