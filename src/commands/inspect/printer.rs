//! The output of `inspect`: results of several chunks as one document, and a summary on standard error.

use super::inspector::{ChunkResult, Inspector, Rendering, Tally, ValueStyle};
use crate::{
    cli::InspectFormat,
    console::{Level, Verbosity},
    error::Error,
    output::{Output, StdoutError, json, table},
    text::plural,
};

/// Writes the results as they come.
pub(super) struct Printer<'p, 'o> {
    output: &'p mut Output<'o>,
    /// The number of tokens so far.
    pub(super) tally: Tally,
}

impl<'p, 'o> Printer<'p, 'o> {
    pub(super) fn new(output: &'p mut Output<'o>) -> Self {
        Self {
            output,
            tally: Tally::default(),
        }
    }

    /// Writes the start of a JSON document of several tokens.
    pub(super) fn start(&mut self, inspector: &Inspector) -> Result<(), Error> {
        if inspector.rendering == Rendering::Report(InspectFormat::Json)
            && inspector.has_several_tokens
        {
            let start = json::InspectList::start().map_err(StdoutError::from)?;
            self.output.print_json_part(start.as_bytes())?;
        }
        Ok(())
    }

    /// Writes the result of a chunk.
    pub(super) fn print(
        &mut self,
        inspector: &Inspector,
        result: &ChunkResult,
    ) -> Result<(), Error> {
        if inspector.rendering == Rendering::Report(InspectFormat::Json)
            && self.tally.total() > 0
            && !result.rendered.is_empty()
        {
            self.output.print_json_part(b",")?;
        }
        match &inspector.rendering {
            Rendering::Report(InspectFormat::Json) => {
                self.output.print_json_part(&result.rendered)?;
            }
            Rendering::Report(InspectFormat::Jsonl) => {
                self.output.print_json_lines(&result.rendered)?;
            }
            Rendering::Field(_) | Rendering::FixedScope
                if inspector.value_style == ValueStyle::Json =>
            {
                self.output.print_json_lines(&result.rendered)?;
            }
            _ => self.output.print_unredacted(&result.rendered)?,
        }
        self.tally.add(&result.tally);
        Ok(())
    }

    /// Writes the end of the document. Reports a missing value, and a summary of several tokens, on
    /// standard error.
    pub(super) fn finish(&mut self, inspector: &Inspector) -> Result<(), Error> {
        if inspector.rendering == Rendering::Report(InspectFormat::Json) {
            self.output.finish_json(if inspector.has_several_tokens {
                b"]}"
            } else {
                b""
            })?;
        }
        if self.tally.without_value > 0 {
            let reason = match &inspector.rendering {
                _ if self.tally.without_value == self.tally.unreadable => {
                    "no token found in the input".to_owned()
                }
                Rendering::Field(path) => format!("field `{path}` not found"),
                _ => "the token does not name its user; pass --user USER_ID".to_owned(),
            };
            self.output.error(&reason);
        }
        if self.tally.skipped_lines > 0 {
            let lines = plural(self.tally.skipped_lines, "line");
            self.output
                .note(&format!("skipped {lines} without a token"));
        }
        if self.tally.total() > 1 {
            let console = self.output.console();
            console.print_lines(Verbosity::Normal, Level::Info, &summary(&self.tally));
        }
        Ok(())
    }
}

/// Returns the number of tokens by verdict, and a table of the rules that found something.
fn summary(tally: &Tally) -> String {
    let mut text = format!(
        "{} tokens: {} ok, {} bad, {} unreadable",
        tally.total(),
        tally.ok,
        tally.bad,
        tally.unreadable
    );
    let rows = tally
        .rules
        .iter()
        .map(|(code, (name, count))| [format!("  {code}"), (*name).to_owned(), count.to_string()]);
    let mut lines = Vec::new();
    // Writing to a `Vec` never fails.
    let _ = table::write(&mut lines, &rows.collect::<Vec<_>>());
    text.push('\n');
    text.push_str(&String::from_utf8_lossy(&lines));
    text.trim_end().to_owned()
}
