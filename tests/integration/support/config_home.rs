//! A configuration folder for tests of profiles.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{Outcome, Test};

/// A temporary folder for `COURIER_AUTH_CONFIG_DIR`.
pub(crate) struct ConfigHome(TempDir);

impl ConfigHome {
    /// Creates an empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Creates a folder with a `config.toml`.
    pub(crate) fn with(config: &str) -> Self {
        let home = Self::new();
        fs::write(home.file(), config).unwrap();
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Returns the path of `config.toml`.
    pub(crate) fn file(&self) -> PathBuf {
        self.path().join("config.toml")
    }

    /// Returns the text of `config.toml`.
    pub(crate) fn config(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    /// Returns the names of the files in the folder, sorted.
    pub(crate) fn file_names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Runs a command line with this configuration.
    pub(crate) fn run(&self, line: &str) -> Outcome {
        self.line(line).run()
    }

    /// Prepares a run of a command line with this configuration.
    pub(crate) fn line(&self, line: &str) -> Test {
        self.configure(Test::line(line))
    }

    /// Sets `COURIER_AUTH_CONFIG_DIR`.
    pub(crate) fn configure(&self, test: Test) -> Test {
        test.env("COURIER_AUTH_CONFIG_DIR", self.path().to_str().unwrap())
    }
}
