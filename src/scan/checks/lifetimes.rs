//! Lifetimes in source code: the values of `expires_in`.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::{
    inspect::{Severity, lifetime_of_seconds, parse_lifetime, suggest_lifetime},
    scan::{
        file_kind::FileKind,
        finding::SourceFinding,
        options::Options,
        source::Source,
        strings::{literal::Literal, mapped::HOLE, operator::skip_space},
    },
    time::humanize,
};

/// Checks the value of the name of a lifetime, which ends at a position.
pub(in crate::scan) fn check(
    source: &Source<'_>,
    name: &Range<usize>,
    options: &Options,
) -> Option<SourceFinding> {
    match value_after(source, name)? {
        (Value::Text(text), range) => check_text(&text, range, options),
        (Value::Number(text), range) => check_number(&text, range, options),
    }
}

/// The maximum length of a value that is not a literal.
const MAX_DEFAULT: usize = 120;

/// A minute in milliseconds.
const MINUTE: f64 = 60_000.0;

enum Value {
    Text(String),
    Number(String),
}

/// Returns the value that follows a name, and the range of its text.
fn value_after(source: &Source<'_>, name: &Range<usize>) -> Option<(Value, Range<usize>)> {
    let text = source.text;
    let is_option = text[..name.start].ends_with("--");
    let is_in_form = text[..name.start].ends_with(['&', '?', '"', '\'']);
    if is_in_form && text[name.end..].starts_with('=') {
        return form_value(text, name.end + 1);
    }
    let mut at = name.end;
    at += text[at..].len()
        - text[at..]
            .trim_start_matches(['"', '\'', '\\', '`', ']', '?'])
            .len();
    at = skip_space(text, at);
    let signs = ["=>", ":=", "=", ":", "(", ",", "to ", "??", "||"];
    match signs.iter().find(|sign| text[at..].starts_with(**sign)) {
        Some(sign) => at = skip_space(text, at + sign.len()),
        None if is_option => {}
        None => return None,
    }
    let end = text.floor_char_boundary(source.line_at(at).end.min(at + MAX_DEFAULT));
    if let Some(default) = default_start(&text[at..end.max(at)]) {
        at = skip_space(text, at + default);
    }
    if let Some(literal) = Literal::at(source, at) {
        // A longer expression is known only when the program runs.
        let after = text[skip_space(text, literal.outer.end)..].chars().next();
        let is_whole = literal.is_terminated && !matches!(after, Some('+' | '.' | '%' | '?'));
        return is_whole.then(|| {
            (
                Value::Text(literal.value.text().to_owned()),
                literal.content,
            )
        });
    }
    let rest = &text[at..source.line_at(at).end];
    if matches!(source.kind, FileKind::Dotenv | FileKind::Yaml) && !is_option {
        let value = rest.split(" #").next().unwrap_or_default().trim_end();
        let is_plain = !value.is_empty() && !value.contains(['$', '{', '"', '\'']);
        return is_plain.then(|| (Value::Text(value.to_owned()), at..at + value.len()));
    }
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let length = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
    let number = rest[..length].trim_end_matches('.');
    let after = rest[number.len()..].trim_start().chars().next();
    let is_whole = matches!(after, None | Some(',' | ';' | ')' | '}' | ']' | '\\'));
    let starts = number.starts_with(|c: char| c.is_ascii_digit());
    (starts && is_whole && !is_option).then(|| {
        (
            Value::Number(number.replace('_', "")),
            at..at + number.len(),
        )
    })
}

/// Returns the start of a default value: `'3 months'` in `env.TTL || '3 months'`.
fn default_start(expression: &str) -> Option<usize> {
    if expression.starts_with(['"', '\'', '`']) {
        return None;
    }
    let value = expression
        .split([',', ';', ')', '}'])
        .next()
        .unwrap_or_default();
    let operators = ["||", "??", "?:", " or "];
    operators.iter().find_map(|operator| {
        let at = value.find(operator)?;
        Some(at + operator.len())
    })
}

/// Returns the value of a field of a form or of a URL, decoded.
fn form_value(text: &str, at: usize) -> Option<(Value, Range<usize>)> {
    let end = text.floor_char_boundary((at + MAX_DEFAULT).min(text.len()));
    let is_end = |c: char| matches!(c, '&' | '"' | '\'' | '`' | '\\' | '<' | '\n' | '\r');
    let length = text[at..end].find(is_end).unwrap_or(end - at);
    let raw = &text[at..at + length];
    let decoded = raw.replace('+', " ");
    let decoded = percent_decode_str(&decoded).decode_utf8().ok()?;
    let is_known = !raw.is_empty() && !raw.contains(['$', '{', '<', '%']) || raw.contains("%20");
    is_known.then(|| (Value::Text(decoded.into_owned()), at..at + length))
}

fn check_text(text: &str, range: Range<usize>, options: &Options) -> Option<SourceFinding> {
    let has_hole = text.contains(HOLE);
    if has_hole && (text.matches(HOLE).count() > 1 || !text.contains(' ')) {
        return None;
    }
    let planned = text.replace(HOLE, "30");
    match parse_lifetime(&planned) {
        Ok(lifetime) if has_hole || lifetime.milliseconds() <= options.max_lifetime * 1_000.0 => {
            None
        }
        Ok(lifetime) => Some(long_lived(
            lifetime.milliseconds() / 1_000.0,
            range,
            options,
        )),
        Err(_) if !has_hole && is_seconds(text) => {
            let seconds: f64 = text.parse().ok()?;
            if seconds % MINUTE == 0.0 {
                // This was meant in milliseconds.
                return None;
            }
            let message = format!(
                "Courier reads `\"{text}\"` as milliseconds: the token expires after {}",
                humanize(seconds / 1_000.0)
            );
            let fix = lifetime_of_seconds(seconds)?;
            let finding = SourceFinding::new("milliseconds-lifetime", range.clone(), message);
            Some(finding.help(format!("write `{fix}`")).fix(range, fix))
        }
        Err(error) => {
            let message = format!("Courier does not understand this lifetime: {error}");
            let finding = SourceFinding::new("bad-lifetime", range.clone(), message);
            match suggest_lifetime(text).filter(|_| !has_hole) {
                Some(fix) => Some(finding.help(format!("write `{fix}`")).fix(range, fix)),
                None => Some(finding.help(error.help)),
            }
        }
    }
}

/// Returns true for a number without a unit that Courier reads as milliseconds.
fn is_seconds(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check_number(text: &str, range: Range<usize>, options: &Options) -> Option<SourceFinding> {
    let seconds: f64 = text.parse().ok()?;
    if seconds.fract() != 0.0 {
        let message = "Courier accepts whole seconds, or a text such as `2 days`";
        let whole = format!("{}", seconds.round());
        let finding = SourceFinding::new("bad-lifetime", range.clone(), message);
        return Some(finding.help(format!("write `{whole}`")).fix(range, whole));
    }
    (seconds > options.max_lifetime).then(|| long_lived(seconds, range, options))
}

fn long_lived(seconds: f64, range: Range<usize>, options: &Options) -> SourceFinding {
    let message = format!(
        "a lifetime of {} is longer than {}",
        humanize(seconds),
        humanize(options.max_lifetime)
    );
    SourceFinding::new("long-lived", range, message)
        .severity(Severity::Warning)
        .help("tokens cannot be revoked: use a short lifetime, and issue a new token in time")
}
