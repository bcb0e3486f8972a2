//! JSON output of `sandbox`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{courier::SandboxHealth, document::SchemaName, sandbox::Api};

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
