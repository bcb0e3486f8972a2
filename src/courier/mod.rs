//! The client of Courier's API, and of the sandbox's control API.
//!
//! Responses are judged strictly: nothing that a server sends can make an arithmetic operation panic,
//! and JSON of an unexpected form is an error.
#![deny(clippy::arithmetic_side_effects)]

mod error;
mod http;
mod inbox;
mod issue;
mod json_object;
mod messages;
mod probe;
mod request_preview;
mod sandbox_client;
mod send;
mod socket;
mod wire;

use url::Url;

pub(crate) use error::Error;
pub(crate) use http::{
    Authorities, HttpError, Proxies, Proxy, RequestLimits, Server, Trace, TraceFile, backoff, host,
};
pub(crate) use inbox::{
    InboxCredential, MarkAction, MarkResponse, MarkResult, MessageFilter, MessagePage, ReadState,
};
pub(crate) use issue::IssuedToken;
pub(crate) use probe::{Probe, ProbeError, probe};
pub(crate) use request_preview::RequestPreview;
pub(crate) use sandbox_client::{
    ClockChange, SandboxClient, SandboxClientError, SandboxFault, SandboxHealth, SandboxJournal,
};
pub(crate) use send::SentMessage;
pub(crate) use socket::{AcceptedProtocols, Delivery, EVENTS, InboxEvent, InboxSocket};
pub(crate) use wire::{InboxMessage, MessageRecord};

use crate::{
    endpoints::{Endpoints, is_loopback},
    token::ApiKey,
};

/// A client of Courier's APIs, with one connection pool.
pub(crate) struct Courier {
    http: http::HttpClient,
    endpoints: Endpoints,
}

impl Courier {
    /// Returns a client. Nothing is sent. `authorities` are trusted instead of the system's.
    pub(crate) fn new(
        endpoints: Endpoints,
        limits: RequestLimits,
        authorities: Option<Authorities>,
        proxies: Proxies,
        trace: Trace,
    ) -> Self {
        Self {
            http: http::HttpClient::new(limits, authorities, proxies, trace),
            endpoints,
        }
    }

    /// Returns the limits of one request.
    pub(crate) fn limits(&self) -> RequestLimits {
        self.http.limits()
    }

    /// Returns the certificate authorities to trust, `None` for the system's.
    pub(crate) fn authorities(&self) -> Option<&Authorities> {
        self.http.authorities()
    }

    /// Returns the addresses of the APIs.
    pub(crate) fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }

    /// The lead of Courier's clock over the local clock in seconds, measured at the first response.
    /// `None` if no response had a `Date` header.
    pub(crate) fn clock_offset(&self) -> Option<f64> {
        self.http.clock_offset()
    }

    /// Returns the proxy variables of the environment.
    pub(crate) fn proxies(&self) -> &Proxies {
        self.http.proxies()
    }

    /// Returns the server of the REST API, for errors.
    pub(crate) fn rest_server(&self) -> Server {
        let Endpoints { rest, settings, .. } = &self.endpoints;
        Server::new(rest, settings.rest.as_deref())
    }

    /// Returns the server of the Inbox API, for errors.
    pub(crate) fn inbox_server(&self) -> Server {
        let Endpoints {
            inbox, settings, ..
        } = &self.endpoints;
        Server::new(inbox, settings.inbox.as_deref())
    }

    /// Returns the server of the realtime socket, for errors.
    pub(crate) fn socket_server(&self) -> Server {
        let Endpoints {
            socket, settings, ..
        } = &self.endpoints;
        Server::new(socket, settings.socket.as_deref())
    }

    /// Refuses to send a sandbox key to a server that is certainly no sandbox: one on another machine with
    /// TLS.
    fn check_key(&self, key: &ApiKey) -> Result<(), Error> {
        let rest = &self.endpoints.rest;
        if key.is_sandbox() && rest.scheme() == "https" && !is_loopback(rest) {
            return Err(Error::SandboxKey);
        }
        Ok(())
    }

    /// Returns the URL of a REST route. Each segment is percent-encoded.
    fn rest_url(&self, segments: &[&str]) -> Url {
        let mut url = self.endpoints.rest.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }
}
