//! Warnings about files that other users of the machine can read or change.

use std::path::Path;

use crate::{
    context::Context,
    output::sanitize,
    private_file::{self, Exposure},
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
    context.output.warn(&sanitize(&text));
}

/// Warns if other users can read a file with a secret.
pub(super) fn warn_if_readable_by_others(path: &Path, context: &Context<'_>) {
    if private_file::is_readable_by_others(path) {
        context.output.warn(&format!(
            "other users of this machine can read {0}; run chmod 600 on it",
            private_file::display_name(path)
        ));
    }
}
