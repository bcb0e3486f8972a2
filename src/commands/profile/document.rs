//! Edits of the TOML document that keep comments in their places.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use crate::config::{KeyReference, PROFILE_KEYS, Profile};

/// The key of the default profile.
pub(super) const DEFAULT: &str = "default_profile";

/// Writes a profile into its table, and leaves unknown keys.
pub(super) fn write(profile: &Profile, table: &mut dyn TableLike) {
    let text = |text: &dyn ToString| Value::from(text.to_string());
    for name in PROFILE_KEYS {
        let new = match *name {
            "region" => profile.region.as_ref().map(|region| text(region)),
            "api_url" => profile.api_url.as_ref().map(|url| text(url)),
            "inbox_url" => profile.inbox_url.as_ref().map(|url| text(url)),
            "environment" => profile.environment.as_ref().map(|of| text(of)),
            "user" => profile.user.as_ref().map(|user| text(user)),
            "expires_in" => profile.expires_in.as_ref().map(|span| text(span)),
            _ => match (
                &profile.key,
                table.get_mut(name).and_then(Item::as_table_mut),
            ) {
                (Some(key), Some(table)) => {
                    put_reference(key, table);
                    continue;
                }
                (key, _) => key.as_ref().map(reference),
            },
        };
        match new {
            Some(new) => put(table, name, new),
            None => {
                table.remove(name);
            }
        }
    }
}

fn reference(key: &KeyReference) -> Value {
    let mut table = InlineTable::new();
    put_reference(key, &mut table);
    Value::InlineTable(table)
}

/// Writes a key reference into its table, which may hold another kind and have comments.
fn put_reference(key: &KeyReference, table: &mut dyn TableLike) {
    let others = table.iter().map(|(kind, _)| kind.to_owned());
    let others: Vec<String> = others.filter(|kind| kind != key.kind()).collect();
    for kind in others {
        table.remove(&kind);
    }
    let value = match key {
        KeyReference::Keyring(text) | KeyReference::Shell(text) | KeyReference::Variable(text) => {
            Value::from(text)
        }
        KeyReference::Command(words) => Value::Array(words.iter().collect::<Array>()),
        KeyReference::File(path) => Value::from(path.to_string_lossy().into_owned()),
        KeyReference::Plain(key) => Value::from(key.as_str()),
    };
    put(table, key.kind(), value);
}

/// Returns the table of all profiles, `None` if the document has none.
fn profiles_of(document: &mut DocumentMut) -> Option<&mut dyn TableLike> {
    document.get_mut("profile")?.as_table_like_mut()
}

/// Returns the table of one profile, and creates it if needed.
pub(super) fn table_of<'d>(
    document: &'d mut DocumentMut,
    name: &str,
) -> Option<&'d mut dyn TableLike> {
    let is_new = profiles_of(document).is_none_or(|profiles| !profiles.contains_key(name));
    let end = document.trailing().as_str().unwrap_or_default().to_owned();
    let end = if is_new {
        // A comment at the end of the file belongs to what is above it.
        document.set_trailing("");
        end
    } else {
        String::new()
    };
    let profiles = document.entry("profile").or_insert_with(|| {
        let mut table = Table::new();
        // Implicit tables are written as `[profile.name]` alone, without a `[profile]` header.
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

/// Sets a value, and keeps the comment of a value that it replaces.
pub(super) fn put(table: &mut dyn TableLike, name: &str, mut new: Value) {
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

/// Removes the default profile's line, and keeps the comment above it, which may be about the whole file.
pub(super) fn forget_default(document: &mut DocumentMut) {
    let key = document.key(DEFAULT);
    let above = key.and_then(|key| key.leaf_decor().prefix()?.as_str());
    let above = above.unwrap_or_default().to_owned();
    document.remove(DEFAULT);
    let first = profiles_of(document).and_then(|profiles| profiles.iter().next());
    let first = first.map(|(name, _)| name.to_owned());
    move_comment(document, &above, first.as_deref());
}

/// Removes a profile with the comment directly above it. A comment further above, after a blank line, is
/// kept: it may be about the whole file.
pub(super) fn forget_profile(document: &mut DocumentMut, name: &str) {
    let Some(profiles) = profiles_of(document) else {
        return;
    };
    let mut names = profiles.iter().map(|(known, _)| known.to_owned());
    let next = names.by_ref().skip_while(|known| known != name).nth(1);
    drop(names);
    let removed = profiles.remove(name);
    let table = removed.as_ref().and_then(Item::as_table);
    let above = table.and_then(|table| table.decor().prefix()?.as_str());
    if let Some((further, _)) = above.and_then(|above| above.rsplit_once("\n\n")) {
        move_comment(document, &format!("{further}\n"), next.as_deref());
    }
}

/// Moves a comment above the named profile, or to the end of the file.
fn move_comment(document: &mut DocumentMut, above: &str, name: Option<&str>) {
    if above.trim().is_empty() {
        return;
    }
    let below = name.and_then(|name| profiles_of(document)?.get_mut(name));
    if let Some(table) = below.and_then(Item::as_table_mut) {
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
