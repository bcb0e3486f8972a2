//! Comments that silence findings: `courier-auth: allow RULE`.

use super::{finding::SourceFinding, source::Source};
use crate::inspect::Selector;

const MARK: &str = "courier-auth: allow ";

/// The comments of a file.
#[derive(Debug, Default)]
pub(super) struct Silences {
    /// The index of the line of each comment, and what it allows.
    comments: Vec<(usize, Vec<Selector>)>,
}

impl Silences {
    /// Reads the comments of a file.
    pub(super) fn of(source: &Source<'_>) -> Self {
        let marks = memchr::memmem::find_iter(source.text.as_bytes(), MARK);
        let comments = marks.map(|at| {
            let line = source.line_at(at);
            (
                source.line_index(at),
                selectors(&source.text[at + MARK.len()..line.end.max(at + MARK.len())]),
            )
        });
        Self {
            comments: comments.collect(),
        }
    }

    /// Returns true if a comment in the line of a finding, or in the line before it, allows its rule.
    pub(super) fn silence(&self, source: &Source<'_>, finding: &SourceFinding) -> bool {
        if self.comments.is_empty() {
            return false;
        }
        let line = source.line_index(finding.range.start);
        let is_before = |(comment, _): &(usize, Vec<Selector>)| *comment + 1 < line;
        let first = self.comments.partition_point(is_before);
        let comments = self.comments[first..].iter();
        let mut beside = comments.take_while(|(comment, _)| *comment <= line);
        beside.any(|(_, selectors)| {
            let mut selectors = selectors.iter();
            selectors.any(|selector| selector.matches(finding.rule))
        })
    }
}

/// Reads rules and families, separated by commas, up to the reason.
fn selectors(text: &str) -> Vec<Selector> {
    let mut selectors = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        match rest[..length].parse() {
            Ok(selector) => selectors.push(selector),
            Err(_) => return selectors,
        }
        match rest[length..].trim_start().strip_prefix(',') {
            Some(next) => rest = next,
            None => return selectors,
        }
    }
}
