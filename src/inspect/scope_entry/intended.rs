//! The scopes that an entry of a scope string was meant to name.

use super::{
    joined::split_joined,
    kind::EntryKind,
    missing_space::{MAX_PARTS, split_at_missing_spaces},
    tenant::corrected_tenant_scope,
    wildcard::wildcard_scopes,
};
use crate::token::scope::{
    USER_PREFIX, canonical_case, closest_match, documented_replacement, is_known,
    only_scope_with_words, scope_of_words,
};

/// Returns the scopes that an entry was evidently meant to name. A valid entry names itself.
pub(in crate::inspect) fn intended_scopes(text: &str, kind: EntryKind) -> Vec<String> {
    let at_most_one = |scope: Option<String>| scope.into_iter().collect();
    match kind {
        EntryKind::User | EntryKind::Known => vec![text.to_owned()],
        EntryKind::Undocumented => documented_replacement(text)
            .into_iter()
            .flat_map(|scopes| scopes.split(' '))
            .map(str::to_owned)
            .collect(),
        EntryKind::Joined | EntryKind::MissingSpace => entry_parts(text, kind)
            .into_iter()
            .flat_map(intended_by_part)
            .collect(),
        EntryKind::Wildcard => wildcard_scopes(text),
        EntryKind::MixedTenant => at_most_one(corrected_tenant_scope(text)),
        // `read:brands{:id}` was meant as `read:brands` or with an ID. The ID that is missing from
        // `read:brands:<id>` is unknown.
        EntryKind::Placeholder => {
            let fixed = text.split('{').next().unwrap_or_default();
            at_most_one(is_known(fixed).then(|| fixed.to_owned()))
        }
        EntryKind::WrongCase => {
            canonical_case(text).map_or_else(Vec::new, |scope| intended_by_part(&scope))
        }
        EntryKind::Stray | EntryKind::Unknown => Vec::new(),
    }
}

/// Returns the parts of an entry: several if it lacks the space between them.
pub(in crate::inspect) fn entry_parts(text: &str, kind: EntryKind) -> Vec<&str> {
    let mut parts = match kind {
        // The entry is known to be joined, so a trailing separator counts whatever follows it.
        EntryKind::Joined => split_joined(text, Some(USER_PREFIX)),
        EntryKind::MissingSpace => split_at_missing_spaces(text),
        _ => None,
    }
    .unwrap_or_else(|| vec![text]);
    parts.truncate(MAX_PARTS + 1);
    parts
}

/// Returns the scopes that a part of a joined entry was evidently meant to name, none if the part
/// is unknown.
pub(in crate::inspect) fn intended_by_part(part: &str) -> Vec<String> {
    match split_at_missing_spaces(part) {
        Some(parts) => parts.into_iter().flat_map(intended_by_scope).collect(),
        None => intended_by_scope(part),
    }
}

fn intended_by_scope(text: &str) -> Vec<String> {
    if text.starts_with(USER_PREFIX) || is_known(text) {
        return vec![text.to_owned()];
    }
    canonical_case(text).map_or_else(|| suggested_scopes(text), |scope| vec![scope])
}

/// Returns the scopes that an unknown entry was probably meant to name.
pub(crate) fn suggested_scopes(text: &str) -> Vec<String> {
    let scope = scope_of_words(text)
        .map(str::to_owned)
        .or_else(|| with_colons(text))
        .or_else(|| misnamed_user(text))
        .or_else(|| closest_match(text).map(str::to_owned))
        .or_else(|| only_scope_with_words(text).map(str::to_owned));
    let documented = |scope: String| match documented_replacement(&scope) {
        Some(scopes) => scopes.split(' ').map(str::to_owned).collect(),
        None => vec![scope],
    };
    scope.map_or_else(Vec::new, documented)
}

/// Returns the scope that a text is but for case, separators and the order of its words.
pub(super) fn respelled_scope(text: &str) -> Option<String> {
    let by_words = scope_of_words(text).or_else(|| only_scope_with_words(text));
    by_words.map(str::to_owned).or_else(|| with_colons(text))
}

/// Returns the scope that a text is if it is written with colons: `tenant/acme/read`.
fn with_colons(text: &str) -> Option<String> {
    let separators = ['.', '/', '_', '-'].into_iter();
    let used = separators.filter(|separator| text.contains(*separator));
    let mut scopes = used.filter_map(|separator| {
        let text = text.replace(separator, ":");
        canonical_case(&text).filter(|scope| is_known(scope) && !scope.starts_with(USER_PREFIX))
    });
    scopes.next()
}

/// Returns the `user_id:` entry that a text was meant to be, such as `userid:alice`.
pub(in crate::inspect) fn misnamed_user(text: &str) -> Option<String> {
    const NAMES: [&str; 6] = ["user", "user_id", "user-id", "userid", "uid", "sub"];
    let (name, id) = text.split_once([':', '='])?;
    let is_name = NAMES.contains(&name.to_ascii_lowercase().as_str());
    (is_name && !id.is_empty()).then(|| format!("{USER_PREFIX}{id}"))
}

/// Returns true if a text names a tenant, such as `tenant_id:acme`. A tenant is not part of a token.
pub(in crate::inspect) fn names_tenant(text: &str) -> bool {
    const NAMES: [&str; 4] = ["tenant", "tenantid", "account", "accountid"];
    let Some((name, id)) = text.split_once([':', '=']) else {
        return false;
    };
    let name = name.replace(['_', '-'], "");
    !id.is_empty() && NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}
