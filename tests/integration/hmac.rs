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
    assert_eq!(json["signatures"][0]["user"], "user-1");
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
        "cannot read the user ids on standard input",
    );
}
