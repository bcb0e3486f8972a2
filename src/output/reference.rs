//! Reference pages as text: rules (`explain`), actions (`can`), features and scopes (`scopes`).

use std::io::{self, Write};

use super::{Paint, Palette, table};
use crate::{
    inspect::{Rule, Selector, ServerBehavior, Severity, rules},
    token::{ACTIONS, FEATURES, SCOPES},
};

/// The maximum width of a line of prose.
const WIDTH: usize = 80;

/// Writes the page of a rule: summary, explanation, Courier's behavior, fix and examples.
pub(crate) fn write_rule(out: &mut dyn Write, palette: Palette, rule: &Rule) -> io::Result<()> {
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

/// Writes the pages of all rules.
pub(crate) fn write_all_rules(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    for (at, rule) in rules::all().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write_rule(out, palette, rule)?;
    }
    Ok(())
}

/// Writes the actions that `can` checks.
pub(crate) fn write_actions(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
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

/// Writes one line for each rule, or for each rule that is selected.
pub(crate) fn write_rule_list(
    out: &mut dyn Write,
    palette: Palette,
    selector: Option<Selector>,
) -> io::Result<()> {
    let rows: Vec<[String; 4]> = rules::all()
        .filter(|rule| selector.is_none_or(|selector| selector.matches(rule)))
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

/// Writes the features with their required scopes, and all scopes.
pub(crate) fn write_scopes(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    writeln!(
        out,
        "{}",
        palette.paint(Paint::Strong, "Features and the scopes they need")
    )?;
    let mut rows = Vec::new();
    for feature in FEATURES {
        let mut name = feature.name;
        for required in feature.required_scopes {
            rows.push([
                format!("  {name}"),
                required.scope.to_owned(),
                format!("to {}", required.purpose),
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

/// Wraps a text and indents every line.
fn indented(indent: &str, text: &str) -> String {
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(text, options)
}
