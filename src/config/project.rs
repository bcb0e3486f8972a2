//! Parses the text of a project file, which holds defaults for everyone who works in a repository.
//!
//! The repository may be hostile: the file can name a profile, but it can hold neither a key, nor the
//! source of one, nor an address.

use std::path::{Path, PathBuf};

use toml_edit::{Item, Value};

use super::{
    model::{ConfigError, InvalidEntry, list},
    project_limits::refuse_forbidden,
    reader::Reader,
};
use crate::{
    inspect::{Level, Levels, Selector, Severity, rules},
    text::closest_match,
    token::{FEATURES, Feature},
    validate,
};

/// The keys of a project file.
const KEYS: &[&str] = &["profile", "user", "for", "expires_in", "output", "scan"];

/// The keys of `[scan]`.
const SCAN_KEYS: &[&str] = &["exclude", "allow", "warn", "deny", "fail_on"];

/// The severities that `fail_on` accepts.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// The defaults that a repository sets.
#[derive(Debug, Default)]
pub(crate) struct ProjectFile {
    pub(crate) path: PathBuf,
    /// The name of a profile in the user's configuration.
    pub(crate) profile: Option<String>,
    pub(crate) user: Option<String>,
    /// The features of the app.
    pub(crate) features: Option<Vec<&'static Feature>>,
    pub(crate) expires_in: Option<String>,
    /// The output format of reports.
    pub(crate) output: Option<ReportFormat>,
    pub(crate) scan: ScanDefaults,
    /// The warnings about unknown entries.
    pub(crate) warnings: Vec<String>,
}

/// The defaults of `scan`.
#[derive(Debug, Default)]
pub(crate) struct ScanDefaults {
    /// The paths that are skipped, as patterns of a `.gitignore` file beside the project file.
    pub(crate) exclude: Vec<String>,
    pub(crate) levels: Levels,
    /// The lowest severity that fails.
    pub(crate) fail_on: Option<Severity>,
}

/// A format that every report has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    Text,
    Json,
}

impl ReportFormat {
    const ALL: [Self; 2] = [Self::Text, Self::Json];

    /// Returns the name in the project file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
    }
}

impl ProjectFile {
    /// Parses the text of a project file.
    ///
    /// # Errors
    /// Returns an error if the text is not TOML, or if an entry is invalid or forbidden.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let reader = Reader::new(path, text);
        let document = reader.document()?;
        let read = || {
            refuse_forbidden(&reader, document.as_table())?;
            let mut project = Self {
                path: path.to_owned(),
                ..Self::default()
            };
            for (key, item) in document.iter() {
                project.read_entry(&reader, key, item)?;
            }
            Ok(project)
        };
        read().map_err(|entry| reader.file_error(entry))
    }

    fn read_entry(&mut self, reader: &Reader<'_>, key: &str, item: &Item) -> EntryResult {
        match key {
            "profile" => self.profile = Some(reader.checked(item, validate::profile_name)?),
            "user" => self.user = Some(reader.checked(item, validate::user_id)?),
            "for" => self.features = Some(features(reader, item)?),
            "expires_in" => self.expires_in = Some(reader.checked(item, validate::lifetime)?),
            "output" => self.output = Some(reader.checked(item, report_format)?),
            "scan" => self.read_scan(reader, item)?,
            _ => self.warnings.push(reader.unknown(key, "", KEYS)),
        }
        Ok(())
    }

    /// Reads `[scan]`. An unknown rule is only a warning, because a newer version may have it.
    fn read_scan(&mut self, reader: &Reader<'_>, item: &Item) -> EntryResult {
        let mut levels = Vec::new();
        for (key, item) in reader.table(item, "[scan]")?.iter() {
            let level = match key {
                "allow" => Level::Allow,
                "warn" => Level::Warn,
                "deny" => Level::Deny,
                "exclude" => {
                    let patterns = reader.strings(item)?.into_iter();
                    self.scan.exclude = patterns.map(|value| text_of(value).to_owned()).collect();
                    continue;
                }
                "fail_on" => {
                    self.scan.fail_on = Some(reader.checked(item, severity)?);
                    continue;
                }
                _ => {
                    let warning = reader.unknown(key, " in `[scan]`", SCAN_KEYS);
                    self.warnings.push(warning);
                    continue;
                }
            };
            for value in reader.strings(item)? {
                match text_of(value).parse::<Selector>() {
                    Ok(selector) => levels.push((selector, level)),
                    Err(_) => self.warnings.push(unknown_rule(reader, value, key)),
                }
            }
        }
        let levels = Levels::new(levels);
        let levels = levels.map_err(|error| reader.invalid(item.span(), &error.to_string()))?;
        self.scan.levels = levels;
        Ok(())
    }
}

/// The result of a part that has no value.
type EntryResult = Result<(), InvalidEntry>;

/// Parses features: an array of names, or names in one string, separated by commas.
fn features(reader: &Reader<'_>, item: &Item) -> Result<Vec<&'static Feature>, InvalidEntry> {
    let feature = |name: &str, span| {
        Feature::from_name(name.trim()).ok_or_else(|| reader.invalid(span, &unknown_feature(name)))
    };
    if let Some(names) = item.as_str() {
        let names = names.split(',');
        return names.map(|name| feature(name, item.span())).collect();
    }
    let names = reader.strings(item)?;
    if names.is_empty() {
        return Err(reader.invalid(item.span(), "expected at least one feature"));
    }
    let names = names.into_iter();
    names
        .map(|name| feature(text_of(name), name.span()))
        .collect()
}

fn unknown_feature(name: &str) -> String {
    let names: Vec<&str> = FEATURES.iter().map(|feature| feature.name).collect();
    match closest_match(name.trim(), names.iter().copied()) {
        Some(meant) => format!("unknown feature; did you mean `{meant}`?"),
        None => format!("expected features: {}", list(&names)),
    }
}

fn unknown_rule(reader: &Reader<'_>, value: &Value, key: &str) -> String {
    let rule = text_of(value);
    let names = rules::all().flat_map(|rule| [rule.name, rule.code]);
    let advice = match closest_match(rule, names) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`courier-auth explain` lists all rules".to_owned(),
    };
    let place = reader.place(value.span());
    format!("unknown rule `{rule}` in `{key}` in {place}; {advice}")
}

fn report_format(text: &str) -> Result<ReportFormat, String> {
    let mut formats = ReportFormat::ALL.into_iter();
    let found = formats.find(|format| format.name() == text);
    found.ok_or_else(|| "expected `text` or `json`".to_owned())
}

fn severity(text: &str) -> Result<Severity, String> {
    let found = SEVERITIES
        .into_iter()
        .find(|severity| severity.name() == text);
    found.ok_or_else(|| format!("expected one of {}", list(&SEVERITIES.map(Severity::name))))
}

/// Returns the text of a value that [`Reader::strings`] returned.
fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ProjectFile, ConfigError> {
        ProjectFile::parse(Path::new("p.toml"), text)
    }

    #[test]
    fn every_entry_is_parsed() {
        let text = "profile = \"ci\"\nuser = \"e2e\"\nfor = [\"inbox\", \"preferences\"]\n\
                    expires_in = \"2 hours\"\noutput = \"json\"\n\
                    [scan]\nexclude = [\"*.lock\", \"{a,b}/**\"]\nallow = [\"CA2\", \"no-expiry\"]\n\
                    warn = []\ndeny = [\"ca305\"]\nfail_on = \"warning\"\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            let project = parse(&text).unwrap();
            assert_eq!(project.profile.as_deref(), Some("ci"));
            assert_eq!(project.user.as_deref(), Some("e2e"));
            assert_eq!(project.expires_in.as_deref(), Some("2 hours"));
            assert_eq!(project.output, Some(ReportFormat::Json));
            assert_eq!(project.scan.exclude, ["*.lock", "{a,b}/**"]);
            assert_eq!(project.scan.fail_on, Some(Severity::Warning));
            let level = |name| project.scan.levels.level_of(rules::find(name).unwrap());
            assert_eq!(level("no-expiry"), Some(Level::Allow));
            assert_eq!(level("missing-scope"), Some(Level::Deny));
            assert_eq!(project.warnings, [""; 0]);
        }
        assert!(parse("").unwrap().features.is_none());
    }

    #[test]
    fn features_are_an_array_or_one_string() {
        for text in [
            r#"for = ["inbox", "push"]"#,
            r#"for = "inbox,push""#,
            r#"for = " inbox , push ""#,
        ] {
            let features = parse(text).unwrap().features.unwrap();
            let names: Vec<_> = features.iter().map(|feature| feature.name).collect();
            assert_eq!(names, ["inbox", "push"], "{text}");
        }
    }

    #[test]
    fn invalid_entries_are_errors_that_name_the_line() {
        let rows = [
            ("x", 1, ""),
            ("\nuser = 7", 2, "a non-empty string"),
            ("user = \"\"", 1, "a non-empty string"),
            ("profile = \"a b\"", 1, "only letters"),
            ("for = \"inbx\"", 1, "did you mean `inbox`?"),
            (
                "for = [\n\"inbox\",\n\"zebra\"]",
                3,
                "expected features: `inbox`",
            ),
            ("for = \"inbox,\"", 1, "expected features"),
            ("for = []", 1, "at least one feature"),
            ("for = [\"inbox\", 7]", 1, "an array of strings"),
            ("for = 7", 1, "an array of strings"),
            ("expires_in = \"3600\"", 1, "seconds"),
            ("expires_in = \"soon\"", 1, "number"),
            ("output = \"github\"", 1, "`text` or `json`"),
            ("scan = 1", 1, "`[scan]`"),
            ("[scan]\nexclude = \"a\"", 2, "an array of strings"),
            (
                "[scan]\nfail_on = \"fatal\"",
                2,
                "`error`, `warning`, `note`",
            ),
            (
                "[scan]\nallow = [\"CA2\"]\ndeny = [\"ca2\"]",
                1,
                "more than one level",
            ),
            ("user = \"a\"\nuser = \"b\"", 2, ""),
        ];
        for (text, line, hint) in rows {
            let error = parse(text).unwrap_err().to_string();
            let start = format!("`p.toml`, line {line}: ");
            assert!(error.starts_with(&start), "{text}: {error}");
            assert!(error.contains(hint), "{text}: {error}");
        }
    }

    #[test]
    fn unknown_entries_are_warnings() {
        let text = "usr = \"alice\"\ncolour = 1\n[scan]\nexlude = []\n\nallow = [\"no-expiri\"]\n\
                    deny = [\n\"legacy\"]";
        assert_eq!(
            parse(text).unwrap().warnings,
            [
                "unknown key `usr` in `p.toml`; did you mean `user`?",
                "unknown key `colour` in `p.toml`; known keys: `profile`, `user`, `for`, \
                 `expires_in`, `output`, `scan`",
                "unknown key `exlude` in `[scan]` in `p.toml`; did you mean `exclude`?",
                "unknown rule `no-expiri` in `allow` in `p.toml`, line 6; did you mean `no-expiry`?",
                "unknown rule `legacy` in `deny` in `p.toml`, line 8; `courier-auth explain` lists \
                 all rules",
            ]
        );
    }
}
