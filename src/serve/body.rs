//! The body of a token request: JSON or a form.

use axum::http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use serde_json::Value;
use url::form_urlencoded;

/// The names of the user ID in a query or a body.
const USER_FIELDS: [&str; 3] = ["user", "user_id", "userId"];

/// The content type of an HTML form.
const FORM: &str = "application/x-www-form-urlencoded";

/// The format of a body.
enum Format {
    Json,
    Form,
}

/// The reason why a body is refused, with the status of the response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct InvalidBody {
    pub(super) status: StatusCode,
    pub(super) reason: String,
}

/// Returns the user ID in a body, `None` if the body is empty or names no user.
///
/// # Errors
/// Returns an error if the body is in another format.
pub(super) fn user_of_body(
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Option<String>, InvalidBody> {
    let body = body.trim_ascii();
    if body.is_empty() {
        return Ok(None);
    }
    match format(headers, body)? {
        Format::Json => user_of_json(body),
        Format::Form => Ok(user_of_form(body)),
    }
}

/// Returns the user ID in a form or in the query of a URL.
pub(super) fn user_of_form(form: &[u8]) -> Option<String> {
    let mut fields = form_urlencoded::parse(form);
    let user = fields.find(|(name, _)| USER_FIELDS.contains(&&**name));
    user.map(|(_, user)| user.into_owned())
}

fn user_of_json(body: &[u8]) -> Result<Option<String>, InvalidBody> {
    let invalid = |reason: &str| InvalidBody {
        status: StatusCode::BAD_REQUEST,
        reason: reason.to_owned(),
    };
    let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
        return Err(invalid("the request body is not a JSON object"));
    };
    match USER_FIELDS.iter().find_map(|name| body.get(*name)) {
        Some(Value::String(user)) => Ok(Some(user.clone())),
        Some(_) => Err(invalid("the user ID is not a string")),
        None => Ok(None),
    }
}

/// Returns the format that the content type names. Without a content type, the body itself decides, as in
/// Courier's API.
fn format(headers: &HeaderMap, body: &[u8]) -> Result<Format, InvalidBody> {
    let content_type = headers.get(CONTENT_TYPE);
    let content_type = content_type.map_or("", |value| value.to_str().unwrap_or("?"));
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let media_type = media_type.to_ascii_lowercase();
    let is_json_type =
        matches!(&*media_type, "application/json" | "text/json") || media_type.ends_with("+json");
    let is_json = body.starts_with(b"{") || body.starts_with(b"[");
    match &*media_type {
        _ if is_json_type => Ok(Format::Json),
        // `curl -d` names the type of a form for every body, and `fetch` plain text for a string.
        FORM | "text/plain" | "" if is_json => Ok(Format::Json),
        FORM | "" => Ok(Format::Form),
        _ => Err(InvalidBody {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            reason: format!(
                "the content type `{content_type}` is not supported: send `application/json` or \
                 `{FORM}`"
            ),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(content_type: Option<&str>, body: &str) -> Result<Option<String>, InvalidBody> {
        let headers = content_type.map(|value| (CONTENT_TYPE, value.parse().unwrap()));
        user_of_body(&headers.into_iter().collect(), body.as_bytes())
    }

    #[test]
    fn content_type_decides_the_format() {
        let json = r#" {"user":"alice"}"#;
        for (content_type, body) in [
            (None, json),
            (None, "user=alice"),
            (Some("application/json"), json),
            (Some("Application/JSON; charset=UTF-8"), json),
            (Some("application/vnd.api+json"), json),
            (Some("text/json;charset=utf-8"), json),
            (Some(FORM), "user=alice"),
            (Some(FORM), "x=1&userId=alice&user=bob"),
            (
                Some("application/x-www-form-urlencoded; charset=UTF-8"),
                "user_id=%61lice",
            ),
            (Some(FORM), json),
            (Some("text/plain;charset=UTF-8"), json),
        ] {
            let found = user(content_type, body);
            assert_eq!(
                found,
                Ok(Some("alice".to_owned())),
                "{content_type:?} {body}"
            );
        }
    }

    #[test]
    fn bodies_without_a_user_are_accepted() {
        for (content_type, body) in [
            (None, ""),
            (Some("text/plain"), " \n"),
            (Some("application/json"), "{}"),
            (Some(FORM), "name=alice"),
        ] {
            assert_eq!(
                user(content_type, body),
                Ok(None),
                "{content_type:?} {body}"
            );
        }
    }

    #[test]
    fn other_bodies_are_refused_with_the_reason() {
        let not_json = (400, "not a JSON object");
        let not_supported = (
            415,
            "send `application/json` or `application/x-www-form-urlencoded`",
        );
        for (content_type, body, (status, reason)) in [
            (Some("application/json"), "user=alice", not_json),
            (Some("application/json"), "[]", not_json),
            (None, "{", not_json),
            (None, r#"{"user":1}"#, (400, "not a string")),
            (Some("text/plain"), "alice", not_supported),
            (
                Some("multipart/form-data; boundary=x"),
                "--x",
                not_supported,
            ),
            (Some("application/jsonp"), "{}", not_supported),
            (Some("json"), "{}", not_supported),
            (
                Some("text/xml"),
                "<user/>",
                (415, "the content type `text/xml`"),
            ),
        ] {
            let refused = user(content_type, body).unwrap_err();
            assert_eq!(refused.status.as_u16(), status, "{content_type:?} {body}");
            assert!(refused.reason.contains(reason), "{}", refused.reason);
        }
    }
}
