//! `profile show`: what is in effect, and why.

use std::io::{self, Write};

use super::effective;
use crate::{
    cli::ShowArgs,
    commands::issue::plan::DEFAULT_LIFETIME,
    config::{self, Chosen},
    context::Context,
    error::Error,
    exit::Exit,
    output::{Paint, Palette, json, sanitize},
    settings::{Origin, Setting, Settings, Shown},
};

pub(super) fn run(mut args: ShowArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    args.key.profile = args.key.profile.or(args.name.take());
    let chosen = config::chosen(&args.key, context)?;
    let chosen = chosen.as_deref();
    let settings = Settings::merge(&args.api, args.inbox_url.as_ref(), chosen, &context.env)?;
    let (api_key, _) = effective::api_key(&args.key, chosen, context);
    let is_good = api_key.fault.is_none();
    let profile = Shown {
        name: "profile",
        setting: chosen.map(|chosen| Setting {
            value: chosen.name.clone(),
            origin: chosen.by.into(),
            shadowed: chosen
                .shadowed
                .iter()
                .map(|(by, name)| ((*by).into(), name.clone()))
                .collect(),
        }),
        fault: None,
    };
    let mut rows = vec![profile, api_key];
    rows.extend(others(settings, chosen));
    let profile = chosen.map(|chosen| chosen.name.as_str());
    if context.json {
        context
            .output
            .json(&json::ProfileShow::of(profile, &rows))?;
    } else {
        let origins = args.origin;
        context
            .output
            .answer(|out, palette| write(out, palette, &rows, origins))?;
    }
    Ok(if is_good { Exit::Ok } else { Exit::No })
}

fn others(settings: Settings, chosen: Option<&Chosen>) -> Vec<Shown> {
    let row = |name, setting| Shown {
        name,
        setting,
        fault: None,
    };
    let of_profile = |value: Option<String>| {
        let chosen = chosen.map(|chosen| Origin::Profile(chosen.name.clone()));
        chosen.map(|origin| (origin, value))
    };
    let profile = chosen.map(|chosen| &chosen.profile);
    let environment = profile.and_then(|profile| Some(profile.environment.as_ref()?.to_string()));
    let user = profile.and_then(|profile| profile.user.clone());
    let expires_in = profile.and_then(|profile| profile.expires_in.clone());
    let default = (Origin::Default, Some(DEFAULT_LIFETIME.to_owned()));
    let first = |sources: Vec<(Origin, Option<String>)>| Setting::first(sources, String::clone);
    vec![
        row("api_url", Some(settings.rest.map(|url| url.to_string()))),
        row("inbox_url", Some(settings.inbox.map(|url| url.to_string()))),
        row(
            "socket_url",
            Some(settings.socket.map(|url| url.to_string())),
        ),
        row(
            "environment",
            first(of_profile(environment).into_iter().collect()),
        ),
        row("user", first(of_profile(user).into_iter().collect())),
        row(
            "expires_in",
            first(
                of_profile(expires_in)
                    .into_iter()
                    .chain([default])
                    .collect(),
            ),
        ),
        row(
            "timeout",
            Some(
                settings
                    .timeout
                    .map(|time| format!("{} s", time.as_secs_f64())),
            ),
        ),
        row(
            "retries",
            Some(settings.retries.map(|number| number.to_string())),
        ),
    ]
}

fn write(out: &mut dyn Write, palette: Palette, rows: &[Shown], origins: bool) -> io::Result<()> {
    let name = |name: &str| format!("{:<13}", name.replace('_', " "));
    for row in rows {
        let label = name(row.name);
        let Some(setting) = &row.setting else {
            writeln!(out, "{label}{}", palette.paint(Paint::Faint, "none"))?;
            continue;
        };
        let value = match &row.fault {
            Some(fault) => palette.paint(Paint::Error, &sanitize(fault)),
            None => sanitize(&setting.value).into_owned(),
        };
        if !origins {
            writeln!(out, "{label}{value}")?;
            continue;
        }
        let from = format!("({})", sanitize(&setting.origin.to_string()));
        writeln!(out, "{label}{value}  {}", palette.paint(Paint::Note, &from))?;
        for (origin, value) in &setting.shadowed {
            let line = format!("shadows {value} ({origin})");
            let line = sanitize(&line);
            writeln!(out, "{}{}", name(""), palette.paint(Paint::Faint, &line))?;
        }
    }
    Ok(())
}
