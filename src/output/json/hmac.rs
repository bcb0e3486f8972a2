//! The JSON of `hmac`.

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

/// `courier-auth/signature/v1`, a line of many
#[derive(Serialize)]
pub(crate) struct SignedLine<'a> {
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
        let both = users.iter().zip(signatures);
        Self {
            schema: "courier-auth/hmac/v1",
            signatures: both
                .map(|(user, signature)| Signature { user, signature })
                .collect(),
        }
    }
}

impl<'a> SignedLine<'a> {
    pub(crate) fn of(user: &'a str, signature: &'a str) -> Self {
        Self {
            schema: "courier-auth/signature/v1",
            user,
            signature,
        }
    }
}

impl<'a> HmacCheck<'a> {
    /// Whether it matches is whether nothing speaks against it.
    pub(crate) fn of(user: &'a str, reason: Option<&'a str>) -> Self {
        Self {
            schema: "courier-auth/hmac-check/v1",
            user,
            matches: reason.is_none(),
            reason,
        }
    }
}
