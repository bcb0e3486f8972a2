//! Checks of the Inbox, its socket, and access with the client key.

use std::time::Instant;

use super::{failure::failed_request, token::Inspection};
use crate::{
    courier::{Courier, Error, InboxCredential, MessageFilter, MessagePage},
    endpoints::region_of_host,
    output::doctor::{Check, Checks, Section::Inbox},
    text::plural,
    token::{ApiKey, Jwt, UserId, user_signature},
};

/// The response of the Inbox to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InboxResponse {
    Accepted,
    /// The status is 401 or 403. Holds the cause: the rule that found it, or the check of the messages.
    Refused(&'static str),
    /// The Inbox could not be reached, or its response is invalid.
    Unknown,
}

/// The Inbox of one user.
pub(super) struct UserInbox<'i> {
    pub(super) courier: &'i Courier,
    pub(super) user: &'i UserId,
    /// True if no user is known, so that an empty Inbox is expected.
    pub(super) is_test_user: bool,
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
                let check = self.message_count(&page, inspection);
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
                let check = self.refused_token(&error, inspection, accepts_other);
                let cause = inspection.cause_of_refusal().unwrap_or("messages");
                (check, InboxResponse::Refused(cause))
            }
            Err(error) => {
                let check = failed_request(Inbox, "messages", &error);
                (check, InboxResponse::Unknown)
            }
        };
        checks.add(check.with_duration(duration));
        checks.add(Check::skipped(Inbox, "tenants", "needs the messages"));
        response
    }

    /// Warns about an empty Inbox, unless it is expected or an error of the token may explain it.
    fn message_count(&self, page: &MessagePage, inspection: &Inspection) -> Check {
        let name = "messages";
        let user = self.user;
        if page.total > 0 {
            Check::passed(Inbox, name, message_counts(page))
        } else if self.is_test_user {
            let message = "no messages, as expected for the test user; pass --user ID to check \
                           a real one";
            Check::passed(Inbox, name, message)
        } else if inspection.error_code.is_some() {
            Check::passed(Inbox, name, format!("the Inbox of `{user}` is empty"))
        } else {
            let check = Check::warning(Inbox, name, format!("the Inbox of `{user}` is empty"));
            check.with_help(
                "check the user ID (case-sensitive) with `courier-auth messages --user ID`; then \
                 check that a message was sent to the inbox channel",
            )
        }
    }

    /// Returns the check for a refused token. `accepts_other` is true if the Inbox accepts another token
    /// of the same key, and `None` if that is not known.
    fn refused_token(
        &self,
        error: &Error,
        inspection: &Inspection,
        accepts_other: Option<bool>,
    ) -> Check {
        if let Some(code) = inspection.cause_of_refusal() {
            return Check::skipped(Inbox, "messages", format!("same cause as {code}"));
        }
        let allow = "allow user tokens (JWT) in Courier's Inbox settings";
        let (message, help) = match accepts_other {
            Some(true) => (
                "a new token from this key works, so the problem is this token",
                "issue a new token with this key: `courier-auth issue --user ID`".to_owned(),
            ),
            Some(false) => (
                "a new token from this key is refused too, so the workspace does not accept tokens",
                match region_of_host(&self.courier.endpoints().inbox) {
                    Some(region) => {
                        format!(
                            "{allow}; or try the other region: --region {}",
                            region.other()
                        )
                    }
                    None => allow.to_owned(),
                },
            ),
            None => (
                "the token has no errors, so it belongs to another workspace, or this workspace \
                 does not accept tokens",
                format!("{allow}; set COURIER_API_KEY and run doctor again to compare"),
            ),
        };
        Check::failed(Inbox, "messages", format!("{error}; {message}")).with_help(help)
    }

    /// Warns if the app does not see all messages: an SDK shows a tenant's messages only if its
    /// `tenantId` is that tenant. `total` is the number of all messages.
    async fn check_tenants(&self, credential: &InboxCredential, total: u64) -> Check {
        let name = "tenants";
        if total == 0 {
            return Check::skipped(Inbox, name, "the Inbox is empty");
        }
        if let Some(tenant) = self.tenant {
            return match self.list(credential, Some(tenant)).await {
                Ok(page) if page.total == 0 => {
                    let message = format!("no message belongs to tenant {tenant}");
                    Check::warning(Inbox, name, message).with_help(
                        "check the tenantId of the app's SDK, and the tenant that you send to",
                    )
                }
                Ok(page) => {
                    let message = format!("tenant {tenant}: {}", message_counts(&page));
                    Check::passed(Inbox, name, message)
                }
                Err(error) => Check::skipped(Inbox, name, error.to_string()),
            };
        }
        match self.courier.message_tenants(credential, self.user).await {
            Ok(Some(tenants)) => newest_tenants(&tenants, total),
            Ok(None) => Check::skipped(Inbox, name, "the response contains no tenants"),
            Err(error) => Check::skipped(Inbox, name, error.to_string()),
        }
    }

    /// Requests the realtime socket with a token. `response` is the response of the Inbox to it.
    pub(super) async fn check_socket(&self, jwt: &Jwt, response: InboxResponse) -> Check {
        let start = Instant::now();
        let result = self.courier.check_socket_upgrade(jwt, self.user).await;
        let check = match (result, response) {
            (Ok(()), _) => Check::passed(Inbox, "socket", "connected (101)"),
            (Err(error), InboxResponse::Refused(cause)) if error.is_credential_refused() => {
                Check::skipped(Inbox, "socket", format!("same cause as {cause}"))
            }
            (Err(error), InboxResponse::Accepted) if error.is_credential_refused() => {
                let message = format!("{error}, although the Inbox accepts the token");
                Check::failed(Inbox, "socket", message)
                    .with_help("check COURIER_SOCKET_URL, and whether a proxy blocks WebSockets")
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
    let all = total <= tenants.len() as u64;
    let newest = format!("the newest {}", plural(tenants.len() as u64, "message"));
    if count == 0 {
        return Check::passed(
            Inbox,
            name,
            if all {
                "no message belongs to a tenant".to_owned()
            } else {
                format!("none of {newest} belongs to a tenant")
            },
        );
    }
    let quantity = if count == tenants.len() {
        "all"
    } else {
        "some"
    };
    let messages = if all {
        "messages".to_owned()
    } else {
        format!("of {newest}")
    };
    let message = format!(
        "{quantity} {messages} belong to a tenant: {}",
        named.join(", ")
    );
    Check::warning(Inbox, name, message).with_help(
        "an app shows these only if its SDK sets that tenantId; check one with --tenant ID",
    )
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
            "works for any user ID without a signature; the workspace can require HMAC or JWT",
        ),
        (Err(_), Some(Ok(_))) => Check::warning(
            Inbox,
            name,
            "HMAC is required: the client key works with a user signature and gets 401 without one",
        )
        .with_help(
            "give the app a user token: mobile SDKs and courier-js 2 or later send no signature; \
             for older SDKs, use `courier-auth hmac`",
        ),
        (Err(error), Some(Err(_))) if error.is_credential_refused() => Check::warning(
            Inbox,
            name,
            "refused, with a signature too: the workspace requires a JWT, or does not allow this \
             key or origin",
        )
        .with_help("give the app a user token instead of the client key"),
        (Err(error), _) if error.is_credential_refused() => Check::warning(
            Inbox,
            name,
            "refused without a signature; to test it with one, doctor needs an API key",
        )
        .with_help("set COURIER_API_KEY and run doctor again, or give the app a user token"),
        (Err(error), _) => Check::skipped(Inbox, name, error.to_string()),
    }
}
