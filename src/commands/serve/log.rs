//! The lines of the request log.

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{
    console::{Console, Level, Verbosity},
    output::{json, sanitize},
    serve::LoggedRequest,
};

/// Writes the line of a request that got its response at a time. With `is_json` it is a JSON document.
pub(super) fn write_line(
    request: &LoggedRequest,
    at: DateTime<Utc>,
    console: &Console,
    is_json: bool,
) {
    if console.verbosity() < Verbosity::Normal {
        return;
    }
    if is_json {
        console.print_json(&json::ServeRequest::of(request, at));
        return;
    }
    let user = request.user.as_ref().map(|user| format!(" user={user}"));
    let text = format!(
        "{} {} {} {}{} {} {} ms",
        at.to_rfc3339_opts(SecondsFormat::Millis, true),
        request.status,
        request.method,
        request.path,
        user.unwrap_or_default(),
        request.outcome,
        request.duration.as_millis()
    );
    console.print(Verbosity::Normal, Level::Info, &sanitize(&text));
}
