//! Authentication of older apps: the workspace's public client key, and the HMAC of a user ID
//! (<https://www.courier.com/docs/platform/inbox/authentication>).

use super::{refusal::Refusal, workspace::Workspace};
use crate::token::{
    ApiKey, ClientKey, CourierEnvironment, user_signature, workspace::SANDBOX_WORKSPACE_ID,
};

/// Returns true for the values that SDKs send if they have no client key.
pub(super) fn is_absent(text: &str) -> bool {
    matches!(text, "" | "empty" | "undefined")
}

impl Workspace {
    /// Checks a client key, and the `Origin` of the request.
    pub(in crate::sandbox) fn check_client_key(
        &self,
        text: &str,
        origin: Option<&str>,
    ) -> Result<(), Refusal> {
        let refused = |reason| Err(Refusal::Because(reason));
        if is_absent(text) {
            return refused("no client key found: this route requires one");
        }
        let Some(key) = ClientKey::decode(text) else {
            return refused("the client key cannot be decoded");
        };
        let is_own = key.workspace_id() == SANDBOX_WORKSPACE_ID
            && key.environment() == Some(CourierEnvironment::Production);
        if !is_own {
            return refused("the client key belongs to another workspace or environment");
        }
        if self.jwt_required {
            return refused(
                "the workspace requires user tokens and does not accept the client key",
            );
        }
        if !self.draft_key {
            return refused(
                "client keys require a draft API key, and the workspace does not have one",
            );
        }
        if !self.allows_origin(origin) {
            return refused("the Origin header does not match any of the workspace's domains");
        }
        Ok(())
    }

    /// Checks the signature of a user ID, if the workspace requires one. It may be made with the
    /// published or the draft API key.
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
        let is_made_with = |key: ApiKey| user_signature(&key, user) == signature;
        if self
            .keys()
            .any(|key| ApiKey::new(key.secret).is_ok_and(is_made_with))
        {
            Ok(())
        } else {
            Err(Refusal::Because(
                "the user signature does not match: it must be the HMAC of the user ID with an API key",
            ))
        }
    }
}
