//! The defaults of options, merged from project file and profile.

use super::setting::{Setting, SettingOrigin};
use crate::{
    config::{ProjectFile, SelectedProfile},
    token::Feature,
};

/// The defaults of `--user`, `--for` and `--expires-in`.
#[derive(Debug, Default)]
pub(crate) struct Defaults {
    pub(crate) user: Option<Setting<String>>,
    pub(crate) features: Option<Setting<Vec<&'static Feature>>>,
    pub(crate) expires_in: Option<Setting<String>>,
}

impl Defaults {
    /// Merges both sources. The project file takes precedence, unless the command line or the
    /// environment selects the profile.
    pub(crate) fn merge(project: Option<&ProjectFile>, selected: Option<&SelectedProfile>) -> Self {
        let from_project = project.map(|project| {
            let origin = SettingOrigin::ProjectFile(project.path.clone());
            (origin, project.user.clone(), project.expires_in.clone())
        });
        let from_profile = selected.map(|selected| {
            let origin = SettingOrigin::Profile(selected.name.clone());
            let profile = &selected.profile;
            (origin, profile.user.clone(), profile.expires_in.clone())
        });
        let sources = if selected.is_some_and(|selected| selected.source.beats_project()) {
            [from_profile, from_project]
        } else {
            [from_project, from_profile]
        };
        let sources = sources.iter().flatten();
        let users = sources
            .clone()
            .map(|(origin, user, _)| (origin.clone(), user.clone()));
        let lifetimes = sources.map(|(origin, _, lifetime)| (origin.clone(), lifetime.clone()));
        let features = project.map(|project| {
            let origin = SettingOrigin::ProjectFile(project.path.clone());
            (origin, project.features.clone())
        });
        Self {
            user: Setting::first(users),
            features: Setting::first(features),
            expires_in: Setting::first(lifetimes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Profile, ProfileSource};

    fn selected(source: ProfileSource, user: Option<&str>) -> SelectedProfile {
        SelectedProfile {
            name: "p".to_owned(),
            source,
            shadowed: Vec::new(),
            profile: Profile {
                user: user.map(str::to_owned),
                ..Profile::default()
            },
        }
    }

    #[test]
    fn project_file_ranks_between_named_and_default_profiles() {
        use ProfileSource::{Default, Flag, Project, Variable};
        let named_by_project = || Project("f".into());
        let rows = [
            (None, None, None, None),
            (None, Some("j"), Some("j"), None),
            (Some((Flag, Some("p"))), Some("j"), Some("p"), Some("j")),
            (Some((Variable, Some("p"))), Some("j"), Some("p"), Some("j")),
            (Some((Flag, None)), Some("j"), Some("j"), None),
            (Some((Flag, Some("p"))), None, Some("p"), None),
            (
                Some((named_by_project(), Some("p"))),
                Some("j"),
                Some("j"),
                Some("p"),
            ),
            (Some((named_by_project(), Some("p"))), None, Some("p"), None),
            (Some((Default, Some("p"))), Some("j"), Some("j"), Some("p")),
        ];
        for (profile, of_project, user, overridden) in rows {
            let context = format!("{profile:?} {of_project:?}");
            let project = ProjectFile {
                user: of_project.map(str::to_owned),
                ..ProjectFile::default()
            };
            let profile = profile.map(|(source, user)| selected(source, user));
            let merged = Defaults::merge(Some(&project), profile.as_ref()).user;
            let shadowed = merged.as_ref().and_then(|merged| merged.shadowed.first());
            assert_eq!(
                shadowed.map(|(_, user)| user.as_str()),
                overridden,
                "{context}"
            );
            assert_eq!(merged.map(|user| user.value).as_deref(), user, "{context}");
        }
    }
}
