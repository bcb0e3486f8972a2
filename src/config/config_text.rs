//! Parses the text of the configuration file `config.toml`.

use toml_edit::Item;

use super::{
    model::{Config, ConfigError, InvalidEntry, list},
    profile::{KeyReference, Profile},
    reader::Reader,
    split_command,
};
use crate::{
    endpoints::{api_url, inbox_url},
    validate,
};

/// The keys outside of profiles.
const TOP_KEYS: &[&str] = &["default_profile", "profile"];

/// The keys of a profile.
pub(crate) const PROFILE_KEYS: &[&str] = &[
    "region",
    "api_url",
    "inbox_url",
    "environment",
    "user",
    "expires_in",
    "key",
];

/// The kinds of a profile's `key`. A profile has one of them.
const KEY_KINDS: &[&str] = &["keyring", "command", "shell", "env", "file", "plain"];

impl Reader<'_> {
    /// Parses the configuration. An invalid value in a profile invalidates only that profile.
    ///
    /// # Errors
    /// Returns an error if the text is not TOML, or if a value outside of profiles is invalid.
    pub(super) fn config(&self) -> Result<Config, ConfigError> {
        let document = self.document()?;
        let mut config = Config {
            path: self.path.to_owned(),
            ..Config::default()
        };
        for (key, item) in document.iter() {
            match key {
                "default_profile" => {
                    let name = self.string(item).map_err(|entry| self.file_error(entry))?;
                    config.default_profile = Some(name.to_owned());
                }
                "profile" => {
                    let profiles = self
                        .table(item, "[profile.name]")
                        .map_err(|entry| self.file_error(entry))?;
                    for (name, item) in profiles.iter() {
                        let profile = self.profile(name, item, &mut config.warnings);
                        let key = item.get("key").and_then(|key| self.key(key).ok());
                        config.keys.extend(key.map(|key| (name.to_owned(), key)));
                        config.profiles.push((name.to_owned(), profile));
                    }
                }
                _ => config.warnings.push(self.unknown(key, "", TOP_KEYS)),
            }
        }
        Ok(config)
    }

    fn profile(
        &self,
        name: &str,
        item: &Item,
        warnings: &mut Vec<String>,
    ) -> Result<Profile, InvalidEntry> {
        let mut profile = Profile::default();
        for (key, item) in self.table(item, "[profile.name]")?.iter() {
            match key {
                "region" => profile.region = Some(self.value(item)?),
                "api_url" => profile.api_url = Some(self.checked(item, api_url)?),
                "inbox_url" => profile.inbox_url = Some(self.checked(item, inbox_url)?),
                "environment" => profile.environment = Some(self.value(item)?),
                "user" => profile.user = Some(self.checked(item, validate::user_id)?),
                "expires_in" => profile.expires_in = Some(self.checked(item, validate::lifetime)?),
                "key" => profile.key = Some(self.key(item)?),
                _ => {
                    let place = format!(" in profile `{name}`");
                    warnings.push(self.unknown(key, &place, PROFILE_KEYS));
                }
            }
        }
        if profile.region.is_some() && profile.api_url.is_some() {
            let reason = "`region` and `api_url` cannot be combined";
            return Err(self.invalid(item.span(), reason));
        }
        Ok(profile)
    }

    fn key(&self, item: &Item) -> Result<KeyReference, InvalidEntry> {
        let one = || {
            format!(
                "expected exactly one of {}, for example `key = {{ keyring = \"name\" }}`",
                list(KEY_KINDS)
            )
        };
        let Some(table) = item.as_table_like() else {
            return Err(self.invalid(item.span(), &one()));
        };
        let mut entries = table.iter();
        let (Some((kind, value)), None) = (entries.next(), entries.next()) else {
            return Err(self.invalid(item.span(), &one()));
        };
        let text = || self.string(value).map(str::to_owned);
        Ok(match kind {
            "keyring" => KeyReference::Keyring(text()?),
            "command" => KeyReference::Command(self.words(value)?),
            "shell" => KeyReference::Shell(text()?),
            "env" => KeyReference::Variable(self.checked(value, validate::variable_name)?),
            "file" => KeyReference::File(text()?.into()),
            "plain" => KeyReference::Plain(text()?.into()),
            _ => return Err(self.invalid(item.span(), &one())),
        })
    }

    /// Parses a command: an array of words, or a string that is split like in a shell.
    fn words(&self, item: &Item) -> Result<Vec<String>, InvalidEntry> {
        let words = match item.as_array() {
            Some(array) => array
                .iter()
                .map(|word| word.as_str().map(str::to_owned))
                .collect(),
            None => split_command(self.string(item)?),
        };
        words
            .filter(|words: &Vec<String>| !words.is_empty())
            .ok_or_else(|| self.invalid(item.span(), "expected a command and its arguments"))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn config(text: &str) -> Result<Config, ConfigError> {
        Reader::new(Path::new("c.toml"), text).config()
    }

    #[test]
    fn every_kind_of_key_reference_is_parsed() {
        let rows = [
            (r#"{ keyring = "a" }"#, "keyring: a"),
            (r#"{ command = "op read 'op://a b'" }"#, "command: op"),
            (r#"{ command = ["op", "read"] }"#, "command: op"),
            (r#"{ shell = "pass x | head -1" }"#, "shell: pass"),
            (
                r#"{ shell = "PW='correct horse' bw get item" }"#,
                "shell: bw",
            ),
            (r#"{ shell = "${X:-hunter2}" }"#, "shell: sh"),
            (r#"{ shell = "echo 'open" }"#, "shell: sh"),
            (r#"{ command = ["op read secret"] }"#, "command: op"),
            (r#"{ env = "MY_KEY" }"#, "env: MY_KEY"),
            (r#"{ file = "/run/key" }"#, "file: /run/key"),
            (
                r#"{ plain = "pk_test_FAKE" }"#,
                "plain: in the configuration file",
            ),
        ];
        for (key, description) in rows {
            let config = config(&format!("[profile.x]\nkey = {key}")).unwrap();
            let key = config.profile("x").unwrap().key.clone().unwrap();
            assert_eq!(key.describe(), description);
        }
    }

    #[test]
    fn errors_name_the_line_and_do_not_repeat_values() {
        let rows = [
            ("x", 1, ""),
            ("[profile.x]\nkey = \"pk_test_FAKE\"", 2, "`keyring`"),
            ("[profile.x]\nkey = {}", 2, "expected exactly one of"),
            (
                "[profile.x]\n\nkey = { env = \"A\", file = \"b\" }",
                3,
                "expected exactly one of",
            ),
            (
                "[profile.x]\nkey = { word = \"A\" }",
                2,
                "expected exactly one of",
            ),
            ("[profile.x]\nregion = 1", 2, "in quotes"),
            ("[profile.x]\nregion = \"mars\"", 2, "`us` or `eu`"),
            ("[profile.x]\napi_url = \"http://x.test\"", 2, "https"),
            ("[profile.x]\nenvironment = \"x\"", 2, "`production`"),
            ("[profile.x]\nexpires_in = \"banana\"", 2, "number"),
            ("[profile.x]\nuser = \"pk_test_FAKE\"", 2, "not a user ID"),
            ("[profile.x]\nkey = { env = \"pk-test FAKE\" }", 2, "digits"),
            (
                "\n[profile.x]\nregion = \"us\"\napi_url = \"https://x.test\"",
                2,
                "combined",
            ),
            ("[profile.x]\nkey = { plain = \"pk_test_FAKE }", 2, ""),
            ("profile = 1", 1, "[profile.name]"),
        ];
        for (text, line, hint) in rows {
            let error = match config(text) {
                Ok(config) => config.profile("x").unwrap_err(),
                Err(error) => error,
            };
            let error = error.to_string();
            assert!(error.contains(&format!("line {line}: ")), "{text}: {error}");
            assert!(error.contains(hint), "{text}: {error}");
            assert!(!error.contains("FAKE"), "{error}");
        }
    }

    #[test]
    fn invalid_profile_does_not_affect_others() {
        let config = config("[profile.bad]\nregion = 1\n[profile.x]\nuser = \"alice\"").unwrap();
        assert!(config.profile("bad").is_err() && config.find("bad").is_ok());
        let user = config.profile("x").unwrap().user.as_deref();
        assert_eq!(user, Some("alice"));
    }

    #[test]
    fn unknown_keys_are_warned_about() {
        let config =
            config("defualt_profile = \"x\"\n[profile.x]\nregoin = \"eu\"\nsecret = \"s\"");
        assert_eq!(
            config.unwrap().warnings,
            [
                "unknown key `defualt_profile` in `c.toml`; did you mean `default_profile`?",
                "unknown key `regoin` in profile `x` in `c.toml`; did you mean `region`?",
                "unknown key `secret` in profile `x` in `c.toml`; known keys: `region`, `api_url`, \
                 `inbox_url`, `environment`, `user`, `expires_in`, `key`",
            ]
        );
    }
}
