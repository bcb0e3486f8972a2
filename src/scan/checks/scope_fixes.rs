//! What to write instead of a part of a scope string.

use std::ops::Range;

use crate::{
    inspect::{EntryKind, Finding, Subject, suggested_scopes},
    scan::{
        source::Source,
        strings::{mapped::HOLE, scope_string::ScopeString},
    },
};

/// The text in place of a hole while a scope is judged. It has as many bytes as a hole.
pub(super) const STAND_IN: &str = "Q0Q";

/// Returns true for a character that people write between scopes in place of a space.
pub(super) fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '|')
}

impl ScopeString {
    /// Returns the position and the text that add a scope.
    pub(super) fn addition(&self, source: &Source<'_>, scope: &str) -> Option<(usize, String)> {
        let last = self.expression.literals.last()?;
        let content = &source.text[last.clone()];
        if self.expression.value.source_range(&(0..1))?.start > self.expression.range.start + 1
            && self.expression.literals.len() > 1
            && source.text[self.expression.range.clone()].starts_with(['[', '(', '{'])
        {
            let quote = source.text[last.end..].chars().next()?;
            return Some((
                last.end + quote.len_utf8(),
                format!(", {quote}{scope}{quote}"),
            ));
        }
        let space = if content.ends_with(' ') { "" } else { " " };
        Some((last.end, self.spelled(source, &format!("{space}{scope}"))))
    }

    /// Returns true if `+` stands for a space, as in a form.
    fn is_plus_encoded(&self, source: &str) -> bool {
        source.contains("scope=")
            && source.contains('+')
            && self.expression.value.text().contains(' ')
            && !source.contains(' ')
    }

    /// Returns a text as the place spells it: with escapes in a URL.
    fn spelled(&self, source: &Source<'_>, text: &str) -> String {
        let source = &source.text[self.expression.range.clone()];
        if source.contains("%3A") || source.contains("%3a") {
            text.replace(':', "%3A").replace(' ', "%20")
        } else if self.is_plus_encoded(source) {
            text.replace(' ', "+")
        } else {
            text.to_owned()
        }
    }

    /// Returns the range of a scope with the space before it, if it is within a literal.
    pub(super) fn with_space(
        &self,
        source: &Source<'_>,
        scope: &Range<usize>,
    ) -> Option<Range<usize>> {
        let mut literals = self.expression.literals.iter();
        let literal =
            literals.find(|literal| literal.start < scope.start && scope.end <= literal.end)?;
        let before = &source.text[literal.start..scope.start];
        before.ends_with(' ').then(|| scope.start - 1..scope.end)
    }

    /// Returns the literal that contains a range, and its content with a space in place of each wrong
    /// separator.
    pub(super) fn separated_by_spaces(
        &self,
        source: &Source<'_>,
        range: &Range<usize>,
    ) -> Option<(Range<usize>, String)> {
        let mut literals = self.expression.literals.iter();
        let literal =
            literals.find(|literal| literal.start <= range.start && range.end <= literal.end)?;
        let content = &source.text[literal.clone()];
        // A hole can have such characters.
        let is_simple = !content.contains(['\n', '\\', '(']) && content.contains(is_separator);
        let parts = content.split(is_separator).map(str::trim);
        is_simple.then(|| (literal.clone(), parts.collect::<Vec<_>>().join(" ")))
    }

    /// Returns the scopes to write instead of a part of the string, if it is within one literal.
    pub(super) fn correction(
        &self,
        source: &Source<'_>,
        subject: &Subject<'_>,
        span: &Range<usize>,
        finding: &Finding,
    ) -> Option<String> {
        let range = self.expression.value.source_range(span)?;
        let is_within =
            |literal: &Range<usize>| literal.start <= range.start && range.end <= literal.end;
        if !self.expression.literals.iter().any(is_within) || finding.rule.name.ends_with("user") {
            return None;
        }
        let entry = subject
            .scope_entries
            .iter()
            .find(|entry| entry.span == *span)?;
        let intended = match entry.kind {
            EntryKind::Unknown => suggested_scopes(subject.entry_text(entry)),
            EntryKind::User | EntryKind::Stray => return None,
            _ => subject.intended_scopes(entry),
        };
        if intended.is_empty() {
            return None;
        }
        // The holes keep their source text.
        let mut corrected = intended.join(" ");
        let text = self.expression.value.text();
        let holes = text.match_indices(HOLE).filter(|(at, _)| span.contains(at));
        for (at, _) in holes {
            let hole = self
                .expression
                .value
                .source_range(&(at..at + HOLE.len_utf8()))?;
            corrected = corrected.replacen(STAND_IN, &source.text[hole], 1);
        }
        // A separator at the start belongs to what is before the literal.
        let starts_with_separator = text[span.clone()].starts_with([',', ';', '|']);
        if starts_with_separator {
            corrected.insert(0, ' ');
        }
        let corrected = self.spelled(source, &corrected);
        let is_listed =
            entry.kind != EntryKind::Joined && text.split(' ').any(|other| other == corrected);
        let is_changed = corrected != source.text[range] && !is_listed;
        (is_changed && !corrected.contains(STAND_IN)).then_some(corrected)
    }
}
