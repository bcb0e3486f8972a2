//! Faults on demand: what a client must live with, once, a few times, or always.
//!
//! One is written `ROUTE:WHAT`, as `issue-token:429,retry-after=2,times=1`, on the command line and
//! in `/_sandbox/faults` alike.

use std::{fmt, str::FromStr, time::Duration};

use axum::http::{Method, StatusCode};
use serde::Serialize;

/// The routes that faults are named by.
pub(crate) const ROUTES: &[&str] = &[
    "issue-token",
    "send",
    "messages",
    "q",
    "client-q",
    "users",
    "brands",
    "lists",
    "inbound",
    "socket",
    "all",
];

/// How a fault is written.
pub(crate) const FORM: &str = "write ROUTE:WHAT, as `issue-token:429,retry-after=2,times=1`; a \
    route is issue-token, send, messages, q, client-q, users, brands, lists, inbound, socket or \
    all; WHAT is a status from 400 to 599, drop, malformed, latency=MILLISECONDS, or partial with ids=ID+ID; all take times=N";

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// As it was written.
    text: String,
    route: String,
    what: Option<What>,
    latency: Duration,
    /// In seconds.
    retry_after: Option<u64>,
    /// How often it is still to happen; for ever without a number.
    left: Option<u64>,
}

/// What happens instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    Status(StatusCode),
    /// The connection ends without an answer.
    Drop,
    /// An answer that is no JSON.
    Malformed,
    /// Mutations of these messages fail while the others of the request are done; of all messages
    /// without an id.
    Partial(Vec<String>),
}

/// What a request meets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Met {
    pub(super) latency: Duration,
    pub(super) what: Option<What>,
    pub(super) retry_after: Option<u64>,
}

/// The faults that are in force.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

/// A fault as it is told.
#[derive(Debug, Serialize)]
pub(super) struct Told<'f> {
    fault: &'f str,
    left: Option<u64>,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (route, parts) = text.split_once(':').ok_or(FORM)?;
        if !ROUTES.contains(&route) {
            return Err(format!("`{route}` is no route here; {FORM}"));
        }
        let mut fault = Self {
            text: text.to_owned(),
            route: route.to_owned(),
            what: None,
            latency: Duration::ZERO,
            retry_after: None,
            left: None,
        };
        let mut ids = Vec::new();
        for part in parts.split(',') {
            let no_sense = || format!("`{part}` makes no sense; {FORM}");
            let number = |text: &str| text.parse::<u64>().map_err(|_| no_sense());
            match part.split_once('=') {
                None => {
                    let status = || {
                        let status = StatusCode::from_bytes(part.as_bytes()).ok()?;
                        let is_error = status.is_client_error() || status.is_server_error();
                        is_error.then_some(What::Status(status))
                    };
                    let what = match part {
                        "drop" => What::Drop,
                        "malformed" => What::Malformed,
                        "partial" => What::Partial(Vec::new()),
                        _ => status().ok_or_else(no_sense)?,
                    };
                    if fault.what.replace(what).is_some() {
                        return Err(format!("one fault is one thing; {FORM}"));
                    }
                }
                Some(("latency", value)) => fault.latency = Duration::from_millis(number(value)?),
                Some(("retry-after", value)) => fault.retry_after = Some(number(value)?),
                Some(("times", value)) => fault.left = Some(number(value)?),
                Some(("ids", value)) => ids = value.split('+').map(str::to_owned).collect(),
                Some(_) => return Err(no_sense()),
            }
        }
        match &mut fault.what {
            Some(What::Partial(of)) if matches!(route, "q" | "client-q" | "all") => *of = ids,
            Some(What::Partial(_)) => {
                return Err(format!("only q and client-q answer in parts; {FORM}"));
            }
            _ if !ids.is_empty() => return Err(format!("ids belong to partial; {FORM}")),
            None if fault.latency.is_zero() => return Err(FORM.to_owned()),
            _ => {}
        }
        Ok(fault)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Faults {
    pub(super) fn new(faults: &[Fault]) -> Self {
        Self(faults.to_vec())
    }

    pub(super) fn add(&mut self, faults: Vec<Fault>) {
        self.0.extend(faults);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn told(&self) -> Vec<Told<'_>> {
        let faults = self.0.iter();
        faults
            .map(|fault| Told {
                fault: &fault.text,
                left: fault.left,
            })
            .collect()
    }

    /// What a request for that route meets: every wait that is meant for it, and the first thing
    /// that happens instead of an answer.
    pub(super) fn meet(&mut self, route: &str) -> Met {
        let mut met = Met::default();
        let are_left = self.0.iter_mut().filter(|fault| fault.left != Some(0));
        for fault in are_left.filter(|fault| fault.is_meant_for(route)) {
            match &fault.what {
                Some(What::Partial(_)) => continue,
                Some(_) if met.what.is_some() => continue,
                Some(what) => {
                    met.what = Some(what.clone());
                    met.retry_after = fault.retry_after;
                }
                None => {}
            }
            met.latency += fault.latency;
            fault.happened();
        }
        met
    }

    /// Whether the mutation of that message by that route is to fail.
    pub(super) fn fails(&mut self, route: &str, id: &str) -> bool {
        let fails = |fault: &Fault| match &fault.what {
            Some(What::Partial(ids)) => {
                fault.is_meant_for(route) && (ids.is_empty() || ids.iter().any(|known| known == id))
            }
            _ => false,
        };
        let mut left = self.0.iter_mut().filter(|fault| fault.left != Some(0));
        let failing = left.find(|fault| fails(fault));
        let is_failing = failing.is_some();
        if let Some(fault) = failing {
            fault.happened();
        }
        is_failing
    }
}

impl Fault {
    fn happened(&mut self) {
        if let Some(left) = &mut self.left {
            *left -= 1;
        }
    }

    fn is_meant_for(&self, route: &str) -> bool {
        self.route == "all" || self.route == route
    }
}

/// The name of a request's route.
pub(super) fn route_of(method: &Method, path: &str) -> &'static str {
    let mut parts = path.trim_start_matches('/').split('/');
    let first = parts.next();
    match first {
        Some("client") if parts.next() == Some("q") => "client-q",
        Some("client") => "lists",
        Some("inbound") => "inbound",
        Some("users") => "users",
        Some("brands") => "brands",
        Some("auth") => "issue-token",
        Some("send") => "send",
        Some("messages" | "requests") => "messages",
        Some("q") => "q",
        Some("") if method == Method::GET => "socket",
        _ => "all",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_is_named_where_its_form_is_told() {
        for route in ROUTES {
            assert!(FORM.contains(route), "{route}");
        }
    }

    #[test]
    fn a_fault_happens_as_often_as_it_says() {
        let fault = |text: &str| text.parse::<Fault>().unwrap();
        let mut faults = Faults::new(&[
            fault("issue-token:429,retry-after=2,times=1"),
            fault("all:latency=5,times=2"),
            fault("q:partial,ids=a+b,times=1"),
        ]);
        let met = faults.meet("issue-token");
        assert_eq!(met.what, Some(What::Status(StatusCode::TOO_MANY_REQUESTS)));
        assert_eq!((met.retry_after, met.latency.as_millis()), (Some(2), 5));
        let met = faults.meet("issue-token");
        assert_eq!((met.latency.as_millis(), met.what), (5, None));
        assert_eq!(faults.meet("issue-token"), Met::default());
        assert!(!faults.fails("q", "c") && !faults.fails("client-q", "b"));
        assert!(faults.fails("q", "b") && !faults.fails("q", "a"));
        faults.add(vec![fault("q:drop")]);
        for _ in 0..3 {
            assert_eq!(faults.meet("q").what, Some(What::Drop));
        }
        assert_eq!(faults.meet("send"), Met::default());
        let told = serde_json::to_string(&faults.told()).unwrap();
        assert!(told.contains(r#"{"fault":"q:drop","left":null}"#), "{told}");
        faults.clear();
        assert!(faults.told().is_empty());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in [
            "",
            "q",
            "q:",
            "x:500",
            "q:200",
            "q:600",
            "q:99",
            "q:drop,500",
            "q:times=1",
            "q:500,times=x",
            "q:500,ids=a",
            "send:partial",
            "q:latency=-1",
            "q:500,what=1",
            ":500",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
