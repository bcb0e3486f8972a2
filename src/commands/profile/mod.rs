//! `profile`: manages named workspaces and where their API keys are stored.

mod add;
mod ask;
mod document;
mod draft;
mod save;
mod show;

use self::document::{DEFAULT, forget_default, forget_profile, put};
use crate::{
    cli::{ProfileArgs, ProfileCommand, RemoveArgs, UseArgs},
    commands::shared::{credentials::load_config, project::load_usable_project},
    config::{Config, Edit, InvalidEntry, KeyReference, Profile, ProjectFile, keyring},
    context::Context,
    env_vars,
    error::Error,
    exit::Exit,
    output::{
        Paint, json, sanitize,
        table::{Cell, Column, Table},
    },
    prompt,
    redact::redact,
};

pub(crate) fn run(args: ProfileArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    match args.command {
        ProfileCommand::Add(args) => add::run(&args, context),
        ProfileCommand::List(_) => list(context),
        ProfileCommand::Show(args) => show::run(*args, context),
        ProfileCommand::Use(args) => make_default(&args, context),
        ProfileCommand::Remove(args) => remove(&args, context),
    }
}

fn list(context: &mut Context<'_>) -> Result<Exit, Error> {
    let config = load_config(context)?;
    let project = load_usable_project(context)?;
    let candidates = config.profile_candidates(None, &context.env, project.as_ref());
    let in_use = candidates.first().map(|(_, name)| name.as_str());
    if context.json {
        context
            .output
            .print_json(&json::ProfileList::of(&config, in_use))?;
        return Ok(Exit::Ok);
    }
    if config.profiles.is_empty() {
        context
            .output
            .info("no profiles yet; create one with `courier-auth profile add NAME`");
    }
    let columns = vec![
        Column::new(""),
        Column::cut("NAME"),
        Column::cut("REGION"),
        Column::cut("ENVIRONMENT"),
        Column::cut("USER"),
        Column::wrapped("KEY"),
    ];
    let rows = config.profiles.iter();
    let rows: Vec<Vec<Cell>> = rows.map(|profile| row(profile, in_use)).collect();
    context.output.print(|out, palette| {
        Table::new(columns).write(out, palette, &rows)?;
        if in_use.is_some() && palette.terminal_width().is_some() {
            let legend = "* used by commands without --profile";
            writeln!(out, "\n{}", palette.paint(Paint::Faint, legend))?;
        }
        Ok(())
    })?;
    Ok(Exit::Ok)
}

/// Returns the row of a profile in the list. `in_use` is the profile that is used by default.
fn row(
    (name, profile): &(String, Result<Profile, InvalidEntry>),
    in_use: Option<&str>,
) -> Vec<Cell> {
    let none = Profile::default();
    let (profile, fault) = match profile {
        Ok(profile) => (profile, None),
        Err(fault) => (&none, Some(fault)),
    };
    let cell = |text: Option<String>| Cell::from(display(&text.unwrap_or_else(|| "-".to_owned())));
    let region = profile.region.map(|region| region.to_string());
    let url = profile.api_url.as_ref().map(ToString::to_string);
    let is_in_use = in_use == Some(name);
    let key = match fault {
        Some(fault) => Cell::painted(Paint::Error, display(&fault.to_string())),
        None => cell(profile.key.as_ref().map(KeyReference::describe)),
    };
    let name = display(name);
    vec![
        if is_in_use { "*" } else { " " }.into(),
        if is_in_use {
            Cell::painted(Paint::Strong, name)
        } else {
            name.into()
        },
        cell(region.or(url)),
        cell(profile.environment.as_ref().map(ToString::to_string)),
        cell(profile.user.clone()),
        key,
    ]
}

fn make_default(args: &UseArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if let Some(name) = &args.name {
        // Checked before `Edit::begin` creates a directory for the file.
        load_config(context)?.profile(name)?;
    }
    let project = load_usable_project(context)?;
    let mut edit = Edit::begin(&context.env)?;
    match &args.name {
        Some(name) => {
            edit.config.profile(name)?;
            put(&mut *edit.document, DEFAULT, name.into());
        }
        None => forget_default(&mut edit.document),
    }
    let path = edit.finish()?;
    let done = match &args.name {
        Some(name) => format!("profile `{name}` is now the default"),
        None => "no default profile is set".to_owned(),
    };
    let variable = context.env.get(env_vars::PROFILE);
    let overriding = [
        (
            env_vars::PROFILE,
            variable.filter(|name| Some(*name) != args.name.as_deref()),
        ),
        (env_vars::API_KEY, context.env.get(env_vars::API_KEY)),
        (env_vars::AUTH_TOKEN, context.env.get(env_vars::AUTH_TOKEN)),
        (env_vars::BASE_URL, context.env.get(env_vars::BASE_URL)),
        (env_vars::INBOX_URL, context.env.get(env_vars::INBOX_URL)),
    ];
    for (name, _) in overriding.iter().filter(|(_, value)| value.is_some()) {
        let warning = format!("{name} is set and takes precedence");
        context.output.warn(&warning);
    }
    warn_of_project(project.as_ref(), args.name.as_deref(), context);
    report_done(
        &done,
        &json::ProfileChange::of(
            json::ProfileChangeKind::MadeDefault,
            args.name.as_deref(),
            &path,
        ),
        context,
    )
}

/// Warns if the project file of the current folder names another profile.
fn warn_of_project(project: Option<&ProjectFile>, default: Option<&str>, context: &Context<'_>) {
    let named =
        project.and_then(|project| Some((project.path.display(), project.profile.as_deref()?)));
    if let Some((path, name)) = named.filter(|(_, name)| Some(*name) != default) {
        let warning = format!("`{path}` names profile `{name}` and takes precedence");
        context.output.warn(&warning);
    }
}

fn remove(args: &RemoveArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let config = load_config(context)?;
    config.find(&args.name)?;
    if !args.yes {
        if !context.may_ask() {
            return Err(Error::Usage {
                message: format!("removing profile `{}` requires confirmation", args.name),
                help: "add --yes to remove it without a prompt",
            });
        }
        let and_key = match account_to_remove(args, &config) {
            Some(_) => " and its key in the keyring",
            None => "",
        };
        let question = format!("Remove profile `{}`{and_key}?", args.name);
        if !prompt::confirm(&question, false)? {
            context.output.info("nothing was removed");
            return Ok(Exit::No);
        }
    }
    let mut edit = Edit::begin(&context.env)?;
    edit.config.find(&args.name)?;
    // Read again: another process may have changed it while the prompt was open.
    let account = account_to_remove(args, &edit.config).map(str::to_owned);
    forget_profile(&mut edit.document, &args.name);
    if edit.config.default_profile.as_deref() == Some(&args.name) {
        forget_default(&mut edit.document);
    }
    let path = edit.finish()?;
    // Removed last: the key may be the only copy, and writing the file may fail.
    if let Some(account) = &account
        && let Err(error) = keyring::remove(account, context.output.console(), context.may_ask())
    {
        context.output.warn(&format!(
            "the key remains in the system keyring (service courier-auth, account `{account}`): {error}"
        ));
    }
    report_done(
        &format!("removed profile `{}`", args.name),
        &json::ProfileChange::of(json::ProfileChangeKind::Removed, Some(&args.name), &path),
        context,
    )
}

/// Returns the keyring account of a profile, unless the key is kept or another profile uses it.
fn account_to_remove<'c>(args: &RemoveArgs, config: &'c Config) -> Option<&'c str> {
    match config.key_of(&args.name) {
        Some(key @ KeyReference::Keyring(account)) if !args.keep_key => {
            Some(account.as_str()).filter(|_| config.other_profile_with(key, &args.name).is_none())
        }
        _ => None,
    }
}

/// Returns a text of the file for display, sanitized and redacted.
fn display(text: &str) -> String {
    sanitize(&redact(text)).into_owned()
}

/// Reports success: as a note, or as a JSON document.
fn report_done(
    text: &str,
    document: &json::ProfileChange<'_>,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(document)?;
    } else {
        context.output.info(text);
    }
    Ok(Exit::Ok)
}
