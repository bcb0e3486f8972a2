//! Options of the token endpoint.

use std::{collections::BTreeSet, net::IpAddr, time::Duration};

/// The options of a server.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) host: IpAddr,
    /// The port, 0 for a free one.
    pub(crate) port: u16,
    /// The path of the token endpoint.
    pub(crate) path: String,
    /// The origins whose pages may request tokens, besides the server's own.
    pub(crate) origins: Vec<String>,
    pub(crate) users: AllowedUsers,
    /// The minimum remaining lifetime of a token in a response.
    pub(crate) min_ttl: Duration,
}

/// The users for whom tokens are issued.
#[derive(Debug, Clone)]
pub(crate) enum AllowedUsers {
    /// A single user. Requests need not name it.
    Only(String),
    Listed(BTreeSet<String>),
    Any,
}
