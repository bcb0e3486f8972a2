//! `mark-read` against a server that fails in every way there is: what is reported is what the
//! server did, whatever happens in between.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::Stdio,
    sync::{Arc, Mutex},
    thread,
};

use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use crate::common::{KEY, Ran, Test, answer, program, wait_until};

/// What a server does instead of its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// An error for some messages, which are not marked.
    PartialErrors,
    False,
    Null,
    MissingAlias,
    TooMany,
    Broken,
    /// The connection ends without an answer, before anything was done.
    Reset,
    /// The connection ends in the middle of the answer, and everything was done.
    Truncated,
    Html,
    /// Nothing comes until the time is up.
    Slow,
    /// The token is refused.
    Unauthorized,
    /// Every message is answered twice, once so and once so.
    Duplicate,
    /// The document is too large, if it holds more than one message.
    TooLarge,
    /// Validation fails, if it holds more than one message.
    Invalid,
    /// Nothing is executed, for a reason that passes.
    Internal,
    /// `true` for messages that are not marked.
    Lie,
}

const FAULTS: [Fault; 15] = [
    Fault::PartialErrors,
    Fault::False,
    Fault::Null,
    Fault::MissingAlias,
    Fault::TooMany,
    Fault::Broken,
    Fault::Reset,
    Fault::Truncated,
    Fault::Html,
    Fault::Slow,
    Fault::Unauthorized,
    Fault::Duplicate,
    Fault::TooLarge,
    Fault::Invalid,
    Fault::Internal,
];

/// What is done with which request: the first, the second and so on; later ones are served.
type Plan = Vec<Option<Fault>>;

/// An Inbox of one user.
#[derive(Default)]
struct Inbox {
    messages: BTreeSet<String>,
    read: BTreeSet<String>,
    /// How often each was marked.
    marked: BTreeMap<String, u32>,
    mutations: usize,
    largest: usize,
    tokens: usize,
    /// After so many mutations no list is given any more.
    lists_hang_behind: Option<usize>,
    /// No token is given.
    tokens_hang: bool,
    is_hanging: bool,
    is_over: bool,
}

struct Faulty {
    url: String,
    inbox: Arc<Mutex<Inbox>>,
}

impl Faulty {
    fn start(messages: impl IntoIterator<Item = String>, plan: Plan) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let inbox = Arc::new(Mutex::new(Inbox {
            messages: messages.into_iter().collect(),
            ..Inbox::default()
        }));
        let shared = Arc::clone(&inbox);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                if shared.lock().unwrap().is_over {
                    return;
                }
                let (inbox, plan) = (Arc::clone(&shared), plan.clone());
                thread::spawn(move || serve(stream, &inbox, &plan));
            }
        });
        Self { url, inbox }
    }

    fn read(&self) -> BTreeSet<String> {
        self.inbox.lock().unwrap().read.clone()
    }
}

impl Drop for Faulty {
    /// A thousand servers would leave no descriptors for the other tests.
    fn drop(&mut self) {
        if let Ok(mut inbox) = self.inbox.lock() {
            inbox.is_over = true;
        }
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

/// Serves one connection until it ends.
fn serve(stream: TcpStream, inbox: &Mutex<Inbox>, plan: &Plan) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some((path, body)) = request(&mut reader) {
        let reply = if path.ends_with("/auth/issue-token") {
            let mut inbox = inbox.lock().unwrap();
            if inbox.tokens_hang {
                inbox.is_hanging = true;
                drop(inbox);
                // Until the client goes away.
                let _ = reader.read(&mut [0]);
                return;
            }
            issue(&body, &mut inbox)
        } else if body["query"].as_str().unwrap().starts_with("query") {
            let mut inbox = inbox.lock().unwrap();
            if inbox
                .lists_hang_behind
                .is_some_and(|number| inbox.mutations >= number)
            {
                inbox.is_hanging = true;
                drop(inbox);
                // Until the client goes away.
                let _ = reader.read(&mut [0]);
                return;
            }
            list(&body, &inbox)
        } else {
            let fault = {
                let mut inbox = inbox.lock().unwrap();
                inbox.mutations += 1;
                plan.get(inbox.mutations - 1).copied().flatten()
            };
            if fault == Some(Fault::Slow) {
                // Until the client goes away.
                let _ = reader.read(&mut [0]);
                return;
            }
            mark(&body, fault, &mut inbox.lock().unwrap())
        };
        let is_whole = reply.ends_with('}') || reply.ends_with('>');
        if stream.write_all(reply.as_bytes()).is_err() || !is_whole {
            return;
        }
    }
}

fn request(reader: &mut BufReader<TcpStream>) -> Option<(String, Value)> {
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if let Some(value) = line.to_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((path, serde_json::from_slice(&body).ok()?))
}

fn reply(status: &str, body: &str) -> String {
    answer(status, body).replace("connection: close\r\n", "")
}

/// A token as Courier makes it; nobody here looks at its signature.
fn issue(body: &Value, inbox: &mut Inbox) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    inbox.tokens += 1;
    let life: i64 = body["expires_in"]
        .as_str()
        .unwrap()
        .trim_end_matches(" seconds")
        .parse()
        .unwrap();
    let claims = json!({
        "scope": body["scope"], "iat": 1_700_000_000, "exp": 1_700_000_000 + life,
        "jti": inbox.tokens.to_string(),
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let token = format!(
        "{}.{}.{}",
        part(&json!({"alg": "HS256", "typ": "JWT"})),
        part(&claims),
        URL_SAFE_NO_PAD.encode([0; 32])
    );
    reply("200 OK", &json!({ "token": token }).to_string())
}

fn list(body: &Value, inbox: &Inbox) -> String {
    const PAGE: usize = 100;
    let variables = &body["variables"];
    let archived = variables["params"]["archived"] == true;
    let after = variables["after"].as_str().unwrap_or("0");
    let start: usize = after.parse().unwrap();
    let all: Vec<&String> = if archived {
        Vec::new()
    } else {
        inbox.messages.iter().collect()
    };
    let node = |id: &&String| {
        let read = inbox
            .read
            .contains(*id)
            .then_some("2026-11-01T12:00:00.000Z");
        json!({ "messageId": id, "read": read })
    };
    let nodes: Vec<Value> = all.iter().skip(start).take(PAGE).map(node).collect();
    let has_next = start + PAGE < all.len();
    let page = json!({ "data": { "unread": 0, "messages": {
        "totalCount": all.len(),
        "pageInfo": { "hasNextPage": has_next, "startCursor": (start + PAGE).to_string() },
        "nodes": nodes,
    }}});
    reply("200 OK", &page.to_string())
}

fn mark(body: &Value, fault: Option<Fault>, inbox: &mut Inbox) -> String {
    let variables = body["variables"].as_object().unwrap();
    inbox.largest = inbox.largest.max(variables.len());
    let is_one = variables.len() == 1;
    match fault {
        Some(Fault::TooMany) => {
            return reply(
                "429 Slow down\r\nretry-after-ms: 1",
                r#"{"message":"slow down"}"#,
            );
        }
        Some(Fault::Broken) => {
            return reply("500 Oops\r\nretry-after-ms: 1", r#"{"message":"oops"}"#);
        }
        Some(Fault::Reset) => return String::new(),
        Some(Fault::Html) => {
            return reply("200 OK", "<html>the proxy is here</html>");
        }
        Some(Fault::Unauthorized) => return reply("401 No", r#"{"message":"Unauthorized"}"#),
        Some(Fault::Internal) => {
            return reply("200 OK", r#"{"data":null,"errors":[{"message":"oops"}]}"#);
        }
        Some(Fault::TooLarge) if !is_one => return reply("413 Too large", "{}"),
        Some(Fault::Invalid) if !is_one => {
            return reply("200 OK", r#"{"errors":[{"message":"too complex"}]}"#);
        }
        _ => {}
    }
    let (mut data, mut errors) = (Vec::new(), Vec::new());
    for (at, (alias, id)) in variables.iter().enumerate() {
        let id = id.as_str().unwrap();
        // Every third message is struck.
        let struck = fault.filter(|_| at % 3 == 0);
        let mut say = |value: &str| data.push(format!("\"{alias}\":{value}"));
        let error = |message: &str| json!({ "message": message, "path": [alias] });
        match struck {
            Some(Fault::PartialErrors) => {
                say("null");
                errors.push(error("broken"));
            }
            Some(Fault::Lie) => say("true"),
            Some(Fault::False) => say("false"),
            Some(Fault::Null) => say("null"),
            Some(Fault::MissingAlias) => {}
            Some(Fault::Duplicate) => {
                say("true");
                say("false");
            }
            _ if !inbox.messages.contains(id) => {
                say("null");
                errors.push(error("Message not found"));
            }
            _ => {
                say("true");
                inbox.read.insert(id.to_owned());
                *inbox.marked.entry(id.to_owned()).or_default() += 1;
            }
        }
    }
    let errors = match errors.len() {
        0 => String::new(),
        _ => format!(",\"errors\":{}", Value::from(errors)),
    };
    let whole = reply(
        "200 OK",
        &format!("{{\"data\":{{{}}}{errors}}}", data.join(",")),
    );
    if fault == Some(Fault::Truncated) {
        whole[..whole.len() - 5].to_owned()
    } else {
        whole
    }
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("m-{at:04}")).collect()
}

/// Marks messages that stand on standard input, by way of the API key.
fn mark_read(faulty: &Faulty, ids: &[String], options: &[&str]) -> Ran {
    let base = [
        "mark-read",
        "--user",
        "alice",
        "--json",
        "--api-url",
        &faulty.url,
        "-",
    ];
    Test::new(base.into_iter().chain(options.iter().copied()))
        .env("COURIER_API_KEY", KEY)
        .stdin(ids.join("\n"))
        .run()
}

fn names(report: &Value, what: &str) -> BTreeSet<String> {
    let ids = report[what].as_array().unwrap().iter();
    ids.map(|id| {
        let id = id.get("id").unwrap_or(id);
        id.as_str().unwrap().to_owned()
    })
    .collect()
}

#[test]
fn what_is_refused_alone_too_is_the_error_of_the_run_if_nothing_was_done() {
    let server = crate::common::Server::start(vec![answer("400 Bad", r#"{"message":"no"}"#)]);
    for ids in [&["a"][..], &["a", "b", "c"]] {
        let args = [
            "mark-read",
            "--user",
            "alice",
            "--client-key",
            "x",
            "--api-url",
            &server.url,
        ];
        Test::new(args.into_iter().chain(ids.iter().copied()))
            .env("COURIER_API_KEY", KEY)
            .run()
            .is(5, "", "error: Courier answered 400: no");
    }
    // One; then three, two and one of them, one and one.
    assert_eq!(server.served(), 1 + 5);
}

#[test]
fn a_server_that_lies_is_found_out_by_its_list() {
    let all = ids(60);
    let faulty = Faulty::start(all[1..].iter().cloned(), vec![Some(Fault::Lie); 2]);
    let ran = mark_read(&faulty, &all, &["--verify", "--retries", "0"]);
    ran.is(1, "Courier said it is read, its list says it is not", "");
    let report = ran.json();
    // The first one is not there at all: nothing but Courier's word tells of it.
    assert_eq!(names(&report, "unverified"), [all[0].clone()].into());
    let mut known = names(&report, "marked");
    assert!(known.remove(&all[0]));
    assert_eq!(known, faulty.read());
    assert_eq!(known.len(), 39);
}

/// Faults that are over in a moment; `Slow` takes as long as the time-out.
fn plans() -> impl Strategy<Value = Plan> {
    let fault = proptest::sample::select(&FAULTS[..]);
    proptest::collection::vec(proptest::option::weighted(0.6, fault), 0..16)
}

#[test]
fn the_report_is_what_the_server_did() {
    // Each plan is a process of its own, which waits before it tries again: many at once.
    const AT_ONCE: u32 = 25;
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                let config = ProptestConfig {
                    cases: 500 / AT_ONCE,
                    failure_persistence: None,
                    max_shrink_iters: 20,
                    ..ProptestConfig::default()
                };
                TestRunner::new(config)
                    .run(&(plans(), any::<bool>()), |(plan, verify)| {
                        holds(&plan, verify);
                        Ok(())
                    })
                    .unwrap();
            });
        }
    });
}

fn holds(plan: &Plan, verify: bool) {
    let all = ids(1_000);
    let faulty = Faulty::start(all[20..].iter().cloned(), plan.clone());
    let options = ["--retries", "2", "--timeout", "1", "--concurrency", "8"];
    let options: Vec<&str> = options
        .into_iter()
        .chain(verify.then_some("--verify"))
        .collect();
    let ran = mark_read(&faulty, &all, &options);
    let read = faulty.read();
    if ran.stdout.is_empty() {
        // Nothing at all was done, and the reason is told.
        assert!(
            read.is_empty() && ran.code.is_some_and(|code| code >= 4),
            "{ran:#?}"
        );
        return;
    }
    let report = ran.json();
    let (marked, failed) = (names(&report, "marked"), names(&report, "failed"));
    // Without a list nobody can know of what was done and not answered. Everything else is known.
    let is_lost = !verify && plan.contains(&Some(Fault::Truncated));
    assert!(marked.is_subset(&read), "{plan:?}");
    assert!(is_lost || marked == read, "{plan:?}");
    let known: BTreeSet<String> = marked.union(&failed).cloned().collect();
    assert_eq!(known, all.iter().cloned().collect(), "{plan:?}");
    assert!(marked.is_disjoint(&failed), "{plan:?}");
    assert!(names(&report, "already").is_empty());
    assert_eq!(ran.code, Some(1));
}

#[test]
fn each_fault_alone_is_got_over() {
    for fault in FAULTS {
        let all = ids(120);
        let faulty = Faulty::start(all.clone(), vec![None, Some(fault)]);
        let ran = mark_read(&faulty, &all, &["--timeout", "0.3", "--concurrency", "1"]);
        let report = ran.json();
        let marked = names(&report, "marked");
        // What the server said no to is final; everything else is asked for again.
        let is_final = matches!(fault, Fault::PartialErrors | Fault::False);
        assert_eq!(
            marked.len(),
            if is_final { 103 } else { 120 },
            "{fault:?}: {report}"
        );
        assert_eq!(marked, faulty.read(), "{fault:?}");
        assert_eq!(ran.code, Some(i32::from(is_final)), "{fault:?}");
        let inbox = faulty.inbox.lock().unwrap();
        assert_eq!(inbox.largest, 50);
        let tokens = if fault == Fault::Unauthorized { 2 } else { 1 };
        assert_eq!(inbox.tokens, tokens, "{fault:?}");
        // Only what did not succeed is sent again.
        let twice = inbox.marked.values().filter(|times| **times > 1).count();
        assert_eq!(
            twice,
            if fault == Fault::Truncated { 50 } else { 0 },
            "{fault:?}"
        );
    }
}

#[test]
fn a_token_that_is_refused_in_the_middle_ends_the_run_and_what_was_done_is_told() {
    let all = ids(200);
    let plan = vec![None, Some(Fault::Unauthorized), Some(Fault::Unauthorized)];
    let faulty = Faulty::start(all.clone(), plan);
    let ran = mark_read(&faulty, &all, &["--concurrency", "1"]);
    ran.is(
        1,
        "\"reason\":\"Courier refused the user token: 401 Unauthorized\"",
        "",
    );
    let report = ran.json();
    assert_eq!(names(&report, "marked"), faulty.read());
    assert_eq!(names(&report, "marked").len(), 50);
    assert_eq!(names(&report, "failed").len(), 150);
    // Nothing was sent in vain.
    assert_eq!(faulty.inbox.lock().unwrap().mutations, 3);
}

#[test]
fn what_was_marked_before_is_known_by_verify_and_what_is_lost_is_found() {
    let all = ids(120);
    let faulty = Faulty::start(all.clone(), vec![Some(Fault::Truncated); 3]);
    faulty.inbox.lock().unwrap().read.insert(all[7].clone());
    let ran = mark_read(&faulty, &all, &["--verify", "--retries", "0"]);
    ran.is(0, "\"already\":[\"m-0007\"],\"failed\":[]", "");
    let marked = names(&ran.json(), "marked");
    assert_eq!(marked.len(), 119);
    assert!(!marked.contains(&all[7]));
}

#[test]
fn where_all_answers_are_lost_the_report_says_that_nothing_is_known() {
    let all = ids(2);
    let faulty = Faulty::start(all.clone(), vec![Some(Fault::Truncated)]);
    let ran = mark_read(&faulty, &all, &["--retries", "0"]);
    assert_eq!(ran.code, Some(1), "{ran:#?}");
    let failed = &ran.json()["failed"];
    let reasons = failed.as_array().unwrap().iter();
    let told = "; whether Courier marked it is not known";
    let mut reasons = reasons.map(|failed| failed["reason"].as_str().unwrap());
    assert_eq!(reasons.len(), 2);
    assert!(reasons.all(|reason| reason.ends_with(told)), "{ran:#?}");
    assert_eq!(faulty.read().len(), 2);
}

#[test]
fn a_run_that_is_killed_anywhere_is_gone_on_with_and_nothing_is_counted_twice() {
    let folder = tempfile::tempdir().unwrap();
    let left = folder.path().join("left");
    let file = left.to_str().unwrap();
    let ids_file = folder.path().join("ids");
    let all = ids(500);
    std::fs::write(&ids_file, all.join("\n")).unwrap();
    // Before anything was sent, in the middle of several requests, and when all were there.
    for _ in 0..12 {
        let begun = fastrand::usize(0..=10);
        let faulty = Faulty::start(all.clone(), Vec::new());
        let mut child = program()
            .args(["mark-read", "--user", "alice", "--failed-to", file])
            .args(["--api-url", &faulty.url, "--ids-file"])
            .arg(&ids_file)
            .env("COURIER_API_KEY", KEY)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_until("a mutation", || {
            faulty.inbox.lock().unwrap().mutations >= begun
        });
        child.kill().unwrap();
        // It may have been done before.
        let is_done = child.wait().unwrap().success();
        let from = match std::fs::read_to_string(&left) {
            Ok(text) if is_done => {
                assert_eq!(text, "");
                continue;
            }
            Ok(text) if text.lines().count() == 500 => file,
            // It was killed before it wrote down what there is to do, or in the end.
            _ => ids_file.to_str().unwrap(),
        };
        let args = ["mark-read", "--user", "alice", "--json", "--verify"];
        let again = [
            "--failed-to",
            file,
            "--api-url",
            &faulty.url,
            "--ids-file",
            from,
        ];
        let ran = Test::new(args.into_iter().chain(again))
            .env("COURIER_API_KEY", KEY)
            .run();
        ran.is(0, "\"failed\":[]", "");
        let report = ran.json();
        let (marked, already) = (names(&report, "marked"), names(&report, "already"));
        assert!(marked.is_disjoint(&already), "{begun}");
        assert_eq!(marked.len() + already.len(), 500, "{begun}");
        assert_eq!(faulty.read().len(), 500, "{begun}");
        assert_eq!(std::fs::read_to_string(&left).unwrap(), "");
        std::fs::remove_file(&left).unwrap();
    }
}

#[test]
fn what_is_refused_whatever_its_size_is_not_halved_for_ever() {
    let refusal = answer("400 Bad", r#"{"message":"no"}"#);
    let token = refusal.clone();
    let many = ids(400).join("\n");
    let run = |url: &str, options: &[&str]| {
        let args = ["mark-read", "--user", "alice", "--api-url", url, "-"];
        Test::new(args.into_iter().chain(options.iter().copied()))
            .env("COURIER_API_KEY", KEY)
            .stdin(many.clone())
            .run()
    };
    // No token: nothing is halved, and it is the error of the run.
    let server = crate::common::Server::start(vec![token]);
    run(&server.url, &[]).is(5, "", "error: Courier answered 400: no");
    assert_eq!(server.served(), 8);
    let server = crate::common::Server::start(vec![refusal]);
    run(&server.url, &["--client-key", "x"]).is(5, "", "error: Courier answered 400: no");
    assert!(server.served() < 200, "{}", server.served());
}

/// Marks messages, and is interrupted once the server says that it is time.
#[cfg(unix)]
fn interrupted(faulty: &Faulty, ids: &[String], option: &str, is_time: fn(&Inbox) -> bool) -> Ran {
    let child = program()
        .args([
            "mark-read",
            "--user",
            "alice",
            "--json",
            "--concurrency",
            "1",
        ])
        .args([option, "--api-url", &faulty.url])
        .args(ids)
        .env("COURIER_API_KEY", KEY)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until("the time", || is_time(&faulty.inbox.lock().unwrap()));
    crate::common::send_signal(child.id(), rustix::process::Signal::INT);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_while_the_list_is_looked_at_ends_that() {
    let all = ids(50);
    let faulty = Faulty::start(all.clone(), Vec::new());
    faulty.inbox.lock().unwrap().lists_hang_behind = Some(1);
    let ran = interrupted(&faulty, &all, "--verify", |inbox| inbox.is_hanging);
    ran.is(130, "\"interrupted\":true", "");
    assert_eq!(names(&ran.json(), "marked"), faulty.read());
    assert_eq!(faulty.read().len(), 50);
    assert_eq!(ran.json()["not_verified"], "interrupted");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_run_and_the_report_says_what_was_done() {
    let all = ids(500);
    let mut plan = vec![None; 3];
    plan.extend(vec![Some(Fault::Slow); 10]);
    let faulty = Faulty::start(all.clone(), plan);
    let began = std::time::Instant::now();
    let ran = interrupted(&faulty, &all, "--quiet", |inbox| inbox.mutations == 4);
    let took = began.elapsed();
    ran.is(130, "\"interrupted\":true", "");
    let report = ran.json();
    assert_eq!(names(&report, "marked"), faulty.read());
    assert_eq!(names(&report, "marked").len(), 150);
    let reasons: BTreeSet<&str> = report["failed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|failed| failed["reason"].as_str().unwrap())
        .collect();
    let expected = [
        "interrupted before it was marked",
        "interrupted; whether Courier marked it is not known",
    ];
    assert_eq!(reasons, expected.into());
    // What hangs gets its two seconds, and no more.
    assert!(took.as_secs() < 15, "{took:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_before_there_is_a_token_says_that_nothing_was_marked() {
    let all = ids(100);
    let faulty = Faulty::start(all.clone(), Vec::new());
    faulty.inbox.lock().unwrap().tokens_hang = true;
    let ran = interrupted(&faulty, &all, "--quiet", |inbox| inbox.is_hanging);
    let failed = &ran.json()["failed"];
    let reasons = failed.as_array().unwrap().iter();
    assert_eq!(reasons.len(), 100);
    assert!(
        reasons
            .clone()
            .all(|failed| failed["reason"] == "interrupted before it was marked")
    );
    assert_eq!(ran.code, Some(130));
    assert_eq!(faulty.inbox.lock().unwrap().mutations, 0);
}
