//! Colour and signs, as a value. The only file that names `colored`.

use colored::Colorize;

use crate::{cli::When, env_vars::EnvVars, inspect::Severity};

/// What a stream can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    color: bool,
    unicode: bool,
}

/// What a text means, which decides its color.
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
    /// The one of a severity.
    pub(crate) fn of(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

impl Palette {
    /// Plain text with every sign.
    #[cfg(test)]
    pub(crate) const PLAIN: Self = Self {
        color: false,
        unicode: true,
    };

    /// Decides for one stream: the flag, then NO_COLOR (<https://no-color.org>), CLICOLOR_FORCE
    /// (<https://bixense.com/clicolors>), TERM, then whether it is a terminal.
    pub(crate) fn decide(when: When, environment: &EnvVars, is_terminal: bool) -> Self {
        // `colored` decides from one global of its own; here every text is painted or not by
        // the stream it goes to.
        colored::control::set_override(true);
        // Older consoles have to be told that colours come; nowhere else is there such a call.
        #[cfg(windows)]
        let _ = colored::control::set_virtual_terminal(true);
        let forced = environment
            .get("CLICOLOR_FORCE")
            .is_some_and(|value| value != "0");
        let color = match when {
            When::Always => true,
            When::Never => false,
            When::Auto if environment.get("NO_COLOR").is_some() => false,
            When::Auto if forced => true,
            When::Auto => is_terminal && environment.get("TERM") != Some("dumb"),
        };
        Self {
            color,
            unicode: is_utf8(environment),
        }
    }

    /// Whether text may be colored.
    pub(crate) fn has_color(self) -> bool {
        self.color
    }

    /// The text in the color of its meaning.
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

    /// One of two spellings of a sign.
    pub(crate) fn sign(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        if self.unicode { unicode } else { ascii }
    }
}

/// Whether the locale's encoding is UTF-8; on Windows, where no locale is set, it is taken to be.
fn is_utf8(environment: &EnvVars) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| environment.get(name));
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
    fn the_flag_then_the_variables_then_the_terminal_decide() {
        type Row = (When, &'static [(&'static str, &'static str)], bool, bool);
        let rows: &[Row] = &[
            (When::Auto, &[], true, true),
            (When::Auto, &[], false, false),
            (When::Auto, &[("CI", "true")], false, false),
            (When::Auto, &[("NO_COLOR", "1")], true, false),
            (When::Auto, &[("NO_COLOR", "")], true, true),
            (
                When::Auto,
                &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")],
                true,
                false,
            ),
            (When::Auto, &[("CLICOLOR_FORCE", "1")], false, true),
            (When::Auto, &[("CLICOLOR_FORCE", "0")], false, false),
            (When::Auto, &[("TERM", "dumb")], true, false),
            (When::Always, &[("NO_COLOR", "1")], false, true),
            (When::Never, &[("CLICOLOR_FORCE", "1")], true, false),
        ];
        for (when, variables, is_terminal, color) in rows {
            let environment = variables
                .iter()
                .fold(EnvVars::default(), |all, (name, value)| {
                    all.with(name, value)
                });
            let palette = Palette::decide(*when, &environment, *is_terminal);
            assert_eq!(palette.has_color(), *color, "{variables:?}");
        }
    }

    #[test]
    fn the_locale_decides_about_signs() {
        let rows: &[(&[(&str, &str)], &str)] = &[
            (&[("LANG", "C.UTF-8")], "✓"),
            (&[("LANG", "en_GB.utf8")], "✓"),
            (&[("LANG", "C")], "ok"),
            (&[("LC_ALL", "C"), ("LANG", "C.UTF-8")], "ok"),
        ];
        for (variables, sign) in rows {
            let environment = variables
                .iter()
                .fold(EnvVars::default(), |all, (name, value)| {
                    all.with(name, value)
                });
            let palette = Palette::decide(When::Never, &environment, true);
            assert_eq!(palette.sign("✓", "ok"), *sign, "{variables:?}");
        }
    }
}
