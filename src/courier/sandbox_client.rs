//! A client of the control API of a sandbox on this machine, which Courier does not have.

use std::time::Duration;

use serde::Deserialize;
use url::Url;

use super::{
    http::{
        HttpClient, HttpError, Proxies, Request, RequestAuth, RequestLimits, Response, Server,
        Trace,
    },
    json_object::parse,
};

/// The timeout of a request, and the time that a sandbox may take to stop.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The interval between checks of whether a sandbox has stopped.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// A client of the sandbox on a port, whether or not one runs there.
pub(crate) struct SandboxClient {
    http: HttpClient,
    port: u16,
    api_key: &'static str,
}

/// The response of `/_sandbox/health`.
#[derive(Debug, Deserialize)]
pub(crate) struct SandboxHealth {
    pub(crate) version: String,
    pub(crate) pid: u32,
    pub(crate) url: String,
    pub(crate) users: u64,
    pub(crate) messages: u64,
    pub(crate) sockets: u64,
}

/// An error of a request to a sandbox.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SandboxClientError {
    #[error("no sandbox is running at http://127.0.0.1:{0}")]
    NotRunning(u16),
    #[error("the server at http://127.0.0.1:{0} is not a courier-auth sandbox")]
    NotASandbox(u16),
    #[error("the request to the sandbox failed: {0}")]
    Failed(HttpError),
    #[error("the sandbox at http://127.0.0.1:{} did not stop within {} s", .0, TIMEOUT.as_secs())]
    StillRunning(u16),
}

impl SandboxClient {
    /// Returns a client of the sandbox on that port. Nothing is sent.
    pub(crate) fn new(port: u16, api_key: &'static str, trace: Trace) -> Self {
        let limits = RequestLimits {
            timeout: TIMEOUT,
            connect_timeout: TIMEOUT,
            retries: 0,
        };
        Self {
            http: HttpClient::new(limits, None, Proxies::default(), trace),
            port,
            api_key,
        }
    }

    /// Returns the state of the sandbox.
    ///
    /// # Errors
    /// Returns an error if no sandbox runs on the port.
    pub(crate) async fn health(&self) -> Result<SandboxHealth, SandboxClientError> {
        let response = self.request("health", None).await?;
        match parse::<SandboxHealth>(&response.body) {
            // Callers print the URL for a shell, so only the expected one is accepted.
            Ok(health) if health.url == self.url() => Ok(health),
            _ => Err(SandboxClientError::NotASandbox(self.port)),
        }
    }

    /// Stops the sandbox, and waits until it has stopped.
    ///
    /// # Errors
    /// Returns an error if no sandbox runs on the port, or if it does not stop.
    pub(crate) async fn stop(&self) -> Result<(), SandboxClientError> {
        self.request("stop", Some("{}".to_owned())).await?;
        let stopped = async {
            while self.health().await.is_ok() {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        };
        tokio::time::timeout(TIMEOUT, stopped)
            .await
            .map_err(|_| SandboxClientError::StillRunning(self.port))
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn request(
        &self,
        route: &str,
        json: Option<String>,
    ) -> Result<Response, SandboxClientError> {
        let port = self.port;
        let url = format!("{}/_sandbox/{route}", self.url());
        let url = Url::parse(&url).expect("it is an address");
        let request = Request {
            server: Server::new(&url, Some("--port")),
            url,
            auth: RequestAuth::Bearer(self.api_key),
            headers: Vec::new(),
            json,
            subject: "the sandbox".to_owned(),
            is_idempotent: false,
        };
        match self.http.send(&request).await {
            Ok(response) if matches!(response.status, 200 | 202) => Ok(response),
            Ok(_) | Err(HttpError::Broken { .. } | HttpError::NoHttpResponse { .. }) => {
                Err(SandboxClientError::NotASandbox(port))
            }
            Err(HttpError::Unreachable { .. }) => Err(SandboxClientError::NotRunning(port)),
            Err(source) => Err(SandboxClientError::Failed(source)),
        }
    }
}
