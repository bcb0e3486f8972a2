//! Many messages in one request, several requests under way at once; only what did not succeed is
//! sent again.

use std::{
    cell::RefCell,
    collections::{HashSet, VecDeque},
    time::Duration,
};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::time::{Instant, sleep_until};

use super::{
    Group,
    report::{Outcome, Report},
};
use crate::{
    commands::{entry::Entry, progress},
    context::Context,
    courier::{self, Courier, Event, Marked, Said, retry_wait},
    runtime::Interrupts,
    token::UserId,
};

/// How long what is under way may take once no more is to be sent.
const GRACE: Duration = Duration::from_secs(2);

/// After so many documents of one message that were refused, with none that ever was executed, no
/// more are sent.
const IN_VAIN: usize = 8;

/// What is said of a message that was sent and not answered for.
const NOT_KNOWN: &str = "whether Courier marked it is not known";

/// How messages are marked.
pub(super) struct Bulk<'b> {
    pub(super) courier: &'b Courier,
    pub(super) entry: &'b Entry,
    pub(super) event: Event,
    /// How many go into one request.
    pub(super) batch: usize,
    /// How many requests are under way at once.
    pub(super) concurrency: usize,
}

/// One request that is to be made.
struct Job<'g> {
    user: &'g UserId,
    /// Which messages, by their places in the report.
    places: Vec<usize>,
    /// How often these were sent.
    tries: u32,
    /// Whether a new token was asked for since one was refused.
    is_renewed: bool,
    /// Whether an answer was lost that may have told that they were marked.
    is_in_doubt: bool,
}

/// The places of messages that were sent, with no answer yet that tells what became of them.
type InDoubt = RefCell<HashSet<usize>>;

/// What came of a request.
enum Answer {
    Marked(Marked),
    /// There is no token.
    NoAccess(courier::Error),
    /// The token was refused, and there will be another.
    Renewed,
    Failed(courier::Error),
}

impl Bulk<'_> {
    /// Marks all of them. Afterwards something is known of each.
    pub(super) async fn run(
        &self,
        groups: &[Group],
        report: &mut Report,
        interrupts: &mut Interrupts,
        context: &Context<'_>,
    ) {
        let ids = report.ids.clone();
        let jobs = groups.iter().flat_map(|(user, places)| {
            places.chunks(self.batch).map(move |places| Job {
                user,
                places: places.to_vec(),
                tries: 0,
                is_renewed: false,
                is_in_doubt: false,
            })
        });
        let in_doubt = InDoubt::default();
        let mut run = Run {
            bulk: self,
            queue: jobs.collect(),
            later: Vec::new(),
            in_doubt: &in_doubt,
            stopped_by: None,
            refused: 0,
            was_executed: false,
            report,
        };
        let bar = progress::bar(run.report.open().count(), context);
        let mut under_way = FuturesUnordered::new();
        let mut end = None;
        loop {
            while under_way.len() < self.concurrency
                && let Some(job) = run.next()
            {
                under_way.push(self.send(job, &ids, &in_doubt));
            }
            // Where no more can be under way, what is due waits too.
            let due = run.due().filter(|_| under_way.len() < self.concurrency);
            if under_way.is_empty() && due.is_none() {
                break;
            }
            tokio::select! {
                Some((job, answer)) = under_way.next(), if !under_way.is_empty() => {
                    run.take(job, answer);
                }
                () = interrupts.next() => {
                    // The second one means at once.
                    if std::mem::replace(&mut run.report.is_interrupted, true) {
                        break;
                    }
                    run.drop_the_rest();
                    end = Some(Instant::now() + GRACE);
                }
                () = sleep_until(end.unwrap_or_else(Instant::now)), if end.is_some() => break,
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {}
            }
            bar.set_position(bar.length().unwrap_or_default() - run.report.open().count() as u64);
        }
        drop(under_way);
        bar.finish_and_clear();
        run.close();
    }

    async fn send<'g>(
        &self,
        job: Job<'g>,
        ids: &[String],
        in_doubt: &InDoubt,
    ) -> (Job<'g>, Answer) {
        let access = match self.entry.access(job.user, self.courier).await {
            Ok(access) => access,
            Err(error) => return (job, Answer::NoAccess(error)),
        };
        let texts: Vec<&str> = job
            .places
            .iter()
            .map(|place| ids[*place].as_str())
            .collect();
        in_doubt.borrow_mut().extend(&job.places);
        let marked = self
            .courier
            .mark(&access, job.user, self.event, &texts)
            .await;
        let answer = match marked {
            Ok(marked) => Answer::Marked(marked),
            Err(error)
                if error.is_refusal()
                    && !job.is_renewed
                    && self.entry.renews(job.user, &access).await =>
            {
                Answer::Renewed
            }
            Err(error) => Answer::Failed(error),
        };
        (job, answer)
    }
}

/// What is left to do, and what became of the rest.
struct Run<'r, 'g> {
    bulk: &'r Bulk<'r>,
    queue: VecDeque<Job<'g>>,
    /// What is to be sent again, and when.
    later: Vec<(Instant, Job<'g>)>,
    in_doubt: &'r InDoubt,
    /// Why no more is sent.
    stopped_by: Option<String>,
    /// How many documents of one message were refused, and whether any document ever was not.
    refused: usize,
    was_executed: bool,
    report: &'r mut Report,
}

impl<'g> Run<'_, 'g> {
    /// What is to be sent now.
    fn next(&mut self) -> Option<Job<'g>> {
        let now = Instant::now();
        match self.later.iter().position(|(due, _)| *due <= now) {
            Some(at) => Some(self.later.swap_remove(at).1),
            None => self.queue.pop_front(),
        }
    }

    /// When something is to be sent again.
    fn due(&self) -> Option<Instant> {
        self.later.iter().map(|(due, _)| *due).min()
    }

    fn take(&mut self, mut job: Job<'g>, answer: Answer) {
        job.tries += 1;
        job.is_in_doubt |= matches!(&answer, Answer::Failed(error) if error.leaves_open());
        if !job.is_in_doubt {
            let mut in_doubt = self.in_doubt.borrow_mut();
            for place in &job.places {
                in_doubt.remove(place);
            }
        }
        match answer {
            Answer::Renewed => {
                job.is_renewed = true;
                job.tries -= 1;
                self.again(job, Duration::ZERO);
            }
            Answer::Marked(Marked::Each(said)) => self.take_each(job, said),
            Answer::Marked(Marked::Refused(reason)) if job.places.len() == 1 => {
                self.refuse(&job, &reason);
            }
            Answer::Failed(error) if error.is_about_the_document() && job.places.len() == 1 => {
                let reason = error.to_string();
                self.report.failed_with_request += 1;
                self.report.failed_by.get_or_insert(error);
                self.refuse(&job, &reason);
            }
            Answer::Marked(Marked::Refused(_)) => self.halve(job),
            Answer::Failed(error) if error.is_about_the_document() => self.halve(job),
            Answer::Failed(error) | Answer::NoAccess(error) => match error.retry_in(job.tries) {
                Some(wait) if job.tries <= self.bulk.courier.retries() => self.again(job, wait),
                _ => self.fail(&job, error),
            },
        }
    }

    /// Gives up a document of one message. Where none was ever executed, none will be.
    fn refuse(&mut self, job: &Job<'g>, reason: &str) {
        for place in &job.places {
            self.report.outcomes[*place] = Some(Outcome::Failed(reason.to_owned()));
        }
        self.refused += 1;
        if self.refused >= IN_VAIN && !self.was_executed {
            self.stop(reason);
        }
    }

    fn take_each(&mut self, mut job: Job<'g>, said: Vec<Said>) {
        self.was_executed = true;
        let may_try_again = job.tries <= self.bulk.courier.retries();
        let mut untold = Vec::new();
        for (place, said) in job.places.iter().zip(said) {
            let outcome = match said {
                Said::Yes => Outcome::Marked,
                Said::Nothing(_) if may_try_again => {
                    untold.push(*place);
                    continue;
                }
                Said::No(reason) | Said::Nothing(reason) => Outcome::Failed(reason),
            };
            self.report.outcomes[*place] = Some(outcome);
        }
        if !untold.is_empty() {
            self.in_doubt.borrow_mut().extend(&untold);
            job.is_in_doubt = true;
            let wait = retry_wait(job.tries);
            job.places = untold;
            self.again(job, wait);
        }
    }

    /// What is too much in one document may do in two.
    fn halve(&mut self, mut job: Job<'g>) {
        let second = job.places.split_off(job.places.len() / 2);
        job.tries = 0;
        let second = Job {
            places: second,
            ..job
        };
        self.again(second, Duration::ZERO);
        self.again(job, Duration::ZERO);
    }

    fn again(&mut self, job: Job<'g>, wait: Duration) {
        if self.report.is_interrupted {
            return;
        }
        self.later.push((Instant::now() + wait, job));
        if let Some(reason) = self.stopped_by.clone() {
            self.stop(&reason);
        }
    }

    fn fail(&mut self, job: &Job<'g>, error: courier::Error) {
        let reason = error.to_string();
        self.give_up(&job.places, &reason);
        if error.is_for_all() {
            self.stop(&reason);
        }
        self.report.failed_by.get_or_insert(error);
    }

    /// Gives up messages for what went wrong with a request.
    fn give_up(&mut self, places: &[usize], reason: &str) {
        for place in places {
            let reason = if self.in_doubt.borrow().contains(place) {
                format!("{reason}; {NOT_KNOWN}")
            } else {
                self.report.failed_with_request += 1;
                reason.to_owned()
            };
            self.report.outcomes[*place] = Some(Outcome::Failed(reason));
        }
    }

    /// Sends no more, for what went wrong with a request.
    fn stop(&mut self, reason: &str) {
        let left = self.left().collect::<Vec<usize>>();
        self.give_up(&left, reason);
        self.stopped_by = Some(reason.to_owned());
        self.drop_the_rest();
    }

    fn drop_the_rest(&mut self) {
        self.queue.clear();
        self.later.clear();
    }

    /// The messages that are not under way.
    fn left(&self) -> impl Iterator<Item = usize> {
        let jobs = self
            .queue
            .iter()
            .chain(self.later.iter().map(|(_, job)| job));
        jobs.flat_map(|job| job.places.iter().copied())
    }

    /// What nothing came of before the end.
    fn close(self) {
        for place in self.report.open().collect::<Vec<usize>>() {
            let reason = if self.in_doubt.borrow().contains(&place) {
                format!("interrupted; {NOT_KNOWN}")
            } else {
                "interrupted before it was marked".to_owned()
            };
            self.report.outcomes[place] = Some(Outcome::Failed(reason));
        }
    }
}
