//! The features that a scope string is for.

use super::options::Options;
use crate::token::Feature;

/// The beginnings of scopes, and the feature that they belong to.
const FEATURE_OF_SCOPES: &[(&str, &str)] = &[
    ("inbox:", "inbox"),
    ("read:preferences", "preferences"),
    ("write:preferences", "preferences"),
    ("tenants:", "create"),
];

/// Returns the required features, otherwise those that a scope string has a scope of.
pub(super) fn features_of(scope: &str, options: &Options) -> Vec<&'static Feature> {
    if !options.features.is_empty() {
        return options.features.clone();
    }
    let scope = scope.to_lowercase();
    let mut names: Vec<&str> = Vec::new();
    for (start, feature) in FEATURE_OF_SCOPES {
        let mut entries = scope.split([' ', ',', ';', '\n', '\t']);
        if !names.contains(feature) && entries.any(|entry| entry.starts_with(start)) {
            names.push(feature);
        }
    }
    let features = names.into_iter();
    features.filter_map(Feature::from_name).collect()
}
