//! The sandbox's workspace: its keys, and the settings that decide who may come in.

use std::str::FromStr;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use regex_lite::Regex;
use serde::{Deserialize, Serialize, Serializer};

use super::{API_KEY, DRAFT_API_KEY, Refusal, bearer};
use crate::token::{DecodedToken, workspace::SANDBOX_WORKSPACE_ID};

/// The client key of every sandbox.
pub(crate) fn client_key() -> String {
    STANDARD.encode(SANDBOX_WORKSPACE_ID)
}

/// An API key and the environment that it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) struct Key {
    pub(in crate::sandbox) secret: &'static str,
    /// The `tenant_scope` of the tokens that it issues.
    pub(in crate::sandbox) scope: &'static str,
}

/// The key of what is published.
const PUBLISHED: Key = Key {
    secret: API_KEY,
    scope: "published/production",
};

/// The key of drafts.
const DRAFT: Key = Key {
    secret: DRAFT_API_KEY,
    scope: "draft/production",
};

/// The settings of the workspace.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Workspace {
    /// Whether the client key is refused.
    pub(crate) jwt_required: bool,
    /// Whether the client key needs a signature of the user beside it.
    pub(crate) hmac_required: bool,
    /// Where pages may come from that use the client key; from anywhere where there is none.
    pub(crate) domains: Vec<Domain>,
    /// Whether there is a draft key, without which the client key is good for nothing.
    pub(crate) draft_key: bool,
}

/// A change of the settings that are given.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::sandbox) struct WorkspaceChange {
    jwt_required: Option<bool>,
    hmac_required: Option<bool>,
    domains: Option<Vec<Domain>>,
    draft_key: Option<bool>,
}

/// A regular expression, found anywhere in an `Origin`.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
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
    /// The API keys.
    pub(in crate::sandbox) fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        let draft = self.draft_key.then_some(DRAFT);
        [PUBLISHED].into_iter().chain(draft)
    }

    /// The API key that a backend shows.
    pub(in crate::sandbox) fn backend(&self, authorization: Option<&str>) -> Result<Key, Refusal> {
        let Ok(shown) = bearer(authorization) else {
            return Err(Refusal::Because("there is no API key behind `Bearer `"));
        };
        let known = self.keys().find(|key| key.secret == shown);
        known.ok_or_else(|| match DecodedToken::new(shown) {
            Ok(read) if read.parse().is_ok() => {
                Refusal::Because("this route takes an API key, no user token")
            }
            _ => Refusal::Because("the API key is not one of this workspace"),
        })
    }

    pub(super) fn is_domain(&self, origin: Option<&str>) -> bool {
        let origin = origin.unwrap_or_default();
        self.domains.is_empty() || self.domains.iter().any(|domain| domain.0.is_match(origin))
    }

    /// Changes what is given.
    pub(in crate::sandbox) fn change(&mut self, change: WorkspaceChange) {
        let WorkspaceChange {
            jwt_required,
            hmac_required,
            domains,
            draft_key,
        } = change;
        self.jwt_required = jwt_required.unwrap_or(self.jwt_required);
        self.hmac_required = hmac_required.unwrap_or(self.hmac_required);
        self.draft_key = draft_key.unwrap_or(self.draft_key);
        if let Some(domains) = domains {
            self.domains = domains;
        }
    }
}

impl FromStr for Domain {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Regex::new(text)
            .map(Self)
            .map_err(|error| format!("`{text}` is no regular expression: {error}"))
    }
}

impl TryFrom<String> for Domain {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl Serialize for Domain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}
