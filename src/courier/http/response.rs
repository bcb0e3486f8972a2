//! A response, read to its end.

use std::time::Duration;

use super::server::Server;
use crate::{endpoints::Region, redact::Secrets};

/// The largest body that is read, in bytes.
pub(super) const MAX_BODY: usize = 16 * 1024 * 1024;

/// A response with its whole body.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// The time that the server requests to wait before the next request.
    pub(crate) retry_after: Option<Duration>,
    /// The server, for errors.
    pub(crate) server: Box<Server>,
    /// The address that a redirect leads to, without its path.
    pub(crate) redirect: Option<String>,
    /// The region of the host, `None` if it is not one of Courier's own.
    pub(crate) region: Option<Region>,
    pub(super) secrets: Secrets,
}

impl Response {
    /// Returns the body without secrets, because a server may repeat those of the request.
    pub(crate) fn text(&self) -> String {
        self.redact(&String::from_utf8_lossy(&self.body))
    }

    /// Returns a text of the body without secrets.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.secrets.redact(text)
    }
}
