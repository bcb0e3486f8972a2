//! What is left to do of a run, and what became of the rest.

use std::{
    cell::RefCell,
    collections::{HashSet, VecDeque},
    time::Duration,
};

use tokio::time::Instant;

use super::report::{Outcome, Report};
use crate::{
    courier::{self, Marked, Said, retry_wait},
    token::UserId,
};

/// After so many documents of one message that were refused, with none that ever was executed, no
/// more are sent.
const IN_VAIN: usize = 8;

/// What is said of a message that was sent and not answered for.
const NOT_KNOWN: &str = "whether Courier marked it is not known";

/// One request that is to be made.
pub(super) struct Job<'g> {
    pub(super) user: &'g UserId,
    /// Which messages, by their places in the report.
    pub(super) places: Vec<usize>,
    /// How often these were sent.
    tries: u32,
    /// Whether a new token was asked for since one was refused.
    pub(super) is_renewed: bool,
    /// Whether an answer was lost that may have told that they were marked.
    is_in_doubt: bool,
}

/// The places of messages that were sent, with no answer yet that tells what became of them.
pub(super) type InDoubt = RefCell<HashSet<usize>>;

/// What came of a request.
pub(super) enum Answer {
    Marked(Marked),
    /// There is no token.
    NoAccess(courier::Error),
    /// The token was refused, and there will be another.
    Renewed,
    Failed(courier::Error),
}

impl<'g> Job<'g> {
    /// Nothing was sent yet.
    pub(super) fn new(user: &'g UserId, places: &[usize]) -> Self {
        Self {
            user,
            places: places.to_vec(),
            tries: 0,
            is_renewed: false,
            is_in_doubt: false,
        }
    }
}

/// One run, with a report that is filled in.
pub(super) struct Run<'r, 'g> {
    /// How often a request is sent again.
    retries: u32,
    queue: VecDeque<Job<'g>>,
    /// What is to be sent again, and when.
    later: Vec<(Instant, Job<'g>)>,
    in_doubt: &'r InDoubt,
    /// Why no more is sent.
    stopped_by: Option<String>,
    /// How many documents of one message were refused, and whether any document ever was not.
    refused: usize,
    was_executed: bool,
    pub(super) report: &'r mut Report,
}

impl<'r, 'g> Run<'r, 'g> {
    /// Nothing is under way yet.
    pub(super) fn new(
        queue: VecDeque<Job<'g>>,
        in_doubt: &'r InDoubt,
        retries: u32,
        report: &'r mut Report,
    ) -> Self {
        Self {
            retries,
            queue,
            later: Vec::new(),
            in_doubt,
            stopped_by: None,
            refused: 0,
            was_executed: false,
            report,
        }
    }

    /// What is to be sent now.
    pub(super) fn next(&mut self) -> Option<Job<'g>> {
        let now = Instant::now();
        match self.later.iter().position(|(due, _)| *due <= now) {
            Some(at) => Some(self.later.swap_remove(at).1),
            None => self.queue.pop_front(),
        }
    }

    /// When something is to be sent again.
    pub(super) fn due(&self) -> Option<Instant> {
        self.later.iter().map(|(due, _)| *due).min()
    }

    /// Takes what came of a request.
    pub(super) fn take(&mut self, mut job: Job<'g>, answer: Answer) {
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
                self.report.failed_with_request += usize::from(!job.is_in_doubt);
                self.report.failed_by.get_or_insert(error);
                self.refuse(&job, &reason);
            }
            Answer::Marked(Marked::Refused(_)) => self.halve(job),
            Answer::Failed(error) if error.is_about_the_document() => self.halve(job),
            Answer::Failed(error) | Answer::NoAccess(error) => match error.retry_in(job.tries) {
                Some(wait) if job.tries <= self.retries => self.again(job, wait),
                _ => self.fail(&job, error),
            },
        }
    }

    /// Gives up a document of one message. Where none was ever executed, none will be.
    fn refuse(&mut self, job: &Job<'g>, reason: &str) {
        for place in &job.places {
            let told = self.doubted(*place, reason);
            let told = told.unwrap_or_else(|| reason.to_owned());
            self.report.outcomes[*place] = Some(Outcome::Failed(told));
        }
        self.refused += 1;
        if self.refused >= IN_VAIN && !self.was_executed {
            self.stop(reason);
        }
    }

    fn take_each(&mut self, mut job: Job<'g>, said: Vec<Said>) {
        self.was_executed = true;
        let may_try_again = job.tries <= self.retries;
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
            let told = self.doubted(*place, reason);
            self.report.failed_with_request += usize::from(told.is_none());
            let told = told.unwrap_or_else(|| reason.to_owned());
            self.report.outcomes[*place] = Some(Outcome::Failed(told));
        }
    }

    /// The reason of a message that may have been marked nevertheless; `None` for any other.
    fn doubted(&self, place: usize, reason: &str) -> Option<String> {
        let in_doubt = self.in_doubt.borrow();
        in_doubt
            .contains(&place)
            .then(|| format!("{reason}; {NOT_KNOWN}"))
    }

    /// Sends no more, for what went wrong with a request.
    fn stop(&mut self, reason: &str) {
        let left = self.left().collect::<Vec<usize>>();
        self.give_up(&left, reason);
        self.stopped_by = Some(reason.to_owned());
        self.drop_the_rest();
    }

    /// Sends no more.
    pub(super) fn drop_the_rest(&mut self) {
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
    pub(super) fn close(self) {
        for place in self.report.open().collect::<Vec<usize>>() {
            let reason = self.doubted(place, "interrupted");
            let reason = reason.unwrap_or_else(|| "interrupted before it was marked".to_owned());
            self.report.outcomes[place] = Some(Outcome::Failed(reason));
        }
    }
}
