//! The two tokens that `diff` compares, read from arguments, files and standard input.

use std::{path::PathBuf, sync::Arc};

use crate::{
    commands::shared::token_input::Chunks,
    context::Context,
    error::Error,
    inspect::{
        Levels, Report, Requirements, Subject, TokenFacts, TokenLocation, TokenText, document,
        with_report_on,
    },
    output::{Source, report},
};

/// A token of the input, as far as it could be read.
pub(super) struct Input {
    /// The facts to compare, or the reason why the token cannot be read.
    facts: Result<TokenFacts, String>,
    file: Option<Arc<str>>,
    line: Option<usize>,
    argument: Option<usize>,
    path: Option<String>,
}

/// Reads exactly two tokens: first those of the arguments, then those of the files, or both from
/// standard input.
///
/// # Errors
/// Returns an error if a source cannot be read, or if there are more or fewer tokens.
pub(super) fn read(
    tokens: Vec<String>,
    files: Vec<PathBuf>,
    requirements: &Requirements,
    context: &mut Context<'_>,
) -> Result<[Input; 2], Error> {
    if tokens.is_empty() && files.is_empty() && context.stdin.is_terminal {
        return Err(not_two(0));
    }
    let mut chunks = Chunks::new(tokens, files, None, &mut context.stdin, context.now)?;
    let (mut inputs, mut count) = (Vec::new(), 0);
    while let Some(chunk) = chunks.next()? {
        let text = document::decode_text(&chunk.bytes);
        for (line, tokens) in chunk.tokens_by_line(&text) {
            // Only several arguments are numbered, and only arguments have no line.
            let is_only_argument = line.is_none();
            for token in tokens.iter().filter(|token| !token.text.trim().is_empty()) {
                count += 1;
                if count <= 2 {
                    inputs.push(Input {
                        facts: facts(token, requirements),
                        file: chunk.file.clone(),
                        line,
                        argument: chunk.argument.or(is_only_argument.then_some(1)),
                        path: path(token),
                    });
                }
            }
        }
    }
    if count > 2 {
        return Err(not_two(count));
    }
    inputs
        .try_into()
        .map_err(|inputs: Vec<Input>| not_two(inputs.len()))
}

impl Input {
    /// Returns what is compared of the token.
    ///
    /// # Errors
    /// Returns an error if the token cannot be read.
    pub(super) fn facts(&self) -> Result<&TokenFacts, Error> {
        self.facts.as_ref().map_err(|reason| Error::UnusableToken {
            from: report::position(self.source()),
            reason: reason.clone(),
            is_readable: false,
            fix: None,
        })
    }

    /// Returns the position of the token in the input.
    pub(super) fn source(&self) -> Source<'_> {
        Source {
            file: self.file.as_deref(),
            line: self.line,
            argument: self.argument,
            path: self.path.as_deref(),
        }
    }
}

fn facts(token: &TokenText<'_>, requirements: &Requirements) -> Result<TokenFacts, String> {
    let collect = |subject: &Subject<'_>, report: Report| {
        let reason = report
            .findings
            .first()
            .map(|finding| finding.message.clone());
        TokenFacts::of(subject, report).ok_or_else(|| reason.unwrap_or_default())
    };
    with_report_on(token, requirements, &Levels::default(), collect)
}

fn path(token: &TokenText<'_>) -> Option<String> {
    match &token.place {
        TokenLocation::Json { path, .. } => Some(path.clone()),
        _ => None,
    }
}

fn not_two(count: usize) -> Error {
    let found = match count {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    Error::Usage {
        message: format!("`diff` compares two tokens, but found {found}"),
        help: "pass each token as an argument, in a file with --file PATH, or on a line of \
               standard input",
    }
}
