//! The cache of user tokens. Courier gets one request for a user at a time, and all waiting requests
//! share its result. Tokens are renewed in the background before they are too old to be returned.

use std::{collections::HashMap, future::Future, time::Duration};

use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use crate::token::Jwt;

/// The maximum number of users in the cache.
const MAX_USERS: usize = 10_000;

/// The time between a failed renewal and the next attempt, while the cached token is still valid.
const RENEWAL_BACKOFF: Duration = Duration::from_secs(5);

/// A token as Courier issued it.
#[derive(Clone)]
pub(crate) struct IssuedToken {
    pub(crate) jwt: Jwt,
    /// The expiry by Courier's clock, in seconds since 1970.
    pub(crate) exp: f64,
    /// The time from issue to expiry.
    pub(crate) lifetime: Duration,
}

/// A failure to issue a token, as the app sees it.
#[derive(Debug, Clone)]
pub(crate) struct IssueError {
    /// The HTTP status of the response.
    pub(crate) status: u16,
    pub(crate) message: String,
    /// The time to wait before the next attempt.
    pub(crate) retry_after: Option<Duration>,
}

/// A request for a user's token.
pub(super) struct TokenRequest {
    pub(super) user: String,
    pub(super) reply_sender: oneshot::Sender<TokenReply>,
}

/// The reply to a [`TokenRequest`].
#[derive(Clone)]
pub(super) struct TokenReply {
    pub(super) token: Result<IssuedToken, IssueError>,
    pub(super) source: TokenSource,
}

/// The source of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenSource {
    /// Courier issued the token for this request.
    Issued,
    /// Courier issued the token for an earlier request, which was still in flight.
    Shared,
    /// The token was in the cache.
    Cached,
}

/// The result of a request to Courier.
pub(super) struct IssueResult<'a> {
    pub(super) user: &'a str,
    pub(super) token: &'a Result<IssuedToken, IssueError>,
    pub(super) duration: Duration,
    /// True if this renews a token that is still returned, so that nobody waits for the result.
    pub(super) is_renewal: bool,
}

/// The state of one user.
#[derive(Default)]
struct CacheEntry {
    token: Option<CachedToken>,
    /// The requests that wait for the token in flight.
    waiting: Vec<oneshot::Sender<TokenReply>>,
    /// True while a request to Courier is in flight.
    is_in_flight: bool,
    /// The time of the last failure, `None` after a success.
    failed_at: Option<ClockReading>,
}

struct CachedToken {
    token: IssuedToken,
    requested_at: ClockReading,
}

/// A reading of two clocks. The monotonic clock stops during system sleep; the wall clock runs on,
/// but can be set.
#[derive(Clone, Copy)]
struct ClockReading {
    monotonic: Instant,
    wall: DateTime<Utc>,
}

/// Replies to requests until all their senders are dropped. `on_issue` is called with each result
/// from Courier.
pub(super) async fn run<F>(
    mut requests: mpsc::Receiver<TokenRequest>,
    min_ttl: Duration,
    now: impl Fn() -> DateTime<Utc>,
    issue: impl Fn(String) -> F,
    on_issue: impl Fn(&IssueResult<'_>),
) where
    F: Future<Output = Result<IssuedToken, IssueError>>,
{
    let read_clocks = || ClockReading {
        monotonic: Instant::now(),
        wall: now(),
    };
    let mut entries: HashMap<String, CacheEntry> = HashMap::new();
    let mut in_flight = FuturesUnordered::new();
    loop {
        tokio::select! {
            request = requests.recv() => {
                let Some(TokenRequest { user, reply_sender }) = request else {
                    return;
                };
                let now = read_clocks();
                make_room(&mut entries, min_ttl, now);
                let entry = entries.entry(user.clone()).or_default();
                if entry.handle_request(reply_sender, min_ttl, now) {
                    let issued = issue(user.clone());
                    in_flight.push(async move { (user, now, issued.await) });
                }
            }
            Some((user, requested_at, issued)) = in_flight.next(), if !in_flight.is_empty() => {
                let now = read_clocks();
                // Entries with a request in flight are never evicted.
                let entry = entries.entry(user.clone()).or_default();
                on_issue(&IssueResult {
                    user: &user,
                    token: &issued,
                    duration: now.since(requested_at),
                    is_renewal: entry.waiting.is_empty(),
                });
                entry.store(issued, requested_at, now);
            }
        }
    }
}

impl CacheEntry {
    /// Replies with the cached token, or lets the request wait. Returns true if the caller must
    /// request a token from Courier: there is none, or it is due for renewal.
    fn handle_request(
        &mut self,
        reply_sender: oneshot::Sender<TokenReply>,
        min_ttl: Duration,
        now: ClockReading,
    ) -> bool {
        let fresh = self.token.as_ref();
        let fresh = fresh.filter(|cached| cached.outlives(min_ttl, now));
        let is_needed = if let Some(cached) = fresh {
            // The app may have closed the connection.
            let _ = reply_sender.send(TokenReply {
                token: Ok(cached.token.clone()),
                source: TokenSource::Cached,
            });
            let has_failed_recently = self
                .failed_at
                .is_some_and(|at| now.since(at) < RENEWAL_BACKOFF);
            !cached.outlives(2 * min_ttl, now) && !has_failed_recently
        } else {
            self.waiting.push(reply_sender);
            true
        };
        let must_issue = is_needed && !self.is_in_flight;
        self.is_in_flight |= must_issue;
        must_issue
    }

    /// Stores a result from Courier, and replies to all waiting requests.
    fn store(
        &mut self,
        issued: Result<IssuedToken, IssueError>,
        requested_at: ClockReading,
        now: ClockReading,
    ) {
        self.is_in_flight = false;
        let mut source = TokenSource::Issued;
        for reply_sender in self.waiting.drain(..) {
            let _ = reply_sender.send(TokenReply {
                token: issued.clone(),
                source,
            });
            source = TokenSource::Shared;
        }
        match issued {
            Ok(token) => {
                self.token = Some(CachedToken {
                    token,
                    requested_at,
                });
                self.failed_at = None;
            }
            Err(_) => self.failed_at = Some(now),
        }
    }

    fn is_fresh(&self, min_ttl: Duration, now: ClockReading) -> bool {
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

impl ClockReading {
    /// Returns the time since an earlier reading, by the clock that has advanced further.
    fn since(self, earlier: Self) -> Duration {
        // A wall clock that was set back counts as zero.
        let wall = (self.wall - earlier.wall).to_std().unwrap_or_default();
        let monotonic = self.monotonic.saturating_duration_since(earlier.monotonic);
        monotonic.max(wall)
    }
}

/// Evicts the entries without a fresh token if the cache is full, then all if that is not enough.
/// Entries with a request in flight stay.
fn make_room(entries: &mut HashMap<String, CacheEntry>, min_ttl: Duration, now: ClockReading) {
    if entries.len() < MAX_USERS {
        return;
    }
    entries.retain(|_, entry| entry.is_in_flight || entry.is_fresh(min_ttl, now));
    if entries.len() >= MAX_USERS {
        entries.retain(|_, entry| entry.is_in_flight);
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, sync::LazyLock};

    use super::*;

    const MIN_TTL: Duration = Duration::from_secs(10);

    fn token(text: &str, lifetime: u64) -> IssuedToken {
        IssuedToken {
            jwt: Jwt::new(text).unwrap(),
            exp: 0.0,
            lifetime: Duration::from_secs(lifetime),
        }
    }

    fn error() -> IssueError {
        IssueError {
            status: 502,
            message: "no".to_owned(),
            retry_after: None,
        }
    }

    /// Sends a request after each of the delays, in seconds. Courier takes a second to issue the
    /// tokens t1, t2 and so on. Returns the replies, and the number of issued tokens.
    fn replies(lifetime: u64, delays: &[u64]) -> (Vec<String>, usize) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let issued_count = RefCell::new(0);
        let replies = runtime.block_on(async {
            let (request_sender, requests) = mpsc::channel(8);
            let issue = |_: String| {
                *issued_count.borrow_mut() += 1;
                let number = *issued_count.borrow();
                async move {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    Ok(token(&format!("t{number}"), lifetime))
                }
            };
            let client = async {
                let mut replies = Vec::new();
                for delay in delays {
                    tokio::time::sleep(Duration::from_secs(*delay)).await;
                    let (reply_sender, reply) = oneshot::channel();
                    let user = "alice".to_owned();
                    let request = TokenRequest { user, reply_sender };
                    request_sender.send(request).await.unwrap();
                    let TokenReply { token, source } = reply.await.unwrap();
                    let is_cached = source == TokenSource::Cached;
                    let suffix = if is_cached { " cached" } else { "" };
                    replies.push(format!("{}{suffix}", token.unwrap().jwt.expose()));
                }
                drop(request_sender);
                replies
            };
            let cache = run(requests, MIN_TTL, DateTime::default, issue, |_| ());
            let (replies, ()) = tokio::join!(client, cache);
            replies
        });
        (replies, issued_count.into_inner())
    }

    #[test]
    fn token_is_renewed_in_the_background_and_never_returned_too_late() {
        // A token of 100 s is not returned in its last 10 s, and renewed in the 10 s before them.
        let (tokens, issued_count) = replies(100, &[0, 50, 28, 3, 2, 60]);
        assert_eq!(
            tokens,
            [
                "t1",
                "t1 cached",
                "t1 cached",
                "t1 cached",
                "t2 cached",
                "t2 cached"
            ]
        );
        assert_eq!(issued_count, 2);
        let (tokens, _) = replies(100, &[0, 95]);
        assert_eq!(tokens, ["t1", "t2"]);
        // A token that is too short-lived for the cache is returned to the waiting request only.
        let (tokens, _) = replies(5, &[0, 0]);
        assert_eq!(tokens, ["t1", "t2"]);
    }

    /// Returns a time on the clock that runs on during system sleep.
    fn at(seconds: i64) -> ClockReading {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        ClockReading {
            monotonic: *START,
            wall: DateTime::from_timestamp(seconds, 0).unwrap(),
        }
    }

    /// Requests a token. Returns whether one must be issued, and the receiver of the reply.
    fn request(entry: &mut CacheEntry, now: ClockReading) -> (bool, oneshot::Receiver<TokenReply>) {
        let (reply_sender, reply) = oneshot::channel();
        (entry.handle_request(reply_sender, MIN_TTL, now), reply)
    }

    #[test]
    fn requests_during_an_issue_share_its_result() {
        let mut entry = CacheEntry::default();
        let (first_must_issue, mut first) = request(&mut entry, at(0));
        let (second_must_issue, mut second) = request(&mut entry, at(0));
        assert_eq!((first_must_issue, second_must_issue), (true, false));
        entry.store(Err(error()), at(0), at(1));
        let sources = [&mut first, &mut second].map(|reply| {
            let reply = reply.try_recv().unwrap();
            assert!(reply.token.is_err());
            reply.source
        });
        assert_eq!(sources, [TokenSource::Issued, TokenSource::Shared]);
        let (must_issue, _) = request(&mut entry, at(1));
        assert!(must_issue, "after a failure the next request tries again");
    }

    #[test]
    fn token_ages_during_system_sleep() {
        let mut entry = CacheEntry::default();
        entry.store(Ok(token("t", 100)), at(0), at(0));
        let (must_issue, mut reply) = request(&mut entry, at(50));
        assert!(!must_issue && reply.try_recv().is_ok());
        let (must_issue, mut reply) = request(&mut entry, at(95));
        assert!(must_issue && reply.try_recv().is_err());
    }

    #[test]
    fn failed_renewal_is_not_repeated_at_once() {
        let mut entry = CacheEntry::default();
        entry.store(Ok(token("t", 100)), at(0), at(0));
        assert!(
            request(&mut entry, at(81)).0,
            "the token is due for renewal"
        );
        entry.store(Err(error()), at(81), at(82));
        let (must_issue, mut reply) = request(&mut entry, at(84));
        assert!(!must_issue && reply.try_recv().unwrap().token.is_ok());
        assert!(request(&mut entry, at(88)).0);
    }
}
