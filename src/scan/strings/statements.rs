//! Strings to which later statements add: `scope += ' inbox:…'`, `builder.append("…")`.

use super::{
    expression::Expression,
    literal::Literal,
    operator::{operand_end, skip_space},
};
use crate::scan::source::{Source, key_before, word_around};

/// The maximum distance from a statement to the next one that adds text.
const MAX_DISTANCE: usize = 300;

/// The maximum number of statements that add text.
const MAX_STATEMENTS: usize = 30;

/// The operations that add text to a variable.
const OPERATIONS: [&str; 7] = ["+=", ".=", "<<", "&=", ".append(", ".Append(", ".push_str("];

/// Appends what the statements after an expression add to its variable, as long as they certainly run.
pub(super) fn append_statements(source: &Source<'_>, expression: &mut Expression) {
    let Some(name) = variable(source, expression.range.start) else {
        return;
    };
    for _ in 0..MAX_STATEMENTS {
        let Some(start) = next_addition(source, name, expression.range.end) else {
            return;
        };
        let appended = match Literal::at(source, start) {
            Some(literal) => Expression::starting_with(source, literal),
            None => match operand_end(source, start) {
                Some(end) if end > start => Expression::unknown(start..end),
                _ => return,
            },
        };
        if !ends_statement(source.text, appended.range.end) {
            return;
        }
        expression.append(&appended);
    }
}

/// Returns the name of the variable that a string belongs to.
fn variable<'s>(source: &Source<'s>, start: usize) -> Option<&'s str> {
    let before = source.text[..start].trim_end();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let builder = OPERATIONS
        .iter()
        .filter(|operation| operation.starts_with('.'))
        .find_map(|operation| before.strip_suffix(operation));
    let Some(builder) = builder else {
        return key_before(source.text, start);
    };
    let end = builder.len();
    let name = &builder[word_around(builder, &(end..end), is_name)];
    (!name.is_empty()).then_some(name)
}

/// Returns the start of the text that the next statement adds to a variable. A statement in braces or with
/// a condition may not run, and another use of the variable may change it.
fn next_addition(source: &Source<'_>, name: &str, from: usize) -> Option<usize> {
    const CONDITIONS: [&str; 8] = [
        "if", "else", "for", "while", "unless", "case", "when", "def",
    ];
    let text = source.text;
    let end = text.floor_char_boundary((from + MAX_DISTANCE).min(text.len()));
    let at = from + text[from..end].find(name)?;
    let between = &text[from..at];
    let mut words = between.split(|c: char| !c.is_ascii_alphanumeric());
    if between.contains(['"', '\'', '`', '{', '}', ',', '?'])
        || words.any(|word| CONDITIONS.contains(&word))
    {
        return None;
    }
    let operation = skip_space(text, at + name.len());
    let found = OPERATIONS
        .iter()
        .find(|found| text[operation..].starts_with(**found))?;
    Some(skip_space(text, operation + found.len()))
}

/// Returns true if nothing follows a position in its statement.
fn ends_statement(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches([' ', '\t', ')', '\r']);
    rest.is_empty() || rest.starts_with([';', '\n'])
}
