//! `inspect`, for a person.

use std::io::{self, Write};

use super::{Inspected, Paint, Palette, Source, sanitize, snippet, table, timeline};
use crate::{
    inspect::{EntryKind, Finding, Report, Severity, Subject, TimeClaim, Verdict, Workspace, fix},
    token::{DecodedToken, scope::USER_PREFIX},
};
use crate::{
    text::{plural, shorten},
    time::{from_unix_seconds, humanize},
};

/// How wide running text may be.
const WIDTH: usize = 80;

/// How many scopes are shown one by one.
const MOST_SCOPES: usize = 30;

/// Writes what there is to say of one token.
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
        facts(out, palette, subject)?;
    }
    for (at, finding) in report.findings.iter().enumerate() {
        writeln!(out)?;
        // The advice of a rule is worth reading once.
        let told = |other: &Finding| other.rule.code == finding.rule.code && other.help.is_none();
        let is_told = report.findings[..at].iter().any(told);
        write_finding(out, palette, subject, finding, is_told)?;
    }
    let Some(worst) = report.findings.first() else {
        return Ok(());
    };
    writeln!(out)?;
    if let Some(command) = fix::command(subject, report) {
        let label = palette.paint(Paint::Strong, "fix:");
        writeln!(out, "{label} {}", sanitize(&command))?;
        let left_out = fix::omitted_scopes(subject);
        if !left_out.is_empty() {
            let left_out = shorten(&left_out.join("`, `")).into_owned();
            writeln!(out, "     without `{}`", sanitize(&left_out))?;
        }
    }
    let label = palette.paint(Paint::Strong, "why:");
    writeln!(out, "{label} courier-auth explain {}", worst.rule.name)
}

/// Writes what stands over one of several reports: where its token came from.
pub(crate) fn write_place(
    out: &mut dyn Write,
    palette: Palette,
    source: Source<'_>,
) -> io::Result<()> {
    let place = match (source.file, source.line) {
        (Some(file), Some(line)) => format!("{}:{line}", sanitize(file)),
        (Some(file), None) => sanitize(file).into_owned(),
        (None, Some(line)) => format!("line {line}"),
        (None, None) => match source.argument {
            Some(number) => format!("argument {number}"),
            None => return Ok(()),
        },
    };
    writeln!(out, "{}", palette.paint(Paint::Strong, &place))
}

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
        Verdict::Bad => {
            let text = format!("this token will not do for {features}");
            (Paint::Error, palette.sign("✗", "bad:"), text)
        }
        Verdict::Unreadable => (
            Paint::Error,
            palette.sign("✗", "bad:"),
            "this is not a user token".to_owned(),
        ),
    };
    let name = inspected.subject.decoded.map(DecodedToken::fingerprint);
    let name = name.map(|name| format!("   {name}")).unwrap_or_default();
    format!(
        "{}{}{}",
        palette.paint(paint, &format!("{sign} {verdict}")),
        counts(inspected.report),
        palette.paint(Paint::Faint, &name)
    )
}

/// `: 2 errors, 1 warning`, or nothing.
fn counts(report: &Report) -> String {
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

/// What the token says, in the order in which one asks for it.
fn facts(out: &mut dyn Write, palette: Palette, subject: &Subject<'_>) -> io::Result<()> {
    let mut rows: Vec<[String; 2]> = Vec::new();
    let mut row = |name: &str, value: String| rows.push([format!("  {name}"), value]);

    let users: Vec<&str> = subject.users().take(MOST_SCOPES).collect();
    let user = if users.is_empty() {
        "none".to_owned()
    } else {
        users.join(", ")
    };
    row("user", sanitize(&shorten(&user)).into_owned());
    if let Some(workspace) = workspace(&subject.workspace) {
        row("workspace", sanitize(&shorten(&workspace)).into_owned());
    }
    let is_user = |text: &str| text.starts_with(USER_PREFIX);
    let scopes = || {
        let words = subject.scope_entries.iter();
        words.filter(|word| !is_user(subject.entry_text(word)))
    };
    let mut name = "scopes";
    for word in scopes().take(MOST_SCOPES) {
        let text = shorten(subject.entry_text(word));
        let text = sanitize(&text);
        let text = match word.kind {
            EntryKind::Known | EntryKind::User => text.into_owned(),
            _ => palette.paint(Paint::Warning, &text),
        };
        row(name, text);
        name = "";
    }
    if let Some(more) = scopes().count().checked_sub(MOST_SCOPES + 1) {
        row("", format!("and {} more", more + 1));
    }
    let now = subject.requirements.unix_now();
    if let TimeClaim::At(iat) = subject.iat {
        row("issued", moment(iat, now));
    }
    match subject.exp {
        TimeClaim::At(exp) => {
            let lives = subject.lifetime().map(|life| {
                let lives = if exp <= now { "lived" } else { "lives" };
                let sign = if life < 0.0 { "-" } else { "" };
                format!(", {lives} {sign}{}", humanize(life))
            });
            let name = if exp <= now { "expired" } else { "expires" };
            row(
                name,
                format!("{}{}", moment(exp, now), lives.unwrap_or_default()),
            );
        }
        TimeClaim::Absent => row("expires", "never".to_owned()),
        TimeClaim::Other(_) => {}
    }
    if let (TimeClaim::At(iat), TimeClaim::At(exp)) = (subject.iat, subject.exp)
        && let Some(line) = timeline::draw(palette, iat, exp, now)
    {
        row("", line);
    }
    table::write(out, &rows)
}

pub(crate) fn write_finding(
    out: &mut dyn Write,
    palette: Palette,
    subject: &Subject<'_>,
    finding: &Finding,
    is_told: bool,
) -> io::Result<()> {
    if let (Some(span), Some(scope)) = (&finding.span, subject.scope_text()) {
        return writeln!(out, "{}", snippet::draw(palette, finding, scope, span));
    }
    let label = palette.paint(
        Paint::of(finding.severity),
        &format!("{}[{}]", finding.severity, finding.rule.name),
    );
    writeln!(out, "{label}: {}", sanitize(&finding.message))?;
    let help = match &finding.help {
        Some(help) => help,
        None if is_told => return Ok(()),
        None => finding.rule.fix,
    };
    let options = textwrap::Options::new(WIDTH)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent("  = ")
        .subsequent_indent("    ");
    writeln!(out, "{}", textwrap::fill(&sanitize(help), options))
}

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

/// A date and how far away it is. What no calendar holds is shown as a number.
fn moment(seconds: f64, now: f64) -> String {
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
