//! URLs of Courier's APIs as people write them: which are accepted, and what to write instead.

use url::{Host, Url};

use super::{Endpoints, Region, is_loopback};
use crate::{redact::redact, text::shorten, token::leftover::leftover};

/// An API that a setting gives the URL of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Api {
    Rest,
    Inbox,
    Socket,
}

/// Routes of the REST API that URLs are copied with. A longer one comes before its own end.
const REST_ROUTES: [&str; 4] = ["/auth/issue-token", "/client/q", "/send", "/messages"];

/// The route of the Inbox API.
const INBOX_ROUTE: &str = "/q";

/// Parses the base URL of the REST API: `https`, or `http` to this machine or the local network.
///
/// # Errors
/// Returns the reason, and what to write instead, if the text is not a URL of this kind or contains a secret.
pub(crate) fn api_url(text: &str) -> Result<Url, String> {
    parse(text, Api::Rest)
}

/// Parses the URL of the Inbox API: `https`, or `http` to this machine or the local network.
///
/// # Errors
/// Returns the reason, and what to write instead, if the text is not a URL of this kind or contains a secret.
pub(crate) fn inbox_url(text: &str) -> Result<Url, String> {
    parse(text, Api::Inbox)
}

/// Parses the URL of the realtime socket: `wss`, or `ws` to this machine or the local network.
///
/// # Errors
/// Returns the reason, and what to write instead, if the text is not a URL of this kind or contains a secret.
pub(crate) fn socket_url(text: &str) -> Result<Url, String> {
    parse(text, Api::Socket)
}

/// Returns scheme, host and port of a URL.
pub(crate) fn origin(url: &Url) -> String {
    with_scheme(url, url.scheme())
}

/// Returns scheme, host and port of a URL, with another scheme.
pub(crate) fn with_scheme(url: &Url, scheme: &str) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    }
}

fn parse(text: &str, api: Api) -> Result<Url, String> {
    if redact(text) != text {
        return Err("a URL must not contain a key or a token".to_owned());
    }
    let url = match Url::parse(text) {
        Ok(url) if url.has_host() => url,
        // `localhost:4020` is a URL with the scheme `localhost`.
        parsed => {
            let reason = no_url(text);
            return Err(reason.unwrap_or_else(|| missing_scheme(text, parsed.err(), api)));
        }
    };
    if url.password().is_some() || !url.username().is_empty() {
        return Err("a URL must not contain a user name or password".to_owned());
    }
    check_host(&url, api)?;
    check_scheme(&url, api)?;
    check_path(&url, api)?;
    Ok(url)
}

/// Describes a text that is in quotes, or that a program or a template left in place of a URL.
fn no_url(text: &str) -> Option<String> {
    const QUOTES: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”')];
    let text = text.trim();
    let is_quoted = |(open, close): (char, char)| {
        text.strip_prefix(open)
            .is_some_and(|rest| rest.ends_with(close))
    };
    if QUOTES.into_iter().any(is_quoted) {
        return Some("it is in quotes; remove them".to_owned());
    }
    // The message shows the text, which must not contain a password.
    if text.contains('@') {
        return None;
    }
    // JavaScript makes `undefined/q` of a base URL without a value.
    let base = text.split('/').next().unwrap_or_default();
    [text, base].into_iter().find_map(|text| {
        let leftover = leftover(text)?;
        Some(format!("`{}` is {leftover}, not a URL", shorten(text)))
    })
}

/// Returns what to write instead of a text without a scheme.
fn missing_scheme(text: &str, error: Option<url::ParseError>, api: Api) -> String {
    let (secure, plain) = api.schemes();
    let with_host = |scheme| Url::parse(&format!("{scheme}://{text}")).ok();
    let guess = with_host(plain).filter(|_| !text.starts_with('/') && !text.contains("://"));
    let is_plain = |url: &Url| is_loopback(url) || url.port().is_some() && can_be_sandbox(url);
    let scheme = if guess.as_ref().is_some_and(is_plain) {
        plain
    } else {
        secure
    };
    match guess.map(|_| parse(&format!("{scheme}://{text}"), api)) {
        Some(Ok(url)) => format!(
            "the scheme is missing; write `{}`",
            url.as_str().trim_end_matches('/')
        ),
        Some(Err(reason)) => reason,
        None => {
            let error = error.unwrap_or(url::ParseError::EmptyHost);
            format!("{error}; write it as `{secure}://...`")
        }
    }
}

/// Refuses a host of Courier that has another API, and another path than the one of this API.
fn check_host(url: &Url, api: Api) -> Result<(), String> {
    let Some((hosted, region)) = hosted_api(url) else {
        return Ok(());
    };
    let right = api.hosted_at(region);
    let right_text = right.as_str().trim_end_matches('/');
    if hosted != api {
        let (host, name) = (url.host_str().unwrap_or_default(), hosted.name());
        return Err(format!("`{host}` is {name}; write `{right_text}`"));
    }
    let path = url.path().trim_end_matches('/');
    if api != Api::Socket && path != right.path().trim_end_matches('/') {
        let problem = match path {
            "" => "the path is missing".to_owned(),
            path => format!("Courier has no API at the path `{path}`"),
        };
        return Err(format!("{problem}; write `{right_text}`"));
    }
    Ok(())
}

fn check_scheme(url: &Url, api: Api) -> Result<(), String> {
    let (secure, plain) = api.schemes();
    match url.scheme() {
        scheme if scheme == secure => Ok(()),
        // The client sends only the secrets of a sandbox to another machine.
        scheme if scheme == plain && (is_loopback(url) || can_be_sandbox(url)) => Ok(()),
        scheme if scheme == plain => {
            let advice = if names_own_machine(url) {
                format!("; write `{plain}://127.0.0.1{}`", port_clause(url))
            } else {
                String::new()
            };
            Err(format!(
                "`{plain}` is only allowed for this machine and the local network: use \
                 `{secure}`{advice}"
            ))
        }
        _ => {
            let scheme = if is_loopback(url) { plain } else { secure };
            let path = url.path().trim_end_matches('/');
            Err(format!("write it as `{}{path}`", with_scheme(url, scheme)))
        }
    }
}

/// Refuses a URL with a route that the client adds itself, or without the path of the Inbox API.
/// Any other path may be the prefix of a reverse proxy.
fn check_path(url: &Url, api: Api) -> Result<(), String> {
    let path = url.path().trim_end_matches('/');
    let mut foreign: Vec<&str> = REST_ROUTES.to_vec();
    let own_route = match api {
        Api::Rest => {
            foreign.push(INBOX_ROUTE);
            ""
        }
        Api::Inbox => INBOX_ROUTE,
        Api::Socket => return Ok(()),
    };
    let origin = origin(url);
    let found = foreign
        .into_iter()
        .find_map(|route| Some((route, path.strip_suffix(route)?)));
    match found {
        Some((route, prefix)) => Err(format!(
            "it ends in the route `{route}`; write `{origin}{prefix}{own_route}`"
        )),
        None if path.is_empty() && api == Api::Inbox => Err(format!(
            "the path of the Inbox API is missing; write `{origin}{own_route}`"
        )),
        None => Ok(()),
    }
}

impl Api {
    const ALL: [Self; 3] = [Self::Rest, Self::Inbox, Self::Socket];

    /// Returns the scheme with TLS and the one without.
    fn schemes(self) -> (&'static str, &'static str) {
        match self {
            Self::Rest | Self::Inbox => ("https", "http"),
            Self::Socket => ("wss", "ws"),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Rest => "the host of the REST API",
            Self::Inbox => "the host of the Inbox API",
            Self::Socket => "the host of the realtime socket",
        }
    }

    /// Returns the URL in the hosted service.
    fn hosted_at(self, region: Region) -> Url {
        let endpoints = Endpoints::of_region(region);
        match self {
            Self::Rest => endpoints.rest,
            Self::Inbox => endpoints.inbox,
            Self::Socket => endpoints.socket,
        }
    }
}

/// Returns the API that has a host of Courier. `None` for any other host.
fn hosted_api(url: &Url) -> Option<(Api, Region)> {
    let regions = Region::ALL.into_iter();
    let mut apis = regions.flat_map(|region| Api::ALL.map(|api| (api, region)));
    apis.find(|(api, region)| api.hosted_at(*region).host() == url.host())
}

/// Returns true for names of this machine that are not loopback addresses: the address that servers
/// listen on, and the names below `localhost`, which DNS may resolve to anything.
fn names_own_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_unspecified(),
        Some(Host::Ipv6(address)) => address.is_unspecified(),
        None => false,
    }
}

/// Returns true for a host that a sandbox can have: an address, and the names that containers, emulators
/// and local networks use.
fn can_be_sandbox(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let suffixes = [".internal", ".local", ".lan"];
            !name.contains('.') || suffixes.iter().any(|suffix| name.ends_with(suffix))
        }
        Some(Host::Ipv4(address)) => !address.is_unspecified(),
        Some(Host::Ipv6(address)) => {
            !address.is_unspecified() && address.to_ipv4_mapped().is_none()
        }
        None => false,
    }
}

/// Returns the port of a URL after a colon. Empty for the default port.
fn port_clause(url: &Url) -> String {
    url.port()
        .map_or_else(String::new, |port| format!(":{port}"))
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
            "http://[::1]:2/x",
            // A sandbox in a container, or on another machine.
            "http://courier:4020",
            "http://host.docker.internal:4020",
            "http://my-mac.local:4020",
            "http://10.0.2.2:4020",
            "http://[fd00::2]:4020",
            "https://x.test/",
            // The prefix of a reverse proxy.
            "https://x.test/v1",
            "https://x.test/courier/",
            "https://x.test/resend",
            "https://x.test/auth",
            "https://api.courier.com",
            "HTTPS://API.COURIER.COM/",
            "https://api.eu.courier.com",
        ] {
            assert!(api_url(text).is_ok(), "{text}");
        }
        for text in [
            "https://x.test/q",
            "http://127.0.0.1:4020/q/",
            "https://x.test/graphql",
            "https://inbox.courier.com/q",
            "https://inbox.eu.courier.io/q",
        ] {
            assert!(inbox_url(text).is_ok(), "{text}");
        }
        for text in [
            "wss://x.test",
            "ws://localhost:1",
            "ws://courier:4020",
            "wss://realtime.courier.io",
        ] {
            assert!(socket_url(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn refused_urls_say_what_to_write() {
        let (rest, inbox, socket) = (Api::Rest, Api::Inbox, Api::Socket);
        for (api, text, expected) in [
            (rest, "http://x.test", "use `https`"),
            (rest, "http://localhost.x.test", "use `https`"),
            (rest, "http://a.localhost", "write `http://127.0.0.1`"),
            (rest, "http://0.0.0.0:4020", "write `http://127.0.0.1:4020`"),
            (rest, "http://[::]:4020", "write `http://127.0.0.1:4020`"),
            (rest, "sandbox:4020", "write `http://sandbox:4020`"),
            (
                rest,
                "sandbox.test:4020",
                "write `https://sandbox.test:4020`",
            ),
            (rest, "sandbox", "write `https://sandbox`"),
            (rest, "ftp://localhost", "write it as `http://localhost`"),
            (rest, "ftp://x.test/a/", "write it as `https://x.test/a`"),
            (rest, "wss://x.test", "write it as `https://x.test`"),
            (rest, "ws://[::1]:4020", "write it as `http://[::1]:4020`"),
            (socket, "https://x.test", "write it as `wss://x.test`"),
            (rest, "localhost:4020", "write `http://localhost:4020`"),
            (rest, "127.0.0.1:4020", "write `http://127.0.0.1:4020`"),
            (rest, "[::1]:4020", "write `http://[::1]:4020`"),
            (rest, "api.courier.com", "write `https://api.courier.com`"),
            (rest, "localhost:4020/send", "write `http://localhost:4020`"),
            (inbox, "localhost:4020", "write `http://localhost:4020/q`"),
            (socket, "localhost:4020", "write `ws://localhost:4020`"),
            (rest, "", "write it as `https://...`"),
            (rest, "/courier", "write it as `https://...`"),
            (rest, "null", "for no value, not a URL"),
            (inbox, "undefined/q", "`undefined` is what JavaScript"),
            (rest, "<url>", "`<url>` is a placeholder, not a URL"),
            (rest, "'https://x.test'", "it is in quotes; remove them"),
            (rest, "\"u:hunter2@x.test\"", "it is in quotes"),
            (rest, "u:hunter2.X@abc123", "user name or password"),
            (rest, "https://u:hunter2@x.test", "user name or password"),
            (rest, "u:hunter2@x.test", "user name or password"),
            (
                rest,
                "https://x.test/pk_prod_FAKEFAKEFAKE",
                "a key or a token",
            ),
            (
                rest,
                "https://x.test/auth/issue-token",
                "write `https://x.test`",
            ),
            (
                rest,
                "https://x.test/a/client/q/",
                "write `https://x.test/a`",
            ),
            (rest, "https://x.test/q", "`/q`; write `https://x.test`"),
            (inbox, "https://x.test/a/send", "write `https://x.test/a/q`"),
            (inbox, "https://x.test/client/q", "write `https://x.test/q`"),
            (inbox, "https://x.test", "write `https://x.test/q`"),
            (
                rest,
                "https://api.courier.com/v1",
                "write `https://api.courier.com`",
            ),
            (
                rest,
                "https://inbox.courier.com/q",
                "write `https://api.courier.com`",
            ),
            (
                rest,
                "wss://realtime.eu.courier.io",
                "write `https://api.eu.courier.com`",
            ),
            (
                inbox,
                "https://api.courier.com",
                "write `https://inbox.courier.com/q`",
            ),
            (
                inbox,
                "https://inbox.courier.com",
                "the path is missing; write `https://inbox.courier.com/q`",
            ),
            (
                inbox,
                "https://api.eu.courier.com/client/q",
                "write `https://inbox.eu.courier.io/q`",
            ),
            (
                socket,
                "https://inbox.courier.com/q",
                "write `wss://realtime.courier.io`",
            ),
        ] {
            let reason = parse(text, api).unwrap_err();
            assert!(reason.contains(expected), "{text}: {reason}");
            assert!(
                !reason.contains("hunter2") && !reason.contains("FAKE"),
                "{reason}"
            );
        }
    }
}
