//! Environment variables: their values, and the list of all variables that the program reads.

use std::{
    collections::{HashMap, HashSet},
    ffi::OsString,
    fmt,
};

/// The API key.
pub(crate) const API_KEY: &str = "COURIER_API_KEY";
/// The API key under the name that older SDKs use.
pub(crate) const AUTH_TOKEN: &str = "COURIER_AUTH_TOKEN";
/// A user token.
pub(crate) const JWT: &str = "COURIER_JWT";
/// The expiry of the user token, in RFC 3339. `exec` sets it.
pub(crate) const JWT_EXPIRES_AT: &str = "COURIER_JWT_EXPIRES_AT";
/// The path of the file with the current user token. `exec --refresh` sets it.
pub(crate) const JWT_FILE: &str = "COURIER_JWT_FILE";
/// The ID of the token's user. `exec` sets it.
pub(crate) const USER_ID: &str = "COURIER_USER_ID";
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
    (API_KEY, "API key of the workspace environment"),
    (
        AUTH_TOKEN,
        "older name of `COURIER_API_KEY`, used if that is not set",
    ),
    (
        JWT,
        "user token for `inspect`, `can` and `doctor`; `messages`, `listen` and `mark-read` use it only for its own user",
    ),
    (
        BASE_URL,
        "URL of the REST API, as in Courier's SDKs; default `https://api.courier.com`",
    ),
    (
        INBOX_URL,
        "URL of the Inbox API; default: the region's, or `/q` under a custom base URL",
    ),
    (
        SOCKET_URL,
        "URL of the realtime socket, for `listen` and `doctor`; default: the region's, or the custom base URL",
    ),
    (CLIENT_KEY, "client key that `doctor` also checks"),
    (
        PROFILE,
        "profile to use without `--profile`; default: the one set by `profile use`",
    ),
    (
        CONFIG_DIR,
        "directory of `config.toml`, instead of the system's configuration directory",
    ),
    (NO_INPUT, "if set, never prompt, like `--no-input`"),
    (
        "GITHUB_ACTIONS",
        "if `true`, as in a GitHub Actions job, new tokens are masked in the log",
    ),
    (
        COMPLETE,
        "if set to the name of a shell, print its completion script",
    ),
    ("NO_COLOR", "if set, no color"),
    (
        "CLICOLOR_FORCE",
        "if set and not `0`, color even without a terminal",
    ),
    ("FORCE_COLOR", "like `CLICOLOR_FORCE`; if `0`, no color"),
    ("CLICOLOR", "if `0`, no color"),
    ("TERM", "if `dumb`, no color"),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "locale; without UTF-8, symbols are plain ASCII",
    ),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "proxies; never used for local addresses",
    ),
    (
        "SSL_CERT_FILE, SSL_CERT_DIR",
        "Linux only: certificate authorities to trust instead of the system's",
    ),
];

/// The variables whose values decide what is sent, to whom, or as whom. A command refuses them if they
/// are not UTF-8. Other variables then count as not set.
const DECISIVE: &[&str] = &[
    API_KEY,
    AUTH_TOKEN,
    JWT,
    BASE_URL,
    INBOX_URL,
    SOCKET_URL,
    CLIENT_KEY,
    PROFILE,
    CONFIG_DIR,
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// The environment variables of a process. `Debug` shows no value.
#[derive(Clone, Default)]
pub struct EnvVars {
    values: HashMap<String, String>,
    /// The names of the variables whose values are not UTF-8.
    invalid: HashSet<String>,
}

impl EnvVars {
    /// Returns the value of a variable, `None` if it is not set, empty or not UTF-8.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Sets a variable.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.invalid.remove(name);
        self.values.insert(name.to_owned(), value.to_owned());
        self
    }

    /// Removes a variable.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.invalid.remove(name);
        self.values.remove(name);
        self
    }

    /// Returns true if a variable is set and its value is not UTF-8.
    pub(crate) fn is_invalid(&self, name: &str) -> bool {
        self.invalid.contains(name)
    }

    /// Returns the first of the variables whose value must be known and is not UTF-8.
    pub(crate) fn first_invalid(&self) -> Option<&'static str> {
        DECISIVE.iter().copied().find(|name| self.is_invalid(name))
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
        let mut env = Self::default();
        for (name, value) in variables {
            // The program reads no variable whose name is not UTF-8.
            let Ok(name) = name.into_string() else {
                continue;
            };
            match value.into_string() {
                Ok(value) => _ = env.values.insert(name, value),
                Err(_) => _ = env.invalid.insert(name),
            }
        }
        env
    }
}

impl fmt::Debug for EnvVars {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EnvVars({} variables)", self.values.len())
    }
}
