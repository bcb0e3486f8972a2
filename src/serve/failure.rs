//! Failures to issue a token, and how long each is remembered before Courier gets another request.

use std::time::Duration;

use super::clock::ClockReading;

/// The pause after a first failure, and the shortest one. Each further failure doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// The longest pause without a `Retry-After` header.
const MAX_BACKOFF: Duration = Duration::from_secs(30);

/// The longest pause that Courier can request.
const MAX_REQUESTED_PAUSE: Duration = Duration::from_mins(5);

/// The time after a pause in which the failure still counts as the present state of Courier.
const MEMORY: Duration = Duration::from_mins(1);

/// A failure to issue a token, as the app sees it.
#[derive(Debug, Clone)]
pub(crate) struct IssueError {
    /// The HTTP status of the response.
    pub(crate) status: u16,
    pub(crate) message: String,
    /// The time to wait before the next attempt.
    pub(crate) retry_after: Option<Duration>,
    pub(crate) scope: FailureScope,
}

/// The requests that fail for the same reason as one that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureScope {
    /// The request is invalid. Courier did not get it, so that the failure is not remembered.
    Request,
    /// Those for the same user.
    User,
    /// Those for the same user, and those for all users as soon as another user's fails too.
    Unknown,
    /// Those for all users.
    Everyone,
}

/// A failure that is remembered.
pub(super) struct Failure {
    error: IssueError,
    failed_at: ClockReading,
    pause: Duration,
    /// The number of failures in a row.
    count: u32,
}

impl Failure {
    /// Returns a failure that follows `previous`. The pause is the one that Courier requests, within limits,
    /// or else twice the previous one.
    pub(super) fn after(previous: Option<&Self>, error: IssueError, now: ClockReading) -> Self {
        let count = previous.map_or(1, |previous| previous.count.saturating_add(1));
        let doubled = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(count - 1));
        let pause = match error.retry_after {
            Some(requested) => requested.clamp(FIRST_PAUSE, MAX_REQUESTED_PAUSE),
            None => doubled.min(MAX_BACKOFF),
        };
        Self {
            error,
            failed_at: now,
            pause,
            count,
        }
    }

    /// Returns the time until the next attempt. Zero if it may begin.
    pub(super) fn remaining(&self, now: ClockReading) -> Duration {
        self.pause.saturating_sub(now.since(self.failed_at))
    }

    /// Returns true if the failure is too long ago to be returned to an app.
    pub(super) fn is_outdated(&self, now: ClockReading) -> bool {
        now.since(self.failed_at) >= self.pause + MEMORY
    }

    /// Returns the error for a request that is not sent to Courier.
    pub(super) fn error(&self, now: ClockReading) -> IssueError {
        IssueError {
            retry_after: Some(self.remaining(now).max(FIRST_PAUSE)),
            ..self.error.clone()
        }
    }
}

#[cfg(test)]
pub(super) fn error(scope: FailureScope, retry_after: Option<u64>) -> IssueError {
    IssueError {
        status: 502,
        message: "no".to_owned(),
        retry_after: retry_after.map(Duration::from_secs),
        scope,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::clock::at;

    #[test]
    fn pause_doubles_up_to_its_maximum() {
        let mut previous: Option<Failure> = None;
        for expected in [1, 2, 4, 8, 16, 30, 30] {
            let failed = error(FailureScope::User, None);
            let failure = Failure::after(previous.as_ref(), failed, at(0));
            assert_eq!(failure.remaining(at(0)).as_secs(), expected);
            previous = Some(failure);
        }
        let last = Failure {
            count: u32::MAX,
            ..previous.unwrap()
        };
        let failure = Failure::after(Some(&last), error(FailureScope::User, None), at(0));
        assert_eq!(failure.pause, MAX_BACKOFF);
    }

    #[test]
    fn requested_pause_is_kept_within_limits() {
        for (requested, expected) in [(0, 1), (1, 1), (60, 60), (301, 300), (u64::MAX, 300)] {
            let failed = error(FailureScope::Everyone, Some(requested));
            let failure = Failure::after(None, failed, at(0));
            assert_eq!(failure.remaining(at(0)).as_secs(), expected, "{requested}");
        }
    }

    #[test]
    fn error_names_the_time_that_is_left() {
        let failure = Failure::after(None, error(FailureScope::Everyone, Some(60)), at(10));
        for (now, expected) in [(10, 60), (40, 30), (70, 1), (5, 60)] {
            let retry_after = failure.error(at(now)).retry_after;
            assert_eq!(retry_after, Some(Duration::from_secs(expected)), "{now}");
        }
        let is_outdated = [70, 129, 130].map(|now| failure.is_outdated(at(now)));
        assert_eq!(is_outdated, [false, false, true]);
    }
}
