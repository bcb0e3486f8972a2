//! `hmac`: known signatures, ids taken as they are.

use crate::common::Test;

const ALICE: &str = "e8795831fade37790bd0637b2d49b52ee2d56d89861e183939fa585aafb25947";
const JOSE: &str = "70cb4a665cb9a950721fa9f36788a752a4381ffb21ef293375ebd527834ddd43";

fn hmac<'a>(args: impl IntoIterator<Item = &'a str>) -> Test {
    Test::new(["hmac"].into_iter().chain(args)).env("COURIER_API_KEY", "pk_prod_TEST")
}

#[test]
fn signatures_match_the_known_vectors() {
    let note = "note: Courier has deprecated HMAC signatures";
    let ran = hmac(["--user", "user-1", "--user", "josé"]).run();
    ran.is(0, ALICE, note);
    assert_eq!(ran.stdout, format!("{ALICE}\n{JOSE}\n"));
    hmac(["--user", "user-1", "--quiet"]).run().is(0, ALICE, "");
    let json = hmac(["--user", "user-1", "--json"]).run().json();
    assert_eq!(json["signatures"][0]["signature"], ALICE);
}

#[test]
fn ids_are_any_text_and_lines_lose_one_line_end() {
    let one = |id: &str| hmac(["--quiet", &format!("--user={id}")]).run().stdout;
    let ran = hmac(["-", "--quiet"])
        .stdin("user-1\njosé\r\n\n user-1\r\r\nlast")
        .run();
    let expected = [
        one("user-1"),
        one("josé"),
        one(""),
        one(" user-1\r"),
        one("last"),
    ]
    .concat();
    assert_eq!(ran.stdout, expected);
    ran.is(0, ALICE, "");
    for id in ["-x", "--user", "--json", "{{userId}}", "$YOUR_USER_ID", " "] {
        let ran = hmac(["--quiet", "--user", id]).run();
        ran.is(0, &one(id), "");
    }
    let json = hmac(["-", "--json", "--quiet"])
        .stdin("user-1\n")
        .run()
        .json();
    assert_eq!(json["user"], "user-1");
}

#[test]
fn keys_are_any_text_and_come_from_a_file_too() {
    let ran = Test::new(["hmac", "--quiet", "--user", "user-1", "--api-key-file", "-"])
        .stdin("pk_prod_TEST\n")
        .run();
    ran.is(0, ALICE, "");
    Test::new(["hmac", "--user", "u"])
        .env("COURIER_API_KEY", "any text")
        .run()
        .is(0, "\n", "note");
    Test::new(["hmac", "-", "--api-key-file", "-"])
        .stdin("x")
        .run()
        .is(2, "", "cannot give both");
    Test::new(["hmac"])
        .run()
        .is(2, "", "no user is named\nadd --user ID");
    hmac(["-", "--user", "u"])
        .run()
        .is(2, "", "cannot be used with");
    Test::new(["hmac", "--user", "u"])
        .run()
        .is(4, "", "there is no API key");
    hmac(["-"]).stdin(vec![b'a', b'\n', 0xff]).run().is(
        7,
        "\n",
        "cannot read the user ids on standard input: an id is no UTF-8",
    );
}

#[test]
fn any_number_of_ids_is_signed_in_order() {
    let id = |at: usize| {
        if at.is_multiple_of(1_000) {
            "x".repeat(at)
        } else {
            format!("user-{at}")
        }
    };
    let ids: Vec<String> = (1..=60_000).map(id).collect();
    let lines = hmac(["--batch", "-q"]).stdin(ids.join("\n")).run();
    assert_eq!(lines.code, Some(0), "{}", lines.stderr);
    let signatures: Vec<&str> = lines.stdout.lines().collect();
    assert_eq!(signatures.len(), ids.len());
    for at in [0, 1, 999, 31_234, 59_999] {
        let one = hmac(["--user", &ids[at], "-q"]).run().stdout;
        assert_eq!(one.trim_end(), signatures[at]);
    }
    let nulls = hmac(["--batch", "-0", "-q"])
        .stdin(ids.join("\0") + "\0")
        .run();
    assert!(nulls.stdout == lines.stdout);
    let json = hmac(["--batch", "--json", "-q"])
        .stdin(ids.join("\n"))
        .run();
    for (at, line) in json.stdout.lines().enumerate() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(
            (&line["user"], &line["signature"]),
            (&ids[at].as_str().into(), &signatures[at].into())
        );
        assert_eq!(line["schema"], "courier-auth/signature/v1");
    }
    assert_eq!(json.stdout.lines().count(), ids.len());
    hmac(["--batch", "-q"]).run().is(0, "", "");
    let marked = hmac(["--batch", "-q"])
        .stdin("\u{FEFF}user-1\nuser-2")
        .run();
    assert_eq!(marked.stdout.lines().next(), Some(ALICE));
    let with_line_end = hmac(["--batch", "-0", "-q"]).stdin("a\nb").run();
    assert_eq!(
        with_line_end.stdout,
        hmac(["--user", "a\nb", "-q"]).run().stdout
    );
}

#[test]
fn a_signature_is_checked_and_a_wrong_one_explained() {
    let check = |signature: &str, more: &[&'static str]| {
        let args = ["check", signature, "--user", "user-1"];
        hmac(args.into_iter().chain(more.iter().copied())).run()
    };
    check(ALICE, &[]).is(0, "yes\n", "");
    check(&ALICE.to_uppercase(), &[]).is(1, "no: it has upper case", "");
    check(JOSE, &[]).is(1, "no: it is of another key or another user id", "");
    check("abc", &[]).is(1, "no: that is no signature", "");
    let json = check(JOSE, &["--json"]).json();
    assert_eq!(
        (&json["matches"], &json["schema"]),
        (&false.into(), &"courier-auth/hmac-check/v1".into())
    );
    let line = hmac(["check", "-", "--user", "user-1"])
        .stdin(format!("{ALICE}\r\n"))
        .run();
    line.is(0, "yes\n", "");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test");
    std::fs::write(&file, "pk_prod_TEST").unwrap();
    let args = [
        "hmac",
        "check",
        ALICE,
        "--user",
        "user-1",
        "--also-key-file",
        file.to_str().unwrap(),
    ];
    Test::new(args)
        .env("COURIER_API_KEY", "pk_test_OTHER")
        .run()
        .is(
            1,
            "no: it was made with the key in `\npk_prod_... fp:",
            if cfg!(unix) {
                "warning: other users"
            } else {
                ""
            },
        );
    hmac(["check", "-", "--user", "u", "--api-key-file", "-"])
        .run()
        .is(2, "", "read only once");
    hmac(["check"]).run().is(2, "", "required");
}
