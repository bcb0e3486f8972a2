//! Listening sockets: one address, or both loopback addresses on one port.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use axum::serve::Listener;
use tokio::net::{TcpListener, TcpStream};

/// The number of ports that are tried until one is free at both loopback addresses.
const MAX_PORTS: usize = 16;

/// A listener on one address. With `127.0.0.1`, it also listens on `::1`, because many clients
/// connect to the first address of `localhost`, which is often `::1`.
pub(crate) struct LocalListener {
    main: TcpListener,
    ipv6: Option<TcpListener>,
    address: SocketAddr,
}

/// The address that cannot be bound, and the reason.
#[derive(Debug)]
pub(crate) struct BindError {
    pub(crate) address: SocketAddr,
    pub(crate) source: io::Error,
}

impl LocalListener {
    /// Binds the address. With port 0, the system chooses a port.
    ///
    /// # Errors
    /// Returns an error if the address cannot be bound, or if another program uses the port at `::1`:
    /// clients that connect to `localhost` would reach that program.
    pub(crate) async fn bind(ip: IpAddr, port: u16) -> Result<Self, BindError> {
        let mut ports_left = if port == 0 { MAX_PORTS } else { 1 };
        loop {
            ports_left -= 1;
            match Self::bind_once(ip, port).await {
                Err(error) if ports_left > 0 && is_in_use_at_ipv6(&error) => {}
                bound => return bound,
            }
        }
    }

    async fn bind_once(ip: IpAddr, port: u16) -> Result<Self, BindError> {
        let requested = SocketAddr::new(ip, port);
        let main = bind(requested).await?;
        let address = main.local_addr().map_err(|source| BindError {
            address: requested,
            source,
        })?;
        let ipv6 = if ip == Ipv4Addr::LOCALHOST {
            match bind((Ipv6Addr::LOCALHOST, address.port()).into()).await {
                Ok(listener) => Some(listener),
                Err(error) if is_in_use(&error) => return Err(error),
                // The machine has no IPv6.
                Err(_) => None,
            }
        } else {
            None
        };
        Ok(Self {
            main,
            ipv6,
            address,
        })
    }

    /// Returns the address that was requested, with the port that was chosen.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Listener for LocalListener {
    type Io = TcpStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (TcpStream, SocketAddr) {
        let Some(ipv6) = &mut self.ipv6 else {
            return Listener::accept(&mut self.main).await;
        };
        tokio::select! {
            connection = Listener::accept(&mut self.main) => connection,
            connection = Listener::accept(ipv6) => connection,
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

async fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|source| BindError { address, source })
}

fn is_in_use(error: &BindError) -> bool {
    error.source.kind() == io::ErrorKind::AddrInUse
}

fn is_in_use_at_ipv6(error: &BindError) -> bool {
    is_in_use(error) && error.address.ip() == Ipv6Addr::LOCALHOST
}
