//! The configuration file with its profiles, the project file, and the sources of the API key.

#[cfg(unix)]
mod command_job;
#[cfg(windows)]
mod command_job_windows;
mod command_output;
mod config_text;
mod file;
pub(crate) mod key_command;
mod key_from;
mod key_source;
pub(crate) mod keyring;
mod model;
mod profile;
mod project;
mod project_limits;
mod project_search;
mod reader;
mod select;

pub(crate) use config_text::PROFILE_KEYS;
pub(crate) use file::{Edit, expand_home, exposure};
pub(crate) use key_command::{CommandError, split_command};
pub(crate) use key_from::KeyFrom;
pub(crate) use key_source::{KeyError, KeySource, check_environment, key_sources};
pub(crate) use keyring::KeyringError;
pub(crate) use model::{Config, ConfigError, InvalidEntry};
pub(crate) use profile::{KeyReference, Profile, ProfileSource, SelectedProfile};
pub(crate) use project::{ProjectFile, ReportFormat};
