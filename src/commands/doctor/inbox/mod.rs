//! Checks of the Inbox, its socket, and access with the client key.

mod client_key;
mod tenants;

use std::time::Instant;

use super::{
    commands::user_command, empty_inbox::EmptyInbox, failure::failed_request, token::Inspection,
};
use crate::{
    courier::{Courier, Error, InboxCredential, MessageFilter, MessagePage},
    endpoints::region_of_host,
    output::doctor::{Check, CheckId, Checks},
    text::plural,
    token::{ApiKey, Jwt, UserId},
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
    /// The API key, if there is one and the REST API can be reached.
    pub(super) key: Option<&'i ApiKey>,
    /// The current time in seconds since 1970.
    pub(super) now: f64,
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
                let tenants = self.check_tenants(&credential, page.total).await;
                let check = if page.total == 0 && !tenants.has_messages {
                    self.without_messages(&credential, inspection).await
                } else {
                    Check::passed(CheckId::Messages, message_counts(&page))
                };
                checks.add(check.with_duration(duration));
                checks.add(tenants.check);
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
                let check = failed_request(CheckId::Messages, &error);
                (check, InboxResponse::Unknown)
            }
        };
        checks.add(check.with_duration(duration));
        checks.add(Check::skipped(CheckId::Tenants, "needs the messages"));
        response
    }

    /// Warns about an empty Inbox, unless it is expected or an error of the token may explain it.
    async fn without_messages(
        &self,
        credential: &InboxCredential,
        inspection: &Inspection,
    ) -> Check {
        let id = CheckId::Messages;
        if self.is_test_user {
            let message = "no messages, as expected for the test user; pass --user ID to check \
                           a real one";
            return Check::passed(id, message);
        }
        if inspection.error_code.is_some() {
            return Check::passed(id, format!("the Inbox of `{}` is empty", self.user));
        }
        let empty = EmptyInbox {
            courier: self.courier,
            user: self.user,
            tenant: self.tenant,
            key: self.key,
            now: self.now,
        };
        empty.diagnose(credential).await
    }

    /// Returns the check for a refused token. `accepts_other` is true if the Inbox accepts another token
    /// of the same key, and `None` if that is not known.
    fn refused_token(
        &self,
        error: &Error,
        inspection: &Inspection,
        accepts_other: Option<bool>,
    ) -> Check {
        let id = CheckId::Messages;
        if let Some(code) = inspection.cause_of_refusal() {
            return Check::same_cause(id, code);
        }
        let allow = "allow user tokens (JWT) in Courier's Inbox settings";
        let (reason, cause, help) = match accepts_other {
            Some(true) => (
                "token-refused",
                "a new token from this key works, so the problem is this token",
                "issue a new token with this key".to_owned(),
            ),
            Some(false) => (
                "tokens-refused",
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
                "token-refused",
                "the token has no errors, so it belongs to another workspace, or this workspace \
                 does not accept tokens",
                format!("{allow}; set COURIER_API_KEY and run doctor again to compare"),
            ),
        };
        let check = Check::failed(id, reason, format!("{error}; {cause}"), help);
        match accepts_other {
            Some(true) if !self.is_test_user => {
                check.with_fix(user_command("issue", self.user.as_str(), &[]))
            }
            _ => check,
        }
    }

    /// Requests the realtime socket with a token. `response` is the response of the Inbox to it.
    pub(super) async fn check_socket(&self, jwt: &Jwt, response: InboxResponse) -> Check {
        let id = CheckId::Socket;
        let start = Instant::now();
        let credential = InboxCredential::Token(jwt.clone());
        let check = self.courier.check_socket_upgrade(&credential, self.user);
        let result = check.await;
        let check = match (result, response) {
            (Ok(()), _) => Check::passed(id, "connected (101)"),
            (Err(error), InboxResponse::Refused(cause)) if error.is_credential_refused() => {
                Check::same_cause(id, cause)
            }
            (Err(error), InboxResponse::Accepted) if error.is_credential_refused() => {
                let message = format!("{error}, although the Inbox accepts the token");
                let help = "check COURIER_SOCKET_URL, and whether a proxy blocks WebSockets";
                Check::failed(id, error.reason().as_str(), message, help)
            }
            (Err(error), _) => failed_request(id, &error),
        };
        check.with_duration(start.elapsed())
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
