//! Hosts in `Host` headers and origins, read strictly. A page whose host name resolves to this machine
//! (DNS rebinding) is recognized by that name.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, Uri, header::HOST};

/// The port of `http` URLs without one.
const DEFAULT_PORT: u16 = 80;

/// The maximum length of a host name, in bytes.
const MAX_NAME: usize = 253;

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Authority {
    pub(crate) name: HostName,
    port: u16,
}

/// An address, or a name in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HostName {
    Address(IpAddr),
    Domain(String),
}

impl Authority {
    /// Parses a host with an optional port. `None` for any other text: with a user name, a path, an
    /// escape, an empty or unknown part.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (name, rest) = if let Some(text) = text.strip_prefix('[') {
            let (address, rest) = text.split_once(']')?;
            let address: Ipv6Addr = address.parse().ok()?;
            (HostName::Address(address.into()), rest)
        } else {
            let (name, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
            (HostName::parse(name)?, rest)
        };
        let port = match rest.strip_prefix(':') {
            Some(port) => parse_port(port)?,
            None if rest.is_empty() => DEFAULT_PORT,
            None => return None,
        };
        Some(Self { name, port })
    }
}

impl HostName {
    /// Parses a name, or an IPv4 address.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Ok(address) = text.parse() {
            // An IPv6 address is in brackets.
            return (!text.contains(':')).then_some(Self::Address(address));
        }
        let is_part = |part: &str| {
            let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            !part.is_empty() && part.bytes().all(is_allowed)
        };
        let is_name = text.len() <= MAX_NAME && text.split('.').all(is_part);
        is_name.then(|| Self::Domain(text.to_ascii_lowercase()))
    }

    /// Returns true for a loopback address and for `localhost`.
    pub(crate) fn is_loopback(&self) -> bool {
        match self {
            Self::Address(address) => address.is_loopback(),
            Self::Domain(name) => name == "localhost",
        }
    }
}

fn parse_port(text: &str) -> Option<u16> {
    let is_number = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    let port = text.parse().ok().filter(|_| is_number)?;
    (port > 0).then_some(port)
}

/// A request names its host twice or in an invalid form.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InvalidHost;

/// Returns the host that a request names, in its `Host` header or in an absolute URI. `None` if it names
/// none.
///
/// # Errors
/// Returns an error if the host is invalid, or if the request names several.
pub(crate) fn requested_host(
    uri: &Uri,
    headers: &HeaderMap,
) -> Result<Option<Authority>, InvalidHost> {
    let mut hosts = headers.get_all(HOST).iter();
    let (header, second) = (hosts.next(), hosts.next());
    if second.is_some() {
        return Err(InvalidHost);
    }
    let parse = |text: &str| Authority::parse(text).ok_or(InvalidHost);
    let header = match header.map(|value| value.to_str().map_err(|_| InvalidHost)) {
        Some(text) => Some(text?).filter(|text| !text.is_empty()).map(parse),
        None => None,
    };
    let target = uri.authority().map(|authority| parse(authority.as_str()));
    let (header, target) = (header.transpose()?, target.transpose()?);
    match (header, target) {
        (Some(header), Some(target)) if header != target => Err(InvalidHost),
        (header, target) => Ok(target.or(header)),
    }
}

/// Returns true if an `Origin` header is that of the server's own pages at this host.
pub(crate) fn is_own_origin(origin: &str, host: &Authority) -> bool {
    let own = origin.strip_prefix("http://").and_then(Authority::parse);
    own.as_ref() == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_strictly() {
        for text in [
            "localhost",
            "LOCALHOST:4030",
            "127.0.0.1",
            "127.0.0.1:80",
            "[::1]",
            "[::1]:65535",
            "my-mac.local:4030",
            "app_1",
            "xn--bcher-kva.test",
        ] {
            assert!(Authority::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            ":80",
            "localhost:",
            "localhost:0",
            "localhost:65536",
            "localhost:+80",
            "localhost:-1",
            "localhost:80x",
            "localhost:000080",
            "localhost:80:80",
            "localhost.",
            ".localhost",
            "a..b",
            " localhost",
            "localhost ",
            "local\thost",
            "user@localhost",
            "user:password@127.0.0.1",
            "127.0.0.1@",
            "127.0.0.1/evil",
            "127.0.0.1\\evil",
            "127.0.0.1?x",
            "127.0.0.1#x",
            "http://127.0.0.1",
            "%6cocalhost",
            "127%2e0.0.1",
            "ｌocalhost",
            "localhost,evil.test",
            "::1",
            "[::1",
            "[::1]80",
            "[::1]x:80",
            "[127.0.0.1]",
            "[::1%25lo]",
            "[localhost]",
        ] {
            assert_eq!(Authority::parse(text), None, "{text}");
        }
        assert_eq!(Authority::parse(&"a".repeat(300)), None);
    }

    #[test]
    fn loopback_is_an_address_or_localhost() {
        for (text, expected) in [
            ("localhost", true),
            ("LocalHost:1", true),
            ("127.0.0.1", true),
            ("127.9.9.9:1", true),
            ("[::1]", true),
            ("127.0.0.1.evil.test", false),
            ("localhost.evil.test", false),
            ("evil.localhost", false),
            ("0.0.0.0", false),
            ("10.0.0.1", false),
            ("[::]", false),
            // Browsers send the usual form of these addresses.
            ("127.1", false),
            ("2130706433", false),
            ("0x7f.1", false),
            ("0177.0.0.1", false),
        ] {
            let found = Authority::parse(text).unwrap().name.is_loopback();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn requests_name_one_host() {
        let host = |text: &str| Ok(Authority::parse(text));
        for (uri, hosts, expected) in [
            ("/x", &["localhost:1"][..], host("localhost:1")),
            ("/x", &[], Ok(None)),
            ("/x", &[""], Ok(None)),
            (
                "http://localhost:1/x",
                &["LOCALHOST:1"],
                host("localhost:1"),
            ),
            ("http://localhost/x", &["localhost:80"], host("localhost")),
            ("http://localhost:1/x", &[], host("localhost:1")),
            ("http://evil.test/x", &["localhost:1"], Err(InvalidHost)),
            ("http://u@localhost/x", &["localhost"], Err(InvalidHost)),
            ("/x", &["localhost", "localhost"], Err(InvalidHost)),
            ("/x", &["localhost", "evil.test"], Err(InvalidHost)),
            ("/x", &["u@localhost"], Err(InvalidHost)),
        ] {
            let headers = hosts.iter().map(|host| (HOST, host.parse().unwrap()));
            let headers: HeaderMap = headers.collect();
            let found = requested_host(&uri.parse().unwrap(), &headers);
            assert_eq!(found, expected, "{uri} {hosts:?}");
        }
    }

    #[test]
    fn own_origins_have_the_scheme_the_host_and_the_port() {
        let own =
            |origin: &str, host: &str| is_own_origin(origin, &Authority::parse(host).unwrap());
        for (origin, host, expected) in [
            ("http://127.0.0.1:4030", "127.0.0.1:4030", true),
            ("http://localhost", "localhost:80", true),
            ("http://[::1]:4030", "[::1]:4030", true),
            ("https://127.0.0.1:4030", "127.0.0.1:4030", false),
            ("evil://127.0.0.1:4030", "127.0.0.1:4030", false),
            ("127.0.0.1:4030", "127.0.0.1:4030", false),
            ("http://127.0.0.1:4031", "127.0.0.1:4030", false),
            ("http://127.0.0.1", "127.0.0.1:4030", false),
            ("http://localhost:4030", "127.0.0.1:4030", false),
            ("http://u@127.0.0.1:4030", "127.0.0.1:4030", false),
            ("http://127.0.0.1:4030/", "127.0.0.1:4030", false),
            (
                "http://127.0.0.1:4030 http://evil.test",
                "127.0.0.1:4030",
                false,
            ),
            ("null", "127.0.0.1:4030", false),
            ("", "127.0.0.1:4030", false),
        ] {
            assert_eq!(own(origin, host), expected, "{origin} {host}");
        }
    }
}
