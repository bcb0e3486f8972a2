//! What became of each message, and how it is told.

use std::collections::HashMap;

use super::Error;
use crate::{
    context::Context,
    courier::{self, Event},
    exit::Exit,
    output::{Paint, json, sanitize},
    text::plural,
};

/// How many messages with one reason are named one by one: nobody reads more.
const MOST: usize = 10;

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Courier said so of this message, or its list does.
    Marked,
    /// It was so before.
    Already,
    /// Courier did not say so, and why.
    Failed(String),
}

/// What became of all of them.
pub(super) struct Report {
    pub(super) event: Event,
    /// In the order in which they were named, each once.
    pub(super) ids: Vec<String>,
    /// What became of each; nothing yet of those that are open.
    pub(super) outcomes: Vec<Option<Outcome>>,
    /// Those that are marked by what Courier said, and stand in no list.
    pub(super) unverified: Vec<usize>,
    /// Why there is no list to compare with.
    pub(super) not_verified_for: Option<String>,
    pub(super) is_interrupted: bool,
    /// Whether what is left could not be kept.
    pub(super) is_not_kept: bool,
    /// The first failure of a whole request, and of how many messages such failures are.
    pub(super) failed_by: Option<courier::Error>,
    pub(super) failed_with_request: usize,
}

impl Report {
    pub(super) fn new(ids: Vec<String>, event: Event) -> Self {
        Self {
            event,
            outcomes: vec![None; ids.len()],
            ids,
            unverified: Vec::new(),
            not_verified_for: None,
            is_interrupted: false,
            is_not_kept: false,
            failed_by: None,
            failed_with_request: 0,
        }
    }

    /// The places of those of which nothing is known yet.
    pub(super) fn open(&self) -> impl Iterator<Item = usize> {
        let places = self.outcomes.iter().enumerate();
        places.filter_map(|(place, outcome)| outcome.is_none().then_some(place))
    }

    fn with(&self, outcome: &Outcome) -> impl Iterator<Item = &str> {
        let all = self.ids.iter().zip(&self.outcomes);
        all.filter(move |(_, known)| known.as_ref() == Some(outcome))
            .map(|(id, _)| id.as_str())
    }

    fn failed(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.ids.iter().zip(&self.outcomes);
        all.filter_map(|(id, outcome)| match outcome {
            Some(Outcome::Failed(reason)) => Some((id.as_str(), reason.as_str())),
            _ => None,
        })
    }

    /// Tells what would be done.
    ///
    /// # Errors
    /// When the answer cannot be written.
    pub(super) fn plan(self, context: &mut Context<'_>) -> Result<Exit, Error> {
        let open: Vec<&str> = self.open().map(|place| self.ids[place].as_str()).collect();
        let already: Vec<&str> = self.with(&Outcome::Already).collect();
        if context.json {
            let plan = json::MarkPlan::of(self.event, &open, &already);
            context.output.print_json(&plan)?;
            return Ok(Exit::Ok);
        }
        context.output.print(|out, _| {
            open.iter()
                .try_for_each(|id| writeln!(out, "{}", sanitize(id)))
        })?;
        let event = self.event.name();
        context.output.note(&format!(
            "would mark {} {event}{}; nothing was sent",
            plural(open.len(), "message"),
            and_already(already.len(), event)
        ));
        Ok(Exit::Ok)
    }

    /// Tells what was done, and how it ended.
    ///
    /// # Errors
    /// When nothing was done for a reason of a whole request, or the answer cannot be written.
    pub(super) fn end(mut self, context: &mut Context<'_>) -> Result<Exit, Error> {
        let marked = self.with(&Outcome::Marked).count();
        let already = self.with(&Outcome::Already).count();
        let failed = self.failed().count();
        if marked + already == 0
            && failed == self.failed_with_request
            && !self.is_interrupted
            && let Some(error) = self.failed_by.take()
        {
            return Err(error.into());
        }
        let answered = if context.json {
            context.output.print_json(&self.document())
        } else {
            let answered = context.output.print(|out, _| {
                self.with(&Outcome::Marked)
                    .try_for_each(|id| writeln!(out, "{}", sanitize(id)))
            });
            self.say(marked, already, context);
            answered
        };
        // Who reads no further still wants to know whether all went well.
        if let Err(error) = answered
            && !error.is_broken_pipe()
        {
            return Err(error.into());
        }
        let is_done = failed == 0 && !self.is_not_kept && self.not_verified_for.is_none();
        Ok(match is_done {
            _ if self.is_interrupted => Exit::Interrupted,
            true => Exit::Ok,
            false => Exit::No,
        })
    }

    fn say(&self, marked: usize, already: usize, context: &Context<'_>) {
        let output = &context.output;
        let label = output.stderr_palette().paint(Paint::Error, "not marked:");
        let mut told: HashMap<&str, usize> = HashMap::new();
        for (id, reason) in self.failed() {
            let count = told.entry(reason).or_default();
            *count += 1;
            if *count <= MOST {
                let (id, reason) = (sanitize(id), sanitize(reason));
                output.print_error(&format!("{label} {id}: {reason}"));
            }
        }
        let mut more: Vec<(&str, usize)> = told.into_iter().collect();
        more.retain(|(_, count)| *count > MOST);
        more.sort_unstable();
        for (reason, count) in more {
            let (more, reason) = (count - MOST, sanitize(reason));
            output.print_error(&format!(
                "{label} {more} more: {reason} (--failed-to keeps them, --json names them)"
            ));
        }
        // Where there is no list at all, that is told once.
        let verified = self.not_verified_for.is_none();
        for place in self.unverified.iter().filter(|_| verified) {
            let id = sanitize(&self.ids[*place]);
            output.note(&format!(
                "warning: {id} stands in no list of the user's: Courier's word alone counts; \
                 --tenant looks into that of a tenant"
            ));
        }
        if let Some(reason) = &self.not_verified_for {
            let reason = sanitize(reason);
            output.note(&format!("warning: not verified: {reason}"));
        }
        let (all, event) = (self.ids.len(), self.event.name());
        output.note(&match all {
            0 => "there is no message to mark".to_owned(),
            _ => format!(
                "marked {marked} of {} {event}{}",
                plural(all, "message"),
                and_already(already, event)
            ),
        });
    }

    fn document(&self) -> json::MarkRead<'_> {
        json::MarkRead::of(
            self.event,
            self.with(&Outcome::Marked).collect(),
            self.with(&Outcome::Already).collect(),
            self.failed(),
            self.unverified
                .iter()
                .map(|place| self.ids[*place].as_str())
                .collect(),
            self.not_verified_for.as_deref(),
            self.is_interrupted,
        )
    }
}

fn and_already(count: usize, event: &str) -> String {
    match count {
        0 => String::new(),
        1 => format!("; 1 was {event} already"),
        _ => format!("; {count} were {event} already"),
    }
}
