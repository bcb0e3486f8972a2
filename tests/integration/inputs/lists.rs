//! Lists of IDs as people have them: CSV, JSON, UTF-16, comments.

use std::fs;

use crate::support::{ConfigHome, KEY, Outcome, Sandbox, Test, large_inbox, run_in, small_inboxes};

/// The signature of `user-1` with the key `pk_prod_TEST`.
const USER_1: &str = "e8795831fade37790bd0637b2d49b52ee2d56d89861e183939fa585aafb25947";

/// A byte order mark.
const MARK: &str = "\u{FEFF}";

/// UTF-16 LE, as PowerShell's `>` writes it if the text begins with a byte order mark.
fn utf16_le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The encodings of a text that every input accepts.
fn encodings(text: &str) -> [Vec<u8>; 5] {
    let marked = format!("{MARK}{text}");
    let crlf = text.replace('\n', "\r\n");
    [
        text.into(),
        crlf.into_bytes(),
        utf16_le(&marked),
        utf16_be(&marked),
        marked.into_bytes(),
    ]
}

/// Bytes that are not text, with the reason that is reported.
fn no_text() -> [(Vec<u8>, &'static str); 4] {
    let without_mark = "it contains NUL bytes: it is UTF-16 without a byte order mark";
    [
        (utf16_le("one\ntwo\n"), without_mark),
        (utf16_be("one\ntwo\n"), without_mark),
        (b"one\ncaf\xE9\n".to_vec(), "line 2 is not valid UTF-8"),
        (b"\xFF\xFEo".to_vec(), "it is not valid UTF-16"),
    ]
}

/// Runs `issue --dry-run` for a list of users.
fn issue(options: &str, list: impl Into<Vec<u8>>) -> Outcome {
    Test::line("issue --dry-run --json --users-file -")
        .args(options.split_whitespace())
        .stdin(list)
        .run()
}

/// The users of the requests that `issue` would send.
#[track_caller]
fn users(options: &str, list: impl Into<Vec<u8>>) -> Vec<String> {
    let outcome = issue(options, list);
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    let user = |request: &serde_json::Value| {
        let scope = request["body"]["scope"].as_str().unwrap().to_owned();
        scope
            .split(' ')
            .find_map(|entry| entry.strip_prefix("user_id:").map(str::to_owned))
    };
    outcome.json_lines().iter().filter_map(user).collect()
}

/// Runs `mark-read --dry-run` for a list of messages.
fn mark(options: &str, list: impl Into<Vec<u8>>) -> Outcome {
    Test::line("mark-read --dry-run --json -")
        .args(options.split_whitespace())
        .stdin(list)
        .run()
}

/// The messages that `mark-read` would mark.
#[track_caller]
fn messages(options: &str, list: impl Into<Vec<u8>>) -> Vec<String> {
    let outcome = mark(options, list);
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    let plan = outcome.json();
    let ids = plan["would_mark"].as_array().unwrap().iter();
    ids.map(|id| id.as_str().unwrap().to_owned()).collect()
}

fn hmac(options: &str, list: impl Into<Vec<u8>>) -> Outcome {
    Test::line("hmac --batch --format jsonl")
        .args(options.split_whitespace())
        .key("pk_prod_TEST")
        .stdin(list)
        .run()
}

/// The user IDs that `hmac --batch` signs.
#[track_caller]
fn signed(options: &str, list: impl Into<Vec<u8>>) -> Vec<String> {
    let outcome = hmac(options, list);
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    let lines = outcome.json_lines();
    lines
        .iter()
        .map(|line| line["user_id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn lists_are_read_in_every_encoding() {
    for list in encodings("user-1\n\njosé\n") {
        assert_eq!(users("", list.clone()), ["user-1", "josé"]);
        assert_eq!(messages("", list.clone()), ["user-1", "josé"]);
        // Each line has a signature, an empty one too.
        assert_eq!(signed("", list), ["user-1", "", "josé"]);
    }
    for list in encodings("user_id,name\nuser-1,Ann\n") {
        assert_eq!(users("", list.clone()), ["user-1"]);
        assert_eq!(signed("", list), ["user-1"]);
    }
    for list in encodings("[\n  \"user-1\",\n  \"bob\"\n]\n") {
        assert_eq!(users("", list.clone()), ["user-1", "bob"]);
        assert_eq!(messages("", list.clone()), ["user-1", "bob"]);
        assert_eq!(signed("", list), ["user-1", "bob"]);
    }
    let nul = Test::line("hmac -0 -q")
        .key("pk_prod_TEST")
        .stdin(utf16_le("a"))
        .run();
    assert_eq!(nul.stdout.lines().count(), 1, "--null input stays raw");
}

#[test]
fn bytes_that_are_no_text_are_refused_before_anything_is_sent() {
    let advice = "save it as UTF-8; in PowerShell, write it with `Out-File -Encoding utf8`";
    for (list, reason) in no_text() {
        for (outcome, what) in [
            (issue("", list.clone()), "user"),
            (mark("", list.clone()), "message"),
        ] {
            let error = format!("cannot read the {what} IDs in standard input: {reason}\n{advice}");
            outcome.exits_with(7, "", &error);
        }
        let outcome = hmac("-q", list);
        assert_eq!(outcome.code, Some(7), "{outcome:#?}");
        assert!(outcome.stdout.lines().count() <= 1, "{outcome:#?}");
    }
    let outcome = Test::line("hmac --batch")
        .key(KEY)
        .stdin(utf16_le("a\nb\n"))
        .run();
    outcome.exits_with(7, "", "line 1 contains a NUL byte: the input is UTF-16");
}

#[test]
fn the_column_with_the_ids_is_taken_from_csv() {
    for list in [
        "user_id\nann\nbob\n",
        "userId\nann\nbob\n",
        "ID\r\nann\r\nbob\r\n",
        "\"user_id\"\n\"ann\"\n\"bob\"\n",
        "user_id,name\nann,Ann\nbob,Bob\n",
        "name;User ID\nAnn;ann\nBob;bob\n",
        "name\tid\nAnn\tann\nBob\tbob\n",
        "\"name\",\"user_id\"\n\"Doe, Ann\",\"ann\"\n\"He said \"\"hi\"\"\",\"bob\"\n",
        "\"address\",\"user_id\"\n\"1 High St\nLondon\",\"ann\"\n,bob\n,,\n",
        "# exported\n\nuser_id,note\nann,\nbob\n",
        "id,user_id\n1,ann\n2,bob\n",
        "user_id\rann\rbob\r",
        // A quote in an unquoted field opens nothing, and a quoted field may contain any line.
        "item,user_id\n\"1 High St\n---\nLondon\",ann\n5\" pipe,bob\n",
    ] {
        assert_eq!(users("", list), ["ann", "bob"], "{list}");
    }
    assert_eq!(users("--column mail", "name,mail\nAnn,a@x\n"), ["a@x"]);
    assert_eq!(users("--column MAIL", "user_id;mail\n1;a@x\n"), ["a@x"]);
    assert_eq!(users("--column mail", "mail\na@x\n"), ["a@x"]);
    assert_eq!(
        signed("", "user_id,name\n\"doe,ann\",Ann\n"),
        ["doe,ann"],
        "a comma in a quoted ID"
    );
    for list in [
        "message_id,title\nm-1,One\nm-2,\"Two, or more\"\n",
        "title;messageId\nOne;m-1\nTwo;m-2\n",
        "id\nm-1\nm-2\n",
        "id,user_id\nm-1,ann\nm-2,ann\n",
        "message_id\nm-1\nm-2\n",
    ] {
        assert_eq!(messages("", list), ["m-1", "m-2"], "{list}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("m.csv");
    fs::write(&file, "message_id,user\nm-1,ann\n").unwrap();
    Test::line("mark-read --dry-run --ids-file")
        .arg(file.to_str().unwrap())
        .run()
        .exits_with(0, "m-1\n", "would mark 1 message");
}

#[test]
fn ids_are_taken_from_json() {
    for list in [
        r#"["ann","bob"]"#,
        "[\n\"ann\",\n\"bob\"\n]\n",
        "[\n  {\n    \"user_id\": \"ann\"\n  },\n  {\"user_id\": \"bob\"}\n]",
        "{\"user_id\":\"ann\",\"name\":\"Ann\"}\n{\"user_id\":\"bob\"}\n",
        "{\"userId\":\"ann\"}\r\n\r\n{\"userId\":\"bob\"}",
        "{\n  \"id\": \"ann\"\n}\n{\n  \"id\": \"bob\"\n}\n",
        r#"{"users":["ann","bob"]}"#,
        r#"{"paging":{"more":false},"items":[{"id":"ann"},{"id":"bob"}]}"#,
        "\"ann\"\n\"bob\"\n",
        "\"ann\",\n\"bob\"\n",
        "# from the database\n[\"ann\", \"bob\"]",
    ] {
        assert_eq!(users("", list), ["ann", "bob"], "{list}");
    }
    assert_eq!(
        users("", "[1, 18446744073709551616]"),
        ["1", "18446744073709551616"]
    );
    assert_eq!(users("--column sub", "{\"sub\":\"ann\",\"id\":1}"), ["ann"]);
    assert_eq!(signed("--column sub", "{\"sub\":\"ann\"}"), ["ann"]);
    assert_eq!(
        signed("", "{\"user_id\":\"ann\"}\n{\"user_id\":\"bob\"}"),
        ["ann", "bob"]
    );
    for list in [
        r#"["m-1","m-2"]"#,
        "{\"id\":\"m-1\",\"tags\":[\"a\"]}\n{\"id\":\"m-2\"}\n",
        r#"[{"messageId":"m-1"},{"messageId":"m-2"}]"#,
        r#"{"results":[{"id":"m-1"},{"id":"m-2"}]}"#,
        "\"m-1\"\n\"m-2\"\n",
    ] {
        assert_eq!(messages("", list), ["m-1", "m-2"], "{list}");
    }
    issue("", "[]").exits_with(2, "", "no user ID found in standard input");
}

#[test]
fn quotes_are_removed_and_reported_once() {
    let sandbox = small_inboxes();
    let outcome = Test::line("mark-read --user alice -")
        .at(&sandbox)
        .stdin("\"a-1\"\n'a-2'\na-3\n")
        .run();
    outcome.exits_with(
        0,
        "a-1\na-2\na-3",
        "note: removed the quotes around the message IDs in standard input, first in line 1",
    );
    assert_eq!(outcome.stderr.matches("quotes").count(), 2, "{outcome:#?}");
    let outcome = issue("", "ann\n\"bob\"\n");
    outcome.exits_with(
        0,
        "user_id:bob",
        "the user IDs in standard input, first in line 2",
    );
}

#[test]
fn the_programs_own_output_is_a_list() {
    let sandbox = small_inboxes();
    for (listing, options) in [
        ("messages --user alice --format jsonl", "--undo"),
        ("messages --user alice --json", "--as read"),
        ("messages --user alice --format ids", "--undo"),
        ("mark-read --user alice --all --dry-run --json", "--as read"),
    ] {
        let list = run_in(&sandbox, listing);
        assert_eq!(list.code, Some(0), "{list:#?}");
        let marked = Test::line("mark-read --user alice - ")
            .args(options.split(' '))
            .at(&sandbox)
            .stdin(list.stdout)
            .run();
        marked.exits_with(0, "a-1\na-2\na-3", "marked 3 messages");
    }
    let issued = Test::line("issue --users-file -")
        .at(&sandbox)
        .stdin("ann\nbob\n")
        .run();
    assert_eq!(users("", issued.stdout.clone()), ["ann", "bob"]);
    assert_eq!(signed("", issued.stdout), ["ann", "bob"]);
    for line in ["hmac --batch --json", "hmac --user ann --user bob --json"] {
        let mut test = Test::line(line).key(KEY);
        if line.contains("batch") {
            test = test.stdin("ann\nbob\n");
        }
        assert_eq!(users("", test.run().stdout), ["ann", "bob"], "{line}");
    }
    let one = run_in(&sandbox, "issue --user ann --json");
    assert_eq!(users("", one.stdout), ["ann"]);
}

#[test]
fn csv_whose_column_is_not_evident_is_refused() {
    for (options, list, error) in [
        (
            "",
            "name,email\nAnn,a@x\nBob,b@x\n",
            "CSV with the columns `name` and `email`\n--column name",
        ),
        (
            "",
            "1;Ann;x\n2;Bob;y\n",
            "CSV with the columns `1`, `Ann` and `x`",
        ),
        (
            "",
            "full name\tmail\nAnn\ta@x\n",
            "columns `full name` and `mail`\n--column 'full name'",
        ),
        (
            "",
            "id,user\n1,ann\n2,bob\n",
            "several of them can hold the user IDs\n--column id",
        ),
        (
            "--column mail",
            "id,name\n1,Ann\n",
            "`mail` not found: this looks like CSV with the columns `id` and `name`",
        ),
        (
            "--column mail",
            "ann\nbob\n",
            "no column `mail`: the first line is not its header\nremove --column",
        ),
        (
            "",
            "user_id,name\nann,Ann\n,Bob\n",
            "line 3 has no value for `user_id`",
        ),
        (
            "",
            "name,user_id\n\"Ann,ann\nBob,bob\n",
            "a quote that opens in line 2 is not closed",
        ),
        (
            "",
            "name,user_id\n\"Ann\nLee\",ann\n5\" pipe,bob\n\"Cy,cy\n",
            "a quote that opens in line 5 is not closed",
        ),
    ] {
        let error = format!("cannot read the user IDs in standard input: \n{error}");
        issue(options, list).exits_with(2, "", &error);
    }
    mark("", "m-1,One\n").exits_with(2, "", "CSV with the columns `m-1` and `One`");
    mark("", "user_id,name\nann,Ann\n").exits_with(2, "", "CSV with the columns `user_id`");
    hmac("--column mail", "id,name\n1,Ann\n").exits_with(2, "", "`mail` not found");
}

/// Tables as programs print them, with the line of their rule.
const TABLES: [(&str, usize); 6] = [
    (" user_id \n---------\n ada\n bob\n(2 rows)\n\n", 2),
    (" user_id | name \n---------+------\n ada     | Ada\n", 2),
    ("\nuser_id\n-------\nada\n\n", 3),
    ("| id |\n|---|\n| ada |\n", 2),
    ("| id | name |\n| :-- | --: |\n| ada | Lovelace, Ada |\n", 2),
    ("+-----+\n| id  |\n+-----+\n| ada |\n+-----+\n", 1),
];

#[test]
fn tables_and_yaml_lists_are_refused_before_anything_is_sent() {
    let sandbox = Sandbox::start();
    let tables = TABLES.map(|(list, line)| {
        let error = format!("this looks like a table: line {line} is `\none per line\n`psql -At`");
        (list, error)
    });
    let yaml = [
        ("- ada\n- bob\n", 1),
        ("---\n- ada\n- bob\n", 2),
        ("users:\n  - ada\n  - bob\n", 2),
    ];
    let yaml = yaml.map(|(list, line)| {
        let error = format!("this looks like a YAML list: line {line} begins\none per line");
        (list, error)
    });
    for (list, error) in tables.into_iter().chain(yaml) {
        for line in [
            "issue --users-file -",
            "issue --users-file - --column user_id",
            "mark-read --user ann -",
        ] {
            let outcome = Test::line(line).at(&sandbox).stdin(list).run();
            outcome.exits_with(2, "", &error);
        }
    }
    let journal = sandbox.control("GET", "journal", "").json();
    assert_eq!(journal["requests"].as_array().unwrap().len(), 0);
}

#[test]
fn hmac_warns_once_about_a_table() {
    for (list, line) in TABLES {
        let outcome = hmac("", list);
        let warning = format!("line {line} looks like part of a table");
        outcome.exits_with(0, "user", &warning);
        assert_eq!(outcome.stderr.matches("warning").count(), 1, "{outcome:#?}");
        let ids: Vec<String> = list.lines().map(str::to_owned).collect();
        assert_eq!(signed("", list), ids);
    }
}

#[test]
fn json_whose_ids_are_not_evident_is_refused() {
    for (options, list, error) in [
        (
            "--column mail",
            "{\"id\":\"ann\"}",
            "`mail` not found: this looks like JSON objects with the members `id`",
        ),
        (
            "",
            "{\"name\":\"Ann\",\"mail\":\"a@x\"}\n",
            "JSON objects with the members `name` and `mail`\n--column name",
        ),
        (
            "",
            "{\"data\":{\"users\":[]}}",
            "JSON objects with the members `data`",
        ),
        (
            "",
            "{\"name\":\"x\",\"tags\":[\"a\",\"b\"]}",
            "with the members `name` and `tags`",
        ),
        (
            "",
            "[\"ann\",\n\"bob\"\n",
            "cannot be parsed: EOF while parsing a list at line",
        ),
        (
            "",
            "['ann','bob']",
            "this looks like JSON, but cannot be parsed",
        ),
        ("", "[\"ann\", null]", "item 2 is null, not an ID"),
        ("", "[[\"ann\"]]", "item 1 is an array, not an ID"),
        (
            "",
            "[{\"user_id\": 1.5}]",
            "`user_id` of item 1 is a number, not an ID",
        ),
        (
            "",
            "{\"user_id\":\"ann\"}\n{\"user_id\":null}\n",
            "`user_id` of item 2 is null, not an ID",
        ),
        (
            "",
            "{\"user_id\":2}\n{\"user_id\":1}\n{\"name\":\"Alice\"}\n",
            "item 3 has no `user_id`",
        ),
        ("", "[\"\"]", "item 1 is empty, not an ID"),
        (
            "",
            "ann\n{\"user_id\":\"bob\"}\n",
            "line 2 is JSON, and the lines before it are not",
        ),
    ] {
        let error = format!("cannot read the user IDs in standard input: \n{error}");
        issue(options, list).exits_with(2, "", &error);
    }
    let marked = r#"{"marked":["a"],"already":[],"failed":[{"id":"b","reason":"x"}]}"#;
    mark("", marked).exits_with(2, "", "JSON objects with the members `marked`, `already`");
}

#[test]
fn nothing_is_sent_for_a_refused_list() {
    let sandbox = Sandbox::start();
    let error = "this looks like CSV with the columns `name` and `email`\nhelp: ";
    for line in [
        "issue --users-file -",
        "mark-read --user ann -",
        "mark-read --ids-file -",
    ] {
        let list = "name,email\nAnn,a@x\nBob,b@x\n";
        Test::line(line)
            .at(&sandbox)
            .stdin(list)
            .run()
            .exits_with(2, "", error);
    }
    let journal = sandbox.control("GET", "journal", "").json();
    assert_eq!(
        journal["requests"].as_array().unwrap().len(),
        0,
        "{journal}"
    );
}

#[test]
fn honest_ids_are_not_taken_for_something_else() {
    for list in [
        "doe,john\n",
        "doe,john\nann\n",
        "ann\ndoe,john\n",
        "ann@example.com\nbob+test@example.com\n",
        "auth0|5f7c8ec7\ngoogle-oauth2|103\n",
        "user\nadmin\n",
        "a;b\nc\n",
        "o'brien\n\"\n",
        "#alice\n#5\n",
        "1\n2\n",
        "org:1:ann\n",
        "users/ann\n",
        "id-1\nuser_id_1\n",
        "a-b\n-1\n-ada\n",
        "-\n--\n",
    ] {
        let expected: Vec<&str> = list.lines().collect();
        assert_eq!(users("--no-preflight", list), expected, "{list}");
        assert_eq!(issue("--no-preflight", list).stderr, "", "{list}");
        let outcome = hmac("", list);
        assert!(!outcome.stderr.contains("warning"), "{list}: {outcome:#?}");
    }
    assert_eq!(users("", "# team\n#\n##\nann\n  bob  \n"), ["ann", "bob"]);
    assert_eq!(
        messages("", "# to do\n#m-0\nm-1\n 1-5f7c8ec7:doe@x \n"),
        ["m-1", "1-5f7c8ec7:doe@x"]
    );
    Test::line("mark-read m-1 --user a --column id")
        .run()
        .exits_with(2, "", "--column has no effect without a list");
    for line in [
        "issue --user a --column id",
        "hmac --user a --column id",
        "hmac -0 --column id",
    ] {
        let outcome = Test::line(line).run();
        assert_eq!(outcome.code, Some(2), "{outcome:#?}");
    }
}

#[test]
fn hmac_signs_every_line_and_warns_about_odd_ones() {
    for (list, line, warning) in [
        (
            "a\n\nb\n\n",
            2,
            "is empty, and is signed as an empty user ID",
        ),
        ("a\n\"b\"\n'c'\n", 2, "is in quotes, which are signed too"),
        (
            "a\nb\n{\"user_id\":\"c\"}\n",
            3,
            "is JSON, and is signed as it is",
        ),
        (
            "{\"name\":\"c\"}\nb\n",
            1,
            "is JSON, and is signed as it is",
        ),
        (
            "a\n# b\n",
            2,
            "looks like a comment, and is signed as a user ID",
        ),
        ("user_id\na\n", 1, "`user_id` looks like a CSV header"),
        (
            "Ann,a@x\nBob,b@x\n",
            1,
            "this looks like CSV with the columns `Ann` and `a@x`",
        ),
        ("user\nid\n\n", 3, "is empty"),
    ] {
        let outcome = hmac("", list);
        assert_eq!(outcome.code, Some(0));
        let ids: Vec<String> = list.lines().map(str::to_owned).collect();
        assert_eq!(signed("", list), ids);
        let expected = format!("\"message\":\"line {line}");
        let warnings: Vec<&str> = outcome
            .stderr
            .lines()
            .filter(|l| l.contains("warning"))
            .collect();
        let [only] = warnings[..] else {
            panic!("{list}: {outcome:#?}");
        };
        assert!(only.contains(&expected) && only.contains(warning), "{only}");
    }
    // The line number counts the chunks before.
    let list = "some-user-id\n".repeat(100_000) + "\n";
    hmac("", list).exits_with(0, "\n", "line 100001 is empty");
    hmac("", "user_id,name\nuser-1,Ann\n").exits_with(
        0,
        USER_1,
        "the input is CSV or JSON; each user ID in it has one signature",
    );
    let empty = Test::line("hmac").args(["--user", ""]).key(KEY).run();
    empty.exits_with(0, "\n", "warning: the user ID is empty");
}

#[test]
fn single_values_are_read_in_every_encoding() {
    let sandbox = large_inbox();
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let token = sandbox.issue("--for sdk");
    for bytes in encodings(&format!("{token}\n")) {
        let file = write("token", &bytes);
        for line in [
            "messages --format ids",
            "mark-read m-000",
            "doctor --user alice",
        ] {
            let outcome = Test::line(line)
                .args(["--token-file", &file])
                .at(&sandbox)
                .run();
            assert_eq!(outcome.code, Some(0), "{line}: {outcome:#?}");
        }
        Test::line("can list -")
            .stdin(bytes)
            .run()
            .exits_with(0, "yes", "");
    }
    for bytes in encodings("pk_prod_TEST\n") {
        let outcome = Test::line("hmac --user user-1 -q --api-key-file -")
            .stdin(bytes.clone())
            .run();
        outcome.exits_with(0, USER_1, "");
        let key = write("key", &bytes);
        for reference in [
            format!("file = '{key}'"),
            format!("command = ['cat', '{key}']"),
        ] {
            if cfg!(windows) && reference.starts_with("command") {
                continue;
            }
            let home = ConfigHome::with(&format!("[profile.x]\nkey = {{ {reference} }}\n"));
            home.run("hmac --user user-1 -q --profile x")
                .exits_with(0, USER_1, "");
        }
    }
    for bytes in encodings(&format!("{USER_1}\n")) {
        Test::line("hmac check --user user-1 -")
            .key("pk_prod_TEST")
            .stdin(bytes)
            .run()
            .exits_with(0, "yes", "");
    }
    for bytes in encodings("{\"users\":{\"zoé\":{\n\"messages\":[{\"messageId\":\"z-1\"}]}}}\n") {
        let file = write("seed.json", &bytes);
        let sandbox = Sandbox::start_with(&format!("--seed '{file}'"));
        run_in(&sandbox, "messages --user zoé --format ids").exits_with(0, "z-1\n", "");
    }
    for (bytes, reason) in no_text() {
        let file = write("value", &bytes);
        for line in ["messages --token-file", "issue --user ann --api-key-file"] {
            Test::line(line)
                .arg(&file)
                .key(KEY)
                .run()
                .exits_with(7, "", reason);
        }
        Test::line("sandbox start --port 0 --seed")
            .arg(&file)
            .run()
            .exits_with(2, "", reason);
    }
}

#[test]
fn the_configuration_is_read_in_every_encoding() {
    let config = "# mine\n[profile.x]\nuser = \"user-1\"\nregion = \"eu\"\n";
    for bytes in encodings(config) {
        let home = ConfigHome::new();
        fs::write(home.file(), &bytes).unwrap();
        let outcome = home.line("hmac --profile x -q").key("pk_prod_TEST").run();
        outcome.exits_with(0, USER_1, "");
        home.run("profile add y --key-from env:A")
            .exits_with(0, "", "(key from env: A)");
        let has_mark = !bytes.starts_with(b"#");
        assert_eq!(home.config().starts_with(MARK), has_mark, "{bytes:?}");
        home.run("profile list").exits_with(0, "x\ny", "");
    }
    for (bytes, reason) in no_text() {
        let home = ConfigHome::new();
        fs::write(home.file(), &bytes).unwrap();
        let outcome = home.run("profile list");
        outcome.exits_with(
            7,
            "",
            &format!("config.toml`: {reason}\nhelp: save it as UTF-8"),
        );
    }
}

#[test]
fn utf_16_results_are_resumed_but_not_appended_to() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("results.jsonl");
    let results = results.to_str().unwrap();
    let first = Test::line("issue --users-file -")
        .at(&sandbox)
        .stdin("ann\n")
        .run();
    let bytes = utf16_le(&format!("{MARK}{}", first.stdout.replace('\n', "\r\n")));
    fs::write(results, &bytes).unwrap();
    let resumed = Test::line("issue --users-file - --resume")
        .arg(results)
        .at(&sandbox)
        .stdin("ann\nbob\n")
        .run();
    resumed.exits_with(0, "\"user_id\":\"bob\"", "");
    assert_eq!(resumed.stdout.lines().count(), 1, "{resumed:#?}");
    let appended = Test::line("issue --users-file -")
        .args(["--resume", results, "--output", results])
        .at(&sandbox)
        .stdin("bob\n")
        .run();
    appended.exits_with(2, "", "is UTF-16, and cannot be continued");
    assert_eq!(fs::read(results).unwrap(), bytes);
}
