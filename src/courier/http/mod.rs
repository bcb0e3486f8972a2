//! HTTP requests to Courier: limits, retries, tracing, and errors. This is the only folder that
//! names `reqwest`.

mod client;
mod error;
mod proxy;
mod request;
mod response;
mod retry;
mod trace;

pub(crate) use client::HttpClient;
pub(crate) use error::HttpError;
pub(super) use error::lookup_failure;
pub(crate) use proxy::proxy_for;
pub(crate) use request::{Request, RequestAuth, host, http_url};
pub(crate) use response::Response;
pub(crate) use retry::{LONG_WAIT, backoff, is_retryable, retry_delay};
pub(crate) use trace::{Trace, TraceFile};
