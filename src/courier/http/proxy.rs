//! The proxy that the environment sets for a host, and errors of the proxy itself.

use std::{borrow::Cow, fmt};

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use super::url::{host, http_url};
use crate::{endpoints::is_loopback, env_vars::EnvVars};

/// The variables that name a proxy for `https`, strongest first. Only local servers use `http`, and no
/// proxy is used for them.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// The variables that list hosts without a proxy, strongest first.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The proxy variables of the environment.
#[derive(Clone, Default)]
pub(crate) struct Proxies {
    /// The strongest variable that names a proxy, and its value.
    proxy: Option<(&'static str, String)>,
    exceptions: String,
}

/// A proxy, without its user name and password.
#[derive(Debug, Clone)]
pub(crate) struct Proxy {
    pub(crate) url: Url,
    pub(crate) variable: &'static str,
    /// True if the variable contains a user name or password.
    has_credentials: bool,
}

/// An error of a proxy, which is not an error of the host behind it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProxyError {
    #[error(transparent)]
    Unsupported(#[from] UnsupportedProxy),
    /// The proxy cannot be reached.
    #[error("cannot connect to the proxy {proxy}: {reason}")]
    Unreachable {
        proxy: Proxy,
        reason: String,
        target: String,
    },
    /// The proxy has an `https` URL, but does not speak TLS.
    #[error("the proxy {proxy} does not speak TLS")]
    NotTls { proxy: Proxy },
    /// The proxy responded with 407.
    #[error("the proxy {proxy} requires {} (407)", .proxy.required_credentials())]
    Unauthorized { proxy: Proxy },
    /// The proxy responded with another status, or closed the connection.
    #[error("the proxy {proxy} did not connect to {target}")]
    Refused { proxy: Proxy, target: String },
}

/// A variable that contains no proxy that can be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the proxy in {variable}: {reason}")]
pub(crate) struct UnsupportedProxy {
    variable: &'static str,
    reason: String,
}

impl Proxies {
    /// Reads the variables.
    pub(crate) fn from_env(env: &EnvVars) -> Self {
        let first = |names: &[&'static str]| {
            let mut set = names
                .iter()
                .filter_map(|name| Some((*name, env.get(name)?)));
            set.next()
                .map(|(name, value)| (name, value.trim().to_owned()))
        };
        Self {
            proxy: first(&VARIABLES),
            exceptions: first(&EXCEPTIONS).map_or_else(String::new, |(_, hosts)| hosts),
        }
    }

    /// Returns the proxy for a URL. This machine, and a sandbox in the local network, are always reached
    /// directly.
    ///
    /// # Errors
    /// Returns an error if the variable for the URL contains no supported proxy.
    pub(crate) fn for_url(&self, url: &Url) -> Result<Option<Proxy>, UnsupportedProxy> {
        let Some((variable, text)) = &self.proxy else {
            return Ok(None);
        };
        let is_plain = matches!(url.scheme(), "http" | "ws");
        if is_plain || is_loopback(url) || self.is_exception(url) {
            return Ok(None);
        }
        parse(text, variable).map(Some)
    }

    /// Returns the proxy as the HTTP client takes it, with user name and password.
    pub(super) fn for_client(&self) -> Option<reqwest::Proxy> {
        let (_, text) = self.proxy.as_ref()?;
        let proxy = reqwest::Proxy::https(with_default_scheme(text).as_ref()).ok()?;
        Some(proxy.no_proxy(reqwest::NoProxy::from_string(&self.exceptions)))
    }

    fn is_exception(&self, url: &Url) -> bool {
        let matcher = Matcher::builder()
            .all("http://proxy")
            .no(self.exceptions.as_str())
            .build();
        let address = http_url(url).as_str().parse();
        address.is_ok_and(|address| matcher.intercept(&address).is_none())
    }
}

/// Returns the URL of a proxy. Without a scheme, the proxy is reached over `http`.
fn with_default_scheme(text: &str) -> Cow<'_, str> {
    if text.contains("://") {
        text.into()
    } else {
        format!("http://{text}").into()
    }
}

/// Parses a proxy variable.
fn parse(text: &str, variable: &'static str) -> Result<Proxy, UnsupportedProxy> {
    let unsupported = |reason: String| UnsupportedProxy { variable, reason };
    let mut url = Url::parse(&with_default_scheme(text))
        .map_err(|error| unsupported(format!("it is not a URL ({error})")))?;
    if !matches!(url.scheme(), "http" | "https") {
        let scheme = url.scheme();
        return Err(unsupported(format!(
            "the scheme `{scheme}` is not supported"
        )));
    }
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(Proxy {
        url,
        variable,
        has_credentials,
    })
}

impl Proxy {
    fn required_credentials(&self) -> &'static str {
        if self.has_credentials {
            "another user name or password"
        } else {
            "a user name and password"
        }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} ({})", host(&self.url), self.variable)
    }
}

impl UnsupportedProxy {
    /// Returns the text of the help line.
    pub(crate) fn help(&self) -> String {
        format!("write `http://HOST:PORT` in {}, or unset it", self.variable)
    }
}

impl ProxyError {
    /// Returns true if another attempt may succeed.
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(self, Self::Unreachable { .. })
    }

    /// Returns the text of the help line.
    pub(crate) fn help(&self) -> String {
        match self {
            Self::Unsupported(error) => error.help(),
            Self::Unreachable { proxy, target, .. } => {
                format!(
                    "check {}; to connect without the proxy, set NO_PROXY={target}",
                    proxy.variable
                )
            }
            Self::NotTls { proxy } => {
                format!("write `http://{}` in {}", host(&proxy.url), proxy.variable)
            }
            Self::Unauthorized { proxy } => format!(
                "write `{}://USER:PASSWORD@{}` in {}",
                proxy.url.scheme(),
                host(&proxy.url),
                proxy.variable
            ),
            Self::Refused { proxy, target } => format!(
                "check whether the proxy allows {target}, and {}; to connect without the proxy, \
                 set NO_PROXY={target}",
                proxy.variable
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(variables: &[(&str, &str)]) -> Proxies {
        let env = EnvVars::default();
        let env = variables
            .iter()
            .fold(env, |env, (name, value)| env.with(name, value));
        Proxies::from_env(&env)
    }

    fn chosen(variables: &[(&str, &str)], url: &str) -> String {
        let url = Url::parse(url).unwrap();
        match proxies(variables).for_url(&url) {
            Ok(Some(proxy)) => proxy.to_string(),
            Ok(None) => "none".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn proxy_is_chosen_by_variable_and_host() {
        let rows: [(&[(&str, &str)], &str); 13] = [
            (&[], "none"),
            (&[("HTTPS_PROXY", "http://p:1")], "p:1 (HTTPS_PROXY)"),
            (&[("https_proxy", "p:1")], "p:1 (https_proxy)"),
            (&[("ALL_PROXY", " http://p:1/ ")], "p:1 (ALL_PROXY)"),
            (&[("all_proxy", "https://p")], "p (all_proxy)"),
            (
                &[("HTTPS_PROXY", ""), ("ALL_PROXY", "http://p:1")],
                "p:1 (ALL_PROXY)",
            ),
            (
                &[("HTTPS_PROXY", "http://a:1"), ("ALL_PROXY", "http://b:1")],
                "a:1 (HTTPS_PROXY)",
            ),
            (&[("HTTP_PROXY", "http://p:1")], "none"),
            (
                &[("HTTPS_PROXY", "http://p:1"), ("NO_PROXY", "x.test")],
                "none",
            ),
            (
                &[("HTTPS_PROXY", "socks5://p:1"), ("no_proxy", "*")],
                "none",
            ),
            (
                &[("HTTPS_PROXY", "http://ada:hunter2@p:1")],
                "p:1 (HTTPS_PROXY)",
            ),
            (
                &[("ALL_PROXY", "socks5://ada:hunter2@p:1")],
                "cannot use the proxy in ALL_PROXY: the scheme `socks5` is not supported",
            ),
            (
                &[("HTTPS_PROXY", "http://")],
                "cannot use the proxy in HTTPS_PROXY: it is not a URL (empty host)",
            ),
        ];
        for (variables, expected) in rows {
            assert_eq!(
                chosen(variables, "https://x.test"),
                expected,
                "{variables:?}"
            );
            assert_eq!(chosen(variables, "wss://x.test"), expected, "{variables:?}");
            assert_eq!(chosen(variables, "https://127.0.0.1:1"), "none");
        }
    }
}
