//! Example tokens: each rule has one that fails and one that passes. `explain` shows them, and the
//! tests inspect them.

use std::{fmt, ops::Range};

use serde_json::{Map, Value};

use crate::token::{Algorithm, ApiKey, Object, base64url, sign_token};

/// The claims of a token without any findings at [`NOW`].
pub const CLAIMS: &str = r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225000,"exp":1767311400,"jti":"00000000-0000-4000-8000-000000000000"}"#;

/// The workspace ID in [`CLAIMS`].
pub const TENANT: &str = "c0ffee00-0000-4000-8000-000000000000";

/// The time at which the examples are inspected: 2026-01-01 00:00:00 UTC, in seconds since 1970.
pub const NOW: i64 = 1_767_225_600;

/// The header and the payload of a token in a text that is shown: shortened, and not decodable.
const SHORT_HEAD: &str = "eyJhbGci...9.eyJzY29w...9.";

/// The API key in source code. It has the length of a real one.
const KEY_OF_SOURCES: &str = "pk_prod_FAKE0FAKE0FAKE0FAKE0FAKE0FAK";

/// A signature in a text that is shown: shortened.
const SHORT_SIGNATURE: &str = "ZmFrZS1z...MTI";

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
    /// Source code instead of a token. `TOKEN` and `API_KEY` in it stand for a token and a key.
    Source {
        /// The path of its file.
        path: &'static str,
        /// The code.
        text: &'static str,
    },
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

/// The part of a token that an example is about, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Excerpt {
    /// A text that is not decoded.
    Text {
        /// The name of the part of the token, `None` for the whole token.
        part: Option<&'static str>,
        /// The text.
        text: String,
        /// The byte range that decides whether the rule finds a fault.
        mark: Range<usize>,
    },
    /// Members of a JSON object.
    Members {
        /// The name of the part of the token, `None` for the payload.
        part: Option<&'static str>,
        /// The names of the members and their JSON values.
        members: Vec<(String, String)>,
    },
}

impl Example {
    /// A good token. Only its scope matters.
    pub const INBOX: Self =
        Self::Claims(r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events"}"#);

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
            Self::Source { text, .. } => text
                .replace("TOKEN", &signed(claims))
                .replace("'API_KEY'", &format!("'{KEY_OF_SOURCES}'")),
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

    /// Returns the part of the token that this example is about.
    ///
    /// # Panics
    /// Panics if the JSON of the example is invalid.
    #[must_use]
    pub fn excerpt(self) -> Excerpt {
        match self {
            Self::Text(text) => Excerpt::token("", text, ""),
            Self::Source { .. } => Excerpt::token("", &self.to_string(), ""),
            Self::Prefixed(prefix) => {
                Excerpt::token("", prefix, &format!("{SHORT_HEAD}{SHORT_SIGNATURE}"))
            }
            Self::Good | Self::Verified { .. } => Excerpt::token(SHORT_HEAD, SHORT_SIGNATURE, ""),
            Self::Signature(signature) => Excerpt::token(SHORT_HEAD, signature, ""),
            Self::Payload(json) if !json.starts_with('{') => Excerpt::Text {
                part: Some("payload"),
                text: json.to_owned(),
                mark: 0..json.len(),
            },
            Self::Claims(json) | Self::Payload(json) => Excerpt::members(None, json, |_| true),
            Self::Header(json) => Excerpt::members(Some("header"), json, |_| true),
            Self::WithoutClaim(claim) => {
                Excerpt::members(None, CLAIMS, |name| ![claim, "jti"].contains(&name))
            }
            Self::Padded(_) => Excerpt::members(None, r#"{"padding":"xxxxxxxx..."}"#, |_| true),
            Self::ForUser(_) => Excerpt::members(None, CLAIMS, |name| name == "scope"),
            Self::ForEnvironment(_) | Self::WithClientKey(_) => {
                Excerpt::members(None, CLAIMS, |name| name.starts_with("tenant_"))
            }
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

impl Excerpt {
    /// Returns the text of a token, with the mark around its middle.
    fn token(start: &str, middle: &str, end: &str) -> Self {
        Self::Text {
            part: None,
            text: format!("{start}{middle}{end}"),
            mark: start.len()..start.len() + middle.trim_end().len(),
        }
    }

    /// Returns the members of a JSON object whose names are shown.
    fn members(part: Option<&'static str>, json: &str, is_shown: impl Fn(&str) -> bool) -> Self {
        let object = Object::parse(json).expect("the JSON of an example is an object");
        let members = object.members().iter();
        let shown = members.filter(|member| is_shown(&member.name));
        Self::Members {
            part,
            members: shown
                .map(|member| (member.name.to_string(), member.raw.get().to_owned()))
                .collect(),
        }
    }
}

impl fmt::Display for Example {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good => write!(formatter, "{SHORT_HEAD}{SHORT_SIGNATURE}"),
            Self::Text(text) => write!(formatter, "{text}"),
            Self::Source { text, .. } => {
                let token = format!("{SHORT_HEAD}{SHORT_SIGNATURE}");
                let text = text.replace("TOKEN", &token);
                write!(formatter, "{}", text.replace("'API_KEY'", "'pk_prod_...'"))
            }
            Self::Prefixed(text) => write!(formatter, "{text}{SHORT_HEAD}{SHORT_SIGNATURE}"),
            Self::Claims(json) => write!(formatter, "{json}"),
            Self::WithoutClaim(claim) => write!(formatter, "a payload without `{claim}`"),
            Self::Header(json) => write!(formatter, "the header {json}"),
            Self::Payload(text) => write!(formatter, "the payload {text}"),
            Self::Signature(text) => write!(formatter, "{SHORT_HEAD}{text}"),
            Self::Padded(length) => write!(formatter, "a payload of more than {length} bytes"),
            Self::ForUser(user) => write!(formatter, "--user {user} with a token for alice"),
            Self::ForEnvironment(environment) => {
                write!(formatter, "--env {environment} with a token for production")
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
