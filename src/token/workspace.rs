//! Workspaces and environments, as tokens and client keys name them.
//!
//! A client key is the base64 of a token's `tenant_id`, which is `<uuid>`, `<uuid>/test`,
//! `<uuid>/env_<ulid>` or, in newer workspaces, `wrk_<ulid>/env_<ulid>`. Environments are
//! documented at <https://www.courier.com/docs/platform/workspaces/environments-api-keys>.

use std::{fmt, str::FromStr};

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, general_purpose::PAD},
};

use super::{key::api_key_prefix, leftover::secret_leftover};

/// The ID of the workspace in every sandbox. No real workspace has this ID.
pub(crate) const SANDBOX_WORKSPACE_ID: &str = "ca000000-0000-4000-8000-00005a4db0c5";

/// Base64 as Node's `Buffer` accepts it: padding is optional and unused bits are ignored.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    PAD.with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The client key (public key) of a workspace environment, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey(String);

/// The error for a text that is not a client key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientKeyError {
    /// The text is an API key.
    #[error("this is an API key, not a client key: copy the public key from Courier's settings")]
    ApiKey,
    /// The text is in place of a client key. Contains its description.
    #[error("this is {0}, not a client key: copy the public key from Courier's settings")]
    Leftover(String),
    /// The text is anything else.
    #[error("not a client key: copy the public key from Courier's settings")]
    Other,
}

/// An environment of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CourierEnvironment {
    /// The environment for live users.
    Production,
    /// The environment for tests.
    Test,
    /// An environment that was added to the workspace, with its ID, which begins with `env_`.
    Custom(String),
}

/// The error for a text that does not name an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("use `production`, `test`, or an ID that starts with `env_`")]
pub struct CourierEnvironmentError;

impl ClientKey {
    /// Decodes the base64 text as Courier's servers do. Returns `None` unless it names a workspace.
    /// The environment need not be a known one.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let key = Self(String::from_utf8(LENIENT.decode(text).ok()?).ok()?);
        (is_uuid(key.workspace_id()) || is_id(key.workspace_id(), "wrk_")).then_some(key)
    }

    /// The ID of the workspace.
    #[must_use]
    pub fn workspace_id(&self) -> &str {
        workspace_id(&self.0)
    }

    /// The environment, `None` if its name is not known.
    #[must_use]
    pub fn environment(&self) -> Option<CourierEnvironment> {
        match self.0.split_once('/') {
            None => Some(CourierEnvironment::Production),
            Some((_, name)) => name.parse().ok(),
        }
    }
}

impl ClientKey {
    /// Returns true for a client key, and for a text such as `ck_prod_...`, which the demo apps of
    /// Courier have in its place (<https://github.com/trycourier/basic-demo>).
    pub(crate) fn is_text(text: &str) -> bool {
        const PREFIXES: [&str; 2] = ["ck_prod_", "ck_test_"];
        let key = || Self::decode(text).filter(|key| key.environment().is_some());
        PREFIXES.iter().any(|prefix| text.starts_with(prefix)) || key().is_some()
    }
}

impl FromStr for ClientKey {
    type Err = ClientKeyError;

    fn from_str(text: &str) -> Result<Self, ClientKeyError> {
        let key = Self::decode(text).filter(|key| key.environment().is_some());
        key.ok_or_else(|| match secret_leftover(text) {
            _ if api_key_prefix(text).is_some() => ClientKeyError::ApiKey,
            Some(leftover) => ClientKeyError::Leftover(leftover.to_string()),
            None => ClientKeyError::Other,
        })
    }
}

impl CourierEnvironment {
    /// The environment in a token's `tenant_scope`, such as `published/production`.
    #[must_use]
    pub fn from_tenant_scope(tenant_scope: &str) -> Option<Self> {
        tenant_scope.split_once('/')?.1.parse().ok()
    }

    /// The environment in a token's `tenant_id`, `None` if it contains only the workspace's ID.
    #[must_use]
    pub fn from_tenant_id(tenant_id: &str) -> Option<Self> {
        tenant_id.split_once('/')?.1.parse().ok()
    }

    /// Returns true if the two cannot be the same environment. The ID of an added environment does
    /// not show whether it is used for production or for tests.
    #[must_use]
    pub fn conflicts_with(&self, other: &Self) -> bool {
        let is_custom = |environment: &Self| matches!(environment, Self::Custom(_));
        self != other && is_custom(self) == is_custom(other)
    }
}

impl FromStr for CourierEnvironment {
    type Err = CourierEnvironmentError;

    fn from_str(text: &str) -> Result<Self, CourierEnvironmentError> {
        match text {
            "production" => Ok(Self::Production),
            "test" => Ok(Self::Test),
            id if is_id(id, "env_") => Ok(Self::Custom(id.to_owned())),
            _ => Err(CourierEnvironmentError),
        }
    }
}

impl fmt::Display for CourierEnvironment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Production => "production",
            Self::Test => "test",
            Self::Custom(id) => id,
        })
    }
}

/// The workspace's ID in a `tenant_id`: the part before the slash.
#[must_use]
pub(crate) fn workspace_id(tenant_id: &str) -> &str {
    tenant_id.split_once('/').map_or(tenant_id, |(id, _)| id)
}

/// Returns true if the text is a UUID in its usual form, with hyphens.
#[must_use]
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// Returns true if the text is the prefix followed by ASCII letters and digits.
fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    const WORKSPACE_ID: &str = "c0ffee00-0000-4000-8000-000000000000";

    #[test]
    fn client_keys_are_decoded_in_every_form() {
        let custom = CourierEnvironment::Custom("env_01".to_owned());
        let rows = [
            (
                WORKSPACE_ID.to_owned(),
                Some((WORKSPACE_ID, CourierEnvironment::Production)),
            ),
            (
                format!("{WORKSPACE_ID}/test"),
                Some((WORKSPACE_ID, CourierEnvironment::Test)),
            ),
            (
                format!("{WORKSPACE_ID}/env_01"),
                Some((WORKSPACE_ID, custom.clone())),
            ),
            ("wrk_01/env_01".to_owned(), Some(("wrk_01", custom))),
            (format!("{WORKSPACE_ID}/other"), None),
            ("alice".to_owned(), None),
            ("wrk_".to_owned(), None),
            ("é".to_owned(), None),
            (String::new(), None),
        ];
        for (text, expected) in rows {
            let padded = STANDARD.encode(&text);
            for spelling in [padded.as_str(), padded.trim_end_matches('=')] {
                let key = spelling.parse::<ClientKey>().ok();
                let found = key
                    .as_ref()
                    .map(|key| (key.workspace_id(), key.environment().unwrap()));
                assert_eq!(found, expected, "{text}");
            }
        }
        assert_eq!("%%".parse::<ClientKey>(), Err(ClientKeyError::Other));
    }

    #[test]
    fn environments_conflict_only_if_they_certainly_differ() {
        let environment = |text: &str| text.parse::<CourierEnvironment>().unwrap();
        let rows = [
            ("production", "test", true),
            ("production", "production", false),
            ("production", "env_1", false),
            ("env_1", "test", false),
            ("env_1", "env_2", true),
            ("env_1", "env_1", false),
        ];
        for (one, other, conflicts) in rows {
            let (one, other) = (environment(one), environment(other));
            assert_eq!(one.conflicts_with(&other), conflicts, "{one} {other}");
            assert_eq!(other.conflicts_with(&one), conflicts, "{one} {other}");
        }
        for text in ["Production", "prod", "env_", "env_a/b", ""] {
            assert_eq!(
                text.parse::<CourierEnvironment>(),
                Err(CourierEnvironmentError),
                "{text}"
            );
        }
        assert_eq!(
            CourierEnvironment::from_tenant_scope("draft/test"),
            Some(CourierEnvironment::Test)
        );
        assert_eq!(
            CourierEnvironment::from_tenant_id("a/env_1"),
            Some(environment("env_1"))
        );
        assert_eq!(CourierEnvironment::from_tenant_id("a"), None);
    }
}
