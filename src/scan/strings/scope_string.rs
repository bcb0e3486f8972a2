//! Scope strings: the strings that are certainly scopes of Courier.

use std::ops::Range;

use super::{
    expression::{Expression, is_changed, is_trimmed},
    list::list_around,
    literal::Literal,
    mapped::HOLE,
    operator::{has_operand_before, skip_space},
    statements::append_statements,
    unquoted::{block_scalar, unquoted, url_encoded, word_list},
};
use crate::{
    inspect::suggested_scopes,
    scan::{
        file_kind::{FileKind, Language},
        source::{Source, key_before, word_around},
    },
    token::scope::{
        MISPLACED_CLAIMS, USER_PREFIX, canonical_case, documented_replacement, is_known,
    },
};

/// The maximum distance of an operation that adds text to a variable.
const MAX_DISTANCE: usize = 1_000;

/// The scopes that no other service has.
const UNMISTAKABLE: [&str; 3] = [
    "inbox:read:messages",
    "inbox:write:events",
    "write:user-tokens",
];

/// A scope string.
#[derive(Debug)]
pub(in crate::scan) struct ScopeString {
    pub(in crate::scan) expression: Expression,
    /// True if it is the value of `scope`.
    pub(in crate::scan) is_named_scope: bool,
    /// The place of the name, if it is that of another field, such as `scopes`.
    pub(in crate::scan) other_name: Option<Range<usize>>,
}

/// Reads the scope string that contains a position. If the text is not a
/// scope of Courier, the error is the end of what was read.
pub(in crate::scan) fn read(source: &Source<'_>, at: usize) -> Result<ScopeString, usize> {
    if source.is_prose(at) {
        return Err(at);
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let word_end = word_around(source.text, &(at..at), is_part).end;
    let is_encoded = source.text[word_end..].starts_with('%');
    let expression = match Literal::around(source, at) {
        _ if is_encoded => url_encoded(source, at),
        None if source.kind == FileKind::Code(Language::Ruby) => word_list(source, at).ok_or(at)?,
        Some(literal) => put_together(source, literal),
        None if source.kind.has_unquoted_values() => match block_scalar(source, at) {
            Some(scalar) => scalar,
            None => unquoted(source, at)?,
        },
        None => return Err(at),
    };
    let end = expression.range.end;
    let mut expression = expression;
    // A form, as in `--data-urlencode "scope=user_id:…"`.
    let field = expression.value.form_field("scope");
    let is_in_form = field.is_some();
    if let Some(field) = field {
        let range = field.source_range(&(0..field.text().len())).ok_or(end)?;
        expression.value = field;
        expression.literals = vec![range];
    }
    let key = key_before(source.text, expression.range.start);
    let is_named_scope = is_in_form || key.is_some_and(|key| key.eq_ignore_ascii_case("scope"));
    let is_extended = key.is_some_and(|key| is_extended(source, key, expression.range.end));
    let other_name = key
        .filter(|key| MISPLACED_CLAIMS.contains(key))
        .and_then(|key| {
            let before = &source.text[..expression.range.start];
            let at = before.rfind(key)?;
            Some(at..at + key.len())
        });
    let mut scope = ScopeString {
        expression,
        is_named_scope,
        other_name,
    };
    scope.expression.is_open |= is_extended;
    if scope.is_of_courier(source) {
        Ok(scope)
    } else {
        Err(end)
    }
}

/// Reads the string that begins with a literal, or the list that contains it.
fn put_together(source: &Source<'_>, literal: Literal) -> Expression {
    let first = literal.prefix_start(source.text);
    if let Some(list) = list_around(source, first) {
        return list;
    }
    let mut expression = Expression::starting_with(source, literal);
    expression.is_open |= has_operand_before(source, first);
    let end = skip_space(source.text, expression.range.end);
    expression.is_open |= source.text[end..].starts_with(".concat(");
    expression.is_changed = is_changed(source, &expression.range);
    if is_trimmed(source, &expression.range) {
        expression.value.trim();
    }
    if !expression.is_open && !expression.is_changed {
        append_statements(source, &mut expression);
    }
    expression
}

/// Returns true if text is added to a variable after a position.
fn is_extended(source: &Source<'_>, name: &str, from: usize) -> bool {
    let end = (from + MAX_DISTANCE).min(source.text.len());
    let after = &source.text[from..source.text.floor_char_boundary(end)];
    let additions = [
        "+=", "<<", ".=", ".append", ".push", ".concat", ".extend", ".join", "+ \"", "+ '",
    ];
    after.match_indices(name).any(|(at, _)| {
        let next = after[at + name.len()..].trim_start();
        let rest = &after[at + name.len()..];
        let before = &after[..at];
        let is_part = before.ends_with('{') && rest.starts_with("} ")
            || before.ends_with('$') && rest.starts_with(' ');
        is_part || additions.iter().any(|addition| next.starts_with(addition))
    })
}

impl ScopeString {
    /// Returns true if the text is certainly a scope of Courier: no other words, and a user or a scope
    /// that other services do not have.
    fn is_of_courier(&self, source: &Source<'_>) -> bool {
        // The text of an object has a space in it.
        let text = self
            .expression
            .value
            .text()
            .replace("[object Object]", "object");
        // Text between two attributes, and not an attribute.
        if text.starts_with('>') || text.contains("</") {
            return false;
        }
        let mut words = text
            .split([' ', ',', ';', '|', '\n', '\t', '\u{a0}'])
            .filter(|word| !word.is_empty());
        let is_scope_like =
            |word: &str| word.contains(':') || word.contains(HOLE) || is_misspelled(word);
        if !words.clone().all(is_scope_like) {
            return false;
        }
        let names_user = words
            .clone()
            .any(|word| word.to_ascii_lowercase().starts_with(USER_PREFIX));
        let mut known = words
            .clone()
            .filter(|word| !word.starts_with(USER_PREFIX) && is_known_or_similar(word));
        if words
            .clone()
            .any(|word| UNMISTAKABLE.iter().any(|scope| word.contains(scope)))
        {
            return true;
        }
        let has_known = known.next().is_some();
        let is_in_context = source.names_courier;
        // A word such as `inbox.read` can also name a function.
        let is_one_misspelled = !text.contains([':', ' ']);
        if is_one_misspelled && !self.is_named_scope {
            return false;
        }
        names_user && (has_known || self.is_named_scope && is_in_context)
            || is_in_context
                && has_known
                && (words.next().is_some_and(|first| first.starts_with("inbox"))
                    || self.is_named_scope)
    }

    /// Returns true if entries may be added that are not known here.
    pub(in crate::scan) fn is_open(&self) -> bool {
        let entries = self.expression.value.text().split(' ');
        // A part that is appended to a scope can have more scopes.
        let is_appended = |entry: &str| {
            let scope = entry.strip_suffix(HOLE);
            scope.is_some_and(|scope| is_known(scope) && !scope.starts_with(USER_PREFIX))
        };
        self.expression.is_open
            || entries
                .clone()
                .any(|entry| is_only_hole(entry) || is_appended(entry))
    }
}

/// Returns true for a misspelled scope without a colon, such as `inbox.read.messages`.
fn is_misspelled(word: &str) -> bool {
    suggested_scopes(word).iter().any(|scope| is_known(scope))
}

/// Returns true for a scope of Courier, also in the wrong case or with a known other spelling.
fn is_known_or_similar(word: &str) -> bool {
    is_known(word)
        || documented_replacement(word).is_some()
        || canonical_case(word).is_some()
        || suggested_scopes(word).iter().any(|scope| is_known(scope))
}

fn is_only_hole(entry: &str) -> bool {
    entry.starts_with(HOLE) && !entry.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the expression whose first literal contains `|`. Returns its text, with `_` for each hole, and
    /// `+` after it if more can be added.
    fn text(path: &str, marked: &str) -> String {
        let at = marked.find('|').unwrap();
        let text = marked.replace('|', "");
        let source = Source::new(path, &text);
        let literal = Literal::around(&source, at).unwrap();
        let expression = put_together(&source, literal);
        let open = if expression.is_open { "+" } else { "" };
        expression.value.text().replace(HOLE, "_") + open
    }

    #[test]
    fn strings_are_put_together() {
        let rows = [
            ("a.ts", "'|a' + b + `c ${d}`;", "a_c _"),
            ("a.ts", "x + '|a'", "a+"),
            ("a.php", "'|a' . $b . 'c'", "a_c"),
            ("a.py", "(f'|a {b} '\n 'c')", "a _ c"),
            ("a.ts", "'|a' 'b'", "a"),
            (
                "a.java",
                "new StringBuilder(\"|a\").append(b).append(\"c\")",
                "a_c",
            ),
            ("a.ts", "['|a', 'b'].join(' ')", "a b"),
            ("a.ts", "['|a', ...b].join(' ')", "a+"),
            ("a.ts", "['|a', 'b'].join()", "a,b"),
            ("a.ts", "const x = ['|a', 'b'];\ny(x.join('-'))", "a-b"),
            ("a.ts", "['|a', 'b']", "a b+"),
            ("a.ts", "['|a]', 'b']", "a]"),
            ("a.py", "é.join(['|a', 'b'])", "a b+"),
            ("a.c", "\"|a\" \"b\"", "ab"),
            ("a.c", "\"{\\\"s\\\": \\\"|a \"\n \"b\\\"}\"", "a b"),
            ("a.rb", "\"|a\" \\\n \"b\"", "ab"),
            ("a.rb", "['|a', 'b'].join", "ab"),
            ("a.kt", "listOf(\"|a\", \"b\").joinToString()", "a, b"),
            ("a.php", "implode(['|a', 'b'])", "ab"),
            ("a.ps1", "\"{`\"s`\": `\"|a $b`\"}\"", "a _"),
            ("a.py", "','.join(['|a', 'b'])", "a,b"),
            ("a.go", "strings.Join([]string{\"|a\", b}, \" \")", "a+"),
            ("a.cs", "string.Join(\" \", new[] { \"|a\", \"b\" })", "a b"),
            ("a.php", "implode(' ', ['|a', 'b'])", "a b"),
            (
                "a.java",
                "String.join(\" \", List.of(\"|a\", \"b\"))",
                "a b",
            ),
            ("a.ts", "f('|a', 'b')", "a"),
            ("a.ts", "'|a'.concat(b)", "a+"),
            ("a.ts", "let x = '|a';\nx += b;\nx += 'c';", "a_c"),
            ("a.ts", "let x = '|a';\nif (b) x += 'c';", "a"),
            ("a.php", "$x = '|a';\n$x .= 'b' . $c;", "ab_"),
            (
                "a.java",
                "x.append(\"|a\");\nx.append(b);\nx.append(\"c\");",
                "a_c",
            ),
        ];
        for (path, marked, expected) in rows {
            assert_eq!(text(path, marked), expected, "{marked}");
        }
    }
}
