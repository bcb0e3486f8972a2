//! Runs of the built binary: the builder that every test uses, and the outcome of a run.

use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use assert_cmd::cargo::CommandCargoExt as _;
use serde_json::Value;

use super::{Sandbox, validate_documents};

/// One run of `courier-auth`, or of another program.
pub(crate) struct Test {
    command: assert_cmd::Command,
    /// The arguments of `courier-auth`, `None` for another program.
    args: Option<Vec<String>>,
}

impl Test {
    /// Runs `courier-auth` with the arguments of a command line, quoted as in a POSIX shell.
    ///
    /// ```ignore
    /// Test::line("issue --user josé:1 --expires-in '2 hours'")
    /// ```
    #[track_caller]
    pub(crate) fn line(line: &str) -> Self {
        let args = shlex::split(line).unwrap_or_else(|| panic!("unbalanced quotes: {line}"));
        Self::new(args.iter().map(String::as_str))
    }

    /// Runs `courier-auth` with these arguments.
    pub(crate) fn new<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        let test = Self {
            args: Some(Vec::new()),
            ..Self::program(binary())
        };
        test.args(args)
    }

    /// Runs another program.
    pub(crate) fn program(command: Command) -> Self {
        let mut command = assert_cmd::Command::from_std(command);
        command.timeout(Duration::from_secs(30));
        Self {
            command,
            args: None,
        }
    }

    /// Adds an argument that is known only at run time.
    pub(crate) fn arg(self, arg: &str) -> Self {
        self.args([arg])
    }

    /// Adds arguments that are known only at run time.
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        for arg in args {
            self.command.arg(arg);
            self.args
                .iter_mut()
                .for_each(|args| args.push(arg.to_owned()));
        }
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs the program in this folder.
    pub(crate) fn in_folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Sets `COURIER_API_KEY`.
    pub(crate) fn key(self, api_key: &str) -> Self {
        self.env("COURIER_API_KEY", api_key)
    }

    /// Sets `COURIER_BASE_URL` and `COURIER_API_KEY` to those of a sandbox.
    pub(crate) fn at(self, sandbox: &Sandbox) -> Self {
        self.env("COURIER_BASE_URL", &sandbox.url)
            .key(&sandbox.api_key)
    }

    pub(crate) fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.command.write_stdin(text);
        self
    }

    /// Waits for the exit, 30 seconds at most.
    pub(crate) fn run(mut self) -> Outcome {
        let outcome: Outcome = self.command.output().unwrap().into();
        let documents = validate_documents(&outcome.stdout);
        validate_documents(&outcome.stderr);
        assert!(
            !self.prints_json() || documents > 0 || outcome.stdout.is_empty(),
            "no document with a schema: {outcome:#?}"
        );
        outcome
    }

    /// Returns true if standard output is certainly a JSON document of `courier-auth`.
    fn prints_json(&self) -> bool {
        let args = self.args.iter().flatten().take_while(|arg| *arg != "--");
        let args: Vec<&str> = args.map(String::as_str).collect();
        let is_option = |pair: &[&str]| pair[1] == "--json" && pair[0] != "--user";
        args.windows(2).any(is_option) && !args.contains(&"schema")
    }
}

/// How a run ended, and what it printed.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code, `None` if a signal ended the process.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Asserts the exit code and the contents of both streams.
    ///
    /// Each line of `stdout` and `stderr` is a pattern that must occur somewhere in that stream, in
    /// any order. An empty string asserts that the stream is empty, and `"\n"` that it is not.
    #[track_caller]
    pub(crate) fn exits_with(&self, code: i32, stdout: &str, stderr: &str) -> &Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for (patterns, text) in [(stdout, &self.stdout), (stderr, &self.stderr)] {
            assert_eq!(patterns.is_empty(), text.is_empty(), "{self:#?}");
            for pattern in patterns.lines() {
                assert!(text.contains(pattern), "`{pattern}` is missing: {self:#?}");
            }
        }
        self
    }

    /// Returns the JSON document on stdout, which must be on a single line.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let documents = self.json_lines();
        let [document] = &documents[..] else {
            panic!("{self:#?}");
        };
        document.clone()
    }

    /// Returns the JSON documents on stdout, one per line.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        let lines = self.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl From<Output> for Outcome {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Returns the built binary with an environment that inherits nothing from this process.
pub(crate) fn binary() -> Command {
    let mut command = Command::cargo_bin("courier-auth").unwrap();
    command
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("RUST_BACKTRACE", "1");
    // Windows opens no socket without it.
    #[cfg(windows)]
    command.envs(std::env::var_os("SYSTEMROOT").map(|value| ("SYSTEMROOT", value)));
    command
}
