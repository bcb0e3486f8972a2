//! Sends a request to a sandbox, and tells if it was refused.

use serde_json::{Value, json};

use super::request::{Call, Request};
use crate::support::{Response, Sandbox, connect, handshake, receive, send_frame};

/// The result of a request.
#[derive(Debug)]
pub(super) enum Verdict {
    Accepted,
    Refused {
        /// `None` for an error frame.
        status: Option<u16>,
        /// The code of the rule, the reason in the header, and the body.
        text: String,
        /// True if the refusal has the form of Courier's.
        has_known_form: bool,
    },
}

impl Verdict {
    /// Sends a request to a sandbox whose workspace has the settings of the request.
    pub(super) fn of(request: &Request, sandbox: &Sandbox) -> Self {
        let settings = serde_json::from_str(&request.workspace).unwrap();
        sandbox.set_workspace(&settings);
        match request.call {
            Call::Http => Self::of_response(&send(request, sandbox)),
            Call::Preflight => Self::of_preflight(request, &send(request, sandbox)),
            Call::Handshake => Self::of_handshake(&request.path, sandbox),
            Call::Frame => Self::of_frame(request, sandbox),
        }
    }

    /// Returns true for a refusal with this status that contains the reason.
    pub(super) fn is_refusal(&self, expected: u16, reason: &str) -> bool {
        match self {
            Self::Accepted => false,
            Self::Refused {
                status,
                text,
                has_known_form,
            } => {
                status.is_none_or(|status| status == expected)
                    && text.contains(reason)
                    && *has_known_form
            }
        }
    }

    fn of_response(response: &Response) -> Self {
        let body = serde_json::from_str(&response.body).unwrap_or(Value::Null);
        if response.status < 300 && body.get("errors").is_none() {
            return Self::Accepted;
        }
        let rule = response.rule().unwrap_or_default();
        let reason = response.header("x-courier-auth-reason").unwrap_or_default();
        Self::Refused {
            status: Some(response.status),
            text: format!("{rule} {reason} {}", response.body),
            has_known_form: has_known_form(response.status, &body),
        }
    }

    /// Decides as a browser does (<https://fetch.spec.whatwg.org/#cors-preflight-fetch>).
    fn of_preflight(request: &Request, response: &Response) -> Self {
        let sent = |name: &str| {
            let mut headers = request.headers.iter();
            let found = headers.find(|(known, _)| *known == name);
            found.map_or("", |(_, value)| value)
        };
        let allowed = |name: &str| response.header(name).unwrap_or_default();
        let allows_all = |allowed: &str, requested: &str| {
            let is_allowed = |name: &str| {
                let mut names = allowed.split(',');
                names.any(|known| known.trim().eq_ignore_ascii_case(name.trim()))
            };
            requested.split(',').all(is_allowed)
        };
        let is_allowed = response.status < 300
            && allowed("access-control-allow-origin") == "*"
            && ["method", "headers"].iter().all(|part| {
                let list = format!("access-control-allow-{}", part.trim_end_matches('s'));
                allows_all(
                    allowed(&format!("{list}s")),
                    sent(&format!("access-control-request-{part}")),
                )
            });
        if is_allowed {
            return Self::Accepted;
        }
        Self::Refused {
            status: Some(response.status),
            text: response.head.clone(),
            has_known_form: true,
        }
    }

    fn of_handshake(path: &str, sandbox: &Sandbox) -> Self {
        let query = path.trim_start_matches("/?");
        let Err(response) = handshake(sandbox, query) else {
            return Self::Accepted;
        };
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.map_or("", |value| value.to_str().unwrap())
        };
        let body = response.body().as_deref().unwrap_or_default();
        let status = response.status().as_u16();
        let (rule, reason) = (
            header("x-courier-auth-rule"),
            header("x-courier-auth-reason"),
        );
        Self::Refused {
            status: Some(status),
            text: format!("{rule} {reason}"),
            has_known_form: has_known_form(
                status,
                &serde_json::from_slice(body).unwrap_or_default(),
            ),
        }
    }

    /// Sends the frame and then one with an unknown action, which gets an error. If it is the first
    /// error, then the frame got none.
    fn of_frame(request: &Request, sandbox: &Sandbox) -> Self {
        let query = request.path.trim_start_matches("/?");
        let mut socket = connect(sandbox, query).unwrap();
        send_frame(&mut socket, &serde_json::from_str(&request.body).unwrap());
        send_frame(&mut socket, &json!({ "tid": "end", "action": "end" }));
        loop {
            let frame = receive(&mut socket);
            let error = [&frame["error"], &frame["data"]["message"]];
            let Some(error) = error.into_iter().find_map(Value::as_str) else {
                continue;
            };
            if error == "unknown action" {
                return Self::Accepted;
            }
            return Self::Refused {
                status: None,
                text: error.to_owned(),
                has_known_form: true,
            };
        }
    }
}

fn send(request: &Request, sandbox: &Sandbox) -> Response {
    let headers = request.headers.iter();
    let headers: Vec<(&str, &str)> = headers
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    sandbox.request(&request.method, &request.path, &headers, &request.body)
}

/// Returns true if the body of a refusal has the form of Courier's.
fn has_known_form(status: u16, body: &Value) -> bool {
    if status == 401 {
        return *body == json!({ "message": "Unauthorized", "type": "authentication_error" });
    }
    let is_graphql = body["errors"][0]["message"].is_string();
    is_graphql || body["message"].is_string() && body["type"] == "invalid_request_error"
}
