//! Tokens and scopes of Courier Create.

use super::scopes::{INBOX, assert_report, fix, inspect, unwrapped};

/// The scope in the example of Courier's documentation.
const DOCUMENTED: &str =
    "user_id:u-17 tenants:read tenants:notifications:read tenants:notifications:write";

/// The same for one tenant.
const ONE_TENANT: &str =
    "user_id:u-17 tenant:acme:read tenant:acme:notification:read tenant:acme:notification:write";

#[test]
fn the_documented_example_works_for_create() {
    for scope in [DOCUMENTED, ONE_TENANT] {
        let note = "note[missing-scope]: `tenants:brand:read` is missing";
        assert_report(scope, "--for create", 0, &[note, "the scope is optional"]);
        assert_report(scope, "--for create --strict", 0, &[note]);
        let outcome = inspect(&format!("{scope} tenants:brand:read"), "--for create");
        assert!(!outcome.stdout.contains("missing-scope"), "{outcome:#?}");
    }
    // The other scopes are still required.
    for scope in [
        "user_id:u-17 tenants:read tenants:notifications:read tenants:brand:read",
        "user_id:u-17 tenants:read tenants:notifications:write",
        "user_id:u-17 tenant:acme:read",
    ] {
        assert_report(scope, "--for create", 1, &["error[missing-scope]"]);
        let outcome = inspect(scope, "--for create");
        assert!(!outcome.stdout.contains("note["), "{outcome:#?}");
    }
}

#[test]
fn a_token_made_for_create_says_so_when_it_is_inspected_for_the_inbox() {
    for scope in [DOCUMENTED, ONE_TENANT] {
        for options in ["", "--for push", "--for inbox,preferences"] {
            let texts = [
                "note[made-for-create]: the token has only scopes of Courier Create",
                "add `--for create`",
            ];
            assert_report(scope, options, 1, &texts);
        }
        let outcome = inspect(scope, "--for create");
        assert!(!outcome.stdout.contains("made-for-create"), "{outcome:#?}");
        let outcome = inspect(&format!("{scope} {INBOX}"), "");
        assert!(!outcome.stdout.contains("made-for-create"), "{outcome:#?}");
    }
}

#[test]
fn a_fix_keeps_the_scopes_of_a_feature_that_the_token_has_in_full() {
    for scope in [DOCUMENTED, ONE_TENANT] {
        let fix = fix(scope, "");
        for kept in scope.split(' ').skip(1).chain(INBOX.split(' ')) {
            assert!(fix.contains(&format!("--scope {kept}")), "{kept}: {fix}");
        }
        let outcome = inspect(scope, "");
        assert!(!outcome.stdout.contains("leaves out"), "{outcome:#?}");
    }
    // Without the rest of the feature, a finding names the scope that is left out.
    let outcome = inspect("user_id:u-17 tenants:notifications:write", "");
    let texts = "broad-scope\nleaves out `tenants:notifications:write`";
    outcome.exits_with(1, texts, "");
}

#[test]
fn a_fix_adds_missing_scopes_for_the_only_tenant_of_the_token() {
    let rows = [
        (
            "user_id:u-17 tenant:acme:read tenant:acme:notification:read",
            "--scope tenant:acme:read --scope tenant:acme:notification:read --scope tenant:acme:notification:write --expires-in",
        ),
        (
            "user_id:u-17 tenants:acme:read",
            "--scope tenant:acme:read --scope tenant:acme:notification:read --scope tenant:acme:notification:write --expires-in",
        ),
        (
            "user_id:u-17 tenants:read tenants:notifications:read",
            "--for create --expires-in",
        ),
    ];
    for (scope, command) in rows {
        let fix = fix(scope, "--for create");
        let start = format!("courier-auth issue --user u-17 {command}");
        assert!(fix.starts_with(&start), "{scope}: {fix}");
    }
}

#[test]
fn wildcards_of_tenants_are_named() {
    for scope in [
        "user_id:u-17 tenant:*:* tenant:acme:notification:*:*",
        "user_id:u-17 tenants:*",
        "user_id:u-17 tenant:*:read tenant:*:notification:read tenant:*:notification:write",
    ] {
        let texts = [
            "error[wildcard-scope]: Courier has no wildcards: `tenant",
            "so Courier does not find `tenants:read`",
            "`tenants:…` covers all tenants",
            "did you mean `tenants:read",
            "fix: courier-auth issue --user u-17 --",
        ];
        assert_report(scope, "--for create", 1, &texts);
    }
    let texts = ["did you mean `tenant:acme:notification:read tenant:acme:notification:write`?"];
    let scope = format!("user_id:u-17 {INBOX} tenant:acme:notification:*:*");
    assert_report(&scope, "", 0, &texts);
}

#[test]
fn a_tenant_in_the_scope_is_for_the_sdk() {
    for tenant in [
        "tenant_id:T account_id:T",
        "tenantId:acme",
        "tenant-id=acme",
        "accountId:7",
        "tenant:acme",
    ] {
        let scope = format!("user_id:u-17:T {INBOX} {tenant}");
        let outcome = inspect(&scope, "");
        assert_eq!(outcome.code, Some(0), "{outcome:#?}");
        let report = unwrapped(&outcome.stdout);
        let help = "a tenant is not part of the token; pass `tenantId` to the SDK";
        assert!(report.contains(help), "{tenant}: {report}");
        let fix = fix(&scope, "");
        assert!(fix.contains("--user u-17:T --for inbox"), "{fix}");
    }
    let scope = "user_id:u-17:T inbox:read:messages tenant_id:T account_id:T";
    assert_report(scope, "", 1, &["a tenant is not part of the token"]);
}
