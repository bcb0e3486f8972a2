//! Tokens inside other text: JSON, logs, requests, source code.

use std::fs;

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};
use serde_json::{Value, json};

use crate::support::{KEY, Outcome, Test};

fn token() -> String {
    Example::Good.text(&ApiKey::new(KEY).unwrap(), TENANT)
}

fn other_token() -> String {
    let claims = r#"{"scope":"user_id:bob inbox:read:messages inbox:write:events"}"#;
    Example::Claims(claims).text(&ApiKey::new(KEY).unwrap(), TENANT)
}

/// Replaces `{T}` and `{O}` in a text by two tokens.
fn with_tokens(text: &str) -> String {
    text.replace("{T}", &token()).replace("{O}", &other_token())
}

fn inspect(options: &str, stdin: &str) -> Outcome {
    Test::line(&format!("inspect --at {NOW} {options} -"))
        .stdin(with_tokens(stdin))
        .run()
}

/// Returns the user and the messages of `wrapped-token` of each inspected token.
fn found(stdin: &str) -> Vec<(String, Vec<String>)> {
    let outcome = inspect("--format jsonl", stdin);
    let summary = |report: &Value| {
        let findings = report["findings"].as_array().unwrap().iter();
        let wrapped = findings.filter(|finding| finding["rule"] == "wrapped-token");
        let messages = wrapped.map(|finding| finding["message"].as_str().unwrap().to_owned());
        let user = report["user_id"].as_str().unwrap_or("none").to_owned();
        (user, messages.collect())
    };
    outcome.json_lines().iter().map(summary).collect()
}

#[test]
fn the_only_token_of_a_text_is_judged() {
    let texts = [
        // Response objects as SDKs print them: C#, Java and Kotlin, PHP, Swift, Ruby, Rust, Go, Python.
        "AuthIssueTokenResponse { Token = {T} }",
        "AuthIssueTokenResponse{token={T}, additionalProperties={}}",
        "AuthIssueTokenResponse(token='{T}')",
        "IssueTokenResponse(token: \"{T}\")",
        "#<struct Courier::Token token=\"{T}\", expires_in=nil>",
        "Token { jwt: Some(\"{T}\") }",
        "&{Token:{T} ExpiresIn:3600}",
        "object(Courier\\Token)#3 (1) { [\"token\"]=> string(512) \"{T}\" }",
        // What other tools print.
        "u-17 JWT Access Token: {T}",
        "Your token is {T}.",
        "[2026-01-01T00:00:00Z] INFO issued token={T} user=alice",
        "export const token = '{T}';",
        "  \"token\": \"{T}\",",
        "<script>window.jwt=\"{T}\"</script>",
        "  courier_jwt: {T}  # alice",
        // Requests.
        "-H 'Authorization: Bearer {T}'",
        "curl 'https://inbox.courier.com/q' -H 'authorization: Bearer {T}' -H 'x: y' --data '{\"query\":\"{ inbox }\"}'",
        "wss://realtime.courier.io/?auth={T}&cid=1f0e",
        "https://app.example.com/inbox?token={T}#top",
        "Cookie: session=abc; courier_token={T}; theme=dark",
        "< set-cookie: jwt={T}; Path=/; HttpOnly",
        "jwt%3D{T}%26user%3Dalice",
    ];
    for text in texts {
        let expected = ("alice".to_owned(), vec!["found in other text".to_owned()]);
        assert_eq!(found(text), [expected], "{text}");
        inspect("", text).exits_with(
            0,
            "✓ This token works for the Inbox\nfound in other text",
            "",
        );
    }
}

#[test]
fn the_user_of_a_socket_address_is_compared() {
    let url = "wss://realtime.courier.io/?auth={T}&cid=1f0e&userId=";
    inspect("", &format!("{url}alice")).exits_with(0, "This token works for the Inbox", "");
    for text in [format!("{url}bob"), format!("connecting to \"{url}bob\"")] {
        inspect("", &text).exits_with(
            1,
            "the token is for user `alice`, but the socket is opened\n`bob`",
            "",
        );
    }
}

#[test]
fn a_json_document_is_one_input_whatever_its_names_are() {
    let rows = [
        (
            r#"{"jwt":"{T}","userId":"u-17","expiresIn":"15 minutes"}"#,
            ".jwt",
        ),
        (
            "{\n  \"userId\": \"u-17\",\n  \"courierToken\": \"{T}\"\n}\n",
            ".courierToken",
        ),
        (
            "{\r\n\"data\": {\r\n\"result\": \"{T}\"\r\n}}\r\n",
            ".data.result",
        ),
        (r#"["{T}"]"#, ".[0]"),
        (
            r#"{"content":[{"type":"text","text":"{\"token\": \"{T}\"}"}]}"#,
            ".content[0].text",
        ),
        (
            r#"{"headers":{"Authorization":"Bearer {T}"}}"#,
            ".headers.Authorization",
        ),
        (
            r#"{"log":[{"line":"issued {T} for alice"}]}"#,
            ".log[0].line",
        ),
        (r#"{"x-jwt":"{T}"}"#, r#".["x-jwt"]"#),
    ];
    for (text, path) in rows {
        let found = found(text);
        let [(user, messages)] = found.as_slice() else {
            panic!("{text}: {found:?}");
        };
        assert_eq!(user, "alice", "{text}");
        assert!(
            messages.contains(&format!("found in {path}")),
            "{text}: {messages:?}"
        );
        inspect("", text).exits_with(0, "This token works for the Inbox", "");
        let report = inspect("--json", text).json();
        assert_eq!(report["json_path"], path, "{text}");
    }
    // The body of Courier's response is a usual form of a token.
    inspect("--strict", r#"{"token":"{T}"}"#).exits_with(0, "works for the Inbox", "");
}

#[test]
fn several_tokens_of_a_document_have_their_paths() {
    let text = "[\n  {\"user\": \"alice\", \"token\": \"{T}\"},\n  {\"user\": \"bob\", \"token\": \"{O}\"}\n]\n";
    let outcome = inspect("--json", text);
    let report = outcome.json();
    let tokens = report["tokens"].as_array().unwrap().iter();
    let places: Vec<Value> = tokens
        .map(|token| json!([token["json_path"], token["user_id"]]))
        .collect();
    assert_eq!(
        places,
        [json!([".[0].token", "alice"]), json!([".[1].token", "bob"])]
    );
    outcome.exits_with(0, "\n", "2 tokens: 2 ok, 0 bad, 0 unreadable");
    inspect("", text).exits_with(0, "\n.[0].token\n", "2 tokens");
    // The same token in two places of a document is one token.
    assert_eq!(found(r#"{"token":"{T}","jwt":"{T}"}"#).len(), 1);
    let two = found(r#"{"token":"{T}","courierToken":"{O}","sessionId":"abc"}"#);
    let users: Vec<&str> = two.iter().map(|(user, _)| user.as_str()).collect();
    assert_eq!(users, ["alice", "bob"]);
    // Two tokens of one line.
    assert_eq!(found("old {T} new {O}").len(), 2);
}

#[test]
fn lines_without_a_token_are_counted_and_not_judged() {
    let rows = [
        ("{\"token\":\"{T}\"}\n200", 1),
        (
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"token\":\"{T}\"}\r\n",
            2,
        ),
        (
            "* Connected to api.courier.com\n> POST /auth/issue-token\n{\n  \"token\": \"{T}\"\n}\n",
            4,
        ),
        (
            "curl 'https://inbox.courier.com/q' \\\n  -H 'authorization: Bearer {T}' \\\n  --compressed",
            2,
        ),
        ("Issuing a token...\n{T}\ndone", 2),
        ("\ntoken\n-----\n{T}\n", 2),
        ("courier:\n  user: alice\n  token: {T}\n", 2),
    ];
    for (text, count) in rows {
        assert_eq!(found(text).len(), 1, "{text}");
        let noun = if count == 1 { "line" } else { "lines" };
        let note = format!("note: skipped {count} {noun} without a token");
        inspect("", text).exits_with(0, "This token works for the Inbox", &note);
    }
    // The other variables of a dotenv file and comments are not worth a note.
    let dotenv = "# app\nPORT=80\nCOURIER_JWT={T}\n\n";
    assert_eq!(inspect("", dotenv).stderr, "");
    // A line that replaces a token is judged.
    for line in [
        "undefined",
        "pk_prod_FAKEFAKE",
        "Bearer null",
        "eyJhbGciOiJIUzI1NiJ9.eyJz",
    ] {
        let outcome = inspect("--format jsonl", &format!("{{T}}\n{line}\n"));
        outcome.exits_with(3, "\n", "2 tokens: 1 ok, 0 bad, 1 unreadable");
    }
}

#[test]
fn text_without_any_token_has_one_verdict() {
    let rows = [
        (
            "HTTP/1.1 502 Bad Gateway\nserver: nginx\n\n<html>\n<body>502</body>\n</html>",
            "✗ ",
        ),
        (
            "<!doctype html>\n<html>\n<title>Login</title>",
            "this is HTML",
        ),
        ("no token here\nnor here\n", "expected 3 parts"),
        ("{\"a\": 1,\n \"b\": 2}\n", "this is JSON without a token"),
        ("process.env.COURIER_JWT", "JavaScript"),
        ("e\0y\0J\0", "it is probably UTF-16"),
        (
            "{\"token\": \"eyJ",
            "this looks like JSON, but it is cut off or invalid",
        ),
    ];
    for (text, message) in rows {
        let outcome = inspect("", text);
        assert_eq!(
            outcome.stdout.matches('✗').count(),
            1,
            "{text}: {}",
            outcome.stdout
        );
        let lower = outcome.stdout.to_lowercase();
        assert!(
            lower.contains(&message.to_lowercase()),
            "{text}: {}",
            outcome.stdout
        );
        assert_eq!(outcome.code, Some(3), "{text}");
    }
}

#[test]
fn an_error_response_is_named_with_what_to_do() {
    let doctor = "courier-auth doctor";
    let rows = [
        (
            r#"{"message":"Unauthorized","type":"authentication_error"}"#,
            "an error response of Courier, not a token: Unauthorized",
            doctor,
        ),
        (
            r#"{"message":"Unauthorized"}"#,
            "an error response of Courier, not a token: Unauthorized",
            doctor,
        ),
        (
            "HTTP/1.1 400 Bad Request\n\n{\"message\":\"Invalid scope\",\"type\":\"invalid_request_error\"}",
            "an error response of Courier, not a token: Invalid scope",
            doctor,
        ),
        (
            "{\n  \"message\": \"Too many requests\",\n  \"type\": \"rate_limit_error\"\n}",
            "an error response of Courier, not a token: Too many requests",
            doctor,
        ),
        (
            r#"AuthenticationError: 401 {"message":"Unauthorized","type":"authentication_error"}"#,
            "an error response of Courier, not a token: Unauthorized",
            doctor,
        ),
        (
            r#"{"error":"no session"}"#,
            "an error response, not a token: no session",
            "the server that sent it",
        ),
        (
            r#"{"message":"no such user"}"#,
            "an error response, not a token: no such user",
            "the server that sent it",
        ),
        (
            r#"{"scope":"user_id:alice inbox:read:messages","exp":1767311400}"#,
            "the decoded claims of a token",
            "three parts",
        ),
    ];
    for (text, message, advice) in rows {
        let outcome = inspect("", text);
        outcome.exits_with(3, message, "");
        // The advice is wrapped.
        let words: Vec<&str> = outcome.stdout.split_whitespace().collect();
        assert!(words.join(" ").contains(advice), "{text}: {words:?}");
    }
    for text in [
        r#"{"token":null}"#,
        r#"{"jwt":"None"}"#,
        r#"{"data":{"courierToken":"undefined"}}"#,
    ] {
        inspect("", text).exits_with(3, "for no value, not a token", "");
    }
}

#[test]
fn tokens_that_run_together_are_all_judged() {
    for (text, users) in [
        ("{T}{T}", vec!["alice", "alice"]),
        ("{T}{O}\n", vec!["alice", "bob"]),
        ("token: {O}{T}", vec!["bob", "alice"]),
    ] {
        let found = found(text);
        let found_users: Vec<&str> = found.iter().map(|(user, _)| user.as_str()).collect();
        assert_eq!(found_users, users, "{text}");
        for (at, (_, messages)) in found.iter().enumerate() {
            let message = format!("two tokens run together; this is token {}", at + 1);
            assert_eq!(*messages, [message], "{text}");
        }
    }
    inspect("", "{T}{T}").exits_with(0, "two tokens run together", "2 tokens: 2 ok");
    let three = found("{T}{O}{T}");
    assert_eq!(three[2].1, ["three tokens run together; this is token 3"]);
}

#[test]
fn a_token_is_encrypted_only_if_its_header_has_enc() {
    // {"alg":"dir","enc":"A256GCM"} and {"alg":"HS256"}
    let rows = [
        (
            "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA",
            "encrypted-token",
        ),
        ("eyJhbGciOiJIUzI1NiJ9.AAAA.AAAA.AAAA.AAAA", "not-a-jwt"),
        ("a.b.c.d.e", "not-a-jwt"),
        (
            "jwt = \"eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA\"",
            "encrypted-token",
        ),
    ];
    for (text, rule) in rows {
        let report = inspect("--json", text).json();
        assert_eq!(report["findings"][0]["rule"], rule, "{text}");
    }
}

#[test]
fn the_name_of_a_file_as_a_token_says_which_option_to_use() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("good.txt");
    fs::write(&path, token()).unwrap();
    let path = path.to_str().unwrap();
    for argument in [path.to_owned(), format!("@{path}")] {
        let outcome = Test::line("inspect").arg(&argument).run();
        outcome.exits_with(2, "", "good.txt` is a file, not a token\nwith --file PATH");
    }
    for argument in ["token.txt", "@app.jwt", "./token", "~/token", ".env.json"] {
        let outcome = Test::line("inspect").arg(argument).run();
        outcome.exits_with(2, "", "looks like a file name, but the file does not exist");
    }
}

#[test]
fn other_commands_take_the_token_out_of_the_text_too() {
    for text in [
        "AuthIssueTokenResponse{token={T}}",
        r#"{"courierToken":"{T}"}"#,
        "HTTP/1.1 200 OK\n\n{\n\"token\": \"{T}\"\n}",
        "PORT=80\nCOURIER_JWT={T}\n",
        "{T}{T}",
    ] {
        Test::line(&format!("can list --at {NOW} -"))
            .stdin(with_tokens(text))
            .run()
            .exits_with(0, "yes", "");
        let outcome = Test::line(&format!("inspect --at {NOW}"))
            .env("COURIER_JWT", &with_tokens(text))
            .run();
        assert_eq!(outcome.code, Some(0), "{text}: {}", outcome.stdout);
    }
    Test::line("can list -")
        .stdin(with_tokens("{T} {O}"))
        .run()
        .exits_with(2, "", "`can` checks one token, but the input contains 2");
}
