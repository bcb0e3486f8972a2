//! Puts a key in one of its spellings into any text, which an error repeats: the key is not in the
//! error, and the time does not grow faster than the text.
#![no_main]

use std::{fmt::Write as _, time::Duration};

use base64::{Engine as _, engine::general_purpose};
use courier_auth_fuzz::run_program;
use cpu_time::ThreadTime;
use libfuzzer_sys::fuzz_target;

/// A secret without a prefix that Courier's keys have, and with characters that encodings change. It does
/// not begin with hex digits, which would complete an escape before it.
const KEY: &str = r#"Test/Se+cret"Of<The&Fuzzer9"#;

/// The sizes in bytes of the texts whose times are compared.
const SIZES: [usize; 2] = [8 * 1024, 64 * 1024];

/// A quadratic function takes 64 times as long for the larger text, a linear one 8 times.
const MAX_GROWTH: u32 = 32;

/// A time that is too long for this text, however slow the machine is.
const SLOW: Duration = Duration::from_millis(300);

fuzz_target!(|input: (u8, &str, &str)| {
    let (spelling, before, after) = input;
    let spellings = spellings();
    let planted = &spellings[usize::from(spelling) % spellings.len()];
    // A backslash would escape the first character of the key.
    let before = before.trim_end_matches('\\');
    let shown = show(&format!("{before}{planted}{after}"));
    assert!(!shown.contains(planted), "{planted} is in {shown}");
    assert_linear(&format!("{before}{after}"));
});

/// Returns the error of a command that repeats the text.
fn show(text: &str) -> String {
    let text = text.replace('\0', " ");
    let outcome = run_program(
        ["explain", &format!("x {text}")],
        &[("COURIER_AUTH_TOKEN", KEY)],
        b"",
    );
    outcome.exits_with_one_of(&[2]);
    outcome.stderr
}

/// Asserts that a text of many repetitions takes a time that is proportional to its size.
fn assert_linear(part: &str) {
    if part.is_empty() {
        return;
    }
    let [small, large] = SIZES.map(|size| {
        let text = part.repeat(size.div_ceil(part.len()));
        move || {
            let start = ThreadTime::now();
            show(&text);
            start.elapsed()
        }
    });
    if large() > SLOW {
        // The shortest of several times is that of the least disturbed run.
        let [small, large] = [shortest(small), shortest(large)];
        assert!(large < small * MAX_GROWTH, "{part:?}: {small:?}, {large:?}");
    }
}

fn shortest(run: impl Fn() -> Duration) -> Duration {
    (0..3).map(|_| run()).min().unwrap_or_default()
}

/// The spellings of the key in the messages of servers and programs.
fn spellings() -> Vec<String> {
    let each = |format: fn(char) -> String| KEY.chars().map(format).collect::<String>();
    let reserved = |text: &str| {
        KEY.chars().fold(String::new(), |mut encoded, c| {
            if c.is_ascii_alphanumeric() {
                encoded.push(c);
            } else {
                let _ = write!(encoded, "{text}{:02X}", u32::from(c));
            }
            encoded
        })
    };
    let json = KEY.replace('"', r#"\""#);
    // At the offsets 1 and 2, the first and last characters also encode bits of other bytes.
    let offset = |padding: &str| {
        let encoded = general_purpose::STANDARD_NO_PAD.encode(format!("{padding}{KEY}"));
        encoded[padding.len() + 1..encoded.len() - 1].to_owned()
    };
    let html = KEY.replace('&', "&amp;").replace('<', "&lt;");
    vec![
        KEY.to_owned(),
        reserved("%"),
        reserved("%")
            .to_lowercase()
            .replace("test", "Test")
            .replace("se%2bcret", "Se%2bcret")
            .replace("of", "Of")
            .replace("the", "The")
            .replace("fuzzer", "Fuzzer"),
        reserved("%25"),
        each(|c| format!("%{:02x}", u32::from(c))),
        json.clone(),
        json.replace('/', r"\/"),
        each(|c| format!(r"\u{:04x}", u32::from(c))),
        html.replace('"', "&quot;"),
        html.replace('"', "&#34;").replace('/', "&#47;"),
        each(|c| format!("&#x{:X};", u32::from(c))),
        general_purpose::STANDARD.encode(KEY),
        general_purpose::URL_SAFE_NO_PAD.encode(KEY),
        offset("x"),
        offset("xx"),
    ]
}
