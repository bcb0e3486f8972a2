//! A secret that stands in a file or comes on standard input.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

use crate::process::Input;

/// The most that is read of one: a token and its wrapping fit many times over.
const MAX_LENGTH: u64 = 8 * 1024 * 1024;

/// The text of the file, or of standard input if the path is `-`.
///
/// # Errors
/// When it cannot be read, is too long to be a secret, or is no UTF-8.
pub(crate) fn read(path: &Path, stdin: &mut Input<'_>) -> io::Result<Zeroizing<String>> {
    if path.as_os_str() == "-" {
        return read_all(&mut stdin.reader);
    }
    read_all(&mut File::open(path)?)
}

/// All that is left to read, as text.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_all(reader: &mut impl Read) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    reader.take(MAX_LENGTH + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_LENGTH {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "over 8 MiB"));
    }
    Ok(text)
}

/// What such a path is called in a message.
pub(crate) fn name(path: &Path) -> String {
    if path.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    }
}
