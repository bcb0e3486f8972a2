//! `explain` and `scopes`, for a person.

use std::io::{self, Write};

use super::{Paint, Palette, table};
use crate::{
    inspect::{Rule, Selector, ServerBehavior, Severity, rules},
    token::{ACTIONS, FEATURES, SCOPES},
};

/// How wide running text may be.
const WIDTH: usize = 80;

/// Writes a rule's page.
pub(crate) fn rule(out: &mut dyn Write, palette: Palette, rule: &Rule) -> io::Result<()> {
    let name = palette.paint(Paint::Strong, &format!("{} {}", rule.code, rule.name));
    writeln!(out, "{name} ({})", severity(palette, rule.severity))?;
    writeln!(out, "{}", indented("", rule.summary))?;
    let server = match rule.server {
        ServerBehavior::Refuses => "refuses such a token with 401",
        ServerBehavior::Serves => "serves such a token",
        ServerBehavior::Depends => {
            "refuses or serves such a token, depending on what is asked and on settings"
        }
    };
    let parts = [
        ("why", rule.why),
        ("Courier", server),
        ("fix", rule.fix),
        ("bad", &rule.bad.to_string()),
        ("good", &rule.good.to_string()),
    ];
    for (title, text) in parts {
        writeln!(out, "\n{}", palette.paint(Paint::Strong, title))?;
        writeln!(out, "{}", indented("  ", text))?;
    }
    Ok(())
}

/// Writes the page of every rule.
pub(crate) fn every_rule(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    for (at, each) in rules::all().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        rule(out, palette, each)?;
    }
    Ok(())
}

/// Writes the actions that `can` knows.
pub(crate) fn actions(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    let head = ["action", "needs", "to", "where"].map(|title| palette.paint(Paint::Strong, title));
    let mut rows = vec![head];
    rows.extend(ACTIONS.iter().map(|action| {
        [
            action.name.to_owned(),
            action.required.scope.to_owned(),
            action.required.purpose.to_owned(),
            action.endpoint.to_owned(),
        ]
    }));
    table::write(out, &rows)
}

/// Writes the list of all rules, or of a part of them.
pub(crate) fn list(
    out: &mut dyn Write,
    palette: Palette,
    part: Option<Selector>,
) -> io::Result<()> {
    let rows: Vec<[String; 4]> = rules::all()
        .filter(|rule| part.is_none_or(|part| part.matches(rule)))
        .map(|rule| {
            let severity = severity(palette, rule.severity);
            [
                rule.code.to_owned(),
                severity,
                rule.name.to_owned(),
                rule.summary.to_owned(),
            ]
        })
        .collect();
    table::write(out, &rows)
}

/// Writes the features and the scopes.
pub(crate) fn scopes(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    writeln!(
        out,
        "{}",
        palette.paint(Paint::Strong, "Features and the scopes they need")
    )?;
    let mut rows = Vec::new();
    for feature in FEATURES {
        let mut name = feature.name;
        for need in feature.required_scopes {
            rows.push([
                format!("  {name}"),
                need.scope.to_owned(),
                format!("to {}", need.purpose),
            ]);
            name = "";
        }
    }
    table::write(out, &rows)?;
    writeln!(out, "\n{}", palette.paint(Paint::Strong, "Scopes"))?;
    let rows: Vec<[String; 2]> = SCOPES
        .iter()
        .map(|scope| [format!("  {}", scope.pattern), scope.permits.to_owned()])
        .collect();
    table::write(out, &rows)
}

fn severity(palette: Palette, severity: Severity) -> String {
    palette.paint(Paint::of(severity), severity.name())
}

fn indented(indent: &str, text: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(text, options)
}
