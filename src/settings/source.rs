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

/// Checks `COURIER_SOCKET_URL`, which only commands that open the socket use.
///
/// # Errors
/// Returns an error if it is not a valid address.
pub(crate) fn check_socket_url(env: &EnvVars) -> Result<(), SettingsError> {
    let name = env_vars::SOCKET_URL;
    match env.get(name).map(socket_url) {
        Some(Err(reason)) => Err(SettingsError::Variable { name, reason }),
        Some(Ok(_)) | None => Ok(()),
    }
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

    /// Reads the environment variables. A variable that a stronger source overrides may be invalid.
    ///
    /// # Errors
    /// Returns an error if `COURIER_BASE_URL` or `COURIER_INBOX_URL` is not a valid address.
    pub(super) fn from_env(
        env: &EnvVars,
        is_base_overridden: bool,
        is_inbox_overridden: bool,
    ) -> Result<Self, SettingsError> {
        let read = |name: &'static str, parse: ParseUrl, is_overridden: bool| {
            let url = match env.get(name).map(parse).transpose() {
                Err(reason) if !is_overridden => {
                    return Err(SettingsError::Variable { name, reason });
                }
                url => url.ok().flatten(),
            };
            Ok(url.map(|url| (SettingOrigin::Variable(name), url)))
        };
        let base = read(env_vars::BASE_URL, api_url, is_base_overridden)?;
        // Commands that open the socket call `check_socket_url`. The others do not use the address.
        let socket = read(env_vars::SOCKET_URL, socket_url, true)?;
        Ok(Self {
            all: base.map(|(origin, url)| (origin, Endpoints::of_custom_base(&url))),
            inbox: read(env_vars::INBOX_URL, inbox_url, is_inbox_overridden)?,
            socket,
        })
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
    fn an_invalid_variable_is_an_error_unless_it_is_overridden() {
        for (name, url, overridden, is_error) in [
            ("COURIER_BASE_URL", "http://x.test", [false, false], true),
            ("COURIER_BASE_URL", "http://x.test", [false, true], true),
            ("COURIER_BASE_URL", "http://x.test", [true, true], false),
            ("COURIER_INBOX_URL", "ftp://x.test", [false, false], true),
            ("COURIER_INBOX_URL", "ftp://x.test", [false, true], false),
            ("COURIER_SOCKET_URL", "http://x.test", [false, false], false),
        ] {
            let env = EnvVars::default().with(name, url);
            let [is_base_overridden, is_inbox_overridden] = overridden;
            let source = EndpointSource::from_env(&env, is_base_overridden, is_inbox_overridden);
            assert_eq!(source.is_err(), is_error, "{name} {overridden:?}");
            assert!(source.is_ok_and(|source| source.all.is_none()) || is_error);
        }
    }

    #[test]
    fn an_invalid_socket_url_is_an_error_where_it_is_used() {
        let env = EnvVars::default();
        assert!(check_socket_url(&env).is_ok());
        assert!(check_socket_url(&env.with("COURIER_SOCKET_URL", "http://x.test")).is_err());
    }
}
