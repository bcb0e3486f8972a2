//! Checks of the form rules.

use std::borrow::Cow;

use crate::{
    inspect::{
        finding::{Findings, Severity},
        json_document::{self, OtherDocument},
        provider::source_of_encrypted,
        subject::Subject,
        token_text::TokenLocation,
    },
    token::{
        Algorithm, ClientKey, DecodeError, Object, Value,
        key::api_key_prefix,
        leftover::secret_leftover,
        looks_like_signature,
        search::{JWT_START, find_jwts, is_encrypted_jwt},
    },
};

/// The maximum header size that common servers and proxies accept, in bytes.
const MAX_HEADER: usize = 8 * 1024;

/// The number of tokens up to which those of one text are counted.
const MAX_COUNTED_TOKENS: usize = 1000;

pub(super) fn not_a_jwt(subject: &Subject<'_>, findings: &mut Findings) {
    let Err(error) = &subject.token else {
        return;
    };
    let text = subject.token_text.text.as_ref();
    let has_wrong_parts = matches!(
        error,
        DecodeError::Parts(_) | DecodeError::Empty(_) | DecodeError::TooLong
    );
    if text.is_empty() {
        findings
            .add("no token found in the input")
            .help("check the command or the file that should contain the token");
    } else if let Some((description, help)) = describe_other_text(text) {
        let finding = findings.add(description);
        if let Some(help) = help {
            finding.help(help);
        }
    } else if let (DecodeError::Parts(count @ 1..=2), true) = (error, text.starts_with(JWT_START)) {
        findings
            .add(format!("the token is cut off: it has {count} of 3 parts"))
            .help("copy the whole token, up to the end of the signature");
    } else if has_wrong_parts {
        findings.add(error.to_string());
    }
}

/// A description of a text that is evidently more or less than a token, and advice if the rule's
/// does not fit.
type Description = (Cow<'static, str>, Option<&'static str>);

/// Describes a text that is evidently more or less than a token.
fn describe_other_text(text: &str) -> Option<Description> {
    let known = |description: &'static str| Some((description.into(), None));
    let tokens = find_jwts(text).take(MAX_COUNTED_TOKENS).count();
    if tokens > 1 {
        let message = format!("the text contains {tokens} tokens, but one is expected");
        return Some((
            message.into(),
            Some("pass one token, or check each with `courier-auth inspect`"),
        ));
    }
    if let Some(document) = json_in(text) {
        return Some(describe_document(document));
    }
    if text.contains('\0') {
        let advice = "save it as UTF-8, or as UTF-16 with a byte order mark";
        return Some((
            "the text contains NUL characters, so it is probably UTF-16".into(),
            Some(advice),
        ));
    }
    match text.as_bytes().first() {
        Some(b'{' | b'[') => return known("this looks like JSON, but it is cut off or invalid"),
        Some(b'<') => return known("this is HTML, probably the error page of a server or proxy"),
        _ => {}
    }
    let scheme = text.split_whitespace().next().unwrap_or_default();
    if text.eq_ignore_ascii_case("bearer") {
        known("the token after `Bearer` is missing")
    } else if scheme.eq_ignore_ascii_case("basic") {
        known("this is a credential of the scheme `Basic`, not a user token")
    } else if ["Unauthorized", "Forbidden"].contains(&text) {
        known("this is an error message, not a user token")
    } else if text.starts_with("https://") || text.starts_with("http://") {
        known("this is a URL, not a user token")
    } else if text.contains("...") || text.contains('…') {
        known("the token is cut off: dots replace a part of it")
    } else if is_within_other_text(text) {
        known("there is other text around the token")
    } else {
        None
    }
}

/// Returns the JSON document that a text is, or that one of its lines ends in.
fn json_in(text: &str) -> Option<&str> {
    let is_document = |text: &&str| json_document::is_json_document(text);
    let from_brace = |line| str::find(line, '{').map(|start| &line[start..]);
    let in_line = || text.lines().filter_map(from_brace).find(is_document);
    Some(text).filter(is_document).or_else(in_line)
}

/// Describes a JSON document that contains no token.
fn describe_document(document: &str) -> Description {
    const CHECK_KEY: &str = "run `courier-auth doctor` to check the API key and the address; in your backend, check the status before you read `token`";
    const CHECK_BACKEND: &str =
        "check the status of the response, and the log of the server that sent it";
    match json_document::describe(document) {
        OtherDocument::CourierError(message) => (
            format!("this is an error response of Courier, not a token: {message}").into(),
            Some(CHECK_KEY),
        ),
        OtherDocument::OtherError(Some(message)) => (
            format!("this is an error response, not a token: {message}").into(),
            Some(CHECK_BACKEND),
        ),
        OtherDocument::OtherError(None) => (
            "this is an error response, not a token".into(),
            Some(CHECK_BACKEND),
        ),
        OtherDocument::Claims => (
            "these are the decoded claims of a token, not the token".into(),
            Some("pass the token itself: three parts separated by dots"),
        ),
        OtherDocument::Other => ("this is JSON without a token".into(), None),
    }
}

/// Returns true if a token begins after a character that cannot be part of it, or is followed by
/// whitespace.
fn is_within_other_text(text: &str) -> bool {
    let precedes_token = |c: char| c.is_whitespace() || "=\"':?&,(>".contains(c);
    let Some(start) = text.find(JWT_START) else {
        return false;
    };
    text[..start].ends_with(precedes_token) || text[start..].contains(char::is_whitespace)
}

pub(super) fn api_key_as_token(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err()
        && let Some(prefix) = api_key_prefix(&subject.token_text.text)
    {
        findings.add(format!(
            "this is an API key (`{prefix}...`), not a user token"
        ));
    }
}

pub(super) fn client_key_as_token(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_ok() {
        return;
    }
    let text = subject.token_text.text.as_ref();
    if let Ok(key) = text.parse::<ClientKey>() {
        findings.add(format!(
            "this is the client key of workspace `{}`, not a user token",
            key.workspace_id()
        ));
    } else if ClientKey::is_text(text) {
        findings.add("this is a client key (`ck_...`), not a user token");
    }
}

pub(super) fn hmac_as_token(subject: &Subject<'_>, findings: &mut Findings) {
    let text = &subject.token_text.text;
    if subject.token.is_err() && looks_like_signature(text) {
        findings.add("this is an HMAC-SHA256 signature (64 hex digits), not a user token");
    }
}

pub(super) fn encrypted_token(subject: &Subject<'_>, findings: &mut Findings) {
    if matches!(subject.token, Err(DecodeError::Parts(5)))
        && is_encrypted_jwt(&subject.token_text.text)
    {
        let finding = findings.add("the token has five parts, so it is encrypted (JWE)");
        if let Some(source) = source_of_encrypted(&subject.token_text.text) {
            finding.help(format!(
                "this is probably a session of {source}. Give the app the token that your backend \
                 gets from Courier"
            ));
        }
    }
}

pub(super) fn wrapped_token(subject: &Subject<'_>, findings: &mut Findings) {
    let removed = subject.token_text.removed.iter();
    let mut removed: Vec<&str> = removed.map(|wrapping| wrapping.name()).collect();
    removed.dedup();
    if !removed.is_empty() {
        findings.add(format!(
            "removed {} to read the token",
            removed.join(" and ")
        ));
    }
    match &subject.token_text.place {
        // The body of an issue-token response is a usual form of a token.
        TokenLocation::Json { path, is_only } if *is_only && path != ".token" => {
            findings
                .add(format!("found in {path}"))
                .severity(Severity::Note)
                .help("pass only this value to the SDK, not the document");
        }
        TokenLocation::InText | TokenLocation::SocketUrl { .. } => {
            findings
                .add("found in other text")
                .severity(Severity::Note)
                .help("pass only the token to the SDK");
        }
        TokenLocation::RunTogether { number, count } => {
            findings
                .add(format!(
                    "{count} tokens run together; this is token {number}",
                    count = number_word(*count)
                ))
                .help("separate the tokens, and pass one of them");
        }
        TokenLocation::Alone | TokenLocation::Json { .. } => {}
    }
}

/// Returns a small number as a word.
fn number_word(number: usize) -> Cow<'static, str> {
    match number {
        2 => "two".into(),
        3 => "three".into(),
        _ => number.to_string().into(),
    }
}

pub(super) fn bad_encoding(subject: &Subject<'_>, findings: &mut Findings) {
    if let Err(error @ DecodeError::Encoding { .. }) = &subject.token
        && describe_other_text(&subject.token_text.text).is_none()
    {
        findings.add(error.to_string());
    }
}

pub(super) fn bad_json(subject: &Subject<'_>, findings: &mut Findings) {
    if let Err(error @ DecodeError::Json { .. }) = &subject.token {
        findings.add(error.to_string());
    }
}

pub(super) fn unsigned(subject: &Subject<'_>, findings: &mut Findings) {
    let (Ok(_), Some(decoded)) = (&subject.token, subject.decoded) else {
        return;
    };
    let is_none =
        matches!(&subject.alg, Some(Value::String(name)) if name.eq_ignore_ascii_case("none"));
    if is_none {
        findings.add("`alg` is `none`");
    } else if decoded.signature().is_empty() {
        findings.add("the signature is empty");
    }
}

pub(super) fn wrong_alg(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() {
        return;
    }
    match &subject.alg {
        Some(Value::String(name)) if Algorithm::from_name(name).is_some() => {}
        Some(Value::String(name)) => {
            findings.add(format!(
                "`alg` is `{name}`, but Courier supports only HS256, HS384 and HS512"
            ));
        }
        Some(other) => {
            findings.add(format!("`alg` is {}, not a string", other.kind()));
        }
        None => {
            findings.add("the header has no `alg`");
        }
    }
}

pub(super) fn duplicate_claim(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(token) = subject.readable_token() else {
        return;
    };
    for (part, object) in [("header", &token.header), ("payload", &token.claims)] {
        findings.add_each(object.duplicates(), "duplicate names", |name, findings| {
            findings
                .add(format!("`{name}` occurs more than once in the {part}"))
                .claim(name.to_owned());
        });
    }
}

pub(super) fn placeholder_token(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err()
        && let Some(leftover) = secret_leftover(&subject.token_text.text)
    {
        findings.add(format!(
            "`{}` is {leftover}, not a token",
            subject.token_text.text
        ));
    }
}

pub(super) fn oversized_token(subject: &Subject<'_>, findings: &mut Findings) {
    let Ok(token) = &subject.token else {
        return;
    };
    let length = match subject.decoded {
        Some(_) => subject.token_text.text.len(),
        None => planned_length(&token.claims),
    };
    if length > MAX_HEADER {
        findings.add(format!(
            "the token has {} KiB, but headers are often limited to 8 KiB",
            length.div_ceil(1024)
        ));
    }
}

/// Returns about how many bytes a token with these claims will have.
fn planned_length(claims: &Object<'_>) -> usize {
    /// The base64url of the header and of a signature, and the dots.
    const OTHER_PARTS: usize = 80;
    let members = claims.members().iter();
    // A member has two quotes, a colon and a comma.
    let lengths = members.map(|member| member.name.len() + member.raw.get().len() + 4);
    OTHER_PARTS + lengths.sum::<usize>() * 4 / 3
}

pub(super) fn bad_signature_length(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(Value::String(name)), Some(decoded)) = (&subject.alg, subject.decoded) else {
        return;
    };
    let Some(algorithm) = Algorithm::from_name(name) else {
        return;
    };
    let (length, expected) = (decoded.signature().len(), algorithm.signature_length());
    if length != expected {
        findings.add(format!(
            "the signature has {length} bytes, but {name} signatures have {expected}"
        ));
    }
}
