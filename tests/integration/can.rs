//! `can`: one question, yes or no.

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::{ACTIONS, ApiKey},
};

use crate::common::{KEY, Ran, Test};

fn can(action: &str, example: Example, args: &[&str]) -> Ran {
    let now = NOW.to_string();
    let text = example.text(&ApiKey::new(KEY).unwrap(), TENANT);
    let all = ["can", action, "-", "--at", &now].into_iter();
    Test::new(all.chain(args.iter().copied())).stdin(text).run()
}

#[test]
fn the_answer_is_no_for_any_error() {
    can("list", Example::Good, &[]).is(0, "yes", "");
    can("mark-read", Example::Good, &["--user", "alice"]).is(0, "yes", "");
    can("read-preferences", Example::Good, &[]).is(
        1,
        "no: `read:preferences` is missing, needed to show the user's preferences",
        "",
    );
    can("list", Example::Good, &["--user", "bob"]).is(
        1,
        "no: it is for `alice`, not for `bob`",
        "",
    );
    can("list", Example::Claims(r#"{"exp":5}"#), &[]).is(1, "no: expired 55 years ago", "");
    can(
        "list",
        Example::Claims(r#"{"scope":"inbox:read:messages"}"#),
        &[],
    )
    .is(1, "no: the scope has no `user_id:` entry", "");
    can("list", Example::WithoutClaim("exp"), &[]).is(0, "yes", "");
    can("list", Example::Text("undefined"), &[]).is(
        3,
        "no: `undefined` stands in the place of a token",
        "",
    );
    can(
        "read-brand",
        Example::Claims(r#"{"scope":"user_id:a read:brands:b1"}"#),
        &[],
    )
    .is(0, "yes", "");
    let two = Example::Text("eyJ.a.b\neyJ.c.d");
    can("list", two, &[]).is(2, "", "`can` takes one token, and this has 2");
}

#[test]
fn the_answer_is_json_too() {
    let report = can(
        "mark-read",
        Example::Claims(r#"{"scope":"user_id:a inbox:read:messages"}"#),
        &["--json"],
    )
    .json();
    assert_eq!(report["schema"], "courier-auth/can/v1");
    assert_eq!(report["can"], false);
    assert_eq!(report["reasons"][0]["code"], "CA305");
    assert_eq!(
        report["fix"],
        "courier-auth issue --user a --for inbox --expires-in '1 day'"
    );
    assert_eq!(can("list", Example::Good, &["--json"]).json()["can"], true);
}

#[test]
fn every_action_is_listed_and_can_be_asked_for() {
    let table = Test::new(["can", "--list"]).run();
    let json = Test::new(["can", "--list", "--json"]).run().json();
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
        can(action.name, Example::Claims(claims.leak()), &[]).is(0, "yes", "");
        can(
            action.name,
            Example::Claims(r#"{"scope":"user_id:a x:y"}"#),
            &[],
        )
        .is(1, "no: ", "");
    }
    Test::new(["can", "mark-raed", "x"])
        .run()
        .is(2, "", "a similar value exists: 'mark-read'");
    Test::new(["can", "inbox:write:events", "x"]).run().is(
        2,
        "",
        "a similar value exists: 'mark-read'\n`courier-auth can --list` lists them",
    );
    Test::new(["can"]).run().is(2, "", "ACTION");
}
