//! Tokens that are signed as Courier signs them.

use courier_auth::token::{Algorithm, ApiKey, sign_token};

use super::KEY;

/// Signs a payload with `KEY`; returns the token.
pub(crate) fn sign(payload: &str) -> String {
    let key = ApiKey::new(KEY).unwrap();
    let token = sign_token(payload, &key, Algorithm::Hs256);
    token.expose().to_owned()
}

/// Returns a token as Courier issues it for `issue --user alice --for inbox`.
pub(crate) fn inbox_token() -> String {
    sign(
        r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225600,"exp":1767312000}"#,
    )
}
