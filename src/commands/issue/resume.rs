//! Resuming a bulk run from its output.

use std::{collections::HashSet, fs, io, path::Path};

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    commands::shared::issue_plan::IssuePlan, courier::Courier, encoding, error::Error,
    private_file, time::unix_seconds,
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
    /// Returns an error if the file cannot be read, or if it would be appended to and was not written
    /// by `issue`.
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
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            // An earlier run creates its output with the first line, so it may have left no file.
            Err(error) if is_output && error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => {
                let what = private_file::display_name(path);
                return Err(Error::Read { what, source });
            }
        };
        if is_output && encoding::is_utf16(&bytes) {
            return Err(Error::Usage {
                message: format!("`{}` is UTF-16, and cannot be continued", path.display()),
                help: "choose another file for --output; this one was not changed",
            });
        }
        let text = encoding::decode_text(&bytes);
        let complete_length = memchr::memrchr(b'\n', &bytes).map_or(0, |end| end.saturating_add(1));
        let last_line = String::from_utf8_lossy(&bytes[complete_length..]).into_owned();
        let is_result = |line: &str| {
            serde_json::from_str::<Value>(line).is_ok_and(|line| line["user_id"].is_string())
        };
        let mut state = Self {
            users: HashSet::new(),
            is_output,
            file: private_file::ExistingFile {
                length: bytes.len() as u64,
                complete_length: complete_length as u64,
                lacks_line_end: is_result(&last_line),
            },
            stdout_line_is_incomplete: !last_line.is_empty() && !is_output && is_stdout(path),
        };
        for line in text.lines() {
            state.record(line, plan, courier.issue_url().as_str(), now);
        }
        let mut complete_lines = text.lines().take(text.matches('\n').count());
        let is_results_file = complete_lines.all(|line| line.is_empty() || is_result(line))
            && (last_line.is_empty() || last_line.starts_with('{'));
        if is_output && !is_results_file {
            return Err(Error::Usage {
                message: format!("`{}` is not a results file of `issue`", path.display()),
                help: "choose another file; this one was not changed",
            });
        }
        Ok(state)
    }

    /// Records the line of a user. If a user has several lines, the last one counts.
    fn record(&mut self, line: &str, plan: &IssuePlan, endpoint: &str, now: DateTime<Utc>) {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            return;
        };
        let Some(user) = line["user_id"].as_str() else {
            return;
        };
        let is_unexpired = line["expires_epoch"]
            .as_f64()
            .is_some_and(|exp| exp > unix_seconds(now));
        let scopes = line["scopes"].as_array().into_iter().flatten();
        let has_scopes = scopes
            .filter_map(Value::as_str)
            .eq(&plan.requested.permissions);
        let has_endpoint = line["endpoint"] == endpoint;
        if line["token"].is_string() && is_unexpired && has_scopes && has_endpoint {
            self.users.insert(user.to_owned());
        } else {
            self.users.remove(user);
        }
    }
}

/// Returns true if standard output is redirected to this file.
fn is_stdout(path: &Path) -> bool {
    let stdout = same_file::Handle::stdout();
    let file = same_file::Handle::from_path(path);
    matches!((stdout, file), (Ok(stdout), Ok(file)) if stdout == file)
}
