//! Claims of a user token for which it is refused.

use courier_auth::token::Algorithm;
use serde_json::json;

use super::{API_KEY, DRAFT_KEY, GAP, Request, TENANT_ID, check, claims, query, signed, token};
use crate::support::{CLIENT_KEY, FOREIGN_CLIENT_KEY};

/// A request that counts the messages in the Inbox, as an SDK that does not name the user sends it.
fn count() -> Request {
    Request::http("POST", "/q").body(query("{ count }"))
}

/// A request that names the user `alice` and whose token is the gap.
fn count_of_alice() -> Request {
    count().header("x-courier-user-id", "alice").bearer(GAP)
}

/// Checks patches of the claims: the accepted one, the refused one, and the rule.
#[track_caller]
fn check_patches(request: &Request, patches: &[(&str, &str, &'static str)]) {
    let tokens = patches.iter();
    let tokens: Vec<_> = tokens
        .map(|(accepted, refused, rule)| (token(accepted), token(refused), *rule))
        .collect();
    check(&request.rows(401, &tokens));
}

#[test]
fn times_are_numbers_and_have_no_tolerance() {
    check_patches(
        &count_of_alice(),
        &[
            ("{}", r#"{"exp":1000000000}"#, "CA201"),
            (r#"{"exp":4e9}"#, r#"{"exp":0}"#, "CA201"),
            (r#"{"exp":null}"#, r#"{"exp":"4000000000"}"#, "CA207"),
            (r#"{"nbf":1000000000}"#, r#"{"nbf":4000000000}"#, "CA210"),
            (r#"{"nbf":1000000000}"#, r#"{"nbf":"1000000000"}"#, "CA210"),
        ],
    );
}

/// Courier ignores `iat`, `sub` and `aud`, which the accepted claims have.
#[test]
fn a_token_names_the_workspace_that_signed_it() {
    let draft = r#"{"tenant_scope":"draft/production"}"#;
    let rows = [
        (r#"{"iat":4000000001}"#, r#"{"tenant_id":null}"#, "CA501"),
        (r#"{"sub":"bob"}"#, r#"{"tenant_scope":null}"#, "CA501"),
        (
            r#"{"aud":"x"}"#,
            r#"{"tenant_id":"00000000-0000-4000-8000-000000000000"}"#,
            "CA508",
        ),
        ("{}", r#"{"tenant_scope":"published/test"}"#, "CA508"),
        // The signature is that of the published key.
        ("{}", draft, "CA508"),
    ];
    check_patches(&count_of_alice(), &rows);
    let in_test = json!({ "tenant_id": format!("{TENANT_ID}/test") }).to_string();
    let own_key = json!({ "client_key": CLIENT_KEY }).to_string();
    let foreign_key = json!({ "client_key": FOREIGN_CLIENT_KEY }).to_string();
    check_patches(
        &count_of_alice(),
        &[
            ("{}", &in_test, "CA508"),
            // A client key takes precedence over the claims of the workspace.
            (&own_key, &foreign_key, "CA508"),
            (&own_key, r#"{"client_key":"%%"}"#, "CA501"),
        ],
    );
    let with_draft_key = signed(&claims(draft), DRAFT_KEY, Algorithm::Hs256);
    let with_wrong_key = signed(&claims("{}"), DRAFT_KEY, Algorithm::Hs256);
    let foreign = signed(&claims("{}"), "pk_prod_FAKE", Algorithm::Hs256);
    let sha_512 = signed(&claims("{}"), API_KEY, Algorithm::Hs512);
    check(&count_of_alice().rows(
        401,
        &[
            (with_draft_key, with_wrong_key, "CA508"),
            (sha_512, foreign, "CA508"),
        ],
    ));
}

#[test]
fn the_scope_is_text_separated_by_single_spaces() {
    let separated = |separator: &str| {
        let scope = ["user_id:alice", "inbox:read:messages"].join(separator);
        json!({ "scope": scope }).to_string()
    };
    let [comma, tab, newline, plus] = [",", "\t", "\n", "+"].map(separated);
    check_patches(
        &count_of_alice(),
        &[
            ("{}", r#"{"scope":null}"#, "CA301"),
            ("{}", r#"{"scope":""}"#, "CA301"),
            ("{}", r#"{"scope":" "}"#, "CA301"),
            (
                "{}",
                r#"{"scope":["user_id:alice","inbox:read:messages"]}"#,
                "CA302",
            ),
            ("{}", r#"{"scope":1}"#, "CA302"),
            ("{}", &comma, "CA405"),
            ("{}", &tab, "CA405"),
            ("{}", &newline, "CA405"),
            ("{}", &plus, "CA405"),
        ],
    );
}

#[test]
fn scopes_match_exactly() {
    let rows = [
        ("", "CA408"),
        (" Inbox:Read:Messages", "CA305"),
        (" inbox:read:message", "CA305"),
        (" inbox:read:write", "CA305"),
        (" inbox:write:events", "CA305"),
        (" read:messages write:events", "CA305"),
        (" inbox:*", "CA305"),
    ];
    let good = token("{}");
    let rows = rows.map(|(scopes, rule)| {
        let scope = format!("user_id:alice{scopes}");
        (&good, token(&json!({ "scope": scope }).to_string()), rule)
    });
    check(&count_of_alice().rows(401, &rows));
}

#[test]
fn a_request_is_for_one_user_of_the_token() {
    // `inbox:read:messages` is the only scope.
    let no_user = r#"{"scope":"inbox:read:messages"}"#;
    let two = r#"{"scope":"user_id:alice user_id:bob inbox:read:messages"}"#;
    check_patches(
        &count().bearer(GAP),
        &[
            ("{}", no_user, "CA401"),
            ("{}", two, "CA403"),
            (
                "{}",
                r#"{"scope":"user_id: alice inbox:read:messages"}"#,
                "CA402",
            ),
            ("{}", r#"{"scope":"user_id: inbox:read:messages"}"#, "CA402"),
        ],
    );
    check_patches(
        &count_of_alice(),
        &[
            (
                two,
                r#"{"scope":"user_id:bob inbox:read:messages"}"#,
                "CA405",
            ),
            (
                "{}",
                r#"{"scope":"user_id:Alice inbox:read:messages"}"#,
                "CA405",
            ),
            ("{}", r#"{"scope":"alice inbox:read:messages"}"#, "CA401"),
        ],
    );
    let header = count()
        .bearer(&token("{}"))
        .header("x-courier-user-id", GAP);
    check(&header.rows(
        401,
        &[
            ("alice", "bob", "CA405"),
            ("alice", "Alice", "CA405"),
            ("alice", "user_id:alice", "CA405"),
            ("alice", "undefined", "CA405"),
        ],
    ));
}
