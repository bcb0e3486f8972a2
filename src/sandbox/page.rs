//! The page at `GET /`: one file, which asks for nothing from outside.

use std::sync::LazyLock;

use axum::{
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY},
    response::{Html, IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("page.html");

/// What the page may do: run its own script, wear its own style and talk to the sandbox. Should
/// it ever show a message as HTML, nothing in it would run.
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

pub(super) fn show() -> Response {
    let headers = [
        (CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Html(PAGE)).into_response()
}

/// What stands between the tags of the page's only element of that name.
fn inner(element: &str) -> Option<&'static str> {
    let (_, rest) = PAGE.split_once(&format!("<{element}>"))?;
    Some(rest.split_once(&format!("</{element}>"))?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sandbox::{API_KEY, faults::ROUTES},
        token::FEATURES,
    };

    #[test]
    fn what_the_page_offers_is_what_there_is() {
        for route in ROUTES {
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
            let needs = feature
                .into_iter()
                .flat_map(|feature| feature.required_scopes);
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
