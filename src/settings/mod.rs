//! Where Courier is and how it is reached: flags › `--profile` › environment › profile › default,
//! merged once, each setting with what it came from and what it shadows.

mod place;

use std::{fmt, time::Duration};

use url::Url;

pub(crate) use place::{Addresses, api_url, socket_url};

use self::place::Place;
use crate::{
    cli::ApiArgs,
    config::{By, Chosen},
    endpoints::is_loopback,
    env_vars::{self, EnvVars},
    error::Error,
};

/// How long one request may take where no flag says so.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// How many retries there are where no flag says so.
const DEFAULT_RETRIES: u32 = 2;

/// How to reach Courier.
#[derive(Debug, Clone)]
pub(crate) struct Endpoints {
    /// The base of the REST API.
    pub(crate) rest: Url,
    /// Who says so.
    pub(crate) rest_origin: Origin,
    /// The Inbox GraphQL API.
    pub(crate) inbox: Url,
    /// Who says so.
    pub(crate) inbox_origin: Origin,
    /// The realtime socket.
    pub(crate) socket: Url,
    /// How long one request may take in all.
    pub(crate) timeout: Duration,
    /// How often a request that may be repeated is, at the most.
    pub(crate) retries: u32,
}

/// What a setting came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    Flag(&'static str),
    Variable(&'static str),
    /// The profile of that name.
    Profile(String),
    /// The configuration outside profiles.
    Configuration,
    Default,
}

/// A setting, what it came from, and what else was there and did not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: Origin,
    pub(crate) shadowed: Vec<(Origin, String)>,
}

/// How to reach Courier, and why so.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) rest: Setting<Url>,
    pub(crate) inbox: Setting<Url>,
    pub(crate) socket: Setting<Url>,
    pub(crate) timeout: Setting<Duration>,
    pub(crate) retries: Setting<u32>,
}

/// A setting by its name, as it is shown.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Its name in JSON.
    pub(crate) name: &'static str,
    /// None where no source has it.
    pub(crate) setting: Option<Setting<String>>,
    /// Why there is no value although there is a source.
    pub(crate) fault: Option<String>,
}

impl Origin {
    /// The variable, where it is one.
    pub(crate) fn variable(&self) -> Option<&'static str> {
        match self {
            Self::Variable(name) => Some(name),
            _ => None,
        }
    }
}

impl<T> Setting<T> {
    /// The same with another value.
    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Setting<U> {
        Setting {
            value: map(self.value),
            origin: self.origin,
            shadowed: self.shadowed,
        }
    }

    /// The first of several sources that has a value, strongest first.
    pub(crate) fn first(
        sources: impl IntoIterator<Item = (Origin, Option<T>)>,
        show: impl Fn(&T) -> String,
    ) -> Option<Self> {
        let mut found = sources
            .into_iter()
            .filter_map(|(origin, value)| Some((origin, value?)));
        let (origin, value) = found.next()?;
        let shadowed = found.filter(|(origin, _)| *origin != Origin::Default);
        Some(Self {
            value,
            origin,
            shadowed: shadowed
                .map(|(origin, value)| (origin, show(&value)))
                .collect(),
        })
    }
}

impl Settings {
    /// Merges all sources.
    ///
    /// # Errors
    /// When a variable does not hold an address.
    pub(crate) fn merge(
        args: &ApiArgs,
        inbox_url: Option<&Url>,
        chosen: Option<&Chosen>,
        environment: &EnvVars,
    ) -> Result<Self, Error> {
        let of_profile = |is_wanted: fn(By) -> bool| {
            let chosen = chosen.filter(|chosen| is_wanted(chosen.by));
            chosen.map_or_else(Place::default, Place::of_profile)
        };
        let of_flags = Place::of_flags(args, inbox_url);
        let of_named = of_profile(|by| by == By::Flag);
        let of_variables = match Place::of_variables(environment) {
            // What is in a variable that does not count may be anything.
            Err(_) if of_flags.whole.is_some() || of_named.whole.is_some() => {
                Place::of_usable_variables(environment)
            }
            place => place?,
        };
        let places = [
            of_flags,
            of_named,
            of_variables,
            of_profile(|by| by != By::Flag),
            Place::of_default(),
        ];
        Ok(Self {
            rest: rest(&places),
            inbox: beside(&places, |at| &at.inbox, |place| place.inbox.as_ref()),
            socket: beside(&places, |at| &at.socket, |place| place.socket.as_ref()),
            timeout: or_default("--timeout", args.timeout, DEFAULT_TIMEOUT),
            retries: or_default("--retries", args.retries, DEFAULT_RETRIES),
        })
    }

    /// The values alone.
    pub(crate) fn endpoints(self) -> Endpoints {
        Endpoints {
            rest: self.rest.value,
            rest_origin: self.rest.origin,
            inbox: self.inbox.value,
            inbox_origin: self.inbox.origin,
            socket: self.socket.value,
            timeout: self.timeout.value,
            retries: self.retries.value,
        }
    }
}

/// The REST API that counts.
fn rest(places: &[Place]) -> Setting<Url> {
    let wholes = places.iter().filter_map(|place| place.whole.as_ref());
    let sources = wholes.map(|(origin, at)| (origin.clone(), Some(at.rest.clone())));
    Setting::first(sources, Url::to_string).expect("the default is a source")
}

/// What counts of the rest of Courier. A source for the REST API decides about it too, so that
/// two weaker ones and it never mix two Couriers.
fn beside(
    places: &[Place],
    part: fn(&Addresses) -> &Url,
    alone: fn(&Place) -> Option<&(Origin, Url)>,
) -> Setting<Url> {
    let decides = places.iter().position(|place| place.whole.is_some());
    let (stronger, weaker) = places.split_at(decides.map_or(places.len(), |at| at + 1));
    let whole = stronger.last().and_then(|place| place.whole.as_ref());
    let derived = whole.map(|(origin, at)| (origin.clone(), part(at).clone()));
    let sources = stronger
        .iter()
        .filter_map(alone)
        .cloned()
        .chain(derived.clone())
        .chain(weaker.iter().filter_map(alone).cloned())
        .map(|(origin, url)| (origin, Some(url)));
    let mut setting = Setting::first(sources, Url::to_string).expect("it goes with the REST API");
    // What would go with the REST API is no source that somebody has written.
    if let Some((origin, url)) = derived {
        let derived = (origin, url.to_string());
        setting.shadowed.retain(|shadowed| *shadowed != derived);
    }
    setting
}

fn or_default<T>(flag: &'static str, value: Option<T>, default: T) -> Setting<T> {
    Setting {
        origin: value
            .as_ref()
            .map_or(Origin::Default, |_| Origin::Flag(flag)),
        value: value.unwrap_or(default),
        shadowed: Vec::new(),
    }
}

impl From<By> for Origin {
    fn from(by: By) -> Self {
        match by {
            By::Flag => Self::Flag("--profile"),
            By::Variable => Self::Variable(env_vars::PROFILE),
            By::Default => Self::Configuration,
        }
    }
}

impl Endpoints {
    /// Whether the REST API, which alone gets the API key, is on this machine.
    pub(crate) fn rest_is_loopback(&self) -> bool {
        is_loopback(&self.rest)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => formatter.write_str(name),
            Self::Profile(name) => write!(formatter, "profile {name}"),
            Self::Configuration => formatter.write_str("profile use"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cli::Region, config::Profile};

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

    fn profile(by: By, region: Option<Region>, inbox_url: Option<&str>) -> Chosen {
        Chosen {
            name: "p".to_owned(),
            by,
            shadowed: Vec::new(),
            profile: Profile {
                region,
                inbox_url: inbox_url.map(url),
                ..Profile::default()
            },
        }
    }

    type Row = (
        ApiArgs,
        Option<&'static str>,
        Option<Chosen>,
        Vec<(&'static str, &'static str)>,
        (&'static str, &'static str),
    );

    #[test]
    fn the_stronger_source_wins_and_never_mixes_with_a_weaker_one() {
        let none = || flags(None, None);
        let eu = Some(Region::Eu);
        let other = Some("https://p.test/q");
        let (a, b) = (Some("https://a.test"), Some("https://b.test/q"));
        let base_url = "http://127.0.0.1:4020/v/";
        let base = (base_url, "http://127.0.0.1:4020/v/q");
        let rows: Vec<Row> = vec![
            (none(), None, None, vec![], US),
            (flags(eu, None), None, None, vec![], EU),
            (flags(eu, None), None, None, vec![BASE, INBOX], EU),
            (none(), None, None, vec![BASE], base),
            (none(), None, None, vec![BASE, INBOX], (base_url, INBOX.1)),
            (none(), None, None, vec![INBOX], (US.0, INBOX.1)),
            (
                flags(None, a),
                None,
                None,
                vec![BASE, INBOX],
                ("https://a.test/", "https://a.test/q"),
            ),
            (
                flags(None, a),
                b,
                None,
                vec![],
                ("https://a.test/", "https://b.test/q"),
            ),
            (
                flags(Some(Region::Us), None),
                b,
                None,
                vec![],
                (US.0, "https://b.test/q"),
            ),
            (
                none(),
                None,
                Some(profile(By::Flag, eu, None)),
                vec![BASE, INBOX],
                EU,
            ),
            (
                none(),
                None,
                Some(profile(By::Variable, eu, None)),
                vec![BASE],
                base,
            ),
            (
                none(),
                None,
                Some(profile(By::Default, eu, None)),
                vec![],
                EU,
            ),
            (
                none(),
                None,
                Some(profile(By::Default, eu, None)),
                vec![INBOX],
                (EU.0, INBOX.1),
            ),
            (
                none(),
                None,
                Some(profile(By::Flag, None, other)),
                vec![BASE, INBOX],
                (US.0, "https://p.test/q"),
            ),
            // The profile's Inbox does not go with another REST API.
            (
                none(),
                None,
                Some(profile(By::Default, eu, other)),
                vec![BASE],
                base,
            ),
            (
                flags(Some(Region::Us), None),
                None,
                Some(profile(By::Flag, eu, other)),
                vec![BASE],
                US,
            ),
        ];
        for (args, inbox, chosen, variables, (rest, expected)) in rows {
            let environment = variables
                .iter()
                .fold(EnvVars::default(), |all, (name, value)| {
                    all.with(name, value)
                });
            let inbox = inbox.map(url);
            let settings =
                Settings::merge(&args, inbox.as_ref(), chosen.as_ref(), &environment).unwrap();
            assert_eq!(
                (settings.rest.value.as_str(), settings.inbox.value.as_str()),
                (rest, expected),
                "{args:?} {chosen:?} {variables:?}"
            );
        }
    }

    #[test]
    fn what_does_not_count_is_told() {
        let environment = EnvVars::default()
            .with(BASE.0, BASE.1)
            .with(INBOX.0, INBOX.1);
        let chosen = profile(By::Default, Some(Region::Eu), Some("https://p.test/q"));
        let args = flags(Some(Region::Us), None);
        let settings = Settings::merge(&args, None, Some(&chosen), &environment).unwrap();
        let of_profile = |url: &str| (Origin::Profile("p".to_owned()), url.to_owned());
        let of = |(name, url): (&'static str, &str)| (Origin::Variable(name), url.to_owned());
        assert_eq!(settings.rest.shadowed, [of(BASE), of_profile(EU.0)]);
        assert_eq!(
            settings.inbox.shadowed,
            [of(INBOX), of_profile("https://p.test/q")]
        );
        assert_eq!(settings.inbox.origin, Origin::Flag("--region"));
        assert_eq!(settings.timeout.origin, Origin::Default);
    }
}
