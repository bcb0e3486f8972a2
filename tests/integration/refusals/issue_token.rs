//! Bodies of `POST /auth/issue-token` that are refused.

use super::{API_KEY, GAP, Request, check};

const SCOPE: &str = r#"{"scope":"user_id:alice"}"#;

#[test]
fn a_token_request_is_checked() {
    let request = Request::http("POST", "/auth/issue-token").bearer(API_KEY);
    let body = request.clone().body(GAP);
    let mut rows = body.rows(
        400,
        &[
            (SCOPE, "", "the body is empty"),
            (SCOPE, " ", "the body is empty"),
            (SCOPE, "[]", "the body must be a JSON object"),
            (SCOPE, r#""scope""#, "the body must be a JSON object"),
            (SCOPE, "scope=user_id:alice", "the body is not JSON"),
            (SCOPE, r#"{"scope":"user_id:alice""#, "the body is not JSON"),
            (
                SCOPE,
                r#"{“scope”:"user_id:alice"}"#,
                "the body is not JSON",
            ),
            (SCOPE, "{}", r#"\"scope\" is required"#),
            (
                SCOPE,
                r#"{"scopes":"user_id:alice"}"#,
                r#"\"scope\" is required"#,
            ),
        ],
    );
    let scope = request.clone().body(r#"{"scope":<?>}"#);
    rows.extend(scope.rows(
        400,
        &[
            (
                r#""user_id:alice""#,
                r#""""#,
                r#"\"scope\" must not be empty"#,
            ),
            (
                r#""user_id:alice""#,
                r#"" ""#,
                r#"\"scope\" must not be empty"#,
            ),
            (
                r#""user_id:alice""#,
                "null",
                r#"\"scope\" must be a string"#,
            ),
            (
                r#""user_id:alice""#,
                r#"["user_id:alice"]"#,
                r#"\"scope\" must be a string"#,
            ),
        ],
    ));
    let field = request.clone().body(r#"{"scope":"user_id:alice",<?>}"#);
    rows.extend(field.rows(
        400,
        &[
            (r#""sub":"x""#, r#""jti":"x""#, r#"\"jti\" is set"#),
            (r#""iat":5"#, r#""iat":null"#, r#"\"iat\" must be a number"#),
            (r#""nbf":5"#, r#""nbf":"5""#, r#"\"nbf\" must be a number"#),
            (r#""exp":5"#, r#""exp":"5""#, r#"\"exp\" must be a number"#),
            (
                r#""exp":5"#,
                r#""exp":5,"expires_in":"1h""#,
                r#"\"exp\" and \"expires_in\""#,
            ),
        ],
    ));
    let refused = r#"\"expires_in\" must be a whole number of seconds"#;
    let lifetime = request.body(r#"{"scope":"user_id:alice","expires_in":<?>}"#);
    rows.extend(lifetime.rows(
        400,
        &[
            (r#""1 day""#, r#""""#, refused),
            (r#""1 day""#, r#"" 1 day""#, refused),
            (r#""1 day""#, r#""P1D""#, refused),
            (r#""12h""#, r#""1d12h""#, refused),
            (r#""30 days""#, r#""1 month""#, refused),
            (r#"".5d""#, r#""5.d""#, refused),
            (r#""1 day""#, r#""$YOUR_NUMBER days""#, refused),
            ("2", "1.5", refused),
            ("0", "null", refused),
            ("1", "true", refused),
            ("0", "false", refused),
            (r#""1d""#, r#"["1d"]"#, refused),
            (r#""1d""#, r#"{"days":1}"#, refused),
        ],
    ));
    check(&rows);
}

#[test]
fn the_expiry_of_an_idempotency_key_is_a_date() {
    let request = Request::http("POST", "/auth/issue-token")
        .bearer(API_KEY)
        .header("idempotency-key", "k")
        .header("x-idempotency-expiration", GAP)
        .body(SCOPE);
    let refused = "Expiration is not a valid date";
    check(&request.rows(
        400,
        &[
            ("2099-01-01", "soon", refused),
            ("4070908800000", "1d", refused),
        ],
    ));
}
