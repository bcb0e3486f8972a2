//! Parses where the key of a new profile is kept.

use std::{fmt, str::FromStr};

use super::{KeyReference, split_command};
use crate::{redact::redact, validate};

/// The value of `--key-from`: the location of a new profile's key.
#[derive(Clone)]
pub(crate) enum KeyFrom {
    /// The keyring; the key is stored there now.
    Keyring,
    /// A place that holds the key already.
    Reference(KeyReference),
}

impl FromStr for KeyFrom {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // A path or URL may contain a name that begins like a key.
        let mut words =
            text.split(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '\'' | '"'));
        if words.any(|word| redact(word) != word && !word.contains('/')) {
            return Err(
                "expected a key source, got a key; pass the key with --api-key-file".to_owned(),
            );
        }
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let reference = match (kind, rest.trim()) {
            ("keyring", "") => return Ok(Self::Keyring),
            (_, "") => return Err(FORMS.to_owned()),
            ("keyring", account) => KeyReference::Keyring(account.to_owned()),
            ("command", line) => {
                let words = split_command(line).filter(|words| !words.is_empty());
                let words = words.ok_or("the command has an unclosed quote")?;
                if let Some(word) = words.iter().find(|word| is_shell_syntax(word)) {
                    return Err(format!(
                        "`{word}` needs a shell: write shell:LINE instead of command:LINE"
                    ));
                }
                KeyReference::Command(words)
            }
            ("shell", line) => KeyReference::Shell(line.to_owned()),
            ("env", name) => KeyReference::Variable(validate::variable_name(name)?),
            ("file", path) => KeyReference::File(path.into()),
            _ => return Err(FORMS.to_owned()),
        };
        Ok(Self::Reference(reference))
    }
}

impl fmt::Debug for KeyFrom {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeyFrom")
    }
}

/// Returns true for a word that a program would get as an argument, while a shell would join
/// commands, redirect their streams or insert their output.
fn is_shell_syntax(word: &str) -> bool {
    const OPERATORS: &[&str] = &[
        "|", "||", "&&", ";", "&", ">", ">>", "<", "2>", "2>&1", ">&2",
    ];
    OPERATORS.contains(&word)
        || word.ends_with(';')
        || ["$(", "`", ">/", "2>/", "|"]
            .iter()
            .any(|start| word.starts_with(start))
}

const FORMS: &str = "expected keyring, command:LINE, shell:LINE, env:NAME or file:PATH";
