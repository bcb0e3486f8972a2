//! Sign-in with a client key and an HMAC, which preceded user tokens.

use crate::{
    inspect::Severity,
    scan::{
        file_kind::FileKind,
        finding::SourceFinding,
        marks::Mark,
        source::{Source, contains_ignoring_case, word_around},
    },
};

/// The maximum length of an import up to a name.
const MAX_IMPORT: usize = 100;

/// Checks a word of the older sign-in at a position.
pub(in crate::scan) fn check(source: &Source<'_>, at: usize, word: &str) -> Option<SourceFinding> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let range = word_around(source.text, &(at..at + word.len()), is_part);
    if !source.names_courier || source.is_prose(at) || !matches!(source.kind, FileKind::Code(_)) {
        return None;
    }
    let is_hmac = contains_ignoring_case(word, "hmac");
    let before = source.shortly_before(at);
    let line = &before[before.ceil_char_boundary(before.len().saturating_sub(MAX_IMPORT))..];
    let is_import = ["import ", "use ", "require(", "from ", "#include"]
        .iter()
        .any(|word| line.contains(word));
    let names_key = ["key", "courier_auth_token"]
        .iter()
        .any(|name| contains_ignoring_case(source.near(&range), name));
    if is_hmac && (is_import || !names_key) {
        return None;
    }
    if is_hmac && !contains_ignoring_case(source.near(&range), "courier") {
        return None;
    }
    let is_client_key = contains_ignoring_case(word, "clientkey") || word.contains("client-key");
    if is_client_key && !source.has(Mark::AppClient) {
        return None;
    }
    let finding = if is_hmac && source.is_client_code() {
        let message = "this app computes the HMAC itself, so the API key is in the app";
        SourceFinding::new("legacy-auth", range, message).severity(Severity::Error)
    } else if is_hmac {
        SourceFinding::new(
            "legacy-auth",
            range,
            "this HMAC is the older sign-in of Courier's clients",
        )
    } else if is_client_key {
        SourceFinding::new(
            "legacy-auth",
            range,
            "a client key without a token is the older sign-in",
        )
    } else {
        SourceFinding::new(
            "legacy-auth",
            range,
            "a user signature is the older sign-in",
        )
    };
    Some(finding.help("issue a user token in your backend, and pass it to the client"))
}
