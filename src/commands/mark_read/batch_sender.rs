//! Sends the mark requests: many messages in one request, several requests at a time.

use std::time::Duration;

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::time::{Instant, sleep_until};

use super::{
    report::{Report, UserMessages},
    retry_queue::{Batch, RetryQueue, SendResult, UnconfirmedSet},
};
use crate::{
    commands::shared::{inbox_access::InboxAccess, progress::Progress},
    context::Context,
    courier::{Courier, MarkAction},
    runtime::after,
    signals::Interrupts,
};

/// The time that requests in flight may still take after an interrupt.
const INTERRUPT_GRACE: Duration = Duration::from_secs(2);

/// A sender of mark requests.
pub(super) struct BatchSender<'s> {
    pub(super) courier: &'s Courier,
    pub(super) access: &'s InboxAccess,
    pub(super) action: MarkAction,
    /// The largest number of messages in one request.
    pub(super) batch_size: usize,
    /// The largest number of requests in flight.
    pub(super) concurrency: usize,
}

impl BatchSender<'_> {
    /// Marks all messages of the groups. Afterwards each message of the report has an outcome.
    pub(super) async fn mark_all(
        &self,
        groups: &[UserMessages],
        report: &mut Report,
        interrupts: &mut Interrupts,
        context: &Context<'_>,
    ) {
        let ids = report.ids.clone();
        let batches = groups.iter().flat_map(|UserMessages { user, indexes }| {
            let chunks = indexes.chunks(self.batch_size);
            chunks.map(move |indexes| Batch::new(user, indexes))
        });
        let unconfirmed = UnconfirmedSet::default();
        let mut queue = RetryQueue::new(
            batches.collect(),
            &unconfirmed,
            self.courier.limits(),
            report,
        );
        let total = queue.report.pending().count() as u64;
        let progress = Progress::start("marking messages", Some(total), context);
        let mut in_flight = FuturesUnordered::new();
        let mut deadline = None;
        loop {
            while in_flight.len() < self.concurrency
                && let Some(batch) = queue.next_batch()
            {
                in_flight.push(self.send(batch, &ids, &unconfirmed));
            }
            // At full concurrency nothing can be sent, so a due batch does not end the wait.
            let next_due = queue
                .next_due()
                .filter(|_| in_flight.len() < self.concurrency);
            if in_flight.is_empty() && next_due.is_none() {
                break;
            }
            tokio::select! {
                Some((batch, result)) = in_flight.next(), if !in_flight.is_empty() => {
                    queue.record(batch, result);
                }
                () = interrupts.next() => {
                    // A second interrupt does not wait for the requests in flight.
                    if queue.report.is_interrupted {
                        break;
                    }
                    queue.interrupt();
                    deadline = Some(after(INTERRUPT_GRACE));
                }
                () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {
                    break;
                }
                () = sleep_until(next_due.unwrap_or_else(Instant::now)), if next_due.is_some() => {}
            }
            let pending = queue.report.pending().count() as u64;
            progress.set_position(total.saturating_sub(pending));
        }
        drop(in_flight);
        queue.finish();
    }

    /// Sends a batch once.
    async fn send<'g>(
        &self,
        batch: Batch<'g>,
        ids: &[String],
        unconfirmed: &UnconfirmedSet,
    ) -> (Batch<'g>, SendResult) {
        let access = match self.access.credentials_for(batch.user, self.courier).await {
            Ok(access) => access,
            Err(error) => return (batch, SendResult::NoCredentials(error)),
        };
        let batch_ids: Vec<&str> = batch
            .indexes
            .iter()
            .map(|index| ids[*index].as_str())
            .collect();
        unconfirmed.borrow_mut().extend(&batch.indexes);
        let response = self
            .courier
            .mark(&access, batch.user, self.action, &batch_ids)
            .await;
        let result = match response {
            Ok(marked) => SendResult::Response(marked),
            Err(error)
                if error.is_credential_refused()
                    && !batch.has_new_token
                    && self.access.invalidate(batch.user, &access).await =>
            {
                SendResult::TokenInvalidated
            }
            Err(error) => SendResult::Failed(error),
        };
        (batch, result)
    }
}
