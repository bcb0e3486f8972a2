//! A bar for long work.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{console::Verbosity, context::Context};

/// A bar on standard error, if that is a terminal where nothing else is said meanwhile.
pub(super) fn bar(length: usize, context: &Context<'_>) -> ProgressBar {
    let output = &context.output;
    // What is told of each request would tear it.
    let is_normal = output.console().verbosity() == Verbosity::Normal && !context.json;
    let is_wanted = is_normal && output.stderr_is_terminal();
    let target = if is_wanted {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}");
    ProgressBar::with_draw_target(Some(length as u64), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
