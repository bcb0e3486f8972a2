//! The details of a request, without secrets, and the `curl` command that repeats it.

use serde::Serialize;

use super::{
    entry::{Credential, Entry},
    redaction::redact_query,
};
use crate::{
    env_vars,
    inspect::rules,
    redact::redact,
    request_summary::RequestSummary,
    sandbox::limits::{MAX_JOURNAL_METHOD, MAX_JOURNAL_PATH},
};

/// A request with its query and bodies.
#[derive(Serialize)]
pub(in crate::sandbox) struct Details<'e> {
    #[serde(flatten)]
    summary: &'e RequestSummary,
    query: Option<String>,
    /// The beginning of the body.
    request_body: Option<String>,
    /// The size of the whole body in bytes, `None` if all of it is shown.
    request_size: Option<u64>,
    response_body: Option<String>,
    response_size: Option<u64>,
    /// A command that sends the request again, `None` if the sandbox does not have all of it.
    curl: Option<String>,
    why: Option<RuleView>,
}

/// The rule that explains a refusal.
#[derive(Serialize)]
struct RuleView {
    code: &'static str,
    rule: &'static str,
    summary: &'static str,
    fix: &'static str,
}

impl<'e> Details<'e> {
    /// Returns the details of an entry of the sandbox at a URL.
    pub(in crate::sandbox) fn new(entry: &'e Entry, url: &str) -> Self {
        let Entry { summary, content } = entry;
        let rule = summary.rule.as_deref().and_then(rules::find);
        let query = content.query.as_deref().map(redact_query);
        let request_body = content.request.text(&summary.path);
        Self {
            curl: curl(entry, url, query.as_deref(), request_body.as_deref()),
            query,
            request_body,
            request_size: content.request.size_if_truncated(),
            response_body: content.response.text(&summary.path),
            response_size: content.response.size_if_truncated(),
            why: rule.map(|rule| RuleView {
                code: rule.code,
                rule: rule.name,
                summary: rule.summary,
                fix: rule.fix,
            }),
            summary,
        }
    }
}

/// Returns a command for a POSIX shell, which takes the credential from the environment.
fn curl(entry: &Entry, url: &str, query: Option<&str>, body: Option<&str>) -> Option<String> {
    let Entry { summary, content } = entry;
    // A socket is no request that curl can repeat, and neither is one with a secret in it, or one that is
    // too long to be recorded as a whole.
    let is_repeatable = summary.status != Some(101)
        && summary.path.len() <= MAX_JOURNAL_PATH.saturating_sub(char::MAX_LEN_UTF8)
        && summary.method.len() < MAX_JOURNAL_METHOD
        && content.credential != Credential::Signature
        && !summary.path.contains("fp:")
        && query == content.query.as_deref()
        && content.request.is_text(body.unwrap_or_default());
    if !is_repeatable {
        return None;
    }
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let url = quoted(&format!("{url}{}{query}", summary.path));
    let variable = match content.credential {
        Credential::None | Credential::Signature => None,
        Credential::ApiKey => Some(env_vars::API_KEY),
        Credential::UserToken => Some(env_vars::JWT),
    };
    let credential = variable.map(|name| format!("-H \"Authorization: Bearer ${name}\""));
    let headers = content.headers.iter();
    let headers =
        headers.map(|(name, value)| format!("-H {}", quoted(&redact(&format!("{name}: {value}")))));
    let body = body.map(|body| format!("--data-raw {}", quoted(body)));
    let start = format!("curl -sS -X {} {url}", quoted(&summary.method));
    let parts = [start].into_iter().chain(credential).chain(headers);
    let parts: Vec<String> = parts.chain(body).collect();
    Some(parts.join(" "))
}

/// Quotes a word with single quotes, which keep JSON readable.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_is_quoted_for_a_shell() {
        assert_eq!(quoted(r#"{"a":"it's \n"}"#), r#"'{"a":"it'\''s \n"}'"#);
    }
}
