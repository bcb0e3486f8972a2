//! The output of a batch: lines, or one JSON document that is written item by item.

use crate::{
    cli::HmacFormat,
    output::{Output, StdoutError, json},
};

/// A writer of signatures in one format.
pub(super) struct SignatureWriter {
    format: HmacFormat,
    has_started: bool,
}

impl SignatureWriter {
    pub(super) fn new(format: HmacFormat) -> Self {
        Self {
            format,
            has_started: false,
        }
    }

    /// Writes lines, or items of a JSON array that each have a comma before them.
    pub(super) fn write(
        &mut self,
        signatures: &[u8],
        output: &mut Output<'_>,
    ) -> Result<(), StdoutError> {
        match self.format {
            HmacFormat::Json => {}
            HmacFormat::Jsonl => return output.print_json_lines(signatures),
            HmacFormat::Text => return output.print_unredacted(signatures),
        }
        if self.has_started || signatures.is_empty() {
            return output.print_json_part(signatures);
        }
        self.start(output)?;
        output.print_json_part(signatures.strip_prefix(b",").unwrap_or(signatures))
    }

    /// Ends the document. If the input failed, it contains the signatures before that. Nothing is
    /// written if there are none.
    pub(super) fn finish(
        mut self,
        has_failed: bool,
        output: &mut Output<'_>,
    ) -> Result<(), StdoutError> {
        if self.format != HmacFormat::Json || (has_failed && !self.has_started) {
            return Ok(());
        }
        if !self.has_started {
            self.start(output)?;
        }
        output.finish_json(b"]}")
    }

    fn start(&mut self, output: &mut Output<'_>) -> Result<(), StdoutError> {
        self.has_started = true;
        output.print_json_part(json::Hmac::start()?.as_bytes())
    }
}
