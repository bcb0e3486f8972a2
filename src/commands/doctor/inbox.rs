//! Checks of the Inbox, its socket, and access with the client key.

use std::time::Instant;

use super::{failure::failed_request, token::Inspection};
use crate::{
    courier::{Courier, Error, InboxCredential, MessageFilter, MessagePage},
    output::doctor::{Check, Checks, Section::Inbox},
    text::plural,
    token::{ApiKey, Jwt, UserId, user_signature},
};

/// The response of the Inbox to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InboxResponse {
    Accepted,
    /// The status is 401 or 403.
    Refused,
    /// The Inbox could not be reached, or its response is invalid.
    Unknown,
}

/// The Inbox of one user.
pub(super) struct UserInbox<'i> {
    pub(super) courier: &'i Courier,
    pub(super) user: &'i UserId,
    /// The tenant whose messages the app shows.
    pub(super) tenant: Option<&'i str>,
}

impl UserInbox<'_> {
    /// Lists messages with a token. If the Inbox refuses a token that has no errors, `other_token`
    /// shows whether it refuses every token.
    pub(super) async fn check_messages(
        &self,
        jwt: &Jwt,
        inspection: &Inspection,
        other_token: Option<&Jwt>,
        checks: &mut Checks,
    ) -> InboxResponse {
        let credential = InboxCredential::Token(jwt.clone());
        let start = Instant::now();
        let result = self.list(&credential, None).await;
        let duration = start.elapsed();
        let (check, response) = match result {
            Ok(page) => {
                let check = Check::passed(Inbox, "messages", message_counts(&page));
                checks.add(check.with_duration(duration));
                checks.add(self.check_tenants(&credential, page.total).await);
                return InboxResponse::Accepted;
            }
            Err(error) if error.is_credential_refused() => {
                let accepts_other = match other_token {
                    Some(other) if !inspection.is_refused => {
                        let credential = InboxCredential::Token(other.clone());
                        Some(self.list(&credential, None).await.is_ok())
                    }
                    _ => None,
                };
                let check = refused_token(&error, inspection, accepts_other);
                (check, InboxResponse::Refused)
            }
            Err(error) => {
                let check = failed_request(Inbox, "messages", &error);
                (check, InboxResponse::Unknown)
            }
        };
        checks.add(check.with_duration(duration));
        checks.add(Check::skipped(
            Inbox,
            "tenants",
            "there are no messages to look at",
        ));
        response
    }

    /// Warns if the app does not see all messages: an SDK shows a tenant's messages only if its
    /// `tenantId` is that tenant. `total` is the number of all messages.
    async fn check_tenants(&self, credential: &InboxCredential, total: u64) -> Check {
        let name = "tenants";
        if let Some(tenant) = self.tenant {
            return match self.list(credential, Some(tenant)).await {
                Ok(page) if page.total == 0 && total > 0 => {
                    let message = format!("none of them is of tenant {tenant}");
                    Check::warning(Inbox, name, message).with_help(
                        "check the tenantId of the app's SDK, and the tenant that they were sent to",
                    )
                }
                Ok(page) => {
                    let message = format!("of tenant {tenant}: {}", message_counts(&page));
                    Check::passed(Inbox, name, message)
                }
                Err(error) => Check::skipped(Inbox, name, error.to_string()),
            };
        }
        match self.courier.message_tenants(credential, self.user).await {
            Ok(Some(tenants)) => newest_tenants(&tenants, total),
            Ok(None) => Check::skipped(Inbox, name, "Courier does not tell"),
            Err(error) => Check::skipped(Inbox, name, error.to_string()),
        }
    }

    /// Requests the realtime socket with a token. `response` is the response of the Inbox to it.
    pub(super) async fn check_socket(&self, jwt: &Jwt, response: InboxResponse) -> Check {
        let start = Instant::now();
        let result = self.courier.check_socket_upgrade(jwt, self.user).await;
        let check = match (result, response) {
            (Ok(()), _) => Check::passed(Inbox, "socket", "open (101)"),
            (Err(error), InboxResponse::Refused) if error.is_credential_refused() => {
                Check::skipped(Inbox, "socket", "refused, as the messages are")
            }
            (Err(error), InboxResponse::Accepted) if error.is_credential_refused() => {
                let message = format!("{error}, though the Inbox takes the token");
                Check::failed(Inbox, "socket", message).with_help(
                    "does COURIER_SOCKET_URL lead to the same Courier? a proxy may be between",
                )
            }
            (Err(error), _) => failed_request(Inbox, "socket", &error),
        };
        check.with_duration(start.elapsed())
    }

    /// Lists messages with the client key, as older SDKs do. If it is refused, tries again with a
    /// user signature of the API key.
    pub(super) async fn check_client_key(&self, client_key: &str, key: Option<&ApiKey>) -> Check {
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

    /// Returns the first page of messages, of one message.
    async fn list(
        &self,
        credential: &InboxCredential,
        tenant: Option<&str>,
    ) -> Result<MessagePage, Error> {
        let filter = MessageFilter {
            tenant: tenant.map(str::to_owned),
            ..MessageFilter::default()
        };
        self.courier
            .list_messages(credential, self.user, &filter, 1, None)
            .await
    }
}

/// Returns the check for a refused token. `accepts_other` is true if the Inbox accepts another token of
/// the same key, and `None` if that is not known.
fn refused_token(error: &Error, inspection: &Inspection, accepts_other: Option<bool>) -> Check {
    if let Some(code) = inspection.error_code.filter(|_| inspection.is_refused) {
        return Check::skipped(
            Inbox,
            "messages",
            format!("refused, as {code} of the token tells"),
        );
    }
    let (message, help) = match accepts_other {
        Some(true) => (
            "a new token from this key is let in: it is the token",
            "it is of another region or environment, or signed by a key that is gone: \
             issue it anew with this key",
        ),
        Some(false) => (
            "and so is a new token from this key: it is the workspace",
            "see in Courier's settings of the Inbox whether user tokens (JWT) are let in; \
             then whether --region is the workspace's",
        ),
        None => (
            "and no rule says why: it is the workspace, or the token is of another one",
            "see in Courier's settings of the Inbox whether user tokens (JWT) are let in; \
             with the API key, doctor tells which",
        ),
    };
    Check::failed(Inbox, "messages", format!("{error}; {message}")).with_help(help)
}

/// Returns the number of messages and of unread ones as text.
fn message_counts(page: &MessagePage) -> String {
    let messages = plural(page.total, "message");
    let unread = page.unread.unwrap_or_default();
    format!("{messages}, {unread} unread")
}

/// Returns the check for the tenants of the newest messages. `total` is the number of all messages.
fn newest_tenants(tenants: &[Option<String>], total: u64) -> Check {
    let name = "tenants";
    let mut named: Vec<&str> = tenants.iter().flatten().map(String::as_str).collect();
    let count = named.len();
    named.sort_unstable();
    named.dedup();
    let whose = if total > tenants.len() as u64 {
        format!("of the newest {}", tenants.len())
    } else {
        "of them".to_owned()
    };
    if count == 0 {
        return Check::passed(Inbox, name, format!("none {whose} is of a tenant"));
    }
    let all = if count == tenants.len() {
        "all"
    } else {
        "some"
    };
    let message = format!("{all} {whose} are of a tenant: {}", named.join(", "));
    let check = Check::warning(Inbox, name, message);
    check.with_help("an app sees those only if its SDK has that tenantId; look with --tenant ID")
}

/// Returns the check for the client key, from its results without and with a signature.
fn client_key_access(
    unsigned: Result<MessagePage, Error>,
    signed: Option<Result<MessagePage, Error>>,
) -> Check {
    let name = "client key";
    match (unsigned, signed) {
        (Ok(_), _) => Check::passed(
            Inbox,
            name,
            "lets in whoever names a user; a workspace can ask for more",
        ),
        (Err(_), Some(Ok(_))) => Check::warning(
            Inbox,
            name,
            "HMAC is required: with the user's signature it lets in, alone it gets 401",
        )
        .with_help(
            "mobile SDKs and courier-js from 2 on never send a signature: give them a user \
             token; for older ones: courier-auth hmac",
        ),
        (Err(error), Some(Err(_))) if error.is_credential_refused() => Check::warning(
            Inbox,
            name,
            "refused, with a signature too: a JWT is required, or the key or the page's origin is none of \
             the workspace's",
        )
        .with_help("give the app a user token instead of the client key"),
        (Err(error), _) if error.is_credential_refused() => Check::warning(
            Inbox,
            name,
            "refused alone; without an API key the signature cannot be tried",
        )
        .with_help("a JWT or HMAC is required, or the key is of another environment"),
        (Err(error), _) => Check::skipped(Inbox, name, error.to_string()),
    }
}
