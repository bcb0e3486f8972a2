//! Warnings about lines that are signed and are probably not user IDs.

use crate::{
    commands::shared::user_ids,
    id_list::{self, IdKind, Oddity},
    output::Output,
};

/// The first line with each oddity in a chunk, as an index into its lines.
#[derive(Default)]
pub(super) struct OddLines {
    lines: Vec<(Oddity, usize)>,
    /// The first lines that are probably no IDs, such as `None`, with the warnings about them. One
    /// is warned about; a second one counts if the first is a header.
    leftovers: Vec<(usize, String)>,
    count: usize,
}

impl OddLines {
    /// Counts the next line.
    pub(super) fn add(&mut self, line: &str) {
        match id_list::line_oddity(line, IdKind::User) {
            Some(oddity) if self.lines.iter().all(|(known, _)| *known != oddity) => {
                self.lines.push((oddity, self.count));
            }
            None if self.leftovers.len() < 2 => {
                let warning = user_ids::warning(line).map(|warning| (self.count, warning));
                self.leftovers.extend(warning);
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
    /// True if the first line was reported as a header.
    has_header: bool,
    /// The number of lines in the chunks before.
    lines_before: usize,
}

impl Warnings {
    /// Warns if the input begins with a header, or looks like CSV.
    pub(super) fn about_start(start: &[u8], output: &Output<'_>) -> Self {
        let text = str::from_utf8(start).ok();
        let header = text.and_then(|text| id_list::describe_header(text, IdKind::User));
        if let Some(header) = &header {
            output.warn(&format!(
                "line 1: {header}; lines are signed as they are, unless --column names the IDs"
            ));
        }
        Self {
            has_header: header.is_some(),
            ..Self::default()
        }
    }

    /// Warns about the odd lines of the next chunk.
    pub(super) fn add_chunk(&mut self, odd: &OddLines, output: &Output<'_>) {
        let was_table = self.known.contains(&Oddity::Table);
        let is_table = odd.lines.iter().any(|(odd, _)| *odd == Oddity::Table);
        for (oddity, index) in &odd.lines {
            // In a table, one cause makes every line odd.
            let is_repeated =
                self.known.contains(oddity) || was_table || (is_table && *oddity != Oddity::Table);
            if is_repeated {
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
                Oddity::Table => {
                    "looks like part of a table, whose lines are signed as they are; `psql -At` \
                     prints only the IDs"
                }
            };
            output.warn(&format!("line {line} {text}"));
        }
        for (index, warning) in &odd.leftovers {
            let line = self.lines_before + index + 1;
            let is_header = self.has_header && line == 1;
            if !self.has_leftover && !is_header && !was_table && !is_table {
                self.has_leftover = true;
                output.warn(&format!("line {line}: {warning}"));
            }
        }
        self.lines_before += odd.count;
    }
}
