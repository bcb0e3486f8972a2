//! The realtime socket: protocol v1 of Courier's web SDK
//! (<https://github.com/trycourier/courier-web>, `socket/`), and the legacy protocol of the other
//! SDKs.

mod access;
mod connection;
mod frame;
mod handshake;
mod legacy;
mod pings;
mod session;
mod v1;

pub(super) use handshake::{upgrade, watch};
