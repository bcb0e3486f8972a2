//! Holes: the parts of a literal that are replaced when the program runs, such as `${id}` and `%s`.

use super::brackets::matching;
use crate::scan::file_kind::{FileKind, Language};

/// The maximum length of a hole.
const MAX_LENGTH: usize = 200;

/// The parts of a literal that its language replaces. What a language leaves unchanged may still be a
/// template of the program, unless the language has another usual way.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says whether a kind of hole exists"
)]
pub(in crate::scan) struct Interpolation {
    /// True if `${id}` is or may be a hole.
    pub(in crate::scan) replaces_dollar_braces: bool,
    /// True if `$id` is or may be a hole.
    pub(in crate::scan) replaces_dollar_names: bool,
    /// True if `#{id}` is or may be a hole.
    pub(in crate::scan) replaces_hash_braces: bool,
    /// True if `{id}` is or may be a hole.
    pub(in crate::scan) replaces_braces: bool,
    /// True if `'"$id"'` and `'$id'` end and reopen the single quotes around the literal, as in a shell.
    pub(in crate::scan) reopens_single_quotes: bool,
    /// True if `<id>` stands for a value, as in documents.
    pub(in crate::scan) replaces_angles: bool,
}

impl Interpolation {
    /// Returns the interpolation of a literal with this quote and this prefix in a file of this kind.
    /// `has_templates` is true if the file may fill in templates of any form.
    pub(in crate::scan) fn of(
        kind: FileKind,
        quote: &str,
        prefix: &str,
        has_templates: impl Fn() -> bool,
    ) -> Self {
        use FileKind::Code;
        let (dollar_braces, dollar_names) = match kind {
            Code(Language::JavaScript) => (quote == "`", false),
            Code(Language::Php) => (quote != "'", quote != "'"),
            Code(Language::Dart) => (!prefix.contains('r'), !prefix.contains('r')),
            Code(Language::Python | Language::Ruby) => (has_templates(), has_templates()),
            _ => (true, true),
        };
        let hash_braces = match kind {
            Code(Language::Ruby) => quote != "'",
            Code(
                Language::JavaScript
                | Language::Python
                | Language::Php
                | Language::Java
                | Language::CSharp
                | Language::Go
                | Language::Swift
                | Language::Dart,
            ) => has_templates(),
            _ => true,
        };
        let braces = match kind {
            Code(Language::Python) => prefix.contains(['f', 'F']) || has_templates(),
            Code(Language::CSharp) => prefix.contains('$') || has_templates(),
            Code(Language::JavaScript) => has_templates(),
            _ => true,
        };
        Self {
            replaces_dollar_braces: dollar_braces,
            replaces_dollar_names: dollar_names,
            replaces_hash_braces: hash_braces,
            replaces_braces: braces,
            reopens_single_quotes: kind.has_shell_commands() && quote != "'",
            replaces_angles: kind == FileKind::Document,
        }
    }
}

/// Returns the end of the hole that begins at a position, `None` if none does.
pub(in crate::scan) fn hole_end(
    text: &str,
    at: usize,
    interpolation: Interpolation,
) -> Option<usize> {
    let limit = text.floor_char_boundary((at + MAX_LENGTH).min(text.len()));
    let rest = &text[at..limit];
    let end = match rest.as_bytes().first()? {
        b'$' => dollar_end(rest, interpolation)?,
        b'#' if interpolation.replaces_hash_braces && rest[1..].starts_with('{') => close(rest, 1)?,
        b'\\' if rest[1..].starts_with('(') => close(rest, 1)?,
        // A language that does not replace `${id}` does not replace the braces either.
        b'{' if text[..at].ends_with(['$', '#']) => return None,
        b'{' if !interpolation.replaces_braces => return None,
        b'{' if rest.starts_with("{{") => rest.find("}}")? + 2,
        b'{' => {
            let end = close(rest, 0)?;
            is_expression(&rest[1..end - 1]).then_some(end)?
        }
        b'%' => format_end(rest)?,
        b'\'' if interpolation.reopens_single_quotes => reopened_end(rest)?,
        b'<' if rest.starts_with("<%") => rest.find("%>")? + 2,
        b'<' if interpolation.replaces_angles => {
            let end = rest.find('>')? + 1;
            (!rest[..end].contains(['\n', '"', '\''])).then_some(end)?
        }
        _ => return None,
    };
    Some(at + end)
}

fn dollar_end(rest: &str, interpolation: Interpolation) -> Option<usize> {
    let after = &rest[1..];
    if after.starts_with("{{") {
        return Some(rest.find("}}")? + 2);
    }
    if after.starts_with('{') {
        let end = close(rest, 1);
        return end.filter(|_| interpolation.replaces_dollar_braces);
    }
    if after.starts_with('(') {
        return close(rest, 1);
    }
    if !interpolation.replaces_dollar_names {
        return None;
    }
    let is_start = |c: char| c.is_alphabetic() || c == '_';
    after.starts_with(is_start).then(|| {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let name = after.find(|c| !is_name(c)).unwrap_or(after.len());
        // A property of a PHP object.
        let property = after[name..].strip_prefix("->").map_or(0, |rest| {
            2 + rest.find(|c| !is_name(c)).unwrap_or(rest.len())
        });
        1 + name + property
    })
}

/// Returns the end of `'"$id"'` and `'$id'`.
fn reopened_end(rest: &str) -> Option<usize> {
    let inner = &rest[1..];
    let (start, end) = if inner.starts_with("\"$") {
        (2, "\"'")
    } else if inner.starts_with('$') {
        (1, "'")
    } else {
        return None;
    };
    let length = rest[start..].find(end)?;
    (!rest[start..start + length].contains('\n')).then_some(start + length + end.len())
}

/// Returns the end of the brackets that open at a position.
fn close(rest: &str, open: usize) -> Option<usize> {
    let close = matching(rest, open)? + 1;
    (!rest[..close].contains('\n')).then_some(close)
}

/// Returns true if the text in braces is a name, a number or an expression, and not JSON. Courier's
/// documentation writes `{:id}` for an optional part, which nothing replaces.
fn is_expression(inner: &str) -> bool {
    let starts = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '@' | '*');
    inner.is_empty() || inner.starts_with(starts)
}

/// Returns the end of a format such as `%s`, `%@`, `%1$s` and `%(name)s`, and of a variable such as
/// `%USER_ID%`.
fn format_end(rest: &str) -> Option<usize> {
    let after = &rest[1..];
    // A variable of a batch file.
    let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let name = after.find(|c| !is_name(c)).unwrap_or(after.len());
    if name > 1 && after[name..].starts_with('%') {
        return Some(1 + name + 1);
    }
    let is_type = |c: char| matches!(c, 's' | 'd' | 'v' | 'q' | 'i' | 'u' | '@');
    if after.starts_with(is_type) {
        return Some(2);
    }
    if after.starts_with('(') || after.starts_with('{') || after.starts_with('<') {
        let end = after.find([')', '}', '>'])? + 1;
        let has_type = after[end..].starts_with(is_type);
        return Some(1 + end + usize::from(has_type));
    }
    let digits = after.find(|c: char| !c.is_ascii_digit())?;
    let rest = after[digits..].strip_prefix('$')?;
    (digits > 0 && rest.starts_with(is_type)).then_some(1 + digits + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the holes of a text, in a file of this kind and with this quote.
    fn holes<'t>(kind: FileKind, quote: &str, text: &'t str) -> Vec<&'t str> {
        let interpolation = Interpolation::of(kind, quote, "f", || false);
        let mut holes = Vec::new();
        let mut at = 0;
        while at < text.len() {
            match hole_end(text, at, interpolation) {
                Some(end) => {
                    holes.push(&text[at..end]);
                    at = end;
                }
                None => at += 1,
            }
        }
        holes
    }

    #[test]
    fn each_language_has_its_holes() {
        use FileKind::{Code, Document, Shell};
        let rows: &[(FileKind, &str, &str, &[&str])] = &[
            (
                Code(Language::JavaScript),
                "`",
                "a ${b.c({d: 1})} $e",
                &["${b.c({d: 1})}"],
            ),
            (Code(Language::JavaScript), "'", "${a} $b", &[]),
            (
                Code(Language::Php),
                "\"",
                "$a {$b->c} $d->e f",
                &["$a", "{$b->c}", "$d->e"],
            ),
            (Code(Language::Php), "'", "$a ${b}", &[]),
            (Code(Language::Ruby), "\"", "#{a} #b", &["#{a}"]),
            (Code(Language::Ruby), "'", "#{a}", &[]),
            (Code(Language::Swift), "\"", r"\(a.b) \n", &[r"\(a.b)"]),
            (
                Code(Language::Python),
                "\"",
                "{} {a} %s %(b)s %20",
                &["{}", "{a}", "%s", "%(b)s"],
            ),
            (
                Code(Language::Other),
                "\"",
                "%1$s <%= a %> {{ b }} ${{ c }} %USER_ID%",
                &["%1$s", "<%= a %>", "{{ b }}", "${{ c }}", "%USER_ID%"],
            ),
            (
                Shell,
                "\"",
                "$A ${B} $(c) '\"$D\"' '$E'",
                &["$A", "${B}", "$(c)", "'\"$D\"'", "'$E'"],
            ),
            (
                Document,
                "\"",
                "<id> {a} {:id} {\"b\": 1}",
                &["<id>", "{a}"],
            ),
        ];
        for (kind, quote, text, expected) in rows {
            assert_eq!(holes(*kind, quote, text), *expected, "{text}");
        }
    }
}
