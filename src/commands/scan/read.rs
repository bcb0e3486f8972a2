//! Reads a file and scans it: small files at once, and large ones in parts, so that memory does not grow
//! with the file.

use std::io::{self, Read};

use crate::{
    encoding::{decode_text, is_utf16},
    scan::{FileFindings, MAX_FINDINGS, Options, may_have_findings, scan},
};

/// The maximum size of a part, in bytes. A part ends with a line, unless one line is longer.
const MAX_PART: usize = 8 * 1024 * 1024;

/// The length of the beginning of a file that shows whether it is binary, in bytes.
const BINARY_CHECK: usize = 8 * 1024;

/// The length of the beginning of a file that shows whether it is a report of `scan`, in bytes.
const REPORT_CHECK: usize = 512;

/// The length of the byte order mark of UTF-16.
const UTF16_MARK: usize = 2;

/// Scans what a reader returns. `buffer` is used again for each file. Returns the size and the findings,
/// `None` for a binary file, and for a report of `scan`.
pub(super) fn scan_reader(
    path: &str,
    mut reader: impl Read,
    buffer: &mut Vec<u8>,
    options: &Options,
) -> io::Result<Option<(u64, FileFindings)>> {
    buffer.clear();
    let mut result = FileFindings::default();
    let mut size = 0;
    let mut before_part = Before::default();
    loop {
        let before = buffer.len();
        let room = (MAX_PART - before) as u64;
        let read = reader.by_ref().take(room).read_to_end(buffer)?;
        if size == 0 && (is_binary(buffer) || is_report(buffer)) {
            return Ok(None);
        }
        size += read as u64;
        let is_last = (read as u64) < room;
        let end = if is_last {
            buffer.len()
        } else {
            end_of_part(buffer)
        };
        let part = &buffer[..end];
        before_part = scan_part(path, part, before_part, is_last, options, &mut result);
        if is_last {
            result.number_equal_ones();
            return Ok(Some((size, result)));
        }
        // The mark at the start says how the rest is encoded.
        let mark = if is_utf16(buffer) { UTF16_MARK } else { 0 };
        buffer.drain(mark..end);
    }
}

/// What is before a part of a file.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    lines: usize,
    /// The characters of the last line, if it is not complete.
    columns: usize,
}

impl Before {
    /// Returns what is before the part after this text.
    fn after(self, text: &str) -> Self {
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let last = text.rsplit('\n').next().unwrap_or_default();
        let columns = last.chars().count();
        Self {
            lines: self.lines + lines,
            columns: if lines > 0 {
                columns
            } else {
                self.columns + columns
            },
        }
    }
}

/// Scans a part. Returns what is before the next one.
fn scan_part(
    path: &str,
    part: &[u8],
    before: Before,
    is_last: bool,
    options: &Options,
    result: &mut FileFindings,
) -> Before {
    let is_utf16 = is_utf16(part);
    let may_have_findings = is_utf16 || may_have_findings(part);
    if !may_have_findings && is_last {
        return before;
    }
    let text = decode_text(part);
    if !may_have_findings {
        return before.after(&text);
    }
    if !is_utf16 || self::may_have_findings(text.as_bytes()) {
        let mut found = scan(path, &text, options);
        found
            .findings
            .iter_mut()
            .for_each(|finding| finding.move_behind(before.lines, before.columns));
        result.findings.append(&mut found.findings);
        result.silenced += found.silenced;
        let unknown = found.unknown_rules.into_iter();
        let unknown = unknown.map(|(line, name)| (before.lines + line, name));
        result.unknown_rules.extend(unknown);
        result.is_truncated |= found.is_truncated || result.findings.len() > MAX_FINDINGS;
        result.findings.truncate(MAX_FINDINGS);
    }
    before.after(&text)
}

/// Returns true if a file contains NUL bytes and is not UTF-16.
fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(BINARY_CHECK)];
    !is_utf16(bytes) && memchr::memchr(0, start).is_some()
}

/// Returns true for a report of `scan` in JSON or SARIF, or a baseline: the mistakes in it are those of other
/// files.
fn is_report(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(REPORT_CHECK)];
    let contains = |text: &str| memchr::memmem::find(start, text.as_bytes()).is_some();
    let is_sarif = contains("sarif") && contains("courier-auth");
    start.starts_with(b"{") && (is_sarif || contains("\"courier-auth/scan"))
}

/// Returns the end of the last line of a part, or of the part if it has no line break.
fn end_of_part(bytes: &[u8]) -> usize {
    if !is_utf16(bytes) {
        return memchr::memrchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    }
    let line_break: [u8; 2] = if bytes[0] == 0xFF {
        [b'\n', 0]
    } else {
        [0, b'\n']
    };
    let (pairs, _) = bytes.as_chunks::<2>();
    let last = pairs.iter().rposition(|pair| *pair == line_break);
    last.map_or(pairs.len() * 2, |at| at * 2 + 2)
}
