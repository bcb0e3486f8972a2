//! Example tokens: each rule has a bad and a good one, which `explain` shows and the tests inspect.

use std::fmt;

use serde_json::{Map, Value};

use crate::token::{Algorithm, ApiKey, base64url, sign_token};

/// The claims of a token without any findings at [`NOW`].
pub const CLAIMS: &str = r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225000,"exp":1767311400,"jti":"00000000-0000-4000-8000-000000000000"}"#;

/// The workspace ID in [`CLAIMS`].
pub const TENANT: &str = "c0ffee00-0000-4000-8000-000000000000";

/// The time at which the examples are inspected: 2026-01-01 00:00:00 UTC, in seconds since 1970.
pub const NOW: i64 = 1_767_225_600;

/// An example token, described by its difference from [`Good`](Self::Good), or by the options of
/// `inspect` for a good one.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// A good token.
    Good,
    /// This text instead of a token.
    Text(&'static str),
    /// A good token after this text.
    Prefixed(&'static str),
    /// A good token with these claims added or replaced; the text is a JSON object.
    Claims(&'static str),
    /// A good token without this claim.
    WithoutClaim(&'static str),
    /// A good token with this header, a JSON object.
    Header(&'static str),
    /// A signed token with this text as its payload.
    Payload(&'static str),
    /// A good token with this text as its signature.
    Signature(&'static str),
    /// A good token with an additional claim of this many bytes.
    Padded(usize),
    /// A good token of Alice, inspected for this user.
    ForUser(&'static str),
    /// A good token of the production environment, inspected for this environment.
    ForEnvironment(&'static str),
    /// A good token, inspected together with this client key.
    WithClientKey(&'static str),
    /// A good token whose signature is verified.
    Verified {
        /// True to verify it with the key that signed it, false for another key.
        key_is_right: bool,
    },
}

impl Example {
    /// Returns the text of the example as a token of the workspace `tenant_id`, signed with `key`.
    ///
    /// # Panics
    /// Panics if the JSON of the example is invalid.
    #[must_use]
    pub fn text(self, key: &ApiKey, tenant_id: &str) -> String {
        let object = |json: &str| -> Map<String, Value> {
            serde_json::from_str(json).expect("the claims of an example are an object")
        };
        let mut claims = object(CLAIMS);
        claims.insert("tenant_id".to_owned(), tenant_id.into());
        let signed = |claims: Map<String, Value>| {
            let json = Value::Object(claims).to_string();
            sign_token(&json, key, Algorithm::Hs256).expose().to_owned()
        };
        match self {
            Self::Text(text) => text.to_owned(),
            Self::Prefixed(text) => format!("{text}{}", signed(claims)),
            Self::Claims(json) => {
                claims.extend(object(&json.replace(TENANT, tenant_id)));
                signed(claims)
            }
            Self::WithoutClaim(claim) => {
                claims.shift_remove(claim);
                signed(claims)
            }
            Self::Header(json) => {
                let input = format!(
                    "{}.{}",
                    base64url::encode(json.as_bytes()),
                    base64url::encode(Value::Object(claims).to_string().as_bytes())
                );
                let header = serde_json::from_str::<Value>(json).unwrap_or_default();
                let algorithm = header["alg"].as_str().and_then(Algorithm::from_name);
                let algorithm = algorithm.unwrap_or(Algorithm::Hs256);
                format!(
                    "{input}.{}",
                    base64url::encode(&algorithm.sign(key, &input))
                )
            }
            Self::Payload(text) => {
                let text = text.replace(TENANT, tenant_id);
                sign_token(&text, key, Algorithm::Hs256).expose().to_owned()
            }
            Self::Signature(text) => {
                let good = signed(claims);
                let input = good.rsplit_once('.').map_or("", |(input, _)| input);
                format!("{input}.{text}")
            }
            Self::Padded(length) => {
                claims.insert("padding".to_owned(), "x".repeat(length).into());
                signed(claims)
            }
            Self::Good
            | Self::ForUser(_)
            | Self::ForEnvironment(_)
            | Self::WithClientKey(_)
            | Self::Verified { .. } => signed(claims),
        }
    }

    /// Returns the options of the `inspect` command for this example.
    #[must_use]
    pub fn options(self) -> Vec<&'static str> {
        match self {
            Self::ForUser(user) => vec!["--user", user],
            Self::ForEnvironment(environment) => vec!["--env", environment],
            Self::WithClientKey(key) => vec!["--client-key", key],
            Self::Verified { .. } => vec!["--verify"],
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Example {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good => write!(formatter, "a token with none of this"),
            Self::Text(text) => write!(formatter, "{text}"),
            Self::Prefixed(text) => write!(formatter, "{text}eyJhbGciOiJIUzI1NiIs..."),
            Self::Claims(json) => write!(formatter, "{json}"),
            Self::WithoutClaim(claim) => write!(formatter, "a payload without `{claim}`"),
            Self::Header(json) => write!(formatter, "the header {json}"),
            Self::Payload(text) => write!(formatter, "the payload {text}"),
            Self::Signature("") => write!(formatter, "header.payload. with nothing behind"),
            Self::Signature(text) => write!(formatter, "header.payload.{text}"),
            Self::Padded(length) => write!(formatter, "a payload of more than {length} bytes"),
            Self::ForUser(user) => write!(formatter, "--user {user} for alice's token"),
            Self::ForEnvironment(environment) => {
                write!(formatter, "--env {environment} for a token of production")
            }
            Self::WithClientKey(key) => write!(formatter, "--client-key {key}"),
            Self::Verified { key_is_right: true } => {
                write!(formatter, "--verify with the key that signed it")
            }
            Self::Verified {
                key_is_right: false,
            } => {
                write!(formatter, "--verify with another key")
            }
        }
    }
}
