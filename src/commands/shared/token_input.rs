//! The input of commands that read tokens: arguments, files, `COURIER_JWT` and standard input, in
//! chunks of whole lines.

use std::{
    collections::VecDeque,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use memchr::{memchr_iter, memrchr};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    encoding, env_vars,
    error::Error,
    input_limits::{self, TOKEN_DOCUMENT},
    inspect::{TokenText, document},
    private_file,
    process::Input,
    token::{MAX_TOKEN_LENGTH, search::JWT_START},
};

/// The size of one read, in bytes.
const BLOCK_SIZE: usize = 256 * 1024;

/// The maximum size of the beginning of a source without a token that is inspected as one text, in
/// bytes.
const MAX_OTHER_TEXT: usize = 64 * 1024;

/// Extensions of files that people keep tokens in.
const FILE_EXTENSIONS: &[&str] = &["env", "json", "jsonl", "jwt", "log", "token", "txt"];

/// Whole lines of one source.
#[derive(Debug)]
pub(in crate::commands) struct Chunk {
    /// The path of the source if it is a file.
    pub(in crate::commands) file: Option<Arc<str>>,
    /// The number of the first line, `None` for an argument.
    pub(in crate::commands) first_line: Option<usize>,
    /// The position of the argument, from 1, if there are several.
    pub(in crate::commands) argument: Option<usize>,
    /// True if all lines together are one text.
    pub(in crate::commands) is_single_text: bool,
    /// The number of lines before it that contain no token.
    pub(in crate::commands) skipped_lines: u64,
    /// The time at which it was read.
    pub(in crate::commands) read_at: DateTime<Utc>,
    pub(in crate::commands) bytes: Vec<u8>,
}

impl Chunk {
    /// Returns the tokens of the chunk, whose decoded text this is, by line: the number of each line
    /// and its tokens. A chunk that is a single text has one line, with what is in place of a token if
    /// it has none.
    pub(in crate::commands) fn tokens_by_line<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = (Option<usize>, Vec<TokenText<'t>>)> {
        let first = self.first_line;
        let whole = self.is_single_text.then(|| {
            let mut tokens = TokenText::all(text);
            if tokens.is_empty() {
                tokens.push(TokenText::new(text));
            }
            (first, tokens)
        });
        let lines = (!self.is_single_text).then(|| document::lines(text));
        let lines = lines.into_iter().flatten().map(move |(number, line)| {
            let number = first.map(|first| first + number - 1);
            (number, TokenText::all(line))
        });
        whole.into_iter().chain(lines)
    }
}

/// A source of tokens.
enum InputSource {
    /// The text of an argument or a variable, and the position of the argument.
    Text(String, Option<usize>),
    File(PathBuf),
    Stdin,
}

/// The chunks of all sources, one source after the other.
pub(in crate::commands) struct Chunks<'c> {
    sources: VecDeque<InputSource>,
    stdin: Option<&'c mut dyn io::BufRead>,
    current: Option<OpenSource<'c>>,
    now: fn() -> DateTime<Utc>,
}

/// A source that is being read.
struct OpenSource<'c> {
    name: String,
    file: Option<Arc<str>>,
    argument: Option<usize>,
    reader: Box<dyn Read + 'c>,
    /// The size of one read, in bytes.
    block_size: usize,
    /// The number of the next line.
    line: Option<usize>,
    /// The start of a line whose end has not been read.
    partial_line: Vec<u8>,
    /// True if a chunk has been returned.
    has_started: bool,
    /// True if a chunk contained a token.
    has_token: bool,
    /// The beginning of the text before the first token.
    other_text: Vec<u8>,
    /// The number of lines without a token since the last chunk.
    skipped_lines: u64,
}

impl<'c> Chunks<'c> {
    /// Selects the sources that the command line names, otherwise `COURIER_JWT`, otherwise standard input
    /// unless it is a terminal. Files are opened later, one after the other.
    ///
    /// # Errors
    /// Returns an error if there is no source, if a file does not exist, or if an argument is the
    /// name of a file.
    pub(in crate::commands) fn new(
        tokens: Vec<String>,
        files: Vec<PathBuf>,
        variable: Option<&str>,
        stdin: &'c mut Input<'_>,
        now: fn() -> DateTime<Utc>,
    ) -> Result<Self, Error> {
        let mut sources = VecDeque::new();
        // A token with white space in it arrives as several arguments.
        let joined = tokens.join("\n");
        if tokens.len() > 1 && document::is_single_text(&joined) {
            sources.push_back(InputSource::Text(joined, None));
        } else {
            tokens.iter().try_for_each(|text| refuse_file_name(text))?;
            let is_numbered = tokens.len() > 1;
            let numbered = (1..)
                .map(|number| is_numbered.then_some(number))
                .zip(tokens);
            sources.extend(numbered.map(|(number, text)| match text.as_str() {
                "-" => InputSource::Stdin,
                _ => InputSource::Text(text, number),
            }));
        }
        for path in files {
            sources.push_back(if private_file::is_stdin(&path) {
                InputSource::Stdin
            } else {
                check_file(&path)
                    .map_err(|source| unreadable(private_file::display_name(&path), source))?;
                InputSource::File(path)
            });
        }
        if sources.is_empty() {
            sources.push_back(match variable {
                Some(text) => InputSource::Text(text.to_owned(), None),
                None if stdin.is_terminal => return Err(no_token()),
                None => InputSource::Stdin,
            });
        }
        Ok(Self {
            sources,
            stdin: Some(&mut *stdin.reader),
            current: None,
            now,
        })
    }

    /// Returns the next chunk, `None` at the end of the last source. A source without a token yields one
    /// empty text, which the rules then report.
    ///
    /// # Errors
    /// Returns an error if a source cannot be read.
    pub(in crate::commands) fn next(&mut self) -> Result<Option<Chunk>, Error> {
        loop {
            if self.current.is_none() {
                let Some(source) = self.sources.pop_front() else {
                    return Ok(None);
                };
                self.current = Some(self.open(source)?);
            }
            let Some(current) = &mut self.current else {
                return Ok(None);
            };
            match current.next_chunk(self.now) {
                Ok(Some(chunk)) => return Ok(Some(chunk)),
                Ok(None) => {
                    let ended = self.current.take();
                    if let Some(rest) = ended.and_then(|ended| ended.into_rest(self.now)) {
                        return Ok(Some(rest));
                    }
                }
                Err(source) => return Err(unreadable(current.name.clone(), source)),
            }
        }
    }

    fn open(&mut self, source: InputSource) -> Result<OpenSource<'c>, Error> {
        let argument = match source {
            InputSource::Text(_, number) => number,
            InputSource::File(_) | InputSource::Stdin => None,
        };
        let block_size = match &source {
            // One read returns the whole text.
            InputSource::Text(text, _) => text.len() + 1,
            InputSource::File(_) | InputSource::Stdin => BLOCK_SIZE,
        };
        let (name, file, reader, line): (_, _, Box<dyn Read + 'c>, _) = match source {
            InputSource::Text(text, _) => {
                let name = "the command line".to_owned();
                (name, None, Box::new(io::Cursor::new(text)), None)
            }
            InputSource::File(path) => {
                let name = private_file::display_name(&path);
                match File::open(&path) {
                    Ok(file) => {
                        let shown_path = path.display().to_string();
                        (name, Some(shown_path), Box::new(file), Some(1))
                    }
                    Err(source) => return Err(unreadable(name, source)),
                }
            }
            InputSource::Stdin => {
                let name = "standard input".to_owned();
                match self.stdin.take() {
                    Some(stdin) => (name, None, Box::new(stdin), Some(1)),
                    // An earlier source has read it to its end.
                    None => (name, None, Box::new(io::empty()), Some(1)),
                }
            }
        };
        Ok(OpenSource {
            name,
            file: file.map(Arc::from),
            argument,
            reader,
            block_size,
            line,
            partial_line: Vec::new(),
            has_started: false,
            has_token: false,
            other_text: Vec::new(),
            skipped_lines: 0,
        })
    }
}

impl OpenSource<'_> {
    /// Returns the next chunk with a token, `None` at the end. The lines of other chunks are only
    /// counted. Their beginning is kept for a source without any token.
    fn next_chunk(&mut self, now: fn() -> DateTime<Utc>) -> io::Result<Option<Chunk>> {
        while let Some((bytes, is_single_text)) = self.next_text()? {
            let text = document::decode_text(&bytes);
            if is_single_text || TokenText::is_in(&text) {
                self.has_token = true;
                return Ok(Some(self.chunk(bytes, is_single_text, now)));
            }
            self.skipped_lines += document::lines(&text).count() as u64;
            if !self.has_token {
                let room = MAX_OTHER_TEXT.saturating_sub(self.other_text.len());
                self.other_text.extend(&bytes[..bytes.len().min(room)]);
            }
            self.skip_lines(&bytes);
        }
        Ok(None)
    }

    /// Reads some whole lines, or the whole source if it may be one text. Returns them with true if
    /// they are one text, `None` at the end.
    fn next_text(&mut self) -> io::Result<Option<(Vec<u8>, bool)>> {
        let mut bytes = loop {
            let Some(bytes) = self.next_lines()? else {
                return Ok(None);
            };
            // Leading blank lines are skipped, because the rest can still be one text.
            if self.has_started || !bytes.trim_ascii().is_empty() {
                break bytes;
            }
            self.skip_lines(&bytes);
        };
        let is_first = !std::mem::replace(&mut self.has_started, true);
        let may_be_single = is_first
            && (document::is_utf16(&bytes)
                || document::may_be_single_text(&document::decode_text(&bytes)));
        if !may_be_single {
            return Ok(Some((bytes, false)));
        }
        let mut has_ended = false;
        while bytes.len() <= TOKEN_DOCUMENT && !has_ended {
            match self.next_lines()? {
                Some(more) => bytes.extend(more),
                None => has_ended = true,
            }
        }
        let is_single_text = has_ended && document::is_single_text(&document::decode_text(&bytes));
        Ok(Some((bytes, is_single_text)))
    }

    /// Returns what is left at the end of the source: all of it if it has no token, otherwise the
    /// number of the last lines without one.
    fn into_rest(mut self, now: fn() -> DateTime<Utc>) -> Option<Chunk> {
        let text = std::mem::take(&mut self.other_text);
        self.line = None;
        if !self.has_token {
            self.skipped_lines = 0;
            return Some(self.chunk(text, true, now));
        }
        (self.skipped_lines > 0).then(|| self.chunk(Vec::new(), false, now))
    }

    fn chunk(&mut self, bytes: Vec<u8>, is_single_text: bool, now: fn() -> DateTime<Utc>) -> Chunk {
        let first_line = self.line;
        self.skip_lines(&bytes);
        Chunk {
            file: self.file.clone(),
            first_line,
            argument: self.argument,
            is_single_text,
            skipped_lines: std::mem::take(&mut self.skipped_lines),
            read_at: now(),
            bytes,
        }
    }

    fn skip_lines(&mut self, bytes: &[u8]) {
        self.line = self
            .line
            .map(|line| line + memchr_iter(b'\n', bytes).count());
    }

    /// Reads some whole lines, `None` at the end. A line that is longer than any token is truncated,
    /// unless it may be a JSON document.
    fn next_lines(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let mut block = read_once(&mut self.reader, self.block_size)?;
            if block.is_empty() {
                let rest = std::mem::take(&mut self.partial_line);
                return Ok((!rest.is_empty()).then_some(rest));
            }
            let start = self.partial_line.first().or(block.first());
            let max_length = match start {
                Some(b'{' | b'[') => TOKEN_DOCUMENT,
                _ => MAX_TOKEN_LENGTH + 1,
            };
            let room = max_length.saturating_sub(self.partial_line.len());
            if let Some(end) = memrchr(b'\n', &block) {
                let mut lines = std::mem::take(&mut self.partial_line);
                if lines.is_empty() {
                    self.partial_line = block.split_off(end + 1);
                    return Ok(Some(block));
                }
                let first = block.iter().position(|byte| *byte == b'\n').unwrap_or(end);
                lines.extend(&block[..first.min(room)]);
                lines.extend(&block[first..=end]);
                self.partial_line = block.split_off(end + 1);
                return Ok(Some(lines));
            }
            self.partial_line.extend(&block[..block.len().min(room)]);
        }
    }
}

/// Checks that a file exists and is not a directory. It is opened when its turn comes.
fn check_file(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(())
}

/// Refuses an argument that is the name of a file and not a token. `@` before the name is the form
/// of other tools.
fn refuse_file_name(text: &str) -> Result<(), Error> {
    let name = text.strip_prefix('@').unwrap_or(text);
    if text == "-" || text.contains(JWT_START) {
        return Ok(());
    }
    // A JWT has two dots, but a path can have them too, so only the file system can tell.
    if Path::new(name).is_file() {
        return Err(Error::Usage {
            message: format!("`{name}` is a file, not a token"),
            help: "pass the file with --file PATH",
        });
    }
    let is_path = ["/", "./", "../", "~/"]
        .iter()
        .any(|start| name.starts_with(start));
    let extension = Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str());
    if is_path || extension.is_some_and(|extension| FILE_EXTENSIONS.contains(&extension)) {
        return Err(Error::Usage {
            message: format!("`{name}` looks like a file name, but the file does not exist"),
            help: "check the path, and pass the file with --file PATH",
        });
    }
    Ok(())
}

/// Reads the bytes that are available, without waiting for a full block.
fn read_once(reader: &mut dyn Read, block_size: usize) -> io::Result<Vec<u8>> {
    let mut block = vec![0; block_size];
    loop {
        match reader.read(&mut block) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => {
                block.truncate(read?);
                return Ok(block);
            }
        }
    }
}

/// Reads the token of a command that takes one: the argument, otherwise `COURIER_JWT`, otherwise
/// standard input unless it is a terminal.
///
/// # Errors
/// Returns an error if there is no token, or if standard input cannot be read.
pub(in crate::commands) fn read_one(
    argument: Option<String>,
    context: &mut Context<'_>,
) -> Result<Zeroizing<String>, Error> {
    match (argument, context.env.get(env_vars::JWT)) {
        (Some(text), _) if text != "-" => {
            refuse_file_name(&text)?;
            Ok(text.into())
        }
        (None, Some(text)) => Ok(text.to_owned().into()),
        (None, None) if context.stdin.is_terminal => Err(no_token()),
        _ => {
            let read = input_limits::read(&mut context.stdin.reader, TOKEN_DOCUMENT);
            let text = read.and_then(|bytes| Ok(encoding::decode(&bytes)?.into_owned()));
            text.map(Zeroizing::new)
                .map_err(|source| unreadable("standard input".to_owned(), source))
        }
    }
}

fn no_token() -> Error {
    Error::Usage {
        message: "no token given".to_owned(),
        help: "pass it as an argument, pipe it in, or set COURIER_JWT",
    }
}

fn unreadable(what: String, source: io::Error) -> Error {
    Error::Read { what, source }
}
