//! The page at `GET /`, which shows and controls the sandbox. It is one file that loads nothing from
//! other hosts.

use std::sync::LazyLock;

use axum::{
    extract::Request,
    http::{
        Method,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, UPGRADE},
    },
    response::{Html, IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::headers::accepts_html;

/// The page: its markup, one style and one script. The files of each share one scope, in this order.
const PAGE: &str = concat!(
    include_str!("page/head.html"),
    "<style>\n",
    include_str!("page/style/base.css"),
    include_str!("page/style/layout.css"),
    include_str!("page/style/form.css"),
    include_str!("page/style/messages.css"),
    include_str!("page/style/tables.css"),
    include_str!("page/style/requests.css"),
    "</style>\n</head>\n",
    include_str!("page/body-messages.html"),
    include_str!("page/body-user.html"),
    include_str!("page/body-requests.html"),
    include_str!("page/body-controls.html"),
    "<script>\n",
    include_str!("page/script/state.js"),
    include_str!("page/script/elements.js"),
    include_str!("page/script/formatting.js"),
    include_str!("page/script/requests.js"),
    include_str!("page/script/connection.js"),
    include_str!("page/script/users.js"),
    include_str!("page/script/navigation.js"),
    include_str!("page/script/inbox.js"),
    include_str!("page/script/messages.js"),
    include_str!("page/script/message-actions.js"),
    include_str!("page/script/user-data.js"),
    include_str!("page/script/tokens.js"),
    include_str!("page/script/issued-tokens.js"),
    include_str!("page/script/journal.js"),
    include_str!("page/script/request-details.js"),
    include_str!("page/script/sockets.js"),
    include_str!("page/script/snippets.js"),
    include_str!("page/script/controls.js"),
    include_str!("page/script/faults.js"),
    include_str!("page/script/seed.js"),
    include_str!("page/script/start.js"),
    "</script>\n</body>\n</html>\n",
);

/// The content security policy: the page can only run its script, apply its style and connect to
/// the sandbox. If it ever inserted a message as HTML, no script in it would run.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let [script, style] = ["script", "style"].map(|element| {
        let inner = inner(element).unwrap_or_default();
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(inner)))
    });
    format!(
        "default-src 'none'; script-src {script}; style-src {style}; img-src data:; \
         connect-src 'self' ws://127.0.0.1:* ws://localhost:*; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
});

/// Returns the page.
pub(super) fn response() -> Response {
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Html(PAGE)).into_response()
}

/// Returns true if the request is for the page, which is not a part of Courier.
pub(super) fn is_page_request(request: &Request) -> bool {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_upgrade = request.headers().contains_key(UPGRADE);
    let has_query = request.uri().query().is_some();
    request.uri().path() == "/"
        && is_read
        && !is_upgrade
        && (!has_query || accepts_html(request.headers()))
}

/// Returns the content of the page's only element with that name.
fn inner(element: &str) -> Option<&'static str> {
    let (_, rest) = PAGE.split_once(&format!("<{element}>"))?;
    Some(rest.split_once(&format!("</{element}>"))?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sandbox::{auth::API_KEY, limits::MAX_JOURNAL},
        token::Feature,
    };

    /// Returns the text between the first occurrence of `start` and the next one of `end`.
    fn between(start: &str, end: &str) -> &'static str {
        let (_, rest) = PAGE.split_once(start).unwrap();
        rest.split_once(end).unwrap().0
    }

    #[test]
    fn page_refers_to_features_and_the_api_key_that_exist() {
        let labels = between("const FEATURE_LABELS = { ", " };").split(", ");
        let labeled = labels.filter_map(|label| Some(label.split_once(": ")?.0));
        let select = between("<select id=\"issue-scopes\"", "</select>");
        let values = select.split("value=\"").skip(1);
        let offered = values.filter_map(|value| Some(value.split_once('"')?.0));
        let names: Vec<&str> = labeled.chain(offered).collect();
        assert!(names.len() > 7, "{names:?}");
        for name in names {
            assert!(
                name == "custom" || Feature::from_name(name).is_some(),
                "{name}"
            );
        }
        assert!(PAGE.contains(&format!("const API_KEY = \"{API_KEY}\"")));
        assert!(PAGE.contains(&format!("const MAX_JOURNAL = {MAX_JOURNAL};")));
    }

    #[test]
    fn page_has_one_script_and_one_style_and_loads_nothing() {
        for element in ["script", "style"] {
            assert_eq!(PAGE.matches(&format!("<{element}")).count(), 1, "{element}");
            assert!(
                inner(element).is_some_and(|text| !text.is_empty()),
                "{element}"
            );
        }
        for outside in [
            "http://",
            "https://",
            "src=",
            "@import",
            "url(",
            "innerHTML",
            " style=",
        ] {
            assert!(!PAGE.contains(outside), "{outside}");
        }
    }
}
