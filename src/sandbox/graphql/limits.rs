//! Limits of documents, checked before execution: fragments that spread others can make a short
//! document very expensive, already for the validation by async-graphql.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, Selection, SelectionSet},
};

use super::{fields::FieldTable, operation::Operation};
use crate::sandbox::limits::{
    MAX_BRACKET_DEPTH, MAX_COST, MAX_DOCUMENT_WORDS, MAX_SELECTION_DEPTH,
};

/// Checks the number of words in the text of a document, because the parser needs much more memory
/// than the text.
///
/// # Errors
/// Returns an error if there are too many.
pub(super) fn check_words(text: &str) -> Result<(), String> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut was_word = false;
    let mut words = 0_usize;
    for byte in text.bytes() {
        let is_start = is_word(byte) && !was_word;
        words = words.saturating_add(usize::from(is_start));
        was_word = is_word(byte);
    }
    if words > MAX_DOCUMENT_WORDS {
        return Err(format!(
            "the document has {words} words, more than the maximum of {MAX_DOCUMENT_WORDS}"
        ));
    }
    Ok(())
}

/// Checks the cost of an operation.
///
/// # Errors
/// Returns an error if the operation costs too much or is nested too deeply, or if a fragment
/// spreads itself.
pub(super) fn check_cost(operation: &Operation<'_>, fields: &FieldTable) -> Result<(), String> {
    let mut costs = CostCounter {
        fields,
        document: operation.document(),
        of_fragments: HashMap::new(),
    };
    let cost = costs.of_selections(operation.selection_set(), 0)?;
    if cost > MAX_COST {
        return Err(format!(
            "the operation costs {cost}, more than the maximum of {MAX_COST}"
        ));
    }
    Ok(())
}

/// Checks the depth of brackets, because the parser is recursive and could overflow the stack.
/// Brackets in strings and comments do not count
/// (<https://spec.graphql.org/October2021/#sec-Appendix-Grammar-Summary.Lexical-Tokens>).
///
/// # Errors
/// Returns an error if brackets are nested too deeply, or if a string has no end: the parser might
/// disagree on where it ends.
pub(super) fn check_nesting(text: &str) -> Result<(), String> {
    let mut depth = 0_u32;
    let mut rest = text;
    while let Some(at) = rest.find(['"', '#', '(', '[', '{', ')', ']', '}']) {
        let character = rest.as_bytes()[at];
        rest = &rest[at..];
        match character {
            b'"' => {
                rest = after_string(rest).ok_or("a string is not closed")?;
                continue;
            }
            b'#' => {
                let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
                rest = &rest[end..];
                continue;
            }
            b'(' | b'[' | b'{' if depth == MAX_BRACKET_DEPTH => {
                return Err(format!(
                    "brackets are nested more than {MAX_BRACKET_DEPTH} levels deep"
                ));
            }
            b'(' | b'[' | b'{' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        rest = &rest[1..];
    }
    Ok(())
}

/// Returns the rest of a text after the string at its start.
fn after_string(text: &str) -> Option<&str> {
    if let Some(block) = text.strip_prefix("\"\"\"") {
        let mut rest = block;
        loop {
            let at = rest.find("\"\"\"")?;
            let is_escaped = rest[..at].ends_with('\\');
            rest = &rest[at + 3..];
            if !is_escaped {
                return Some(rest);
            }
        }
    }
    let mut rest = text.strip_prefix('"')?;
    loop {
        let at = rest.find(['"', '\\', '\n', '\r'])?;
        match rest.as_bytes()[at] {
            b'"' => return Some(&rest[at + 1..]),
            // The escaped character cannot end the string.
            b'\\' => {
                let mut escaped = rest[at + 1..].chars();
                escaped.next()?;
                rest = escaped.as_str();
            }
            _ => return None,
        }
    }
}

struct CostCounter<'d> {
    fields: &'d FieldTable,
    document: &'d ExecutableDocument,
    /// The cost of each visited fragment, `None` while it is being counted.
    of_fragments: HashMap<&'d Name, Option<u64>>,
}

impl<'d> CostCounter<'d> {
    fn of_selections(
        &mut self,
        set: &'d Positioned<SelectionSet>,
        depth: u32,
    ) -> Result<u64, String> {
        if depth == MAX_SELECTION_DEPTH {
            return Err(format!(
                "selections are nested more than {MAX_SELECTION_DEPTH} levels deep"
            ));
        }
        let mut cost = 0_u64;
        for selection in &set.node.items {
            let selection_cost = match &selection.node {
                Selection::Field(field) => {
                    let nested = self.of_selections(&field.node.selection_set, depth + 1)?;
                    nested + self.fields.cost(&field.node.name.node)
                }
                Selection::InlineFragment(fragment) => {
                    1 + self.of_selections(&fragment.node.selection_set, depth + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    1 + self.of_fragment(&spread.node.fragment_name.node, depth + 1)?
                }
            };
            cost = cost.saturating_add(selection_cost);
        }
        // The bound prevents overflows. It is above the maximum in any case.
        Ok(cost.min(u64::from(u32::MAX)))
    }

    fn of_fragment(&mut self, name: &Name, depth: u32) -> Result<u64, String> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            // The validation reports unknown fragments.
            return Ok(0);
        };
        match self.of_fragments.get(name) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(format!("fragment `{name}` spreads itself")),
            None => {}
        }
        self.of_fragments.insert(name, None);
        let cost = self.of_selections(&fragment.node.selection_set, depth)?;
        self.of_fragments.insert(name, Some(cost));
        Ok(cost)
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::{Request, parser::parse_query};

    use super::*;
    use crate::sandbox::graphql::fields;

    fn check(text: &str, fields: &FieldTable) -> Result<(), String> {
        let document = parse_query(text).unwrap();
        let request = Request::new(text);
        check_cost(&Operation::select(&request, &document)?, fields)
    }

    #[test]
    fn only_brackets_outside_strings_and_comments_count() {
        let deep = "[".repeat(128) + &"]".repeat(128);
        assert_eq!(check_nesting(&format!("{deep}{deep}")), Ok(()));
        for text in [
            format!("{{ a(b: \"{deep}{{\") }}"),
            format!("{{ a(b: \"\\\"{deep}{{\") }}"),
            format!("{{ a(b: \"\"\"\"{deep}\"{{\"\"\") }}"),
            format!("{{ a(b: \"\"\" \\\"\"\" {deep}{{ \"\"\") }}"),
            format!("# {deep}{{\n{{ a }}"),
            format!("{{ a }} # {deep}{{"),
            "}}}}".to_owned(),
        ] {
            assert_eq!(check_nesting(&text), Ok(()), "{text}");
        }
        for text in [
            format!("{{ {deep} }}"),
            format!("{{ a(b: \"\", c: {deep}) }}"),
            format!("#\r{{ {deep} }}"),
            // An escape in a block string, directly followed by the end of the string.
            format!("{{ a(b: \"\"\" \\\"\"\"\" \"\"\", c: {deep}) }}"),
            format!("{{ a(b: [\"\"\"\" {deep}]) }}"),
            format!("{{ a(b: \"{deep}"),
            format!("{{ a(b: \"\n{deep}\") }}"),
            "\"\\".to_owned(),
        ] {
            assert!(check_nesting(&text).is_err(), "{text}");
        }
    }

    /// The check agrees with the parser on strings and comments. The parser itself limits the depth
    /// of selections, but not that of lists.
    #[test]
    fn accepted_text_is_not_nested_deeper_for_the_parser() {
        use proptest::prelude::*;
        let pieces = [
            "\"", "\"\"", "\"\"\"", "\\", "\\\"", "#", "\r", "\n", "[", "]", "{", "}", "(", ")",
            "a", "a:", " ", ",", "é",
        ];
        let text = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60);
        let mut runner = proptest::test_runner::TestRunner::default();
        let result = runner.run(&text, |pieces| {
            // Each bracket is repeated, so that a few of them exceed the limit.
            let text = pieces
                .concat()
                .replace('[', &"[".repeat(30))
                .replace(']', &"]".repeat(30));
            let text = format!("{{ a(b: {text}) }}");
            if let (Ok(()), Ok(document)) = (check_nesting(&text), parse_query(&text)) {
                let deepest = deepest_list(&document);
                prop_assert!(deepest <= MAX_BRACKET_DEPTH, "{deepest}: {text}");
            }
            Ok(())
        });
        result.unwrap();
    }

    fn deepest_list(document: &ExecutableDocument) -> u32 {
        fn of(value: &async_graphql::Value) -> u32 {
            match value {
                async_graphql::Value::List(values) => {
                    1 + values.iter().map(of).max().unwrap_or_default()
                }
                _ => 0,
            }
        }
        let fields = document
            .operations
            .iter()
            .flat_map(|(_, operation)| operation.node.selection_set.node.items.iter());
        let arguments = fields.flat_map(|item| match &item.node {
            Selection::Field(field) => field.node.arguments.as_slice(),
            _ => &[],
        });
        arguments
            .filter_map(|(_, value)| value.node.clone().into_const())
            .map(|value| of(&value))
            .max()
            .unwrap_or_default()
    }

    #[test]
    fn expensive_operation_is_refused() {
        let spread = |at| format!("fragment F{at} on Query {{ ...F{0} ...F{0} }}", at + 1);
        let bomb = (0..40).map(spread).collect::<Vec<_>>().join(" ");
        let many = |field: &str, number: usize| {
            let fields = (0..number).map(|at| format!("a{at}: {field}"));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(" "))
        };
        let unknown = "{ ...A ...A } fragment A on Query { count ...None }".to_owned();
        let cycle = "fragment A on Q { ...B } fragment B on Q { ...A } { ...A }".to_owned();
        let bomb = format!("{bomb} fragment F40 on Query {{ a }} {{ ...F0 }}");
        for (document, expected) in [
            (bomb, Some("the maximum")),
            (cycle, Some("itself")),
            (many("count", 101), Some("the maximum")),
            (many("read(messageId: \"m\")", 10_001), Some("the maximum")),
            (many("count", 100), None),
            (many("opened(messageId: \"m\")", 10_000), None),
            (unknown, None),
        ] {
            match (check(&document, &fields::INBOX), expected) {
                (Ok(()), None) => {}
                (Err(error), Some(reason)) if error.contains(reason) => {}
                (result, _) => panic!("{result:?} instead of {expected:?}"),
            }
        }
    }
}
