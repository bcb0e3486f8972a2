//! A Courier Inbox of one user that fails on request, and records what it really did.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::http_response;

/// How a mutation fails. A fault of single messages affects every third one of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// GraphQL errors for some messages, which are not marked.
    PartialErrors,
    /// `false` for some messages, which are not marked.
    ReturnsFalse,
    /// `null` without an error for some messages, which are not marked.
    ReturnsNull,
    /// Some messages are neither marked nor mentioned in the response.
    MissingAlias,
    /// 429, and nothing is marked.
    RateLimited,
    /// 500, and nothing is marked.
    ServerError,
    /// The connection ends without a response, and nothing is marked.
    ConnectionReset,
    /// The connection ends in the middle of the response, and everything is marked.
    TruncatedResponse,
    /// 200 with an HTML page, and nothing is marked.
    HtmlPage,
    /// No response at all, and nothing is marked.
    Timeout,
    /// 401: the token is refused.
    Unauthorized,
    /// The response has some aliases twice, `true` and then `false`; their messages are not marked.
    DuplicateAlias,
    /// 413 if the request has more than one message.
    PayloadTooLarge,
    /// A GraphQL validation error if the request has more than one message.
    ValidationError,
    /// A GraphQL error without data; a retry succeeds.
    InternalError,
    /// `true` for some messages, which are not marked.
    FalseSuccess,
}

/// Every fault that the client can detect from the responses alone.
pub(crate) const ALL_FAULTS: [Fault; 15] = [
    Fault::PartialErrors,
    Fault::ReturnsFalse,
    Fault::ReturnsNull,
    Fault::MissingAlias,
    Fault::RateLimited,
    Fault::ServerError,
    Fault::ConnectionReset,
    Fault::TruncatedResponse,
    Fault::HtmlPage,
    Fault::Timeout,
    Fault::Unauthorized,
    Fault::DuplicateAlias,
    Fault::PayloadTooLarge,
    Fault::ValidationError,
    Fault::InternalError,
];

/// The fault of the first mutation, of the second, and so on. Later ones succeed.
pub(crate) type FaultPlan = Vec<Option<Fault>>;

/// The messages of the user, and counts of what was requested.
#[derive(Default)]
pub(crate) struct InboxState {
    messages: BTreeSet<String>,
    pub(crate) read: BTreeSet<String>,
    /// How often each message was marked.
    pub(crate) mark_counts: BTreeMap<String, u32>,
    pub(crate) mutation_count: usize,
    /// The number of messages in the largest mutation.
    pub(crate) largest_batch: usize,
    pub(crate) token_count: usize,
    /// A header line of every response.
    pub(crate) header: &'static str,
    /// List requests hang after this number of mutations.
    pub(crate) lists_hang_after: Option<usize>,
    /// Token requests hang.
    pub(crate) tokens_hang: bool,
    /// True once a token or list request hangs.
    pub(crate) is_hanging: bool,
    is_stopped: bool,
}

/// A server for `/auth/issue-token` and the Inbox, which stops when dropped.
pub(crate) struct FaultyInbox {
    pub(crate) url: String,
    state: Arc<Mutex<InboxState>>,
}

impl FaultyInbox {
    pub(crate) fn start(messages: impl IntoIterator<Item = String>, plan: FaultPlan) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(InboxState {
            messages: messages.into_iter().collect(),
            ..InboxState::default()
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                if shared.lock().unwrap().is_stopped {
                    return;
                }
                let (state, plan) = (Arc::clone(&shared), plan.clone());
                thread::spawn(move || serve(stream, &state, &plan));
            }
        });
        Self { url, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, InboxState> {
        self.state.lock().unwrap()
    }

    /// Returns the IDs of the messages that are read.
    pub(crate) fn read(&self) -> BTreeSet<String> {
        self.state().read.clone()
    }
}

impl Drop for FaultyInbox {
    /// Closes the listener: a thousand servers would leave no descriptors for the other tests.
    fn drop(&mut self) {
        if let Ok(mut state) = self.state.lock() {
            state.is_stopped = true;
        }
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

/// Serves one connection until it ends.
fn serve(mut stream: TcpStream, state: &Mutex<InboxState>, plan: &FaultPlan) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    while let Some((path, body)) = read_request(&mut reader) {
        let (response, header) = {
            let state = &mut state.lock().unwrap();
            (respond(&path, &body, state, plan), state.header)
        };
        let Some(response) = response else {
            // The read returns when the client closes the connection.
            let _ = reader.read(&mut [0]);
            return;
        };
        let response = match header {
            "" => response,
            header => response.replacen("\r\n", &format!("\r\n{header}\r\n"), 1),
        };
        let is_complete = response.ends_with('}') || response.ends_with('>');
        if stream.write_all(response.as_bytes()).is_err() || !is_complete {
            return;
        }
    }
}

/// Returns the path and the body of the next request, `None` at the end of the connection.
fn read_request(reader: &mut BufReader<TcpStream>) -> Option<(String, Value)> {
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    if body.is_empty() {
        return Some((path, Value::Null));
    }
    Some((path, serde_json::from_slice(&body).ok()?))
}

/// Returns the response, `None` if the request is to hang.
fn respond(path: &str, body: &Value, state: &mut InboxState, plan: &FaultPlan) -> Option<String> {
    if path.ends_with("/auth/issue-token") {
        state.is_hanging |= state.tokens_hang;
        return (!state.tokens_hang).then(|| issue_token(body, state));
    }
    let Some(query) = body["query"].as_str() else {
        return Some(response("404 Not Found", "{}"));
    };
    if query.starts_with("query") {
        let limit = state.lists_hang_after;
        let hangs = limit.is_some_and(|limit| state.mutation_count >= limit);
        state.is_hanging |= hangs;
        return (!hangs).then(|| list(body, state));
    }
    let fault = plan.get(state.mutation_count).copied().flatten();
    state.mutation_count += 1;
    (fault != Some(Fault::Timeout)).then(|| mark(body, fault, state))
}

/// Formats a response that keeps the connection open.
fn response(status: &str, body: &str) -> String {
    http_response(status, body).replace("connection: close\r\n", "")
}

/// Issues a token with the claims that Courier sets. Nobody checks its signature here.
fn issue_token(body: &Value, state: &mut InboxState) -> String {
    state.token_count += 1;
    let lifetime = body["expires_in"].as_str().unwrap();
    let (number, unit) = lifetime.split_once(' ').unwrap();
    let seconds = match unit.trim_end_matches('s') {
        "second" => 1,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        unit => panic!("unknown unit {unit}"),
    };
    let lifetime = seconds * number.parse::<i64>().unwrap();
    let claims = json!({
        "scope": body["scope"], "iat": 1_700_000_000, "exp": 1_700_000_000 + lifetime,
        "jti": state.token_count.to_string(),
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let token = format!(
        "{}.{}.{}",
        part(&json!({"alg": "HS256", "typ": "JWT"})),
        part(&claims),
        URL_SAFE_NO_PAD.encode([0; 32])
    );
    response("200 OK", &json!({ "token": token }).to_string())
}

fn list(body: &Value, state: &InboxState) -> String {
    const PAGE: usize = 100;
    let variables = &body["variables"];
    let is_archived = variables["params"]["archived"] == true;
    let after = variables["after"].as_str().unwrap_or("0");
    let start: usize = after.parse().unwrap();
    let all: Vec<&String> = if is_archived {
        Vec::new()
    } else {
        state.messages.iter().collect()
    };
    let node = |id: &&String| {
        let is_read = state.read.contains(*id);
        json!({ "messageId": id, "read": is_read.then_some("2026-11-01T12:00:00.000Z") })
    };
    let nodes: Vec<Value> = all.iter().skip(start).take(PAGE).map(node).collect();
    let has_next = start + PAGE < all.len();
    let page = json!({ "data": { "unread": 0, "messages": {
        "totalCount": all.len(),
        "pageInfo": { "hasNextPage": has_next, "startCursor": (start + PAGE).to_string() },
        "nodes": nodes,
    }}});
    response("200 OK", &page.to_string())
}

fn mark(body: &Value, fault: Option<Fault>, state: &mut InboxState) -> String {
    let variables = body["variables"].as_object().unwrap();
    state.largest_batch = state.largest_batch.max(variables.len());
    if let Some(response) = fault.and_then(|fault| whole_request_fault(fault, variables.len())) {
        return response;
    }
    let response = mark_each(variables, fault, state);
    if fault == Some(Fault::TruncatedResponse) {
        response[..response.len() - 5].to_owned()
    } else {
        response
    }
}

/// Returns the response of a fault that affects the request as a whole.
fn whole_request_fault(fault: Fault, message_count: usize) -> Option<String> {
    let (status, body) = match fault {
        Fault::RateLimited => (
            "429 Slow down\r\nretry-after-ms: 1",
            r#"{"message":"slow down"}"#,
        ),
        Fault::ServerError => ("500 Oops\r\nretry-after-ms: 1", r#"{"message":"oops"}"#),
        Fault::ConnectionReset => return Some(String::new()),
        Fault::HtmlPage => ("200 OK", "<html>the proxy is here</html>"),
        Fault::Unauthorized => ("401 No", r#"{"message":"Unauthorized"}"#),
        Fault::InternalError => ("200 OK", r#"{"data":null,"errors":[{"message":"oops"}]}"#),
        Fault::PayloadTooLarge if message_count > 1 => ("413 Too large", "{}"),
        Fault::ValidationError if message_count > 1 => {
            ("200 OK", r#"{"errors":[{"message":"too complex"}]}"#)
        }
        _ => return None,
    };
    Some(response(status, body))
}

/// Marks the messages, except those that the fault affects.
fn mark_each(
    variables: &Map<String, Value>,
    fault: Option<Fault>,
    state: &mut InboxState,
) -> String {
    let (mut data, mut errors) = (Vec::new(), Vec::new());
    for (index, (alias, id)) in variables.iter().enumerate() {
        let id = id.as_str().unwrap();
        let mut push = |value: &str| data.push(format!("\"{alias}\":{value}"));
        let error = |message: &str| json!({ "message": message, "path": [alias] });
        match fault.filter(|_| index % 3 == 0) {
            Some(Fault::PartialErrors) => {
                push("null");
                errors.push(error("broken"));
            }
            Some(Fault::FalseSuccess) => push("true"),
            Some(Fault::ReturnsFalse) => push("false"),
            Some(Fault::ReturnsNull) => push("null"),
            Some(Fault::MissingAlias) => {}
            Some(Fault::DuplicateAlias) => {
                push("true");
                push("false");
            }
            _ if !state.messages.contains(id) => {
                push("null");
                errors.push(error("Message not found"));
            }
            _ => {
                push("true");
                state.read.insert(id.to_owned());
                *state.mark_counts.entry(id.to_owned()).or_default() += 1;
            }
        }
    }
    let errors = match errors.len() {
        0 => String::new(),
        _ => format!(",\"errors\":{}", Value::from(errors)),
    };
    let body = format!("{{\"data\":{{{}}}{errors}}}", data.join(","));
    response("200 OK", &body)
}
