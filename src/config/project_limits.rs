//! The entries that a project file must not have: keys, sources of keys, addresses, and texts that
//! look like secrets. The author of a repository could otherwise take the key of everyone who clones it.

use std::ops::Range;

use toml_edit::{Item, TableLike, Value};

use super::{model::InvalidEntry, reader::Reader};
use crate::redact::redact;

/// A kind of entry that is forbidden, and the reason.
struct Prohibition {
    /// The names, without underscores and without the prefix `courier`.
    names: &'static [&'static str],
    reason: &'static str,
    help: &'static str,
}

/// The advice for settings that belong to a profile.
const USE_A_PROFILE: &str = "store it in your own configuration with `courier-auth profile add \
                             NAME`, and write `profile = \"NAME\"` here";

/// Every kind of entry that is forbidden in any table of the file.
const PROHIBITIONS: &[Prohibition] = &[
    Prohibition {
        names: &[
            "key",
            "apikey",
            "apikeyfile",
            "authtoken",
            "token",
            "jwt",
            "clientkey",
            "secret",
            "keyring",
            "keyfrom",
        ],
        reason: "a cloned repository must not choose the API key",
        help: USE_A_PROFILE,
    },
    Prohibition {
        names: &["command", "keycommand", "shell"],
        reason: "a cloned repository could run any program",
        help: USE_A_PROFILE,
    },
    Prohibition {
        names: &[
            "apiurl",
            "baseurl",
            "inboxurl",
            "socketurl",
            "url",
            "host",
            "proxy",
            "region",
        ],
        reason: "a cloned repository could send your API key to another server",
        help: USE_A_PROFILE,
    },
    Prohibition {
        names: &["defaultprofile"],
        reason: "it is a setting of your own configuration",
        help: "write `profile = \"NAME\"` here, or run `courier-auth profile use NAME`",
    },
];

/// Refuses a table with a forbidden entry or a text that looks like a secret, at any depth.
///
/// # Errors
/// Returns an error that names the entry and the reason, without the value.
pub(super) fn refuse_forbidden(
    reader: &Reader<'_>,
    table: &dyn TableLike,
) -> Result<(), InvalidEntry> {
    for (name, item) in table.iter() {
        let key = table.get_key_value(name).map(|(key, _)| key);
        let span = key.and_then(toml_edit::Key::span);
        refuse_secret(reader, name, span.clone())?;
        if name == "profile" && item.is_table_like() {
            let reason = "`profile` is the name of a profile here; a cloned repository must not \
                          define profiles";
            return Err(reader.invalid(span, reason).with_help(USE_A_PROFILE));
        }
        if let Some(prohibition) = Prohibition::of(name) {
            let Prohibition { reason, help, .. } = prohibition;
            let reason = format!("`{name}` is not allowed in a project file: {reason}");
            return Err(reader.invalid(span, &reason).with_help(help));
        }
        refuse_in_item(reader, item)?;
    }
    Ok(())
}

fn refuse_in_item(reader: &Reader<'_>, item: &Item) -> Result<(), InvalidEntry> {
    match item {
        Item::None => Ok(()),
        Item::Value(value) => refuse_in_value(reader, value),
        Item::Table(table) => refuse_forbidden(reader, table),
        Item::ArrayOfTables(tables) => tables
            .iter()
            .try_for_each(|table| refuse_forbidden(reader, table)),
    }
}

fn refuse_in_value(reader: &Reader<'_>, value: &Value) -> Result<(), InvalidEntry> {
    match value {
        Value::String(text) => refuse_secret(reader, text.value(), value.span()),
        Value::Array(values) => values
            .iter()
            .try_for_each(|value| refuse_in_value(reader, value)),
        Value::InlineTable(table) => refuse_forbidden(reader, table),
        _ => Ok(()),
    }
}

fn refuse_secret(
    reader: &Reader<'_>,
    text: &str,
    span: Option<Range<usize>>,
) -> Result<(), InvalidEntry> {
    if redact(text) == text {
        return Ok(());
    }
    let reason =
        "this looks like an API key or a token; everyone who has the repository can read it";
    let help = "remove it and rotate the key; store keys with `courier-auth profile add NAME`";
    Err(reader.invalid(span, reason).with_help(help))
}

impl Prohibition {
    /// Returns the prohibition of a name, in any spelling: `api_url`, `apiUrl`, `COURIER_API_URL`.
    fn of(name: &str) -> Option<&'static Self> {
        let name = name.replace(['_', '-'], "").to_lowercase();
        let name = name.strip_prefix("courier").unwrap_or(&name);
        let mut prohibitions = PROHIBITIONS.iter();
        prohibitions.find(|prohibition| prohibition.names.contains(&name))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{model::ConfigError, project::ProjectFile};

    /// Returns the message and the help of the error about a text.
    fn error(text: &str) -> (String, &'static str) {
        match ProjectFile::parse(Path::new("p.toml"), text) {
            Err(ConfigError::Invalid { entry, .. }) => (entry.to_string(), entry.help.unwrap()),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn keys_commands_and_addresses_are_refused_in_any_spelling_and_table() {
        let rows = [
            ("key = { env = \"A\" }", 1, "choose the API key"),
            ("\nkey.command = \"curl x\"", 2, "choose the API key"),
            ("api_key = \"abc\"", 1, "choose the API key"),
            ("COURIER_API_KEY = \"abc\"", 1, "choose the API key"),
            ("apiKey = \"abc\"", 1, "choose the API key"),
            ("command = [\"sh\"]", 1, "run any program"),
            ("key-command = \"sh\"", 1, "run any program"),
            ("api_url = \"https://x.test\"", 1, "to another server"),
            ("base_url = 1", 1, "to another server"),
            ("COURIER_BASE_URL = \"x\"", 1, "to another server"),
            ("\"inboxUrl\" = \"x\"", 1, "to another server"),
            ("socket-url = \"x\"", 1, "to another server"),
            ("region = \"eu\"", 1, "to another server"),
            ("default_profile = \"x\"", 1, "your own configuration"),
            ("\n\n[profile.x]\nuser = \"a\"", 3, "define profiles"),
            ("profile = { x = 1 }", 1, "define profiles"),
            ("[scan]\napi_url = \"x\"", 2, "to another server"),
            (
                "[[other]]\na = [{ region = \"us\" }]",
                2,
                "to another server",
            ),
        ];
        for (text, line, reason) in rows {
            let (message, help) = error(text);
            let start = format!("line {line}: ");
            assert!(message.starts_with(&start), "{text}: {message}");
            assert!(message.contains(reason), "{text}: {message}");
            assert!(help.contains("`profile = \"NAME\"`"), "{text}: {help}");
        }
    }

    #[test]
    fn secrets_are_refused_anywhere_and_not_repeated() {
        for (text, line) in [
            ("user = \"pk_prod_FAKEFAKEFAKE\"", 1),
            ("note = \"use pk_prod_FAKEFAKEFAKE\"", 1),
            ("pk_prod_FAKEFAKEFAKE = 1", 1),
            ("[scan]\nexclude = [\"a\",\n\"pk_test_FAKEFAKEFAKE\"]", 3),
            (
                "[a.b]\nc = [[{ d = \"eyJhbGciOiJIUzI1NiJ9.FAKE.FAKE\" }]]",
                2,
            ),
        ] {
            let (message, help) = error(text);
            let start = format!("line {line}: this looks like an API key");
            assert!(message.starts_with(&start), "{text}: {message}");
            assert!(!message.contains("FAKE") && help.contains("profile add"));
        }
    }

    #[test]
    fn similar_names_and_texts_are_no_errors() {
        for text in [
            "user = \"key\"",
            "user = \"https://example.com/users/1\"",
            "keys = 1",
            "regions = 1",
            "profile = \"command\"",
            "# api_url = \"https://x.test\"",
        ] {
            assert!(
                ProjectFile::parse(Path::new("p.toml"), text).is_ok(),
                "{text}"
            );
        }
    }
}
