//! `hmac --batch`: signs the user IDs of standard input on all cores.

use std::io;

use super::{
    chunks::Chunks,
    odd_lines::{OddLines, Warnings},
    signature_writer::SignatureWriter,
    write_line,
};
use crate::{
    cli::{HmacArgs, HmacFormat},
    commands::shared::{credentials::Credentials, id_file, parallel, progress::Progress, user_ids},
    context::Context,
    encoding,
    error::Error,
    id_list::{self, IdKind},
    output::{Output, json},
    private_file,
    token::UserSigner,
};

/// The number of IDs from CSV or JSON that are signed at once.
const BLOCK: usize = 4096;

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
    let signer = Signer {
        signer: UserSigner::new(&credentials.api_key(context)?),
        separator: if args.null {
            Separator::Null
        } else {
            Separator::LineEnd
        },
        format: args.format.choose(context.json),
        // At a terminal the IDs are typed, and the line would overwrite them.
        progress: if context.stdin.is_terminal {
            Progress::hidden()
        } else {
            Progress::beside_results("signing user IDs", None, context)
        },
    };
    let mut chunks = Chunks::new(&mut *context.stdin.reader, signer.separator.last_byte());
    let first = chunks.next().map_err(unreadable)?.unwrap_or_default();
    if args.null {
        return signer.sign_stream(first, chunks, Warnings::default(), &mut context.output);
    }
    let is_utf16 = encoding::is_utf16(&first);
    if is_utf16 || args.column.is_some() || is_structured(&first) {
        let bytes = chunks.read_to_end(&first).map_err(unreadable)?;
        let text = encoding::decode(&bytes).map_err(|error| unreadable(error.into()))?;
        if args.column.is_none() && !is_structured(text.as_bytes()) {
            let warnings = Warnings::about_start(text.as_bytes(), &context.output);
            let chunks = Chunks::new(text.as_bytes(), signer.separator.last_byte());
            return signer.sign_stream(Vec::new(), chunks, warnings, &mut context.output);
        }
        let what = "the user IDs in standard input".to_owned();
        let column = args.column.as_deref();
        let ids = id_file::parse(text.as_bytes(), what, IdKind::User, column, context)?;
        context
            .output
            .note("the input is CSV or JSON; each user ID in it has one signature");
        user_ids::warn(ids.iter().map(String::as_str), &context.output);
        return signer.sign_list(&ids, &mut context.output);
    }
    let warnings = Warnings::about_start(&first, &context.output);
    signer.sign_stream(first, chunks, warnings, &mut context.output)
}

/// Returns true if input that begins like this evidently contains the IDs in CSV or JSON.
fn is_structured(start: &[u8]) -> bool {
    str::from_utf8(start).is_ok_and(|text| id_list::is_structured(text, IdKind::User))
}

/// The separator of IDs.
#[derive(Clone, Copy, PartialEq, Eq)]
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

/// Signs user IDs, and knows the formats of input and output.
struct Signer {
    signer: UserSigner,
    separator: Separator,
    format: HmacFormat,
    progress: Progress,
}

/// The output for a chunk of IDs.
struct SignedChunk {
    lines: Vec<u8>,
    /// The number of IDs.
    count: u64,
    odd_lines: OddLines,
    /// The error that ended the output early.
    failure: Option<UnsignedId>,
}

/// The reason why an ID, and those after it, were not signed.
enum UnsignedId {
    InvalidUtf8,
    Nul,
    Write(io::Error),
}

impl From<io::Error> for UnsignedId {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

impl From<serde_json::Error> for UnsignedId {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}

impl Signer {
    /// Signs the IDs of a first chunk and of the rest of the input, in constant memory.
    fn sign_stream(
        &self,
        first: Vec<u8>,
        mut rest: Chunks<impl io::Read>,
        mut warnings: Warnings,
        output: &mut Output<'_>,
    ) -> Result<(), Error> {
        let mut first = Some(first).filter(|chunk| !chunk.is_empty());
        let mut writer = SignatureWriter::new(self.format);
        let mut signed_before = 0;
        let signed = parallel::map_in_order(
            || match first.take() {
                Some(chunk) => Ok(Some(chunk)),
                None => rest.next().map_err(unreadable),
            },
            Vec::len,
            |chunk| self.sign_chunk(chunk),
            |signed| {
                warnings.add_chunk(&signed.odd_lines, output);
                signed_before += signed.count;
                // Not redacted: the output consists of signatures and the caller's own IDs.
                writer.write(&signed.lines, output)?;
                self.progress.add(signed.count);
                signed.failure.map_or(Ok(()), |failure| {
                    Err(self.unreadable_id(failure, signed_before + 1))
                })
            },
        );
        let signed = signed.flatten();
        writer.finish(signed.is_err(), output)?;
        signed
    }

    /// Signs IDs that were all read before.
    fn sign_list(&self, ids: &[String], output: &mut Output<'_>) -> Result<(), Error> {
        self.progress.set_total(ids.len() as u64);
        let mut blocks = ids.chunks(BLOCK);
        let mut writer = SignatureWriter::new(self.format);
        let signed = parallel::map_in_order(
            || Ok(blocks.next()),
            |block| block.iter().map(String::len).sum(),
            |block| {
                let mut lines = Vec::new();
                let ids = block.iter().map(|id| Ok(id.as_str()));
                (self.sign(ids, &mut lines), lines, block.len() as u64)
            },
            |(signed, lines, count)| {
                writer.write(&lines, output)?;
                self.progress.add(count);
                signed.map_err(|failure| self.unreadable_id(failure, 0))
            },
        );
        let signed = signed.flatten();
        writer.finish(signed.is_err(), output)?;
        signed
    }

    /// Signs all IDs of a chunk, up to the first one that is not text.
    fn sign_chunk(&self, chunk: &[u8]) -> SignedChunk {
        let end = self.separator.last_byte();
        let is_line = self.separator == Separator::LineEnd;
        let has_nul = is_line && memchr::memchr(0, chunk).is_some();
        let mut odd_lines = OddLines::default();
        let mut count = 0;
        let ids = chunk.strip_suffix(&[end]).unwrap_or(chunk);
        let ids = ids.split(|byte| *byte == end).map(|id| {
            let id = match self.separator {
                Separator::LineEnd => id.strip_suffix(b"\r").unwrap_or(id),
                Separator::Null => id,
            };
            let id = str::from_utf8(id).map_err(|_| UnsignedId::InvalidUtf8)?;
            if has_nul && id.contains('\0') {
                return Err(UnsignedId::Nul);
            }
            if is_line {
                odd_lines.add(id);
            }
            count += 1;
            Ok(id)
        });
        // A signature has 64 digits, and most IDs are shorter.
        let mut lines = Vec::with_capacity(2 * chunk.len() + 4096);
        let failure = self.sign(ids, &mut lines).err();
        SignedChunk {
            lines,
            count,
            odd_lines,
            failure,
        }
    }

    /// Appends a line or an item of a JSON array for each ID, up to the first error.
    fn sign<'i>(
        &self,
        ids: impl Iterator<Item = Result<&'i str, UnsignedId>>,
        lines: &mut Vec<u8>,
    ) -> Result<(), UnsignedId> {
        for id in ids {
            let id = id?;
            let signature = self.signer.sign(id);
            if self.format == HmacFormat::Json {
                lines.push(b',');
                let item = json::UserSignature::of(id, signature.as_str());
                serde_json::to_writer(&mut *lines, &item)?;
            } else {
                write_line(lines, self.format, id, signature.as_str())?;
            }
        }
        Ok(())
    }

    /// Returns the error about an ID, which is counted from 1.
    fn unreadable_id(&self, failure: UnsignedId, number: u64) -> Error {
        let name = match self.separator {
            Separator::LineEnd => "line",
            Separator::Null => "user ID",
        };
        let reason = match failure {
            UnsignedId::Write(error) => return unreadable(error),
            UnsignedId::InvalidUtf8 => format!("{name} {number} is not valid UTF-8"),
            UnsignedId::Nul => format!(
                "{name} {number} contains a NUL byte: the input is UTF-16 without a byte order \
                 mark, or needs --null"
            ),
        };
        unreadable(io::Error::new(io::ErrorKind::InvalidData, reason))
    }
}

fn unreadable(source: io::Error) -> Error {
    Error::Read {
        what: "the user IDs from standard input".to_owned(),
        source,
    }
}
