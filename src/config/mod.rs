//! Where secrets come from: profiles, and the sources of the API key.

mod api_key;
mod file;
mod key_command;
pub(crate) mod keyring;
mod profile;
mod reader;

pub(crate) use crate::private_file::WriteError;
pub(crate) use api_key::{
    KeyError, KeySource, api_key, chosen, guard, key_from, key_of_profile, load, named, sources,
    typed,
};
pub(crate) use file::{Config, ConfigError, Edit, Fault, at_home};
pub(crate) use key_command::{CommandError, split_command};
pub(crate) use keyring::KeyringError;
pub(crate) use profile::{By, Chosen, KeyReference, Profile};
pub(crate) use reader::PROFILE_KEYS;
