//! Strings that are put together from literals: `"a" + id + "b"`, adjacent literals and builders.

use std::ops::Range;

use super::{
    literal::Literal,
    mapped::Mapped,
    operator::{operand_end, operator_after, skip_space},
};
use crate::scan::{file_kind::FileKind, source::Source};

/// The maximum distance from a literal to the name of a call that changes it.
const MAX_CHANGE: usize = 100;

/// The maximum number of parts of an expression. The rest is not read.
const MAX_OPERANDS: usize = 100;

/// A string as the program makes it.
#[derive(Debug, Clone)]
pub(in crate::scan) struct Expression {
    pub(in crate::scan) value: Mapped,
    /// The range of the source from the first literal to the last.
    pub(in crate::scan) range: Range<usize>,
    /// The contents of the literals.
    pub(in crate::scan) literals: Vec<Range<usize>>,
    /// True if parts may be added that are not known here.
    pub(in crate::scan) is_open: bool,
    /// The place of the separator of a list that is joined.
    pub(in crate::scan) separator: Option<Range<usize>>,
    /// True for a list that nothing joins.
    pub(in crate::scan) is_list: bool,
    /// True if a call changes the text, such as `replace`.
    pub(in crate::scan) is_changed: bool,
}

impl Expression {
    /// A string that is known as a whole.
    pub(super) fn new(value: Mapped, range: Range<usize>, literals: Vec<Range<usize>>) -> Self {
        Self {
            value,
            range,
            literals,
            is_open: false,
            separator: None,
            is_list: false,
            is_changed: false,
        }
    }

    /// Reads a literal and what is appended to it.
    pub(super) fn starting_with(source: &Source<'_>, literal: Literal) -> Self {
        let range = literal.prefix_start(source.text)..literal.outer.end;
        let mut expression = Self::new(literal.value, range, vec![literal.content]);
        expression.is_open = !literal.is_terminated;
        let mut operands = 0;
        while expression.append_operand(source) {
            operands += 1;
            if operands == MAX_OPERANDS {
                expression.is_open = true;
                break;
            }
        }
        expression
    }

    /// A part that is known only when the program runs.
    pub(super) fn unknown(range: Range<usize>) -> Self {
        let mut value = Mapped::default();
        value.push_hole(range.clone());
        Self::new(value, range, Vec::new())
    }

    /// Appends what a later statement adds.
    pub(super) fn append(&mut self, other: &Self) {
        self.value.append(&other.value);
        self.literals.extend_from_slice(&other.literals);
        self.is_open |= other.is_open;
        self.range.end = other.range.end;
    }

    /// Appends the next operand. Returns false if there is none.
    fn append_operand(&mut self, source: &Source<'_>) -> bool {
        let text = source.text;
        let end = self.range.end;
        let (operator, next) = match operator_after(source, end) {
            Some(length) => (true, skip_space(text, end + length)),
            None => (false, skip_space(text, end)),
        };
        if let Some(literal) = Literal::at(source, next) {
            let is_adjacent = source.kind.joins_adjacent_literals()
                || (source.kind == FileKind::Shell && next == end);
            if !operator && !is_adjacent {
                return false;
            }
            self.value.append(&literal.value);
            self.literals.push(literal.content.clone());
            self.is_open |= !literal.is_terminated;
            self.range.end = literal.outer.end;
            return literal.outer.end > end;
        }
        if !operator {
            return false;
        }
        match operand_end(source, next) {
            Some(operand) if operand > next => {
                self.value.push_hole(next..operand);
                self.range.end = operand;
                true
            }
            _ => {
                self.is_open = true;
                false
            }
        }
    }
}

/// Returns true if a call changes a literal: a method after it, or a function around it.
pub(super) fn is_changed(source: &Source<'_>, range: &Range<usize>) -> bool {
    const METHODS: [&str; 6] = ["replace", "split", "lines", "squish", "gsub", "Replace"];
    const FUNCTIONS: [&str; 4] = ["replace(", "strtr(", "gsub(", "Replace("];
    is_argument_of(source, range, &METHODS, &FUNCTIONS)
}

/// Returns true if a call removes the white space around a literal.
pub(super) fn is_trimmed(source: &Source<'_>, range: &Range<usize>) -> bool {
    const METHODS: [&str; 3] = ["trim", "Trim", "strip"];
    const FUNCTIONS: [&str; 2] = ["dedent", "trim("];
    is_argument_of(source, range, &METHODS, &FUNCTIONS)
}

/// Returns true if one of these methods follows a literal, or one of these functions is around it.
fn is_argument_of(
    source: &Source<'_>,
    range: &Range<usize>,
    methods: &[&str],
    functions: &[&str],
) -> bool {
    let text = source.text;
    let end = text.floor_char_boundary((range.end + MAX_CHANGE).min(text.len()));
    let start = text.ceil_char_boundary(range.start.saturating_sub(MAX_CHANGE));
    // A call can be in the next line.
    let after = text[range.end..end].trim_start();
    let after = after.split([';', '\n']).next().unwrap_or_default();
    let before = text[start..range.start]
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    after.starts_with('.') && methods.iter().any(|method| after.contains(method))
        || functions.iter().any(|function| before.contains(function))
}
