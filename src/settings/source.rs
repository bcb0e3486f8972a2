//! The endpoints that each source names: command line, environment, profile, default.

use url::Url;

use super::setting::{SettingOrigin, SettingsError};
use crate::{
    cli::ApiArgs,
    config::{Profile, ProfileSource, SelectedProfile},
    endpoints::{Endpoints, Region, api_url, inbox_url, socket_url},
    env_vars::{self, EnvVars},
};

/// Parses the URL of an API, or returns the reason why it is not one.
type ParseUrl = fn(&str) -> Result<Url, String>;

/// The endpoints that one source names. Each part is optional.
#[derive(Default)]
pub(super) struct EndpointSource {
    /// All endpoints of one Courier, from a region or a custom base.
    pub(super) all: Option<(SettingOrigin, Endpoints)>,
    /// The Inbox API alone.
    pub(super) inbox: Option<(SettingOrigin, Url)>,
    /// The realtime socket alone.
    pub(super) socket: Option<(SettingOrigin, Url)>,
}

impl EndpointSource {
    /// Reads the flags.
    pub(super) fn from_flags(args: &ApiArgs, inbox_url: Option<&Url>) -> Self {
        let region = args.region.map(Endpoints::of_region);
        let region = region.map(|endpoints| (SettingOrigin::Flag("--region"), endpoints));
        let base = args.api_url.as_ref();
        let base = base.map(|url| {
            (
                SettingOrigin::Flag("--api-url"),
                Endpoints::of_custom_base(url),
            )
        });
        Self {
            all: region.or(base),
            inbox: inbox_url.map(|url| (SettingOrigin::Flag("--inbox-url"), url.clone())),
            socket: None,
        }
    }

    /// Reads the environment variables.
    ///
    /// # Errors
    /// Returns an error if `COURIER_BASE_URL` or `COURIER_INBOX_URL` is not a valid address.
    pub(super) fn from_env(env: &EnvVars) -> Result<Self, SettingsError> {
        let read = |name: &'static str, parse: ParseUrl| {
            let read =
                |text| parse(text).map_err(|reason| SettingsError::Variable { name, reason });
            let url = env.get(name).map(read).transpose()?;
            Ok::<_, SettingsError>(url.map(|url| (SettingOrigin::Variable(name), url)))
        };
        let base = read(env_vars::BASE_URL, api_url)?;
        let inbox = read(env_vars::INBOX_URL, inbox_url)?;
        Ok(Self::from_urls(base, inbox, env))
    }

    /// Reads the environment variables and ignores invalid addresses.
    pub(super) fn from_valid_env(env: &EnvVars) -> Self {
        let read = |name: &'static str, parse: ParseUrl| {
            let url = env.get(name).and_then(|text| parse(text).ok());
            url.map(|url| (SettingOrigin::Variable(name), url))
        };
        let base = read(env_vars::BASE_URL, api_url);
        let inbox = read(env_vars::INBOX_URL, inbox_url);
        Self::from_urls(base, inbox, env)
    }

    fn from_urls(
        base: Option<(SettingOrigin, Url)>,
        inbox: Option<(SettingOrigin, Url)>,
        env: &EnvVars,
    ) -> Self {
        let socket = env.get(env_vars::SOCKET_URL);
        // Only `doctor` uses the socket, and it reports an invalid address itself.
        let socket = socket.and_then(|text| socket_url(text).ok());
        Self {
            all: base.map(|(origin, url)| (origin, Endpoints::of_custom_base(&url))),
            inbox,
            socket: socket.map(|url| (SettingOrigin::Variable(env_vars::SOCKET_URL), url)),
        }
    }

    /// Reads the selected profile.
    pub(super) fn from_profile(selected: &SelectedProfile) -> Self {
        let origin = || SettingOrigin::Profile(selected.name.clone());
        let Profile {
            region,
            api_url,
            inbox_url,
            ..
        } = &selected.profile;
        // `--profile` decides where the profile's key goes, even if variables name another address:
        // without an address of its own the profile means the default region.
        let needs_region = selected.source == ProfileSource::Flag && api_url.is_none();
        let region = region.or(needs_region.then_some(Region::Us));
        let region = region.map(Endpoints::of_region);
        let endpoints = region.or_else(|| api_url.as_ref().map(Endpoints::of_custom_base));
        Self {
            all: endpoints.map(|endpoints| (origin(), endpoints)),
            inbox: inbox_url.clone().map(|url| (origin(), url)),
            socket: None,
        }
    }

    /// Returns the default: the hosted service in the US region.
    pub(super) fn default_region() -> Self {
        Self {
            all: Some((SettingOrigin::Default, Endpoints::of_region(Region::Us))),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_variable_is_an_error_and_can_be_ignored() {
        let env = EnvVars::default().with("COURIER_BASE_URL", "http://x.test");
        assert!(EndpointSource::from_env(&env).is_err());
        assert!(EndpointSource::from_valid_env(&env).all.is_none());
    }
}
