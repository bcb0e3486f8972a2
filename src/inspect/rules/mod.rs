//! The catalogue. Each family is one const table; together they are the only list of rules:
//! `explain`, help, completions, the README and the tests loop over it.

mod form;
mod scope;
mod time;
mod user;
mod workspace;

use super::rule::Rule;

const FAMILIES: [&[Rule]; 5] = [
    form::RULES,
    time::RULES,
    scope::RULES,
    user::RULES,
    workspace::RULES,
];

/// Every rule, by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten()
}

/// The rule of that code or name; case does not matter.
#[must_use]
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().find(|rule| {
        rule.code.eq_ignore_ascii_case(code_or_name) || rule.name.eq_ignore_ascii_case(code_or_name)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use chrono::DateTime;

    use super::*;
    use crate::{
        inspect::{Unwrapped, Wanted, example::NOW, judge},
        token::{ApiKey, FEATURES},
    };

    /// The names of the rules that fire on a text at the time of the examples.
    fn fired(text: &str) -> HashSet<&'static str> {
        let wanted = Wanted {
            features: vec![&FEATURES[0]],
            now: DateTime::from_timestamp(NOW, 0).unwrap(),
        };
        let unwrapped = Unwrapped::new(text);
        let report = judge(&unwrapped, &wanted);
        report
            .findings
            .iter()
            .map(|finding| finding.rule.name)
            .collect()
    }

    #[test]
    fn the_table_is_well_formed() {
        let mut seen = HashSet::new();
        let mut last = "";
        for rule in all() {
            assert!(rule.code > last, "{} is out of order", rule.code);
            last = rule.code;
            assert!(
                rule.code.len() == 5 && rule.code.starts_with("CA"),
                "{}",
                rule.code
            );
            assert!(seen.insert(rule.name), "{} stands twice", rule.name);
            let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(rule.name.chars().all(kebab), "{}", rule.name);
            for text in [rule.summary, rule.why, rule.fix] {
                assert!(
                    !text.is_empty() && !text.ends_with('.'),
                    "{}: {text}",
                    rule.code
                );
            }
            for other in rule.hidden_by {
                assert!(find(other).is_some(), "{} names {other}", rule.code);
            }
            assert_eq!(
                find(&rule.code.to_lowercase()).map(|rule| rule.name),
                Some(rule.name)
            );
        }
    }

    #[test]
    fn every_rule_fires_on_its_bad_example_and_not_on_its_good_one() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        for rule in all() {
            let bad = fired(&rule.bad.text(&key));
            assert!(
                bad.contains(rule.name),
                "{} does not fire: {bad:?}",
                rule.code
            );
            let good = fired(&rule.good.text(&key));
            assert!(good.is_empty(), "{}: {good:?}", rule.code);
        }
    }
}
