//! `can`: whether a token allows an action.

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::{ACTIONS, ApiKey},
};

use crate::support::{KEY, Outcome, Test};

fn can(action: &str, example: Example, options: &str) -> Outcome {
    let token = example.text(&ApiKey::new(KEY).unwrap(), TENANT);
    Test::line(&format!("can {action} - --at {NOW} {options}"))
        .stdin(token)
        .run()
}

#[test]
fn any_error_means_no() {
    can("list", Example::Good, "").exits_with(0, "yes", "");
    can("mark-read", Example::Good, "--user alice").exits_with(0, "yes", "");
    can("read-preferences", Example::Good, "").exits_with(
        1,
        "no: `read:preferences` is missing, needed to show the user's preferences",
        "",
    );
    can("list", Example::Good, "--user bob").exits_with(
        1,
        "no: the token is for user `alice`, not for `bob`",
        "",
    );
    can("list", Example::Claims(r#"{"exp":5}"#), "").exits_with(1, "no: expired 55 years ago", "");
    can(
        "list",
        Example::Claims(r#"{"scope":"inbox:read:messages"}"#),
        "",
    )
    .exits_with(1, "no: the scope has no `user_id:` entry", "");
    can("list", Example::WithoutClaim("exp"), "").exits_with(0, "yes", "");
    can("list", Example::Text("undefined"), "").exits_with(
        3,
        "no: `undefined` is what JavaScript prints for no value, not a token",
        "",
    );
    can(
        "read-brand",
        Example::Claims(r#"{"scope":"user_id:a read:brands:b1"}"#),
        "",
    )
    .exits_with(0, "yes", "");
    let two_tokens = Example::Text("eyJ.a.b\neyJ.c.d");
    can("list", two_tokens, "").exits_with(
        2,
        "",
        "`can` checks one token, but the input contains 2",
    );
}

#[test]
fn json_output_has_reasons_and_a_fix() {
    let report = can(
        "mark-read",
        Example::Claims(r#"{"scope":"user_id:a inbox:read:messages"}"#),
        "--json",
    )
    .json();
    assert_eq!(report["schema"], "courier-auth/can/v1");
    assert_eq!(report["allowed"], false);
    assert_eq!(report["findings"][0]["code"], "CA305");
    assert_eq!(
        report["fix"],
        "courier-auth issue --user a --for inbox --expires-in '1 day'"
    );
    assert_eq!(can("list", Example::Good, "--json").json()["allowed"], true);
}

#[test]
fn every_action_is_listed_and_can_be_checked() {
    let table = Test::line("can --list").run();
    let json = Test::line("can --list --json").run().json();
    let listed: Vec<&str> = json["actions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|action| action["action"].as_str().unwrap())
        .collect();
    let names: Vec<&str> = ACTIONS.iter().map(|action| action.name).collect();
    assert_eq!(listed, names);
    for action in ACTIONS {
        assert!(
            table
                .stdout
                .lines()
                .any(|line| line.starts_with(action.name) && line.contains(action.required.scope))
        );
        let claims = format!(r#"{{"scope":"user_id:a {}"}}"#, action.required.scope);
        can(action.name, Example::Claims(claims.leak()), "").exits_with(0, "yes", "");
        can(
            action.name,
            Example::Claims(r#"{"scope":"user_id:a x:y"}"#),
            "",
        )
        .exits_with(1, "no: ", "");
    }
    Test::line("can mark-raed x")
        .run()
        .exits_with(2, "", "did you mean `mark-read`?");
    Test::line("can inbox:write:events x").run().exits_with(
        2,
        "",
        "did you mean `mark-read`?\n`courier-auth can --list` lists all actions",
    );
    Test::line("can").run().exits_with(2, "", "ACTION");
}
