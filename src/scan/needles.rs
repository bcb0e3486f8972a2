//! The texts that a file must contain to be looked at more closely, and the places in it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind, packed};
use memchr::memmem;

/// The texts of which a file contains at least one, if it has anything to check. They are rare in other
/// files, and few, since all bytes are searched for them.
const NEEDLES: [&str; 9] = [
    "ourier", "OURIER", "eyJ", "k_prod_", "k_test_", "user_id:", "inbox:", "user-tok", "issue-to",
];

/// A place that a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Scope,
    ScopeName,
    Key,
    Basic,
    Call,
    Lifetime,
    Variable,
    Legacy,
    Host,
    Command,
}

/// The texts that mark the places of a file, in any case.
const PLACES: &[(Place, &[&str])] = &[
    (
        Place::Scope,
        &[
            "user_id:",
            "user_id%3a",
            "inbox:",
            "inbox%3a",
            "inbox.read",
            "inbox.write",
            "inbox_read",
            "inbox_write",
            ":user-tokens",
            "read:messages",
            "write:events",
            "read:preferences",
            "write:preferences",
            "read:brands",
            "write:brands",
            "tenants:",
            "tenant:",
        ],
    ),
    (Place::ScopeName, &["\"scope\"", "'scope'", "scope\\\""]),
    (Place::Key, &["pk_", "dk_", "token_"]),
    (Place::Basic, &["basic "]),
    (Place::Call, &["issue-token", "issuetoken", "issue_token"]),
    (Place::Lifetime, &["expires_in", "expiresin", "expires-in"]),
    (
        Place::Variable,
        &[
            "courier_api_key",
            "courierapikey",
            "courier_apikey",
            "courier_auth_token",
            "courier_auth_key",
            "courier_authorization_token",
            "courier_api_token",
            "courier_secret",
        ],
    ),
    (
        Place::Legacy,
        &[
            "usersignature",
            "x-courier-user-signature",
            "hmac",
            "clientkey=",
            "client-key=",
        ],
    ),
    (Place::Host, &["courier.com", "courier.io", "execute-api"]),
    (
        Place::Command,
        &["curl", "wget", "http post", "https post", "xh post"],
    ),
];

/// A search by vector instructions, `None` on a processor that has none.
static SEARCHER: LazyLock<Option<packed::Searcher>> =
    LazyLock::new(|| packed::Searcher::new(NEEDLES));

/// The automaton for the places, and the place of each of its patterns.
static PLACE_SEARCHER: LazyLock<(AhoCorasick, Vec<Place>)> = LazyLock::new(|| {
    let patterns = PLACES.iter().flat_map(|(_, texts)| *texts);
    let places = PLACES
        .iter()
        .flat_map(|(place, texts)| texts.iter().map(|_| *place));
    let searcher = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(patterns);
    (searcher.expect("the places are few"), places.collect())
});

/// Returns true if the bytes of a file contain a needle.
pub(crate) fn may_have_findings(bytes: &[u8]) -> bool {
    match &*SEARCHER {
        Some(searcher) => searcher.find(bytes).is_some(),
        None => NEEDLES
            .iter()
            .any(|needle| memmem::find(bytes, needle.as_bytes()).is_some()),
    }
}

/// Returns the places of a text, each with its range.
pub(super) fn places(text: &str) -> impl Iterator<Item = (Place, std::ops::Range<usize>)> {
    let (searcher, places) = &*PLACE_SEARCHER;
    let found = searcher.find_iter(text);
    found.map(|found| (places[found.pattern().as_usize()], found.range()))
}
