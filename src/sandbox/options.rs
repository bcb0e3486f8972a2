//! Start options of a sandbox, and what its host program provides.

use std::{net::IpAddr, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};

use super::{auth::Workspace, faults::Fault, seed::Seed};
use crate::{
    console::Console, listener::HostName, request_summary::RequestSummary, token::Feature,
};

/// The initial state of a sandbox. A reset restores it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// The port to listen on. With 0, the system chooses a free port.
    pub(crate) port: u16,
    pub(crate) access: Access,
    pub(crate) seed: Option<Seed>,
    pub(crate) faults: Vec<Fault>,
    /// The delay before each response.
    pub(crate) latency: Duration,
    pub(crate) workspace: Workspace,
}

/// Access from other machines, and from containers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Access {
    /// The address to listen on beside the loopback addresses.
    pub(crate) host: Option<IpAddr>,
    /// Host names to accept besides IP addresses and local names (`--allow-host`).
    pub(crate) allowed_hosts: Vec<HostName>,
    /// True if the control API and the page are not only for this machine.
    pub(crate) exposes_control: bool,
}

/// Functions and the console that the sandbox gets from the program, because it must not import them.
#[derive(Clone)]
pub(crate) struct Dependencies {
    /// Returns the time of the machine's clock.
    pub(crate) now: fn() -> DateTime<Utc>,
    /// Gets a line for each kind of thing that the sandbox drops.
    pub(crate) console: Console,
    /// Returns the JSON document of `inspect --json` for a token.
    pub(crate) inspect: fn(&str, &[&'static Feature], DateTime<Utc>) -> String,
    /// Gets each request, once it has its response. It must not block.
    pub(crate) log_request: Option<LogRequest>,
}

/// A function that logs requests.
pub(crate) type LogRequest = Arc<dyn Fn(RequestSummary) + Send + Sync>;
