//! `inspect`, for a person.

use std::io::{self, Write};

use chrono::DateTime;

use super::{Paint, Palette, sanitize, table, timeline};
use crate::{
    inspect::{
        Finding, Report, ScopeClaim, Severity, Subject, Verdict, Wanted,
        duration::{in_words, seconds},
        fix,
    },
    token::{
        Object, Value,
        scope::{USER_PREFIX, entries, is_known, users},
    },
};

/// How wide running text may be.
const WIDTH: usize = 80;

/// Writes what there is to say of one token.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    report: &Report<'_>,
    wanted: &Wanted,
    verdict: Verdict,
) -> io::Result<()> {
    writeln!(out, "{}", headline(palette, report, wanted, verdict))?;
    if let Some(token) = report
        .decoded
        .as_ref()
        .ok()
        .and_then(|decoded| decoded.token().ok())
    {
        writeln!(out)?;
        facts(out, palette, &token.claims, wanted)?;
    }
    if !report.findings.is_empty() {
        writeln!(out)?;
    }
    for finding in &report.findings {
        write_finding(out, palette, finding)?;
    }
    if let Some(command) = fix::command(report, wanted) {
        writeln!(
            out,
            "\n{} {}",
            palette.paint(Paint::Strong, "fix:"),
            sanitize(&command)
        )?;
    }
    if let Some(worst) = report.findings.first() {
        writeln!(out, "     courier-auth explain {}", worst.rule.name)?;
    }
    Ok(())
}

fn headline(palette: Palette, report: &Report<'_>, wanted: &Wanted, verdict: Verdict) -> String {
    let names: Vec<&str> = wanted.features.iter().map(|feature| feature.name).collect();
    let features = names.join(", ");
    let (paint, sign, verdict) = match verdict {
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
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| match report.count(severity) {
            0 => None,
            1 => Some(format!("1 {severity}")),
            n => Some(format!("{n} {severity}s")),
        })
        .collect();
    let counts = if counts.is_empty() {
        String::new()
    } else {
        format!(": {}", counts.join(", "))
    };
    let name = report
        .decoded
        .as_ref()
        .ok()
        .map(|decoded| format!("   {}", decoded.fingerprint()));
    format!(
        "{}{counts}{}",
        palette.paint(paint, &format!("{sign} {verdict}")),
        palette.paint(Paint::Faint, &name.unwrap_or_default())
    )
}

/// What the token says, in the order in which one asks for it.
fn facts(
    out: &mut dyn Write,
    palette: Palette,
    claims: &Object<'_>,
    wanted: &Wanted,
) -> io::Result<()> {
    let scope = match Subject::scope_of(claims) {
        ScopeClaim::Text(text) => text,
        _ => "".into(),
    };
    let mut rows: Vec<[String; 2]> = Vec::new();
    let mut row = |name: &str, value: String| rows.push([format!("  {name}"), value]);

    let users: Vec<&str> = users(&scope).collect();
    let user = if users.is_empty() {
        "none".to_owned()
    } else {
        users.join(", ")
    };
    row("user", sanitize(&user).into_owned());
    if let Some(workspace) = workspace(claims) {
        row("workspace", sanitize(&workspace).into_owned());
    }
    let mut name = "scopes";
    for entry in entries(&scope).filter(|entry| !entry.text.starts_with(USER_PREFIX)) {
        let paint = if is_known(entry.text) {
            None
        } else {
            Some(Paint::Warning)
        };
        let text = sanitize(entry.text);
        row(
            name,
            paint.map_or_else(|| text.to_string(), |paint| palette.paint(paint, &text)),
        );
        name = "";
    }
    let now = seconds(wanted.now);
    let (iat, exp) = (number(claims, "iat"), number(claims, "exp"));
    if let Some(iat) = iat {
        row("issued", moment(iat, now));
    }
    match exp {
        Some(exp) => {
            let lives = iat.map(|iat| match exp - iat {
                life if exp <= now => format!(", lived {}", in_words(life)),
                life => format!(", lives {}", in_words(life)),
            });
            let name = if exp <= now { "expired" } else { "expires" };
            row(
                name,
                format!("{}{}", moment(exp, now), lives.unwrap_or_default()),
            );
        }
        None if claims.get("exp").is_none() => row("expires", "never".to_owned()),
        None => {}
    }
    if let (Some(iat), Some(exp)) = (iat, exp)
        && let Some(line) = timeline::draw(palette, iat, exp, now)
    {
        row("", line);
    }
    table::write(out, &rows)
}

fn write_finding(out: &mut dyn Write, palette: Palette, finding: &Finding) -> io::Result<()> {
    let paint = match finding.severity {
        Severity::Error => Paint::Error,
        Severity::Warning => Paint::Warning,
        Severity::Note => Paint::Note,
    };
    let label = palette.paint(
        paint,
        &format!("{}[{}]", finding.severity, finding.rule.name),
    );
    writeln!(out, "{label}: {}", sanitize(&finding.message))?;
    let help = finding.help.as_deref().unwrap_or(finding.rule.fix);
    let options = textwrap::Options::new(WIDTH)
        .initial_indent("  = ")
        .subsequent_indent("    ");
    writeln!(out, "{}", textwrap::fill(&sanitize(help), options))
}

fn workspace(claims: &Object<'_>) -> Option<String> {
    let text = |name| match claims.get(name) {
        Some(Value::String(text)) => Some(text.into_owned()),
        _ => None,
    };
    match (text("client_key"), text("tenant_id"), text("tenant_scope")) {
        (Some(key), ..) => Some(format!("client key {key}")),
        (None, Some(tenant), Some(scope)) => Some(format!("{tenant}   {scope}")),
        (None, Some(tenant), None) => Some(tenant),
        (None, None, _) => None,
    }
}

fn number(claims: &Object<'_>, name: &str) -> Option<f64> {
    match claims.get(name) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    }
}

/// A date and how far away it is. What no calendar holds is shown as a number.
fn moment(seconds: f64, now: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates to what no calendar holds"
    )]
    let date = DateTime::from_timestamp(seconds.floor() as i64, 0);
    let date = match date {
        Some(date) => date.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        None => format!("{seconds:e} s since 1970"),
    };
    let distance = in_words(seconds - now);
    if seconds > now {
        format!("{date}   in {distance}")
    } else {
        format!("{date}   {distance} ago")
    }
}
