//! Runs the rules and collects their findings in a report.

use super::{
    finding::{Finding, Findings, Severity},
    levels::Levels,
    requirements::Requirements,
    rule::{Check, ServerBehavior},
    rules,
    subject::Subject,
    token_text::TokenText,
};
use crate::token::DecodedToken;

/// The rule whose finding hides those of all other rules: what they find in a token of another
/// service has no meaning.
const FOREIGN: &str = rules::names(["login-provider-token"])[0];

/// The result of inspecting one text.
#[derive(Debug)]
pub struct Report {
    /// True if the text could be read as a token.
    pub is_readable: bool,
    /// True if Courier's servers refuse the token, whatever levels apply to the findings.
    pub is_refused: bool,
    /// The findings, the most severe first and otherwise in the order of the rules. A text that
    /// could not be read has one.
    pub findings: Vec<Finding>,
}

/// The verdict on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No finding is as severe as the limit.
    Ok,
    /// The text is a token, and a finding is as severe as the limit.
    Bad,
    /// The text could not be read as a token.
    Unreadable,
}

/// Inspects a text that should contain one token.
///
/// The text may be wrapped, for example in quotes, in `Bearer`, in the JSON body of an issue-token
/// response or in a line of a dotenv file.
#[must_use]
pub fn inspect(text: &str, requirements: &Requirements, levels: &Levels) -> Report {
    with_report(text, requirements, levels, |_, report| report)
}

/// Inspects a text like [`inspect`] and passes the report to `use_report`, together with the
/// [`Subject`], which borrows from the text.
///
/// Returns what `use_report` returns.
pub fn with_report<R>(
    text: &str,
    requirements: &Requirements,
    levels: &Levels,
    use_report: impl FnOnce(&Subject<'_>, Report) -> R,
) -> R {
    with_report_on(&TokenText::new(text), requirements, levels, use_report)
}

/// Inspects a text that was already taken out of the text around it, like [`with_report`].
pub fn with_report_on<R>(
    token_text: &TokenText<'_>,
    requirements: &Requirements,
    levels: &Levels,
    use_report: impl FnOnce(&Subject<'_>, Report) -> R,
) -> R {
    let decoded = DecodedToken::new(&token_text.text);
    let subject = Subject::new(token_text, &decoded, requirements);
    let report = run_rules(&subject, levels);
    use_report(&subject, report)
}

/// Runs every rule on a subject and applies the levels to the findings.
#[must_use]
pub fn run_rules(subject: &Subject<'_>, levels: &Levels) -> Report {
    let mut findings =
        Findings::collect(rules::about_tokens(), |rule, findings| match rule.check {
            Check::Token(check) => check(subject, findings),
            Check::Entries(kind, check) if subject.entries_of_kind(kind).next().is_some() => {
                check(subject, findings);
            }
            Check::Entries(..) | Check::Source => {}
        });
    let is_refused = findings
        .iter()
        .any(|finding| finding.server == ServerBehavior::Refuses);
    if !findings.is_empty() {
        // Levels do not apply to unreadable text, so that there is always a reason. They apply
        // before findings are hidden, so that a dropped finding hides no other.
        if subject.token.is_ok() {
            levels.apply(&mut findings);
        }
        hide_duplicates(&mut findings);
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        if subject.token.is_err() {
            findings.truncate(1);
        }
    }
    Report {
        is_readable: subject.token.is_ok(),
        is_refused,
        findings,
    }
}

/// Removes findings whose cause another finding explains better and at least as severely.
fn hide_duplicates(findings: &mut Vec<Finding>) {
    let fired: Vec<(&str, Severity)> = findings
        .iter()
        .map(|finding| (finding.rule.name, finding.severity))
        .collect();
    findings.retain(|finding| {
        let hides = |(name, severity): &(&str, Severity)| {
            let explains_all = *name == FOREIGN && finding.rule.name != FOREIGN;
            let explains = explains_all || finding.rule.hidden_by.contains(name);
            explains && *severity >= finding.severity
        };
        !fired.iter().any(hides)
    });
}

impl Report {
    /// Returns the verdict, where `fail_on` is the lowest severity that fails.
    #[must_use]
    pub fn verdict(&self, fail_on: Severity) -> Verdict {
        if !self.is_readable {
            Verdict::Unreadable
        } else if self
            .findings
            .iter()
            .any(|finding| finding.severity >= fail_on)
        {
            Verdict::Bad
        } else {
            Verdict::Ok
        }
    }

    /// Returns the number of findings of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

impl Verdict {
    /// Returns the name that every output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Bad => "bad",
            Self::Unreadable => "unreadable",
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        inspect::Requirements,
        token::{Algorithm, ApiKey, FEATURES, sign_token},
    };

    fn verdict_on(text: &str) -> Verdict {
        let all: Vec<_> = FEATURES.iter().collect();
        let requirements =
            Requirements::for_features(&all, DateTime::from_timestamp(1_000, 0).unwrap());
        with_report(
            text,
            &requirements,
            &Levels::default(),
            |subject, report| {
                let in_order = |pair: &[Finding]| pair[0].severity >= pair[1].severity;
                assert!(report.findings.windows(2).all(in_order));
                for finding in &report.findings {
                    if let Some(span) = &finding.span {
                        let scope = subject.scope_text().unwrap();
                        assert!(scope.get(span.clone()).is_some(), "{span:?} in {scope}");
                    }
                }
                let verdict = report.verdict(Severity::Error);
                let has_error = report.count(Severity::Error) > 0;
                assert_eq!(
                    verdict != Verdict::Ok,
                    has_error,
                    "every refusal has its reason"
                );
                verdict
            },
        )
    }

    proptest! {
        #[test]
        fn any_text_has_a_verdict(text in any::<String>()) {
            verdict_on(&text);
        }

        #[test]
        fn any_claims_have_a_verdict(
            claim in "scope|exp|iat|nbf|tenant_id|client_key",
            value in r#"-?[0-9]{1,20}(e[0-9]{1,3})?|"[ -!#-\[\]-~é😀]{0,30}"|null|true|\[\]|\{\}"#,
        ) {
            let key = ApiKey::new("pk_prod_FAKE").unwrap();
            let jwt = sign_token(&format!("{{\"{claim}\":{value}}}"), &key, Algorithm::Hs256);
            prop_assert_ne!(verdict_on(jwt.expose()), Verdict::Ok);
        }

        #[test]
        fn any_scope_has_a_verdict(
            entries in prop::collection::vec(
                prop::sample::select(vec![
                    "user_id:", "user_id:alice", "user_id:用户😀", "USER_ID:a", "inbox:read:messages",
                    "inbox:write:events", "Inbox:Read:Messages", "inbox:write:event", "read:brands{:id}",
                    "read:brands:b1", "tenants:notification:read", "tenant:t:read", "write:brands",
                    "stray", "undefined", "{{ userId }}", "é:ü", "a,b", "%20", "+", ",",
                ]),
                0..8,
            ),
            separators in prop::collection::vec(
                prop::sample::select(vec![" ", "  ", ",", ", ", "\t", "\u{a0}", "%20", "+", ""]),
                8,
            ),
            exp in -10_f64..5_000.0,
        ) {
            let pairs = entries.iter().zip(&separators);
            let scope: String = pairs.flat_map(|(entry, separator)| [*entry, *separator]).collect();
            let claims = serde_json::json!({"scope": scope, "exp": exp, "iat": 900});
            let key = ApiKey::new("pk_prod_FAKE").unwrap();
            verdict_on(sign_token(&claims.to_string(), &key, Algorithm::Hs256).expose());
        }

        #[test]
        fn a_mutated_token_has_a_verdict(at in 0_usize..120, byte in any::<char>()) {
            let key = ApiKey::new("pk_prod_FAKE").unwrap();
            let jwt = sign_token(r#"{"scope":"user_id:a b","exp":5,"iat":1}"#, &key, Algorithm::Hs256);
            let mut text: Vec<char> = jwt.expose().chars().collect();
            let at = at % text.len();
            text[at] = byte;
            verdict_on(&text.into_iter().collect::<String>());
        }
    }
}
