//! The server of a request, for errors: its address, and the setting that the address comes from.

use std::fmt;

use url::Url;

use super::{proxy::Proxy, url::host};
use crate::{
    endpoints::{is_loopback, with_scheme},
    env_vars,
};

/// The server of a request.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    /// The base URL of the API.
    base: Url,
    /// The setting with the URL, `None` for a built-in URL.
    setting: Option<String>,
    /// The proxy that the request goes through.
    pub(super) proxy: Option<Proxy>,
}

impl Server {
    /// Returns the server of an API with this base URL.
    pub(crate) fn new(base: &Url, setting: Option<&str>) -> Self {
        Self {
            base: base.clone(),
            setting: setting.map(str::to_owned),
            proxy: None,
        }
    }

    /// Adds the proxy that the request goes through, if there is one.
    pub(super) fn through(self, proxy: Option<Proxy>) -> Self {
        Self { proxy, ..self }
    }

    /// Returns the name of the setting to check.
    pub(crate) fn setting(&self) -> &str {
        self.setting.as_deref().unwrap_or(env_vars::BASE_URL)
    }

    /// Returns the help for a response that is not Courier's.
    pub(crate) fn proxy_help(&self) -> String {
        let setting = self.setting();
        format!("check {setting}, and whether a proxy responds instead of Courier")
    }

    /// Returns the host without its port.
    pub(super) fn host_name(&self) -> String {
        self.base.host_str().unwrap_or_default().to_owned()
    }

    pub(super) fn is_local(&self) -> bool {
        is_loopback(&self.base)
    }

    /// Returns true if requests are sent without TLS.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.base.scheme(), "http" | "ws")
    }

    /// Returns the path of the base URL, `None` if it is empty.
    pub(crate) fn path(&self) -> Option<&str> {
        Some(self.base.path().trim_end_matches('/')).filter(|path| !path.is_empty())
    }

    /// Returns the help for a server that does not speak TLS.
    pub(crate) fn not_tls_help(&self) -> String {
        let setting = self.setting();
        if self.is_local() {
            let scheme = if self.base.scheme() == "wss" {
                "ws"
            } else {
                "http"
            };
            format!("write `{}` in {setting}", with_scheme(&self.base, scheme))
        } else {
            format!("check {setting} and its port, and whether a proxy responds instead")
        }
    }

    /// Returns the help for a server that requires TLS.
    pub(super) fn requires_tls_help(&self) -> String {
        let scheme = if self.base.scheme() == "ws" {
            "wss"
        } else {
            "https"
        };
        format!(
            "write `{}` in {}",
            with_scheme(&self.base, scheme),
            self.setting()
        )
    }

    /// Returns the help for a server that cannot be reached.
    pub(super) fn unreachable_help(&self) -> String {
        let setting = self.setting();
        if let Some(proxy) = &self.proxy {
            let host = self.host_name();
            format!(
                "check {setting}, and whether the proxy in {} allows {host}",
                proxy.variable
            )
        } else if self.is_local() {
            format!("start a sandbox with `courier-auth sandbox start`, or check {setting}")
        } else {
            format!("check the network and {setting}; behind a proxy, set HTTPS_PROXY")
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&host(&self.base))?;
        match &self.proxy {
            Some(proxy) => write!(formatter, " through the proxy {proxy}"),
            None => Ok(()),
        }
    }
}
