//! How far the way to an address leads: its name, the connection, TLS.

use std::{
    future, io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use hyper_util::client::proxy::matcher::Matcher;
use rustls::{ClientConfig, crypto::ring, pki_types::ServerName};
use rustls_platform_verifier::Verifier;
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::Url;

use super::socket::http_address;

/// How long an address has before the next is tried too
/// (<https://www.rfc-editor.org/rfc/rfc8305>).
const STAGGER: Duration = Duration::from_millis(250);

/// How long each step of a way took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProbeTimings {
    pub(crate) dns: Duration,
    pub(crate) connect: Duration,
    /// Where there is TLS.
    pub(crate) tls: Option<Duration>,
}

/// The step that failed, and why.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProbeError {
    #[error("there is no address for the name: {0}")]
    Dns(String),
    #[error("no connection: {0}")]
    Connect(String),
    #[error("TLS failed: {0}")]
    Tls(String),
}

/// Goes to an address, step by step, and no further than to where a request would begin.
///
/// # Errors
/// When a step fails, or takes longer than `patience`.
pub(crate) async fn probe(url: &Url, patience: Duration) -> Result<ProbeTimings, ProbeError> {
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    let late = || format!("nothing within {} s", patience.as_secs_f64());

    let began = Instant::now();
    // An address in brackets is an address.
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let looked_up = timeout(patience, lookup_host((bare, port))).await;
    let addresses: Vec<SocketAddr> = match looked_up {
        Ok(Ok(addresses)) => addresses.collect(),
        Ok(Err(error)) => return Err(ProbeError::Dns(error.to_string())),
        Err(_) => return Err(ProbeError::Dns(late())),
    };
    let dns = began.elapsed();

    let began = Instant::now();
    let connected = timeout(patience, connect(&addresses)).await;
    let stream = match connected {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return Err(ProbeError::Connect(error.to_string())),
        Err(_) => return Err(ProbeError::Connect(late())),
    };
    let connect = began.elapsed();

    let tls = match url.scheme() {
        "https" | "wss" => {
            let began = Instant::now();
            match timeout(patience, secure(stream, bare)).await {
                Ok(secured) => secured.map_err(ProbeError::Tls)?,
                Err(_) => return Err(ProbeError::Tls(late())),
            }
            Some(began.elapsed())
        }
        _ => None,
    };
    Ok(ProbeTimings { dns, connect, tls })
}

/// Connects to one of the addresses: each is tried a moment after the one before, or as soon as
/// that one failed, so that one that leads nowhere holds up none of the others.
async fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut left = addresses.iter();
    let mut attempts = FuturesUnordered::new();
    let mut first_failure = None;
    loop {
        let next = left.next();
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
    Err(first_failure.unwrap_or_else(|| io::Error::other("the name has no address")))
}

/// Shakes hands, with the authorities that requests trust.
async fn secure(stream: TcpStream, host: &str) -> Result<(), String> {
    let provider = Arc::new(ring::default_provider());
    let told = |error: &dyn std::error::Error| error.to_string();
    let verifier = Verifier::new(Arc::clone(&provider)).map_err(|error| told(&error))?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| told(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| told(&error))?;
    let connector = TlsConnector::from(Arc::new(config));
    let secured = connector.connect(name, stream).await;
    secured.map(|_| ()).map_err(|error| told(&error))
}

/// The proxy that leads to an address, by the environment, without the password in it.
pub(crate) fn proxy_for(url: &Url) -> Option<Url> {
    let address = http_address(url).as_str().parse().ok()?;
    let proxy = Matcher::from_env().intercept(&address)?;
    let mut proxy = Url::parse(&proxy.uri().to_string()).ok()?;
    let _ = proxy.set_username("");
    let _ = proxy.set_password(None);
    Some(proxy)
}
