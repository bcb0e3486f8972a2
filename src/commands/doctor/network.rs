//! Checks of the connection to each host, and of the clock.

use futures_util::future::join_all;
use url::Url;

use crate::{
    courier::{Courier, ProbeError, host, probe, proxy_for},
    endpoints::is_loopback,
    output::doctor::{Check, CheckStatus, Checks, Section::Network},
    time::humanize,
};

/// The clock difference that is ignored, in seconds: a response takes a moment.
const IN_STEP: f64 = 5.0;

/// The clock difference that breaks something, in seconds.
const TOO_FAR: f64 = 30.0;

/// The parts of Courier that can be reached.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reachability {
    pub(super) rest: bool,
    pub(super) inbox: bool,
    pub(super) socket: bool,
}

/// Connects to each host once, all at the same time.
pub(super) async fn reachable(courier: &Courier, checks: &mut Checks) -> Reachability {
    let endpoints = courier.endpoints();
    let urls = [&endpoints.rest, &endpoints.inbox, &endpoints.socket];
    let mut hosts: Vec<(String, &Url)> = Vec::new();
    for url in urls {
        let host = host(url);
        if !hosts.iter().any(|(known, _)| *known == host) {
            hosts.push((host, url));
        }
    }
    let walks = hosts.iter().map(|(host, url)| way(host, url, courier));
    let mut walked = join_all(walks).await;
    // The same failure of all hosts is reported once.
    let mut failed: Option<&'static str> = None;
    for (check, step) in &mut walked {
        match (&failed, *step) {
            (Some(known), Some(step)) if *known == step => {
                check.status = CheckStatus::Skipped;
                check.help = None;
                check.message = format!("likewise: {}", check.message);
            }
            (None, Some(step)) => failed = Some(step),
            _ => {}
        }
    }
    let is_open = |url: &Url| {
        let host = host(url);
        let mut reachable = hosts.iter().zip(&walked);
        reachable.any(|((known, _), (_, failed))| *known == host && failed.is_none())
    };
    let reachable = Reachability {
        rest: is_open(&endpoints.rest),
        inbox: is_open(&endpoints.inbox),
        socket: is_open(&endpoints.socket),
    };
    for (check, _) in walked {
        checks.add(check);
    }
    reachable
}

/// Connects to a host. Returns the check and the failed step.
async fn way(host: &str, url: &Url, courier: &Courier) -> (Check, Option<&'static str>) {
    let patience = courier.limits().timeout;
    let began = std::time::Instant::now();
    if let Some(proxy) = proxy_for(url).filter(|_| !is_loopback(url)) {
        // The requests themselves report anything beyond the connection.
        let says = format!("through the proxy {}", proxy.as_str().trim_end_matches('/'));
        return match probe(&proxy, patience).await {
            Ok(_) => (Check::skipped(Network, host, says), None),
            Err(error) => {
                let check = Check::failed(Network, host, format!("{says}: {error}"));
                let help = "check HTTPS_PROXY and ALL_PROXY; NO_PROXY names hosts to reach without";
                (
                    check.with_help(help).with_duration(began.elapsed()),
                    Some("proxy"),
                )
            }
        };
    }
    let walked = probe(url, patience).await;
    let took = began.elapsed();
    let ms = |span: std::time::Duration| format!("{} ms", span.as_millis());
    match walked {
        Ok(timings) => {
            let tls = timings.tls.map(|tls| format!(", TLS {}", ms(tls)));
            let says = format!(
                "name {}, connection {}{}",
                ms(timings.dns),
                ms(timings.connect),
                tls.unwrap_or_default()
            );
            (Check::passed(Network, host, says).with_duration(took), None)
        }
        Err(error) => {
            let (step, help) = match &error {
                ProbeError::Dns(_) => (
                    "name",
                    "check the address, the network, and the name server; behind a proxy set \
                     HTTPS_PROXY",
                ),
                ProbeError::Connect(_) if is_loopback(url) => (
                    "connection",
                    "start it: courier-auth sandbox start; or unset COURIER_BASE_URL",
                ),
                ProbeError::Connect(_) => (
                    "connection",
                    "check the network and its firewall; behind a proxy set HTTPS_PROXY",
                ),
                // A response that does not begin like TLS.
                ProbeError::Tls(reason) if reason.contains("InvalidContentType") => (
                    "tls",
                    "what listens there speaks no TLS: check the address and its port",
                ),
                ProbeError::Tls(_) => (
                    "tls",
                    "where a proxy or a company's own authority stands between, let the \
                     system trust it, or SSL_CERT_FILE name a file with its certificate (on \
                     Linux)",
                ),
            };
            let check = Check::failed(Network, host, error.to_string());
            (check.with_help(help).with_duration(took), Some(step))
        }
    }
}

/// Compares the clocks. Courier's server allows no difference.
pub(super) fn clock(ahead: Option<f64>) -> Check {
    let Some(ahead) = ahead else {
        return Check::skipped(Network, "clock", "no answer told the time");
    };
    let off = ahead.abs();
    let side = if ahead > 0.0 { "behind" } else { "ahead of" };
    let says = format!("this machine is {} {side} Courier", humanize(off.round()));
    let help = "set the clock by the network: timedatectl set-ntp true, or sudo sntp -sS \
                time.apple.com on macOS";
    if off <= IN_STEP {
        Check::passed(Network, "clock", "in step with Courier's")
    } else if off <= TOO_FAR {
        Check::warning(Network, "clock", says).with_help(help)
    } else {
        let says = format!(
            "{says}: tokens that are made or inspected here expire too early or too late, and \
             Courier allows no tolerance"
        );
        Check::failed(Network, "clock", says).with_help(help)
    }
}
