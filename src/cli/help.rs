//! The order of the sections of a help page.

/// The heading of the options that every command has.
const GLOBAL_OPTIONS: &str = "Global options:";

/// The starts of the first section that is not about options.
const AFTER_OPTIONS: [&str; 2] = ["Exit codes:", "Courier's documentation:"];

/// Moves the global options behind the command's own. clap puts them first, because it adds them to
/// a command before the command is built.
pub(crate) fn global_options_last(page: &str) -> String {
    let Some((before, section, after)) = split_section(page, GLOBAL_OPTIONS) else {
        return page.to_owned();
    };
    let ends = AFTER_OPTIONS.iter().filter_map(|start| after.find(start));
    let (own, rest) = after.split_at(ends.min().unwrap_or(after.len()));
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

        let codes = "Exit codes:\n  0  success\n";
        let page = format!("Usage: x\n\n{own}{global}{codes}");
        assert_eq!(global_options_last(&page), page);
        assert_eq!(global_options_last("no options\n"), "no options\n");
    }
}
