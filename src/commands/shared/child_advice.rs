//! Advice on a command that cannot be started, with the command to write instead.

use std::{
    ffi::OsString,
    fs,
    io::{self, BufRead as _, BufReader, Read as _},
    iter,
    path::Path,
};

use crate::executable::{in_shell, is_shell_line, quote_words};

/// The maximum number of bytes of a script that are read to find its interpreter.
const MAX_FIRST_LINE: u64 = 4_096;

/// The file endings of scripts, with the program that runs them.
const INTERPRETERS: &[(&str, &str)] = &[
    ("js", "node"),
    ("mjs", "node"),
    ("cjs", "node"),
    ("ts", "npx tsx"),
    ("py", "python3"),
    ("rb", "ruby"),
    ("php", "php"),
    ("pl", "perl"),
    ("sh", "sh"),
    ("bash", "bash"),
    ("zsh", "zsh"),
    ("ps1", "pwsh -File"),
    ("jar", "java -jar"),
];

/// The usual folders of interpreters, which are on the PATH.
const PROGRAM_FOLDERS: &[&str] = &["/bin/", "/usr/bin/", "/usr/local/bin/"];

/// Commands that shells have built in to change the shell itself, so that no program can do it.
const SHELL_BUILTINS: &[&str] = &[
    ".", ":", "alias", "bg", "builtin", "cd", "declare", "eval", "exec", "exit", "export", "fg",
    "jobs", "let", "local", "popd", "pushd", "read", "readonly", "set", "setopt", "shift", "shopt",
    "source", "trap", "typeset", "ulimit", "umask", "unalias", "unset", "wait",
];

/// The built-in commands of bash that `sh` may not have.
const BASH_BUILTINS: &[&str] = &[
    "builtin", "declare", "let", "popd", "pushd", "shopt", "source", "typeset",
];

/// The file that a command names as its program.
enum ProgramFile {
    /// No file of this name, or one that cannot be examined.
    Missing,
    Directory,
    /// A file, with its first line.
    File {
        first_line: Vec<u8>,
        is_executable: bool,
    },
}

/// Returns the advice on a command, given as its program and arguments, that failed to start.
pub(super) fn advice(words: &[OsString], failure: &io::Error) -> Option<String> {
    let words: Option<Vec<&str>> = words.iter().map(|word| word.to_str()).collect();
    let words = words?;
    let program = *words.first()?;
    let is_path = program.contains('/');
    match (program_file(Path::new(program)), failure.kind()) {
        (ProgramFile::Directory, _) if is_path => {
            Some("it is a directory: name a program, for example `-- npm test`".to_owned())
        }
        (ProgramFile::File { first_line, .. }, io::ErrorKind::NotFound) if is_path => {
            advice_on_interpreter(&first_line)
        }
        (ProgramFile::File { first_line, .. }, io::ErrorKind::NotFound) => {
            advice_on_local_file(&words, &first_line)
        }
        (
            ProgramFile::File {
                first_line,
                is_executable,
            },
            kind,
        ) if is_path => match kind {
            io::ErrorKind::PermissionDenied if is_executable => None,
            io::ErrorKind::PermissionDenied => advice_on_permission(&words, &first_line),
            _ if is_format_error(failure) => advice_on_format(&words, &first_line),
            _ => None,
        },
        (_, io::ErrorKind::PermissionDenied) => None,
        _ => advice_on_name(&words),
    }
}

fn program_file(path: &Path) -> ProgramFile {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => ProgramFile::Directory,
        // Opening a named pipe would wait for its other end.
        Ok(metadata) if metadata.is_file() => ProgramFile::File {
            first_line: first_line(path).unwrap_or_default(),
            is_executable: is_executable(&metadata),
        },
        _ => ProgramFile::Missing,
    }
}

fn first_line(path: &Path) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    BufReader::new(fs::File::open(path)?.take(MAX_FIRST_LINE)).read_until(b'\n', &mut line)?;
    Ok(line)
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    true
}

/// Returns true if the system does not know the format of a program.
#[cfg(unix)]
fn is_format_error(failure: &io::Error) -> bool {
    use rustix::io::Errno;
    Errno::from_io_error(failure) == Some(Errno::NOEXEC)
}

/// Returns true if the system does not know the format of a program.
#[cfg(not(unix))]
fn is_format_error(failure: &io::Error) -> bool {
    const ERROR_BAD_EXE_FORMAT: i32 = 193;
    failure.raw_os_error() == Some(ERROR_BAD_EXE_FORMAT)
}

/// Returns the advice on a program that does not exist. `words` are the program and its arguments.
fn advice_on_name(words: &[&str]) -> Option<String> {
    let (program, arguments) = words.split_first()?;
    if program.trim().is_empty() {
        return Some("the command is empty, as with a variable that is not set".to_owned());
    }
    let has_one_word = arguments.is_empty();
    if is_assignment(program) && !(has_one_word && is_shell_line(program)) {
        let command = if has_one_word { " COMMAND" } else { "" };
        let words = quote_words(words.iter().copied())?;
        return Some(format!(
            "`env` sets variables: write `-- env {words}{command}`"
        ));
    }
    if is_shell_line(program) {
        let command = if has_one_word {
            in_shell(program)?
        } else if program.split(' ').any(is_shell_line) {
            format!(
                "{} sh {}",
                in_shell(program)?,
                quote_words(arguments.iter().copied())?
            )
        } else {
            // Words that only need to be arguments of their own.
            format!("{program} {}", quote_words(arguments.iter().copied())?)
        };
        return Some(format!("this is a line for a shell: write `-- {command}`"));
    }
    let line = quote_words(words.iter().copied())?;
    if SHELL_BUILTINS.contains(program) {
        let is_of_bash = BASH_BUILTINS.contains(program);
        let shell = if is_of_bash { "bash" } else { "sh" };
        let line = quote_words([&*format!("{line} && COMMAND")])?;
        return Some(format!(
            "`{program}` is a part of shells: write `-- {shell} -c {line}`"
        ));
    }
    let line = quote_words([&*line])?;
    Some(format!(
        "check the name and PATH; if it is an alias or a function, write `-- \"$SHELL\" -ic {line}`"
    ))
}

/// Returns the advice on a program that is not on the PATH, but in the current directory.
fn advice_on_local_file(words: &[&str], first_line: &[u8]) -> Option<String> {
    let line = quote_words(words.iter().copied())?;
    Some(match interpreter_of(words[0], first_line) {
        Some(interpreter) => format!("it is a script: write `-- {interpreter} {line}`"),
        None => format!("the file is not on PATH: write `-- ./{line}`"),
    })
}

/// Returns the advice on a file without the permission to execute it.
fn advice_on_permission(words: &[&str], first_line: &[u8]) -> Option<String> {
    let (program, line) = (
        quote_words([words[0]])?,
        quote_words(words.iter().copied())?,
    );
    Some(match interpreter_of(words[0], first_line) {
        Some(interpreter) => format!(
            "it is not executable: run `chmod +x {program}`, or write `-- {interpreter} {line}`"
        ),
        None => format!("it is not executable: if it is a program, run `chmod +x {program}`"),
    })
}

/// Returns the advice on an executable file whose format the system does not know. `None` if it has
/// a `#!` line.
fn advice_on_format(words: &[&str], first_line: &[u8]) -> Option<String> {
    if first_line.starts_with(b"#!") {
        return None;
    }
    if str::from_utf8(first_line).is_err() {
        return Some("it is not a program for this system".to_owned());
    }
    let interpreter = interpreter_of_ending(words[0]).unwrap_or("sh");
    let line = quote_words(words.iter().copied())?;
    Some(format!(
        "the script has no `#!` line: write `-- {interpreter} {line}`"
    ))
}

/// Returns the command that runs a script, according to its `#!` line or its file ending.
fn interpreter_of(program: &str, first_line: &[u8]) -> Option<String> {
    interpreter_of_line(first_line).or_else(|| interpreter_of_ending(program).map(str::to_owned))
}

/// Returns the command in a `#!` line, such as `python3` for `#!/usr/bin/env python3`.
fn interpreter_of_line(first_line: &[u8]) -> Option<String> {
    let line = str::from_utf8(first_line.strip_prefix(b"#!")?).ok()?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let (&path, arguments) = words.split_first()?;
    let mut names = PROGRAM_FOLDERS
        .iter()
        .filter_map(|folder| path.strip_prefix(*folder));
    let name = names.find(|name| !name.contains('/')).unwrap_or(path);
    // `env -S` splits the rest of the line into words, as a shell does anyway.
    let command = match arguments {
        ["-S", command @ ..] => command,
        _ => arguments,
    };
    match command.split_first() {
        Some((first, _)) if name == "env" && !first.starts_with('-') && !is_assignment(first) => {
            quote_words(command.iter().copied())
        }
        _ => quote_words(iter::once(name).chain(arguments.iter().copied())),
    }
}

/// Returns the program that runs scripts with this file ending.
fn interpreter_of_ending(program: &str) -> Option<&'static str> {
    let ending = Path::new(program).extension()?;
    let mut interpreters = INTERPRETERS.iter();
    let found = interpreters.find(|(name, _)| ending == *name);
    found.map(|(_, interpreter)| *interpreter)
}

/// Returns the advice on a script whose interpreter does not exist.
fn advice_on_interpreter(first_line: &[u8]) -> Option<String> {
    let line = std::str::from_utf8(first_line.strip_prefix(b"#!")?).ok()?;
    if line.ends_with("\r\n") {
        return Some(
            "its `#!` line ends with a carriage return: save the file with LF line ends".to_owned(),
        );
    }
    let interpreter = line.split_whitespace().next()?;
    Some(format!(
        "its `#!` line names `{interpreter}`, which does not exist"
    ))
}

/// Returns true for `NAME=value`, which a shell reads as a variable of the command after it.
fn is_assignment(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else {
        return false;
    };
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_missing_program_has_the_command_to_write() {
        let rows: [(&[&str], &str); 14] = [
            (
                &["echo $COURIER_JWT | wc -c"],
                "`-- sh -c 'echo $COURIER_JWT | wc -c'`",
            ),
            (&["npm test"], "`-- sh -c 'npm test'`"),
            (&["FOO=1 npm test"], "`-- sh -c 'FOO=1 npm test'`"),
            (&["npm run", "dev", "a b"], "`-- npm run dev 'a b'`"),
            (&["echo $1", "a"], "`-- sh -c 'echo $1' sh a`"),
            (&["FOO=1", "env"], "`-- env FOO=1 env`"),
            (
                &["FOO=a b", "BAR=", "npm", "test"],
                "`-- env FOO='a b' BAR= npm test`",
            ),
            (&["FOO=1"], "`-- env FOO=1 COMMAND`"),
            (&["cd", "my app"], r#"`-- sh -c "cd 'my app' && COMMAND"`"#),
            (&["source", ".env"], "`-- bash -c 'source .env && COMMAND'`"),
            (&["export", "A=1"], "`-- sh -c 'export A=1 && COMMAND'`"),
            (&["ll"], "`-- \"$SHELL\" -ic ll`"),
            (&["nvm", "use", "20"], "`-- \"$SHELL\" -ic 'nvm use 20'`"),
            (&[""], "the command is empty"),
        ];
        for (words, expected) in rows {
            let advice = advice_on_name(words).unwrap();
            assert!(advice.contains(expected), "{words:?}: {advice}");
        }
    }

    #[test]
    fn a_file_that_is_not_a_program_has_the_command_that_runs_it() {
        let rows = [
            (
                advice_on_local_file(&["app.js", "x"], b"f()\n"),
                "`-- node app.js x`",
            ),
            (
                advice_on_local_file(&["my run"], b"\x7fELF"),
                "not on PATH: write `-- ./'my run'`",
            ),
            (
                advice_on_permission(&["./app.py", "x"], b"#!/usr/bin/env python3\n"),
                "`chmod +x ./app.py`, or write `-- python3 ./app.py x`",
            ),
            (
                advice_on_permission(&["./run"], b"#!/bin/sh\n"),
                "`chmod +x ./run`, or write `-- sh ./run`",
            ),
            (
                advice_on_permission(&["./run"], b"#!/usr/bin/env python3\n"),
                "`chmod +x ./run`, or write `-- python3 ./run`",
            ),
            (
                advice_on_permission(&["./run.sh"], b"#!/usr/bin/env -S node --no-warnings\n"),
                "write `-- node --no-warnings ./run.sh`",
            ),
            (
                advice_on_permission(&["./run"], b"#! /opt/venv/bin/python -u\n"),
                "write `-- /opt/venv/bin/python -u ./run`",
            ),
            (
                advice_on_permission(&["./run"], b"\x7fELF"),
                "if it is a program, run `chmod +x ./run`",
            ),
            (
                advice_on_format(&["./my run", "x"], b"echo\n"),
                "no `#!` line: write `-- sh './my run' x`",
            ),
            (
                advice_on_format(&["./app.ts"], b"f()\n"),
                "`-- npx tsx ./app.ts`",
            ),
            (
                advice_on_format(&["./run"], b"\xCF\xFA"),
                "not a program for this system",
            ),
            (
                advice_on_interpreter(b"#!/bin/bash\r\n"),
                "save the file with LF line ends",
            ),
            (
                advice_on_interpreter(b"#! /no/such -x\n"),
                "names `/no/such`, which",
            ),
        ];
        for (advice, expected) in rows {
            let advice = advice.unwrap();
            assert!(advice.contains(expected), "{advice}");
        }
        assert_eq!(advice_on_interpreter(b"\x7fELF"), None);
        assert_eq!(advice_on_format(&["./run"], b"#!/bin/sh\n"), None);
    }
}
