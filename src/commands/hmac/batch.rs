//! `hmac --batch`: signs the user IDs of standard input on all cores.

use std::io::{self, BufRead};

use crate::{
    cli::HmacArgs,
    commands::shared::{credentials::Credentials, parallel},
    context::Context,
    error::Error,
    output::json,
    private_file,
    token::UserSigner,
};

/// The maximum size of a read, in bytes.
const READ_SIZE: usize = 256 * 1024;

/// The byte order mark in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The maximum length of an ID, in bytes. Longer input is not a list of IDs.
const MAX_ID_BYTES: usize = 16 * 1024 * 1024;

pub(super) fn run(args: &HmacArgs, context: &mut Context<'_>) -> Result<(), Error> {
    if args
        .key
        .api_key_file
        .as_deref()
        .is_some_and(private_file::is_stdin)
    {
        return Err(Error::Usage {
            message: "standard input cannot provide both the API key and the user IDs".to_owned(),
            help: "set COURIER_API_KEY, or pass the key in a file",
        });
    }
    let mut credentials = Credentials::resolve(&args.key, context)?;
    let signer = UserSigner::new(&credentials.api_key(context)?);
    let separator = if args.null {
        Separator::Null
    } else {
        Separator::LineEnd
    };
    let json = context.json;
    let mut chunks = Chunks {
        reader: &mut *context.stdin.reader,
        rest: Vec::new(),
        end: separator.last_byte(),
        has_begun: false,
        has_ended: false,
    };
    let output = &mut context.output;
    parallel::map_in_order(
        || chunks.next().map_err(unreadable),
        Vec::len,
        |chunk| sign(&signer, chunk, separator, json),
        |SignedChunk { lines, failure }| {
            // Not redacted: the output consists of signatures and the caller's own IDs.
            output.print_unredacted(&lines)?;
            failure.map_or(Ok(()), |failure| Err(unreadable(failure)))
        },
    )?
}

/// The separator of IDs.
#[derive(Clone, Copy)]
enum Separator {
    /// LF or CRLF. Other white space is part of the ID.
    LineEnd,
    /// A zero byte.
    Null,
}

impl Separator {
    /// Returns the byte that every separator ends with.
    fn last_byte(self) -> u8 {
        match self {
            Self::LineEnd => b'\n',
            Self::Null => 0,
        }
    }
}

/// The output for a chunk of IDs.
struct SignedChunk {
    lines: Vec<u8>,
    /// The error that ended the output early.
    failure: Option<io::Error>,
}

/// Signs all IDs of a chunk, up to the first one that is not UTF-8.
fn sign(signer: &UserSigner, chunk: &[u8], separator: Separator, json: bool) -> SignedChunk {
    let end = separator.last_byte();
    // A signature has 64 digits, and most IDs are shorter.
    let mut lines = Vec::with_capacity(2 * chunk.len() + 4096);
    for id in chunk
        .strip_suffix(&[end])
        .unwrap_or(chunk)
        .split(|byte| *byte == end)
    {
        let id = match separator {
            Separator::LineEnd => id.strip_suffix(b"\r").unwrap_or(id),
            Separator::Null => id,
        };
        let Ok(id) = std::str::from_utf8(id) else {
            let reason = io::Error::new(io::ErrorKind::InvalidData, "a user ID is not valid UTF-8");
            return SignedChunk {
                lines,
                failure: Some(reason),
            };
        };
        let signature = signer.sign(id);
        if json {
            let line = json::SignatureLine::of(id, signature.as_str());
            if let Err(error) = serde_json::to_writer(&mut lines, &line) {
                return SignedChunk {
                    lines,
                    failure: Some(error.into()),
                };
            }
        } else {
            lines.extend_from_slice(signature.as_str().as_bytes());
        }
        lines.push(b'\n');
    }
    SignedChunk {
        lines,
        failure: None,
    }
}

/// A reader of chunks that contain whole IDs.
struct Chunks<'r> {
    reader: &'r mut dyn BufRead,
    /// The start of an ID whose end was not read yet.
    rest: Vec<u8>,
    end: u8,
    has_begun: bool,
    has_ended: bool,
}

impl Chunks<'_> {
    /// Returns the next chunk, `None` at the end of the input.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        while !self.has_ended {
            let known = self.rest.len();
            self.rest.resize(known + READ_SIZE, 0);
            let read = self.reader.read(&mut self.rest[known..]);
            self.rest.truncate(known + *read.as_ref().unwrap_or(&0));
            self.has_ended = match read {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read? == 0,
            };
            if let Some(at) = memchr::memrchr(self.end, &self.rest[known..]) {
                let rest = self.rest.split_off(known + at + 1);
                let ids = std::mem::replace(&mut self.rest, rest);
                return Ok(Some(self.without_byte_order_mark(ids)));
            }
            if self.rest.len() > MAX_ID_BYTES {
                return Err(io::Error::new(
                    io::ErrorKind::FileTooLarge,
                    "a user ID is longer than 16 MiB",
                ));
            }
        }
        let last = std::mem::take(&mut self.rest);
        Ok(Some(self.without_byte_order_mark(last)).filter(|last| !last.is_empty()))
    }

    /// Removes the byte order mark that Windows tools write.
    fn without_byte_order_mark(&mut self, mut ids: Vec<u8>) -> Vec<u8> {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        if is_first && self.end == b'\n' && ids.starts_with(BYTE_ORDER_MARK) {
            ids.drain(..BYTE_ORDER_MARK.len());
        }
        ids
    }
}

fn unreadable(source: io::Error) -> Error {
    Error::Read {
        what: "the user IDs from standard input".to_owned(),
        source,
    }
}
