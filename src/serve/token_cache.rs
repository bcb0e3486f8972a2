//! The cache of user tokens. Courier gets one request for a user at a time, and all waiting requests
//! share its result. Tokens are renewed in the background before they are too old to be returned. After a
//! failure, requests get it from memory until the next attempt may begin.

use std::{collections::HashMap, future::Future, time::Duration};

use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use super::{
    cache_entry::{CacheEntry, IssuedToken, TokenReply},
    clock::ClockReading,
    failure::IssueError,
    outage::Outage,
};

/// The maximum number of users in the cache.
const MAX_USERS: usize = 10_000;

/// A request for a user's token.
pub(super) struct TokenRequest {
    pub(super) user: String,
    pub(super) reply_sender: oneshot::Sender<TokenReply>,
}

/// The result of a request to Courier.
pub(super) struct IssueResult<'a> {
    pub(super) user: &'a str,
    pub(super) token: &'a Result<IssuedToken, IssueError>,
    pub(super) duration: Duration,
    /// True if this renews a token that is still returned, so that nobody waits for the result.
    pub(super) is_renewal: bool,
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
    let mut outage = Outage::default();
    let mut in_flight = FuturesUnordered::new();
    loop {
        tokio::select! {
            request = requests.recv() => {
                let Some(TokenRequest { user, reply_sender }) = request else {
                    return;
                };
                let now = read_clocks();
                if !entries.contains_key(&user) {
                    make_room(&mut entries, min_ttl, now);
                }
                let entry = entries.entry(user.clone()).or_default();
                let refusal = outage.refusal(now);
                if entry.handle_request(reply_sender, min_ttl, refusal, now) {
                    outage.begin(&user);
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
                    is_renewal: !entry.is_awaited(),
                });
                let shared_error = outage.record(&user, issued.as_ref().err(), now);
                entry.store(issued, shared_error, requested_at, now);
            }
        }
    }
}

/// Evicts the entries without a fresh token if the cache is full, then all if that is not enough.
/// Entries with a request in flight stay.
fn make_room(entries: &mut HashMap<String, CacheEntry>, min_ttl: Duration, now: ClockReading) {
    if entries.len() < MAX_USERS {
        return;
    }
    entries.retain(|_, entry| entry.is_in_flight() || entry.is_fresh(min_ttl, now));
    if entries.len() >= MAX_USERS {
        entries.retain(|_, entry| entry.is_in_flight());
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::serve::cache_entry::{TokenSource, token};

    const MIN_TTL: Duration = Duration::from_secs(10);

    /// Sends requests of alice after each of the delays, in seconds.
    fn replies(lifetime: u64, delays: &[u64]) -> (Vec<String>, usize) {
        let requests = delays.iter().map(|delay| ("alice".to_owned(), *delay));
        replies_to(lifetime, requests)
    }

    /// Sends a request of each user after the delay, in seconds. Courier takes a second to issue the
    /// tokens t1, t2 and so on. Returns the replies, and the number of issued tokens.
    fn replies_to(
        lifetime: u64,
        users: impl Iterator<Item = (String, u64)>,
    ) -> (Vec<String>, usize) {
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
                for (user, delay) in users {
                    tokio::time::sleep(Duration::from_secs(delay)).await;
                    let (reply_sender, reply) = oneshot::channel();
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

    #[test]
    fn a_full_cache_keeps_the_token_that_is_requested() {
        let users = (0..MAX_USERS).chain([0]);
        let users = users.map(|number| (format!("user-{number}"), 0));
        let (tokens, issued_count) = replies_to(1_000_000, users);
        assert_eq!(tokens.last().map(String::as_str), Some("t1 cached"));
        assert_eq!(issued_count, MAX_USERS);
    }
}
