//! Stores a new profile: the key in the keyring and the profile in the file, both or neither.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::{
    document::{DEFAULT, put, table_of, write},
    draft::{Draft, existing_profile, usage},
};
use crate::{
    cli::AddArgs,
    config::{Config, Edit, KeyReference, KeyringError, Profile, keyring},
    context::Context,
    error::Error,
    token::ApiKey,
};

/// The result of saving: the file, and the location of the key.
pub(super) struct Saved {
    pub(super) path: PathBuf,
    pub(super) key: Option<KeyReference>,
}

/// Stores the key and writes the profile.
///
/// # Errors
/// Returns an error if the keyring or the file cannot be written. Then nothing is changed.
pub(super) fn save(draft: &Draft, args: &AddArgs, context: &Context<'_>) -> Result<Saved, Error> {
    let mut edit = Edit::begin(&context.env)?;
    // Another process may have added it since the first check.
    existing_profile(&draft.name, args, &edit.config)?;
    let slot = match (&draft.new_key, &draft.profile.key) {
        (Some(key), Some(KeyReference::Keyring(_))) => {
            Some(KeyringSlot::find(&draft.name, key, &edit.config, context)?)
        }
        _ => None,
    };
    let key = match &slot {
        Some(slot) => Some(KeyReference::Keyring(slot.account.clone())),
        None => draft.profile.key.clone(),
    };
    note_unused_key(&draft.name, key.as_ref(), &edit.config, context);
    let Some(table) = table_of(&mut edit.document, &draft.name) else {
        return Err(usage(
            "`profile` in the configuration file is not a table",
            "fix it in an editor",
        ));
    };
    let profile = Profile {
        key: key.clone(),
        ..draft.profile.clone()
    };
    write(&profile, table);
    if draft.make_default {
        put(&mut *edit.document, DEFAULT, draft.name.as_str().into());
    }
    let path = match (slot, &draft.new_key) {
        (Some(slot), Some(key)) => slot.store(key, edit, context)?,
        _ => edit.finish()?,
    };
    Ok(Saved { path, key })
}

/// The entry of the keyring for a key.
struct KeyringSlot {
    account: String,
    /// The key that the entry holds now.
    previous: Option<Zeroizing<String>>,
}

impl KeyringSlot {
    /// Returns the entry of the profile's current key, or else a free one. An entry with another key is
    /// never overwritten: it may belong to another configuration and be the only copy of that key.
    fn find(
        name: &str,
        key: &ApiKey,
        config: &Config,
        context: &Context<'_>,
    ) -> Result<Self, KeyringError> {
        let read = |account: &str| match keyring::read(
            account,
            context.output.console(),
            context.may_ask(),
        ) {
            Ok(key) => Ok(Some(key)),
            Err(KeyringError::NoEntry(_)) => Ok(None),
            Err(error) => Err(error),
        };
        let is_shared = |key: &KeyReference| config.other_profile_with(key, name).is_some();
        if let Some(own @ KeyReference::Keyring(account)) = config.key_of(name)
            && !is_shared(own)
        {
            let previous = read(account)?;
            let account = account.clone();
            return Ok(Self { account, previous });
        }
        let others = (2..).map(|number| format!("{name}-{number}"));
        for account in std::iter::once(name.to_owned()).chain(others) {
            if is_shared(&KeyReference::Keyring(account.clone())) {
                continue;
            }
            let previous = read(&account)?;
            let is_same = |previous: &Zeroizing<String>| **previous == *key.expose();
            if previous.as_ref().is_none_or(is_same) {
                return Ok(Self { account, previous });
            }
        }
        unreachable!("the numbers do not end")
    }

    /// Stores the key and writes the file. The previous key is restored if the file cannot be written.
    fn store(self, key: &ApiKey, edit: Edit, context: &Context<'_>) -> Result<PathBuf, Error> {
        let Self { account, previous } = self;
        let (console, may_ask) = (context.output.console(), context.may_ask());
        let key = Zeroizing::new(key.expose().to_owned());
        keyring::write(&account, key, console, may_ask)?;
        edit.finish().map_err(|error| {
            // This error is reported, even if the keyring fails now too.
            let _ = match previous {
                Some(previous) => keyring::write(&account, previous, console, may_ask),
                None => keyring::remove(&account, console, may_ask),
            };
            error.into()
        })
    }
}

/// Says that a key that the profile no longer refers to stays in the keyring. It may be the only copy.
fn note_unused_key(name: &str, new: Option<&KeyReference>, config: &Config, context: &Context<'_>) {
    if let Some(former @ KeyReference::Keyring(account)) = config.key_of(name)
        && new != Some(former)
        && config.other_profile_with(former, name).is_none()
    {
        context.output.note(&format!(
            "the previous key remains in the system keyring (service courier-auth, account `{account}`)"
        ));
    }
}
