//! A connection to Courier as a command uses it: client, profile and API key, resolved once from the
//! arguments and the context.

use std::{fs::File, path::Path};

use url::Url;

use super::credentials::Credentials;
use crate::{
    cli::{ApiArgs, InboxArgs, KeyArgs},
    config::KeySource,
    context::Context,
    courier::{Authorities, Courier, Proxies, RequestLimits, Trace, TraceFile},
    endpoints::{Endpoints, is_loopback},
    error::Error,
    input_limits, private_file,
    settings::Settings,
    token::{ApiKey, CourierEnvironment},
};

/// The first lines of a file that `--debug-http` writes.
const TRACE_HEADER: &str = "# requests and responses of courier-auth, without secrets\n\n";

/// A client of Courier, and the credentials that its requests use.
pub(in crate::commands) struct Session {
    pub(in crate::commands) courier: Courier,
    pub(in crate::commands) credentials: Credentials,
    /// The environment variable that decides the address of the REST API, if one does.
    rest_variable: Option<&'static str>,
    /// The environment variable that decides the address of the Inbox API, if one does.
    inbox_variable: Option<&'static str>,
}

impl Session {
    /// Resolves profile, endpoints and key sources, and opens the trace file. Nothing is sent.
    ///
    /// # Errors
    /// Returns an error if the profile does not exist, an address is invalid, the trace file cannot
    /// be written, or the file with certificate authorities cannot be used.
    pub(in crate::commands) fn open(
        key: &KeyArgs,
        api: &ApiArgs,
        context: &Context<'_>,
    ) -> Result<Self, Error> {
        Self::open_at(key, api, None, context)
    }

    /// Resolves the same for a command that uses the Inbox API.
    ///
    /// # Errors
    /// Returns an error if the profile does not exist, an address is invalid, the trace file cannot
    /// be written, or the file with certificate authorities cannot be used.
    pub(in crate::commands) fn open_inbox(
        key: &KeyArgs,
        inbox: &InboxArgs,
        context: &Context<'_>,
    ) -> Result<Self, Error> {
        Self::open_at(key, &inbox.api, inbox.inbox_url.as_ref(), context)
    }

    fn open_at(
        key: &KeyArgs,
        api: &ApiArgs,
        inbox_url: Option<&Url>,
        context: &Context<'_>,
    ) -> Result<Self, Error> {
        let credentials = Credentials::resolve(key, context)?;
        let settings = Settings::merge(api, inbox_url, credentials.profile(), &context.env)?;
        Ok(Self {
            courier: connect(
                settings.endpoints(),
                settings.request_limits(),
                api,
                context,
            )?,
            credentials,
            rest_variable: settings.rest.origin.variable(),
            inbox_variable: settings.inbox.origin.variable(),
        })
    }

    /// Returns the API key for a request to the REST API. Warns once if the key is probably not
    /// meant for that address.
    ///
    /// # Errors
    /// Returns an error if there is no usable key, or if its text is clearly not an API key.
    pub(in crate::commands) fn api_key(
        &mut self,
        context: &mut Context<'_>,
    ) -> Result<ApiKey, Error> {
        let is_new = !self.credentials.has_key();
        let key = self.credentials.api_key(context)?;
        if is_new {
            warn_if_production_key_stays_local(&self.courier, &key, context);
            self.warn_if_variable_redirects("the key", self.rest_variable, context);
        }
        Ok(key)
    }

    /// Returns the API key for a command that sends user tokens or signatures to the Inbox too.
    ///
    /// # Errors
    /// Returns an error if there is no usable key.
    pub(in crate::commands) fn inbox_api_key(
        &mut self,
        context: &mut Context<'_>,
    ) -> Result<ApiKey, Error> {
        let key = self.api_key(context)?;
        // A variable that decides both addresses was reported with the key.
        let variable = self
            .inbox_variable
            .filter(|variable| self.rest_variable != Some(variable));
        self.warn_if_variable_redirects("the Inbox credentials", variable, context);
        Ok(key)
    }

    /// Warns if an environment variable, which a directory may have set, decides where a profile's
    /// key goes.
    fn warn_if_variable_redirects(
        &self,
        what: &str,
        variable: Option<&str>,
        context: &Context<'_>,
    ) {
        let source = self.credentials.sources().first();
        if let (Some(variable), Some(KeySource::Profile { profile, .. })) = (variable, source) {
            context.output.warn(&format!(
                "{what} of profile `{profile}` will be sent to the URL in {variable}; \
                 pass --profile {profile} to use the profile's own URL"
            ));
        }
    }
}

/// Returns a client for the endpoints, reads the certificate authorities, and opens the trace file.
/// Nothing is sent.
///
/// # Errors
/// Returns an error if the trace file cannot be written, or the file with certificate authorities cannot
/// be used.
pub(in crate::commands) fn connect(
    endpoints: Endpoints,
    limits: RequestLimits,
    api: &ApiArgs,
    context: &Context<'_>,
) -> Result<Courier, Error> {
    let authorities = api.ca_bundle.as_deref().map(read_authorities).transpose()?;
    let file = match &api.debug_http {
        Some(path) => Some(TraceFile::new(
            path.clone(),
            private_file::open_for_overwrite(path, TRACE_HEADER)?,
        )),
        None => None,
    };
    let trace = Trace::new(context.output.console().clone(), file, context.now);
    let proxies = Proxies::from_env(&context.env);
    Ok(Courier::new(endpoints, limits, authorities, proxies, trace))
}

/// Reads the file of `--ca-bundle`.
///
/// # Errors
/// Returns an error if the file cannot be read or contains no certificate.
pub(in crate::commands) fn read_authorities(path: &Path) -> Result<Authorities, Error> {
    let pem = File::open(path)
        .and_then(|file| input_limits::read(file, input_limits::CERTIFICATES))
        .map_err(|source| Error::Read {
            what: format!("`{}`", path.display()),
            source,
        })?;
    Authorities::from_pem(&pem).map_err(|error| Error::Usage {
        message: format!("cannot use `{}` (--ca-bundle): {error}", path.display()),
        help: "pass a PEM file, which has `-----BEGIN CERTIFICATE-----`; `openssl x509 -inform der` \
               converts a DER file",
    })
}

/// Warns if a production key is sent to a loopback address. It is only a warning, because a local
/// proxy is a legitimate reason.
pub(in crate::commands) fn warn_if_production_key_stays_local(
    courier: &Courier,
    key: &ApiKey,
    context: &Context<'_>,
) {
    let is_production = key.environment() == Some(CourierEnvironment::Production);
    if is_production && is_loopback(&courier.endpoints().rest) {
        context.output.warn(
            "sending a production key to a local address; a sandbox accepts only its own key",
        );
    }
}
