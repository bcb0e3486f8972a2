//! The HTTP client: connection pools, timeouts, retries and the server's clock.

use std::cell::{Cell, OnceCell};

use reqwest::{
    Client,
    header::{HeaderMap, LOCATION},
    redirect::Policy,
};
use tokio::time::{Instant, sleep_until, timeout_at};
use url::Url;

use super::{
    authorities::Authorities,
    date::clock_offset,
    error::HttpError,
    limits::RequestLimits,
    plain,
    proxy::Proxies,
    request::Request,
    response::{MAX_BODY, Response},
    retry,
    server::Server,
    trace::Trace,
};
use crate::{
    endpoints::{is_loopback, origin, region_of_host},
    redact::is_recognized,
    runtime::after,
};

/// An HTTP client with connection pools that all requests share.
pub(crate) struct HttpClient {
    limits: RequestLimits,
    /// The largest body that is read, in bytes.
    max_body: usize,
    /// The authorities to trust, `None` for the system's.
    authorities: Option<Authorities>,
    /// No request is sent before this time, because a server responded with 429.
    paused_until: Cell<Option<Instant>>,
    /// The lead of the first server's clock over the local clock, in seconds.
    clock_offset: Cell<Option<f64>>,
    proxies: Proxies,
    trace: Trace,
    /// For remote hosts: TLS, and the proxy of the environment.
    remote: OnceCell<Client>,
    /// For loopback addresses with TLS: no proxy.
    local_tls: OnceCell<Client>,
    /// For this machine and the local network, without TLS: no proxy.
    local: OnceCell<Client>,
}

/// A connection to a server that switched to another protocol.
pub(crate) type UpgradedConnection = reqwest::Upgraded;

/// The response to a request for another protocol.
pub(crate) enum Upgrade {
    Accepted(UpgradedConnection),
    Refused(Response),
}

/// A response whose body was not read yet.
struct StartedResponse {
    received: reqwest::Response,
    response: Response,
    headers: HeaderMap,
    /// The number of the request in the log.
    number: u32,
    server: Server,
}

impl HttpClient {
    /// Returns a client. Nothing is sent.
    ///
    /// The limits do not include a pause that the response to another request requires.
    /// `authorities` are trusted instead of the system's.
    pub(crate) fn new(
        limits: RequestLimits,
        authorities: Option<Authorities>,
        proxies: Proxies,
        trace: Trace,
    ) -> Self {
        Self {
            limits,
            max_body: MAX_BODY,
            authorities,
            paused_until: Cell::new(None),
            clock_offset: Cell::new(None),
            proxies,
            trace,
            remote: OnceCell::new(),
            local_tls: OnceCell::new(),
            local: OnceCell::new(),
        }
    }

    /// Reads bodies of up to this size, in bytes.
    pub(crate) fn with_max_body(self, max_body: usize) -> Self {
        Self { max_body, ..self }
    }

    /// Sends a request and reads the response. Redirects are returned, not followed.
    ///
    /// An idempotent request is retried within the timeout, as the [`retry`] policy says.
    ///
    /// # Errors
    /// Returns an error if there is no complete response.
    pub(crate) async fn send(&self, request: &Request<'_>) -> Result<Response, HttpError> {
        self.register_secret(request);
        self.wait_for_pause().await;
        let deadline = after(self.limits.timeout);
        let mut attempts = 1_u32;
        loop {
            let start = Instant::now();
            let result = self.send_once(request, deadline).await;
            let (is_retryable, retry_after) = match &result {
                Ok(response) => (retry::is_retryable(response.status), response.retry_after),
                Err(error) => (error.is_retryable(), None),
            };
            let delay = retry::retry_delay(attempts, retry_after);
            let next_attempt = after(delay);
            if matches!(&result, Ok(response) if response.status == 429) && delay < retry::LONG_WAIT
            {
                self.paused_until
                    .set(self.paused_until.get().max(Some(next_attempt)));
            }
            let is_retried = is_retryable
                && request.is_idempotent
                && attempts <= self.limits.retries
                && next_attempt < deadline;
            let retry_delay = is_retried.then_some(delay);
            self.trace
                .log_attempt(request, &result, start.elapsed(), retry_delay);
            if !is_retried {
                return result;
            }
            sleep_until(next_attempt).await;
            // Another request's pause may end after the deadline.
            let _ = timeout_at(deadline, self.wait_for_pause()).await;
            if Instant::now() >= deadline {
                return result;
            }
            attempts = attempts.saturating_add(1);
        }
    }

    /// The lead of the server's clock over the local clock in seconds, measured at the first response.
    /// `None` if no response had a `Date` header.
    pub(crate) fn clock_offset(&self) -> Option<f64> {
        self.clock_offset.get()
    }

    /// Returns the limits of one request.
    pub(crate) fn limits(&self) -> RequestLimits {
        self.limits
    }

    /// Returns the certificate authorities to trust, `None` for the system's.
    pub(crate) fn authorities(&self) -> Option<&Authorities> {
        self.authorities.as_ref()
    }

    /// Returns the proxy variables of the environment.
    pub(crate) fn proxies(&self) -> &Proxies {
        &self.proxies
    }

    /// Registers the secret of a request for redaction. A token without the usual form would not be
    /// recognized in the log.
    fn register_secret(&self, request: &Request<'_>) {
        let secret = request.auth.secret();
        if !secret.is_empty() && !is_recognized(secret) {
            self.trace.secrets().add(secret);
        }
    }

    /// Waits until requests may be sent again.
    async fn wait_for_pause(&self) {
        let paused_until = || self.paused_until.get();
        while let Some(until) = paused_until().filter(|until| *until > Instant::now()) {
            sleep_until(until).await;
        }
    }

    /// Sends a request for another protocol, and returns the connection if the server switches to
    /// it. It is not retried.
    ///
    /// # Errors
    /// Returns an error if there is no complete response.
    pub(crate) async fn upgrade(&self, request: &Request<'_>) -> Result<Upgrade, HttpError> {
        self.register_secret(request);
        self.wait_for_pause().await;
        let start = Instant::now();
        let result = self.upgrade_once(request, after(self.limits.timeout)).await;
        let (connection, result) = match result {
            Ok((connection, response)) => (connection, Ok(response)),
            Err(error) => (None, Err(error)),
        };
        self.trace
            .log_attempt(request, &result, start.elapsed(), None);
        let response = result?;
        Ok(match connection {
            Some(connection) => Upgrade::Accepted(connection),
            None => Upgrade::Refused(response),
        })
    }

    async fn upgrade_once(
        &self,
        request: &Request<'_>,
        deadline: Instant,
    ) -> Result<(Option<UpgradedConnection>, Response), HttpError> {
        let started = self.start(request, deadline).await?;
        if started.response.status != 101 {
            return Ok((None, self.finish(started).await?));
        }
        let StartedResponse {
            received,
            response,
            headers,
            number,
            server,
        } = started;
        self.trace.log_response(number, &response, &headers);
        let connection = received.upgrade().await;
        let connection =
            connection.map_err(|error| HttpError::from_reqwest(&error, &server, self.limits))?;
        Ok((Some(connection), response))
    }

    /// Sends a request once and reads the response.
    async fn send_once(
        &self,
        request: &Request<'_>,
        deadline: Instant,
    ) -> Result<Response, HttpError> {
        let started = self.start(request, deadline).await?;
        self.finish(started).await
    }

    /// Sends a request once and reads the head of the response.
    async fn start(
        &self,
        request: &Request<'_>,
        deadline: Instant,
    ) -> Result<StartedResponse, HttpError> {
        plain::check(request)?;
        let proxy = self.proxies.for_url(&request.url);
        let proxy = proxy.map_err(|error| HttpError::Proxy(Box::new(error.into())))?;
        let server = request.server.clone().through(proxy);
        let http_error =
            |error: reqwest::Error| HttpError::from_reqwest(&error, &server, self.limits);
        let headers = request.header_map()?;
        let number = self.trace.log_request(request, &headers);
        let mut builder = self
            .client(&request.url)
            .map_err(http_error)?
            .request(request.method.clone(), request.url.clone())
            .timeout(deadline.saturating_duration_since(Instant::now()))
            .headers(headers);
        if let Some(json) = &request.json {
            builder = builder.body(json.clone());
        }
        let sent_at = self.trace.now();
        let received = builder.send().await.map_err(http_error)?;
        let headers = received.headers().clone();
        if self.clock_offset.get().is_none() {
            let offset = clock_offset(&headers, sent_at, self.trace.now());
            self.clock_offset.set(offset);
        }
        let response = Response {
            status: received.status().as_u16(),
            body: Vec::new(),
            retry_after: retry::retry_after(&headers),
            redirect: redirect(&headers, &request.url),
            region: region_of_host(&request.url),
            server: Box::new(server.clone()),
            secrets: self.trace.secrets().clone(),
        };
        Ok(StartedResponse {
            received,
            response,
            headers,
            number,
            server,
        })
    }

    /// Reads the body of a response.
    async fn finish(&self, started: StartedResponse) -> Result<Response, HttpError> {
        let StartedResponse {
            mut received,
            mut response,
            headers,
            number,
            server,
        } = started;
        let http_error =
            |error: reqwest::Error| HttpError::from_reqwest(&error, &server, self.limits);
        while let Some(chunk) = received.chunk().await.map_err(http_error)? {
            if response.body.len().saturating_add(chunk.len()) > self.max_body {
                let server = Box::new(server.clone());
                let maximum = self.max_body;
                return Err(HttpError::TooLarge { server, maximum });
            }
            response.body.extend_from_slice(&chunk);
        }
        self.trace.log_response(number, &response, &headers);
        Ok(response)
    }

    /// Returns the client for a URL, which is created at its first use. Only this machine and sandboxes in
    /// the local network are reached without TLS.
    fn client(&self, url: &Url) -> Result<&Client, reqwest::Error> {
        let is_local = is_loopback(url);
        let cell = match url.scheme() {
            "http" => &self.local,
            _ if is_local => &self.local_tls,
            _ => &self.remote,
        };
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        // Fails only if a provider is installed already, which is just as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(self.limits.time_to_connect());
        let is_direct = is_local || url.scheme() == "http";
        let proxy = self.proxies.for_client().filter(|_| !is_direct);
        let builder = match proxy {
            Some(proxy) => builder.proxy(proxy),
            None => builder.no_proxy(),
        };
        let builder = match &self.authorities {
            // On a machine without certificate authorities, the builder would fail otherwise.
            _ if url.scheme() == "http" => builder.tls_certs_only([]),
            Some(authorities) => builder.tls_certs_only(authorities.for_client()?),
            None => builder,
        };
        let client = builder.build()?;
        Ok(cell.get_or_init(|| client))
    }
}

/// Returns the address that a response redirects to, without its path, which may contain secrets.
fn redirect(headers: &HeaderMap, url: &Url) -> Option<String> {
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let target = url.join(location).ok()?;
    target.has_host().then(|| origin(&target))
}
