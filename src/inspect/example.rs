//! The examples of the rules: what `explain` shows and what the tests judge.

use std::fmt;

/// The claims of a token with which nothing is wrong at [`NOW`].
pub const CLAIMS: &str = r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225000,"exp":1767311400,"jti":"00000000-0000-4000-8000-000000000000"}"#;

/// When the examples are judged: 2026-01-01 00:00:00 UTC, in seconds since 1970.
pub const NOW: i64 = 1_767_225_600;

/// A token, told by what sets it apart from a good one.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A good token.
    Good,
    /// This very text.
    Text(&'static str),
    /// A good token with this text before it.
    Prefixed(&'static str),
    /// A good token with these claims put into it, as the text of a JSON object.
    Claims(&'static str),
    /// A good token without this claim.
    Without(&'static str),
    /// A good token under this header.
    Header(&'static str),
    /// A good token whose payload is this text.
    Payload(&'static str),
    /// A good token with this text where its signature should be.
    Signature(&'static str),
}

impl fmt::Display for Example {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good => write!(formatter, "a token with none of this"),
            Self::Text(text) => write!(formatter, "{text}"),
            Self::Prefixed(text) => write!(formatter, "{text}eyJhbGciOiJIUzI1NiIs..."),
            Self::Claims(json) => write!(formatter, "{json}"),
            Self::Without(claim) => write!(formatter, "a payload without `{claim}`"),
            Self::Header(json) => write!(formatter, "the header {json}"),
            Self::Payload(text) => write!(formatter, "the payload {text}"),
            Self::Signature("") => write!(formatter, "header.payload. with nothing behind"),
            Self::Signature(text) => write!(formatter, "header.payload.{text}"),
        }
    }
}

#[cfg(test)]
impl Example {
    /// The text that a user would have in hand; signed with `key` where it is signed at all.
    pub(crate) fn text(self, key: &crate::token::ApiKey) -> String {
        self.text_of(key, "c0ffee00-0000-4000-8000-000000000000")
    }

    /// The same as a token of another workspace.
    pub(crate) fn text_of(self, key: &crate::token::ApiKey, tenant_id: &str) -> String {
        use crate::token::{Algorithm, base64url, sign::sign_token};
        use serde_json::{Map, Value, from_str, to_string};

        let signed = |claims: &Map<String, Value>| {
            let json = to_string(claims).unwrap();
            sign_token(&json, key, Algorithm::Hs256).expose().to_owned()
        };
        let mut claims: Map<String, Value> = from_str(CLAIMS).unwrap();
        claims["tenant_id"] = tenant_id.into();
        match self {
            Self::Good => signed(&claims),
            Self::Text(text) => text.to_owned(),
            Self::Prefixed(text) => format!("{text}{}", signed(&claims)),
            Self::Claims(json) => {
                claims.extend(from_str::<Map<String, Value>>(json).unwrap());
                signed(&claims)
            }
            Self::Without(claim) => {
                claims.remove(claim).unwrap();
                signed(&claims)
            }
            Self::Header(json) => {
                let good = signed(&claims);
                let rest = good.split_once('.').unwrap().1;
                format!("{}.{rest}", base64url::encode(json.as_bytes()))
            }
            Self::Payload(text) => sign_token(text, key, Algorithm::Hs256).expose().to_owned(),
            Self::Signature(text) => {
                let good = signed(&claims);
                format!("{}.{text}", good.rsplit_once('.').unwrap().0)
            }
        }
    }
}
