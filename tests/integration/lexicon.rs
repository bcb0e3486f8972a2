//! The words of user-facing texts. This is a fence around plain English: it fails on expressions that
//! were used here and had to be decoded, on British spellings, and on long sentences in help.

use std::{fmt::Write as _, fs, path::Path};

use regex_lite::Regex;

use crate::{
    generated::documents,
    help::{commands, page},
    support::{Test, source_files},
};

/// The maximum number of words in a sentence of help.
const LONGEST_SENTENCE: usize = 25;

/// Expressions that user-facing texts must not contain, each with an example and what to write instead.
const BANNED: &[(&str, &str, &str)] = &[
    // Words that the field does not use.
    (
        r"mend(s|ed|ing)?",
        "the command that mends it",
        "write `fix`",
    ),
    (
        r"shall",
        "how long it shall live",
        "write `must`, or the present tense",
    ),
    (
        r"who(so)?ever|whomever",
        "whoever has the token",
        "write `anyone who`",
    ),
    (
        r"anew",
        "writes anew what is generated",
        "write `again` or `new`",
    ),
    (
        r"surely",
        "it works but surely not as meant",
        "write `certainly`, or nothing",
    ),
    (
        r"likewise",
        "likewise: there is no address",
        "say it once, with everything that it applies to",
    ),
    (r"of no use", "a client key is of no use", "write `ignored`"),
    (
        r"(the|a|no) former|former (answer|output|run)",
        "`x` is no former answer",
        "write `earlier`",
    ),
    (
        r"a span|spans of",
        "a span begins with a number",
        "write `lifetime` or `duration`",
    ),
    (r"mildest", "the mildest finding", "write `lowest`"),
    (
        r"asked? for",
        "what is asked for",
        "write `request` or `required`",
    ),
    (
        r"answer(s|ed)?",
        "nothing was answered",
        "write `response`, `returns` or `result`",
    ),
    (
        r"tells?|told",
        "no answer told the time",
        "write `report`, `show` or `say`",
    ),
    (
        r"(was|were|is|are) due",
        "64 hex digits were due",
        "write `expected`",
    ),
    (
        r"content with",
        "every rule is content with it",
        "write `no problems found`",
    ),
    (
        r"(whatever the|a good|the good) verdict",
        "exit 0 whatever the verdict",
        "write `result`",
    ),
    // Metaphors where a term exists.
    (
        r"stands?|stood",
        "nothing stands behind it",
        "write `is` or `contains`",
    ),
    (
        r"(is|are|be|was) (not )?let in|lets? (them )?in|gets? in",
        "pages are not let in",
        "write `is accepted` or `has access`",
    ),
    (
        r"come in",
        "how apps come in",
        "write `sign in` or `access`",
    ),
    (
        r"(go|goes|went|gone|going) on with",
        "it goes on with them",
        "write `continue`",
    ),
    (
        r"lives|left to live|(it|token) lived",
        "it lives on for 23 h",
        "write `expires in`, `lifetime` or `valid for`",
    ),
    (
        r"good for",
        "what the token must be good for",
        "write `valid for` or `works for`",
    ),
    (
        r"(broken|weak) links?|links? (is|are) broken|link by link|links? of (it|the)",
        "which link of it is broken",
        "a check passes, warns, fails or is skipped",
    ),
    (
        r"whole way",
        "the whole way to a user's Inbox",
        "write `every step`",
    ),
    (
        r"comes? of (it|this|that)|came of it",
        "say what was sent and what came of it",
        "write `outcome`",
    ),
    (
        r"makes? (no )?sense|nonsense",
        "the answer makes no sense",
        "write `invalid` or `unexpected`",
    ),
    (
        r"chang(e|ed) places",
        "the key and the user changed places",
        "write `swapped`",
    ),
    (
        r"leads? (to|elsewhere|both)",
        "the variables that lead to a sandbox",
        "write `point to` or `URL of`",
    ),
    (
        r"(is|are) stronger",
        "COURIER_API_KEY is set, which is stronger",
        "write `takes precedence`",
    ),
    (r"shadow(s|ed)", "what it shadows", "write `overrides`"),
    (
        r"has a gap|right but for",
        "a scope has a gap",
        "name what is wrong",
    ),
    // Inversions and openings that have to be read twice.
    (
        r"of which",
        "of which tenants the messages are",
        "begin a new sentence",
    ),
    (
        r"will not do|won't do",
        "this token will not do",
        "write `does not work`",
    ),
    (
        r"(it|this|that|what|which) (is|are) no [a-z]+",
        "that is no signature",
        "write `is not a`, or `missing`",
    ),
    (
        r"(there (is|are)|is|are) none|is read by no|by no one|none of them",
        "`iss` is read by no one",
        "write `missing`, `not found` or `ignored`",
    ),
    (
        r"(nobody|nothing|none) can be",
        "nobody can be asked",
        "say what is missing and what to type",
    ),
    (
        r"(is|are) of (another|test|production|no|the other)",
        "the token is of another environment",
        "write `belongs to`",
    ),
    (
        r"such an?",
        "no token can name such a user",
        "name the thing again",
    ),
    (
        r"one a line|a line each|an? [a-z]+ a line",
        "one a line",
        "write `one per line`",
    ),
    (
        r"all the same|for ever|as it were|for a while",
        "ask all the same",
        "delete it, or write `anyway`",
    ),
    (
        r"be the backend|walk the",
        "be the backend that gives tokens",
        "begin with what the command does",
    ),
    // One spelling for each term.
    (r"time-out", "time-out", "write `timeout`"),
    (
        r"(?-i:(user|message|tenant) ids?)",
        "a user id",
        "write `ID`",
    ),
];

/// British spellings. The crates and Courier use the American ones.
const BRITISH: &str = r"colour\w*|favour\w*|behaviour\w*|honour\w*|neighbour\w*|licences?|catalogues?|centre[sd]?|grey|whilst|artefacts?|(recogn|author|normal|serial|initial|organ|summar|minim|maxim|optim|real|custom|util)is(e[sd]?|ing|ation)|cancell(ed|ing)|labell(ed|ing)|modell(ed|ing)|defence|analyse[sd]?|programmes?|towards|learnt|fulfil(s|ment)?|judgement|(synchron|sanit|priorit|special)is(e[sd]?|ing|ation)";

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
    add("Cargo.toml", env!("CARGO_PKG_DESCRIPTION").to_owned());
    add("list of scopes", Test::line("scopes").run().stdout);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = documents();
    files.push("CHANGELOG.md".to_owned());
    for folder in ["src/sandbox/page", "src/sandbox/page/script"] {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let files_in = names.filter(|name| name.contains('.'));
        files.extend(files_in.map(|name| format!("{folder}/{name}")));
    }
    for file in files {
        add(&file, fs::read_to_string(root.join(&file)).unwrap());
    }
    found
}

/// Returns the texts in string literals of the source code, without those of unit tests.
fn literals() -> Vec<Text> {
    let mut found = Vec::new();
    for (path, code) in source_files() {
        let code = code.split("\n#[cfg(test)]\nmod").next().unwrap();
        let source = path.display().to_string();
        let texts = string_literals(code).into_iter();
        found.extend(texts.filter(|text| text.contains(' ')).map(|text| Text {
            source: source.clone(),
            text,
        }));
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

/// Returns an expression that matches whole words, whatever their case.
fn whole_words(expression: &str) -> Regex {
    Regex::new(&format!(r"(?i)\b(?:{expression})\b")).unwrap()
}

fn matches(texts: &[Text], expression: &str, instead: &str, report: &mut String) {
    let expression = whole_words(expression);
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
    assert!(texts.len() > 1_000, "{}", texts.len());
    for Text { text, .. } in &mut texts {
        // An expression can be wrapped.
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut report = String::new();
    for (expression, _, instead) in BANNED {
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
        let sentence_ends = Regex::new(r"\.\s").unwrap();
        let paragraphs = Regex::new(r"\n\s*\n|\n\s*- |\n  [a-zA-Z0-9]").unwrap();
        for paragraph in paragraphs
            .split(&page)
            .filter(|text| !text.contains("\n  courier-auth "))
        {
            for sentence in sentence_ends.split(paragraph) {
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
fn every_banned_expression_matches_its_example() {
    for (expression, example, _) in BANNED {
        assert!(whole_words(expression).is_match(example), "{expression}");
    }
    for word in ["colour", "favours", "recognised", "labelled", "licence"] {
        assert!(whole_words(BRITISH).is_match(word), "{word}");
    }
}

#[test]
fn literals_are_found_in_code() {
    let code =
        "let a = 'x'; // \"not this\"\nlet b = \"one \\\n   two\"; let c = r#\"three \"four\"\"#;";
    assert_eq!(string_literals(code), ["one two", "three \"four\""]);
}
