//! What goes over the wire, told to a person: in a line each, whole on standard error, or whole
//! in a file. No secret gets through, and what a server sends cannot act on a terminal.

use std::{
    cell::{Cell, RefCell},
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, SecondsFormat, Utc};
use reqwest::header::{AUTHORIZATION, HeaderMap, SET_COOKIE};
use serde_json::Value;

use super::http::{HttpError, Request, Response};
use crate::{
    console::{Console, Verbosity, sanitize},
    redact::{Secrets, is_recognized, mask},
};

/// The most that is shown of a body, in bytes.
const MAX_SHOWN: usize = 64 * 1024;

/// Who is told what is sent and what comes back.
pub(crate) struct Trace {
    console: Console,
    file: Option<(PathBuf, RefCell<File>)>,
    now: fn() -> DateTime<Utc>,
    /// How many requests were sent.
    sent: Cell<u32>,
}

impl Trace {
    /// Tells standard error as much as it takes, and the file everything.
    pub(crate) fn new(
        console: Console,
        file: Option<(&Path, File)>,
        now: fn() -> DateTime<Utc>,
    ) -> Self {
        Self {
            console,
            file: file.map(|(path, file)| (path.to_owned(), RefCell::new(file))),
            now,
            sent: Cell::new(0),
        }
    }

    /// What time it is here.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// What is never told.
    pub(super) fn secrets(&self) -> &Secrets {
        self.console.secrets()
    }

    /// Tells in a line how one try went.
    pub(super) fn tell(
        &self,
        request: &Request<'_>,
        answer: &Result<Response, HttpError>,
        took: Duration,
        again: Option<Duration>,
    ) {
        let what = match answer {
            Ok(answer) => answer.status.to_string(),
            Err(error) => error.to_string(),
        };
        let again = again.map(|wait| format!("; again in {:.1} s", wait.as_secs_f64()));
        let line = format!(
            "{} {} for {}: {what} after {:.3} s{}",
            request.method(),
            request.url,
            request.about,
            took.as_secs_f64(),
            again.unwrap_or_default()
        );
        self.console.print(Verbosity::Verbose, &sanitize(&line));
        if answer.is_err() {
            self.write(&sanitize(&format!("! {line}")));
        }
    }

    /// Shows a request that is about to be sent, and gives it a number.
    pub(super) fn sent(&self, request: &Request<'_>, headers: &HeaderMap) -> u32 {
        let number = self.sent.get() + 1;
        self.sent.set(number);
        if self.is_wanted() {
            let start = format!("{} {}", request.method(), request.url);
            let secret = mask(request.secret.text());
            let body = request.json.as_deref().unwrap_or_default().as_bytes();
            self.show(&format!("{number} >"), &start, (headers, &secret), body);
        }
        number
    }

    /// Shows the answer to the request of that number.
    pub(super) fn received(&self, number: u32, response: &Response, headers: &HeaderMap) {
        if !self.is_wanted() {
            return;
        }
        // Such a token need not look like one.
        if let Ok(Value::Object(body)) = serde_json::from_slice(&response.body)
            && let Some(Value::String(token)) = body.get("token")
            && !is_recognized(token)
        {
            self.console.secrets().add(token);
        }
        let start = response.status.to_string();
        self.show(
            &format!("{number} <"),
            &start,
            (headers, ""),
            &response.body,
        );
    }

    fn is_wanted(&self) -> bool {
        self.file.is_some() || self.console.verbosity() >= Verbosity::Trace
    }

    /// Shows one message, each of its lines behind the mark.
    fn show(&self, mark: &str, start: &str, headers: (&HeaderMap, &str), body: &[u8]) {
        let (headers, secret) = headers;
        let mut lines = vec![start.to_owned()];
        for (name, value) in headers {
            let value = if value.is_sensitive() {
                let scheme = if *name == AUTHORIZATION {
                    "Bearer "
                } else {
                    ""
                };
                format!("{scheme}{secret}")
            } else if *name == SET_COOKIE {
                "[hidden]".to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            lines.push(format!("{name}: {value}"));
        }
        if !body.is_empty() {
            lines.push(String::new());
            // Before it is cut: the start of a secret is none that is known.
            let text = self.secrets().redact(&String::from_utf8_lossy(body));
            let shown = &text[..text.floor_char_boundary(MAX_SHOWN)];
            lines.extend(shown.lines().map(str::to_owned));
            if shown.len() < text.len() {
                lines.push(format!("... {} bytes in all", body.len()));
            }
        }
        let lines = lines
            .iter()
            .map(|line| format!("{mark} {}", sanitize(line)).trim_end().to_owned());
        let text = lines.collect::<Vec<String>>().join("\n");
        self.console.print(Verbosity::Trace, &text);
        self.write(&text);
    }

    /// Adds to the file, with the time.
    fn write(&self, text: &str) {
        let Some((path, file)) = &self.file else {
            return;
        };
        let time = (self.now)().to_rfc3339_opts(SecondsFormat::Millis, true);
        let text = self.console.secrets().redact(text);
        let written = file
            .borrow_mut()
            .write_all(format!("{time}\n{text}\n\n").as_bytes());
        if let Err(source) = written {
            // The request was sent: what it does must not be lost with what is told of it.
            let warning = format!("warning: cannot write `{}`: {source}", path.display());
            self.console.print(Verbosity::Normal, &sanitize(&warning));
        }
    }
}
