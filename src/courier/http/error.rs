//! The errors of a request that got no response.

use std::{error::Error, io, time::Duration};

use super::{
    limits::RequestLimits,
    proxy::{Proxy, ProxyError},
    server::Server,
};

/// An error of a request that got no complete response.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The DNS lookup or the TCP connection failed.
    #[error("cannot connect to {server}: {reason}")]
    Unreachable { server: Box<Server>, reason: String },
    /// The proxy failed, not the server behind it.
    #[error(transparent)]
    Proxy(Box<ProxyError>),
    /// The server's certificate is not trusted, or the TLS handshake failed for another reason.
    #[error("TLS connection to {server} failed: {reason}")]
    Tls { server: Box<Server>, reason: String },
    /// The URL is `https`, and the server responds without TLS.
    #[error("{server} does not speak TLS")]
    NotTls { server: Box<Server> },
    /// The URL is `http`, and the server requires TLS.
    #[error("{server} requires TLS")]
    RequiresTls { server: Box<Server> },
    /// The connection was closed without an HTTP response, as a server that requires TLS may do.
    #[error("the connection to {server} was lost: {reason}")]
    NoHttpResponse { server: Box<Server>, reason: String },
    /// The request took longer than the timeout.
    #[error("{server} did not respond within {} s", timeout.as_secs_f64())]
    TimedOut {
        server: Box<Server>,
        timeout: Duration,
    },
    /// The connection was closed before the response was complete.
    #[error("the connection to {server} was lost: {reason}")]
    Broken { server: Box<Server>, reason: String },
    /// The response is too large.
    #[error("the response of {server} is larger than {} MiB", .maximum / 1024 / 1024)]
    TooLarge {
        server: Box<Server>,
        /// The maximum, in bytes.
        maximum: usize,
    },
    /// The URL is `http` to another machine, and the secret is not that of a sandbox.
    #[error("`http` to {server} is only allowed with the key or a token of a sandbox")]
    SecretWithoutTls { server: Box<Server> },
    /// A secret or an ID contains a character that is not allowed in a header.
    #[error("the API key, token or user ID contains characters that are not allowed in a header")]
    InvalidHeader,
}

impl HttpError {
    /// Converts an error of `reqwest` for a request with these limits.
    pub(super) fn from_reqwest(
        error: &reqwest::Error,
        server: &Server,
        limits: RequestLimits,
    ) -> Self {
        let connect_timeout = connect_timeout(error, limits);
        if let Some(proxy) = &server.proxy
            && let Some(error) = proxy_error(error, proxy, server, connect_timeout.clone())
        {
            return Self::Proxy(Box::new(error));
        }
        let server = Box::new(server.clone());
        if let Some(reason) = connect_timeout {
            return Self::Unreachable { server, reason };
        }
        if error.is_timeout() {
            let timeout = limits.timeout;
            return Self::TimedOut { server, timeout };
        }
        let reason = reason(error);
        match find::<rustls::Error>(error) {
            Some(error) if is_not_tls(error) => Self::NotTls { server },
            Some(_) => Self::Tls { server, reason },
            None if error.is_connect() || error.is_builder() => {
                Self::Unreachable { server, reason }
            }
            None if error.is_request() && find(error).is_some_and(is_no_response) => {
                Self::NoHttpResponse { server, reason }
            }
            None => Self::Broken { server, reason },
        }
    }

    /// Returns true if no connection was established and another attempt may succeed.
    pub(crate) fn is_unreachable(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Proxy(error) => error.is_temporary(),
            _ => false,
        }
    }

    /// Returns true if another attempt may succeed: no connection was established, or it was lost
    /// before the end of the response. The server may have executed the request.
    pub(crate) fn is_retryable(&self) -> bool {
        self.is_unreachable() || matches!(self, Self::NoHttpResponse { .. } | Self::Broken { .. })
    }

    /// Returns true if all requests to the server fail for the same reason.
    pub(crate) fn is_permanent(&self) -> bool {
        matches!(
            self,
            Self::Proxy(_)
                | Self::Tls { .. }
                | Self::NotTls { .. }
                | Self::RequiresTls { .. }
                | Self::SecretWithoutTls { .. }
                | Self::InvalidHeader
        )
    }

    /// Returns the text of the help line.
    pub(crate) fn help(&self) -> Option<String> {
        Some(match self {
            Self::Unreachable { server, .. } => server.unreachable_help(),
            Self::Proxy(error) => error.help(),
            Self::Tls { server, .. } => format!(
                "check {}; if a proxy replaces certificates, or if the server has its own \
                 authority, pass the authority's certificate with --ca-bundle PATH",
                server.setting()
            ),
            Self::NotTls { server } => server.not_tls_help(),
            Self::RequiresTls { server } => server.requires_tls_help(),
            Self::SecretWithoutTls { server } => format!(
                "use `https` in {}, or the sandbox's own key: `courier-auth sandbox env` prints it",
                server.setting()
            ),
            Self::NoHttpResponse { server, .. } if server.is_plain() => {
                format!("if this port uses TLS, {}", server.requires_tls_help())
            }
            Self::TimedOut { .. } => "set a longer --timeout DURATION".to_owned(),
            Self::TooLarge { server, .. } => server.proxy_help(),
            Self::NoHttpResponse { .. } | Self::Broken { .. } | Self::InvalidHeader => return None,
        })
    }
}

/// Returns the error of the proxy. `None` if the connection through it was established, so that the
/// server behind it failed. `connect_timeout` is the reason if connecting took too long.
fn proxy_error(
    error: &reqwest::Error,
    proxy: &Proxy,
    server: &Server,
    connect_timeout: Option<String>,
) -> Option<ProxyError> {
    if !error.is_connect() {
        return None;
    }
    let (proxy, target) = (proxy.clone(), server.host_name());
    if let Some(reason) = connect_timeout {
        return Some(ProxyError::Unreachable {
            proxy,
            reason,
            target,
        });
    }
    // The type of these errors is private in `hyper_util`, so their texts are compared.
    let texts = sources(error).map(ToString::to_string);
    let tunnel = texts.filter_map(|text| text.strip_prefix("tunnel error: ").map(str::to_owned));
    Some(match tunnel.last()?.as_str() {
        "proxy authorization required" => ProxyError::Unauthorized { proxy },
        "failed to create underlying connection" => match find::<rustls::Error>(error) {
            Some(error) if is_not_tls(error) => ProxyError::NotTls { proxy },
            _ => ProxyError::Unreachable {
                proxy,
                reason: reason(error),
                target,
            },
        },
        _ => ProxyError::Refused { proxy, target },
    })
}

/// Returns the reason if connecting took longer than `--connect-timeout`, and not the whole request
/// longer than `--timeout`.
fn connect_timeout(error: &reqwest::Error, limits: RequestLimits) -> Option<String> {
    let is_connect_timeout =
        error.is_timeout() && error.is_connect() && limits.connect_timeout < limits.timeout;
    let seconds = limits.connect_timeout.as_secs_f64();
    is_connect_timeout.then(|| format!("no connection within {seconds} s (--connect-timeout)"))
}

/// Returns the message of the innermost error. The outer ones repeat the URL.
fn reason(error: &reqwest::Error) -> String {
    let text = sources(error).last().map_or_else(
        || "the request could not be sent".to_owned(),
        ToString::to_string,
    );
    match lookup_failure(&text) {
        Some(failure) => format!("DNS lookup failed: {failure}"),
        None => text,
    }
}

/// Returns the reason of a failed DNS lookup, without the words that say that it is one. `None` if the
/// text is about something else.
pub(in crate::courier) fn lookup_failure(text: &str) -> Option<&str> {
    text.strip_prefix("failed to lookup address information: ")
}

/// Returns true if a TLS handshake failed because the peer's first bytes are not TLS.
pub(in crate::courier) fn is_not_tls(error: &rustls::Error) -> bool {
    matches!(
        error,
        rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType)
    )
}

/// Returns true if a connection ended before a response, or with something that is not HTTP.
fn is_no_response(error: &hyper::Error) -> bool {
    error.is_parse() || error.is_incomplete_message()
}

/// Returns the first error of this type among the causes of an error, and the error itself.
pub(in crate::courier) fn find<'e, E: Error + 'static>(
    error: &'e (dyn Error + 'static),
) -> Option<&'e E> {
    std::iter::once(error)
        .chain(sources(error))
        .find_map(|error| error.downcast_ref())
}

/// Returns the causes of an error, the direct one first.
fn sources<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    std::iter::successors(source(error), |error| source(*error))
}

/// Returns the direct cause of an error. The `source` of an I/O error skips the error that it wraps.
fn source<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}
