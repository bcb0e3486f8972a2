//! Reference lists as text: rules (`explain`), actions (`can`), features and scopes (`scopes`).

use std::io::{self, Write};

use super::{Paint, Palette, table};
use crate::{
    inspect::{Selector, Severity, rules},
    token::{ACTIONS, FEATURES, SCOPES},
};

/// Writes the actions that `can` checks.
pub(crate) fn write_actions(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    let head =
        ["action", "scope", "purpose", "endpoint"].map(|title| palette.paint(Paint::Strong, title));
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
        palette.paint(Paint::Strong, "Features and their scopes")
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
