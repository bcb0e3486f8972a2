//! Retry queue: the batches still to send, and the rules for splitting, retrying and giving up.
//!
//! Each message goes through these states. A message in flight belongs to a batch; the right side
//! shows the possible results for the message or for its batch.
//!
//! ```text
//!            send
//! queued ------------> in flight --+-- marked ------------------------------> marked
//!   ^                              +-- message refused ---------------------> failed
//!   |                              +-- document refused, one message -------> failed
//!   |  each half                   |
//!   +<-----------------------------+-- document refused, several messages
//!   |  at once, with a new token   |
//!   +<-----------------------------+-- token refused for the first time
//!   |  after a wait                |
//!   +<-----------------------------+-- unknown, or an error that is retryable
//!                                  |     (no retries left ------------------> failed)
//!                                  +-- any other error ---------------------> failed
//! ```
//!
//! - **Splitting.** Courier may refuse a document as a whole: with status 400 or 413, or with a GraphQL
//!   error and no data. A smaller document may be accepted, so the batch is halved until the refusal
//!   concerns one message. Each half starts with a new count of attempts.
//! - **Time.** No retry of a batch or of its halves starts later than
//!   [`RequestLimits::time_to_retry`] after the first attempt.
//! - **Unknown.** A response may be lost, or it may lack the result of a message. The message is sent
//!   again, because marking it twice is harmless. If the last request fails as a whole, the reason
//!   says that the message may be marked nevertheless.
//! - **Giving up.** All queued messages fail at once in two cases. Either an error affects every
//!   request, such as a refused API key. Or [`MAX_REFUSED_DOCUMENTS`] documents of one message were
//!   refused, and Courier never executed a document. Without this limit, a server that refuses the
//!   mutation itself would receive a request for every message.
//! - **Interrupt.** The queue is emptied, and nothing is queued again. Requests in flight may finish.

use std::{
    cell::RefCell,
    collections::{HashSet, VecDeque},
    time::Duration,
};

use tokio::time::Instant;

use super::report::{MarkFailure, MessageOutcome, Report};
use crate::{
    courier::{self, MarkResponse, MarkResult, RequestLimits, backoff},
    reason::Reason,
    runtime::after,
    token::UserId,
};

/// The number of refused documents of one message after which nothing more is sent, unless Courier
/// executed a document before.
const MAX_REFUSED_DOCUMENTS: usize = 8;

/// A part of the reason for a message that was sent without a known result.
const UNKNOWN_RESULT: &str = "it may have been marked anyway";

/// The indexes of messages that were sent and whose result is unknown. In a cell, because the queue
/// and all requests in flight change it.
pub(super) type UnconfirmedSet = RefCell<HashSet<usize>>;

/// Messages of one user that are sent in one request.
pub(super) struct Batch<'g> {
    pub(super) user: &'g UserId,
    /// The indexes of the messages in the report.
    pub(super) indexes: Vec<usize>,
    /// The number of attempts, without those that only led to a new token.
    attempts: u32,
    /// True if a refused token was replaced. A second refusal is final.
    pub(super) has_new_token: bool,
    /// True if the result of an earlier attempt is unknown.
    may_have_succeeded: bool,
    /// No retry starts after this time, `None` before the first attempt. Halves keep it.
    retry_until: Option<Instant>,
}

/// The result of sending a batch once.
pub(super) enum SendResult {
    /// Courier responded to the document.
    Response(MarkResponse),
    /// No token could be issued, so nothing was sent.
    NoCredentials(courier::Error),
    /// The token was refused, and the next attempt uses a new one.
    TokenInvalidated,
    /// The request failed.
    Failed(courier::Error),
}

impl<'g> Batch<'g> {
    /// Returns a batch that was not sent yet.
    pub(super) fn new(user: &'g UserId, indexes: &[usize]) -> Self {
        Self {
            user,
            indexes: indexes.to_vec(),
            attempts: 0,
            has_new_token: false,
            may_have_succeeded: false,
            retry_until: None,
        }
    }
}

/// The batches of a run that are not in flight, and the report that receives the outcomes.
pub(super) struct RetryQueue<'r, 'g> {
    limits: RequestLimits,
    ready: VecDeque<Batch<'g>>,
    /// The batches to send again, each with its time.
    delayed: Vec<(Instant, Batch<'g>)>,
    unconfirmed: &'r UnconfirmedSet,
    /// The reason why nothing more is sent.
    stop_reason: Option<MarkFailure>,
    /// The number of refused documents of one message.
    refused_documents: usize,
    /// True if Courier executed a document.
    has_executed_document: bool,
    pub(super) report: &'r mut Report,
}

impl<'r, 'g> RetryQueue<'r, 'g> {
    /// Returns a queue of batches that are ready to send.
    pub(super) fn new(
        ready: VecDeque<Batch<'g>>,
        unconfirmed: &'r UnconfirmedSet,
        limits: RequestLimits,
        report: &'r mut Report,
    ) -> Self {
        Self {
            limits,
            ready,
            delayed: Vec::new(),
            unconfirmed,
            stop_reason: None,
            refused_documents: 0,
            has_executed_document: false,
            report,
        }
    }

    /// Removes and returns a batch that can be sent now. Batches that are due again come first.
    pub(super) fn next_batch(&mut self) -> Option<Batch<'g>> {
        let now = Instant::now();
        let mut batch = match self.delayed.iter().position(|(due, _)| *due <= now) {
            Some(position) => self.delayed.swap_remove(position).1,
            None => self.ready.pop_front()?,
        };
        let time_to_retry = self.limits.time_to_retry();
        batch
            .retry_until
            .get_or_insert_with(|| after(time_to_retry));
        Some(batch)
    }

    /// Returns the earliest time at which a delayed batch can be sent.
    pub(super) fn next_due(&self) -> Option<Instant> {
        self.delayed.iter().map(|(due, _)| *due).min()
    }

    /// Records the result of sending a batch, and queues what is to be sent again.
    pub(super) fn record(&mut self, mut batch: Batch<'g>, result: SendResult) {
        batch.attempts = batch.attempts.saturating_add(1);
        batch.may_have_succeeded |=
            matches!(&result, SendResult::Failed(error) if error.may_have_succeeded());
        if !batch.may_have_succeeded {
            let mut unconfirmed = self.unconfirmed.borrow_mut();
            for index in &batch.indexes {
                unconfirmed.remove(index);
            }
        }
        match result {
            SendResult::TokenInvalidated => {
                batch.has_new_token = true;
                batch.attempts = batch.attempts.saturating_sub(1);
                self.requeue(batch, Duration::ZERO);
            }
            SendResult::Response(MarkResponse::PerMessage(results)) => {
                self.record_each(batch, results);
            }
            SendResult::Response(MarkResponse::Rejected(reason)) if batch.indexes.len() == 1 => {
                self.record_refusal(&batch, &MarkFailure::new(Reason::Rejected, reason));
            }
            SendResult::Failed(error)
                if error.is_document_rejected() && batch.indexes.len() == 1 =>
            {
                let failure = MarkFailure::from(&error);
                if !batch.may_have_succeeded {
                    self.report.count_request_failure();
                }
                self.report.request_error.get_or_insert(error);
                self.record_refusal(&batch, &failure);
            }
            SendResult::Response(MarkResponse::Rejected(_)) => self.split(batch),
            SendResult::Failed(error) if error.is_document_rejected() => self.split(batch),
            SendResult::Failed(error) | SendResult::NoCredentials(error) => {
                match error.retry_delay(batch.attempts) {
                    Some(wait) if self.may_retry(&batch, wait) => self.requeue(batch, wait),
                    _ => self.record_failure(&batch, error),
                }
            }
        }
    }

    /// Empties the queue after an interrupt by the user.
    pub(super) fn interrupt(&mut self) {
        self.report.is_interrupted = true;
        self.clear();
    }

    /// Records an outcome for each message that has none, after an interrupt.
    pub(super) fn finish(self) {
        for index in self.report.pending().collect::<Vec<usize>>() {
            let failure = self.unconfirmed_failure(index, "interrupted");
            let failure = failure.unwrap_or_else(|| {
                MarkFailure::new(Reason::Interrupted, "interrupted before it was marked")
            });
            self.report.outcomes[index] = Some(MessageOutcome::Failed(failure));
        }
    }

    /// Records the results of a document that Courier executed.
    fn record_each(&mut self, mut batch: Batch<'g>, results: Vec<MarkResult>) {
        self.has_executed_document = true;
        let wait = backoff(batch.attempts);
        let has_retries = self.may_retry(&batch, wait);
        let mut unknown = Vec::new();
        for (index, result) in batch.indexes.iter().zip(results) {
            let outcome = match result {
                MarkResult::Marked => MessageOutcome::Marked,
                MarkResult::Unknown(_) if has_retries => {
                    unknown.push(*index);
                    continue;
                }
                MarkResult::Refused(message) => {
                    MessageOutcome::Failed(MarkFailure::new(Reason::Rejected, message))
                }
                MarkResult::Unknown(message) => {
                    MessageOutcome::Failed(MarkFailure::new(Reason::Unconfirmed, message))
                }
            };
            self.report.outcomes[*index] = Some(outcome);
        }
        if !unknown.is_empty() {
            self.unconfirmed.borrow_mut().extend(&unknown);
            batch.may_have_succeeded = true;
            batch.indexes = unknown;
            self.requeue(batch, wait);
        }
    }

    /// Records the refusal of a document of one message, and gives up after too many.
    fn record_refusal(&mut self, batch: &Batch<'g>, failure: &MarkFailure) {
        for index in &batch.indexes {
            let unconfirmed = self.unconfirmed_failure(*index, &failure.message);
            let failure = unconfirmed.unwrap_or_else(|| failure.clone());
            self.report.outcomes[*index] = Some(MessageOutcome::Failed(failure));
        }
        self.refused_documents = self.refused_documents.saturating_add(1);
        if self.refused_documents >= MAX_REFUSED_DOCUMENTS && !self.has_executed_document {
            self.stop(failure);
        }
    }

    /// Records the final failure of a request, and gives up if it affects every request.
    fn record_failure(&mut self, batch: &Batch<'g>, error: courier::Error) {
        let failure = MarkFailure::from(&error);
        self.fail_messages(&batch.indexes, &failure);
        if error.is_fatal_for_run() {
            self.stop(&failure);
        }
        self.report.request_error.get_or_insert(error);
    }

    /// Returns true if a batch has retries left, and time for another one after a wait.
    fn may_retry(&self, batch: &Batch<'_>, wait: Duration) -> bool {
        batch.attempts <= self.limits.retries
            && batch.retry_until.is_none_or(|end| after(wait) < end)
    }

    /// Queues the halves of a batch whose document was refused.
    fn split(&mut self, mut batch: Batch<'g>) {
        let second_indexes = batch.indexes.split_off(batch.indexes.len() / 2);
        batch.attempts = 0;
        let second = Batch {
            indexes: second_indexes,
            ..batch
        };
        self.requeue(second, Duration::ZERO);
        self.requeue(batch, Duration::ZERO);
    }

    /// Queues a batch to be sent again after a wait. After an interrupt it is dropped; after a stop
    /// its messages fail.
    fn requeue(&mut self, batch: Batch<'g>, wait: Duration) {
        if self.report.is_interrupted {
            return;
        }
        self.delayed.push((after(wait), batch));
        if let Some(failure) = self.stop_reason.clone() {
            self.stop(&failure);
        }
    }

    /// Fails all queued messages for the reason of a request, and sends nothing more.
    fn stop(&mut self, failure: &MarkFailure) {
        let queued = self.queued().collect::<Vec<usize>>();
        self.fail_messages(&queued, failure);
        self.stop_reason = Some(failure.clone());
        self.clear();
    }

    /// Records the failure of messages for the reason of a request.
    fn fail_messages(&mut self, indexes: &[usize], failure: &MarkFailure) {
        for index in indexes {
            let unconfirmed = self.unconfirmed_failure(*index, &failure.message);
            if unconfirmed.is_none() {
                self.report.count_request_failure();
            }
            let failure = unconfirmed.unwrap_or_else(|| failure.clone());
            self.report.outcomes[*index] = Some(MessageOutcome::Failed(failure));
        }
    }

    /// Returns a failure that says that the message may be marked nevertheless, `None` if it cannot
    /// be.
    fn unconfirmed_failure(&self, index: usize, cause: &str) -> Option<MarkFailure> {
        let is_unconfirmed = self.unconfirmed.borrow().contains(&index);
        let message = || format!("{cause}; {UNKNOWN_RESULT}");
        is_unconfirmed.then(|| MarkFailure::new(Reason::Unconfirmed, message()))
    }

    /// Returns the indexes of all messages in the queue.
    fn queued(&self) -> impl Iterator<Item = usize> {
        let delayed = self.delayed.iter().map(|(_, batch)| batch);
        let batches = self.ready.iter().chain(delayed);
        batches.flat_map(|batch| batch.indexes.iter().copied())
    }

    fn clear(&mut self) {
        self.ready.clear();
        self.delayed.clear();
    }
}
