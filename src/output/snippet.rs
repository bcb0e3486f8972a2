//! A finding that points into the scope string. The only file that names `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Level, Renderer, Snippet,
    renderer::{AnsiColor, Style},
};

use super::{Palette, sanitize};
use crate::inspect::{Finding, Severity};

/// How wide a picture of the scope may be; a longer scope is shown around what is meant.
const WIDTH: usize = 80;

/// The finding with the scope under it and carets under the part it is about.
pub(super) fn draw(
    palette: Palette,
    finding: &Finding,
    scope: &str,
    span: &Range<usize>,
) -> String {
    let title = (finding.rule.name, finding.message.as_str());
    let help = finding.help.as_deref();
    point(palette, finding.severity, title, (scope, span), help)
}

/// A title, which is an id and a message, with a text under it and carets under a part of that,
/// in the colours of [`Palette`].
pub(crate) fn point(
    palette: Palette,
    severity: Severity,
    (id, message): (&str, &str),
    (text, span): (&str, &Range<usize>),
    help: Option<&str>,
) -> String {
    let (text, span) = safe(text, span);
    let mut annotation = AnnotationKind::Primary.span(span);
    if let Some(help) = help {
        annotation = annotation.label(sanitize(help));
    }
    let (level, colour) = match severity {
        Severity::Error => (Level::ERROR, AnsiColor::Red.on_default().bold()),
        Severity::Warning => (Level::WARNING, AnsiColor::Yellow.on_default().bold()),
        Severity::Note => (Level::NOTE, AnsiColor::Cyan.on_default()),
    };
    let renderer = if palette.has_color() {
        Renderer::styled()
            .error(colour)
            .warning(colour)
            .note(colour)
            .emphasis(Style::new())
            .line_num(Style::new().dimmed())
    } else {
        Renderer::plain()
    };
    let title = level.primary_title(sanitize(message)).id(id);
    let snippet = Snippet::source(text)
        .line_numbering(false)
        .annotation(annotation);
    renderer.term_width(WIDTH).render(&[title.element(snippet)])
}

/// The text as it may be shown, and where in it the span is then.
fn safe(scope: &str, span: &Range<usize>) -> (String, Range<usize>) {
    let part = |range: Range<usize>| sanitize(scope.get(range).unwrap_or_default());
    let mut safe = part(0..span.start).into_owned();
    let start = safe.len();
    safe.push_str(&part(span.clone()));
    let end = safe.len();
    safe.push_str(&part(span.end..scope.len()));
    (safe, start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::rules;

    /// What is drawn under the title for a span of the scope.
    fn drawn(scope: &str, meant: &str) -> String {
        let rule = rules::find("unknown-scope").unwrap();
        let start = scope.find(meant).unwrap();
        let finding = Finding {
            rule,
            severity: Severity::Warning,
            server: rule.server,
            message: "m".to_owned(),
            help: Some("h".to_owned()),
            claim: None,
            span: None,
        };
        let drawn = draw(
            Palette::PLAIN,
            &finding,
            scope,
            &(start..start + meant.len()),
        );
        let body = drawn
            .strip_prefix("warning[unknown-scope]: m\n |\n")
            .unwrap();
        body.to_owned()
    }

    #[test]
    fn carets_stand_under_what_is_meant() {
        let rows = [
            ("user_id:é x", "x", " | user_id:é x\n |           ^ h"),
            ("用户😀 x", "x", " | 用户😀 x\n |        ^ h"),
            ("用户😀 x", "用户", " | 用户😀 x\n | ^^^^ h"),
            ("a\u{202e}b x", "x", " | a\\u{202e}b x\n |            ^ h"),
            ("a\nb x", "\nb", " | a\\u{a}b x\n |  ^^^^^^ h"),
        ];
        for (scope, meant, expected) in rows {
            assert_eq!(drawn(scope, meant), expected, "{scope}");
        }
    }

    #[test]
    fn a_long_scope_is_cut_around_what_is_meant() {
        let scope = format!("{} here {}", "before ".repeat(500), "after ".repeat(500));
        let drawn = drawn(&scope, "here");
        let lines: Vec<&str> = drawn.lines().collect();
        assert!(lines[0].contains("... here after") || lines[0].contains("before  here after"));
        assert!(
            lines.iter().all(|line| line.chars().count() <= WIDTH + 3),
            "{drawn}"
        );
        let at = lines[0].find("here").unwrap();
        assert_eq!(lines[1].find('^'), Some(at), "{drawn}");
    }
}
