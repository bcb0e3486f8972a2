//! The text report of `diff`: what differs between two tokens, in columns.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use textwrap::{WordSplitter, core::display_width};

use super::{Compared, ComparedToken, Paint, Palette, report, sanitize, snippet, table};
use crate::{
    inspect::{Difference, FieldValue, Finding},
    text::{join_with_and, shorten},
    time::{humanize, to_expires_in},
};

/// The maximum width of the first column.
const MAX_LABEL_WIDTH: usize = 20;

/// The minimum width of a column of values.
const MIN_VALUE_WIDTH: usize = 12;

/// The maximum number of entries of a list that are shown.
const MAX_LISTED: usize = 30;

/// The cell of a value that a token does not have.
const NONE: &str = "-";

/// The fields as they are named in the report.
const LABELS: &[(&str, &str)] = &[
    ("user_ids", "user"),
    ("workspace_id", "workspace"),
    ("lifetime_seconds", "lifetime"),
    ("expired", "expiry"),
    ("signed_with_api_key", "signature"),
];

/// A row of the table: the field, and the lines of its value in each token.
type Row = (String, [Vec<String>; 2]);

/// Writes the differences of two tokens.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    compared: &Compared<'_>,
) -> io::Result<()> {
    let comparison = compared.comparison;
    writeln!(out, "{}\n", headline(palette, compared))?;
    write_table(out, palette, &rows(compared))?;
    if !comparison.same_fields.is_empty() {
        let same = comparison.same_fields.iter().map(|field| label(field));
        let same = same.collect::<Vec<_>>().join(", ");
        writeln!(
            out,
            "\n{}",
            palette.wrap(&format!("  same: {same}"), "    ")
        )?;
    }
    for (name, findings) in [("A", &comparison.only_in_a), ("B", &comparison.only_in_b)] {
        write_findings(out, palette, name, findings)?;
    }
    Ok(())
}

/// Returns whether the tokens differ, and in what.
fn headline(palette: Palette, compared: &Compared<'_>) -> String {
    let comparison = compared.comparison;
    let (paint, text) = if comparison.is_same() {
        let sign = palette.sign("✓", "ok:");
        (Paint::Good, format!("{sign} No difference that matters"))
    } else {
        let mut names: Vec<String> = Vec::new();
        for difference in &comparison.differences {
            let name = if difference.field.starts_with("claims.") {
                "other claims".to_owned()
            } else {
                label(&difference.field).into_owned()
            };
            if names.last() != Some(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            names.push("findings".to_owned());
        }
        let names = join_with_and(&names);
        (Paint::Warning, format!("! The tokens differ in {names}"))
    };
    palette.paint(paint, &palette.wrap(&text, "  "))
}

/// Returns the name of a field in the report.
fn label(field: &str) -> Cow<'_, str> {
    let known = LABELS.iter().find(|(known, _)| *known == field);
    match (known, field.strip_prefix("claims.")) {
        (Some((_, label)), _) => Cow::Borrowed(label),
        (None, Some(claim)) => Cow::Owned(format!("claim {}", sanitize(&shorten(claim)))),
        (None, None) => Cow::Borrowed(field),
    }
}

/// Returns the rows about both tokens: where they come from, and the fields that differ.
fn rows(compared: &Compared<'_>) -> Vec<Row> {
    let tokens = [&compared.a, &compared.b];
    let mut rows = vec![(
        "token".to_owned(),
        tokens.map(|token| vec![token.facts.fingerprint.clone()]),
    )];
    let sources = tokens.map(|token| vec![sanitize(&report::position(token.source)).into_owned()]);
    if sources.iter().flatten().any(|source| !source.is_empty()) {
        rows.push(("from".to_owned(), sources));
    }
    let differences = compared.comparison.differences.iter();
    rows.extend(differences.map(|difference| {
        let Difference { field, a, b } = difference;
        let cells = [(a, &compared.a), (b, &compared.b)]
            .map(|(value, token)| lines(field, value, token, compared.requirements.unix_now()));
        // If both tokens have scopes, only the entries that the other token lacks are listed.
        let label = match field.as_ref() {
            "scopes" => Cow::Borrowed("extra scopes"),
            field => label(field),
        };
        (label.into_owned(), cells)
    }));
    rows
}

/// Returns the lines of a value.
fn lines(field: &str, value: &FieldValue, token: &ComparedToken<'_>, now: f64) -> Vec<String> {
    let text = |text: &str| match sanitize(&shorten(text)) {
        text if text.is_empty() => "(empty)".to_owned(),
        text => text.into_owned(),
    };
    match value {
        _ if field == "expired" => vec![expiry(token.facts.expires_at, now)],
        FieldValue::Missing if field == "lifetime_seconds" => vec!["unlimited".to_owned()],
        FieldValue::Missing => vec![NONE.to_owned()],
        FieldValue::Text(value) | FieldValue::Json(value) => vec![text(value)],
        FieldValue::List(entries) if entries.is_empty() => vec![NONE.to_owned()],
        FieldValue::List(entries) => {
            let mut lines: Vec<String> = entries.iter().take(MAX_LISTED).map(|e| text(e)).collect();
            if entries.len() > lines.len() {
                lines.push(format!("and {} more", entries.len() - lines.len()));
            }
            lines
        }
        FieldValue::Seconds(seconds) if *seconds > 0.0 => vec![to_expires_in(*seconds)],
        FieldValue::Seconds(seconds) => vec![format!("{seconds} s")],
        FieldValue::Flag(true) => vec!["made with this API key".to_owned()],
        FieldValue::Flag(false) => vec!["not made with this API key".to_owned()],
    }
}

/// Returns when a token expires or has expired.
fn expiry(expires_at: Option<f64>, now: f64) -> String {
    match expires_at {
        None => "never".to_owned(),
        Some(time) if time > now => format!("in {}", humanize(time - now)),
        Some(time) => format!("{} ago", humanize(now - time)),
    }
}

/// Writes the rows under the names of the tokens. Cells are wrapped so that the table fits the stream.
fn write_table(out: &mut dyn Write, palette: Palette, rows: &[Row]) -> io::Result<()> {
    let longest = rows.iter().map(|(label, _)| display_width(label)).max();
    let label_width = longest.unwrap_or(0).min(MAX_LABEL_WIDTH);
    let others = palette
        .width()
        .saturating_sub(2 + label_width + 2 * table::GAP);
    let value_width = (others / 2).max(MIN_VALUE_WIDTH);
    let [a, b] = ["A", "B"].map(|name| palette.paint(Paint::Strong, name));
    let mut cells = vec![[String::new(), a, b]];
    for (label, [a, b]) in rows {
        let label = wrap(std::slice::from_ref(label), label_width);
        let [a, b] = [a, b].map(|lines| wrap(lines, value_width));
        for at in 0..label.len().max(a.len()).max(b.len()) {
            let [label, a, b] = [&label, &a, &b].map(|lines| lines.get(at).cloned());
            let label = format!("  {}", label.unwrap_or_default());
            cells.push([label, a.unwrap_or_default(), b.unwrap_or_default()]);
        }
    }
    table::write(out, &cells)
}

/// Wraps lines at a width. Words that are longer are broken.
fn wrap(lines: &[String], width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width).word_splitter(WordSplitter::NoHyphenation);
    let wrapped = lines.iter().flat_map(|line| textwrap::wrap(line, &options));
    wrapped.map(Cow::into_owned).collect()
}

/// Writes the findings of rules that find something in one token only.
fn write_findings(
    out: &mut dyn Write,
    palette: Palette,
    name: &str,
    findings: &[&Finding],
) -> io::Result<()> {
    if findings.is_empty() {
        return Ok(());
    }
    let heading = format!("found only in {name}");
    writeln!(out, "\n{}", palette.paint(Paint::Strong, &heading))?;
    for finding in findings {
        let Finding { rule, severity, .. } = finding;
        writeln!(
            out,
            "{}\n{}",
            snippet::title(palette, *severity, rule.name, &finding.message),
            snippet::help(palette, finding.advice())
        )?;
    }
    Ok(())
}
