//! Warnings about lines that are signed and are probably not user IDs.

use crate::{
    commands::shared::user_ids,
    id_list::{self, IdKind, Oddity},
    output::{Output, sanitize},
};

/// The first line with each oddity in a chunk, as an index into its lines.
#[derive(Default)]
pub(super) struct OddLines {
    lines: Vec<(Oddity, usize)>,
    /// The first line that is probably no ID, such as `None`, with the warning about it.
    leftover: Option<(usize, String)>,
    count: usize,
}

impl OddLines {
    /// Counts the next line.
    pub(super) fn add(&mut self, line: &str) {
        match id_list::line_oddity(line, IdKind::User) {
            Some(oddity) if self.lines.iter().all(|(known, _)| *known != oddity) => {
                self.lines.push((oddity, self.count));
            }
            None if self.leftover.is_none() => {
                self.leftover = user_ids::warning(line).map(|warning| (self.count, warning));
            }
            Some(_) | None => {}
        }
        self.count += 1;
    }
}

/// Prints each warning once.
#[derive(Default)]
pub(super) struct Warnings {
    known: Vec<Oddity>,
    has_leftover: bool,
    /// The number of lines in the chunks before.
    lines_before: usize,
}

impl Warnings {
    /// Warns about the odd lines of the next chunk.
    pub(super) fn add_chunk(&mut self, odd: &OddLines, output: &Output<'_>) {
        for (oddity, index) in &odd.lines {
            if self.known.contains(oddity) {
                continue;
            }
            self.known.push(*oddity);
            let line = self.lines_before + index + 1;
            let text = match oddity {
                Oddity::Empty => "is empty, and is signed as an empty user ID",
                Oddity::Quotes => {
                    "is in quotes, which are signed too; `jq -r` prints IDs without them"
                }
                Oddity::Json => "is JSON, and is signed as it is; name the IDs in it with --column",
                Oddity::Comment => "looks like a comment, and is signed as a user ID",
            };
            output.note(&format!("warning: line {line} {text}"));
        }
        if let Some((index, warning)) = &odd.leftover
            && !self.has_leftover
        {
            self.has_leftover = true;
            let line = self.lines_before + index + 1;
            output.note(&format!("warning: line {line}: {warning}"));
        }
        self.lines_before += odd.count;
    }
}

/// Warns if the input begins with a header, or looks like CSV.
pub(super) fn warn_about_header(start: &[u8], output: &Output<'_>) {
    let header = str::from_utf8(start).ok();
    let header = header.and_then(|text| id_list::describe_header(text, IdKind::User));
    if let Some(header) = header {
        output.note(&format!(
            "warning: line 1: {}; lines are signed as they are, unless --column names the IDs",
            sanitize(&header)
        ));
    }
}
