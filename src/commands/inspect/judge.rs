//! Judges texts and shows what there is to say, into memory: what each core does in a batch.

use std::{borrow::Cow, collections::BTreeMap, io};

use crate::commands::shared::token_input::Chunk;
use crate::{
    exit::Exit,
    inspect::{Levels, Requirements, Severity, Verdict, document, fix, with_report},
    output::{Inspected, Palette, Source, github, json, report},
    redact::Secrets,
};

/// How texts are judged and shown.
pub(super) struct Judge {
    pub(super) requirements: Requirements,
    pub(super) levels: Levels,
    pub(super) fail_on: Severity,
    pub(super) form: Form,
    pub(super) palette: Palette,
    /// When all are judged, as it is shown.
    pub(super) judged_at: json::Timestamp,
    /// Whether there is more than one token, each of which then says where it came from.
    pub(super) several: bool,
    pub(super) secrets: Secrets,
}

/// What is shown of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    Json,
    Jsonl,
    Github,
    Field(String),
    FixScope,
}

/// What was shown of some texts, and how they were judged.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) shown: Vec<u8>,
    pub(super) tally: Tally,
}

/// How many texts were judged how.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) ok: u64,
    pub(super) bad: u64,
    pub(super) unreadable: u64,
    /// Texts of which what was asked for could not be shown.
    pub(super) blank: u64,
    /// By code: the rule's name, and in how many texts it found something.
    pub(super) rules: BTreeMap<&'static str, (&'static str, u64)>,
}

impl Judge {
    /// Judges each token in some lines. What is known to be secret is not shown.
    pub(super) fn chunk(&self, chunk: &Chunk) -> io::Result<Judged> {
        let mut judged = self.all_of(chunk)?;
        judged.shown = self.secrets.redact_known(judged.shown);
        Ok(judged)
    }

    fn all_of(&self, chunk: &Chunk) -> io::Result<Judged> {
        let text = document::decode_text(&chunk.bytes);
        let file = chunk.file.as_deref();
        // Nearly all of it is shown again, with as much around it.
        let mut judged = Judged {
            shown: Vec::with_capacity(4 * text.len() + 1024),
            ..Judged::default()
        };
        if chunk.is_one {
            let source = Source {
                file,
                line: chunk.first_line.filter(|_| file.is_some()),
                argument: chunk.argument,
            };
            self.one(&text, source, &mut judged)?;
            return Ok(judged);
        }
        for (number, line) in document::token_lines(&text) {
            let line_number = chunk.first_line.map(|first| first + number - 1);
            let source = Source {
                file,
                line: line_number.filter(|_| self.several || file.is_some()),
                argument: chunk.argument,
            };
            self.one(line, source, &mut judged)?;
        }
        Ok(judged)
    }

    fn one(&self, text: &str, source: Source<'_>, judged: &mut Judged) -> io::Result<()> {
        with_report(text, &self.requirements, &self.levels, |subject, report| {
            let inspected = Inspected {
                subject,
                report: &report,
                verdict: report.verdict(self.fail_on),
                source,
            };
            self.show(&inspected, judged)
        })
    }

    /// Adds one inspected token to the output in the requested format, and to the tally.
    fn show(&self, inspected: &Inspected<'_>, judged: &mut Judged) -> io::Result<()> {
        let Judged { shown, tally } = judged;
        match &self.form {
            Form::Text => {
                if self.several {
                    report::write_source(shown, self.palette, inspected.source)?;
                }
                report::write(shown, self.palette, inspected)?;
                if self.several {
                    shown.push(b'\n');
                }
            }
            Form::Json => {
                if !shown.is_empty() {
                    shown.push(b',');
                }
                serde_json::to_writer(&mut *shown, &json::Inspect::of(inspected, &self.judged_at))?;
            }
            Form::Jsonl => {
                serde_json::to_writer(&mut *shown, &json::Inspect::of(inspected, &self.judged_at))?;
                shown.push(b'\n');
            }
            Form::Github => github::write(shown, inspected)?,
            Form::Field(path) => {
                let document =
                    serde_json::to_string(&json::Inspect::of(inspected, &self.judged_at))?;
                let field = json::field(&document, path);
                self.line(field, shown, tally);
            }
            Form::FixScope => {
                let scope = fix::scope(inspected.subject).map(Cow::Owned);
                self.line(scope, shown, tally);
            }
        }
        tally.count(inspected.verdict, inspected.report);
        Ok(())
    }

    /// A line for one text; without one text of several its line is empty.
    fn line(&self, text: Option<Cow<'_, str>>, shown: &mut Vec<u8>, tally: &mut Tally) {
        if text.is_none() {
            tally.blank += 1;
            if !self.several {
                return;
            }
        }
        shown.extend(text.unwrap_or_default().as_bytes());
        shown.push(b'\n');
    }

    /// How it ended, where `tally` is all there was.
    pub(super) fn exit(&self, tally: &Tally, exit_zero: bool) -> Exit {
        let asks_for_a_part = matches!(self.form, Form::Field(_) | Form::FixScope);
        if asks_for_a_part {
            return match tally {
                Tally {
                    unreadable: 1.., ..
                } => Exit::NotAToken,
                Tally { blank: 0, .. } => Exit::Ok,
                _ => Exit::No,
            };
        }
        match tally {
            _ if exit_zero => Exit::Ok,
            Tally {
                unreadable: 1.., ..
            } => Exit::NotAToken,
            Tally { bad: 1.., .. } => Exit::No,
            _ => Exit::Ok,
        }
    }
}

impl Tally {
    /// How many texts there were.
    pub(super) fn total(&self) -> u64 {
        self.ok + self.bad + self.unreadable
    }

    fn count(&mut self, verdict: Verdict, report: &crate::inspect::Report) {
        match verdict {
            Verdict::Ok => self.ok += 1,
            Verdict::Bad => self.bad += 1,
            Verdict::Unreadable => self.unreadable += 1,
        }
        for (at, finding) in report.findings.iter().enumerate() {
            let rule = finding.rule;
            let told = |other: &crate::inspect::Finding| other.rule.code == rule.code;
            if !report.findings[..at].iter().any(told) {
                self.rules.entry(rule.code).or_insert((rule.name, 0)).1 += 1;
            }
        }
    }

    /// Adds what another part counted.
    pub(super) fn add(&mut self, other: &Self) {
        self.ok += other.ok;
        self.bad += other.bad;
        self.unreadable += other.unreadable;
        self.blank += other.blank;
        for (code, (name, count)) in &other.rules {
            self.rules.entry(code).or_insert((name, 0)).1 += count;
        }
    }
}
