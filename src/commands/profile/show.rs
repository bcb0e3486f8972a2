//! `profile show`: prints the settings in effect and their origins.

use std::io::{self, Write};

use crate::{
    cli::ShowArgs,
    commands::shared::{
        credentials::Credentials, effective_key::effective_key, issue_plan::DEFAULT_LIFETIME,
        project::apply_report_format,
    },
    config::{ProjectFile, ReportFormat, SelectedProfile},
    context::Context,
    error::Error,
    exit::Exit,
    output::{Paint, Palette, json, sanitize},
    settings::{Defaults, EffectiveSetting, EffectiveSettings, Setting, SettingOrigin, Settings},
    token::Feature,
};

/// The width of the names of settings, in columns.
const LABEL_WIDTH: usize = 17;

pub(super) fn run(mut args: ShowArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    args.key.profile = args.key.profile.or(args.name.take());
    let credentials = Credentials::resolve(&args.key, context)?;
    let (project, selected) = (credentials.project(), credentials.profile());
    let output = output_format(project, context);
    apply_report_format(project, context);
    let connection = Settings::merge(&args.api, args.inbox_url.as_ref(), selected, &context.env)?;
    let (api_key, _) = effective_key(&credentials, context);
    let is_good = api_key.problem.is_none();
    let path = project.map(|project| project.path.display().to_string());
    let settings = effective_settings(&credentials, api_key, connection, output);
    if context.json {
        let document = json::ProfileShow::of(path.as_deref(), &settings);
        context.output.print_json(&document)?;
    } else {
        let has_origins = args.origin;
        context.output.print(|out, palette| {
            let style = Style {
                palette,
                has_origins,
            };
            if let Some(path) = &path {
                writeln!(out, "{:<LABEL_WIDTH$}{}", "project file", sanitize(path))?;
            }
            let mut rows = rows(&settings).into_iter();
            rows.try_for_each(|row| style.write(out, &row))
        })?;
    }
    Ok(if is_good { Exit::Ok } else { Exit::No })
}

/// Returns the output format of reports.
fn output_format(project: Option<&ProjectFile>, context: &Context<'_>) -> Setting<ReportFormat> {
    let of_project = project.map(|project| {
        let origin = SettingOrigin::ProjectFile(project.path.clone());
        (origin, project.output)
    });
    let selected = if context.json {
        ReportFormat::Json
    } else {
        ReportFormat::Text
    };
    let of_option = context.format_option;
    let of_option = of_option.map(|option| (SettingOrigin::Flag(option), Some(selected)));
    let sources = of_option.into_iter().chain(of_project);
    let default = (SettingOrigin::Default, Some(ReportFormat::Text));
    Setting::first(sources.chain([default])).expect("the default is a source")
}

fn effective_settings(
    credentials: &Credentials,
    api_key: EffectiveSetting<String>,
    connection: Settings,
    output: Setting<ReportFormat>,
) -> EffectiveSettings {
    let selected = credentials.profile();
    let Defaults {
        user,
        features,
        expires_in,
    } = credentials.defaults();
    EffectiveSettings {
        profile: selected.map(profile),
        api_key,
        connection,
        environment: selected.and_then(|selected| {
            let environment = selected.profile.environment.as_ref()?.to_string();
            let origin = SettingOrigin::Profile(selected.name.clone());
            Some(Setting::alone(origin, environment))
        }),
        user,
        features,
        expires_in: expires_in
            .unwrap_or_else(|| Setting::alone(SettingOrigin::Default, DEFAULT_LIFETIME.to_owned())),
        output,
    }
}

fn profile(selected: &SelectedProfile) -> Setting<String> {
    let shadowed = selected.shadowed.iter().cloned();
    Setting {
        value: selected.name.clone(),
        origin: selected.source.clone().into(),
        shadowed: shadowed
            .map(|(source, name)| (source.into(), name))
            .collect(),
    }
}

/// A setting as a text.
struct Row {
    label: &'static str,
    setting: Option<Setting<String>>,
    problem: Option<String>,
}

impl Row {
    fn new(label: &'static str, setting: Option<Setting<String>>) -> Self {
        Self {
            label,
            setting,
            problem: None,
        }
    }
}

fn rows(settings: &EffectiveSettings) -> Vec<Row> {
    let EffectiveSettings {
        profile,
        api_key,
        connection,
        environment,
        user,
        features,
        expires_in,
        output,
    } = settings;
    let url = |setting: &Setting<url::Url>| Some(setting.clone().map(|url| url.to_string()));
    let names = |features: Vec<&Feature>| {
        let names: Vec<_> = features.iter().map(|feature| feature.name).collect();
        names.join(",")
    };
    let timeout = connection.timeout.clone();
    let connect_timeout = connection.connect_timeout.clone();
    let retries = connection.retries.clone();
    vec![
        Row::new("profile", profile.clone()),
        Row {
            label: "api key",
            setting: api_key.setting.clone(),
            problem: api_key.problem.clone(),
        },
        Row::new("api url", url(&connection.rest)),
        Row::new("inbox url", url(&connection.inbox)),
        Row::new("socket url", url(&connection.socket)),
        Row::new("environment", environment.clone()),
        Row::new("user", user.clone()),
        Row::new("for", features.clone().map(|setting| setting.map(names))),
        Row::new("expires in", Some(expires_in.clone())),
        Row::new(
            "output",
            Some(output.clone().map(|format| format.name().to_owned())),
        ),
        Row::new(
            "timeout",
            Some(timeout.map(|time| format!("{} s", time.as_secs_f64()))),
        ),
        Row::new(
            "connect timeout",
            Some(connect_timeout.map(|time| format!("{} s", time.as_secs_f64()))),
        ),
        Row::new("retries", Some(retries.map(|number| number.to_string()))),
    ]
}

/// The appearance of the text.
struct Style {
    palette: Palette,
    /// True if each value is followed by its origin and by what it overrides.
    has_origins: bool,
}

impl Style {
    fn write(&self, out: &mut dyn Write, row: &Row) -> io::Result<()> {
        let palette = self.palette;
        let label = format!("{:<LABEL_WIDTH$}", row.label);
        let Some(setting) = &row.setting else {
            return writeln!(out, "{label}{}", palette.paint(Paint::Faint, "none"));
        };
        let value = match &row.problem {
            Some(problem) => palette.paint(Paint::Error, &sanitize(problem)),
            None => sanitize(&setting.value).into_owned(),
        };
        if !self.has_origins {
            return writeln!(out, "{label}{value}");
        }
        let from = format!("({})", sanitize(&setting.origin.to_string()));
        writeln!(out, "{label}{value}  {}", palette.paint(Paint::Note, &from))?;
        for (origin, value) in &setting.shadowed {
            let line = format!("overrides {value} ({origin})");
            let line = palette.paint(Paint::Faint, &sanitize(&line));
            writeln!(out, "{:<LABEL_WIDTH$}{line}", "")?;
        }
        Ok(())
    }
}
