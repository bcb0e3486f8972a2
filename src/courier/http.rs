//! One request, one answer, every failure named. With `retry` and `trace`, which
//! read headers, the only file that names `reqwest`.

use std::{
    cell::{Cell, OnceCell},
    error::Error as _,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::{
    Client, Method,
    header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, USER_AGENT},
    redirect::Policy,
};
use tokio::time::Instant;
use url::Url;

use super::{retry, trace::Trace};
use crate::{
    endpoints::is_loopback,
    redact::{Secrets, is_recognized},
};

/// How long the connection may take of the whole time-out.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The most that is read of an answer.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// Sends requests over one pool of connections.
pub(crate) struct Http {
    timeout: Duration,
    retries: u32,
    /// Until when nobody sends: a server that was asked too often slows all down.
    pause: Cell<Option<Instant>>,
    /// How far the first server's clock is ahead of this machine's, in seconds.
    ahead: Cell<Option<f64>>,
    trace: Trace,
    /// For Courier: TLS with the system's roots, proxies of the environment.
    remote: OnceCell<Client>,
    /// For this machine's own addresses, over TLS: no proxy.
    local_tls: OnceCell<Client>,
    /// For them without it.
    local: OnceCell<Client>,
}

/// A request to be sent.
pub(crate) struct Request<'a> {
    pub(crate) url: Url,
    pub(crate) secret: Secret<'a>,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// A JSON text to POST; a GET without one.
    pub(crate) json: Option<String>,
    /// Whom or what it is about, for a person.
    pub(crate) about: String,
    /// Whether it does no more when it is sent twice.
    pub(crate) repeatable: bool,
}

/// What a request is authorised with.
#[derive(Clone, Copy)]
pub(crate) enum Secret<'a> {
    /// Goes into `Authorization: Bearer`.
    Bearer(&'a str),
    /// Goes into a header of that name.
    Header(&'static str, &'a str),
    /// Stands in the address already.
    InUrl(&'a str),
    /// There is none.
    Nothing,
}

impl<'a> Secret<'a> {
    /// The secret itself.
    pub(crate) fn text(self) -> &'a str {
        match self {
            Self::Bearer(text) | Self::Header(_, text) | Self::InUrl(text) => text,
            Self::Nothing => "",
        }
    }
}

/// An answer, read whole.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// How long the server asks to wait before the next request.
    pub(crate) retry_after: Option<Duration>,
    secrets: Secrets,
}

impl Response {
    /// The body as it can be repeated: without the secrets that it may repeat itself.
    pub(crate) fn text(&self) -> String {
        self.secrets.redact(&String::from_utf8_lossy(&self.body))
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// No connection: name look-up, TCP or TLS.
    #[error("cannot connect to {host}: {reason}")]
    Unreachable { host: String, reason: String },
    /// There is somebody who cannot be trusted, or who speaks no TLS.
    #[error("cannot trust {host}: {reason}")]
    Tls { host: String, reason: String },
    /// The time is up.
    #[error("{host} did not answer within {} s", timeout.as_secs_f64())]
    TimedOut { host: String, timeout: Duration },
    /// The connection broke.
    #[error("the connection to {host} broke: {reason}")]
    Broken { host: String, reason: String },
    /// The answer does not end.
    #[error("{host} sent more than {} MiB", MAX_BODY / 1024 / 1024)]
    TooLarge { host: String },
    /// The secret or an id has characters that no header takes.
    #[error("the API key, token or user id holds characters that cannot be sent in a header")]
    Unsendable,
}

impl Http {
    /// Sets the time one request may take, retries included but not the pause that another one was
    /// asked to make, and how many retries there are at the most; opens nothing.
    pub(crate) fn new(timeout: Duration, retries: u32, trace: Trace) -> Self {
        Self {
            timeout,
            retries,
            pause: Cell::new(None),
            ahead: Cell::new(None),
            trace,
            remote: OnceCell::new(),
            local_tls: OnceCell::new(),
            local: OnceCell::new(),
        }
    }

    /// Sends a request and reads the answer. Redirects are answers, never followed. A repeatable
    /// request is sent again where there was no connection, or where the server may answer
    /// otherwise in a moment, as long as the time suffices.
    pub(crate) async fn send(&self, request: &Request<'_>) -> Result<Response, HttpError> {
        // Whatever it came from: a token need not look like one.
        let secret = request.secret.text();
        if !secret.is_empty() && !is_recognized(secret) {
            self.trace.secrets().add(secret);
        }
        self.wait_for_pause().await;
        let deadline = Instant::now() + self.timeout;
        let mut tries = 1;
        loop {
            let began = Instant::now();
            let answer = self.send_once(request, deadline).await;
            let (is_worth_it, asked) = match &answer {
                Ok(answer) => (retry::is_worth_it(answer.status), answer.retry_after),
                Err(error) => (matches!(error, HttpError::Unreachable { .. }), None),
            };
            let wait = retry::wait(tries, asked);
            let next = Instant::now() + wait;
            if matches!(&answer, Ok(answer) if answer.status == 429) && wait < retry::LONG {
                self.pause.set(self.pause.get().max(Some(next)));
            }
            let again =
                is_worth_it && request.repeatable && tries <= self.retries && next < deadline;
            let again_in = again.then_some(wait);
            self.trace.tell(request, &answer, began.elapsed(), again_in);
            if !again {
                return answer;
            }
            tokio::time::sleep_until(next).await;
            self.wait_for_pause().await;
            if Instant::now() >= deadline {
                return answer;
            }
            tries += 1;
        }
    }

    /// How far the clock of the server that answered first is ahead of this machine's, in
    /// seconds; none where no answer told.
    pub(crate) fn clock_offset(&self) -> Option<f64> {
        self.ahead.get()
    }

    /// Waits as long as nobody is to send.
    async fn wait_for_pause(&self) {
        while let Some(until) = self.pause.get().filter(|until| *until > Instant::now()) {
            tokio::time::sleep_until(until).await;
        }
    }

    async fn send_once(
        &self,
        request: &Request<'_>,
        deadline: Instant,
    ) -> Result<Response, HttpError> {
        let host = host(&request.url);
        let fault = |error: reqwest::Error| self.fault(&host, &error);
        let headers = headers(request)?;
        let traced = self.trace.sent(request, &headers);
        let mut builder = self
            .client(&request.url)
            .map_err(fault)?
            .request(request.method(), request.url.clone())
            .timeout(deadline.saturating_duration_since(Instant::now()))
            .headers(headers);
        if let Some(json) = &request.json {
            builder = builder.body(json.clone());
        }
        let asked_at = self.trace.now();
        let mut answer = builder.send().await.map_err(fault)?;
        let answered = answer.headers().clone();
        if self.ahead.get().is_none() {
            self.ahead.set(ahead(&answered, asked_at, self.trace.now()));
        }
        let mut response = Response {
            status: answer.status().as_u16(),
            body: Vec::new(),
            retry_after: retry::asked(answer.headers()),
            secrets: self.trace.secrets().clone(),
        };
        while let Some(chunk) = answer.chunk().await.map_err(fault)? {
            if response.body.len() + chunk.len() > MAX_BODY {
                return Err(HttpError::TooLarge { host });
            }
            response.body.extend_from_slice(&chunk);
        }
        self.trace.received(traced, &response, &answered);
        Ok(response)
    }

    /// The client for an address; plain http is only ever for this machine.
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
        // Refused when it is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT_TIMEOUT.min(self.timeout));
        let builder = if is_local {
            builder.no_proxy()
        } else {
            builder
        };
        let builder = if url.scheme() == "http" {
            // Without certificate authorities on the machine the builder would fail even here.
            builder.tls_certs_only([])
        } else {
            builder
        };
        let client = builder.build()?;
        Ok(cell.get_or_init(|| client))
    }

    fn fault(&self, host: &str, error: &reqwest::Error) -> HttpError {
        let host = host.to_owned();
        if error.is_timeout() && error.is_connect() && self.timeout > CONNECT_TIMEOUT {
            let reason = format!("no connection within {} s", CONNECT_TIMEOUT.as_secs());
            return HttpError::Unreachable { host, reason };
        }
        if error.is_timeout() {
            let timeout = self.timeout;
            return HttpError::TimedOut { host, timeout };
        }
        let reason = root_cause(error);
        if is_tls(error) {
            return HttpError::Tls { host, reason };
        }
        if error.is_connect() || error.is_builder() {
            HttpError::Unreachable { host, reason }
        } else {
            HttpError::Broken { host, reason }
        }
    }
}

impl Request<'_> {
    /// How it is sent.
    pub(crate) fn method(&self) -> Method {
        if self.json.is_some() {
            Method::POST
        } else {
            Method::GET
        }
    }
}

fn headers(request: &Request<'_>) -> Result<HeaderMap, HttpError> {
    let value =
        |text: &str| HeaderValue::from_bytes(text.as_bytes()).map_err(|_| HttpError::Unsendable);
    let mut headers = HeaderMap::new();
    let secret = match request.secret {
        Secret::Bearer(text) => Some((AUTHORIZATION, format!("Bearer {text}"))),
        Secret::Header(name, text) => Some((HeaderName::from_static(name), text.to_owned())),
        Secret::InUrl(_) | Secret::Nothing => None,
    };
    if let Some((name, text)) = secret {
        let mut secret = value(&text)?;
        secret.set_sensitive(true);
        headers.insert(name, secret);
    }
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let agent = format!("courier-auth/{} ({os}; {arch})", env!("CARGO_PKG_VERSION"));
    headers.insert(USER_AGENT, value(&agent)?);
    if request.json.is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (name, text) in &request.headers {
        headers.insert(HeaderName::from_static(name), value(text)?);
    }
    Ok(headers)
}

/// How far a server is ahead that told its time between two moments here, in seconds: nothing
/// where that is within what its whole seconds leave open.
fn ahead(headers: &HeaderMap, asked: DateTime<Utc>, answered: DateTime<Utc>) -> Option<f64> {
    let told = headers.get(DATE)?.to_str().ok()?;
    let told = DateTime::parse_from_rfc2822(told).ok()?.to_utc();
    let seconds = |span: TimeDelta| span.as_seconds_f64();
    let least = seconds(told - answered);
    let most = seconds(told + TimeDelta::seconds(1) - asked);
    Some(0.0_f64.clamp(least, most.max(least)))
}

pub(crate) fn host(url: &Url) -> String {
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// Whether TLS is what failed: that does not pass by itself.
fn is_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    // An error of IO keeps what it wraps apart from its source.
    let wrapped = error
        .downcast_ref::<std::io::Error>()
        .and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>()
        || wrapped.is_some_and(|wrapped| is_tls(wrapped))
        || error.source().is_some_and(is_tls)
}

/// The innermost reason: the outer ones repeat the address.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut text = None;
    while let Some(inner) = cause {
        text = Some(inner.to_string());
        cause = inner.source();
    }
    text.unwrap_or_else(|| "the request could not be sent".to_owned())
}
