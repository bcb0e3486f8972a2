//! Scope strings with missing spaces, other spellings and wildcards.

use courier_auth::inspect::example::NOW;

use crate::support::{Outcome, Sandbox, Test, sign};

/// The scopes that the Inbox needs.
pub(super) const INBOX: &str = "inbox:read:messages inbox:write:events";

/// Runs `inspect` with options on a token with this scope, at the time of the examples.
pub(super) fn inspect(scope: &str, options: &str) -> Outcome {
    let claims = serde_json::json!({
        "scope": scope,
        "tenant_scope": "published/production",
        "tenant_id": "c0ffee00-0000-4000-8000-000000000000",
        "iat": NOW - 600,
        "exp": NOW + 86_400,
    });
    Test::line(&format!("inspect --at {NOW} {options} -"))
        .stdin(sign(&claims.to_string()))
        .run()
}

/// Returns the command that fixes a token with this scope.
pub(super) fn fix(scope: &str, options: &str) -> String {
    let outcome = inspect(scope, &format!("--field fix {options}"));
    outcome.stdout.trim_end().to_owned()
}

/// Returns the text of a report on one line.
pub(super) fn unwrapped(report: &str) -> String {
    let words: Vec<&str> = report.split_whitespace().collect();
    words.join(" ")
}

/// Asserts that a report contains each of these texts, wherever it breaks lines.
#[track_caller]
pub(super) fn assert_report(scope: &str, options: &str, code: i32, texts: &[&str]) {
    let outcome = inspect(scope, options);
    assert_eq!(outcome.code, Some(code), "{scope} {outcome:#?}");
    let report = unwrapped(&outcome.stdout);
    for text in texts {
        assert!(
            report.contains(text),
            "`{text}` is missing for {scope}: {report}"
        );
    }
}

#[test]
fn a_missing_space_after_the_user_id_is_an_error_that_names_both_parts() {
    let rows = [
        ("u-17", "write:user-tokens"),
        ("u-17", "inbox:read:messages"),
        ("u-17", "inbox:write:event"),
        ("u-17", "tenant:acme:read"),
        ("u-17", "tenant:acme:notification:write"),
        ("u-17", "tenants:notifications:read"),
        ("u-17", "read:brands"),
        ("u-17", "read:brands:b1"),
        ("ada+test@example.com", "read:preferences"),
        ("org:7:ada", "write:preferences"),
        ("josé", "write:track"),
    ];
    for (user, glued) in rows {
        let scope = format!("user_id:{user}{glued} {INBOX}");
        let message = format!(
            "error[missing-space]: a space is missing before `{glued}`; the user ID is `{user}`"
        );
        assert_report(&scope, "", 1, &[&message, &format!("user {user} ")]);
        assert_eq!(
            inspect(&scope, "--field user_ids").stdout.trim_end(),
            format!("[\"{user}\"]")
        );
        let fix = fix(&scope, "");
        assert!(
            fix.replace('\'', "")
                .starts_with(&format!("courier-auth issue --user {user} --")),
            "{fix}"
        );
        let scopes = inspect(&scope, "--fix-scope").stdout;
        assert!(scopes.starts_with(&format!("user_id:{user} ")), "{scopes}");
    }
}

#[test]
fn every_missing_space_of_a_chain_is_named() {
    assert_report(
        "user_id:u-17write:user-tokensinbox:read:messagesinbox:write:events",
        "",
        1,
        &[
            "spaces are missing before `write:user-tokens`, `inbox:read:messages` and `inbox:write:events`; the user ID is `u-17`",
            "did you mean `user_id:u-17 write:user-tokens inbox:read:messages inbox:write:events`?",
            "fix: courier-auth issue --user u-17 --for inbox,push",
        ],
    );
    assert_report(
        "inbox:read:messagesuser_id:u-17 inbox:write:events",
        "",
        1,
        &[
            "a space is missing between `inbox:read:messages` and `user_id:u-17`",
            "fix: courier-auth issue --user u-17 --for inbox",
        ],
    );
    assert_report(
        &format!("user_id:write:user-tokens {INBOX}"),
        "",
        1,
        &[
            "a space is missing before `write:user-tokens`; the user ID is empty",
            "fix: courier-auth issue --user USER_ID",
        ],
    );
    assert_report(
        &format!("user_id:adauser_id:bob {INBOX}"),
        "",
        1,
        &[
            "a space is missing before `user_id:bob`; the user ID is `ada`",
            "did you mean `user_id:ada`?",
            "fix: courier-auth issue --user ada --for inbox",
        ],
    );
}

#[test]
fn a_required_user_is_compared_with_the_id_before_the_missing_space() {
    let scope = format!("user_id:u-17write:user-tokens {INBOX}");
    let mismatch = "error[user-mismatch]: the token is for user `u-17`, not for `bob`";
    assert_report(
        &scope,
        "--user bob",
        1,
        &[mismatch, "the user ID is `u-17`"],
    );
    let outcome = inspect(&scope, "--user u-17");
    assert!(!outcome.stdout.contains("user-mismatch"), "{outcome:#?}");
    outcome.exits_with(1, "missing-space\n--user u-17 ", "");
    // The user of the fix is not the one with the scope either.
    let fix = fix(&scope, "--user u-17write:user-tokens");
    assert!(fix.contains("--user u-17 --"), "{fix}");
}

#[test]
fn scopes_without_a_space_between_them_are_suggested_with_one() {
    let rows = [
        (
            "user_id:u-17 inbox:read:messagesinbox:write:events",
            1,
            "did you mean `inbox:read:messages inbox:write:events`?",
        ),
        (
            "user_id:u-17 inbox:read:messages inbox:write:eventsread:preferences",
            1,
            "did you mean `inbox:write:events read:preferences`?",
        ),
        (
            "user_id:u-17 inbox:read:messages inbox:write:events read:brands:b1read:preferences",
            0,
            "did you mean `read:brands:b1 read:preferences`?",
        ),
        (
            "user_id:u-17 inbox:read:messages inbox:write:events tenant:a:readtenants:brand:read",
            0,
            "did you mean `tenant:a:read tenants:brand:read`?",
        ),
        (
            "user_id:u-17 inbox:read:messagesinbox:write:eventsread:preferences",
            1,
            "did you mean `inbox:read:messages inbox:write:events read:preferences`?",
        ),
    ];
    for (scope, code, suggestion) in rows {
        assert_report(scope, "", code, &["[missing-space]: ", suggestion]);
        let fix = fix(scope, "");
        assert!(fix.contains("--user u-17 "), "{fix}");
    }
}

#[test]
fn honest_ids_that_contain_words_of_scopes_stay_valid() {
    for user in [
        "ada+inbox@example.com",
        "user:inbox",
        "team:read",
        "alice:read:brandsX",
        "org:7:ada",
        "inbox",
        "read",
        "inbox-read-messages",
        "write_user-tokens",
        "read.brands",
        "tenant:acme:alice",
        "tenants",
        "tenant:read-only",
        "messages:inbox:read",
    ] {
        let outcome = inspect(&format!("user_id:{user} {INBOX}"), "");
        assert_eq!(outcome.code, Some(0), "{user}: {outcome:#?}");
        let has_warning = ["error[", "warning["]
            .iter()
            .any(|text| outcome.stdout.contains(text));
        assert!(!has_warning, "{user}: {outcome:#?}");
    }
}

#[test]
fn issue_refuses_a_missing_space_before_it_sends_anything() {
    let sandbox = Sandbox::start();
    let rows = [
        (
            "--user u-17inbox:read:messages",
            "error[missing-space]: a space is missing before `inbox:read:messages`; the user ID is `u-17`",
        ),
        (
            "--user u-17tenant:acme:read",
            "a space is missing before `tenant:acme:read`; the user ID is `u-17`",
        ),
        (
            "--user u-17 --scope inbox:read:messagesinbox:write:events",
            "did you mean `inbox:read:messages inbox:write:events`?",
        ),
        (
            "--user u-17 --scope 'inbox:*'",
            "error[wildcard-scope]: Courier has no wildcards",
        ),
    ];
    for (options, message) in rows {
        let outcome = Test::line(&format!("issue {options}")).at(&sandbox).run();
        assert_eq!(outcome.code, Some(2), "{options}: {outcome:#?}");
        assert!(outcome.stdout.is_empty(), "{outcome:#?}");
        let report = unwrapped(&outcome.stderr);
        assert!(report.contains(message), "{options}: {report}");
        assert!(report.contains("nothing was sent"), "{options}: {report}");
        assert!(!report.contains("user-mismatch"), "{options}: {report}");
    }
    for user in ["ada+inbox@example.com", "team:read", "alice:read:brandsX"] {
        let outcome = Test::line(&format!("issue --user {user}"))
            .at(&sandbox)
            .run();
        assert_eq!(outcome.code, Some(0), "{user}: {outcome:#?}");
    }
}

#[test]
fn scopes_in_another_spelling_are_suggested_and_are_no_part_of_the_user_id() {
    for (read, write) in [
        ("inbox.read.messages", "inbox.write.events"),
        ("INBOX_READ_MESSAGES", "INBOX_WRITE_EVENTS"),
        ("InboxReadMessages", "InboxWriteEvents"),
        ("inbox/read/messages", "inbox/write/events"),
        ("inbox-read-messages", "inbox-write-events"),
        ("inbox:messages:read", "inbox:events:write"),
        ("messages.inbox.read", "write_events_inbox"),
        ("read:inbox", "write:inbox"),
        ("INBOX_READ", "INBOX_WRITE"),
    ] {
        let scope = format!("user_id:u-17 {read} {write}");
        let texts = [
            "did you mean `inbox:read:messages`?",
            "did you mean `inbox:write:events`?",
            "fix: courier-auth issue --user u-17 --for inbox",
        ];
        assert_report(&scope, "", 1, &texts);
        let report = inspect(&scope, "").stdout;
        assert!(!report.contains("split-user-id"), "{report}");
    }
    let rows = [
        ("WRITE_USER_TOKENS", "write:user-tokens"),
        ("preferences.read", "read:preferences"),
        ("Read.Brands", "read:brands"),
        ("read/brands/b1", "read:brands:b1"),
        (
            "tenant.acme.notification.read",
            "tenant:acme:notification:read",
        ),
        ("notifications:tenants:read", "tenants:notifications:read"),
    ];
    for (spelling, meant) in rows {
        let scope = format!("user_id:u-17 {spelling} {INBOX}");
        assert_report(
            &scope,
            "",
            0,
            &["[unknown-scope]", &format!("did you mean `{meant}`?")],
        );
    }
    // The rest of an ID with a space is not a scope.
    for user in [
        "Ada Lovelace",
        "Ada King-Noel",
        "Jean Luc_Picard",
        "ada inbox",
    ] {
        assert_report(
            &format!("user_id:{user} {INBOX}"),
            "",
            0,
            &["[split-user-id]"],
        );
    }
}

#[test]
fn a_suggestion_is_neither_the_scope_itself_nor_one_that_is_there() {
    let scope = "user_id:u-17 inbox:read:messages inbox:write:messages inbox:write:event inbox:write:events INBOX_READ_MESSAGES events:write:inbox";
    let outcome = inspect(scope, "");
    let report = unwrapped(&outcome.stdout);
    assert!(!report.contains("did you mean"), "{report}");
    for (there, count) in [("inbox:write:events", 3), ("inbox:read:messages", 1)] {
        let help = format!("`{there}` is already there; remove this one");
        assert_eq!(report.matches(&help).count(), count, "{report}");
    }
    let placeholder = "user_id:u-17 tenant:YOUR_TENANT_ID:read";
    let outcome = inspect(placeholder, "--for create");
    outcome.exits_with(1, "placeholder-scope", "");
    assert!(!outcome.stdout.contains("did you mean"), "{outcome:#?}");
}

#[test]
fn a_fix_leaves_out_only_what_a_finding_names() {
    let scope = "user_id:u-17 read:messages write:events inbox:read:messages inbox:write:events";
    let fix = fix(scope, "");
    assert!(fix.contains("--scope read:messages"), "{fix}");
    assert!(!fix.contains("--scope write:events"), "{fix}");
    let report = inspect(scope, "").stdout;
    assert!(!report.contains("leaves out"), "{report}");
}

#[test]
fn wildcards_are_named_and_replaced() {
    let rows = [
        (
            "user_id:u-17 *",
            "",
            1,
            "`*` allows nothing",
            "--user u-17 --for inbox",
        ),
        (
            "user_id:u-17 inbox:*",
            "",
            1,
            "did you mean `inbox:read:messages inbox:write:events`?",
            "--user u-17 --for inbox",
        ),
        (
            "user_id:u-17 inbox.*",
            "",
            1,
            "did you mean `inbox:read:messages inbox:write:events`?",
            "--user u-17 --for inbox",
        ),
        (
            "user_id:u-17 read:brands:*",
            "--for brands",
            1,
            "did you mean `read:brands`?",
            "--user u-17 --for brands",
        ),
        (
            "user_id:u-17 inbox:read:messages inbox:write:events read:*",
            "",
            0,
            "`read:*` allows nothing",
            "--user u-17 --for inbox",
        ),
    ];
    for (scope, options, code, text, command) in rows {
        assert_report(
            scope,
            options,
            code,
            &["[wildcard-scope]: Courier has no wildcards", text],
        );
        let fix = fix(scope, options);
        assert!(fix.contains(command), "{fix}");
    }
}
