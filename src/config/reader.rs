//! Reads the text of the configuration file. What stands there is not repeated in errors: it may
//! be a secret.

use std::{ops::Range, path::Path};

use toml_edit::{Document, Item, TableLike};

use super::{
    file::{Config, ConfigError},
    profile::{KeyReference, Profile},
};
use crate::inspect::{lifetime, text::nearest};

/// What stands in the file outside profiles.
const TOP_KEYS: &[&str] = &["default_profile", "profile"];

/// What stands in a profile.
pub(crate) const PROFILE_KEYS: &[&str] = &[
    "region",
    "api_url",
    "inbox_url",
    "environment",
    "user",
    "expires_in",
    "key",
];

/// What stands in a profile's `key`: one of them.
const KEY_KINDS: &[&str] = &["keyring", "command", "shell", "env", "file", "plain"];

/// Reads one text.
pub(super) struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
}

impl<'t> Reader<'t> {
    /// Of the file at that path.
    pub(super) fn new(path: &'t Path, text: &'t str) -> Self {
        Self {
            path,
            text: text.strip_prefix('\u{FEFF}').unwrap_or(text),
        }
    }

    /// The text, comments and all.
    ///
    /// # Errors
    /// When it is no TOML.
    pub(super) fn document(&self) -> Result<Document<&'t str>, ConfigError> {
        Document::parse(self.text).map_err(|error| self.fault(error.span(), error.message()))
    }

    /// What it means.
    ///
    /// # Errors
    /// When it is no TOML, or a value makes no sense.
    pub(super) fn config(&self) -> Result<Config, ConfigError> {
        let document = self.document()?;
        let mut config = Config {
            path: self.path.to_owned(),
            ..Config::default()
        };
        for (key, item) in document.iter() {
            match key {
                "default_profile" => {
                    config.default_profile = Some(self.string(item)?.to_owned());
                }
                "profile" => {
                    for (name, item) in self.table(item)?.iter() {
                        let profile = self.profile(name, item, &mut config.warnings)?;
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
    ) -> Result<Profile, ConfigError> {
        let mut profile = Profile::default();
        for (key, item) in self.table(item)?.iter() {
            match key {
                "region" => profile.region = Some(self.value(item)?),
                "api_url" => profile.api_url = Some(self.url(item)?),
                "inbox_url" => profile.inbox_url = Some(self.url(item)?),
                "environment" => profile.environment = Some(self.value(item)?),
                "user" => profile.user = Some(self.string(item)?.to_owned()),
                "expires_in" => profile.expires_in = Some(self.lifetime(item)?),
                "key" => profile.key = Some(self.key(item)?),
                _ => {
                    let place = format!(" in profile `{name}`");
                    warnings.push(self.unknown(key, &place, PROFILE_KEYS));
                }
            }
        }
        if profile.region.is_some() && profile.api_url.is_some() {
            let reason = "`region` and `api_url` exclude each other";
            return Err(self.fault(item.span(), reason));
        }
        Ok(profile)
    }

    fn key(&self, item: &Item) -> Result<KeyReference, ConfigError> {
        let one = || {
            format!(
                "write one of {}, such as `{{ keyring = \"name\" }}`",
                list(KEY_KINDS)
            )
        };
        let Some(table) = item.as_table_like() else {
            return Err(self.fault(item.span(), &one()));
        };
        let mut entries = table.iter();
        let (Some((kind, value)), None) = (entries.next(), entries.next()) else {
            return Err(self.fault(item.span(), &one()));
        };
        let text = || self.string(value).map(str::to_owned);
        Ok(match kind {
            "keyring" => KeyReference::Keyring(text()?),
            "command" => KeyReference::Command(self.words(value)?),
            "shell" => KeyReference::Shell(text()?),
            "env" => KeyReference::Variable(text()?),
            "file" => KeyReference::File(text()?.into()),
            "plain" => KeyReference::Plain(text()?.into()),
            _ => return Err(self.fault(item.span(), &one())),
        })
    }

    /// A command: its words, or a text that is split as a shell would.
    fn words(&self, item: &Item) -> Result<Vec<String>, ConfigError> {
        let words = match item.as_array() {
            Some(array) => array
                .iter()
                .map(|word| word.as_str().map(str::to_owned))
                .collect(),
            None => shlex::split(self.string(item)?),
        };
        words
            .filter(|words: &Vec<String>| !words.is_empty())
            .ok_or_else(|| self.fault(item.span(), "write the command and its arguments"))
    }

    fn value<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        item: &Item,
    ) -> Result<T, ConfigError> {
        let parsed = self.string(item)?.parse();
        parsed.map_err(|error: T::Err| self.fault(item.span(), &error.to_string()))
    }

    fn lifetime(&self, item: &Item) -> Result<String, ConfigError> {
        let text = self.string(item)?;
        match lifetime(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(fault) => {
                Err(self.fault(item.span(), &format!("{}; {}", fault.message, fault.help)))
            }
        }
    }

    fn url(&self, item: &Item) -> Result<url::Url, ConfigError> {
        let url = crate::settings::api_url(self.string(item)?);
        url.map_err(|reason| self.fault(item.span(), &reason))
    }

    fn string<'i>(&self, item: &'i Item) -> Result<&'i str, ConfigError> {
        let text = item.as_str().filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| self.fault(item.span(), "write a text in quotes"))
    }

    fn table<'i>(&self, item: &'i Item) -> Result<&'i dyn TableLike, ConfigError> {
        let table = item.as_table_like();
        table.ok_or_else(|| self.fault(item.span(), "write a table, such as `[profile.name]`"))
    }

    fn unknown(&self, key: &str, place: &str, known: &[&str]) -> String {
        let meant = match nearest(key, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are {}", list(known)),
        };
        let path = self.path.display();
        format!("unknown key `{key}`{place} of `{path}`; {meant}")
    }

    fn fault(&self, span: Option<Range<usize>>, reason: &str) -> ConfigError {
        let start = span.map_or(self.text.len(), |span| span.start.min(self.text.len()));
        let before = &self.text.as_bytes()[..start];
        ConfigError::Line {
            path: self.path.to_owned(),
            line: 1 + memchr::memchr_iter(b'\n', before).count(),
            reason: reason.to_owned(),
        }
    }
}

/// Names in a row.
pub(super) fn list(names: &[&str]) -> String {
    format!("`{}`", names.join("`, `"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(text: &str) -> Result<Config, ConfigError> {
        Reader::new(Path::new("c.toml"), text).config()
    }

    #[test]
    fn every_way_to_keep_a_key_is_read() {
        let rows = [
            (r#"{ keyring = "a" }"#, "keyring: a"),
            (r#"{ command = "op read 'op://a b'" }"#, "command: op"),
            (r#"{ command = ["op", "read"] }"#, "command: op"),
            (r#"{ shell = "pass x | head -1" }"#, "shell: pass"),
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
    fn what_makes_no_sense_is_pointed_at_and_not_repeated() {
        let rows = [
            ("x", 1, ""),
            ("[profile.x]\nkey = \"pk_test_FAKE\"", 2, "`keyring`"),
            ("[profile.x]\nkey = {}", 2, "write one of"),
            (
                "[profile.x]\n\nkey = { env = \"A\", file = \"b\" }",
                3,
                "write one of",
            ),
            ("[profile.x]\nkey = { word = \"A\" }", 2, "write one of"),
            ("[profile.x]\nregion = 1", 2, "in quotes"),
            ("[profile.x]\nregion = \"mars\"", 2, "`us` or `eu`"),
            ("[profile.x]\napi_url = \"http://x.test\"", 2, "https"),
            ("[profile.x]\nenvironment = \"x\"", 2, "`production`"),
            ("[profile.x]\nexpires_in = \"banana\"", 2, "number"),
            (
                "\n[profile.x]\nregion = \"us\"\napi_url = \"https://x.test\"",
                2,
                "exclude",
            ),
            ("[profile.x]\nkey = { plain = \"pk_test_FAKE }", 2, ""),
            ("profile = 1", 1, "[profile.name]"),
        ];
        for (text, line, hint) in rows {
            let error = config(text).unwrap_err().to_string();
            assert!(error.contains(&format!("line {line}: ")), "{text}: {error}");
            assert!(error.contains(hint), "{text}: {error}");
            assert!(!error.contains("FAKE"), "{error}");
        }
    }

    #[test]
    fn an_unknown_key_is_told_of() {
        let config =
            config("defualt_profile = \"x\"\n[profile.x]\nregoin = \"eu\"\nsecret = \"s\"");
        assert_eq!(
            config.unwrap().warnings,
            [
                "unknown key `defualt_profile` of `c.toml`; did you mean `default_profile`?",
                "unknown key `regoin` in profile `x` of `c.toml`; did you mean `region`?",
                "unknown key `secret` in profile `x` of `c.toml`; there are `region`, `api_url`, \
                 `inbox_url`, `environment`, `user`, `expires_in`, `key`",
            ]
        );
    }
}
