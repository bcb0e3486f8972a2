//! The public API of the library, as a program that depends on this crate uses it.

use chrono::DateTime;
use courier_auth::{
    inspect::{Levels, Requirements, Severity, Verdict, inspect, with_report},
    token::{
        Algorithm, ApiKey, ClientKey, CourierEnvironment, DecodedToken, ExpiresIn, Feature,
        NamedKey, ScopeSet, SignatureCheck, SignatureMistake, UserId, Value, check_signature,
        required_scopes, scope, sign_token, user_signature,
    },
};

/// The token in the example of the crate page. It has no permissions and is expired.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InVzZXJfaWQ6YWRhIiwiZXhwIjoxNzY3MjI1NjAwfQ.\
                     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn inbox() -> &'static Feature {
    Feature::from_name("inbox").unwrap()
}

fn requirements() -> Requirements {
    let now = DateTime::from_timestamp(1_767_229_200, 0).unwrap();
    Requirements::for_features(&[inbox()], now)
}

#[test]
fn inspecting_a_token_reports_findings() {
    let report = inspect(TOKEN, &requirements(), &Levels::default());
    let names: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.rule.name)
        .collect();
    assert_eq!(names, ["expired", "user-only", "no-workspace"]);
    assert_eq!(report.findings[0].rule.code, "CA201");
    assert_eq!(report.findings[0].severity, Severity::Error);
    assert!(report.is_refused);
    assert_eq!(report.verdict(Severity::Error), Verdict::Bad);
}

#[test]
fn report_can_be_used_with_its_subject() {
    let text = format!("Bearer {TOKEN}");
    let users = with_report(&text, &requirements(), &Levels::default(), |subject, _| {
        subject.users().map(str::to_owned).collect::<Vec<_>>()
    });
    assert_eq!(users, ["ada"]);
}

#[test]
fn text_that_is_not_a_token_is_unreadable() {
    let report = inspect("undefined", &requirements(), &Levels::default());
    assert_eq!(report.verdict(Severity::Error), Verdict::Unreadable);
    assert_eq!(report.findings[0].rule.name, "placeholder-token");
}

#[test]
fn claims_of_a_token_are_read() {
    let decoded = DecodedToken::new(TOKEN).unwrap();
    let token = decoded.parse().unwrap();
    assert_eq!(token.header.get("alg"), Some(Value::String("HS256".into())));
    assert_eq!(
        token.claims.get("exp"),
        Some(Value::Number(1_767_225_600.0))
    );
    let Some(Value::String(claim)) = token.claims.get("scope") else {
        panic!("the scope is a string");
    };
    assert_eq!(scope::user_ids(&claim).collect::<Vec<_>>(), ["ada"]);
    assert!(DecodedToken::new("not.a token").is_err());
}

#[test]
fn signed_tokens_are_verified() {
    let key = ApiKey::new("pk_test_FAKE").unwrap();
    let jwt = sign_token(r#"{"scope":"user_id:ada"}"#, &key, Algorithm::Hs256);
    let decoded = DecodedToken::new(jwt.expose()).unwrap();
    assert!(decoded.is_signed_with(&key));
    assert!(!decoded.is_signed_with(&ApiKey::new("pk_test_OTHER").unwrap()));
    assert_eq!(key.environment(), Some(CourierEnvironment::Test));
    assert_eq!(format!("{key:?} {jwt:?}"), "ApiKey(redacted) Jwt(redacted)");
}

#[test]
fn user_signatures_are_checked() {
    let key = ApiKey::new("pk_test_FAKE").unwrap();
    let signature = user_signature(&key, "ada");
    assert_eq!(
        check_signature(&signature, &key, "ada", &[]),
        SignatureCheck::Matches
    );
    let previous = NamedKey {
        name: "the previous key".to_owned(),
        key: ApiKey::new("pk_test_PREVIOUS").unwrap(),
    };
    let signature = user_signature(&previous.key, "ada");
    let SignatureCheck::Differs { reasons, .. } =
        check_signature(&signature, &key, "ada", &[previous])
    else {
        panic!("the signature is from another key");
    };
    assert!(reasons[0].contains("the previous key"), "{reasons:?}");
    assert_eq!(
        check_signature(&user_signature(&key, "eve"), &key, "ada", &[]),
        SignatureCheck::Differs {
            mistake: SignatureMistake::Unknown,
            reasons: Vec::new(),
        }
    );
}

#[test]
fn scope_set_for_a_feature_is_a_scope_claim() {
    let user: UserId = "ada".parse().unwrap();
    let required = required_scopes(&[inbox()]);
    let set = ScopeSet::new(user, required.iter().map(|required| required.scope));
    let claim = set.to_string();
    assert_eq!(claim, "user_id:ada inbox:read:messages inbox:write:events");
    assert!(scope::items(&claim).all(|item| scope::is_known(item.text)));
    assert!(scope::grants("read:brands:b1", "read:brands"));
    assert!("ada lovelace".parse::<UserId>().is_err());
}

#[test]
fn lifetimes_and_client_keys_are_parsed() {
    let lifetime: ExpiresIn = "90 minutes".parse().unwrap();
    assert_eq!(lifetime.expiry(1_000.0), 6_400.0);
    assert!(!"90".parse::<ExpiresIn>().unwrap().has_unit());

    let key: ClientKey = "YzBmZmVlMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwL3Rlc3Q"
        .parse()
        .unwrap();
    assert_eq!(key.workspace_id(), "c0ffee00-0000-4000-8000-000000000000");
    assert_eq!(key.environment(), Some(CourierEnvironment::Test));
}
