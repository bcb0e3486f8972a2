//! CA1xx: is it a token at all?

use crate::{
    inspect::{
        example::Example,
        finding::{Findings, Severity},
        rule::{Rule, Server},
        subject::Subject,
    },
    token::{
        Algorithm, ClientKey, DecodeError, Value, base64url, key::api_key_prefix,
        placeholder::is_placeholder,
    },
};

/// The size from which on common servers and proxies refuse a header, in bytes.
const MAX_HEADER: usize = 8 * 1024;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "CA101",
        name: "not-a-jwt",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the text is not `header.payload.signature`",
        why: "Courier takes what it cannot read as a token for a client key, finds none, and answers 401",
        fix: "pass what `POST /auth/issue-token` answered in `token`, whole and alone",
        reissue: true,
        bad: Example::Text("alice"),
        good: Example::Good,
        hidden_by: &[
            "api-key-as-token",
            "client-key-as-token",
            "hmac-as-token",
            "encrypted-token",
            "placeholder-token",
        ],
        check: not_a_jwt,
    },
    Rule {
        code: "CA102",
        name: "api-key-as-token",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "this is an API key of the workspace, not a user token",
        why: "an API key can act for every user and belongs on a server only; the Inbox does not take it and answers 401",
        fix: "issue a user token with it on the server, and give that to the app; if the key was in a browser or an app, rotate it in Courier's settings",
        reissue: true,
        bad: Example::Text("pk_prod_FAKEFAKEFAKEFAKE"),
        good: Example::Good,
        hidden_by: &[],
        check: api_key_as_token,
    },
    Rule {
        code: "CA103",
        name: "client-key-as-token",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "this is a client key, not a user token",
        why: "a client key only says which workspace it is; what is sent as a bearer has to be a token, else Courier answers 401",
        fix: "issue a user token; the app's setting for the client key is another one",
        reissue: true,
        bad: Example::Text("YzBmZmVlMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"),
        good: Example::Good,
        hidden_by: &[],
        check: client_key_as_token,
    },
    Rule {
        code: "CA104",
        name: "hmac-as-token",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "this is an HMAC signature, not a user token",
        why: "a signature belongs to the old client-key sign-in, in `x-courier-user-signature`; as a bearer it is refused with 401",
        fix: "issue a user token, which today's SDKs take instead of client key and signature",
        reissue: true,
        bad: Example::Text("e8795831fade37790bd0637b2d49b52ee2d56d89861e183939fa585aafb25947"),
        good: Example::Good,
        hidden_by: &[],
        check: hmac_as_token,
    },
    Rule {
        code: "CA105",
        name: "encrypted-token",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token has five parts: it is encrypted",
        why: "Courier reads signed tokens of three parts; an encrypted one (JWE) comes from a login provider",
        fix: "pass the token that Courier issued, not the one of your login provider",
        reissue: true,
        bad: Example::Text("eyJhbGciOiJkaXIifQ..AAAA.AAAA.AAAA"),
        good: Example::Good,
        hidden_by: &[],
        check: encrypted_token,
    },
    Rule {
        code: "CA106",
        name: "wrapped-token",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "something had to be taken off the text to find the token in it",
        why: "Courier's SDKs add `Bearer ` themselves and send the rest as it is: `Bearer Bearer ...` and quotes are refused with 401",
        fix: "give the app the token alone",
        reissue: false,
        bad: Example::Prefixed("Bearer "),
        good: Example::Good,
        hidden_by: &[
            "not-a-jwt",
            "api-key-as-token",
            "client-key-as-token",
            "hmac-as-token",
            "encrypted-token",
            "placeholder-token",
        ],
        check: wrapped_token,
    },
    Rule {
        code: "CA107",
        name: "bad-encoding",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "a part of the token is not base64url without padding",
        why: "Courier accepts letters, digits, `-` and `_` only, and compares the signature as text",
        fix: "pass the token as it was issued; a part that was decoded and encoded again has to be in base64url without `=`",
        reissue: true,
        bad: Example::Signature("c2lnbmF0dXJl+/=="),
        good: Example::Good,
        hidden_by: &["encrypted-token"],
        check: bad_encoding,
    },
    Rule {
        code: "CA108",
        name: "bad-json",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token's header or payload is not a JSON object",
        why: "Courier cannot read a claim from it and answers 401; most often the token was cut short or changed on its way",
        fix: "issue a new token and compare its length with what arrives in the app",
        reissue: true,
        bad: Example::Payload("[]"),
        good: Example::Good,
        hidden_by: &[],
        check: bad_json,
    },
    Rule {
        code: "CA109",
        name: "unsigned",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token has no signature",
        why: "Courier takes only tokens that are signed with an API key of the workspace",
        fix: "issue the token at Courier instead of building it by hand",
        reissue: true,
        bad: Example::Signature(""),
        good: Example::Good,
        hidden_by: &[],
        check: unsigned,
    },
    Rule {
        code: "CA110",
        name: "wrong-alg",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token is signed with an algorithm that Courier does not take",
        why: "Courier verifies with the API key, that is with HS256, HS384 or HS512; the token of another service is refused",
        fix: "pass the token that Courier issued, not the one of your login provider",
        reissue: true,
        bad: Example::Header(r#"{"alg":"RS256","typ":"JWT"}"#),
        good: Example::Good,
        hidden_by: &["unsigned"],
        check: wrong_alg,
    },
    Rule {
        code: "CA111",
        name: "duplicate-claim",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "a name stands twice in the token's header or payload",
        why: "Courier takes the last of them, other readers take the first or refuse the token: they disagree about what it says",
        fix: "build the JSON with a library, or let Courier issue the token",
        reissue: true,
        bad: Example::Payload(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","exp":5,"iat":1767225000,"exp":1767311400}"#,
        ),
        good: Example::Good,
        hidden_by: &[],
        check: duplicate_claim,
    },
    Rule {
        code: "CA112",
        name: "placeholder-token",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "this is what stood in the place of a token",
        why: "a variable was not set, a template not filled or a promise not awaited, so the app never had a token; Courier answers 401",
        fix: "find out why the value was not there; fetch the token before the SDK signs in",
        reissue: true,
        bad: Example::Text("undefined"),
        good: Example::Good,
        hidden_by: &[],
        check: placeholder_token,
    },
    Rule {
        code: "CA113",
        name: "oversized-token",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "the token is longer than servers and proxies take in a header",
        why: "common limits for one header are 8 KiB and less; the realtime socket even has it in its URL",
        fix: "put nothing into the token but what Courier needs",
        reissue: true,
        bad: Example::Padded(8 * 1024),
        good: Example::Good,
        hidden_by: &[],
        check: oversized_token,
    },
    Rule {
        code: "CA114",
        name: "bad-signature-length",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the signature has not the length of its algorithm",
        why: "HS256, HS384 and HS512 make 32, 48 and 64 bytes; a signature of another length was cut short or made by hand, and Courier answers 401",
        fix: "pass the token whole, as it was issued",
        reissue: true,
        bad: Example::Signature("c2lnbmF0dXJl"),
        good: Example::Good,
        hidden_by: &["unsigned", "wrong-alg"],
        check: bad_signature_length,
    },
];

fn not_a_jwt(subject: &Subject<'_>, findings: &mut Findings) {
    let Err(error) = &subject.token else {
        return;
    };
    let text = subject.unwrapped.text.as_ref();
    let is_form = matches!(
        error,
        DecodeError::Parts(_) | DecodeError::Empty(_) | DecodeError::TooLong
    );
    if let Some(other) = other_text(text) {
        findings.add(other);
    } else if is_form {
        findings.add(error.to_string());
    }
}

/// What a text is that is more or less than a token.
fn other_text(text: &str) -> Option<&'static str> {
    match text.as_bytes().first() {
        None => return Some("there is no token in it"),
        Some(b'{' | b'[') => return Some("this is JSON without a `token` in it"),
        Some(b'<') => return Some("this is HTML, the page of a proxy or an error"),
        Some(_) => {}
    }
    if text.contains("...") || text.contains('…') {
        Some("it was cut short: dots stand for the rest of it")
    } else if stands_in_other_text(text) {
        Some("other text stands around the token")
    } else {
        None
    }
}

/// Whether a token begins behind what surely is no part of one, or white space follows it.
fn stands_in_other_text(text: &str) -> bool {
    let opens = |c: char| c.is_whitespace() || "=\"':?&,(>".contains(c);
    let Some(start) = text.find("eyJ") else {
        return false;
    };
    text[..start].ends_with(opens) || text[start..].contains(char::is_whitespace)
}

fn api_key_as_token(subject: &Subject<'_>, findings: &mut Findings) {
    if let Some(prefix) = api_key_prefix(&subject.unwrapped.text) {
        findings.add(format!(
            "this is an API key (`{prefix}...`), not a user token"
        ));
    }
}

fn client_key_as_token(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_ok() {
        return;
    }
    if let Ok(key) = subject.unwrapped.text.parse::<ClientKey>() {
        findings.add(format!(
            "this is the client key of workspace `{}`, not a user token",
            key.tenant()
        ));
    }
}

fn hmac_as_token(subject: &Subject<'_>, findings: &mut Findings) {
    let text = &subject.unwrapped.text;
    if text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        findings.add("64 hex digits are an HMAC-SHA256 signature, not a user token");
    }
}

fn encrypted_token(subject: &Subject<'_>, findings: &mut Findings) {
    if matches!(subject.token, Err(DecodeError::Parts(5)))
        && other_text(&subject.unwrapped.text).is_none()
        && base64url::first_bad_character(&subject.unwrapped.text.replace('.', "")).is_none()
    {
        findings.add("it has the five parts of an encrypted token");
    }
}

fn wrapped_token(subject: &Subject<'_>, findings: &mut Findings) {
    let mut removed = subject.unwrapped.removed.clone();
    removed.dedup();
    if !removed.is_empty() {
        findings.add(format!(
            "{} had to be taken off to read the token",
            removed.join(" and ")
        ));
    }
}

fn bad_encoding(subject: &Subject<'_>, findings: &mut Findings) {
    if let Err(error @ DecodeError::Encoding { .. }) = &subject.token
        && other_text(&subject.unwrapped.text).is_none()
    {
        findings.add(error.to_string());
    }
}

fn bad_json(subject: &Subject<'_>, findings: &mut Findings) {
    if let Err(error @ DecodeError::Json { .. }) = &subject.token {
        findings.add(error.to_string());
    }
}

fn unsigned(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(token), Some(decoded)) = (subject.readable(), subject.decoded) else {
        return;
    };
    let none = matches!(token.header.get("alg"), Some(Value::String(name)) if name.eq_ignore_ascii_case("none"));
    if none {
        findings.add("`alg` is `none`");
    } else if decoded.signature().is_empty() {
        findings.add("the signature is empty");
    }
}

fn wrong_alg(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(token) = subject.readable() else {
        return;
    };
    match token.header.get("alg") {
        Some(Value::String(name)) if Algorithm::from_name(&name).is_some() => {}
        Some(Value::String(name)) => {
            findings.add(format!(
                "`alg` is `{name}`; Courier takes HS256, HS384 and HS512"
            ));
        }
        Some(other) => {
            findings.add(format!("`alg` is {}, not a string", other.kind()));
        }
        None => {
            findings.add("the header names no `alg`");
        }
    }
}

fn duplicate_claim(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(token) = subject.readable() else {
        return;
    };
    for (part, object) in [("header", &token.header), ("payload", &token.claims)] {
        findings.add_each(object.duplicates(), "names twice", |name, findings| {
            findings
                .add(format!("`{name}` stands more than once in the {part}"))
                .claim(name.to_owned());
        });
    }
}

fn placeholder_token(subject: &Subject<'_>, findings: &mut Findings) {
    if is_placeholder(&subject.unwrapped.text) {
        findings.add(format!(
            "`{}` stands in the place of a token",
            subject.unwrapped.text
        ));
    }
}

fn oversized_token(subject: &Subject<'_>, findings: &mut Findings) {
    let length = subject.unwrapped.text.len();
    if subject.token.is_ok() && length > MAX_HEADER {
        findings.add(format!(
            "it has {} KiB, and headers are often limited to 8",
            length.div_ceil(1024)
        ));
    }
}

fn bad_signature_length(subject: &Subject<'_>, findings: &mut Findings) {
    let (Some(token), Some(decoded)) = (subject.readable(), subject.decoded) else {
        return;
    };
    let Some(Value::String(name)) = token.header.get("alg") else {
        return;
    };
    let Some(algorithm) = Algorithm::from_name(&name) else {
        return;
    };
    let (found, right) = (decoded.signature().len(), algorithm.signature_length());
    if found != right {
        findings.add(format!(
            "the signature has {found} bytes, and {name} makes {right}"
        ));
    }
}
