//! JSON output of `sandbox`.

use serde::Serialize;

use crate::courier::SandboxHealth;

/// `courier-auth/sandbox/v1`, the line that `sandbox` prints when it is ready.
#[derive(Serialize)]
pub(crate) struct SandboxReady<'a> {
    pub(crate) schema: &'static str,
    pub(crate) url: &'a str,
    pub(crate) api_key: &'a str,
    pub(crate) client_key: &'a str,
    pub(crate) inbox_url: &'a str,
    pub(crate) socket_url: &'a str,
    pub(crate) pid: u32,
}

/// `courier-auth/sandbox-status/v1`
#[derive(Default, Serialize)]
pub(crate) struct SandboxStatus<'a> {
    schema: &'static str,
    running: bool,
    url: Option<&'a str>,
    version: Option<&'a str>,
    pid: Option<u32>,
    users: Option<u64>,
    messages: Option<u64>,
    sockets: Option<u64>,
}

/// `courier-auth/sandbox-stop/v1`
#[derive(Serialize)]
pub(crate) struct SandboxStop {
    pub(crate) schema: &'static str,
    /// True if a sandbox was running.
    pub(crate) stopped: bool,
}

impl<'a> SandboxStatus<'a> {
    pub(crate) fn none() -> Self {
        Self {
            schema: "courier-auth/sandbox-status/v1",
            ..Self::default()
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
            ..Self::none()
        }
    }
}
