//! A file as the checks see it: its text, kind and lines.

use std::{
    cell::{Cell, OnceCell},
    ops::Range,
};

use super::{
    client_code,
    file_kind::FileKind,
    markdown::code_blocks,
    marks::{Mark, Marks},
};

/// The number of bytes around a place in which a name says something about it.
const NEARBY: usize = 200;

/// The maximum number of bytes of a word on each side of a place.
const MAX_WORD: usize = 200;

/// The maximum number of bytes before a place in its line that are searched for words.
const MAX_BEFORE: usize = 1_000;

/// The maximum number of names whose definitions are looked up in a file.
const MAX_LOOKED_UP: usize = 20;

/// The maximum length from a name to the value that it is given.
const MAX_DEFINITION: usize = 120;

/// The maximum number of such functions around a literal.
const MAX_FORMATTERS: usize = 4;

/// The functions that fill in the holes of a literal.
const FORMATTERS: [&str; 6] = [
    "format!",
    "fmt.Sprintf",
    "String.format",
    "string.Format",
    "sprintf",
    "format",
];

/// The text of a file, or of a part of a large one.
#[derive(Debug)]
pub(super) struct Source<'s> {
    pub(super) path: &'s str,
    pub(super) text: &'s str,
    pub(super) kind: FileKind,
    /// True if the text or the name of the file mentions Courier.
    pub(super) names_courier: bool,
    line_starts: OnceCell<Vec<usize>>,
    code_blocks: OnceCell<Vec<Range<usize>>>,
    here_documents: OnceCell<Vec<Range<usize>>>,
    is_client_code: OnceCell<bool>,
    marks: Marks,
    /// The number of names whose definitions were looked up.
    looked_up: Cell<usize>,
}

impl<'s> Source<'s> {
    pub(super) fn new(path: &'s str, text: &'s str) -> Self {
        let kind = FileKind::of(path, text);
        Self {
            path,
            text,
            kind,
            names_courier: names_courier(text)
                || text.contains("AuthIssueToken")
                || names_courier(path.rsplit('/').next().unwrap_or_default()),
            line_starts: OnceCell::new(),
            code_blocks: OnceCell::new(),
            here_documents: OnceCell::new(),
            is_client_code: OnceCell::new(),
            marks: Marks::default(),
            looked_up: Cell::new(0),
        }
    }

    /// Returns the name of the file, without its folder.
    pub(super) fn file_name(&self) -> &'s str {
        self.path.rsplit(['/', '\\']).next().unwrap_or_default()
    }

    /// Returns the extension of the file, which is empty if it has none.
    pub(super) fn extension(&self) -> &'s str {
        let name = self.file_name().rsplit_once('.');
        name.map_or("", |(_, extension)| extension)
    }

    /// Returns the character before a quote that does not end a text.
    pub(super) fn escape_character(&self) -> u8 {
        if self.extension() == "ps1" {
            b'`'
        } else {
            b'\\'
        }
    }

    /// Returns the index of a line, from 0.
    pub(super) fn line_index(&self, at: usize) -> usize {
        let starts = self.line_starts();
        starts.partition_point(|start| *start <= at) - 1
    }

    /// Returns the range of a line without its line break.
    pub(super) fn line_range(&self, index: usize) -> Range<usize> {
        let starts = self.line_starts();
        let start = starts.get(index).copied().unwrap_or(self.text.len());
        let end = starts.get(index + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        start..start + line.len()
    }

    /// Returns the range of the line that contains a position.
    pub(super) fn line_at(&self, at: usize) -> Range<usize> {
        self.line_range(self.line_index(at))
    }

    /// Returns the text of the line before a position.
    pub(super) fn before_in_line(&self, at: usize) -> &'s str {
        &self.text[self.line_at(at).start..at]
    }

    /// Returns the text before a position in its line, as far as it is looked at for words.
    pub(super) fn shortly_before(&self, at: usize) -> &'s str {
        let start = self.text.ceil_char_boundary(at.saturating_sub(MAX_BEFORE));
        let before = &self.text[start..at];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        &before[line..]
    }

    /// Returns true if a position is in prose: outside the code blocks of a document, or in a comment.
    pub(super) fn is_prose(&self, at: usize) -> bool {
        match self.kind {
            FileKind::Document => {
                let blocks = self.code_blocks.get_or_init(|| code_blocks(self.text));
                let is_in_code = is_in_one(blocks, at);
                !is_in_code || is_comment(self.before_in_line(at))
            }
            FileKind::Json => false,
            // The removed lines of a patch.
            FileKind::Other => {
                let is_patch = ["patch", "diff"].contains(&self.extension());
                is_patch && self.text[self.line_at(at)].starts_with('-')
            }
            _ => is_comment(self.before_in_line(at)),
        }
    }

    /// Returns true if the text has a mark. The whole file is searched for it, once.
    pub(super) fn has(&self, mark: Mark) -> bool {
        self.marks.has(mark, self.text)
    }

    /// Returns true if a position is in a here-document in which the shell replaces variables.
    pub(super) fn is_in_here_document(&self, at: usize) -> bool {
        let documents = self
            .here_documents
            .get_or_init(|| here_documents(self.text));
        is_in_one(documents, at)
    }

    /// Returns the start of each value that the file gives to a name: after `NAME =`, `NAME: string =` and
    /// `NAME :=`. It reads the whole file, and returns nothing after a few names.
    pub(super) fn definitions<'n>(&'n self, name: &'n str) -> impl Iterator<Item = usize> + 'n {
        let names = self.looked_up.get();
        self.looked_up.set((names + 1).min(MAX_LOOKED_UP));
        let text = if names < MAX_LOOKED_UP { self.text } else { "" };
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '$');
        text.match_indices(name).filter_map(move |(at, _)| {
            let start = at + name.len();
            let limit = text.floor_char_boundary((start + MAX_DEFINITION).min(text.len()));
            let line = &text[start..limit];
            let line = &line[..line.find('\n').unwrap_or(line.len())];
            if text[..at].ends_with(is_part) || line.starts_with(is_part) {
                return None;
            }
            let (kind, value) = line.split_once('=')?;
            let is_kind =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ':' | '&' | '\'');
            let is_definition = kind.chars().all(is_kind) && !value.starts_with(['=', '>']);
            let start = start + kind.len() + 1;
            is_definition.then(|| start + value.len() - value.trim_start().len())
        })
    }

    /// Returns the text around a range, in which a name says something about it.
    pub(super) fn near(&self, range: &Range<usize>) -> &'s str {
        let start = range.start.saturating_sub(NEARBY);
        let end = (range.end + NEARBY).min(self.text.len());
        let start = self.text.floor_char_boundary(start);
        &self.text[start..self.text.ceil_char_boundary(end)]
    }

    /// Returns true if the code certainly runs in a browser or in a mobile app.
    pub(super) fn is_client_code(&self) -> bool {
        *self
            .is_client_code
            .get_or_init(|| client_code::is_client_code(self.kind, self.path, self.text))
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(breaks.map(|at| at + 1)).collect()
        })
    }
}

/// Returns true if the text before a position in its line begins a comment.
fn is_comment(before: &str) -> bool {
    const STARTS: [&str; 7] = ["//", "#", "*", "/*", "--", "<!--", ";"];
    let before = before.trim_start();
    let is_start = |start: &&str| before.starts_with(*start);
    // An option of a shell command, and a macro or an attribute, begin like a comment.
    let is_option = before
        .strip_prefix("--")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let is_attribute = before.starts_with("#[") || before.starts_with("#{");
    STARTS.iter().any(is_start) && !is_option && !is_attribute
}

/// Returns true if a position is in one of these ranges, which are in order.
fn is_in_one(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.start <= at);
    next > 0 && ranges[next - 1].contains(&at)
}

/// Returns the word around a range: the characters beside it that can be part of one.
pub(super) fn word_around(
    text: &str,
    range: &Range<usize>,
    is_part: impl Fn(char) -> bool,
) -> Range<usize> {
    let start = text.ceil_char_boundary(range.start.saturating_sub(MAX_WORD));
    let end = text.floor_char_boundary((range.end + MAX_WORD).min(text.len()));
    let before = text[start..range.start].trim_end_matches(&is_part);
    let after = text[range.end..end].trim_start_matches(&is_part);
    start + before.len()..end - after.len()
}

/// Returns the name that a value is assigned to: `scope` in `scope: "`, `"scope" => "`, `scope = "` and
/// `.scope("`.
pub(super) fn key_before(text: &str, mut at: usize) -> Option<&str> {
    for _ in 0..MAX_FORMATTERS {
        match name_before(text, at)? {
            Before::Name(name) => return Some(name),
            Before::Formatter(start) => at = start,
        }
    }
    None
}

/// What is before a value.
enum Before<'t> {
    Name(&'t str),
    /// A function that fills in the value, which starts here.
    Formatter(usize),
}

fn name_before(text: &str, at: usize) -> Option<Before<'_>> {
    let before = text[..at].trim_end();
    let before = ["=>", " to", ":=", "=", ":", "(", ","]
        .iter()
        .find_map(|sign| before.strip_suffix(sign))?;
    let before = before
        .trim_end()
        .trim_end_matches(['"', '\'', '`', '\\', ']', '?', ' ']);
    let before = before.strip_suffix("&quot;").unwrap_or(before);
    if let Some(formatter) = FORMATTERS
        .iter()
        .find(|formatter| before.ends_with(**formatter))
    {
        return Some(Before::Formatter(before.len() - formatter.len()));
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let end = before.len();
    let name = &before[word_around(before, &(end..end), is_name)];
    (!name.is_empty()).then_some(Before::Name(name))
}

/// Returns the here-documents whose word is not quoted.
fn here_documents(text: &str) -> Vec<Range<usize>> {
    let mut documents = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        match open {
            Some((from, word)) if line.trim() == word => {
                documents.push(from..start);
                open = None;
            }
            Some(_) => {}
            None => {
                let word = line
                    .split_once("<<")
                    .map(|(_, rest)| rest.trim_start_matches(['-', '~']));
                let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let word = word
                    .map(|word| word[..word.find(|c| !is_name(c)).unwrap_or(word.len())].trim());
                open = word.filter(|word| !word.is_empty()).map(|word| (end, word));
            }
        }
        start = end;
    }
    documents
}

/// Returns true if a text names Courier, and not only the typeface of this name.
fn names_courier(text: &str) -> bool {
    const TYPEFACE: [&str; 5] = [" new", " std", " prime", "', mono", ", mono"];
    find_ignoring_case(text, "courier").any(|end| {
        let after = text.as_bytes()[end..].iter().take(8).copied();
        let after: Vec<u8> = after.map(|byte| byte.to_ascii_lowercase()).collect();
        !TYPEFACE
            .iter()
            .any(|rest| after.starts_with(rest.as_bytes()))
    })
}

/// Returns true if a text contains an ASCII word in any case.
pub(super) fn contains_ignoring_case(text: &str, word: &str) -> bool {
    find_ignoring_case(text, word).next().is_some()
}

/// Returns the ends of an ASCII word in any case.
fn find_ignoring_case<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let word = word.as_bytes();
    let first = word[0];
    let starts = memchr::memchr2_iter(
        first.to_ascii_lowercase(),
        first.to_ascii_uppercase(),
        text.as_bytes(),
    );
    starts.filter_map(move |at| {
        let found = text.as_bytes().get(at..at + word.len())?;
        found.eq_ignore_ascii_case(word).then_some(at + word.len())
    })
}
