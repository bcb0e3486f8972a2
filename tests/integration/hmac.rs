//! `hmac`: known signatures, and user IDs taken verbatim.

use serde_json::json;

use crate::support::Test;

const ALICE: &str = "e8795831fade37790bd0637b2d49b52ee2d56d89861e183939fa585aafb25947";
const JOSE: &str = "70cb4a665cb9a950721fa9f36788a752a4381ffb21ef293375ebd527834ddd43";

fn hmac(line: &str) -> Test {
    Test::line(&format!("hmac {line}")).key("pk_prod_TEST")
}

#[test]
fn signatures_match_the_known_vectors() {
    let note = "note: Courier has deprecated HMAC signatures";
    let outcome = hmac("--user user-1 --user josé").run();
    outcome.exits_with(0, ALICE, note);
    assert_eq!(outcome.stdout, format!("{ALICE}\n{JOSE}\n"));
    hmac("--user user-1 --quiet").run().exits_with(0, ALICE, "");
    let json = hmac("--user user-1 --json").run().json();
    assert_eq!(json["signatures"][0]["signature"], ALICE);
}

#[test]
fn user_ids_are_any_text_and_lines_lose_only_their_line_ending() {
    let signature = |id: &str| hmac("--quiet").arg(&format!("--user={id}")).run().stdout;
    let outcome = hmac("- --quiet")
        .stdin("user-1\njosé\r\n\n user-1\r\r\nlast")
        .run();
    let expected = [
        signature("user-1"),
        signature("josé"),
        signature(""),
        signature(" user-1\r"),
        signature("last"),
    ]
    .concat();
    assert_eq!(outcome.stdout, expected);
    outcome.exits_with(0, ALICE, "");
    for id in ["-x", "--user", "--json", "{{userId}}", "$YOUR_USER_ID", " "] {
        let outcome = hmac("--quiet --user").arg(id).run();
        outcome.exits_with(0, &signature(id), "");
    }
    let json = hmac("- --json --quiet").stdin("user-1\n").run().json();
    assert_eq!(json["signatures"][0]["user_id"], "user-1");
}

#[test]
fn keys_are_any_text_from_a_variable_or_a_file() {
    let outcome = Test::line("hmac --quiet --user user-1 --api-key-file -")
        .stdin("pk_prod_TEST\n")
        .run();
    outcome.exits_with(0, ALICE, "");
    Test::line("hmac --user u")
        .key("any-text")
        .run()
        .exits_with(0, "\n", "note");
    Test::line("hmac - --api-key-file -")
        .stdin("x")
        .run()
        .exits_with(2, "", "cannot provide both");
    Test::line("hmac")
        .run()
        .exits_with(2, "", "no user given\npass --user ID");
    hmac("- --user u")
        .run()
        .exits_with(2, "", "`-` cannot be used with `--user`");
    Test::line("hmac --user u")
        .run()
        .exits_with(4, "", "no API key found");
    hmac("-").stdin(vec![b'a', b'\n', 0xff]).run().exits_with(
        7,
        "\n",
        "cannot read the user IDs from standard input: line 2 is not valid UTF-8",
    );
}

#[test]
fn a_check_names_the_kind_of_mistake() {
    let signature = ALICE.trim_end();
    let upper = signature.to_uppercase();
    let check = |user: &str, signature: &str| {
        let line = format!("hmac check --json --user {user}");
        Test::line(&line)
            .arg(signature)
            .key("pk_prod_TEST")
            .run()
            .json()
    };
    for (user, signature, reason) in [
        ("user-1", signature, json!(null)),
        ("user-1", &upper, json!("wrong-form")),
        ("user-1", "eyJhbGciOiJIUzI1NiJ9", json!("not-a-signature")),
        ("USER-1", signature, json!("wrong-computation")),
        ("bob", signature, json!("unknown")),
    ] {
        let report = check(user, signature);
        assert_eq!(report["reason"], reason, "{report}");
        assert_eq!(report["matches"], reason.is_null(), "{report}");
    }
}

#[test]
fn a_batch_is_signed_in_order() {
    let id = |at: usize| {
        if at.is_multiple_of(1_000) {
            "x".repeat(at)
        } else {
            format!("user-{at}")
        }
    };
    let ids: Vec<String> = (1..=60_000).map(id).collect();
    let lines = hmac("--batch -q").stdin(ids.join("\n")).run();
    assert_eq!(lines.code, Some(0), "{}", lines.stderr);
    let signatures: Vec<&str> = lines.stdout.lines().collect();
    assert_eq!(signatures.len(), ids.len());
    for at in [0, 1, 999, 31_234, 59_999] {
        let signed = hmac("-q --user").arg(&ids[at]).run().stdout;
        assert_eq!(signed.trim_end(), signatures[at]);
    }
    let nulls = hmac("--batch -0 -q").stdin(ids.join("\0") + "\0").run();
    assert!(nulls.stdout == lines.stdout);
    let json = hmac("--batch --format jsonl -q")
        .stdin(ids.join("\n"))
        .run();
    let lines = json.json_lines();
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(
            (&line["user_id"], &line["signature"]),
            (&ids[at].as_str().into(), &signatures[at].into())
        );
        assert_eq!(line["schema"], "courier-auth/signature/v1");
    }
    let document = hmac("--batch --json -q").stdin(ids.join("\n")).run().json();
    let items = document["signatures"].as_array().unwrap();
    assert_eq!(items.len(), ids.len());
    assert!(items.iter().zip(&lines).all(|(item, line)| {
        (&item["user_id"], &item["signature"]) == (&line["user_id"], &line["signature"])
    }));
    assert_eq!(lines.len(), ids.len());
    hmac("--batch -q").run().exits_with(0, "", "");
    let with_byte_order_mark = hmac("--batch -q").stdin("\u{FEFF}user-1\nuser-2").run();
    assert_eq!(with_byte_order_mark.stdout.lines().next(), Some(ALICE));
    let with_line_feed = hmac("--batch -0 -q").stdin("a\nb").run();
    assert_eq!(
        with_line_feed.stdout,
        hmac("-q --user").arg("a\nb").run().stdout
    );
}

#[test]
fn check_explains_a_wrong_signature() {
    let check = |signature: &str, options: &str| {
        hmac(&format!("check {signature} --user user-1 {options}")).run()
    };
    check(ALICE, "").exits_with(0, "yes\n", "");
    check(&ALICE.to_uppercase(), "").exits_with(1, "no: the signature is in upper case", "");
    check(JOSE, "").exits_with(1, "no: it does not match this user ID and API key", "");
    check("abc", "").exits_with(1, "no: this is not a signature", "");
    let json = check(JOSE, "--json").json();
    assert_eq!(
        (&json["matches"], &json["schema"]),
        (&false.into(), &"courier-auth/hmac-check/v1".into())
    );
    let line = hmac("check - --user user-1")
        .stdin(format!("{ALICE}\r\n"))
        .run();
    line.exits_with(0, "yes\n", "");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test");
    std::fs::write(&file, "pk_prod_TEST").unwrap();
    let with_other_key = Test::line("hmac check --user user-1")
        .args([ALICE, "--also-key-file", file.to_str().unwrap()])
        .key("pk_test_OTHER");
    with_other_key.run().exits_with(
        1,
        "no: the signature was created with the key in `\npk_prod_... fp:",
        if cfg!(unix) {
            "warning: other users"
        } else {
            ""
        },
    );
    hmac("check - --user u --api-key-file -")
        .run()
        .exits_with(2, "", "only one option can read");
    hmac("check").run().exits_with(2, "", "missing `SIGNATURE`");
}
