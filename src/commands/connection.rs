//! The way to Courier, and for whom, as the command line, the environment and the profile want it.

use url::Url;

use crate::private_file;
use crate::{
    cli::{ApiArgs, KeyArgs},
    config,
    context::Context,
    courier::{Courier, Trace},
    error::Error,
    settings::{Endpoints, Settings},
};

/// How a file with a trace begins.
const TRACE: &str = "# what courier-auth sent and received, without secrets\n\n";

/// Settles where Courier is. Opens the file for the trace, if there is to be one, and nothing
/// else.
///
/// # Errors
/// When there is no such profile, an address is none, or the file cannot be written.
pub(super) fn courier(
    key: &KeyArgs,
    api: &ApiArgs,
    inbox_url: Option<&Url>,
    context: &mut Context<'_>,
) -> Result<Courier, Error> {
    let chosen = config::chosen(key, context)?;
    let settings = Settings::merge(api, inbox_url, chosen.as_deref(), &context.env)?;
    at(settings.endpoints(), api, context)
}

/// The same where it is settled already.
///
/// # Errors
/// When the file cannot be written.
pub(super) fn at(
    endpoints: Endpoints,
    api: &ApiArgs,
    context: &Context<'_>,
) -> Result<Courier, Error> {
    let file = match &api.debug_http {
        Some(path) => Some((
            path.as_path(),
            private_file::open_for_overwrite(path, TRACE)?,
        )),
        None => None,
    };
    let trace = Trace::new(context.output.console().clone(), file, context.now);
    Ok(Courier::new(endpoints, trace))
}

/// The user that the command line names, else the profile's.
///
/// # Errors
/// When neither names one, or there is no such profile.
pub(super) fn user<T>(
    given: Option<T>,
    key: &KeyArgs,
    context: &mut Context<'_>,
) -> Result<T, Error>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    if let Some(user) = given {
        return Ok(user);
    }
    let chosen = config::chosen(key, context)?;
    let user = chosen
        .as_ref()
        .and_then(|chosen| chosen.profile.user.as_ref());
    let Some(user) = user else {
        return Err(Error::Usage {
            message: "no user is named".to_owned(),
            help: "add --user ID, or give the profile one",
        });
    };
    user.parse().map_err(|error: T::Err| Error::Usage {
        message: format!("the profile's user `{user}`: {error}"),
        help: "add --user ID, or give the profile another",
    })
}
