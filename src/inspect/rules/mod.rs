//! The rules. Each family is one const table. Together the tables are the only list of rules:
//! `explain`, help, completions, the README and the tests are generated from it.

mod form;
mod scope;
mod source;
mod time;
mod user;
mod workspace;

pub(super) use scope::is_broad_scope;
pub(crate) use workspace::REQUEST_FIELDS;

use super::rule::Rule;

/// A family of rules that answer one question about a token.
#[derive(Debug)]
pub struct Family {
    /// The prefix of the codes of its rules, such as `CA1`.
    pub code: &'static str,
    /// The subject of its rules.
    pub about: &'static str,
    rules: &'static [Rule],
}

/// The families, ordered by code.
pub const FAMILIES: &[Family] = &[
    Family {
        code: "CA1",
        about: "format: is the text a user token?",
        rules: form::RULES,
    },
    Family {
        code: "CA2",
        about: "lifetime: is the token valid now, and how long?",
        rules: time::RULES,
    },
    Family {
        code: "CA3",
        about: "scopes: does the token allow what the app needs?",
        rules: scope::RULES,
    },
    Family {
        code: "CA4",
        about: "user: who is the token for?",
        rules: user::RULES,
    },
    Family {
        code: "CA5",
        about: "workspace and other claims",
        rules: workspace::RULES,
    },
    Family {
        code: "CA6",
        about: "source code: will the code issue the right token, and keep its secrets?",
        rules: source::RULES,
    },
];

/// Returns every rule, ordered by code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules)
}

/// Returns the rules that inspect tokens, ordered by code.
pub fn about_tokens() -> impl Iterator<Item = &'static Rule> {
    all().filter(|rule| rule.is_about_tokens())
}

/// Returns the rule with this code or name, in any case.
#[must_use]
pub fn find(code_or_name: &str) -> Option<&'static Rule> {
    all().find(|rule| {
        rule.code.eq_ignore_ascii_case(code_or_name) || rule.name.eq_ignore_ascii_case(code_or_name)
    })
}

/// Returns these names of rules, for a list of rules elsewhere in the program.
///
/// # Panics
/// Panics if a name is not the name of a rule. In a constant this is a compile error.
pub(crate) const fn names<const N: usize>(names: [&'static str; N]) -> [&'static str; N] {
    let mut at = 0;
    while at < N {
        assert!(is_name(names[at]), "there is no rule of this name");
        at += 1;
    }
    names
}

/// Returns true if a rule has this name. Iterators and string comparison are not available in a
/// `const fn`.
const fn is_name(name: &str) -> bool {
    let mut family = 0;
    while family < FAMILIES.len() {
        let mut rule = 0;
        while rule < FAMILIES[family].rules.len() {
            let rule_name = FAMILIES[family].rules[rule].name;
            if is_equal(rule_name.as_bytes(), name.as_bytes()) {
                return true;
            }
            rule += 1;
        }
        family += 1;
    }
    false
}

const fn is_equal(left: &[u8], right: &[u8]) -> bool {
    match (left, right) {
        ([], []) => true,
        ([first, left @ ..], [other, right @ ..]) => *first == *other && is_equal(left, right),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn unknown_rule_names_are_recognized() {
        assert!(all().all(|rule| is_name(rule.name)));
        for name in ["", "expire", "expired-", "Expired"] {
            assert!(!is_name(name), "{name}");
        }
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
            assert!(seen.insert(rule.name), "{} is used twice", rule.name);
            let is_kebab = |c: char| c.is_ascii_lowercase() || c == '-';
            assert!(rule.name.chars().all(is_kebab), "{}", rule.name);
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
        for family in FAMILIES {
            let fits = |rule: &Rule| rule.code.starts_with(family.code);
            assert!(family.rules.iter().all(fits), "{}", family.code);
        }
    }
}
