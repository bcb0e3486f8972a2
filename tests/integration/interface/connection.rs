//! Options of connections, environments and servers.
