//! The proxy that the environment sets for a host.

use hyper_util::client::proxy::matcher::Matcher;
use url::Url;

use super::request::{host, http_url};
use crate::endpoints::is_loopback;

/// Returns the proxy that the environment sets for a URL, without its user name and password. A loopback
/// address is always reached directly.
pub(crate) fn proxy_for(url: &Url) -> Option<Url> {
    if is_loopback(url) {
        return None;
    }
    let address = http_url(url).as_str().parse().ok()?;
    let proxy = Matcher::from_env().intercept(&address)?;
    let mut proxy = Url::parse(&proxy.uri().to_string()).ok()?;
    let _ = proxy.set_username("");
    let _ = proxy.set_password(None);
    Some(proxy)
}

/// Returns the host of a URL for an error, with the proxy that is used for it.
pub(super) fn host_and_proxy(url: &Url) -> String {
    let host = host(url);
    match proxy_for(url) {
        Some(proxy) => format!(
            "{host} through the proxy {}",
            proxy.as_str().trim_end_matches('/')
        ),
        None => host,
    }
}
