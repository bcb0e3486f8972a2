//! `doctor`: checks every step from the configuration to a user's Inbox. A check that depends on a
//! failed one is skipped, so that one cause is reported once.

mod files;
mod inbox;
mod keys;
mod network;
mod setup;
mod token;

use chrono::{DateTime, Utc};

use self::{inbox::InboxResponse, network::Reachability, setup::Setup, token::TokenRequirements};
use super::shared::{inbox_access, session::connect};
use crate::{
    cli::DoctorArgs,
    context::Context,
    courier::{Courier, Trace},
    error::Error,
    exit::Exit,
    inspect::TokenText,
    output::{
        doctor::{self, Check, CheckStatus, Checks, Section},
        json,
    },
    runtime,
    token::{Jwt, UserId},
};

/// The user if nobody names one. Their Inbox is empty in every workspace.
const NO_USER: &str = "courier-auth-doctor";

/// The response time above which a response is slow, in seconds.
const SLOW: f64 = 2.0;

pub(crate) fn run(args: &DoctorArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let mut checks = Checks::default();
    let setup = setup::examine(args, &mut checks, context);
    let connection = setup.connection.clone();
    let courier =
        connection.map(|(endpoints, limits)| connect(endpoints, limits, &args.api, context));
    if let Some(courier) = courier.transpose()? {
        let runtime = runtime::new().map_err(Error::Runtime)?;
        runtime.block_on(check_online(args, &setup, &courier, &mut checks, context));
    } else {
        check_offline(args, &setup, &mut checks, context);
    }
    if context.json {
        context.output.print_json(&json::Doctor::of(&checks))?;
    } else {
        let is_terminal = context.output.stdout_is_terminal();
        let width = is_terminal.then(textwrap::termwidth);
        context
            .output
            .print(|out, palette| doctor::write(out, palette, &checks, width))?;
    }
    Ok(if checks.count(CheckStatus::Failed) == 0 {
        Exit::Ok
    } else {
        Exit::No
    })
}

/// Runs the checks that need no network, if the addresses are unknown.
fn check_offline(args: &DoctorArgs, setup: &Setup, checks: &mut Checks, context: &Context<'_>) {
    let skipped_without_address =
        |section, name| Check::skipped(section, name, "it is not known where Courier is");
    checks.add(skipped_without_address(Section::Network, "clock"));
    checks.add(skipped_without_address(Section::Token, "issue"));
    if let Some(text) = &setup.token {
        let (user, is_named) = user(args, setup);
        let user = Some(&user).filter(|_| is_named);
        token::inspect(
            text,
            &token_requirements(args, setup, user, (context.now)()),
            checks,
        );
    }
    for name in ["messages", "socket"] {
        checks.add(skipped_without_address(Section::Inbox, name));
    }
    if setup.client_key.is_some() {
        checks.add(skipped_without_address(Section::Inbox, "client key"));
    }
}

/// Runs the checks that need the network.
async fn check_online(
    args: &DoctorArgs,
    setup: &Setup,
    courier: &Courier,
    checks: &mut Checks,
    context: &Context<'_>,
) {
    let (user, is_named) = user(args, setup);
    let reachable = network::reachable(courier, checks).await;
    if reachable.rest {
        // The result does not matter: the requests below report failures. The response sets the
        // clock offset.
        let _ = courier.measure_clock().await;
    }
    checks.add(network::clock(courier.clock_offset()));
    let issued = issue(args, setup, courier, &user, reachable, checks, context).await;
    let text = setup.token.as_deref().or(issued.as_ref().map(Jwt::expose));
    if let Some(text) = text {
        let now = token::now_at_courier((context.now)(), courier.clock_offset());
        let named = Some(&user).filter(|_| is_named);
        let inspected = token::inspect(text, &token_requirements(args, setup, named, now), checks);
        let another = issued.as_ref().filter(|_| setup.token.is_some());
        check_access(args, courier, &user, reachable, &inspected, another, checks).await;
    } else {
        for name in ["messages", "socket"] {
            checks.add(Check::skipped(Section::Inbox, name, "there is no token"));
        }
    }
    if let Some(client_key) = &setup.client_key {
        let key = setup.key.as_ref();
        checks.add(if reachable.inbox {
            inbox::client_key(courier, client_key, key, &user).await
        } else {
            Check::skipped(Section::Inbox, "client key", "there is no way to it")
        });
    }
    checks.add(speed(checks));
}

fn token_requirements<'q>(
    args: &'q DoctorArgs,
    setup: &'q Setup,
    user: Option<&'q UserId>,
    now: DateTime<Utc>,
) -> TokenRequirements<'q> {
    TokenRequirements {
        user,
        features: &args.features,
        environment: args.environment.as_ref(),
        client_key: setup.client_key.as_deref(),
        key: setup.key.as_ref(),
        now,
    }
}

/// Issues a token. If the key is refused, tries the other region.
async fn issue(
    args: &DoctorArgs,
    setup: &Setup,
    courier: &Courier,
    user: &UserId,
    reachable: Reachability,
    checks: &mut Checks,
    context: &Context<'_>,
) -> Option<Jwt> {
    let key = match &setup.key {
        Some(key) if reachable.rest => key,
        key => {
            let says = match key {
                Some(_) => "there is no way to Courier",
                None => "there is no API key",
            };
            checks.add(Check::skipped(Section::Token, "issue", says));
            return None;
        }
    };
    let features = &args.features;
    let (issued, took) = token::issue(courier, key, user, features).await;
    let is_refused = issued
        .as_ref()
        .is_err_and(crate::courier::Error::is_credential_refused);
    let mut check = token::issued(&issued, user, took);
    if args.try_other_region && is_refused {
        let trace = Trace::new(context.output.console().clone(), None, context.now);
        let other = token::other_region(courier, key, user, features, trace).await;
        // If the region is the cause, it is reported instead of the refused key.
        if other.status == CheckStatus::Failed {
            check.status = CheckStatus::Skipped;
            check.help = None;
        }
        checks.add(check);
        checks.add(other);
    } else {
        checks.add(check);
    }
    issued.ok().map(|issued| issued.jwt)
}

/// Checks the access that a token gives.
async fn check_access(
    args: &DoctorArgs,
    courier: &Courier,
    user: &UserId,
    reachable: Reachability,
    inspected: &token::InspectedToken,
    another: Option<&Jwt>,
    checks: &mut Checks,
) {
    let skipped = |name, why| Check::skipped(Section::Inbox, name, why);
    let Some(jwt) = &inspected.jwt else {
        // The text is not a token, so it is not sent.
        for name in ["messages", "socket"] {
            checks.add(skipped(name, "what is no token is not sent"));
        }
        return;
    };
    let response = if reachable.inbox {
        let tenant = args.tenant.as_deref();
        inbox::messages(courier, (jwt, inspected), user, tenant, another, checks).await
    } else {
        checks.add(skipped("messages", "there is no way to it"));
        InboxResponse::Unknown
    };
    checks.add(if reachable.socket {
        inbox::socket(courier, jwt, user, response).await
    } else {
        skipped("socket", "there is no way to it")
    });
}

/// Returns the user to check, and true if the command line or the profile names them.
fn user(args: &DoctorArgs, setup: &Setup) -> (UserId, bool) {
    let named = args.user.clone();
    if let Some(user) = named.or_else(|| setup.user_of_profile.clone()) {
        return (user, true);
    }
    let of_token = setup.token.as_deref().and_then(only_user);
    let nobody = || NO_USER.parse().expect("it is a user id");
    (of_token.unwrap_or_else(nobody), false)
}

fn only_user(text: &str) -> Option<UserId> {
    inbox_access::only_user(&TokenText::new(text).text)
}

/// Checks the response times.
fn speed(checks: &Checks) -> Check {
    let timed = checks
        .iter()
        .filter_map(|check| Some((check.duration?, check)));
    let is_answer =
        |check: &Check| !matches!(check.status, CheckStatus::Failed | CheckStatus::Skipped);
    let answered = timed.filter(|(_, check)| is_answer(check));
    let Some((took, slowest)) = answered.max_by_key(|(took, _)| *took) else {
        return Check::skipped(Section::Network, "speed", "nothing was answered");
    };
    let seconds = took.as_secs_f64();
    let time = if seconds < 1.0 {
        format!("{} ms", took.as_millis())
    } else {
        format!("{seconds:.1} s")
    };
    let says = format!("the slowest answer, of {}, took {time}", slowest.name);
    if seconds > SLOW {
        let check = Check::warning(Section::Network, "speed", says);
        check.with_help("look at the network and at https://status.courier.com")
    } else {
        Check::passed(Section::Network, "speed", says)
    }
}
