//! Where the texts to inspect come from, in pieces of whole lines.

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

/// How much of a stream is read at once, in bytes.
const BLOCK: usize = 256 * 1024;

/// How much is read to see whether it is one token on several lines, in bytes.
const MOST_OF_ONE: usize = 2 * MAX_TOKEN_LENGTH;

/// Some lines of one source.
#[derive(Debug)]
pub(super) struct Chunk {
    /// The file they are from, where it is one.
    pub(super) file: Option<Arc<str>>,
    /// The number of the first line; `None` where lines have none, as on the command line.
    pub(super) first_line: Option<usize>,
    /// Which argument it is, from 1, where it stood on the command line among others.
    pub(super) argument: Option<usize>,
    /// Whether it is all one text, on however many lines.
    pub(super) is_one: bool,
    pub(super) bytes: Vec<u8>,
}

/// A place where texts are.
enum Origin {
    Text(String, Option<usize>),
    File(PathBuf),
    Stdin,
}

/// Reads one source after the other.
pub(super) struct Chunks<'c> {
    origins: VecDeque<Origin>,
    stdin: Option<&'c mut dyn io::BufRead>,
    current: Option<Current<'c>>,
}

/// The source that is being read.
struct Current<'c> {
    name: String,
    file: Option<Arc<str>>,
    argument: Option<usize>,
    reader: Box<dyn Read + 'c>,
    /// How much is read at once, in bytes.
    block: usize,
    line: Option<usize>,
    /// What was read of a line that has not ended yet.
    carry: Vec<u8>,
    started: bool,
    found: bool,
}

impl<'c> Chunks<'c> {
    /// Chooses the sources: what the command line names, else `COURIER_JWT`, else standard input
    /// where no person would have to type.
    ///
    /// # Errors
    /// When there is none, or a file is not there.
    pub(super) fn new(
        tokens: Vec<String>,
        files: Vec<PathBuf>,
        variable: Option<&str>,
        stdin: &'c mut Input<'_>,
    ) -> Result<Self, Error> {
        let mut origins = VecDeque::new();
        // A shell splits a token at white space that came into it.
        let all = tokens.join("\n");
        if tokens.len() > 1 && document::is_single_token(&all) {
            origins.push_back(Origin::Text(all, None));
        } else {
            let among_others = tokens.len() > 1;
            let numbered = (1..)
                .map(|number| among_others.then_some(number))
                .zip(tokens);
            origins.extend(numbered.map(|(number, text)| match text.as_str() {
                "-" => Origin::Stdin,
                _ => Origin::Text(text, number),
            }));
        }
        for path in files {
            origins.push_back(if private_file::is_stdin(&path) {
                Origin::Stdin
            } else {
                check(&path)
                    .map_err(|source| unreadable(private_file::display_name(&path), source))?;
                Origin::File(path)
            });
        }
        if origins.is_empty() {
            origins.push_back(match variable {
                Some(text) => Origin::Text(text.to_owned(), None),
                None if stdin.is_terminal => return Err(no_token()),
                None => Origin::Stdin,
            });
        }
        Ok(Self {
            origins,
            stdin: Some(&mut *stdin.reader),
            current: None,
        })
    }

    /// The next lines; `None` at the end of the last source. A source without a token gives one
    /// empty text, for the rules to speak of.
    ///
    /// # Errors
    /// When a source cannot be read.
    pub(super) fn next(&mut self) -> Result<Option<Chunk>, Error> {
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

    fn open(&mut self, origin: Origin) -> Result<Current<'c>, Error> {
        let empty = || Box::new(io::empty());
        let argument = match origin {
            Origin::Text(_, number) => number,
            Origin::File(_) | Origin::Stdin => None,
        };
        let block = match &origin {
            // To the byte beyond, which is not there: that is its end.
            Origin::Text(text, _) => text.len() + 1,
            Origin::File(_) | Origin::Stdin => BLOCK,
        };
        let (name, file, reader, line): (_, _, Box<dyn Read + 'c>, _) = match origin {
            Origin::Text(text, _) => {
                let name = "the command line".to_owned();
                (name, None, Box::new(io::Cursor::new(text)), None)
            }
            Origin::File(path) => {
                let name = private_file::display_name(&path);
                match File::open(&path) {
                    Ok(file) => {
                        let shown = path.display().to_string();
                        (name, Some(shown), Box::new(file), Some(1))
                    }
                    Err(source) => return Err(unreadable(name, source)),
                }
            }
            Origin::Stdin => {
                let name = "standard input".to_owned();
                match self.stdin.take() {
                    Some(stdin) => (name, None, Box::new(stdin), Some(1)),
                    // It was read to its end.
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
            // Blank lines alone are not worth a chunk, and the rest may yet be one token.
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

    /// Some whole lines. Of a line that is longer than any token only the start is kept.
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

/// Whether a file is there and is no folder; it is opened when its turn comes.
fn check(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(())
}

/// Reads what there is, without waiting for a full block.
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

/// The one token of a command that takes one: the argument, else `COURIER_JWT`, else standard
/// input where no person would have to type.
///
/// # Errors
/// When there is none, or standard input cannot be read.
pub(in crate::commands) fn one(
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
