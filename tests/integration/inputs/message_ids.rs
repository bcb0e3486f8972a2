//! IDs of requests where IDs of messages are needed.

use serde_json::json;

use crate::support::{Sandbox, Test, run_in};

/// Sends a message to the users `f1` and `f2`, and returns the ID of the request.
fn send_to_two(sandbox: &Sandbox) -> String {
    let message = json!({
        "to": [{ "user_id": "f1" }, { "user_id": "f2" }],
        "content": { "title": "Hello", "body": "both" },
    });
    let response = sandbox.send(&message);
    assert_eq!(response.status, 202, "{}", response.body);
    response.json()["requestId"].as_str().unwrap().to_owned()
}

/// Asserts that no message has been read.
#[track_caller]
fn assert_nothing_read(sandbox: &Sandbox, user: &str) {
    let messages = run_in(
        sandbox,
        &format!("messages --user {user} --unread --format ids"),
    );
    messages.exits_with(0, &format!(":{user}"), "");
}

#[test]
fn a_request_has_a_message_for_each_of_several_users() {
    let sandbox = Sandbox::start();
    let request = send_to_two(&sandbox);
    for user in ["f1", "f2"] {
        let id = format!("{request}:{user}");
        let messages = run_in(&sandbox, &format!("messages --user {user} --format ids"));
        assert_eq!(messages.stdout, format!("{id}\n"));
        run_in(&sandbox, &format!("mark-read {id}")).exits_with(0, &id, "marked 1 message");
    }
    let one = sandbox.send(&json!({ "to": { "user_id": "f1" }, "content": { "title": "One" } }));
    let one = one.json()["requestId"].as_str().unwrap().to_owned();
    run_in(&sandbox, &format!("mark-read {one}")).exits_with(0, &one, "marked 1 message");
}

#[test]
fn the_request_id_for_a_known_user_is_explained_with_the_command_to_run() {
    let sandbox = Sandbox::start();
    let request = send_to_two(&sandbox);
    for (options, command) in [
        ("", "courier-auth mark-read --user f1"),
        ("--batch 1", "courier-auth mark-read --user f1"),
        ("--verify", "courier-auth mark-read --user f1"),
        ("--undo", "courier-auth mark-read --user f1 --as unread"),
        (
            "--as archived",
            "courier-auth mark-read --user f1 --as archived",
        ),
    ] {
        let line = format!("mark-read --user f1 {options} {request}");
        let expected = format!(
            "{request}: it is the ID of a request to several users; its message for `f1` is \
             `{request}:f1`; run `{command} {request}:f1`"
        );
        run_in(&sandbox, &line).exits_with(1, "", &expected);
        assert_nothing_read(&sandbox, "f1");
    }
    let json = run_in(&sandbox, &format!("mark-read --json --user f1 {request}"));
    let failed = json.json()["failed"].to_string();
    assert!(failed.contains(&format!("{request}:f1")), "{failed}");
    let command = format!("mark-read --user f1 {request}:f1");
    run_in(&sandbox, &command).exits_with(0, &request, "marked 1 message");
}

#[test]
fn the_request_id_is_explained_with_each_credential() {
    let sandbox = Sandbox::start();
    let request = send_to_two(&sandbox);
    let expected = format!("run `courier-auth mark-read --user f1 {request}:f1`");
    let token = Test::line("issue --user f1 --for inbox").at(&sandbox).run();
    let token = token.stdout.trim_end();
    // The token names the user, and there is no API key.
    let with_token = |scope_token: &str| {
        let test = Test::new(["mark-read", request.as_str()]);
        let test = test.env("COURIER_BASE_URL", &sandbox.url);
        test.env("COURIER_JWT", scope_token).run()
    };
    with_token(token).exits_with(1, "", &expected);
    let write_only = sandbox.token(&sandbox.api_key, "user_id:f1 inbox:write:events");
    let unknown = with_token(&write_only);
    assert!(!unknown.stderr.contains("several users"), "{unknown:#?}");
    assert_eq!(unknown.code, Some(1), "{unknown:#?}");
    assert_nothing_read(&sandbox, "f1");
}

#[test]
fn the_request_id_for_an_unknown_user_is_explained_with_the_command_that_lists_ids() {
    let sandbox = Sandbox::start();
    let request = send_to_two(&sandbox);
    let expected = format!(
        "{request}: Courier returned 404\n\
         if it is the ID of a request to several users, their messages are `{request}:USER_ID`\n\
         list them with `courier-auth messages --user USER_ID --format ids`"
    );
    run_in(&sandbox, &format!("mark-read {request}")).exits_with(1, "", &expected);
    assert_nothing_read(&sandbox, "f1");
    assert_nothing_read(&sandbox, "f2");
}

#[test]
fn other_unknown_ids_are_not_called_requests() {
    let sandbox = Sandbox::start();
    let request = send_to_two(&sandbox);
    let other = "1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2";
    for line in [
        "mark-read missing".to_owned(),
        "mark-read --user f1 missing".to_owned(),
        format!("mark-read --user f1 {other}"),
        // The user got no message of this request.
        format!("mark-read --user f3 {request}"),
        format!("mark-read --user f1 {request}:f3"),
    ] {
        let outcome = run_in(&sandbox, &line);
        assert_eq!(outcome.code, Some(1), "{line}: {outcome:#?}");
        assert!(
            !outcome.stderr.contains("several users"),
            "{line}: {outcome:#?}"
        );
    }
}
