//! The client of Courier's API.

mod control;
mod error;
mod http;
mod inbox;
mod issue;
mod messages;
mod outgoing;
mod probe;
mod retry;
mod send;
mod socket;
mod trace;
mod wire;

pub(crate) use control::{Control, ControlError, Health};
pub(crate) use error::Error;
pub(crate) use http::{HttpError, host};
pub(crate) use inbox::{Access, Event, Filter, Marked, Page, ReadState, Said};
pub(crate) use issue::Issued;
pub(crate) use outgoing::Outgoing;
pub(crate) use probe::{WayError, proxy_of, walk};
pub(crate) use retry::after as retry_wait;
pub(crate) use trace::Trace;
pub(crate) use wire::InboxMessage;

use crate::{settings::Endpoints, token::ApiKey};

/// Courier, with one pool of connections.
pub(crate) struct Courier {
    http: http::Http,
    endpoints: Endpoints,
}

impl Courier {
    /// Nothing is sent yet.
    pub(crate) fn new(endpoints: Endpoints, trace: Trace) -> Self {
        Self {
            http: http::Http::new(endpoints.timeout, endpoints.retries, trace),
            endpoints,
        }
    }

    /// The variable that says where the API key goes, where one does.
    pub(crate) fn key_variable(&self) -> Option<&'static str> {
        self.endpoints.rest_origin.variable()
    }

    /// The variable that says where user tokens go, where one does.
    pub(crate) fn token_variable(&self) -> Option<&'static str> {
        self.endpoints.inbox_origin.variable()
    }

    /// How long one request may take in all.
    pub(crate) fn timeout(&self) -> std::time::Duration {
        self.endpoints.timeout
    }

    /// How often to try again what may do at another moment.
    pub(crate) fn retries(&self) -> u32 {
        self.endpoints.retries
    }

    /// Where it is.
    pub(crate) fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// How far its clock is ahead of this machine's, in seconds, as its first answer told.
    pub(crate) fn clock_ahead(&self) -> Option<f64> {
        self.http.ahead()
    }

    /// Whether the API key goes to an address of this machine.
    pub(crate) fn is_on_this_machine(&self) -> bool {
        self.endpoints.rest_is_loopback()
    }

    /// Refuses to let a key of the sandbox out of this machine.
    fn guard(&self, key: &ApiKey) -> Result<(), Error> {
        if key.is_sandbox() && !self.endpoints.rest_is_loopback() {
            return Err(Error::SandboxKey);
        }
        Ok(())
    }

    /// The address of a REST route, each of whose segments is escaped as it must be.
    fn rest(&self, segments: &[&str]) -> url::Url {
        let mut url = self.endpoints.rest.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}
