//! Scope strings in source code.

use std::ops::Range;

use serde_json::json;

use crate::{
    inspect::{
        EntryKind, Finding, Levels, Requirements, ScopeEntry, Severity, Subject, run_rules,
        suggested_scopes,
    },
    scan::{
        brackets::{matching, open_before},
        expression::Expression,
        features::features_of,
        file_kind::{FileKind, Language},
        finding::SourceFinding,
        literal::Literal,
        mapped::{HOLE, Mapped},
        options::Options,
        source::{Source, key_before, word_around},
    },
    text::shorten,
    token::{
        Object,
        scope::{MISPLACED_CLAIMS, USER_PREFIX, canonical_case, documented_replacement, is_known},
    },
};

/// The maximum length of a value without quotes.
const MAX_UNQUOTED: usize = 2_000;

/// The maximum distance of an operation that adds text to a variable.
const MAX_DISTANCE: usize = 1_000;

/// The text in place of a hole while a scope is judged. It has as many bytes as a hole.
const STAND_IN: &str = "Q0Q";

/// The scopes that no other service has.
const UNMISTAKABLE: [&str; 3] = [
    "inbox:read:messages",
    "inbox:write:events",
    "write:user-tokens",
];

/// A scope string.
#[derive(Debug)]
pub(in crate::scan) struct ScopeString {
    pub(in crate::scan) expression: Expression,
    /// True if it is the value of `scope`.
    pub(in crate::scan) is_named_scope: bool,
    /// The place of the name, if it is that of another field, such as `scopes`.
    pub(in crate::scan) other_name: Option<Range<usize>>,
}

/// Reads the scope string that contains a position. If the text is not a
/// scope of Courier, the error is the end of what was read.
pub(in crate::scan) fn read(source: &Source<'_>, at: usize) -> Result<ScopeString, usize> {
    if source.is_prose(at) {
        return Err(at);
    }
    let is_encoded = source.text[at..].find(':') != source.text[at..].find([':', '%']);
    let expression = match Literal::around(source, at) {
        _ if is_encoded => url_encoded(source, at),
        None if source.kind == FileKind::Code(Language::Ruby) => word_list(source, at).ok_or(at)?,
        Some(literal) => Expression::with_literal(source, literal),
        None if source.kind.has_unquoted_values() => unquoted(source, at)?,
        None => return Err(at),
    };
    let end = expression.range.end;
    let mut expression = expression;
    // A form, as in `--data-urlencode "scope=user_id:…"`.
    let is_in_form = expression.value.remove_start("scope=");
    let key = key_before(source.text, expression.range.start);
    let is_named_scope = is_in_form || key.is_some_and(|key| key.eq_ignore_ascii_case("scope"));
    let is_extended = key.is_some_and(|key| is_extended(source, key, expression.range.end));
    let other_name = key
        .filter(|key| MISPLACED_CLAIMS.contains(key))
        .and_then(|key| {
            let before = &source.text[..expression.range.start];
            let at = before.rfind(key)?;
            Some(at..at + key.len())
        });
    let mut scope = ScopeString {
        expression,
        is_named_scope,
        other_name,
    };
    scope.expression.is_open |= is_extended;
    if scope.is_of_courier(source) {
        Ok(scope)
    } else {
        Err(end)
    }
}

/// Reads a value of a URL or a form, in which `%3A` is a colon, and `%20` or `+` a space.
fn url_encoded(source: &Source<'_>, at: usize) -> Expression {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "%+-._~*:".contains(c);
    let range = word_around(source.text, &(at..at), is_part);
    let encoded = &source.text[range.clone()];
    let mut value = Mapped::default();
    let mut position = 0;
    while let Some(c) = encoded[position..].chars().next() {
        let code = encoded.get(position + 1..position + 3).filter(|_| c == '%');
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        let (decoded, length) = match byte {
            Some(byte) if byte.is_ascii() => (char::from(byte), 3),
            _ if c == '+' => (' ', 1),
            _ => (c, c.len_utf8()),
        };
        let start = range.start + position;
        value.push(decoded, start..start + length);
        position += length;
    }
    Expression {
        value,
        literals: std::iter::once(range.clone()).collect(),
        range,
        is_open: false,
        separator: None,
        is_list: false,
        is_changed: false,
    }
}

/// Reads a list of words of Ruby: `%w[inbox:read:messages inbox:write:events]`.
fn word_list(source: &Source<'_>, at: usize) -> Option<Expression> {
    let text = source.text;
    let open = open_before(text, at)?;
    let close = matching(text, open)?;
    let is_list = ["%w", "%W", "%i", "%I"]
        .iter()
        .any(|start| text[..open].ends_with(start));
    if !is_list {
        return None;
    }
    let mut value = Mapped::default();
    for (offset, c) in text[open + 1..close].char_indices() {
        let start = open + 1 + offset;
        let c = if c.is_whitespace() { ' ' } else { c };
        value.push(c, start..start + c.len_utf8());
    }
    Some(Expression {
        value,
        range: open..close + 1,
        literals: std::iter::once(open + 1..close).collect(),
        is_open: true,
        separator: None,
        is_list: false,
        is_changed: false,
    })
}

/// Reads a value without quotes, as in a dotenv file: the scopes and holes around a position.
fn unquoted(source: &Source<'_>, at: usize) -> Result<Expression, usize> {
    let text = source.text;
    let line = source.line_at(at);
    let is_break =
        |c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | '`' | '(' | '[' | '|');
    let start = word_around(&text[..line.end], &(at..at), |c| !is_break(c)).start;
    let mut value = Mapped::default();
    let mut end = start;
    let mut position = start;
    let line_end = text.floor_char_boundary(line.end.min(start + MAX_UNQUOTED));
    let first_word = text[start..line_end].find(' ').unwrap_or(line_end - start);
    for word in text[start..line_end].split(' ') {
        let word_end = position + word.len();
        let is_scope = word.contains(':') && !word.ends_with(':') || word.starts_with('$');
        if !is_scope || word.contains(['"', '\'', '`', '|', '(', ')']) {
            break;
        }
        if position > start {
            value.push(' ', position - 1..position);
        }
        for (offset, c) in word.char_indices() {
            let from = position + offset;
            value.push(c, from..from + c.len_utf8());
        }
        end = word_end;
        position = word_end + 1;
    }
    let before = text[line.start..start].trim_end();
    let is_whole = before.ends_with(['=', ':']) && text[end..line.end].trim().is_empty();
    if end == start {
        // The word is no scope, and need not be read again.
        return Err(position + first_word);
    }
    Ok(Expression {
        value,
        range: start..end,
        literals: std::iter::once(start..end).collect(),
        is_open: !is_whole,
        separator: None,
        is_list: false,
        is_changed: false,
    })
}

/// Returns true if text is added to a variable after a position.
fn is_extended(source: &Source<'_>, name: &str, from: usize) -> bool {
    let end = (from + MAX_DISTANCE).min(source.text.len());
    let after = &source.text[from..source.text.floor_char_boundary(end)];
    let additions = [
        "+=", "<<", ".=", ".append", ".push", ".concat", ".extend", ".join", "+ \"", "+ '",
    ];
    after.match_indices(name).any(|(at, _)| {
        let next = after[at + name.len()..].trim_start();
        let rest = &after[at + name.len()..];
        let before = &after[..at];
        let is_part = before.ends_with('{') && rest.starts_with("} ")
            || before.ends_with('$') && rest.starts_with(' ');
        is_part || additions.iter().any(|addition| next.starts_with(addition))
    })
}

impl ScopeString {
    /// Returns true if the text is certainly a scope of Courier: no other words, and a user or a scope
    /// that other services do not have.
    fn is_of_courier(&self, source: &Source<'_>) -> bool {
        // The text of an object has a space in it.
        let text = self
            .expression
            .value
            .text()
            .replace("[object Object]", "object");
        let mut words = text
            .split([' ', ',', ';', '|', '\n', '\t', '\u{a0}'])
            .filter(|word| !word.is_empty());
        let is_scope_like =
            |word: &str| word.contains(':') || word.contains(HOLE) || is_misspelled(word);
        if !words.clone().all(is_scope_like) {
            return false;
        }
        let names_user = words
            .clone()
            .any(|word| word.to_ascii_lowercase().starts_with(USER_PREFIX));
        let mut known = words
            .clone()
            .filter(|word| !word.starts_with(USER_PREFIX) && is_known_or_similar(word));
        if words
            .clone()
            .any(|word| UNMISTAKABLE.iter().any(|scope| word.contains(scope)))
        {
            return true;
        }
        let has_known = known.next().is_some();
        let is_in_context = source.names_courier;
        names_user && (has_known || self.is_named_scope && is_in_context)
            || is_in_context
                && has_known
                && (words.next().is_some_and(|first| first.starts_with("inbox"))
                    || self.is_named_scope)
    }

    /// Judges the scope string with the rules of `inspect`.
    pub(in crate::scan) fn check(
        &self,
        source: &Source<'_>,
        is_requested: bool,
        options: &Options,
    ) -> Vec<SourceFinding> {
        let text = self.expression.value.text();
        let planned = text.replace(HOLE, STAND_IN);
        let claims = json!({ "scope": planned }).to_string();
        let Ok(claims) = Object::parse(&claims) else {
            return Vec::new();
        };
        let names_user = planned.to_ascii_lowercase().contains(USER_PREFIX);
        let is_whole = !self.is_open() && (names_user || is_requested && self.is_named_scope);
        // Of a part of a scope nothing is required: the other parts may have it.
        let features = if is_whole {
            features_of(text, options)
        } else {
            Vec::new()
        };
        let requirements = Requirements::for_features(&features, options.now);
        let subject = Subject::planned(claims, &requirements);
        let report = run_rules(&subject, &Levels::default());
        let findings = report.findings.iter();
        let is_multiline = text.contains('\n');
        let mut has_separator = false;
        findings
            .filter(|finding| is_decidable(finding, is_whole, source))
            .filter(|finding| !is_about_hole(finding, &subject, text))
            .filter(|finding| !self.expression.is_changed || !depends_on_spelling(finding))
            .filter(|finding| match finding.rule.name {
                // One line break is reported for all of them, and for the indentation.
                "bad-separator" if is_multiline => !std::mem::replace(&mut has_separator, true),
                "extra-space" => !is_multiline,
                _ => true,
            })
            .filter_map(|finding| self.source_finding(source, &subject, finding))
            .collect()
    }

    /// Returns true if entries may be added that are not known here.
    fn is_open(&self) -> bool {
        let entries = self.expression.value.text().split(' ');
        // A part that is appended to a scope can have more scopes.
        let is_appended = |entry: &str| {
            let scope = entry.strip_suffix(HOLE);
            scope.is_some_and(|scope| is_known(scope) && !scope.starts_with(USER_PREFIX))
        };
        self.expression.is_open
            || entries
                .clone()
                .any(|entry| is_only_hole(entry) || is_appended(entry))
    }

    fn source_finding(
        &self,
        source: &Source<'_>,
        subject: &Subject<'_>,
        finding: &Finding,
    ) -> Option<SourceFinding> {
        let value = &self.expression.value;
        let whole = self.expression.literals.first()?.clone();
        let span = finding.span.as_ref().filter(|span| !span.is_empty());
        let range = span
            .and_then(|span| value.source_range(span))
            .unwrap_or(whole);
        let range = self.decisive_range(finding).unwrap_or(range);
        let message = with_expressions(&finding.message, value.text());
        let mut found = SourceFinding::new(finding.rule.name, range.clone(), shorten(&message));
        // Without a feature of the Inbox, it is only a note in a token.
        let is_legacy = finding.rule.name == "legacy-messages-scope";
        found.severity = if is_legacy {
            finding.rule.severity
        } else {
            finding.severity
        };
        found.help = finding
            .help
            .as_ref()
            .map(|help| with_expressions(help, value.text()));
        if finding.rule.name == "missing-scope" && span.is_none() {
            let missing = finding.message.split('`').nth(1)?;
            found.fix =
                self.addition(source, missing)
                    .map(|(at, text)| crate::scan::finding::Fix {
                        range: at..at,
                        text,
                    });
            found.help = Some(format!("add `{missing}`"));
            return Some(found);
        }
        let Some(span) = span.cloned() else {
            return Some(found);
        };
        let separator = self.expression.separator.clone();
        if let Some(separator) = separator.filter(|separator| *separator == range) {
            let fix = match &source.text[separator.clone()] {
                "join()" => "join(' ')".to_owned(),
                quotes if quotes.starts_with(['"', '\'', '`']) => {
                    format!("{0} {0}", &quotes[..1])
                }
                _ => " ".to_owned(),
            };
            return Some(
                found
                    .help("join the scopes with a space")
                    .fix(separator, fix),
            );
        }
        if finding.rule.name == "missing-space" && self.decisive_range(finding).is_some() {
            return Some(found.help("add a space").fix(range.start..range.start, " "));
        }
        if let Some(text) = self.correction(source, subject, &span, finding) {
            found.help.get_or_insert_with(|| format!("write `{text}`"));
            found = found.fix(range, text);
        }
        Some(found)
    }

    /// Returns the place that decides, for findings about what is between two parts: the wrong separator,
    /// or the part before which a space is missing.
    fn decisive_range(&self, finding: &Finding) -> Option<Range<usize>> {
        match finding.rule.name {
            "bad-separator" => self.expression.separator.clone(),
            "missing-space" if self.expression.separator.is_some() => {
                self.expression.separator.clone()
            }
            "missing-space" if self.expression.literals.len() > 1 => {
                // `before B`, or `between A and B`.
                let is_between = finding.message.contains(" between ");
                let scope = finding
                    .message
                    .split('`')
                    .nth(if is_between { 3 } else { 1 })?;
                let span = finding.span.clone()?;
                let value = &self.expression.value;
                let at = span.start + value.text().get(span)?.find(scope)?;
                value.source_range(&(at..at + scope.len()))
            }
            _ => None,
        }
    }

    /// Returns the position and the text that add a scope.
    fn addition(&self, source: &Source<'_>, scope: &str) -> Option<(usize, String)> {
        let last = self.expression.literals.last()?;
        let content = &source.text[last.clone()];
        if self.expression.value.source_range(&(0..1))?.start > self.expression.range.start + 1
            && self.expression.literals.len() > 1
            && source.text[self.expression.range.clone()].starts_with(['[', '(', '{'])
        {
            let quote = source.text[last.end..].chars().next()?;
            return Some((
                last.end + quote.len_utf8(),
                format!(", {quote}{scope}{quote}"),
            ));
        }
        let space = if content.ends_with(' ') { "" } else { " " };
        Some((last.end, self.spelled(source, &format!("{space}{scope}"))))
    }

    /// Returns a text as the place spells it: with escapes in a URL.
    fn spelled(&self, source: &Source<'_>, text: &str) -> String {
        let source = &source.text[self.expression.range.clone()];
        if source.contains("%3A") || source.contains("%3a") {
            text.replace(':', "%3A").replace(' ', "%20")
        } else {
            text.to_owned()
        }
    }

    /// Returns the scopes to write instead of a part of the string, if it is within one literal.
    fn correction(
        &self,
        source: &Source<'_>,
        subject: &Subject<'_>,
        span: &Range<usize>,
        finding: &Finding,
    ) -> Option<String> {
        let range = self.expression.value.source_range(span)?;
        let is_within =
            |literal: &Range<usize>| literal.start <= range.start && range.end <= literal.end;
        if !self.expression.literals.iter().any(is_within) || finding.rule.name.ends_with("user") {
            return None;
        }
        let entry = subject
            .scope_entries
            .iter()
            .find(|entry| entry.span == *span)?;
        let intended = match entry.kind {
            EntryKind::Unknown => suggested_scopes(subject.entry_text(entry)),
            EntryKind::User | EntryKind::Stray => return None,
            _ => subject.intended_scopes(entry),
        };
        if intended.is_empty() {
            return None;
        }
        // The holes keep their source text.
        let mut corrected = intended.join(" ");
        let text = self.expression.value.text();
        let holes = text.match_indices(HOLE).filter(|(at, _)| span.contains(at));
        for (at, _) in holes {
            let hole = self
                .expression
                .value
                .source_range(&(at..at + HOLE.len_utf8()))?;
            corrected = corrected.replacen(STAND_IN, &source.text[hole], 1);
        }
        // A separator at the start belongs to what is before the literal.
        let starts_with_separator = text[span.clone()].starts_with([',', ';', '|']);
        if starts_with_separator {
            corrected.insert(0, ' ');
        }
        let corrected = self.spelled(source, &corrected);
        let is_listed =
            entry.kind != EntryKind::Joined && text.split(' ').any(|other| other == corrected);
        let is_changed = corrected != source.text[range] && !is_listed;
        (is_changed && !corrected.contains(STAND_IN)).then_some(corrected)
    }
}

/// Returns true for a misspelled scope without a colon, such as `inbox.read.messages`.
fn is_misspelled(word: &str) -> bool {
    suggested_scopes(word).iter().any(|scope| is_known(scope))
}

/// Returns true for a scope of Courier, also in the wrong case or with a known other spelling.
fn is_known_or_similar(word: &str) -> bool {
    is_known(word)
        || documented_replacement(word).is_some()
        || canonical_case(word).is_some()
        || suggested_scopes(word).iter().any(|scope| is_known(scope))
}

/// Returns true if a finding can be decided from the source code.
fn is_decidable(finding: &Finding, is_whole: bool, source: &Source<'_>) -> bool {
    let name = finding.rule.name;
    let is_about_scope =
        finding.rule.code.starts_with("CA3") || finding.rule.code.starts_with("CA4");
    let needs_whole = [
        "missing-scope",
        "no-user",
        "user-only",
        "no-scope",
        "legacy-messages-scope",
        "extra-space",
        "broad-scope",
        "empty-user",
    ]
    .contains(&name);
    // A document names the places to fill in.
    let is_example = source.kind == FileKind::Document
        && (name.starts_with("placeholder-") || name == "wrapped-user-id");
    let is_minor =
        finding.severity == Severity::Note && ["missing-scope", "unsafe-user-id"].contains(&name);
    is_about_scope
        && (is_whole || !needs_whole)
        && !is_example
        && !is_minor
        && name != "made-for-create"
}

/// Returns true if a finding is about an entry that is known only when the program runs.
fn is_about_hole(finding: &Finding, subject: &Subject<'_>, text: &str) -> bool {
    let Some(span) = &finding.span else {
        return false;
    };
    let contains_hole = |entry: &ScopeEntry| {
        text.get(entry.span.clone())
            .is_some_and(|entry| entry.contains(HOLE))
    };
    let overlaps = |entry: &&ScopeEntry| entry.span.start < span.end && span.start < entry.span.end;
    let mut entries = subject.scope_entries.iter().filter(overlaps);
    entries.any(|entry| match entry.kind {
        EntryKind::User | EntryKind::Joined | EntryKind::MissingSpace | EntryKind::MixedTenant => {
            finding.rule.name == "split-user-id"
        }
        EntryKind::WrongCase => false,
        _ => contains_hole(entry),
    })
}

/// Returns true if a finding is about separators or placeholders, which a call may replace.
fn depends_on_spelling(finding: &Finding) -> bool {
    let name = finding.rule.name;
    ["bad-separator", "extra-space", "missing-space"].contains(&name)
        || name.starts_with("placeholder-")
}

fn is_only_hole(entry: &str) -> bool {
    entry.starts_with(HOLE) && !entry.contains(':')
}

/// Returns a message about a planned token as one about source code.
fn with_expressions(message: &str, text: &str) -> String {
    if text.contains(HOLE) {
        message.replace(STAND_IN, "…")
    } else {
        message.to_owned()
    }
}
