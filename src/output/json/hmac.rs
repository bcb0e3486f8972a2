//! JSON output of `hmac`.

use serde::Serialize;

/// `courier-auth/hmac/v1`
#[derive(Serialize)]
pub(crate) struct Hmac<'a> {
    schema: &'static str,
    signatures: Vec<Signature<'a>>,
}

#[derive(Serialize)]
struct Signature<'a> {
    user: &'a str,
    signature: &'a str,
}

/// `courier-auth/signature/v1`, a line of the JSON lines output.
#[derive(Serialize)]
pub(crate) struct SignatureLine<'a> {
    schema: &'static str,
    user: &'a str,
    signature: &'a str,
}

/// `courier-auth/hmac-check/v1`
#[derive(Serialize)]
pub(crate) struct HmacCheck<'a> {
    schema: &'static str,
    user: &'a str,
    matches: bool,
    reason: Option<&'a str>,
}

impl<'a> Hmac<'a> {
    pub(crate) fn of(users: &'a [String], signatures: &'a [String]) -> Self {
        let pairs = users.iter().zip(signatures);
        Self {
            schema: "courier-auth/hmac/v1",
            signatures: pairs
                .map(|(user, signature)| Signature { user, signature })
                .collect(),
        }
    }
}

impl<'a> SignatureLine<'a> {
    pub(crate) fn of(user: &'a str, signature: &'a str) -> Self {
        Self {
            schema: "courier-auth/signature/v1",
            user,
            signature,
        }
    }
}

impl<'a> HmacCheck<'a> {
    /// Creates the result of a check, where `reason` says why the signature does not match.
    pub(crate) fn of(user: &'a str, reason: Option<&'a str>) -> Self {
        Self {
            schema: "courier-auth/hmac-check/v1",
            user,
            matches: reason.is_none(),
            reason,
        }
    }
}
