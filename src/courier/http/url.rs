//! Forms of URLs: the host as errors name it, and the HTTP URL of a WebSocket.

use url::Url;

/// Returns the host of a URL, with the port if it is not the scheme's default.
pub(crate) fn host(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// Returns the URL of the handshake of a WebSocket URL. Other URLs are returned unchanged.
pub(crate) fn http_url(address: &Url) -> Url {
    let mut url = address.clone();
    let scheme = match url.scheme() {
        "ws" => "http",
        "wss" => "https",
        _ => return url,
    };
    // `set_scheme` cannot fail here: both schemes require a host.
    let _ = url.set_scheme(scheme);
    url
}
