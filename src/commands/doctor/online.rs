//! The checks that need the network, in the order in which they run.

use super::{
    inbox::{InboxResponse, UserInbox},
    network::{self, Reachability},
    send::{self, TestMessage},
    setup::Setup,
    token::{self, Inspection, TestToken},
};
use crate::{
    cli::DoctorArgs,
    context::Context,
    courier::{self, Courier, Trace},
    output::doctor::{Check, CheckId, CheckStatus, Checks, SAME_CAUSE},
    time::unix_seconds,
    token::Jwt,
};

/// The checks that use a token.
const USES_OF_TOKEN: [CheckId; 2] = [CheckId::Messages, CheckId::Socket];

/// A run of `doctor` after the hosts have been checked.
struct OnlineRun<'r> {
    args: &'r DoctorArgs,
    setup: &'r Setup,
    courier: &'r Courier,
    reachability: Reachability,
    /// The time by Courier's clock, in seconds since 1970.
    now: f64,
}

/// Runs every check that needs the network. Returns true if it was interrupted.
pub(super) async fn run(
    args: &DoctorArgs,
    setup: &Setup,
    courier: &Courier,
    checks: &mut Checks,
    context: &Context<'_>,
) -> bool {
    let reachability = network::check_hosts(courier, checks).await;
    if reachability.rest {
        // A failure is not reported here, because it makes a later check fail too.
        let _ = courier.measure_clock().await;
    }
    checks.add(network::clock(courier.clock_offset()));
    let now = token::courier_time((context.now)(), courier.clock_offset());
    let run = OnlineRun {
        args,
        setup,
        courier,
        reachability,
        now: unix_seconds(now),
    };
    let new_token = run.issue(checks, context).await;
    let mut response = InboxResponse::Unknown;
    let mut given_token = None;
    if let Some(text) = setup
        .token
        .as_deref()
        .or(new_token.as_ref().map(Jwt::expose))
    {
        let requirements = setup.requirements(args, now);
        let inspection = token::inspect(text, &requirements, setup.key.as_ref(), checks);
        let other_token = new_token.as_ref().filter(|_| setup.token.is_some());
        response = run.use_token(&inspection, other_token, checks).await;
        given_token = inspection.jwt;
    } else {
        for id in USES_OF_TOKEN {
            checks.add(Check::skipped(id, "needs a token"));
        }
    }
    if let Some(client_key) = &setup.client_key {
        let check = run.use_client_key(client_key).await;
        checks.add(without_repeated_cause(check, checks));
    }
    checks.add(network::speed(checks, &courier.endpoints().rest));
    if !args.send {
        return false;
    }
    let jwts = given_token.as_ref().zip(new_token.as_ref());
    run.send(jwts, response, checks).await
}

/// Refers to an earlier check of the Inbox that failed with the message of this one.
fn without_repeated_cause(check: Check, checks: &Checks) -> Check {
    let is_cause = |other: &&Check| {
        other.id.group() == check.id.group()
            && other.status == CheckStatus::Failed
            && other.message == check.message
    };
    match checks.iter().find(is_cause) {
        Some(cause) => Check {
            duration: check.duration,
            ..Check::same_cause(check.id, cause.name())
        },
        None => check,
    }
}

impl OnlineRun<'_> {
    /// Issues a token. If the key is refused and `--try-other-region` is set, tries the other region
    /// too.
    async fn issue(&self, checks: &mut Checks, context: &Context<'_>) -> Option<Jwt> {
        let skipped = |reason| Check::skipped(CheckId::Issue, reason);
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
            other_scopes: if self.args.send { send::SCOPES } else { &[] },
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
                let message = format!("{}; see {}", check.message, other_region.name());
                check = Check {
                    reason: Some(SAME_CAUSE),
                    ..Check::skipped(CheckId::Issue, message)
                };
            }
            checks.add(check);
            checks.add(other_region);
        } else {
            checks.add(check);
        }
        result.ok().map(|issued| issued.jwt)
    }

    /// Requests messages and the socket with the inspected token. `other_token` is a new token to
    /// compare with. Returns the response of the Inbox.
    async fn use_token(
        &self,
        inspection: &Inspection,
        other_token: Option<&Jwt>,
        checks: &mut Checks,
    ) -> InboxResponse {
        let no_connection = "needs a connection to its host";
        let Some(jwt) = &inspection.jwt else {
            // Text that is not a token may be a secret of another kind.
            for id in USES_OF_TOKEN {
                checks.add(Check::skipped(id, "the value is not a token"));
            }
            return InboxResponse::Unknown;
        };
        let inbox = self.inbox();
        let response = if self.reachability.inbox {
            let messages = inbox.check_messages(jwt, inspection, other_token, checks);
            messages.await
        } else {
            checks.add(Check::skipped(CheckId::Messages, no_connection));
            InboxResponse::Unknown
        };
        checks.add(if self.reachability.socket {
            inbox.check_socket(jwt, response).await
        } else {
            Check::skipped(CheckId::Socket, no_connection)
        });
        response
    }

    /// Sends a test message if the Inbox accepts the app's token. `jwts` are that token and a new one.
    /// Returns true if it was interrupted.
    async fn send(
        &self,
        jwts: Option<(&Jwt, &Jwt)>,
        response: InboxResponse,
        checks: &mut Checks,
    ) -> bool {
        let user = &self.setup.user;
        let (Some(key), Some((app_token, new_token))) = (&self.setup.key, jwts) else {
            send::skip("needs a valid API key and a token", checks);
            return false;
        };
        if user.is_test_user() {
            send::skip("needs the ID of a real user", checks);
            return false;
        }
        let obstacle = match response {
            InboxResponse::Accepted => None,
            InboxResponse::Refused(_) => Some("needs a token that can list the Inbox"),
            InboxResponse::Unknown => Some("needs an Inbox that can be listed"),
        };
        if let Some(obstacle) = obstacle {
            send::skip(obstacle, checks);
            return false;
        }
        let message = TestMessage {
            courier: self.courier,
            key,
            user: &user.id,
            tenant: self.args.tenant.as_deref(),
            app_token,
            new_token,
        };
        message.run(checks).await
    }

    /// Requests messages with the client key.
    async fn use_client_key(&self, client_key: &str) -> Check {
        if self.reachability.inbox {
            let key = self.setup.key.as_ref();
            self.inbox().check_client_key(client_key, key).await
        } else {
            Check::skipped(CheckId::ClientKeyAccess, "needs a connection to its host")
        }
    }

    fn inbox(&self) -> UserInbox<'_> {
        UserInbox {
            courier: self.courier,
            user: &self.setup.user.id,
            is_test_user: self.setup.user.is_test_user(),
            tenant: self.args.tenant.as_deref(),
            key: self.setup.key.as_ref().filter(|_| self.reachability.rest),
            now: self.now,
        }
    }
}
