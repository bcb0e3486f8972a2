//! `courier-auth sandbox start` as a server for a test.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use super::{Response, Test, binary, http};

/// A running sandbox, which is killed when dropped.
pub(crate) struct Sandbox {
    child: Child,
    pub(crate) url: String,
    pub(crate) api_key: String,
}

impl Sandbox {
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// Starts a sandbox that writes its log to a file.
    pub(crate) fn start_logged(log: File) -> Self {
        let mut command = binary();
        command.args(["sandbox", "start", "--port", "0", "--json"]);
        command.stderr(log);
        Self::start_as(&mut command)
    }

    /// Starts a sandbox with these options, quoted as in a POSIX shell.
    pub(crate) fn start_with(options: &str) -> Self {
        let mut command = binary();
        command.args(["sandbox", "start", "--port", "0", "--json"]);
        command.args(shlex::split(options).unwrap());
        Self::start_as(&mut command)
    }

    /// Starts a sandbox with limits, as arguments of the shell's `ulimit`.
    #[cfg(unix)]
    pub(crate) fn limited(limits: &str) -> Self {
        let mut command = binary();
        command.args(["sandbox", "start", "--port", "0", "--json"]);
        Self::start_as(&mut super::with_limits(&command, limits))
    }

    fn start_as(command: &mut Command) -> Self {
        let (child, ready) = start_server(command);
        assert_eq!(ready["pid"], child.id());
        let text = |name: &str| ready[name].as_str().unwrap().to_owned();
        Self {
            child,
            url: text("url"),
            api_key: text("api_key"),
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn port(&self) -> &str {
        self.url.rsplit(':').next().unwrap()
    }

    /// Returns the value of an `Authorization` header with the API key.
    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.api_key)
    }

    /// Waits for the exit; returns the exit code.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// Runs `issue --user alice` with more options; returns the token.
    pub(crate) fn issue(&self, options: &str) -> String {
        let outcome = Test::line(&format!("issue --user alice {options}"))
            .at(self)
            .run();
        outcome.exits_with(0, "eyJ", "");
        outcome.stdout.trim_end().to_owned()
    }

    /// Requests a token with any scope, which the preflight check of `issue` might refuse.
    pub(crate) fn token(&self, api_key: &str, scope: &str) -> String {
        let authorization = format!("Bearer {api_key}");
        let headers = [("authorization", authorization.as_str())];
        let body = json!({ "scope": scope, "expires_in": "1h" }).to_string();
        let response = self.request("POST", "/auth/issue-token", &headers, &body);
        response.json()["token"].as_str().unwrap().to_owned()
    }

    /// Sends a token request with the API key and more headers.
    pub(crate) fn request_token(&self, headers: &[(&str, &str)], body: &str) -> Response {
        let bearer = self.bearer();
        let headers = [&[("authorization", bearer.as_str())], headers].concat();
        self.request("POST", "/auth/issue-token", &headers, body)
    }

    pub(crate) fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Response {
        http(method, &format!("{}{path}", self.url), headers, body)
    }

    /// Sends a request to one of the sandbox's own controls, below `/_sandbox`.
    pub(crate) fn control(&self, method: &str, name: &str, body: &str) -> Response {
        self.request(method, &format!("/_sandbox/{name}"), &[], body)
    }

    /// Sends a message with the API key.
    pub(crate) fn send(&self, message: &Value) -> Response {
        let bearer = self.bearer();
        let body = json!({ "message": message }).to_string();
        self.request("POST", "/send", &[("authorization", &bearer)], &body)
    }

    /// Changes settings of the workspace; returns all of them.
    pub(crate) fn set_workspace(&self, settings: &Value) -> Value {
        let response = self.control("POST", "workspace", &settings.to_string());
        assert_eq!(response.status, 200, "{}", response.body);
        response.json()
    }

    pub(crate) fn seed(&self, json: &str) {
        let response = self.control("POST", "seed", json);
        assert_eq!(response.status, 204, "{}", response.body);
    }

    pub(crate) fn state(&self) -> Value {
        self.control("GET", "state", "").json()
    }

    /// Sends a GraphQL document to the Inbox with a token of the user `alice`.
    pub(crate) fn query(&self, token: &str, document: &str) -> Response {
        let body = json!({ "query": document }).to_string();
        let authorization = format!("Bearer {token}");
        let headers = [
            ("authorization", authorization.as_str()),
            ("x-courier-user-id", "alice"),
        ];
        self.request("POST", "/q", &headers, &body)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a server and waits for the line of JSON that it prints when it is ready.
pub(crate) fn start_server(command: &mut Command) -> (Child, Value) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, serde_json::from_str(&line).unwrap())
}
