//! `profile show`: prints the settings in effect and their origins.

use std::{
    io::{self, Write},
    time::Duration,
};

use crate::{
    cli::ShowArgs,
    commands::shared::{
        credentials::Credentials, effective_key::effective_key, issue_plan::DEFAULT_LIFETIME,
    },
    config::SelectedProfile,
    context::Context,
    error::Error,
    exit::Exit,
    output::{Paint, Palette, json, sanitize},
    settings::{Setting, SettingOrigin, SettingRow, Settings},
};

pub(super) fn run(mut args: ShowArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    args.key.profile = args.key.profile.or(args.name.take());
    let credentials = Credentials::resolve(&args.key, context)?;
    let selected = credentials.profile();
    let settings = Settings::merge(&args.api, args.inbox_url.as_ref(), selected, &context.env)?;
    let (api_key, _) = effective_key(&credentials, context);
    let is_good = api_key.problem.is_none();
    let profile = SettingRow {
        name: "profile",
        setting: selected.map(|selected| Setting {
            value: selected.name.clone(),
            origin: selected.source.into(),
            shadowed: selected
                .shadowed
                .iter()
                .map(|(source, name)| ((*source).into(), name.clone()))
                .collect(),
        }),
        problem: None,
    };
    let mut rows = vec![profile, api_key];
    rows.extend(setting_rows(settings, selected));
    let profile = selected.map(|selected| selected.name.as_str());
    if context.json {
        context
            .output
            .print_json(&json::ProfileShow::of(profile, &rows))?;
    } else {
        let origins = args.origin;
        context
            .output
            .print(|out, palette| write(out, palette, &rows, origins))?;
    }
    Ok(if is_good { Exit::Ok } else { Exit::No })
}

/// Returns the settings other than the profile and its key.
fn setting_rows(settings: Settings, selected: Option<&SelectedProfile>) -> Vec<SettingRow> {
    let seconds = |time: Duration| format!("{} s", time.as_secs_f64());
    let row = |name, setting| SettingRow {
        name,
        setting,
        problem: None,
    };
    let from_profile = |value: Option<String>| {
        let selected = selected.map(|selected| SettingOrigin::Profile(selected.name.clone()));
        selected.map(|origin| (origin, value))
    };
    let profile = selected.map(|selected| &selected.profile);
    let environment = profile.and_then(|profile| Some(profile.environment.as_ref()?.to_string()));
    let user = profile.and_then(|profile| profile.user.clone());
    let expires_in = profile.and_then(|profile| profile.expires_in.clone());
    let default = (SettingOrigin::Default, Some(DEFAULT_LIFETIME.to_owned()));
    let first =
        |sources: Vec<(SettingOrigin, Option<String>)>| Setting::first(sources, String::clone);
    vec![
        row("api_url", Some(settings.rest.map(|url| url.to_string()))),
        row("inbox_url", Some(settings.inbox.map(|url| url.to_string()))),
        row(
            "socket_url",
            Some(settings.socket.map(|url| url.to_string())),
        ),
        row(
            "environment",
            first(from_profile(environment).into_iter().collect()),
        ),
        row("user", first(from_profile(user).into_iter().collect())),
        row(
            "expires_in",
            first(
                from_profile(expires_in)
                    .into_iter()
                    .chain([default])
                    .collect(),
            ),
        ),
        row("timeout", Some(settings.timeout.map(seconds))),
        row(
            "connect_timeout",
            Some(settings.connect_timeout.map(seconds)),
        ),
        row(
            "retries",
            Some(settings.retries.map(|number| number.to_string())),
        ),
    ]
}

fn write(
    out: &mut dyn Write,
    palette: Palette,
    rows: &[SettingRow],
    origins: bool,
) -> io::Result<()> {
    let longest = rows.iter().map(|row| row.name.len()).max();
    let width = longest.unwrap_or_default() + 2;
    let name = |name: &str| format!("{:<width$}", name.replace('_', " "));
    for row in rows {
        let label = name(row.name);
        let Some(setting) = &row.setting else {
            writeln!(out, "{label}{}", palette.paint(Paint::Faint, "none"))?;
            continue;
        };
        let value = match &row.problem {
            Some(problem) => palette.paint(Paint::Error, &sanitize(problem)),
            None => sanitize(&setting.value).into_owned(),
        };
        if !origins {
            writeln!(out, "{label}{value}")?;
            continue;
        }
        let from = format!("({})", sanitize(&setting.origin.to_string()));
        writeln!(out, "{label}{value}  {}", palette.paint(Paint::Note, &from))?;
        for (origin, value) in &setting.shadowed {
            let line = format!("overrides {value} ({origin})");
            let line = sanitize(&line);
            writeln!(out, "{}{}", name(""), palette.paint(Paint::Faint, &line))?;
        }
    }
    Ok(())
}
