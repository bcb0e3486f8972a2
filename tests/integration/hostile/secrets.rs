//! Responses that are slow to redact, and secrets that a server writes in other spellings.

use std::{fmt::Write as _, fs, thread};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

use crate::support::{KEY, Sandbox, ScriptedServer, Test, TokenServer, http_response};

/// The size of hostile bodies in bytes.
const BODY_SIZE: usize = 1_000_000;

/// Shapes that took quadratic time, or that are the most work for one of the searches.
const SHAPES: [&str; 6] = [
    "1;",
    "eyJ",
    "\\u0031",
    "pk_prod_FAKEFAKE ",
    "\u{1b}[1;",
    "ZXlK",
];

/// A secret without a known form, with characters that every encoding spells in another way.
const ODD_SECRET: &str = "odd/FAKE&key\"with'\u{e9}%41";

fn body(shape: &str) -> String {
    format!("x{}", shape.repeat(BODY_SIZE / shape.len()))
}

/// The harness ends a run after 30 seconds.
#[test]
fn issuing_ends_at_once_whatever_the_body_contains() {
    for shape in SHAPES {
        let server = ScriptedServer::start(vec![http_response("500 Error", &body(shape))]);
        Test::line("issue --user alice --retries 0")
            .env("COURIER_BASE_URL", &server.url)
            .key(KEY)
            .run()
            .exits_with(5, "", "error: Courier returned 500: ");
        assert_eq!(server.request_count(), 1, "{shape:?}");
    }
}

#[test]
fn marking_messages_ends_at_once_whatever_the_body_contains() {
    let token = Sandbox::start().issue("");
    for shape in &SHAPES[..3] {
        let server = ScriptedServer::start(vec![http_response("500 Error", &body(shape))]);
        let outcome = Test::line("mark-read --user alice --retries 0 --token-file - m1 m2")
            .env("COURIER_BASE_URL", &server.url)
            .stdin(token.as_str())
            .run();
        outcome.exits_with(5, "", "500");
    }
}

/// The server for another user does not wait for the redaction of a failure.
#[test]
fn serving_goes_on_whatever_a_body_contains() {
    for shape in &SHAPES[..2] {
        let server = ScriptedServer::start(vec![http_response("500 Error", &body(shape))]);
        let tokens = TokenServer::start(&server.url, KEY, "--allow-user alice --allow-user bob");
        thread::scope(|scope| {
            let targets = ["?user=alice", "?user=bob", "?user=alice", "?user=bob"];
            let tokens = &tokens;
            let responses = targets.map(|target| scope.spawn(move || tokens.get(target)));
            for response in responses {
                assert_eq!(response.join().unwrap().status, 502, "{shape:?}");
            }
        });
    }
}

/// Returns spellings of a secret in which a server may repeat it.
fn spellings(secret: &str) -> Vec<String> {
    let bytes = |spell: fn(u8) -> String| secret.bytes().map(spell).collect::<String>();
    let characters = |spell: fn(char) -> String| secret.chars().map(spell).collect::<String>();
    let utf16 = |c: char| {
        let mut units = [0; 2];
        let units = c.encode_utf16(&mut units).iter();
        units.fold(String::new(), |text, unit| format!("{text}\\u{unit:04x}"))
    };
    let json = serde_json::to_string(secret).unwrap();
    let json = json.trim_matches('"').replace('/', "\\/");
    let html = |secret: &str| {
        let pairs = [
            ("&", "&amp;"),
            ("/", "&#x2F;"),
            ("\"", "&quot;"),
            ("'", "&#39;"),
        ];
        let escape = |text: String, (c, entity): (&str, &str)| text.replace(c, entity);
        pairs.into_iter().fold(secret.to_owned(), escape)
    };
    let percent = bytes(|byte| format!("%{byte:02x}"));
    let encoded = STANDARD.encode(format!("user:{secret}"));
    let (first, second) = encoded.split_at(20);
    vec![
        secret.to_owned(),
        percent.clone(),
        percent.to_uppercase(),
        percent.replace('%', "%25"),
        secret
            .replace('%', "%25")
            .replace('/', "%2F")
            .replace('&', "%26"),
        json.clone(),
        json.replace('\\', "\\\\").replace('"', "\\\""),
        characters(utf16),
        bytes(|byte| format!("\\x{byte:02x}")),
        html(secret),
        html(&html(secret)),
        characters(|c| format!("&#{};", u32::from(c))),
        characters(|c| format!("\\u{{{:x}}}", u32::from(c))),
        format!("b'{}'", secret.replace('\'', "\\'")),
        STANDARD.encode(secret),
        STANDARD.encode(format!("x{secret}y")),
        URL_SAFE_NO_PAD.encode(format!("xx{secret}")),
        encoded.replace('/', "\\/").replace('+', "%2B"),
        format!("{first}\\r\\n{second}"),
        encoded,
    ]
}

/// Returns a response with these texts in its headers and its body. Headers are one line of ASCII.
fn echoing_response(texts: &[String], is_json: bool) -> String {
    let mut head = "HTTP/1.1 500 Error\r\nConnection: close\r\n".to_owned();
    let header_texts = texts
        .iter()
        .filter(|text| text.is_ascii() && !text.contains(['"', ' ']));
    for (number, text) in header_texts.enumerate() {
        let location = format!("http://127.0.0.1:1/{text}");
        write!(head, "X-Echo-{number}: {text}\r\nLocation: {location}\r\n").unwrap();
    }
    let all = texts.join(" | ");
    let body = if is_json {
        serde_json::json!({ "message": all }).to_string()
    } else {
        all
    };
    format!("{head}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// Runs a command against a server that repeats its secret in all spellings, with all kinds of
/// output, and panics if one of them is printed. `prepare` gives the secret to the command.
fn assert_hidden(secret: &str, line: &str, prepare: impl Fn(Test) -> Test) {
    let spellings = spellings(secret);
    let folder = tempfile::tempdir().unwrap();
    for is_json in [false, true] {
        let response = echoing_response(&spellings, is_json);
        let server = ScriptedServer::start(vec![response]);
        for (number, options) in ["", "--json", "-vv", "-vv --json"].iter().enumerate() {
            let file = folder.path().join(format!("{is_json}{number}"));
            let test = Test::line(&format!("{line} --retries 0 {options} --debug-http"))
                .arg(file.to_str().unwrap())
                .env("COURIER_BASE_URL", &server.url);
            let outcome = prepare(test).run();
            assert_eq!(outcome.code, Some(5), "{outcome:#?}");
            let log = fs::read_to_string(&file).unwrap();
            assert!(log.contains("HTTP") || log.contains("500"), "{log}");
            for text in [&outcome.stdout, &outcome.stderr, &log] {
                for spelling in &spellings {
                    // The body is also printed as a JSON string.
                    let again = serde_json::to_string(spelling).unwrap();
                    let is_hidden =
                        !text.contains(spelling) && !text.contains(again.trim_matches('"'));
                    assert!(is_hidden, "{spelling} is in {text}");
                }
                assert_eq!(remains(text, &spellings), None, "{text}");
            }
        }
    }
}

/// Returns the middle of a spelling that a text contains.
fn remains<'s>(text: &str, spellings: &'s [String]) -> Option<&'s str> {
    let middles = spellings.iter().map(|spelling| {
        let start = spelling.ceil_char_boundary(spelling.len() / 3);
        let end = spelling.floor_char_boundary(spelling.len() - spelling.len() / 3);
        &spelling[start..end]
    });
    middles
        .into_iter()
        .find(|middle| middle.len() > 7 && text.contains(middle))
}

#[test]
fn a_key_that_is_repeated_in_any_spelling_is_hidden() {
    assert_hidden(KEY, "issue --user alice", |test| test.key(KEY));
}

#[test]
fn a_secret_without_a_known_form_that_is_repeated_in_any_spelling_is_hidden() {
    for secret in [ODD_SECRET, "a secret/with spaces+FAKE"] {
        let prepare = |test: Test| test.key(KEY).env("COURIER_AUTH_TOKEN", secret);
        assert_hidden(secret, "issue --user alice", prepare);
    }
}

#[test]
fn a_token_that_is_repeated_in_any_spelling_is_hidden() {
    let token = Sandbox::start().issue("");
    let line = "messages --user alice --token-file -";
    assert_hidden(&token, line, |test| test.stdin(token.as_str()));
}

/// The first response issues a token, and the next one repeats it.
#[test]
fn an_issued_token_that_is_repeated_in_base64_is_hidden() {
    let token = Sandbox::start().issue("--scope inbox:read:messages --expires-in '90 seconds'");
    let token = token.trim();
    let spellings = spellings(token);
    let issued = http_response("200 OK", &serde_json::json!({ "token": token }).to_string());
    for is_json in [false, true] {
        let responses = vec![issued.clone(), echoing_response(&spellings, is_json)];
        let server = ScriptedServer::start(responses);
        let outcome = Test::line("messages --user alice --retries 0 -vv --api-url")
            .arg(&server.url)
            .key(KEY)
            .run();
        assert!(server.request_count() > 1, "{outcome:#?}");
        assert_eq!(remains(&outcome.stderr, &spellings), None, "{outcome:#?}");
    }
}

/// A body that only resembles a secret stays as it is.
#[test]
fn text_that_is_no_secret_is_not_hidden() {
    for text in [
        "100% of the 12;34 requests",
        "see https://a.test/x%20y?a=b&amp;c=d",
        "C:\\new\\token_file.txt",
        "the eyJ prefix, the pk_ prefix",
        "ZXlK is not a token",
        "a\\u0041b\\/c",
    ] {
        let body = serde_json::json!({ "message": text }).to_string();
        let server = ScriptedServer::start(vec![http_response("400 Bad", &body)]);
        let outcome = Test::line("issue --user alice")
            .env("COURIER_BASE_URL", &server.url)
            .key(KEY)
            .run();
        outcome.exits_with(5, "", &format!("error: Courier returned 400: {text}\n"));
    }
}
