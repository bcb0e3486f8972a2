//! Addresses of Courier's APIs: the regions, the URLs of a custom base, and which URLs are accepted.

mod address;

use std::{fmt, str::FromStr};

use url::{Host, Url};

pub(crate) use address::{api_url, inbox_url, origin, socket_url, with_scheme};

/// The region where a workspace's data is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    /// United States.
    Us,
    /// European Union.
    Eu,
}

/// The addresses of one Courier: the hosted service in one region, or a custom base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoints {
    /// The base of the REST API. Only this one receives the API key.
    pub(crate) rest: Url,
    /// The Inbox GraphQL API.
    pub(crate) inbox: Url,
    /// The realtime WebSocket.
    pub(crate) socket: Url,
    pub(crate) settings: EndpointSettings,
}

/// The settings that the addresses come from, as errors name them. `None` for a built-in address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct EndpointSettings {
    pub(crate) rest: Option<String>,
    pub(crate) inbox: Option<String>,
    pub(crate) socket: Option<String>,
}

impl Region {
    /// Every region, the default first.
    pub(crate) const ALL: [Self; 2] = [Self::Us, Self::Eu];

    /// Returns the name used on the command line and in the configuration.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
        }
    }

    /// Returns the other region.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Us => Self::Eu,
            Self::Eu => Self::Us,
        }
    }
}

impl FromStr for Region {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut regions = Self::ALL.into_iter();
        regions
            .find(|region| region.name().eq_ignore_ascii_case(text))
            .ok_or("expected `us` or `eu`")
    }
}

impl fmt::Display for Region {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Endpoints {
    /// Returns the endpoints of the hosted service in a region. The Inbox host of the EU region is
    /// under `.io`, the one of the US region under `.com`
    /// (<https://github.com/trycourier/courier-web>, `courier-api-urls.ts`).
    pub(crate) fn of_region(region: Region) -> Self {
        let (rest, inbox, socket) = match region {
            Region::Us => (
                "https://api.courier.com",
                "https://inbox.courier.com/q",
                "wss://realtime.courier.io",
            ),
            Region::Eu => (
                "https://api.eu.courier.com",
                "https://inbox.eu.courier.io/q",
                "wss://realtime.eu.courier.io",
            ),
        };
        let url = |text: &str| Url::parse(text).expect("the constants are valid URLs");
        Self {
            rest: url(rest),
            inbox: url(inbox),
            socket: url(socket),
            settings: EndpointSettings::default(),
        }
    }

    /// Returns the endpoints of a custom base, such as a sandbox or a proxy: `/q` below the base for
    /// the Inbox, the base itself for the socket.
    pub(crate) fn of_custom_base(base: &Url) -> Self {
        let mut inbox = base.clone();
        if let Ok(mut path) = inbox.path_segments_mut() {
            path.pop_if_empty().push("q");
        }
        let mut socket = base.clone();
        let scheme = if base.scheme() == "http" { "ws" } else { "wss" };
        // `set_scheme` cannot fail here: all four schemes require a host.
        let _ = socket.set_scheme(scheme);
        Self {
            rest: base.clone(),
            inbox,
            socket,
            settings: EndpointSettings::default(),
        }
    }

    /// Returns the endpoints that belong to the same Courier as the given REST API.
    pub(crate) fn matching(rest: &Url) -> Self {
        region_of(rest).map_or_else(|| Self::of_custom_base(rest), Self::of_region)
    }
}

/// Returns the region whose REST API has this URL, `None` for a custom base.
pub(crate) fn region_of(rest: &Url) -> Option<Region> {
    let mut regions = Region::ALL.into_iter();
    regions.find(|region| Endpoints::of_region(*region).rest == *rest)
}

/// Returns the region of a host of Courier, `None` for any other host.
pub(crate) fn region_of_host(url: &Url) -> Option<Region> {
    let mut regions = Region::ALL.into_iter();
    regions.find(|region| {
        let Endpoints {
            rest,
            inbox,
            socket,
            ..
        } = Endpoints::of_region(*region);
        let hosts = [rest.host(), inbox.host(), socket.host()];
        hosts.contains(&url.host())
    })
}

/// Returns true if the URL's host is a loopback address or `localhost`, without a DNS lookup.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
