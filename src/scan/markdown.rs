//! The code blocks of Markdown and similar documents. Prose and the output of programs are not checked, since
//! they often name mistakes.

use std::ops::Range;

/// Returns the ranges of the fenced and the indented code blocks of a document.
pub(super) fn code_blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut fence: Option<(usize, &str)> = None;
    let mut is_output = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let content = line.trim_start_matches([' ', '\t', '>']);
        let marker = ["```", "~~~"]
            .into_iter()
            .find(|marker| content.starts_with(marker));
        match (fence, marker) {
            (None, Some(marker)) => {
                fence = Some((end, marker));
                is_output = ["text", "txt", "output"].contains(&content[marker.len()..].trim());
            }
            (Some((block, open)), Some(marker)) if open == marker => {
                if !is_output {
                    blocks.push(block..start);
                }
                fence = None;
            }
            (None, None) if line.starts_with("    ") || line.starts_with('\t') => {
                blocks.push(start..end);
            }
            _ => {}
        }
        start = end;
    }
    if let Some((block, _)) = fence {
        blocks.push(block..text.len());
    }
    blocks
}
