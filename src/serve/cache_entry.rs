//! The token of one user in the cache, and the requests that wait for it.

use std::time::Duration;

use tokio::sync::oneshot;

use super::{
    clock::ClockReading,
    failure::{Failure, FailureScope, IssueError},
};
use crate::token::Jwt;

/// A token as Courier issued it.
#[derive(Clone)]
pub(crate) struct IssuedToken {
    pub(crate) jwt: Jwt,
    /// The expiry by Courier's clock, in seconds since 1970.
    pub(crate) exp: f64,
    /// The time from issue to expiry.
    pub(crate) lifetime: Duration,
}

/// The reply to a request for a user's token.
#[derive(Clone)]
pub(super) struct TokenReply {
    pub(super) token: Result<IssuedToken, IssueError>,
    pub(super) source: TokenSource,
}

/// The source of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenSource {
    /// Courier responded to this request.
    Issued,
    /// Courier responded to an earlier request, which was still in flight.
    Shared,
    /// The token or the failure was in the cache.
    Cached,
}

/// The state of one user.
#[derive(Default)]
pub(super) struct CacheEntry {
    token: Option<CachedToken>,
    /// The requests that wait for the token in flight.
    waiting: Vec<oneshot::Sender<TokenReply>>,
    /// True while a request to Courier is in flight.
    is_in_flight: bool,
    /// The last failure that concerns this user, `None` after a success.
    failure: Option<Failure>,
}

struct CachedToken {
    token: IssuedToken,
    requested_at: ClockReading,
}

impl CacheEntry {
    /// Replies with the cached token or a remembered failure, or lets the request wait. `refusal` is a
    /// failure that concerns all users. Returns true if the caller must request a token from Courier: there
    /// is none, or it is due for renewal.
    pub(super) fn handle_request(
        &mut self,
        reply_sender: oneshot::Sender<TokenReply>,
        min_ttl: Duration,
        refusal: Option<IssueError>,
        now: ClockReading,
    ) -> bool {
        // A request for the same user waits for the response to the one in flight.
        let refusal = refusal
            .or_else(|| self.refusal(now))
            .filter(|_| !self.is_in_flight);
        let fresh = self.token.as_ref();
        let fresh = fresh.filter(|cached| cached.outlives(min_ttl, now));
        let is_needed = fresh.is_none_or(|cached| !cached.outlives(2 * min_ttl, now));
        let must_issue = is_needed && refusal.is_none() && !self.is_in_flight;
        let token = match (fresh, refusal) {
            (Some(cached), _) => Ok(cached.token.clone()),
            (None, Some(error)) => Err(error),
            (None, None) => {
                self.waiting.push(reply_sender);
                self.is_in_flight = true;
                return must_issue;
            }
        };
        let source = TokenSource::Cached;
        // The app may have closed the connection.
        let _ = reply_sender.send(TokenReply { token, source });
        self.is_in_flight |= must_issue;
        must_issue
    }

    /// Returns the error for a request that must not be sent now, because the pause is not over.
    fn refusal(&mut self, now: ClockReading) -> Option<IssueError> {
        if !self.is_in_flight {
            self.failure.take_if(|failure| failure.is_outdated(now));
        }
        let failure = self.failure.as_ref()?;
        let is_paused = !failure.remaining(now).is_zero();
        is_paused.then(|| failure.error(now))
    }

    /// Stores a result from Courier, and replies to all waiting requests. `shared_error` is the failure if
    /// it concerns all users, so that it is not remembered here.
    pub(super) fn store(
        &mut self,
        issued: Result<IssuedToken, IssueError>,
        shared_error: Option<IssueError>,
        requested_at: ClockReading,
        now: ClockReading,
    ) {
        self.is_in_flight = false;
        let previous = self.failure.take();
        let token = match (issued, shared_error) {
            (Ok(token), _) => {
                let reply = token.clone();
                self.token = Some(CachedToken {
                    token,
                    requested_at,
                });
                Ok(reply)
            }
            (Err(_), Some(error)) => Err(error),
            (Err(error), None) if error.scope == FailureScope::Request => Err(error),
            (Err(error), None) => {
                let failure = Failure::after(previous.as_ref(), error, now);
                let error = failure.error(now);
                self.failure = Some(failure);
                Err(error)
            }
        };
        let mut source = TokenSource::Issued;
        for reply_sender in self.waiting.drain(..) {
            let token = token.clone();
            let _ = reply_sender.send(TokenReply { token, source });
            source = TokenSource::Shared;
        }
    }

    /// Returns true while a request to Courier is in flight.
    pub(super) fn is_in_flight(&self) -> bool {
        self.is_in_flight
    }

    /// Returns true if requests wait for the token in flight.
    pub(super) fn is_awaited(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Returns true if a token is cached that may be returned.
    pub(super) fn is_fresh(&self, min_ttl: Duration, now: ClockReading) -> bool {
        let token = self.token.as_ref();
        token.is_some_and(|cached| cached.outlives(min_ttl, now))
    }
}

impl CachedToken {
    /// Returns true if the token is valid for longer than this. Its lifetime is counted from the
    /// request, which is never later than the issue.
    fn outlives(&self, ttl: Duration, now: ClockReading) -> bool {
        now.since(self.requested_at) < self.token.lifetime.saturating_sub(ttl)
    }
}

#[cfg(test)]
pub(super) fn token(text: &str, lifetime: u64) -> IssuedToken {
    IssuedToken {
        jwt: Jwt::new(text).unwrap(),
        exp: 0.0,
        lifetime: Duration::from_secs(lifetime),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::{clock::at, failure::error};

    const MIN_TTL: Duration = Duration::from_secs(10);

    /// Requests a token. Returns whether one must be issued, and the receiver of the reply.
    fn request(entry: &mut CacheEntry, now: ClockReading) -> (bool, oneshot::Receiver<TokenReply>) {
        let (reply_sender, reply) = oneshot::channel();
        let must_issue = entry.handle_request(reply_sender, MIN_TTL, None, now);
        (must_issue, reply)
    }

    fn fail(entry: &mut CacheEntry, scope: FailureScope, now: i64) {
        entry.store(Err(error(scope, None)), None, at(now), at(now));
    }

    #[test]
    fn requests_during_an_issue_share_its_result() {
        let mut entry = CacheEntry::default();
        let (first_must_issue, mut first) = request(&mut entry, at(0));
        let (second_must_issue, mut second) = request(&mut entry, at(0));
        assert_eq!((first_must_issue, second_must_issue), (true, false));
        fail(&mut entry, FailureScope::User, 1);
        let sources = [&mut first, &mut second].map(|reply| {
            let reply = reply.try_recv().unwrap();
            assert!(reply.token.is_err());
            reply.source
        });
        assert_eq!(sources, [TokenSource::Issued, TokenSource::Shared]);
    }

    #[test]
    fn failure_is_remembered_until_one_request_tries_again() {
        let mut entry = CacheEntry::default();
        assert!(request(&mut entry, at(0)).0);
        fail(&mut entry, FailureScope::User, 0);
        let is_refused = |(must_issue, mut reply): (bool, oneshot::Receiver<TokenReply>)| {
            let reply = reply.try_recv().ok();
            !must_issue && reply.is_some_and(|reply| reply.source == TokenSource::Cached)
        };
        assert!(is_refused(request(&mut entry, at(0))));
        assert!(request(&mut entry, at(1)).0, "the pause is over");
        let (must_issue, mut waiting) = request(&mut entry, at(1));
        assert!(!must_issue && waiting.try_recv().is_err(), "it waits");
        fail(&mut entry, FailureScope::User, 1);
        assert!(
            is_refused(request(&mut entry, at(2))),
            "the pause is 2 s now"
        );
        assert!(request(&mut entry, at(3)).0);
        entry.store(Ok(token("t", 5)), None, at(3), at(3));
        assert!(request(&mut entry, at(3)).0, "the failure is over");
        fail(&mut entry, FailureScope::Request, 3);
        assert!(
            request(&mut entry, at(3)).0,
            "an invalid request is not remembered"
        );
    }

    #[test]
    fn failure_of_all_users_leaves_cached_tokens_usable() {
        let mut entry = CacheEntry::default();
        entry.store(Ok(token("t", 100)), None, at(0), at(0));
        for (now, has_token) in [(50, true), (85, true), (95, false)] {
            let (reply_sender, mut reply) = oneshot::channel();
            let refusal = Some(error(FailureScope::Everyone, None));
            assert!(!entry.handle_request(reply_sender, MIN_TTL, refusal, at(now)));
            assert_eq!(reply.try_recv().unwrap().token.is_ok(), has_token, "{now}");
        }
    }

    #[test]
    fn token_ages_during_system_sleep() {
        let mut entry = CacheEntry::default();
        entry.store(Ok(token("t", 100)), None, at(0), at(0));
        let (must_issue, mut reply) = request(&mut entry, at(50));
        assert!(!must_issue && reply.try_recv().is_ok());
        let (must_issue, mut reply) = request(&mut entry, at(95));
        assert!(must_issue && reply.try_recv().is_err());
    }

    #[test]
    fn failed_renewal_is_not_repeated_at_once() {
        let mut entry = CacheEntry::default();
        entry.store(Ok(token("t", 100)), None, at(0), at(0));
        let is_due = request(&mut entry, at(81)).0;
        assert!(is_due, "the token is due for renewal");
        fail(&mut entry, FailureScope::Unknown, 82);
        let (must_issue, mut reply) = request(&mut entry, at(82));
        assert!(!must_issue && reply.try_recv().unwrap().token.is_ok());
        assert!(request(&mut entry, at(83)).0);
    }
}
