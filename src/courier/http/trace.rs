//! The log of requests and responses: one line for each attempt, or full messages on standard error
//! or in a file. Secrets are redacted, and control characters of a server are escaped.

use std::{
    cell::{Cell, RefCell},
    fs::File,
    io::Write as _,
    path::PathBuf,
    time::Duration,
};

use chrono::{DateTime, SecondsFormat, Utc};
use reqwest::header::{AUTHORIZATION, HeaderMap, SET_COOKIE};
use serde_json::Value;

use super::{error::HttpError, request::Request, response::Response};
use crate::{
    console::{Console, Level, Verbosity, sanitize},
    redact::{Secrets, is_recognized, mask},
};

/// The largest part of a body that is logged, in bytes.
const MAX_LOGGED_BODY: usize = 64 * 1024;

/// The log of requests and responses.
pub(crate) struct Trace {
    console: Console,
    file: Option<TraceFile>,
    now: fn() -> DateTime<Utc>,
    /// The number of requests so far.
    requests: Cell<u32>,
}

/// The file of `--debug-http`, which gets all messages in full.
pub(crate) struct TraceFile {
    path: PathBuf,
    file: RefCell<File>,
}

/// A request or response in the log.
struct LoggedMessage<'m> {
    /// The start of each line, such as `1 >`.
    prefix: String,
    first_line: String,
    headers: &'m HeaderMap,
    /// The text that replaces the secret in a sensitive header.
    masked_secret: &'m str,
    body: &'m [u8],
}

impl TraceFile {
    /// Returns a trace file that was opened at this path.
    pub(crate) fn new(path: PathBuf, file: File) -> Self {
        let file = RefCell::new(file);
        Self { path, file }
    }
}

impl Trace {
    /// Returns a log to the console, as far as its verbosity allows, and to the file.
    pub(crate) fn new(
        console: Console,
        file: Option<TraceFile>,
        now: fn() -> DateTime<Utc>,
    ) -> Self {
        Self {
            console,
            file,
            now,
            requests: Cell::new(0),
        }
    }

    /// Returns the time of the local clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// Returns the secrets that are redacted.
    pub(super) fn secrets(&self) -> &Secrets {
        self.console.secrets()
    }

    /// Logs one attempt in one line. `retry_delay` is the delay until the next attempt, if there is
    /// one.
    pub(super) fn log_attempt(
        &self,
        request: &Request<'_>,
        result: &Result<Response, HttpError>,
        took: Duration,
        retry_delay: Option<Duration>,
    ) {
        let outcome = match result {
            Ok(response) => response.status.to_string(),
            Err(error) => error.to_string(),
        };
        let retry = retry_delay.map(|delay| format!("; retry in {:.1} s", delay.as_secs_f64()));
        let line = format!(
            "{} {} for {}: {outcome} after {:.3} s{}",
            request.method,
            request.url,
            request.subject,
            took.as_secs_f64(),
            retry.unwrap_or_default()
        );
        self.console.print(Verbosity::Verbose, Level::Debug, &line);
        if result.is_err() {
            self.write_to_file(&sanitize(&format!("! {line}")));
        }
    }

    /// Logs a request before it is sent. Returns its number.
    pub(super) fn log_request(&self, request: &Request<'_>, headers: &HeaderMap) -> u32 {
        let number = self.requests.get().saturating_add(1);
        self.requests.set(number);
        if self.logs_messages() {
            self.log_message(&LoggedMessage {
                prefix: format!("{number} >"),
                first_line: format!("{} {}", request.method, request.url),
                headers,
                masked_secret: &mask(request.auth.secret()),
                body: request.json.as_deref().unwrap_or_default().as_bytes(),
            });
        }
        number
    }

    /// Logs the response to the request of that number.
    pub(super) fn log_response(&self, number: u32, response: &Response, headers: &HeaderMap) {
        if !self.logs_messages() {
            return;
        }
        // A new token without the usual form would not be recognized in the body.
        if let Ok(Value::Object(body)) = serde_json::from_slice(&response.body)
            && let Some(Value::String(token)) = body.get("token")
            && !is_recognized(token)
        {
            self.console.secrets().add(token);
        }
        self.log_message(&LoggedMessage {
            prefix: format!("{number} <"),
            first_line: response.status.to_string(),
            headers,
            masked_secret: "",
            body: &response.body,
        });
    }

    /// Returns true if requests and responses are logged in full.
    fn logs_messages(&self) -> bool {
        self.file.is_some() || self.console.verbosity() >= Verbosity::Trace
    }

    /// Logs a message in full.
    fn log_message(&self, message: &LoggedMessage<'_>) {
        let lines = message.lines(self.secrets());
        let lines = lines.iter().map(|line| {
            format!("{} {}", message.prefix, sanitize(line))
                .trim_end()
                .to_owned()
        });
        let text = lines.collect::<Vec<String>>().join("\n");
        self.console
            .print_lines(Verbosity::Trace, Level::Debug, &text);
        self.write_to_file(&text);
    }

    /// Appends a text to the file, with the time.
    fn write_to_file(&self, text: &str) {
        let Some(TraceFile { path, file }) = &self.file else {
            return;
        };
        let time = (self.now)().to_rfc3339_opts(SecondsFormat::Millis, true);
        let text = self.console.secrets().redact(text);
        let written = file
            .borrow_mut()
            .write_all(format!("{time}\n{text}\n\n").as_bytes());
        if let Err(source) = written {
            // A logging failure must not abort a request that was already sent.
            let warning = format!("cannot write `{}`: {source}", path.display());
            self.console
                .print(Verbosity::Normal, Level::Warning, &warning);
        }
    }
}

impl LoggedMessage<'_> {
    /// Returns the lines of the message, without the prefix.
    fn lines(&self, secrets: &Secrets) -> Vec<String> {
        let mut lines = vec![self.first_line.clone()];
        for (name, value) in self.headers {
            let value = if value.is_sensitive() {
                let scheme = if *name == AUTHORIZATION {
                    "Bearer "
                } else {
                    ""
                };
                format!("{scheme}{}", self.masked_secret)
            } else if *name == SET_COOKIE {
                "[hidden]".to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            lines.push(format!("{name}: {value}"));
        }
        if !self.body.is_empty() {
            lines.push(String::new());
            // Redacted before it is cut, because the start of a secret would not be recognized.
            let text = secrets.redact(&String::from_utf8_lossy(self.body));
            let logged = &text[..text.floor_char_boundary(MAX_LOGGED_BODY)];
            lines.extend(logged.lines().map(str::to_owned));
            if logged.len() < text.len() {
                lines.push(format!("... ({} bytes in total)", self.body.len()));
            }
        }
        lines
    }
}
