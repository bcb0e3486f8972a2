//! The code blocks of Markdown and similar documents. Prose and the output of programs are not checked, since
//! they often name mistakes.

use std::ops::Range;

/// A code block that is not closed yet.
struct Open {
    start: usize,
    /// The characters that close it, or more of them.
    fence: char,
    length: usize,
    /// True for the output of a program.
    is_output: bool,
}

/// Returns the ranges of the fenced and the indented code blocks of a document.
pub(super) fn code_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut open: Option<Open> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let content = line.trim_start_matches([' ', '\t', '>']);
        match (&open, fence(content)) {
            (None, Some((fence, length, about))) => {
                open = Some(Open {
                    start: end,
                    fence,
                    length,
                    is_output: ["text", "txt", "output"].contains(&about),
                });
            }
            (Some(block), Some((fence, length, "")))
                if block.fence == fence && block.length <= length =>
            {
                if !block.is_output {
                    blocks.push(block.start..start);
                }
                open = None;
            }
            (None, None) if line.starts_with("    ") || line.starts_with('\t') => {
                blocks.push(start..end);
            }
            _ => {}
        }
        start = end;
    }
    let unclosed = open.filter(|block| !block.is_output);
    blocks.extend(unclosed.map(|block| block.start..text.len()));
    blocks
}

/// Returns the character, the length and the rest of a line that opens or closes a code block. AsciiDoc has
/// hyphens.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let fence = line.chars().next()?;
    let rest = line.trim_start_matches(fence);
    let length = line.len() - rest.len();
    let minimum = match fence {
        '`' | '~' => 3,
        '-' => 4,
        _ => return None,
    };
    let about = rest.trim();
    let is_fence = length >= minimum && (fence != '-' || about.is_empty());
    is_fence.then_some((fence, length, about))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_between_fences_of_one_kind_and_length() {
        let rows: &[(&str, &[&str])] = &[
            ("a\n```js\nb\n```\nc\n", &["b\n"]),
            (
                "````md\n```sh\na\n```\nb\n````\nc\n",
                &["```sh\na\n```\nb\n"],
            ),
            ("```\na\n```js\nb\n```\n", &["a\n```js\nb\n"]),
            ("```text\na\n```\n", &[]),
            ("```text\na\n", &[]),
            ("~~~\na\n```\n~~~\n", &["a\n```\n"]),
            ("```\na", &["a"]),
            ("[source,js]\n----\na\n----\nb\n", &["a\n"]),
            ("a\n\n    b\n", &["    b\n"]),
            ("a\n---\nb\n", &[]),
        ];
        for (text, expected) in rows {
            let blocks = code_blocks(text);
            let found: Vec<&str> = blocks.iter().map(|range| &text[range.clone()]).collect();
            assert_eq!(found, *expected, "{text:?}");
        }
    }
}
