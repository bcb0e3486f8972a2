//! The builder every test uses: a child with a scrubbed environment, and servers to talk to.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use assert_cmd::cargo::CommandCargoExt as _;

/// Looks again and again, but not for ever.
#[track_caller]
pub(crate) fn wait_until(what: &str, mut is_there: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while !is_there() {
        assert!(began.elapsed() < PATIENCE, "{what} does not come");
        thread::yield_now();
    }
}

/// How long anything may take, on a machine that is busy.
const PATIENCE: Duration = Duration::from_mins(1);

/// A key that is visibly none.
pub(crate) const KEY: &str = "pk_test_FAKEFAKEFAKEFAKE";

/// Sends a process a signal; kill(1) is not on every machine.
#[cfg(unix)]
#[track_caller]
pub(crate) fn send_signal(process: u32, signal: rustix::process::Signal) {
    let process = i32::try_from(process).unwrap();
    let process = rustix::process::Pid::from_raw(process).unwrap();
    rustix::process::kill_process(process, signal).unwrap();
}

/// One run of the binary.
pub(crate) struct Test {
    command: assert_cmd::Command,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Test {
    pub(crate) fn new<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        let mut command = assert_cmd::Command::from_std(program());
        command.args(args).timeout(Duration::from_secs(30));
        Self { command }
    }

    /// A run of another program.
    pub(crate) fn of(command: Command) -> Self {
        let mut command = assert_cmd::Command::from_std(command);
        command.timeout(Duration::from_secs(30));
        Self { command }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn stdin(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.command.write_stdin(text);
        self
    }

    /// Points the run at a sandbox.
    pub(crate) fn at(self, sandbox: &Sandbox) -> Self {
        self.env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", &sandbox.api_key)
    }

    pub(crate) fn run(mut self) -> Ran {
        let output = self.command.output().unwrap();
        Ran {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ran {
    /// Checks code and both streams. An empty pattern is an empty stream; of any other each line
    /// must stand somewhere in it.
    #[track_caller]
    pub(crate) fn is(&self, code: i32, stdout: &str, stderr: &str) -> &Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        for (pattern, text) in [(stdout, &self.stdout), (stderr, &self.stderr)] {
            if pattern.is_empty() {
                assert!(text.is_empty(), "{self:#?}");
            }
            for line in pattern.lines() {
                assert!(text.contains(line), "`{line}` is missing: {self:#?}");
            }
        }
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.stdout.lines().count(), 1, "{self:#?}");
        serde_json::from_str(&self.stdout).unwrap()
    }
}

/// Whether there is such a program. Where it is not, a test that needs it says so aloud.
pub(crate) fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = std::env::split_paths(&path).any(|folder| folder.join(program).exists());
    // Whoever has installed what is needed wants to know that it was used.
    let must_be = std::env::var_os("CI_HAS_ALL_TOOLS").is_some();
    assert!(is_there || !must_be, "there is no {program}");
    if !is_there {
        // Not by a macro, whose output is kept from the one who runs the tests.
        let mut stderr = std::io::stderr();
        let _ = writeln!(
            stderr,
            "\nNOT TESTED: there is no {program} on this machine"
        );
    }
    is_there
}

/// The binary with nothing of this process's environment.
pub(crate) fn program() -> Command {
    let mut command = Command::cargo_bin("courier-auth").unwrap();
    command
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("RUST_BACKTRACE", "1");
    // Without it Windows opens no socket.
    #[cfg(windows)]
    command.envs(std::env::var_os("SYSTEMROOT").map(|value| ("SYSTEMROOT", value)));
    command
}

/// `courier-auth sandbox start`, stopped when dropped.
pub(crate) struct Sandbox {
    child: Child,
    pub(crate) url: String,
    pub(crate) api_key: String,
}

/// A server that runs, and the line of JSON by which it tells that it is ready.
pub(crate) fn started(command: &mut Command) -> (Child, serde_json::Value) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, serde_json::from_str(&line).unwrap())
}

impl Sandbox {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    pub(crate) fn start_with(args: &[&str]) -> Self {
        let mut command = program();
        command.args(["sandbox", "start", "--port", "0", "--json"]);
        let (child, ready) = started(command.args(args));
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

    pub(crate) fn wait(&mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    pub(crate) fn issue(&self, args: &[&str]) -> String {
        let args = ["issue", "--user", "alice"]
            .into_iter()
            .chain(args.iter().copied());
        let ran = Test::new(args).at(self).run();
        ran.is(0, "eyJ", "");
        ran.stdout.trim_end().to_owned()
    }

    pub(crate) fn seed(&self, json: &str) {
        let answer = http("POST", &format!("{}/_sandbox/seed", self.url), &[], json);
        assert_eq!(answer.status, 204, "{}", answer.body);
    }

    pub(crate) fn state(&self) -> serde_json::Value {
        http("GET", &format!("{}/_sandbox/state", self.url), &[], "").json()
    }

    /// Sends a GraphQL document with a token.
    pub(crate) fn query(&self, token: &str, document: &str) -> Answer {
        let body = serde_json::json!({ "query": document }).to_string();
        let authorization = format!("Bearer {token}");
        let headers = [
            ("authorization", authorization.as_str()),
            ("x-courier-user-id", "alice"),
        ];
        http("POST", &format!("{}/q", self.url), &headers, &body)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer to a request of a test's own.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The rule that a sandbox names for a refusal.
    pub(crate) fn rule(&self) -> Option<&str> {
        self.header("x-courier-auth-rule")
    }

    /// A header, by its name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let headers = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = headers.filter(|(known, _)| *known == name);
        found.next().map(|(_, value)| value)
    }
}

/// One HTTP request, written by hand: a mistake of the program's own client cannot hide here.
pub(crate) fn http(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut request = format!("{method} /{path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "host") {
        write!(request, "host: {host}\r\n").unwrap();
    }
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n").unwrap();
    }
    write!(request, "content-length: {}\r\n\r\n{body}", body.len()).unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

/// A server that gives every request the next of its answers, the last one for ever, and keeps
/// what it was asked.
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
    served: Arc<AtomicUsize>,
}

impl Server {
    /// `answers` are whole HTTP answers; an empty one closes the connection.
    pub(crate) fn start(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let served = Arc::new(AtomicUsize::new(0));
        let (seen, count) = (Arc::clone(&requests), Arc::clone(&served));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let request = read_request(&mut stream);
                seen.lock().unwrap().push(request);
                let at = count.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
                let _ = stream.write_all(answers[at].as_bytes());
            }
        });
        Self {
            url,
            requests,
            served,
        }
    }

    /// Gives one answer, and takes what comes then without one. Its address, and a file that is
    /// there as soon as a second request has come.
    pub(crate) fn start_then_silent(first: String) -> (String, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap().keep();
        let mark = folder.join("asked");
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = mark.clone();
        thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            read_request(&mut stream);
            stream.write_all(first.as_bytes()).unwrap();
            drop(stream);
            let mut held = Vec::new();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                read_request(&mut stream);
                let _ = std::fs::write(&asked, "");
                held.push(stream);
            }
        });
        (url, mark)
    }

    pub(crate) fn served(&self) -> usize {
        self.served.load(Ordering::SeqCst)
    }
}

/// A whole HTTP answer that closes its connection.
pub(crate) fn answer(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut request = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        request.push_str(&line);
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    request + "\r\n" + &String::from_utf8_lossy(&body)
}

/// A proxy before a sandbox that does not hand on every request.
pub(crate) struct Refusing {
    pub(crate) url: String,
    issued: Arc<AtomicUsize>,
}

impl Refusing {
    /// Answers 401 for one user, once others were served.
    pub(crate) fn start(upstream: &str, user: &str) -> Self {
        let mark = format!("user_id:{user} ");
        Self::between(upstream, move |_, body, served, stream| {
            if !body.contains(&mark) {
                return false;
            }
            wait_until("the others", || served.load(Ordering::SeqCst) >= 5);
            let _ = stream.write_all(answer("401 No", r#"{"message":"no"}"#).as_bytes());
            true
        })
    }

    /// Takes the request of that number and never answers it.
    pub(crate) fn start_hanging(upstream: &str, number: usize) -> Self {
        Self::between(upstream, move |at, _, _, stream| {
            // Until the client goes away.
            at == number && stream.read(&mut [0]).is_ok_and(|length| length == 0)
        })
    }

    /// Does something before each request is handed on.
    pub(crate) fn after(upstream: &str, deed: impl Fn() + Send + Sync + 'static) -> Self {
        Self::between(upstream, move |_, _, _, _| {
            deed();
            false
        })
    }

    /// Hands on to the sandbox what `deed` does not deal with.
    fn between(
        upstream: &str,
        deed: impl Fn(usize, &str, &AtomicUsize, &mut TcpStream) -> bool + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let issued = Arc::new(AtomicUsize::new(0));
        let (served, deed) = (Arc::clone(&issued), Arc::new(deed));
        let upstream = format!("{upstream}/auth/issue-token");
        thread::spawn(move || {
            for (at, stream) in (1..).zip(listener.incoming()) {
                let Ok(mut stream) = stream else { return };
                let (upstream, deed, served) =
                    (upstream.clone(), Arc::clone(&deed), Arc::clone(&served));
                thread::spawn(move || {
                    let request = read_request(&mut stream);
                    let (head, body) = request.split_once("\r\n\r\n").unwrap();
                    if deed(at, body, &served, &mut stream) {
                        return;
                    }
                    let key = head
                        .lines()
                        .find_map(|line| line.strip_prefix("authorization: "));
                    let headers = [("authorization", key.unwrap())];
                    let answered = http("POST", &upstream, &headers, body);
                    served.fetch_add(1, Ordering::SeqCst);
                    let _ = stream.write_all(answer("200 OK", &answered.body).as_bytes());
                });
            }
        });
        Self { url, issued }
    }

    pub(crate) fn issued(&self) -> usize {
        self.issued.load(Ordering::SeqCst)
    }
}
