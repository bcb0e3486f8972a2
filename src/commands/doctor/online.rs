//! The checks that need the network, in the order in which they run.

use super::{
    inbox::{InboxResponse, UserInbox},
    network::{self, Reachability},
    setup::Setup,
    token::{self, Inspection, TestToken},
};
use crate::{
    cli::DoctorArgs,
    context::Context,
    courier::{self, Courier, Trace},
    output::doctor::{
        Check, CheckStatus, Checks,
        Section::{Inbox, Token},
    },
    token::Jwt,
};

/// A run of `doctor` after the hosts have been checked.
struct OnlineRun<'r> {
    args: &'r DoctorArgs,
    setup: &'r Setup,
    courier: &'r Courier,
    reachability: Reachability,
}

/// Runs every check that needs the network.
pub(super) async fn run(
    args: &DoctorArgs,
    setup: &Setup,
    courier: &Courier,
    checks: &mut Checks,
    context: &Context<'_>,
) {
    let reachability = network::check_hosts(courier, checks).await;
    if reachability.rest {
        // A failure is not reported here, because it makes a later check fail too.
        let _ = courier.measure_clock().await;
    }
    checks.add(network::clock(courier.clock_offset()));
    let run = OnlineRun {
        args,
        setup,
        courier,
        reachability,
    };
    let new_token = run.issue(checks, context).await;
    if let Some(text) = setup
        .token
        .as_deref()
        .or(new_token.as_ref().map(Jwt::expose))
    {
        let now = token::courier_time((context.now)(), courier.clock_offset());
        let requirements = setup.requirements(args, now);
        let inspection = token::inspect(text, &requirements, setup.key.as_ref(), checks);
        let other_token = new_token.as_ref().filter(|_| setup.token.is_some());
        run.use_token(&inspection, other_token, checks).await;
    } else {
        for name in ["messages", "socket"] {
            checks.add(Check::skipped(Inbox, name, "needs a token"));
        }
    }
    if let Some(client_key) = &setup.client_key {
        let check = run.use_client_key(client_key).await;
        checks.add(without_repeated_cause(check, checks));
    }
    checks.add(network::speed(checks, &courier.endpoints().rest));
}

/// Refers to an earlier check of the Inbox that failed with the message of this one.
fn without_repeated_cause(check: Check, checks: &Checks) -> Check {
    let is_cause = |other: &&Check| {
        other.section == Inbox
            && other.status == CheckStatus::Failed
            && other.message == check.message
    };
    match checks.iter().find(is_cause) {
        Some(cause) => Check {
            message: format!("same cause as {}", cause.name),
            ..check
        },
        None => check,
    }
}

impl OnlineRun<'_> {
    /// Issues a token. If the key is refused and `--try-other-region` is set, tries the other region
    /// too.
    async fn issue(&self, checks: &mut Checks, context: &Context<'_>) -> Option<Jwt> {
        let skipped = |reason| Check::skipped(Token, "issue", reason);
        let Some(key) = &self.setup.key else {
            checks.add(skipped("needs a valid API key"));
            return None;
        };
        if !self.reachability.rest {
            checks.add(skipped("needs a connection to Courier"));
            return None;
        }
        let test_token = TestToken {
            key,
            user: &self.setup.user.id,
            features: &self.setup.features,
        };
        let attempt = test_token.issue(self.courier).await;
        let mut check = test_token.check(&attempt);
        let result = attempt.result;
        let is_refused = result
            .as_ref()
            .is_err_and(courier::Error::is_credential_refused);
        if self.args.try_other_region && is_refused {
            let trace = Trace::new(context.output.console().clone(), None, context.now);
            let other_region = test_token.check_other_region(self.courier, trace).await;
            // If the other region accepts the key, the wrong region is the only failure.
            if other_region.status == CheckStatus::Failed {
                let message = format!("{}; see {}", check.message, other_region.name);
                check = Check::skipped(Token, "issue", message);
            }
            checks.add(check);
            checks.add(other_region);
        } else {
            checks.add(check);
        }
        result.ok().map(|issued| issued.jwt)
    }

    /// Requests messages and the socket with the inspected token. `other_token` is a new token to
    /// compare with.
    async fn use_token(
        &self,
        inspection: &Inspection,
        other_token: Option<&Jwt>,
        checks: &mut Checks,
    ) {
        let skipped = |name, reason| Check::skipped(Inbox, name, reason);
        let Some(jwt) = &inspection.jwt else {
            // Text that is not a token may be a secret of another kind.
            for name in ["messages", "socket"] {
                checks.add(skipped(name, "the value is not a token"));
            }
            return;
        };
        let inbox = self.inbox();
        let response = if self.reachability.inbox {
            let messages = inbox.check_messages(jwt, inspection, other_token, checks);
            messages.await
        } else {
            checks.add(skipped("messages", "needs a connection to its host"));
            InboxResponse::Unknown
        };
        checks.add(if self.reachability.socket {
            inbox.check_socket(jwt, response).await
        } else {
            skipped("socket", "needs a connection to its host")
        });
    }

    /// Requests messages with the client key.
    async fn use_client_key(&self, client_key: &str) -> Check {
        if self.reachability.inbox {
            let key = self.setup.key.as_ref();
            self.inbox().check_client_key(client_key, key).await
        } else {
            Check::skipped(Inbox, "client key", "needs a connection to its host")
        }
    }

    fn inbox(&self) -> UserInbox<'_> {
        UserInbox {
            courier: self.courier,
            user: &self.setup.user.id,
            is_test_user: self.setup.user.is_test_user(),
            tenant: self.args.tenant.as_deref(),
        }
    }
}
