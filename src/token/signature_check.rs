//! Checks the legacy HMAC signature of a user ID and explains why one does not match.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use super::secret::ApiKey;

/// The length of a signature in bytes.
const LENGTH: usize = 32;

/// The result of checking a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureCheck {
    /// The signature is valid for the user.
    Matches,
    /// The signature is not valid. Contains the reasons, which are empty if none is known.
    Differs(Vec<String>),
}

/// An API key and the name that identifies it in messages.
#[derive(Debug, Clone)]
pub struct NamedKey {
    /// The name.
    pub name: String,
    /// The key.
    pub key: ApiKey,
}

/// Checks the text of an `x-courier-user-signature`, comparing in constant time.
///
/// Common mistakes are recognized, such as a trailing line end or one of the `other_keys`.
#[must_use]
pub fn check_signature(
    text: &str,
    key: &ApiKey,
    user: &str,
    other_keys: &[NamedKey],
) -> SignatureCheck {
    let mut reasons = Vec::new();
    let trimmed = text.trim();
    if trimmed != text {
        reasons.push("the signature starts or ends with whitespace".to_owned());
    }
    let Some((bytes, encoding_fault)) = decode(trimmed) else {
        return SignatureCheck::Differs(vec![describe_other_text(trimmed)]);
    };
    reasons.extend(encoding_fault.map(str::to_owned));
    match diagnose(&bytes, key, user, other_keys) {
        Diagnosis::Valid if reasons.is_empty() => SignatureCheck::Matches,
        Diagnosis::Valid => SignatureCheck::Differs(reasons),
        Diagnosis::Explained(reason) => {
            reasons.push(reason);
            SignatureCheck::Differs(reasons)
        }
        // The faults of its encoding do not explain an unknown signature.
        Diagnosis::Unexplained => SignatureCheck::Differs(Vec::new()),
    }
}

/// The relation of a signature's bytes to the user and the key.
enum Diagnosis {
    Valid,
    Explained(String),
    Unexplained,
}

fn diagnose(bytes: &[u8], key: &ApiKey, user: &str, other_keys: &[NamedKey]) -> Diagnosis {
    let key = key.expose();
    if is_signature(bytes, key, user) {
        return Diagnosis::Valid;
    }
    if let Some(mistake) = find_mistake(bytes, key, user) {
        return Diagnosis::Explained(mistake.to_owned());
    }
    let signer = other_keys
        .iter()
        .find(|other| is_signature(bytes, other.key.expose(), user));
    match signer {
        Some(NamedKey { name, key }) => Diagnosis::Explained(format!(
            "the signature was created with the key in {name}: {}",
            key.describe()
        )),
        None => Diagnosis::Unexplained,
    }
}

/// The mistake that produces these bytes from the right key and user ID.
fn find_mistake(bytes: &[u8], key: &str, user: &str) -> Option<&'static str> {
    if is_signature(bytes, user, key) {
        return Some("the key and the user ID were swapped");
    }
    for end in ["\n", "\r\n"] {
        let (key_line, user_line) = (format!("{key}{end}"), format!("{user}{end}"));
        if is_signature(bytes, key, &user_line) {
            return Some("the user ID was signed with a line break after it, as `echo` writes it");
        }
        if is_signature(bytes, &key_line, user) {
            return Some("the key was used with the line break after it, as in a file");
        }
        if is_signature(bytes, &key_line, &user_line) {
            return Some("the key and the user ID were used with a line break after each");
        }
    }
    let without_line_end = user.trim_end_matches(['\r', '\n']);
    if without_line_end != user && is_signature(bytes, key, without_line_end) {
        return Some("the user ID given here ends with a line break, which was not signed");
    }
    let encoded = utf8_percent_encode(user, NON_ALPHANUMERIC).to_string();
    let unreserved = encoded
        .replace("%2D", "-")
        .replace("%5F", "_")
        .replace("%2E", ".")
        .replace("%7E", "~");
    let form: String = url::form_urlencoded::byte_serialize(user.as_bytes()).collect();
    [encoded, unreserved, form]
        .iter()
        .any(|encoded| encoded != user && is_signature(bytes, key, encoded))
        .then_some("the user ID was URL-encoded before it was signed")
}

fn is_signature(bytes: &[u8], key: &str, message: &str) -> bool {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes());
    mac.is_ok_and(|mac| mac.chain_update(message).verify_slice(bytes).is_ok())
}

/// Decodes a signature from hex or base64 and describes the fault of any encoding other than
/// lowercase hex. Returns `None` if the text is not a signature.
fn decode(text: &str) -> Option<(Vec<u8>, Option<&'static str>)> {
    if let Ok(bytes) = base16ct::lower::decode_vec(text) {
        return (bytes.len() == LENGTH).then_some((bytes, None));
    }
    if let Ok(bytes) = base16ct::mixed::decode_vec(text) {
        let fault = "the signature is in upper case, but Courier accepts only lower case";
        return (bytes.len() == LENGTH).then_some((bytes, Some(fault)));
    }
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let mut alphabets = [&alphabet::STANDARD, &alphabet::URL_SAFE].into_iter();
    let bytes =
        alphabets.find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(text).ok())?;
    let fault = "the signature is base64, but Courier accepts only lower-case hex";
    (bytes.len() == LENGTH).then_some((bytes, Some(fault)))
}

/// Describes a text that is not a signature.
fn describe_other_text(text: &str) -> String {
    if text.starts_with("eyJ") {
        return "this is a user token, not a signature".to_owned();
    }
    let length = text.chars().count();
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return format!(
            "this is not a signature: expected 64 hex digits, but the text has length {length}"
        );
    }
    let guess = match length {
        32 => "; is it MD5?",
        40 => "; is it SHA-1?",
        128 => "; is it SHA-512?",
        _ => "",
    };
    format!("this is not a signature: expected 64 hex digits, got {length}{guess}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::user_signature;

    #[test]
    fn each_mistake_is_recognized() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        let test = ApiKey::new("pk_test_FAKE").unwrap();
        let others = [NamedKey {
            name: "`test`".to_owned(),
            key: test.clone(),
        }];
        let user = "a@b/c";
        let sign = |key: &str, user: &str| {
            let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key.as_bytes()).unwrap();
            mac.chain_update(user).finalize().into_bytes().to_vec()
        };
        let hex = |bytes: &[u8]| base16ct::lower::encode_string(bytes);
        let valid = user_signature(&key, user);
        let base64 = base64::engine::general_purpose::STANDARD.encode(sign("pk_prod_FAKE", user));
        let rows = [
            (valid.clone(), None),
            (
                format!("{valid}\n"),
                Some("the signature starts or ends with whitespace"),
            ),
            (
                valid.to_uppercase(),
                Some("the signature is in upper case, but Courier accepts only lower case"),
            ),
            (
                base64.clone(),
                Some("the signature is base64, but Courier accepts only lower-case hex"),
            ),
            (
                base64
                    .trim_end_matches('=')
                    .replace('+', "-")
                    .replace('/', "_"),
                Some("the signature is base64, but Courier accepts only lower-case hex"),
            ),
            (
                hex(&sign(user, "pk_prod_FAKE")),
                Some("the key and the user ID were swapped"),
            ),
            (
                hex(&sign("pk_prod_FAKE", "a@b/c\n")),
                Some("the user ID was signed with a line break after it, as `echo` writes it"),
            ),
            (
                hex(&sign("pk_prod_FAKE\r\n", user)),
                Some("the key was used with the line break after it, as in a file"),
            ),
            (
                hex(&sign("pk_prod_FAKE\n", "a@b/c\n")),
                Some("the key and the user ID were used with a line break after each"),
            ),
            (
                hex(&sign("pk_prod_FAKE", "a%40b%2Fc")),
                Some("the user ID was URL-encoded before it was signed"),
            ),
            (hex(&sign("other", user)), Some("")),
            (
                "eyJh.eyJ.x".to_owned(),
                Some("this is a user token, not a signature"),
            ),
            (
                "abcd".to_owned(),
                Some("this is not a signature: expected 64 hex digits, got 4"),
            ),
            (
                "a".repeat(40),
                Some("this is not a signature: expected 64 hex digits, got 40; is it SHA-1?"),
            ),
            (
                "no hex".to_owned(),
                Some("this is not a signature: expected 64 hex digits, but the text has length 6"),
            ),
        ];
        for (text, expected) in rows {
            let reasons = match check_signature(&text, &key, user, &others) {
                SignatureCheck::Matches => None,
                SignatureCheck::Differs(reasons) => Some(reasons.join(", and ")),
            };
            assert_eq!(reasons.as_deref(), expected, "{text}");
        }
        let with_end = check_signature(&valid, &key, "a@b/c\n", &[]);
        let reason = "the user ID given here ends with a line break, which was not signed";
        assert_eq!(with_end, SignatureCheck::Differs(vec![reason.to_owned()]));
        let from_test_key = user_signature(&test, user).to_uppercase();
        let SignatureCheck::Differs(reasons) = check_signature(&from_test_key, &key, user, &others)
        else {
            panic!("the signature is from another key");
        };
        assert_eq!(reasons.len(), 2);
        assert!(
            reasons[1]
                .starts_with("the signature was created with the key in `test`: pk_test_... fp:")
        );
    }
}
