//! Progress of long commands: a line on the terminal with what is counted, how fast it goes and how
//! long it still takes. It appears after a second and disappears at the end.

use std::{fmt, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressState, ProgressStyle};

use crate::{
    console::Verbosity, context::Context, output::Palette, text::thousands, time::humanize,
};

/// The time without a progress line. Most commands take less.
const DELAY: Duration = Duration::from_secs(1);

/// The time between two drawings.
const INTERVAL: Duration = Duration::from_millis(100);

/// The width of a bar, in columns.
const MAX_BAR: usize = 40;

/// The width below which a bar is left out.
const MIN_BAR: usize = 6;

/// A rate below this is shown with a decimal.
const SMALL_RATE: f64 = 10.0;

/// The progress of one step of a command. The line disappears when this is dropped.
pub(in crate::commands) struct Progress(ProgressBar);

/// The values of a progress line at one moment.
#[derive(Clone, Copy)]
struct Snapshot {
    position: u64,
    /// `None` if it is unknown.
    total: Option<u64>,
    per_second: f64,
    left: Duration,
    elapsed: Duration,
}

impl Progress {
    /// Starts a step that counts to `total`; `None` if the total is unknown. `label` says what is
    /// done, such as `issuing tokens`.
    ///
    /// The line is hidden in quiet, verbose and JSON mode, and if standard error is not a terminal.
    pub(in crate::commands) fn start(
        label: &'static str,
        total: Option<u64>,
        context: &Context<'_>,
    ) -> Self {
        let output = &context.output;
        // Diagnostics of each request would break up the line.
        let is_normal = output.console().verbosity() == Verbosity::Normal && !context.json;
        if !is_normal || !output.stderr_is_terminal() {
            return Self::hidden();
        }
        let palette = output.stderr_palette();
        let line = move |state: &ProgressState, out: &mut dyn fmt::Write| {
            if state.elapsed() < DELAY {
                return;
            }
            // The last column is left free: some terminals start a new line after it.
            let width = textwrap::termwidth().saturating_sub(1);
            let line = Snapshot::of(state).line(label, width, palette);
            // Writing to a `String` never fails.
            let _ = out.write_str(&line);
        };
        let style = ProgressStyle::with_template("{line}").expect("the template is valid");
        // The target is hidden if TERM is `dumb`.
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr())
            .with_style(style.with_key("line", line))
            .with_finish(ProgressFinish::AndClear);
        output.console().print_above(bar.downgrade());
        if !bar.is_hidden() {
            bar.enable_steady_tick(INTERVAL);
        }
        Self(bar)
    }

    /// Starts a step whose results go to standard output while it runs. The line is hidden if that is
    /// a terminal, where it would be mixed up with them.
    pub(in crate::commands) fn beside_results(
        label: &'static str,
        total: Option<u64>,
        context: &Context<'_>,
    ) -> Self {
        if context.output.stdout_is_terminal() {
            return Self::hidden();
        }
        Self::start(label, total, context)
    }

    /// Returns a progress that is not shown.
    pub(in crate::commands) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    pub(in crate::commands) fn set_total(&self, total: u64) {
        self.0.set_length(total);
    }

    pub(in crate::commands) fn set_position(&self, position: u64) {
        self.0.set_position(position);
    }

    /// Counts more work as done.
    pub(in crate::commands) fn add(&self, count: u64) {
        self.0.inc(count);
    }
}

impl Snapshot {
    fn of(state: &ProgressState) -> Self {
        Self {
            position: state.pos(),
            total: state.len(),
            per_second: state.per_sec(),
            left: state.eta(),
            elapsed: state.elapsed(),
        }
    }

    /// Returns the line, which is at most `width` columns wide. On a narrow terminal the least
    /// important parts are left out.
    fn line(self, label: &str, width: usize, palette: Palette) -> String {
        let start = match self.total {
            Some(_) => label.to_owned(),
            None => format!("{} {label}", self.spinner(palette)),
        };
        let (count, rate, left) = (self.count(), self.rate(), self.time_left());
        let candidates = [
            vec![&count, &rate, &left],
            vec![&count, &left],
            vec![&count],
            vec![],
        ];
        let mut lines = candidates.into_iter().map(|parts| {
            let parts = parts.into_iter().flatten();
            parts.fold((start.clone(), String::new()), |(start, end), part| {
                (start, format!("{end}  {part}"))
            })
        });
        let fits = |(start, end): &(String, String)| columns(start) + columns(end) <= width;
        let Some((start, end)) = lines.find(fits) else {
            return label.chars().take(width).collect();
        };
        let bar = self.bar(width - columns(&start) - columns(&end), palette);
        format!("{start}{bar}{end}")
    }

    /// Returns the frame of the spinner that shows that the command is alive.
    fn spinner(self, palette: Palette) -> char {
        let frames = palette.sign("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", "|/-\\");
        let number = self.elapsed.as_millis() / INTERVAL.as_millis();
        let number = usize::try_from(number).unwrap_or_default();
        frames
            .chars()
            .nth(number % frames.chars().count())
            .unwrap_or(' ')
    }

    /// Returns the bar with the gap before it, which are at most `room` columns wide.
    fn bar(self, room: usize, palette: Palette) -> String {
        let width = room.saturating_sub(2).min(MAX_BAR);
        let Some(total) = self.total.filter(|_| width >= MIN_BAR) else {
            return String::new();
        };
        let done = u128::from(self.position.min(total)) * width as u128 / u128::from(total.max(1));
        let done = usize::try_from(done).unwrap_or(width);
        let (full, empty) = (palette.sign("█", "#"), palette.sign("░", "."));
        format!("  {}{}", full.repeat(done), empty.repeat(width - done))
    }

    fn count(self) -> Option<String> {
        let position = thousands(self.position);
        match self.total {
            Some(total) => Some(format!("{position}/{}", thousands(total))),
            None => (self.position > 0).then_some(position),
        }
    }

    fn rate(self) -> Option<String> {
        let rate = self.per_second;
        (self.position > 0 && rate > 0.0).then(|| {
            if rate < SMALL_RATE {
                format!("{rate:.1}/s")
            } else {
                format!("{}/s", thousands(format_args!("{rate:.0}")))
            }
        })
    }

    fn time_left(self) -> Option<String> {
        let seconds = self.left.as_secs_f64().ceil();
        (seconds > 0.0).then(|| format!("{} left", humanize(seconds)))
    }
}

/// Returns the width of a text whose characters are one column wide each.
fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SNAPSHOT: Snapshot = Snapshot {
        position: 9_850,
        total: Some(20_000),
        per_second: 401.4,
        left: Duration::from_millis(24_500),
        elapsed: Duration::from_millis(1_200),
    };

    #[test]
    fn narrow_lines_leave_out_the_least_important_parts() {
        let bar = format!("{}{}", "█".repeat(19), "░".repeat(21));
        for (width, line) in [
            (
                200,
                format!("issuing tokens  {bar}  9,850/20,000  401/s  25 s left"),
            ),
            (
                60,
                "issuing tokens  █████░░░░░░░  9,850/20,000  401/s  25 s left".to_owned(),
            ),
            (
                50,
                "issuing tokens  9,850/20,000  401/s  25 s left".to_owned(),
            ),
            (39, "issuing tokens  9,850/20,000  25 s left".to_owned()),
            (30, "issuing tokens  9,850/20,000".to_owned()),
            (20, "issuing tokens".to_owned()),
            (7, "issuing".to_owned()),
        ] {
            assert_eq!(SNAPSHOT.line("issuing tokens", width, Palette::PLAIN), line);
        }
    }

    #[test]
    fn lines_fit_every_width() {
        for total in [Some(0), Some(1), Some(20_000), Some(u64::MAX), None] {
            for position in [0, 1, 9_850, u64::MAX] {
                for width in 0..=200 {
                    let snapshot = Snapshot {
                        position,
                        total,
                        ..SNAPSHOT
                    };
                    for palette in [Palette::PLAIN, Palette::PLAIN.without_unicode()] {
                        let line = snapshot.line("checking the message list", width, palette);
                        assert!(columns(&line) <= width, "{line}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_line_without_a_total_has_a_spinner() {
        let snapshot = Snapshot {
            total: None,
            per_second: 4.04,
            left: Duration::ZERO,
            ..SNAPSHOT
        };
        let line = |snapshot: Snapshot, palette| snapshot.line("signing", 80, palette);
        assert_eq!(line(snapshot, Palette::PLAIN), "⠹ signing  9,850  4.0/s");
        let ascii = Palette::PLAIN.without_unicode();
        assert_eq!(line(snapshot, ascii), "| signing  9,850  4.0/s");
        let start = Snapshot {
            position: 0,
            ..snapshot
        };
        assert_eq!(line(start, Palette::PLAIN), "⠹ signing");
    }

    #[test]
    fn ascii_bars_have_no_other_characters() {
        let line = SNAPSHOT.line("issuing tokens", 60, Palette::PLAIN.without_unicode());
        assert_eq!(
            line,
            "issuing tokens  #####.......  9,850/20,000  401/s  25 s left"
        );
    }
}
