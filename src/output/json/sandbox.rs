//! JSON output of `sandbox`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    courier::{self, SandboxHealth},
    document::SchemaName,
    output::RequestLine,
    sandbox::Api,
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxReady<'a> {
    pub(crate) schema: SchemaName<SandboxReady<'static>>,
    /// The URL of the REST API, for COURIER_BASE_URL.
    pub(crate) url: &'a str,
    /// The API key. It is the same for every sandbox, and not a secret.
    pub(crate) api_key: &'a str,
    /// The client key.
    pub(crate) client_key: &'a str,
    /// The URL of the Inbox API.
    pub(crate) inbox_url: &'a str,
    /// The URL of the realtime socket.
    pub(crate) socket_url: &'a str,
    /// The process ID.
    pub(crate) pid: u32,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxEnv<'a> {
    pub(crate) schema: SchemaName<SandboxEnv<'static>>,
    /// The environment variables by name.
    pub(crate) variables: BTreeMap<String, &'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxStatus<'a> {
    schema: SchemaName<SandboxStatus<'static>>,
    /// True if a sandbox is running on the port. The other fields are `null` if not.
    running: bool,
    /// The URL of the REST API.
    url: Option<&'a str>,
    /// The version of courier-auth that runs the sandbox.
    version: Option<&'a str>,
    /// The process ID.
    pid: Option<u32>,
    /// The number of users.
    users: Option<u64>,
    /// The number of messages.
    messages: Option<u64>,
    /// The number of open realtime sockets.
    sockets: Option<u64>,
    /// Why no sandbox was found.
    message: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxSchema {
    schema: SchemaName<SandboxSchema>,
    /// The GraphQL APIs.
    apis: Vec<GraphqlApi>,
}

/// A GraphQL API.
#[derive(Serialize, JsonSchema)]
struct GraphqlApi {
    /// The name, as `sandbox schema` takes it.
    name: &'static str,
    /// The path of the API.
    path: &'static str,
    /// The schema in GraphQL's schema definition language.
    sdl: String,
}

impl SandboxSchema {
    pub(crate) fn of(apis: &[Api]) -> Self {
        let api = |api: &Api| GraphqlApi {
            name: api.name(),
            path: api.path(),
            sdl: api.sdl(),
        };
        Self {
            schema: SchemaName::new(),
            apis: apis.iter().map(api).collect(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxStop {
    pub(crate) schema: SchemaName<SandboxStop>,
    /// True if a sandbox was running.
    pub(crate) stopped: bool,
}

impl<'a> SandboxStatus<'a> {
    /// No sandbox is running, for the reason in `message`.
    pub(crate) fn none(message: String) -> Self {
        Self {
            schema: SchemaName::new(),
            running: false,
            url: None,
            version: None,
            pid: None,
            users: None,
            messages: None,
            sockets: None,
            message: Some(message),
        }
    }

    pub(crate) fn of(health: &'a SandboxHealth) -> Self {
        Self {
            running: true,
            url: Some(&health.url),
            version: Some(&health.version),
            pid: Some(health.pid),
            users: Some(health.users),
            messages: Some(health.messages),
            sockets: Some(health.sockets),
            message: None,
            schema: SchemaName::new(),
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxSend<'a> {
    pub(crate) schema: SchemaName<SandboxSend<'static>>,
    /// The IDs of the messages, in the order in which they were sent.
    pub(crate) message_ids: &'a [String],
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxFaults<'a> {
    pub(crate) schema: SchemaName<SandboxFaults<'static>>,
    /// The simulated failures, in the order in which they were added.
    pub(crate) faults: Vec<SandboxFault<'a>>,
    /// The number of simulated failures that the command removed.
    pub(crate) removed: usize,
}

/// A simulated failure.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxFault<'a> {
    /// The text, as `sandbox fault add` takes it.
    fault: &'a str,
    /// The number of requests that it still applies to. `null`: all of them.
    left: Option<u64>,
}

impl<'a> SandboxFault<'a> {
    pub(crate) fn of(fault: &'a courier::SandboxFault) -> Self {
        Self {
            fault: &fault.fault,
            left: fault.left,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxClock<'a> {
    pub(crate) schema: SchemaName<SandboxClock<'static>>,
    /// The time of the sandbox (RFC 3339, with milliseconds).
    #[schemars(extend("format" = "date-time"))]
    pub(crate) now: &'a str,
    /// True if the clock is frozen.
    pub(crate) frozen: bool,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxLog<'a> {
    schema: SchemaName<SandboxLog<'static>>,
    /// The requests, the oldest first.
    requests: Vec<LoggedRequest<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SandboxRequest<'a> {
    schema: SchemaName<SandboxRequest<'static>>,
    #[serde(flatten)]
    request: LoggedRequest<'a>,
}

/// A request to the sandbox.
#[derive(Serialize, JsonSchema)]
struct LoggedRequest<'a> {
    /// When the request began, by the clock of the sandbox (RFC 3339, with milliseconds).
    #[schemars(extend("format" = "date-time"))]
    time: &'a str,
    /// The HTTP method.
    method: &'a str,
    /// The path, without the query.
    path: &'a str,
    /// The name of the GraphQL operation, or of its fields. `null` if the request is not GraphQL.
    operation: Option<&'a str>,
    /// The user whom the request is about.
    user_id: Option<&'a str>,
    /// The fingerprint of the token or API key.
    token: Option<&'a str>,
    /// The HTTP status. `null` if there was no response.
    status: Option<u16>,
    /// The code of the rule that explains a refusal, or the worst mistake in an issued token.
    rule: Option<&'a str>,
    /// The rule in words, or the reason of a refusal without a rule.
    explanation: Option<String>,
    /// The duration of the request. `null` while it is in flight.
    milliseconds: Option<u64>,
}

impl<'a> LoggedRequest<'a> {
    fn of(request: &RequestLine<'a>) -> Self {
        Self {
            time: request.time,
            method: request.method,
            path: request.path,
            operation: request.operation,
            user_id: request.user,
            token: request.token,
            status: request.status,
            rule: request.rule,
            explanation: request.explanation(),
            milliseconds: request.milliseconds,
        }
    }
}

impl<'a> SandboxLog<'a> {
    pub(crate) fn of(requests: impl Iterator<Item = RequestLine<'a>>) -> Self {
        Self {
            schema: SchemaName::new(),
            requests: requests.map(|line| LoggedRequest::of(&line)).collect(),
        }
    }
}

impl<'a> SandboxRequest<'a> {
    pub(crate) fn of(request: &RequestLine<'a>) -> Self {
        Self {
            schema: SchemaName::new(),
            request: LoggedRequest::of(request),
        }
    }
}
