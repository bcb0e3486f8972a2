//! Refusals of Courier that the sandbox repeats. Each row is a request that is refused, beside the
//! same request with one correction, which is accepted.
//!
//! A client that Courier would refuse must not work in the sandbox. So a row may change only with
//! what is known about Courier.

mod api_keys;
mod claims;
mod client_key;
mod graphql;
mod issue_token;
mod pages;
mod request;
mod rest;
mod scopes;
mod sockets;
mod spelling;
mod verdict;

use courier_auth::token::{Algorithm, ApiKey, sign_token};
use serde_json::{Value, json};

use self::{
    request::{GAP, Request, Row},
    verdict::Verdict,
};
use crate::support::Sandbox;

const API_KEY: &str = "sandbox_local_development_key";

const DRAFT_KEY: &str = "sandbox_draft_development_key";

/// The ID of every sandbox's workspace.
const TENANT_ID: &str = "ca000000-0000-4000-8000-00005a4db0c5";

/// The data that the requests need: a message, a push token and a topic with a digest.
const SEED: &str = r#"{"users":{"alice":{"messages":[{"messageId":"m"}],
    "tokens":{"t":{"provider_key":"apn"}}}},
    "sections":[{"sectionId":"s","name":"S","topics":[{"templateId":"digest","templateName":"D",
    "digestSchedules":[{"scheduleId":"daily","period":"day","default":true}]}]}]}"#;

/// Returns the claims of a valid token of `alice` for reading the Inbox, changed by a JSON Merge
/// Patch: `null` removes a claim.
fn claims(patch: &str) -> String {
    let mut claims = json!({
        "scope": "user_id:alice inbox:read:messages",
        "tenant_scope": "published/production",
        "tenant_id": TENANT_ID,
        "iat": 1_000_000_000,
        "exp": 4_000_000_000_u32,
    });
    json_patch::merge(&mut claims, &serde_json::from_str(patch).unwrap());
    claims.to_string()
}

/// Signs a token with the claims of [`claims`].
fn token(patch: &str) -> String {
    signed(&claims(patch), API_KEY, Algorithm::Hs256)
}

fn signed(claims: &str, api_key: &str, algorithm: Algorithm) -> String {
    let token = sign_token(claims, &ApiKey::new(api_key).unwrap(), algorithm);
    token.expose().to_owned()
}

/// Returns a token of `alice` with these scopes.
fn token_with(scopes: &str) -> String {
    let scope = format!("user_id:alice {scopes}");
    token(&json!({ "scope": scope }).to_string())
}

/// Returns the body of a GraphQL request.
fn query(document: &str) -> String {
    json!({ "query": document }).to_string()
}

/// Sends both requests of each row. The refused one must not change the state.
#[track_caller]
fn check(rows: &[Row]) {
    let sandbox = Sandbox::start();
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| Some(format!("{}\n{row:?}", failure(row, &sandbox)?)))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Returns the reason if the sandbox does not treat both requests of a row as expected.
fn failure(row: &Row, sandbox: &Sandbox) -> Option<String> {
    sandbox.control("POST", "reset", "");
    sandbox.seed(SEED);
    let state = sandbox.state();
    let refused = Verdict::of(&row.refused, sandbox);
    if !refused.is_refusal(row.status, row.reason) {
        return Some(format!("not refused as expected: {refused:?}"));
    }
    if without_settings(sandbox.state()) != without_settings(state) {
        return Some("the refused request changed the state".to_owned());
    }
    let accepted = Verdict::of(&row.accepted, sandbox);
    let is_accepted = matches!(accepted, Verdict::Accepted);
    (!is_accepted).then(|| format!("not accepted after the correction: {accepted:?}"))
}

/// Removes the settings of the workspace from a state, which a request of a row may include.
fn without_settings(mut state: Value) -> Value {
    if let Some(state) = state.as_object_mut() {
        state.remove("workspace");
    }
    state
}
