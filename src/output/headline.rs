//! The headline of a report: whether the token works for the app, with the reason.

use super::{Inspected, Paint, Palette, sanitize};
use crate::{
    inspect::{Finding, Report, ServerBehavior, Severity, Subject, TimeClaim, Verdict, rules},
    text::{join_with_and, plural},
    time::humanize,
};

/// The rule whose finding the headline states: no other fault matters to an expired token.
const EXPIRED: [&str; 1] = rules::names(["expired"]);

/// The features as they are named in a sentence. Any other keeps the name of the command line.
const FEATURE_TITLES: &[(&str, &str)] = &[
    ("inbox", "the Inbox"),
    ("toast", "Toasts"),
    ("preferences", "Preferences"),
    ("push", "push notifications"),
    ("create", "Courier Create"),
    ("sdk", "Courier's SDKs"),
];

/// Returns the finding whose message is part of the headline, so that it is not written again.
pub(super) fn stated_finding<'i>(inspected: &Inspected<'i>) -> Option<&'i Finding> {
    let mut findings = inspected.report.findings.iter();
    match inspected.verdict {
        Verdict::Ok => None,
        Verdict::Bad => findings.find(|finding| {
            finding.severity == Severity::Error && EXPIRED.contains(&finding.rule.name)
        }),
        Verdict::Unreadable => findings.next(),
    }
}

/// Returns the verdict, with its reason if one finding is the reason, otherwise with the number of
/// findings.
pub(super) fn render(
    palette: Palette,
    inspected: &Inspected<'_>,
    stated: Option<&Finding>,
) -> String {
    let Inspected {
        subject, report, ..
    } = *inspected;
    let features = feature_titles(&subject.requirements.purposes);
    let counts = finding_counts(report, stated);
    let in_parentheses = |text: &str| match counts.as_str() {
        "" => String::new(),
        counts => format!(" ({text}{counts})"),
    };
    let has_errors = report.count(Severity::Error) > 0;
    let text = match (inspected.verdict, stated) {
        (Verdict::Ok, _) if report.is_refused => {
            format!("This token passes with these options, but Courier rejects it: {counts}")
        }
        (Verdict::Ok, _) if may_fail(report) => {
            format!("This token may not work for {features}: {counts}")
        }
        (Verdict::Ok, _) => format!(
            "This token works for {features}{}{}",
            remaining_lifetime(subject, report),
            in_parentheses("")
        ),
        (Verdict::Bad, Some(_)) => format!(
            "This token won't work for {features}: {}{}",
            time_since_expiry(subject),
            in_parentheses("plus ")
        ),
        (Verdict::Bad, None) if has_errors => {
            let reason = only_error(report).map_or(counts, |error| {
                let others = finding_counts(report, Some(error));
                let others = if others.is_empty() {
                    others
                } else {
                    format!(" (plus {others})")
                };
                format!("{}{others}", about_the_token(error.rule.summary))
            });
            format!("This token won't work for {features}: {reason}")
        }
        (Verdict::Bad, None) => format!("This token does not pass for {features}: {counts}"),
        (Verdict::Unreadable, Some(finding)) => capitalize(&finding.message),
        (Verdict::Unreadable, None) => "This is not a user token".to_owned(),
    };
    let (paint, sign) = match inspected.verdict {
        Verdict::Ok if report.is_refused => (Paint::Warning, palette.sign("✓", "ok:")),
        Verdict::Ok if may_fail(report) => (Paint::Warning, "!"),
        Verdict::Ok => (Paint::Good, palette.sign("✓", "ok:")),
        Verdict::Bad | Verdict::Unreadable => (Paint::Error, palette.sign("✗", "bad:")),
    };
    let text = palette.wrap(&format!("{sign} {}", sanitize(&text)), "  ");
    palette.paint(paint, &text)
}

/// Returns the features as a part of a sentence: `the Inbox and Preferences`.
fn feature_titles(names: &[&str]) -> String {
    let title = |name: &&str| {
        let known = FEATURE_TITLES.iter().find(|(known, _)| known == name);
        known.map_or((*name).to_owned(), |(_, title)| (*title).to_owned())
    };
    let titles: Vec<String> = names.iter().map(title).collect();
    join_with_and(&titles)
}

/// Returns the remaining lifetime of a good token, or nothing if a finding is about it.
fn remaining_lifetime(subject: &Subject<'_>, report: &Report) -> String {
    let is_about_expiry = |finding: &Finding| finding.claim.as_deref() == Some("exp");
    if report.findings.iter().any(is_about_expiry) {
        return String::new();
    }
    match subject.exp {
        TimeClaim::At(exp) => {
            let left = exp - subject.requirements.unix_now();
            format!("; it expires in {}", humanize(left))
        }
        TimeClaim::Absent => "; it never expires".to_owned(),
        TimeClaim::Other(_) => String::new(),
    }
}

/// Returns the reason why an expired token does not work.
fn time_since_expiry(subject: &Subject<'_>) -> String {
    let TimeClaim::At(exp) = subject.exp else {
        return "it has expired".to_owned();
    };
    match subject.requirements.unix_now() - exp {
        0.0 => "it expired just now".to_owned(),
        ago => format!("it expired {} ago", humanize(ago)),
    }
}

/// Returns the number of findings by severity, without the one that the headline states:
/// `2 errors, 1 warning`. Returns nothing if there are none.
fn finding_counts(report: &Report, stated: Option<&Finding>) -> String {
    let count = |severity| {
        let is_stated = stated.is_some_and(|stated| stated.severity == severity);
        report.count(severity) - usize::from(is_stated)
    };
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| count(*severity) > 0)
        .map(|severity| plural(count(severity), severity.name()))
        .collect();
    counts.join(", ")
}

/// Returns true if Courier may reject a token that has no errors. Scopes do not count: an error
/// reports those that are missing.
fn may_fail(report: &Report) -> bool {
    let mut findings = report.findings.iter();
    findings.any(|finding| {
        finding.severity == Severity::Warning
            && finding.server == ServerBehavior::Depends
            && !finding.rule.code.starts_with("CA3")
    })
}

/// Returns the error, if there is exactly one.
fn only_error(report: &Report) -> Option<&Finding> {
    let mut errors = report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.next().filter(|_| errors.next().is_none())
}

/// Returns the summary of a rule as a clause that follows `This token ...:`.
fn about_the_token(summary: &str) -> String {
    match summary.strip_prefix("the token ") {
        Some(rest) => format!("it {rest}"),
        None => summary.to_owned(),
    }
}

/// Returns the text with its first letter in upper case.
fn capitalize(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::FEATURES;

    #[test]
    fn features_are_named_as_in_a_sentence() {
        let rows: &[(&[&str], &str)] = &[
            (&["inbox"], "the Inbox"),
            (&["inbox", "preferences"], "the Inbox and Preferences"),
            (
                &["inbox", "push", "brands"],
                "the Inbox, push notifications and brands",
            ),
        ];
        for (names, title) in rows {
            assert_eq!(feature_titles(names), *title);
        }
        let is_feature = |name: &&str| FEATURES.iter().any(|feature| feature.name == *name);
        assert!(FEATURE_TITLES.iter().all(|(name, _)| is_feature(name)));
    }
}
