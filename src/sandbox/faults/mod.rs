//! Fault injection: errors, delays and dropped connections, once, a few times or always.

#![warn(clippy::arithmetic_side_effects)]

mod fault;
mod route;

use std::time::Duration;

use serde::Serialize;

use super::limits::{MAX_FAULT_TEXT, MAX_FAULTS, MAX_LATENCY};

pub(crate) use fault::Fault;
pub(super) use fault::FaultKind;
pub(crate) use route::route_list;
pub(super) use route::{route_names, route_of};

/// The reason that responses and the journal give for a fault.
pub(super) const FAULT_REASON: &str = "simulated failure";

/// The combined effect of the faults that apply to a request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct AppliedFault {
    pub(super) latency: Duration,
    pub(super) kind: Option<FaultKind>,
    pub(super) retry_after: Option<u64>,
}

/// A fault in the JSON of `/_sandbox/faults`.
#[derive(Debug, Serialize)]
pub(super) struct FaultView<'f> {
    fault: &'f str,
    left: Option<u64>,
}

/// The active faults.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn new(faults: &[Fault]) -> Self {
        Self(faults.to_vec())
    }

    /// Adds faults. Those that are used up make room for them.
    ///
    /// # Errors
    /// Returns an error, and adds nothing, if there are too many.
    pub(super) fn add(&mut self, faults: Vec<Fault>) -> Result<(), String> {
        if !self.have_space_for(&faults) {
            self.0.retain(|fault| fault.remaining != Some(0));
        }
        if !self.have_space_for(&faults) {
            return Err(format!(
                "too many faults: the sandbox keeps {MAX_FAULTS}, with {MAX_FAULT_TEXT} bytes of text"
            ));
        }
        self.0.extend(faults);
        Ok(())
    }

    fn have_space_for(&self, added: &[Fault]) -> bool {
        let all = || self.0.iter().chain(added);
        let text = all().map(|fault| fault.text().len());
        all().count() <= MAX_FAULTS && text.fold(0, usize::saturating_add) <= MAX_FAULT_TEXT
    }

    /// Replaces all faults.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if there are too many.
    pub(super) fn replace(&mut self, faults: Vec<Fault>) -> Result<(), String> {
        let mut new = Self::default();
        new.add(faults)?;
        *self = new;
        Ok(())
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Describes the faults, in the order in which they were added.
    pub(super) fn views(&self) -> Vec<FaultView<'_>> {
        let faults = self.0.iter();
        faults
            .map(|fault| FaultView {
                fault: fault.text(),
                left: fault.remaining,
            })
            .collect()
    }

    /// Applies the faults to a request: the sum of the latencies, and the first other effect.
    /// Partial failures are left to [`Self::fails_mutation`].
    pub(super) fn apply(&mut self, route: &str) -> AppliedFault {
        let mut applied = AppliedFault::default();
        let is_whole = |fault: &&mut Fault| fault.applies_to(route) && fault.partial.is_none();
        for fault in self.0.iter_mut().filter(is_whole) {
            match &fault.kind {
                Some(_) if applied.kind.is_some() => continue,
                Some(kind) => {
                    applied.kind = Some(kind.clone());
                    applied.retry_after = fault.retry_after;
                }
                None => {}
            }
            let sum = applied.latency.saturating_add(fault.latency);
            applied.latency = sum.min(MAX_LATENCY);
            fault.count_application();
        }
        applied
    }

    /// Returns true if a partial fault makes the mutation of a message fail, and counts that as an
    /// application of the fault.
    pub(super) fn fails_mutation(&mut self, route: &str, message_id: &str) -> bool {
        let mut faults = self.0.iter_mut();
        let fault =
            faults.find(|fault| fault.applies_to(route) && fault.fails_mutation(message_id));
        match fault {
            Some(fault) => {
                fault.count_application();
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::*;

    #[test]
    fn fault_is_applied_as_often_as_it_says() {
        let fault = |text: &str| text.parse::<Fault>().unwrap();
        let mut faults = Faults::new(&[
            fault("issue-token:429,retry-after=2,times=1"),
            fault("all:latency=5,times=2"),
            fault("q:partial,ids=a+b,times=1"),
        ]);
        let first = AppliedFault {
            latency: Duration::from_millis(5),
            kind: Some(FaultKind::Status(StatusCode::TOO_MANY_REQUESTS)),
            retry_after: Some(2),
        };
        let second = AppliedFault {
            latency: Duration::from_millis(5),
            ..AppliedFault::default()
        };
        for expected in [first, second, AppliedFault::default()] {
            assert_eq!(faults.apply("issue-token"), expected);
        }
        assert!(!faults.fails_mutation("q", "c") && !faults.fails_mutation("client-q", "b"));
        assert!(faults.fails_mutation("q", "b") && !faults.fails_mutation("q", "a"));
        faults.add(vec![fault("q:drop")]).unwrap();
        for _ in 0..3 {
            assert_eq!(faults.apply("q").kind, Some(FaultKind::Drop));
        }
        assert_eq!(faults.apply("send"), AppliedFault::default());
        let json = serde_json::to_string(&faults.views()).unwrap();
        assert!(json.contains(r#"{"fault":"q:drop","left":null}"#), "{json}");
        faults.clear();
        assert!(faults.views().is_empty());
    }

    #[test]
    fn latencies_add_up_to_the_maximum() {
        let minutes = |text: &str| text.parse::<Fault>().unwrap();
        let mut faults = Faults::new(&[minutes("q:latency=4min"), minutes("all:latency=5min")]);
        assert_eq!(faults.apply("q").latency, Duration::from_mins(9));
        faults.add(vec![minutes("q:latency=10min"); 900]).unwrap();
        assert_eq!(faults.apply("q").latency, MAX_LATENCY);
    }

    #[test]
    fn used_up_faults_make_room_for_others() {
        let fault = |text: &str| text.parse::<Fault>().unwrap();
        let mut faults = Faults::new(&vec![fault("q:500,times=1"); MAX_FAULTS]);
        assert!(faults.add(vec![fault("q:503")]).is_err());
        faults.apply("q");
        assert_eq!(faults.add(vec![fault("q:503")]), Ok(()));
        let long = fault(&format!("q:partial,ids={}", "x".repeat(MAX_FAULT_TEXT)));
        assert!(faults.add(vec![long]).is_err());
        assert_eq!(faults.views().len(), MAX_FAULTS);
    }
}
