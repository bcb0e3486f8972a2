//! Checks of the network: the connection to each host, the clock, and the response times.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use url::Url;

use crate::{
    courier::{Courier, Probe, ProbeError, Proxy, Server, host, probe},
    endpoints::{is_loopback, region_of_host},
    output::doctor::{Check, CheckId, CheckStatus, Checks, SAME_CAUSE},
    time::humanize,
};

/// The clock difference that is not reported, in seconds. The measurement is not more exact, because
/// a response takes time.
const MAX_UNREPORTED_OFFSET: f64 = 5.0;

/// The clock difference from which on tokens are affected, in seconds.
const MAX_HARMLESS_OFFSET: f64 = 30.0;

/// A response that takes longer is reported as slow, in seconds.
const SLOW_RESPONSE: f64 = 2.0;

/// The APIs of Courier that can be connected to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reachability {
    pub(super) rest: bool,
    pub(super) inbox: bool,
    pub(super) socket: bool,
}

/// The IDs of the checks of one API's host.
struct HostCheckIds {
    proxy: CheckId,
    dns: CheckId,
    connect: CheckId,
    tls: CheckId,
}

const REST: HostCheckIds = HostCheckIds {
    proxy: CheckId::RestProxy,
    dns: CheckId::RestDns,
    connect: CheckId::RestConnect,
    tls: CheckId::RestTls,
};

const INBOX: HostCheckIds = HostCheckIds {
    proxy: CheckId::InboxProxy,
    dns: CheckId::InboxDns,
    connect: CheckId::InboxConnect,
    tls: CheckId::InboxTls,
};

const SOCKET: HostCheckIds = HostCheckIds {
    proxy: CheckId::SocketProxy,
    dns: CheckId::SocketDns,
    connect: CheckId::SocketConnect,
    tls: CheckId::SocketTls,
};

/// A host of Courier. If several APIs have the same host, `ids` are those of the first API.
struct Host<'h> {
    name: String,
    ids: &'static HostCheckIds,
    url: &'h Url,
    server: Server,
}

/// Connects to each host once, concurrently.
pub(super) async fn check_hosts(courier: &Courier, checks: &mut Checks) -> Reachability {
    let endpoints = courier.endpoints();
    let apis = [
        (&REST, &endpoints.rest, courier.rest_server()),
        (&INBOX, &endpoints.inbox, courier.inbox_server()),
        (&SOCKET, &endpoints.socket, courier.socket_server()),
    ];
    let mut hosts: Vec<Host<'_>> = Vec::new();
    for (ids, url, server) in apis {
        let name = host(url);
        if !hosts.iter().any(|known| known.name == name) {
            hosts.push(Host {
                name,
                ids,
                url,
                server,
            });
        }
    }
    let mut results = join_all(hosts.iter().map(|host| host.check(courier))).await;
    report_cause_once(&mut results);
    let is_reachable = |url: &Url| {
        let name = host(url);
        let mut pairs = hosts.iter().zip(&results);
        pairs.any(|(host, checks)| host.name == name && failure(checks).is_none())
    };
    let reachability = Reachability {
        rest: is_reachable(&endpoints.rest),
        inbox: is_reachable(&endpoints.inbox),
        socket: is_reachable(&endpoints.socket),
    };
    for check in results.into_iter().flatten() {
        checks.add(check);
    }
    reachability
}

/// Returns the failed check of a host. It is the last one: later steps depend on it.
fn failure(checks: &[Check]) -> Option<&Check> {
    let last = checks.last()?;
    let is_failure = last.status == CheckStatus::Failed || last.reason == Some(SAME_CAUSE);
    is_failure.then_some(last)
}

/// Reports a failed step once: a check that failed in the same step as the first failed one refers to
/// it, because the cause is probably the same.
fn report_cause_once(results: &mut [Vec<Check>]) {
    let mut first: Option<(&'static str, String)> = None;
    for checks in results {
        let Some(reason) = failure(checks).and_then(|check| check.reason) else {
            continue;
        };
        let Some(check) = checks.last_mut() else {
            continue;
        };
        let host = check.name().to_owned();
        match &first {
            Some((known, name)) if *known == reason => {
                *check = Check::same_cause(check.id, name).at_host(&host);
            }
            Some(_) => {}
            None => first = Some((reason, host)),
        }
    }
}

impl Host<'_> {
    /// Connects to the host, or to the proxy that is configured for it. Returns a check for each step
    /// until the first that fails.
    async fn check(&self, courier: &Courier) -> Vec<Check> {
        let checks = match courier.proxies().for_url(self.url) {
            Ok(Some(proxy)) => vec![self.check_proxy(&proxy, courier).await],
            Ok(None) => self.check_direct(courier).await,
            Err(error) => {
                let help = error.help();
                let reason = "invalid-proxy";
                vec![Check::failed(
                    self.ids.proxy,
                    reason,
                    error.to_string(),
                    help,
                )]
            }
        };
        let checks = checks.into_iter();
        checks.map(|check| check.at_host(&self.name)).collect()
    }

    /// Connects to a proxy. The connection from there to the host is tested by the requests that
    /// follow.
    async fn check_proxy(&self, proxy: &Proxy, courier: &Courier) -> Check {
        let proxy_name = proxy.url.as_str().trim_end_matches('/');
        let start = Instant::now();
        match probe_as_request(&proxy.url, courier).await.error {
            None => Check::skipped(self.ids.proxy, format!("uses the proxy {proxy_name}")),
            Some(error) => {
                let message = format!("proxy {proxy_name}: {error}");
                let help = format!(
                    "check {}; to connect without the proxy: `NO_PROXY={}`",
                    proxy.variable,
                    self.name.split(':').next().unwrap_or(&self.name)
                );
                let check = Check::failed(self.ids.proxy, "proxy-unreachable", message, help);
                check.with_duration(start.elapsed())
            }
        }
    }

    async fn check_direct(&self, courier: &Courier) -> Vec<Check> {
        let start = Instant::now();
        let Probe { timings, error } = probe_as_request(self.url, courier).await;
        let duration = start.elapsed();
        let steps = [
            (self.ids.dns, "DNS", timings.dns),
            (self.ids.connect, "connect", timings.connect),
            (self.ids.tls, "TLS", timings.tls),
        ];
        let passed = |(id, name, time): (CheckId, &str, Option<Duration>)| {
            let time = time?;
            let message = format!("{name} {} ms", time.as_millis());
            Some(Check::passed(id, message).with_duration(time))
        };
        let mut checks: Vec<Check> = steps.into_iter().filter_map(passed).collect();
        checks.extend(error.map(|error| self.failed_step(&error).with_duration(duration)));
        checks
    }

    fn failed_step(&self, error: &ProbeError) -> Check {
        let (id, reason, help) = match error {
            ProbeError::Dns(_) => (
                self.ids.dns,
                "dns-lookup-failed",
                "check the network and the host name; behind a proxy, set HTTPS_PROXY".to_owned(),
            ),
            ProbeError::Connect(_) => {
                let help = if is_loopback(self.url) {
                    "start a sandbox with `courier-auth sandbox start`, or unset COURIER_BASE_URL"
                } else {
                    "check the network and the firewall; behind a proxy, set HTTPS_PROXY"
                };
                (self.ids.connect, "cannot-connect", help.to_owned())
            }
            ProbeError::NotTls => (self.ids.tls, "no-tls", self.server.not_tls_help()),
            ProbeError::Tls(_) => (
                self.ids.tls,
                "tls-handshake-failed",
                "if a company proxy replaces certificates, pass its authority's certificate with \
                 --ca-bundle PATH, or add it to the system's trust store"
                    .to_owned(),
            ),
        };
        Check::failed(id, reason, error.to_string(), help)
    }
}

/// Connects to a host with the limits and certificate authorities of requests.
async fn probe_as_request(url: &Url, courier: &Courier) -> Probe {
    let limit = courier.limits().time_to_connect();
    probe(url, limit, courier.authorities()).await
}

/// Checks the clock difference. `offset` is how far Courier's clock is ahead, in seconds.
pub(super) fn clock(offset: Option<f64>) -> Check {
    let Some(offset) = offset else {
        return Check::skipped(CheckId::Clock, "no response with a Date header");
    };
    let difference = offset.abs();
    let side = if offset > 0.0 { "behind" } else { "ahead of" };
    let message = format!(
        "this machine's clock is {} {side} Courier's",
        humanize(difference.round())
    );
    let help = "set the clock from the network: `sudo timedatectl set-ntp true` (on macOS: `sudo \
                sntp -sS time.apple.com`)";
    if difference <= MAX_UNREPORTED_OFFSET {
        Check::passed(CheckId::Clock, "in sync with Courier's")
    } else if difference <= MAX_HARMLESS_OFFSET {
        Check::warning(CheckId::Clock, "clock-offset", message, help)
    } else {
        let message = format!(
            "{message}; expiry times are wrong by that much on this machine, and Courier \
             allows no tolerance"
        );
        Check::failed(CheckId::Clock, "clock-offset", message, help)
    }
}

/// Checks the slowest response of the other checks. `rest` is the URL of the REST API.
pub(super) fn speed(checks: &Checks, rest: &Url) -> Check {
    let has_response = |check: &&Check| {
        let has_run = matches!(check.status, CheckStatus::Passed | CheckStatus::Warning);
        // The checks of a host connect to it, and send no request.
        has_run && check.host.is_none()
    };
    let timed = checks
        .iter()
        .filter(has_response)
        .filter_map(|check| Some((check.duration?, check)));
    let Some((duration, slowest)) = timed.max_by_key(|(duration, _)| *duration) else {
        return Check::skipped(CheckId::Speed, "no response");
    };
    let seconds = duration.as_secs_f64();
    let time = if seconds < 1.0 {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{seconds:.1} s")
    };
    let message = format!("slowest response: {time} ({})", slowest.name());
    if seconds > SLOW_RESPONSE {
        let help = match region_of_host(rest) {
            Some(_) => "check the network, and https://status.courier.com",
            None => "check the network and the load of the server",
        };
        Check::warning(CheckId::Speed, "slow-response", message, help)
    } else {
        Check::passed(CheckId::Speed, message)
    }
}
