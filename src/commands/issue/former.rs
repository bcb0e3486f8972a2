//! A former answer that is gone on with.

use std::{collections::HashSet, fs, io, path::Path};

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::plan::Plan;
use crate::{courier::Courier, error::Error, private_file, time::unix_seconds};

/// What a former answer holds.
#[derive(Debug, Default)]
pub(super) struct Former {
    /// Who has a token that is as good as a new one.
    pub(super) users: HashSet<String>,
    /// Whether this answer is added to that one.
    pub(super) is_output: bool,
    /// What it is as a file.
    pub(super) file: private_file::ExistingFile,
    /// Whether this answer goes by standard output behind a line that has no end.
    pub(super) tears_stdout: bool,
}

impl Former {
    /// Reads the former answer, if there is to be one.
    ///
    /// # Errors
    /// When it cannot be read, or this answer is to be added to what is none.
    pub(super) fn read(
        path: Option<&Path>,
        output: Option<&Path>,
        plan: &Plan,
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
            // It is there from the first line on.
            Err(error) if is_output && error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(source) => {
                let what = private_file::display_name(path);
                return Err(Error::Read { what, source });
            }
        };
        let text = String::from_utf8_lossy(&bytes);
        let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1);
        let tail = String::from_utf8_lossy(&bytes[whole..]).into_owned();
        let is_line = |line: &str| {
            serde_json::from_str::<Value>(line).is_ok_and(|line| line["user"].is_string())
        };
        let mut former = Self {
            users: HashSet::new(),
            is_output,
            file: private_file::ExistingFile {
                length: bytes.len() as u64,
                complete_length: whole as u64,
                lacks_line_end: is_line(&tail),
            },
            tears_stdout: !tail.is_empty() && !is_output && is_stdout(path),
        };
        for line in text.lines() {
            former.line(line, plan, courier.issue_url().as_str(), now);
        }
        let mut whole_lines = text.lines().take(text.matches('\n').count());
        let is_answer = whole_lines.all(|line| line.is_empty() || is_line(line))
            && (tail.is_empty() || tail.starts_with('{'));
        if is_output && !is_answer {
            return Err(Error::Usage {
                message: format!("`{}` is no former answer", path.display()),
                help: "choose another file: nothing of this one was changed",
            });
        }
        Ok(former)
    }

    /// Of two lines of one user the last counts.
    fn line(&mut self, line: &str, plan: &Plan, endpoint: &str, now: DateTime<Utc>) {
        let Ok(line) = serde_json::from_str::<Value>(line) else {
            return;
        };
        let Some(user) = line["user"].as_str() else {
            return;
        };
        let lives = line["exp"]
            .as_f64()
            .is_some_and(|exp| exp > unix_seconds(now));
        let scopes = line["scopes"].as_array().into_iter().flatten();
        let has_scopes = scopes.filter_map(Value::as_str).eq(plan.permissions());
        let is_from_there = line["endpoint"] == endpoint;
        if line["token"].is_string() && lives && has_scopes && is_from_there {
            self.users.insert(user.to_owned());
        } else {
            self.users.remove(user);
        }
    }
}

/// Whether standard output goes into this very file.
fn is_stdout(path: &Path) -> bool {
    let stdout = same_file::Handle::stdout();
    let file = same_file::Handle::from_path(path);
    matches!((stdout, file), (Ok(stdout), Ok(file)) if stdout == file)
}
