//! No secret where it does not belong.

use std::process::Command;

use crate::{
    common::{KEY, Sandbox, Server, Test, answer, is_there, program},
    profile::Home,
};

const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6IkZBS0UifQ.RkFLRUZBS0VGQUtF";

#[test]
fn usage_errors_and_help_show_no_secret() {
    let rows: &[&[&str]] = &[
        &["issue", KEY],
        &["issue", "--user", "a", KEY],
        &["issue", &format!("--api-key={KEY}")],
        &["inspect", JWT, JWT],
        &["issue", &format!("x.{JWT}")],
        &["issue", &format!("x{KEY}")],
        &["hmac", "--user", "a", KEY],
        &["mark-read", "--user", "a", &format!("--token={JWT}"), "x"],
        &["issue", "--user", "a", "token_FAKE-FAKE_FAKE"],
        &["issue", "--user", "a", "pk%5Ftest%5FFAKEFAKE"],
        &[
            "issue",
            "--user",
            "a",
            "eyAiYWxnIjogIkhTMjU2RkFLRSJ9.FAKE.FAKE",
        ],
        &[KEY],
        &[
            "issue",
            "--user",
            "a",
            "--api-url",
            &format!("https://u:{KEY}@x.test"),
        ],
        &["--help"],
        &["issue", "--help"],
        &["hmac", "-h"],
    ];
    for args in rows {
        for json in [false, true] {
            let args = args.iter().copied().chain(json.then_some("--json"));
            let ran = Test::new(args).env("CLICOLOR_FORCE", "1").run();
            let all = format!("{}{}", ran.stdout, ran.stderr);
            assert!(!all.contains(KEY) && !all.contains(JWT), "{ran:#?}");
            assert!(!all.contains("FAKEFAKE"), "{ran:#?}");
        }
    }
}

#[test]
fn a_server_that_repeats_the_key_does_not_make_us_repeat_it() {
    let server = Server::start(vec![answer(
        "400 Bad",
        &format!(r#"{{"message":"no such key {KEY} or {JWT}"}}"#),
    )]);
    let ran = Test::new(["issue", "--user", "a", "--api-url", &server.url])
        .env("COURIER_API_KEY", KEY)
        .run();
    ran.is(
        5,
        "",
        "error: Courier answered 400: no such key pk_test_*** or [fp:",
    );
    assert!(!ran.stderr.contains("FAKEFAKE"));
    let body =
        format!(r#"{{"data":{{"m0":null}},"errors":[{{"message":"key {KEY}","path":["m0"]}}]}}"#);
    let inbox = Server::start(vec![answer("200 OK", &body)]);
    let args = [
        "mark-read",
        "--json",
        "--user",
        "alice",
        "--api-url",
        &inbox.url,
        "--token-file",
        "-",
        "m",
    ];
    let token = Sandbox::start().issue(&[]);
    let ran = Test::new(args).stdin(token).run();
    ran.is(1, r#""reason":"key pk_test_***""#, "");
    assert!(!ran.stdout.contains("FAKEFAKE"));
    let odd = Server::start(vec![answer("400 Bad", r#"{"message":"key s3cret!"}"#)]);
    let ran = Test::new([
        "issue",
        "--user",
        "a",
        "--api-url",
        &odd.url,
        "--api-key-file",
        "-",
    ])
    .stdin("s3cret!")
    .run();
    ran.is(5, "", "error: Courier answered 400: key [fp:");
}

#[cfg(target_os = "linux")]
#[test]
fn the_key_is_in_no_command_line() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let mut child = crate::common::program()
        .args(["issue", "--user", "alice", "--api-url", &url])
        .env("COURIER_API_KEY", KEY)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    // Once it has connected it waits for an answer: it has the key and runs.
    let (connection, _) = listener.accept().unwrap();
    let line = std::fs::read_to_string(format!("/proc/{}/cmdline", child.id())).unwrap();
    let title = std::fs::read_to_string(format!("/proc/{}/comm", child.id())).unwrap();
    drop(connection);
    assert_eq!(child.wait().unwrap().code(), Some(6));
    assert!(
        line.contains("issue\0--user\0alice") && !line.contains(KEY),
        "{line}"
    );
    assert_eq!(title, "courier-auth\n");
}

#[test]
fn a_production_key_on_its_way_to_this_machine_is_told_of_once() {
    let sandbox = Sandbox::start();
    let warning = "warning: a production key goes to an address of this machine";
    let issue = |key: &str| {
        let args = [
            "issue",
            "--user",
            "a",
            "--retries",
            "0",
            "--api-url",
            &sandbox.url,
        ];
        Test::new(args).env("COURIER_API_KEY", key).run()
    };
    issue("pk_prod_FAKEFAKEFAKEFAKE").is(4, "", warning);
    for key in ["pk_test_FAKEFAKEFAKEFAKE", "token_FAKEFAKEFAKEFAKE"] {
        let ran = issue(key);
        assert!(!ran.stderr.contains("warning"), "{ran:#?}");
    }
    issue(&sandbox.api_key).is(0, "eyJ", "");
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_told_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, &sandbox.api_key).unwrap();
    for (mode, warning) in [
        (0o600, ""),
        (0o400, ""),
        (0o644, "chmod 600"),
        (0o640, "chmod 600"),
    ] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let path = file.to_str().unwrap();
        let args = [
            "issue",
            "--user",
            "a",
            "--api-url",
            &sandbox.url,
            "--api-key-file",
            path,
        ];
        Test::new(args).run().is(0, "eyJ", warning);
    }
}

#[test]
fn a_key_that_stands_behind_something_is_none() {
    for text in [
        "\u{FEFF}pk_prod_FAKE",
        "\"pk_prod_FAKE\"",
        "COURIER_API_KEY=pk_prod_FAKE",
        "Bearer pk_prod_FAKE",
        "'sandbox_local_development_key'",
    ] {
        let args = ["hmac", "--user", "u", "--api-key-file", "-"];
        let ran = Test::new(args).stdin(text).run();
        ran.is(4, "", "there is more than a key in standard input");
        assert!(!ran.stderr.contains("FAKE"), "{ran:#?}");
    }
    let args = ["issue", "--user", "a"];
    Test::new(args)
        .env("COURIER_BASE_URL", &format!("https://x.test/{KEY}"))
        .env("COURIER_API_KEY", KEY)
        .run()
        .is(2, "", "an address must not hold a key or a token");
}

/// A machine that gives no more threads makes the program fail where nothing foresees it.
#[test]
fn a_panic_is_told_in_words_of_its_own() {
    if !is_there("strace") {
        return;
    }
    let home = Home::with("[profile.x]\nkey = { keyring = \"x\" }\n");
    let ran = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=clone3,clone"])
        .args(["-e", "inject=clone3,clone:error=EAGAIN"])
        .arg(program().get_program())
        .args(["hmac", "--user", "a", "--profile", "x"])
        .env("COURIER_AUTH_CONFIG_DIR", home.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    assert!(
        said.starts_with("error: courier-auth itself failed at "),
        "{said}"
    );
    assert!(
        said.ends_with("help: this is a bug; please report it\n"),
        "{said}"
    );
}

/// Behind an escape of a JSON text, and broken into lines as a terminal breaks them.
#[test]
fn a_secret_is_hidden_whatever_it_sticks_to() {
    let wrapped = format!("{}\n{}\n{}", &JWT[..30], &JWT[30..50], &JWT[50..]);
    for text in [&format!("x\t{KEY}"), &format!("x\n{KEY}"), &wrapped] {
        for args in [
            &["explain", text][..],
            &["explain", "--json", text],
            &["issue", "--json", text],
            &["issue", "--json", "--user", "a", "--profile", text],
            &["profile", "use", text],
        ] {
            let ran = Test::new(args.iter().copied()).run();
            let shown = ran.stderr.contains("FAKEFAKE") || ran.stderr.contains(&JWT[52..]);
            assert!(ran.code == Some(2) && !shown, "{args:?}: {ran:#?}");
        }
    }
    let body = format!(r#"{{"message":"bad\n{KEY}"}}"#);
    let server = Server::start(vec![answer("400 Bad", &body)]);
    for more in [&["--json"][..], &["-vv"]] {
        let args = [&["issue", "--user", "a", "--api-url", &server.url], more].concat();
        let test = Test::new(args.iter().copied()).env("COURIER_API_KEY", "pk_test_FAKEanother");
        let ran = test.run();
        assert!(
            ran.code == Some(5) && !ran.stderr.contains("FAKE"),
            "{ran:#?}"
        );
    }
}

/// A word of every day as a stand-in for a key: texts lose it, the form of the answer does not.
#[test]
fn a_key_that_is_a_word_leaves_json_as_it_is() {
    let test = Test::new(["profile", "show", "--json"]).env("COURIER_API_KEY", "courier");
    let shown = test.run().json();
    assert_eq!(shown["schema"], "courier-auth/profile-show/v1");
}

#[test]
fn what_is_for_this_machine_goes_through_no_proxy() {
    let proxy = Server::start(vec![answer("200 OK", "{}")]);
    for url in [
        "https://127.0.0.1:1",
        "https://localhost:1",
        "http://127.0.0.1:1",
    ] {
        let args = ["issue", "--user", "a", "--retries", "0", "--api-url", url];
        let test = Test::new(args).env("COURIER_API_KEY", "sandbox_FAKE");
        let test = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"]
            .into_iter()
            .fold(test, |test, name| test.env(name, &proxy.url));
        test.run().is(6, "", "cannot connect to");
    }
    assert_eq!(proxy.served(), 0);
}
