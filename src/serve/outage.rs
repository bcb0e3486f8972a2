//! Failures that concern the requests of all users: a refused key, a rate limit, an unavailable server.
//!
//! Courier's rate limits are those of a workspace, so that a 429 concerns all users.

use super::{
    clock::ClockReading,
    failure::{Failure, FailureScope, IssueError},
};

/// The failure that requests of all users get, and the one request that finds out if it is over.
#[derive(Default)]
pub(super) struct Outage {
    failure: Option<Failure>,
    /// The user of the request in flight that finds out if the failure is over.
    probe: Option<String>,
    /// The user of the last failure of unknown scope, if no token was issued since.
    last_failed: Option<String>,
}

impl Outage {
    /// Returns the error for a request that must not be sent now: a pause is not over, or another request
    /// finds out if the failure is.
    pub(super) fn refusal(&mut self, now: ClockReading) -> Option<IssueError> {
        if self.probe.is_none() {
            self.failure.take_if(|failure| failure.is_outdated(now));
        }
        let failure = self.failure.as_ref()?;
        let is_blocked = self.probe.is_some() || !failure.remaining(now).is_zero();
        is_blocked.then(|| failure.error(now))
    }

    /// Records that a request for this user is sent.
    pub(super) fn begin(&mut self, user: &str) {
        if self.failure.is_some() {
            self.probe = Some(user.to_owned());
        }
    }

    /// Records the result of a request. Returns the error for the app if it concerns all users.
    pub(super) fn record(
        &mut self,
        user: &str,
        error: Option<&IssueError>,
        now: ClockReading,
    ) -> Option<IssueError> {
        let is_probe = self.probe.take_if(|probe| probe == user).is_some();
        let is_shared = error.is_some_and(|error| match error.scope {
            FailureScope::Everyone => true,
            FailureScope::Unknown => {
                is_probe || self.last_failed.as_ref().is_some_and(|last| last != user)
            }
            FailureScope::User | FailureScope::Request => false,
        });
        match error.map(|error| error.scope) {
            None => self.last_failed = None,
            Some(FailureScope::Unknown) => self.last_failed = Some(user.to_owned()),
            Some(_) => {}
        }
        if is_probe && !is_shared {
            self.failure = None;
        }
        let error = error.filter(|_| is_shared)?;
        // A request that was sent before the failure is no further attempt.
        let previous = self.failure.as_ref().filter(|_| is_probe);
        let failure = Failure::after(previous, error.clone(), now);
        let returned = failure.error(now);
        let ends_later = |known: &Failure| known.remaining(now) > failure.remaining(now);
        if is_probe || !self.failure.as_ref().is_some_and(ends_later) {
            self.failure = Some(failure);
        }
        Some(returned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::{clock::at, failure::error};

    fn fail(outage: &mut Outage, user: &str, scope: FailureScope, now: i64) {
        let failed = error(scope, None);
        outage.record(user, Some(&failed), at(now));
    }

    #[test]
    fn one_request_at_a_time_finds_out_if_a_failure_is_over() {
        let mut outage = Outage::default();
        assert!(outage.refusal(at(0)).is_none());
        fail(&mut outage, "alice", FailureScope::Everyone, 0);
        assert!(outage.refusal(at(0)).is_some());
        assert!(outage.refusal(at(1)).is_none(), "the pause is over");
        outage.begin("bob");
        assert!(
            outage.refusal(at(500)).is_some(),
            "bob's request is in flight"
        );
        fail(&mut outage, "bob", FailureScope::Everyone, 501);
        assert!(outage.refusal(at(502)).is_some(), "the pause is 2 s now");
        assert!(outage.refusal(at(503)).is_none());
        outage.begin("carol");
        outage.record("carol", None, at(503));
        assert!(outage.refusal(at(503)).is_none());
    }

    #[test]
    fn results_of_earlier_requests_do_not_change_a_pause() {
        let mut outage = Outage::default();
        let limited = error(FailureScope::Everyone, Some(60));
        outage.record("alice", Some(&limited), at(0));
        fail(&mut outage, "bob", FailureScope::Everyone, 1);
        outage.record("carol", None, at(1));
        fail(&mut outage, "dave", FailureScope::User, 1);
        assert!(outage.refusal(at(59)).is_some());
        assert!(outage.refusal(at(60)).is_none());
    }

    #[test]
    fn failure_of_unknown_scope_concerns_all_users_when_a_second_user_has_it() {
        let mut outage = Outage::default();
        for now in 0..5 {
            fail(&mut outage, "bob", FailureScope::Unknown, now);
            assert!(outage.refusal(at(now)).is_none());
        }
        outage.record("alice", None, at(5));
        fail(&mut outage, "alice", FailureScope::Unknown, 5);
        assert!(outage.refusal(at(5)).is_none());
        fail(&mut outage, "bob", FailureScope::Unknown, 5);
        assert!(outage.refusal(at(5)).is_some());
    }

    #[test]
    fn failure_for_one_user_shows_that_an_outage_is_over() {
        let mut outage = Outage::default();
        fail(&mut outage, "alice", FailureScope::Everyone, 0);
        assert!(outage.refusal(at(1)).is_none());
        outage.begin("bob");
        fail(&mut outage, "bob", FailureScope::User, 1);
        assert!(outage.refusal(at(1)).is_none());
    }

    #[test]
    fn old_failures_are_forgotten() {
        let mut outage = Outage::default();
        fail(&mut outage, "alice", FailureScope::Everyone, 0);
        assert!(outage.refusal(at(100)).is_none());
        outage.begin("alice");
        assert!(
            outage.refusal(at(100)).is_none(),
            "requests of two users are sent"
        );
    }
}
