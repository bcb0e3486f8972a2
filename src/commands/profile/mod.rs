//! `profile`: workspaces under names.

mod add;
mod ask;
mod show;

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use crate::{
    cli::{ProfileArgs, ProfileCommand, RemoveArgs, UseArgs},
    config::{self, Config, Edit, Fault, KeyReference, Profile, keyring},
    context::Context,
    environment,
    error::Error,
    exit::Exit,
    output::{Paint, json, sanitize, table},
    prompt,
    token::key::redact,
};

/// Where the file names the profile of commands that name none.
const DEFAULT: &str = "default_profile";

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
    let config = config::load(context)?;
    let named = config::named(None, &config, &context.environment);
    let in_use = named.first().map(|(_, name)| name.as_str());
    if context.json {
        context
            .output
            .json(&json::ProfileList::of(&config, in_use))?;
        return Ok(Exit::Ok);
    }
    if config.profiles.is_empty() {
        context
            .output
            .note("there is no profile; courier-auth profile add NAME makes one");
    }
    context.output.answer(|out, palette| {
        let none = Profile::default();
        let row = |(name, profile): &(String, Result<Profile, Fault>)| {
            let (profile, fault) = match profile {
                Ok(profile) => (profile, None),
                Err(fault) => (&none, Some(fault)),
            };
            let text = |text: Option<String>| shown(&text.unwrap_or_else(|| "-".to_owned()));
            let region = profile.region.map(|region| region.to_string());
            let url = profile.api_url.as_ref().map(ToString::to_string);
            let is_in_use = in_use == Some(name);
            [
                if is_in_use { "*" } else { " " }.to_owned(),
                if is_in_use {
                    palette.paint(Paint::Strong, &shown(name))
                } else {
                    shown(name)
                },
                text(region.or(url)),
                text(profile.environment.as_ref().map(ToString::to_string)),
                text(profile.user.clone()),
                match fault {
                    Some(fault) => palette.paint(Paint::Error, &shown(&fault.to_string())),
                    None => text(profile.key.as_ref().map(KeyReference::describe)),
                },
            ]
        };
        let rows: Vec<[String; 6]> = config.profiles.iter().map(row).collect();
        table::write(out, &rows)
    })?;
    Ok(Exit::Ok)
}

fn make_default(args: &UseArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if let Some(name) = &args.name {
        // Before a folder is made for a file.
        config::load(context)?.profile(name)?;
    }
    let mut edit = Edit::begin(&context.environment)?;
    match &args.name {
        Some(name) => {
            edit.config.profile(name)?;
            put(&mut *edit.document, DEFAULT, name.into());
        }
        None => forget_default(&mut edit.document),
    }
    let path = edit.finish()?;
    let done = match &args.name {
        Some(name) => format!("profile `{name}` is used from now on"),
        None => "no profile is used from now on".to_owned(),
    };
    let shadow = context.environment.get(environment::PROFILE);
    let stronger = [
        (
            environment::PROFILE,
            shadow.filter(|shadow| Some(*shadow) != args.name.as_deref()),
        ),
        (
            environment::API_KEY,
            context.environment.get(environment::API_KEY),
        ),
        (
            environment::BASE_URL,
            context.environment.get(environment::BASE_URL),
        ),
    ];
    for (name, _) in stronger.iter().filter(|(_, value)| value.is_some()) {
        let warning = format!("warning: {name} is set, which is stronger");
        context.output.note(&warning);
    }
    say_done(
        &done,
        &json::ProfileChange::of("profile-use", args.name.as_deref(), &path),
        context,
    )
}

fn remove(args: &RemoveArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let config = config::load(context)?;
    let found = config.find(&args.name)?.as_ref();
    let key = found.ok().and_then(|profile| profile.key.clone());
    // Another profile may still need it.
    let account = match &key {
        Some(KeyReference::Keyring(account)) if !args.keep_key => {
            let other = key
                .as_ref()
                .and_then(|key| other_with(key, &args.name, &config));
            Some(account).filter(|_| other.is_none())
        }
        _ => None,
    };
    if !args.yes {
        if !context.may_ask() {
            return Err(Error::Usage {
                message: "nobody can be asked whether to remove it".to_owned(),
                help: "add --yes",
            });
        }
        let and_key = account.map_or("", |_| " and its key in the keyring");
        let question = format!("Remove profile `{}`{and_key}?", args.name);
        if !prompt::confirm(&question, false)? {
            context.output.note("nothing was removed");
            return Ok(Exit::No);
        }
    }
    let mut edit = Edit::begin(&context.environment)?;
    edit.config.find(&args.name)?;
    forget_profile(&mut edit.document, &args.name);
    if edit.config.default_profile.as_deref() == Some(&args.name) {
        forget_default(&mut edit.document);
    }
    let path = edit.finish()?;
    // Only now: a key may be the only copy, and the file may not have been written.
    if let Some(account) = account
        && let Err(error) = keyring::remove(account, context.output.words(), context.may_ask())
    {
        context.output.note(&sanitize(&format!(
            "warning: its key stays in the system's keyring, as `{account}` of courier-auth: {error}"
        )));
    }
    say_done(
        &format!("profile `{}` is removed", args.name),
        &json::ProfileChange::of("profile-remove", Some(&args.name), &path),
        context,
    )
}

/// A text of the file's, safe to show; a key that was written in the place of a name is not.
fn shown(text: &str) -> String {
    sanitize(&redact(text, &[])).into_owned()
}

/// Another profile that keeps its key in the same place.
fn other_with<'c>(key: &KeyReference, name: &str, config: &'c Config) -> Option<&'c str> {
    let mut others = config.usable().filter(|(other, _)| *other != name);
    let other = others.find(|(_, profile)| profile.key.as_ref() == Some(key));
    other.map(|(name, _)| name)
}

/// The profiles of a document that has some.
fn profiles_of(document: &mut DocumentMut) -> Option<&mut dyn TableLike> {
    document.get_mut("profile")?.as_table_like_mut()
}

/// The table of one profile, made where there is none.
fn table_of<'d>(document: &'d mut DocumentMut, name: &str) -> Option<&'d mut dyn TableLike> {
    let is_new = profiles_of(document).is_none_or(|profiles| !profiles.contains_key(name));
    let end = document.trailing().as_str().unwrap_or_default().to_owned();
    let end = if is_new {
        // A comment at the end is about what stands above it.
        document.set_trailing("");
        end
    } else {
        String::new()
    };
    let profiles = document.entry("profile").or_insert_with(|| {
        let mut table = Table::new();
        // `[profile.name]` alone, without a `[profile]` above.
        table.set_implicit(true);
        Item::Table(table)
    });
    let profiles = profiles.as_table_like_mut()?;
    let new = || {
        let mut table = Table::new();
        if !end.is_empty() {
            table.decor_mut().set_prefix(format!("{end}\n"));
        }
        Item::Table(table)
    };
    profiles.entry(name).or_insert_with(new).as_table_like_mut()
}

/// Puts a value in the place of one that is there, whose comment stays.
fn put(table: &mut dyn TableLike, name: &str, mut new: Value) {
    if let Some(old) = table.get(name).and_then(Item::as_value) {
        *new.decor_mut() = old.decor().clone();
    }
    match table.get_mut(name) {
        Some(old) => *old = Item::Value(new),
        None => {
            table.insert(name, Item::Value(new));
        }
    }
}

/// Removes the line that names the default; what stands above it may be about the whole file.
fn forget_default(document: &mut DocumentMut) {
    let key = document.key(DEFAULT);
    let above = key.and_then(|key| key.leaf_decor().prefix()?.as_str());
    let above = above.unwrap_or_default().to_owned();
    document.remove(DEFAULT);
    keep_above(document, &above);
}

/// Removes a profile with the comment right above it. What stands further above in the file, with a
/// blank line between, may be about the whole of it.
fn forget_profile(document: &mut DocumentMut, name: &str) {
    let Some(profiles) = profiles_of(document) else {
        return;
    };
    let is_first = profiles
        .iter()
        .next()
        .is_some_and(|(first, _)| first == name);
    let removed = profiles.remove(name);
    let table = removed.as_ref().and_then(Item::as_table);
    let above = table.and_then(|table| table.decor().prefix()?.as_str());
    if let Some((further, _)) = above.and_then(|above| above.rsplit_once("\n\n"))
        && is_first
    {
        keep_above(document, &format!("{further}\n"));
    }
}

/// Puts a comment above what is now the first profile, or at the end where there is none.
fn keep_above(document: &mut DocumentMut, above: &str) {
    if above.trim().is_empty() {
        return;
    }
    let first = profiles_of(document).and_then(|profiles| profiles.iter_mut().next());
    if let Some(table) = first.and_then(|(_, item)| item.as_table_mut()) {
        let decor = table.decor_mut();
        let below = decor.prefix().and_then(|prefix| prefix.as_str());
        let both = format!("{above}{}", below.unwrap_or_default());
        decor.set_prefix(both);
    } else {
        let end = document.trailing().as_str().unwrap_or_default();
        let both = format!("{above}{end}");
        document.set_trailing(both);
    }
}

/// Says that it is done; to a program, as the answer.
fn say_done(
    text: &str,
    document: &json::ProfileChange<'_>,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    if context.json {
        context.output.json(document)?;
    } else {
        context.output.note(&sanitize(text));
    }
    Ok(Exit::Ok)
}
