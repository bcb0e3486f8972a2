//! The words of user-facing texts. This is a fence around plain English: it fails on expressions that
//! were used here and had to be decoded, on British spellings, and on long sentences in help.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use regex_lite::Regex;

use crate::{
    generated::documents,
    help::{commands, page},
    support::Test,
};

/// The maximum number of words in a sentence of help.
const LONGEST_SENTENCE: usize = 30;

/// Expressions that user-facing texts must not contain, each with what to write instead.
const BANNED: &[(&str, &str)] = &[
    // Words that the field does not use.
    (r"mend(s|ed|ing)?", "write `fix`"),
    (r"shall", "write `must`, or the present tense"),
    (
        r"who(so)?ever|whomever",
        "name the person or thing first: `anyone who`",
    ),
    (r"anew", "write `again` or `new`"),
    (r"surely", "write `certainly`, or nothing"),
    (
        r"likewise",
        "say the same thing once, with everything that it applies to",
    ),
    (r"of no use", "write `ignored`"),
    (
        r"the former|a former|former (answer|output|run)",
        "write `earlier`",
    ),
    (r"forbids?|forbidden to", "write `does not allow`"),
    (r"asked? for", "write `request` or `required`"),
    (r"answer(s|ed)?", "write `response`, `returns` or `result`"),
    (r"tells?|told", "write `report`, `show` or `say`"),
    (r"due", "write `expected`"),
    (r"verdict is good|content with", "write `no problems found`"),
    // Metaphors where a term exists.
    (r"stands?|stood", "write `is` or `contains`"),
    (
        r"(is|are|be|was) let in|lets? in|gets? in",
        "write `is accepted` or `has access`",
    ),
    (r"(go|goes|went|gone|going) on with", "write `continue`"),
    (
        r"lives|(?:has|had) lived|(it|token) lived",
        "write `expires in`, `lifetime` or `valid for`",
    ),
    (r"good for", "write `valid for` or `works for`"),
    (
        r"(broken|weak) links?|links? (is|are) broken|link by link",
        "a check passes, warns, fails or is skipped",
    ),
    (r"whole way", "write `every step`"),
    (r"comes? of (it|this|that)", "name the result"),
    (
        r"makes? (no )?sense|nonsense",
        "write `invalid` or `unexpected`",
    ),
    (r"chang(e|ed) places", "write `swapped`"),
    (r"shows? through|looks? too", "name the check"),
    // Inversions and openings that have to be read twice.
    (r"of which", "begin a new sentence"),
    (r"will not do|won't do", "write `does not work`"),
    (
        r"(it|this|that|what|which) (is|are) no (token|key|signature|file|[a-km-z][a-z]+)",
        "write `is not a`, or `missing`",
    ),
    (
        r"(is|are|there is|there are) none",
        "write `missing` or `not found`",
    ),
    (
        r"(nobody|nothing|none) can be",
        "say what is missing and what to type",
    ),
    (r"such an?", "name the thing again"),
    (
        r"one a line|a line each|an object a line",
        "write `one per line`",
    ),
    (r"all the same|for ever|by far|as it were", "delete it"),
    (r"what is (late|due|wanted)", "name the thing"),
    // One spelling for each term.
    (r"white ?space around", "write `spaces around`"),
    (r"time-out", "write `timeout`"),
    (r"(?-i:(user|message|tenant) ids?)", "write `ID`"),
];

/// British spellings. The crates and Courier use the American ones.
const BRITISH: &str = r"colour\w*|favour\w*|behaviour\w*|honour\w*|neighbour\w*|licences?|catalogues?|centre[sd]?|grey|whilst|artefacts?|(recogn|author|normal|serial|initial|organ|summar|minim|maxim|optim|real|custom|util)is(e[sd]?|ing|ation)|cancell(ed|ing)|labell(ed|ing)|modell(ed|ing)|defence|analyse[sd]?";

/// A user-facing text and where it is from.
struct Text {
    source: String,
    text: String,
}

/// Returns the help of all commands, the pages of all rules, the documents and the sandbox's page.
fn pages() -> Vec<Text> {
    let mut found = Vec::new();
    let mut add = |source: &str, text: String| {
        let source = source.to_owned();
        found.push(Text { source, text });
    };
    for command in commands() {
        add(&format!("help of `{command}`"), page(&command, "--help"));
        add(&format!("short help of `{command}`"), page(&command, "-h"));
    }
    add("rule pages", Test::line("explain --all").run().stdout);
    add("list of actions", Test::line("can --list").run().stdout);
    add("list of scopes", Test::line("scopes").run().stdout);
    let files = documents();
    let files = files.iter().map(String::as_str);
    for file in files.chain(["CHANGELOG.md", "src/sandbox/page.html"]) {
        add(
            file,
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap(),
        );
    }
    found
}

/// Returns the texts in string literals of the source code, without those of unit tests.
fn literals() -> Vec<Text> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = vec![root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let code = fs::read_to_string(&path).unwrap();
                let code = code.split("\n#[cfg(test)]\nmod").next().unwrap();
                let source = path.strip_prefix(root).unwrap().display().to_string();
                let texts = string_literals(code)
                    .into_iter()
                    .filter(|text| text.contains(' '));
                found.extend(texts.map(|text| Text {
                    source: source.clone(),
                    text,
                }));
            }
        }
    }
    found
}

/// Returns the contents of the string literals in Rust code.
fn string_literals(code: &str) -> Vec<String> {
    let literal = r##"//[^\n]*|'(?:\\.[^']*|[^'\\])'|r#"((?s:.*?))"#|"((?s:\\.|[^"\\])*)""##;
    let joined = Regex::new(r"\\\n\s*").unwrap();
    let literals = Regex::new(literal).unwrap();
    let found = literals.captures_iter(code).filter_map(|literal| {
        let text = literal.get(1).or(literal.get(2))?.as_str();
        Some(
            joined
                .replace_all(text, "")
                .replace("\\n", "\n")
                .replace("\\\"", "\""),
        )
    });
    found.collect()
}

/// Returns the words around a match, for the message.
fn around(text: &str, start: usize, end: usize) -> String {
    let start = text.floor_char_boundary(start.saturating_sub(40));
    let end = text.ceil_char_boundary((end + 40).min(text.len()));
    text[start..end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn matches(texts: &[Text], expression: &str, instead: &str, report: &mut String) {
    let expression = Regex::new(&format!(r"(?i)\b(?:{expression})\b")).unwrap();
    for Text { source, text } in texts {
        for found in expression.find_iter(text) {
            let context = around(text, found.start(), found.end());
            let _ = writeln!(
                report,
                "{source}: `{}` ({instead}): {context}",
                found.as_str()
            );
        }
    }
}

#[test]
fn user_facing_texts_are_plain_american_english() {
    let mut texts = pages();
    texts.extend(literals());
    let mut report = String::new();
    for (expression, instead) in BANNED {
        matches(&texts, expression, instead, &mut report);
    }
    matches(&texts, BRITISH, "use the American spelling", &mut report);
    assert!(
        report.is_empty(),
        "{} findings\n{report}",
        report.lines().count()
    );
}

#[test]
fn sentences_of_help_are_short() {
    for command in commands() {
        let page = page(&command, "--help");
        let paragraphs = Regex::new(r"\n\s*\n|\n\s*- |\n  [a-zA-Z0-9]").unwrap();
        for paragraph in paragraphs
            .split(&page)
            .filter(|text| !text.contains("courier-auth "))
        {
            for sentence in paragraph.split(". ") {
                let count = sentence.split_whitespace().count();
                assert!(
                    count <= LONGEST_SENTENCE,
                    "{command}: {count} words: {sentence}"
                );
            }
        }
    }
}

#[test]
fn literals_are_found_in_code() {
    let code =
        "let a = 'x'; // \"not this\"\nlet b = \"one \\\n   two\"; let c = r#\"three \"four\"\"#;";
    assert_eq!(string_literals(code), ["one two", "three \"four\""]);
}
