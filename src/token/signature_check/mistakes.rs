//! The mistakes that produce other bytes from the right key and user ID. Each is computed and compared,
//! so that the reason given is the one that applies.

use std::borrow::Cow;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::digest::Hash;
use crate::token::{ApiKey, user_signature};

/// A key or a message that was used instead of the right one, and the reason.
type Variant<'v> = (Cow<'v, str>, &'static str);

const LINE_BREAK_IN_ID: &str =
    "the user ID was signed with a line break after it, as `echo` writes it";
const LINE_BREAK_IN_KEY: &str = "the key was used with the line break after it, as in a file";
const LINE_BREAK_IN_BOTH: &str = "the key and the user ID were used with a line break after each";
const QUOTED_KEY: &str = "the key was used with quotes around it";
const KEY_WITH_NAME: &str = "the key was used with the name of its variable";
const QUOTED_ID: &str = "the user ID was signed with quotes around it";
const BLANK_IN_ID: &str = "the user ID was signed with whitespace around it";
const UNSET_ID: &str = "an unset user ID was signed";

/// Returns the mistakes that produce these bytes, `None` if they are not known.
///
/// The number of comparisons does not depend on the input.
pub(super) fn find_mistakes(bytes: &[u8], key: &ApiKey, user: &str) -> Option<Vec<String>> {
    let hash = Hash::of_length(bytes.len())?;
    let keys = key_variants(key.expose());
    let users = user_variants(user);
    let exact = (Cow::Borrowed(user), "");
    let exact_key = (Cow::Borrowed(key.expose()), "");
    let signed = |(key, _): &Variant<'_>, (user, _): &Variant<'_>| {
        hash.is_hmac(bytes, key.as_bytes(), user.as_bytes())
    };
    let with_hash = |reasons: &[&'static str]| {
        let hash = (hash != Hash::Sha256).then(|| {
            format!(
                "this is HMAC-{}, but Courier expects HMAC-SHA256",
                hash.name()
            )
        });
        let reasons = reasons.iter().filter(|reason| !reason.is_empty());
        hash.into_iter()
            .chain(reasons.map(|reason| (*reason).to_owned()))
            .collect()
    };
    let all_keys = || std::iter::once(&exact_key).chain(&keys);
    let all_users = || std::iter::once(&exact).chain(&users);
    // One mistake is more likely than two.
    let pairs = all_users()
        .map(|user| (&exact_key, user))
        .chain(keys.iter().map(|key| (key, &exact)))
        .chain(
            keys.iter()
                .flat_map(|key| users.iter().map(move |user| (key, user))),
        );
    for (key, user) in pairs {
        if signed(key, user) {
            return Some(match (key.1, user.1) {
                (LINE_BREAK_IN_KEY, LINE_BREAK_IN_ID) => with_hash(&[LINE_BREAK_IN_BOTH]),
                (key, user) => with_hash(&[key, user]),
            });
        }
    }
    let swapped = all_keys().find(|key| signed(&exact, key));
    if let Some((_, reason)) = swapped {
        return Some(with_hash(&["the key and the user ID were swapped", reason]));
    }
    if signed(&exact_key, &(user_signature(key, user).as_str().into(), "")) {
        return Some(with_hash(&["the signature was signed again"]));
    }
    let decoded = decoded_keys(key.expose());
    let is_decoded = |key: &Vec<u8>| hash.is_hmac(bytes, key, user.as_bytes());
    if decoded.iter().any(is_decoded) {
        return Some(with_hash(&[
            "the key was decoded before it was used; use its text",
        ]));
    }
    plain_digest(
        hash,
        bytes,
        key.expose(),
        &all_users().map(|(user, _)| &**user).collect::<Vec<_>>(),
    )
    .map(|reason| vec![reason])
}

/// Returns the reason if the bytes are a hash of the texts without HMAC.
fn plain_digest(hash: Hash, bytes: &[u8], key: &str, users: &[&str]) -> Option<String> {
    let name = hash.name();
    let of = |what: &str| Some(format!("this is plain {name} of {what}; use HMAC-SHA256"));
    if users.iter().any(|user| hash.is_digest(bytes, user)) {
        return of("the user ID");
    }
    if hash.is_digest(bytes, key) {
        return of("the key");
    }
    for user in users {
        for separator in ["", ":", ".", "\n"] {
            if hash.is_digest(bytes, &format!("{key}{separator}{user}")) {
                return of("the key and the user ID");
            }
            if hash.is_digest(bytes, &format!("{user}{separator}{key}")) {
                return of("the user ID and the key");
            }
        }
    }
    None
}

/// Returns what people use in place of the key.
fn key_variants(key: &str) -> Vec<Variant<'_>> {
    let owned = |text: String, reason| (Cow::Owned(text), reason);
    let mut variants = vec![
        owned(format!("{key}\n"), LINE_BREAK_IN_KEY),
        owned(format!("{key}\r\n"), LINE_BREAK_IN_KEY),
        owned(format!("{key}\r"), LINE_BREAK_IN_KEY),
        owned(format!("{key} "), "the key was used with a space after it"),
        owned(format!(" {key}"), "the key was used with a space before it"),
        owned(format!("\"{key}\""), QUOTED_KEY),
        owned(format!("'{key}'"), QUOTED_KEY),
        owned(
            format!("Bearer {key}"),
            "the key was used with `Bearer` before it",
        ),
        owned(key.to_lowercase(), "the key was used in lower case"),
        owned(key.to_uppercase(), "the key was used in upper case"),
        (Cow::Borrowed(""), "an empty key was used"),
        (Cow::Borrowed("undefined"), "an unset key was used"),
        (Cow::Borrowed("null"), "an unset key was used"),
        (Cow::Borrowed("None"), "an unset key was used"),
    ];
    for name in ["COURIER_API_KEY", "COURIER_AUTH_TOKEN"] {
        variants.push(owned(format!("{name}={key}"), KEY_WITH_NAME));
        variants.push(owned(format!("{name}={key}\n"), KEY_WITH_NAME));
        variants.push(owned(format!("{name}=\"{key}\""), KEY_WITH_NAME));
        variants.push(owned(format!("{name}='{key}'"), KEY_WITH_NAME));
    }
    if let Some((_, rest)) = key.rsplit_once('_') {
        variants.push((Cow::Borrowed(rest), "the key was used without its prefix"));
    }
    variants.retain(|(variant, _)| variant != key);
    variants
}

/// Returns the bytes of a key that was taken for base64 or hex.
fn decoded_keys(key: &str) -> Vec<Vec<u8>> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    [
        STANDARD.decode(key).ok(),
        base16ct::mixed::decode_vec(key).ok(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns what people sign in place of the user ID.
pub(super) fn user_variants(user: &str) -> Vec<Variant<'_>> {
    const ENCODED: &str = "the user ID was URL-encoded before it was signed";
    let owned = |text: String, reason| (Cow::Owned(text), reason);
    let encoded = utf8_percent_encode(user, NON_ALPHANUMERIC).to_string();
    let unreserved = encoded
        .replace("%2D", "-")
        .replace("%5F", "_")
        .replace("%2E", ".")
        .replace("%7E", "~");
    let form: String = url::form_urlencoded::byte_serialize(user.as_bytes()).collect();
    let with_at = unreserved.replace("%40", "@");
    let lower_digits = [&encoded, &unreserved].map(|text| lower_case_escapes(text));
    let mut variants = vec![
        owned(format!("{user}\n"), LINE_BREAK_IN_ID),
        owned(format!("{user}\r\n"), LINE_BREAK_IN_ID),
        (
            Cow::Borrowed(user.trim_end_matches(['\r', '\n'])),
            "the user ID given here ends with a line break, which was not signed",
        ),
        (
            Cow::Borrowed(user.trim()),
            "the user ID given here has whitespace around it, which was not signed",
        ),
        (
            Cow::Borrowed(user.trim_matches(['"', '\''])),
            "the user ID given here has quotes around it, which were not signed",
        ),
        (
            percent_decode_str(user).decode_utf8_lossy(),
            "the user ID given here is URL-encoded, and the decoded one was signed",
        ),
        owned(format!("\"{user}\""), QUOTED_ID),
        owned(format!("'{user}'"), QUOTED_ID),
        owned(
            format!("user_id:{user}"),
            "`user_id:` was signed with the user ID",
        ),
        owned(format!(" {user}"), BLANK_IN_ID),
        owned(format!("{user} "), BLANK_IN_ID),
        owned(format!(" {user} "), BLANK_IN_ID),
        owned(user.to_lowercase(), "the user ID was signed in lower case"),
        owned(user.to_uppercase(), "the user ID was signed in upper case"),
        owned(encoded, ENCODED),
        owned(unreserved, ENCODED),
        owned(form, ENCODED),
        owned(with_at, ENCODED),
        (Cow::Borrowed(""), "an empty user ID was signed"),
        (Cow::Borrowed("undefined"), UNSET_ID),
        (Cow::Borrowed("null"), UNSET_ID),
        (Cow::Borrowed("None"), UNSET_ID),
    ];
    variants.extend(lower_digits.map(|text| owned(text, ENCODED)));
    if let Some(id) = user.strip_prefix("user_id:") {
        variants.push((
            Cow::Borrowed(id),
            "the user ID given here starts with `user_id:`, which was not signed",
        ));
    }
    variants.retain(|(variant, _)| variant != user);
    variants
}

/// Writes percent-encoded bytes in lower case, as .NET does: `%40` stays, and `%2F` becomes `%2f`.
fn lower_case_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let mut lower = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        lower.push('%');
        lower.push_str(&digits.to_ascii_lowercase());
        lower.push_str(rest);
    }
    lower
}
