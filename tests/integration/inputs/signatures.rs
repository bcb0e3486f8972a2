//! Signatures of `hmac check` as tools print them and as backends compute them wrong. Each expected
//! signature is computed by openssl or sha256sum.

use std::{io::Write as _, process::Stdio};

use crate::support::{Outcome, Test, is_installed};

const KEY: &str = "pk_prod_FAKEFAKE";

/// Returns the output of a shell line that gets `text` as its input.
fn shell(line: &str, text: &str) -> String {
    let mut child = std::process::Command::new("sh")
        .args(["-c", line])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{line}");
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

/// Returns what openssl prints as the HMAC.
fn openssl(hash: &str, key: &str, message: &str) -> String {
    shell(&format!("openssl dgst -{hash} -hmac '{key}'"), message)
}

/// Returns the digits of an HMAC alone.
fn digits(hash: &str, key: &str, message: &str) -> String {
    openssl(hash, key, message)
        .rsplit(' ')
        .next()
        .unwrap()
        .to_owned()
}

fn check(signature: &str, user: &str) -> Outcome {
    Test::line("hmac check")
        .args([signature, "--user", user])
        .key(KEY)
        .run()
}

/// Asserts the reason for each signature of a user.
fn assert_reasons(rows: &[(String, &str, &str)]) {
    for (signature, user, reason) in rows {
        let outcome = check(signature, user);
        outcome.exits_with(1, reason, "");
        assert!(!outcome.stdout.contains(KEY), "{outcome:#?}");
    }
}

#[test]
fn what_tools_print_around_a_signature_is_recognized() {
    if !is_installed("openssl") {
        return;
    }
    let label = "no: the label of `openssl` is in front\n";
    let valid = digits("sha256", KEY, "u-17");
    check(&valid, "u-17").exits_with(0, "yes\n", "");
    check(&openssl("sha256", KEY, "u-17"), "u-17").exits_with(1, label, "");
    let rows = [
        (format!("(stdin)= {valid}"), label),
        (format!("HMAC-SHA2-256(stdin)= {valid}"), label),
        (format!("HMAC-SHA256(user.txt)= {valid}"), label),
        (
            format!("{valid}  -"),
            "no: a file name follows, as `sha256sum` writes it\n",
        ),
        (format!("{valid} *stdin"), "no: a file name follows"),
        (
            format!("sha256={valid}"),
            "no: a name is in front of the signature\n",
        ),
        (format!("\"{valid}\""), "no: the signature is in quotes\n"),
        (
            format!("0x{valid}"),
            "no: `0x` is in front of the signature\n",
        ),
        (
            valid[..60].to_owned(),
            "no: the signature is cut short: it has 60 of 64 digits\n",
        ),
    ];
    for (signature, stdout) in rows {
        check(&signature, "u-17").exits_with(1, stdout, "");
    }
    let colons = shell(
        &format!("openssl dgst -sha256 -c -hmac '{KEY}' | sed 's/.*= //'"),
        "u-17",
    );
    check(&colons, "u-17").exits_with(1, "no: the hex digits have separators between them\n", "");
    // Of another user, the wrapping explains nothing.
    let other = check(&format!("(stdin)= {valid}"), "u-18");
    other.exits_with(1, "no: it does not match this user ID and API key", "");
    // The label says what was computed, and the digits are what counts.
    check(&shell("openssl dgst -sha256", "u-17"), "u-17").exits_with(
        1,
        "this is plain SHA-256 of the user ID; use HMAC-SHA256\n",
        "",
    );
}

#[test]
fn other_computations_are_recognized() {
    if !is_installed("openssl") {
        return;
    }
    let hmac = |key: &str, message: &str| digits("sha256", key, message);
    let rows = [
        (
            digits("sha1", KEY, "u-17"),
            "u-17",
            "this is HMAC-SHA-1, but Courier expects HMAC-SHA256",
        ),
        (
            digits("sha512", KEY, "u-17"),
            "u-17",
            "this is HMAC-SHA-512, but Courier",
        ),
        (
            digits("sha384", KEY, "u-17"),
            "u-17",
            "this is HMAC-SHA-384, but Courier",
        ),
        (
            digits("md5", KEY, "u-17"),
            "u-17",
            "this is HMAC-MD5, but Courier",
        ),
        (
            hmac(KEY, "\"u-17\""),
            "u-17",
            "the user ID was signed with quotes around it",
        ),
        (
            hmac(KEY, "user_id:u-17"),
            "u-17",
            "`user_id:` was signed with the user ID",
        ),
        (
            hmac(KEY, "u-17\n"),
            "u-17",
            "the user ID was signed with a line break",
        ),
        (
            hmac(KEY, "u-17 "),
            "u-17",
            "the user ID was signed with whitespace around it",
        ),
        (
            hmac(KEY, "U-17"),
            "u-17",
            "the user ID was signed in upper case",
        ),
        (
            hmac(KEY, "ana@x.test"),
            "Ana@X.test",
            "the user ID was signed in lower case",
        ),
        (
            hmac(KEY, "ana%40x.test"),
            "ana@x.test",
            "the user ID was URL-encoded",
        ),
        (
            hmac(KEY, "ana@x.test"),
            "ana%40x.test",
            "the decoded one was signed",
        ),
    ];
    assert_reasons(&rows);
}

#[test]
fn other_keys_and_plain_hashes_are_recognized() {
    if !is_installed("openssl") {
        return;
    }
    let hmac = |key: &str, message: &str| digits("sha256", key, message);
    let rows = [
        (
            hmac("Bearer pk_prod_FAKEFAKE", "u-17"),
            "u-17",
            "`Bearer` before it",
        ),
        (
            hmac("\"pk_prod_FAKEFAKE\"", "u-17"),
            "u-17",
            "the key was used with quotes around it",
        ),
        (
            hmac("COURIER_API_KEY=pk_prod_FAKEFAKE", "u-17"),
            "u-17",
            "the name of its variable",
        ),
        (
            hmac("u-17", KEY),
            "u-17",
            "the key and the user ID were swapped",
        ),
        (
            hmac(KEY, &hmac(KEY, "u-17")),
            "u-17",
            "the signature was signed again",
        ),
        (
            shell("sha256sum", "u-17"),
            "u-17",
            "plain SHA-256 of the user ID",
        ),
        (
            shell("sha256sum", "pk_prod_FAKEFAKEu-17"),
            "u-17",
            "plain SHA-256 of the key and the user ID",
        ),
        (
            shell("sha256sum", "u-17pk_prod_FAKEFAKE"),
            "u-17",
            "plain SHA-256 of the user ID and the key",
        ),
    ];
    assert_reasons(&rows);
    // The form alone proves nothing.
    for (signature, reason) in [
        (
            "a".repeat(40),
            "expected 64 hex digits, got 40, the length of SHA-1",
        ),
        ("a".repeat(64), "it does not match this user ID and API key"),
        (
            hmac("pk_prod_OTHERFAKE", "u-17"),
            "it does not match this user ID and API key",
        ),
    ] {
        check(&signature, "u-17").exits_with(1, reason, "");
    }
}
