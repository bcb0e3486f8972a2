//! What can be asked of a sandbox that runs on this machine, beside what Courier answers too.

use std::time::Duration;

use serde::Deserialize;
use url::Url;

use super::{
    http::{Http, HttpError, Request, Response, Secret},
    trace::Trace,
};

/// How long a sandbox, which is on this machine, may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often to look whether it is gone.
const LOOK: Duration = Duration::from_millis(20);

/// A sandbox, as far as one is there.
pub(crate) struct SandboxClient {
    http: Http,
    port: u16,
    api_key: &'static str,
}

/// What a sandbox tells of itself.
#[derive(Debug, Deserialize)]
pub(crate) struct SandboxHealth {
    pub(crate) version: String,
    pub(crate) pid: u32,
    pub(crate) url: String,
    pub(crate) users: u64,
    pub(crate) messages: u64,
    pub(crate) sockets: u64,
}

/// Why a sandbox does not answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SandboxClientError {
    #[error("no sandbox runs at http://127.0.0.1:{0}")]
    NotRunning(u16),
    #[error("what runs at http://127.0.0.1:{0} is no sandbox")]
    NotASandbox(u16),
    #[error("the sandbox does not answer: {0}")]
    Failed(HttpError),
    #[error("the sandbox at http://127.0.0.1:{0} was asked to stop and is still there")]
    StillRunning(u16),
}

impl SandboxClient {
    /// Of the sandbox on that port; opens nothing.
    pub(crate) fn new(port: u16, api_key: &'static str, trace: Trace) -> Self {
        Self {
            http: Http::new(PATIENCE, 0, trace),
            port,
            api_key,
        }
    }

    /// How it is.
    ///
    /// # Errors
    /// When none is there.
    pub(crate) async fn health(&self) -> Result<SandboxHealth, SandboxClientError> {
        let stranger = SandboxClientError::NotASandbox(self.port);
        let answer = self.ask("health", None).await?;
        match serde_json::from_slice::<SandboxHealth>(&answer.body) {
            // Its address goes into a shell: it must be no more than the one that was asked.
            Ok(health) if health.url == self.url() => Ok(health),
            _ => Err(stranger),
        }
    }

    /// Ends it, and waits until it is gone.
    ///
    /// # Errors
    /// When none is there, or it does not end.
    pub(crate) async fn stop(&self) -> Result<(), SandboxClientError> {
        self.ask("stop", Some("{}".to_owned())).await?;
        let is_gone = async {
            while self.health().await.is_ok() {
                tokio::time::sleep(LOOK).await;
            }
        };
        let gone = tokio::time::timeout(PATIENCE, is_gone).await;
        gone.map_err(|_| SandboxClientError::StillRunning(self.port))
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn ask(&self, what: &str, json: Option<String>) -> Result<Response, SandboxClientError> {
        let port = self.port;
        let url = format!("{}/_sandbox/{what}", self.url());
        let request = Request {
            url: Url::parse(&url).expect("it is an address"),
            secret: Secret::Bearer(self.api_key),
            headers: Vec::new(),
            json,
            about: "the sandbox".to_owned(),
            repeatable: false,
        };
        match self.http.send(&request).await {
            Ok(answer) if matches!(answer.status, 200 | 202) => Ok(answer),
            Ok(_) | Err(HttpError::Broken { .. }) => Err(SandboxClientError::NotASandbox(port)),
            Err(HttpError::Unreachable { .. }) => Err(SandboxClientError::NotRunning(port)),
            Err(source) => Err(SandboxClientError::Failed(source)),
        }
    }
}
