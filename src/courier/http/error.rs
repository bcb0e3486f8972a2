//! The errors of a request that got no response.

use std::{error::Error as _, time::Duration};

use super::response::MAX_BODY;

/// The part of the timeout that establishing a connection may take.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// An error of a request that got no complete response.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The DNS lookup or the TCP connection failed.
    #[error("cannot connect to {host}: {reason}")]
    Unreachable { host: String, reason: String },
    /// The server's certificate is not trusted, or the server does not support TLS.
    #[error("TLS connection to {host} failed: {reason}")]
    Tls { host: String, reason: String },
    /// The request took longer than the timeout.
    #[error("{host} did not respond within {} s", timeout.as_secs_f64())]
    TimedOut { host: String, timeout: Duration },
    /// The connection was closed before the response was complete.
    #[error("the connection to {host} was lost: {reason}")]
    Broken { host: String, reason: String },
    /// The response is too large.
    #[error("the response of {host} is larger than {} MiB", MAX_BODY / 1024 / 1024)]
    TooLarge { host: String },
    /// A secret or an ID contains a character that is not allowed in a header.
    #[error("the API key, token or user ID contains characters that are not allowed in a header")]
    InvalidHeader,
}

impl HttpError {
    /// Converts an error of `reqwest`. `timeout` is the limit of the whole request.
    pub(super) fn from_reqwest(error: &reqwest::Error, host: String, timeout: Duration) -> Self {
        if error.is_timeout() && error.is_connect() && timeout > CONNECT_TIMEOUT {
            let reason = format!("no connection within {} s", CONNECT_TIMEOUT.as_secs());
            return Self::Unreachable { host, reason };
        }
        if error.is_timeout() {
            return Self::TimedOut { host, timeout };
        }
        let reason = root_cause(error);
        let reason = match lookup_failure(&reason) {
            Some(failure) => format!("DNS lookup failed: {failure}"),
            None => reason,
        };
        if is_tls_error(error) {
            return Self::Tls { host, reason };
        }
        if error.is_connect() || error.is_builder() {
            Self::Unreachable { host, reason }
        } else {
            Self::Broken { host, reason }
        }
    }
}

/// Returns the reason of a failed DNS lookup, without the words that say that it is one. `None` if the
/// text is about something else.
pub(in crate::courier) fn lookup_failure(text: &str) -> Option<&str> {
    text.strip_prefix("failed to lookup address information: ")
}

/// Returns true if TLS caused the error. Such an error is permanent, so it is not retried.
fn is_tls_error(error: &(dyn std::error::Error + 'static)) -> bool {
    // The `source` of an I/O error skips the error that it wraps.
    let wrapped = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|wrapped| is_tls_error(wrapped))
        || error.source().is_some_and(is_tls_error)
}

/// Returns the message of the innermost error. The outer ones repeat the URL.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut text = None;
    while let Some(inner) = cause {
        text = Some(inner.to_string());
        cause = inner.source();
    }
    text.unwrap_or_else(|| "the request could not be sent".to_owned())
}
