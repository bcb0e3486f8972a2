//! Inspects texts and renders the results into memory. In a batch every core runs this.

use std::{borrow::Cow, collections::BTreeMap, io};

use crate::commands::shared::token_input::Chunk;
use crate::{
    cli::Format,
    exit::Exit,
    inspect::{Levels, Requirements, Severity, Verdict, document, fix, with_report},
    output::{Inspected, Palette, Source, github, json, report},
    redact::Secrets,
};

/// The options of inspection and rendering.
pub(super) struct Inspector {
    pub(super) requirements: Requirements,
    pub(super) levels: Levels,
    pub(super) fail_on: Severity,
    pub(super) form: Form,
    pub(super) palette: Palette,
    /// The time of the inspection, as it is printed.
    pub(super) judged_at: json::Timestamp,
    /// True if there are several tokens. Then each result names its source.
    pub(super) several: bool,
    pub(super) secrets: Secrets,
}

/// The output for a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// The whole report, in a format of the command line.
    Whole(Format),
    Field(String),
    FixScope,
}

/// The rendered results of some texts, and their counts.
#[derive(Debug, Default)]
pub(super) struct RenderedResults {
    pub(super) shown: Vec<u8>,
    pub(super) tally: Tally,
}

/// The number of texts by verdict.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) ok: u64,
    pub(super) bad: u64,
    pub(super) unreadable: u64,
    /// The number of texts without the requested field or scope.
    pub(super) blank: u64,
    /// By code: the name of the rule, and the number of texts in which it found something.
    pub(super) rules: BTreeMap<&'static str, (&'static str, u64)>,
}

impl Inspector {
    /// Inspects each token of a chunk. Known secrets are redacted.
    pub(super) fn chunk(&self, chunk: &Chunk) -> io::Result<RenderedResults> {
        let mut results = self.all_of(chunk)?;
        results.shown = self.secrets.redact_known(results.shown);
        Ok(results)
    }

    fn all_of(&self, chunk: &Chunk) -> io::Result<RenderedResults> {
        let text = document::decode_text(&chunk.bytes);
        let file = chunk.file.as_deref();
        // The rendered text contains most of the input, and about as much around it.
        let mut results = RenderedResults {
            shown: Vec::with_capacity(4 * text.len() + 1024),
            ..RenderedResults::default()
        };
        if chunk.is_one {
            let source = Source {
                file,
                line: chunk.first_line.filter(|_| file.is_some()),
                argument: chunk.argument,
            };
            self.one(&text, source, &mut results)?;
            return Ok(results);
        }
        for (number, line) in document::token_lines(&text) {
            let line_number = chunk.first_line.map(|first| first + number - 1);
            let source = Source {
                file,
                line: line_number.filter(|_| self.several || file.is_some()),
                argument: chunk.argument,
            };
            self.one(line, source, &mut results)?;
        }
        Ok(results)
    }

    fn one(&self, text: &str, source: Source<'_>, results: &mut RenderedResults) -> io::Result<()> {
        with_report(text, &self.requirements, &self.levels, |subject, report| {
            let inspected = Inspected {
                subject,
                report: &report,
                verdict: report.verdict(self.fail_on),
                source,
            };
            self.show(&inspected, results)
        })
    }

    /// Adds one inspected token to the output in the requested format, and to the tally.
    fn show(&self, inspected: &Inspected<'_>, results: &mut RenderedResults) -> io::Result<()> {
        let RenderedResults { shown, tally } = results;
        match &self.form {
            Form::Whole(Format::Text) => {
                if self.several {
                    report::write_source(shown, self.palette, inspected.source)?;
                }
                report::write(shown, self.palette, inspected)?;
                if self.several {
                    shown.push(b'\n');
                }
            }
            Form::Whole(Format::Json) => {
                if !shown.is_empty() {
                    shown.push(b',');
                }
                serde_json::to_writer(&mut *shown, &json::Inspect::of(inspected, &self.judged_at))?;
            }
            Form::Whole(Format::Jsonl) => {
                serde_json::to_writer(&mut *shown, &json::Inspect::of(inspected, &self.judged_at))?;
                shown.push(b'\n');
            }
            Form::Whole(Format::Github) => github::write(shown, inspected)?,
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

    /// Writes a line for one text. If there are several, a text without a result has an empty line.
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

    /// Returns the exit code for these counts.
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
    /// Returns the number of texts.
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

    /// Adds the counts of another part.
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
