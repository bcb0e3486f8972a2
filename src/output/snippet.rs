//! Text with an annotated span, as the Rust compiler shows it. This is the only file that uses
//! `annotate-snippets`.

use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Group, Level, Renderer, Snippet,
    renderer::{AnsiColor, Style},
};
use textwrap::core::display_width;

use super::{Paint, Palette, sanitize};
use crate::{
    inspect::{Finding, Severity},
    scan::LocatedFinding,
};

/// The mark of omitted text, as `annotate-snippets` writes it.
const ELLIPSIS: &str = "...";

/// The columns beside the marked text in a line: the edge, and an ellipsis on each side with a part
/// of the text around it.
const MARGINS: usize = 20;

/// A text with a problem in it.
pub(crate) struct Annotation<'a> {
    pub(crate) severity: Severity,
    /// The name of the problem, such as the rule's.
    pub(crate) id: &'a str,
    pub(crate) message: &'a str,
    pub(crate) text: &'a str,
    /// The part of the text that is wrong, in bytes.
    pub(crate) span: Range<usize>,
    /// The advice that fixes the problem, shown beside the carets if it fits there.
    pub(crate) help: Option<&'a str>,
}

/// Renders a finding with the scope string and carets under the span.
pub(super) fn render_finding(
    palette: Palette,
    finding: &Finding,
    scope: &str,
    span: &Range<usize>,
) -> String {
    let annotation = Annotation {
        severity: finding.severity,
        id: finding.rule.name,
        message: &finding.message,
        text: scope,
        span: span.clone(),
        help: finding.help.as_deref(),
    };
    render(palette, &annotation)
}

/// Renders a finding in source code with its path, its line and carets under it.
pub(super) fn render_source(palette: Palette, path: &str, finding: &LocatedFinding) -> String {
    let title = title(
        palette,
        finding.severity,
        finding.rule.name,
        &finding.message,
    );
    let place = format!(
        "{}:{}:{}",
        sanitize(path),
        finding.start.line,
        finding.start.column
    );
    let annotation = Annotation {
        severity: finding.severity,
        id: finding.rule.name,
        message: &finding.message,
        text: &finding.excerpt.text,
        span: finding.excerpt.span.clone(),
        help: None,
    };
    let text = render_text(palette, &annotation, None);
    format!(
        "{title}\n  --> {}\n{text}\n{}",
        palette.paint(Paint::Strong, &place),
        help(palette, &finding.help)
    )
}

/// Renders a title with the text under it and carets under the span, in the colors of [`Palette`].
pub(crate) fn render(palette: Palette, annotation: &Annotation<'_>) -> String {
    let title = title(
        palette,
        annotation.severity,
        annotation.id,
        annotation.message,
    );
    let beside = render_text(palette, annotation, annotation.help);
    let is_wide = |line: &str| display_width(line) > palette.width();
    match annotation.help {
        Some(text) if beside.lines().any(is_wide) => {
            let without_help = render_text(palette, annotation, None);
            format!("{title}\n{without_help}\n{}", help(palette, text))
        }
        _ => format!("{title}\n{beside}"),
    }
}

/// Returns the first line of a problem: its severity, its name and a message.
pub(super) fn title(palette: Palette, severity: Severity, id: &str, message: &str) -> String {
    let label = palette.paint(Paint::of(severity), &format!("{severity}[{id}]"));
    palette.wrap(&format!("{label}: {}", sanitize(message)), "    ")
}

/// Returns advice as lines of their own.
pub(super) fn help(palette: Palette, text: &str) -> String {
    palette.wrap(&format!("  = {}", sanitize(text)), "    ")
}

/// Renders a text with carets under the span, and a label beside them.
fn render_text(palette: Palette, annotation: &Annotation<'_>, label: Option<&str>) -> String {
    let (text, span) = sanitize_with_span(annotation.text, &annotation.span);
    let (text, span) = shorten_span(text, span, palette.width().saturating_sub(MARGINS));
    let mut marker = AnnotationKind::Primary.span(span);
    if let Some(label) = label {
        marker = marker.label(sanitize(label));
    }
    let (level, color) = match annotation.severity {
        Severity::Error => (Level::ERROR, AnsiColor::Red.on_default().bold()),
        Severity::Warning => (Level::WARNING, AnsiColor::Yellow.on_default().bold()),
        Severity::Note => (Level::NOTE, AnsiColor::Cyan.on_default()),
    };
    let renderer = if palette.has_color() {
        Renderer::styled()
            .error(color)
            .warning(color)
            .note(color)
            .emphasis(Style::new())
            .line_num(Style::new().dimmed())
    } else {
        Renderer::plain()
    };
    let snippet = Snippet::source(text)
        .line_numbering(false)
        .annotation(marker);
    let group = Group::with_level(level).element(snippet);
    renderer.term_width(palette.width()).render(&[group])
}

/// Returns the sanitized text, and the position of the span in it.
fn sanitize_with_span(text: &str, span: &Range<usize>) -> (String, Range<usize>) {
    let part = |range: Range<usize>| sanitize(text.get(range).unwrap_or_default());
    let mut sanitized = part(0..span.start).into_owned();
    let start = sanitized.len();
    sanitized.push_str(&part(span.clone()));
    let end = sanitized.len();
    sanitized.push_str(&part(span.end..text.len()));
    (sanitized, start..end)
}

/// Returns the length in bytes of the first characters that fit in a width.
fn fitting_length(characters: impl Iterator<Item = char>, width: usize) -> usize {
    let mut used = 0;
    let fitting = characters.take_while(|c| {
        used += display_width(c.encode_utf8(&mut [0; 4]));
        used <= width
    });
    fitting.map(char::len_utf8).sum()
}

/// Shortens a span that is wider than a line, keeping both of its ends.
fn shorten_span(text: String, span: Range<usize>, width: usize) -> (String, Range<usize>) {
    let marked = &text[span.clone()];
    if display_width(marked) <= width {
        return (text, span);
    }
    let half = width.saturating_sub(ELLIPSIS.len()) / 2;
    let head = &marked[..fitting_length(marked.chars(), half)];
    let tail = &marked[marked.len() - fitting_length(marked.chars().rev(), half)..];
    let shortened = format!("{}{head}{ELLIPSIS}{tail}", &text[..span.start]);
    let end = shortened.len();
    (shortened + &text[span.end..], span.start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::rules;

    /// Renders a finding about a part of a scope, and returns the lines under the title.
    fn rendered(scope: &str, marked: &str) -> String {
        let rule = rules::find("unknown-scope").unwrap();
        let start = scope.find(marked).unwrap();
        let finding = Finding {
            rule,
            severity: Severity::Warning,
            server: rule.server,
            message: "m".to_owned(),
            help: Some("h".to_owned()),
            claim: None,
            span: None,
            scope: None,
        };
        let span = start..start + marked.len();
        let snippet = render_finding(Palette::PLAIN, &finding, scope, &span);
        let body = snippet
            .strip_prefix("warning[unknown-scope]: m\n |\n")
            .unwrap();
        body.to_owned()
    }

    #[test]
    fn carets_are_under_the_marked_part() {
        let rows = [
            ("user_id:é x", "x", " | user_id:é x\n |           ^ h"),
            ("用户😀 x", "x", " | 用户😀 x\n |        ^ h"),
            ("用户😀 x", "用户", " | 用户😀 x\n | ^^^^ h"),
            ("a\u{202e}b x", "x", " | a\\u{202e}b x\n |            ^ h"),
            ("a\nb x", "\nb", " | a\\u{a}b x\n |  ^^^^^^ h"),
        ];
        for (scope, marked, expected) in rows {
            assert_eq!(rendered(scope, marked), expected, "{scope}");
        }
    }

    #[test]
    fn long_scope_is_cut_around_the_marked_part() {
        let scope = format!("{} here {}", "before ".repeat(500), "after ".repeat(500));
        let snippet = rendered(&scope, "here");
        let lines: Vec<&str> = snippet.lines().collect();
        assert!(lines[0].contains("... here after") || lines[0].contains("before  here after"));
        assert!(
            lines
                .iter()
                .all(|line| line.chars().count() <= Palette::PLAIN.width()),
            "{snippet}"
        );
        let at = lines[0].find("here").unwrap();
        assert_eq!(lines[1].find('^'), Some(at), "{snippet}");
    }

    #[test]
    fn long_marked_part_is_shortened_between_its_ends() {
        for (before, after) in [("", ""), ("user_id:alice ", " read:brands")] {
            for part in ["inbox:read:messages,", "受信:読む,"] {
                let marked = format!("first,{},last", part.repeat(40));
                let snippet = rendered(&format!("{before}{marked}{after}"), &marked);
                let is_narrow = |line: &str| display_width(line) <= Palette::PLAIN.width();
                assert!(snippet.lines().all(is_narrow), "{snippet}");
                for end in ["first,", "...", ",last"] {
                    assert!(snippet.contains(end), "{snippet}");
                }
            }
        }
    }
}
