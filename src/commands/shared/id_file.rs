//! Files and standard input with lists of IDs.

use std::{fs::File, path::Path};

use crate::{
    context::Context,
    encoding,
    error::Error,
    id_list::{self, IdKind, IdList},
    input_limits, private_file,
};

/// Returns the IDs in a file; `-` is standard input. `column` names the CSV column or the JSON member
/// with the IDs.
///
/// # Errors
/// Returns an error if the file cannot be read or is too large, or if it is not certain what the IDs are.
pub(in crate::commands) fn read(
    path: &Path,
    kind: IdKind,
    column: Option<&str>,
    context: &mut Context<'_>,
) -> Result<Vec<String>, Error> {
    let name = private_file::display_name(path);
    let what = format!("the {} in {name}", kind.plural());
    let read = if private_file::is_stdin(path) {
        input_limits::read_list(&mut context.stdin.reader)
    } else {
        File::open(path).and_then(input_limits::read_list)
    };
    match read {
        Ok(bytes) => parse(&bytes, what, kind, column, context),
        Err(source) => Err(Error::Read { what, source }),
    }
}

/// Returns the IDs in the content of a file. `what` names them in messages.
///
/// # Errors
/// Returns an error if the content is not text, or if it is not certain what the IDs are.
pub(in crate::commands) fn parse(
    bytes: &[u8],
    what: String,
    kind: IdKind,
    column: Option<&str>,
    context: &Context<'_>,
) -> Result<Vec<String>, Error> {
    let text = match encoding::decode(bytes) {
        Ok(text) => text,
        Err(error) => {
            let source = error.into();
            return Err(Error::Read { what, source });
        }
    };
    match id_list::parse(&text, kind, column) {
        Ok(IdList {
            ids,
            first_quoted_line,
        }) => {
            if let Some(line) = first_quoted_line {
                context.output.note(&format!(
                    "removed the quotes around {what}, first in line {line}; `jq -r` prints \
                     IDs without quotes"
                ));
            }
            Ok(ids)
        }
        Err(refusal) => Err(Error::UnclearList { what, refusal }),
    }
}
