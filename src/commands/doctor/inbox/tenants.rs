//! The check that the app sees the messages of its tenant.

use super::{UserInbox, message_counts};
use crate::{
    commands::doctor::commands::doctor_command,
    courier::InboxCredential,
    output::doctor::{Check, CheckId},
    text::plural,
};

const ID: CheckId = CheckId::Tenants;

/// The check of the tenants, and what it shows about the messages.
pub(super) struct TenantCheck {
    pub(super) check: Check,
    /// True if the app's tenant has messages.
    pub(super) has_messages: bool,
}

impl UserInbox<'_> {
    /// Warns if the app does not see all messages: an SDK shows a tenant's messages only if its
    /// `tenantId` is that tenant. `total` is the number of all messages.
    pub(super) async fn check_tenants(
        &self,
        credential: &InboxCredential,
        total: u64,
    ) -> TenantCheck {
        let without_messages = |check| TenantCheck {
            check,
            has_messages: false,
        };
        if let Some(tenant) = self.tenant {
            return match self.list(credential, Some(tenant)).await {
                Ok(page) if page.total > 0 => TenantCheck {
                    check: Check::passed(ID, format!("tenant {tenant}: {}", message_counts(&page))),
                    has_messages: true,
                },
                Ok(_) if total > 0 => {
                    without_messages(self.other_tenants(credential, tenant).await)
                }
                Ok(_) => without_messages(empty_inbox()),
                Err(error) => without_messages(Check::skipped(ID, error.to_string())),
            };
        }
        if total == 0 {
            return without_messages(empty_inbox());
        }
        let tenants = self.courier.message_tenants(credential, self.user).await;
        without_messages(match tenants {
            Ok(Some(tenants)) => self.newest_tenants(&tenants, total),
            Ok(None) => Check::skipped(ID, "the response contains no tenants"),
            Err(error) => Check::skipped(ID, error.to_string()),
        })
    }

    /// Returns the check for messages of which none belongs to the app's tenant.
    async fn other_tenants(&self, credential: &InboxCredential, tenant: &str) -> Check {
        let tenants = self.courier.message_tenants(credential, self.user).await;
        let tenants = tenants.ok().flatten().unwrap_or_default();
        let named = named(&tenants);
        let others = if named.is_empty() {
            String::new()
        } else {
            format!("; messages belong to: {}", named.join(", "))
        };
        let message = format!("no message belongs to tenant {tenant}{others}");
        let help = "check the tenantId of the app's SDK, and the tenant that you send to";
        let fix = match named.first() {
            Some(other) => doctor_command(self.user.as_str(), &["--tenant", other]),
            None => doctor_command(self.user.as_str(), &[]),
        };
        Check::warning(ID, "other-tenant", message, help).with_fix(fix)
    }

    /// Returns the check for the tenants of the newest messages. `total` is the number of all
    /// messages.
    fn newest_tenants(&self, tenants: &[Option<String>], total: u64) -> Check {
        let named = named(tenants);
        let all = total <= tenants.len() as u64;
        let newest = format!("the newest {}", plural(tenants.len() as u64, "message"));
        let Some(first) = named.first() else {
            return Check::passed(
                ID,
                if all {
                    "no message belongs to a tenant".to_owned()
                } else {
                    format!("none of {newest} belongs to a tenant")
                },
            );
        };
        let (reason, quantity) = if tenants.iter().all(Option::is_some) {
            ("tenant-only", "all")
        } else {
            ("some-of-tenant", "some")
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
        let help = "an app shows these only if its SDK sets that tenantId; check it";
        Check::warning(ID, reason, message, help)
            .with_fix(doctor_command(self.user.as_str(), &["--tenant", first]))
    }
}

fn empty_inbox() -> Check {
    Check::skipped(ID, "the Inbox is empty")
}

/// Returns the tenants without duplicates, in alphabetical order.
fn named(tenants: &[Option<String>]) -> Vec<&str> {
    let mut named: Vec<&str> = tenants.iter().flatten().map(String::as_str).collect();
    named.sort_unstable();
    named.dedup();
    named
}
