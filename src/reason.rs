//! The codes that tell programs why something failed.

use schemars::JsonSchema;
use serde::Serialize;

/// Why a command, a user or a message failed. Codes may be added, but do not change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reason {
    /// The arguments, or a file that they name, are invalid.
    Usage,
    /// The token request is invalid, so it was not sent.
    InvalidRequest,
    /// An option, variable or setting has an invalid value.
    InvalidSetting,
    /// A configuration file cannot be read or is invalid.
    InvalidConfig,
    /// The named profile does not exist.
    UnknownProfile,
    /// A profile of that name exists already.
    ProfileExists,
    /// No API key was found.
    NoApiKey,
    /// The API key cannot be read, or is not an API key.
    UnusableApiKey,
    /// The keyring failed.
    Keyring,
    /// A prompt was not answered.
    Prompt,
    /// The input contains no token.
    NoToken,
    /// The token does not allow what the command does.
    UnusableToken,
    /// Courier refused the credential (401 or 403).
    Refused,
    /// Courier does not know the object or the route (404 or 405).
    NotFound,
    /// Courier limits the request rate (429).
    RateLimited,
    /// Courier rejected the request (another 4xx, or an error in a GraphQL response).
    Rejected,
    /// Courier failed (5xx).
    ServerError,
    /// Courier's response is not in the expected format.
    UnexpectedResponse,
    /// The DNS lookup or the connection failed.
    Unreachable,
    /// The proxy failed.
    Proxy,
    /// The TLS handshake failed.
    Tls,
    /// There was no response within the time limit.
    Timeout,
    /// The connection was closed before the response was complete.
    ConnectionLost,
    /// The request may have succeeded, but the response is missing.
    Unconfirmed,
    /// The run was interrupted.
    Interrupted,
    /// A file or stream cannot be read.
    CannotRead,
    /// A file or stream cannot be written.
    CannotWrite,
    /// A server cannot listen on its address.
    CannotListen,
    /// No sandbox is running on the port.
    NoSandbox,
    /// The command to run cannot be started.
    CannotRun,
    /// This machine failed for another reason.
    Local,
}

impl Reason {
    /// Returns the code, for example `no-api-key`. JSON contains the same.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::InvalidRequest => "invalid-request",
            Self::InvalidSetting => "invalid-setting",
            Self::InvalidConfig => "invalid-config",
            Self::UnknownProfile => "unknown-profile",
            Self::ProfileExists => "profile-exists",
            Self::NoApiKey => "no-api-key",
            Self::UnusableApiKey => "unusable-api-key",
            Self::Keyring => "keyring",
            Self::Prompt => "prompt",
            Self::NoToken => "no-token",
            Self::UnusableToken => "unusable-token",
            Self::Refused => "refused",
            Self::NotFound => "not-found",
            Self::RateLimited => "rate-limited",
            Self::Rejected => "rejected",
            Self::ServerError => "server-error",
            Self::UnexpectedResponse => "unexpected-response",
            Self::Unreachable => "unreachable",
            Self::Proxy => "proxy",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::ConnectionLost => "connection-lost",
            Self::Unconfirmed => "unconfirmed",
            Self::Interrupted => "interrupted",
            Self::CannotRead => "cannot-read",
            Self::CannotWrite => "cannot-write",
            Self::CannotListen => "cannot-listen",
            Self::NoSandbox => "no-sandbox",
            Self::CannotRun => "cannot-run",
            Self::Local => "local",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_the_code_in_json() {
        for reason in [
            Reason::Usage,
            Reason::InvalidRequest,
            Reason::InvalidSetting,
            Reason::InvalidConfig,
            Reason::UnknownProfile,
            Reason::ProfileExists,
            Reason::NoApiKey,
            Reason::UnusableApiKey,
            Reason::Keyring,
            Reason::Prompt,
            Reason::NoToken,
            Reason::UnusableToken,
            Reason::Refused,
            Reason::NotFound,
            Reason::RateLimited,
            Reason::Rejected,
            Reason::ServerError,
            Reason::UnexpectedResponse,
            Reason::Unreachable,
            Reason::Proxy,
            Reason::Tls,
            Reason::Timeout,
            Reason::ConnectionLost,
            Reason::Unconfirmed,
            Reason::Interrupted,
            Reason::CannotRead,
            Reason::CannotWrite,
            Reason::CannotListen,
            Reason::NoSandbox,
            Reason::CannotRun,
            Reason::Local,
        ] {
            assert_eq!(serde_json::json!(reason), reason.as_str());
        }
    }
}
