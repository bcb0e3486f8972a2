//! Tests of the reasons for signatures that do not match.

use base64::Engine as _;
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::*;

const KEY: &str = "pk_prod_FAKE";

/// Returns the HMAC in hex, computed without the code under test.
fn hmac<D: EagerHash>(key: &str, message: &str) -> String {
    let mac = <Hmac<D> as KeyInit>::new_from_slice(key.as_bytes()).unwrap();
    base16ct::lower::encode_string(&mac.chain_update(message).finalize().into_bytes())
}

fn reasons(text: &str, user: &str) -> Option<String> {
    match check_signature(text, &ApiKey::new(KEY).unwrap(), user, &[]) {
        SignatureCheck::Matches => None,
        SignatureCheck::Differs { reasons, .. } => Some(reasons.join(", and ")),
    }
}

/// Asserts the reasons of each signature, which are the same after a label.
fn assert_reasons(rows: &[(String, &str)], user: &str) {
    for (text, expected) in rows {
        assert_eq!(reasons(text, user).as_deref(), Some(*expected), "{text}");
        let prefixed = reasons(&format!("(stdin)= {text}"), user).unwrap();
        assert!(prefixed.ends_with(expected), "{prefixed}");
    }
}

#[test]
fn the_wrapping_of_a_valid_signature_is_recognized() {
    let valid = hmac::<Sha256>(KEY, "u-17");
    let bytes = base16ct::lower::decode_vec(&valid).unwrap();
    let separated = |separator: &str| {
        let bytes: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        bytes.join(separator)
    };
    let base64 = base64::engine::general_purpose::STANDARD;
    let rows = [
        (
            format!("(stdin)= {valid}"),
            "the label of `openssl` is in front",
        ),
        (
            format!("HMAC-SHA2-256(stdin)= {valid}"),
            "the label of `openssl` is in front",
        ),
        (
            format!("HMAC-SHA256(id.txt)= {valid}"),
            "the label of `openssl` is in front",
        ),
        (
            format!("{valid}  -"),
            "a file name follows, as `sha256sum` writes it",
        ),
        (
            format!("{valid} *stdin\n"),
            "the signature starts or ends with whitespace, and a file name follows, as `sha256sum` writes it",
        ),
        (
            format!("sha256={valid}"),
            "a name is in front of the signature",
        ),
        (
            format!("x-courier-user-signature: {valid}"),
            "a name is in front of the signature",
        ),
        (
            format!("\"userSignature\": \"{valid}\","),
            "a name is in front of the signature, and the signature is in quotes",
        ),
        (format!("\"{valid}\""), "the signature is in quotes"),
        (format!("b'{valid}'"), "the signature is in quotes"),
        (format!("0x{valid}"), "`0x` is in front of the signature"),
        (
            separated(":"),
            "the hex digits have separators between them",
        ),
        (
            separated("-").to_uppercase(),
            "the hex digits have separators between them, and the signature is in upper case, but Courier accepts only lower case",
        ),
        (
            separated(" "),
            "the hex digits have separators between them",
        ),
        (
            base16ct::lower::encode_string(valid.as_bytes()),
            "the hex digits were encoded a second time",
        ),
        (
            base64.encode(&valid),
            "the signature is base64, but Courier accepts only lower-case hex, and the hex digits were encoded a second time",
        ),
        (
            valid[..63].to_owned(),
            "the signature is cut short: it has 63 of 64 digits",
        ),
        (
            valid[..32].to_owned(),
            "the signature is cut short: it has 32 of 64 digits",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(reasons(&text, "u-17").as_deref(), Some(expected), "{text}");
        // The wrapping of another signature explains nothing.
        let other = reasons(&text, "u-18").unwrap();
        assert!(
            !other.contains("in front") && !other.contains("cut short"),
            "{text}: {other}"
        );
    }
    assert_eq!(reasons(&valid, "u-17"), None);
}

#[test]
fn a_mistake_is_named_only_if_it_was_computed() {
    let user = "Ana+1@x.test";
    let plain = |text: String| base16ct::lower::encode_string(&Sha256::digest(text));
    let rows = [
        (
            hmac::<Sha1>(KEY, user),
            "this is HMAC-SHA-1, but Courier expects HMAC-SHA256",
        ),
        (
            hmac::<Md5>(KEY, user),
            "this is HMAC-MD5, but Courier expects HMAC-SHA256",
        ),
        (
            hmac::<Sha384>(KEY, user),
            "this is HMAC-SHA-384, but Courier expects HMAC-SHA256",
        ),
        (
            hmac::<Sha512>(KEY, user),
            "this is HMAC-SHA-512, but Courier expects HMAC-SHA256",
        ),
        (
            hmac::<Sha1>(KEY, "Ana+1@x.test\n"),
            "this is HMAC-SHA-1, but Courier expects HMAC-SHA256, and the user ID was signed with a line break after it, as `echo` writes it",
        ),
        (
            plain(user.to_owned()),
            "this is plain SHA-256 of the user ID; use HMAC-SHA256",
        ),
        (
            plain(format!("{user}\n")),
            "this is plain SHA-256 of the user ID; use HMAC-SHA256",
        ),
        (
            plain(KEY.to_owned()),
            "this is plain SHA-256 of the key; use HMAC-SHA256",
        ),
        (
            plain(format!("{KEY}{user}")),
            "this is plain SHA-256 of the key and the user ID; use HMAC-SHA256",
        ),
        (
            plain(format!("{user}:{KEY}")),
            "this is plain SHA-256 of the user ID and the key; use HMAC-SHA256",
        ),
    ];
    assert_reasons(&rows, user);
}

#[test]
fn a_variant_of_the_key_or_the_user_id_is_named() {
    let user = "Ana+1@x.test";
    let sha = |key: &str, message: &str| hmac::<Sha256>(key, message);
    let again = "the signature was signed again";
    let rows = [
        (
            sha(KEY, "\"Ana+1@x.test\""),
            "the user ID was signed with quotes around it",
        ),
        (
            sha(KEY, "user_id:Ana+1@x.test"),
            "`user_id:` was signed with the user ID",
        ),
        (
            sha(KEY, "ana+1@x.test"),
            "the user ID was signed in lower case",
        ),
        (
            sha(KEY, "ANA+1@X.TEST"),
            "the user ID was signed in upper case",
        ),
        (
            sha(KEY, " Ana+1@x.test"),
            "the user ID was signed with whitespace around it",
        ),
        (
            sha(KEY, "Ana%2B1%40x.test"),
            "the user ID was URL-encoded before it was signed",
        ),
        (
            sha(KEY, "Ana%2b1%40x.test"),
            "the user ID was URL-encoded before it was signed",
        ),
        (sha(KEY, "undefined"), "an unset user ID was signed"),
        (sha(KEY, ""), "an empty user ID was signed"),
        (
            sha("Bearer pk_prod_FAKE", user),
            "the key was used with `Bearer` before it",
        ),
        (
            sha("'pk_prod_FAKE'", user),
            "the key was used with quotes around it",
        ),
        (
            sha("COURIER_API_KEY=pk_prod_FAKE", user),
            "the key was used with the name of its variable",
        ),
        (sha("FAKE", user), "the key was used without its prefix"),
        (
            sha("\"pk_prod_FAKE\"", "\"Ana+1@x.test\""),
            "the key was used with quotes around it, and the user ID was signed with quotes around it",
        ),
        (
            sha(user, "pk_prod_FAKE\n"),
            "the key and the user ID were swapped, and the key was used with the line break after it, as in a file",
        ),
        (sha(KEY, &sha(KEY, user)), again),
        (
            "a".repeat(40),
            "this is not a signature: expected 64 hex digits, got 40, the length of SHA-1",
        ),
        (sha("pk_prod_FAKE_OTHER", user), ""),
    ];
    assert_reasons(&rows, user);
}

#[test]
fn a_difference_of_the_given_user_id_is_named() {
    let given = [
        (
            "a%40b",
            "a@b",
            "the user ID given here is URL-encoded, and the decoded one was signed",
        ),
        (
            "user_id:u",
            "u",
            "the user ID given here starts with `user_id:`, which was not signed",
        ),
        (
            "'u'",
            "u",
            "the user ID given here has quotes around it, which were not signed",
        ),
        (
            "u ",
            "u",
            "the user ID given here has whitespace around it, which was not signed",
        ),
    ];
    for (user, signed, expected) in given {
        assert_eq!(
            reasons(&hmac::<Sha256>(KEY, signed), user).as_deref(),
            Some(expected),
            "{user}"
        );
    }
}

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
            Some("this is not a signature: expected 64 hex digits, got 40, the length of SHA-1"),
        ),
        (
            "no hex".to_owned(),
            Some("this is not a signature: expected 64 hex digits, but the text has length 6"),
        ),
    ];
    for (text, expected) in rows {
        let reasons = match check_signature(&text, &key, user, &others) {
            SignatureCheck::Matches => None,
            SignatureCheck::Differs { reasons, .. } => Some(reasons.join(", and ")),
        };
        assert_eq!(reasons.as_deref(), expected, "{text}");
    }
    let with_end = check_signature(&valid, &key, "a@b/c\n", &[]);
    let reason = "the user ID given here ends with a line break, which was not signed";
    let reasons = vec![reason.to_owned()];
    assert_eq!(with_end, differs(SignatureMistake::Computation, reasons));
    let from_test_key = user_signature(&test, user).to_uppercase();
    let SignatureCheck::Differs { reasons, .. } =
        check_signature(&from_test_key, &key, user, &others)
    else {
        panic!("the signature is from another key");
    };
    assert_eq!(reasons.len(), 2);
    assert!(
        reasons[1].starts_with("the signature was created with the key in `test`: pk_test_... fp:")
    );
}
