//! Whether a legacy signature is the one of a user, and what was done instead.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use super::secret::ApiKey;

/// The bytes of a signature.
const LENGTH: usize = 32;

/// What is known of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureCheck {
    /// It is the one of the user.
    Matches,
    /// It is not, and what explains it, as far as that is known.
    Differs(Vec<String>),
}

/// Checks the text of an `x-courier-user-signature` in constant time. `others` are more keys that
/// it may have been made with, by their names.
#[must_use]
pub fn check_signature(
    text: &str,
    key: &ApiKey,
    user: &str,
    others: &[(String, ApiKey)],
) -> SignatureCheck {
    let mut reasons = Vec::new();
    let trimmed = text.trim();
    if trimmed != text {
        reasons.push("there is white space around it".to_owned());
    }
    let Some((bytes, form)) = decoded(trimmed) else {
        return SignatureCheck::Differs(vec![no_signature(trimmed)]);
    };
    reasons.extend(form.map(str::to_owned));
    match cause(&bytes, key, user, others) {
        Cause::None if reasons.is_empty() => SignatureCheck::Matches,
        Cause::None => SignatureCheck::Differs(reasons),
        Cause::Known(cause) => {
            reasons.push(cause);
            SignatureCheck::Differs(reasons)
        }
        // How it is written tells nothing of what it is.
        Cause::Unknown => SignatureCheck::Differs(Vec::new()),
    }
}

/// Why bytes are not the signature.
enum Cause {
    /// They are.
    None,
    Known(String),
    Unknown,
}

fn cause(bytes: &[u8], key: &ApiKey, user: &str, others: &[(String, ApiKey)]) -> Cause {
    let key = key.expose();
    if is_of(bytes, key, user) {
        return Cause::None;
    }
    let known = |text: &str| Cause::Known(text.to_owned());
    if is_of(bytes, user, key) {
        return known("the key and the user id changed places");
    }
    for end in ["\n", "\r\n"] {
        let (key_line, user_line) = (format!("{key}{end}"), format!("{user}{end}"));
        if is_of(bytes, key, &user_line) {
            return known("a line end behind the user id was signed too, as `echo` writes it");
        }
        if is_of(bytes, &key_line, user) {
            return known("there was a line end behind the key, as in a file");
        }
        if is_of(bytes, &key_line, &user_line) {
            return known("there were line ends behind the key and the user id");
        }
    }
    let bare = user.trim_end_matches(['\r', '\n']);
    if bare != user && is_of(bytes, key, bare) {
        return known("the user id here ends with a line end, which was not signed");
    }
    let encoded = utf8_percent_encode(user, NON_ALPHANUMERIC).to_string();
    let unreserved = encoded
        .replace("%2D", "-")
        .replace("%5F", "_")
        .replace("%2E", ".")
        .replace("%7E", "~");
    let form: String = url::form_urlencoded::byte_serialize(user.as_bytes()).collect();
    if [encoded, unreserved, form]
        .iter()
        .any(|encoded| encoded != user && is_of(bytes, key, encoded))
    {
        return known("the user id was URL-encoded before it was signed");
    }
    let other = others
        .iter()
        .find(|(_, other)| is_of(bytes, other.expose(), user));
    match other {
        Some((name, other)) => Cause::Known(format!(
            "it was made with the key in {name}: {}",
            other.describe()
        )),
        None => Cause::Unknown,
    }
}

fn is_of(signature: &[u8], key: &str, message: &str) -> bool {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes());
    mac.is_ok_and(|mac| mac.chain_update(message).verify_slice(signature).is_ok())
}

/// The bytes, and how they are written if not as they must be.
fn decoded(text: &str) -> Option<(Vec<u8>, Option<&'static str>)> {
    if let Ok(bytes) = base16ct::lower::decode_vec(text) {
        return (bytes.len() == LENGTH).then_some((bytes, None));
    }
    if let Ok(bytes) = base16ct::mixed::decode_vec(text) {
        let form = "it has upper case, and Courier takes lower case";
        return (bytes.len() == LENGTH).then_some((bytes, Some(form)));
    }
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let mut alphabets = [&alphabet::STANDARD, &alphabet::URL_SAFE].into_iter();
    let bytes =
        alphabets.find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(text).ok())?;
    let form = "it is base64, and Courier takes lower-case hex";
    (bytes.len() == LENGTH).then_some((bytes, Some(form)))
}

/// What a text is that cannot be a signature.
fn no_signature(text: &str) -> String {
    if text.starts_with("eyJ") {
        return "that is a user token, not a signature".to_owned();
    }
    let length = text.chars().count();
    format!("that is no signature: it has {length} characters, and 64 hex digits were due")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::user_signature;

    #[test]
    fn each_mistake_is_recognised() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        let test = ApiKey::new("pk_test_FAKE").unwrap();
        let others = [("`test`".to_owned(), test.clone())];
        let user = "a@b/c";
        let sign = |key: &str, user: &str| {
            let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).unwrap();
            mac.chain_update(user).finalize().into_bytes().to_vec()
        };
        let hex = |bytes: &[u8]| base16ct::lower::encode_string(bytes);
        let good = user_signature(&key, user);
        let base64 = base64::engine::general_purpose::STANDARD.encode(sign("pk_prod_FAKE", user));
        let rows = [
            (good.clone(), None),
            (format!("{good}\n"), Some("there is white space around it")),
            (
                good.to_uppercase(),
                Some("it has upper case, and Courier takes lower case"),
            ),
            (
                base64.clone(),
                Some("it is base64, and Courier takes lower-case hex"),
            ),
            (
                base64
                    .trim_end_matches('=')
                    .replace('+', "-")
                    .replace('/', "_"),
                Some("it is base64, and Courier takes lower-case hex"),
            ),
            (
                hex(&sign(user, "pk_prod_FAKE")),
                Some("the key and the user id changed places"),
            ),
            (
                hex(&sign("pk_prod_FAKE", "a@b/c\n")),
                Some("a line end behind the user id was signed too, as `echo` writes it"),
            ),
            (
                hex(&sign("pk_prod_FAKE\r\n", user)),
                Some("there was a line end behind the key, as in a file"),
            ),
            (
                hex(&sign("pk_prod_FAKE\n", "a@b/c\n")),
                Some("there were line ends behind the key and the user id"),
            ),
            (
                hex(&sign("pk_prod_FAKE", "a%40b%2Fc")),
                Some("the user id was URL-encoded before it was signed"),
            ),
            (hex(&sign("other", user)), Some("")),
            (
                "eyJh.eyJ.x".to_owned(),
                Some("that is a user token, not a signature"),
            ),
            (
                "abcd".to_owned(),
                Some("that is no signature: it has 4 characters, and 64 hex digits were due"),
            ),
        ];
        for (text, expected) in rows {
            let reasons = match check_signature(&text, &key, user, &others) {
                SignatureCheck::Matches => None,
                SignatureCheck::Differs(reasons) => Some(reasons.join(", and ")),
            };
            assert_eq!(reasons.as_deref(), expected, "{text}");
        }
        let with_end = check_signature(&good, &key, "a@b/c\n", &[]);
        let reason = "the user id here ends with a line end, which was not signed";
        assert_eq!(with_end, SignatureCheck::Differs(vec![reason.to_owned()]));
        let of_test = user_signature(&test, user).to_uppercase();
        let SignatureCheck::Differs(reasons) = check_signature(&of_test, &key, user, &others)
        else {
            panic!("it differs");
        };
        assert_eq!(reasons.len(), 2);
        assert!(reasons[1].starts_with("it was made with the key in `test`: pk_test_... fp:"));
    }
}
