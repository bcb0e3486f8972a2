//! What each source says about where Courier is.

use url::Url;

use super::Origin;
use crate::{
    cli::{ApiArgs, Region},
    config::{By, Chosen, Profile},
    endpoints::is_loopback,
    env_vars::{self, EnvVars},
    error::Error,
    redact::redact,
};

/// Where Courier's APIs are, per region: REST, Inbox and realtime socket
/// (<https://github.com/trycourier/courier-web>, `courier-api-urls.ts`). The Inbox of the EU
/// region is under `.io`, that of the US under `.com`.
const REGIONS: [(Region, &str, &str, &str); 2] = [
    (
        Region::Us,
        "https://api.courier.com",
        "https://inbox.courier.com/q",
        "wss://realtime.courier.io",
    ),
    (
        Region::Eu,
        "https://api.eu.courier.com",
        "https://inbox.eu.courier.io/q",
        "wss://realtime.eu.courier.io",
    ),
];

/// What one source says about where Courier is.
#[derive(Default)]
pub(super) struct Place {
    /// A whole Courier.
    pub(super) whole: Option<(Origin, Addresses)>,
    /// The Inbox API alone.
    pub(super) inbox: Option<(Origin, Url)>,
    /// The realtime socket alone.
    pub(super) socket: Option<(Origin, Url)>,
}

/// Where the parts of one Courier are.
#[derive(Debug, Clone)]
pub(crate) struct Addresses {
    /// The base of the REST API.
    pub(crate) rest: Url,
    /// The Inbox GraphQL API.
    pub(crate) inbox: Url,
    /// The realtime socket.
    pub(crate) socket: Url,
}

impl Addresses {
    /// Those of a region.
    pub(crate) fn of_region(region: Region) -> Self {
        let found = REGIONS.iter().find(|(known, ..)| *known == region);
        let (_, rest, inbox, socket) = found.expect("every region has its row");
        let url = |text: &str| Url::parse(text).expect("the table holds addresses");
        Self {
            rest: url(rest),
            inbox: url(inbox),
            socket: url(socket),
        }
    }

    /// The region whose they are, where they are one's.
    pub(crate) fn region_of(rest: &Url) -> Option<Region> {
        let mut regions = REGIONS.iter().map(|(region, ..)| *region);
        let is_of = |region: &Region| Self::of_region(*region).rest == *rest;
        regions.find(is_of)
    }

    /// Those that go with a REST API.
    pub(crate) fn beside(rest: &Url) -> Self {
        Self::region_of(rest).map_or_else(|| Self::under(rest), Self::of_region)
    }

    /// Those of a stand-in for Courier.
    fn under(base: &Url) -> Self {
        let mut inbox = base.clone();
        if let Ok(mut path) = inbox.path_segments_mut() {
            path.pop_if_empty().push("q");
        }
        let mut socket = base.clone();
        let scheme = if base.scheme() == "http" { "ws" } else { "wss" };
        // Both are of the kind that has hosts.
        let _ = socket.set_scheme(scheme);
        Self {
            rest: base.clone(),
            inbox,
            socket,
        }
    }
}

impl Place {
    pub(super) fn of_flags(args: &ApiArgs, inbox_url: Option<&Url>) -> Self {
        let region = args.region.map(Addresses::of_region);
        let region = region.map(|addresses| (Origin::Flag("--region"), addresses));
        let url = args.api_url.as_ref();
        let url = url.map(|url| (Origin::Flag("--api-url"), Addresses::under(url)));
        Self {
            whole: region.or(url),
            inbox: inbox_url.map(|url| (Origin::Flag("--inbox-url"), url.clone())),
            socket: None,
        }
    }

    pub(super) fn of_variables(environment: &EnvVars) -> Result<Self, Error> {
        let read = |name: &'static str| {
            let read = |text| api_url(text).map_err(|reason| Error::Variable { name, reason });
            let url = environment.get(name).map(read).transpose()?;
            Ok::<_, Error>(url.map(|url| (Origin::Variable(name), url)))
        };
        let (base, inbox) = (read(env_vars::BASE_URL)?, read(env_vars::INBOX_URL)?);
        Ok(Self::of_urls(base, inbox, environment))
    }

    /// The same of those variables alone that hold an address.
    pub(super) fn of_usable_variables(environment: &EnvVars) -> Self {
        let read = |name: &'static str| {
            let url = environment.get(name).and_then(|text| api_url(text).ok());
            url.map(|url| (Origin::Variable(name), url))
        };
        let (base, inbox) = (read(env_vars::BASE_URL), read(env_vars::INBOX_URL));
        Self::of_urls(base, inbox, environment)
    }

    fn of_urls(
        base: Option<(Origin, Url)>,
        inbox: Option<(Origin, Url)>,
        environment: &EnvVars,
    ) -> Self {
        let socket = environment.get(env_vars::SOCKET_URL);
        // One that makes no sense is told of where it is needed.
        let socket = socket.and_then(|text| socket_url(text).ok());
        Self {
            whole: base.map(|(origin, url)| (origin, Addresses::under(&url))),
            inbox,
            socket: socket.map(|url| (Origin::Variable(env_vars::SOCKET_URL), url)),
        }
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
        let region = region.or(is_named.then_some(Region::Us));
        let region = region.map(Addresses::of_region);
        let addresses = region.or_else(|| api_url.as_ref().map(Addresses::under));
        Self {
            whole: addresses.map(|addresses| (origin(), addresses)),
            inbox: inbox_url.clone().map(|url| (origin(), url)),
            socket: None,
        }
    }

    pub(super) fn of_default() -> Self {
        let addresses = Addresses::of_region(Region::Us);
        Self {
            whole: Some((Origin::Default, addresses)),
            ..Self::default()
        }
    }
}

/// Reads the address of an API: https, or http on this machine.
pub(crate) fn api_url(text: &str) -> Result<Url, String> {
    address(text, "https", "http")
}

/// Reads the address of a socket: wss, or ws on this machine.
pub(crate) fn socket_url(text: &str) -> Result<Url, String> {
    address(text, "wss", "ws")
}

fn address(text: &str, secure: &str, plain: &str) -> Result<Url, String> {
    if redact(text) != text {
        return Err("an address must not hold a key or a token".to_owned());
    }
    let url = Url::parse(text).map_err(|error| format!("{error}; write it as `{secure}://...`"))?;
    match url.scheme() {
        _ if url.password().is_some() || !url.username().is_empty() => {
            Err("an address must not hold a user name or password".to_owned())
        }
        scheme if scheme == secure => Ok(url),
        scheme if scheme == plain && is_loopback(&url) => Ok(url),
        scheme if scheme == plain => Err(format!(
            "plain {plain} is for this machine only: write {secure}"
        )),
        _ => Err(format!("write it as `{secure}://...`")),
    }
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
        let environment = EnvVars::default().with("COURIER_BASE_URL", "http://x.test");
        assert!(Place::of_variables(&environment).is_err());
    }
}
