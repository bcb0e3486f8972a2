//! What people see on a terminal while a command works, and its results: progress, summaries and
//! tables at every width.
#![cfg(target_os = "linux")]

use std::{
    fs,
    io::Write as _,
    process::Command,
    time::{Duration, Instant},
};

use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::support::{
    ConfigHome, Gate, KEY, Outcome, Sandbox, Terminal, Test, binary, check_in_parallel,
    large_inbox, run_in,
};

/// The widths of narrow, usual and wide terminals.
const WIDTHS: [usize; 3] = [40, 80, 200];

/// The environment of a run at a server.
fn variables<'v>(url: &'v str, sandbox: &'v Sandbox) -> Vec<(&'v str, &'v str)> {
    vec![
        ("COURIER_BASE_URL", url),
        ("COURIER_API_KEY", &sandbox.api_key),
        ("NO_COLOR", "1"),
    ]
}

/// A folder with a file of user IDs, and its path.
fn users_file() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ids"), "u1\nu2\nu3\nu4\nu5\n").unwrap();
    let path = folder.path().to_str().unwrap().to_owned();
    (folder, path)
}

/// Returns a shell command that runs the program with these arguments and redirections.
fn shell(line: &str) -> String {
    let program = binary().get_program().to_str().unwrap().to_owned();
    let script = line.replace("courier-auth", &program);
    format!("sh -c {}", shlex::try_quote(&script).unwrap())
}

/// Returns what was drawn on the last line of the terminal, one drawing after the other.
fn drawings(screen: &str) -> impl Iterator<Item = &str> {
    let drawings = screen
        .split(['\r', '\n'])
        .flat_map(|part| part.split("\x1b[2K"));
    drawings.map(str::trim_end).filter(|text| !text.is_empty())
}

/// Asserts that the progress line was cleared when the command ended.
#[track_caller]
fn assert_cleared(screen: &str, label: &str) {
    let last = screen.rfind(label).unwrap();
    assert!(screen[last..].contains("\x1b[2K"), "{screen:?}");
}

#[test]
fn long_steps_show_what_is_counted_and_how_far_they_are() {
    let (_folder, path) = users_file();
    let sandbox = large_inbox();
    let program = |line: &str| shell(&format!("courier-auth {line}"));
    for (line, allowed, label, count) in [
        (
            program(&format!(
                "issue --users-file {path}/ids --output {path}/a --concurrency 1"
            )),
            2,
            "issuing tokens  ",
            "  2/5  ",
        ),
        (
            program(&format!(
                "issue --users-file {path}/ids --concurrency 1 > {path}/b"
            )),
            3,
            "issuing tokens  ",
            "  3/5  ",
        ),
        (
            program(&format!("messages --user alice --limit all > {path}/c")),
            2,
            "listing messages  ",
            "  100/121  ",
        ),
        (
            program(&format!(
                "messages --user alice --limit 110 --format ids > {path}/d"
            )),
            2,
            "listing messages  ",
            "  100/110  ",
        ),
        // One request issues the token, and two list the messages.
        (
            program("mark-read --user alice --all --yes"),
            2,
            "listing messages  ",
            "  100/121  ",
        ),
        (
            program("mark-read --user alice --all --yes --undo --concurrency 1"),
            4,
            "marking messages  ",
            "  50/121  ",
        ),
        (
            program("mark-read m-000 m-001 m-002 --concurrency 1"),
            1,
            "looking up recipients  ",
            "  1/3  ",
        ),
        (
            program("mark-read m-000 --user alice --verify"),
            2,
            "checking the message list  ",
            "  100/121  ",
        ),
    ] {
        let gate = Gate::start(&sandbox.url, allowed);
        let mut terminal = Terminal::start_program(&line, &variables(&gate.url, &sandbox));
        terminal.wait_for(label);
        terminal.wait_for(count);
        terminal.wait_for("/s");
        gate.open();
        let (code, screen) = terminal.wait();
        assert_eq!(code, Some(0), "{line}: {screen}");
        assert_cleared(&screen, label.trim_end());
        assert!(screen.contains("░"), "{screen:?}");
        assert!(screen.contains(" left"), "{screen:?}");
    }
    assert_eq!(
        fs::read_to_string(format!("{path}/a"))
            .unwrap()
            .lines()
            .count(),
        5
    );
    assert_eq!(
        fs::read_to_string(format!("{path}/d"))
            .unwrap()
            .lines()
            .count(),
        110
    );
}

#[test]
fn doctor_shows_that_it_is_running() {
    let sandbox = Sandbox::start();
    let gate = Gate::start(&sandbox.url, 0);
    let line = "doctor --user alice";
    let mut terminal = Terminal::start(line, &variables(&gate.url, &sandbox));
    terminal.wait_for(" running checks");
    gate.open();
    let (_, screen) = terminal.wait();
    assert_cleared(&screen, "running checks");
}

/// A pipe that the program reads to its end only when the test closes it.
struct Fifo {
    folder: tempfile::TempDir,
}

impl Fifo {
    fn new(content: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("start"), content).unwrap();
        let made = Command::new("mkfifo")
            .arg(folder.path().join("rest"))
            .status();
        assert!(made.unwrap().success());
        Self { folder }
    }

    /// Starts a command with the content, and then the pipe, on standard input.
    fn start(&self, arguments: &str) -> Terminal {
        let path = self.folder.path().to_str().unwrap();
        let line = format!("cat {path}/start {path}/rest | courier-auth {arguments} > {path}/out");
        Terminal::start_program(&shell(&line), &[("COURIER_API_KEY", KEY)])
    }

    /// Opens the pipe for writing, which waits for its reader.
    fn open(&self) -> fs::File {
        let path = self.folder.path().join("rest");
        fs::OpenOptions::new().write(true).open(path).unwrap()
    }

    fn output(&self) -> String {
        fs::read_to_string(self.folder.path().join("out")).unwrap()
    }
}

#[test]
fn batches_from_a_pipe_show_a_count_without_a_total() {
    let sandbox = Sandbox::start();
    let tokens = format!("{}\n", sandbox.issue("")).repeat(3);
    for (content, arguments, label) in [
        ("a\nb\nc\n", "hmac --batch", " signing user IDs  3  "),
        (
            &tokens,
            "inspect --field claims.exp -",
            " inspecting tokens  3  ",
        ),
        (&tokens, "inspect -", " inspecting tokens  3  "),
    ] {
        let fifo = Fifo::new(content);
        let mut terminal = fifo.start(arguments);
        let rest = fifo.open();
        terminal.wait_for(label);
        terminal.wait_for("/s");
        drop(rest);
        let (_, screen) = terminal.wait();
        assert_cleared(&screen, label.trim());
        assert!(!fifo.output().is_empty());
    }
}

#[test]
fn warnings_are_printed_above_the_progress_line() {
    let fifo = Fifo::new("a\nb\nc\n");
    let mut terminal = fifo.start("hmac --batch");
    let mut rest = fifo.open();
    terminal.wait_for(" signing user IDs  3  ");
    rest.write_all(b"# comment\n").unwrap();
    terminal.wait_for("line 4 looks like a comment");
    let before = terminal.screen().rsplit_once("warning:").unwrap().0;
    // The last escape sequence is the color of the label.
    let (before, _) = before.rsplit_once('\x1b').unwrap();
    assert!(before.ends_with("\x1b[2K"), "{before:?}");
    terminal.wait_for(" signing user IDs  4  ");
    drop(rest);
    let (code, screen) = terminal.wait();
    assert_eq!(code, Some(0), "{screen}");
    assert_eq!(fifo.output().lines().count(), 4);
}

#[test]
fn progress_is_only_for_people_at_a_terminal() {
    let (_folder, path) = users_file();
    let sandbox = large_inbox();
    let gate = Gate::start(&sandbox.url, 0);
    let issue = format!("courier-auth issue --users-file {path}/ids --concurrency 1");
    let list = "courier-auth messages --user alice --limit all".to_owned();
    let start = |line: &str, more: &[(&'static str, &'static str)]| {
        let mut all = variables(&gate.url, &sandbox);
        all.extend(more);
        Terminal::start_program(&shell(line), &all)
    };
    let mut hidden = Vec::new();
    for (line, more) in [
        (format!("{issue} --output {path}/1 --quiet"), &[][..]),
        (format!("{issue} --output {path}/2 -v"), &[]),
        (format!("{issue} --output {path}/3 --json"), &[]),
        (format!("{issue} --output {path}/4"), &[("TERM", "dumb")]),
        (format!("{issue} --output {path}/5 2> {path}/err"), &[]),
        // The results go to the terminal.
        (issue.clone(), &[]),
        (list, &[]),
    ] {
        hidden.push((start(&line, more), line));
        gate.wait_for_requests(hidden.len());
    }
    // They all have waited longer than this one, which shows its progress.
    let mut shown = start(&format!("{issue} --output {path}/6"), &[]);
    shown.wait_for("issuing tokens");
    gate.open();
    assert_eq!(shown.wait().0, Some(0));
    for (terminal, line) in hidden {
        let (code, screen) = terminal.wait();
        assert_eq!(code, Some(0), "{line}: {screen}");
        assert!(
            !screen.contains("issuing tokens") && !screen.contains("listing messages"),
            "{line}: {screen}"
        );
    }
    assert_eq!(fs::read_to_string(format!("{path}/err")).unwrap(), "");
}

#[test]
fn short_commands_show_no_progress() {
    let (_folder, path) = users_file();
    let sandbox = Sandbox::start();
    let line = format!("issue --users-file {path}/ids --output {path}/out");
    let started = Instant::now();
    let (code, screen) = Terminal::start(&line, &variables(&sandbox.url, &sandbox)).wait();
    assert_eq!(code, Some(0), "{screen}");
    // A busy machine may need longer.
    if started.elapsed() < Duration::from_secs(1) {
        assert!(!screen.contains("issuing tokens"), "{screen}");
    }
}

#[test]
fn progress_lines_fit_the_terminal() {
    let (_folder, path) = users_file();
    let sandbox = Sandbox::start();
    let rows = ["C.UTF-8", "C"].into_iter();
    let rows = rows.flat_map(|locale| WIDTHS.map(|width| (locale, width)));
    check_in_parallel(rows, |(locale, width)| {
        let gate = Gate::start(&sandbox.url, 2);
        let mut variables = variables(&gate.url, &sandbox);
        variables.push(("LANG", locale));
        let line = format!(
            "issue --users-file {path}/ids --output {path}/{locale}-{width} --concurrency 1"
        );
        let mut terminal = Terminal::start_at(width, &line, &variables);
        terminal.wait_for("issuing tokens");
        terminal.wait_for("2/5");
        terminal.wait_for(" left");
        let screen = terminal.screen().to_owned();
        let lines = drawings(&screen).filter(|line| line.contains("issuing tokens"));
        for line in lines {
            assert!(line.width() < width, "{width}: {line:?}");
            assert!(locale != "C" || line.is_ascii(), "{line:?}");
        }
        let bar = if locale == "C" { "#" } else { "█" };
        assert_eq!(screen.contains(bar), width > 40, "{width}: {screen}");
        gate.open();
        assert_eq!(terminal.wait().0, Some(0));
    });
}

/// Runs a command line on a terminal of this width; returns the lines that it printed.
#[track_caller]
fn lines_at(width: usize, line: &str, variables: &[(&str, &str)]) -> Vec<String> {
    let (code, screen) = Terminal::start_at(width, line, variables).wait();
    assert_eq!(code, Some(0), "{line}: {screen}");
    let lines = screen
        .lines()
        .skip(2)
        .map(|line| line.trim_end().to_owned());
    lines.collect()
}

#[test]
fn mark_read_prints_a_summary_instead_of_many_ids() {
    let sandbox = large_inbox();
    let variables = variables(&sandbox.url, &sandbox);
    let run = |line: &str| lines_at(80, &format!("mark-read --user alice {line}"), &variables);
    let all = "marked 121 messages as";
    assert_eq!(run("--all --yes --as opened"), [format!("{all} opened")]);
    assert_eq!(
        run("--all --dry-run --as archived"),
        ["would mark 121 messages as archived; nothing was sent; --format ids lists them"]
    );
    assert_eq!(run("--all --yes --undo --format ids").len(), 121 - 61 + 1);
    // A few messages, and those that were typed, are listed.
    assert_eq!(run("--tag tenth --yes").len(), 12 + 1);
    assert_eq!(
        run("--tag tenth --yes --undo --format text"),
        ["marked 12 messages as unread"]
    );
    let typed: Vec<String> = (0..30).map(|number| format!("m-{number:03}")).collect();
    let marked = run(&typed.join(" "));
    assert_eq!(marked[..30], typed);
    assert_eq!(marked[30], "marked 30 messages as read");
}

#[test]
fn mark_read_prints_all_ids_to_other_programs() {
    let sandbox = large_inbox();
    let run = |line: &str| run_in(&sandbox, &format!("mark-read --user alice {line}"));
    let ids = |outcome: &Outcome| outcome.stdout.lines().count();
    for (options, count) in [
        ("", 121),
        ("--format ids", 121),
        ("--format text", 0),
        ("--dry-run", 121),
        ("--dry-run --format text", 0),
    ] {
        let sandbox = large_inbox();
        let line = format!("mark-read --user alice --all --yes --as opened {options}");
        let outcome = run_in(&sandbox, &line);
        assert_eq!(outcome.code, Some(0), "{outcome:#?}");
        assert_eq!(ids(&outcome), count, "{options}");
        assert!(
            outcome.stderr.contains(" 121 messages as opened"),
            "{outcome:#?}"
        );
    }
    let json = run("--all --yes --format json").json();
    assert_eq!(json["schema"], "courier-auth/mark-read/v1");
    run("--all --yes --format text --json").exits_with(2, "", "cannot be combined with");
    run("--all --yes --format table").exits_with(2, "", "--format");
}

#[test]
fn mark_read_asks_for_y_and_enter() {
    for (reply, code, text) in [
        ("y", 0, "marked 61 of 121 messages as read"),
        ("n", 1, "nothing was marked"),
        ("", 1, "nothing was marked"),
    ] {
        let sandbox = large_inbox();
        let variables = variables(&sandbox.url, &sandbox);
        let mut terminal = Terminal::start("mark-read --user alice --all", &variables);
        terminal.wait_for("Mark 61 messages of `alice` as read? [y/N]");
        terminal.press(&format!("{reply}\r"));
        terminal.wait_for(text);
        assert_eq!(terminal.wait().0, Some(code), "{reply}");
    }
}

/// Starts a sandbox where `alice` has messages with wide characters, emoji, tags and a tenant.
fn wide_inbox() -> Sandbox {
    let message = |id: &str, tags: &[&str], tenant: Option<&str>, title: &str| json!({ "messageId": id, "tags": tags, "accountId": tenant, "title": title });
    let long = "用户消息 ".repeat(60);
    let sandbox = Sandbox::start();
    let seed = json!({ "users": { "alice": { "messages": [
        message("1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2", &["billing", "urgent"], None, &long),
        message("短い", &["❤️ love"], Some("acme"), "🎉 party"),
        message("m-3", &["👍🏽"], None, "👍🏽".repeat(150).as_str()),
        message("m-4", &[], None, ""),
    ]}}});
    sandbox.seed(&seed.to_string());
    sandbox
}

#[test]
fn message_tables_fit_the_terminal() {
    let sandbox = wide_inbox();
    for width in WIDTHS {
        let mut variables = variables(&sandbox.url, &sandbox);
        let lines = lines_at(width, "messages --user alice", &variables);
        for line in &lines {
            assert!(line.width() <= width, "{width}: {line}");
        }
        assert!(lines.concat().contains('…'), "{lines:#?}");
        let header = &lines[0];
        for title in ["MESSAGE ID", "CREATED", "STATE"] {
            assert!(header.contains(title), "{header}");
        }
        let column = |line: &str, text: &str| line.find(text).map(|at| line[..at].width());
        let states: Vec<usize> = lines
            .iter()
            .filter_map(|line| column(line, "unread "))
            .collect();
        assert_eq!(states.len() >= 3, width > 40, "{lines:#?}");
        let start = column(header, "STATE").unwrap();
        assert!(states.iter().all(|state| *state == start), "{lines:#?}");
        variables.push(("LANG", "C"));
        let ascii = lines_at(width, "messages --user alice", &variables);
        assert!(ascii.concat().contains("...") && !ascii.concat().contains('…'));
    }
}

#[test]
fn message_tables_have_the_columns_that_their_messages_need() {
    let sandbox = wide_inbox();
    let at_200 = |sandbox: &Sandbox, options: &str| {
        let line = format!("messages --user alice {options}");
        lines_at(200, &line, &variables(&sandbox.url, sandbox))
    };
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        words(&at_200(&sandbox, "")[0]),
        "MESSAGE ID CREATED STATE TENANT TAGS TITLE"
    );
    let with_tags = at_200(&sandbox, "--tag urgent");
    assert_eq!(words(&with_tags[0]), "MESSAGE ID CREATED STATE TAGS TITLE");
    assert!(
        with_tags[1].contains(" ago  unread  billing, urgent  用户消息"),
        "{with_tags:?}"
    );
    let sandbox = large_inbox();
    let read = at_200(&sandbox, "--read --limit 1");
    assert_eq!(words(&read[0]), "MESSAGE ID CREATED STATE TITLE");
    assert_eq!(read[2], "60 matching messages, 1 shown");
    // The tenant is on the first page, and the first tag comes later.
    let all = at_200(&sandbox, "--limit all");
    assert_eq!(words(&all[0]), "MESSAGE ID CREATED STATE TENANT TAGS TITLE");
    let nothing = at_200(&sandbox, "--tag nope");
    assert_eq!(nothing, ["0 matching messages"]);
}

#[test]
fn a_secret_is_redacted_before_its_cell_is_cut() {
    let sandbox = Sandbox::start();
    let title = format!("the key is {KEY}");
    let seed = json!({ "users": { "alice": { "messages": [{ "title": title }] } } });
    sandbox.seed(&seed.to_string());
    for width in [40, 60, 80] {
        let variables = variables(&sandbox.url, &sandbox);
        let lines = lines_at(width, "messages --user alice", &variables).concat();
        assert!(lines.contains("the key"), "{lines}");
        assert!(!lines.contains("FAKE"), "{width}: {lines}");
    }
}

#[test]
fn message_tables_in_a_pipe_are_whole_and_have_four_columns() {
    let sandbox = wide_inbox();
    let outcome = run_in(&sandbox, "messages --user alice");
    outcome.exits_with(
        0,
        "用户消息 用户消息\nunread  🎉 party\n短い  ",
        "4 messages; 4 unread",
    );
    assert!(!outcome.stdout.contains(['…', '\t']), "{outcome:#?}");
    assert!(!outcome.stdout.contains("MESSAGE ID") && !outcome.stdout.contains("billing"));
    assert_eq!(outcome.stdout.lines().count(), 4);
}

#[test]
fn unread_counts_follow_the_filter() {
    let sandbox = large_inbox();
    for (options, summary) in [
        ("", "121 messages, 24 shown; 61 unread\n"),
        (
            "--tag tenth --limit 2",
            "12 matching messages, 2 shown; 12 unread\n",
        ),
        ("--tag nope", "0 matching messages\n"),
        ("--tenant acme", "1 matching message; 1 unread\n"),
        (
            "--since 2026-11-01T01:58:00Z",
            "3 matching messages; 2 unread\n",
        ),
        ("--archived", "1 matching message; 1 unread\n"),
        ("--unread --limit 1", "61 matching messages, 1 shown\n"),
        ("--read --limit 1", "60 matching messages, 1 shown\n"),
    ] {
        let outcome = run_in(&sandbox, &format!("messages --user alice {options}"));
        assert_eq!(outcome.stderr, summary, "{options}");
    }
    for (options, unread) in [("--tag tenth", 12), ("--unread", 61), ("--read", 0)] {
        let line = format!("messages --user alice --limit 1 --json {options}");
        assert_eq!(
            run_in(&sandbox, &line).json()["unread"],
            unread,
            "{options}"
        );
    }
}

#[test]
fn profile_list_explains_its_columns() {
    let url = format!("https://{}.example.com", "proxy".repeat(20));
    let home = ConfigHome::with(&format!(
        "default_profile = \"ci\"\n\
         [profile.ci]\nregion = \"eu\"\nkey = {{ env = \"STAGING_COURIER_KEY\" }}\n\
         [profile.\"local\"]\napi_url = \"{url}\"\nuser = \"用户\"\nenvironment = \"test\"\n\
         key = {{ command = \"pass show a/very/long/path/to/the/key of the workspace\" }}\n"
    ));
    let variables = [
        ("COURIER_AUTH_CONFIG_DIR", home.path().to_str().unwrap()),
        ("NO_COLOR", "1"),
    ];
    for width in WIDTHS {
        let lines = lines_at(width, "profile list", &variables);
        for line in &lines {
            assert!(line.width() <= width, "{width}: {line}");
        }
        let text = lines.join("\n");
        for part in [
            "NAME",
            "REGION",
            "ENVIRO",
            "USER",
            "KEY",
            "STAGING_COURIER_KEY",
            "用户",
        ] {
            assert!(text.contains(part), "{width}: {part}: {text}");
        }
        assert!(
            lines[1..].iter().any(|line| line.starts_with("*  ci")),
            "{text}"
        );
        assert_eq!(
            lines.last().unwrap(),
            "* used by commands without --profile"
        );
    }
    let piped = home.run("profile list");
    piped.exits_with(0, "*  ci     eu  \n   local  https://proxy", "");
    assert_eq!(piped.stdout.lines().count(), 2);
    let home = ConfigHome::with("[profile.a]\nregion = \"eu\"\nkey = { env = \"A\" }\n");
    let variables = [("COURIER_AUTH_CONFIG_DIR", home.path().to_str().unwrap())];
    let lines = lines_at(80, "profile list", &variables);
    assert!(!lines.concat().contains("without --profile"), "{lines:?}");
}

#[test]
fn reference_lists_are_wrapped_at_the_width_of_the_terminal() {
    for (line, header, cells) in [
        (
            "explain",
            "CODE   SEVERITY  RULE",
            &["CA101", "not-a-jwt"][..],
        ),
        (
            "scopes",
            "FEATURE",
            &["inbox:read:messages", "user_id:<id>"],
        ),
        ("exit-codes", "CODE  MEANING", &["125", "130"]),
        ("can --list", "ACTION", &["mark-read", "Inbox /q read"]),
    ] {
        let piped = Test::line(line).run();
        assert!(!piped.stdout.contains(header), "{piped:#?}");
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        for width in WIDTHS {
            let lines = lines_at(width, line, &[("NO_COLOR", "1")]);
            for line in &lines {
                assert!(line.width() <= width, "{width}: {line}");
            }
            let text = lines.join("\n");
            assert!(text.contains(header), "{width}: {text}");
            for cell in cells {
                assert!(text.contains(cell), "{width}: {cell}: {text}");
            }
            // Nothing is cut: all words of the whole lines are there.
            let shown = words(&text);
            let missing = words(&piped.stdout)
                .into_iter()
                .find(|word| !shown.contains(word));
            assert_eq!(missing, None, "{width}: {text}");
        }
    }
}
