//! Listening sockets: one address, or both loopback addresses and another one on one port.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use axum::serve::Listener;
use futures_util::future::select_all;
use tokio::net::{TcpListener, TcpStream};

/// The number of ports that are tried until one is free at both loopback addresses.
const MAX_PORTS: usize = 16;

/// A listener on one address or several. With `127.0.0.1`, it also listens on `::1`, because many
/// clients connect to the first address of `localhost`, which is often `::1`.
pub(crate) struct LocalListener {
    listeners: Vec<TcpListener>,
    address: SocketAddr,
}

/// An address to listen on.
#[derive(Debug, Clone, Copy)]
struct Address {
    ip: IpAddr,
    /// True if the listener works without it, where the machine does not have it.
    is_optional: bool,
}

/// The address that cannot be bound, and the reason.
#[derive(Debug)]
pub(crate) struct BindError {
    pub(crate) address: SocketAddr,
    pub(crate) source: io::Error,
}

impl LocalListener {
    /// Binds one address, or with `127.0.0.1` both loopback addresses. With port 0, the system chooses a
    /// port.
    ///
    /// # Errors
    /// Returns an error if the address cannot be bound, or if another program uses the port at `::1`:
    /// clients that connect to `localhost` would reach that program.
    pub(crate) async fn bind(ip: IpAddr, port: u16) -> Result<Self, BindError> {
        if ip == Ipv4Addr::LOCALHOST {
            return Self::bind_loopback_and(None, port).await;
        }
        bind_all(&[Address::required(ip)], port).await
    }

    /// Binds both loopback addresses, and another address of this machine, which may be the one that
    /// stands for all of them.
    ///
    /// # Errors
    /// Returns an error if an address cannot be bound.
    pub(crate) async fn bind_loopback_and(
        other: Option<IpAddr>,
        port: u16,
    ) -> Result<Self, BindError> {
        let ipv4 = Address::required(Ipv4Addr::LOCALHOST.into());
        let ipv6 = Address {
            ip: Ipv6Addr::LOCALHOST.into(),
            is_optional: true,
        };
        let mut addresses = match other {
            // The address of all addresses includes the loopback address.
            Some(IpAddr::V4(all)) if all.is_unspecified() => {
                vec![Address::required(all.into()), ipv6]
            }
            // Only on Windows does it not include IPv4.
            Some(IpAddr::V6(all)) if all.is_unspecified() => {
                let own = Address::required(all.into());
                if cfg!(windows) {
                    vec![own, ipv4]
                } else {
                    vec![own]
                }
            }
            _ => vec![ipv4, ipv6],
        };
        let other = other.filter(|ip| !ip.is_loopback() && !ip.is_unspecified());
        addresses.extend(other.map(Address::required));
        let mut listener = bind_all(&addresses, port).await?;
        // Programs of this machine use this address.
        listener.address.set_ip(Ipv4Addr::LOCALHOST.into());
        Ok(listener)
    }

    /// Returns the address that was requested, or `127.0.0.1`, with the port that was chosen.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Listener for LocalListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        let listeners = self.listeners.iter_mut();
        let connections = listeners.map(|listener| Box::pin(Listener::accept(listener)));
        let (connection, ..) = select_all(connections).await;
        connection
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

impl Address {
    fn required(ip: IpAddr) -> Self {
        Self {
            ip,
            is_optional: false,
        }
    }
}

/// Binds addresses to one port. With port 0, other ports are tried until one is free at all of them.
async fn bind_all(addresses: &[Address], port: u16) -> Result<LocalListener, BindError> {
    let mut ports_left = if port == 0 { MAX_PORTS } else { 1 };
    loop {
        ports_left -= 1;
        match bind_once(addresses, port).await {
            Err(error) if ports_left > 0 && is_in_use(&error) => {}
            bound => return bound,
        }
    }
}

async fn bind_once(addresses: &[Address], port: u16) -> Result<LocalListener, BindError> {
    let mut listeners = Vec::new();
    let mut first: Option<SocketAddr> = None;
    for address in addresses {
        let port = first.map_or(port, |first| first.port());
        let requested = SocketAddr::new(address.ip, port);
        match bind(requested).await {
            Ok(listener) => {
                let local = listener.local_addr();
                let local = local.map_err(|source| BindError {
                    address: requested,
                    source,
                })?;
                first.get_or_insert(local);
                listeners.push(listener);
            }
            // The machine has no IPv6.
            Err(error) if address.is_optional && !is_in_use(&error) => {}
            Err(error) => return Err(error),
        }
    }
    let address = first.expect("the first address is required");
    Ok(LocalListener { listeners, address })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|source| BindError { address, source })
}

fn is_in_use(error: &BindError) -> bool {
    error.source.kind() == io::ErrorKind::AddrInUse
}
