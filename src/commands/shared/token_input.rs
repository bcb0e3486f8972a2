//! Reads the texts to inspect, from arguments, files or standard input, in chunks of whole lines.

use std::{
    collections::VecDeque,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use memchr::{memchr_iter, memrchr};
use zeroize::Zeroizing;

use crate::{
    context::Context, env_vars, error::Error, inspect::document, private_file, process::Input,
    token::MAX_TOKEN_LENGTH,
};

/// The size of a read, in bytes.
const BLOCK: usize = 256 * 1024;

/// The number of bytes that are read to find out if the input is one token on several lines.
const MOST_OF_ONE: usize = 2 * MAX_TOKEN_LENGTH;

/// Some whole lines of one source.
#[derive(Debug)]
pub(in crate::commands) struct Chunk {
    /// The file, `None` for other sources.
    pub(in crate::commands) file: Option<Arc<str>>,
    /// The number of the first line, `None` for arguments.
    pub(in crate::commands) first_line: Option<usize>,
    /// The number of the argument, from 1, if there are several.
    pub(in crate::commands) argument: Option<usize>,
    /// True if the whole input is one text, on however many lines.
    pub(in crate::commands) is_one: bool,
    pub(in crate::commands) bytes: Vec<u8>,
}

/// A source of texts.
enum InputSource {
    Text(String, Option<usize>),
    File(PathBuf),
    Stdin,
}

/// A reader of several sources, one after the other.
pub(in crate::commands) struct Chunks<'c> {
    origins: VecDeque<InputSource>,
    stdin: Option<&'c mut dyn io::BufRead>,
    current: Option<Current<'c>>,
}

/// The source that is currently read.
struct Current<'c> {
    name: String,
    file: Option<Arc<str>>,
    argument: Option<usize>,
    reader: Box<dyn Read + 'c>,
    /// The size of a read, in bytes.
    block: usize,
    line: Option<usize>,
    /// The start of a line whose end was not read yet.
    carry: Vec<u8>,
    started: bool,
    found: bool,
}

impl<'c> Chunks<'c> {
    /// Chooses the sources: arguments and files, or else `COURIER_JWT`, or else standard input
    /// unless it is a terminal.
    ///
    /// # Errors
    /// Returns an error if there is no source or a file does not exist.
    pub(in crate::commands) fn new(
        tokens: Vec<String>,
        files: Vec<PathBuf>,
        variable: Option<&str>,
        stdin: &'c mut Input<'_>,
    ) -> Result<Self, Error> {
        let mut origins = VecDeque::new();
        // A shell splits a token at white space that was pasted into it.
        let all = tokens.join("\n");
        if tokens.len() > 1 && document::is_single_token(&all) {
            origins.push_back(InputSource::Text(all, None));
        } else {
            let among_others = tokens.len() > 1;
            let numbered = (1..)
                .map(|number| among_others.then_some(number))
                .zip(tokens);
            origins.extend(numbered.map(|(number, text)| match text.as_str() {
                "-" => InputSource::Stdin,
                _ => InputSource::Text(text, number),
            }));
        }
        for path in files {
            origins.push_back(if private_file::is_stdin(&path) {
                InputSource::Stdin
            } else {
                check(&path)
                    .map_err(|source| unreadable(private_file::display_name(&path), source))?;
                InputSource::File(path)
            });
        }
        if origins.is_empty() {
            origins.push_back(match variable {
                Some(text) => InputSource::Text(text.to_owned(), None),
                None if stdin.is_terminal => return Err(no_token()),
                None => InputSource::Stdin,
            });
        }
        Ok(Self {
            origins,
            stdin: Some(&mut *stdin.reader),
            current: None,
        })
    }

    /// Returns the next lines, `None` at the end of the last source. A source without a token
    /// yields one empty text, so that the rules report it.
    ///
    /// # Errors
    /// Returns an error if a source cannot be read.
    pub(in crate::commands) fn next(&mut self) -> Result<Option<Chunk>, Error> {
        loop {
            if self.current.is_none() {
                let Some(origin) = self.origins.pop_front() else {
                    return Ok(None);
                };
                self.current = Some(self.open(origin)?);
            }
            let Some(current) = &mut self.current else {
                return Ok(None);
            };
            let read = current.chunk();
            let found = current.found;
            match read {
                Ok(Some(chunk)) => return Ok(Some(chunk)),
                Ok(None) => {
                    let ended = self.current.take();
                    if let Some(ended) = ended.filter(|_| !found) {
                        return Ok(Some(Chunk {
                            file: ended.file,
                            first_line: None,
                            argument: ended.argument,
                            is_one: true,
                            bytes: Vec::new(),
                        }));
                    }
                }
                Err(source) => return Err(unreadable(current.name.clone(), source)),
            }
        }
    }

    fn open(&mut self, origin: InputSource) -> Result<Current<'c>, Error> {
        let empty = || Box::new(io::empty());
        let argument = match origin {
            InputSource::Text(_, number) => number,
            InputSource::File(_) | InputSource::Stdin => None,
        };
        let block = match &origin {
            // One byte more than the text, so that the read detects the end.
            InputSource::Text(text, _) => text.len() + 1,
            InputSource::File(_) | InputSource::Stdin => BLOCK,
        };
        let (name, file, reader, line): (_, _, Box<dyn Read + 'c>, _) = match origin {
            InputSource::Text(text, _) => {
                let name = "the command line".to_owned();
                (name, None, Box::new(io::Cursor::new(text)), None)
            }
            InputSource::File(path) => {
                let name = private_file::display_name(&path);
                match File::open(&path) {
                    Ok(file) => {
                        let shown = path.display().to_string();
                        (name, Some(shown), Box::new(file), Some(1))
                    }
                    Err(source) => return Err(unreadable(name, source)),
                }
            }
            InputSource::Stdin => {
                let name = "standard input".to_owned();
                match self.stdin.take() {
                    Some(stdin) => (name, None, Box::new(stdin), Some(1)),
                    // The source was read to its end.
                    None => (name, None, empty(), Some(1)),
                }
            }
        };
        Ok(Current {
            name,
            file: file.map(Arc::from),
            argument,
            reader,
            block,
            line,
            carry: Vec::new(),
            started: false,
            found: false,
        })
    }
}

impl Current<'_> {
    fn chunk(&mut self) -> io::Result<Option<Chunk>> {
        let mut is_one = false;
        let mut bytes = loop {
            let Some(bytes) = self.lines()? else {
                return Ok(None);
            };
            // Blank lines alone make no chunk: with the following lines they may be one token.
            if self.started || !bytes.trim_ascii().is_empty() {
                break bytes;
            }
            self.skip_lines(&bytes);
        };
        if !self.started
            && (document::is_utf16(&bytes)
                || document::may_be_split_token(&document::decode_text(&bytes)))
        {
            let mut ended = false;
            while bytes.len() <= MOST_OF_ONE && !ended {
                match self.lines()? {
                    Some(more) => bytes.extend(more),
                    None => ended = true,
                }
            }
            is_one = ended && document::is_single_token(&document::decode_text(&bytes));
        }
        self.started = true;
        self.found = self.found
            || is_one
            || document::token_lines(&document::decode_text(&bytes))
                .next()
                .is_some();
        let first_line = self.line;
        self.skip_lines(&bytes);
        Ok(Some(Chunk {
            file: self.file.clone(),
            first_line,
            argument: self.argument,
            is_one,
            bytes,
        }))
    }

    fn skip_lines(&mut self, bytes: &[u8]) {
        self.line = self
            .line
            .map(|line| line + memchr_iter(b'\n', bytes).count());
    }

    /// Returns whole lines. Only the start of a line that is longer than any token is kept.
    fn lines(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let mut block = read_once(&mut self.reader, self.block)?;
            if block.is_empty() {
                let rest = std::mem::take(&mut self.carry);
                return Ok((!rest.is_empty()).then_some(rest));
            }
            let room = (MAX_TOKEN_LENGTH + 1).saturating_sub(self.carry.len());
            if let Some(end) = memrchr(b'\n', &block) {
                let mut lines = std::mem::take(&mut self.carry);
                if lines.is_empty() {
                    self.carry = block.split_off(end + 1);
                    return Ok(Some(block));
                }
                let first = block.iter().position(|byte| *byte == b'\n').unwrap_or(end);
                lines.extend(&block[..first.min(room)]);
                lines.extend(&block[first..=end]);
                self.carry = block.split_off(end + 1);
                return Ok(Some(lines));
            }
            self.carry.extend(&block[..block.len().min(room)]);
        }
    }
}

/// Checks that a file exists and is not a directory. It is opened later.
fn check(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(())
}

/// Reads what is available, without waiting for a full block.
fn read_once(reader: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let mut block = vec![0; most];
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

/// Returns the token of a command that takes one: the argument, or else `COURIER_JWT`, or else
/// standard input unless it is a terminal.
///
/// # Errors
/// Returns an error if there is no token or standard input cannot be read.
pub(in crate::commands) fn read_one(
    argument: Option<String>,
    context: &mut Context<'_>,
) -> Result<Zeroizing<String>, Error> {
    match (argument, context.env.get(env_vars::JWT)) {
        (Some(text), _) if text != "-" => Ok(text.into()),
        (None, Some(text)) => Ok(text.to_owned().into()),
        (None, None) if context.stdin.is_terminal => Err(no_token()),
        _ => {
            let mut bytes = Vec::new();
            let limit = MOST_OF_ONE as u64;
            let read = (&mut context.stdin.reader)
                .take(limit)
                .read_to_end(&mut bytes);
            match read {
                Ok(_) => Ok(document::decode_text(&bytes).into_owned().into()),
                Err(source) => Err(unreadable("standard input".to_owned(), source)),
            }
        }
    }
}

fn no_token() -> Error {
    Error::Usage {
        message: "there is no token to inspect".to_owned(),
        help: "pipe it in, as in `courier-auth issue --user alice | courier-auth inspect -`, \
               or set COURIER_JWT",
    }
}

fn unreadable(what: String, source: io::Error) -> Error {
    Error::Read { what, source }
}
