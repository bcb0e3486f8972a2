//! Inspection of the examples of rules, for their pages and for tests.

use chrono::DateTime;

use super::{
    example::{Example, NOW, TENANT},
    finding::Finding,
    levels::Levels,
    report::inspect,
    requirements::Requirements,
    rule::Rule,
};
use crate::token::{ApiKey, Feature};

/// The API key that signs the examples.
const KEY: &str = "pk_prod_FAKE";

/// An API key that did not sign them.
const OTHER_KEY: &str = "pk_prod_ANOTHER_FAKE";

/// Returns what the rule reports about an example, `None` if it reports nothing.
pub(crate) fn example_finding(rule: &Rule, example: Example) -> Option<Finding> {
    let key = ApiKey::new(KEY).ok()?;
    let text = example.text(&key, TENANT);
    let report = inspect(&text, &requirements(example), &Levels::default());
    let mut findings = report.findings.into_iter();
    findings.find(|finding| finding.rule.code == rule.code)
}

/// Returns the requirements that the options of the example set, at the time of the examples.
fn requirements(example: Example) -> Requirements {
    let inbox: Vec<_> = Feature::from_name("inbox").into_iter().collect();
    let now = DateTime::from_timestamp(NOW, 0).unwrap_or_default();
    let mut requirements = Requirements::for_features(&inbox, now);
    match example {
        Example::ForUser(user) => requirements.user = Some(user.to_owned()),
        Example::ForEnvironment(name) => requirements.environment = name.parse().ok(),
        Example::WithClientKey(key) => requirements.client_key = key.parse().ok(),
        Example::Verified { key_is_right } => {
            let key = if key_is_right { KEY } else { OTHER_KEY };
            requirements.signing_key = ApiKey::new(key).ok();
        }
        _ => {}
    }
    requirements
}
