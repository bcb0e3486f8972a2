//! Help pages: clap's page with its sections in another order, and the address of the documentation.

use clap::Command;

use super::{GLOBAL_OPTIONS, tree};

/// The start of the first section that is not about options.
const AFTER_OPTIONS: &str = "Exit codes:";

/// The headings of texts that clap prints as they are.
const PLAIN_HEADINGS: [&str; 3] = ["Examples:", AFTER_OPTIONS, "Environment variables:"];

/// The level of detail of a help page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The page of `-h`.
    Short,
    /// The page of `--help`.
    Long,
}

/// Returns the help page of the command with this path.
pub(crate) fn page(command: &Command, path: &[String], detail: Detail, has_color: bool) -> String {
    let mut command = command.clone();
    let page = match detail {
        Detail::Short => command.render_help(),
        Detail::Long => command.render_long_help(),
    };
    let page = if has_color {
        with_painted_headings(&page.ansi().to_string(), &command)
    } else {
        page.to_string()
    };
    let page = global_options_last(&page);
    if detail == Detail::Short && !path.is_empty() {
        return page;
    }
    let docs = tree::facts(&path.join(" ")).docs;
    format!("{page}\nDocs: {docs}\n")
}

/// Returns the examples of a command: the lines under the heading.
pub(crate) fn examples(command: &Command) -> Vec<String> {
    let text = command.get_before_help().map(ToString::to_string);
    let lines = text.iter().flat_map(|text| text.lines().skip(1));
    lines.map(|line| line.trim().to_owned()).collect()
}

/// Paints the headings that clap does not know as its own.
fn with_painted_headings(page: &str, command: &Command) -> String {
    let style = command.get_styles().get_header();
    PLAIN_HEADINGS
        .iter()
        .fold(page.to_owned(), |page, heading| {
            let painted = format!("\n{style}{heading}{style:#}\n");
            page.replace(&format!("\n{heading}\n"), &painted)
        })
}

/// Moves the global options behind the command's own. clap puts them first, because it adds them to
/// a command before the command is built.
fn global_options_last(page: &str) -> String {
    let Some((before, section, after)) = split_section(page, &format!("{GLOBAL_OPTIONS}:")) else {
        return page.to_owned();
    };
    let end = after.find(AFTER_OPTIONS).map_or(after.len(), |heading| {
        after[..heading]
            .rfind('\n')
            .map_or(0, |newline| newline + 1)
    });
    let (own, rest) = after.split_at(end);
    let parts = [before, own, section, rest].map(str::trim_end);
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}\n", parts.join("\n\n"))
}

/// Splits a page into the text before a section, the section, and the text after it.
fn split_section<'p>(page: &'p str, heading: &str) -> Option<(&'p str, &'p str, &'p str)> {
    let heading = page.find(heading)?;
    // With colors, an escape code precedes the heading.
    let start = page[..heading].rfind('\n').map_or(0, |newline| newline + 1);
    let is_heading = |gap: &usize| !page[gap + 2..].starts_with(' ');
    let mut gaps = page[heading..]
        .match_indices("\n\n")
        .map(|(at, _)| heading + at);
    let end = gaps.find(is_heading).map_or(page.len(), |gap| gap + 2);
    Some((&page[..start], &page[start..end], &page[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn global_options_follow_the_commands_own() {
        let own = "Options:\n  --user\n\n";
        let global = "\u{1b}[1mGlobal options:\u{1b}[0m\n      --json\n\n          JSON\n\n";
        let group = "Connection:\n      --region\n";
        let page = format!("Usage: x\n\n{own}{global}{group}");
        let expected = format!("Usage: x\n\n{own}{group}\n{}\n", global.trim_end());
        assert_eq!(global_options_last(&page), expected);

        let codes = "\u{1b}[1mExit codes:\u{1b}[0m\n  0  success\n";
        let page = format!("Usage: x\n\n{own}{global}{codes}");
        assert_eq!(global_options_last(&page), page);
        assert_eq!(global_options_last("no options\n"), "no options\n");
    }
}
