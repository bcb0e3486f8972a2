//! Colors and symbols of an output stream. This is the only file that uses `colored`.

use colored::Colorize;

use crate::{env_vars::EnvVars, inspect::Severity};

/// The width of a stream that is not a terminal, in columns.
const DEFAULT_WIDTH: usize = 80;

/// The minimum width at which text is wrapped, in columns.
const MIN_WIDTH: usize = 40;

/// A space inside of backticks while text is wrapped, so that no code is broken.
const FIXED_SPACE: &str = "\u{A0}";

/// The colors and symbols that a stream can show, and its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    color: bool,
    unicode: bool,
    /// The number of columns of a terminal, `None` for a file or a pipe.
    width: Option<usize>,
}

/// The meaning of a text, which decides its color.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paint {
    Good,
    Error,
    Warning,
    Note,
    Strong,
    Faint,
}

impl Paint {
    /// Returns the paint of a severity.
    pub(crate) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

impl Palette {
    /// No colors, all symbols, and no limit to the width.
    pub(crate) const PLAIN: Self = Self {
        color: false,
        unicode: true,
        width: None,
    };

    /// Decides for one stream: `forced`, then [`color_of_env`], then the terminal.
    pub(crate) fn decide(forced: Option<bool>, env: &EnvVars, is_terminal: bool) -> Self {
        // `colored` decides by one global. Here each text is painted or not for its stream, so the
        // global is switched on.
        colored::control::set_override(true);
        // Older Windows consoles interpret colors only after this call.
        #[cfg(windows)]
        let _ = colored::control::set_virtual_terminal(true);
        Self {
            color: forced.or_else(|| color_of_env(env)).unwrap_or(is_terminal),
            unicode: is_utf8(env),
            width: is_terminal.then(|| textwrap::termwidth().max(MIN_WIDTH)),
        }
    }

    /// The same palette for a terminal of another width.
    #[cfg(test)]
    pub(crate) fn with_width(self, width: usize) -> Self {
        Self {
            width: Some(width),
            ..self
        }
    }

    /// The same palette with ASCII symbols only.
    #[cfg(test)]
    pub(crate) fn without_unicode(self) -> Self {
        Self {
            unicode: false,
            ..self
        }
    }

    /// Returns the number of columns of the stream.
    pub(crate) fn width(self) -> usize {
        self.width.unwrap_or(DEFAULT_WIDTH)
    }

    /// Returns the number of columns of a terminal, `None` if the stream is a file or a pipe, whose
    /// lines are neither cut nor wrapped.
    pub(crate) fn terminal_width(self) -> Option<usize> {
        self.width
    }

    /// Wraps a paragraph at the width of the stream, see [`wrap`].
    pub(crate) fn wrap(self, text: &str, indent: &str) -> String {
        wrap(text, self.width(), indent)
    }

    /// Returns true if text is colored.
    pub(crate) fn has_color(self) -> bool {
        self.color
    }

    /// Returns the text in the color of its meaning.
    pub(crate) fn paint(self, paint: Paint, text: &str) -> String {
        if !self.color {
            return text.to_owned();
        }
        let painted = match paint {
            Paint::Good => text.green(),
            Paint::Error => text.red().bold(),
            Paint::Warning => text.yellow().bold(),
            Paint::Note => text.cyan(),
            Paint::Strong => text.bold(),
            Paint::Faint => text.dimmed(),
        };
        painted.to_string()
    }

    /// Returns the symbol, or its ASCII spelling if the locale is not UTF-8.
    pub(crate) fn sign(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode { unicode } else { ascii }
    }
}

/// Wraps a paragraph at a width. Words are not broken, nor is code in backticks unless it is long.
/// `indent` precedes every line but the first.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let options = textwrap::Options::new(width)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .break_words(false)
        .subsequent_indent(indent);
    let parts = text.split('`').enumerate().map(|(at, part)| {
        if at % 2 == 1 && part.len() <= width / 3 * 2 {
            part.replace(' ', FIXED_SPACE)
        } else {
            part.to_owned()
        }
    });
    let text = parts.collect::<Vec<_>>().join("`");
    textwrap::fill(&text, options).replace(FIXED_SPACE, " ")
}

/// Returns whether the environment switches color on or off, `None` if the terminal decides. Strongest
/// first: NO_COLOR (<https://no-color.org>), CLICOLOR_FORCE and CLICOLOR
/// (<https://bixense.com/clicolors>), with FORCE_COLOR between them as in Node.js, and TERM.
fn color_of_env(env: &EnvVars) -> Option<bool> {
    let is_set = |name| env.get(name).is_some();
    let is_off = |name| matches!(env.get(name), Some("0" | "false"));
    if is_set("NO_COLOR") {
        Some(false)
    } else if is_set("CLICOLOR_FORCE") && !is_off("CLICOLOR_FORCE") {
        Some(true)
    } else if is_set("FORCE_COLOR") {
        Some(!is_off("FORCE_COLOR"))
    } else if is_off("CLICOLOR") || env.get("TERM") == Some("dumb") {
        Some(false)
    } else {
        None
    }
}

/// Returns true if the locale's encoding is UTF-8. Windows sets no locale; UTF-8 is assumed there.
fn is_utf8(env: &EnvVars) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| env.get(name));
    match set {
        Some(locale) => {
            let locale = locale.to_ascii_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => cfg!(windows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flag_wins_over_variables_and_variables_over_terminal() {
        type Row = (
            Option<bool>,
            &'static [(&'static str, &'static str)],
            bool,
            bool,
        );
        let rows: &[Row] = &[
            (None, &[], true, true),
            (None, &[], false, false),
            (None, &[("CI", "true")], false, false),
            (None, &[("NO_COLOR", "1")], true, false),
            (None, &[("NO_COLOR", "")], true, true),
            (
                None,
                &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")],
                true,
                false,
            ),
            (None, &[("CLICOLOR_FORCE", "1")], false, true),
            (None, &[("CLICOLOR_FORCE", "0")], false, false),
            (None, &[("CLICOLOR_FORCE", "0")], true, true),
            (None, &[("CLICOLOR_FORCE", "")], false, false),
            (None, &[("FORCE_COLOR", "1")], false, true),
            (None, &[("FORCE_COLOR", "3")], false, true),
            (None, &[("FORCE_COLOR", "true")], false, true),
            (None, &[("FORCE_COLOR", "")], false, false),
            (None, &[("FORCE_COLOR", "0")], true, false),
            (None, &[("FORCE_COLOR", "false")], true, false),
            (
                None,
                &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")],
                true,
                false,
            ),
            (
                None,
                &[("FORCE_COLOR", "1"), ("CLICOLOR", "0")],
                false,
                true,
            ),
            (None, &[("FORCE_COLOR", "1"), ("TERM", "dumb")], false, true),
            (
                None,
                &[("CLICOLOR_FORCE", "1"), ("FORCE_COLOR", "0")],
                false,
                true,
            ),
            (
                None,
                &[("CLICOLOR_FORCE", "1"), ("CLICOLOR", "0")],
                false,
                true,
            ),
            (None, &[("CLICOLOR", "0")], true, false),
            (None, &[("CLICOLOR", "1")], true, true),
            (None, &[("CLICOLOR", "1")], false, false),
            (None, &[("CLICOLOR", "1"), ("TERM", "dumb")], true, false),
            (None, &[("TERM", "dumb")], true, false),
            (Some(false), &[("FORCE_COLOR", "1")], true, false),
            (Some(true), &[("FORCE_COLOR", "0")], false, true),
            (Some(true), &[("CLICOLOR", "0")], false, true),
            (Some(true), &[("NO_COLOR", "1")], false, true),
            (Some(false), &[("CLICOLOR_FORCE", "1")], true, false),
        ];
        for (forced, variables, is_terminal, color) in rows {
            let env = variables
                .iter()
                .fold(EnvVars::default(), |all, (name, value)| {
                    all.with(name, value)
                });
            let palette = Palette::decide(*forced, &env, *is_terminal);
            assert_eq!(palette.has_color(), *color, "{variables:?}");
        }
    }

    #[test]
    fn code_in_backticks_is_wrapped_as_one_word() {
        let palette = Palette::PLAIN.with_width(30);
        assert_eq!(
            palette.wrap("add the scope with `--scope read:brands` or not", "  "),
            "add the scope with\n  `--scope read:brands` or not"
        );
        let long = format!("`{} {}`", "a".repeat(20), "b".repeat(20));
        assert_eq!(palette.wrap(&long, "").lines().count(), 2);
    }

    #[test]
    fn locale_decides_symbols() {
        let rows: &[(&[(&str, &str)], &str)] = &[
            (&[("LANG", "C.UTF-8")], "✓"),
            (&[("LANG", "en_GB.utf8")], "✓"),
            (&[("LANG", "C")], "ok"),
            (&[("LC_ALL", "C"), ("LANG", "C.UTF-8")], "ok"),
        ];
        for (variables, sign) in rows {
            let env = variables
                .iter()
                .fold(EnvVars::default(), |all, (name, value)| {
                    all.with(name, value)
                });
            let palette = Palette::decide(Some(false), &env, true);
            assert_eq!(palette.sign("✓", "ok"), *sign, "{variables:?}");
        }
    }
}
