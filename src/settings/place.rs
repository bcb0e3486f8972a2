//! What each source says about where Courier is.

use url::{Host, Url};

use super::Origin;
use crate::{
    cli::{ApiArgs, Region},
    config::{By, Chosen, Profile},
    environment::{self, Environment},
    error::Error,
    token::key::redact,
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

/// What one source says about where Courier is.
#[derive(Default)]
pub(super) struct Place {
    /// The REST API, and the Inbox that goes with it.
    pub(super) rest: Option<(Origin, Url, Url)>,
    pub(super) inbox: Option<(Origin, Url)>,
}

impl Place {
    pub(super) fn of_flags(args: &ApiArgs, inbox_url: Option<&Url>) -> Self {
        let region = args.region.map(of_region);
        let region = region.map(|(rest, inbox)| (Origin::Flag("--region"), rest, inbox));
        let url = args.api_url.as_ref();
        let url = url.map(|url| (Origin::Flag("--api-url"), url.clone(), inbox_under(url)));
        Self {
            rest: region.or(url),
            inbox: inbox_url.map(|url| (Origin::Flag("--inbox-url"), url.clone())),
        }
    }

    pub(super) fn of_variables(environment: &Environment) -> Result<Self, Error> {
        let read = |name: &'static str| {
            let read = |text| api_url(text).map_err(|reason| Error::Variable { name, reason });
            let url = environment.get(name).map(read).transpose()?;
            Ok::<_, Error>(url.map(|url| (Origin::Variable(name), url)))
        };
        let (rest, inbox) = (read(environment::BASE_URL)?, read(environment::INBOX_URL)?);
        Ok(Self::of_urls(rest, inbox))
    }

    /// The same of those variables alone that hold an address.
    pub(super) fn of_usable_variables(environment: &Environment) -> Self {
        let read = |name: &'static str| {
            let url = environment.get(name).and_then(|text| api_url(text).ok());
            url.map(|url| (Origin::Variable(name), url))
        };
        Self::of_urls(read(environment::BASE_URL), read(environment::INBOX_URL))
    }

    fn of_urls(rest: Option<(Origin, Url)>, inbox: Option<(Origin, Url)>) -> Self {
        let rest = rest.map(|(origin, url)| {
            let inbox = inbox_under(&url);
            (origin, url, inbox)
        });
        Self { rest, inbox }
    }

    pub(super) fn of_profile(chosen: &Chosen) -> Self {
        let origin = || Origin::Profile(chosen.name.clone());
        let Profile {
            region,
            api_url,
            inbox_url,
            ..
        } = &chosen.profile;
        // Who names it on the command line says where its key goes, wherever variables lead.
        let is_named = chosen.by == By::Flag && api_url.is_none();
        let region = region.or(is_named.then_some(Region::Us)).map(of_region);
        let url = api_url.as_ref().map(|url| (url.clone(), inbox_under(url)));
        Self {
            rest: region.or(url).map(|(rest, inbox)| (origin(), rest, inbox)),
            inbox: inbox_url.clone().map(|url| (origin(), url)),
        }
    }

    pub(super) fn of_default() -> Self {
        let (rest, inbox) = of_region(Region::Us);
        Self {
            rest: Some((Origin::Default, rest, inbox)),
            inbox: None,
        }
    }
}

/// Reads the address of an API: https, or http on this machine.
pub(crate) fn api_url(text: &str) -> Result<Url, String> {
    if redact(text, &[]) != text {
        return Err("an address must not hold a key or a token".to_owned());
    }
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
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
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

    #[test]
    fn addresses_are_https_or_on_this_machine() {
        for text in [
            "https://x.test",
            "http://localhost:1",
            "http://127.9.9.9",
            "http://[::1]:2/q",
        ] {
            assert!(api_url(text).is_ok(), "{text}");
        }
        for text in [
            "http://x.test",
            "http://localhost.x.test",
            // Looked up like any other name.
            "http://a.localhost",
            "ftp://localhost",
            "x",
            "",
            "https://u:p@x.test",
            "http://10.0.0.1",
        ] {
            assert!(api_url(text).is_err(), "{text}");
        }
        let environment = Environment::default().with("COURIER_BASE_URL", "http://x.test");
        assert!(Place::of_variables(&environment).is_err());
    }
}
