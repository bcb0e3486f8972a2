//! Progress bar of long commands.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{console::Verbosity, context::Context};

/// Returns a progress bar on standard error. It is hidden in quiet, verbose and JSON mode, and if
/// standard error is not a terminal.
pub(in crate::commands) fn bar(length: usize, context: &Context<'_>) -> ProgressBar {
    let output = &context.output;
    // Diagnostics of each request would break up the bar.
    let is_normal = output.console().verbosity() == Verbosity::Normal && !context.json;
    let is_visible = is_normal && output.stderr_is_terminal();
    let target = if is_visible {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}");
    ProgressBar::with_draw_target(Some(length as u64), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
