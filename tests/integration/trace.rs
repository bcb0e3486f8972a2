//! What is told of requests: `-v`, `-vv`, `--debug-http`.

use std::fs;

use crate::common::{KEY, Sandbox, Server, Test, answer};

#[test]
fn one_v_is_a_line_a_try_and_two_are_all_of_it() {
    let sandbox = Sandbox::start();
    let server = Server::start(vec![
        answer("503 Busy\r\nretry-after-ms: 1", r#"{"message":"busy"}"#),
        answer("400 Bad", r#"{"message":"no"}"#),
    ]);
    let args = ["issue", "--user", "a", "--api-url", &server.url];
    let ran = Test::new(args.into_iter().chain(["-v"]))
        .env("COURIER_API_KEY", KEY)
        .run();
    ran.is(5, "", "/auth/issue-token for a: 503 after 0.");
    ran.is(5, "", "; again in 0.0 s\nfor a: 400 after 0.");
    assert_eq!(ran.stderr.lines().count(), 3, "{ran:#?}");

    let ran = Test::new(["messages", "--user", "alice", "-vv"])
        .at(&sandbox)
        .run();
    ran.is(
        0,
        "",
        "1 > POST http://127.0.0.1\n1 > authorization: Bearer sandbox_***\n1 < 200\n\
         1 < {\"token\":\"[fp:\n2 > POST\n2 > x-courier-user-id: alice\n2 > {\"query\":\"query\n2 < 200",
    );
    assert!(!ran.stderr.contains("eyJ"), "{ran:#?}");
}

#[test]
fn the_file_has_all_of_it_and_is_private() {
    let server = Server::start(vec![
        answer("200 OK", r#"{"token":"opaque-answer-no-jwt"}"#),
        answer("200 OK", "\u{1b}[2J text"),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace");
    let path = file.to_str().unwrap();
    let args = ["issue", "--user", "a", "--debug-http", path, "--api-url"];
    let run = |url: &str| {
        Test::new(args.into_iter().chain([url]))
            .env("COURIER_API_KEY", KEY)
            .run()
    };
    fs::write(&file, "somebody's only copy").unwrap();
    run(&server.url).is(7, "", "something else stands in it");
    assert_eq!(fs::read_to_string(&file).unwrap(), "somebody's only copy");
    fs::write(
        &file,
        "# what courier-auth sent and received, without secrets\n\nfrom before",
    )
    .unwrap();
    run(&server.url).is(5, "", "what it calls a token is none");
    let trace = fs::read_to_string(&file).unwrap();
    for line in [
        "1 > POST",
        "Bearer pk_test_***",
        "\"scope\":\"user_id:a ",
        "1 < {\"token\":\"[fp:",
    ] {
        assert!(trace.contains(line), "{line}: {trace}");
    }
    for secret in [KEY, "opaque-answer", "from before"] {
        assert!(!trace.contains(secret), "{trace}");
    }
    run(&server.url).is(5, "", "200 without a token");
    let trace = fs::read_to_string(&file).unwrap();
    assert!(trace.contains("\\u{1b}[2J text"), "{trace}");
    run("http://127.0.0.1:1").is(6, "", "cannot connect");
    let trace = fs::read_to_string(&file).unwrap();
    assert!(trace.contains("\n! POST http://127.0.0.1:1"), "{trace}");

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let args = [
            "messages",
            "--user",
            "a",
            "--debug-http",
            link.to_str().unwrap(),
        ];
        Test::new(args).run().is(7, "", "symbolic link");
    }
}
