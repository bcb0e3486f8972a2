//! Tokens by user: asked for once, by whoever comes first, kept while they are fresh, and renewed
//! before they are not.

use std::{collections::HashMap, future::Future, time::Duration};

use chrono::{DateTime, Utc};
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use crate::token::Jwt;

/// How many users are remembered.
const MOST: usize = 10_000;

/// How long to leave Courier alone after it refused to renew a token that is still good.
const PAUSE: Duration = Duration::from_secs(5);

/// A token as it was issued.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) jwt: Jwt,
    /// When it expires by Courier's clock, in seconds since 1970.
    pub(crate) exp: f64,
    /// How long it lives from when it was issued.
    pub(crate) life: Duration,
}

/// Why there is no token.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    /// The HTTP status for the app.
    pub(crate) status: u16,
    pub(crate) message: String,
    /// How long to wait before asking again.
    pub(crate) retry_after: Option<Duration>,
}

/// A request for a user's token.
pub(super) struct Order {
    pub(super) user: String,
    pub(super) answer: oneshot::Sender<Answer>,
}

/// What it comes to.
#[derive(Clone)]
pub(super) struct Answer {
    pub(super) token: Result<Token, Failure>,
    pub(super) source: Source,
}

/// Where an answer is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// Courier, which was asked for this order.
    Issued,
    /// The same answer of Courier, for which this order waited too.
    Shared,
    /// It was there already.
    Kept,
}

/// What Courier answered.
pub(super) struct Arrival<'a> {
    pub(super) user: &'a str,
    pub(super) token: &'a Result<Token, Failure>,
    pub(super) took: Duration,
    /// Whether it was asked for beside, while another was still given away.
    pub(super) is_renewal: bool,
}

/// What is known of a user.
#[derive(Default)]
struct Entry {
    token: Option<Kept>,
    /// Who waits for the token that is under way.
    waiting: Vec<oneshot::Sender<Answer>>,
    is_under_way: bool,
    /// When Courier last refused to renew the token.
    refused_at: Option<Moment>,
}

struct Kept {
    token: Token,
    asked_at: Moment,
}

/// A moment by two clocks: one is steady, and stands still while the machine sleeps; the other goes
/// on, and may be set.
#[derive(Clone, Copy)]
struct Moment {
    steady: Instant,
    wall: DateTime<Utc>,
}

/// Answers orders for as long as it runs; `arrived` is told of each answer of Courier.
pub(super) async fn keep<F>(
    mut orders: mpsc::Receiver<Order>,
    min_ttl: Duration,
    now: impl Fn() -> DateTime<Utc>,
    issue: impl Fn(String) -> F,
    arrived: impl Fn(&Arrival<'_>),
) where
    F: Future<Output = Result<Token, Failure>>,
{
    let moment = || Moment {
        steady: Instant::now(),
        wall: now(),
    };
    let mut users: HashMap<String, Entry> = HashMap::new();
    let mut under_way = FuturesUnordered::new();
    loop {
        tokio::select! {
            order = orders.recv() => {
                let Some(Order { user, answer }) = order else {
                    return;
                };
                let now = moment();
                make_room(&mut users, min_ttl, now);
                let entry = users.entry(user.clone()).or_default();
                if entry.take(answer, min_ttl, now) {
                    let issued = issue(user.clone());
                    under_way.push(async move { (user, now, issued.await) });
                }
            }
            Some((user, asked_at, issued)) = under_way.next(), if !under_way.is_empty() => {
                let now = moment();
                // Nobody who waits is forgotten.
                let entry = users.entry(user.clone()).or_default();
                arrived(&Arrival {
                    user: &user,
                    token: &issued,
                    took: now.since(asked_at),
                    is_renewal: entry.waiting.is_empty(),
                });
                entry.arrive(issued, asked_at, now);
            }
        }
    }
}

impl Entry {
    /// Answers an order, or lets it wait; whether a token is to be asked for now.
    fn take(&mut self, answer: oneshot::Sender<Answer>, min_ttl: Duration, now: Moment) -> bool {
        let is_due = if let Some(kept) = self.token.as_ref().filter(|kept| kept.has(min_ttl, now)) {
            // Whoever asked may be gone.
            let _ = answer.send(Answer {
                token: Ok(kept.token.clone()),
                source: Source::Kept,
            });
            let is_left_alone = self.refused_at.is_some_and(|at| now.since(at) < PAUSE);
            !kept.has(2 * min_ttl, now) && !is_left_alone
        } else {
            self.waiting.push(answer);
            true
        };
        let is_first = is_due && !self.is_under_way;
        self.is_under_way |= is_first;
        is_first
    }

    /// Keeps a token and gives it to all who wait; or tells them why there is none.
    fn arrive(&mut self, issued: Result<Token, Failure>, asked_at: Moment, now: Moment) {
        self.is_under_way = false;
        let mut source = Source::Issued;
        for waiting in self.waiting.drain(..) {
            let _ = waiting.send(Answer {
                token: issued.clone(),
                source,
            });
            source = Source::Shared;
        }
        match issued {
            Ok(token) => {
                self.token = Some(Kept { token, asked_at });
                self.refused_at = None;
            }
            Err(_) => self.refused_at = Some(now),
        }
    }

    fn is_fresh(&self, min_ttl: Duration, now: Moment) -> bool {
        let token = self.token.as_ref();
        token.is_some_and(|kept| kept.has(min_ttl, now))
    }
}

impl Kept {
    /// Whether it lives for longer than this; its life began at the latest when it was asked for.
    fn has(&self, span: Duration, now: Moment) -> bool {
        now.since(self.asked_at) < self.token.life.saturating_sub(span)
    }
}

impl Moment {
    /// How long after another it is, by the clock that says more.
    fn since(self, earlier: Self) -> Duration {
        // A wall clock that was set back says nothing.
        let by_wall = (self.wall - earlier.wall).to_std().unwrap_or_default();
        let by_steady = self.steady.saturating_duration_since(earlier.steady);
        by_steady.max(by_wall)
    }
}

/// Forgets tokens that are of no use any more, and where that does not suffice, others.
fn make_room(users: &mut HashMap<String, Entry>, min_ttl: Duration, now: Moment) {
    if users.len() < MOST {
        return;
    }
    users.retain(|_, entry| entry.is_under_way || entry.is_fresh(min_ttl, now));
    if users.len() >= MOST {
        users.retain(|_, entry| entry.is_under_way);
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, sync::LazyLock};

    use super::*;

    fn token(text: &str, life: u64) -> Token {
        Token {
            jwt: Jwt::new(text).unwrap(),
            exp: 0.0,
            life: Duration::from_secs(life),
        }
    }

    /// What comes of some steps, each after so many seconds: an order, and what it was answered.
    fn run(life: u64, steps: &[u64]) -> (Vec<String>, usize) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let asked = RefCell::new(0);
        let answers = runtime.block_on(async {
            let (orders, ordered) = mpsc::channel(8);
            let issue = |_: String| {
                *asked.borrow_mut() += 1;
                let number = *asked.borrow();
                async move {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    Ok(token(&format!("t{number}"), life))
                }
            };
            let order = async {
                let mut answers = Vec::new();
                for step in steps {
                    tokio::time::sleep(Duration::from_secs(*step)).await;
                    let (answer, answered) = oneshot::channel();
                    let user = "alice".to_owned();
                    orders.send(Order { user, answer }).await.unwrap();
                    let Answer { token, source } = answered.await.unwrap();
                    let kept = if source == Source::Kept { " kept" } else { "" };
                    answers.push(format!("{}{kept}", token.unwrap().jwt.expose()));
                }
                drop(orders);
                answers
            };
            let keep = keep(
                ordered,
                Duration::from_secs(10),
                DateTime::default,
                issue,
                |_| (),
            );
            let (answers, ()) = tokio::join!(order, keep);
            answers
        });
        (answers, asked.into_inner())
    }

    #[test]
    fn a_token_is_kept_renewed_beside_and_never_given_away_too_late() {
        // Of 100 s the last ten are too late; in the ten before another is asked for beside.
        let (answers, asked) = run(100, &[0, 50, 28, 3, 2, 60]);
        assert_eq!(
            answers,
            ["t1", "t1 kept", "t1 kept", "t1 kept", "t2 kept", "t2 kept"]
        );
        assert_eq!(asked, 2);
        let (answers, _) = run(100, &[0, 95]);
        assert_eq!(answers, ["t1", "t2"]);
        // One that is too short-lived to keep is given to who waited, and to nobody else.
        let (answers, _) = run(5, &[0, 0]);
        assert_eq!(answers, ["t1", "t2"]);
    }

    fn failure() -> Failure {
        Failure {
            status: 502,
            message: "no".to_owned(),
            retry_after: None,
        }
    }

    const MIN_TTL: Duration = Duration::from_secs(10);

    /// So many seconds after a certain moment, by the clock that goes on while the machine sleeps.
    fn at(seconds: i64) -> Moment {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        Moment {
            steady: *START,
            wall: DateTime::from_timestamp(seconds, 0).unwrap(),
        }
    }

    /// Whether an order makes a token be asked for, and what the order is answered at once.
    fn order(entry: &mut Entry, now: Moment) -> (bool, oneshot::Receiver<Answer>) {
        let (answer, answered) = oneshot::channel();
        (entry.take(answer, MIN_TTL, now), answered)
    }

    #[test]
    fn whoever_comes_while_a_token_is_under_way_waits_for_that_one() {
        let mut entry = Entry::default();
        let (is_first, mut one) = order(&mut entry, at(0));
        let (is_second, mut two) = order(&mut entry, at(0));
        assert_eq!((is_first, is_second), (true, false));
        entry.arrive(Err(failure()), at(0), at(1));
        let sources = [&mut one, &mut two].map(|answered| {
            let answer = answered.try_recv().unwrap();
            assert!(answer.token.is_err());
            answer.source
        });
        assert_eq!(sources, [Source::Issued, Source::Shared]);
        let (is_asked_for, _) = order(&mut entry, at(1));
        assert!(is_asked_for, "after a failure it is tried again");
    }

    #[test]
    fn a_token_grows_old_while_the_machine_sleeps() {
        let mut entry = Entry::default();
        entry.arrive(Ok(token("t", 100)), at(0), at(0));
        let (is_asked_for, mut answered) = order(&mut entry, at(50));
        assert!(!is_asked_for && answered.try_recv().is_ok());
        let (is_asked_for, mut answered) = order(&mut entry, at(95));
        assert!(is_asked_for && answered.try_recv().is_err());
    }

    #[test]
    fn courier_is_left_alone_for_a_moment_where_it_does_not_renew() {
        let mut entry = Entry::default();
        entry.arrive(Ok(token("t", 100)), at(0), at(0));
        assert!(order(&mut entry, at(81)).0, "it is renewed beside");
        entry.arrive(Err(failure()), at(81), at(82));
        let (is_asked_for, mut answered) = order(&mut entry, at(84));
        assert!(!is_asked_for && answered.try_recv().unwrap().token.is_ok());
        assert!(order(&mut entry, at(88)).0);
    }
}
