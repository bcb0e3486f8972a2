//! Listening sockets and HTTP connections of the local servers: addresses, bounds on connections, and the
//! hosts that requests name.

mod bind;
mod connection;
mod descriptors;
mod host;
mod server;
mod stream;
mod waiting;

pub(crate) use bind::{BindError, LocalListener};
pub(crate) use connection::Peer;
pub(crate) use descriptors::{connection_limit, raise_descriptor_limit};
pub(crate) use host::{Authority, HostName, is_own_origin, requested_host};
pub(crate) use server::serve;
