//! Checks of the network: the connection to each host, the clock, and the response times.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use url::Url;

use crate::{
    courier::{Courier, ProbeError, ProbeTimings, Proxy, Server, host, probe},
    endpoints::{is_loopback, region_of_host},
    output::doctor::{Check, CheckStatus, Checks, Section::Network},
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

/// The result of connecting to a host.
struct HostCheck {
    check: Check,
    /// The step that failed.
    failed_step: Option<&'static str>,
}

/// Connects to each host once, concurrently.
pub(super) async fn check_hosts(courier: &Courier, checks: &mut Checks) -> Reachability {
    let endpoints = courier.endpoints();
    let servers = [
        (&endpoints.rest, courier.rest_server()),
        (&endpoints.inbox, courier.inbox_server()),
        (&endpoints.socket, courier.socket_server()),
    ];
    let mut hosts: Vec<(String, &Url, Server)> = Vec::new();
    for (url, server) in servers {
        let host = host(url);
        if !hosts.iter().any(|(known, ..)| *known == host) {
            hosts.push((host, url, server));
        }
    }
    let host_checks = hosts
        .iter()
        .map(|(host, url, server)| check_host(host, url, server, courier));
    let mut host_checks = join_all(host_checks).await;
    report_cause_once(&mut host_checks);
    let is_reachable = |url: &Url| {
        let host = host(url);
        let mut results = hosts.iter().zip(&host_checks);
        results.any(|((known, ..), result)| *known == host && result.failed_step.is_none())
    };
    let reachability = Reachability {
        rest: is_reachable(&endpoints.rest),
        inbox: is_reachable(&endpoints.inbox),
        socket: is_reachable(&endpoints.socket),
    };
    for HostCheck { check, .. } in host_checks {
        checks.add(check);
    }
    reachability
}

/// Reports a failed step once: a check that failed in the same step as the first failed one refers to
/// it, because the cause is probably the same.
fn report_cause_once(host_checks: &mut [HostCheck]) {
    let mut first_failure = None;
    for HostCheck { check, failed_step } in host_checks {
        match (&first_failure, *failed_step) {
            (Some((first, name)), Some(step)) if *first == step => {
                *check = Check::skipped(Network, &check.name, format!("same cause as {name}"));
            }
            (None, Some(step)) => first_failure = Some((step, check.name.clone())),
            _ => {}
        }
    }
}

/// Connects to a host, or to the proxy that is configured for it.
async fn check_host(host: &str, url: &Url, server: &Server, courier: &Courier) -> HostCheck {
    match courier.proxies().for_url(url) {
        Ok(Some(proxy)) => check_proxy(host, &proxy, courier).await,
        Ok(None) => check_direct(host, url, server, courier).await,
        Err(error) => HostCheck {
            check: Check::failed(Network, host, error.to_string()).with_help(error.help()),
            failed_step: Some("proxy"),
        },
    }
}

/// Connects to a proxy. The connection from there to the host is tested by the requests that follow.
async fn check_proxy(host: &str, proxy: &Proxy, courier: &Courier) -> HostCheck {
    let proxy_name = proxy.url.as_str().trim_end_matches('/');
    let start = Instant::now();
    match probe_as_request(&proxy.url, courier).await {
        Ok(_) => HostCheck {
            check: Check::skipped(Network, host, format!("uses the proxy {proxy_name}")),
            failed_step: None,
        },
        Err(error) => {
            let check = Check::failed(Network, host, format!("proxy {proxy_name}: {error}"));
            let help = format!(
                "check {}; to connect without the proxy: `NO_PROXY={}`",
                proxy.variable,
                host.split(':').next().unwrap_or(host)
            );
            HostCheck {
                check: check.with_help(help).with_duration(start.elapsed()),
                failed_step: Some("proxy"),
            }
        }
    }
}

async fn check_direct(host: &str, url: &Url, server: &Server, courier: &Courier) -> HostCheck {
    let start = Instant::now();
    let result = probe_as_request(url, courier).await;
    let duration = start.elapsed();
    let ms = |duration: Duration| format!("{} ms", duration.as_millis());
    match result {
        Ok(timings) => {
            let tls = timings.tls.map(|tls| format!(", TLS {}", ms(tls)));
            let message = format!(
                "DNS {}, connect {}{}",
                ms(timings.dns),
                ms(timings.connect),
                tls.unwrap_or_default()
            );
            HostCheck {
                check: Check::passed(Network, host, message).with_duration(duration),
                failed_step: None,
            }
        }
        Err(error) => {
            let (step, help) = step_and_help(&error, url, server);
            let check = Check::failed(Network, host, error.to_string());
            HostCheck {
                check: check.with_help(help).with_duration(duration),
                failed_step: Some(step),
            }
        }
    }
}

/// Connects to a host with the limits and certificate authorities of requests.
async fn probe_as_request(url: &Url, courier: &Courier) -> Result<ProbeTimings, ProbeError> {
    let limit = courier.limits().time_to_connect();
    probe(url, limit, courier.authorities()).await
}

/// Returns the step that failed, and how to fix it.
fn step_and_help(error: &ProbeError, url: &Url, server: &Server) -> (&'static str, String) {
    let (step, help) = match error {
        ProbeError::Dns(_) => (
            "dns",
            "check the network and the host name; behind a proxy, set HTTPS_PROXY",
        ),
        ProbeError::Connect(_) if is_loopback(url) => (
            "connection",
            "start a sandbox with `courier-auth sandbox start`, or unset COURIER_BASE_URL",
        ),
        ProbeError::Connect(_) => (
            "connection",
            "check the network and the firewall; behind a proxy, set HTTPS_PROXY",
        ),
        ProbeError::NotTls => return ("tls", server.not_tls_help()),
        ProbeError::Tls(_) => (
            "tls",
            "if a company proxy replaces certificates, pass its authority's certificate with \
             --ca-bundle PATH, or add it to the system's trust store",
        ),
    };
    (step, help.to_owned())
}

/// Checks the clock difference. `offset` is how far Courier's clock is ahead, in seconds.
pub(super) fn clock(offset: Option<f64>) -> Check {
    let Some(offset) = offset else {
        return Check::skipped(Network, "clock", "no response with a Date header");
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
        Check::passed(Network, "clock", "in sync with Courier's")
    } else if difference <= MAX_HARMLESS_OFFSET {
        Check::warning(Network, "clock", message).with_help(help)
    } else {
        let message = format!(
            "{message}; expiry times are wrong by that much on this machine, and Courier \
             allows no tolerance"
        );
        Check::failed(Network, "clock", message).with_help(help)
    }
}

/// Checks the slowest response of the other checks. `rest` is the URL of the REST API.
pub(super) fn speed(checks: &Checks, rest: &Url) -> Check {
    let has_response =
        |check: &&Check| !matches!(check.status, CheckStatus::Failed | CheckStatus::Skipped);
    let timed = checks
        .iter()
        .filter(has_response)
        .filter_map(|check| Some((check.duration?, check)));
    let Some((duration, slowest)) = timed.max_by_key(|(duration, _)| *duration) else {
        return Check::skipped(Network, "speed", "no response");
    };
    let seconds = duration.as_secs_f64();
    let time = if seconds < 1.0 {
        format!("{} ms", duration.as_millis())
    } else {
        format!("{seconds:.1} s")
    };
    let message = format!("slowest response: {time} ({})", slowest.name);
    if seconds > SLOW_RESPONSE {
        let check = Check::warning(Network, "speed", message);
        check.with_help(match region_of_host(rest) {
            Some(_) => "check the network, and https://status.courier.com",
            None => "check the network and the load of the server",
        })
    } else {
        Check::passed(Network, "speed", message)
    }
}
