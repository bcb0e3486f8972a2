//! The text report of `inspect`: verdict, facts and findings of a token.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::{
    Inspected, Paint, Palette, Source, headline, json_text, sanitize, snippet, table, timeline,
};
use crate::{
    inspect::{EntryKind, Finding, Report, Subject, TimeClaim, Workspace, fix},
    text::shorten,
    time::{from_unix_seconds, humanize},
    token::{DecodedToken, Value, leftover::USER_ID, scope::USER_PREFIX},
};

/// The maximum number of users and of scopes that are listed.
const MAX_LISTED: usize = 30;

/// A row of the table of facts: name and value.
type Row = [String; 2];

/// Writes the report of one token, with its header and payload if `shows_json` is true.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    inspected: &Inspected<'_>,
    shows_json: bool,
) -> io::Result<()> {
    let Inspected {
        subject, report, ..
    } = *inspected;
    let stated = headline::stated_finding(inspected);
    writeln!(out, "{}", headline::render(palette, inspected, stated))?;
    if let Some(decoded) = subject.decoded {
        writeln!(out)?;
        write_facts(out, palette, subject)?;
        if shows_json {
            write_json(out, palette, decoded)?;
        }
    }
    for (at, finding) in report.findings.iter().enumerate() {
        writeln!(out)?;
        if stated.is_some_and(|stated| std::ptr::eq(stated, finding)) {
            let title = snippet::title(
                palette,
                finding.severity,
                finding.rule.name,
                finding.advice(),
            );
            writeln!(out, "{title}")?;
            continue;
        }
        let mut earlier = report.findings[..at].iter();
        let has_same_details =
            |other: &Finding| other.span == finding.span && other.advice() == finding.advice();
        let are_details_shown = earlier.any(has_same_details);
        write_finding(out, palette, subject, finding, are_details_shown)?;
    }
    let Some(worst) = report.findings.first() else {
        return Ok(());
    };
    writeln!(out)?;
    write_fix(out, palette, subject, report)?;
    let label = palette.paint(Paint::Strong, "why:");
    writeln!(out, "{label} courier-auth explain {}", worst.rule.name)
}

/// Writes where a token came from, as the title of its report. Writes nothing for the only token.
pub(crate) fn write_source(
    out: &mut dyn Write,
    palette: Palette,
    source: Source<'_>,
) -> io::Result<()> {
    let position = position(source);
    if position.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{}",
        palette.paint(Paint::Strong, &sanitize(&position))
    )
}

/// Returns the position of a token in the input, empty for the only token.
pub(crate) fn position(source: Source<'_>) -> String {
    let position = match (source.file, source.line, source.argument) {
        (Some(file), Some(line), _) => format!("{file}:{line}"),
        (Some(file), None, _) => file.to_owned(),
        (None, Some(line), _) => format!("line {line}"),
        (None, None, Some(number)) => format!("argument {number}"),
        (None, None, None) => String::new(),
    };
    let position = [&position, source.path.unwrap_or_default()].join(" ");
    position.trim().to_owned()
}

/// Writes a finding: with the marked scope if the finding has a span, otherwise with a help line.
/// Neither is written again if an earlier finding has the same.
pub(crate) fn write_finding(
    out: &mut dyn Write,
    palette: Palette,
    subject: &Subject<'_>,
    finding: &Finding,
    are_details_shown: bool,
) -> io::Result<()> {
    if let (Some(span), Some(scope), false) =
        (&finding.span, subject.scope_text(), are_details_shown)
    {
        let snippet = snippet::render_finding(palette, finding, scope, span);
        return writeln!(out, "{snippet}");
    }
    let title = snippet::title(
        palette,
        finding.severity,
        finding.rule.name,
        &finding.message,
    );
    writeln!(out, "{title}")?;
    if are_details_shown {
        return Ok(());
    }
    writeln!(out, "{}", snippet::help(palette, finding.advice()))
}

/// Writes the header and the payload as they are in the token. The signature is not shown.
fn write_json(out: &mut dyn Write, palette: Palette, decoded: &DecodedToken<'_>) -> io::Result<()> {
    for (name, text) in [
        ("header", decoded.header_text()),
        ("payload", decoded.payload_text()),
    ] {
        writeln!(out, "\n  {}", palette.paint(Paint::Strong, name))?;
        json_text::write(out, palette, text, 4)?;
    }
    Ok(())
}

/// Writes what the token contains: users, workspace, scopes and times.
fn write_facts(out: &mut dyn Write, palette: Palette, subject: &Subject<'_>) -> io::Result<()> {
    let mut rows = Vec::new();
    if let Some(decoded) = subject.decoded {
        rows.push(row("token", DecodedToken::fingerprint(decoded)));
    }
    if subject.token.is_ok() {
        rows.push(row("algorithm", algorithm(subject)));
        let users: Vec<&str> = subject.users().take(MAX_LISTED).collect();
        let users = if users.is_empty() {
            "none".to_owned()
        } else {
            users.join(", ")
        };
        let users = if users.is_empty() { "(empty)" } else { &users };
        rows.push(row("user", sanitize(&shorten(users))));
        rows.extend(workspace_rows(&subject.workspace));
        rows.extend(scope_rows(palette, subject));
        rows.extend(time_rows(palette, subject));
    }
    table::write(out, &rows)
}

/// Returns the `alg` of the header.
fn algorithm(subject: &Subject<'_>) -> String {
    match &subject.alg {
        Some(Value::String(name)) => sanitize(&shorten(name)).into_owned(),
        Some(other) => format!("invalid ({})", other.kind()),
        None => "missing".to_owned(),
    }
}

fn row(name: &str, value: impl Into<String>) -> Row {
    [format!("  {name}"), value.into()]
}

/// Returns the rows of the workspace and its environment, as far as the token names them.
fn workspace_rows(workspace: &Workspace<'_>) -> Vec<Row> {
    let cell = |name, value: &str| row(name, sanitize(&shorten(value)));
    match workspace {
        Workspace::Unnamed => Vec::new(),
        Workspace::ClientKey(None) => vec![cell("workspace", "unknown (invalid client key)")],
        Workspace::ClientKey(Some(key)) => {
            let id = format!("{} (from the client key)", key.workspace_id());
            let environment = key.environment().map(|name| name.to_string());
            let environment = environment.map(|name| cell("environment", &name));
            [cell("workspace", &id)]
                .into_iter()
                .chain(environment)
                .collect()
        }
        Workspace::TenantClaims { id, scope } => {
            vec![cell("workspace", id), cell("environment", scope)]
        }
    }
}

/// Returns a row for each scope entry that does not name a user.
fn scope_rows(palette: Palette, subject: &Subject<'_>) -> Vec<Row> {
    let entries = subject.scope_entries.iter();
    let scopes = entries.filter(|entry| !subject.entry_text(entry).starts_with(USER_PREFIX));
    let listed = scopes.clone().take(MAX_LISTED).enumerate();
    let mut rows: Vec<Row> = listed
        .map(|(at, entry)| {
            let text = shorten(subject.entry_text(entry));
            let text = sanitize(&text);
            let text = match entry.kind {
                EntryKind::Known | EntryKind::User => text.into_owned(),
                _ => palette.paint(Paint::Warning, &text),
            };
            row(if at == 0 { "scopes" } else { "" }, text)
        })
        .collect();
    let unlisted = scopes.count() - rows.len();
    if unlisted > 0 {
        rows.push(row("", format!("and {unlisted} more")));
    }
    rows
}

/// Returns the rows of the times `iat` and `exp`, and a timeline if both are known.
fn time_rows(palette: Palette, subject: &Subject<'_>) -> Vec<Row> {
    let now = subject.requirements.unix_now();
    let mut rows = Vec::new();
    if let TimeClaim::At(iat) = subject.iat {
        rows.push(row("issued", date_and_distance(iat, now)));
    }
    match subject.exp {
        TimeClaim::At(f64::INFINITY) | TimeClaim::Absent => rows.push(row("expires", "never")),
        TimeClaim::At(exp) => {
            let name = if exp <= now { "expired" } else { "expires" };
            rows.push(row(name, date_and_distance(exp, now)));
        }
        TimeClaim::Other(_) => {}
    }
    if let Some(lifetime) = subject.lifetime() {
        let sign = if lifetime < 0.0 { "-" } else { "" };
        rows.push(row("lifetime", format!("{sign}{}", humanize(lifetime))));
    }
    if let (TimeClaim::At(iat), TimeClaim::At(exp)) = (subject.iat, subject.exp)
        && let Some(line) = timeline::draw(palette, iat, exp, now)
    {
        rows.push(row("", line));
    }
    rows
}

/// Formats a time as its date and its distance from now. A time beyond the calendar is shown as a
/// number.
fn date_and_distance(seconds: f64, now: f64) -> String {
    let date = match from_unix_seconds(seconds) {
        Some(date) => date.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        None => format!("{seconds} s since 1970"),
    };
    let distance = humanize(seconds - now);
    if seconds > now {
        format!("{date} (in {distance})")
    } else {
        format!("{date} ({distance} ago)")
    }
}

/// Writes the command that issues a corrected token, if there is one. It is on one line, so that it
/// can be copied.
fn write_fix(
    out: &mut dyn Write,
    palette: Palette,
    subject: &Subject<'_>,
    report: &Report,
) -> io::Result<()> {
    let Some(command) = fix::command(subject, report) else {
        return Ok(());
    };
    let label = palette.paint(Paint::Strong, "fix:");
    let line = format!("{label} {}", sanitize(&command));
    let indent = if display_width(&line) <= palette.width() {
        writeln!(out, "{line}")?;
        "     "
    } else {
        writeln!(out, "{label}\n  {}", sanitize(&command))?;
        "  "
    };
    let mut remarks = Vec::new();
    if command.split(' ').any(|word| word == USER_ID) {
        remarks.push(format!("replace {USER_ID} with the ID of your user"));
    }
    let omitted = fix::omitted_scopes(subject, report);
    if !omitted.is_empty() {
        let omitted = shorten(&omitted.join("`, `")).into_owned();
        remarks.push(format!("leaves out `{omitted}`"));
    }
    for remark in remarks {
        let remark = palette.wrap(&format!("{indent}({})", sanitize(&remark)), indent);
        writeln!(out, "{remark}")?;
    }
    Ok(())
}
