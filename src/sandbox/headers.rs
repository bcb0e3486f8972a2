//! Request headers as text.

use axum::http::{
    HeaderMap,
    header::{ACCEPT, AUTHORIZATION},
};

/// Returns the value of a header, decoded as UTF-8 or else as Latin-1, which browsers send.
pub(super) fn header_text(headers: &HeaderMap, name: &str) -> Option<String> {
    let bytes = headers.get(name)?.as_bytes();
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    })
}

/// Returns the value of the `Authorization` header.
pub(super) fn authorization(headers: &HeaderMap) -> Option<String> {
    header_text(headers, AUTHORIZATION.as_str())
}

/// Returns true if the client accepts HTML, as a browser does that opens a page.
pub(super) fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = header_text(headers, ACCEPT.as_str()).unwrap_or_default();
    accept.contains("text/html")
}
