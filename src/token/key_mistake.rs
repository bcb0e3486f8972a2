//! Recognizes a text that cannot be an API key, such as another secret, before it is sent.

use std::fmt;

use super::{
    ClientKey, DecodedToken,
    key::has_text_before_key,
    leftover::{Leftover, secret_leftover},
    looks_like_signature,
};
use crate::text::is_invisible_or_control;

/// The reason why a text cannot be an API key. Its descriptions do not repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyMistake {
    /// A user token.
    UserToken,
    /// A client key.
    ClientKey,
    /// A user signature.
    Signature,
    /// A text that a program or a person left in place of a key.
    Leftover(Leftover),
    /// A key with dots in place of a part of it.
    Shortened,
    /// The path of a file that may contain the key.
    Path,
    /// A URL.
    Url,
    /// Quotes around a key.
    Quotes,
    /// The scheme of an `Authorization` header before a key.
    Bearer,
    /// The name of a variable before a key.
    Assignment,
    /// Several lines, such as those of a dotenv file.
    Lines,
    /// White space within a text.
    Whitespace,
    /// A character that is not visible, such as a byte order mark.
    Invisible,
    /// Other text before a key, or a character that no key has.
    OtherText,
}

/// Returns why a text cannot be an API key, `None` if it can be one. The text has no white space
/// around it.
#[must_use]
pub(crate) fn key_mistake(text: &str) -> Option<KeyMistake> {
    if DecodedToken::new(text).is_ok_and(|read| read.parse().is_ok()) {
        Some(KeyMistake::UserToken)
    } else if ClientKey::is_text(text) {
        Some(KeyMistake::ClientKey)
    } else if looks_like_signature(text) {
        Some(KeyMistake::Signature)
    } else if text.contains(['\n', '\r']) {
        Some(KeyMistake::Lines)
    } else if let Some(leftover) = secret_leftover(text) {
        Some(KeyMistake::Leftover(leftover))
    } else if is_path(text) {
        Some(KeyMistake::Path)
    } else if text.starts_with("https://") || text.starts_with("http://") {
        Some(KeyMistake::Url)
    } else if text.starts_with(['"', '\'', '`', '“', '‘'])
        || text.ends_with(['"', '\'', '`', '”', '’'])
    {
        Some(KeyMistake::Quotes)
    } else if starts_with_scheme(text) {
        Some(KeyMistake::Bearer)
    } else if is_assignment(text) {
        Some(KeyMistake::Assignment)
    } else if is_elided(text) {
        Some(KeyMistake::Shortened)
    } else {
        foreign_character(text)
    }
}

/// Returns the mistake of a text with a character that no key has, or with text before the key.
fn foreign_character(text: &str) -> Option<KeyMistake> {
    let foreign = text.chars().find(|c| !c.is_ascii_graphic());
    match foreign {
        Some(c) if c.is_whitespace() => Some(KeyMistake::Whitespace),
        Some(c) if is_invisible_or_control(c) => Some(KeyMistake::Invisible),
        Some(_) => Some(KeyMistake::OtherText),
        None => has_text_before_key(text).then_some(KeyMistake::OtherText),
    }
}

/// Returns true for a key such as `pk_prod_...`, as documentation writes it. A text with white space
/// may contain a real key and a comment with dots.
fn is_elided(text: &str) -> bool {
    !text.contains(char::is_whitespace) && (text.contains("...") || text.contains('…'))
}

fn starts_with_scheme(text: &str) -> bool {
    const SCHEMES: [&str; 3] = ["bearer", "basic", "authorization:"];
    let first = text.split([' ', '\t']).next().unwrap_or_default();
    first.len() < text.len()
        && SCHEMES
            .iter()
            .any(|scheme| first.eq_ignore_ascii_case(scheme))
}

/// Returns true for `NAME=value`. Padding of base64 is not a value.
fn is_assignment(text: &str) -> bool {
    let text = text.strip_prefix("export ").unwrap_or(text);
    text.split_once('=').is_some_and(|(name, value)| {
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(is_name)
            && !value.trim_matches('=').is_empty()
    })
}

/// Returns true for the path of a file, such as `/run/secrets/key`, `~/key` and `C:\key`.
fn is_path(text: &str) -> bool {
    const STARTS: [&str; 6] = ["/", "~/", "./", "../", "file:", "\\\\"];
    let is_drive = |rest: &str| rest.starts_with(":\\") || rest.starts_with(":/");
    let drive = text.strip_prefix(|c: char| c.is_ascii_alphabetic());
    STARTS.iter().any(|start| text.starts_with(start)) || drive.is_some_and(is_drive)
}

impl KeyMistake {
    /// Returns what to do about the text.
    pub(crate) fn help(self) -> &'static str {
        match self {
            Self::UserToken
            | Self::ClientKey
            | Self::Signature
            | Self::Url
            | Self::Invisible
            | Self::Whitespace
            | Self::OtherText => "copy the API key from Courier's settings, under API Keys",
            Self::Leftover(Leftover::Reference(_)) => {
                "resolve the reference first, or let a profile fetch the key: \
                 `courier-auth profile add NAME --key-from SOURCE`"
            }
            Self::Leftover(_) | Self::Shortened => {
                "copy the API key from Courier's settings, under API Keys, and check where the \
                 value is set"
            }
            Self::Path => "to read the key from a file, pass --api-key-file PATH",
            Self::Quotes => {
                "remove the quotes; docker's --env-file keeps them as part of the value"
            }
            Self::Bearer => "write the key alone, without the name of the scheme",
            Self::Assignment => "write the key alone, without the name and `=`",
            Self::Lines => "write the key alone, on one line",
        }
    }

    /// Returns true if the text cannot contain a secret, so that other messages may print it. A
    /// template such as `${KEY:-default}` and a reference can contain one.
    pub(crate) fn is_public(self) -> bool {
        use Leftover::{Mask, NoValue, Object, Placeholder};
        matches!(
            self,
            Self::ClientKey | Self::Leftover(NoValue(_) | Object(_) | Placeholder | Mask)
        )
    }
}

impl fmt::Display for KeyMistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::UserToken => "it is a user token (JWT)",
            Self::ClientKey => "it is a client key",
            Self::Signature => "it is a user signature (HMAC)",
            Self::Leftover(leftover) => return write!(formatter, "it is {leftover}"),
            Self::Shortened => "it is a placeholder",
            Self::Path => "it is the path of a file",
            Self::Url => "it is a URL",
            Self::Quotes => "it is in quotes",
            Self::Bearer => "it starts with the scheme of a header, such as `Bearer`",
            Self::Assignment => "it starts with the name of a variable",
            Self::Lines => "it has more than one line",
            Self::Whitespace => "it contains whitespace",
            Self::Invisible => "it contains an invisible character",
            Self::OtherText => "it contains text that no API key has",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_secrets_and_surrounding_text_are_recognized() {
        use KeyMistake::{
            Assignment, Bearer, Invisible, Lines, OtherText, Path, Quotes, Signature, Url,
            UserToken, Whitespace,
        };
        let signature = "0".repeat(64);
        let rows = [
            ("pk_prod_FAKE", None),
            ("sandbox_FAKE", None),
            ("FAKE0123456789==", None),
            ("FAKE+0/1=", None),
            ("eyJhbGciOiJIUzI1NiJ9.e30.c2ln", Some(UserToken)),
            ("ck_prod_FAKE", Some(KeyMistake::ClientKey)),
            (&signature, Some(Signature)),
            (
                "$COURIER_API_KEY",
                Some(KeyMistake::Leftover(Leftover::Placeholder)),
            ),
            ("***", Some(KeyMistake::Leftover(Leftover::Mask))),
            ("pk_prod_...", Some(KeyMistake::Shortened)),
            ("pk_prod_…", Some(KeyMistake::Shortened)),
            ("pk_prod_FAKE # ...", Some(Whitespace)),
            ("/run/secrets/courier", Some(Path)),
            ("C:\\keys\\courier", Some(Path)),
            ("https://api.courier.com", Some(Url)),
            ("'pk_prod_FAKE'", Some(Quotes)),
            ("\"pk_prod_FAKE", Some(Quotes)),
            ("Bearer pk_prod_FAKE", Some(Bearer)),
            ("COURIER_API_KEY=pk_prod_FAKE", Some(Assignment)),
            ("export A=FAKE", Some(Assignment)),
            ("pk_prod_FAKE\nB=c", Some(Lines)),
            ("pk_prod_FAKE # test", Some(Whitespace)),
            ("\u{FEFF}pk_prod_FAKE", Some(Invisible)),
            ("pk_prod_FÄKE", Some(OtherText)),
            (":pk_prod_FAKE", Some(OtherText)),
        ];
        for (text, expected) in rows {
            assert_eq!(key_mistake(text), expected, "{text}");
        }
    }
}
