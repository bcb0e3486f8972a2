//! Resuming a bulk run from its output.

use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    commands::shared::issue_plan::IssuePlan,
    courier::Courier,
    encoding::{self, EncodingError},
    error::Error,
    input_limits, private_file,
    time::unix_seconds,
};

/// The output of an earlier run that `--resume` continues.
#[derive(Debug, Default)]
pub(super) struct ResumeState {
    /// The users who have a token that is as good as a new one.
    pub(super) users: HashSet<String>,
    /// True if new lines are appended to the resumed file.
    pub(super) is_output: bool,
    /// The length and the last line of the resumed file.
    pub(super) file: private_file::ExistingFile,
    /// True if standard output appends to the resumed file after a line without a line end.
    pub(super) stdout_line_is_incomplete: bool,
}

impl ResumeState {
    /// Reads the output of an earlier run.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is too large, or if it would be appended to and was
    /// not written by `issue`.
    pub(super) fn read(
        path: Option<&Path>,
        output: Option<&Path>,
        plan: &IssuePlan,
        courier: &Courier,
        now: DateTime<Utc>,
    ) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let is_output = output == Some(path)
            || output.is_some_and(|output| same_file::is_same_file(output, path).unwrap_or(false));
        let mut state = Self {
            is_output,
            ..Self::default()
        };
        let file = match File::open(path) {
            Ok(file) => file,
            // An earlier run creates its output with the first line, so it may have left no file.
            Err(error) if is_output && error.kind() == io::ErrorKind::NotFound => return Ok(state),
            Err(source) => return Err(unreadable(path, source)),
        };
        let mut reader = BufReader::new(file);
        let start = reader.fill_buf();
        let is_utf16 = encoding::is_utf16(start.map_err(|source| unreadable(path, source))?);
        if is_output && is_utf16 {
            return Err(Error::Usage {
                message: format!("`{}` is UTF-16, and cannot be continued", path.display()),
                help: "choose another file for --output; this one was not changed",
            });
        }
        let endpoint = courier.issue_url();
        let record = |state: &mut Self, line: &Value| {
            state.record(line, plan, endpoint.as_str(), now);
        };
        let read = if is_utf16 {
            decode(reader).and_then(|text| state.read_lines(&mut text.as_bytes(), record))
        } else {
            state.read_lines(&mut reader, record)
        };
        let lines = read.map_err(|source| unreadable(path, source))?;
        state.stdout_line_is_incomplete = lines.last_is_incomplete && !is_output && is_stdout(path);
        if is_output && !lines.are_results {
            return Err(Error::Usage {
                message: format!("`{}` is not a results file of `issue`", path.display()),
                help: "choose another file; this one was not changed",
            });
        }
        Ok(state)
    }

    /// Reads the lines, passes each result to `record`, and measures the file. Only one line is kept
    /// in memory.
    fn read_lines(
        &mut self,
        reader: &mut impl BufRead,
        record: impl Fn(&mut Self, &Value),
    ) -> io::Result<Lines> {
        let mut lines = Lines {
            are_results: true,
            last_is_incomplete: false,
        };
        let mut line = Vec::new();
        for number in 1.. {
            input_limits::next_line(reader, &mut line, input_limits::LINE)?;
            if line.is_empty() {
                break;
            }
            if number > input_limits::RESULTS {
                return Err(input_limits::more_lines_than(input_limits::RESULTS));
            }
            let is_complete = line.ends_with(b"\n");
            // A run that was killed while it wrote a character leaves a part of it in the last line.
            if is_complete && str::from_utf8(&line).is_err() {
                return Err(EncodingError::InvalidUtf8(number).into());
            }
            let text = encoding::without_utf8_mark(&line).trim_ascii();
            let result = serde_json::from_slice::<Value>(text).ok();
            let result = result.filter(|line| line["user_id"].is_string());
            self.file.length = self.file.length.saturating_add(line.len() as u64);
            if is_complete {
                self.file.complete_length = self.file.length;
                lines.are_results &= result.is_some() || text.is_empty();
            } else {
                self.file.lacks_line_end = result.is_some();
                lines.last_is_incomplete = true;
                lines.are_results &= text.starts_with(b"{");
            }
            if let Some(result) = result {
                record(self, &result);
            }
        }
        Ok(lines)
    }

    /// Records the line of a user. If a user has several lines, the last one counts.
    fn record(&mut self, line: &Value, plan: &IssuePlan, endpoint: &str, now: DateTime<Utc>) {
        let Some(user) = line["user_id"].as_str() else {
            return;
        };
        let is_unexpired = line["expires_epoch"]
            .as_f64()
            .is_some_and(|exp| exp > unix_seconds(now));
        let scopes = line["scopes"].as_array().into_iter().flatten();
        let scopes: HashSet<&str> = scopes.filter_map(Value::as_str).collect();
        let requested = plan.requested.permissions.iter();
        let has_scopes = scopes == requested.map(String::as_str).collect();
        let has_endpoint = line["endpoint"] == endpoint;
        if line["token"].is_string() && is_unexpired && has_scopes && has_endpoint {
            self.users.insert(user.to_owned());
        } else {
            self.users.remove(user);
        }
    }
}

/// The lines of a file as a whole.
struct Lines {
    /// True if every line is a result, empty, or the beginning of a result at the end.
    are_results: bool,
    /// True if the last line has no line end.
    last_is_incomplete: bool,
}

/// Reads text with a byte order mark.
fn decode(reader: impl Read) -> io::Result<String> {
    let bytes = input_limits::read(reader, input_limits::ID_LIST)?;
    Ok(encoding::decode(&bytes)?.into_owned())
}

fn unreadable(path: &Path, source: io::Error) -> Error {
    Error::Read {
        what: private_file::display_name(path),
        source,
    }
}

/// Returns true if standard output is redirected to this file.
fn is_stdout(path: &Path) -> bool {
    let stdout = same_file::Handle::stdout();
    let file = same_file::Handle::from_path(path);
    matches!((stdout, file), (Ok(stdout), Ok(file)) if stdout == file)
}
