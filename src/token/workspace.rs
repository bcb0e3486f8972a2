//! Which workspace and environment a token or a client key is of.
//!
//! A client key is the base64 of what a token holds in `tenant_id`: `<uuid>`, `<uuid>/test`,
//! `<uuid>/env_<ulid>` or, in newer workspaces, `wrk_<ulid>/env_<ulid>`. Environments:
//! <https://www.courier.com/docs/platform/workspaces/environments-api-keys>.

use std::{fmt, str::FromStr};

use base64::{
    Engine as _,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, general_purpose::PAD},
};

/// The workspace of every sandbox. No real workspace has it.
pub const SANDBOX_TENANT: &str = "ca000000-0000-4000-8000-00005a4db0c5";

/// Base64 as Node's `Buffer` takes it: padded or not, whatever the unused bits.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    PAD.with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The public key of a workspace environment, decoded: `tenant` or `tenant/environment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientKey(String);

/// Why a text is no client key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a client key is the base64 text that Courier's settings show as the public key")]
pub struct ClientKeyError;

/// One environment of a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CourierEnvironment {
    /// The one of live users.
    Production,
    /// The one to try things in.
    Test,
    /// One that the workspace added; its id begins with `env_`.
    Custom(String),
}

/// Why a text names no environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write `production`, `test`, or an id that begins with `env_`")]
pub struct CourierEnvironmentError;

impl ClientKey {
    /// Decodes the base64 text as a server does: it must name a workspace, and may name any
    /// environment of it.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let key = Self(String::from_utf8(LENIENT.decode(text).ok()?).ok()?);
        (is_uuid(key.tenant()) || is_id(key.tenant(), "wrk_")).then_some(key)
    }

    /// The workspace.
    #[must_use]
    pub fn tenant(&self) -> &str {
        tenant(&self.0)
    }

    /// The environment; `None` where the key names one in a way not known here.
    #[must_use]
    pub fn environment(&self) -> Option<CourierEnvironment> {
        match self.0.split_once('/') {
            None => Some(CourierEnvironment::Production),
            Some((_, name)) => name.parse().ok(),
        }
    }
}

impl FromStr for ClientKey {
    type Err = ClientKeyError;

    fn from_str(text: &str) -> Result<Self, ClientKeyError> {
        Self::decode(text)
            .filter(|key| key.environment().is_some())
            .ok_or(ClientKeyError)
    }
}

impl CourierEnvironment {
    /// The environment in a token's `tenant_scope`, such as `published/production`.
    #[must_use]
    pub fn of_scope(tenant_scope: &str) -> Option<Self> {
        tenant_scope.split_once('/')?.1.parse().ok()
    }

    /// The environment in a token's `tenant_id`: none is named where a bare id stands.
    #[must_use]
    pub fn of_tenant_id(tenant_id: &str) -> Option<Self> {
        tenant_id.split_once('/')?.1.parse().ok()
    }

    /// Whether the two are surely not the same. The id of an added environment tells nothing
    /// about whether it serves production or tests.
    #[must_use]
    pub fn is_surely_not(&self, other: &Self) -> bool {
        let custom = |environment: &Self| matches!(environment, Self::Custom(_));
        self != other && custom(self) == custom(other)
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

/// The workspace in a `tenant_id`: what stands before the slash.
#[must_use]
pub fn tenant(tenant_id: &str) -> &str {
    tenant_id.split_once('/').map_or(tenant_id, |(id, _)| id)
}

/// Whether the text is a UUID in its usual form, with hyphens.
#[must_use]
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

/// Whether the text is this prefix and letters and digits behind it.
fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    const TENANT: &str = "c0ffee00-0000-4000-8000-000000000000";

    #[test]
    fn client_keys_are_read_in_every_form() {
        let custom = CourierEnvironment::Custom("env_01".to_owned());
        let rows = [
            (
                TENANT.to_owned(),
                Some((TENANT, CourierEnvironment::Production)),
            ),
            (
                format!("{TENANT}/test"),
                Some((TENANT, CourierEnvironment::Test)),
            ),
            (format!("{TENANT}/env_01"), Some((TENANT, custom.clone()))),
            ("wrk_01/env_01".to_owned(), Some(("wrk_01", custom))),
            (format!("{TENANT}/other"), None),
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
                    .map(|key| (key.tenant(), key.environment().unwrap()));
                assert_eq!(found, expected, "{text}");
            }
        }
        assert_eq!("%%".parse::<ClientKey>(), Err(ClientKeyError));
    }

    #[test]
    fn only_what_is_provable_is_a_difference() {
        let environment = |text: &str| text.parse::<CourierEnvironment>().unwrap();
        let rows = [
            ("production", "test", true),
            ("production", "production", false),
            ("production", "env_1", false),
            ("env_1", "test", false),
            ("env_1", "env_2", true),
            ("env_1", "env_1", false),
        ];
        for (one, other, differs) in rows {
            let (one, other) = (environment(one), environment(other));
            assert_eq!(one.is_surely_not(&other), differs, "{one} {other}");
            assert_eq!(other.is_surely_not(&one), differs, "{one} {other}");
        }
        for text in ["Production", "prod", "env_", "env_a/b", ""] {
            assert_eq!(
                text.parse::<CourierEnvironment>(),
                Err(CourierEnvironmentError),
                "{text}"
            );
        }
        assert_eq!(
            CourierEnvironment::of_scope("draft/test"),
            Some(CourierEnvironment::Test)
        );
        assert_eq!(
            CourierEnvironment::of_tenant_id("a/env_1"),
            Some(environment("env_1"))
        );
        assert_eq!(CourierEnvironment::of_tenant_id("a"), None);
    }
}
