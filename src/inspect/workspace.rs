//! Which workspace a token is of, as Courier finds it out.

use std::borrow::Cow;

use crate::token::{ClientKey, CourierEnvironment, Object, Value, workspace::workspace_id};

/// What a token says of its workspace. `client_key` wins over `tenant_id` and `tenant_scope`.
#[derive(Debug, Clone, PartialEq)]
pub enum Workspace<'s> {
    /// There is no token, or it names none.
    Unnamed,
    /// What `client_key` says; `None` where that cannot be read.
    ClientKey(Option<ClientKey>),
    /// `tenant_id` and `tenant_scope`.
    Tenant(Cow<'s, str>, Cow<'s, str>),
}

impl<'s> Workspace<'s> {
    /// The workspace that claims name.
    #[must_use]
    pub fn of(claims: &Object<'s>) -> Self {
        let text = |name| match claims.get(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        };
        match claims.get("client_key") {
            // What JavaScript counts as false is not there.
            None | Some(Value::Null | Value::Bool(false) | Value::Number(0.0)) => {}
            Some(Value::String(text)) if text.is_empty() => {}
            Some(Value::String(text)) => return Self::ClientKey(ClientKey::decode(&text)),
            Some(_) => return Self::ClientKey(None),
        }
        match (text("tenant_id"), text("tenant_scope")) {
            (Some(id), Some(scope)) => Self::Tenant(id, scope),
            _ => Self::Unnamed,
        }
    }

    /// The workspace's id.
    #[must_use]
    pub fn tenant(&self) -> Option<&str> {
        match self {
            Self::Unnamed | Self::ClientKey(None) => None,
            Self::ClientKey(Some(key)) => Some(key.workspace_id()),
            Self::Tenant(id, _) => Some(workspace_id(id)),
        }
    }

    /// The environment, where it is known which.
    #[must_use]
    pub fn environment(&self) -> Option<CourierEnvironment> {
        match self {
            Self::Unnamed => None,
            Self::ClientKey(key) => key.as_ref()?.environment(),
            Self::Tenant(id, scope) => CourierEnvironment::from_tenant_scope(scope)
                .or_else(|| CourierEnvironment::from_tenant_id(id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_key_wins_and_has_to_be_readable() {
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
            let workspace = Workspace::of(&claims);
            assert_eq!(workspace.tenant(), tenant, "{claims:?}");
            assert_eq!(workspace.environment(), environment, "{claims:?}");
        }
    }
}
