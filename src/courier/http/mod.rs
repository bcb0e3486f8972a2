//! HTTP requests to Courier: limits, retries, tracing, and errors. This is the only folder that
//! names `reqwest`.

mod authorities;
mod client;
mod date;
mod error;
mod limits;
mod plain;
mod proxy;
mod request;
mod response;
mod retry;
mod server;
mod trace;
mod url;

pub(crate) use authorities::Authorities;
pub(crate) use client::{HttpClient, Upgrade, UpgradedConnection};
pub(crate) use error::HttpError;
pub(super) use error::{find, is_not_tls, lookup_failure};
pub(crate) use limits::RequestLimits;
pub(crate) use proxy::{Proxies, Proxy};
pub(crate) use request::{Request, RequestAuth};
pub(crate) use reqwest::Method;
pub(crate) use response::Response;
pub(crate) use retry::{LONG_WAIT, backoff, is_retryable, retry_delay};
pub(crate) use server::Server;
pub(crate) use trace::{Trace, TraceFile};
pub(crate) use url::{host, http_url};
