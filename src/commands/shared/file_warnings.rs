//! Warnings about files that other users of the machine can read or change.

use std::path::Path;

use crate::{
    context::Context,
    private_file::{self, Exposure},
    text::shell_command,
};

/// Warns that other users can change a file. `effect` says what the file decides, after its name.
pub(super) fn warn_of_exposure(
    path: &Path,
    effect: &str,
    exposure: &Exposure,
    context: &Context<'_>,
) {
    let (name, reason) = (private_file::display_name(path), exposure.reason());
    let fix = exposure.fix().map(|fix| format!("; run `{fix}`"));
    let fix = fix.unwrap_or_default();
    let text = format!("other users of this machine can change {name}{effect}{reason}{fix}");
    context.output.warn(&text);
}

/// Warns if other users can read a file with a secret.
pub(super) fn warn_if_readable_by_others(path: &Path, context: &Context<'_>) {
    if private_file::is_readable_by_others(path) {
        let fix = shell_command(["chmod", "600", &path.to_string_lossy()]);
        let fix = fix.map(|fix| format!("; run `{fix}`"));
        context.output.warn(&format!(
            "other users of this machine can read {}{}",
            private_file::display_name(path),
            fix.unwrap_or_default()
        ));
    }
}
