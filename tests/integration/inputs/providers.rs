//! Session tokens of login providers.

use courier_auth::token::base64url;
use serde_json::{Value, json};

use crate::support::{Sandbox, Test};

/// Returns a token with this header and these claims, which are valid for an hour. Its signature is
/// fake.
fn token(header: &Value, mut claims: Value) -> String {
    claims["iat"] = json!(1_767_225_000);
    claims["exp"] = json!(1_767_228_600);
    let parts = [header.to_string(), claims.to_string(), "FAKE".repeat(8)];
    parts
        .map(|part| base64url::encode(part.as_bytes()))
        .join(".")
}

fn session(alg: &str, claims: Value) -> String {
    token(&json!({ "alg": alg, "typ": "JWT", "kid": "k1" }), claims)
}

/// Tokens that front ends hold: the name in the finding, the algorithm, and the claims.
const SESSIONS: &str = r#"
a session token of Supabase | HS256 | {"iss":"https://abcdefgh.supabase.co/auth/v1","aud":"authenticated","role":"authenticated","aal":"aal1","session_id":"1","sub":"1"}
a session token of Supabase | ES256 | {"iss":"http://127.0.0.1:54321/auth/v1","role":"authenticated","sub":"1"}
an API key of Supabase | HS256 | {"iss":"supabase","ref":"abcdefgh","role":"anon"}
an API key of Supabase | HS256 | {"iss":"supabase","ref":"abcdefgh","role":"service_role"}
a session token of Auth0 | RS256 | {"iss":"https://dev-acme.us.auth0.com/","sub":"auth0|1","aud":["https://api.acme.example"],"scope":"openid read:messages"}
a session token of Auth0 | RS256 | {"iss":"https://login.acme.example/","azp":"c","sub":"auth0|1"}
a session token of Clerk | RS256 | {"iss":"https://acme-1.clerk.accounts.dev","azp":"http://localhost:3000","sid":"sess_1","sub":"user_1"}
a session token of Clerk | RS256 | {"iss":"https://clerk.acme.example","sub":"user_1"}
a session token of Firebase | RS256 | {"iss":"https://securetoken.google.com/acme","aud":"acme","user_id":"1","firebase":{"sign_in_provider":"password"}}
a custom token of Firebase | RS256 | {"iss":"firebase-adminsdk-x@acme.iam.gserviceaccount.com","uid":"1","aud":"https://identitytoolkit.googleapis.com/google.identity.identitytoolkit.v1.IdentityToolkit"}
an ID token of Google | RS256 | {"iss":"https://accounts.google.com","sub":"1"}
an ID token of Google | RS256 | {"iss":"accounts.google.com","sub":"1"}
a session token of Cognito | RS256 | {"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_FAKE","token_use":"access","scope":"aws.cognito.signin.user.admin"}
a session token of NextAuth (Auth.js) | HS512 | {"sub":"1","name":"Alice","email":"alice@example.com","picture":"https://acme.example/a.png","jti":"1"}
a session token of Okta | RS256 | {"iss":"https://dev-1.okta.com/oauth2/default","scp":["openid"],"cid":"c"}
a session token of Microsoft Entra | RS256 | {"iss":"https://login.microsoftonline.com/1/v2.0","scp":"User.Read"}
a session token of Microsoft Entra | RS256 | {"iss":"https://sts.windows.net/1/"}
a session token of Keycloak | RS256 | {"iss":"https://sso.acme.example/realms/acme","scope":"profile email"}
a session token of WorkOS | RS256 | {"iss":"https://api.workos.com/user_management/client_1"}
a session token of Stytch | RS256 | {"iss":"stytch.com/project-test-1"}
a session token of Descope | RS256 | {"iss":"https://api.descope.com/P2abc"}
a session token of Kinde | RS256 | {"iss":"https://acme.kinde.com"}
a session token of Hasura | HS256 | {"sub":"1","https://hasura.io/jwt/claims":{"x-hasura-user-id":"1"}}
an ID token of Apple | RS256 | {"iss":"https://appleid.apple.com","sub":"1"}
a token of Stream | HS256 | {"iss":"https://pronto.getstream.io","sub":"user/1"}
a token of Ably | HS256 | {"x-ably-capability":"{}"}
a token of Twilio | HS256 | {"iss":"SKfake","grants":{}}
"#;

/// Returns the tokens of [`SESSIONS`], each with its name in the finding.
fn sessions() -> impl Iterator<Item = (&'static str, String)> {
    SESSIONS.trim().lines().map(|line| {
        let row: Vec<&str> = line.splitn(3, " | ").collect();
        let claims = serde_json::from_str(row[2]).unwrap();
        (row[0], session(row[1], claims))
    })
}

#[test]
fn a_session_of_a_login_provider_is_one_finding_that_names_it() {
    for (named, token) in sessions() {
        // One is valid at the first time, and expired at the second.
        for at in ["1767225600", "1767999999"] {
            let inspect = |options: &str| {
                let line = format!("inspect --at {at} --user alice {options} -");
                Test::line(&line).stdin(token.as_str()).run()
            };
            inspect("").exits_with(
                1,
                "✗ This token won't work for the Inbox: it was issued by a login provider or\n\
                 error[login-provider-token]: this is a\n\
                 give the app the token that your backend gets from Courier\n\
                 fix: courier-auth issue --user alice --for inbox --expires-in '1 day'\n\
                 why: courier-auth explain login-provider-token",
                "",
            );
            let report = inspect("--format jsonl").json();
            let findings = report["findings"].as_array().unwrap();
            let codes: Vec<&Value> = findings.iter().map(|finding| &finding["code"]).collect();
            assert_eq!(codes, ["CA511"], "{named}: {report}");
            let message = findings[0]["message"].as_str().unwrap();
            let expected = format!("this is {named}, not of Courier: ");
            assert!(message.starts_with(&expected), "{message}");
        }
    }
}

#[test]
fn a_token_of_an_unknown_issuer_is_one_finding_that_quotes_it() {
    for (alg, claims) in [
        (
            "RS256",
            r#"{"iss":"https://id.acme.example","scope":"openid"}"#,
        ),
        (
            "PS512",
            r#"{"iss":"https://id.acme.example/t/1","permissions":["a:b"]}"#,
        ),
        ("EdDSA", r#"{"iss":"https://id.acme.example","sub":"1"}"#),
        (
            "HS256",
            r#"{"iss":"http://localhost:8000/api/login","sub":"1"}"#,
        ),
    ] {
        let claims: Value = serde_json::from_str(claims).unwrap();
        let iss = claims["iss"].as_str().unwrap().to_owned();
        let outcome = Test::line("inspect --at 1767225600 --format jsonl -")
            .stdin(session(alg, claims))
            .run();
        let findings = &outcome.json()["findings"];
        assert_eq!(findings.as_array().unwrap().len(), 1, "{findings}");
        let message = format!("this token was issued by `{iss}`, not by Courier");
        assert_eq!(findings[0]["message"], message.as_str());
    }
}

/// The claims of a session do no harm in a token that is Courier's, or that was signed for it.
#[test]
fn a_token_for_a_user_of_courier_is_not_a_session_of_a_provider() {
    let scope = "user_id:alice inbox:read:messages inbox:write:events";
    let workspace = json!({
        "tenant_id": "c0ffee00-0000-4000-8000-000000000000",
        "tenant_scope": "published/production",
    });
    let merge = |mut claims: Value, more: &Value| {
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
    };
    let copied = json!({ "iss": "https://abcdefgh.supabase.co/auth/v1", "role": "authenticated",
        "sub": "auth0|1", "sid": "sess_1", "firebase": {}, "aud": "authenticated" });
    let self_signed = json!({ "sub": "alice", "iss": "https://api.acme.example", "aud": "courier",
        "scope": "user_id:alice read:messages" });
    for (claims, code, finding) in [
        (
            merge(
                merge(copied.clone(), &workspace),
                &json!({ "scope": scope }),
            ),
            0,
            "extra-claim",
        ),
        (
            merge(copied.clone(), &json!({ "scope": scope })),
            1,
            "no-workspace",
        ),
        (merge(copied, &workspace), 1, "no-scope"),
        (self_signed.clone(), 1, "no-workspace"),
        (
            merge(self_signed, &json!({ "scope": "read:messages" })),
            1,
            "no-user",
        ),
        (json!({ "iss": "acme", "sub": "alice" }), 1, "no-scope"),
    ] {
        let outcome = Test::line("inspect --at 1767225600 -")
            .stdin(session("HS256", claims.clone()))
            .run();
        outcome.exits_with(code, &format!("[{finding}]: "), "");
        let is_foreign = outcome.stdout.contains("login-provider-token");
        assert!(!is_foreign, "{claims} {outcome:#?}");
    }
}

#[test]
fn an_encrypted_session_names_its_likely_source() {
    for (header, source) in [
        (
            json!({ "alg": "dir", "enc": "A256GCM" }),
            "NextAuth (Auth.js)",
        ),
        (
            json!({ "alg": "dir", "enc": "A256CBC-HS512", "kid": "k" }),
            "NextAuth (Auth.js)",
        ),
        (
            json!({ "alg": "dir", "enc": "A256GCM", "iss": "https://acme.eu.auth0.com/" }),
            "Auth0",
        ),
    ] {
        let head = base64url::encode(header.to_string().as_bytes());
        Test::line("inspect -")
            .stdin(format!("{head}..AAAA.AAAA.AAAA"))
            .run()
            .exits_with(
                3,
                &format!("[encrypted-token]\nthis is probably a session of {source}"),
                "",
            );
    }
}

#[test]
fn every_command_with_a_token_gives_the_same_reason() {
    let sandbox = Sandbox::start();
    let (_, session) = sessions().next().unwrap();
    let reason = "this is a session token of Supabase, not of Courier: \
                  `iss` is `https://abcdefgh.supabase.co/auth/v1`";
    for line in [
        "messages --user alice",
        "messages",
        "mark-read --user alice m-1",
        "mark-read --user alice --all --yes",
    ] {
        let by_file = Test::line(&format!("{line} --token-file -")).stdin(session.as_str());
        let outcome = by_file.at(&sandbox).run();
        outcome.exits_with(4, "", &format!("{reason}\nhelp: issue a new one with"));
    }
    let by_variable = Test::line("messages --user alice")
        .env("COURIER_JWT", &session)
        .env("COURIER_BASE_URL", &sandbox.url)
        .run();
    by_variable.exits_with(
        4,
        "",
        &format!("note: the token in COURIER_JWT is ignored: {reason}"),
    );
    Test::line("can list -")
        .stdin(session.as_str())
        .run()
        .exits_with(1, &format!("no: {reason}"), "");
    let doctor = Test::line("doctor --user alice --json")
        .env("COURIER_JWT", &session)
        .at(&sandbox)
        .run();
    let report = doctor.json();
    let checks = report["checks"].as_array().unwrap();
    let problems: Vec<&Value> = checks
        .iter()
        .filter(|check| matches!(check["status"].as_str(), Some("fail" | "warn")))
        .filter(|check| check["group"] == "token")
        .collect();
    assert_eq!(problems.len(), 1, "{report}");
    let message = format!("CA511 login-provider-token: {reason}");
    assert_eq!(problems[0]["message"], message.as_str());
}

#[test]
fn the_sandbox_refuses_a_session_with_the_rule() {
    let sandbox = Sandbox::start();
    for (named, token) in sessions() {
        let response = sandbox.query(&token, "{ count }");
        assert_eq!(
            (response.status, response.rule()),
            (401, Some("CA511")),
            "{named}"
        );
    }
}
