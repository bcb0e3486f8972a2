//! JSON documents that contain tokens: responses of Courier, of an app's own backend, and others.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};
use serde_json::value::RawValue;

use crate::token::{
    Object, Value,
    search::{JWT_START, find_jwts},
};

/// The maximum depth at which values are searched. It bounds the work for hostile documents, whose
/// levels are parsed one by one.
const MAX_DEPTH: usize = 64;

/// The maximum length of a member's name in a path, in bytes.
const MAX_NAME_LENGTH: usize = 64;

/// Error messages of the gateway in front of Courier's API, which come without a type
/// (<https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>).
const GATEWAY_MESSAGES: &[&str] = &[
    "Forbidden",
    "Internal Server Error",
    "Internal server error",
    "Missing Authentication Token",
    "Not Found",
    "Too Many Requests",
    "Unauthorized",
];

/// A string of a JSON document, or a `null` in place of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JsonText<'d> {
    /// The path in the notation of `jq`, such as `.tokens[0].jwt`. It is `.` for the whole document.
    pub path: String,
    /// The unescaped string, or `null`.
    pub text: Cow<'d, str>,
}

/// The kind of a JSON document without a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum OtherDocument<'d> {
    /// An error response of Courier, with its message.
    CourierError(Cow<'d, str>),
    /// The error response of another server, with its message if it has one.
    OtherError(Option<Cow<'d, str>>),
    /// The decoded claims of a token.
    Claims,
    /// Any other document.
    Other,
}

/// Returns true if a text is one JSON object or array.
pub(super) fn is_json_document(text: &str) -> bool {
    begins_like_document(text) && serde_json::from_str::<&RawValue>(text).is_ok()
}

/// Returns true if a text begins like a JSON object or array.
pub(super) fn begins_like_document(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Returns the strings of a JSON document that contain a JWT, or else the values whose names say
/// that they are tokens: `token`, `courierToken`, `jwt` and the like. `None` if the text is not JSON.
pub(super) fn token_texts(text: &str) -> Option<Vec<JsonText<'_>>> {
    if !begins_like_document(text) {
        return None;
    }
    let document = text.trim();
    let texts = find(document, SearchedValue::Jwt)?;
    if texts.is_empty() {
        find(document, SearchedValue::TokenName)
    } else {
        Some(texts)
    }
}

/// Describes a JSON document that contains no token.
pub(super) fn describe(document: &str) -> OtherDocument<'_> {
    let Ok(object) = Object::parse(document.trim()) else {
        return OtherDocument::Other;
    };
    let string = |name: &str| match object.get(name) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    match (string("message"), string("type")) {
        (Some(message), Some(kind)) if kind.ends_with("_error") => {
            return OtherDocument::CourierError(message);
        }
        (Some(message), None) if object.members().len() == 1 => {
            let is_gateway = GATEWAY_MESSAGES.contains(&message.as_ref());
            return if is_gateway {
                OtherDocument::CourierError(message)
            } else {
                OtherDocument::OtherError(Some(message))
            };
        }
        _ => {}
    }
    let is_status = |name| matches!(object.get(name), Some(Value::Number(400.0..)));
    let is_error = object.get("error").is_some()
        || object.get("errors").is_some()
        || is_status("statusCode")
        || is_status("status");
    if is_error {
        let message = string("error")
            .or_else(|| string("message"))
            .or_else(|| string("error_description"));
        return OtherDocument::OtherError(message);
    }
    let is_scope = string("scope").is_some_and(|scope| scope.contains(':'));
    if is_scope && (object.get("exp").is_some() || object.get("iat").is_some()) {
        return OtherDocument::Claims;
    }
    OtherDocument::Other
}

/// The values that are searched for.
#[derive(Clone, Copy)]
enum SearchedValue {
    /// Strings that contain a JWT.
    Jwt,
    /// Strings and nulls whose name says that they are a token.
    TokenName,
}

impl SearchedValue {
    /// Returns true if the JSON text of a value may be or contain a wanted value.
    fn may_be_in(self, raw: &str) -> bool {
        match self {
            Self::Jwt => memmem::find(raw.as_bytes(), JWT_START.as_bytes()).is_some(),
            Self::TokenName => true,
        }
    }

    fn is(self, name: &str, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Jwt, Value::String(text)) => {
                looks_like_jwt(text) || find_jwts(text).next().is_some()
            }
            (Self::TokenName, Value::String(_) | Value::Null) => is_token_name(name),
            _ => false,
        }
    }
}

/// Returns the wanted values of a document, `None` if it is not JSON.
fn find(document: &str, wanted: SearchedValue) -> Option<Vec<JsonText<'_>>> {
    let mut texts = Vec::new();
    collect(document, "", ".", MAX_DEPTH, wanted, &mut texts)?;
    Some(texts)
}

/// Adds the wanted values in `raw`, which is the value of `name` at `path`. Returns `None` if it is not
/// JSON, which only the whole document can be.
fn collect<'d>(
    raw: &'d str,
    name: &str,
    path: &str,
    depth: usize,
    wanted: SearchedValue,
    texts: &mut Vec<JsonText<'d>>,
) -> Option<()> {
    match Value::from_raw(raw) {
        Value::Object(raw) if depth > 0 => {
            for member in Object::parse(raw).ok()?.effective_members() {
                let raw = member.raw.get();
                if wanted.may_be_in(raw) {
                    let path = member_path(path, &member.name);
                    collect(raw, &member.name, &path, depth - 1, wanted, texts);
                }
            }
        }
        Value::Array(raw) if depth > 0 => {
            let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
            for (at, item) in items.into_iter().map(RawValue::get).enumerate() {
                if wanted.may_be_in(item) {
                    let path = format!("{path}[{at}]");
                    collect(item, name, &path, depth - 1, wanted, texts);
                }
            }
        }
        value if wanted.is(name, &value) => texts.push(JsonText {
            path: path.to_owned(),
            text: match value {
                Value::String(text) => text,
                _ => Cow::Borrowed("null"),
            },
        }),
        _ => {}
    }
    Some(())
}

/// Returns the path of a member in the notation of `jq`.
fn member_path(path: &str, name: &str) -> String {
    let is_identifier = |name: &str| {
        !name.starts_with(|c: char| c.is_ascii_digit())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let name = &name[..name.floor_char_boundary(MAX_NAME_LENGTH)];
    match path {
        _ if !is_identifier(name) => format!("{path}[{name:?}]"),
        "." => format!(".{name}"),
        path => format!("{path}.{name}"),
    }
}

/// Returns true if a text begins like a JWT and has as many parts. Most strings are decided by this.
fn looks_like_jwt(text: &str) -> bool {
    text.starts_with(JWT_START) && memchr_iter(b'.', text.as_bytes()).count() == 2
}

/// Returns true if a name announces a token: `token`, `courierToken`, `user_jwt` and the like.
fn is_token_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("token") || name.ends_with("jwt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::{Algorithm, ApiKey, sign_token};

    fn token() -> String {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        sign_token("{}", &key, Algorithm::Hs256).expose().to_owned()
    }

    fn paths(document: &str) -> Vec<String> {
        let texts = token_texts(document).unwrap();
        texts.into_iter().map(|found| found.path).collect()
    }

    #[test]
    fn tokens_are_found_with_their_paths() {
        let token = token();
        let rows: &[(&str, &[&str])] = &[
            (r#"{"token":"{}"}"#, &[".token"]),
            (r#"{"jwt":"{}","token":"abc"}"#, &[".jwt"]),
            (
                r#"{"data":{"courier":{"jwt":"{}"}}}"#,
                &[".data.courier.jwt"],
            ),
            (
                r#"[{"token":"{}"},{"token":"{}"}]"#,
                &[".[0].token", ".[1].token"],
            ),
            (r#"["{}"]"#, &[".[0]"]),
            (r#"{"x-token":"{}"}"#, &[r#".["x-token"]"#]),
            (
                r#"{"content":[{"text":"{\"token\": \"{}\"}"}]}"#,
                &[".content[0].text"],
            ),
            (r#"{"token":null}"#, &[".token"]),
            (
                r#"{"data":{"courierToken":"undefined"}}"#,
                &[".data.courierToken"],
            ),
            (r#"{"message":"Unauthorized"}"#, &[]),
            (r#"{"tokens":[1,"a"],"token":1}"#, &[]),
            ("[]", &[]),
        ];
        for (row, expected) in rows {
            assert_eq!(paths(&row.replace("{}", &token)), *expected, "{row}");
        }
    }

    #[test]
    fn text_that_is_not_a_document_has_no_values() {
        for text in [
            "",
            "1",
            "\"a\"",
            "{token: 1}",
            "[1,]",
            "{\"token\":\"a\"} 1",
        ] {
            assert_eq!(token_texts(text), None, "{text}");
        }
    }

    #[test]
    fn documents_without_a_token_are_described() {
        let text = |text: &'static str| Cow::Borrowed(text);
        let rows = [
            (
                r#"{"message":"Unauthorized","type":"authentication_error"}"#,
                OtherDocument::CourierError(text("Unauthorized")),
            ),
            (
                r#"{"message":"Unauthorized"}"#,
                OtherDocument::CourierError(text("Unauthorized")),
            ),
            (
                r#"{"error":"no session"}"#,
                OtherDocument::OtherError(Some(text("no session"))),
            ),
            (r#"{"errors":[{}]}"#, OtherDocument::OtherError(None)),
            (
                r#"{"statusCode":500,"message":"oops"}"#,
                OtherDocument::OtherError(Some(text("oops"))),
            ),
            (r#"{"scope":"user_id:a","exp":1}"#, OtherDocument::Claims),
            (r#"{"a":1}"#, OtherDocument::Other),
            ("[1]", OtherDocument::Other),
        ];
        for (document, expected) in rows {
            assert_eq!(describe(document), expected, "{document}");
        }
    }

    #[test]
    fn deep_documents_are_searched_to_a_limit() {
        let nested = |levels: usize| {
            let (open, close) = ("[".repeat(levels), "]".repeat(levels));
            format!(r#"{open}"{}"{close}"#, token())
        };
        assert_eq!(paths(&nested(MAX_DEPTH)).len(), 1);
        assert_eq!(paths(&nested(MAX_DEPTH + 1)).len(), 0);
    }
}
