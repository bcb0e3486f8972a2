//! Reference lists as tables: rules (`explain`), actions (`can`), features and scopes (`scopes`), exit
//! codes (`exit-codes`).

use std::io::{self, Write};

use super::{
    Paint, Palette,
    table::{Cell, Column, Table},
};
use crate::{
    exit::EXITS,
    inspect::{Selector, rules},
    token::{ACTIONS, FEATURES, SCOPES},
};

/// Writes the actions that `can` checks.
pub(crate) fn write_actions(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    let columns = vec![
        Column::new("ACTION"),
        Column::new("SCOPE"),
        Column::wrapped("PURPOSE"),
        Column::wrapped("ENDPOINT"),
    ];
    let rows = ACTIONS.iter().map(|action| {
        vec![
            action.name.into(),
            action.required.scope.into(),
            action.required.purpose.into(),
            action.endpoint.into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table::new(columns).write(out, palette, &rows)
}

/// Writes the exit codes.
pub(crate) fn write_exit_codes(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    let columns = vec![Column::new("CODE"), Column::wrapped("MEANING")];
    let rows = EXITS
        .iter()
        .map(|(exit, meaning)| vec![exit.code().to_string().into(), (*meaning).into()]);
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table::new(columns).write(out, palette, &rows)
}

/// Writes one line for each rule, or for each rule that is selected.
pub(crate) fn write_rule_list(
    out: &mut dyn Write,
    palette: Palette,
    selector: Option<Selector>,
) -> io::Result<()> {
    let columns = vec![
        Column::new("CODE"),
        Column::new("SEVERITY"),
        Column::new("RULE"),
        Column::wrapped("SUMMARY"),
    ];
    let rules = rules::all().filter(|rule| selector.is_none_or(|selector| selector.matches(rule)));
    let rows = rules.map(|rule| {
        vec![
            rule.code.into(),
            Cell::painted(Paint::of(rule.severity), rule.severity.name()),
            rule.name.into(),
            rule.summary.into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table::new(columns).write(out, palette, &rows)
}

/// Writes the features with their required scopes, and all scopes.
pub(crate) fn write_scopes(out: &mut dyn Write, palette: Palette) -> io::Result<()> {
    let title = |text| palette.paint(Paint::Strong, text);
    writeln!(out, "{}", title("Features and their scopes"))?;
    let columns = vec![
        Column::new("  FEATURE"),
        Column::new("SCOPE"),
        Column::wrapped("PURPOSE"),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for feature in FEATURES {
        let mut name = feature.name;
        for required in feature.required_scopes {
            rows.push(vec![
                format!("  {name}").into(),
                required.scope.into(),
                format!("to {}", required.purpose).into(),
            ]);
            name = "";
        }
    }
    Table::new(columns).write(out, palette, &rows)?;
    writeln!(out, "\n{}", title("Scopes"))?;
    let columns = vec![Column::new("  SCOPE"), Column::wrapped("PERMITS")];
    let rows = SCOPES
        .iter()
        .map(|scope| vec![format!("  {}", scope.pattern).into(), scope.permits.into()]);
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table::new(columns).write(out, palette, &rows)
}
