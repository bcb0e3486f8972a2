//! The maximum sizes of inputs, and reads that stop at them. An endless input ends with an error
//! instead of using up the memory.

use std::io::{self, BufRead, Read};

use crate::text::thousands;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// The maximum size of a project file, in bytes: many times that of a file with every entry.
pub(crate) const PROJECT_FILE: usize = 64 * KIB;

/// The maximum size of a file with a secret and of the configuration file, in bytes: many times that
/// of a token with text around it.
pub(crate) const SECRET: usize = 8 * MIB;

/// The maximum size of a file with certificates, in bytes: many times that of a system's own bundle.
pub(crate) const CERTIFICATES: usize = 16 * MIB;

/// The maximum length of an ID and of a line of `issue`'s results, in bytes.
pub(crate) const LINE: usize = 16 * MIB;

/// The maximum size of a JSON document with tokens, and of a token that is split over several lines,
/// in bytes.
pub(crate) const TOKEN_DOCUMENT: usize = 64 * MIB;

/// The maximum size of a list of IDs that is read as a whole, in bytes.
pub(crate) const ID_LIST: usize = 256 * MIB;

/// The maximum size of a sandbox's seed, in bytes: enough for a hundred thousand messages.
pub(crate) const SEED: usize = 256 * MIB;

/// The maximum number of IDs and lines in a list that is read as a whole.
pub(crate) const IDS: usize = 5_000_000;

/// The maximum number of lines of results that `issue --resume` reads: some for each user.
pub(crate) const RESULTS: usize = 2 * IDS;

/// The size of one read, in bytes.
const BLOCK: usize = 64 * KIB;

/// Reads the rest of a reader.
///
/// # Errors
/// Returns an error if it cannot be read, or if it has more bytes than the limit.
pub(crate) fn read(reader: impl Read, max_bytes: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read_into(&mut bytes, reader, max_bytes)?;
    Ok(bytes)
}

/// Appends the rest of a reader to `bytes`, which are kept if there is an error.
///
/// # Errors
/// Returns an error in the same cases as [`read`].
pub(crate) fn read_into(
    bytes: &mut Vec<u8>,
    reader: impl Read,
    max_bytes: usize,
) -> io::Result<()> {
    reader.take(max_bytes as u64 + 1).read_to_end(bytes)?;
    if bytes.len() > max_bytes {
        return Err(larger_than(max_bytes));
    }
    Ok(())
}

/// Reads a list: the rest of a reader, up to the maximum size and number of lines. The lines of JSON
/// are not counted, because an item can have many.
///
/// # Errors
/// Returns an error if it cannot be read, or if it has more bytes or lines than the limits.
pub(crate) fn read_list(reader: impl Read) -> io::Result<Vec<u8>> {
    read_lines(reader, ID_LIST, IDS)
}

fn read_lines(mut reader: impl Read, max_bytes: usize, max_lines: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Old spreadsheets end lines with CR alone.
    let (mut lines, mut returns, mut is_json) = (0, 0, None);
    loop {
        let start = bytes.len();
        if (&mut reader).take(BLOCK as u64).read_to_end(&mut bytes)? == 0 {
            return Ok(bytes);
        }
        is_json = is_json.or_else(|| {
            let first = bytes[start..].trim_ascii_start().first();
            first.map(|first| matches!(first, b'{' | b'['))
        });
        lines += memchr::memchr_iter(b'\n', &bytes[start..]).count();
        returns += memchr::memchr_iter(b'\r', &bytes[start..]).count();
        if bytes.len() > max_bytes {
            return Err(larger_than(max_bytes));
        }
        if lines.max(returns) > max_lines && is_json != Some(true) {
            return Err(more_lines_than(max_lines));
        }
    }
}

/// Replaces `line` by the next line with its line end. It is empty at the end of the input.
///
/// # Errors
/// Returns an error if the input cannot be read, or if the line has more bytes than the limit.
pub(crate) fn next_line(
    reader: &mut impl BufRead,
    line: &mut Vec<u8>,
    max_bytes: usize,
) -> io::Result<()> {
    line.clear();
    reader.take(max_bytes as u64 + 1).read_until(b'\n', line)?;
    if line.len() > max_bytes {
        return Err(too_large(format!(
            "a line is longer than {}",
            size(max_bytes)
        )));
    }
    Ok(())
}

/// The error about an input with too many lines.
pub(crate) fn more_lines_than(max_lines: usize) -> io::Error {
    too_large(format!("it has more than {} lines", thousands(max_lines)))
}

fn larger_than(max_bytes: usize) -> io::Error {
    too_large(format!("it is larger than {}", size(max_bytes)))
}

/// Returns an error about an input that exceeds a limit.
pub(crate) fn too_large(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, reason)
}

/// Returns a limit in its unit, for example `64 KiB`.
pub(crate) fn size(bytes: usize) -> String {
    if bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{} KiB", bytes / KIB)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An endless input that counts the bytes that are taken from it.
    struct Endless<'t> {
        text: &'t [u8],
        taken: usize,
    }

    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            for (at, byte) in buffer.iter_mut().enumerate() {
                *byte = self.text[(self.taken + at) % self.text.len()];
            }
            self.taken += buffer.len();
            Ok(buffer.len())
        }
    }

    #[test]
    fn an_endless_input_is_read_to_its_limit_only() {
        let mut endless = Endless {
            text: b"x\n",
            taken: 0,
        };
        let error = read(&mut endless, PROJECT_FILE).unwrap_err().to_string();
        assert_eq!(error, "it is larger than 64 KiB");
        assert!(endless.taken <= PROJECT_FILE + BLOCK, "{}", endless.taken);
        for (text, max_bytes, expected) in [
            (&b"x\n"[..], MIB, "it has more than 1,000 lines"),
            (b"x\r", MIB, "it has more than 1,000 lines"),
            (b"x\r\n", MIB, "it has more than 1,000 lines"),
            (b"x", MIB, "it is larger than 1 MiB"),
            (b"[]\n", MIB, "it is larger than 1 MiB"),
        ] {
            let mut endless = Endless { text, taken: 0 };
            let error = read_lines(&mut endless, max_bytes, 1_000).unwrap_err();
            assert_eq!(error.to_string(), expected, "{text:?}");
            assert!(endless.taken <= max_bytes + BLOCK, "{}", endless.taken);
        }
        let mut endless = io::BufReader::new(Endless {
            text: b"x",
            taken: 0,
        });
        let error = next_line(&mut endless, &mut Vec::new(), MIB).unwrap_err();
        assert_eq!(error.to_string(), "a line is longer than 1 MiB");
        assert!(endless.get_ref().taken <= 2 * MIB);
    }

    #[test]
    fn an_input_of_exactly_the_limit_is_read() {
        assert_eq!(read(&[1; 64][..], 64).unwrap().len(), 64);
        let lines = b"x\r\n".repeat(1_000);
        assert_eq!(read_lines(&lines[..], lines.len(), 1_000).unwrap(), lines);
        let (mut reader, mut line) = (&b"ab\ncd"[..], Vec::new());
        let mut next = || {
            next_line(&mut reader, &mut line, 3).unwrap();
            line.clone()
        };
        assert_eq!([next(), next(), next()], [&b"ab\n"[..], b"cd", b""]);
    }
}
