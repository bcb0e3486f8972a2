//! CA1xx: is it a token at all?

use crate::{
    inspect::{
        example::Example,
        finding::{Findings, Severity},
        rule::{Rule, Server},
        subject::Subject,
    },
    token::{Algorithm, DecodeError, Value, key::api_key_prefix},
};

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
        hidden_by: &["api-key-as-token"],
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
        hidden_by: &["api-key-as-token", "not-a-jwt"],
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
        hidden_by: &[],
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
];

fn not_a_jwt(subject: &Subject<'_>, findings: &mut Findings) {
    if let Err(error @ (DecodeError::Parts(_) | DecodeError::Empty(_) | DecodeError::TooLong(_))) =
        subject.decoded
    {
        if subject.unwrapped.text.is_empty() {
            findings.add("there is no token: the text is empty");
        } else {
            findings.add(error.to_string());
        }
    }
}

fn api_key_as_token(subject: &Subject<'_>, findings: &mut Findings) {
    if let Some(prefix) = api_key_prefix(&subject.unwrapped.text) {
        findings.add(format!(
            "this is an API key (`{prefix}...`), not a user token"
        ));
    }
}

fn wrapped_token(subject: &Subject<'_>, findings: &mut Findings) {
    let removed = &subject.unwrapped.removed;
    if !removed.is_empty() {
        findings.add(format!(
            "{} had to be taken off to read the token",
            removed.join(" and ")
        ));
    }
}

fn bad_encoding(subject: &Subject<'_>, findings: &mut Findings) {
    if let Err(error @ DecodeError::Encoding { .. }) = subject.decoded {
        findings.add(error.to_string());
    }
}

fn bad_json(subject: &Subject<'_>, findings: &mut Findings) {
    if let Err(error @ DecodeError::Json { .. }) = subject.decoded {
        findings.add(error.to_string());
    }
}

fn unsigned(subject: &Subject<'_>, findings: &mut Findings) {
    let Ok(decoded) = subject.decoded else {
        return;
    };
    let none =
        matches!(alg(subject), Some(Value::String(name)) if name.eq_ignore_ascii_case("none"));
    if none {
        findings.add("`alg` is `none`");
    } else if decoded.signature().is_empty() {
        findings.add("the signature is empty");
    }
}

fn wrong_alg(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_none() {
        return;
    }
    match alg(subject) {
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

fn alg<'s>(subject: &Subject<'s>) -> Option<Value<'s>> {
    subject.token.as_ref()?.header.get("alg")
}
