//! Tests of leftovers: the texts of `tests/fixtures/user_ids.tsv`, and the secrets that resemble them.

use proptest::prelude::*;

use super::{
    Leftover, UserIdMistake, contains_placeholder, leftover, secret_leftover, table,
    user_id_mistake,
};

/// Returns the texts of a kind, each with its description or the ID inside.
fn rows(kind: &str) -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("../../../tests/fixtures/user_ids.tsv").lines();
    let rows = lines.filter_map(|line| {
        line.strip_prefix(kind)?
            .strip_prefix('\t')?
            .split_once('\t')
    });
    let rows: Vec<_> = rows.collect();
    assert!(rows.len() > 40, "{kind}");
    rows
}

fn described(text: &str) -> Option<String> {
    match user_id_mistake(text)? {
        UserIdMistake::Leftover(leftover) => Some(leftover.to_string()),
        UserIdMistake::Wrapped(wrapped) => Some(format!("{wrapped:?}")),
    }
}

#[test]
fn leftovers_are_named_with_their_program() {
    for (text, expected) in rows("leftover") {
        assert_eq!(described(text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn ids_within_other_text_are_found() {
    for (text, expected) in rows("wrapped") {
        match user_id_mistake(text) {
            Some(UserIdMistake::Wrapped(wrapped)) => assert_eq!(wrapped.id, expected, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn ids_that_resemble_leftovers_are_accepted() {
    for (id, _) in rows("id") {
        assert_eq!(described(id), None, "{id}");
    }
}

#[test]
fn long_texts_are_not_examined() {
    assert_eq!(user_id_mistake(&"{id:".repeat(250_000)), None);
    let text = format!("{{\"id\":\"{}\"}}", "a".repeat(1024));
    assert_eq!(user_id_mistake(&text), None);
}

#[test]
fn placeholders_of_secrets_are_distinguished_from_secrets() {
    let placeholders = [
        "jwt",
        "MY_JWT_TOKEN",
        "your_6month_jwt_token_here",
        "None",
        "***",
        "pk_prod_***",
        "pk_prod_xxxxxxxx",
        "xxxxxxxx",
        "[REDACTED]",
        "<redacted>",
        "$YOUR_AUTH_KEY",
        "YOUR_API_KEY",
        "your-api-key-here",
        "<api key>",
        "${COURIER_API_KEY}",
        "${{ secrets.COURIER_API_KEY }}",
        "%COURIER_API_KEY%",
        "$(CourierKey)",
        "op://vault/item/key",
        "vault:secret/data/courier#key",
        "ref+vault://secret/courier",
        "arn:aws:secretsmanager:us-east-1:1:secret:x",
        "@Microsoft.KeyVault(SecretUri=https://x)",
        "projects/1/secrets/courier",
        "!vault |",
        "secret://courier",
        "doppler:KEY",
        "CHANGEME",
        "REPLACE_WITH_YOUR_API_KEY",
    ];
    for text in placeholders {
        assert!(secret_leftover(text).is_some(), "{text}");
    }
    for text in [
        "pk_prod_FAKE",
        "dk_test_FAKE",
        "sandbox_local_development_key",
        "FAKE0123456789",
        "a.b.c",
        "{\"message\":\"Unauthorized\"}",
        "<html><body>502</body></html>",
        "",
    ] {
        assert_eq!(secret_leftover(text), None, "{text}");
    }
}

#[test]
fn placeholders_within_a_scope_are_found() {
    for text in ["read:brands{:id}", "tenant:{{id}}:read", "tenant:<ID>:read"] {
        assert!(contains_placeholder(text), "{text}");
    }
    for text in ["read:brands", "a<b", "a>b<c"] {
        assert!(!contains_placeholder(text), "{text}");
    }
    assert_eq!(
        leftover("userId"),
        None,
        "a name of the entry, not of its value"
    );
}

proptest! {
    // A name, `@` and eight hexadecimal digits may be an object of Java.
    #[test]
    fn ordinary_ids_are_accepted(
        id in "[a-zA-Z0-9]{4,12}[-_.:|@+][a-z0-9]{9,24}|[0-9]{1,20}|[0-9a-f]{24}|[a-z]{4,8}[0-9]{1,4}",
    ) {
        let is_listed = rows("leftover").iter().any(|(text, _)| *text == id);
        prop_assert!(is_listed || described(&id).is_none(), "{id}: {:?}", described(&id));
    }

    #[test]
    fn an_id_inside_is_shorter_and_an_id(text in any::<String>(), wrap in prop::sample::select(rows("wrapped"))) {
        let (wrapping, id) = wrap;
        for text in [text.clone(), wrapping.replace(id, &text)] {
            if let Some(UserIdMistake::Wrapped(wrapped)) = user_id_mistake(&text) {
                prop_assert!(wrapped.id.len() < text.len() && !wrapped.id.is_empty(), "{text}");
            }
        }
    }

    #[test]
    fn an_ordinary_id_is_found_in_every_wrapping(id in "[a-z]{1,5}-[0-9]{1,9}", wrap in prop::sample::select(rows("wrapped"))) {
        let (wrapping, inner) = wrap;
        let text = wrapping.replace(inner, &id);
        let Some(UserIdMistake::Wrapped(wrapped)) = user_id_mistake(&text) else {
            return Err(TestCaseError::fail(text));
        };
        prop_assert_eq!(wrapped.id, id);
    }
}

#[test]
fn every_leftover_is_described_as_one_clause() {
    let all = table::LEFTOVERS
        .iter()
        .chain(table::REFERENCES)
        .chain(table::SECRET_LEFTOVERS);
    for (_, leftover) in all {
        let text = Leftover::to_string(leftover);
        assert!(
            text.starts_with("what ") || text.starts_with("a "),
            "{text}"
        );
    }
}
