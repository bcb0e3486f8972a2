//! The check of access with the client key, as older SDKs have it.

use std::time::Instant;

use super::UserInbox;
use crate::{
    courier::{Error, InboxCredential, MessagePage},
    output::doctor::{Check, CheckId},
    token::{ApiKey, user_signature},
};

const ID: CheckId = CheckId::ClientKeyAccess;

impl UserInbox<'_> {
    /// Lists messages with the client key. If it is refused, tries again with a user signature of the
    /// API key.
    pub(in crate::commands::doctor) async fn check_client_key(
        &self,
        client_key: &str,
        key: Option<&ApiKey>,
    ) -> Check {
        let credential = |signature: Option<String>| InboxCredential::ClientKey {
            key: client_key.to_owned(),
            signature,
        };
        let start = Instant::now();
        let unsigned = self.list(&credential(None), None).await;
        let duration = start.elapsed();
        let signed = match (&unsigned, key) {
            (Err(error), Some(key)) if error.is_credential_refused() => {
                let signature = user_signature(key, self.user.as_str());
                Some(self.list(&credential(Some(signature)), None).await)
            }
            _ => None,
        };
        client_key_access(unsigned, signed).with_duration(duration)
    }
}

/// Returns the check for the client key, from its results without and with a signature.
fn client_key_access(
    unsigned: Result<MessagePage, Error>,
    signed: Option<Result<MessagePage, Error>>,
) -> Check {
    match (unsigned, signed) {
        (Ok(_), _) => Check::passed(
            ID,
            "works for any user ID without a signature; the workspace can require HMAC or JWT",
        ),
        (Err(_), Some(Ok(_))) => Check::warning(
            ID,
            "hmac-required",
            "HMAC is required: the client key works with a user signature and gets 401 without one",
            "give the app a user token: mobile SDKs and courier-js 2 or later send no signature \
             (`courier-auth explain no-signature`); for older SDKs, use `courier-auth hmac`",
        ),
        (Err(error), Some(Err(_))) if error.is_credential_refused() => Check::warning(
            ID,
            "client-key-refused",
            "refused, with a signature too: the workspace requires a JWT, or does not allow this \
             key or origin",
            "give the app a user token instead of the client key",
        ),
        (Err(error), _) if error.is_credential_refused() => Check::warning(
            ID,
            "client-key-refused",
            "refused without a signature; to test it with one, doctor needs an API key",
            "set COURIER_API_KEY and run doctor again, or give the app a user token",
        ),
        (Err(error), _) => Check::skipped(ID, error.to_string()),
    }
}
