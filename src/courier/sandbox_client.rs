//! A client of the control API of a sandbox on this machine, which Courier does not have.

use std::time::Duration;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::Url;

use super::{
    http::{
        HttpClient, HttpError, Method, Proxies, Request, RequestAuth, RequestLimits, Response,
        Server, Trace,
    },
    json_object::parse,
};
use crate::{input_limits, request_summary::RequestSummary};

/// The time limit for a connection, for `/_sandbox/health`, and for a sandbox to stop.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The timeout of a request: it may have a large seed, or wait for something to happen.
const LONG_TIMEOUT: Duration = Duration::from_mins(2);

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

/// The time of the sandbox's clock.
#[derive(Debug, Deserialize)]
pub(crate) struct SandboxClock {
    pub(crate) now: String,
    pub(crate) frozen: bool,
}

/// A simulated failure.
#[derive(Debug, Deserialize)]
pub(crate) struct SandboxFault {
    pub(crate) fault: String,
    /// The number of times that it is still to be applied, `None` for always.
    pub(crate) left: Option<u64>,
}

/// A change of the clock.
pub(crate) enum ClockChange<'c> {
    /// Advance by a number of seconds, which may be negative.
    Advance(f64),
    /// Set to a time in RFC 3339.
    Set(&'c str),
    Freeze,
    Unfreeze,
    /// Follow the clock of the machine again.
    Reset,
}

/// The requests in the journal of a sandbox.
#[derive(Debug, Deserialize)]
pub(crate) struct SandboxJournal {
    /// Differs whenever the journal does.
    pub(crate) version: u64,
    pub(crate) requests: Vec<RequestSummary>,
}

/// An error of a request to a sandbox.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SandboxClientError {
    #[error("no sandbox is running at http://127.0.0.1:{0}")]
    NotRunning(u16),
    #[error("the server at http://127.0.0.1:{0} is not a courier-auth sandbox")]
    NotASandbox(u16),
    #[error(
        "the sandbox at http://127.0.0.1:{0} does not support this command: it has a different version"
    )]
    Outdated(u16),
    #[error("the sandbox refused the request: {0}")]
    Refused(String),
    #[error("the sandbox did not accept the message, because of a simulated failure")]
    SimulatedFailure,
    #[error("the request to the sandbox failed: {0}")]
    Failed(HttpError),
    #[error("the sandbox at http://127.0.0.1:{} did not stop within {} s", .0, TIMEOUT.as_secs())]
    StillRunning(u16),
}

impl SandboxClient {
    /// Returns a client of the sandbox on that port. Nothing is sent.
    pub(crate) fn new(port: u16, api_key: &'static str, trace: Trace) -> Self {
        let limits = RequestLimits {
            timeout: LONG_TIMEOUT,
            connect_timeout: TIMEOUT,
            retries: 0,
        };
        Self {
            http: HttpClient::new(limits, None, Proxies::default(), trace)
                .with_max_body(input_limits::SEED),
            port,
            api_key,
        }
    }

    /// Returns the state of the sandbox.
    ///
    /// # Errors
    /// Returns an error if no sandbox runs on the port, as all other functions do.
    pub(crate) async fn health(&self) -> Result<SandboxHealth, SandboxClientError> {
        let request = self.request(Method::GET, "/_sandbox/health", None);
        let response = match tokio::time::timeout(TIMEOUT, request).await {
            // Every version of a sandbox has this route.
            Ok(Err(SandboxClientError::Outdated(port))) => {
                return Err(SandboxClientError::NotASandbox(port));
            }
            Ok(response) => response?,
            Err(_) => return Err(SandboxClientError::NotASandbox(self.port)),
        };
        match parse::<SandboxHealth>(&response.body) {
            // Callers print the URL for a shell, so only the expected one is accepted.
            Ok(health) if health.url == self.url() => Ok(health),
            _ => Err(SandboxClientError::NotASandbox(self.port)),
        }
    }

    /// Stops the sandbox, and waits until it has stopped.
    ///
    /// # Errors
    /// Returns an error if it does not stop.
    pub(crate) async fn stop(&self) -> Result<(), SandboxClientError> {
        self.control(Method::POST, "/stop", None).await?;
        let stopped = async {
            while self.health().await.is_ok() {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        };
        tokio::time::timeout(TIMEOUT, stopped)
            .await
            .map_err(|_| SandboxClientError::StillRunning(self.port))
    }

    /// Sends a message with the body of a `/send` request, and returns its ID.
    ///
    /// # Errors
    /// Returns an error if the sandbox refuses the message.
    pub(crate) async fn send(&self, message: &Value) -> Result<String, SandboxClientError> {
        /// The ID of a request, which is that of its message if that has one recipient.
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Accepted {
            request_id: String,
        }
        let body = json!({ "message": message }).to_string();
        let response = match self.request(Method::POST, "/send", Some(body)).await {
            // Simulated failures apply to this route, unlike to the control API.
            Err(SandboxClientError::NotASandbox(_) | SandboxClientError::Outdated(_)) => {
                self.health().await?;
                return Err(SandboxClientError::SimulatedFailure);
            }
            response => response?,
        };
        let Accepted { request_id } = self.parse(&response)?;
        Ok(request_id)
    }

    /// Returns the simulated failures.
    ///
    /// # Errors
    /// Returns an error if the response has an unexpected form.
    pub(crate) async fn faults(&self) -> Result<Vec<SandboxFault>, SandboxClientError> {
        #[derive(Deserialize)]
        struct Faults {
            faults: Vec<SandboxFault>,
        }
        let response = self.control(Method::GET, "/faults", None).await?;
        let Faults { faults } = self.parse(&response)?;
        Ok(faults)
    }

    /// Adds simulated failures.
    ///
    /// # Errors
    /// Returns an error if the sandbox has too many.
    pub(crate) async fn add_faults(&self, faults: &[&str]) -> Result<(), SandboxClientError> {
        let body = json!({ "faults": faults }).to_string();
        self.control(Method::POST, "/faults", Some(body)).await?;
        Ok(())
    }

    /// Removes all simulated failures.
    ///
    /// # Errors
    /// Returns an error if no sandbox runs on the port.
    pub(crate) async fn clear_faults(&self) -> Result<(), SandboxClientError> {
        self.control(Method::DELETE, "/faults", None).await?;
        Ok(())
    }

    /// Returns the time of the clock.
    ///
    /// # Errors
    /// Returns an error if the response has an unexpected form.
    pub(crate) async fn clock(&self) -> Result<SandboxClock, SandboxClientError> {
        let response = self.control(Method::GET, "/clock", None).await?;
        self.parse(&response)
    }

    /// Changes the clock, and returns its time.
    ///
    /// # Errors
    /// Returns an error if the time is out of range.
    pub(crate) async fn change_clock(
        &self,
        change: ClockChange<'_>,
    ) -> Result<SandboxClock, SandboxClientError> {
        let change = match change {
            ClockChange::Advance(seconds) => json!({ "advance": seconds }),
            ClockChange::Set(time) => json!({ "set": time }),
            ClockChange::Freeze => json!({ "freeze": true }),
            ClockChange::Unfreeze => json!({ "freeze": false }),
            ClockChange::Reset => json!({ "reset": true }),
        };
        let change = Some(change.to_string());
        let response = self.control(Method::POST, "/clock", change).await?;
        self.parse(&response)
    }

    /// Adds the users and messages of a seed, a JSON text.
    ///
    /// # Errors
    /// Returns an error if the seed is invalid or too large.
    pub(crate) async fn seed(&self, json: String) -> Result<(), SandboxClientError> {
        self.control(Method::POST, "/seed", Some(json)).await?;
        Ok(())
    }

    /// Returns the state as a seed, a JSON text.
    ///
    /// # Errors
    /// Returns an error if the state is too large for a response.
    pub(crate) async fn state(&self) -> Result<Vec<u8>, SandboxClientError> {
        let response = self.control(Method::GET, "/state", None).await?;
        Ok(response.body)
    }

    /// Restores the state of the start.
    ///
    /// # Errors
    /// Returns an error if no sandbox runs on the port.
    pub(crate) async fn reset(&self) -> Result<(), SandboxClientError> {
        self.control(Method::POST, "/reset", None).await?;
        Ok(())
    }

    /// Returns the requests in the journal with a greater number. With the version of an earlier
    /// journal, waits until the journal differs from it, for a limited time.
    ///
    /// # Errors
    /// Returns an error if the response has an unexpected form.
    pub(crate) async fn journal(
        &self,
        after: u64,
        known_version: Option<u64>,
    ) -> Result<SandboxJournal, SandboxClientError> {
        let version = known_version.map(|version| format!("&known_version={version}"));
        let route = format!("/journal?after={after}{}", version.unwrap_or_default());
        let response = self.control(Method::GET, &route, None).await?;
        self.parse(&response)
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Parses the JSON of a response.
    fn parse<T: DeserializeOwned>(&self, response: &Response) -> Result<T, SandboxClientError> {
        parse(&response.body).map_err(|_| SandboxClientError::Outdated(self.port))
    }

    /// Sends a request to the control API.
    async fn control(
        &self,
        method: Method,
        route: &str,
        json: Option<String>,
    ) -> Result<Response, SandboxClientError> {
        let path = format!("/_sandbox{route}");
        let response = self.request(method, &path, json).await;
        if let Err(SandboxClientError::Outdated(_)) = response {
            // Another server may not have the route either.
            self.health().await?;
        }
        response
    }

    async fn request(
        &self,
        method: Method,
        path: &str,
        json: Option<String>,
    ) -> Result<Response, SandboxClientError> {
        let port = self.port;
        let url = format!("{}{path}", self.url());
        let url = Url::parse(&url).expect("it is an address");
        let request = Request {
            method,
            server: Server::new(&url, Some("--port")),
            url,
            auth: RequestAuth::Bearer(self.api_key),
            headers: Vec::new(),
            json,
            subject: "the sandbox".to_owned(),
            is_idempotent: false,
        };
        match self.http.send(&request).await {
            Ok(response) => match response.status {
                200..=299 => Ok(response),
                404 | 405 => Err(SandboxClientError::Outdated(port)),
                _ => Err(refusal(&response, port)),
            },
            Err(HttpError::Broken { .. } | HttpError::NoHttpResponse { .. }) => {
                Err(SandboxClientError::NotASandbox(port))
            }
            Err(HttpError::Unreachable { .. }) => Err(SandboxClientError::NotRunning(port)),
            Err(source) => Err(SandboxClientError::Failed(source)),
        }
    }
}

/// Returns the error of a response with a message, which a sandbox has.
fn refusal(response: &Response, port: u16) -> SandboxClientError {
    #[derive(Deserialize)]
    struct Refusal {
        message: String,
    }
    match parse(&response.body) {
        Ok(Refusal { message }) => SandboxClientError::Refused(message),
        Err(_) => SandboxClientError::NotASandbox(port),
    }
}
