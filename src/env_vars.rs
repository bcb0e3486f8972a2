//! Environment variables: their values, and the list of all variables that the program reads.

use std::{collections::HashMap, ffi::OsString, fmt};

/// The API key.
pub(crate) const API_KEY: &str = "COURIER_API_KEY";
/// The API key under the name that older SDKs use.
pub(crate) const AUTH_TOKEN: &str = "COURIER_AUTH_TOKEN";
/// A user token.
pub(crate) const JWT: &str = "COURIER_JWT";
/// The URL of the REST API.
pub(crate) const BASE_URL: &str = "COURIER_BASE_URL";
/// The URL of the Inbox API.
pub(crate) const INBOX_URL: &str = "COURIER_INBOX_URL";
/// The URL of the realtime socket.
pub(crate) const SOCKET_URL: &str = "COURIER_SOCKET_URL";
/// The client key, with which older apps authenticate.
pub(crate) const CLIENT_KEY: &str = "COURIER_CLIENT_KEY";
/// The profile of commands without `--profile`.
pub(crate) const PROFILE: &str = "COURIER_PROFILE";
/// The folder of the configuration file.
pub(crate) const CONFIG_DIR: &str = "COURIER_AUTH_CONFIG_DIR";
/// Disables prompts.
pub(crate) const NO_INPUT: &str = "COURIER_AUTH_NO_INPUT";

/// The shell that requests its completion script or candidates.
pub(crate) const COMPLETE: &str = "COURIER_AUTH_COMPLETE";

/// All variables that the program reads, with their descriptions.
pub(crate) const VARIABLES: &[(&str, &str)] = &[
    (API_KEY, "the API key of the workspace environment"),
    (
        AUTH_TOKEN,
        "the same under its older name; read when `COURIER_API_KEY` is not set",
    ),
    (
        JWT,
        "the user token for `inspect`, `can` and `doctor`; for `messages` and `mark-read` if it names the user",
    ),
    (
        BASE_URL,
        "the REST API's address, as in Courier's SDKs; default `https://api.courier.com`",
    ),
    (
        INBOX_URL,
        "the Inbox API's address; default: that of the region, or `/q` under a custom base",
    ),
    (
        SOCKET_URL,
        "the realtime socket's address, for `doctor`; default: the region's, or the custom base",
    ),
    (CLIENT_KEY, "the client key that `doctor` looks at too"),
    (
        PROFILE,
        "the profile of commands without `--profile`; default: that of `profile use`",
    ),
    (
        CONFIG_DIR,
        "the folder of `config.toml`, instead of the system's for configuration",
    ),
    (NO_INPUT, "any value: never ask, as `--no-input`"),
    (
        "GITHUB_ACTIONS",
        "`true` in a job of GitHub Actions: new tokens are masked in its log",
    ),
    (
        COMPLETE,
        "the name of a shell: print the script by which it asks this program for completions",
    ),
    ("NO_COLOR", "any value: no colour"),
    ("TERM", "`dumb`: no colour"),
    (
        "CLICOLOR_FORCE",
        "any value but `0`: colour even without a terminal",
    ),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "the first that is set decides between UTF-8 and plain ASCII signs",
    ),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "proxies; never used for this machine's own addresses",
    ),
    (
        "SSL_CERT_FILE, SSL_CERT_DIR",
        "on Linux: certificate authorities to trust instead of the system's",
    ),
];

/// The environment variables of a process. `Debug` shows no value.
#[derive(Clone, Default)]
pub struct EnvVars(HashMap<String, String>);

impl EnvVars {
    /// Returns the value of a variable, `None` if it is not set or empty. Bytes that are not UTF-8
    /// become U+FFFD.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Sets a variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Removes a variable.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.0.remove(name);
        self
    }

    /// Returns true in a job of GitHub Actions.
    pub(crate) fn is_github_actions(&self) -> bool {
        self.get("GITHUB_ACTIONS") == Some("true")
    }

    /// Returns the values that must not be printed.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        [API_KEY, AUTH_TOKEN, JWT]
            .into_iter()
            .filter_map(|name| self.get(name))
            .map(str::trim)
            .collect()
    }
}

impl FromIterator<(OsString, OsString)> for EnvVars {
    fn from_iter<I: IntoIterator<Item = (OsString, OsString)>>(variables: I) -> Self {
        let text = |raw: OsString| raw.to_string_lossy().into_owned();
        Self(
            variables
                .into_iter()
                .map(|(name, value)| (text(name), text(value)))
                .collect(),
        )
    }
}

impl fmt::Debug for EnvVars {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EnvVars({} variables)", self.0.len())
    }
}
