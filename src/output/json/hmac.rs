//! JSON output of `hmac`.

use schemars::JsonSchema;
use serde::Serialize;

use super::start_of;
use crate::{
    document::SchemaName,
    token::{SignatureCheck, SignatureMistake},
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Hmac<'a> {
    schema: SchemaName<Hmac<'static>>,
    /// The signatures, in the order of the user IDs.
    signatures: Vec<UserSignature<'a>>,
}

/// A user ID and its signature.
#[derive(Serialize, JsonSchema)]
pub(crate) struct UserSignature<'a> {
    /// The user ID.
    user_id: &'a str,
    /// HMAC-SHA256 of the user ID with the API key, as 64 lowercase hex digits.
    signature: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct SignatureLine<'a> {
    schema: SchemaName<SignatureLine<'static>>,
    /// The user ID.
    user_id: &'a str,
    /// HMAC-SHA256 of the user ID with the API key, as 64 lowercase hex digits.
    signature: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct HmacCheck<'a> {
    schema: SchemaName<HmacCheck<'static>>,
    /// The user ID that the signature should be for.
    user_id: &'a str,
    /// True if the signature is valid.
    matches: bool,
    /// Why the signature is not valid, for programs. `null` if it is valid.
    #[schemars(extend("enum" = mistakes()))]
    reason: Option<&'static str>,
    /// Why the signature is not valid, for people.
    message: Option<&'a str>,
}

/// Returns the possible values of [`HmacCheck::reason`].
fn mistakes() -> Vec<Option<&'static str>> {
    let names = SignatureMistake::ALL.map(|mistake| Some(mistake.name()));
    names.into_iter().chain([None]).collect()
}

impl<'a> Hmac<'a> {
    pub(crate) fn of(user_ids: &'a [String], signatures: &'a [String]) -> Self {
        let pairs = user_ids.iter().zip(signatures);
        Self {
            schema: SchemaName::new(),
            signatures: pairs
                .map(|(user_id, signature)| UserSignature::of(user_id, signature))
                .collect(),
        }
    }

    /// Returns the start of the document, up to the first signature. The caller ends it with `]}`.
    pub(crate) fn start() -> serde_json::Result<String> {
        start_of(&Self::of(&[], &[]))
    }
}

impl<'a> UserSignature<'a> {
    pub(crate) fn of(user_id: &'a str, signature: &'a str) -> Self {
        Self { user_id, signature }
    }
}

impl<'a> SignatureLine<'a> {
    pub(crate) fn of(user_id: &'a str, signature: &'a str) -> Self {
        Self {
            schema: SchemaName::new(),
            user_id,
            signature,
        }
    }
}

impl<'a> HmacCheck<'a> {
    /// Creates the result of a check, where `message` says why the signature does not match.
    pub(crate) fn of(user_id: &'a str, check: &SignatureCheck, message: Option<&'a str>) -> Self {
        Self {
            schema: SchemaName::new(),
            user_id,
            matches: *check == SignatureCheck::Matches,
            reason: match check {
                SignatureCheck::Matches => None,
                SignatureCheck::Differs { mistake, .. } => Some(mistake.name()),
            },
            message,
        }
    }
}
