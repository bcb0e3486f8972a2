//! Lookup of executables, and lines that need a shell.

use std::{ffi::OsStr, path::PathBuf};

/// Returns the executable that a shell would run by this name. Windows itself finds only `.exe`
/// files by a bare name, while `npm`, for example, is `npm.cmd` there.
pub(crate) fn resolve(name: impl AsRef<OsStr>) -> PathBuf {
    let name = name.as_ref();
    #[cfg(windows)]
    if let Ok(path) = which::which(name) {
        return path;
    }
    name.into()
}

/// Returns true if a text is not the name of a program but a line that a shell has to read.
pub(crate) fn is_shell_line(text: &str) -> bool {
    text.contains(|c: char| c.is_whitespace() || "|&;<>()$`*?\"'".contains(c))
}

/// Returns the command that runs a line in a shell, quoted for a shell: `sh -c 'echo $HOME'`.
pub(crate) fn in_shell(line: &str) -> Option<String> {
    let shell = if cfg!(windows) { "cmd /C" } else { "sh -c" };
    let line = shlex::try_quote(line).ok()?;
    Some(format!("{shell} {line}"))
}

/// Quotes words for a shell. `None` if one contains a NUL byte.
pub(crate) fn quote_words<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let words: Option<Vec<String>> = words.into_iter().map(quote_word).collect();
    Some(words?.join(" "))
}

/// Quotes a word. In `NAME=value` only the value is quoted, as people write it.
fn quote_word(word: &str) -> Option<String> {
    let quote = |text| shlex::try_quote(text).ok();
    match word.split_once('=') {
        Some((name, value)) if !name.is_empty() && quote(name)? == name => {
            let value = if value.is_empty() {
                "".into()
            } else {
                quote(value)?
            };
            Some(format!("{name}={value}"))
        }
        _ => Some(quote(word)?.into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_words_are_read_back_by_a_shell() {
        let words = [
            "a",
            "",
            "A=1",
            "A=",
            "=x",
            "A=b c=d",
            "it's",
            "--port=$P",
            "a b=c",
            "\"=\\",
        ];
        let line = quote_words(words).unwrap();
        assert_eq!(shlex::split(&line).unwrap(), words, "{line}");
        assert_eq!(
            quote_words(["env", "A=1", "--b=c d"]).unwrap(),
            "env A=1 --b='c d'"
        );
    }
}
