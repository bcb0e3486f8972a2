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

const PAGE: &str = include_str!("page.html");

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
        sandbox::{API_KEY, faults::route_names},
        token::FEATURES,
    };

    #[test]
    fn what_the_page_offers_is_what_there_is() {
        for route in route_names() {
            assert!(
                PAGE.contains(&format!("<option>{route}</option>")),
                "{route}"
            );
        }
        for feature in FEATURES {
            let name = feature.name;
            assert!(
                PAGE.contains(&format!("<option value=\"{name}\">")),
                "{name}"
            );
        }
        for name in ["inbox", "sdk"] {
            let feature = FEATURES.iter().find(|feature| feature.name == name);
            let needs = feature.into_iter().flat_map(|feature| feature.needs);
            let scopes: Vec<&str> = needs.map(|need| need.scope).collect();
            let line = format!("  {name}: \"{}\",\n", scopes.join(" "));
            assert!(PAGE.contains(&line), "{line}");
        }
        assert!(PAGE.contains(&format!("const API_KEY = \"{API_KEY}\"")));
    }

    #[test]
    fn the_page_has_one_script_and_one_style_and_asks_for_nothing_from_outside() {
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
