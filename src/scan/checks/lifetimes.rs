//! Lifetimes in source code: the values of `expires_in`.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::{
    inspect::{Severity, lifetime_of_seconds, parse_lifetime, suggest_lifetime},
    scan::{
        file_kind::FileKind,
        finding::SourceFinding,
        options::Options,
        source::{Source, word_around},
        strings::{brackets::matching, literal::Literal, mapped::HOLE, operator::skip_space},
    },
    text::shorten,
    time::humanize,
};

/// The maximum length of a value that is not a literal.
const MAX_VALUE: usize = 120;

/// A minute in milliseconds.
const MINUTE: f64 = 60_000.0;

/// The value of a lifetime.
enum Value {
    Text(String),
    Number(String),
    /// A number that a call makes a text of.
    NumberAsText(String),
    /// A value that is neither, such as `true`.
    Other,
}

/// Checks the value of the name of a lifetime: all values, if a condition decides. In a form, numbers are
/// texts.
pub(in crate::scan) fn check(
    source: &Source<'_>,
    name: &Range<usize>,
    is_in_form: bool,
    options: &Options,
) -> Vec<SourceFinding> {
    let values = values_after(source, name).into_iter();
    // A reference of an API can have the name of a field in place of its value.
    let is_name =
        |value: &Value| matches!(value, Value::Text(text) if text == &source.text[name.clone()]);
    let values = values.filter(|(value, _)| source.kind != FileKind::Document || !is_name(value));
    let findings = values.filter_map(|(value, range)| match value {
        Value::Text(text) => check_text(&text, range, options),
        Value::Number(text) if is_in_form => {
            let fix = lifetime_of_seconds(text.parse().ok()?)?;
            check_milliseconds(&text, &format!("'{fix}'"), range)
        }
        Value::Number(text) => check_number(&text, range, options),
        Value::NumberAsText(text) => check_milliseconds(&text, &text, range),
        Value::Other => {
            let message = "this lifetime is neither a number nor a text";
            Some(
                SourceFinding::new("bad-lifetime", range, message)
                    .help("write a number of seconds, or a text in quotes"),
            )
        }
    });
    findings.collect()
}

/// Returns the values that follow a name, each with its range.
fn values_after(source: &Source<'_>, name: &Range<usize>) -> Vec<(Value, Range<usize>)> {
    let text = source.text;
    let is_option = text[..name.start].ends_with("--");
    let before = &text[..name.start];
    let is_in_form = before.ends_with(['&', '?', '"', '\''])
        || ["-d ", "--data ", "--data-urlencode ", "--data-raw "]
            .iter()
            .any(|option| before.ends_with(option));
    if is_in_form && text[name.end..].starts_with('=') {
        let is_quoted = !before.ends_with(' ');
        return form_value(text, name.end + 1, is_quoted)
            .into_iter()
            .collect();
    }
    let after = text[name.end..].trim_start_matches(['"', '\'', '\\', '`', ']', '?']);
    let mut at = skip_space(text, text.len() - after.len());
    // `.put("expires_in", "1 day")` has a comma, and the name in quotes.
    let is_quoted = text[..name.start].ends_with(['"', '\'']);
    let signs = ["=>", ":=", "=", ":", "(", "to ", "??", "||", ","];
    let signs = &signs[..signs.len() - usize::from(!is_quoted)];
    match signs.iter().find(|sign| text[at..].starts_with(**sign)) {
        Some(sign) => at = skip_space(text, at + sign.len()),
        None if is_option => {}
        None => return Vec::new(),
    }
    let end = text.floor_char_boundary(source.line_at(at).end.min(at + MAX_VALUE));
    let starts = value_starts(&text[at..end.max(at)]);
    let values = starts.into_iter().filter_map(|start| {
        let start = skip_space(text, at + start);
        if is_option {
            literal_value(source, start)
        } else {
            value_at(source, start).or_else(|| constant(source, start))
        }
    });
    values.collect()
}

/// Returns the starts of the values in an expression: `'3 months'` in `env.TTL || '3 months'`, and both
/// of `isTest ? '1h' : '1 month'`.
fn value_starts(expression: &str) -> Vec<usize> {
    let value = &expression[..expression.find([',', ';', '}']).unwrap_or(expression.len())];
    let after = |operator: &str| value.find(operator).map(|at| at + operator.len());
    if let Some(second) = after(" ? ") {
        let third = value[second..]
            .find(" : ")
            .map(|at| second + at + " : ".len());
        return std::iter::once(second).chain(third).collect();
    }
    if value.contains(" if ")
        && let Some(third) = after(" else ")
    {
        return vec![0, third];
    }
    let is_literal = value.starts_with(['"', '\'', '`']);
    let mut defaults = ["||", "??", "?:", " or "]
        .into_iter()
        .filter(|_| !is_literal);
    vec![defaults.find_map(after).unwrap_or(0)]
}

/// Returns the value that begins at a position, `None` if it is known only when the program runs.
fn value_at(source: &Source<'_>, at: usize) -> Option<(Value, Range<usize>)> {
    /// The calls that make a text of a number.
    const TO_TEXT: [&str; 4] = ["str(", "String(", "strconv.Itoa(", "to_string("];
    let text = source.text;
    let end = source.line_at(at).end.clamp(at, at + MAX_VALUE);
    let rest = &text[at..text.floor_char_boundary(end)];
    if let Some(value) = literal_value(source, at) {
        return Some(value);
    }
    if matches!(source.kind, FileKind::Dotenv | FileKind::Yaml) {
        let value = rest.split(" #").next().unwrap_or_default().trim_end();
        let is_plain = !value.is_empty() && !value.contains(['$', '{', '"', '\'']);
        return is_plain.then(|| (Value::Text(value.to_owned()), at..at + value.len()));
    }
    if let Some(call) = TO_TEXT.iter().find(|call| rest.starts_with(**call)) {
        let argument = &rest[call.len()..];
        let length = number_length(argument);
        let is_whole = length > 0 && ends_value(argument[length..].strip_prefix(')')?);
        let end = at + call.len() + length + ")".len();
        return is_whole.then(|| {
            (
                Value::NumberAsText(plain_number(&argument[..length])),
                at..end,
            )
        });
    }
    let length = number_length(rest);
    if length > 0 {
        let is_whole = ends_value(&rest[length..]);
        return is_whole.then(|| {
            (
                Value::Number(plain_number(&rest[..length])),
                at..at + length,
            )
        });
    }
    if rest.starts_with('[') && Literal::at(source, at + 1).is_some() {
        let end = matching(text, at)? + 1;
        return Some((Value::Other, at..end));
    }
    let is_true = ["true", "True"]
        .iter()
        .find(|word| rest.starts_with(**word))?;
    ends_value(&rest[is_true.len()..]).then(|| (Value::Other, at..at + is_true.len()))
}

/// Returns the value of the literal at a position.
fn literal_value(source: &Source<'_>, at: usize) -> Option<(Value, Range<usize>)> {
    let literal = Literal::at(source, at)?;
    // A longer expression is known only when the program runs.
    let after = source.text[skip_space(source.text, literal.outer.end)..]
        .chars()
        .next();
    let is_whole = literal.is_terminated && !matches!(after, Some('+' | '.' | '%' | '?'));
    let value = Value::Text(literal.value.text().to_owned());
    is_whole.then_some((value, literal.content))
}

/// Returns the value of the constant whose name is at a position, if the file defines it once.
fn constant(source: &Source<'_>, at: usize) -> Option<(Value, Range<usize>)> {
    let text = source.text;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = word_around(text, &(at..at), is_part).end;
    let name = &text[at..end];
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !is_name || !ends_value(&text[end..]) {
        return None;
    }
    let mut definitions = source.definitions(name);
    let value = definitions
        .next()
        .filter(|_| definitions.next().is_none())?;
    value_at(source, value)
}

/// Returns the length of the number at the start of a text, 0 if there is none.
fn number_length(text: &str) -> usize {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let length = text.find(|c| !is_number(c)).unwrap_or(text.len());
    let number = text[..length].trim_end_matches('.');
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        number.len()
    } else {
        0
    }
}

/// Returns a number without the separators of its digits.
fn plain_number(number: &str) -> String {
    number.replace('_', "")
}

/// Returns true if a value ends here.
fn ends_value(rest: &str) -> bool {
    let next = rest.trim_start_matches([' ', '\t', '\r']).chars().next();
    matches!(
        next,
        None | Some(',' | ';' | ')' | '}' | ']' | '\\' | '\n' | ':')
    )
}

/// Returns the value of a field of a form or of a URL, decoded. Without quotes, it ends at a space.
fn form_value(text: &str, at: usize, is_quoted: bool) -> Option<(Value, Range<usize>)> {
    let end = text.floor_char_boundary((at + MAX_VALUE).min(text.len()));
    let is_end = |c: char| {
        matches!(c, '&' | '"' | '\'' | '`' | '\\' | '<' | '\n' | '\r') || c == ' ' && !is_quoted
    };
    let length = text[at..end].find(is_end).unwrap_or(end - at);
    let raw = &text[at..at + length];
    let decoded = raw.replace('+', " ");
    let decoded = percent_decode_str(&decoded).decode_utf8().ok()?;
    let is_known = !raw.is_empty() && !raw.contains(['$', '{', '<', '%']) || raw.contains("%20");
    is_known.then(|| (Value::Text(decoded.into_owned()), at..at + length))
}

fn check_text(text: &str, range: Range<usize>, options: &Options) -> Option<SourceFinding> {
    if text.is_empty() {
        // Courier issues a token that never expires, which is reported for the call.
        return None;
    }
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
            let fix = lifetime_of_seconds(text.parse().ok()?)?;
            check_milliseconds(text, &fix, range)
        }
        Err(error) => {
            let text_shown = text.replace(HOLE, "…");
            let message = format!(
                "`{}` is not a valid lifetime: {error}",
                shorten(&text_shown)
            );
            let finding = SourceFinding::new("bad-lifetime", range.clone(), message);
            match suggest_lifetime(text).filter(|_| !has_hole) {
                Some(fix) => Some(finding.help(format!("write `{fix}`")).fix(range, fix)),
                None => Some(finding.help(error.help)),
            }
        }
    }
}

/// Reports a text that Courier reads as milliseconds, unless it was meant so.
fn check_milliseconds(text: &str, fix: &str, range: Range<usize>) -> Option<SourceFinding> {
    let milliseconds: f64 = text.parse().ok()?;
    if milliseconds % MINUTE == 0.0 {
        return None;
    }
    let message = format!(
        "Courier reads `\"{text}\"` as milliseconds: the token expires after {}",
        humanize(milliseconds / 1_000.0)
    );
    let finding = SourceFinding::new("milliseconds-lifetime", range.clone(), message);
    Some(finding.help(format!("write `{fix}`")).fix(range, fix))
}

/// Returns true for a number without a unit that Courier reads as milliseconds.
fn is_seconds(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check_number(text: &str, range: Range<usize>, options: &Options) -> Option<SourceFinding> {
    let seconds: f64 = text.parse().ok()?;
    if seconds.fract() != 0.0 {
        let message = format!("`{text}` is not a whole number of seconds");
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
