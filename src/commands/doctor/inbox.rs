//! Checks of the Inbox, its socket, and access with the client key.

use std::time::Instant;

use super::token::{InspectedToken, TRY_AGAIN};
use crate::{
    courier::{Courier, Error, InboxCredential, MessageFilter, MessagePage},
    output::doctor::{Check, Checks, Section::Inbox},
    text::plural,
    token::{ApiKey, Jwt, UserId, user_signature},
};

/// The response of the Inbox to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InboxResponse {
    Yes,
    /// The status is 401 or 403.
    Refused,
    /// The Inbox could not be reached.
    Unknown,
}

/// Lists messages with a token. If the Inbox refuses a token without findings, tries `another` one
/// that was just issued.
pub(super) async fn messages(
    courier: &Courier,
    (jwt, inspected): (&Jwt, &InspectedToken),
    user: &UserId,
    tenant: Option<&str>,
    another: Option<&Jwt>,
    checks: &mut Checks,
) -> InboxResponse {
    let access = InboxCredential::Token(jwt.clone());
    let began = Instant::now();
    let page_of_all = page(courier, &access, user, None).await;
    let took = began.elapsed();
    match &page_of_all {
        Ok(page) => {
            let says = message_counts(page);
            checks.add(Check::passed(Inbox, "messages", says).with_duration(took));
            checks.add(tenants(courier, &access, user, tenant, page.total).await);
            InboxResponse::Yes
        }
        Err(error) if error.is_credential_refused() => {
            let is_another_taken = match another {
                Some(another) if !inspected.is_refused => {
                    let access = InboxCredential::Token(another.clone());
                    Some(page(courier, &access, user, None).await.is_ok())
                }
                _ => None,
            };
            checks.add(refused(error, inspected, is_another_taken).with_duration(took));
            checks.add(Check::skipped(
                Inbox,
                "tenants",
                "there are no messages to look at",
            ));
            InboxResponse::Refused
        }
        Err(error) => {
            checks.add(failed("messages", error).with_duration(took));
            checks.add(Check::skipped(
                Inbox,
                "tenants",
                "there are no messages to look at",
            ));
            InboxResponse::Unknown
        }
    }
}

/// Finds out why a token is refused.
fn refused(error: &Error, inspected: &InspectedToken, is_another_taken: Option<bool>) -> Check {
    if let Some(code) = inspected.error.filter(|_| inspected.is_refused) {
        return Check::skipped(
            Inbox,
            "messages",
            format!("refused, as {code} of the token tells"),
        );
    }
    let (says, help) = match is_another_taken {
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
    Check::failed(Inbox, "messages", format!("{error}; {says}")).with_help(help)
}

fn failed(name: &str, error: &Error) -> Check {
    let help = error.help().unwrap_or_else(|| TRY_AGAIN.to_owned());
    Check::failed(Inbox, name, error.to_string()).with_help(help)
}

async fn page(
    courier: &Courier,
    access: &InboxCredential,
    user: &UserId,
    tenant: Option<&str>,
) -> Result<MessagePage, Error> {
    let filter = MessageFilter {
        tenant: tenant.map(str::to_owned),
        ..MessageFilter::default()
    };
    courier.list_messages(access, user, &filter, 1, None).await
}

/// Returns the number of messages and of unread ones as text.
fn message_counts(page: &MessagePage) -> String {
    let messages = plural(page.total, "message");
    format!("{messages}, {} unread", page.unread.unwrap_or_default())
}

/// Checks if an app sees the messages: it shows the messages of a tenant only if the SDK has that
/// `tenantId`.
async fn tenants(
    courier: &Courier,
    access: &InboxCredential,
    user: &UserId,
    tenant: Option<&str>,
    total: u64,
) -> Check {
    let name = "tenants";
    if let Some(tenant) = tenant {
        return match page(courier, access, user, Some(tenant)).await {
            Ok(page) if page.total == 0 && total > 0 => Check::warning(
                Inbox,
                name,
                format!("none of them is of tenant {tenant}"),
            )
            .with_help(
                "check the tenantId of the app's SDK, and the tenant that they were sent to",
            ),
            Ok(page) => Check::passed(
                Inbox,
                name,
                format!("of tenant {tenant}: {}", message_counts(&page)),
            ),
            Err(error) => Check::skipped(Inbox, name, error.to_string()),
        };
    }
    let tenants = match courier.message_tenants(access, user).await {
        Ok(Some(tenants)) => tenants,
        Ok(None) => return Check::skipped(Inbox, name, "Courier does not tell"),
        Err(error) => return Check::skipped(Inbox, name, error.to_string()),
    };
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
    let says = format!("{all} {whose} are of a tenant: {}", named.join(", "));
    let check = Check::warning(Inbox, name, says);
    check.with_help("an app sees those only if its SDK has that tenantId; look with --tenant ID")
}

/// Checks the realtime socket with the same token.
pub(super) async fn socket(
    courier: &Courier,
    jwt: &Jwt,
    user: &UserId,
    response: InboxResponse,
) -> Check {
    let began = Instant::now();
    let check = match (courier.check_socket_upgrade(jwt, user).await, response) {
        (Ok(()), _) => Check::passed(Inbox, "socket", "open (101)"),
        (Err(error), InboxResponse::Refused) if error.is_credential_refused() => {
            Check::skipped(Inbox, "socket", "refused, as the messages are")
        }
        (Err(error), InboxResponse::Yes) if error.is_credential_refused() => {
            let says = format!("{error}, though the Inbox takes the token");
            Check::failed(Inbox, "socket", says).with_help(
                "does COURIER_SOCKET_URL lead to the same Courier? a proxy may be between",
            )
        }
        (Err(error), _) => failed("socket", &error),
    };
    check.with_duration(began.elapsed())
}

/// Checks the access of an app that uses the client key, as older SDKs do.
pub(super) async fn client_key(
    courier: &Courier,
    client_key: &str,
    key: Option<&ApiKey>,
    user: &UserId,
) -> Check {
    let name = "client key";
    let with = |signature: Option<String>| InboxCredential::ClientKey {
        key: client_key.to_owned(),
        signature,
    };
    let began = Instant::now();
    let alone = page(courier, &with(None), user, None).await;
    let took = began.elapsed();
    let signed = match (&alone, key) {
        (Err(error), Some(key)) if error.is_credential_refused() => {
            let signature = user_signature(key, user.as_str());
            Some(page(courier, &with(Some(signature)), user, None).await)
        }
        _ => None,
    };
    let check = match (alone, signed) {
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
    };
    check.with_duration(took)
}
