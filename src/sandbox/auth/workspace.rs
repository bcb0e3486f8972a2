//! The workspace: its keys, and the settings that restrict the client key.

use std::str::FromStr;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use regex_lite::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize, Serializer};

use super::{bearer::bearer, refusal::Refusal};
use crate::{
    sandbox::limits::{MAX_DOMAIN_SIZE, MAX_DOMAINS},
    token::{DecodedToken, workspace::SANDBOX_WORKSPACE_ID},
};

/// The API key of every sandbox. It is fixed so that projects can keep it in their `.env`, and its
/// prefix keeps this tool from sending it to another machine.
pub(crate) const API_KEY: &str = "sandbox_local_development_key";

/// The draft API key of every sandbox. Courier accepts user signatures that were made with it.
pub(super) const DRAFT_API_KEY: &str = "sandbox_draft_development_key";

/// Returns the client key of every sandbox.
pub(crate) fn client_key() -> String {
    STANDARD.encode(SANDBOX_WORKSPACE_ID)
}

/// An API key of the workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) struct WorkspaceKey {
    pub(in crate::sandbox) secret: &'static str,
    /// The `tenant_scope` claim of the tokens that it signs.
    pub(in crate::sandbox) tenant_scope: &'static str,
}

const PUBLISHED: WorkspaceKey = WorkspaceKey {
    secret: API_KEY,
    tenant_scope: "published/production",
};

const DRAFT: WorkspaceKey = WorkspaceKey {
    secret: DRAFT_API_KEY,
    tenant_scope: "draft/production",
};

/// The settings of the workspace.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Workspace {
    /// True if the workspace refuses its client key.
    pub(crate) jwt_required: bool,
    /// True if the client key requires a signature of the user ID.
    pub(crate) hmac_required: bool,
    /// The origins of pages that may use the client key. An empty list allows every origin.
    pub(crate) domains: Vec<Domain>,
    /// True if the workspace has a draft API key. Courier refuses the client key without one.
    pub(crate) draft_key: bool,
}

/// New values of settings. Settings without one stay as they are.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::sandbox) struct WorkspaceUpdate {
    jwt_required: Option<bool>,
    hmac_required: Option<bool>,
    domains: Option<Vec<String>>,
    draft_key: Option<bool>,
}

/// A regular expression that an `Origin` header must contain a match of.
#[derive(Debug, Clone)]
pub(crate) struct Domain(Regex);

impl Default for Workspace {
    fn default() -> Self {
        Self {
            jwt_required: false,
            hmac_required: false,
            domains: Vec::new(),
            draft_key: true,
        }
    }
}

impl Workspace {
    /// The API keys of the workspace.
    pub(in crate::sandbox) fn keys(&self) -> impl Iterator<Item = WorkspaceKey> + use<> {
        let draft = self.draft_key.then_some(DRAFT);
        [PUBLISHED].into_iter().chain(draft)
    }

    /// Returns the API key in a backend's `Authorization` header.
    pub(in crate::sandbox) fn backend_key(
        &self,
        authorization: Option<&str>,
    ) -> Result<WorkspaceKey, Refusal> {
        let Ok(credential) = bearer(authorization) else {
            return Err(Refusal::Because(
                "no API key found: send `Authorization: Bearer <API key>`",
            ));
        };
        let key = self.keys().find(|key| key.secret == credential);
        key.ok_or_else(|| match DecodedToken::new(credential) {
            Ok(decoded) if decoded.parse().is_ok() => {
                Refusal::Because("this route requires an API key, not a user token")
            }
            _ => Refusal::Because("the API key does not belong to this workspace"),
        })
    }

    /// Returns true if a page of that origin may use the client key.
    pub(super) fn allows_origin(&self, origin: Option<&str>) -> bool {
        let origin = origin.unwrap_or_default();
        self.domains.is_empty() || self.domains.iter().any(|domain| domain.0.is_match(origin))
    }

    /// Replaces the settings that have a new value.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if a domain is invalid or there are too many.
    pub(in crate::sandbox) fn update(&mut self, update: WorkspaceUpdate) -> Result<(), String> {
        let WorkspaceUpdate {
            jwt_required,
            hmac_required,
            domains,
            draft_key,
        } = update;
        let domains = match domains {
            Some(domains) if domains.len() > MAX_DOMAINS => {
                return Err(format!("\"domains\" has more than {MAX_DOMAINS} origins"));
            }
            Some(domains) => {
                let domains = domains.iter().map(|domain| domain.parse());
                Some(domains.collect::<Result<Vec<Domain>, _>>()?)
            }
            None => None,
        };
        self.jwt_required = jwt_required.unwrap_or(self.jwt_required);
        self.hmac_required = hmac_required.unwrap_or(self.hmac_required);
        self.draft_key = draft_key.unwrap_or(self.draft_key);
        if let Some(domains) = domains {
            self.domains = domains;
        }
        Ok(())
    }
}

impl FromStr for Domain {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        RegexBuilder::new(text)
            .size_limit(MAX_DOMAIN_SIZE)
            .build()
            .map(Self)
            .map_err(|error| format!("`{text}` is not a valid regular expression: {error}"))
    }
}

impl Serialize for Domain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}
