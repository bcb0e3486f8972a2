//! Hides the API key of commands that run for long from other processes.

use crate::{
    cli::KeyArgs,
    config::{Config, ProjectFile},
    context::Context,
    env_vars, environ,
};

/// Restarts the program without the API key in its environment block, and excludes its memory from core
/// dumps. `args` select the profile, whose key may be in a variable too.
///
/// Call it first: the restarted program runs the command from its beginning.
pub(in crate::commands) fn hide_key(args: Option<&KeyArgs>, context: &Context<'_>) {
    let profile_variable = args.and_then(|args| profile_variable(args, context));
    let mut names = vec![env_vars::API_KEY, env_vars::AUTH_TOKEN];
    names.extend(profile_variable.as_deref());
    environ::restart_without(&names);
    environ::protect_memory();
}

/// Returns the variable that holds the selected profile's key. The command itself reports errors and
/// warnings of the files.
fn profile_variable(args: &KeyArgs, context: &Context<'_>) -> Option<String> {
    let folder = context.folder.as_deref();
    let project = folder.and_then(|folder| ProjectFile::load(folder).ok().flatten());
    let config = Config::load(&context.env).ok()?;
    let flag = args.profile.as_deref();
    let selected = config.select_profile(flag, &context.env, project.as_ref());
    Some(selected.ok()??.key_variable()?.to_owned())
}
