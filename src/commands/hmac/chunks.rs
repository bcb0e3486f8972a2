//! Reads standard input in chunks of whole user IDs.

use std::io::{self, Read};

use crate::input_limits;

/// The maximum size of a read, in bytes.
const READ_SIZE: usize = 256 * 1024;

/// The byte order mark in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A reader of chunks that contain whole IDs.
pub(super) struct Chunks<R> {
    reader: R,
    /// The start of an ID whose end was not read yet.
    rest: Vec<u8>,
    /// The byte that every separator of IDs ends with.
    end: u8,
    has_begun: bool,
    has_ended: bool,
}

impl<R: Read> Chunks<R> {
    /// Creates a reader of IDs that each end with a byte.
    pub(super) fn new(reader: R, end: u8) -> Self {
        Self {
            reader,
            rest: Vec::new(),
            end,
            has_begun: false,
            has_ended: false,
        }
    }

    /// Returns the next chunk, `None` at the end of the input.
    pub(super) fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
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
            if self.rest.len() > input_limits::LINE {
                let limit = input_limits::size(input_limits::LINE);
                let reason = format!("a user ID is longer than {limit}");
                return Err(input_limits::too_large(reason));
            }
        }
        let last = std::mem::take(&mut self.rest);
        Ok(Some(self.without_byte_order_mark(last)).filter(|last| !last.is_empty()))
    }

    /// Reads the input to its end, as far as a list may be long. Returns it with a chunk that was read
    /// before.
    pub(super) fn read_to_end(self, first: &[u8]) -> io::Result<Vec<u8>> {
        input_limits::read_list(first.chain(&*self.rest).chain(self.reader))
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
