//! The workspace and environment that a token's claims name, resolved as Courier resolves them.

use std::borrow::Cow;

use crate::token::{ClientKey, CourierEnvironment, Object, Value, workspace::workspace_id};

/// The workspace that a token's claims name. `client_key` takes precedence over `tenant_id` and
/// `tenant_scope`.
#[derive(Debug, Clone, PartialEq)]
pub enum Workspace<'s> {
    /// The claims name no workspace, or the token cannot be read.
    Unnamed,
    /// The workspace of the claim `client_key`, `None` if that is not a client key.
    ClientKey(Option<ClientKey>),
    /// The workspace of the claims that Courier puts into the tokens it issues.
    TenantClaims {
        /// The claim `tenant_id`: the workspace ID, and the environment unless it is production.
        id: Cow<'s, str>,
        /// The claim `tenant_scope`, such as `published/production`.
        scope: Cow<'s, str>,
    },
}

impl<'s> Workspace<'s> {
    /// Returns the workspace that the claims name.
    #[must_use]
    pub fn from_claims(claims: &Object<'s>) -> Self {
        let text = |name| match claims.get(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        };
        match claims.get("client_key") {
            // Courier's servers ignore values that are falsy in JavaScript.
            None | Some(Value::Null | Value::Bool(false) | Value::Number(0.0)) => {}
            Some(Value::String(text)) if text.is_empty() => {}
            Some(Value::String(text)) => return Self::ClientKey(ClientKey::decode(&text)),
            Some(_) => return Self::ClientKey(None),
        }
        match (text("tenant_id"), text("tenant_scope")) {
            (Some(id), Some(scope)) => Self::TenantClaims { id, scope },
            _ => Self::Unnamed,
        }
    }

    /// Returns the workspace ID.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        match self {
            Self::Unnamed | Self::ClientKey(None) => None,
            Self::ClientKey(Some(key)) => Some(key.workspace_id()),
            Self::TenantClaims { id, .. } => Some(workspace_id(id)),
        }
    }

    /// Returns the environment, `None` if the claims do not name a known one.
    #[must_use]
    pub fn environment(&self) -> Option<CourierEnvironment> {
        match self {
            Self::Unnamed => None,
            Self::ClientKey(key) => key.as_ref()?.environment(),
            Self::TenantClaims { id, scope } => CourierEnvironment::from_tenant_scope(scope)
                .or_else(|| CourierEnvironment::from_tenant_id(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_key_takes_precedence_and_must_be_readable() {
        let tenant = r#""tenant_id":"t/test","tenant_scope":"published/test""#;
        let rows = [
            ("{}".to_owned(), None, None),
            (
                format!("{{{tenant}}}"),
                Some("t"),
                Some(CourierEnvironment::Test),
            ),
            (
                format!(r#"{{{tenant},"client_key":null}}"#),
                Some("t"),
                Some(CourierEnvironment::Test),
            ),
            (
                format!(r#"{{{tenant},"client_key":""}}"#),
                Some("t"),
                Some(CourierEnvironment::Test),
            ),
            (format!(r#"{{{tenant},"client_key":1}}"#), None, None),
            (format!(r#"{{{tenant},"client_key":"%"}}"#), None, None),
            (
                format!(r#"{{{tenant},"client_key":"d3JrXzE="}}"#),
                Some("wrk_1"),
                Some(CourierEnvironment::Production),
            ),
            (r#"{"tenant_id":"t"}"#.to_owned(), None, None),
            (
                r#"{"tenant_id":"t/env_1","tenant_scope":"odd"}"#.to_owned(),
                Some("t"),
                Some(CourierEnvironment::Custom("env_1".to_owned())),
            ),
        ];
        for (claims, tenant, environment) in rows {
            let claims = Object::parse(&claims).unwrap();
            let workspace = Workspace::from_claims(&claims);
            assert_eq!(workspace.tenant(), tenant, "{claims:?}");
            assert_eq!(workspace.environment(), environment, "{claims:?}");
        }
    }
}
