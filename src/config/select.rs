//! Selects the profile of a command: the one that the strongest source names.

use super::{
    model::{Config, ConfigError},
    profile::{ProfileSource, SelectedProfile},
    project::ProjectFile,
};
use crate::env_vars::{self, EnvVars};

impl Config {
    /// Returns the profiles that the sources name, strongest source first.
    pub(crate) fn profile_candidates(
        &self,
        flag: Option<&str>,
        env: &EnvVars,
        project: Option<&ProjectFile>,
    ) -> Vec<(ProfileSource, String)> {
        let of_project = project.and_then(|project| {
            let name = project.profile.as_deref()?;
            Some((ProfileSource::Project(project.path.clone()), name))
        });
        let default = self.default_profile.as_deref();
        [
            flag.map(|name| (ProfileSource::Flag, name)),
            env.get(env_vars::PROFILE)
                .map(|name| (ProfileSource::Variable, name)),
            of_project,
            default.map(|name| (ProfileSource::Default, name)),
        ]
        .into_iter()
        .flatten()
        .map(|(source, name)| (source, name.to_owned()))
        .collect()
    }

    /// Returns the profile of the strongest source that names one, `None` if no source does.
    ///
    /// # Errors
    /// Returns an error if the profile does not exist or is invalid.
    pub(crate) fn select_profile(
        &self,
        flag: Option<&str>,
        env: &EnvVars,
        project: Option<&ProjectFile>,
    ) -> Result<Option<SelectedProfile>, ConfigError> {
        let mut candidates = self.profile_candidates(flag, env, project).into_iter();
        let Some((source, name)) = candidates.next() else {
            return Ok(None);
        };
        let profile = self
            .profile(&name)
            .map_err(|error| match (error, &source) {
                (ConfigError::Unknown { name, known }, ProfileSource::Project(path)) => {
                    let project = path.clone();
                    ConfigError::UnknownInProject {
                        project,
                        name,
                        known,
                    }
                }
                (error, _) => error,
            })?;
        Ok(Some(SelectedProfile {
            profile: profile.clone(),
            name,
            source,
            shadowed: candidates.collect(),
        }))
    }
}
