//! Handshakes and frames of the realtime socket that are refused.

use courier_auth::token::{Algorithm, ApiKey, user_signature};
use serde_json::json;

use super::{API_KEY, GAP, Request, check, claims, request::Call, signed, token, token_with};
use crate::support::{CLIENT_KEY, FOREIGN_CLIENT_KEY};

fn handshake(query: &str) -> Request {
    Request::new(Call::Handshake, "GET", &format!("/?{query}"))
}

#[test]
fn a_handshake_has_the_token_of_its_user() {
    let good = token("{}");
    let forged = signed(&claims("{}"), "pk_prod_FAKE", Algorithm::Hs256);
    let texts = [
        (&good, token(r#"{"exp":1000000000}"#), "CA201"),
        (
            &good,
            token(r#"{"scope":"user_id:bob inbox:read:messages"}"#),
            "CA405",
        ),
        (&good, token(r#"{"scope":"inbox:read:messages"}"#), "CA401"),
        (&good, token_with("inbox:write:events"), "CA305"),
        (&good, token_with(""), "CA408"),
        (&good, forged, "CA508"),
        (&good, "undefined".to_owned(), "CA112"),
        (&good, String::new(), "CA101"),
        (&good, API_KEY.to_owned(), "CA102"),
        (&good, format!("Bearer%20{good}"), "CA107"),
    ];
    for protocol in ["", "&iwpv=v1&cid=c"] {
        let auth = handshake(&format!("auth=<?>&userId=alice{protocol}"));
        check(&auth.rows(401, &texts));
        let user = handshake(&format!("auth={good}&userId=<?>{protocol}"));
        check(&user.rows(401, &[("alice", "bob", "CA405"), ("alice", "", "CA405")]));
        let name = handshake(&format!("<?>={good}{protocol}"));
        check(&name.rows(401, &[("auth", "token", "CA101")]));
    }
    let two = token(r#"{"scope":"user_id:alice user_id:bob inbox:read:messages"}"#);
    let two = handshake(&format!("auth={two}&<?>=alice"));
    check(&two.rows(401, &[("userId", "user", "CA403")]));
}

#[test]
fn a_handshake_has_the_client_key_of_the_workspace() {
    let key = handshake("clientKey=<?>");
    check(&key.rows(
        401,
        &[
            (CLIENT_KEY, "nonsense", "client key"),
            (CLIENT_KEY, "", "client key"),
            (CLIENT_KEY, FOREIGN_CLIENT_KEY, "another workspace"),
        ],
    ));
    for (settings, accepted, refused, reason) in [
        (
            r#"{"jwt_required":<?>}"#,
            "false",
            "true",
            "requires user tokens",
        ),
        (
            r#"{"draft_key":<?>}"#,
            "true",
            "false",
            "require a draft API key",
        ),
        (
            r#"{"domains":[<?>]}"#,
            "",
            r#""^https://app\\.test$""#,
            "domains",
        ),
    ] {
        let request = handshake(&format!("clientKey={CLIENT_KEY}")).workspace(settings);
        check(&request.rows(401, &[(accepted, refused, reason)]));
    }
}

#[test]
fn a_frame_is_for_the_user_of_the_session() {
    let good = token("{}");
    let frame = |protocol: &str, body: &serde_json::Value| {
        let path = format!("/?auth={good}{protocol}");
        Request::new(Call::Frame, "GET", &path).body(body.to_string())
    };
    let subscribe =
        json!({ "tid": "1", "action": "subscribe", "data": { "channel": GAP, "event": "*" } });
    let mismatch = "does not match the user of the token";
    for protocol in ["", "&iwpv=v1"] {
        let channel = frame(protocol, &subscribe);
        check(&channel.rows(0, &[("alice", "bob", mismatch), ("alice", "", mismatch)]));
    }
    let renew = json!({ "action": "renewSession", "data": { "auth": GAP, "version": 5 } });
    let other = token(r#"{"scope":"user_id:bob inbox:read:messages"}"#);
    let expired = token(r#"{"exp":1000000000}"#);
    check(&frame("", &renew).rows(
        0,
        &[
            (good.as_str(), other.as_str(), "CA405"),
            (&good, &expired, "CA201"),
            (&good, "nonsense", "CA101"),
            (&good, "", "CA101"),
        ],
    ));
}

#[test]
fn a_frame_with_the_client_key_has_a_signature() {
    let signature = |user: &str| user_signature(&ApiKey::new(API_KEY).unwrap(), user);
    let data = json!({ "channel": "alice", "userSignature": GAP, "clientKey": CLIENT_KEY });
    let subscribe = json!({ "action": "subscribe", "data": data }).to_string();
    let request = Request::new(Call::Frame, "GET", &format!("/?clientKey={CLIENT_KEY}"))
        .body(subscribe)
        .workspace(r#"{"hmac_required":true}"#);
    let good = signature("alice");
    check(&request.rows(
        0,
        &[
            (good.as_str(), "", "requires a user signature"),
            (&good, &signature("bob"), "must be the HMAC"),
            (&good, &good.to_uppercase(), "must be the HMAC"),
        ],
    ));
}
