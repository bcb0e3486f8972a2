//! Probes a host step by step: DNS lookup, TCP connection, TLS handshake.

use std::{
    future, io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use rustls::{ClientConfig, crypto::ring, pki_types::ServerName};
use rustls_platform_verifier::Verifier;
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::Url;

use super::http::{Authorities, find, is_not_tls, lookup_failure};

/// The delay before the next IP address is tried in parallel
/// (<https://www.rfc-editor.org/rfc/rfc8305>).
const STAGGER: Duration = Duration::from_millis(250);

/// The result of a probe.
#[derive(Debug, Default)]
pub(crate) struct Probe {
    pub(crate) timings: ProbeTimings,
    /// The step that failed. Later ones were not tried.
    pub(crate) error: Option<ProbeError>,
}

/// The duration of each step of a probe, `None` for a step that did not succeed. The TLS step is only
/// there for a URL with TLS.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ProbeTimings {
    pub(crate) dns: Option<Duration>,
    pub(crate) connect: Option<Duration>,
    pub(crate) tls: Option<Duration>,
}

/// The step of a probe that failed, and the reason.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProbeError {
    #[error("DNS lookup failed: {0}")]
    Dns(String),
    #[error("cannot connect: {0}")]
    Connect(String),
    #[error("TLS handshake failed: {0}")]
    Tls(String),
    #[error("the server does not speak TLS")]
    NotTls,
}

/// Connects to the host of a URL as a request would. No request is sent. A step fails if it takes
/// longer than `time_limit`. `authorities` are trusted instead of the system's.
pub(crate) async fn probe(
    url: &Url,
    time_limit: Duration,
    authorities: Option<&Authorities>,
) -> Probe {
    let mut timings = ProbeTimings::default();
    let steps = run_steps(url, time_limit, authorities, &mut timings).await;
    Probe {
        timings,
        error: steps.err(),
    }
}

/// Runs the steps, and records how long each one took.
///
/// # Errors
/// Returns an error if a step fails or takes longer than `time_limit`.
async fn run_steps(
    url: &Url,
    time_limit: Duration,
    authorities: Option<&Authorities>,
    timings: &mut ProbeTimings,
) -> Result<(), ProbeError> {
    let host = url.host_str().unwrap_or_default();
    // A URL encloses an IPv6 address in brackets, which the lookup does not accept.
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let port = url.port_or_known_default().unwrap_or_default();
    let timed_out = || format!("no response within {} s", time_limit.as_secs_f64());

    let start = Instant::now();
    let addresses: Vec<SocketAddr> = match timeout(time_limit, lookup_host((host, port))).await {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(error)) => return Err(ProbeError::Dns(resolver_error(&error))),
        Err(_) => return Err(ProbeError::Dns(timed_out())),
    };
    timings.dns = Some(start.elapsed());

    let start = Instant::now();
    let stream = match timeout(time_limit, connect(&addresses)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return Err(ProbeError::Connect(error.to_string())),
        Err(_) => return Err(ProbeError::Connect(timed_out())),
    };
    timings.connect = Some(start.elapsed());

    if matches!(url.scheme(), "https" | "wss") {
        let start = Instant::now();
        match timeout(time_limit, tls_handshake(stream, host, authorities)).await {
            Ok(result) => result?,
            Err(_) => return Err(ProbeError::Tls(timed_out())),
        }
        timings.tls = Some(start.elapsed());
    }
    Ok(())
}

fn resolver_error(error: &io::Error) -> String {
    let text = error.to_string();
    lookup_failure(&text).unwrap_or(&text).to_owned()
}

/// Connects to the first IP address that accepts a connection. The next one is tried after
/// [`STAGGER`] or after a failure, so that an unreachable address does not delay the others.
async fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut remaining = addresses.iter();
    let mut attempts = FuturesUnordered::new();
    let mut first_failure = None;
    loop {
        let next = remaining.next();
        attempts.extend(next.map(TcpStream::connect));
        let stagger = async {
            match next {
                Some(_) => tokio::time::sleep(STAGGER).await,
                None => future::pending().await,
            }
        };
        tokio::select! {
            attempt = attempts.next() => match attempt {
                Some(Ok(stream)) => return Ok(stream),
                Some(Err(error)) => {
                    first_failure.get_or_insert(error);
                }
                None => break,
            },
            () = stagger => {}
        }
    }
    Err(first_failure.unwrap_or_else(|| io::Error::other("the host has no IP address")))
}

/// Performs the TLS handshake with the certificate authorities that requests trust.
async fn tls_handshake(
    stream: TcpStream,
    host: &str,
    authorities: Option<&Authorities>,
) -> Result<(), ProbeError> {
    let provider = Arc::new(ring::default_provider());
    let failed = |error: &dyn std::error::Error| ProbeError::Tls(error.to_string());
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(&error))?;
    let config = if let Some(authorities) = authorities {
        config.with_root_certificates(authorities.roots().clone())
    } else {
        let verifier = Verifier::new(provider).map_err(|error| failed(&error))?;
        config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
    };
    let config = config.with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| failed(&error))?;
    let connector = TlsConnector::from(Arc::new(config));
    match connector.connect(name, stream).await {
        Ok(_) => Ok(()),
        Err(error) if find(&error).is_some_and(is_not_tls) => Err(ProbeError::NotTls),
        Err(error) => Err(failed(&error)),
    }
}
