//! Responses to `mark-read` that claim more than they say.

use std::{collections::BTreeSet, fs};

use crate::support::{KEY, ScriptedServer, Test, http_response};

const IDS: [&str; 4] = ["a", "b\"}", "c\u{e9} ,", "$m0"];

/// The responses: status, body, and the number of messages that they confirm.
const RESPONSES: &[(&str, &str, usize)] = &[
    (
        "200 OK",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        4,
    ),
    (
        "200 OK",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true},"errors":[]}"#,
        4,
    ),
    (
        "200 OK",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true},"errors":null,"x":1}"#,
        4,
    ),
    (
        "200 OK",
        r#"{"data":{"m0":false,"m1":false,"m2":false,"m3":false}}"#,
        0,
    ),
    (
        "200 OK",
        r#"{"data":{"m0":null,"m1":null,"m2":null,"m3":null}}"#,
        0,
    ),
    (
        "200 OK",
        r#"{"data":{"m0":"true","m1":"true","m2":"true","m3":"true"}}"#,
        0,
    ),
    ("200 OK", r#"{"data":{"m0":1,"m1":1,"m2":1,"m3":1}}"#, 0),
    (
        "200 OK",
        r#"{"data":{"m0":[true],"m1":{"read":true},"m2":{},"m3":[]}}"#,
        0,
    ),
    (
        "200 OK",
        r#"{"data":{"M0":true,"m00":true,"m-1":true,"m4":true,"read":true}}"#,
        0,
    ),
    (
        "200 OK",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true},"errors":[{"message":"no"}]}"#,
        0,
    ),
    ("200 OK", r#"{"data":{}}"#, 0),
    ("200 OK", r#"{"data":null}"#, 0),
    ("200 OK", r#"{"data":true}"#, 0),
    ("200 OK", r#"{"data":null,"errors":[{"message":"no"}]}"#, 0),
    (
        "200 OK",
        r#"{"errors":[{"message":"no","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}"#,
        0,
    ),
    ("200 OK", r#"{"errors":"no"}"#, 0),
    ("200 OK", r#"{"errors":[null,1,{}]}"#, 0),
    ("200 OK", "{}", 0),
    ("200 OK", "null", 0),
    ("200 OK", "true", 0),
    ("200 OK", "", 0),
    ("200 OK", "<html>read</html>", 0),
    (
        "200 OK",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}x"#,
        0,
    ),
    (
        "200 OK",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true"#,
        0,
    ),
    (
        "201 Created",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "202 Accepted",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "206 Partial",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "302 Found",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "400 Bad",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "401 No",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "413 Large",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "429 Many",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
    (
        "500 No",
        r#"{"data":{"m0":true,"m1":true,"m2":true,"m3":true}}"#,
        0,
    ),
];

#[test]
fn only_confirmed_messages_are_reported_as_marked() {
    let folder = tempfile::tempdir().unwrap();
    let failed_file = folder.path().join("failed");
    for (status, body, confirmed) in RESPONSES {
        let server = ScriptedServer::start(vec![http_response(status, body)]);
        let outcome = Test::line("mark-read --user alice --json --retries 0 --client-key x")
            .args(["--inbox-url", &format!("{}/q", server.url), "--failed-to"])
            .args([failed_file.to_str().unwrap()])
            .args(IDS)
            .key(KEY)
            .run();
        let context = format!("{status} {body}: {outcome:#?}");
        assert_eq!(
            outcome.code == Some(0),
            *confirmed == IDS.len(),
            "{context}"
        );
        let failed = fs::read_to_string(&failed_file).unwrap();
        let failed_count = failed.lines().count();
        if outcome.stdout.is_empty() {
            assert_eq!((*confirmed, failed_count), (0, IDS.len()), "{context}");
            continue;
        }
        let report = outcome.json();
        let ids = |list: &str| -> BTreeSet<String> {
            let items = report[list].as_array().unwrap().iter();
            let id = |item: &serde_json::Value| {
                item.get("message_id")
                    .unwrap_or(item)
                    .as_str()
                    .unwrap()
                    .to_owned()
            };
            items.map(id).collect()
        };
        let (marked, unmarked) = (ids("marked"), ids("failed"));
        assert_eq!(marked.len(), *confirmed, "{context}");
        assert!(marked.is_disjoint(&unmarked), "{context}");
        assert_eq!(marked.len() + unmarked.len(), IDS.len(), "{context}");
        assert_eq!(failed_count, unmarked.len(), "{context}");
    }
}
