//! The connection details of a running sandbox, as environment variables and as JSON.

use crate::{
    cli::Alias,
    document::SchemaName,
    env_vars,
    output::json,
    sandbox::{API_KEY, client_key},
};

/// The addresses and keys of a running sandbox.
pub(super) struct ConnectionInfo {
    pub(super) url: String,
    pub(super) pid: u32,
    pub(super) inbox_url: String,
    pub(super) socket_url: String,
    pub(super) client_key: String,
}

impl ConnectionInfo {
    /// Returns the details of the sandbox at this URL.
    pub(super) fn new(url: &str, pid: u32) -> Self {
        Self {
            url: url.to_owned(),
            pid,
            inbox_url: format!("{url}/q"),
            socket_url: url.replacen("http", "ws", 1),
            client_key: client_key(),
        }
    }

    /// Returns the environment variables for clients. A variable with aliases has their names instead of
    /// its own.
    pub(super) fn variables(&self, aliases: &[Alias]) -> Vec<(String, &str)> {
        let variables = [
            (env_vars::BASE_URL, self.url.as_str()),
            (env_vars::API_KEY, API_KEY),
            (env_vars::INBOX_URL, &self.inbox_url),
            (env_vars::SOCKET_URL, &self.socket_url),
            (env_vars::CLIENT_KEY, &self.client_key),
        ];
        let renamed = variables.into_iter().flat_map(|(name, value)| {
            let aliases = aliases.iter().filter(|alias| alias.variable == name);
            let mut names: Vec<String> = aliases.map(|alias| alias.name.clone()).collect();
            if names.is_empty() {
                names.push(name.to_owned());
            }
            names.into_iter().map(move |name| (name, value))
        });
        renamed.collect()
    }

    /// Returns the document that is printed once the sandbox accepts connections.
    pub(super) fn ready(&self) -> json::SandboxReady<'_> {
        json::SandboxReady {
            schema: SchemaName::new(),
            url: &self.url,
            api_key: API_KEY,
            client_key: &self.client_key,
            inbox_url: &self.inbox_url,
            socket_url: &self.socket_url,
            pid: self.pid,
        }
    }
}
