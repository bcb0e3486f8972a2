//! The Inbox, its socket, and what an app gets with the client key.

use std::time::Instant;

use super::token::Judged;
use crate::{
    courier::{Access, Courier, Error, Filter, Page},
    output::doctor::{Check, Checks, Section::Inbox},
    token::{ApiKey, Jwt, UserId, user_signature},
};

/// Asks the Inbox with a token.
pub(super) async fn messages(
    courier: &Courier,
    jwt: &Jwt,
    user: &UserId,
    tenant: Option<&str>,
    judged: &Judged,
    checks: &mut Checks,
) {
    let access = Access::Token(jwt.clone());
    let began = Instant::now();
    let page = page(courier, &access, user, None).await;
    let took = began.elapsed();
    match &page {
        Ok(page) => {
            let says = told(page);
            checks.add(Check::good(Inbox, "messages", says).took(took));
            checks.add(tenants(courier, &access, user, tenant, page.total).await);
        }
        Err(error) => checks.add(refused("messages", error, judged).took(took)),
    }
}

async fn page(
    courier: &Courier,
    access: &Access,
    user: &UserId,
    tenant: Option<&str>,
) -> Result<Page, Error> {
    let filter = Filter {
        tenant: tenant.map(str::to_owned),
        ..Filter::default()
    };
    courier.page(access, user, &filter, 1, None).await
}

fn told(page: &Page) -> String {
    let noun = if page.total == 1 {
        "message"
    } else {
        "messages"
    };
    format!(
        "{} {noun}, {} unread",
        page.total,
        page.unread.unwrap_or_default()
    )
}

/// Whether an app sees them: a message of a tenant is shown where the SDK has that `tenantId`.
async fn tenants(
    courier: &Courier,
    access: &Access,
    user: &UserId,
    tenant: Option<&str>,
    total: u64,
) -> Check {
    let name = "tenants";
    if let Some(tenant) = tenant {
        return match page(courier, access, user, Some(tenant)).await {
            Ok(page) if page.total == 0 && total > 0 => {
                Check::warning(Inbox, name, format!("none of them is of tenant {tenant}")).help(
                    "check the tenantId of the app's SDK, and the tenant that they were sent to",
                )
            }
            Ok(page) => Check::good(Inbox, name, format!("of tenant {tenant}: {}", told(&page))),
            Err(error) => Check::skipped(Inbox, name, error.to_string()),
        };
    }
    let tenants = match courier.tenants(access, user).await {
        Ok(Some(tenants)) => tenants,
        Ok(None) => return Check::skipped(Inbox, name, "Courier does not tell"),
        Err(error) => return Check::skipped(Inbox, name, error.to_string()),
    };
    let mut named: Vec<&str> = tenants.iter().flatten().map(String::as_str).collect();
    let count = named.len();
    named.sort_unstable();
    named.dedup();
    if count == 0 {
        return Check::good(Inbox, name, "no message is of a tenant");
    }
    let all = if count == tenants.len() {
        "all"
    } else {
        "some"
    };
    let says = format!("{all} of them are of a tenant: {}", named.join(", "));
    let check = Check::warning(Inbox, name, says);
    check.help("an app sees those only if its SDK has that tenantId; look with --tenant ID")
}

/// Asks for the realtime socket.
pub(super) async fn socket(courier: &Courier, jwt: &Jwt, user: &UserId, judged: &Judged) -> Check {
    let began = Instant::now();
    let check = match courier.upgrade(jwt, user).await {
        Ok(()) => Check::good(Inbox, "socket", "open (101)"),
        Err(error) => refused("socket", &error, judged),
    };
    check.took(began.elapsed())
}

/// What did not work, unless the token's own faults say why.
fn refused(name: &str, error: &Error, judged: &Judged) -> Check {
    match (&judged.refusal, error.is_refusal()) {
        (Some(code), true) => Check::skipped(
            Inbox,
            name,
            format!("refused, as {code} of the token tells"),
        ),
        (None, true) => Check::bad(
            Inbox,
            name,
            format!("{error}, although every rule is content with the token"),
        )
        .help(
            "the token is of another region or environment, or its key was rotated: \
             issue a new one here; then look at what the app's SDK sends",
        ),
        _ => {
            let help = error.help();
            let help = help.unwrap_or_else(|| super::AGAIN.to_owned());
            Check::bad(Inbox, name, error.to_string()).help(help)
        }
    }
}

/// What an app gets that shows the client key, as SDKs of older years do.
pub(super) async fn client_key(
    courier: &Courier,
    client_key: &str,
    key: Option<&ApiKey>,
    user: &UserId,
) -> Check {
    let name = "client key";
    let with = |signature: Option<String>| Access::ClientKey {
        key: client_key.to_owned(),
        signature,
    };
    let began = Instant::now();
    let alone = page(courier, &with(None), user, None).await;
    let signed = match (&alone, key) {
        (Err(error), Some(key)) if error.is_refusal() => {
            let signature = user_signature(key, user.as_str());
            Some(page(courier, &with(Some(signature)), user, None).await)
        }
        _ => None,
    };
    let check = match (alone, signed) {
        (Ok(_), _) => Check::good(
            Inbox,
            name,
            "lets in whoever names a user; a workspace can ask for more",
        ),
        (Err(_), Some(Ok(_))) => Check::warning(
            Inbox,
            name,
            "HMAC is required: with the user's signature it lets in, alone it gets 401",
        )
        .help(
            "mobile SDKs and courier-js from 2 on never send a signature: give them a user \
             token; for older ones: courier-auth hmac",
        ),
        (Err(error), Some(Err(_))) if error.is_refusal() => Check::warning(
            Inbox,
            name,
            "refused, with a signature too: a JWT is required, or the key is of another environment",
        )
        .help("give the app a user token instead of the client key"),
        (Err(error), _) if error.is_refusal() => Check::warning(
            Inbox,
            name,
            "refused alone; without an API key the signature cannot be tried",
        )
        .help("a JWT or HMAC is required, or the key is of another environment"),
        (Err(error), _) => Check::skipped(Inbox, name, error.to_string()),
    };
    check.took(began.elapsed())
}
