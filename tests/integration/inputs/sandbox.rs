//! The sandbox reports issued tokens that an app cannot use.

use serde_json::{Value, json};

use crate::support::{Response, Sandbox, Test};

/// Requests a token of a sandbox; returns the response, which is 200.
#[track_caller]
fn request(sandbox: &Sandbox, body: &Value) -> Response {
    let response = sandbox.request_token(&[], &body.to_string());
    assert_eq!(response.status, 200, "{body}: {}", response.body);
    response
}

/// Returns the rule of each token request in the journal.
fn rules_in_journal(sandbox: &Sandbox) -> Vec<Value> {
    let journal = sandbox.control("GET", "journal", "").json();
    let requests = journal["requests"].as_array().unwrap().iter();
    let issued = requests.filter(|request| request["path"] == "/auth/issue-token");
    issued.map(|request| request["rule"].clone()).collect()
}

/// Requests that Courier serves although they contain a mistake, each with the rule that names it.
fn mistakes() -> Vec<(Value, &'static str)> {
    let scope = "user_id:alice inbox:read:messages inbox:write:events";
    let lifetime = |value: Value| json!({ "scope": scope, "expires_in": value });
    let scopes = |scope: &str| json!({ "scope": scope, "expires_in": "1 day" });
    vec![
        // The name of the field in C# and JavaScript: the token never expires.
        (
            json!({ "scope": "user_id:a inbox:read:messages", "expiresIn": "30 days" }),
            "CA202",
        ),
        (json!({ "scope": scope }), "CA202"),
        (json!({ "scope": scope, "ttl": 3600 }), "CA202"),
        // Seconds in quotes are read as milliseconds.
        (lifetime(json!("3600")), "CA203"),
        (lifetime(json!("86400")), "CA203"),
        (lifetime(json!(0)), "CA201"),
        (
            json!({ "scope": scope, "exp": 9_999_999_999_999_u64 }),
            "CA206",
        ),
        // Fields that Courier copies into the token.
        (
            json!({ "scope": scope, "expires_in": "1 day", "user_id": "alice" }),
            "CA506",
        ),
        (
            json!({ "scope": scope, "expires_in": "1 day", "expiresIn": "1 day" }),
            "CA506",
        ),
        (scopes("inbox:read:messages inbox:write:events"), "CA401"),
        (scopes("user_id: inbox:read:messages"), "CA402"),
        (scopes("user_id:undefined inbox:read:messages"), "CA404"),
        (scopes("user_id:{{userId}} inbox:read:messages"), "CA404"),
        (scopes("user_id:alice"), "CA408"),
        (scopes("user_id:alice inbox:read:mesages"), "CA306"),
        (scopes("user_id:alice Inbox:Read:Messages"), "CA311"),
        (scopes("user_id:alice,inbox:read:messages"), "CA304"),
        // The worst mistake is named.
        (
            json!({ "scope": "inbox:read:messages", "expiresIn": "1 day" }),
            "CA401",
        ),
    ]
}

#[test]
fn a_token_that_is_not_what_was_meant_is_issued_with_the_rule() {
    let sandbox = Sandbox::start();
    let mistakes = mistakes();
    for (body, rule) in &mistakes {
        let response = request(&sandbox, body);
        assert_eq!(response.rule(), Some(*rule), "{body}");
        assert!(
            response.json()["token"]
                .as_str()
                .unwrap()
                .starts_with("eyJ")
        );
    }
    let rules: Vec<&str> = mistakes.iter().map(|(_, rule)| *rule).collect();
    assert_eq!(rules_in_journal(&sandbox), rules);
}

#[test]
fn a_token_that_is_good_for_something_is_issued_without_a_rule() {
    let sandbox = Sandbox::start();
    for body in [
        json!({ "scope": "user_id:alice inbox:read:messages inbox:write:events", "expires_in": "2 days" }),
        json!({ "scope": "user_id:alice inbox:read:messages", "expires_in": 60 }),
        json!({ "scope": "user_id:alice read:preferences write:preferences", "expires_in": "1h" }),
        json!({ "scope": "user_id:alice write:brands", "expires_in": "90 days" }),
        json!({ "scope": "user_id:a|b@c.example read:brands", "expires_in": "1d", "plan": "x" }),
    ] {
        assert_eq!(request(&sandbox, &body).rule(), None, "{body}");
    }
    for options in [
        "",
        "--for sdk",
        "--for inbox,toast,push,preferences,brands",
        "--for create",
        "--for inbox --expires-in '90 days'",
        "--for inbox --expires-in 1s",
        "--scope inbox:read:messages",
        "--scope read:messages",
    ] {
        let outcome = Test::line(&format!("issue --user alice {options}"))
            .at(&sandbox)
            .run();
        assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    }
    assert!(rules_in_journal(&sandbox).iter().all(Value::is_null));
}

/// A response that is repeated for its idempotency key repeats the rule too.
#[test]
fn a_repeated_response_has_the_rule_too() {
    let sandbox = Sandbox::start();
    let body = json!({ "scope": "user_id:alice inbox:read:messages" }).to_string();
    let headers = [("idempotency-key", "k-1")];
    let responses = [(); 2].map(|()| sandbox.request_token(&headers, &body));
    assert_eq!(responses[0].body, responses[1].body);
    for response in responses {
        assert_eq!((response.status, response.rule()), (200, Some("CA202")));
    }
}

/// `inspect` does not pass the tokens either.
#[test]
fn inspect_finds_the_mistake_too() {
    let sandbox = Sandbox::start();
    for (body, _) in mistakes() {
        let response = request(&sandbox, &body);
        let token = response.json()["token"].as_str().unwrap().to_owned();
        let outcome = Test::line("inspect --strict -").stdin(token).run();
        assert_eq!(outcome.code, Some(1), "{body} {outcome:#?}");
    }
}
