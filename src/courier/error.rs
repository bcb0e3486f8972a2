//! Every way a call to Courier can fail.

use std::time::Duration;

use super::{
    http::{HttpError, Response},
    retry::{self, LONG},
    wire::ErrorBody,
};
use crate::{exit::Exit, time::humanize};

/// The most of a server's text that is repeated to the user, in characters.
const EXCERPT: usize = 200;

/// Why a call to Courier did not give what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// 401 or 403.
    #[error("Courier refused the {credential}: {status} {message}")]
    Refused {
        credential: Credential,
        status: u16,
        message: String,
    },
    /// Any other status that is not a success.
    #[error("Courier answered {status}: {message}{}", asks(*.retry_after))]
    Status {
        status: u16,
        message: String,
        /// How long it asks to wait.
        retry_after: Option<Duration>,
    },
    /// A success that makes no sense.
    #[error("Courier's answer makes no sense: {0}")]
    UnexpectedResponse(String),
    /// The way to Courier.
    #[error(transparent)]
    Http(#[from] HttpError),
    /// A sandbox key on its way to the real Courier.
    #[error("this is a key of the local sandbox, and it never leaves this machine")]
    SandboxKey,
}

/// What a request was authorised with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credential {
    ApiKey,
    UserToken,
    ClientKey,
}

impl Error {
    /// What an answer that is not 200 means.
    pub(super) fn of(response: &Response, credential: Credential) -> Self {
        let status = response.status;
        let message = message(response);
        match status {
            401 | 403 => Self::Refused {
                credential,
                status,
                message,
            },
            200..=299 => {
                Self::UnexpectedResponse(format!("{status} and {message} where 200 was due"))
            }
            300..=399 => {
                Self::UnexpectedResponse(format!("a redirect ({status}), which is not followed"))
            }
            _ => Self::Status {
                status,
                message,
                retry_after: response.retry_after,
            },
        }
    }

    /// Whether the next request would fail in the same way: a refused key, a server that asks to
    /// wait long, or no way to it.
    pub(crate) fn is_fatal_for_run(&self) -> bool {
        match self {
            Self::Refused { status: 401, .. } | Self::SandboxKey => true,
            Self::Status {
                status: 429,
                retry_after,
                ..
            } => retry_after.is_some_and(|wait| wait >= LONG),
            Self::Http(error) => matches!(
                error,
                HttpError::Unreachable { .. } | HttpError::Tls { .. } | HttpError::Unsendable
            ),
            Self::Refused { .. } | Self::Status { .. } | Self::UnexpectedResponse(_) => false,
        }
    }

    /// How long to wait before the same is worth another try, after so many: `None` where the
    /// answer would be the same.
    pub(crate) fn retry_delay(&self, tries: u32) -> Option<Duration> {
        let asked = match self {
            Self::Status {
                status,
                retry_after,
                ..
            } if retry::is_worth_it(*status) => *retry_after,
            Self::UnexpectedResponse(_)
            | Self::Http(
                HttpError::Unreachable { .. }
                | HttpError::TimedOut { .. }
                | HttpError::Broken { .. },
            ) => None,
            _ => return None,
        };
        Some(retry::wait(tries, asked)).filter(|wait| *wait < LONG)
    }

    /// Whether what was asked for may have been done nevertheless.
    pub(crate) fn may_have_succeeded(&self) -> bool {
        matches!(
            self,
            Self::UnexpectedResponse(_)
                | Self::Http(
                    HttpError::TimedOut { .. }
                        | HttpError::Broken { .. }
                        | HttpError::TooLarge { .. },
                )
        )
    }

    /// Whether a smaller document may do.
    pub(crate) fn is_document_rejected(&self) -> bool {
        matches!(
            self,
            Self::Status {
                status: 400 | 413,
                ..
            }
        )
    }

    /// Whether another credential may do.
    pub(crate) fn is_credential_refused(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// Whether Courier does not know what was asked for.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Status { status: 404, .. })
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Refused { .. } | Self::SandboxKey | Self::Http(HttpError::Unsendable) => {
                Exit::Credential
            }
            Self::Status { .. }
            | Self::UnexpectedResponse(_)
            | Self::Http(HttpError::TooLarge { .. }) => Exit::Courier,
            Self::Http(_) => Exit::Network,
        }
    }

    /// What to do now.
    pub(crate) fn help(&self) -> Option<String> {
        let help = match self {
            Self::Refused {
                credential: Credential::ApiKey,
                ..
            } => {
                "check the key in Courier's settings; a key belongs to one environment and one \
                 region, so try the other one: --region eu, or --region us"
            }
            Self::Refused {
                credential: Credential::UserToken,
                ..
            } => {
                "courier-auth inspect says what is wrong with the token; a token belongs to one \
                 region, so try the other one: --region eu, or --region us"
            }
            Self::Refused {
                credential: Credential::ClientKey,
                ..
            } => {
                "check that the client key and the API key are of one environment; \
                 courier-auth hmac check says what is wrong with a signature"
            }
            Self::SandboxKey => {
                "point the tool at the sandbox with COURIER_BASE_URL or --api-url, or use a key \
                 of the real Courier"
            }
            Self::Status { status: 429, .. } => {
                "Courier limits how often it is asked: wait and try again"
            }
            Self::Status { status: 500.., .. } => {
                "try again; if it stays, see https://status.courier.com"
            }
            Self::Http(HttpError::TimedOut { .. }) => "allow more with --timeout SECONDS",
            Self::Http(HttpError::Tls { .. }) => {
                "SSL_CERT_FILE names a file of certificate authorities to trust (on Linux); check \
                 COURIER_BASE_URL, and whether a proxy stands between"
            }
            Self::Http(HttpError::Unreachable { .. }) => {
                "check the network, HTTPS_PROXY, and COURIER_BASE_URL"
            }
            Self::UnexpectedResponse(_) | Self::Http(HttpError::TooLarge { .. }) => {
                "check COURIER_BASE_URL, and whether a proxy answers in Courier's place"
            }
            Self::Status { .. } | Self::Http(_) => return None,
        };
        Some(help.to_owned())
    }
}

fn asks(wait: Option<Duration>) -> String {
    let wait = wait.filter(|wait| !wait.is_zero());
    wait.map_or_else(String::new, |wait| {
        format!("; it asks to wait {}", humanize(wait.as_secs_f64().ceil()))
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

/// What the server itself says, from `message` or GraphQL's `errors`, else from the text.
fn message(response: &Response) -> String {
    if let Ok(body) = serde_json::from_str::<ErrorBody>(&response.text())
        && let Some(message) = body.into_message()
    {
        return excerpt(&message);
    }
    describe_body(response)
}

/// An unexpected body, named for what it is.
pub(super) fn describe_body(response: &Response) -> String {
    // Before it is cut: a part of a secret is none that is known.
    let text = response.text();
    let text = text.trim();
    if text.is_empty() {
        return "an empty body".to_owned();
    }
    if text.starts_with('<') {
        return "a page of HTML or XML, as a proxy sends it".to_owned();
    }
    excerpt(text)
}

/// The start of a text, where it is longer than anyone would read.
fn excerpt(text: &str) -> String {
    let mut excerpt: String = text.chars().take(EXCERPT).collect();
    if excerpt.len() < text.len() {
        excerpt.push_str("...");
    }
    excerpt
}
