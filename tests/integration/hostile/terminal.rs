//! Text from outside on a terminal and in a CI log.

use serde_json::{Value, json};

#[cfg(target_os = "linux")]
use crate::support::Terminal;
use crate::support::{KEY, Sandbox, ScriptedServer, Test, http_response, sign};

/// One character of each kind that must not be printed as it is, and lines that CI systems execute.
const HOSTILE: &str = "x\u{1b}]8;;http://evil\u{7}\u{1b}[2J\u{9b}\u{7f}\u{202e}\u{200b}\u{feff}\u{ad}\
     \u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180b}\u{180e}\u{2028}\u{2064}\u{2065}\u{2800}\u{3164}\
     \u{fe00}\u{fe0f}\u{ffa0}\u{fff9}\u{1d173}\u{e0041}\u{e0101}\u{e0fff}\r\n::error::pwned\n\
     ##vso[task.complete]\n##[error]y\t";

/// The same without line ends, for a place that takes no lines.
fn hostile_word() -> String {
    HOSTILE.replace(['\r', '\n', '\t', '/'], "")
}

#[track_caller]
fn assert_safe(text: &str, context: &str) {
    let unsafe_char = text
        .chars()
        .find(|c| *c != '\n' && HOSTILE.contains(*c) && !c.is_ascii_graphic() && *c != ' ');
    assert_eq!(unsafe_char, None, "{context}: {text:?}");
    let is_command =
        |line: &&str| line.trim_start().starts_with("::") || line.trim_start().starts_with("##");
    assert_eq!(text.lines().find(is_command), None, "{context}");
}

#[track_caller]
fn assert_json_lines(text: &str, context: &str) {
    for line in text.lines() {
        let document: Result<Value, _> = serde_json::from_str(line);
        assert!(
            document.is_ok_and(|document| document.is_object()),
            "{context}: {line}"
        );
    }
}

/// Returns a token whose claims are hostile.
fn hostile_token() -> String {
    let claims = json!({
        "scope": format!("user_id:{} {HOSTILE} inbox:read:messages", hostile_word()),
        "tenant_id": HOSTILE,
        "exp": HOSTILE,
        HOSTILE: HOSTILE,
    });
    sign(&claims.to_string())
}

/// Command lines that repeat an argument, a token, a server or a file. `HOSTILE` and `TOKEN` are replaced by
/// the hostile texts.
const LINES: &[&str] = &[
    "HOSTILE",
    "--HOSTILE",
    "--color=HOSTILE inspect x",
    "inspect --HOSTILE",
    "inspect HOSTILE",
    "inspect TOKEN",
    "inspect TOKEN TOKEN",
    "inspect TOKEN --user HOSTILE_WORD",
    "inspect TOKEN --field HOSTILE",
    "inspect TOKEN --at HOSTILE",
    "inspect --file HOSTILE",
    "diff TOKEN HOSTILE",
    "can list TOKEN",
    "can HOSTILE",
    "explain HOSTILE",
    "man HOSTILE",
    "man --dir /proc/HOSTILE",
    "man --dir /dev/null/HOSTILE",
    "schema HOSTILE",
    "help HOSTILE",
    "completions HOSTILE",
    "issue HOSTILE",
    "issue --user HOSTILE",
    "issue --user HOSTILE_WORD -vv",
    "issue --user a --for HOSTILE",
    "issue --user a --scope HOSTILE",
    "issue --user a --expires-in HOSTILE",
    "issue --user a --api-url HOSTILE",
    "issue --user a --profile HOSTILE",
    "issue --user a --output /proc/HOSTILE",
    "issue --users-file HOSTILE",
    "messages --user HOSTILE",
    "messages --user a -v",
    "mark-read HOSTILE",
    "mark-read HOSTILE_WORD --user a",
    "hmac --user HOSTILE_WORD",
    "doctor --user HOSTILE_WORD",
    "serve --path HOSTILE",
    "serve --allow-origin HOSTILE",
    "sandbox start --seed HOSTILE",
    "sandbox start --fault HOSTILE",
    "sandbox status --port PORT",
    "sandbox env --port PORT",
    "sandbox start --port PORT",
    "profile add HOSTILE",
    "profile add p --key-from HOSTILE",
    "profile remove HOSTILE",
    "exec --user a HOSTILE_WORD x",
    "exec --user a -- HOSTILE_WORD",
];

/// Returns a server that answers everything with hostile texts, also as a sandbox.
fn hostile_server() -> ScriptedServer {
    let health = |url: &str| {
        json!({ "version": HOSTILE, "pid": 1, "url": url, "users": 0, "messages": 0, "sockets": 0,
            "message": HOSTILE, "errors": [{ "message": HOSTILE }] })
    };
    ScriptedServer::start_with(move |_, request| {
        let mut lines = request.lines();
        let host = lines.find_map(|line| line.strip_prefix("host: "));
        // A sandbox is recognized by its URL.
        let url = format!("http://{}", host.unwrap_or_default());
        http_response("200 OK", &health(&url).to_string())
    })
}

/// Prepares the run of a line of [`LINES`].
fn run(line: &str, options: &[&str], server: &ScriptedServer, token: &str) -> Test {
    let word = hostile_word();
    let words = line.split(' ').map(|text| {
        let text = text
            .replace("HOSTILE_WORD", &word)
            .replace("HOSTILE", HOSTILE);
        text.replace("TOKEN", token).replace("PORT", server.port())
    });
    let words: Vec<String> = words.collect();
    let end = words.iter().position(|text| text == "--");
    let (before, after) = words.split_at(end.unwrap_or(words.len()));
    let words = before
        .iter()
        .map(String::as_str)
        .chain(options.iter().copied());
    let args: Vec<&str> = words.chain(after.iter().map(String::as_str)).collect();
    Test::new(args)
        .env("COURIER_BASE_URL", &server.url)
        .env("COURIER_INBOX_URL", &format!("{}/q", server.url))
        .key(KEY)
}

#[test]
fn nothing_from_outside_is_printed_as_it_is() {
    let (server, token) = (hostile_server(), hostile_token());
    for line in LINES {
        let outcome = run(line, &[], &server, &token).run();
        assert_ne!(outcome.code, Some(101), "{line}");
        assert_safe(&outcome.stderr, line);
        // The value of a field is for programs.
        if !line.contains("--field") {
            assert_safe(&outcome.stdout, line);
        }
    }
}

#[test]
fn standard_error_is_json_lines_in_every_json_format() {
    let (server, token) = (hostile_server(), hostile_token());
    for (index, line) in LINES.iter().enumerate() {
        let formats = [
            &["--json"][..],
            &["--format", "json"],
            &["--format", "jsonl"],
        ];
        let options = formats[index % formats.len()];
        let outcome = run(line, options, &server, &token).run();
        assert_json_lines(&outcome.stderr, line);
        assert_safe(&outcome.stderr, line);
    }
    // Notes and summaries beside the results.
    for format in ["--json", "--format=json", "--format=jsonl"] {
        let test = Test::line(&format!("inspect - {format}"));
        let outcome = test.stdin(format!("no token\n{token}\n{token}\n")).run();
        outcome.exits_with(1, "{", "skipped 1 line without a token\n2 tokens: 0 ok");
        assert_json_lines(&outcome.stderr, format);
    }
}

#[test]
fn the_version_of_another_program_is_not_trusted() {
    let server = hostile_server();
    let status = |options: &[&str]| run("sandbox status --port PORT", options, &server, "").run();
    let text = status(&[]);
    text.exits_with(0, "\\u{1b}]8;;\n\\u{a}::error::pwned", "");
    assert_eq!(text.stdout.lines().count(), 6, "{}", text.stdout);
    assert_eq!(status(&["--json"]).json()["version"], HOSTILE);
}

#[test]
fn annotations_of_github_are_one_line_for_each_finding() {
    let outcome = Test::new(["inspect", "--format", "github", &hostile_token()]).run();
    let findings = Test::new(["inspect", "--json", &hostile_token()])
        .run()
        .json();
    let count = findings["findings"].as_array().unwrap().len();
    assert_eq!(outcome.stdout.lines().count(), count, "{}", outcome.stdout);
    for line in outcome.stdout.lines() {
        let (command, text) = line[2..].split_once("::").unwrap();
        assert!(
            line.starts_with("::") && command.contains("title=CA"),
            "{line}"
        );
        assert_safe(text, line);
    }
}

#[test]
fn a_curl_line_sends_the_same_request_without_hostile_characters() {
    let user = "a\u{202e}b\u{ad}c\u{e0041}";
    let outcome = Test::line("issue --curl --no-preflight --api-url http://127.0.0.1:1 --user")
        .arg(user)
        .key(KEY)
        .run();
    outcome.exits_with(0, "curl ", "");
    assert_safe(&outcome.stdout, "curl");
    let words = shlex::split(&outcome.stdout).unwrap();
    let body: Value = serde_json::from_str(words.last().unwrap()).unwrap();
    let scope = body["scope"].as_str().unwrap();
    assert!(scope.contains(user), "{scope:?}");
}

#[test]
fn titles_keep_their_emoji_and_ids_do_not() {
    let sandbox = Sandbox::start();
    let seed = json!({ "users": { "alice": { "messages": [
        { "messageId": "m\u{fe0f}1", "title": "⚠\u{fe0f} 👩\u{200d}💻 1\u{fe0f}\u{20e3} josé 用户" },
        { "messageId": "m2", "title": "a\u{200d}b ⚠\u{fe0f}\u{fe0f} 😀\u{e0041}\u{1b}[31m" },
    ] } } });
    sandbox.seed(&seed.to_string());
    let outcome = Test::line("messages --user alice").at(&sandbox).run();
    outcome.exits_with(
        0,
        "m\\u{fe0f}1\n⚠\u{fe0f} 👩\u{200d}💻 1\u{fe0f}\u{20e3} josé 用户\n\
         a\\u{200d}b ⚠\u{fe0f}\\u{fe0f} 😀\\u{e0041}\\u{1b}[31m",
        "2 messages; 2 unread",
    );
}

#[test]
fn ids_that_differ_in_an_invisible_character_look_different() {
    for c in [
        '\u{ad}',
        '\u{3164}',
        '\u{180e}',
        '\u{2800}',
        '\u{fe0f}',
        '\u{e0101}',
        '\u{200b}',
    ] {
        let claims = json!({ "scope": format!("user_id:al{c}ice inbox:read:messages") });
        let token = sign(&claims.to_string());
        let outcome = Test::new(["inspect", token.as_str()]).run();
        outcome.exits_with(1, &format!("al{}ice", c.escape_unicode()), "");
        assert!(!outcome.stdout.contains(c), "{}", outcome.stdout);
    }
}

/// Returns what a command line prints on a terminal, without line ends and colors.
#[cfg(target_os = "linux")]
fn on_terminal(line: &str, variables: &[(&str, &str)]) -> String {
    let (_, screen) = Terminal::start(line, variables).wait();
    // The first two lines are the device and the process ID.
    let screen = screen.replace("\r\n", "\n");
    screen.splitn(3, '\n').last().unwrap().to_owned()
}

#[cfg(target_os = "linux")]
#[test]
fn values_are_escaped_on_a_terminal_and_not_in_a_pipe() {
    let token = hostile_token();
    let scope = format!("user_id:{} {HOSTILE} inbox:read:messages", hostile_word());
    for (field, expected) in [
        ("claims.scope", "\\u{1b}]8;;"),
        ("claims", "\\u001b]8;;"),
        ("findings.0.message", ""),
    ] {
        let screen = on_terminal(&format!("inspect --field {field} {token}"), &[]);
        assert_safe(&screen, field);
        assert!(screen.contains(expected), "{screen}");
        assert_eq!(screen.lines().count(), 1, "{screen}");
    }
    let claims = on_terminal(&format!("inspect --field claims {token}"), &[]);
    let claims: Value = serde_json::from_str(&claims).unwrap();
    assert_eq!(claims["scope"], scope);
    let piped = Test::new(["inspect", "--field", "claims.scope", &token]).run();
    assert_eq!(piped.stdout, format!("{scope}\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn json_on_a_terminal_has_escapes_and_the_same_values() {
    let (server, token) = (hostile_server(), hostile_token());
    let (url, port) = (server.url.as_str(), server.port());
    let user = "a\u{202e}\u{ad}\u{fe0f}b";
    for line in [
        format!("inspect --json {token}"),
        format!("inspect --format jsonl {token}"),
        format!("inspect --json --field claims {token}"),
        format!("sandbox status --json --port {port}"),
        format!("hmac --format jsonl -q --user {user}"),
        format!("hmac --json -q --user {user}"),
        format!("issue --dry-run --json --no-preflight --user {user}"),
    ] {
        let variables = [
            ("COURIER_API_KEY", KEY),
            ("COURIER_BASE_URL", url),
            ("NO_COLOR", "1"),
        ];
        let screen = on_terminal(&line, &variables);
        assert_safe(&screen, &line);
        let values = serde_json::Deserializer::from_str(&screen).into_iter::<Value>();
        for value in values {
            assert!(value.is_ok(), "{line}: {screen}");
        }
    }
    let screen = on_terminal(
        &format!("inspect --format jsonl {token}"),
        &[("NO_COLOR", "1")],
    );
    let report: Value = serde_json::from_str(&screen).unwrap();
    assert_eq!(report["claims"][HOSTILE], HOSTILE);
}
