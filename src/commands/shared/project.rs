//! The project file as commands use it: loaded with its warnings, and its defaults applied.

use super::file_warnings::warn_of_exposure;
use crate::{
    config::{self, ConfigError, ProjectFile, ReportFormat},
    context::Context,
    private_file::Exposure,
    token::Feature,
};

/// Reads the project file of the current folder and prints its warnings. `None` if there is none.
///
/// # Errors
/// Returns an error if the file cannot be read or is invalid.
pub(in crate::commands) fn load_project(
    context: &Context<'_>,
) -> Result<Option<ProjectFile>, ConfigError> {
    let Some(folder) = &context.folder else {
        return Ok(None);
    };
    let project = ProjectFile::load(folder)?;
    if let Some(project) = &project {
        report_warnings(&project.warnings, context)?;
        // Repositories are often shared by a group of users. In containers, another user often owns them.
        let is_unusual = |exposure: &Exposure| exposure.is_certain() && !exposure.is_by_owner();
        if let Some(exposure) = config::exposure(&project.path).filter(is_unusual) {
            let effect = ", which sets the user and the lifetime of tokens";
            warn_of_exposure(&project.path, effect, &exposure, context);
        }
    }
    Ok(project)
}

/// Reads the project file for a command that only manages profiles. A file that cannot be used is a
/// warning.
///
/// # Errors
/// Returns an error with `--strict-config`.
pub(in crate::commands) fn load_usable_project(
    context: &Context<'_>,
) -> Result<Option<ProjectFile>, ConfigError> {
    load_project(context).or_else(|error| {
        report_warnings(&[error.to_string()], context)?;
        Ok(None)
    })
}

/// Prints the warnings about a file.
///
/// # Errors
/// Returns them as an error with `--strict-config`.
pub(super) fn report_warnings(
    warnings: &[String],
    context: &Context<'_>,
) -> Result<(), ConfigError> {
    if context.strict_config && !warnings.is_empty() {
        return Err(ConfigError::Strict(warnings.to_vec()));
    }
    for warning in warnings {
        context.output.warn(warning);
    }
    Ok(())
}

/// Returns the features of `--for`, or else those of the project file, or else the `default` one.
pub(in crate::commands) fn features(
    from_args: &[&'static Feature],
    project: Option<&ProjectFile>,
    default: &str,
) -> Vec<&'static Feature> {
    let of_project = project.and_then(|project| project.features.as_deref());
    match of_project {
        _ if !from_args.is_empty() => from_args.to_vec(),
        Some(features) => features.to_vec(),
        None => Feature::from_name(default).into_iter().collect(),
    }
}

/// Switches a report to the format of the project file. Not for commands that print values for
/// scripts, such as `issue`, nor if the command line names a format.
pub(in crate::commands) fn apply_report_format(
    project: Option<&ProjectFile>,
    context: &mut Context<'_>,
) {
    let is_json = project.and_then(|project| project.output) == Some(ReportFormat::Json);
    if is_json && context.format_option.is_none() {
        context.json = true;
        context.output.use_json();
    }
}
