//! The text of the most common reports, plain and in color. `INSTA_UPDATE=always cargo test`
//! rewrites the snapshots.

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};

use crate::support::{KEY, Test};

/// The name of each snapshot, its token, and the options of `inspect`.
const REPORTS: &[(&str, Example, &str)] = &[
    ("good", Example::Good, ""),
    (
        "expired",
        Example::Claims(r#"{"iat":1767214800,"exp":1767218400}"#),
        "",
    ),
    (
        "expired-and-near-miss",
        Example::Claims(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:event","iat":1767214800,"exp":1767218400}"#,
        ),
        "",
    ),
    (
        "missing-scopes",
        Example::Claims(r#"{"scope":"user_id:alice inbox:read:messages"}"#),
        "--for inbox,preferences",
    ),
    ("no-scope", Example::WithoutClaim("scope"), ""),
    (
        "legacy-scope-that-never-expires",
        Example::Payload(
            r#"{"scope":"user_id:alice read:messages","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225000}"#,
        ),
        "",
    ),
    (
        "milliseconds",
        Example::Claims(r#"{"iat":1767225599,"exp":1767225602}"#),
        "",
    ),
    (
        "expires-in-misspelled",
        Example::Payload(
            r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","expiresIn":"1 day","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225000}"#,
        ),
        "",
    ),
    (
        "commas",
        Example::Claims(r#"{"scope":"user_id:alice,inbox:read:messages,inbox:write:events"}"#),
        "",
    ),
    (
        "no-user",
        Example::Claims(r#"{"scope":"inbox:read:messages inbox:write:events"}"#),
        "",
    ),
    (
        "placeholder-user",
        Example::Claims(r#"{"scope":"user_id:undefined inbox:read:messages inbox:write:events"}"#),
        "--user alice",
    ),
    (
        "wide-characters",
        Example::Claims(
            r#"{"scope":"user_id:用户😀 inbox:read:messages inbox:write:events inbox:read:mesages"}"#,
        ),
        "",
    ),
    (
        "long-scope",
        Example::Claims(
            r#"{"scope":"user_id:alice write:user-tokens inbox:read:messages inbox:write:events read:preferences write:preferences read:brands read:brand tenants:read tenants:notifications:read"}"#,
        ),
        "--for sdk",
    ),
    ("wrong-environment", Example::Good, "--env test"),
    ("api-key", Example::Text("pk_prod_FAKEFAKEFAKEFAKE"), ""),
    ("not-awaited", Example::Text("[object Promise]"), ""),
    ("bearer", Example::Prefixed("Bearer "), ""),
];

#[test]
fn the_most_common_reports_match_their_snapshots() {
    let key = ApiKey::new(KEY).unwrap();
    for (name, example, options) in REPORTS {
        for (suffix, color) in [("plain", "never"), ("colored", "always")] {
            let line = format!("inspect - --at {NOW} --color {color} {options}");
            let outcome = Test::line(&line).stdin(example.text(&key, TENANT)).run();
            // Escape characters are written as `\e`, so that a snapshot is readable everywhere.
            let report = outcome.stdout.replace('\u{1b}', "\\e");
            insta::assert_snapshot!(format!("{name}-{suffix}"), report);
        }
    }
}
