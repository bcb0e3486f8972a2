//! The way to each host of Courier, and its clock.

use url::Url;

use crate::{
    courier::{Courier, WayError, proxy_of, walk},
    inspect::duration::in_words,
    output::doctor::{Check, Checks, Section::Network},
    settings::is_loopback,
};

/// How far the clocks may differ without a word, in seconds: an answer takes a moment.
const IN_STEP: f64 = 5.0;

/// How far before it breaks something, in seconds.
const TOO_FAR: f64 = 30.0;

/// Which parts of Courier can be asked at all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways {
    pub(super) rest: bool,
    pub(super) inbox: bool,
    pub(super) socket: bool,
}

/// Goes to each host once.
pub(super) async fn ways(courier: &Courier, checks: &mut Checks) -> Ways {
    let endpoints = courier.endpoints();
    let mut known: Vec<(String, bool)> = Vec::new();
    let mut reachable = Vec::new();
    for url in [&endpoints.rest, &endpoints.inbox, &endpoints.socket] {
        let host = host(url);
        let found = known.iter().find(|(known, _)| *known == host);
        let is_open = if let Some((_, is_open)) = found {
            *is_open
        } else {
            let (check, is_open) = way(&host, url, courier).await;
            checks.add(check);
            known.push((host, is_open));
            is_open
        };
        reachable.push(is_open);
    }
    Ways {
        rest: reachable[0],
        inbox: reachable[1],
        socket: reachable[2],
    }
}

async fn way(host: &str, url: &Url, courier: &Courier) -> (Check, bool) {
    if let Some(proxy) = proxy_of(url).filter(|_| !is_loopback(url)) {
        // How it is beyond that, the requests themselves will tell.
        let says = format!("through the proxy {proxy}");
        return (Check::skipped(Network, host, says), true);
    }
    let began = std::time::Instant::now();
    let walked = walk(url, courier.timeout()).await;
    let took = began.elapsed();
    let ms = |span: std::time::Duration| format!("{} ms", span.as_millis());
    match walked {
        Ok(way) => {
            let tls = way.tls.map(|tls| format!(", TLS {}", ms(tls)));
            let says = format!(
                "name {}, connection {}{}",
                ms(way.name),
                ms(way.connection),
                tls.unwrap_or_default()
            );
            (Check::good(Network, host, says).took(took), true)
        }
        Err(error) => {
            let help = match &error {
                WayError::Name(_) => {
                    "check the address, the network, and the name server; behind a proxy set \
                     HTTPS_PROXY"
                }
                WayError::Connection(_) if is_loopback(url) => {
                    "start it: courier-auth sandbox start; or unset COURIER_BASE_URL"
                }
                WayError::Connection(_) => {
                    "check the network and its firewall; behind a proxy set HTTPS_PROXY"
                }
                WayError::Tls(_) => {
                    "where a proxy or a company's own authority stands between, let \
                     SSL_CERT_FILE name a file with its certificate"
                }
            };
            let check = Check::bad(Network, host, error.to_string());
            (check.help(help).took(took), false)
        }
    }
}

/// Compares the clocks: Courier's server allows no difference.
pub(super) fn clock(ahead: Option<f64>) -> Check {
    let Some(ahead) = ahead else {
        return Check::skipped(Network, "clock", "no answer told the time");
    };
    let off = ahead.abs();
    let side = if ahead > 0.0 { "behind" } else { "ahead of" };
    let says = format!("this machine is {} {side} Courier", in_words(off.round()));
    let help = "set the clock by the network: timedatectl set-ntp true, or sudo sntp -sS \
                time.apple.com on macOS";
    if off <= IN_STEP {
        Check::good(Network, "clock", "in step with Courier's")
    } else if off <= TOO_FAR {
        Check::warning(Network, "clock", says).help(help)
    } else {
        let says = format!(
            "{says}: tokens that are made or judged here expire too early or too late, and \
             Courier allows no tolerance"
        );
        Check::bad(Network, "clock", says).help(help)
    }
}

fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
