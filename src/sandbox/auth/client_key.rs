//! The older way in: the workspace's public client key, and the HMAC of a user id
//! (<https://www.courier.com/docs/platform/inbox/authentication>).

use super::{Refusal, Workspace};
use crate::token::{
    ApiKey, ClientKey, CourierEnvironment, user_signature, workspace::SANDBOX_WORKSPACE_ID,
};

/// Whether it is what SDKs send that have none.
pub(super) fn is_none(text: &str) -> bool {
    matches!(text, "" | "empty" | "undefined")
}

impl Workspace {
    /// Whether an app may come with that client key from that origin.
    pub(in crate::sandbox) fn check_client_key(
        &self,
        text: &str,
        origin: Option<&str>,
    ) -> Result<(), Refusal> {
        let refused = |reason| Err(Refusal::Because(reason));
        if is_none(text) {
            return refused("there is no client key, which is needed here");
        }
        let Some(key) = ClientKey::decode(text) else {
            return refused("the client key cannot be read");
        };
        let is_at_home = key.workspace_id() == SANDBOX_WORKSPACE_ID
            && key.environment() == Some(CourierEnvironment::Production);
        if !is_at_home {
            return refused("the client key is of another workspace");
        }
        if self.jwt_required {
            return refused("the workspace requires user tokens: the client key is not enough");
        }
        if !self.draft_key {
            return refused("client keys need a published and a draft API key, and one is missing");
        }
        if !self.is_domain(origin) {
            return refused("the Origin is none of the workspace's domains");
        }
        Ok(())
    }

    /// Whether the signature is the user's, where one is required: by the published key or the
    /// draft one.
    pub(in crate::sandbox) fn check_signature(
        &self,
        user: &str,
        signature: Option<&str>,
    ) -> Result<(), Refusal> {
        if !self.hmac_required {
            return Ok(());
        }
        let Some(signature) = signature.filter(|text| !text.is_empty()) else {
            return Err(Refusal::Because(
                "the workspace requires a user signature (HMAC)",
            ));
        };
        let is_by = |key: ApiKey| user_signature(&key, user) == signature;
        if self
            .keys()
            .any(|key| ApiKey::new(key.secret).is_ok_and(is_by))
        {
            Ok(())
        } else {
            Err(Refusal::Because(
                "the user signature is not the HMAC of that user id by this workspace's key",
            ))
        }
    }
}
