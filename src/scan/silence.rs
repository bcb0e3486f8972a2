//! Comments that silence findings: `courier-auth: allow RULE`.

use super::{finding::SourceFinding, source::Source};
use crate::{inspect::Selector, text::shorten};

const MARK: &str = "courier-auth: allow ";

/// The maximum number of unknown rules that are kept.
const MAX_UNKNOWN: usize = 10;

/// The comments of a file.
#[derive(Debug, Default)]
pub(super) struct Silences {
    /// The index of the line of each comment, and what it allows.
    comments: Vec<(usize, Vec<Selector>)>,
    /// The words in place of a rule, with the index of their line.
    pub(super) unknown: Vec<(usize, String)>,
}

impl Silences {
    /// Reads the comments of a file.
    pub(super) fn of(source: &Source<'_>) -> Self {
        let mut silences = Self::default();
        for at in memchr::memmem::find_iter(source.text.as_bytes(), MARK) {
            let index = source.line_index(at);
            let start = at + MARK.len();
            let line = &source.text[start..source.line_range(index).end.max(start)];
            let (selectors, unknown) = selectors(line);
            silences.comments.push((index, selectors));
            // A word such as `RULE` only shows the form of a comment.
            let unknown = unknown.filter(|word| word.contains('-'));
            if silences.unknown.len() < MAX_UNKNOWN {
                let unknown = unknown.map(|word| (index, shorten(word).to_string()));
                silences.unknown.extend(unknown);
            }
        }
        silences
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

/// Reads rules and families, separated by commas, up to the reason. Returns also the word that is neither.
fn selectors(text: &str) -> (Vec<Selector>, Option<&str>) {
    let mut selectors = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let Ok(selector) = rest[..length].parse() else {
            let unknown = Some(&rest[..length]).filter(|word| !word.is_empty());
            return (selectors, unknown);
        };
        selectors.push(selector);
        match rest[length..].trim_start().strip_prefix(',') {
            Some(next) => rest = next,
            None => return (selectors, None),
        }
    }
}
