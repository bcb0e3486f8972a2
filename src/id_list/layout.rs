//! Tables and YAML lists, whose lines are not IDs.

use super::{kind::IdKind, list::Refusal};
use crate::text::shorten;

/// Returns why a text is refused, if it is a table or a YAML list. `lines_before` is the number of lines
/// before the text.
pub(super) fn refusal(text: &str, lines_before: usize, kind: IdKind) -> Option<Refusal> {
    let lines = text.lines().enumerate();
    let lines = lines.map(|(index, line)| (lines_before + index + 1, line.trim()));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !kind.is_comment(line));
    let plural = kind.plural();
    // A YAML document can begin with `---`, which would be a rule in a table.
    if let Some(number) = first_yaml_item(lines.clone()) {
        return Some(Refusal {
            message: format!("this looks like a YAML list: line {number} begins with `- `"),
            help: format!("pass the {plural} one per line, without `- `"),
        });
    }
    let mut previous = None;
    for (number, line) in lines {
        if is_rule(line) || previous.is_some_and(|header| is_underline(line, header, kind)) {
            let rule = shorten(line);
            return Some(Refusal {
                message: format!("this looks like a table: line {number} is `{rule}`"),
                help: format!("pass the {plural} one per line, for example from `psql -At`"),
            });
        }
        previous = Some(line);
    }
    None
}

/// Returns true for a line that separates the rows of a table, such as `-----`, `+----+` and
/// `| :-- | --- |`. `-` and `--` can be user IDs.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let mut strokes = 0_usize;
    for c in line.chars() {
        match c {
            // The range is the box-drawing characters.
            '-' | '\u{2500}'..='\u{257F}' => strokes += 1,
            '+' | '|' | ':' | ' ' | '\t' => {}
            _ => return false,
        }
    }
    let is_framed = line.len() > 2 && line.starts_with('|') && line.ends_with('|');
    strokes >= 3 || (strokes > 0 && is_framed)
}

/// Returns true for a short rule below a header: PowerShell prints `--` below `Id`.
fn is_underline(line: &str, header: &str, kind: IdKind) -> bool {
    line.len() == header.len() && line.bytes().all(|byte| byte == b'-') && kind.is_header(header)
}

/// Returns the number of the first line with an item, if all lines are items of one YAML list. The start
/// of a document and the name of the list may be before them.
fn first_yaml_item<'t>(lines: impl Iterator<Item = (usize, &'t str)>) -> Option<usize> {
    let mut first = None;
    for (number, line) in lines {
        let is_start =
            || line == "---" || (line.ends_with(':') && !line.contains(char::is_whitespace));
        if line.starts_with("- ") {
            first.get_or_insert(number);
        } else if first.is_some() || !is_start() {
            return None;
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_tables_are_not_ids() {
        for line in [
            "---",
            " ------ ",
            "+----+",
            "|---|",
            "|-|-|",
            "| :-- | --: |",
            "---------+------",
            "------- ----",
            "┌─────┐",
        ] {
            assert!(is_rule(line), "{line}");
        }
        for line in [
            "", "-", "--", "a-b", "-1", "---a", "|", "||", ":::", "+1", "a|b", "--+",
        ] {
            assert!(!is_rule(line), "{line}");
        }
    }

    #[test]
    fn tables_and_yaml_lists_are_named_with_a_line() {
        for (text, expected) in [
            (
                " user_id \n---------\n ada\n(1 row)\n\n",
                "a table: line 2 ",
            ),
            ("Id\n--\nada\n", "a table: line 2 "),
            ("| id |\n|---|\n| ada |\n", "a table: line 2 "),
            ("- ada\n\n- bob\n", "a YAML list: line 1 "),
            (
                "---\nusers:\n  - ada\n  # x y\n  - bob\n",
                "a YAML list: line 3 ",
            ),
        ] {
            let refusal = refusal(text, 0, IdKind::User).unwrap();
            assert!(refusal.message.contains(expected), "{refusal:?}");
        }
        for text in ["", "ada\n--\n-\n", "- ada\nbob\n", "users:\n", "-ada\n-1\n"] {
            assert_eq!(refusal(text, 0, IdKind::User), None, "{text}");
        }
    }
}
