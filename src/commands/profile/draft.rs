//! The profile that `profile add` is about to write.

use zeroize::Zeroizing;

use crate::{
    cli::AddArgs,
    config::{Config, ConfigError, KeyReference, Profile},
    endpoints::Region,
    error::Error,
    token::ApiKey,
};

/// A profile that is about to be added.
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) profile: Profile,
    /// The key to store, `None` if it is stored already.
    pub(super) new_key: Option<ApiKey>,
    pub(super) check: bool,
    pub(super) make_default: bool,
}

/// The location of a draft's API key.
pub(super) struct DraftKey {
    pub(super) reference: KeyReference,
    /// The key to store there, `None` if it is stored already.
    pub(super) new_key: Option<ApiKey>,
}

impl DraftKey {
    /// Returns the location of a key that is stored already.
    pub(super) fn stored(reference: KeyReference) -> Self {
        Self {
            reference,
            new_key: None,
        }
    }

    /// Returns the configuration file as the location of a new key.
    pub(super) fn plain(key: ApiKey) -> Self {
        let text = Zeroizing::new(key.expose().to_owned());
        Self {
            reference: KeyReference::Plain(text),
            new_key: Some(key),
        }
    }

    /// Returns the keyring as the location of a new key.
    pub(super) fn keyring(account: &str, key: ApiKey) -> Self {
        Self {
            reference: KeyReference::Keyring(account.to_owned()),
            new_key: Some(key),
        }
    }
}

/// Returns the profile that `--replace` replaces, `None` if there is none of that name.
///
/// # Errors
/// Returns an error without `--replace`, or if the existing profile is invalid: its entries would be
/// lost.
pub(super) fn existing_profile<'c>(
    name: &str,
    args: &AddArgs,
    config: &'c Config,
) -> Result<Option<&'c Profile>, ConfigError> {
    match config.find(name) {
        Err(_) => Ok(None),
        Ok(_) if args.replace => config.profile(name).map(Some),
        Ok(_) => Err(ConfigError::Exists(name.to_owned())),
    }
}

/// Merges the command line into the existing profile. The result always has a region or an address, so
/// that the profile alone decides where its key goes.
pub(super) fn merged_profile(
    args: &AddArgs,
    existing: Option<&Profile>,
    key: KeyReference,
) -> Profile {
    let existing = existing.cloned().unwrap_or_default();
    let (region, api_url, inbox_url) = match (args.api.region, &args.api.api_url) {
        (None, None) => (existing.region, existing.api_url, existing.inbox_url),
        // The Inbox address belongs to the former REST address.
        (region, url) => (region, url.clone(), None),
    };
    Profile {
        region: region.or(api_url.is_none().then_some(Region::Us)),
        api_url,
        inbox_url: args.inbox_url.clone().or(inbox_url),
        environment: args.environment.clone().or(existing.environment),
        user: args.user.clone().or(existing.user),
        expires_in: args.expires_in.clone().or(existing.expires_in),
        key: Some(absolute(key)),
    }
}

/// Makes the path of a key file absolute, so that the profile works in every directory.
fn absolute(key: KeyReference) -> KeyReference {
    match key {
        KeyReference::File(path) if !path.starts_with("~") => {
            KeyReference::File(std::path::absolute(&path).unwrap_or(path))
        }
        key => key,
    }
}

/// Returns a usage error.
pub(super) fn usage(message: &str, help: &'static str) -> Error {
    Error::Usage {
        message: message.to_owned(),
        help,
    }
}
