//! The text report of `inspect`: verdict, facts and findings of a token.

use std::io::{self, Write};

use super::{Inspected, Paint, Palette, Source, sanitize, snippet, table, timeline};
use crate::{
    inspect::{EntryKind, Finding, Report, Severity, Subject, TimeClaim, Verdict, Workspace, fix},
    text::{plural, shorten},
    time::{from_unix_seconds, humanize},
    token::{DecodedToken, scope::USER_PREFIX},
};

/// The maximum width of a line of prose.
const WIDTH: usize = 80;

/// The maximum number of users and of scopes that are listed.
const MAX_LISTED: usize = 30;

/// A row of the table of facts: name and value.
type Row = [String; 2];

/// Writes the report of one token.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    inspected: &Inspected<'_>,
) -> io::Result<()> {
    let Inspected {
        subject, report, ..
    } = *inspected;
    writeln!(out, "{}", headline(palette, inspected))?;
    if subject.token.is_ok() {
        writeln!(out)?;
        write_facts(out, palette, subject)?;
    }
    for (at, finding) in report.findings.iter().enumerate() {
        writeln!(out)?;
        let has_same_fix =
            |other: &Finding| other.rule.code == finding.rule.code && other.help.is_none();
        let is_fix_shown = report.findings[..at].iter().any(has_same_fix);
        write_finding(out, palette, subject, finding, is_fix_shown)?;
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
    let title = match (source.file, source.line) {
        (Some(file), Some(line)) => format!("{}:{line}", sanitize(file)),
        (Some(file), None) => sanitize(file).into_owned(),
        (None, Some(line)) => format!("line {line}"),
        (None, None) => match source.argument {
            Some(number) => format!("argument {number}"),
            None => return Ok(()),
        },
    };
    writeln!(out, "{}", palette.paint(Paint::Strong, &title))
}

/// Writes a finding: with the marked scope if the finding has a span, otherwise with a help line.
/// The rule's general fix is left out if it was shown before.
pub(crate) fn write_finding(
    out: &mut dyn Write,
    palette: Palette,
    subject: &Subject<'_>,
    finding: &Finding,
    is_fix_shown: bool,
) -> io::Result<()> {
    if let (Some(span), Some(scope)) = (&finding.span, subject.scope_text()) {
        let snippet = snippet::render_finding(palette, finding, scope, span);
        return writeln!(out, "{snippet}");
    }
    let label = palette.paint(
        Paint::of(finding.severity),
        &format!("{}[{}]", finding.severity, finding.rule.name),
    );
    writeln!(out, "{label}: {}", sanitize(&finding.message))?;
    let help = match &finding.help {
        Some(help) => help,
        None if is_fix_shown => return Ok(()),
        None => finding.rule.fix,
    };
    let options = textwrap::Options::new(WIDTH)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent("  = ")
        .subsequent_indent("    ");
    writeln!(out, "{}", textwrap::fill(&sanitize(help), options))
}

/// Returns the verdict, the number of findings and the token's fingerprint.
fn headline(palette: Palette, inspected: &Inspected<'_>) -> String {
    let features = inspected.subject.requirements.purposes.join(", ");
    let (paint, sign, verdict) = match inspected.verdict {
        Verdict::Ok if inspected.report.is_refused => (
            Paint::Warning,
            palette.sign("✓", "ok:"),
            format!("this token passes here for {features}, and Courier refuses it"),
        ),
        Verdict::Ok => (
            Paint::Good,
            palette.sign("✓", "ok:"),
            format!("this token works for {features}"),
        ),
        Verdict::Bad => (
            Paint::Error,
            palette.sign("✗", "bad:"),
            format!("this token will not do for {features}"),
        ),
        Verdict::Unreadable => (
            Paint::Error,
            palette.sign("✗", "bad:"),
            "this is not a user token".to_owned(),
        ),
    };
    let fingerprint = inspected.subject.decoded.map(DecodedToken::fingerprint);
    let fingerprint = fingerprint.map(|fingerprint| format!("   {fingerprint}"));
    format!(
        "{}{}{}",
        palette.paint(paint, &format!("{sign} {verdict}")),
        finding_counts(inspected.report),
        palette.paint(Paint::Faint, &fingerprint.unwrap_or_default())
    )
}
/// Returns `: 2 errors, 1 warning`, or nothing if there are no findings.
fn finding_counts(report: &Report) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match report.count(severity) {
            0 => None,
            count => Some(plural(count, severity.name())),
        })
        .collect();
    if counts.is_empty() {
        String::new()
    } else {
        format!(": {}", counts.join(", "))
    }
}

/// Writes what the token contains: users, workspace, scopes and times.
fn write_facts(out: &mut dyn Write, palette: Palette, subject: &Subject<'_>) -> io::Result<()> {
    let users: Vec<&str> = subject.users().take(MAX_LISTED).collect();
    let users = if users.is_empty() {
        "none".to_owned()
    } else {
        users.join(", ")
    };
    let mut rows = vec![row("user", sanitize(&shorten(&users)))];
    if let Some(workspace) = workspace(&subject.workspace) {
        rows.push(row("workspace", sanitize(&shorten(&workspace))));
    }
    rows.extend(scope_rows(palette, subject));
    rows.extend(time_rows(palette, subject));
    table::write(out, &rows)
}

fn row(name: &str, value: impl Into<String>) -> Row {
    [format!("  {name}"), value.into()]
}

/// Returns the workspace of the token, `None` if the token does not name one.
fn workspace(workspace: &Workspace<'_>) -> Option<String> {
    match workspace {
        Workspace::Unnamed => None,
        Workspace::ClientKey(None) => Some("a client key that cannot be read".to_owned()),
        Workspace::ClientKey(Some(key)) => {
            let environment = key.environment().map(|name| format!("   {name}"));
            Some(format!(
                "{}{}, by client key",
                key.workspace_id(),
                environment.unwrap_or_default()
            ))
        }
        Workspace::TenantClaims { id, scope } => Some(format!("{id}   {scope}")),
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
        TimeClaim::At(exp) => {
            let (name, verb) = if exp <= now {
                ("expired", "lived")
            } else {
                ("expires", "lives")
            };
            let lifetime = subject.lifetime().map(|lifetime| {
                let sign = if lifetime < 0.0 { "-" } else { "" };
                format!(", {verb} {sign}{}", humanize(lifetime))
            });
            let date = date_and_distance(exp, now);
            rows.push(row(name, date + &lifetime.unwrap_or_default()));
        }
        TimeClaim::Absent => rows.push(row("expires", "never")),
        TimeClaim::Other(_) => {}
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
        format!("{date}   in {distance}")
    } else {
        format!("{date}   {distance} ago")
    }
}

/// Writes the command that issues a corrected token, if there is one.
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
    writeln!(out, "{label} {}", sanitize(&command))?;
    let omitted = fix::omitted_scopes(subject);
    if !omitted.is_empty() {
        let omitted = shorten(&omitted.join("`, `")).into_owned();
        writeln!(out, "     without `{}`", sanitize(&omitted))?;
    }
    Ok(())
}
