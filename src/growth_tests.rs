//! Tests that the time of everything that reads foreign text grows in proportion to the text.
//!
//! Each path of a text through the program is measured with texts of many shapes, each repeated to a
//! text of some size and to one of eight times that size. A path that takes much more than eight times as long
//! is not linear. The time is that of the thread's processor, so that a loaded machine changes little.
#![cfg(unix)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use chrono::DateTime;
use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

use crate::{
    EnvVars, Input, Process, SharedStream, Stream,
    config::Config,
    console::sanitize,
    encoding, env_vars,
    id_list::{self, IdKind},
    inspect::{Levels, Requirements, TokenText, document, inspect, with_report_on},
    redact::Secrets,
    run::execute,
    sandbox, scan,
    text::closest_match,
    token::{
        ACTIONS, Algorithm, ApiKey, FEATURES, check_signature, key_mistake, leftover,
        search::find_jwts, sign_token,
    },
    validate,
};

/// The factor between the two sizes of a text.
const FACTOR: usize = 8;

/// The growth of the time that no linear path reaches: a quadratic one has 64.
const MAX_GROWTH: u32 = 24;

/// The growth up to which a path is certainly linear. Above it, larger texts decide.
const CERTAIN_GROWTH: u32 = 12;

/// The size of the smaller text in bytes for functions.
const SIZE: usize = 4 * 1024;

/// The size of the smaller text in bytes for work that takes far longer for each byte.
const SMALL_SIZE: usize = 1024;

/// The size of the smaller text in bytes for the scan of source code.
const SCANNED_SIZE: usize = 4 * 1024;

/// The time within which nothing quadratic processes the larger text.
const FAST: Duration = Duration::from_micros(200);

/// A secret that the texts contain.
const KEY: &str = "pk_prod_FAKE/FAKE&FAKE%41";

/// Texts that are repeated: what an attack would send, and what ordinary text consists of.
const SHAPES: &[&str] = &[
    "1;",
    "[0;",
    "[",
    "]",
    "{",
    "{\"a\":",
    "{\"a\":1},",
    "[[\"",
    "null,",
    "\"a\",",
    "\"",
    "'",
    "`",
    "“",
    "\\\"",
    "\\",
    "\\\\",
    "\\n",
    "\\u",
    "\\u{",
    "\\u0041",
    "\\u{41}",
    "\\ud83d",
    "\\x4",
    "%",
    "%2",
    "%25",
    "%41",
    "%2525",
    "&",
    "&amp;",
    "&#",
    "&#x",
    "&#0",
    "&#47;",
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}[1;",
    "\u{1b}[0m",
    "eyJ",
    "xeyJ",
    "eyJ.",
    "eyJ9.",
    "e30.",
    "eyJhbGciOiJIUzI1NiJ9.",
    "eyJhbGciOiJIUzI1NiJ9.e30.c2ln ",
    "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
    "eyJhbGciOiJIUzI1NiJ9\n",
    "eyAi",
    "ZXlK",
    "ZXlKZXlK.",
    "V5S",
    "leUo",
    "fQ.",
    "pk_",
    "pk_prod_",
    "pk_prod_FAKEFAKE ",
    "dk_test_",
    "sandbox_",
    "token_",
    "token_FAKE1",
    "Bearer ",
    "Bearer eyJ",
    "Authorization: ",
    KEY,
    "pk_prod_FAKE",
    "pk_prod_FAKE/FAKE&",
    "pk_prod_FAKE%2FFAKE",
    "cGtfcHJvZF9GQUtF",
    "cGtf\n",
    ".",
    "..",
    ". ",
    "-",
    "_",
    "a",
    "A",
    "0",
    "=",
    "AAAA",
    "a/",
    "a.",
    "a b ",
    "é",
    "😀",
    "\u{202e}",
    "\u{200b}",
    "\0",
    "\t",
    " ",
    "\n",
    "\r\n",
    "\r",
    "a\n",
    "#",
    "# a\n",
    "a = 1\n",
    "[a]\n",
    "[a.b]\n",
    "a.b = 1\n",
    "[profile.",
    "user_id:",
    "user_id:a ",
    "inbox:",
    "inbox:read:messages ",
    "inbox:read:mesages,",
    "a=",
    "a=b,",
    "A=b\n",
    "sha256=",
    "SHA256(stdin)= ",
    "b'",
    "0x",
    "<",
    "<a>",
    "</",
    "{{",
    "}}",
    "${",
    "$",
    "@",
    ":",
    ",",
    ";",
    "(",
    ")=>",
    "Some(",
    "Optional[",
    "id:",
    "https://",
    "http://a@",
    "a@b.c, ",
    "scope: \"user_id:",
    "\"user_id:a\" + ",
    "['inbox:read:messages', ",
    "`user_id:${",
    "courier curl ",
    "curl 'courier $A ",
    "curl -H '$A' courier\n",
    "auth/issue-token(",
    "'scope': ",
    ".scope(\"inbox:write:events\")",
    "expiresIn: '1d', courier ",
    "courier issue_token(expires_in: a",
    "{\"scope\": courier auth/issue-token(user_id: ",
    "x += 'user_id:a';\n",
    "BODY='user_id:$A ",
    "'{\"user_id:' + a + '",
    "\"\"user_id:",
    "inbox_read_",
    "COURIER_EXPIRES_IN=5\n",
    "VITE_COURIER_API_KEY",
    "hmac courier key",
    "api.courier.com",
    "<<A\n",
    "```\n",
    "courier-auth: allow CA3\n",
    "-----BEGIN ",
    "key: |\n  ",
];

/// Returns a shape that is repeated to a text of at least this many bytes.
fn repeated(shape: &str, size: usize) -> String {
    shape.repeat(size.div_ceil(shape.len()))
}

/// Returns the processor time that this thread has used.
fn thread_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = Duration::from_secs(u64::try_from(time.tv_sec).unwrap());
    seconds + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap())
}

/// Returns the least time of several runs.
fn least_time(runs: usize, work: &mut impl FnMut(&str), text: &str) -> Duration {
    let times = (0..runs).map(|_| {
        let start = thread_time();
        work(text);
        thread_time().saturating_sub(start)
    });
    times.min().unwrap()
}

/// Returns the growth of the time if it is more than that of linear work.
fn excessive_growth(work: &mut impl FnMut(&str), shape: &str, size: usize) -> Option<f64> {
    for size in [size, 4 * size] {
        let (small, large) = (repeated(shape, size), repeated(shape, size * FACTOR));
        let (mut least, mut most) = (least_time(1, work, &small), least_time(1, work, &large));
        for _ in 0..3 {
            if most <= FAST || most <= least * CERTAIN_GROWTH {
                return None;
            }
            if most > least * MAX_GROWTH * 4 {
                break;
            }
            // Something else may have slowed this run down.
            least = least.min(least_time(3, work, &small));
            most = most.min(least_time(1, work, &large));
        }
        if most > least * MAX_GROWTH {
            return Some(most.as_secs_f64() / least.as_secs_f64());
        }
    }
    None
}

/// Panics if the time of this work grows faster than its text.
#[track_caller]
fn assert_linear(size: usize, mut work: impl FnMut(&str)) {
    let mut failures = Vec::new();
    for shape in SHAPES {
        if let Some(growth) = excessive_growth(&mut work, shape, size) {
            failures.push(format!("{growth:.0} times as long for {shape:?}"));
        }
    }
    let failures = failures.join("\n");
    assert!(
        failures.is_empty(),
        "a text of {FACTOR} times the length takes\n{failures}"
    );
}

fn secrets() -> Secrets {
    let secrets = Secrets::default();
    for secret in [
        KEY,
        "pk_prod_FAKE",
        "FAKE&FAKE",
        "a secret with spaces",
        "111111",
        "secret\n of two lines",
    ] {
        secrets.add(secret);
    }
    secrets
}

fn requirements() -> Requirements {
    let now = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
    Requirements {
        user: Some("alice".to_owned()),
        ..Requirements::for_features(&[&FEATURES[0]], now)
    }
}

/// Runs a command in this thread.
fn run_command(line: &str, env: &[(&str, &str)]) -> String {
    let stderr = Arc::new(Mutex::new(Vec::new()));
    let env = env
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()));
    execute(Process {
        args: line.split(' ').map(Into::into).collect(),
        env: env.collect::<EnvVars>(),
        now: || DateTime::from_timestamp(1_767_225_600, 0).unwrap(),
        folder: None,
        stdin: Input::new(&mut std::io::empty(), false),
        stdout: Stream::new(&mut std::io::sink(), false),
        stderr: SharedStream::new(stderr.clone(), false),
    });
    let stderr = stderr.lock().unwrap();
    String::from_utf8_lossy(&stderr).into_owned()
}

#[test]
fn redaction() {
    let secrets = secrets();
    assert_linear(SIZE, |text| assert!(!secrets.redact(text).contains(KEY)));
}

#[test]
fn redaction_of_known_secrets_and_of_json() {
    let secrets = secrets();
    assert_linear(SIZE, |text| {
        drop(secrets.redact_known(text.as_bytes().to_vec()));
        drop(secrets.to_redacted_json(&json!({"message": text, "items": [text]})));
    });
}

#[test]
fn text_for_a_terminal() {
    assert_linear(SIZE, |text| {
        let safe = sanitize(text);
        assert!(!safe.contains('\u{1b}'));
        let _ = closest_match(text, ["inbox", "preferences"]);
        drop(encoding::decode_text(text.as_bytes()));
    });
}

#[test]
fn the_scan_of_source_code() {
    let options = scan::Options {
        now: DateTime::from_timestamp(1_767_225_600, 0).unwrap(),
        features: Vec::new(),
        max_lifetime: 86_400.0,
    };
    // Each place is examined up to a fixed distance, so texts are longer than that.
    for path in ["a.ts", "courier.sh", "courier.env"] {
        assert_linear(SCANNED_SIZE, |text| {
            drop(scan::scan(path, text, &options));
        });
    }
}

#[test]
fn the_search_for_tokens() {
    assert_linear(SIZE, |text| {
        let _ = find_jwts(text).count();
    });
}

#[test]
fn tokens_in_documents() {
    assert_linear(SIZE, |text| {
        let _ = document::lines(text).count();
        let _ = TokenText::is_in(text);
    });
}

#[test]
fn inspection_of_text() {
    let requirements = requirements();
    // The command `can` checks one action.
    let for_action = Requirements::for_action(&ACTIONS[0], requirements.now);
    assert_linear(SIZE, |text| {
        let tokens = TokenText::all(text).into_iter();
        for token in tokens.chain([TokenText::new(text)]) {
            with_report_on(&token, &requirements, &Levels::default(), |_, _| ());
            with_report_on(&token, &for_action, &Levels::default(), |_, _| ());
        }
    });
}

#[test]
fn inspection_of_claims() {
    let requirements = requirements();
    let key = ApiKey::new(KEY).unwrap();
    assert_linear(SMALL_SIZE, |text| {
        let claims = json!({"scope": text, "tenant_id": text, "iss": text, text: text, "exp": 1});
        let token = sign_token(&claims.to_string(), &key, Algorithm::Hs256);
        let _ = inspect(token.expose(), &requirements, &Levels::default());
    });
}

#[test]
fn hmac_check() {
    let key = ApiKey::new(KEY).unwrap();
    assert_linear(SIZE, |text| {
        let _ = check_signature(text, &key, "alice", &[]);
        let _ = check_signature("00", &key, text, &[]);
    });
}

#[test]
fn values_in_place_of_keys_and_ids() {
    assert_linear(SIZE, |text| {
        let _ = (key_mistake(text), leftover::user_id_mistake(text));
        let _ = (
            leftover::contains_placeholder(text),
            validate::user_id(text),
        );
    });
}

#[test]
fn lists_of_ids() {
    assert_linear(SIZE, |text| {
        let _ = id_list::parse(text, IdKind::User, None);
    });
}

#[test]
fn the_configuration_file() {
    let folder = tempfile::tempdir().unwrap();
    let variable = (env_vars::CONFIG_DIR.into(), folder.path().into());
    let env = EnvVars::from_iter([variable]);
    assert_linear(SMALL_SIZE, |text| {
        let value = format!("[profile.a]\nurl = {}\nx = 1\n", json!(text));
        for text in [text, &value] {
            fs::write(folder.path().join("config.toml"), text).unwrap();
            let _ = Config::load(&env);
        }
    });
}

#[test]
fn seeds_of_the_sandbox() {
    assert_linear(SIZE, |text| {
        let _ = sandbox::Seed::parse(text.as_bytes());
        let message = json!({"title": text, "messageId": text});
        let seed = json!({"users": {text: {"messages": [message]}}});
        let _ = sandbox::Seed::parse(seed.to_string().as_bytes());
    });
}

#[test]
fn paths_in_the_journal_of_the_sandbox() {
    assert_linear(SIZE, |text| {
        drop(sandbox::redact_path(text));
        drop(sandbox::redact_path(&format!(
            "/users/{text}/tokens/{text}"
        )));
    });
}

/// Serves each text as the body of a response, and measures the thread that reads it.
#[test]
fn errors_of_servers() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let body = Arc::new(Mutex::new(String::new()));
    let served = body.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 16 * 1024]);
            let body = served.lock().unwrap();
            let head = format!("HTTP/1.1 500 Error\r\ncontent-length: {}\r\n", body.len());
            let _ = write!(stream, "{head}connection: close\r\n\r\n{body}");
        }
    });
    let env = [
        (env_vars::BASE_URL, url.as_str()),
        (env_vars::API_KEY, "pk_test_FAKE"),
    ];
    assert_linear(SMALL_SIZE, |text| {
        *body.lock().unwrap() = text.to_owned();
        let printed = run_command("courier-auth issue --user a --retries 0 -vv", &env);
        assert!(printed.contains("returned 500"), "{printed}");
    });
}
