//! Many messages in one request, several requests under way at once; only what did not succeed is
//! sent again.

use std::time::Duration;

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use tokio::time::{Instant, sleep_until};

use super::{
    Group,
    report::Report,
    run::{Answer, InDoubt, Job, Run},
};
use crate::{
    commands::shared::{inbox_access::InboxAccess, progress},
    context::Context,
    courier::{Courier, Event},
    signals::Interrupts,
};

/// How long what is under way may take once no more is to be sent.
const GRACE: Duration = Duration::from_secs(2);

/// How messages are marked.
pub(super) struct Bulk<'b> {
    pub(super) courier: &'b Courier,
    pub(super) access: &'b InboxAccess,
    pub(super) event: Event,
    /// How many go into one request.
    pub(super) batch: usize,
    /// How many requests are under way at once.
    pub(super) concurrency: usize,
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
            let parts = places.chunks(self.batch);
            parts.map(move |places| Job::new(user, places))
        });
        let in_doubt = InDoubt::default();
        let mut run = Run::new(
            jobs.collect(),
            &in_doubt,
            self.courier.limits().retries,
            report,
        );
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
        let access = match self.access.credentials_for(job.user, self.courier).await {
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
                    && self.access.invalidate(job.user, &access).await =>
            {
                Answer::Renewed
            }
            Err(error) => Answer::Failed(error),
        };
        (job, answer)
    }
}
