//! Flags › environment › default, merged once.

use std::time::Duration;

use url::{Host, Url};

use crate::{
    cli::{ApiArgs, InboxArgs, Region},
    environment::{self, Environment},
    error::Error,
};

/// Where Courier's APIs are, per region: REST and Inbox
/// (<https://github.com/trycourier/courier-web>, `courier-api-urls.ts`). The Inbox of the EU
/// region is under `.io`, that of the US under `.com`.
const REGIONS: [(Region, &str, &str); 2] = [
    (
        Region::Us,
        "https://api.courier.com",
        "https://inbox.courier.com/q",
    ),
    (
        Region::Eu,
        "https://api.eu.courier.com",
        "https://inbox.eu.courier.io/q",
    ),
];

/// How long one request may take where no flag says so.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// How many retries there are where no flag says so.
const DEFAULT_RETRIES: u32 = 2;

/// How to reach Courier.
#[derive(Debug, Clone)]
pub(crate) struct Endpoints {
    /// The base of the REST API.
    pub(crate) rest: Url,
    /// The Inbox GraphQL API.
    pub(crate) inbox: Url,
    /// How long one request may take in all.
    pub(crate) timeout: Duration,
    /// How often a request that may be repeated is, at the most.
    pub(crate) retries: u32,
}

impl Endpoints {
    /// Merges the flags of a command that uses the REST API only.
    pub(crate) fn of_api(args: &ApiArgs, environment: &Environment) -> Result<Self, Error> {
        Self::merge(args, None, environment)
    }

    /// Merges the flags of a command that uses the Inbox too.
    pub(crate) fn of_inbox(args: &InboxArgs, environment: &Environment) -> Result<Self, Error> {
        Self::merge(&args.api, args.inbox_url.as_ref(), environment)
    }

    /// Where a command without flags would go.
    pub(crate) fn of_environment(environment: &Environment) -> Result<Self, Error> {
        let args = ApiArgs {
            region: None,
            api_url: None,
            timeout: DEFAULT_TIMEOUT,
            retries: DEFAULT_RETRIES,
            debug_http: None,
        };
        Self::of_api(&args, environment)
    }

    /// A flag for the REST API decides about the Inbox too, so that two variables and a flag
    /// never mix two Couriers.
    fn merge(
        args: &ApiArgs,
        inbox: Option<&Url>,
        environment: &Environment,
    ) -> Result<Self, Error> {
        let (rest, mut default_inbox) = match (args.region, &args.api_url) {
            (Some(region), _) => of_region(region),
            (None, Some(url)) => (url.clone(), inbox_under(url)),
            (None, None) => match variable(environment::BASE_URL, environment)? {
                Some(url) => (url.clone(), inbox_under(&url)),
                None => of_region(Region::Us),
            },
        };
        if args.region.is_none() && args.api_url.is_none() {
            default_inbox = variable(environment::INBOX_URL, environment)?.unwrap_or(default_inbox);
        }
        Ok(Self {
            rest,
            inbox: inbox.cloned().unwrap_or(default_inbox),
            timeout: args.timeout,
            retries: args.retries,
        })
    }

    /// Whether the REST API, which alone gets the API key, is on this machine.
    pub(crate) fn rest_is_loopback(&self) -> bool {
        is_loopback(&self.rest)
    }
}

/// Reads the address of an API: https, or http on this machine.
pub(crate) fn api_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("{error}; write it as `https://...`"))?;
    match url.scheme() {
        _ if url.password().is_some() || !url.username().is_empty() => {
            Err("an address must not hold a user name or password".to_owned())
        }
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err("plain http is for this machine only: write https".to_owned()),
        _ => Err("write it as `https://...`".to_owned()),
    }
}

/// Whether an address is on this machine, by its name alone.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

fn variable(name: &'static str, environment: &Environment) -> Result<Option<Url>, Error> {
    let read = |text| api_url(text).map_err(|reason| Error::Variable { name, reason });
    environment.get(name).map(read).transpose()
}

fn of_region(region: Region) -> (Url, Url) {
    let found = REGIONS.iter().find(|(known, ..)| *known == region);
    let (_, rest, inbox) = found.expect("every region has its row");
    let url = |text: &str| Url::parse(text).expect("the table holds addresses");
    (url(rest), url(inbox))
}

/// Where a stand-in for Courier at `base` has its Inbox API.
fn inbox_under(base: &Url) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push("q");
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(region: Option<Region>, api_url: Option<&str>, inbox_url: Option<&str>) -> InboxArgs {
        let url = |text: &str| Url::parse(text).unwrap();
        InboxArgs {
            api: ApiArgs {
                region,
                api_url: api_url.map(url),
                timeout: Duration::from_secs(1),
                retries: DEFAULT_RETRIES,
                debug_http: None,
            },
            inbox_url: inbox_url.map(url),
            token_file: None,
        }
    }

    #[test]
    fn flags_win_over_variables_and_never_mix_with_them() {
        let base = ("COURIER_BASE_URL", "http://127.0.0.1:4020/v/");
        let inbox = ("COURIER_INBOX_URL", "https://inbox.test/q");
        let us = ("https://api.courier.com/", "https://inbox.courier.com/q");
        let eu = (
            "https://api.eu.courier.com/",
            "https://inbox.eu.courier.io/q",
        );
        let (a, b) = (Some("https://a.test"), Some("https://b.test/q"));
        let rows = [
            (args(None, None, None), vec![], us),
            (args(Some(Region::Eu), None, None), vec![], eu),
            (args(Some(Region::Eu), None, None), vec![base, inbox], eu),
            (
                args(None, None, None),
                vec![base],
                ("http://127.0.0.1:4020/v/", "http://127.0.0.1:4020/v/q"),
            ),
            (
                args(None, None, None),
                vec![base, inbox],
                ("http://127.0.0.1:4020/v/", "https://inbox.test/q"),
            ),
            (
                args(None, None, None),
                vec![inbox],
                ("https://api.courier.com/", "https://inbox.test/q"),
            ),
            (
                args(None, a, None),
                vec![base, inbox],
                ("https://a.test/", "https://a.test/q"),
            ),
            (
                args(None, a, b),
                vec![base, inbox],
                ("https://a.test/", "https://b.test/q"),
            ),
            (
                args(Some(Region::Us), None, b),
                vec![],
                ("https://api.courier.com/", "https://b.test/q"),
            ),
        ];
        for (args, variables, (rest, inbox)) in rows {
            let environment = variables
                .iter()
                .fold(Environment::default(), |all, (name, value)| {
                    all.with(name, value)
                });
            let endpoints = Endpoints::of_inbox(&args, &environment).unwrap();
            assert_eq!(
                (endpoints.rest.as_str(), endpoints.inbox.as_str()),
                (rest, inbox)
            );
        }
    }

    #[test]
    fn addresses_are_https_or_on_this_machine() {
        for text in [
            "https://x.test",
            "http://localhost:1",
            "http://127.9.9.9",
            "http://[::1]:2/q",
            "http://a.localhost",
        ] {
            assert!(api_url(text).is_ok(), "{text}");
        }
        for text in [
            "http://x.test",
            "http://localhost.x.test",
            "ftp://localhost",
            "x",
            "",
            "https://u:p@x.test",
            "http://10.0.0.1",
        ] {
            assert!(api_url(text).is_err(), "{text}");
        }
        let environment = Environment::default().with("COURIER_BASE_URL", "http://x.test");
        assert!(Endpoints::of_inbox(&args(None, None, None), &environment).is_err());
    }
}
