//! Calls that issue a token: functions of SDKs, and HTTP requests.

use std::ops::Range;

use super::request_parts::{has_other_scope, http_arguments, sdk_arguments};
use crate::{
    inspect::Severity,
    scan::{
        file_kind::{FileKind, Language},
        finding::SourceFinding,
        marks::Mark,
        source::{Source, word_around},
        strings::brackets::enclosing,
    },
};

/// The path of the API that issues tokens.
const PATH: &str = "auth/issue-token";

/// A call that issues a token.
#[derive(Debug)]
pub(super) struct Call {
    /// The range of the word that names the call.
    pub(super) name: Range<usize>,
    /// The range of the arguments, or of the command.
    pub(super) arguments: Option<Range<usize>>,
    pub(super) is_http: bool,
}

impl Call {
    /// Reads the call whose name is in a range, `None` if it is no call of Courier.
    pub(super) fn read(source: &Source<'_>, name: Range<usize>) -> Option<Self> {
        let text = source.text;
        let is_http = text[..name.end].ends_with(PATH);
        if is_http && !is_url_of_courier(source, &name) {
            return None;
        }
        let is_quoted =
            text[..name.start].ends_with(['"', '\'']) && text[name.end..].starts_with(['"', '\'']);
        let arguments = if is_http {
            http_arguments(source, &name)
        } else if is_quoted {
            // The name of a tool of Courier's MCP server.
            enclosing(text, name.start)
        } else {
            sdk_arguments(source, name.end)
        };
        let is_of_courier = |arguments| calls_courier(source, &name, arguments);
        let is_call = is_http && !is_of_other_service(source, arguments.as_ref())
            || !is_http && arguments.as_ref().is_some_and(is_of_courier);
        is_call.then_some(Self {
            name,
            arguments,
            is_http,
        })
    }

    /// Reports a request in code of an app, which contains the API key then.
    pub(super) fn published_key(&self, source: &Source<'_>) -> Option<SourceFinding> {
        if !source.is_client_code() {
            return None;
        }
        if !self.is_http {
            // The client of the SDK needs the API key.
            let has_client = source.has(Mark::NodeClient);
            return has_client.then(|| self.in_app());
        }
        let before = source.shortly_before(self.name.start);
        let is_own_backend = before.ends_with(['"', '\'', '`', '/'])
            && !before.contains("://")
            && !before.ends_with("}/");
        let names_host = before.contains("courier.com") || before.contains("courier.io");
        if is_own_backend && !names_host {
            return None;
        }
        Some(self.in_app())
    }

    fn in_app(&self) -> SourceFinding {
        let message = "this app issues tokens itself, so the API key is in the app";
        SourceFinding::new("published-key", self.name.clone(), message)
            .severity(Severity::Error)
            .help("let the app fetch the token from your backend")
    }
}

/// Returns true if the URL around a path can be one of Courier: its host, a variable, or the path alone.
/// Other hosts, and longer paths of the own backend, are not.
fn is_url_of_courier(source: &Source<'_>, name: &Range<usize>) -> bool {
    let before = source.shortly_before(name.start).trim_end_matches('/');
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '(' | '<' | '=' | ',');
    let base = before.rsplit(is_end).next().unwrap_or_default();
    let base = base.split_once("://").map_or(base, |(_, host)| host);
    let host = base.split('/').next().unwrap_or_default();
    let is_variable = host.contains(['$', '{', '%', '<']) || host.ends_with(['}', ')', '+']);
    if host.is_empty() {
        return base.is_empty();
    }
    let hosts = [
        "courier.com",
        "courier.io",
        "localhost",
        "127.0.0.1",
        "[::1]",
    ];
    is_variable && source.names_courier || hosts.iter().any(|own| host.contains(own))
}

/// Returns true if the scopes in the arguments of a call are those of another service.
fn is_of_other_service(source: &Source<'_>, arguments: Option<&Range<usize>>) -> bool {
    let arguments = arguments.map(|arguments| &source.text[arguments.clone()]);
    arguments.is_some_and(has_other_scope)
}

/// Returns true if a function such as `issueToken` is that of Courier's SDK: it belongs to its client, or
/// its arguments have a scope of Courier. Other services have functions of this name.
fn calls_courier(source: &Source<'_>, name: &Range<usize>, arguments: &Range<usize>) -> bool {
    const OWNERS: [&str; 4] = ["auth", "tokens", "authtokens", "auth_tokens"];
    if !source.names_courier {
        return false;
    }
    let before = &source.text[..name.start];
    let is_sign = |c: char| matches!(c, '.' | '-' | '>' | '(' | ')' | '?' | '!' | '&' | ':');
    let owner = before.trim_end_matches(is_sign);
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = owner.len();
    let word = &owner[word_around(owner, &(end..end), is_word)];
    let is_method = owner.len() < before.len();
    let is_definition = ["function", "def", "func", "fun", "fn", "async"].contains(&word);
    if is_definition || is_of_other_service(source, Some(arguments)) {
        return false;
    }
    let has_owner = OWNERS.iter().any(|owner| word.eq_ignore_ascii_case(owner));
    let has_scope = ["user_id:", "inbox:"]
        .iter()
        .any(|scope| source.text[arguments.clone()].contains(scope));
    // The types and methods of SDKs, such as `AuthIssueTokenParams`.
    let is_type = word.ends_with("Auth") || word.ends_with("auth");
    is_type || has_scope || is_method && (has_owner || source.has(Mark::Package))
}

/// Returns true if the SDK of a JavaScript file sends the arguments as they are. Node SDK 5, a function
/// without `new`, translates `expiresIn`.
pub(super) fn sends_arguments_unchanged(source: &Source<'_>) -> bool {
    source.kind == FileKind::Code(Language::JavaScript) && source.has(Mark::NodeClient)
}
