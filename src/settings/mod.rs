//! Settings, merged from command line, `--profile`, environment, project file, profile and defaults in
//! this order. Each setting knows its origin and the weaker sources that it overrides.

mod defaults;
mod setting;
mod source;

use std::time::Duration;

use url::Url;

pub(crate) use self::defaults::Defaults;
pub(crate) use self::setting::{EffectiveSetting, Setting, SettingOrigin, SettingsError};
use self::source::EndpointSource;
pub(crate) use self::source::check_socket_url;
use crate::{
    cli::ApiArgs,
    config::{ProfileSource, ReportFormat, SelectedProfile},
    courier::RequestLimits,
    endpoints::{EndpointSettings, Endpoints},
    env_vars::EnvVars,
    token::Feature,
};

/// The timeout of one request without `--timeout`.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// The time limit for establishing a connection without `--connect-timeout`.
const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The number of retries without `--retries`.
const DEFAULT_RETRIES: u32 = 2;

/// The merged settings of a connection to Courier.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) rest: Setting<Url>,
    pub(crate) inbox: Setting<Url>,
    pub(crate) socket: Setting<Url>,
    /// The timeout of one request, from its start to the end of the response.
    pub(crate) timeout: Setting<Duration>,
    /// The part of the timeout that establishing a connection may take.
    pub(crate) connect_timeout: Setting<Duration>,
    pub(crate) retries: Setting<u32>,
}

impl Settings {
    /// Merges all sources.
    ///
    /// # Errors
    /// Returns an error if an environment variable that counts holds an invalid address.
    pub(crate) fn merge(
        args: &ApiArgs,
        inbox_url: Option<&Url>,
        profile: Option<&SelectedProfile>,
        env: &EnvVars,
    ) -> Result<Self, SettingsError> {
        let from_profile = |counts: fn(&ProfileSource) -> bool| {
            let profile = profile.filter(|profile| counts(&profile.source));
            profile.map_or_else(EndpointSource::default, EndpointSource::from_profile)
        };
        let flags = EndpointSource::from_flags(args, inbox_url);
        let named_profile = from_profile(|source| *source == ProfileSource::Flag);
        let is_overridden = flags.all.is_some() || named_profile.all.is_some();
        let is_inbox_overridden = is_overridden || flags.inbox.is_some();
        let variables = EndpointSource::from_env(env, is_overridden, is_inbox_overridden)?;
        let sources = [
            flags,
            named_profile,
            variables,
            from_profile(|source| *source != ProfileSource::Flag),
            EndpointSource::default_region(),
        ];
        Ok(Self {
            rest: rest(&sources),
            inbox: dependent(&sources, |all| &all.inbox, |source| source.inbox.as_ref()),
            socket: dependent(&sources, |all| &all.socket, |source| source.socket.as_ref()),
            timeout: or_default("--timeout", args.timeout, DEFAULT_TIMEOUT),
            connect_timeout: or_default(
                "--connect-timeout",
                args.connect_timeout,
                DEFAULT_CONNECT_TIMEOUT,
            ),
            retries: or_default("--retries", args.retries, DEFAULT_RETRIES),
        })
    }

    /// Returns the limits of one request without their origins.
    pub(crate) fn request_limits(&self) -> RequestLimits {
        RequestLimits {
            timeout: self.timeout.value,
            connect_timeout: self.connect_timeout.value,
            retries: self.retries.value,
        }
    }

    /// Returns the addresses, with their origins as errors name them.
    pub(crate) fn endpoints(&self) -> Endpoints {
        Endpoints {
            rest: self.rest.value.clone(),
            inbox: self.inbox.value.clone(),
            socket: self.socket.value.clone(),
            settings: EndpointSettings {
                rest: self.rest.origin.name(),
                inbox: self.inbox.origin.name(),
                socket: self.socket.origin.name(),
            },
        }
    }
}

/// Every setting that `profile show` shows.
#[derive(Debug)]
pub(crate) struct EffectiveSettings {
    pub(crate) profile: Option<Setting<String>>,
    pub(crate) api_key: EffectiveSetting<String>,
    pub(crate) connection: Settings,
    /// The environment that the API key must belong to.
    pub(crate) environment: Option<Setting<String>>,
    pub(crate) user: Option<Setting<String>>,
    /// The features, `None` if each command uses its own default.
    pub(crate) features: Option<Setting<Vec<&'static Feature>>>,
    pub(crate) expires_in: Setting<String>,
    /// The output format of reports.
    pub(crate) output: Setting<ReportFormat>,
}

/// Returns the REST API of the strongest source.
fn rest(sources: &[EndpointSource]) -> Setting<Url> {
    let all = sources.iter().filter_map(|source| source.all.as_ref());
    let urls = all.map(|(origin, all)| (origin.clone(), Some(all.rest.clone())));
    Setting::first(urls).expect("the default is a source")
}

/// Returns an endpoint that depends on the REST API. The source that decides the REST API also
/// decides this endpoint, unless a stronger source names it alone: two weaker sources never mix the
/// addresses of two Couriers.
fn dependent(
    sources: &[EndpointSource],
    part: fn(&Endpoints) -> &Url,
    alone: fn(&EndpointSource) -> Option<&(SettingOrigin, Url)>,
) -> Setting<Url> {
    let deciding = sources.iter().position(|source| source.all.is_some());
    let (stronger, weaker) = sources.split_at(deciding.map_or(sources.len(), |at| at + 1));
    let all = stronger.last().and_then(|source| source.all.as_ref());
    let derived = all.map(|(origin, all)| (origin.clone(), part(all).clone()));
    let urls = stronger
        .iter()
        .filter_map(alone)
        .cloned()
        .chain(derived.clone())
        .chain(weaker.iter().filter_map(alone).cloned())
        .map(|(origin, url)| (origin, Some(url)));
    let mut setting = Setting::first(urls).expect("the REST API decides it");
    // A derived address was written by nobody, so it is not listed as overridden.
    if let Some((origin, url)) = derived {
        let derived = (origin, url);
        setting.shadowed.retain(|shadowed| *shadowed != derived);
    }
    setting
}

fn or_default<T>(flag: &'static str, value: Option<T>, default: T) -> Setting<T> {
    value.map_or_else(
        || Setting::alone(SettingOrigin::Default, default),
        |value| Setting::alone(SettingOrigin::Flag(flag), value),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Profile, endpoints::Region};

    const US: (&str, &str) = ("https://api.courier.com/", "https://inbox.courier.com/q");
    const EU: (&str, &str) = (
        "https://api.eu.courier.com/",
        "https://inbox.eu.courier.io/q",
    );
    const BASE: (&str, &str) = ("COURIER_BASE_URL", "http://127.0.0.1:4020/v/");
    const INBOX: (&str, &str) = ("COURIER_INBOX_URL", "https://inbox.test/q");

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn flags(region: Option<Region>, api_url: Option<&str>) -> ApiArgs {
        ApiArgs {
            region,
            api_url: api_url.map(url),
            ..ApiArgs::default()
        }
    }

    fn selected(
        source: ProfileSource,
        region: Option<Region>,
        inbox_url: Option<&str>,
    ) -> SelectedProfile {
        SelectedProfile {
            name: "p".to_owned(),
            source,
            shadowed: Vec::new(),
            profile: Profile {
                region,
                inbox_url: inbox_url.map(url),
                ..Profile::default()
            },
        }
    }

    /// One combination of sources, and the REST and Inbox URLs that win.
    struct Case {
        args: ApiArgs,
        inbox_url: Option<&'static str>,
        profile: Option<SelectedProfile>,
        env: &'static [(&'static str, &'static str)],
        expected: (&'static str, &'static str),
    }

    /// A case without any source.
    fn case(expected: (&'static str, &'static str)) -> Case {
        Case {
            args: flags(None, None),
            inbox_url: None,
            profile: None,
            env: &[],
            expected,
        }
    }

    #[test]
    fn strongest_source_wins_and_is_never_mixed_with_a_weaker_one() {
        use ProfileSource::{Default, Flag, Variable};
        let (us, eu) = (Some(Region::Us), Some(Region::Eu));
        let a = ("https://a.test/", "https://a.test/q");
        let b = Some("https://b.test/q");
        let p = Some("https://p.test/q");
        let base = (BASE.1, "http://127.0.0.1:4020/v/q");
        let env_base: &[_] = &[BASE];
        let env_both: &[_] = &[BASE, INBOX];
        let env_inbox: &[_] = &[INBOX];
        let profile = |source, region, inbox| Some(selected(source, region, inbox));
        #[rustfmt::skip]
        let cases = [
            case(US),
            Case { args: flags(eu, None), ..case(EU) },
            Case { args: flags(eu, None), env: env_both, ..case(EU) },
            Case { env: env_base, ..case(base) },
            Case { env: env_both, ..case((BASE.1, INBOX.1)) },
            Case { env: env_inbox, ..case((US.0, INBOX.1)) },
            Case { args: flags(None, Some(a.0)), env: env_both, ..case(a) },
            Case { args: flags(None, Some(a.0)), inbox_url: b, ..case((a.0, "https://b.test/q")) },
            Case { args: flags(us, None), inbox_url: b, ..case((US.0, "https://b.test/q")) },
            Case { profile: profile(Flag, eu, None), env: env_both, ..case(EU) },
            Case { profile: profile(Variable, eu, None), env: env_base, ..case(base) },
            Case { profile: profile(Default, eu, None), ..case(EU) },
            Case { profile: profile(Default, eu, None), env: env_inbox, ..case((EU.0, INBOX.1)) },
            Case { profile: profile(Flag, None, p), env: env_both, ..case((US.0, "https://p.test/q")) },
            // The profile's Inbox does not belong to the REST API of the variable.
            Case { profile: profile(Default, eu, p), env: env_base, ..case(base) },
            Case { args: flags(us, None), profile: profile(Flag, eu, p), env: env_base, ..case(US) },
        ];
        for case in cases {
            let env = env_vars_of(case.env);
            let inbox = case.inbox_url.map(url);
            let settings =
                Settings::merge(&case.args, inbox.as_ref(), case.profile.as_ref(), &env).unwrap();
            assert_eq!(
                (settings.rest.value.as_str(), settings.inbox.value.as_str()),
                case.expected,
                "{:?} {:?} {:?}",
                case.args,
                case.profile,
                case.env
            );
        }
    }

    fn env_vars_of(variables: &[(&str, &str)]) -> EnvVars {
        let env = EnvVars::default();
        variables
            .iter()
            .fold(env, |env, (name, value)| env.with(name, value))
    }

    #[test]
    fn overridden_values_are_listed() {
        let env = EnvVars::default()
            .with(BASE.0, BASE.1)
            .with(INBOX.0, INBOX.1);
        let profile = selected(
            ProfileSource::Default,
            Some(Region::Eu),
            Some("https://p.test/q"),
        );
        let args = flags(Some(Region::Us), None);
        let settings = Settings::merge(&args, None, Some(&profile), &env).unwrap();
        let of_profile = |text: &str| (SettingOrigin::Profile("p".to_owned()), url(text));
        let of = |(name, text): (&'static str, &str)| (SettingOrigin::Variable(name), url(text));
        assert_eq!(settings.rest.shadowed, [of(BASE), of_profile(EU.0)]);
        assert_eq!(
            settings.inbox.shadowed,
            [of(INBOX), of_profile("https://p.test/q")]
        );
        assert_eq!(settings.inbox.origin, SettingOrigin::Flag("--region"));
        assert_eq!(settings.timeout.origin, SettingOrigin::Default);
    }
}
