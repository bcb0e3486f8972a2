//! The requirements of `inspect` and `diff`, read from their arguments.

use chrono::{DateTime, Utc};

use super::{credentials::Credentials, project};
use crate::{
    cli::{KeyArgs, RequirementArgs},
    config::ProjectFile,
    context::Context,
    error::Error,
    inspect::Requirements,
    token::ApiKey,
};

/// The feature that a token must allow if neither the command line nor the project file names one.
const DEFAULT_FEATURE: &str = "inbox";

/// Returns the requirements of the command line, and the features that the project file names. Its user
/// is a default of other commands, and not a requirement.
pub(crate) fn requirements(
    args: &RequirementArgs,
    project: Option<&ProjectFile>,
    now: DateTime<Utc>,
) -> Requirements {
    let features = project::features(&args.features, project, DEFAULT_FEATURE);
    let at = args.at.map_or(now, |at| at.resolve(now));
    Requirements {
        user: args.user.clone(),
        environment: args.environment.clone(),
        client_key: args.client_key.clone(),
        leeway: args.leeway,
        valid_for: args.valid_for,
        max_lifetime: args.max_lifetime,
        ..Requirements::for_features(&features, at)
    }
}

/// Returns the API key that must have signed the tokens, `None` without `--verify`.
///
/// # Errors
/// Returns an error if there is no usable key.
pub(in crate::commands) fn signing_key(
    verify: bool,
    args: &KeyArgs,
    project: Option<ProjectFile>,
    context: &mut Context<'_>,
) -> Result<Option<ApiKey>, Error> {
    if !verify {
        return Ok(None);
    }
    let mut credentials = Credentials::resolve_in(project, args, context)?;
    Ok(Some(credentials.api_key(context)?))
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
