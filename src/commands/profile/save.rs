//! The end of `profile add`: the key goes into the keyring and the profile into the file, both or
//! neither.

use std::path::PathBuf;

use zeroize::Zeroizing;

use super::{
    add::{Draft, former, usage},
    document::{DEFAULT, put, table_of, write},
};
use crate::{
    cli::AddArgs,
    config::{Config, Edit, KeyReference, KeyringError, Profile, keyring},
    context::Context,
    error::Error,
    output::sanitize,
    token::ApiKey,
};

/// What was written, and where.
pub(super) struct Saved {
    pub(super) path: PathBuf,
    pub(super) key: Option<KeyReference>,
}

/// # Errors
/// When the keyring or the disk does not take it; nothing is changed then.
pub(super) fn save(draft: &Draft, args: &AddArgs, context: &Context<'_>) -> Result<Saved, Error> {
    let mut edit = Edit::begin(&context.env)?;
    // It may have come since.
    former(&draft.name, args, &edit.config)?;
    let place = match (&draft.new_key, &draft.profile.key) {
        (Some(key), Some(KeyReference::Keyring(_))) => {
            Some(Place::find(&draft.name, key, &edit.config, context)?)
        }
        _ => None,
    };
    let key = match &place {
        Some(place) => Some(KeyReference::Keyring(place.account.clone())),
        None => draft.profile.key.clone(),
    };
    tell_of_former_key(&draft.name, key.as_ref(), &edit.config, context);
    let Some(table) = table_of(&mut edit.document, &draft.name) else {
        return Err(usage(
            "`profile` in the configuration is no table",
            "mend it by hand",
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
    let path = match (place, &draft.new_key) {
        (Some(place), Some(key)) => place.fill(key, edit, context)?,
        _ => edit.finish()?,
    };
    Ok(Saved { path, key })
}

/// Where a key goes in the keyring.
struct Place {
    account: String,
    /// The profile's own key that is there now.
    former: Option<Zeroizing<String>>,
}

impl Place {
    /// The place of the profile's former key, else one that is free: another configuration may
    /// have a profile of that name, and a key that is there may be the only copy.
    fn find(
        name: &str,
        key: &ApiKey,
        config: &Config,
        context: &Context<'_>,
    ) -> Result<Self, KeyringError> {
        let there = |account: &str| match keyring::read(
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
            let former = there(account)?;
            let account = account.clone();
            return Ok(Self { account, former });
        }
        let others = (2..).map(|number| format!("{name}-{number}"));
        for account in std::iter::once(name.to_owned()).chain(others) {
            if is_shared(&KeyReference::Keyring(account.clone())) {
                continue;
            }
            let former = there(&account)?;
            let is_same = |former: &Zeroizing<String>| **former == *key.expose();
            if former.as_ref().is_none_or(is_same) {
                return Ok(Self { account, former });
            }
        }
        unreachable!("there is always one more number")
    }

    /// Puts the key there, and the file in its place; what was there comes back if the file cannot
    /// be written.
    fn fill(self, key: &ApiKey, edit: Edit, context: &Context<'_>) -> Result<PathBuf, Error> {
        let Self { account, former } = self;
        let (words, may_ask) = (context.output.console(), context.may_ask());
        let key = Zeroizing::new(key.expose().to_owned());
        keyring::write(&account, key, words, may_ask)?;
        edit.finish().map_err(|error| {
            // This error is what is told, whatever the keyring says now.
            let _ = match former {
                Some(former) => keyring::write(&account, former, words, may_ask),
                None => keyring::remove(&account, words, may_ask),
            };
            error.into()
        })
    }
}

/// A key that the profile no longer names stays in the keyring: it may be the only copy.
fn tell_of_former_key(
    name: &str,
    new: Option<&KeyReference>,
    config: &Config,
    context: &Context<'_>,
) {
    if let Some(former @ KeyReference::Keyring(account)) = config.key_of(name)
        && new != Some(former)
        && config.other_profile_with(former, name).is_none()
    {
        context.output.note(&sanitize(&format!(
            "note: the former key stays in the system's keyring, as `{account}` of courier-auth"
        )));
    }
}
