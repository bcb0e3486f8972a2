//! Addresses of Courier's APIs: the regions, the URLs of a custom base, and which URLs are accepted.

use std::{fmt, str::FromStr};

use url::{Host, Url};

use crate::redact::redact;

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
        } = Endpoints::of_region(*region);
        let hosts = [rest.host(), inbox.host(), socket.host()];
        hosts.contains(&url.host())
    })
}

/// Parses the URL of an API: `https`, or `http` to a loopback address.
///
/// # Errors
/// Returns the reason if the text is not such a URL or contains a secret.
pub(crate) fn api_url(text: &str) -> Result<Url, String> {
    parse_address(text, "https", "http")
}

/// Parses the URL of a WebSocket: `wss`, or `ws` to a loopback address.
///
/// # Errors
/// Returns the reason if the text is not such a URL or contains a secret.
pub(crate) fn socket_url(text: &str) -> Result<Url, String> {
    parse_address(text, "wss", "ws")
}

fn parse_address(text: &str, secure: &str, plain: &str) -> Result<Url, String> {
    if redact(text) != text {
        return Err("a URL must not contain a key or a token".to_owned());
    }
    let url = Url::parse(text).map_err(|error| format!("{error}; write it as `{secure}://...`"))?;
    match url.scheme() {
        _ if url.password().is_some() || !url.username().is_empty() => {
            Err("a URL must not contain a user name or password".to_owned())
        }
        scheme if scheme == secure => Ok(url),
        scheme if scheme == plain && is_loopback(&url) => Ok(url),
        scheme if scheme == plain => Err(format!(
            "`{plain}` is only allowed for this machine: use `{secure}`"
        )),
        _ => Err(format!("write it as `{secure}://...`")),
    }
}

/// Returns true if a `Host` header names a loopback address, without a DNS lookup.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    Url::parse(&format!("http://{host}")).is_ok_and(|url| is_loopback(&url))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_urls_are_https_or_loopback() {
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
            // Resolved by DNS like any other name.
            "http://a.localhost",
            "ftp://localhost",
            "x",
            "",
            "https://u:p@x.test",
            "http://10.0.0.1",
        ] {
            assert!(api_url(text).is_err(), "{text}");
        }
    }
}
