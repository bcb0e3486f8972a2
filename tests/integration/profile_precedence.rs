//! Precedence of the sources of the API key and of the URLs: every combination of six sources.

use std::fs;

use courier_auth::token::ApiKey;

use crate::support::{ConfigHome, Outcome};

/// Returns true if the source with this index is present in the combination.
fn has(combination: u32, index: usize) -> bool {
    combination & (1 << index) != 0
}

/// Returns the line of `profile show` that begins with `name`, and the indented lines below it.
#[track_caller]
fn row(outcome: &Outcome, name: &str) -> (String, Vec<String>) {
    let lines = outcome.stdout.lines();
    let mut lines = lines.skip_while(|line| !line.starts_with(name));
    let first = lines.next().unwrap().to_owned();
    let rest = lines.take_while(|line| line.starts_with(' '));
    (first, rest.map(str::to_owned).collect())
}

/// A source of the API key.
struct KeySource {
    key: &'static str,
    /// The origin that `profile show --origin` reports.
    origin: &'static str,
}

/// From the strongest to the weakest. The default profile is always configured; if its index is
/// absent from a combination, it has no key.
const KEY_SOURCES: [KeySource; 6] = [
    KeySource {
        key: "pk_test_FAKEfile",
        origin: "--api-key-file",
    },
    KeySource {
        key: "pk_test_FAKEflag",
        origin: "profile by-flag",
    },
    KeySource {
        key: "pk_test_FAKEkey",
        origin: "COURIER_API_KEY",
    },
    KeySource {
        key: "pk_test_FAKEtoken",
        origin: "COURIER_AUTH_TOKEN",
    },
    KeySource {
        key: "pk_test_FAKEvariable",
        origin: "profile by-variable",
    },
    KeySource {
        key: "pk_test_FAKEdefault",
        origin: "profile by-default",
    },
];

const KEY_FILE: usize = 0;
const PROFILE_FLAG: usize = 1;
const API_KEY: usize = 2;
const AUTH_TOKEN: usize = 3;
const PROFILE_VARIABLE: usize = 4;
const DEFAULT_PROFILE: usize = 5;

/// Runs `profile show --origin` with the key sources of a combination.
fn show_with_keys(home: &ConfigHome, combination: u32, key_file: &str) -> Outcome {
    let mut test = home.line("profile show --origin");
    if has(combination, KEY_FILE) {
        test = test.args(["--api-key-file", key_file]);
    }
    if has(combination, PROFILE_FLAG) {
        test = test.args(["--profile", "by-flag"]);
    }
    for (index, name, value) in [
        (API_KEY, "COURIER_API_KEY", KEY_SOURCES[API_KEY].key),
        (
            AUTH_TOKEN,
            "COURIER_AUTH_TOKEN",
            KEY_SOURCES[AUTH_TOKEN].key,
        ),
        (PROFILE_VARIABLE, "COURIER_PROFILE", "by-variable"),
        (PROFILE_FLAG, "OF_FLAG", KEY_SOURCES[PROFILE_FLAG].key),
        (
            PROFILE_VARIABLE,
            "OF_VARIABLE",
            KEY_SOURCES[PROFILE_VARIABLE].key,
        ),
        (
            DEFAULT_PROFILE,
            "OF_DEFAULT",
            KEY_SOURCES[DEFAULT_PROFILE].key,
        ),
    ] {
        if has(combination, index) {
            test = test.env(name, value);
        }
    }
    test.run()
}

#[test]
fn the_strongest_source_of_the_key_wins_and_the_others_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let key_file = folder.path().join("key");
    fs::write(&key_file, KEY_SOURCES[KEY_FILE].key).unwrap();
    let home = ConfigHome::with(
        "default_profile = \"by-default\"\n\
         [profile.by-flag]\nkey = { env = \"OF_FLAG\" }\n\
         [profile.by-variable]\nkey = { env = \"OF_VARIABLE\" }\n\
         [profile.by-default]\nkey = { env = \"OF_DEFAULT\" }\n",
    );
    for combination in 0_u32..64 {
        let outcome = show_with_keys(&home, combination, key_file.to_str().unwrap());
        assert_keys(&outcome, combination);
        assert_profiles(&outcome, combination);
        assert!(
            !format!("{outcome:?}").contains("pk_test_FAKE"),
            "{outcome:#?}"
        );
    }
}

/// Asserts that the strongest key is in use and that the others are listed as shadowed.
fn assert_keys(outcome: &Outcome, combination: u32) {
    // Only one profile is in use: the strongest one that is named, or else the default.
    let named_profiles = [PROFILE_FLAG, PROFILE_VARIABLE];
    let mut named_profiles = named_profiles.into_iter();
    let profile_in_use = named_profiles.find(|index| has(combination, *index));
    let profile_in_use = profile_in_use.unwrap_or(DEFAULT_PROFILE);
    let is_present = |index: &usize| match *index {
        KEY_FILE | API_KEY | AUTH_TOKEN => has(combination, *index),
        index => index == profile_in_use,
    };
    let present: Vec<usize> = (0..6).filter(is_present).collect();
    let has_key = present
        .first()
        .is_some_and(|index| *index != DEFAULT_PROFILE || has(combination, DEFAULT_PROFILE));
    assert_eq!(
        outcome.code,
        Some(i32::from(!has_key)),
        "{combination}: {outcome:#?}"
    );
    let fingerprint = |index: usize| ApiKey::new(KEY_SOURCES[index].key).unwrap().describe();
    let (line, shadowed) = row(outcome, "api key");
    if has_key {
        let fingerprint = fingerprint(present[0]);
        let origin = KEY_SOURCES[present[0]].origin;
        assert_eq!(
            line,
            format!("api key          {fingerprint}  ({origin})"),
            "{combination}"
        );
    }
    assert_eq!(
        shadowed.len(),
        present.len() - 1,
        "{combination}: {outcome:#?}"
    );
    for (line, index) in shadowed.iter().zip(&present[1..]) {
        let origin = KEY_SOURCES[*index].origin;
        assert!(
            line.ends_with(&format!("({origin})")),
            "{combination}: {line}"
        );
        if matches!(*index, API_KEY | AUTH_TOKEN) {
            let expected = format!("overrides {} (", fingerprint(*index));
            assert!(line.contains(&expected), "{combination}: {line}");
        }
    }
}

/// Asserts that the strongest profile is in use and that the others are listed as shadowed.
fn assert_profiles(outcome: &Outcome, combination: u32) {
    let named = [
        (has(combination, PROFILE_FLAG), "by-flag", "--profile"),
        (
            has(combination, PROFILE_VARIABLE),
            "by-variable",
            "COURIER_PROFILE",
        ),
        (true, "by-default", "profile use"),
    ];
    let mut named = named.into_iter().filter(|(is_named, ..)| *is_named);
    let (_, profile, origin) = named.next().unwrap();
    let shadowed: Vec<String> = named
        .map(|(_, profile, origin)| format!("                 overrides {profile} ({origin})"))
        .collect();
    assert_eq!(
        row(outcome, "profile"),
        (format!("profile          {profile}  ({origin})"), shadowed),
        "{combination}"
    );
}

/// A source of the REST URL, of the Inbox URL, or of both.
#[derive(Clone, Copy)]
struct UrlSource {
    api_url: Option<&'static str>,
    inbox_url: Option<&'static str>,
    origin: &'static str,
    /// Sources of the same rank are equally strong: the flags, and the variables.
    rank: usize,
}

/// From the strongest to the weakest.
const URL_SOURCES: [UrlSource; 6] = [
    UrlSource {
        api_url: Some("https://option.test/"),
        inbox_url: None,
        origin: "--api-url",
        rank: 0,
    },
    UrlSource {
        api_url: None,
        inbox_url: Some("https://option.test/i"),
        origin: "--inbox-url",
        rank: 0,
    },
    UrlSource {
        api_url: Some("https://flag.test/"),
        inbox_url: Some("https://flag.test/i"),
        origin: "profile by-flag",
        rank: 1,
    },
    UrlSource {
        api_url: Some("https://base.test/"),
        inbox_url: None,
        origin: "COURIER_BASE_URL",
        rank: 2,
    },
    UrlSource {
        api_url: None,
        inbox_url: Some("https://inbox.test/i"),
        origin: "COURIER_INBOX_URL",
        rank: 2,
    },
    UrlSource {
        api_url: Some("https://variable.test/"),
        inbox_url: Some("https://variable.test/i"),
        origin: "profile by-variable",
        rank: 3,
    },
];

const API_URL_OPTION: usize = 0;
const INBOX_URL_OPTION: usize = 1;
const URL_PROFILE_FLAG: usize = 2;
const BASE_URL: usize = 3;
const INBOX_URL: usize = 4;
const URL_PROFILE_VARIABLE: usize = 5;

/// Runs `profile show --origin` with the URL sources of a combination.
fn show_with_urls(home: &ConfigHome, combination: u32) -> Outcome {
    let mut test = home.line("profile show --origin");
    for (index, option, value) in [
        (API_URL_OPTION, "--api-url", "https://option.test/"),
        (INBOX_URL_OPTION, "--inbox-url", "https://option.test/i"),
        (URL_PROFILE_FLAG, "--profile", "by-flag"),
    ] {
        if has(combination, index) {
            test = test.args([option, value]);
        }
    }
    for (index, name, value) in [
        (BASE_URL, "COURIER_BASE_URL", "https://base.test/"),
        (INBOX_URL, "COURIER_INBOX_URL", "https://inbox.test/i"),
        (URL_PROFILE_VARIABLE, "COURIER_PROFILE", "by-variable"),
    ] {
        if has(combination, index) {
            test = test.env(name, value);
        }
    }
    test.run()
}

/// The source of the REST URL determines the Inbox URL too, unless a source that is at least as
/// strong has an Inbox URL of its own.
#[test]
fn the_strongest_source_of_a_url_wins_and_the_others_are_listed() {
    let home = ConfigHome::with(
        "[profile.by-flag]\napi_url = \"https://flag.test\"\ninbox_url = \"https://flag.test/i\"\n\
         [profile.by-variable]\napi_url = \"https://variable.test\"\n\
         inbox_url = \"https://variable.test/i\"\n",
    );
    for combination in 0_u32..64 {
        let outcome = show_with_urls(&home, combination);
        assert_urls(&outcome, combination);
    }
}

fn assert_urls(outcome: &Outcome, combination: u32) {
    // --profile overrides COURIER_PROFILE, so that its profile is not in use at all.
    let is_present = |index: &usize| {
        let is_overridden = *index == URL_PROFILE_VARIABLE && has(combination, URL_PROFILE_FLAG);
        has(combination, *index) && !is_overridden
    };
    let present = (0..6).filter(is_present).map(|index| URL_SOURCES[index]);
    let present: Vec<UrlSource> = present.collect();
    let mut with_api_url = present.iter().filter_map(|source| {
        let url = source.api_url?;
        Some((url, source.origin, source.rank))
    });
    let default = ("https://api.courier.com/", "default", usize::MAX);
    let (api_url, origin, rank) = with_api_url.next().unwrap_or(default);
    let shadowed: Vec<String> = with_api_url
        .map(|(url, origin, _)| format!("                 overrides {url} ({origin})"))
        .collect();
    assert_eq!(
        row(outcome, "api url"),
        (format!("api url          {api_url}  ({origin})"), shadowed),
        "{combination}: {outcome:#?}"
    );
    let mut with_inbox_url = present.iter().filter_map(|source| {
        let url = source.inbox_url.filter(|_| source.rank <= rank)?;
        Some((url.to_owned(), source.origin))
    });
    let (inbox_url, origin) = with_inbox_url.next().unwrap_or_else(|| match origin {
        "default" => ("https://inbox.courier.com/q".to_owned(), origin),
        origin => (format!("{api_url}q"), origin),
    });
    assert_eq!(
        row(outcome, "inbox url").0,
        format!("inbox url        {inbox_url}  ({origin})"),
        "{combination}: {outcome:#?}"
    );
}
