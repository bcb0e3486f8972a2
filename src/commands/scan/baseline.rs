//! The baseline: a file with the findings of an old code base, which are not reported again.

use std::{
    collections::HashSet,
    fs,
    io::{self, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::files::ScannedFile;
use crate::{error::Error, private_file::display_name, text::plural};

/// The name and the version of the file.
const SCHEMA: &str = "courier-auth/scan-baseline/v1";

/// The content of the file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Baseline {
    schema: String,
    findings: Vec<Known>,
}

/// A finding that is known. The rule and the path are for people who read the file.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    fingerprint: String,
    rule: String,
    path: String,
}

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, or is no baseline.
    pub(super) fn read(path: &Path) -> Result<Self, Error> {
        let what = || format!("the baseline {}", display_name(path));
        let bytes = fs::read(path).map_err(|source| Error::Read {
            what: what(),
            source,
        })?;
        let parsed: Result<Self, _> = serde_json::from_slice(&bytes);
        match parsed {
            Ok(baseline) if baseline.schema == SCHEMA => Ok(baseline),
            Ok(baseline) => Err(invalid(
                &what(),
                &format!("its schema is `{}`", baseline.schema),
            )),
            Err(error) if error.is_data() => Err(invalid(&what(), "it has another form")),
            Err(error) => Err(invalid(&what(), &error.to_string())),
        }
    }

    /// Writes the findings to a file. Returns their number.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written, or if it exists and is not a baseline.
    pub(super) fn write(path: &Path, files: &[ScannedFile]) -> Result<usize, Error> {
        if path.exists() && Self::read(path).is_err() {
            return Err(Error::Usage {
                message: format!("{} exists and is not a baseline", display_name(path)),
                help: "name another file with --baseline",
            });
        }
        let findings = files.iter().flat_map(|file| {
            file.findings.iter().map(|finding| Known {
                fingerprint: finding.fingerprint.clone(),
                rule: finding.rule.name.to_owned(),
                path: file.path.clone(),
            })
        });
        let baseline = Self {
            schema: SCHEMA.to_owned(),
            findings: findings.collect(),
        };
        let write = || {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
            serde_json::to_writer_pretty(&mut file, &baseline)?;
            file.write_all(b"\n")?;
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                // It is committed, and contains no secret.
                file.as_file()
                    .set_permissions(fs::Permissions::from_mode(0o644))?;
            }
            file.persist(path).map_err(|error| error.error)
        };
        // The message of tempfile names the temporary file.
        write().map_err(|error: io::Error| Error::Baseline {
            path: display_name(path),
            source: error.kind().into(),
        })?;
        Ok(baseline.findings.len())
    }

    /// Removes the known findings. Returns their number.
    pub(super) fn remove_known(self, files: &mut [ScannedFile]) -> usize {
        let known: HashSet<String> = self
            .findings
            .into_iter()
            .map(|known| known.fingerprint)
            .collect();
        let mut removed = 0;
        for file in files {
            let before = file.findings.len();
            file.findings
                .retain(|finding| !known.contains(&finding.fingerprint));
            removed += before - file.findings.len();
        }
        removed
    }
}

/// Describes a file that was written.
pub(super) fn written(path: &Path, count: usize) -> String {
    let findings = plural(count as u64, "known finding");
    format!("wrote {findings} to {}", display_name(path))
}

fn invalid(what: &str, reason: &str) -> Error {
    Error::Usage {
        message: format!("{what} is invalid: {reason}"),
        help: "write it again with --write-baseline",
    }
}
