//! Tokens by user: asked for once, by whoever comes first, kept while they are fresh, and renewed
//! before they are not.

use std::{collections::HashMap, future::Future, time::Duration};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::{
    sync::{mpsc, oneshot},
    time::Instant,
};

use crate::token::Jwt;

/// How many users are remembered.
const MOST: usize = 10_000;

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
    /// Whether it was there already.
    pub(super) is_kept: bool,
}

/// What is known of a user.
#[derive(Default)]
struct Entry {
    token: Option<Kept>,
    /// Who waits for the token that is under way.
    waiting: Vec<oneshot::Sender<Answer>>,
    is_under_way: bool,
}

struct Kept {
    token: Token,
    /// Until when it is given away.
    fresh_until: Instant,
    /// From when on another one is asked for beside.
    renew_from: Instant,
}

/// Answers orders until nobody can order any more.
pub(super) async fn keep<F>(
    mut orders: mpsc::Receiver<Order>,
    min_ttl: Duration,
    issue: impl Fn(String) -> F,
) where
    F: Future<Output = Result<Token, Failure>>,
{
    let mut users: HashMap<String, Entry> = HashMap::new();
    let mut under_way = FuturesUnordered::new();
    loop {
        tokio::select! {
            order = orders.recv() => {
                let Some(Order { user, answer }) = order else {
                    return;
                };
                make_room(&mut users);
                let entry = users.entry(user.clone()).or_default();
                if entry.take(answer, Instant::now()) {
                    let asked_at = Instant::now();
                    let issued = issue(user.clone());
                    under_way.push(async move { (user, asked_at, issued.await) });
                }
            }
            Some((user, asked_at, issued)) = under_way.next(), if !under_way.is_empty() => {
                if let Some(entry) = users.get_mut(&user) {
                    entry.arrive(issued, asked_at, min_ttl);
                }
            }
        }
    }
}

impl Entry {
    /// Answers an order, or lets it wait; whether a token is to be asked for now.
    fn take(&mut self, answer: oneshot::Sender<Answer>, now: Instant) -> bool {
        let kept = self.token.as_ref().filter(|kept| now < kept.fresh_until);
        let is_due = if let Some(kept) = kept {
            // Whoever asked may be gone.
            let _ = answer.send(Answer {
                token: Ok(kept.token.clone()),
                is_kept: true,
            });
            now >= kept.renew_from
        } else {
            self.waiting.push(answer);
            true
        };
        let is_first = is_due && !self.is_under_way;
        self.is_under_way |= is_first;
        is_first
    }

    /// Keeps a token and gives it to all who wait; or tells them why there is none.
    fn arrive(&mut self, issued: Result<Token, Failure>, asked_at: Instant, min_ttl: Duration) {
        self.is_under_way = false;
        for waiting in self.waiting.drain(..) {
            let _ = waiting.send(Answer {
                token: issued.clone(),
                is_kept: false,
            });
        }
        if let Ok(token) = issued {
            // Its life began at the latest when it was asked for.
            let spare = |part: Duration| asked_at + token.life.saturating_sub(part);
            self.token = Some(Kept {
                fresh_until: spare(min_ttl),
                renew_from: spare(2 * min_ttl),
                token,
            });
        }
    }
}

/// Forgets tokens that are of no use any more, and where that does not suffice, others.
fn make_room(users: &mut HashMap<String, Entry>) {
    if users.len() < MOST {
        return;
    }
    let now = Instant::now();
    let is_fresh = |entry: &Entry| {
        entry
            .token
            .as_ref()
            .is_some_and(|kept| now < kept.fresh_until)
    };
    users.retain(|_, entry| entry.is_under_way || is_fresh(entry));
    if users.len() >= MOST {
        users.retain(|_, entry| entry.is_under_way);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

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
                    let Answer { token, is_kept } = answered.await.unwrap();
                    let kept = if is_kept { " kept" } else { "" };
                    answers.push(format!("{}{kept}", token.unwrap().jwt.expose()));
                }
                drop(orders);
                answers
            };
            let keep = keep(ordered, Duration::from_secs(10), issue);
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

    #[test]
    fn whoever_comes_while_a_token_is_under_way_waits_for_that_one() {
        let mut entry = Entry::default();
        let now = Instant::now();
        let mut order = || {
            let (answer, answered) = oneshot::channel();
            (entry.take(answer, now), answered)
        };
        let (first, one) = order();
        let (second, two) = order();
        assert_eq!((first, second), (true, false));
        let failure = Failure {
            status: 502,
            message: "no".to_owned(),
            retry_after: None,
        };
        entry.arrive(Err(failure), now, Duration::ZERO);
        for mut answered in [one, two] {
            assert!(answered.try_recv().unwrap().token.is_err());
        }
        let (answer, _) = oneshot::channel();
        assert!(entry.take(answer, now), "after a failure it is tried again");
    }
}
