//! The spellings in which a secret can be printed: verbatim, URL-encoded, base64 and JSON.

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use super::MIN_LENGTH;

/// Every character except the unreserved ones of RFC 3986.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The characters that JavaScript's `encodeURIComponent` encodes.
const COMPONENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// The characters that a segment of a URL path cannot contain.
const PATH_SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%');

/// Every spelling of a secret that is long enough to be removed from text.
pub(super) fn spellings(secret: &str) -> Vec<Zeroizing<String>> {
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let url_encoded = [NON_ALPHANUMERIC, UNRESERVED, COMPONENT, PATH_SEGMENT]
        .map(|set| utf8_percent_encode(secret, set).to_string());
    let url_encoded = url_encoded.into_iter().chain([form]);
    let url_encoded = url_encoded.flat_map(|text| [with_lowercase_hex(&text), text]);
    let json = serde_json::to_string(secret).unwrap_or_default();
    let json = json.trim_matches('"').to_owned();
    let verbatim = [secret.to_owned(), json];
    // Whole groups of three bytes only: the text around the secret changes the base64 of the
    // first and last group.
    let groups = (0..3).map(|skipped| {
        let rest = secret.as_bytes().get(skipped..).unwrap_or_default();
        &rest[..rest.len() / 3 * 3]
    });
    let base64 =
        groups.flat_map(|group| [STANDARD_NO_PAD.encode(group), URL_SAFE_NO_PAD.encode(group)]);
    url_encoded
        .chain(verbatim)
        .chain(base64)
        .filter(|text| text.len() >= MIN_LENGTH)
        .map(Zeroizing::new)
        .collect()
}

/// The URL-encoded text with lowercase escapes: `%2f` for `%2F`.
fn with_lowercase_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut lowercase = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        lowercase.push('%');
        lowercase.push_str(&hex.to_ascii_lowercase());
        lowercase.push_str(rest);
    }
    lowercase
}
