//! Inspection of input chunks: finds the problems of each token and renders them into memory. A batch
//! runs it on every core.

use std::{borrow::Cow, collections::BTreeMap, io};

use serde_json::value::{RawValue, to_raw_value};

use crate::{
    cli::{InspectFormat, TimeArg},
    commands::shared::token_input::Chunk,
    exit::Exit,
    inspect::{
        Finding, Levels, Report, Requirements, Severity, TokenLocation, TokenText, Verdict,
        document, fix, with_report_on,
    },
    output::{Inspected, Palette, Source, github, json, report, sanitize, sanitize_json},
    redact::Secrets,
};

/// Inspects tokens and renders the results.
pub(super) struct Inspector {
    pub(super) requirements: Requirements,
    pub(super) levels: Levels,
    pub(super) fail_on: Severity,
    pub(super) rendering: Rendering,
    /// True if the text report contains header and payload.
    pub(super) shows_json: bool,
    pub(super) palette: Palette,
    /// The time of `--at`. Without it, each token is judged at the time when it was read.
    pub(super) at: Option<TimeArg>,
    pub(super) value_style: ValueStyle,
    /// True if each result names the source of its token.
    pub(super) has_several_tokens: bool,
    pub(super) secrets: Secrets,
}

/// The inspection of tokens that were read at one time.
struct Inspection<'i> {
    inspector: &'i Inspector,
    requirements: Requirements,
    judged_at: json::Timestamp,
}

/// The part of a report that is printed, and its format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rendering {
    /// The whole report.
    Report(InspectFormat),
    /// One field of the JSON report, named by its path.
    Field(String),
    /// The corrected scope string.
    FixedScope,
}

/// The form of a printed field and of the corrected scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueStyle {
    /// A JSON document with the name of the field.
    Json,
    /// Text with escapes in place of what must not reach a terminal.
    Escaped,
    /// Text as it is, for other programs.
    Unchanged,
}

/// The result of a chunk.
#[derive(Debug, Default)]
pub(super) struct ChunkResult {
    pub(super) rendered: Vec<u8>,
    pub(super) tally: Tally,
}

/// The number of tokens by verdict and by rule.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) ok: u64,
    pub(super) bad: u64,
    pub(super) unreadable: u64,
    /// The number of tokens without the requested field or scope string.
    pub(super) without_value: u64,
    /// The number of lines without a token beside lines with one.
    pub(super) skipped_lines: u64,
    /// By rule code: the rule's name, and the number of tokens with findings of that rule.
    pub(super) rules: BTreeMap<&'static str, (&'static str, u64)>,
}

impl Inspector {
    /// Inspects each token of a chunk at the time when it was read. Known secrets are redacted.
    pub(super) fn inspect_chunk(&self, chunk: &Chunk) -> io::Result<ChunkResult> {
        let now = self
            .at
            .map_or(chunk.read_at, |at| at.resolve(chunk.read_at));
        let inspection = Inspection {
            inspector: self,
            requirements: Requirements {
                now,
                ..self.requirements.clone()
            },
            judged_at: json::Timestamp::of(now),
        };
        let mut result = inspection.inspect_tokens(chunk)?;
        result.rendered = self.secrets.redact_known(result.rendered);
        Ok(result)
    }

    /// Renders a value as a line. Without a value the line of one token among several is empty, and
    /// in JSON its value is `null`.
    fn render_value(
        &self,
        field: &str,
        value: Option<&RawValue>,
        result: &mut ChunkResult,
    ) -> io::Result<()> {
        let ChunkResult { rendered, tally } = result;
        if value.is_none() {
            tally.without_value += 1;
            if !self.has_several_tokens {
                return Ok(());
            }
        }
        if self.value_style == ValueStyle::Json {
            serde_json::to_writer(&mut *rendered, &json::Field::of(field, value))?;
        } else if let Some(value) = value {
            let text = json::text_of(value);
            let is_string = value.get().starts_with('"');
            let text = match self.value_style {
                ValueStyle::Escaped if is_string => sanitize(&text),
                ValueStyle::Escaped => sanitize_json(&text),
                ValueStyle::Json | ValueStyle::Unchanged => Cow::Borrowed(&*text),
            };
            rendered.extend(text.as_bytes());
        }
        rendered.push(b'\n');
        Ok(())
    }

    /// Returns the exit code of a run with this tally.
    pub(super) fn exit(&self, tally: &Tally, exit_zero: bool) -> Exit {
        if matches!(self.rendering, Rendering::Field(_) | Rendering::FixedScope) {
            return match tally {
                Tally {
                    unreadable: 1.., ..
                } => Exit::NotAToken,
                Tally {
                    without_value: 0, ..
                } => Exit::Ok,
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

impl Inspection<'_> {
    fn inspect_tokens(&self, chunk: &Chunk) -> io::Result<ChunkResult> {
        let text = document::decode_text(&chunk.bytes);
        // A report repeats most of the token and adds about as much.
        let mut result = ChunkResult {
            rendered: Vec::with_capacity(4 * text.len() + 1024),
            ..ChunkResult::default()
        };
        result.tally.skipped_lines = chunk.skipped_lines;
        let mut source = Source {
            file: chunk.file.as_deref(),
            argument: chunk.argument,
            ..Source::default()
        };
        let names_line =
            source.file.is_some() || (self.inspector.has_several_tokens && !chunk.is_single_text);
        for (line, tokens) in chunk.tokens_by_line(&text) {
            source.line = line.filter(|_| names_line);
            if tokens.is_empty() {
                result.tally.skipped_lines += 1;
            }
            for token in &tokens {
                self.inspect_token(token, source, &mut result)?;
            }
        }
        Ok(result)
    }

    fn inspect_token(
        &self,
        token: &TokenText<'_>,
        source: Source<'_>,
        result: &mut ChunkResult,
    ) -> io::Result<()> {
        let path = match &token.place {
            TokenLocation::Json { path, .. } => Some(path.as_str()),
            _ => None,
        };
        let levels = &self.inspector.levels;
        with_report_on(token, &self.requirements, levels, |subject, report| {
            let inspected = Inspected {
                subject,
                report: &report,
                verdict: report.verdict(self.inspector.fail_on),
                source: Source { path, ..source },
            };
            self.render(&inspected, result)
        })
    }

    /// Renders an inspected token and counts it.
    fn render(&self, inspected: &Inspected<'_>, result: &mut ChunkResult) -> io::Result<()> {
        let rendered = &mut result.rendered;
        match &self.inspector.rendering {
            Rendering::Report(InspectFormat::Text) => {
                if self.inspector.has_several_tokens {
                    report::write_source(rendered, self.inspector.palette, inspected.source)?;
                }
                let shows_json = self.inspector.shows_json;
                report::write(rendered, self.inspector.palette, inspected, shows_json)?;
                if self.inspector.has_several_tokens {
                    rendered.push(b'\n');
                }
            }
            Rendering::Report(InspectFormat::Json) => {
                if !rendered.is_empty() {
                    rendered.push(b',');
                }
                serde_json::to_writer(
                    &mut *rendered,
                    &json::Inspect::of(inspected, &self.judged_at),
                )?;
            }
            Rendering::Report(InspectFormat::Jsonl) => {
                serde_json::to_writer(
                    &mut *rendered,
                    &json::Inspect::of(inspected, &self.judged_at),
                )?;
                rendered.push(b'\n');
            }
            Rendering::Report(InspectFormat::Github) => github::write(rendered, inspected)?,
            Rendering::Field(path) => {
                let document =
                    serde_json::to_string(&json::Inspect::of(inspected, &self.judged_at))?;
                let value = json::field(&document, path);
                self.inspector.render_value(path, value, result)?;
            }
            Rendering::FixedScope => {
                let scope = fix::scope(inspected.subject, inspected.report);
                let scope = scope.map(|scope| to_raw_value(&scope)).transpose()?;
                let name = json::Field::FIXED_SCOPE;
                self.inspector
                    .render_value(name, scope.as_deref(), result)?;
            }
        }
        result.tally.count(inspected.verdict, inspected.report);
        Ok(())
    }
}

impl Tally {
    /// Returns the number of tokens.
    pub(super) fn total(&self) -> u64 {
        self.ok + self.bad + self.unreadable
    }

    fn count(&mut self, verdict: Verdict, report: &Report) {
        match verdict {
            Verdict::Ok => self.ok += 1,
            Verdict::Bad => self.bad += 1,
            Verdict::Unreadable => self.unreadable += 1,
        }
        for (at, finding) in report.findings.iter().enumerate() {
            let rule = finding.rule;
            let has_same_rule = |other: &Finding| other.rule.code == rule.code;
            if !report.findings[..at].iter().any(has_same_rule) {
                self.rules.entry(rule.code).or_insert((rule.name, 0)).1 += 1;
            }
        }
    }

    /// Adds the counts of another tally.
    pub(super) fn add(&mut self, other: &Self) {
        self.ok += other.ok;
        self.bad += other.bad;
        self.unreadable += other.unreadable;
        self.without_value += other.without_value;
        self.skipped_lines += other.skipped_lines;
        for (code, (name, count)) in &other.rules {
            self.rules.entry(code).or_insert((name, 0)).1 += count;
        }
    }
}
