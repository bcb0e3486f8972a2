//! A line about a request to a sandbox.

use super::palette::{Paint, Palette};
use crate::{console::sanitize, inspect::rules, request_summary::RequestSummary};

/// A request to a sandbox that has its outcome.
pub(crate) struct RequestLine<'a> {
    /// The time in RFC 3339.
    pub(crate) time: &'a str,
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) user: Option<&'a str>,
    /// The GraphQL operation.
    pub(crate) operation: Option<&'a str>,
    /// The fingerprint of the token or API key.
    pub(crate) token: Option<&'a str>,
    /// `None` if the request got no response.
    pub(crate) status: Option<u16>,
    /// The code of the rule that explains a refusal.
    pub(crate) rule: Option<&'a str>,
    pub(crate) reason: Option<&'a str>,
    pub(crate) milliseconds: Option<u64>,
}

impl RequestLine<'_> {
    /// Returns the line, without its end.
    pub(crate) fn render(&self, palette: Palette) -> String {
        let is_failed = self.status.is_none_or(|status| status >= 400);
        let paint = if is_failed { Paint::Error } else { Paint::Good };
        let status = self.status.map(|status| status.to_string());
        // The date is that of the sandbox's clock, which a reader knows.
        let time = self.time.get(11..23).unwrap_or(self.time);
        let user = self.user.map(|user| format!("user={user}"));
        let duration = self.milliseconds.map(|ms| format!("{ms} ms"));
        let explanation = self.explanation();
        let details = [
            self.operation,
            user.as_deref(),
            duration.as_deref(),
            explanation.as_deref(),
        ];
        let details: Vec<_> = details.into_iter().flatten().map(sanitize).collect();
        let line = format!(
            "{} {} {} {} {}",
            palette.paint(Paint::Faint, time),
            palette.paint(paint, status.as_deref().unwrap_or("---")),
            sanitize(self.method),
            sanitize(self.path),
            details.join(" ")
        );
        line.trim_end().to_owned()
    }

    /// The rule in words, or the reason of a refusal.
    pub(crate) fn explanation(&self) -> Option<String> {
        match self.rule.map(|code| (code, rules::find(code))) {
            Some((code, Some(rule))) => Some(format!("{code} {}: {}", rule.name, rule.summary)),
            Some((code, None)) => Some(code.to_owned()),
            None => self.reason.map(str::to_owned),
        }
    }
}

impl<'a> From<&'a RequestSummary> for RequestLine<'a> {
    fn from(request: &'a RequestSummary) -> Self {
        Self {
            time: &request.time,
            method: &request.method,
            path: &request.path,
            user: request.user.as_deref(),
            operation: request.operation.as_deref(),
            token: request.token.as_deref(),
            status: request.status,
            rule: request.rule.as_deref(),
            reason: request.reason.as_deref(),
            milliseconds: request.milliseconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusal_is_explained_in_words() {
        let request = RequestSummary {
            time: "2026-01-31T12:00:01.234Z".to_owned(),
            method: "POST".to_owned(),
            path: "/q".to_owned(),
            operation: Some("GetInboxMessages".to_owned()),
            user: Some("ali\u{1b}ce".to_owned()),
            status: Some(401),
            rule: Some("CA201".to_owned()),
            milliseconds: Some(2),
            ..RequestSummary::default()
        };
        let line = RequestLine::from(&request).render(Palette::PLAIN);
        let start =
            "12:00:01.234 401 POST /q GetInboxMessages user=ali\\u{1b}ce 2 ms CA201 expired: ";
        assert!(line.starts_with(start), "{line}");
    }
}
