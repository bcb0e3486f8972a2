//! The errors of requests to Courier, their exit codes and help lines.

use std::time::Duration;

use super::{
    http::{HttpError, LONG_WAIT, Response, Server, is_retryable, retry_delay},
    json_object::parse,
    wire::ErrorBody,
};
use crate::{endpoints::Region, exit::Exit, reason::Reason, time::humanize};

/// The largest part of a server's text that an error repeats, in characters.
const MAX_EXCERPT: usize = 200;

/// An error of a request to Courier.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// Courier refused the credential (401 or 403).
    #[error("Courier refused the {credential}: {status} {message}")]
    Refused {
        credential: Credential,
        status: u16,
        message: String,
        /// The region of the host, `None` if it is not one of Courier's own.
        region: Option<Region>,
    },
    /// Any other error status.
    #[error("Courier returned {status}: {message}{}", retry_clause(*.retry_after))]
    Status {
        status: u16,
        message: String,
        /// The time that Courier requests to wait.
        retry_after: Option<Duration>,
        /// The region of the host, `None` if it is not one of Courier's own.
        region: Option<Region>,
    },
    /// The server does not know the route (404), or not for this method (405).
    #[error("Courier returned {status}: {message}")]
    NotFound {
        status: u16,
        message: String,
        server: Box<Server>,
    },
    /// A redirect, or a success whose content is invalid.
    #[error("unexpected response from Courier: {message}")]
    UnexpectedResponse {
        message: String,
        server: Box<Server>,
    },
    /// There is no complete response.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// A sandbox key would be sent to a server that is certainly not a sandbox.
    #[error("a sandbox key is not sent over `https` to another machine")]
    SandboxKey,
}

/// The kind of credential that authorizes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credential {
    ApiKey,
    UserToken,
    ClientKey,
}

impl Error {
    /// Returns the error of a response that is not in Courier's format.
    pub(crate) fn unexpected(server: &Server, message: String) -> Self {
        let server = Box::new(server.clone());
        Self::UnexpectedResponse { message, server }
    }

    /// Returns the error of a response with an unexpected status.
    pub(super) fn from_response(response: &Response, credential: Credential) -> Self {
        let status = response.status;
        let message = error_message(response);
        if response.server.is_plain() && status == 400 && is_from_tls_server(&response.body) {
            let server = response.server.clone();
            return Self::Http(HttpError::RequiresTls { server });
        }
        match status {
            401 | 403 => Self::Refused {
                credential,
                status,
                message,
                region: response.region,
            },
            200..=299 => {
                let message = format!("expected 200, got {status} with {message}");
                Self::unexpected(&response.server, message)
            }
            300..=399 => {
                let redirect = response.redirect.as_ref();
                let target = redirect.map(|target| format!("; it points to {target}"));
                let target = target.unwrap_or_default();
                let message = format!(
                    "expected 200, got a redirect ({status}), which is not followed{target}"
                );
                Self::unexpected(&response.server, message)
            }
            404 | 405 => Self::NotFound {
                status,
                message,
                server: response.server.clone(),
            },
            _ => Self::Status {
                status,
                message,
                retry_after: response.retry_after,
                region: response.region,
            },
        }
    }

    /// Returns true if all other requests of the run would fail too: the key is refused, Courier
    /// requests a long wait, or no connection is possible.
    pub(crate) fn is_fatal_for_run(&self) -> bool {
        match self {
            Self::Refused { status: 401, .. } | Self::SandboxKey => true,
            Self::Status {
                status: 429,
                retry_after,
                ..
            } => retry_after.is_some_and(|wait| wait >= LONG_WAIT),
            Self::Http(error) => error.is_unreachable() || error.is_permanent(),
            Self::Refused { .. }
            | Self::Status { .. }
            | Self::NotFound { .. }
            | Self::UnexpectedResponse { .. } => false,
        }
    }

    /// Returns the delay before the next attempt, given the number of attempts so far. `None` if the
    /// error is permanent or if the delay is too long to wait for.
    pub(crate) fn retry_delay(&self, attempts: u32) -> Option<Duration> {
        let retry_after = match self {
            Self::Status {
                status,
                retry_after,
                ..
            } if is_retryable(*status) => *retry_after,
            Self::UnexpectedResponse { .. } | Self::Http(HttpError::TimedOut { .. }) => None,
            Self::Http(error) if error.is_retryable() => None,
            _ => return None,
        };
        Some(retry_delay(attempts, retry_after)).filter(|delay| *delay < LONG_WAIT)
    }

    /// Returns true if Courier may have executed the request despite the error.
    pub(crate) fn may_have_succeeded(&self) -> bool {
        matches!(
            self,
            Self::UnexpectedResponse { .. }
                | Self::Http(
                    HttpError::TimedOut { .. }
                        | HttpError::NoHttpResponse { .. }
                        | HttpError::Broken { .. }
                        | HttpError::TooLarge { .. },
                )
        )
    }

    /// Returns true if Courier rejected the document itself, so that a smaller one may succeed.
    pub(crate) fn is_document_rejected(&self) -> bool {
        matches!(
            self,
            Self::Status {
                status: 400 | 413,
                ..
            }
        )
    }

    /// Returns true if Courier refused the credential, so that another one may succeed.
    pub(crate) fn is_credential_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// Returns true if Courier does not know the requested object (404).
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound { status: 404, .. })
    }

    /// Returns the exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Refused { .. }
            | Self::SandboxKey
            | Self::Http(HttpError::InvalidHeader | HttpError::SecretWithoutTls { .. }) => {
                Exit::Credential
            }
            Self::Status { .. }
            | Self::NotFound { .. }
            | Self::UnexpectedResponse { .. }
            | Self::Http(HttpError::TooLarge { .. }) => Exit::Courier,
            Self::Http(_) => Exit::Network,
        }
    }

    /// Returns the code that tells programs why the request failed.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::Refused { .. } => Reason::Refused,
            Self::SandboxKey
            | Self::Http(HttpError::InvalidHeader | HttpError::SecretWithoutTls { .. }) => {
                Reason::UnusableApiKey
            }
            Self::Status { status: 429, .. } => Reason::RateLimited,
            Self::Status { status: 500.., .. } => Reason::ServerError,
            Self::Status { .. } => Reason::Rejected,
            Self::NotFound { .. } => Reason::NotFound,
            Self::UnexpectedResponse { .. } | Self::Http(HttpError::TooLarge { .. }) => {
                Reason::UnexpectedResponse
            }
            Self::Http(HttpError::Unreachable { .. }) => Reason::Unreachable,
            Self::Http(HttpError::Proxy(_)) => Reason::Proxy,
            Self::Http(
                HttpError::Tls { .. } | HttpError::NotTls { .. } | HttpError::RequiresTls { .. },
            ) => Reason::Tls,
            Self::Http(HttpError::TimedOut { .. }) => Reason::Timeout,
            Self::Http(HttpError::NoHttpResponse { .. } | HttpError::Broken { .. }) => {
                Reason::ConnectionLost
            }
        }
    }

    /// Returns the text of the help line.
    pub(crate) fn help(&self) -> Option<String> {
        let help = match self {
            Self::Refused {
                credential, region, ..
            } => return Some(refused_help(*credential, *region)),
            Self::SandboxKey => {
                "set COURIER_BASE_URL or --api-url to the sandbox, or use an API key of Courier"
            }
            Self::Status { status: 429, .. } => "Courier limits the request rate: try again later",
            Self::Status {
                status: 500..,
                region: Some(_),
                ..
            } => "try again; if the error stays, see https://status.courier.com",
            Self::Status { status: 500.., .. } => {
                "try again; if the error stays, check the server and its log"
            }
            Self::NotFound { server, .. } => return not_found_help(server),
            Self::Http(error) => return error.help(),
            Self::UnexpectedResponse { server, .. } => return Some(server.proxy_help()),
            Self::Status { .. } => return None,
        };
        Some(help.to_owned())
    }
}

/// Returns the help for a route that does not exist, if the server's URL may be the reason.
fn not_found_help(server: &Server) -> Option<String> {
    let path = server.path()?;
    let setting = server.setting();
    Some(format!(
        "{setting} has the path `{path}`: check that the API is there, or remove the path"
    ))
}

/// Returns true for the responses with which common servers refuse plain HTTP at a port with TLS.
fn is_from_tls_server(body: &[u8]) -> bool {
    let texts = [
        // Go, and with it Caddy and Traefik.
        "HTTP request to an HTTPS server",
        // nginx.
        "plain HTTP request was sent to HTTPS port",
        // Apache.
        "speaking plain HTTP to an SSL-enabled server port",
    ];
    let body = String::from_utf8_lossy(body);
    texts.iter().any(|text| body.contains(text))
}

/// Returns the help for a refused credential. Only Courier's own hosts have another region to try.
fn refused_help(credential: Credential, region: Option<Region>) -> String {
    let help = match credential {
        Credential::ApiKey if region.is_some() => "check the API key in Courier's settings",
        Credential::ApiKey => {
            "check that the API key belongs to this server; a sandbox prints its key with \
             `courier-auth sandbox env`"
        }
        Credential::UserToken => "check the token with `courier-auth inspect`",
        Credential::ClientKey => {
            "use a client key and an API key of the same environment; check a signature with \
             `courier-auth hmac check`"
        }
    };
    match region {
        Some(region) if credential != Credential::ClientKey => format!(
            "{help}; if your workspace is in the other region, pass --region {}",
            region.other()
        ),
        _ => help.to_owned(),
    }
}

/// Returns the part of the message about the time to wait, which may be empty.
fn retry_clause(wait: Option<Duration>) -> String {
    let wait = wait.filter(|wait| !wait.is_zero());
    wait.map_or_else(String::new, |wait| {
        format!("; retry after {}", humanize(wait.as_secs_f64().ceil()))
    })
}

impl std::fmt::Display for Credential {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::ApiKey => "API key",
            Self::UserToken => "user token",
            Self::ClientKey => "client key",
        })
    }
}

/// Returns the server's error message: `message`, the first of GraphQL's `errors`, or the text.
fn error_message(response: &Response) -> String {
    if let Ok(body) = parse::<ErrorBody>(response.text().as_bytes())
        && let Some(message) = body.into_message()
    {
        return excerpt(&message);
    }
    describe_body(response)
}

/// Describes an unexpected body: its kind, or the start of its text.
pub(super) fn describe_body(response: &Response) -> String {
    // Redacted before it is cut, because a part of a secret would not be recognized.
    let text = response.text();
    let text = text.trim();
    if text.is_empty() {
        return "an empty body".to_owned();
    }
    if text.starts_with('<') {
        return "an HTML or XML page, which does not come from Courier".to_owned();
    }
    excerpt(text)
}

/// Cuts a long text.
pub(super) fn excerpt(text: &str) -> String {
    let mut excerpt: String = text.chars().take(MAX_EXCERPT).collect();
    if excerpt.len() < text.len() {
        excerpt.push_str("...");
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_courier_get_advice_about_regions() {
        let refused = |credential, region| refused_help(credential, region);
        let region_advice = "pass --region eu";
        for credential in [Credential::ApiKey, Credential::UserToken] {
            assert!(refused(credential, Some(Region::Us)).ends_with(region_advice));
            assert!(!refused(credential, None).contains("region"));
        }
        let unavailable = |region| Error::Status {
            status: 503,
            message: String::new(),
            retry_after: None,
            region,
        };
        let has_status_page = |error: Error| error.help().unwrap().contains("status.courier.com");
        assert!(has_status_page(unavailable(Some(Region::Eu))));
        assert!(!has_status_page(unavailable(None)));
    }
}
