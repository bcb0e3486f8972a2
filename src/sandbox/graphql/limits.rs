//! What a document costs before it is executed: fragments that spread others can make a short
//! text a long piece of work, which the engine would walk through to find that out.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};

/// The most that an operation may cost: a field costs one.
const MOST: u64 = 10_000;

/// What a field costs that looks at every message of a user or marks them all.
const LOOK: u64 = 100;

/// How deep selections may nest. A fragment is followed once; where it is spread again, deeper down,
/// the bound of async-graphql holds.
const DEEPEST: u32 = 64;

/// How deep brackets may nest in a text.
const DEEPEST_TEXT: u32 = 128;

/// Refuses an operation that costs too much.
///
/// # Errors
/// When it does, or its fragments spread each other in a circle.
pub(super) fn check(
    operation: &OperationDefinition,
    document: &ExecutableDocument,
) -> Result<(), String> {
    let mut costs = Costs {
        document,
        of_fragments: HashMap::new(),
    };
    let cost = costs.of(&operation.selection_set, 0)?;
    if cost > MOST {
        return Err(format!(
            "the operation costs {cost}, and {MOST} is the most"
        ));
    }
    Ok(())
}

/// Refuses a text that nests so deep that parsing it, which recurses, could end the process.
/// Strings and comments are read as the parser's grammar has them
/// (<https://spec.graphql.org/October2021/#sec-Appendix-Grammar-Summary.Lexical-Tokens>).
///
/// # Errors
/// When it does; or when a string has no end, of which the parser could make something else.
pub(super) fn check_text(text: &str) -> Result<(), String> {
    let mut depth = 0_u32;
    let mut rest = text;
    while let Some(at) = rest.find(['"', '#', '(', '[', '{', ')', ']', '}']) {
        let found = rest.as_bytes()[at];
        rest = &rest[at..];
        match found {
            b'"' => {
                rest = behind_string(rest).ok_or("a string has no end")?;
                continue;
            }
            b'#' => {
                let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
                rest = &rest[end..];
                continue;
            }
            b'(' | b'[' | b'{' if depth == DEEPEST_TEXT => {
                return Err(format!("the document nests deeper than {DEEPEST_TEXT}"));
            }
            b'(' | b'[' | b'{' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        rest = &rest[1..];
    }
    Ok(())
}

/// What stands behind a string, with which the text begins.
fn behind_string(text: &str) -> Option<&str> {
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
            // An escape takes the next character with it.
            b'\\' => {
                let mut behind = rest[at + 1..].chars();
                behind.next()?;
                rest = behind.as_str();
            }
            _ => return None,
        }
    }
}

struct Costs<'d> {
    document: &'d ExecutableDocument,
    /// None while a fragment is being looked at.
    of_fragments: HashMap<&'d Name, Option<u64>>,
}

impl<'d> Costs<'d> {
    fn of(&mut self, set: &'d Positioned<SelectionSet>, depth: u32) -> Result<u64, String> {
        if depth == DEEPEST {
            return Err(format!("selections nest deeper than {DEEPEST}"));
        }
        let mut cost = 0_u64;
        for selection in &set.node.items {
            let of_this = match &selection.node {
                Selection::Field(field) => {
                    let own = match field.node.name.node.as_str() {
                        "messages" | "count" | "messageCount" | "trackEvent"
                        | "batchTrackEvent" | "markAllRead" | "archiveAll" | "archiveRead" => LOOK,
                        _ => 1,
                    };
                    own + self.of(&field.node.selection_set, depth + 1)?
                }
                Selection::InlineFragment(fragment) => {
                    1 + self.of(&fragment.node.selection_set, depth + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    1 + self.of_fragment(&spread.node.fragment_name.node, depth + 1)?
                }
            };
            cost = cost.saturating_add(of_this);
        }
        // What is beyond it is too much, however much it is.
        Ok(cost.min(u64::from(u32::MAX)))
    }

    fn of_fragment(&mut self, name: &Name, depth: u32) -> Result<u64, String> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            // The engine says so.
            return Ok(0);
        };
        match self.of_fragments.get(name) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(format!("fragment `{name}` spreads itself")),
            None => {}
        }
        self.of_fragments.insert(name, None);
        let cost = self.of(&fragment.node.selection_set, depth)?;
        self.of_fragments.insert(name, Some(cost));
        Ok(cost)
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn checked(document: &str) -> Result<(), String> {
        let document = parse_query(document).unwrap();
        let (_, operation) = document.operations.iter().next().unwrap();
        check(&operation.node, &document)
    }

    #[test]
    fn brackets_count_where_they_are_brackets() {
        let deep = "[".repeat(128) + &"]".repeat(128);
        assert_eq!(check_text(&format!("{deep}{deep}")), Ok(()));
        for text in [
            format!("{{ a(b: \"{deep}{{\") }}"),
            format!("{{ a(b: \"\\\"{deep}{{\") }}"),
            format!("{{ a(b: \"\"\"\"{deep}\"{{\"\"\") }}"),
            format!("{{ a(b: \"\"\" \\\"\"\" {deep}{{ \"\"\") }}"),
            format!("# {deep}{{\n{{ a }}"),
            format!("{{ a }} # {deep}{{"),
            "}}}}".to_owned(),
        ] {
            assert_eq!(check_text(&text), Ok(()), "{text}");
        }
        for text in [
            format!("{{ {deep} }}"),
            format!("{{ a(b: \"\", c: {deep}) }}"),
            format!("#\r{{ {deep} }}"),
            // An escape within a block, and its end right behind it.
            format!("{{ a(b: \"\"\" \\\"\"\"\" \"\"\", c: {deep}) }}"),
            format!("{{ a(b: [\"\"\"\" {deep}]) }}"),
            format!("{{ a(b: \"{deep}"),
            format!("{{ a(b: \"\n{deep}\") }}"),
            "\"\\".to_owned(),
        ] {
            assert!(check_text(&text).is_err(), "{text}");
        }
    }

    /// What nests too deep is found, whatever strings and comments stand around it: the parser
    /// counts selections by itself, and lists not.
    #[test]
    fn no_text_that_passes_nests_deeper_for_the_parser() {
        use proptest::prelude::*;
        let pieces = [
            "\"", "\"\"", "\"\"\"", "\\", "\\\"", "#", "\r", "\n", "[", "]", "{", "}", "(", ")",
            "a", "a:", " ", ",", "é",
        ];
        let text = prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..60);
        let mut runner = proptest::test_runner::TestRunner::default();
        let found = runner.run(&text, |pieces| {
            // Few are enough.
            let text = pieces
                .concat()
                .replace('[', &"[".repeat(30))
                .replace(']', &"]".repeat(30));
            let text = format!("{{ a(b: {text}) }}");
            if let (Ok(()), Ok(document)) = (check_text(&text), parse_query(&text)) {
                let deepest = deepest_list(&document);
                prop_assert!(deepest <= DEEPEST_TEXT, "{deepest}: {text}");
            }
            Ok(())
        });
        found.unwrap();
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
    fn what_would_be_long_work_is_refused_at_once() {
        let spread = |at| format!("fragment F{at} on Query {{ ...F{0} ...F{0} }}", at + 1);
        let bomb = (0..40).map(spread).collect::<Vec<_>>().join(" ");
        let many = |field: &str, number: usize| {
            let fields = (0..number).map(|at| format!("a{at}: {field}"));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(" "))
        };
        for (document, reason) in [
            (
                format!("{bomb} fragment F40 on Query {{ a }} {{ ...F0 }}"),
                "the most",
            ),
            (
                "fragment A on Q { ...B } fragment B on Q { ...A } { ...A }".to_owned(),
                "itself",
            ),
            (many("count", 101), "the most"),
            (many("read(messageId: \"m\")", 10_001), "the most"),
        ] {
            let error = checked(&document).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
        for document in [
            many("count", 100),
            many("opened(messageId: \"m\")", 10_000),
            "{ ...A ...A } fragment A on Query { count ...None }".to_owned(),
        ] {
            assert_eq!(checked(&document), Ok(()));
        }
    }
}
