//! Outcome of each message, and the output of `mark-read`.

use std::collections::HashMap;

use super::options::prints_ids;
use crate::{
    cli::MarkReadArgs,
    context::Context,
    courier::{self, MarkAction},
    document::SchemaName,
    error::Error,
    exit::Exit,
    output::{Paint, StdoutError, json, sanitize},
    reason::Reason,
    text::{plural, thousands},
    token::UserId,
};

/// The largest number of messages that are listed for one reason.
const MAX_IDS_PER_REASON: usize = 10;

/// The outcome of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MessageOutcome {
    /// Courier confirmed it, in its response or in the message list.
    Marked,
    /// The message had the state before.
    AlreadyMarked,
    /// Courier did not confirm it.
    Failed(MarkFailure),
}

/// The reason why a message was not marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MarkFailure {
    pub(super) reason: Reason,
    pub(super) message: String,
}

impl MarkFailure {
    pub(super) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
        }
    }
}

impl From<&courier::Error> for MarkFailure {
    fn from(error: &courier::Error) -> Self {
        Self::new(error.reason(), error.to_string())
    }
}

/// Messages of one user, as indexes into the report.
pub(super) struct UserMessages {
    pub(super) user: UserId,
    pub(super) indexes: Vec<usize>,
}

/// The messages of a run, and their outcomes.
pub(super) struct Report {
    pub(super) action: MarkAction,
    /// The message IDs, without duplicates, in the order in which they were given or listed.
    pub(super) ids: Vec<String>,
    /// The outcome of each message, `None` while it is pending.
    pub(super) outcomes: Vec<Option<MessageOutcome>>,
    /// The indexes of messages that are marked according to the response, but are not in the list.
    pub(super) unverified: Vec<usize>,
    /// True if the outcomes were compared with the message list.
    pub(super) is_verified: bool,
    /// The reason why the message list could not be read for `--verify`.
    pub(super) verification_error: Option<String>,
    pub(super) is_interrupted: bool,
    /// True if the `--failed-to` file could not be written.
    pub(super) has_unsaved_ids: bool,
    /// The first error of a whole request.
    pub(super) request_error: Option<courier::Error>,
    /// The number of messages that failed with a whole request and are certainly not marked.
    pub(super) request_failures: usize,
}

impl Report {
    /// Returns a report in which all messages are pending.
    pub(super) fn new(ids: Vec<String>, action: MarkAction) -> Self {
        Self {
            action,
            outcomes: vec![None; ids.len()],
            ids,
            unverified: Vec::new(),
            is_verified: false,
            verification_error: None,
            is_interrupted: false,
            has_unsaved_ids: false,
            request_error: None,
            request_failures: 0,
        }
    }

    /// Returns the indexes of the messages without an outcome.
    pub(super) fn pending(&self) -> impl Iterator<Item = usize> {
        let outcomes = self.outcomes.iter().enumerate();
        outcomes.filter_map(|(index, outcome)| outcome.is_none().then_some(index))
    }

    /// Prints what a run without `--dry-run` would mark.
    ///
    /// # Errors
    /// Returns an error if the output cannot be written.
    pub(super) fn print_plan(
        self,
        args: &MarkReadArgs,
        context: &mut Context<'_>,
    ) -> Result<Exit, Error> {
        let pending: Vec<&str> = self
            .pending()
            .map(|index| self.ids[index].as_str())
            .collect();
        let already: Vec<&str> = self.ids_with(&MessageOutcome::AlreadyMarked).collect();
        if context.json {
            let plan = json::MarkPlan::of(self.action, &pending, &already);
            context.output.print_json(&plan)?;
            return Ok(Exit::Ok);
        }
        let prints_ids = prints_ids(args, pending.len(), context.output.stdout_is_terminal());
        if prints_ids {
            print_ids(pending.iter().copied(), context)?;
        }
        let state = self.action.resulting_state();
        let advice = if prints_ids || args.format.selected().is_some() {
            ""
        } else {
            "; --format ids lists them"
        };
        context.output.info(&format!(
            "would mark {} as {state}{}; nothing was sent{advice}",
            plural(pending.len(), "message"),
            already_clause(already.len(), state)
        ));
        Ok(Exit::Ok)
    }

    /// Counts a message that failed with a whole request.
    pub(super) fn count_request_failure(&mut self) {
        self.request_failures = self.request_failures.saturating_add(1);
    }

    /// Prints the outcomes, and returns the exit code.
    ///
    /// # Errors
    /// Returns an error if all messages failed with a whole request, or if the output cannot be
    /// written.
    pub(super) fn print(
        mut self,
        args: &MarkReadArgs,
        context: &mut Context<'_>,
    ) -> Result<Exit, Error> {
        let marked = self.ids_with(&MessageOutcome::Marked).count();
        let already = self.ids_with(&MessageOutcome::AlreadyMarked).count();
        let failed = self.failures().count();
        if (marked, already) == (0, 0)
            && failed == self.request_failures
            && !self.is_interrupted
            && let Some(error) = self.request_error.take()
        {
            return Err(error.into());
        }
        let printed = if context.json {
            context.output.print_json(&self.to_json())
        } else {
            let printed = if prints_ids(args, marked, context.output.stdout_is_terminal()) {
                print_ids(self.ids_with(&MessageOutcome::Marked), context)
            } else {
                Ok(())
            };
            self.print_failures(context);
            self.print_warnings(context);
            self.print_summary(marked, already, context);
            printed
        };
        // The exit code still counts if the reader of the pipe has gone.
        if let Err(error) = printed
            && !error.is_broken_pipe()
        {
            return Err(error.into());
        }
        let is_success = failed == 0 && !self.has_unsaved_ids && self.verification_error.is_none();
        Ok(match is_success {
            _ if self.is_interrupted => Exit::Interrupted,
            true => Exit::Ok,
            false => Exit::No,
        })
    }

    /// Prints the failed messages, at most [`MAX_IDS_PER_REASON`] for each reason.
    fn print_failures(&self, context: &Context<'_>) {
        let output = &context.output;
        let label = output.stderr_palette().paint(Paint::Error, "not marked:");
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (
            id,
            MarkFailure {
                message: reason, ..
            },
        ) in self.failures()
        {
            let count = counts.entry(reason).or_default();
            *count = count.saturating_add(1);
            if *count <= MAX_IDS_PER_REASON {
                let (id, reason) = (sanitize(id), sanitize(reason));
                output.print_error(&format!("{label} {id}: {reason}"));
            }
        }
        let mut truncated: Vec<(&str, usize)> = counts.into_iter().collect();
        truncated.retain(|(_, count)| *count > MAX_IDS_PER_REASON);
        truncated.sort_unstable();
        for (reason, count) in truncated {
            let (more, reason) = (count.saturating_sub(MAX_IDS_PER_REASON), sanitize(reason));
            output.print_error(&format!(
                "{label} {more} more: {reason} (use --failed-to or --json to get their IDs)"
            ));
        }
    }

    /// Prints a warning if a list could not be read, or else for each message that is in no list.
    fn print_warnings(&self, context: &Context<'_>) {
        let output = &context.output;
        if let Some(reason) = &self.verification_error {
            output.warn(&format!("not verified: {reason}"));
            return;
        }
        for index in &self.unverified {
            let id = &self.ids[*index];
            output.warn(&format!(
                "{id} was not verified: it is not in the user's message list; if it \
                 belongs to a tenant, add --tenant ID"
            ));
        }
    }

    fn print_summary(&self, marked: usize, already: usize, context: &Context<'_>) {
        let (all, state) = (self.ids.len(), self.action.resulting_state());
        let messages = plural(all, "message");
        let already_clause = already_clause(already, state);
        context.output.info(&match all {
            0 => "no messages to mark".to_owned(),
            _ if marked == all => format!("marked {messages} as {state}"),
            _ => {
                let marked = thousands(marked);
                format!("marked {marked} of {messages} as {state}{already_clause}")
            }
        });
    }

    fn to_json(&self) -> json::MarkRead<'_> {
        let missing = self.unverified.iter();
        json::MarkRead {
            schema: SchemaName::new(),
            state: self.action.resulting_state(),
            marked: self.ids_with(&MessageOutcome::Marked).collect(),
            already_marked: self.ids_with(&MessageOutcome::AlreadyMarked).collect(),
            failed: self
                .failures()
                .map(|(message_id, failure)| json::FailedMessage {
                    message_id,
                    reason: failure.reason,
                    message: &failure.message,
                })
                .collect(),
            verification: json::Verification {
                status: match &self.verification_error {
                    Some(_) => json::VerificationStatus::Failed,
                    None if self.is_verified => json::VerificationStatus::Done,
                    None => json::VerificationStatus::NotRequested,
                },
                missing: missing.map(|index| self.ids[*index].as_str()).collect(),
                message: self.verification_error.as_deref(),
            },
            interrupted: self.is_interrupted,
        }
    }

    fn ids_with(&self, outcome: &MessageOutcome) -> impl Iterator<Item = &str> {
        let messages = self.ids.iter().zip(&self.outcomes);
        messages
            .filter(move |(_, recorded)| recorded.as_ref() == Some(outcome))
            .map(|(id, _)| id.as_str())
    }

    /// Returns the ID of each failed message, and why it failed.
    fn failures(&self) -> impl Iterator<Item = (&str, &MarkFailure)> {
        let messages = self.ids.iter().zip(&self.outcomes);
        messages.filter_map(|(id, outcome)| match outcome {
            Some(MessageOutcome::Failed(failure)) => Some((id.as_str(), failure)),
            _ => None,
        })
    }
}

fn already_clause(count: usize, state: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("; 1 was already {state}"),
        _ => format!("; {} were already {state}", thousands(count)),
    }
}

fn print_ids<'i>(
    mut ids: impl Iterator<Item = &'i str>,
    context: &mut Context<'_>,
) -> Result<(), StdoutError> {
    context
        .output
        .print(|out, _| ids.try_for_each(|id| writeln!(out, "{}", sanitize(id))))
}
