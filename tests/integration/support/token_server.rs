//! `courier-auth serve` as a server for a test.

#[cfg(unix)]
use std::io::Read as _;
use std::{
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
};

#[cfg(unix)]
use super::{Outcome, send_signal, with_limits};
use super::{Response, Sandbox, binary, http, sandbox::start_server};

/// A running `courier-auth serve`, which is killed when dropped.
pub(crate) struct TokenServer {
    child: Child,
    /// The URL of the token endpoint.
    pub(crate) url: String,
}

impl TokenServer {
    pub(crate) fn start(courier_url: &str, key: &str, options: &str) -> Self {
        let mut command = binary();
        command
            .args(["serve", "--port", "0", "--json"])
            .args(shlex::split(options).unwrap())
            .env("COURIER_BASE_URL", courier_url)
            .env("COURIER_API_KEY", key);
        Self::run(&mut command)
    }

    /// Starts a server with limits, as arguments of the shell's `ulimit`.
    #[cfg(unix)]
    pub(crate) fn limited(sandbox: &Sandbox, limits: &str) -> Self {
        let mut command = binary();
        command
            .args(["serve", "--port", "0", "--json"])
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", &sandbox.api_key);
        Self::run(&mut with_limits(&command, limits))
    }

    /// Starts a server in a folder.
    pub(crate) fn in_folder(folder: &Path, sandbox: &Sandbox) -> Self {
        let mut command = binary();
        command
            .args(["serve", "--port", "0", "--json"])
            .current_dir(folder)
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", &sandbox.api_key);
        Self::run(&mut command)
    }

    fn run(command: &mut Command) -> Self {
        let (child, ready) = start_server(command.stderr(Stdio::piped()));
        let url = ready["url"].as_str().unwrap().to_owned();
        Self { child, url }
    }

    pub(crate) fn at(sandbox: &Sandbox, options: &str) -> Self {
        Self::start(&sandbox.url, &sandbox.api_key, options)
    }

    pub(crate) fn get(&self, query: &str) -> Response {
        http("GET", &format!("{}{query}", self.url), &[], "")
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn post(&self, body: &str) -> Response {
        http("POST", &self.url, &[], body)
    }

    /// Sends a GET request to another path of the server.
    pub(crate) fn get_path(&self, path: &str) -> Response {
        let (base, _) = self.url.split_once("/api").unwrap();
        http("GET", &format!("{base}{path}"), &[], "")
    }

    /// Returns the standard error of the server, once.
    pub(crate) fn take_stderr(&mut self) -> ChildStderr {
        self.child.stderr.take().unwrap()
    }

    /// Stops the server with SIGTERM. The outcome has no stdout: that was read by `start`.
    #[cfg(unix)]
    pub(crate) fn stop(mut self) -> Outcome {
        send_signal(self.child.id(), rustix::process::Signal::TERM);
        let mut stderr = String::new();
        self.take_stderr().read_to_string(&mut stderr).unwrap();
        Outcome {
            code: self.child.wait().unwrap().code(),
            stdout: String::new(),
            stderr,
        }
    }
}

impl Drop for TokenServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
